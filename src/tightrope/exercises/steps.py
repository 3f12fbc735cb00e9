"""An exercise as data: the worlds it runs, what it measures, and its steps of several kinds.

The form is predict, run, explain: a prediction is written down before the result is shown, then held against it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, model_validator

from tightrope.evidence import Measure
from tightrope.evidence.kinds import Span
from tightrope.evidence.shapes import Quarter, Sentence, Shape, Text, Words
from tightrope.exercises.quantities import Quantity

Form = Literal["choice", "several", "number", "quarter", "text"]

Figure = Literal["position", "alignment", "outcomes", "purse", "levers", "beliefs", "chronicle"]

MEMBERS = 400
"""Members of an exercise that does not say how many: few enough to wait for, enough for shares to within 4 points."""


class Reading(Shape):
    """What to read first: a document, a section of it, and the claims in it that matter here."""

    document: Sentence = Field(description="the id of a document")
    section: Sentence = Field(description="a section of the document")
    claims: Words = Field(min_length=1, description="ids of claims in that section")


class Trap(Shape):
    """A misreading that the exercise works against, and what to hold instead."""

    misreading: Sentence = Field(description="what is easily got wrong")
    instead: Sentence = Field(description="what to hold instead")


class World(Shape):
    """One run: a scenario, what is set in it, the theory, and the last quarter."""

    says: Sentence = Field(description="the world in a few words")
    scenario: Sentence = Field(description="a shipped scenario's name")
    set: dict[str, Any] = Field(default_factory=dict)
    theory: Text = ""
    until: Quarter | None = None


class Named(Measure):
    """A measure with the words for it."""

    says: Sentence = Field(description="the measure in a few words")
    when: Span


# -- steps ------------------------------------------------------------------------------------------------------------
class Step(Shape):
    """One step. ``id`` is how answers are kept; a step without one is numbered."""

    kind: ClassVar[str] = ""
    id: str

    @property
    def asks_for_something(self) -> bool:
        """Whether something is written down at this step."""
        return False


class Read(Step):
    """Something to read: a text, and what the documents say."""

    kind = "read"
    says: Sentence = Field(description="what to read, or what to think of while reading")
    claims: Words = ()


class Question(Step):
    """A step that asks: ``choices`` are labels and their words, ``low`` to ``high`` what a number may be.

    ``to`` is how exact a number is asked for, in the units asked for (percent of a share). ``solution`` is an answer
    that the model accepts; of a number it is worked out. ``between`` are the first and the last quarter that an answer
    may be, the ends of the run unless it says otherwise; ``terms`` is what the question does not say itself of how it
    is judged (``tightrope.exercises.terms``).
    """

    asks: Sentence = Field(description="the question")
    form: Form = "text"
    choices: dict[str, str] = Field(default_factory=dict)
    low: float | None = None
    high: float | None = None
    to: float = Field(1.0, gt=0)
    unit: Text = ""
    solution: Text | Words | None = None
    between: Span | None = None
    terms: Text = ""

    @property
    def asks_for_something(self) -> bool:
        return True

    @model_validator(mode="after")
    def _has_its_choices(self) -> Question:
        if (self.form in ("choice", "several")) != bool(self.choices):
            raise ValueError(f"choices do not go with the form '{self.form}'; expected them of a choice and of several")
        labels = (self.solution,) if isinstance(self.solution, str) else self.solution or ()
        if self.choices and set(labels) - set(self.choices):
            raise ValueError(
                f"the solution '{', '.join(labels)}' is no choice; expected one of {', '.join(self.choices)}"
            )
        return self


class Predict(Question):
    """A prediction, written down before the run; a text may be the reason for an earlier one (``reason_for``)."""

    kind = "predict"
    reason_for: Text = ""

    @model_validator(mode="after")
    def _reason_in_words(self) -> Predict:
        if self.reason_for and self.form != "text":
            raise ValueError(f"a reason of the form '{self.form}'; expected a text")
        return self


class Recall(Question):
    """What was written down before the run (``of``), quoted once the result is known: does it still hold?"""

    kind = "recall"
    of: Sentence = Field(description="an earlier prediction in words")
    asks: Sentence = (
        "Does it still hold, now that the result is known? Begin with yes, in part or no, and say what you would write"
        " now."
    )

    @model_validator(mode="after")
    def _in_words(self) -> Recall:
        if self.form != "text":
            raise ValueError(f"looked back at in the form '{self.form}'; expected a text")
        return self


class Run(Step):
    """Worlds to run, and why."""

    kind = "run"
    says: Text = ""
    worlds: Words = Field(min_length=1, description="a list of worlds")


class Show(Step):
    """A result to look at: a table of measures by world, a figure of one world, or Moscow's levers by world."""

    kind = "show"
    says: Text = ""
    measures: Words = ()
    worlds: Words = Field(min_length=1, description="a list of worlds")
    figure: Figure | None = None
    levers: Span | None = None

    @model_validator(mode="after")
    def _one_thing(self) -> Show:
        if sum((bool(self.measures), self.figure is not None, self.levers is not None)) != 1:
            raise ValueError("not one thing to show; expected measures, a figure or levers")
        if self.figure and len(self.worlds) != 1:
            raise ValueError("a figure shows one world; expected one")
        return self


