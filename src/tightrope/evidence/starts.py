"""The documented initial values: read quarter by quarter, each with its own evidence."""

from __future__ import annotations

from collections.abc import Mapping

from tightrope.errors import Problem, in_words, nearest, one_of, told
from tightrope.evidence.entries import CAPITALS, StartValue
from tightrope.evidence.shapes import read_shape
from tightrope.marked import Marked
from tightrope.quarters import parse_quarter


def read_starts(marked: Marked, problems: list[Problem]) -> dict[int, dict[str, StartValue]]:
    """Return the sound initial values of a file, by quarter and "holder.variable"; note the problems of the others."""
    starts: dict[int, dict[str, StartValue]] = {}
    for written, values in marked.data.items():
        try:
            quarter = parse_quarter(written)
        except ValueError as error:
            problems.append(marked.problem((written,), *told(error)))
            continue
        if not isinstance(values, dict):
            problems.append(marked.problem((written,), in_words(values), "a mapping of keys to values"))
            continue
        starts[quarter] = _start(marked, written, values, problems)
    return starts


def _start(
    marked: Marked, written: str, values: Mapping[str, object], problems: list[Problem]
) -> dict[str, StartValue]:
    """Return the initial values of one quarter, by "holder.variable"."""
    found: dict[str, StartValue] = {}
    for key, data in values.items():
        loc = (written, key)
        holder, dot, name = key.partition(".")
        if holder not in CAPITALS or not dot or not name:
            expected = "holder.variable, the holder " + one_of(CAPITALS)
            problems.append(marked.problem(loc, "unknown key", expected, nearest(holder, CAPITALS)))
            continue
        value = read_shape(StartValue, marked, loc, data, problems)
        if value is not None:
            found[key] = value
    return found
