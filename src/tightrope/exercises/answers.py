"""One student's answers to an exercise: what was asked, answered and found, and the text of the file to hand in.

Kept in memory here; ``session`` keeps them in a file as well.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from pydantic import Field

from tightrope.errors import InputError, Problem
from tightrope.evidence import load_seeds
from tightrope.evidence.shapes import Sentence, Shape, Text, Words, read_shape
from tightrope.exercises.found import Given
from tightrope.exercises.marking import fits, question_of, shown
from tightrope.exercises.steps import Check, Exercise, Explain, Question, Recall, Step
from tightrope.marked import Marked, marked_text
from tightrope.results.dataset import versions
from tightrope.scenario.written import plain_text

HEAD = "# Answers to an exercise of tightrope. Hand in this file; the program goes on from it where it stopped.\n"
DIGITS = 12
"""Of the digest that says which numbers the model had."""

Clock = Callable[[], datetime]


class Kept(Shape):
    """What is kept of one step.

    ``answered`` is nothing where it was skipped; ``earlier`` are the tries before the last. ``model`` is what the model
    said, ``verdict`` what that makes of the answer; ``quoted`` the words that were looked back at.
    """

    step: Sentence = Field(description="the id of a step")
    asked: Text
    answered: float | str | Words | None = None
    in_words: Text = ""
    quoted: Text = ""
    earlier: tuple[Any, ...] = Field((), strict=False)
    answered_at: Text
    model: Text = ""
    verdict: Text = ""


class Sheet(Shape):
    """The file of answers."""

    exercise: Sentence = Field(description="the name of an exercise")
    title: Text
    student: Text = ""
    begun: Text
    version: Text = ""
    numbers: Text = ""
    members: int
    answers: tuple[Kept, ...] = ()


def utc_now() -> datetime:
    """What time it is."""
    return datetime.now(UTC)


def new_sheet(exercise: Exercise, student: str = "", now: Clock = utc_now) -> Sheet:
    """A sheet with nothing answered yet."""
    return Sheet(
        exercise=exercise.name,
        title=exercise.title,
        student=student,
        begun=_time(now()),
        version=versions()["tightrope"],
        numbers=load_seeds().digest[:DIGITS],
        members=exercise.members,
    )


class Answers:
    """A student's way through an exercise.

    ``dropped`` are answers to questions that are no longer asked so, and answers that the question does not admit.
    """

    def __init__(self, exercise: Exercise, sheet: Sheet, now: Clock = utc_now) -> None:
        self.exercise = exercise
        self._sheet = sheet
        self._now = now
        steps = {step.id: step for step in exercise.steps}
        self.kept = {one.step: one for one in sheet.answers if _holds_still(exercise, steps.get(one.step), one)}
        self.dropped = tuple(one.step for one in sheet.answers if one.step not in self.kept)

    @classmethod
    def begin(cls, exercise: Exercise, student: str = "", now: Clock = utc_now) -> Answers:
        """Answers with nothing answered yet, in memory."""
        return Answers(exercise, new_sheet(exercise, student, now), now)

    @property
    def student(self) -> str:
        """The student's name, as far as it was given."""
        return self._sheet.student

    def name(self, student: str) -> None:
        """Say whose answers these are."""
        self._sheet = self._sheet.model_copy(update={"student": student})

    # -- where one is -------------------------------------------------------------------------------------------------
    @property
    def answered(self) -> int:
        """How many of the questions are answered or skipped."""
        return sum(self.done(step) for step in self.exercise.questions)

    def done(self, step: Step) -> bool:
        """Whether nothing more is to be done at a step that asks."""
        return step.id in self.kept

    @property
    def place(self) -> int:
        """The step at which to go on: the first that asks and is not done, or the number of steps."""
        steps = self.exercise.steps
        return next((n for n, step in enumerate(steps) if step.asks_for_something and not self.done(step)), len(steps))

    @property
    def resume_from(self) -> int:
        """The step from which to show again: what was shown just before the place to go on at."""
        place = self.place
        while place > 0 and not self.exercise.steps[place - 1].asks_for_something:
            place -= 1
        return place

    def answer_to(self, step: str) -> Given | None:
        """What was answered at a step; None where it was skipped or not reached."""
        found = self.kept.get(step)
        return None if found is None else found.answered

    # -- what is kept -------------------------------------------------------------------------------------------------
    def keep(
        self, step: Step, given: Given | None, *, earlier: tuple[Given, ...] = (), model: str = "", verdict: str = ""
    ) -> None:
        """Keep what was answered and found at a step."""
        self.kept[step.id] = Kept(
            step=step.id,
            asked=asked_in(self.exercise, step),
            answered=given,
            in_words=in_words if (in_words := _in_words(self.exercise, step, given)) != str(given) else "",
            quoted=str(self.answer_to(step.of) or "") if isinstance(step, Recall) else "",
            earlier=earlier,
            answered_at=_time(self._now()),
            model=model,
            verdict=verdict,
        )

    def text(self) -> str:
        """The file of answers."""
        order = [step.id for step in self.exercise.steps]
        kept = sorted(self.kept.values(), key=lambda one: order.index(one.step))
        self._sheet = self._sheet.model_copy(update={"answers": tuple(kept)})
        return HEAD + plain_text(_as_data(self._sheet))


