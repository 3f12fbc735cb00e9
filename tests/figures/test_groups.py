"""No median is drawn where nobody stands: members in two groups have two."""

from __future__ import annotations

import dataclasses
import functools
import sys

import numpy as np
import pytest
from matplotlib.figure import Figure
from tests.figures.test_figures import _inside, words
from tests.small_runs import history, run, short

from tightrope.ensemble import simulate
from tightrope.figures import alignment, beliefs, levers, outcomes, position
from tightrope.figures.curves import fan
from tightrope.figures.groups import LASTING, Groups, groups, groups_note, part
from tightrope.results import Run
from tightrope.scenario import load

THREAT, ALIVE, OUTCOME = "baku.perceived_moscow_threat", "world.union_alive", "baku.outcome"
KEY = "baku.memory"
"""A level: for made-up heights any does."""

QUARTERS, MEMBERS = 12, 1000


def heights(share: float, low: float = 0.3, high: float = 0.8, width: float = 0.03, seed: int = 1) -> np.ndarray:
    """Members about two heights, ``share`` of them about the lower one; (quarters, members)."""
    chance = np.random.default_rng(seed)
    centre = np.where(np.arange(MEMBERS) < share * MEMBERS, low, high)
    return np.asarray(centre + width * chance.standard_normal((QUARTERS, MEMBERS)))


def parted(values: np.ndarray) -> Groups:
    found = part(values, KEY)
    assert found is not None
    return found


@functools.cache
def baseline() -> Run:
    """Enough members, and long enough, for the union project to have ended for about half of them."""
    plan = load("baseline").set({"quarters": 48, "members": 600})
    return Run.of(simulate(plan, record=[THREAT, ALIVE, OUTCOME]))


# -- the rule ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("share", [0.1, 0.34, 0.5, 0.9])
def test_two_clouds_are_two_groups_with_the_shares_and_medians_they_were_made_with(share: float) -> None:
    values = heights(share)
    found = parted(values)
    assert found.parted.all() and found.lower == pytest.approx(share)
    count = round(share * MEMBERS)
    for drawn, made in ((found.low, values[:, :count]), (found.high, values[:, count:])):
        assert np.allclose(drawn, np.percentile(made, [5, 25, 50, 75, 95], axis=1))


@pytest.mark.parametrize("seed", range(10))
def test_one_cloud_is_one_group_however_it_leans(seed: int) -> None:
    chance = np.random.default_rng(seed)
    shape = (QUARTERS, MEMBERS)
    clouds = {
        "normal": 0.5 + 0.1 * chance.standard_normal(shape),
        "even": chance.random(shape),
        "leaning": np.clip(0.15 * chance.exponential(size=shape), 0, 1),
        "few": (0.5 + 0.2 * chance.standard_normal(shape))[:, :40],
        "alike": np.full(shape, 0.4),
        "at the floor": np.clip(0.2 * chance.standard_normal(shape), 0, 1),
    }
    assert [name for name, cloud in clouds.items() if part(cloud, KEY) is not None] == []


def test_what_lasts_less_than_a_year_or_lies_close_together_is_no_parting() -> None:
    values = heights(0.0)
    values[3 : 3 + LASTING - 1] = heights(0.5)[3 : 3 + LASTING - 1]
    assert part(values, KEY) is None
    values[3 : 3 + LASTING] = heights(0.5)[3 : 3 + LASTING]
    assert parted(values).stretches() == [(3, 3 + LASTING - 1)]
    assert part(heights(0.5, low=0.5, high=0.6, width=0.01), KEY) is None


def test_a_short_reunion_does_not_end_a_parting() -> None:
    values = heights(0.5)
    values[6:8] = 0.55 + 0.02 * np.random.default_rng(2).standard_normal((2, MEMBERS))
    assert parted(values).stretches() == [(0, QUARTERS - 1)]


def test_the_larger_group_is_joined_to_all_members_before_unless_these_stand_elsewhere() -> None:
    values = heights(0.0)
    values[5:] = heights(0.2)[5:]
    whole = np.percentile(values, [5, 25, 50, 75, 95], axis=1)
    low, high = parted(values).lines(whole)
    assert np.array_equal(high[:, 4], whole[:, 4]) and np.isnan(high[:, 3]).all() and np.isnan(low[:, 4]).all()
    values[:5] = 0.55
    whole = np.percentile(values, [5, 25, 50, 75, 95], axis=1)
    assert all(np.isnan(one[:, 4]).all() for one in parted(values).lines(whole))


def test_a_folded_run_parts_where_a_whole_one_does(monkeypatch: pytest.MonkeyPatch) -> None:
    plan = load("baseline").set({"quarters": 32, "members": 600})
    whole = groups(Run.of(simulate(plan, record=[THREAT, ALIVE, OUTCOME])), THREAT)
    module = sys.modules["tightrope.ensemble.simulate"]
    monkeypatch.setattr(module, "WHOLE_UP_TO", 50)
    monkeypatch.setattr(module, "KEPT_WHOLE", 20)
    folded = Run.of(simulate(plan, record=[THREAT, ALIVE, OUTCOME]))
    found = groups(folded, THREAT)
    assert folded.folded and whole is not None and found is not None
    both = whole.parted & found.parted
    assert (whole.parted != found.parted).sum() <= 2 and both.sum() > 16
    assert np.abs(whole.lower - found.lower)[both].max() < 0.03
    assert np.abs(whole.low - found.low)[2, both].max() < 0.02


