"""Dated events and hazards.

An event of a scenario strikes every member in its quarter and, where its kind lasts, for some quarters on. Hazards
strike members apart, each by its own luck: small flare-ups at the line of contact, and the end of the union project.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from tightrope.luck import Luck
from tightrope.precision import Array
from tightrope.quarters import QUARTERS_PER_YEAR
from tightrope.scenario import Event

ESCALATION = "karabakh_escalation"
INVASION = "neighbour_invaded"
STANDING_ASIDE = "west_stands_aside"
REVOLUTION = "colour_revolution"
SCANDAL = "broker_scandal"
UNION_ENDS = "union_ends"
KINDS = (ESCALATION, INVASION, STANDING_ASIDE, REVOLUTION, SCANDAL, UNION_ENDS)


class Events:
    """The events of a run by quarter, and the luck of its hazards."""

    def __init__(self, events: Iterable[Event], luck: Luck) -> None:
        self._by_quarter: dict[tuple[str, int], float] = {}
        for event in events:
            for quarter in range(event.quarter, event.quarter + (event.quarters or 1)):
                before = self._by_quarter.get((event.kind, quarter), 0.0)
                self._by_quarter[event.kind, quarter] = max(before, event.severity)
        self._first, self._real = luck.first, luck.real
        self._flare_strikes = luck.uniform("hazard/flare_up")
        self._flare_size = luck.uniform("hazard/flare_up_severity").astype(luck.real)
        self._union_ends = luck.uniform("hazard/union_ends")
        self._yearly: Any = None
        self._quarterly: Any = None

    def severity(self, kind: str, quarter: int) -> float:
        """Severity of a kind of event in a quarter, 0 when there is none."""
        return self._by_quarter.get((kind, quarter), 0.0)

    def random_flare_up(self, quarter: int, numbers: Any) -> Array:
        """Severity of a flare-up by chance, 0 for most members; shape (members,)."""
        row = quarter - self._first
        low, high = numbers.flare_up_low, numbers.flare_up_high
        strikes = self._flare_strikes[row] < numbers.flare_up_hazard
        return strikes * (low + (high - low) * self._flare_size[row])

    def union_survives(self, quarter: int, numbers: Any) -> Array:
        """1 where the union project lives through this quarter, by hazard and by event (M40; ``project-longevity``).

        The yearly hazard h is a quarterly 1 - (1 - h)^(1/4).
        """
        if self.severity(UNION_ENDS, quarter) > 0.0:
            return np.zeros(self._union_ends.shape[1], self._real)
        if numbers.project_end_hazard is not self._yearly:
            self._yearly = numbers.project_end_hazard
            self._quarterly = 1.0 - (1.0 - self._yearly) ** (1.0 / QUARTERS_PER_YEAR)
        survives: Array = (self._union_ends[quarter - self._first] >= self._quarterly).astype(self._real)
        return survives