# -- reading ----------------------------------------------------------------------------------------------------------
def sheet_in(marked: Marked) -> Sheet:
    """The sheet that a file holds. Raises InputError with all that is wrong with it."""
    problems: list[Problem] = []
    answers = marked.data.get("answers", [])
    kept = [
        read_shape(Kept, marked, ("answers", place), entry, problems)
        for place, entry in enumerate(answers if isinstance(answers, list) else [])
    ]
    rest = {key: value for key, value in marked.data.items() if key != "answers"}
    sheet = read_shape(Sheet, marked, (), rest, problems, answers=tuple(one for one in kept if one is not None))
    if sheet is None or problems:
        raise InputError(problems)
    return sheet


def sheet_of_text(text: str, file: str, exercise: str) -> Sheet:
    """The sheet that a text holds, as if from a file of that name. Raises InputError unless it is of this exercise."""
    return of_exercise(sheet_in(marked_text(text, file)), file, exercise)


def of_exercise(sheet: Sheet, file: str, exercise: str, fix: str = "") -> Sheet:
    """The sheet; raises InputError where it is one of another exercise."""
    if sheet.exercise != exercise:
        found, expected = f"answers to '{sheet.exercise}'", f"answers to '{exercise}'"
        raise InputError([Problem(file, None, None, "", found, expected, fix)])
    return sheet


def _holds_still(exercise: Exercise, step: Step | None, kept: Kept) -> bool:
    """Whether a kept answer is to a question that is still asked so, and one that it admits."""
    if step is None or not step.asks_for_something or asked_in(exercise, step) != kept.asked:
        return False
    question = question_of(exercise, step)
    return kept.answered is None or not isinstance(question, Question) or fits(question, kept.answered)


# -- words ------------------------------------------------------------------------------------------------------------
def asked_in(exercise: Exercise, step: Step) -> str:
    """The question of a step, as the file keeps it."""
    if isinstance(step, Check) and step.of:
        return f"Held against the model: {asked_in(exercise, exercise.step(step.of))}"
    return step.asks if isinstance(step, Question | Explain) else ""


def _in_words(exercise: Exercise, step: Step, given: Given | None) -> str:
    """An answer in words, where its labels are none."""
    question = question_of(exercise, step)
    return shown(question, given) if isinstance(question, Question) and question.choices else str(given)


def _as_data(sheet: Sheet) -> dict[str, Any]:
    data = sheet.model_dump()
    data["answers"] = [
        {
            key: _plain(value)
            for key, value in one.items()
            if key not in ("in_words", "quoted", "earlier", "model", "verdict") or value
        }
        for one in data["answers"]
    ]
    return data


def _plain(value: Any) -> Any:
    if isinstance(value, tuple | list):
        return [_plain(part) for part in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _time(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%d %H:%M:%S %Z")
