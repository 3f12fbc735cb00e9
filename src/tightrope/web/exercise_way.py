"""One visitor's way through an exercise: where it stands, and what may be done there. No framework here.

The rules are those of the terminal: what is answered is kept at once and cannot be changed, and nothing is shown before
what asks for a prediction of it has been answered or skipped.
"""

from __future__ import annotations

from collections.abc import Sequence

from tightrope.exercises.answers import Answers
from tightrope.exercises.found import Found, Given
from tightrope.exercises.marking import LONGEST, RIGHT, TRIES, cleaned, question_of, understood, verdict
from tightrope.exercises.steps import Check, Explain, Question, Step

NONE = "none"
"""What is sent where none of several applies."""


class Way:
    """``at`` is the step in hand, the number of steps at the end; ``tries`` are the answers to it that were not right;
    ``drafts`` what stands in the forms and is not kept yet."""

    def __init__(self, answers: Answers) -> None:
        self.answers = answers
        self.exercise = answers.exercise
        self.steps: tuple[Step, ...] = answers.exercise.steps
        self.at = answers.resume_from if answers.kept else 0
        self.tries: list[Given] = []
        self.drafts: dict[str, tuple[str, ...]] = {}

    @property
    def ended(self) -> bool:
        """Whether nothing is left."""
        return self.at >= len(self.steps)

    @property
    def progress(self) -> tuple[int, int]:
        """Questions answered or skipped, and how many there are."""
        return self.answers.answered, len(self.exercise.questions)

    @property
    def open_from(self) -> int:
        """The first step that is shown unfolded: what came after the last question of one's own."""
        return max((n + 1 for n in range(min(self.at, len(self.steps))) if asks_itself(self.steps[n])), default=0)

    def settled(self, place: int) -> bool:
        """Whether a step asks for nothing more."""
        step = self.steps[place]
        return not step.asks_for_something or self.answers.done(step)

    def go_on(self, place: int) -> bool:
        """Leave a step for the next, if it is the one in hand and settled; whether that was so."""
        if place != self.at or self.ended or not self.settled(place):
            return False
        self.at += 1
        self.tries.clear()
        return True

    # -- answering ----------------------------------------------------------------------------------------------------
    def may_answer(self, place: int) -> bool:
        """Whether a step is in hand and still open."""
        return place == self.at and not self.ended and not self.settled(place)

    def keep(self, place: int, given: Given | None) -> None:
        """Keep a prediction or an explanation, once."""
        if self.may_answer(place):
            self.answers.keep(self.steps[place], given)
            self.drafts.pop(self.steps[place].id, None)

    def hold(self, place: int, found: Found) -> None:
        """Hold a prediction against the model, once."""
        step = self.steps[place]
        if isinstance(step, Check) and step.of and self.may_answer(place):
            question: Question = question_of(self.exercise, step)
            given = self.answers.answer_to(step.of)
            said = verdict(question, found, given, predicted=True)
            self.answers.keep(step, given, model=found.words(question.choices), verdict=said)

    def check(self, place: int, given: Given | None, found: Found) -> str:
        """Hold an answer to a question of its own against the model; what is said if it may be tried again, or ""."""
        step = self.steps[place]
        if not (isinstance(step, Check) and not step.of and self.may_answer(place)):
            return ""
        said = verdict(step, found, given, predicted=False)
        if given is not None and said != RIGHT and len(self.tries) + 1 < TRIES:
            self.tries.append(given)
            return said
        self.answers.keep(step, given, earlier=tuple(self.tries), model=found.words(step.choices), verdict=said)
        self.drafts.pop(step.id, None)
        return ""

    def draft(self, place: int, values: Sequence[str]) -> None:
        """Remember what stands in the form of the step in hand."""
        if self.may_answer(place):
            self.drafts[self.steps[place].id] = tuple(values)


def asks_itself(step: Step) -> bool:
    """Whether a step asks the student, and does not only hold an earlier answer against the model."""
    return step.asks_for_something and not (isinstance(step, Check) and bool(step.of))


def plain(sent: object) -> tuple[str, ...]:
    """What a form has sent, as texts that are not too many and not too long, whatever a browser sends."""
    values = [value for value in sent if isinstance(value, str)] if isinstance(sent, list | tuple) else []
    return tuple(value[:LONGEST] for value in values) if len(values) == 1 else tuple(v[:8] for v in values[:40])


def given_in(step: Step, values: Sequence[str]) -> Given:
    """The answer that a form holds. Raises ValueError with what was expected."""
    if isinstance(step, Explain):
        if not (text := cleaned("\n".join(values).replace("\r\n", "\n").strip())):
            raise ValueError("a few words, or Skip")
        return text
    assert isinstance(step, Question)
    if step.form == "choice" and len(values) != 1:
        raise ValueError("one of these")
    if step.form == "several":
        if not values or (NONE in values and len(values) > 1):
            raise ValueError('what applies, or "none of these" alone')
        return understood(step, ",".join(values))
    return understood(step, "\n".join(values).replace("\r\n", "\n"))
