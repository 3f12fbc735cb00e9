"""What a student wrote before the run, quoted once the result is known."""

from __future__ import annotations

import re

from tightrope.exercises.answers import Answers
from tightrope.exercises.marking import question_of, shown
from tightrope.exercises.steps import Check, Predict, Recall

NOTHING = "You left this open before the run:"


def recalled(answers: Answers, step: Recall) -> tuple[str, ...]:
    """What came of the prediction, and the words written beside it, in the order in which they are told."""
    asked = answers.exercise.step(step.of)
    assert isinstance(asked, Predict)
    said = answers.answer_to(step.of)
    words = (
        f"{NOTHING} {asked.asks}"
        if said is None
        else f"You wrote: \N{LEFT DOUBLE QUOTATION MARK}{said}\N{RIGHT DOUBLE QUOTATION MARK}"
    )
    return (*_came_of(answers, asked.reason_for), words)


def looked_back(answers: Answers) -> tuple[str, ...]:
    """Every prediction that was held against the model, with what came of it, in the order in which they were made."""
    predictions = (step for step in answers.exercise.steps if isinstance(step, Predict))
    return tuple(f"{the_question(step.asks)} {line}" for step in predictions for line in _came_of(answers, step.id))


def the_question(asks: str) -> str:
    """What is asked in the end, without what leads up to it: the last sentence with a question mark, or everything."""
    questions = re.findall(r"(?:^|(?<=[.?!:] ))[^?]*?\?", asks)
    return re.split(r"(?<=[.!:]) (?=[A-Z])", questions[-1])[-1] if questions else asks


def _came_of(answers: Answers, prediction: str) -> tuple[str, ...]:
    """The prediction that a reason was given for, with what the model said; () where there is none, or where it was not
    held against it."""
    if not prediction:  # a check that asks for itself is of no prediction either
        return ()
    for step in answers.exercise.steps:
        kept = answers.kept.get(step.id)
        if isinstance(step, Check) and step.of == prediction and kept is not None:
            you = shown(question_of(answers.exercise, step), kept.answered)
            return (f"You predicted: {you}. The model: {kept.model}. {kept.verdict[:1].upper()}{kept.verdict[1:]}.",)
    return ()
