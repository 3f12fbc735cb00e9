from __future__ import annotations

import pytest

from tightrope.evidence import Knot, Setting
from tightrope.evidence.setting import Allowed, SettingReader
from tightrope.marked import At, Marked
from tightrope.quarters import parse_quarter

LEVEL = Allowed("level", (0.0, 1.0))
START, END = parse_quarter("2015-Q1"), parse_quarter("2017-Q1")


def read(data: object) -> tuple[Setting | None, list[str]]:
    reader = SettingReader(Marked({}, {(): At("x", None, None)}, "x"), LEVEL)
    setting = reader.setting(("moscow", "drive"), data)
    return setting, [str(problem).removeprefix("x: moscow.drive") for problem in reader.problems]


PATH = Setting((Knot(START, 0.2, 0.1, 0.4), Knot(END, 0.6, 0.5, 0.6)))


def test_a_path_is_straight_between_its_knots_and_flat_outside() -> None:
    middle = PATH.at((START + END) // 2)
    assert (middle.value, middle.low, middle.high) == pytest.approx((0.4, 0.3, 0.5))
    assert PATH.at(START - 9) == Knot(START - 9, 0.2, 0.1, 0.4)
    assert PATH.at(END) == Knot(END, 0.6, 0.5, 0.6)
    assert PATH.at(END + 9) == Knot(END + 9, 0.6, 0.5, 0.6)


def test_a_constant_is_the_same_in_every_quarter() -> None:
    assert Setting((Knot(None, 0.2, 0.1, 0.3),)).at(7) == Knot(7, 0.2, 0.1, 0.3)


def test_only_a_path_of_several_knots_is_dated_and_only_a_width_makes_it_uncertain() -> None:
    assert PATH.dated and not PATH.certain
    certain = Setting((Knot(START, 0.2, 0.2, 0.2),))
    assert certain.certain and not certain.dated


def test_settings_are_the_same_where_they_draw_the_same() -> None:
    constant = Setting((Knot(None, 0.2, 0.2, 0.2),))
    path = Setting((Knot(START, 0.2, 0.2, 0.2), Knot(END, 0.6, 0.6, 0.6)))
    assert constant.same_as(path, [START - 1, START])
    assert not constant.same_as(path, [START, END])
    uncertain = Setting((Knot(None, 0.2, 0.1, 0.3),))
    uniform = Setting(uncertain.knots, "uniform")
    assert not uncertain.same_as(uniform, [START])
    assert Setting(constant.knots, "uniform").same_as(constant, [START])


@pytest.mark.parametrize(
    ("data", "knots"),
    [
        (1, (Knot(None, 1.0, 1.0, 1.0),)),
        ({"value": 0.3}, (Knot(None, 0.3, 0.3, 0.3),)),
        ({"low": 0.25, "high": 0.75}, (Knot(None, 0.5, 0.25, 0.75),)),
        ({"low": 0.25, "high": 0.75, "value": 0.3}, (Knot(None, 0.3, 0.25, 0.75),)),
        ({"2015-Q1": 0.5}, (Knot(START, 0.5, 0.5, 0.5),)),
        (
            {"2015-Q1": 0, "2017-Q1": {"low": 0.25, "high": 0.75}},
            (Knot(START, 0.0, 0.0, 0.0), Knot(END, 0.5, 0.25, 0.75)),
        ),
    ],
)
def test_a_value_is_a_number_a_range_or_a_path(data: object, knots: tuple[Knot, ...]) -> None:
    setting, problems = read(data)
    assert problems == []
    assert setting is not None
    assert setting.knots == knots


QUARTER = "expected a year and a quarter, such as 2015-Q1"
A_LEVEL = "expected a number from 0 to 1 (level)"


@pytest.mark.parametrize(
    ("data", "messages"),
    [
        (1.5, [f": 1.5 is out of range; {A_LEVEL}"]),
        (-1, [f": -1 is out of range; {A_LEVEL}"]),
        (float("nan"), [f": not a number is out of range; {A_LEVEL}"]),
        ("high", [f": the text 'high'; {A_LEVEL}"]),
        (True, [f": true; {A_LEVEL}"]),
        (None, [f": nothing (null); {A_LEVEL}"]),
        ([0.5], [f": a list; {A_LEVEL}"]),
        ({}, [f": an empty mapping; {A_LEVEL}"]),
        ({"low": 0.1}, [": a range without 'high'; expected both low and high"]),
        ({"high": 0.1, "value": 0}, [": a range without 'low'; expected both low and high"]),
        (
            {"low": 0.1, "hihg": 0.2},
            [".hihg: unknown key; expected low, high and perhaps value; did you mean 'high'?"],
        ),
        (
            {"low": 9, "hihg": 0.2},
            [
                ".hihg: unknown key; expected low, high and perhaps value; did you mean 'high'?",
                f".low: 9 is out of range; {A_LEVEL}",
            ],
        ),
        (
            {"low": 0.5, "high": 0.3},
            [": low 0.5 and high 0.3; expected low at most value, and value at most high"],
        ),
        (
            {"low": 0.1, "high": 0.3, "value": 0.4},
            [": low 0.1 and value 0.4 and high 0.3; expected low at most value, and value at most high"],
        ),
        (
            {"low": -0.1, "high": 3, "value": "x"},
            [
                f".low: -0.1 is out of range; {A_LEVEL}",
                f".value: the text 'x'; {A_LEVEL}",
                f".high: 3 is out of range; {A_LEVEL}",
            ],
        ),
        (
            {"2016-Q1": 0.2, "2015-Q1": 2, "2015-Q5": 0.2, "low": 0.1, "1991-Q4": 0, "2017-Q1": {"low": 0}},
            [
                ".2015-Q1: a quarter out of order; expected quarters from the earliest to the latest",
                f".2015-Q1: 2 is out of range; {A_LEVEL}",
                f".2015-Q5: '2015-Q5' is not a quarter; {QUARTER}",
                f".low: 'low' is not a quarter; {QUARTER}",
                ".1991-Q4: 1991-Q4 is outside 1992-Q1 to 2040-Q4",
                ".2017-Q1: a range without 'high'; expected both low and high",
            ],
        ),
        (
            {"2015-q1": 3, "2050-Q1": "x"},
            [
                f".2015-q1: '2015-q1' is not a quarter; {QUARTER}; did you mean '2015-Q1'?",
                f".2015-q1: 3 is out of range; {A_LEVEL}",
                ".2050-Q1: 2050-Q1 is outside 1992-Q1 to 2040-Q4",
                f".2050-Q1: the text 'x'; {A_LEVEL}",
            ],
        ),
        ({"Q1 2015": 0.5}, [f".Q1 2015: 'Q1 2015' is not a quarter; {QUARTER}; did you mean '2015-Q1'?"]),
    ],
)
def test_every_fault_of_a_value_is_reported_by_itself(data: object, messages: list[str]) -> None:
    setting, problems = read(data)
    assert setting is None
    assert problems == messages
