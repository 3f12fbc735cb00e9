"""Brussels: association, energy, parity between neighbours, rights.

Nothing is reported of its beliefs; goals are read from conduct (``eu-parity-armenia``, ``aa-territorial-language``).
"""

from __future__ import annotations

from tightrope.capitals.west import WesternCapital
from tightrope.choice import Decision


class Brussels(WesternCapital):
    """Wants energy and association, and treats rivals alike (M16, M17)."""

    name = "brussels"
    DECISIONS = (
        Decision(
            "brussels.act",
            ("hold", "step up", "step back", "criticise", "clarify"),
            ("interest", "values", "attention", "parity", "habit"),
        ),
    )

    def decide(self) -> None:
        """Interest: European demand for energy that Baku can pay to bring; clarity is held back by parity (M17)."""
        (decision,) = self.DECISIONS
        baku, n = self.model.baku, self.numbers
        interest = self.energy_demand * (
            n.interest_floor + self.lasting("interest_floor") * self.model.world.self_finance
        )
        ledger = self.ledger(decision)
        self.appraise_engagement(ledger, interest)
        ledger.add("interest", "clarify", interest * baku.eu_effort)
        ledger.against("values", "clarify", baku.repression)
        ledger.against("parity", "clarify", n.parity_constraint)
        self.choose(decision, ledger, {"step up": True, "step back": True, "criticise": True, "clarify": True})

    def act(self) -> None:
        """Bend engagement, criticism and the clarity of its language on territory."""
        (clarify,) = self.act_engagement("brussels.act")
        self.push("territorial_clarity", self.numbers.step, clarify)