class Compare(Step):
    """Two worlds held against each other, member by member; with ``tipped`` also what tipped Baku's first parting."""

    kind = "compare"
    says: Text = ""
    world: Sentence = Field(description="the world with something changed")
    against: Sentence = Field(description="the world without")
    measures: Words = Field(min_length=1, description="a list of measures")
    tipped: bool = False


class Check(Question):
    """An answer held against the model: that of an earlier prediction (``of``), or one asked for now (``asks``).

    ``says`` is what to think about once the model has spoken.
    """

    kind = "check"
    of: Text = ""
    asks: Text = ""
    quantity: Quantity
    says: Text = ""

    @property
    def asks_for_something(self) -> bool:
        return True

    @model_validator(mode="after")
    def _one_source(self) -> Check:
        if bool(self.of) == bool(self.asks):
            raise ValueError("not one of 'of' and 'asks'; expected an earlier prediction, or a question of its own")
        return self


class Explain(Step):
    """A free text, with a model answer in the teacher's page and what earns marks."""

    kind = "explain"
    asks: Sentence = Field(description="the question")
    model_answer: Sentence = Field(description="an answer as it might be given")
    marks: dict[str, int] = Field(min_length=1, description="what earns marks, and how many")

    @property
    def asks_for_something(self) -> bool:
        return True


KINDS: Mapping[str, type[Step]] = {
    shape.kind: shape for shape in (Read, Predict, Run, Show, Compare, Check, Recall, Explain)
}
"""Every kind of step by its name."""


class Ground(Shape):
    """A statement that the teacher's page makes of the model, and what must be found for it to stand."""

    says: Sentence = Field(description="the statement")
    quantity: Quantity
    found: Text | Words | None = None
    above: float | None = None
    below: float | None = None

    @model_validator(mode="after")
    def _is_whole(self) -> Ground:
        number = self.quantity.gives in ("number", "quarter")
        if number == (self.found is not None) or number == (self.above is None and self.below is None):
            raise ValueError("nothing to hold it against; expected above or below of a number, found of a choice")
        return self


class Exercise(Shape):
    """An exercise. ``folder``, ``name`` and ``number`` say where it is, ``teacher`` is the page beside it."""

    folder: Path

    name: str
    number: int | None
    teacher: str
    title: Sentence = Field(description="a title")
    minutes: Annotated[int, Field(ge=10, le=180, description="how long it takes, in minutes")]
    goals: Words = Field(min_length=1, description="a list of what is learned")
    trap: Trap = Field(description="the misreading it works against")
    reading: Annotated[
        tuple[Reading, ...], Field(strict=False, min_length=1, description="a list of what to read first")
    ]
    members: Annotated[int, Field(ge=50, le=2000)] = MEMBERS
    worlds: dict[str, World] = Field(min_length=1, description="the worlds by name")
    measures: dict[str, Named] = Field(min_length=1, description="the measures by name")
    steps: tuple[Step, ...]
    rests_on: tuple[Ground, ...]

    @property
    def questions(self) -> tuple[Step, ...]:
        """The steps that ask the student something, in order."""
        return tuple(
            step for step in self.steps if step.asks_for_something and not (isinstance(step, Check) and step.of)
        )

    def step(self, name: str) -> Step:
        """A step by its id; KeyError if there is none."""
        for found in self.steps:
            if found.id == name:
                return found
        raise KeyError(name)


def worlds_of(step: Step) -> Iterator[str]:
    """The worlds that a step looks at or runs."""
    if isinstance(step, Run | Show):
        yield from step.worlds
    elif isinstance(step, Compare):
        yield from (step.world, step.against)
    elif isinstance(step, Check):
        yield from step.quantity.worlds
