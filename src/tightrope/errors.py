"""What can go wrong, in one small tree, and how it is said.

Every refusal names the place, what was found there, what was expected and, where one is likely, the fix.
"""

from __future__ import annotations

import difflib
import math
from collections.abc import Iterable
from dataclasses import dataclass

LONGEST_QUOTE = 40


class TightropeError(Exception):
    """Anything the package refuses or fails at knowingly."""


class RunError(TightropeError):
    """A run that was rightly asked for and failed (exit status 1)."""


@dataclass(frozen=True)
class Problem:
    """One thing wrong with the input, and where.

    ``file`` is the name shown to the reader; ``line`` and ``column`` count from 1 and are None where there is
    no text to point at; ``where`` is the dotted path to the value, empty for the file as a whole.
    """

    file: str
    line: int | None
    column: int | None
    where: str
    found: str
    expected: str
    fix: str = ""

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.file, self.line, self.column) if part is not None)
        subject = f"{place}: {self.where}: " if self.where else f"{place}: "
        expected = f"; expected {self.expected}" if self.expected else ""
        fix = f"; {self.fix}" if self.fix else ""
        return f"{subject}{self.found}{expected}{fix}"


class InputError(TightropeError):
    """Input that was refused before anything ran (exit status 2); it carries all the problems found."""

    problems: tuple[Problem, ...]

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(self.problems)

    def __str__(self) -> str:
        return "\n".join(str(problem) for problem in self.problems)


def told(error: ValueError) -> tuple[str, str, str]:
    """Return what "...; expected ...; did you mean ...?" says was found, expected and meant; "" for the rest."""
    found, _, rest = str(error).partition("; expected ")
    expected, hint, meant = rest.partition("; did you mean ")
    return found, expected, f"{hint}{meant}".removeprefix("; ")


def nearest(word: str, known: Iterable[str], *, alike: float = 0.6) -> str:
    """Return "did you mean 'x'?" for the known word most like ``word``, or "" where none is as close as ``alike``."""
    by_lower = {name.lower(): name for name in known}
    close = difflib.get_close_matches(word.lower(), list(by_lower), n=1, cutoff=alike)
    return f"did you mean '{by_lower[close[0]]}'?" if close else ""


def in_words(value: object) -> str:
    """Return a short description of a value as a reader of the file would name it."""
    if value is None:
        return "nothing (null)"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return in_figures(value)
    if isinstance(value, str):
        short = value if len(value) <= LONGEST_QUOTE else value[: LONGEST_QUOTE - 3] + "..."
        return f"the text {short!r}"
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, (list, tuple)):
        return "a list"
    return f"a {type(value).__name__}"


def in_figures(value: float) -> str:
    """Return a number as it would be typed: 99 for 99.0, 0.35 for 0.35."""
    if value != value:
        return "not a number"
    if abs(value) == math.inf:
        return "infinity" if value > 0 else "minus infinity"
    if abs(value) < 1e15 and value == int(value):
        return str(int(value))
    if abs(value) >= 1e300:
        return "a number too large to hold"
    return repr(value if isinstance(value, int) else float(value))


def one_of(words: Iterable[str]) -> str:
    """Return "one of a, b, c"."""
    return "one of " + ", ".join(words)
