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
        ("choice", "East", "down"),
        ("choice", "further w", "up"),
        ("choice", "in the", "none"),
        ("several", "1, 3", ("up", "none")),
        ("several", "same, further west", ("up", "none")),
        ("several", "3 1 3", ("up", "none")),
        ("several", "-", ()),
        ("number", "12", 12.0),
        ("number", "12 %", 12.0),
        ("number", "0,5", 0.5),
        ("number", "\N{MINUS SIGN}0.07", -0.07),
        ("quarter", "2018-q2", "2018-Q2"),
        ("quarter", "Q2 2018", "2018-Q2"),
        ("quarter", "2018 q2", "2018-Q2"),
        ("quarter", "never", NEVER),
        ("text", " because \x07 of oil ", "because  of oil"),
    ],
)
def test_an_answer_is_understood_as_it_is_meant(form, typed, understood_as):
    question = asked(form=form, choices=CHOICES if form in ("choice", "several") else {})
    assert understood(question, typed) == understood_as


@pytest.mark.parametrize(
    ("form", "typed"),
    [("choice", "4"), ("choice", ""), ("choice", "0"), ("choice", "further"), ("choice", "urther east"),
     ("choice", "east west"), ("several", ""), ("several", "1, 9"), ("several", "west, further"),
     ("several", "the same in east"),
     ("number", "many"), ("number", "nan"), ("number", "inf"), ("number", "1e3"), ("number", "101"), ("number", "--1"),
     ("number", "never"), ("quarter", "2018"), ("quarter", "2018-Q5"), ("text", "  ")],
)  # fmt: skip
def test_what_is_no_answer_is_refused_with_what_was_expected(form, typed):
    question = asked(form=form, choices=CHOICES if form in ("choice", "several") else {}, low=0, high=100)
    with pytest.raises(ValueError, match=r"number|numbers|quarter|words"):
        understood(question, typed)


def test_words_of_two_answers_are_not_taken_for_one_that_begins_with_them():
    more = {"cover": "more cover", "both": "more of both", "gentle": "more cover, less criticism"}
    question = asked(form="choice", choices=more)
    assert [understood(question, typed) for typed in ("more cover", "more of", "less")] == ["cover", "both", "gentle"]
    with pytest.raises(ValueError, match="or words of one answer alone"):
        understood(question, "more")


def test_an_answer_with_a_comma_in_it_is_not_taken_for_two_others():
    choices = {"clear": "clear wording", "safe": "little danger", "clear and safe": "clear, little danger"}
    question = asked(form="several", choices=choices)
    with pytest.raises(ValueError, match="numbers from 1 to 3"):
        understood(question, "clear, little danger")
    assert understood(question, "3") == ("clear and safe",)


def test_a_quarter_outside_the_run_is_asked_again_with_the_first_and_the_last_one():
    question = asked(form="quarter", between=["2015-Q1", "2030-Q4"])
    assert understood(question, "2015-Q1") == "2015-Q1" and understood(question, "q4 2030") == "2030-Q4"
    for typed in ("1999-Q1", "2014-Q4", "2031-Q1", "2099-Q1"):
        with pytest.raises(ValueError, match=r"^a quarter from 2015-Q1 to 2030-Q4, or never; the run has no "):
            understood(question, typed)
        assert not fits(question, typed)
    with pytest.raises(ValueError, match=r"^a quarter from 2015-Q1 to 2030-Q4, or never$"):
        understood(question, "soon")
    assert fits(question, NEVER) and fits(question, "2020-Q1")


def test_a_number_may_be_never_where_the_question_offers_it():
    question = Predict(id="one", asks="Give the smallest fall in percent, or never.", form="number")
    assert understood(question, "Never") == NEVER and fits(question, NEVER)


def test_which_numbers_to_choose_from_is_said_of_a_list():
    with pytest.raises(ValueError, match="numbers from 1 to 3 with commas between them, or none"):
        understood(asked(form="several", choices=CHOICES), "all of them")


@pytest.mark.parametrize(
    ("found", "given", "to", "said"),
    [
        (Number(100.0, 98.0, 105.0, quarter=True), "2016-Q2", 1, "too early, by 3 quarters"),
        (Number(100.0, 100.0, 105.0, quarter=True), "2016-Q4", 1, "too early, by 1 quarter"),
        (Number(100.0, 98.0, 105.0, quarter=True), NEVER, 1, "not as the model"),
        (Number(None, 120.0, None, quarter=True), "2016-Q4", 1, "too early"),
        (Number(0.358, 0.317, 0.395, percent=True), 1.0, 5, "too low, by 35 points"),
        (Number(50.0, 40.0, 70.0, unit="%"), 30.0, 5, "too low, by 20 points"),
        (Number(44.4, 43.9, 45.0, unit="USD bn"), 12.0, 1, "too low, by 32 USD bn"),
        (Number(0.010, 0.007, 0.012, difference=True), 0.25, 0.01, "too high, by 0.24"),
    ],
)
def test_how_far_off_a_prediction_was_is_said_in_the_units_asked_for(found, given, to, said):
    # Distances are written down here: 2017-Q1 is quarter 100, 35.8 less 1 is 34.8, 44.4 less 12 is 32.4.
    form = "quarter" if found.quarter else "number"
    assert verdict(asked(form=form, to=to), found, given, predicted=True) == said


def test_a_text_is_cut_before_the_file_grows_too_large_to_be_read_again():
    assert len(cleaned("x" * (LONGEST + 5))) == LONGEST


def test_predictions_and_answers_are_told_apart_in_the_verdict():
    share = Number(0.12, 0.09, 0.16, percent=True)
    question = asked(form="number", unit="percent")
    assert verdict(question, share, 12.0, predicted=True) == "inside the interval"
    assert verdict(question, share, 40.0, predicted=True) == "too high, by 28 points"
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
        ("number", 12.5, "never"),
        ("number", 12.5, ("up",)),
        ("quarter", "2018-Q2", "soon"),
        ("quarter", "never", 3.0),
    ],
)
def test_an_answer_that_no_question_admits_is_known(form, good, bad):
    question = asked(form=form, choices=CHOICES if form in ("choice", "several") else {})
    assert fits(question, good) and not fits(question, bad)
