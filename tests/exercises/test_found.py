from __future__ import annotations

import pytest

from tightrope.exercises.found import NEVER, Choice, Number, Several
from tightrope.quarters import parse_quarter


@pytest.mark.parametrize(
    ("given", "to", "agrees"),
    [(12.0, 0, True), (9.0, 0, True), (16.0, 0, True), (8.9, 0, False), (16.1, 0, False),
     # To the nearest whole, 8.6 % is written 9 and 16.4 is written 16.
     (8.6, 1, True), (16.4, 1, True), (8.0, 1, False), (17.0, 1, False)],
)  # fmt: skip
def test_a_share_is_answered_in_percent_within_the_interval_and_to_the_digit_asked_for(given, to, agrees):
    assert Number(0.12, 0.09, 0.16, percent=True).agrees(given, to) is agrees


def test_a_wrong_number_is_told_on_which_side_it_lies():
    found = Number(0.12, 0.09, 0.16, percent=True)
    assert (found.side(5.0), found.side(40.0)) == ("too low", "too high")


def test_a_quarter_is_held_against_the_quarters_between_the_ends():
    ends = [float(parse_quarter(quarter)) for quarter in ("2018-Q2", "2018-Q1", "2018-Q4")]
    found = Number(*ends, quarter=True, last="2030-Q4")
    assert [found.agrees(q) for q in ("2017-Q4", "2018-Q1", "2018-Q4", "2019-Q1", NEVER)] == [
        False, True, True, False, False,
    ]  # fmt: skip
    assert found.side("2016-Q1") == "too early"
    assert found.side("2020-Q1") == "too late"
    assert found.words() == "2018-Q2 (2018-Q1 to 2018-Q4)"
    assert Number(*ends, quarter=True, half=True).words() == "2018-Q2 (the middle half of members: 2018-Q1 to 2018-Q4)"


def test_never_is_right_where_nothing_happens_or_may_not():
    never = Number(None, None, None, quarter=True, last="2030-Q4")
    assert never.agrees(NEVER) and not never.agrees("2020-Q1")
    assert never.words() == "never before the end, 2030-Q4"
    few = Number(None, float(parse_quarter("2026-Q1")), None, quarter=True, last="2030-Q4", half=True)
    assert few.words() == "never before the end, 2030-Q4 (one member in four by 2026-Q1)"
    maybe = Number(40.0, 20.0, None)
    assert maybe.agrees(NEVER) and maybe.agrees(90.0) and not maybe.agrees(10.0)


def test_a_choice_takes_whatever_cannot_be_told_from_the_first():
    found = Choice("oil", ("oil", "west"), {"oil": Number(-0.2, -0.23, -0.17, percent=True, difference=True)})
    assert found.agrees("oil") and found.agrees("west") and not found.agrees("shield")
    assert found.words({"oil": "the oil", "west": "the West"}) == (
        "the oil [-20.0 points (-23.0 to -17.0)]; not to be told from it: the West"
    )


def test_several_wants_all_that_are_sure_and_none_that_are_surely_not():
    found = Several(("a", "b"), ("c",))
    assert found.agrees(("a", "b")) and found.agrees(("b", "c", "a"))
    assert not found.agrees(("a",)) and not found.agrees(("a", "b", "d"))
    assert found.side(("a", "d")) == "1 missing and 1 too many"


def test_a_table_has_half_the_width_of_the_interval():
    assert Number(0.242, 0.21, 0.28, percent=True).brief() == "24.2 % ±3.5"
    assert Number(44.4, 43.9, 45.0, unit="USD bn").brief() == "44.4 ±0.6"
    assert Number(-0.0417, -0.046, -0.037, difference=True).brief() == "-0.042 ±0.005"
