"""What an exercise may ask the model: every kind of quantity as data, what it means and what it gives.

A quantity is worked out from runs made at that moment (``tightrope.exercises.compute``); none is ever stored. Each
names measures and worlds of its exercise. It gives a number with its interval, one of the choices, or some of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar, Literal

from pydantic import Field, model_validator

from tightrope.evidence.kinds import Span
from tightrope.evidence.shapes import Sentence, Shape, Text, Words

Gives = Literal["number", "quarter", "choice", "several"]

UP, DOWN, NONE = "up", "down", "none"
"""The choices of a question about a sign; none: no difference that these members can tell."""

LEAST = 0.005
"""Differences of levels, positions and shares smaller than this are none to speak of, unless a question says so."""


class Quantity(Shape):
    """Something the model can be asked. ``gives`` is the form of the answer."""

    kind: ClassVar[str] = ""
    gives: ClassVar[Gives] = "number"
    signs: ClassVar[bool] = False

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Every measure with every world it is taken in, as (measure, world)."""
        return ()

    @property
    def worlds(self) -> tuple[str, ...]:
        """The worlds it needs."""
        return tuple(dict.fromkeys(world for _, world in self.pairs))

    @property
    def labels(self) -> tuple[str, ...]:
        """The answers there can be, of a choice; () where the exercise's own choices say which."""
        return (UP, DOWN, NONE) if self.signs else ()


class Level(Quantity):
    """The mean of a measure over the members of one world; of a measure that counts, the share of members."""

    kind = "level"
    of: Sentence = Field(description="a measure")
    world: Sentence = Field(description="a world")

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        return ((self.of, self.world),)


class Difference(Quantity):
    """The mean difference of a measure between two worlds, member by member: ``world`` less ``against``."""

    kind = "difference"
    of: Sentence = Field(description="a measure")
    world: Sentence = Field(description="a world")
    against: Sentence = Field(description="another world")

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        return ((self.of, self.world), (self.of, self.against))


class Sign(Difference):
    """Which way a difference between two worlds goes: up, down, or none.

    None: its interval holds zero, or it is smaller than ``least``, which is no difference to speak of.
    """

    kind = "sign"
    gives = "choice"
    signs = True
    least: float = Field(LEAST, ge=0)


class Change(Quantity):
    """The mean difference within one world, member by member: measure ``of`` less measure ``since``."""

    kind = "change"
    of: Sentence = Field(description="a measure")
    since: Sentence = Field(description="another measure")
    world: Sentence = Field(description="a world")

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        return ((self.of, self.world), (self.since, self.world))


class SignOfChange(Change):
    """Which way a change within one world goes: up, down, or none, as of a sign."""

    kind = "sign of change"
    gives = "choice"
    signs = True
    least: float = Field(LEAST, ge=0)


class Among(Quantity):
    """Several worlds with one measure, or several measures in one world."""

    of: Sentence | Words = Field(description="a measure, or a list of measures")
    world: Sentence | Words = Field(description="a world, or a list of worlds")

    @model_validator(mode="after")
    def _one_list(self) -> Among:
        if isinstance(self.of, str) == isinstance(self.world, str):
            raise ValueError("not one list; expected a list of worlds with one measure, or of measures with one world")
        return self

    @property
    def candidates(self) -> dict[str, tuple[str, str]]:
        """What is compared: the measure and the world of each label."""
        if isinstance(self.of, str):
            return {world: (self.of, world) for world in self.world}
        return {measure: (measure, str(self.world)) for measure in self.of}

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        return tuple(self.candidates.values())

    @property
    def labels(self) -> tuple[str, ...]:
        return tuple(self.candidates)


class Largest(Among):
    """Which of several worlds (or of several measures in one world) has the largest effect or level.

    With ``against`` it is the effect, each world less that one, that is compared; with ``size`` its size whatever its
    sign; with ``least`` the smallest is asked for. All those are accepted that cannot be told from the first.
    """

    kind = "largest"
    gives = "choice"
    against: Text = ""
    size: bool = False
    least: bool = False

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        more = [(measure, self.against) for measure, _ in self.candidates.values()] if self.against else []
        return tuple(dict.fromkeys([*self.candidates.values(), *more]))


