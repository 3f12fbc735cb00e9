"""The documented initial values: read quarter by quarter, each with its own evidence."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from math import inf

from tightrope.errors import Problem, in_words, nearest, one_of, told
from tightrope.evidence.entries import CAPITALS, StartValue
from tightrope.evidence.shapes import read_shape
from tightrope.marked import Marked
from tightrope.quarters import format_quarter, parse_quarter
from tightrope.state import BY_KEY, TABLE, Variable


def start_variables(levers: Iterable[str]) -> dict[str, Variable]:
    """The state that a documented start gives a value to, by the key used there: one for each lever among it."""
    plain = {v.key: v for v in TABLE if v.start == "seeds" and v.axis is None}
    return plain | {f"moscow.lever_{lever}": BY_KEY["moscow.lever"] for lever in levers}


def read_starts(marked: Marked, levers: Iterable[str], problems: list[Problem]) -> dict[int, dict[str, StartValue]]:
    """Return the sound initial values of a file, by quarter and "holder.variable"; note the problems of the others:
    what is no such state, and what lies outside its bounds."""
    variables = start_variables(levers)
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
        starts[quarter] = _start(marked, written, values, variables, problems)
    return starts


def _start(
    marked: Marked,
    written: str,
    values: Mapping[str, object],
    variables: Mapping[str, Variable],
    problems: list[Problem],
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
        if key not in variables:
            expected = "a state that begins from the seeds (docs/odd.md lists them)"
            problems.append(marked.problem(loc, "unknown key", expected, nearest(key, variables)))
            continue
        value = read_shape(StartValue, marked, loc, data, problems)
        if value is None:
            continue
        found[key] = value
        expected = _expected(variables[key], value.value)
        if expected:
            problems.append(marked.problem((*loc, "value"), f"{value.value:g} is out of range", expected))
    return found


def _expected(variable: Variable, value: float) -> str:
    """What is expected in place of a value outside a variable's bounds; "" for one within them."""
    low, high = variable.low, variable.high
    if low <= value <= (inf if high is None else high):
        return ""
    return f"a number {f'of at least {low:g}' if high is None else f'from {low:g} to {high:g}'} ({variable.unit})"


def lacking(
    starts: Mapping[int, Mapping[str, float]], levers: Iterable[str], parameters: Container[str]
) -> list[Problem]:
    """What a model cannot begin without: a value of every state at every start, two numbers of every lever."""
    problems = []
    for quarter, values in starts.items():
        for key, variable in start_variables(levers).items():
            if key not in values:
                where = f"{format_quarter(quarter)}.{key}"
                expected = f"what it is before that quarter ({variable.unit}: {variable.long_name})"
                problems.append(Problem("seeds/starts.yaml", None, None, where, "missing", expected))
    for lever in levers:
        for key in (f"moscow.exposure_{lever}", f"moscow.cost_{lever}"):
            if key not in parameters:
                found, expected = "missing", f"a number of the lever '{lever}' of levers.yaml"
                problems.append(Problem("seeds/parameters/moscow.yaml", None, None, key, found, expected))
    return problems
