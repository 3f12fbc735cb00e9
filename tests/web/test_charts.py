"""What the charts draw is what the run found."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import numpy as np
import pytest

import tightrope as tr
from tightrope.outcomes import EAST_TO_WEST, OUTCOMES
from tightrope.quarters import parse_quarter
from tightrope.web.charts import charts, course, headline, to_csv
from tightrope.web.pairing import paired, within
from tightrope.web.recipe import Recipe
from tightrope.web.work import explore

MEMBERS = 60


@pytest.fixture(scope="module")
def baseline():
    return explore(Recipe(), MEMBERS)


@pytest.fixture(scope="module")
def cheap():
    return explore(Recipe("cheap-oil"), MEMBERS)


@pytest.fixture(scope="module")
def history():
    return explore(Recipe("history"), MEMBERS)


def test_an_answer_is_the_run_of_the_same_members(cheap):
    run = tr.run("cheap-oil", members=MEMBERS)
    assert cheap.paths.T.tolist() == run.data["baku.position"].values.tolist()
    assert cheap.position.tolist() == run.percentiles("baku.position").tolist()
    assert (cheap.shares * MEMBERS).round().astype(int).tolist() == run.tally.counts.tolist()
    assert cheap.levers.tolist() == run.mean("moscow.lever").tolist()


def test_kept_luck_gives_the_same_answer_again():
    recipe = Recipe().turn("moscow.drive", 0.4)
    once, again = explore(recipe, 20), explore(recipe, 20)
    assert once.paths.tobytes() == again.paths.tobytes()


def test_more_members_begin_with_the_same_ones(baseline):
    more = explore(Recipe(), MEMBERS + 7)
    assert more.paths[:, :MEMBERS].tobytes() == baseline.paths.tobytes()


def test_the_paired_difference_is_the_one_that_compare_finds(baseline, cheap):
    found = paired(cheap, baseline)
    away = tr.compare("baseline", "cheap-oil", members=MEMBERS).differences()
    row = away[(away["variable"] == "baku.position") & (away["quarter"] == "2030-Q4")].iloc[0]
    expected = (row["difference"], row["low"], row["high"])
    assert (found.mean[-1], found.low[-1], found.high[-1]) == pytest.approx(expected, abs=1e-6)


def test_other_luck_is_not_paired(baseline, cheap):
    assert paired(cheap, replace(baseline, seed=1)) is None


def test_of_a_pinned_run_only_shared_quarters_are_drawn(baseline, history):
    # history: 1992-Q1 to 2014-Q4; baseline begins after it.
    assert within(history, baseline) is None
    assert paired(baseline, history) is None
    assert [chart.name for chart in charts(baseline, history)] == ["position", "outcomes", "purse", "levers"]
    later = explore(Recipe("mine", "title: t\nquestion: q\nextends: history\nstart: 2010-Q1\nquarters: 40\n"), MEMBERS)
    shared = within(later, baseline)
    assert shared.start == parse_quarter("2015-Q1")
    assert shared.quarters == 20
    assert shared.position.tolist() == later.position[:, 20:].tolist()


def test_a_fans_lines_are_the_percentiles(baseline):
    position = charts(baseline)[0]
    by_name = {series["name"]: [value for _, value in series["data"]] for series in position.options["series"]}
    assert by_name["Position: median"] == pytest.approx(baseline.position[2], abs=1e-4)
    # The band is stacked on its lower edge.
    top = np.add(by_name["Position: nine in ten, low"], by_name["Position: nine in ten"])
    assert top == pytest.approx(baseline.position[4], abs=2e-4)


def test_outcomes_add_up_to_all_futures(baseline):
    outcomes = charts(baseline)[1]
    areas = np.array([[value for _, value in series["data"]] for series in outcomes.options["series"]])
    assert areas.shape[0] == len(OUTCOMES)
    assert areas.sum(axis=0) == pytest.approx(np.full(64, 100.0), abs=1e-3)


def test_tables_hold_the_same_numbers_as_files(baseline, cheap):
    for chart in charts(cheap, baseline, paired(cheap, baseline)):
        rows = list(csv.reader(io.StringIO(to_csv(chart.table))))
        assert tuple(rows[0]) == chart.table.columns
        assert [row[0] for row in rows[1:]][:1] == ["2015-Q1"]
        assert len(rows) == 65
        assert {len(row) for row in rows} == {len(rows[0])}
    shares = charts(cheap, baseline)[1].table
    last = dict(zip(shares.columns, shares.rows[-1], strict=True))
    for code in EAST_TO_WEST:
        assert last[f"{OUTCOMES[code]}, %"] == f"{100 * cheap.shares[-1, code]:.1f}"
        assert last[f"{OUTCOMES[code]}, %, pinned"] == f"{100 * baseline.shares[-1, code]:.1f}"


def test_the_headline_names_what_is_likely_first_with_its_interval(baseline):
    told = headline(baseline)
    likeliest = int(baseline.shares[-1].argmax())
    share, low, high = (100 * values[-1, likeliest] for values in (baseline.shares, baseline.low, baseline.high))
    assert told.startswith(f"In 2030-Q4: {OUTCOMES[likeliest]} {share:.0f} % ({low:.0f} to {high:.0f})")


def test_no_more_members_are_run_than_the_page_allows(monkeypatch):
    asked = []
    monkeypatch.setattr("tightrope.web.work.simulate", lambda plan, members, **_: asked.append(members) or 1 / 0)
    with pytest.raises(ZeroDivisionError):
        explore(Recipe(), 10**9)
    assert asked == [2000]


def labels(options, found):
    """The colours in which something is written in a chart."""
    if isinstance(options, dict):
        if ("fontSize" in options or ":fontSize" in options) and "color" in options:
            found.add(options["color"])
        for value in options.values():
            labels(value, found)
    elif isinstance(options, list):
        for value in options:
            labels(value, found)
    return found


def lightness(colour):
    """Relative luminance of a colour (WCAG 2.2)."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_what_is_written_in_a_chart_stands_out_from_white(baseline, cheap):
    colours = set()
    for chart in charts(cheap, baseline, paired(cheap, baseline)):
        colours |= labels(chart.options, set())
    assert len(colours) >= 2
    for colour in colours:
        assert 1.05 / (lightness(colour) + 0.05) >= 4.5, colour  # WCAG 2.2, 1.4.3


def test_the_course_of_outcomes_says_how_often_each_came_at_all(cheap):
    run = tr.run("cheap-oil", members=MEMBERS)
    ever = run.tally.ever / MEMBERS
    said = course(cheap)
    for code, name in enumerate(OUTCOMES):
        assert (f"{name} in {100 * ever[code]:.0f} %" in said) == (ever[code] >= 0.005)
