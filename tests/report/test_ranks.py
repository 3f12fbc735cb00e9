"""Rank correlations: the numbers are Spearman's, the intervals cover, and what a number does to an ending is found."""

from __future__ import annotations

import math

import numpy as np
import pytest
import scipy.stats
from tests.small_runs import filtered, run, sharing, short, still, with_vectors

from tightrope.ensemble import simulate
from tightrope.luck import Luck
from tightrope.outcomes import COVERAGE, OUTCOMES
from tightrope.report.ranks import FEWEST, drawn_values, links, outstanding, spearman
from tightrope.results import Run


# -- the coefficient --------------------------------------------------------------------------------------------------
def test_a_coefficient_worked_by_hand():
    # Ranks 1 2 3 4 5 against 2 1 4 3 5: the differences are 1, 1, 1, 1, 0 and 1 - 6 * 4 / (5 * 24) = 0.8.
    found = spearman(np.array([10.0, 20.0, 30.0, 40.0, 50.0]), np.array([0.2, 0.1, 0.7, 0.3, 9.0]))
    assert found.value == pytest.approx(0.8)
    # Fisher: atanh(0.8) = 1.0986; the 95 % quantile is 1.6449, the standard error sqrt((1 + 0.32) / 2) = 0.8124.
    reach = 1.6449 * 0.8124
    assert found.low == pytest.approx(math.tanh(1.0986 - reach), abs=1e-3)
    assert found.high == pytest.approx(math.tanh(1.0986 + reach), abs=1e-3)


def test_ties_have_their_mean_rank():
    one, other = np.array([1.0, 1.0, 2.0, 3.0, 3.0, 3.0]), np.array([0.0, 1.0, 0.0, 1.0, 1.0, 0.0])
    assert spearman(one, other).value == pytest.approx(float(scipy.stats.spearmanr(one, other).statistic))


def test_what_rises_throughout_correlates_wholly_and_surely():
    found = spearman(np.arange(40.0), np.arange(40.0) ** 3)
    assert (found.value, found.low, found.high, found.count) == (1.0, 1.0, 1.0, 40)


def test_the_interval_covers_as_often_as_it_says():
    # Two normals that correlate at r have Spearman's coefficient 6/pi asin(r/2) in the long run.
    rng, cases, correlation = np.random.default_rng(20141203), 600, 0.5
    truth = 6 / math.pi * math.asin(correlation / 2)
    covered = 0
    for _ in range(cases):
        one = rng.standard_normal(120)
        other = correlation * one + math.sqrt(1 - correlation**2) * rng.standard_normal(120)
        found = spearman(one, other)
        covered += found.low <= truth <= found.high
    error = math.sqrt(COVERAGE * (1 - COVERAGE) / cases)
    assert abs(covered / cases - COVERAGE) < 3 * error


@pytest.mark.slow
def test_the_strongest_of_many_that_do_nothing_seldom_stands_out():
    # 200 cases of 50 numbers that do nothing, over 100 members: one case in twenty may have one that stands out.
    rng, cases, tried, members = np.random.default_rng(7), 200, 50, 100
    least = outstanding(members, tried)
    passed = 0
    for _ in range(cases):
        ending = rng.permutation(members).astype(float)
        strongest = max(abs(spearman(rng.random(members), ending).value) for _ in range(tried))
        passed += strongest >= least
    assert passed / cases <= 0.05 + 3 * math.sqrt(0.05 * 0.95 / cases)
    assert passed > 0


# -- the draws --------------------------------------------------------------------------------------------------------
def test_what_members_drew_is_what_their_luck_gives():
    plan, members = short(), [3, 1, 40]
    (found,) = drawn_values(plan, members, ["moscow.patience"]).values()
    quantile = Luck(plan.seed, members, 0, 1).quantile("parameter/moscow.patience")
    assert scipy.stats.spearmanr(found, quantile).statistic == 1.0
    knot = plan.setting("moscow.patience").knots[0]
    assert ((knot.low <= found) & (found <= knot.high)).all()


def test_of_a_path_whose_last_dates_are_certain_the_uncertain_ones_count():
    plan = short(**{"washington.engagement": {"2015-Q1": {"low": 0.1, "high": 0.4}, "2016-Q1": 0.2}})
    (found,) = drawn_values(plan, range(8), ["washington.engagement"]).values()
    assert len(set(found)) == 8 and found.min() >= 0.1 and found.max() <= 0.4


# -- the links --------------------------------------------------------------------------------------------------------
def test_a_number_that_moves_the_ending_stands_out():
    # Washington's engagement through its whole range: the position follows it (docs/limits.md).
    plan = short(members=400, uncertainty="chance", **{"washington.engagement": {"low": 0.0, "high": 1.0}})
    found = links(Run.of(simulate(plan, record=["baku.position", "baku.outcome"])))
    assert found is not None
    assert list(found.position) == ["washington.engagement"]
    assert found.position["washington.engagement"].low > 0.5
    assert found.standing_out(10) == ["washington.engagement"]


def test_a_number_that_does_nothing_does_not_stand_out():
    # Endings dealt out among the members at random.
    one = run()
    rng = np.random.default_rng(1)
    data = one.data.copy()
    data["baku.position"] = (data["baku.position"].dims, rng.permutation(data["baku.position"].values))
    found = links(Run(one.scenario, data.assign_attrs(one.data.attrs)))
    assert found is not None and len(found.position) > 200
    assert found.standing_out(10) == []


def test_nothing_drawn_or_too_few_members_link_with_nothing():
    assert links(still()) is None
    assert links(Run.of(simulate(short("history", quarters=4)))) is None  # by chance alone
    assert links(Run.of(simulate(short(quarters=4, members=FEWEST - 1)))) is None


def test_too_few_in_accession_leave_only_the_position():
    ending = run().data["baku.outcome"].values[:, -1] == OUTCOMES.index("Eurasian accession")
    assert ending.sum() < 10
    found = links(run())
    assert found is not None and found.accession == {} and found.position


def test_too_few_vectors_tell_nothing_however_many_members_share_them():
    found = links(filtered())
    assert found is not None and found.position == {}
    assert filtered().members > FEWEST > filtered().vector_count


def test_what_members_share_counts_once_for_each_vector():
    # 40 vectors, and 60 members that take them in turn: of vector v are the members v and, if there is one, v + 40.
    shared = Run.of(simulate(sharing(passes=(True,) * 40)))
    found = links(shared)
    assert found is not None and {one.count for one in found.position.values()} == {40}
    key = "baku.trust_doubt"
    (drawn,) = drawn_values(shared.scenario, range(60), [key]).values()
    assert np.array_equal(drawn[:20], drawn[40:])
    ending = shared.data["baku.position"].values[:, -1].astype(float)
    means = np.concatenate([(ending[:20] + ending[40:]) / 2, ending[20:40]])
    expected = scipy.stats.spearmanr(drawn[:40], means).statistic
    assert found.position[key].value == pytest.approx(float(expected))


def test_a_run_said_to_share_what_it_does_not_is_told_by_members():
    found = links(with_vectors())
    assert found is not None and {one.count for one in found.position.values()} == {60}
