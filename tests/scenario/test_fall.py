from __future__ import annotations

from collections.abc import Callable

import pytest

from tightrope.evidence import Knot, Setting
from tightrope.evidence.setting import Allowed, SettingReader
from tightrope.marked import At, Marked
from tightrope.quarters import parse_quarter
from tightrope.scenario import Scenario
from tightrope.scenario.fall import read_fall

Loaded = Callable[..., Scenario]
START = parse_quarter("2015-Q1")


def fall(loaded: Loaded, over: str, percent: str = "60 %") -> tuple[Knot, ...]:
    scenario = loaded(f"extends: baseline\nworld: {{oil_price: {{fall: {percent}, over: {over}}}}}\n")
    return scenario.settings["world.oil_price"].knots


@pytest.mark.parametrize(
    ("over", "quarters"),
    [
        ("3 years", 12),
        ("1 year", 4),
        ("1.5 years", 6),
        ("18 months", 6),
        ("6 quarters", 6),
        ("1 quarter", 1),
        ("at once", 1),
    ],
)
def test_a_fall_begins_with_the_run_and_takes_its_time(loaded: Loaded, over: str, quarters: int) -> None:
    assert fall(loaded, over) == (
        Knot(START, 100.0, 80.0, 120.0),
        Knot(START + quarters, 40.0, 32.0, 48.0),
    )


@pytest.mark.parametrize(("percent", "left"), [("60%", 40.0), ("'60 %'", 40.0), ("12.5 %", 87.5), ("100 %", 0.0)])
def test_a_percentage_may_be_written_with_and_without_a_space(loaded: Loaded, percent: str, left: float) -> None:
    assert fall(loaded, "1 year", percent)[1].value == left


def test_a_fall_is_from_what_the_scenario_extends_at_its_own_start(loaded: Loaded) -> None:
    # The baseline's path goes from 0.4 in 2015-Q1 to 0.2 in 2019-Q1, so it is 0.3 in 2017-Q1.
    scenario = loaded(
        "extends: baseline\nstart: 2017-Q1\nquarters: 20\n"
        "washington: {engagement: {fall: 50 %, over: 1 year}}\nevents: {scandal: null}\n"
    )
    start = parse_quarter("2017-Q1")
    first, last = scenario.settings["washington.engagement"].knots
    assert (first.quarter, last.quarter) == (start, start + 4)
    assert (first.value, last.value) == pytest.approx((0.3, 0.15))


def test_a_fall_that_outlasts_the_run_goes_as_far_as_the_run_does(loaded: Loaded) -> None:
    scenario = loaded(
        "extends: baseline\nquarters: 9\nevents: {war: null}\nworld: {oil_price: {fall: 60 %, over: 4 years}}\n"
    )
    assert [(knot.quarter, knot.value) for knot in scenario.settings["world.oil_price"].knots] == [
        (START, 100.0),
        (START + 16, 40.0),
    ]
    assert (
        "note: x.yaml:6: world.oil_price: outside the run, 2015-Q1 to 2017-Q1, so never reached: 2019-Q1; "
        "the path inside is the same"
    ) in scenario.warnings
    # Nothing is lost for a longer run of the same scenario.
    assert scenario.set({"quarters": 40}).settings["world.oil_price"].knots[1].quarter == START + 16


def test_a_fall_out_of_the_legal_range_is_refused() -> None:
    marked = Marked({}, {(): At("x", None, None)}, "x")
    reader = SettingReader(marked, Allowed("USD/bbl", (50.0, 500.0)))
    base = Setting((Knot(None, 100.0, 100.0, 100.0),))
    read_fall(reader, ("world", "oil_price"), {"fall": "60 %", "over": "1 year"}, base, START)
    assert [str(problem) for problem in reader.problems] == [
        "x: world.oil_price.fall: falls from 100 to 40; expected a number from 50 to 500 (USD/bbl)"
    ]
