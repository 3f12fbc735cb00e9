"""What a parameter is set to, a number, a range or a dated path of them, and how that is read."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from tightrope.errors import Problem, in_figures, in_words, nearest, told
from tightrope.marked import Loc, Marked
from tightrope.quarters import looks_like_quarter, parse_quarter

RANGE_KEYS = ("low", "value", "high")
ROUNDING = 1e-12


@dataclass(frozen=True)
class Knot:
    """A value with its range at a quarter; without a quarter it holds throughout. low == high: certain."""

    quarter: int | None
    value: float
    low: float
    high: float

    @property
    def certain(self) -> bool:
        """Whether the range has no width."""
        return self.low == self.high

    def close_to(self, other: Knot) -> bool:
        """Whether value and range are the same but for rounding."""
        pairs = ((self.value, other.value), (self.low, other.low), (self.high, other.high))
        return all(math.isclose(one, two, rel_tol=ROUNDING, abs_tol=ROUNDING) for one, two in pairs)


@dataclass(frozen=True)
class Setting:
    """One constant knot, or a path: straight lines between dated knots, flat outside them."""

    knots: tuple[Knot, ...]
    distribution: str = "triangular"

    @property
    def dated(self) -> bool:
        """Whether the value can change over time."""
        return len(self.knots) > 1

    @property
    def certain(self) -> bool:
        """Whether no knot has a range to draw from."""
        return all(knot.certain for knot in self.knots)

    def at(self, quarter: int) -> Knot:
        """Return value, low and high at a quarter, by straight lines between the knots around it."""
        before = [knot for knot in self.knots if knot.quarter is None or knot.quarter <= quarter]
        after = [knot for knot in self.knots if knot.quarter is not None and knot.quarter > quarter]
        if not before or not after:
            edge = before[-1] if before else after[0]
            return Knot(quarter, edge.value, edge.low, edge.high)
        left, right = before[-1], after[0]
        if left.quarter is None or right.quarter is None or left.quarter == quarter:
            return Knot(quarter, left.value, left.low, left.high)
        share = (quarter - left.quarter) / (right.quarter - left.quarter)
        value, low, high = (
            here + share * (there - here)
            for here, there in ((left.value, right.value), (left.low, right.low), (left.high, right.high))
        )
        return Knot(quarter, value, low, high)

    def same_as(self, other: Setting, quarters: Iterable[int]) -> bool:
        """Whether both give the same values, ranges and draws at all the quarters, but for rounding."""
        drawn_alike = self.distribution == other.distribution or (self.certain and other.certain)
        if self.knots == other.knots:  # as most are
            return drawn_alike
        return drawn_alike and all(self.at(quarter).close_to(other.at(quarter)) for quarter in quarters)


@dataclass(frozen=True)
class Allowed:
    """What a parameter may be set to, for checking and for saying so."""

    unit: str
    legal: tuple[float, float]
    distribution: str = "triangular"

    def holds(self, figure: float) -> bool:
        """Whether a number is in the legal range; NaN is not."""
        return self.legal[0] <= figure <= self.legal[1]

    def __str__(self) -> str:
        low, high = (in_figures(bound) for bound in self.legal)
        return f"a number from {low} to {high} ({self.unit})"


class SettingReader:
    """Reads one value and reports every problem in it, each with its own place.

    ``quarters`` are those of the path that was read, also where something else in it is wrong.
    """

    def __init__(self, marked: Marked, allowed: Allowed) -> None:
        self.marked = marked
        self.allowed = allowed
        self.problems: list[Problem] = []
        self.quarters: list[int] = []

    def refuse(self, loc: Loc, found: str, expected: str, fix: str = "") -> None:
        """Note a problem at ``loc``."""
        self.problems.append(self.marked.problem(loc, found, expected, fix))

    def number(self, loc: Loc, data: object) -> float | None:
        """Return a legal number, or None with the problem noted."""
        if isinstance(data, bool) or not isinstance(data, (int, float)):
            self.refuse(loc, in_words(data), str(self.allowed))
            return None
        if not self.allowed.holds(data):
            self.refuse(loc, f"{in_figures(data)} is out of range", str(self.allowed))
            return None
        return float(data)

    def knot(self, loc: Loc, data: object, quarter: int | None = None) -> Knot | None:
        """Return a knot from a number or from {low, high[, value]}; the value defaults to the middle."""
        if not isinstance(data, dict):
            number = self.number(loc, data)
            return None if number is None else Knot(quarter, number, number, number)
        keys_are_right = self._range_keys_are_right(loc, data)
        figures = {key: self.number((*loc, key), data[key]) for key in RANGE_KEYS if key in data}
        found = {key: figure for key, figure in figures.items() if figure is not None}
        if len(found) < len(figures) or not keys_are_right:
            return None
        if "low" not in found:
            return Knot(quarter, found["value"], found["value"], found["value"])
        low, high = found["low"], found["high"]
        value = found.get("value", (low + high) / 2)
        if not low <= value <= high:
            shown = " and ".join(f"{key} {in_figures(figure)}" for key, figure in found.items())
            self.refuse(loc, shown, "low at most value, and value at most high")
            return None
        return Knot(quarter, value, low, high)

    def _range_keys_are_right(self, loc: Loc, data: Mapping[str, Any]) -> bool:
        unknown = [key for key in data if key not in RANGE_KEYS]
        for key in unknown:
            self.refuse((*loc, key), "unknown key", "low, high and perhaps value", nearest(key, RANGE_KEYS))
        missing = [key for key in ("low", "high") if key not in data]
        if len(missing) == 1 and not unknown:
            self.refuse(loc, f"a range without '{missing[0]}'", "both low and high")
        if not data:
            self.refuse(loc, "an empty mapping", str(self.allowed))
        return bool(data) and not unknown and len(missing) != 1

    def path(self, loc: Loc, data: Mapping[str, Any]) -> tuple[Knot, ...] | None:
        """Return the knots of a dated path, which must be in order."""
        knots: list[Knot] = []
        latest = -1
        for key, entry in data.items():
            knot_loc = (*loc, key)
            quarter = self._quarter(knot_loc, key)
            if quarter is not None:
                if quarter <= latest:
                    self.refuse(knot_loc, "a quarter out of order", "quarters from the earliest to the latest")
                latest = max(latest, quarter)
                self.quarters.append(quarter)
            knot = self.knot(knot_loc, entry, quarter)
            if knot is not None:
                knots.append(knot)
        return tuple(knots) if not self.problems else None

    def _quarter(self, loc: Loc, key: str) -> int | None:
        try:
            return parse_quarter(key)
        except ValueError as error:
            self.refuse(loc, *told(error))
            return None

    def setting(self, loc: Loc, data: object) -> Setting | None:
        """Return the setting from a number, a range or a path; None where there are problems."""
        knots: tuple[Knot, ...] | None
        if isinstance(data, dict) and looks_like_path(data):
            knots = self.path(loc, data)
        else:
            knot = self.knot(loc, data)
            knots = None if knot is None else (knot,)
        return None if knots is None else Setting(knots, self.allowed.distribution)


def looks_like_path(data: Mapping[str, Any]) -> bool:
    """Whether a mapping is meant as a dated path: some key begins like a year, or is a quarter in other words."""
    return any(key[:1].isdigit() or looks_like_quarter(key) for key in data)
