"""The kinds of tests that a pattern may put to a member's run, as data.

What each kind does is a function of ``tightrope.hindcast.criteria``. Every shape knows which records it reads
(``keys``) and up to which quarter (``last``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from tightrope.errors import Problem, in_words, nearest, one_of
from tightrope.evidence.shapes import Quarter, Sentence, Shape, Share, Text, Words, read_shape
from tightrope.marked import Loc, Marked


def _both_ends(value: object) -> object:
    return (value, value) if isinstance(value, str) else value


def _in_order(span: tuple[int, int]) -> tuple[int, int]:
    if span[0] > span[1]:
        raise ValueError("a span that ends before it begins; expected the earlier quarter first")
    return span


Span = Annotated[tuple[Quarter, Quarter], Field(strict=False), BeforeValidator(_both_ends), AfterValidator(_in_order)]
"""First and last quarter, or a single one: [2012-Q1, 2013-Q3], 2014-Q2."""

Status = Literal["closed", "on offer", "sought or in talks", "member", "lapsed"]

DATES = ("during", "since", "until", "over", "inside", "spans", "start", "turn", "at")
"""Fields that hold quarters."""


def record_of(key: str) -> str:
    """The key of the record that holds a series: of "moscow.lever.karabakh" it is "moscow.lever"."""
    return ".".join(key.split(".")[:2])


class Look(Shape):
    """Something that reads records."""

    def _parts(self) -> Iterator[tuple[str, Any]]:
        for name, value in self:
            for part in value if isinstance(value, tuple) else (value,):
                yield name, part

    @property
    def keys(self) -> frozenset[str]:
        """Keys of the records it reads."""
        found: set[str] = set()
        for name, part in self._parts():
            if isinstance(part, Look):
                found |= part.keys
            elif name == "of":
                found.add(record_of(part))
            elif name == "decision" and part:
                found.add(f"move.{part}")
            elif name in ("treaty", "treaties") and part:
                found.add("world.treaty")
        return frozenset(found)

    @property
    def last(self) -> int:
        """The last quarter it reads."""
        found = [0]
        for name, part in self._parts():
            if isinstance(part, Look):
                found.append(part.last)
            elif name in DATES:
                found += part if isinstance(part, tuple) else [part]
        return max(found)


class Probe(Look):
    """Something that holds or does not hold of a member's run."""

    kind: ClassVar[str]


class Amount(Look):
    """A number per member: what a series comes to over a span."""

    of: Sentence = Field(description="the key of a record, such as baku.position or moscow.lever.karabakh")
    during: Span
    take: Literal["mean", "lowest", "highest"] = "mean"


class Count(Look):
    """A number per member: the quarters in which one of some moves is made."""

    decision: Sentence
    moves: Annotated[Words, Field(min_length=1)]
    during: Span


class Value(Probe, Amount):
    """An amount against a number."""

    kind = "value"
    above: float | None = None
    below: float | None = None

    @model_validator(mode="after")
    def _one_bound(self) -> Value:
        if (self.above is None) == (self.below is None):
            raise ValueError("not one bound; expected above or below")
        return self


class Compare(Probe):
    """One amount against another: ``one`` is above (below, at least, at most) ``times`` the ``other`` plus ``plus``."""

    kind = "compare"
    one: Amount
    it_is: Literal["above", "below", "at least", "at most"]
    other: Amount
    times: float = 1.0
    plus: float = 0.0


class Change(Probe):
    """A series' mean moved from ``since`` to ``until`` by at least ``low`` and at most ``high``."""

    kind = "change"
    of: Sentence
    since: Span
    until: Span
    low: float
    high: float


class Peak(Probe):
    """A series' highest quarter ``over`` a long span, the first of equals, falls ``inside`` a short one."""

    kind = "peak"
    of: Sentence
    over: Span
    inside: Span


class Together(Probe):
    """Several series are above a number in the same quarter, at least once."""

    kind = "together"
    of: Annotated[Words, Field(min_length=2)]
    above: float
    during: Span


class Order(Probe):
    """A series' means over several spans fall from each to the next."""

    kind = "order"
    of: Sentence
    spans: Annotated[tuple[Span, ...], Field(strict=False, min_length=2)]