# -- what is drawn ----------------------------------------------------------------------------------------------------


def test_no_median_of_the_threat_is_drawn_where_hardly_anybody_stands() -> None:
    # The median of all members went from one group to the other through heights at which 5 to 7 % stood.
    found = baseline()
    values = found.data[THREAT].values.T
    ax = Figure().add_subplot()
    fan(ax, found, THREAT, "#117733")
    medians = [np.asarray(line.get_ydata(), dtype=float) for line in ax.lines]
    assert len(medians) == 3
    assert _company(values, np.median(values, axis=1)).min() < 0.3
    assert all(_company(values, median).min() > 0.5 for median in medians)


def _company(values: np.ndarray, median: np.ndarray) -> np.ndarray:
    """How many stand within a tenth of the scale of a median, in parts of those on its side of the middle."""
    drawn = ~np.isnan(median)
    values, median = values[drawn], median[drawn, None]
    near = (np.abs(values - median) < 0.1).mean(axis=1)
    return np.asarray(near / ((values < 0.55) == (median < 0.55)).mean(axis=1))


def test_the_note_says_for_whom_the_union_project_has_ended() -> None:
    found = baseline()
    parts = groups(found, THREAT)
    assert parts is not None
    ended = found.data[ALIVE].values[:, -1] == 0
    below = found.data[THREAT].values[:, -1] <= parts.cut[-1]
    shares = [f"{100 * ended[side].mean():.0f} %" for side in (below, ~below)]
    (note,) = groups_note(found, {THREAT: "the threat"})
    told = f"the union project has ended for {shares[0]} of the lower group, {shares[1]} of the upper."
    assert note.endswith(f"The threat, 2026-Q4: {told}")
    assert ended[below].mean() > 0.9 > 0.1 > ended[~below].mean()


def test_there_is_no_note_where_members_stand_together() -> None:
    for draw in (beliefs, alignment, position):
        assert "two groups" not in words(draw(run()))


@pytest.mark.slow
def test_war_and_worst_case_are_drawn_in_groups_on_slides_that_hold_them() -> None:
    for name in ("worst-case", "karabakh-escalation"):
        found = Run.of(simulate(load(name).set({"members": 600})))
        for draw in (beliefs, alignment, position):
            drawn = draw(found)
            assert "two groups" in words(drawn)
            _inside(drawn)
    low = next(text for text in position(found).texts if text.get_text() == "median")
    assert low  # the war's groups meet again
    worst = position(Run.of(simulate(load("worst-case").set({"members": 600}))))
    ends = [text.get_text() for text in worst.texts if text.get_text().startswith("median of ")]
    assert len(ends) == 2 and sum(int(text.split()[2]) for text in ends) == 100


# -- levers, outcomes, documents --------------------------------------------------------------------------------------


def test_levers_have_one_scale_in_every_figure() -> None:
    for found in (run(), history(), run("worst-case")):
        ax = levers(found)
        (mesh,) = ax.collections
        assert mesh.get_clim() == (0, 1)


def test_levers_tell_a_fading_mean_from_fading_pressure() -> None:
    plan = load("baseline").set({"quarters": 32, "members": 200})
    found = Run.of(simulate(plan, record=["moscow.lever", ALIVE]))
    ended = found.data[ALIVE].values[:, -1] == 0
    told = words(levers(found))
    assert f"By 2022-Q4 Moscow's union project has ended for {100 * ended.mean():.0f} % of members" in told
    last = found.data["moscow.lever"].values[:, -1]
    row = int(last.mean(axis=0).argmax())
    assert f"{last[~ended, row].mean():.2f} where the project goes on, {last[ended, row].mean():.2f} where it" in told
    without = Run.of(simulate(short(quarters=4), 20, record=["moscow.lever"]))
    assert "union project" not in words(levers(without))


def test_outcomes_say_where_this_projects_line_of_drift_lies() -> None:
    told = "Going it alone and drift are told apart by a line of this project's: position "
    assert f"{told}−0.12 (baku.drift_below)" in words(outcomes(run()))
    moved = Run.of(simulate(short(quarters=4, **{"baku.drift_below": -0.31}), 10))
    assert f"{told}−0.31 (baku.drift_below)" in words(outcomes(moved))
    wide = short(quarters=4, **{"baku.drift_below": {"low": -0.2, "value": -0.1, "high": -0.05}})
    assert f"{told}−0.2 to −0.05 (baku.drift_below)" in words(outcomes(Run.of(simulate(wide, 10))))


def test_the_documents_levels_that_a_run_does_not_reach_are_counted() -> None:
    from tightrope.figures.documents import load_documents

    plan = history().scenario
    low, high = np.percentile(history().data["baku.position"].values, [5, 95], axis=0)
    levels = load_documents(plan.seeds).positions
    missed = 0
    for one in levels:
        quarters = range(one.since - plan.start, one.until + 1 - plan.start)
        missed += not any(low[quarter] <= one.value <= high[quarter] for quarter in quarters)
    assert 0 < missed < len(levels)
    told = words(position(history()))
    assert f"{missed} of {len(levels)} documented levels lie outside the 90 % band throughout their periods" in told
    assert "documented levels" not in words(position(run()))
    still = dataclasses.replace(plan, uncertainty="none", members=2)
    assert "documented levels lie off the only path" in words(position(Run.of(simulate(still))))
