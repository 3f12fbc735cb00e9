"""Baku: sit between them, refuse where it can, lean where it must, join when it has no choice.

Goals, in an order that is ours: survival of the regime, sovereignty over energy, Karabakh, safety from punishment,
income and jobs, some western access. The constrained second best is to stay out of both camps (M15).
"""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from tightrope.capitals import baku_abroad, baku_acting, baku_beliefs, baku_home
from tightrope.capitals.base import Capital
from tightrope.choice import Decision, Ledger
from tightrope.curves import level, rises
from tightrope.precision import Array


class Baku(Capital):
    """Chooses abroad and at home each quarter, and sets its tone to both sides."""

    name = "baku"
    tone_moscow: Array
    tone_west: Array
    DECISIONS: ClassVar[tuple[Decision, ...]] = (baku_abroad.ABROAD, baku_home.HOME)

    def look(self) -> None:
        """Update beliefs; weigh duress, the squeeze against the capacity to bear it, the cost of visibility."""
        baku_beliefs.update(self)
        n, world, moscow = self.numbers, self.model.world, self.model.moscow
        self.existential = rises(world.war_duress, n.duress_threshold, n.duress_width)
        self.uncovered = 1.0 - self.trust_in_cover
        self.thinness = 1.0 - world.buffer
        self.visible = 1.0 - n.tone_discount * self.tone_moscow
        unease = np.maximum(1.0 + n.unease * (moscow.unpredictability - n.usual_unpredictability), 0.0)
        squeeze = n.squeeze_from_pressure * moscow.pressure
        squeeze = squeeze + n.squeeze_from_threat * self.perceived_moscow_threat * self.uncovered * unease
        capacity = (
            n.capacity_floor + n.capacity_from_buffer * world.buffer + n.capacity_from_trust * self.trust_in_cover
        )
        self.strain = rises(squeeze, capacity, n.strain_width)
        self.need = np.maximum(n.patron_threshold - world.buffer, 0.0)

    def stand(self, ledger: Ledger) -> None:
        """The standing terms abroad, or those at home."""
        stand = baku_abroad.stand if ledger.decision is baku_abroad.ABROAD else baku_home.stand
        stand(self, ledger)

    def decide(self) -> None:
        """Abroad, then at home."""
        baku_abroad.decide(self)
        baku_home.decide(self)

    def act(self) -> None:
        """Carry both out, then speak."""
        baku_acting.act(self)
        baku_home.act(self)
        self.set_tone()

    def fever(self) -> Array:
        """By how much an election window multiplies what is risky then: 1 + (multiplier - 1) * window (M31)."""
        return 1.0 + self.fixed("fever", lambda n: n.election_multiplier - 1.0) * self.election_window

    def set_tone(self) -> None:
        """Tone to each side: a closed formula with named parts (M20, M42; ``pro-western-substance-soft-tone``).

        to Moscow: courtesy + fear + cooperation + brokers - nationalism;
        to the West: declared line + wish * ideal point + trust - fear of the West - brokers.
        Both follow at the tone's rate. A person who plays Baku may ask for a nudge to either (``model.tone_choice``).
        """
        n = self.numbers
        brokers = self.fixed("brokers' tone", lambda n: n.tone_from_brokers * n.broker_weight) * self.top_broker
        declared = self.fixed("declared", lambda n: n.wish_for_the_west * n.ideal_point + n.declared_europe)
        softly = level(
            n.courtesy
            + n.tone_from_fear * self.perceived_moscow_threat
            + n.tone_from_cooperation * self.moscow_cooperation
            + brokers
            - n.tone_from_nationalism * level(self.leader_type)
        )
        warmly = level(
            declared
            + n.tone_from_trust * self.trust_in_cover
            - n.tone_from_western_threat * self.perceived_western_threat
            - brokers
        )
        if self.model.tone_choice is not None:
            softer, warmer = self.model.tone_choice
            softly, warmly = level(softly + softer), level(warmly + warmer)
        self.tone_moscow = self.tone_moscow + n.tone_rate * (softly - self.tone_moscow)
        self.tone_west = self.tone_west + n.tone_rate * (warmly - self.tone_west)
