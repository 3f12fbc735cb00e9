"""Read a YAML file and remember where every key and value was written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from tightrope.errors import InputError, Problem, in_words
from tightrope.plain_yaml import PLAIN_YAML, REFUSED, At, Loc, PlainReader, dotted

__all__ = ["At", "Loc", "Marked", "dotted", "marked_text", "read_marked", "read_value"]

LARGEST_FILE = 1 << 20
A_VALUE = "a value as in a scenario file, such as 0.4 or '{low: 0.1, high: 0.3}'"


@dataclass(frozen=True)
class Marked:
    """The plain data of a file, with the place of every key and list item.

    ``problems`` are those of a file that was read in part: ``data`` is then what is sound of it, ``REFUSED`` standing
    in the place of values that were refused.
    """

    data: dict[str, Any]
    marks: Mapping[Loc, At]
    file: str
    problems: tuple[Problem, ...] = ()

    def at(self, loc: Loc) -> At:
        """Return the place of ``loc``, or of the nearest thing around it whose place is known."""
        for length in range(len(loc), 0, -1):
            if loc[:length] in self.marks:
                return self.marks[loc[:length]]
        return self.marks.get((), At(self.file, 1, 1))

    def problem(self, loc: Loc, found: str, expected: str, fix: str = "") -> Problem:
        """Return a Problem about the value at ``loc``."""
        at = self.at(loc)
        return Problem(at.file, at.line, at.column, dotted(loc), found, expected, fix)

    def with_own(self, found: Iterable[Problem]) -> list[Problem]:
        """Return the problems of reading the file and those ``found`` since, in the order of the file.

        What was found of a value that had been refused already is left out.
        """
        return in_order([*self.problems, *self.news(found)])

    def news(self, found: Iterable[Problem]) -> list[Problem]:
        """Return the problems ``found``, but for those with a value of this file that was refused in reading it."""
        refused = in_words(REFUSED)
        return [problem for problem in found if problem.file != self.file or refused not in problem.found]


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems of one file in the order of its lines."""
    return sorted(problems, key=lambda problem: (problem.line or 0, problem.column or 0))


def read_marked(path: Path, *, display: str | None = None, quick: bool = False, in_part: bool = False) -> Marked:
    """Read a YAML file that must hold a mapping.

    ``display`` is the name used in problems (default: the path as given). ``quick`` lets the C parser go
    first, which is twenty times faster; it is meant for files that the package brings or has written. Raises
    InputError with every problem found; with ``in_part`` only where the structure of the file cannot be read: else
    the ``problems`` are handed on beside what is sound, for the caller to raise with those it finds itself.
    """
    file = str(path) if display is None else display
    return marked_text(_read_text(path, file), file, quick=quick, in_part=in_part)


def marked_text(text: str, file: str, *, quick: bool = False, in_part: bool = False) -> Marked:
    """Read YAML that must be a mapping, as if from a file of that name; otherwise like ``read_marked``."""
    reader = _read(text, file, quick)
    is_mapping = isinstance(reader.data, dict)
    if reader.whole and not is_mapping and reader.data is not REFUSED:
        empty = reader.data is None
        found = "empty" if empty else f"{in_words(reader.data)} at the top"
        reader.problems.append(Problem(file, 1, 1, "", found, "a mapping of keys to values"))
    problems = tuple(in_order(reader.problems))
    if problems and not (in_part and reader.whole and is_mapping):
        raise InputError(problems)
    return Marked(reader.data, reader.marks, file, problems)


def read_value(text: str, *, display: str) -> Any:
    """Read one value written as on a command line: "0.4", "60 %", "{low: 0.1, high: 0.3}".

    Raises InputError, the problems naming ``display`` as the file.
    """
    reader = _read(text, display, quick=False)
    if reader.problems:
        raise InputError(
            Problem(display, None, None, problem.where, problem.found, expected, problem.fix)
            for problem in reader.problems
            for expected in [A_VALUE if problem.expected == PLAIN_YAML else problem.expected]
        )
    return reader.data


def _read_text(path: Path, file: str) -> str:
    def refusal(found: str, expected: str, line: int | None = None, fix: str = "") -> InputError:
        return InputError([Problem(file, line, None, "", found, expected, fix)])

    try:
        if not path.exists():
            raise refusal("no such file", "a readable YAML file")
        if not path.is_file():
            raise refusal("not a file", "a readable YAML file")
        with path.open("rb") as stream:
            raw = stream.read(LARGEST_FILE + 1)
    except OSError as error:
        raise refusal(f"cannot be read ({error.strerror})", "a readable YAML file") from error
    if len(raw) > LARGEST_FILE:
        raise refusal("larger than 1 MiB", "a file of at most 1 MiB")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        found = f"byte 0x{raw[error.start]:02x} is not UTF-8"
        raise refusal(found, "UTF-8 text", line, "save the file with the encoding UTF-8") from error


def _read(text: str, file: str, quick: bool) -> PlainReader:
    if quick and hasattr(yaml, "CSafeLoader"):
        reader = PlainReader(file)
        reader.read(text, yaml.CSafeLoader)
        if not reader.problems:
            return reader
    # Problems are always worded by the pure parser, so they read the same with and without the C one.
    reader = PlainReader(file)
    reader.read(text, yaml.SafeLoader)
    return reader
