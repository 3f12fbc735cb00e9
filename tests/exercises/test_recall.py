"""Looking back at predictions."""

from __future__ import annotations

import pytest

from tightrope.exercises.load import exercise_folders, load_exercise
from tightrope.exercises.recall import the_question
from tightrope.exercises.steps import Predict


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
