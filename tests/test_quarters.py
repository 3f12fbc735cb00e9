from __future__ import annotations

import pytest

from tightrope.quarters import FIRST, LAST, decimal_year, format_quarter, looks_like_quarter, parse_quarter


def test_the_first_quarter_is_1992_q1_and_the_last_2040_q4() -> None:
    assert parse_quarter("1992-Q1") == FIRST == 0
    assert parse_quarter("2040-Q4") == LAST == 195


@pytest.mark.parametrize("quarter", range(FIRST, LAST + 1))
def test_every_quarter_reads_back_as_it_is_written(quarter: int) -> None:
    assert parse_quarter(format_quarter(quarter)) == quarter


def test_a_quarter_begins_in_its_decimal_year() -> None:
    assert decimal_year(parse_quarter("2015-Q2")) == 2015.25


@pytest.mark.parametrize(
    "text",
    ["2015", "2015-Q5", "2015-Q0", "15-Q1", "2015-03", "the 2015-Q1", "２０１５-Q1", ""],
)
def test_anything_else_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(ValueError, match="is not a quarter") as refusal:
        parse_quarter(text)
    assert str(refusal.value) == f"{text!r} is not a quarter; expected a year and a quarter, such as 2015-Q1"


@pytest.mark.parametrize(
    "text",
    ["2015Q1", "2015-q1", " 2015-Q1", "2015-Q1\n", "2015 Q1", "2015/Q1", "2015_q1", "Q1 2015", "q1-2015", "Q12015"],
)
def test_a_quarter_written_in_another_way_is_refused_with_the_one_that_was_meant(text: str) -> None:
    with pytest.raises(ValueError, match="is not a quarter") as refusal:
        parse_quarter(text)
    assert str(refusal.value) == (
        f"{text!r} is not a quarter; expected a year and a quarter, such as 2015-Q1; did you mean '2015-Q1'?"
    )
    assert looks_like_quarter(text)


@pytest.mark.parametrize("text", ["1991-Q4", "2041-Q1"])
def test_a_quarter_beyond_the_range_is_refused_with_the_range(text: str) -> None:
    with pytest.raises(ValueError, match="is outside") as refusal:
        parse_quarter(text)
    assert str(refusal.value) == f"{text} is outside 1992-Q1 to 2040-Q4"
