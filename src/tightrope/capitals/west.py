"""What Brussels and Washington share: they step up, step back and criticise (M21-M23)."""

from __future__ import annotations

from tightrope.capitals.base import Capital, Mask
from tightrope.choice import Ledger
from tightrope.precision import Array


class WesternCapital(Capital):
    """A western capital: engagement and criticism are two dials that pull apart (trap 12 of the evidence)."""

    def stand(self, ledger: Ledger) -> None:
        """Habit speaks against every move of its own accord."""
        ledger.against("habit", ledger.decision.moves[1:], 1.0)

    def appraise_engagement(self, ledger: Ledger, interest: Array) -> None:
        """Terms for stepping up, stepping back and criticising.

        ``interest`` is what this capital wants of the region now, 0-1, shape (members,). Values: repression in Baku.
        Attention: what is not engaged already is hard to find. Parity and energy are Brussels' own.
        """
        baku = self.model.baku
        ledger.add("interest", "step up", interest, against=("step back", "criticise"))
        ledger.add("values", "step back", baku.repression, against="step up")
        ledger.add("attention", "step up", self.engagement - 1.0, against="step back")
        ledger.add("values", "criticise", baku.repression - baku.openness + self.lasting("tolerated_repression"))
        ledger.add("attention", "criticise", self.criticism - 1.0)

    def act_engagement(self, decision: str) -> Mask:
        """Bend engagement and criticism for a while. A step up is free of criticism; criticism costs no engagement.

        Returns who made each further move, shape (further moves, members).
        """
        made = self.by_move(decision)
        up, back, criticise = made[:3]
        self.push("engagement", self.numbers.step, up, back)
        self.push("criticism", self.numbers.step, criticise)
        return made[3:]
