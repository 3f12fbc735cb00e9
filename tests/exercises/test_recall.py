"""Looking back at predictions."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.exercises.benches import RECALL, starter, written

from tightrope.exercises.answers import Answers
from tightrope.exercises.load import exercise_folders, load_exercise
from tightrope.exercises.recall import recalled, the_question
from tightrope.exercises.steps import Check, Predict, Recall


@pytest.mark.parametrize(
    ("asks", "question"),
    [
        ("Oil falls by 60 %. Where does Baku stand?", "Where does Baku stand?"),
        ("Oil falls: by 0.6. In this world, what of repression?", "In this world, what of repression?"),
        ("When is it below one half? Give a quarter, or never.", "When is it below one half?"),
        ("Which falls? And by how much?", "And by how much?"),
        ("Without the shield the pressure is", "Without the shield the pressure is"),
    ],
)
def test_what_is_asked_in_the_end_stands_for_the_whole_question(asks: str, question: str) -> None:
    assert the_question(asks) == question


def test_of_every_shipped_prediction_something_whole_is_left() -> None:
    asked = [step.asks for one in exercise_folders() for step in load_exercise(one).steps if isinstance(step, Predict)]
    assert len(asked) > 30
    for asks in asked:
        question = the_question(asks)
        assert question[0].isupper() and question in asks and len(question.split()) >= 4


READ_OFF = """  - kind: check
    asks: What share does the table show?
    form: number
    unit: percent
    low: 0
    high: 100
    to: 1
    quantity: {kind: level, of: drift, world: changed}
"""


def test_a_text_that_is_the_reason_for_nothing_recalls_no_prediction(tmp_path: Path) -> None:
    # A check that asks for itself is of no prediction, as a text without `reason_for` is for none.
    whole = starter().replace("    reason_for: share\n", "").replace(RECALL, READ_OFF + RECALL)
    answers = Answers.begin(load_exercise(written(tmp_path, whole)))
    steps = {step.id: step for step in answers.exercise.steps}
    (recall,) = (step for step in steps.values() if isinstance(step, Recall))
    for step in steps.values():
        if isinstance(step, Check):
            answers.keep(step, 50.0 if step.form == "number" else "up", model="12", verdict="right")
    answers.keep(steps["share-why"], "So I think.")
    assert recalled(answers, recall) == (
        "You wrote: \N{LEFT DOUBLE QUOTATION MARK}So I think.\N{RIGHT DOUBLE QUOTATION MARK}",
    )
