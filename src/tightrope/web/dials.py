"""The dials: which parameters the page lets one turn, where a scenario has them, and what turning them sets.

Which there are and how they are named is in ``seeds/dials.yaml``; range, source and grade are the parameter's.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field

from tightrope.errors import InputError, Problem, in_figures, in_words, nearest, one_of
from tightrope.evidence import Parameter, Seeds, load_seeds
from tightrope.evidence.shapes import Sentence, Shape, Text, read_shape
from tightrope.locate import data_folder
from tightrope.marked import Marked, read_marked
from tightrope.quarters import format_quarter
from tightrope.scenario import Scenario
from tightrope.web.refusals import LINK

NAME = "dials.yaml"

Positive = Annotated[float, Field(gt=0)]

NEAR = 1e-9


class OverEntry(Shape):
    """How long the fall takes; ``unless`` is where the dial stands in a scenario without a fall."""

    name: Sentence
    low: float
    high: float
    step: Positive
    unit: Text
    unless: float


class FallEntry(Shape):
    """A fall from where the parameter stands in the first quarter."""

    parameter: Sentence
    name: Sentence
    low: float
    high: float
    step: Positive
    unit: Text
    over: OverEntry


class LevelEntry(Shape):
    """A parameter held at a level; the ends in a word each."""

    name: Sentence
    low_end: Text = ""
    high_end: Text = ""


class LevelsEntry(Shape):
    """The levels, by parameter."""

    step: Positive
    dials: dict[str, LevelEntry]


class File(Shape):
    """The file as a whole."""

    fall: FallEntry
    levels: LevelsEntry


@dataclass(frozen=True)
class Dial:
    """One dial: ``key`` as in a link, the ``parameter`` it turns, its range and step, and its ends in words."""

    key: str
    name: str
    parameter: Parameter
    low: float
    high: float
    step: float
    unit: str = ""
    low_end: str = ""
    high_end: str = ""

    def shown(self, value: float) -> str:
        """A place of the dial as it is written beside it."""
        if self.unit == "quarters":
            return f"{value:.0f} quarter{'s' if value != 1 else ''}"
        return f"{value:.0f} %" if self.unit == "%" else f"{value:.2f}"

    def heard(self, value: float) -> str:
        """The same for who hears it: "0.05 of 1", "60 %"."""
        return self.shown(value) if self.unit else f"{self.shown(value)} of {in_figures(self.high)}"

    def reaches(self) -> str:
        """From where to where it goes: "from 0.00, absent, to 1.00, close"."""
        ends = ((self.low, self.low_end), (self.high, self.high_end))
        low, high = (f"{self.shown(value)}{f', {word}' if word else ''}" for value, word in ends)
        return f"from {low}{',' if self.low_end else ''} to {high}"

    def wrong_with(self, value: object) -> list[Problem]:
        """What is wrong with a value, such as one from a link."""
        is_number = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
        if is_number and self.low <= float(value) <= self.high:  # type: ignore[arg-type]
            return []
        expected = f"a number from {in_figures(self.low)} to {in_figures(self.high)}"
        return [Problem(LINK, None, None, "", f"turns '{self.name}' ({self.key}) to {in_words(value)}", expected)]

    def snapped(self, value: float) -> float:
        """The nearest place at which the dial can stand."""
        steps = round((min(max(value, self.low), self.high) - self.low) / self.step)
        return round(self.low + steps * self.step, 10)


@dataclass(frozen=True)
class Dials:
    """All dials by key, the two of the fall first."""

    by_key: Mapping[str, Dial]
    fall: Dial
    over: Dial
    unless: float

    def standing(self, plan: Scenario) -> dict[str, float]:
        """Where a scenario has every dial: for a level that follows a path, where it ends."""
        found = {}
        for key, dial in self.by_key.items():
            if key not in (self.fall.key, self.over.key):
                found[key] = plan.setting(dial.parameter.key).at(plan.end).value
        return self._fall_of(plan) | found

    def _fall_of(self, plan: Scenario) -> dict[str, float]:
        setting = plan.setting(self.fall.parameter.key)
        first, last = setting.at(plan.start).value, setting.at(plan.end).value
        fallen = 100.0 * (1.0 - last / first) if first > 0 else 0.0
        if fallen <= NEAR:
            return {self.fall.key: 0.0, self.over.key: self.unless}
        quarters = range(plan.start, plan.end + 1)
        done = next(q for q in quarters if setting.at(q).value <= last * (1 + NEAR))
        return {self.fall.key: round(fallen, 6), self.over.key: float(max(1, done - plan.start))}

    def spoken(self, plan: Scenario, key: str) -> str:
        """How a scenario has a dial, in words: "0.30", or "0.20 to 0.05 over the run"."""
        dial = self.by_key[key]
        if dial in (self.fall, self.over):
            return dial.shown(self.standing(plan)[key])
        setting = plan.setting(key)
        first, last = setting.at(plan.start).value, setting.at(plan.end).value
        if abs(first - last) > NEAR:
            return f"{dial.shown(first)} in {format_quarter(plan.start)}, {dial.shown(last)} in the end"
        return dial.shown(last)

    def changes(self, plan: Scenario, turned: Mapping[str, float]) -> dict[str, Any]:
        """What turned dials set, as ``Scenario.set`` takes it. Raises InputError with everything that is wrong."""
        problems = self.wrong_with(turned)
        if problems:
            raise InputError(problems)
        changes: dict[str, Any] = {
            self.by_key[key].parameter.key: value
            for key, value in turned.items()
            if key not in (self.fall.key, self.over.key)
        }
        if self.fall.key in turned or self.over.key in turned:
            here = self._fall_of(plan) | dict(turned)
            percent, quarters = here[self.fall.key], max(1, round(here[self.over.key]))
            price = self.fall.parameter.key
            if percent > 0:
                span = f"{quarters} quarter{'s' if quarters > 1 else ''}"
                changes[price] = {"fall": f"{in_figures(round(percent, 4))} %", "over": span}
            else:
                changes[price] = plan.setting(price).at(plan.start).value
        return changes

    def wrong_with(self, turned: Mapping[str, object]) -> list[Problem]:
        """Everything that is wrong with turned dials: names that there are not, values out of range."""
        problems = []
        for key, value in turned.items():
            if key not in self.by_key:
                found = f"turns a dial {in_words(key).removeprefix('the text ')}, which there is not"
                problems.append(Problem(LINK, None, None, "", found, one_of(self.by_key), nearest(key, self.by_key)))
            else:
                problems += self.by_key[key].wrong_with(value)
        return problems


def load_dials(seeds: Seeds | None = None, path: Path | None = None) -> Dials:
    """Read the dials. Raises InputError with every problem of the file."""
    known = load_seeds() if seeds is None else seeds
    return _read(_Numbers(known), data_folder("seeds") / NAME if path is None else path)


@dataclass(frozen=True, eq=False)
class _Numbers:
    """Seeds as a key: the same numbers are the same."""

    seeds: Seeds

    def __hash__(self) -> int:
        return hash(self.seeds.digest)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Numbers) and other.seeds.digest == self.seeds.digest


@functools.lru_cache(maxsize=2)
def _read(numbers: _Numbers, path: Path) -> Dials:
    marked = read_marked(path, display=f"seeds/{NAME}", quick=True)
    problems: list[Problem] = []
    file = read_shape(File, marked, (), marked.data, problems)
    parameters = numbers.seeds.parameters
    if file is not None:
        problems += _unknown(file, marked, parameters)
    if file is None or problems:
        raise InputError(problems)
    held, over = file.fall, file.fall.over
    price = parameters[held.parameter]
    fall = Dial(f"{price.key}.fall", held.name, price, held.low, held.high, held.step, held.unit)
    span = Dial(f"{price.key}.over", over.name, price, over.low, over.high, over.step, over.unit)
    levels = [
        Dial(key, one.name, parameters[key], *parameters[key].legal, file.levels.step, "", one.low_end, one.high_end)
        for key, one in file.levels.dials.items()
    ]
    return Dials({dial.key: dial for dial in (fall, span, *levels)}, fall, span, over.unless)


def _unknown(file: File, marked: Marked, parameters: Mapping[str, Parameter]) -> list[Problem]:
    named = [
        (("fall", "parameter"), file.fall.parameter),
        *((("levels", "dials", key), key) for key in file.levels.dials),
    ]
    return [
        marked.problem(loc, f"unknown parameter '{key}'", "a parameter of seeds/", nearest(key, parameters))
        for loc, key in named
        if key not in parameters
    ]
