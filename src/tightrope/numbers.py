"""The numbers in force: every parameter of ``seeds/`` as a member meets it.

A parameter is a number, or one value per member where it is uncertain, and follows its dated path where it has one:
straight lines between knots, flat outside them. One quantile per member and parameter moves all knots of a path
together, by the inverse CDF of the knot's distribution. Which ranges are drawn is the scenario's ``uncertainty``:
ranges that a scenario file writes are drawn unless it is ``none``; ranges of ``seeds/`` only under ``full`` and
``history``. Under ``history`` members do not draw those themselves: they have the quantiles of a parameter vector.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Callable, Iterable
from types import SimpleNamespace
from typing import Any

import numpy as np

from tightrope.evidence import Knot, Setting
from tightrope.luck import Luck
from tightrope.precision import REAL, Array, Real
from tightrope.scenario import Scenario

Value = Array | float


def triangular(quantile: Array, low: float, mode: float, high: float) -> Array:
    """Inverse CDF of the triangular distribution; ``quantile`` of any shape on [0, 1).

    low + sqrt(q width (mode - low)) up to the mode and high - sqrt((1 - q) width (high - mode)) beyond it: the way from
    the low end up to the mode and the way from there on, each held at its end where the quantile is past it.
    """
    width = high - low
    at_mode = (mode - low) / width
    found = np.minimum(quantile, at_mode)
    found *= width * (mode - low)
    np.sqrt(found, out=found)
    found += low
    beyond = np.maximum(quantile, at_mode)
    np.subtract(1.0, beyond, out=beyond)
    beyond *= width * (high - mode)
    np.sqrt(beyond, out=beyond)
    found += np.subtract(math.sqrt((1.0 - at_mode) * (width * (high - mode))), beyond, out=beyond)
    return found


def knot_value(knot: Knot, distribution: str, quantile: Array | None) -> Value:
    """A knot as each member meets it; its central value when nothing is drawn or it is certain."""
    if quantile is None or knot.low == knot.high:
        return knot.value
    if distribution == "uniform":
        return knot.low + (knot.high - knot.low) * quantile
    return triangular(quantile, knot.low, knot.value, knot.high)


def reckoned_in(real: Real, value: Value) -> Value:
    """A value in some precision, that of members or a number that is everybody's: as a plain number, it would turn what
    is reckoned from it and from who made a move into double."""
    found: Any = value.astype(real) if isinstance(value, np.ndarray) else real.type(value)
    return found


class Path:
    """A dated value: knots in time, straight lines between them, flat outside."""

    def __init__(self, setting: Setting, quantile: Array | None, real: Real = REAL) -> None:
        self.quarters = [knot.quarter if knot.quarter is not None else 0 for knot in setting.knots]
        drawn = (knot_value(knot, setting.distribution, quantile) for knot in setting.knots)
        self.values = [reckoned_in(real, value) for value in drawn]

    def segment(self, quarter: int) -> tuple[Value, Value, int, int]:
        """Value at the segment's left end, rise along it, its first quarter and its length (0: flat from here)."""
        right = bisect_right(self.quarters, quarter)
        if right == 0:
            return self.values[0], 0.0, quarter, 0
        if right == len(self.quarters):
            return self.values[-1], 0.0, quarter, 0
        left = right - 1
        rise = self.values[right] - self.values[left]
        return self.values[left], rise, self.quarters[left], self.quarters[right] - self.quarters[left]

    def at(self, quarter: int) -> Value:
        """The value in one quarter; a number, or shape (members,)."""
        value, rise, since, length = self.segment(quarter)
        return value if length == 0 else value + rise * ((quarter - since) / length)


def drawn(scenario: Scenario, key: str) -> bool:
    """Whether members draw this parameter from its range in this scenario."""
    if scenario.setting(key).certain or scenario.uncertainty == "none":
        return False
    return key in scenario.settings or scenario.uncertainty in ("full", "history")


