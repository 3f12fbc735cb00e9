"""Dated paths and the states that follow them.

A scenario's path is the *target*. Each quarter the state closes part of the gap to the target plus the deviation that a
capital's own moves have left, and takes a shock where it has one: x' = x + rate * (target + deviation - x) + shock.
Deviations are bounded and decay. Prompt drivers (calendar facts such as an election window) are their target.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from tightrope import state
from tightrope.luck import Luck
from tightrope.numbers import Numbers
from tightrope.precision import Array


class Drivers:
    """All drivers of a run, stacked: ``target`` and ``value`` have shape (driver, members).

    The rows of ``value`` are what the holders carry as their state, updated in place. Those that nobody shakes or
    pushes stand first; they rest on their targets until a target moves.
    """

    def __init__(self, numbers: Numbers, luck: Luck, quarter: int) -> None:
        self.names = state.DRIVERS
        self.row = {name: place for place, name in enumerate(self.names)}
        self._place = {name: place for place, name in enumerate(state.DEVIATING)}
        self._deviating, self._shocked = self._rows(state.DEVIATING), self._rows(state.SHOCKED)
        self._disturbed = slice(self._shocked.start, self._deviating.stop)
        members = len(luck.members)
        real = luck.real
        self._paths = [numbers.paths[name] for name in self.names]
        self.target: Array = np.empty((len(self.names), members), real)
        self._flat_until = [-1] * len(self.names)
        follows = [not state.BY_KEY[name].prompt for name in self.names]
        self._slow = slice(0, sum(follows))
        if follows != sorted(follows, reverse=True):
            raise AssertionError("prompt drivers stand last in the state table's order")
        lows = [state.BY_KEY[name].low for name in self.names]
        highs = [state.BY_KEY[name].high for name in self.names]
        self._low = np.array(lows, real)[:, None]
        self._high = np.array([np.inf if high is None else high for high in highs], real)[:, None]
        self.deviation = np.zeros((len(state.DEVIATING), members), real)
        self._shocks = np.stack([luck.normal(f"shock/{name}") for name in state.SHOCKED], axis=1)
        self._first = luck.first
        self._led: set[int] = set()
        self.look(quarter)
        self.value = np.clip(self.target, self._low, self._high)
        self._first_moving = alone = self._disturbed.start
        at_rest = np.array_equal(self.value[:alone], self.target[:alone])
        self._led = set(range(self._slow.stop if at_rest else 0, len(self.names)))

    def _rows(self, names: Sequence[str]) -> slice:
        """The rows of drivers that stand side by side."""
        first = self.row[names[0]]
        if tuple(names) != self.names[first : first + len(names)]:
            raise AssertionError(f"these drivers do not stand side by side: {', '.join(names)}")
        return slice(first, first + len(names))

    def look(self, quarter: int) -> None:
        """Set the targets of this quarter, and note those that have moved."""
        for place, path in enumerate(self._paths):
            if quarter <= self._flat_until[place]:
                continue
            left, rise, since, length = path.segment(quarter)
            if length:
                self.target[place] = left + rise * ((quarter - since) / length)
            else:
                self.target[place] = left
                self._flat_until[place] = self._last_flat(path.quarters, quarter)
            self._led.add(place)

    @staticmethod
    def _last_flat(quarters: list[int], quarter: int) -> int:
        """The last quarter of the flat stretch before the first knot, or after the last one."""
        return quarters[0] - 1 if quarter < quarters[0] else 10**6

    def follow(self, quarter: int, numbers: Any) -> None:
        """Move every state one quarter towards its target. ``numbers`` is the world's.

        Only what is shaken or pushed can leave its bounds on the way.
        """
        for place in self._led:
            if place >= self._slow.stop:
                self.value[place] = self.target[place]
        self._first_moving = min(self._led | {self._first_moving})
        self._led.clear()
        slow = slice(self._first_moving, self._slow.stop)
        gap = self.target[slow] - self.value[slow]
        pushed = gap[self._deviating.start - slow.start : self._deviating.stop - slow.start]
        pushed += self.deviation
        self.deviation *= numbers.lasting("deviation_decay")
        gap *= numbers.follow_rate
        moving = self.value[slow]
        moving += gap
        shaken = self.value[self._shocked]
        shaken += numbers.driver_noise * self._shocks[quarter - self._first]
        disturbed = self.value[self._disturbed]
        disturbed.clip(self._low[self._disturbed], self._high[self._disturbed], out=disturbed)

    def push(self, name: str, step: Any) -> None:
        """A capital's own move: add to the deviation."""
        pushed = self.deviation[self._place[name]]
        pushed += step

    def settle(self, numbers: Any) -> None:
        """At the end of a quarter every deviation is within plus or minus the limit. ``numbers`` is the world's."""
        np.maximum(self.deviation, -numbers.deviation_limit, out=self.deviation)
        np.minimum(self.deviation, numbers.deviation_limit, out=self.deviation)

    def attach(self, holders: Mapping[str, Any]) -> None:
        """Give every holder its rows as state."""
        for name, place in self.row.items():
            holder, attribute = name.split(".")
            setattr(holders[holder], attribute, self.value[place])
        holders["world"].deviation = self.deviation
