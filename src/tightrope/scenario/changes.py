"""Changes made by hand, --set capital.name=value and its like, as if they were a small file."""

from __future__ import annotations

import numbers
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from tightrope.errors import InputError, Problem, nearest
from tightrope.evidence import CAPITALS
from tightrope.marked import At, Marked, read_value
from tightrope.scenario.head import INHERITED, Head

DISPLAY = "--set"
"""Where a change made by hand comes from, as it is shown."""

IN_PYTHON = "set"
"""The same where it is refused: ``Scenario.set`` knows of no command line, and a command line has options."""


def as_file(changes: Mapping[str, object], parameters: Iterable[str], problems: list[Problem]) -> Marked:
    """Return the changes, keyed "capital.name" or by a key such as members, as the content of a file.

    Text is read as YAML, so "0.4", "60 %" and "{low: 0.1, high: 0.3}" mean what they mean in a file. Keys
    that cannot be changed and text that cannot be read are noted in ``problems``.
    """
    known = [*parameters, *INHERITED]
    data: dict[str, Any] = {}
    for key, value in changes.items():
        capital, dot, name = key.partition(".")
        if key not in INHERITED and not (dot and capital in CAPITALS):
            expected = f"capital.name, or one of {', '.join(INHERITED)}"
            fix = Head.hints.get(key) or nearest(key, known) or nearest_by_name(key, known)
            problems.append(Problem(DISPLAY, None, None, key, "unknown key", expected, fix))
            continue
        try:
            written = read_value(value, display=DISPLAY) if isinstance(value, str) else plain(value)
        except InputError as error:
            problems.extend(
                Problem(DISPLAY, None, None, key, problem.found, problem.expected, problem.fix)
                for problem in error.problems
            )
            continue
        if dot:
            data.setdefault(capital, {})[name] = written
        else:
            data[key] = written
    return Marked(data, {(): At(DISPLAY, None, None)}, DISPLAY)


def refused(problems: Iterable[Problem]) -> InputError:
    """The problems of changes made by hand, as those of ``Scenario.set``."""
    return InputError(replace(one, file=IN_PYTHON) if one.file == DISPLAY else one for one in problems)


def nearest_by_name(key: str, known: Iterable[str]) -> str:
    """Return a hint at the key with this name under some capital, or ""."""
    by_name = {full.partition(".")[2]: full for full in known if "." in full}
    return f"did you mean '{by_name[key]}'?" if key in by_name else ""


def plain(value: object) -> object:
    """Return Python data as a file would hold it: text keys, and NumPy's numbers as Python's own."""
    if isinstance(value, Mapping):
        return {str(key): plain(part) for key, part in value.items()}
    if isinstance(value, (bool, int, float)):
        return value
    if isinstance(value, numbers.Integral):
        return int(value)
    if isinstance(value, numbers.Real):
        return float(value)
    return value