def drawn_by_member(scenario: Scenario, key: str) -> bool:
    """Whether a range is the scenario's own: then members draw it themselves, whatever vectors they share."""
    return key in scenario.settings and not (scenario.vectors is not None and scenario.vectors.written_too)


def shared_luck(scenario: Scenario, luck: Luck) -> Luck | None:
    """The luck of the parameter vectors of some members, in their order; None where they share none."""
    vectors = scenario.vectors
    if vectors is None:
        return None
    candidates = np.asarray(vectors.candidates, dtype=np.int64)
    return Luck(vectors.seed, candidates[vectors.places(luck.members)], luck.first, luck.quarters, real=luck.real)


class Own(SimpleNamespace):
    """The numbers of one capital, or of the world, by name, and what is made of them alone: ``fixed``, ``lasting``."""

    __slots__ = ("_made",)

    def __init__(self, **numbers: Value) -> None:
        self._made: dict[object, tuple[Any, set[str]]] = {}
        super().__init__(**numbers)

    def __setattr__(self, name: str, value: Any) -> None:
        """Set a number, and forget what was made of it."""
        super().__setattr__(name, value)
        if name != "_made":
            for what in [what for what, (_, read) in self._made.items() if name in read]:
                del self._made[what]

    def fixed(self, what: object, make: Callable[[Any], Any]) -> Any:
        """A value that ``make`` makes of these numbers: made once, and again when one of those it looked at changes."""
        if what not in self._made:
            reading = _Reading(self)
            value = make(reading)
            self._made[what] = value, reading.names
        return self._made[what][0]

    def lasting(self, share: str) -> Any:
        """What one of these numbers leaves of the whole: 1 - share."""
        return self.fixed(("lasting", share), lambda numbers: 1.0 - getattr(numbers, share))


class _Reading:
    """Hands on numbers and notes which."""

    def __init__(self, numbers: Own) -> None:
        self._numbers = numbers
        self.names: set[str] = set()

    def __getattr__(self, name: str) -> Any:
        self.names.add(name)
        return getattr(self._numbers, name)


class Numbers:
    """Every parameter by capital and name: ``numbers.baku.memory_decay``, ``numbers.moscow.drive``.

    Drivers are listed apart in ``paths`` (their state follows the path); every other dated parameter takes its new
    value in ``advance``. ``shared`` is the luck of the vectors that members share, in the order of the members; without
    it every member draws for itself.
    """

    def __init__(self, scenario: Scenario, luck: Luck, drivers: Iterable[str], shared: Luck | None = None) -> None:
        driving = set(drivers)
        self.paths: dict[str, Path] = {}
        self._dated: list[tuple[str, str, Path]] = []
        self.capitals: dict[str, Own] = {}
        for key, parameter in scenario.seeds.parameters.items():
            place = self.capitals.setdefault(parameter.capital, Own())
            whose = luck if shared is None or drawn_by_member(scenario, key) else shared
            quantile = whose.quantile(f"parameter/{key}") if drawn(scenario, key) else None
            path = Path(scenario.setting(key), quantile, luck.real)
            if key in driving:
                self.paths[key] = path
            elif len(path.values) > 1:
                self._dated.append((parameter.capital, parameter.name, path))
            else:
                setattr(place, parameter.name, path.values[0])

    def advance(self, quarter: int) -> set[str]:
        """Bring every dated parameter that is not a driver to its value in this quarter.

        Returns the capitals of which some number has changed.
        """
        changed = set()
        for capital, name, path in self._dated:
            place, value = self.capitals[capital], path.at(quarter)
            if value is not getattr(place, name, None):
                setattr(place, name, value)
                changed.add(capital)
        return changed

    def knots(self, key: str) -> list[Value]:
        """What members have of one parameter, knot by knot: a number, or shape (members,) where they draw it."""
        if key in self.paths:
            return self.paths[key].values
        holder, _, name = key.partition(".")
        for capital, known, path in self._dated:
            if (capital, known) == (holder, name):
                return path.values
        return [getattr(self.capitals[holder], name)]
