"""Ankara: an ally with interests of its own.

Both documents are silent on its motives and hedge on its weight ("possible", "might"), so its moves bend its own
support and closeness a little and no more (M37, weak on purpose; M3).
"""

from __future__ import annotations

from tightrope.capitals.base import Capital
from tightrope.choice import Decision, Ledger


class Ankara(Capital):
    """Holds its alliance with Baku, wants gas and transit, and has ties with Moscow."""

    name = "ankara"
    DECISIONS = (
        Decision(
            "ankara.act",
            ("hold", "back Baku", "draw near Moscow"),
            ("alliance", "gas_and_transit", "ties_with_moscow", "habit"),
        ),
    )

    def stand(self, ledger: Ledger) -> None:
        """Habit speaks against every move."""
        ledger.against("habit", ledger.decision.moves[1:], 1.0)

    def decide(self) -> None:
        """Back Baku when it is hard pressed; draw near Moscow when its own gas and ties speak for it."""
        (decision,) = self.DECISIONS
        baku, moscow, n = self.model.baku, self.model.moscow, self.numbers
        ledger = self.ledger(decision)
        ledger.add("alliance", "back Baku", self.support * self.model.world.war_duress)
        ledger.against("ties_with_moscow", "back Baku", self.closeness * moscow.drive)
        ledger.add("gas_and_transit", "draw near Moscow", moscow.resources * (n.transit_interest + self.rival_pipeline))
        ledger.add("ties_with_moscow", "draw near Moscow", self.closeness - baku.trust_in_cover)
        ledger.against("alliance", "draw near Moscow", self.support * baku.perceived_moscow_threat)
        self.choose(decision, ledger, {"back Baku": True, "draw near Moscow": True})

    def act(self) -> None:
        """Bend support and closeness for a while."""
        back, near = self.by_move("ankara.act")
        self.push("support", self.numbers.step, back)
        self.push("closeness", self.numbers.step, near, back)
