"""The shapes of the entries of seeds/: what each file may say. To add a field, add it here and use it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from tightrope.evidence.shapes import Quarter, Sentence, Shape, Share, Text, Words

CAPITALS = ("world", "baku", "moscow", "brussels", "washington", "ankara")

Grade = Literal["stated figure", "stated judgement", "inference", "outside source", "calibrated", "assumption"]
UNDOCUMENTED_GRADES = ("calibrated", "assumption")


class Unit(Shape):
    """What a number is counted in, with the legal range of everything counted so."""

    id: str
    low: float = Field(description="the lowest legal number")
    high: float = Field(description="the highest legal number")
    says: Sentence = Field(description="the unit in words")


class Source(Shape):
    """A document."""

    id: str
    title: Sentence = Field(description="the title of the document")
    author: Text = ""
    year: Text = ""
    kind: Sentence = Field(description="what kind of document it is")
    note: Text = ""
    locator_note: Text = ""
    grade: Sentence = Field(description="how far the entry is known")


class Claim(Shape):
    """One thing a source says, and our reading of it for the model."""

    id: str
    source: str
    section: Text
    page: Text = ""
    footnote: Text = ""
    period: Text
    actors: Words
    says: Sentence
    reading: Text = ""
    quantity: Text = ""
    confidence: Literal["stated figure", "stated judgement", "inference"]
    hedge: Text = ""


class Figure(Shape):
    """A number with its own evidence, where an entry holds several of different standing.

    ``unit`` is written where the entry does not fix it: a theory's numbers have each their own.
    """

    value: float
    unit: Text = ""
    low: float | None = None
    high: float | None = None
    evidence: Words = ()
    grade: Grade
    why: Sentence = Field(description="a sentence that says why")


class Evidenced(Shape):
    """An entry that rests on evidence.

    Any number of it may be written as a number, covered by the entry's own evidence, or as a Figure; then the
    field holds the figure's value and ``figures`` the rest, by dotted name.
    """

    id: str
    figures: dict[str, Figure] = Field(default_factory=dict)
    evidence: Words = ()
    grade: Grade
    why: Sentence = Field(description="a sentence that says why")


class Content(Shape):
    """What a treaty is about; levels."""

    security: Share = 0.0
    economy: Share = 0.0
    energy: Share = 0.0


TreatyStatus = Literal["closed", "on offer", "sought or in talks", "member", "lapsed"]

Window = Annotated[tuple[Quarter, Quarter | None], Field(strict=False)]
"""First and last quarter of a time in which a treaty is open; no last one: until further notice."""


class Treaty(Evidenced):
    """A body that can be joined or a contract that can be concluded."""

    says: Sentence
    pole: Literal["moscow", "eu", "west", "refusers", "none"]
    depth: Share
    content: Content
    windows: Annotated[tuple[Window, ...], Field(strict=False)]
    offer: Literal["standing", "invited", "talks"]
    offered_at_opening: bool = False
    signable: Quarter | None = None
    turns_on_clarity: bool = False
    expires: Quarter | None = None
    needs: Words = ()
    exit_price: Share
    status: dict[Quarter, TreatyStatus]

    def status_at(self, start: int) -> TreatyStatus:
        """The documented status before the quarter of a start."""
        return self.status[start]


Condition = Literal["defiance", "dormant", "labour", "trade", "standing", "election", "drive", "candidate", "reach"]
"""Kinds of conditions that switch a lever on; what each comes to is Moscow's (``capitals.moscow.CONDITIONS``)."""


class Lever(Evidenced):
    """A means by which Moscow can press on Baku; its exposure and cost are parameters of Moscow."""

    code: Sentence
    name: Sentence
    condition: Condition
    says: Sentence


class EventKind(Evidenced):
    """A kind of dated event: what it shifts at full severity, and for how many quarters."""

    says: Sentence
    severity: Share
    quarters: int = Field(ge=1)


class Emphasis(Shape):
    """What a theory does to the weight of one consideration: ``times`` names one of the theory's numbers."""

    times: Sentence
    why: Sentence = Field(description="a sentence that says why")


class Familiarity(Shape):
    """The moves of a decision but the first, from the most familiar on."""

    moves: Words
    why: Sentence = Field(description="a sentence that says why")


class Theory(Shape):
    """A way of choosing: multipliers on the considerations' weights, a transform of terms, a choice rule.

    ``numbers`` are its own, by name, each written as a Figure with its unit. ``weights`` holds, by capital and
    consideration, what the theory stresses or slights; what it does not name keeps its weight. ``search`` is the order
    in which moves are looked at, by decision, where the rule asks for one.
    """

    id: str
    figures: dict[str, Figure] = Field(default_factory=dict)
    says: Sentence
    source: Sentence
    rule: Sentence
    transform: Sentence
    numbers: dict[str, float] = Field(default_factory=dict)
    weights: dict[str, dict[str, Emphasis]] = Field(default_factory=dict)
    search: dict[str, Familiarity] = Field(default_factory=dict)


Change = float | dict[str, float]
"""Another value of a parameter: a number, or a number by quarter."""


class Check(Shape):
    """Two runs that differ in one mechanism alone, and what the mechanism does to an output.

    Both runs have the changes of ``given``, the second those of ``off`` as well: these take the mechanism away.
    ``output`` is a key of the records; or ``term.<decision>.<consideration>``, a term of a move's appraisal.
    ``which`` is the lever, the treaty or the move of an output that has several; ``counting`` the status, move or
    outcome whose members are counted. The output is averaged from the first to the last quarter of ``when``;
    ``expect`` and ``by_at_least`` speak of the run with the mechanism, compared with the run without.
    """

    scenario: Sentence
    given: dict[str, Change] = Field(default_factory=dict)
    off: dict[str, Change] = Field(min_length=1)
    output: Sentence
    which: Text = ""
    counting: Text = ""
    when: Annotated[tuple[Quarter, Quarter], Field(strict=False)]
    expect: Literal["up", "down", "changes"]
    by_at_least: float = Field(gt=0)


class Mechanism(Shape):
    """A cause and its effect: what asserts it, the numbers that carry it, and runs that show it.

    ``support`` grades how firmly the documents assert it. ``left_out`` says what of it the model does not have.
    """

    id: str
    says: Sentence = Field(description="the mechanism in a sentence")
    inputs: Words
    output: Sentence
    sign: Sentence
    agents: Words
    evidence: Annotated[Words, Field(min_length=1)]
    support: Literal["strong", "medium", "weak"]
    note: Text = ""
    left_out: Text = ""
    parameters: Annotated[Words, Field(min_length=1)]
    checks: Annotated[tuple[Check, ...], Field(strict=False, min_length=1)]


class StartValue(Shape):
    """The documented initial value of one state variable."""

    value: float
    evidence: Words = ()
    grade: Grade
    why: Sentence = Field(description="a sentence that says why")


class ParameterEntry(Shape):
    """A parameter as written, except for value, low and high, which are read apart."""

    role: Literal["driver", "constant", "weight"]
    unit: str
    says: Sentence = Field(description="what the parameter is, in words")
    distribution: Literal["triangular", "uniform"] = "triangular"
    legal: tuple[float, float] | None = Field(default=None, strict=False)
    evidence: Words = ()
    grade: Grade
    why: Sentence = Field(description="a sentence that says why")
