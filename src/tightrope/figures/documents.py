"""What the documents say of Baku's place over time: drawn over a run of those years, and read by no rule."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import Field

from tightrope.errors import InputError, Problem, nearest
from tightrope.evidence import Seeds
from tightrope.evidence.shapes import Quarter, Sentence, Shape, Words, read_shape
from tightrope.locate import data_folder
from tightrope.marked import Marked, read_marked

NAME = "documents.yaml"
END = 92
"""The documents end with 2014: the first quarter they say nothing of."""


class Position(Shape):
    """The summary position of a period, our coding."""

    since: Quarter
    until: Quarter
    value: float = Field(ge=-1, le=1)
    says: Sentence
    evidence: Words


class Dated(Shape):
    """Something that the documents date; the ``main`` ones find room in any chart."""

    quarter: Quarter
    says: Sentence
    main: bool = False
    evidence: Words


@dataclass(frozen=True)
class Documents:
    """Positions by period and dated events, in order of time."""

    positions: tuple[Position, ...]
    events: tuple[Dated, ...]


def load_documents(seeds: Seeds, path: Path | None = None) -> Documents:
    """Read the file. Raises InputError with every problem, among them evidence that ``seeds`` does not know."""
    return _read(tuple(seeds.claims), data_folder("seeds") / NAME if path is None else path)


@functools.lru_cache(maxsize=4)
def _read(claims: tuple[str, ...], path: Path) -> Documents:
    marked = read_marked(path, display=f"seeds/{NAME}", quick=True)
    problems: list[Problem] = []
    positions = _entries(marked, "positions", Position, claims, problems)
    events = _entries(marked, "events", Dated, claims, problems)
    if problems:
        raise InputError(problems)
    return Documents(tuple(positions), tuple(events))


EntryT = TypeVar("EntryT", Position, Dated)


def _entries(
    marked: Marked, key: str, shape: type[EntryT], claims: tuple[str, ...], problems: list[Problem]
) -> list[EntryT]:
    data = marked.data.get(key)
    if not isinstance(data, list):
        problems.append(marked.problem((key,), "no list", f"a list of {key}"))
        return []
    found = []
    for place, written in enumerate(data):
        entry = read_shape(shape, marked, (key, place), written, problems)
        if entry is None:
            continue
        for unknown in [claim for claim in entry.evidence if claim not in claims]:
            loc = (key, place, "evidence")
            problems.append(marked.problem(loc, f"no claim '{unknown}'", "ids of claims", nearest(unknown, claims)))
        found.append(entry)
    return found
