from __future__ import annotations

import pytest

from tightrope.exercises.found import NEVER, Choice, Number
from tightrope.exercises.marking import LONGEST, best_answer, cleaned, fits, shown, understood, verdict
from tightrope.exercises.steps import Predict

CHOICES = {"up": "further west", "down": "further east", "none": "in the same place"}


def asked(**more: object) -> Predict:
    return Predict(id="one", asks="What?", **more)


@pytest.mark.parametrize(
    ("form", "typed", "understood_as"),
    [
        ("choice", "2", "down"),
        ("choice", "up", "up"),
        ("choice", "Further East", "down"),
        ("several", "1, 3", ("up", "none")),
        ("several", "3 1 3", ("up", "none")),
        ("several", "-", ()),
        ("number", "12", 12.0),
        ("number", "12 %", 12.0),
        ("number", "0,5", 0.5),
        ("number", "\N{MINUS SIGN}0.07", -0.07),
        ("number", "Never", NEVER),
        ("quarter", "2018-q2", "2018-Q2"),
        ("quarter", "never", NEVER),
        ("text", " because \x07 of oil ", "because  of oil"),
    ],
)
def test_an_answer_is_understood_as_it_is_meant(form, typed, understood_as):
    question = asked(form=form, choices=CHOICES if form in ("choice", "several") else {})
    assert understood(question, typed) == understood_as


@pytest.mark.parametrize(
    ("form", "typed"),
    [("choice", "4"), ("choice", ""), ("choice", "0"), ("choice", "further"), ("several", ""), ("several", "1, 9"),
     ("number", "many"), ("number", "nan"), ("number", "inf"), ("number", "1e3"), ("number", "101"), ("number", "--1"),
     ("quarter", "2018"), ("quarter", "2018-Q5"), ("text", "  ")],
)  # fmt: skip
def test_what_is_no_answer_is_refused_with_what_was_expected(form, typed):
    question = asked(form=form, choices=CHOICES if form in ("choice", "several") else {}, low=0, high=100)
    with pytest.raises(ValueError, match=r"number|numbers|quarter|words"):
        understood(question, typed)


def test_a_text_is_cut_before_the_file_grows_too_large_to_be_read_again():
    assert len(cleaned("x" * (LONGEST + 5))) == LONGEST


def test_predictions_and_answers_are_told_apart_in_the_verdict():
    share = Number(0.12, 0.09, 0.16, percent=True)
    question = asked(form="number", unit="percent")
    assert verdict(question, share, 12.0, predicted=True) == "inside the interval"
    assert verdict(question, share, 40.0, predicted=True) == "too high"
    assert verdict(question, share, 40.0, predicted=False) == "not right: too high"
    assert verdict(question, share, 12.0, predicted=False) == "right"
    assert verdict(question, share, None, predicted=True) == "skipped"
    sign = asked(form="choice", choices=CHOICES)
    assert verdict(sign, Choice("up", ("up",)), "down", predicted=True) == "not as the model"


def test_the_best_answer_to_a_number_is_the_models_own_as_exact_as_asked():
    question = asked(form="number", to=5.0)
    assert best_answer(question, Number(0.383, 0.35, 0.42, percent=True)) == 40.0
    assert best_answer(asked(form="number"), Number(None, None, None)) == NEVER


def test_an_answer_is_said_again_in_words():
    assert shown(asked(form="choice", choices=CHOICES), "down") == "further east"
    assert shown(asked(form="several", choices=CHOICES), ()) == "none"
    assert shown(asked(form="number", unit="percent"), 12.0) == "12 percent"
    assert shown(asked(), None) == "skipped"


@pytest.mark.parametrize(
    ("form", "good", "bad"),
    [
        ("choice", "up", "sideways"),
        ("choice", "up", 3.0),
        ("several", ("up", "down"), ("up", "sideways")),
        ("several", (), "up"),
        ("number", 12.5, "west"),
        ("number", "never", ("up",)),
        ("quarter", "2018-Q2", "soon"),
        ("quarter", "never", 3.0),
    ],
)
def test_an_answer_that_no_question_admits_is_known(form, good, bad):
    question = asked(form=form, choices=CHOICES if form in ("choice", "several") else {})
    assert fits(question, good) and not fits(question, bad)