class Beyond(Among):
    """Which of several worlds (or measures in one world) have a level above ``level``: none, some or all.

    Those whose interval holds the level may be named or left out.
    """

    kind = "beyond"
    gives = "several"
    level: float


class MostPulled(Quantity):
    """Moscow's lever with the most pressure on average over some quarters of a world; ``least``: with the least."""

    kind = "most pulled"
    gives = "choice"
    world: Sentence = Field(description="a world")
    when: Span
    least: bool = False

    @property
    def worlds(self) -> tuple[str, ...]:
        return (self.world,)


class Pulled(Quantity):
    """Which of Moscow's levers are pulled: pressure of at least ``level`` on average over some quarters."""

    kind = "pulled"
    gives = "several"
    world: Sentence = Field(description="a world")
    when: Span
    level: float

    @property
    def worlds(self) -> tuple[str, ...]:
        return (self.world,)


class FirstQuarter(Quantity):
    """The first quarter by which an output has been below (or above) a value in half of the members; or never.

    Its interval runs from the date by which one member in four has been there to that of three in four. With
    ``counting`` it is the first quarter in which the share of members in these codes is, with the share's own interval.
    """

    kind = "first quarter"
    gives = "quarter"
    output: Sentence = Field(description="a key of the records")
    counting: Words = ()
    world: Sentence = Field(description="a world")
    below: float | None = None
    above: float | None = None

    @model_validator(mode="after")
    def _one_threshold(self) -> FirstQuarter:
        if (self.below is None) == (self.above is None):
            raise ValueError("not one threshold; expected below or above")
        return self

    @property
    def worlds(self) -> tuple[str, ...]:
        return (self.world,)


class BreakingPoint(Quantity):
    """The smallest number tried at which a measure is above (or below) a level; never is an answer too.

    ``set`` is what is set in ``world`` for each number of ``tries``, with "{x}" where the number goes. The tries lie
    on a grid: the breaking point itself is anywhere between the last number that does not do and the first that does.
    """

    kind = "breaking point"
    of: Sentence = Field(description="a measure")
    world: Sentence = Field(description="a world")
    set: dict[str, Any] = Field(min_length=1)
    tries: tuple[float, ...] = Field(strict=False, min_length=2)
    unit: Text = ""
    below: float | None = None
    above: float | None = None

    @model_validator(mode="after")
    def _is_whole(self) -> BreakingPoint:
        if (self.below is None) == (self.above is None):
            raise ValueError("not one threshold; expected below or above")
        if list(self.tries) != sorted(set(self.tries)):
            raise ValueError("tries out of order; expected numbers that rise")
        if "{x}" not in str(self.set):
            raise ValueError("nothing in set changes; expected {x} where the number goes")
        return self

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        return ((self.of, self.world),)


class Together(Quantity):
    """Whether several causes do more together than the sum of what each does alone: up (more), down (less) or none.

    ``alone`` are the worlds with one cause each, ``world`` that with all of them, ``against`` that with none. Effects
    are counted in the direction of the joint one, so that up is always more of it.
    """

    kind = "together"
    gives = "choice"
    signs = True
    least: float = Field(LEAST, ge=0)
    of: Sentence = Field(description="a measure")
    alone: Words = Field(min_length=2)
    world: Sentence = Field(description="the world with all causes")
    against: Sentence = Field(description="the world with none")

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        return tuple((self.of, world) for world in (*self.alone, self.world, self.against))


KINDS: Mapping[str, type[Quantity]] = {
    shape.kind: shape
    for shape in (
        Level, Difference, Sign, Change, SignOfChange, Largest, Beyond, MostPulled, Pulled, FirstQuarter,
        BreakingPoint, Together,
    )
}  # fmt: skip
"""Every kind of quantity by its name."""


def in_a_line(shape: type[Shape]) -> str:
    """What a kind of quantity or step means, in the first sentence of its documentation."""
    return (shape.__doc__ or "").split("\n\n")[0].replace("\n    ", " ").replace("``", "'")


def names_of(quantity: Quantity) -> Iterator[tuple[str, str]]:
    """Every measure and world that a quantity names, as ("measure", name) and ("world", name)."""
    for measure, world in quantity.pairs:
        yield "measure", measure
        yield "world", world
    for world in quantity.worlds:
        yield "world", world