class Standing(Probe):
    """Each of some treaties ever, always or never has a status."""

    kind = "treaty"
    treaties: Annotated[Words, Field(min_length=1)]
    status: Status = "member"
    when: Literal["ever", "always", "never"]
    during: Span


class Moves(Probe, Count):
    """One of some moves is made at least once, or none ever."""

    kind = "moves"
    when: Literal["ever", "never"]


class After(Probe):
    """What becomes of a series after the member's own event; only members that had the event are counted.

    The event is the first quarter of ``during`` in which the ``decision`` falls to ``move``, or ``treaty`` is entered.
    The series ``later`` quarters on (or its lowest until then) is below or at most ``times`` what it was in the quarter
    of the event, or the same.
    """

    kind = "after"
    decision: Text = ""
    move: Text = ""
    treaty: Text = ""
    during: Span
    of: Sentence
    later: int = Field(ge=1)
    take: Literal["at the end", "lowest"] = "at the end"
    it_is: Literal["below", "at most", "the same"]
    times: float = 1.0

    @model_validator(mode="after")
    def _one_event(self) -> After:
        if bool(self.treaty) == bool(self.decision) or bool(self.decision) != bool(self.move):
            raise ValueError("not one event; expected a decision with a move, or a treaty")
        return self

    @property
    def last(self) -> int:
        """The last quarter it reads."""
        return self.during[1] + self.later


class Recovery(Probe):
    """Of what a series lost from ``start`` to ``turn``, at least ``part`` is back in some quarter of ``during``.

    Only members whose series fell are counted.
    """

    kind = "recovery"
    of: Sentence
    start: Quarter
    turn: Quarter
    during: Span
    part: Share


class Every(Probe):
    """Several tests at once; a member is counted where each test counts it."""

    kind = "every"
    tests: tuple[Probe, ...]


class Lower(Probe):
    """Of two worlds: an amount is lower in the first, member by member."""

    kind = "lower"
    amount: Amount


class Effect(Probe):
    """Of two worlds: the mean of a count of moves in the first, less that in the second."""

    kind = "effect"
    count: Count


class Apart(Probe):
    """Of two worlds: the share of members that pass a test in the first, less that in the second."""

    kind = "apart"
    test: Probe


class Outcomes(Probe):
    """Of two worlds: the largest difference in the share of any outcome, in the quarter ``at`` and ever until then."""

    kind = "outcomes"
    at: Quarter

    @property
    def keys(self) -> frozenset[str]:
        """Keys of the records it reads."""
        return frozenset({"baku.outcome"})


SINGLE = (Value, Compare, Change, Peak, Together, Order, Standing, Moves, After, Recovery, Every)
PAIRED = (Lower, Effect, Apart, Outcomes)
"""Tests that compare two worlds."""

KINDS: Mapping[str, type[Probe]] = {shape.kind: shape for shape in (*SINGLE, *PAIRED)}
"""Every kind of test by its name."""


def read_probe(marked: Marked, loc: Loc, data: Any, problems: list[Problem]) -> Probe | None:
    """Return a test, whatever its kind; or None with every problem noted."""
    if not isinstance(data, dict):
        problems.append(marked.problem(loc, in_words(data), "a mapping of keys to values"))
        return None
    kind = data.get("kind")
    if not isinstance(kind, str) or kind not in KINDS:
        found = "missing" if kind is None else f"unknown kind of test: {in_words(kind)}"
        problems.append(marked.problem((*loc, "kind"), found, one_of(KINDS), nearest(str(kind), KINDS)))
        return None
    rest = {name: value for name, value in data.items() if name != "kind"}
    given: dict[str, object] = {}
    if kind == Every.kind:
        parts = rest.pop("tests", None)
        if not isinstance(parts, list) or not parts:
            problems.append(marked.problem((*loc, "tests"), in_words(parts), "a list of tests"))
            return None
        given["tests"] = tuple(
            read_probe(marked, (*loc, "tests", place), part, problems) for place, part in enumerate(parts)
        )
    elif kind == Apart.kind:
        given["test"] = read_probe(marked, (*loc, "test"), rest.pop("test", None), problems)
    if None in given.values() or None in given.get("tests", ()):  # type: ignore[operator]
        return None
    return read_shape(KINDS[kind], marked, loc, rest, problems, **given)
