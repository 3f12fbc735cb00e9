"""Which way a scenario should move an output: the shapes of the entries, and what they name must be there."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from tightrope.errors import Problem, nearest
from tightrope.evidence.shapes import Quarter, Sentence, Shape, Text, Words
from tightrope.marked import Loc, Marked

Sign = Literal["up", "down", "not up", "not down", "above", "below", "none given"]
Take = Literal["mean", "ever", "most", "when most"]
Basis = Literal["raised", "implied", "ours"]

VARIED, BASE = "varied", "base"
"""The two sides that every direction has: the scenario itself and what it varies from."""


class Side(Shape):
    """One run of a comparison: a scenario and what is set in it besides."""

    scenario: Sentence = Field(description="a shipped scenario's name")
    set: dict[str, Any] = Field(default_factory=dict)


class Measure(Shape):
    """One number of each member.

    ``output`` is a key of the records, ``which`` the lever or treaty of one that has several, ``counting`` the status,
    moves or outcomes whose members are counted as 1, others as 0. Over the quarters of ``when`` each member's ``mean``
    is taken, its ``most``, whether it was ``ever`` above 0, or ``when most`` in quarters from the first.
    """

    output: Sentence = Field(description="a key of the records")
    which: Text = ""
    counting: Words = ()
    when: Annotated[tuple[Quarter, Quarter], Field(strict=False, description="first and last quarter")]
    take: Take = "mean"

    @model_validator(mode="after")
    def _in_order(self) -> Measure:
        if self.when[0] > self.when[1]:
            raise ValueError("the first quarter of 'when' is after its last; expected two quarters in order")
        return self


class Expectation(Measure):
    """One output, and which way it should go.

    The effect is that of side ``of`` less that of side ``against``, member by member; with ``than`` the effect of a
    second pair of sides is taken off, or by ``size`` its size from the first one's. ``above`` and ``below`` hold side
    ``of`` alone against ``level``. An effect smaller than ``least`` does not count as one. ``fails`` says, of a
    direction that the model is known not to show, why it does not.
    """

    says: Sentence = Field(description="the expectation in a few words")
    of: str = VARIED
    against: str = BASE
    than: Annotated[tuple[str, str] | None, Field(strict=False)] = None
    size: bool = False
    direction: Sign = Field(description="up, down, not up, not down, above, below or none given")
    level: float | None = None
    least: float = Field(0.005, ge=0)
    basis: Basis = Field(description="raised, implied or ours")
    evidence: Words = ()
    note: Text = ""
    fails: Text = ""

    @model_validator(mode="after")
    def _is_whole(self) -> Expectation:
        if (self.level is None) == (self.direction in ("above", "below")):
            raise ValueError("a level belongs to above and below; expected it there and nowhere else")
        if self.size and self.than is None:
            raise ValueError("a size is compared with nothing; expected another pair of sides in 'than'")
        if not self.evidence and self.basis != "ours":
            raise ValueError(f"no evidence for the basis '{self.basis}'; expected ids, or the basis ours")
        if self.fails and self.direction == "none given":
            raise ValueError("nothing was said that could fail; expected a note in place of 'fails'")
        return self

    @property
    def sides(self) -> tuple[str, ...]:
        """The names of the sides it needs."""
        alone = self.level is not None
        return (self.of, *(() if alone else (self.against,)), *(self.than or ()))


class Direction(Shape):
    """What is varied in one of the scenarios S1 to S25, in which runs, and which way the documents say things go.

    All sides run to the quarter ``until``.
    """

    id: str
    says: Sentence = Field(description="what is varied")
    until: Quarter = Field(description="the last quarter of all sides")
    sides: dict[str, Side] = Field(description="the runs by name, among them varied and base")
    expected: Annotated[tuple[Expectation, ...], Field(strict=False, description="what is expected of them")]

    @model_validator(mode="after")
    def _expects_something(self) -> Direction:
        if not self.expected:
            raise ValueError("nothing in 'expected'; expected at least one expectation")
        return self


def check_directions(
    marked: Marked,
    directions: Iterable[Direction],
    evidence: Collection[str],
    parameters: Collection[str],
    problems: list[Problem],
) -> None:
    """Note every side, claim, source or parameter that a direction names and that is not there."""
    for direction in directions:
        for loc, name in _sides_named(direction):
            if name not in direction.sides:
                problems.append(_unknown(marked, loc, "side", name, "one of its sides", direction.sides))
        for place, expectation in enumerate(direction.expected):
            for name in expectation.evidence:
                if name not in evidence:
                    loc = (direction.id, "expected", place, "evidence")
                    problems.append(_unknown(marked, loc, "id", name, "the id of a claim or a source", evidence))
        for side, held in direction.sides.items():
            for name in held.set:
                if name not in parameters:
                    loc = (direction.id, "sides", side, "set", name)
                    problems.append(_unknown(marked, loc, "parameter", name, "the name of a parameter", parameters))


def _sides_named(direction: Direction) -> Iterator[tuple[Loc, str]]:
    for name in (VARIED, BASE):
        yield (direction.id, "sides"), name
    for place, expectation in enumerate(direction.expected):
        # A scenario without its own side or the one it varies from has been told once, above.
        for name in set(expectation.sides) - {VARIED, BASE}:
            yield (direction.id, "expected", place), name


def _unknown(marked: Marked, loc: Loc, kind: str, name: str, expected: str, known: Collection[str]) -> Problem:
    return marked.problem(loc, f"unknown {kind} '{name}'", expected, nearest(name, sorted(known)))
