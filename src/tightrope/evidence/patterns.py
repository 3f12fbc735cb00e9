"""The patterns that history is asked for, the worlds they compare, and the models that meet them."""

from __future__ import annotations

from collections.abc import Collection
from typing import Annotated, Any

from pydantic import Field, model_validator

from tightrope.errors import Problem, in_words, nearest, one_of
from tightrope.evidence.entries import Grade
from tightrope.evidence.kinds import PAIRED, Probe, Span, read_probe
from tightrope.evidence.shapes import Quarter, Sentence, Shape, Text, Words, read_shape
from tightrope.marked import Loc, Marked

HISTORY = "history"
"""The world in which nothing is changed."""


class World(Shape):
    """A history in which something is changed: ``set`` holds parameters, from the quarter ``since`` on if given."""

    says: Sentence
    set: dict[str, Any] = Field(min_length=1)
    since: Quarter | None = None


class Criterion(Shape):
    """What a pattern asks: a test, and of how many members (or how much) it is to hold.

    ``among`` limits who is counted. ``worlds`` names one world, or the two that a test compares. ``ours`` marks a check
    that the evidence does not ask for: shown, not counted. ``untested`` says why there is no test, ``by_construction``
    why passing it says nothing.
    """

    id: str
    says: Sentence = Field(description="the criterion in words")
    test: Probe | None = None
    among: Probe | None = None
    worlds: Words = (HISTORY,)
    at_least: float | None = None
    at_most: float | None = None
    ours: bool = False
    untested: Text = ""
    by_construction: Text = ""
    note: Text = ""

    @property
    def paired(self) -> bool:
        """Whether it compares two worlds."""
        return isinstance(self.test, PAIRED)

    @model_validator(mode="after")
    def _whole(self) -> Criterion:
        if (self.test is None) != bool(self.untested):
            raise ValueError("not one of test and untested; expected a test, or why there is none")
        if self.test is not None and (self.at_least is None) == (self.at_most is None):
            raise ValueError("not one threshold; expected at_least or at_most")
        if self.test is not None and len(self.worlds) != 1 + self.paired:
            expected = "two worlds to compare" if self.paired else "one world"
            raise ValueError(f"{len(self.worlds)} under worlds; expected {expected}")
        return self


class Pattern(Shape):
    """Something that happened, or that the documents imply, and what a model must do to show it.

    ``grade`` says how far a document stands behind it.
    """

    id: str
    name: Sentence = Field(description="the pattern in a few words")
    says: Sentence = Field(description="what is expected of the model")
    period: Span
    evidence: Words = ()
    grade: Grade
    worlds: dict[str, World] = Field(default_factory=dict)
    criteria: tuple[Criterion, ...]
    note: Text = ""


class Contestant(Shape):
    """A model that meets the patterns: a rule of choice, and what is set for the whole of history.

    ``letter`` stands for it where there is no room. ``set`` holds parameters, or a theory of choice.
    """

    id: str
    letter: Annotated[str, Field(pattern="^[A-Z]$")]
    name: Sentence
    says: Sentence
    rule: Text = ""
    set: dict[str, Any] = Field(default_factory=dict)
    why: Sentence = Field(description="a sentence that says why")

    @property
    def group(self) -> str:
        """What sets it apart from the default, in a few words; "" for the default itself."""
        if self.rule:
            return "without reasons"
        if "theory" in self.set:
            return "another theory of choice"
        return "one cause taken out" if self.set else ""


def read_patterns(marked: Marked, problems: list[Problem]) -> dict[str, Pattern]:
    """Return the sound patterns of a file by id; note the problems of the others."""
    found: dict[str, Pattern] = {}
    for key, data in marked.data.items():
        if not isinstance(data, dict):
            problems.append(marked.problem((key,), in_words(data), "a mapping of keys to values"))
            continue
        worlds = _worlds(marked, (key, "worlds"), data.get("worlds", {}), problems)
        criteria = _criteria(marked, (key, "criteria"), data.get("criteria"), worlds, problems)
        rest = {name: value for name, value in data.items() if name not in ("worlds", "criteria")}
        pattern = read_shape(Pattern, marked, (key,), rest, problems, id=key, worlds=worlds, criteria=criteria)
        if pattern is not None:
            found[key] = pattern
    return found


def _worlds(marked: Marked, loc: Loc, data: Any, problems: list[Problem]) -> dict[str, World]:
    if not isinstance(data, dict):
        problems.append(marked.problem(loc, in_words(data), "a mapping of names to worlds"))
        return {}
    read = {name: read_shape(World, marked, (*loc, name), inside, problems) for name, inside in data.items()}
    return {name: world for name, world in read.items() if world is not None}


def _criteria(
    marked: Marked, loc: Loc, data: Any, worlds: Collection[str], problems: list[Problem]
) -> tuple[Criterion, ...]:
    if not isinstance(data, dict) or not data:
        problems.append(marked.problem(loc, in_words(data), "a mapping of ids to criteria"))
        return ()
    read = [_criterion(marked, (*loc, name), name, written, worlds, problems) for name, written in data.items()]
    return tuple(criterion for criterion in read if criterion is not None)


def _criterion(
    marked: Marked, loc: Loc, name: str, data: Any, worlds: Collection[str], problems: list[Problem]
) -> Criterion | None:
    if not isinstance(data, dict):
        problems.append(marked.problem(loc, in_words(data), "a mapping of keys to values"))
        return None
    tests = {part: read_probe(marked, (*loc, part), data[part], problems) for part in ("test", "among") if part in data}
    if None in tests.values():
        return None
    rest = {part: value for part, value in data.items() if part not in tests}
    found = read_shape(Criterion, marked, loc, rest, problems, id=name, **tests)
    known = (HISTORY, *worlds)
    for world in found.worlds if found is not None else ():
        if world not in known:
            wrong = f"unknown world '{world}'"
            problems.append(marked.problem((*loc, "worlds"), wrong, one_of(known), nearest(world, known)))
    return found
