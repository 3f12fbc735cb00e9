"""The parameters of a capital: every number with its range, its unit and the evidence it rests on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tightrope.errors import Problem, in_figures, in_words, nearest, one_of
from tightrope.evidence.entries import ParameterEntry, Unit
from tightrope.evidence.setting import RANGE_KEYS, Allowed, Setting, SettingReader
from tightrope.evidence.shapes import read_shape
from tightrope.marked import Loc, Marked

_NAME = re.compile(r"[a-z][a-z0-9_]*", re.ASCII)


@dataclass(frozen=True)
class Parameter:
    """A number of the model. ``legal`` bounds what it may be set to; ``grade`` says how well it is known."""

    capital: str
    name: str
    unit: str
    setting: Setting
    legal: tuple[float, float]
    role: str
    evidence: tuple[str, ...]
    grade: str
    why: str
    long_name: str

    @property
    def key(self) -> str:
        """The name used everywhere: "washington.engagement"."""
        return f"{self.capital}.{self.name}"

    @property
    def allowed(self) -> Allowed:
        """What it may be set to."""
        return Allowed(self.unit, self.legal, self.setting.distribution)


def read_parameters(
    marked: Marked, capital: str, units: Mapping[str, Unit | None], problems: list[Problem]
) -> Iterator[Parameter]:
    """Yield the sound parameters of a capital's file; note the problems of the others.

    A unit that is None was written but is faulty, which is a problem of its own.
    """
    for name, data in marked.data.items():
        loc = (name,)
        if not _NAME.fullmatch(name):
            expected = "a name of small letters, digits and underscores"
            problems.append(marked.problem(loc, "not a name", expected))
        if not isinstance(data, dict):
            problems.append(marked.problem(loc, in_words(data), "a mapping of keys to values"))
            continue
        rest = {key: value for key, value in data.items() if key not in RANGE_KEYS}
        entry = read_shape(ParameterEntry, marked, loc, rest, problems)
        if entry is None:
            continue
        legal = _legal(marked, loc, entry, units, problems)
        if legal is None:
            continue
        allowed = Allowed(entry.unit, legal, entry.distribution)
        setting = _setting(SettingReader(marked, allowed), loc, data, problems)
        if setting is not None:
            yield Parameter(
                capital, name, entry.unit, setting, legal, entry.role, entry.evidence, entry.grade, entry.why,
                entry.says,
            )  # fmt: skip


def _legal(
    marked: Marked, loc: Loc, entry: ParameterEntry, units: Mapping[str, Unit | None], problems: list[Problem]
) -> tuple[float, float] | None:
    """Return the legal range: the parameter's own, else the unit's."""
    unit = units.get(entry.unit)
    if entry.unit not in units:
        found = f"unknown unit '{entry.unit}'"
        problems.append(marked.problem((*loc, "unit"), found, one_of(units), nearest(entry.unit, units)))
    if unit is None:
        return None
    if entry.legal is None:
        return unit.low, unit.high
    low, high = entry.legal
    if low > high:
        found = f"{in_figures(low)} to {in_figures(high)}"
        problems.append(marked.problem((*loc, "legal"), found, "the lower bound first"))
        return None
    return entry.legal


def _setting(reader: SettingReader, loc: Loc, data: Mapping[str, object], problems: list[Problem]) -> Setting | None:
    """Return the setting from value, low and high; a dated path has its ranges at its knots."""
    written = {key: data[key] for key in RANGE_KEYS if key in data}
    setting = None
    if "value" not in written:
        reader.refuse((*loc, "value"), "missing", str(reader.allowed))
    elif isinstance(written["value"], dict):
        for key in written.keys() - {"value"}:
            reader.refuse((*loc, key), f"{key} beside a dated path", "low and high at each quarter")
        setting = reader.setting((*loc, "value"), written["value"])
    else:
        setting = reader.setting(loc, written)
    problems.extend(reader.problems)
    return setting if not reader.problems else None
