"""Washington: security engagement, mediation, firmness to Moscow, criticism.

The documents report Baku's reading of Washington, not its motives; goals are read from conduct.
"""

from __future__ import annotations

from tightrope.capitals.west import WesternCapital
from tightrope.choice import Decision


class Washington(WesternCapital):
    """Wants security cooperation and minds rights (``western-disengagement``, ``us-ties-deteriorated``)."""

    name = "washington"
    DECISIONS = (
        Decision(
            "washington.act",
            ("hold", "step up", "step back", "criticise"),
            ("interest", "values", "attention", "habit"),
        ),
    )

    def decide(self) -> None:
        """Interest: security cooperation already in hand, and a Moscow on the move."""
        (decision,) = self.DECISIONS
        n = self.numbers
        drive = self.model.moscow.drive
        interest = (
            n.interest_in_security * self.model.baku.western_security + self.lasting("interest_in_security") * drive
        )
        ledger = self.ledger(decision)
        self.appraise_engagement(ledger, interest)
        self.choose(decision, ledger, {"step up": True, "step back": True, "criticise": True})

    def act(self) -> None:
        """Bend its own engagement and criticism."""
        self.act_engagement("washington.act")
