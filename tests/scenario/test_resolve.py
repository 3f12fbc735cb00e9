from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tightrope.evidence import Knot, Setting
from tightrope.quarters import parse_quarter
from tightrope.scenario import Scenario
from tightrope.scenario.resolve import cut

Loaded = Callable[..., Scenario]
Refused = Callable[..., list[str]]

PARENT = """\
title: Parent
question: Parent?
extends: baseline
start: 1993-Q1
quarters: 150
moscow:
  drive: {2000-Q1: 0.2, 2010-Q1: {low: 0.2, high: 0.6}}
"""


def test_inherited_knots_after_the_run_are_noted_and_the_path_inside_is_kept(loaded: Loaded) -> None:
    Path("parent.yaml").write_text(PARENT)
    scenario = loaded("extends: ./parent.yaml\nstart: 2003-Q1\nquarters: 9\n")
    knots = scenario.settings["moscow.drive"].knots
    assert [knot.quarter for knot in knots] == [parse_quarter("2000-Q1"), parse_quarter("2010-Q1")]
    assert (
        "note: parent.yaml:7: moscow.drive: outside the run, 1992-Q1 to 2005-Q1, so never reached: 2010-Q1; "
        "the path inside is the same"
    ) in scenario.warnings


def test_what_is_inherited_of_the_quarters_simulated_before_the_start_is_kept(loaded: Loaded) -> None:
    """A start without a documented state is simulated from the one before it, events and paths included."""
    Path("parent.yaml").write_text(PARENT)
    scenario = loaded("extends: ./parent.yaml\nstart: 2005-Q1\nquarters: 80\n")
    knots = scenario.settings["moscow.drive"].knots
    assert [knot.quarter for knot in knots] == [parse_quarter("2000-Q1"), parse_quarter("2010-Q1")]
    assert scenario.warnings == ()


def test_what_a_file_writes_into_the_quarters_before_its_start_acts_and_is_noted(loaded: Loaded) -> None:
    scenario = loaded(
        "extends: baseline\nstart: 2017-Q1\nquarters: 8\n"
        "moscow:\n  drive: {2015-Q1: 0.2, 2016-Q1: 0.3, 2017-Q1: 0.4}\n"
        "events:\n  mine: {quarter: 2016-Q4, event: broker_scandal}\n"
    )
    assert "mine" in scenario.events
    assert scenario.settings["moscow.drive"].at(parse_quarter("2015-Q3")).value == pytest.approx(0.25)
    assert [text for text in scenario.warnings if "x.yaml" in text] == [
        "note: x.yaml:7: moscow.drive: 2015-Q1, 2016-Q1, before the start in 2017-Q1: it acts, in quarters that are "
        "simulated from 2015-Q1 on and not kept",
        "note: x.yaml:9: events.mine: 2016-Q4, before the start in 2017-Q1: it acts, in quarters that are "
        "simulated from 2015-Q1 on and not kept",
    ]
    changed = scenario.set({"moscow.rapport": {"2015-Q2": 0.1}})
    assert [text for text in changed.warnings if "--set" in text] == [
        "note: --set: moscow.rapport: 2015-Q2, before the start in 2017-Q1: it acts, in quarters that are "
        "simulated from 2015-Q1 on and not kept",
    ]


def test_what_is_written_before_the_documented_start_is_refused(refused: Refused) -> None:
    assert refused(
        "extends: baseline\nstart: 2017-Q1\nevents: {mine: {quarter: 2014-Q4, event: broker_scandal}}\n"
    ) == ["x.yaml:5:17: events.mine.quarter: 2014-Q4 is outside the run; expected a quarter from 2015-Q1 to 2032-Q4"]


def test_a_path_wholly_outside_the_run_is_a_warning_and_flat(loaded: Loaded) -> None:
    Path("parent.yaml").write_text(PARENT)
    scenario = loaded("extends: ./parent.yaml\nstart: 2015-Q1\nquarters: 64\n")
    (knot,) = scenario.settings["moscow.drive"].knots
    assert knot.close_to(Knot(parse_quarter("2015-Q1"), 0.4, 0.2, 0.6))
    assert (
        "warning: parent.yaml:7: moscow.drive: the whole path lies outside the run, 2015-Q1 to 2030-Q4; "
        "it is flat there"
    ) in scenario.warnings


def test_inherited_events_after_the_run_are_dropped_with_a_note(loaded: Loaded) -> None:
    scenario = loaded("extends: baseline\nstart: 2018-Q1\nquarters: 8\n")
    assert list(scenario.events) == ["scandal"]
    assert [text for text in scenario.warnings if "events" in text] == [
        "note: baseline.yaml:13: events.war: 2020-Q1 is outside the run, 2015-Q1 to 2019-Q4, so dropped",
    ]


def test_paths_of_the_seeds_reach_beyond_the_run_without_a_note(loaded: Loaded) -> None:
    scenario = loaded("extends: baseline\nwashington: {engagement: {2015-Q1: 0.3}}\n")
    assert scenario.warnings == ()


def test_an_override_that_changes_nothing_is_a_warning_that_names_it(loaded: Loaded) -> None:
    scenario = loaded(
        "extends: baseline\nmembers: 2000\nquarters: 60\n"
        "washington:\n  engagement: {2015-Q1: 0.4, 2017-Q1: 0.3, 2019-Q1: 0.2}\n"
        "world:\n  oil_price: {value: 100, low: 80, high: 120}\n"
        "events:\n  scandal: {quarter: 2016-Q1, event: broker_scandal, severity: 0.25}\n"
    )
    assert sorted(scenario.warnings) == [
        "warning: x.yaml:11: events.scandal: equals what baseline sets; it changes nothing",
        "warning: x.yaml:4: members: equals what baseline sets; it changes nothing",
        "warning: x.yaml:7: washington.engagement: equals what baseline sets; it changes nothing",
        "warning: x.yaml:9: world.oil_price: equals the value in the seeds; it changes nothing",
    ]


def test_idle_overrides_of_what_is_extended_are_not_this_files_business(loaded: Loaded) -> None:
    Path("parent.yaml").write_text("title: P\nquestion: P?\nextends: baseline\nmembers: 2000\n")
    assert loaded("extends: ./parent.yaml\nseed: 2\n").warnings == ()


figures = st.floats(0, 1)
paths = st.dictionaries(st.integers(0, 60), st.tuples(figures, figures, figures).map(sorted), min_size=1, max_size=6)


@given(paths, st.integers(0, 60), st.integers(0, 60))
def test_cutting_a_path_moves_nothing_inside_the_run(path: dict[int, list[float]], one: int, other: int) -> None:
    start, end = sorted((one, other))
    whole = Setting(tuple(Knot(quarter, value, low, high) for quarter, (low, value, high) in sorted(path.items())))
    short, dropped = cut(whole, start, end)
    kept = [knot.quarter for knot in short.knots if knot.quarter is not None]
    assert len([quarter for quarter in kept if quarter < start]) <= 1
    assert len([quarter for quarter in kept if quarter > end]) <= 1
    assert set(dropped) == {quarter for quarter in path if not start <= quarter <= end}
    for quarter in range(start, end + 1):
        here, there = short.at(quarter), whole.at(quarter)
        assert (here.value, here.low, here.high) == pytest.approx((there.value, there.low, there.high), abs=1e-12)
