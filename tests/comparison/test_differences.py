from __future__ import annotations

import math
from types import SimpleNamespace

import numpy as np
import pytest

from tightrope.comparison.differences import (
    CANNOT_TELL,
    DOWN,
    MOST_MEMBERS,
    NONE,
    UP,
    Effect,
    effect,
    effect_on_share,
    intervals,
    members_to_settle,
    members_to_settle_share,
    share_intervals,
    signs,
    z_score,
)
from tightrope.comparison.words import interval_words, position_sentence, settled_words, signed, verdict_words
from tightrope.hindcast.directions import interval

Z = 1.6448536269514722
"""Standard normal quantile of 0.95, from a table."""


def test_an_interval_of_ninety_percent_reaches_1_645_standard_errors_either_way():
    assert z_score() == pytest.approx(Z, abs=1e-12)


def test_the_interval_of_a_mean_is_worked_out_by_hand():
    # Differences 1, 2, 3: mean 2, standard deviation 1, standard error 1/sqrt(3).
    mean, low, high = intervals(np.array([[1.0, 2.0, 3.0]]))
    assert mean == [2.0]
    assert (low[0], high[0]) == pytest.approx((2 - Z / math.sqrt(3), 2 + Z / math.sqrt(3)))


def test_it_is_the_interval_of_the_directions_row_by_row():
    values = np.random.default_rng(1).normal(0.3, 1.0, (4, 50))
    for row, ends in zip(values, np.transpose(intervals(values)), strict=True):
        assert tuple(ends) == pytest.approx(interval(row))


def test_without_luck_there_is_no_interval_and_one_pair_is_enough():
    assert [float(end[0]) for end in intervals(np.array([[0.25]]), still=True)] == [0.25, 0.25, 0.25]
    assert [float(end) for end in share_intervals(np.array(1), np.array(0), 1, still=True)] == [1.0, 1.0, 1.0]


def test_the_interval_of_a_share_is_that_of_bonett_and_price():
    # Of 48 pairs 9 changed up and 4 down: p = 10/50, q = 5/50.
    mean, low, high = share_intervals(np.array(9), np.array(4), 48)
    reach = Z * math.sqrt((0.2 + 0.1 - 0.1**2) / 50)
    assert float(mean) == pytest.approx(5 / 48)
    assert (float(low), float(high)) == pytest.approx((0.1 - reach, 0.1 + reach))


def test_three_pairs_that_all_changed_one_way_are_no_proof_and_five_are():
    # Were both ways as likely, three of three would come out alike in a quarter of cases, five of five in one of 16.
    three, five = (share_intervals(np.array(count), np.array(0), 60) for count in (3, 5))
    assert three[1] < 0 < three[2]
    assert five[1] > 0


def test_no_interval_of_a_share_leaves_minus_one_to_one_or_its_own_mean_out():
    for up in range(11):
        mean, low, high = share_intervals(np.array(up), np.array(10 - up), 10)
        assert -1 <= low <= mean <= high <= 1


@pytest.mark.parametrize(
    ("a", "b", "verdict", "words"),
    [
        ([0.0, 0.0, 0.0], [0.3, 0.2, 0.1], UP, "toward the West"),
        ([0.3, 0.2, 0.1], [0.0, 0.0, 0.0], DOWN, "toward Moscow"),
        # Mean 0.0667, standard deviation 0.2517: (1.645 x 0.2517 / 0.0667)^2 = 38.6.
        ([0.0, 0.0, 0.0], [0.3, 0.1, -0.2], CANNOT_TELL, "cannot tell yet (about 39 members)"),
        ([0.1, 0.2, 0.3], [0.1, 0.2, 0.3], NONE, "no difference in any pair"),
    ],
)
def test_a_verdict_is_given_where_the_interval_leaves_zero_out(a, b, verdict, words):
    found = effect("baku.position", "2020-Q4", np.array(a), np.array(b))
    assert found.verdict == verdict
    assert verdict_words(found) == words


def test_an_exact_zero_in_every_pair_is_no_case_of_cannot_tell():
    same = np.array([True, False, True])
    found = effect_on_share("coerced", "ever", same, same)
    assert (found.verdict, found.settled_by, found.difference) == (NONE, None, 0.0)
    turned = effect_on_share("coerced", "ever", np.array([True, False, True]), np.array([False, True, True]))
    assert (turned.verdict, turned.difference, turned.pairs_up, turned.pairs_down) == (CANNOT_TELL, 0.0, 1, 1)


def test_the_members_that_would_settle_a_mean_follow_from_the_root_of_their_number():
    # Mean 1/8 with a reach of 3/8 from 100 pairs: nine times as many shrink the reach to a third.
    assert members_to_settle(100, -0.25, 0.5) == 900
    assert members_to_settle(100, -0.5, 0.25) == 900


def test_that_many_members_and_no_fewer_would_settle_it():
    values = np.tile([0.9, -0.5], 20)
    _, low, high = intervals(values)
    needed = members_to_settle(40, float(low), float(high))
    # The spread of the pairs, 0.7 but for the one that is lost in estimating it, and a mean of 0.2.
    assert needed == math.ceil((Z * 0.7 * math.sqrt(40 / 39) / 0.2) ** 2)
    settled = members_to_settle_share(40, 3, 1)
    assert settled is not None
    ends = [share_intervals(np.array(3 * n / 40), np.array(n / 40), n) for n in (settled - 1, settled)]
    assert ends[0][1] <= 0 < ends[1][1]


def test_beyond_a_million_nobody_is_told_how_many():
    assert members_to_settle(100, -0.3, 0.3) is None
    assert members_to_settle_share(100, 4, 4) is None
    assert members_to_settle(100, -1.0, 1.0002) is None
    found = effect_on_share("coerced", "ever", np.array([True, False, True]), np.array([False, True, True]))
    assert settled_words(found) == f"more than {MOST_MEMBERS:,} members" == "more than 1,000,000 members"


@pytest.mark.parametrize(
    ("value", "share", "written"),
    [
        (0.1234, False, "+0.123"),
        (-0.0004, False, "-0.0004"),
        (0.0, False, "0"),
        (0.00002, False, "above 0"),
        (-0.4926, True, "-49.3"),
        (0.0001, True, "+0.01"),
        (-1e-8, True, "below 0"),
    ],
)
def test_differences_are_written_with_their_sign_and_never_as_a_false_zero(value, share, written):
    assert signed(value, share=share) == written


def test_an_interval_is_written_in_the_unit_of_its_effect():
    level = Effect("baku.position", "2020-Q4", 0.1, 0.2, 0.1, 0.05, 0.15, 9, 1, UP)
    share = Effect("coerced", "ever", 0.1, 0.2, 0.1, 0.05, 0.15, 9, 1, UP)
    assert interval_words(level) == "+0.100 (+0.050 to +0.150)"
    assert interval_words(share) == "+10.0 (+5.0 to +15.0)"
    assert settled_words(Effect(**{**vars(share), "settled_by": 4021})) == "about 4,100 members"


def test_signs_are_counted_against_that_of_the_mean():
    found = signs("baku.position", "2020-Q4", np.array([0.5, 0.4, -0.1, 0.0]))
    assert (found.same, found.reversed, found.zero, found.vectors) == (2, 1, 1, 0)
    mirrored = signs("baku.position", "2020-Q4", np.array([-0.5, -0.4, 0.1, 0.0]))
    assert (mirrored.same, mirrored.reversed, mirrored.zero) == (2, 1, 1)


@pytest.mark.parametrize(
    ("b", "said"),
    [
        # Standard deviations 0.11 sqrt(0.16 x 20/19), 0.32 sqrt(0.2475 x 20/19) and 0.095 sqrt(20/19).
        ([0.1] * 16 + [-0.01] * 4, "+0.078 (+0.061 to +0.095), toward the West."),
        ([0.3] * 9 + [-0.02] * 11, "+0.124 (+0.064 to +0.184), toward the West, though most pairs went the other way."),
        ([0.1] * 10 + [-0.09] * 10, "cannot tell yet. The mean difference is +0.005 (-0.031 to +0.041); about 1,100 "
                                    "members would settle it, were it as large as it looks."),
    ],
)  # fmt: skip
def test_a_sure_mean_that_most_pairs_go_against_is_told_as_such(b, said):
    values = np.array(b)
    end = effect("baku.position", "2030-Q4", np.zeros(20), values)
    found = SimpleNamespace(
        quarters=["2030-Q4"], effect=lambda *_: end, signs=(signs("baku.position", "2030-Q4", values),)
    )
    assert position_sentence(found) == f"Mean position in 2030-Q4: {said}"


def test_vectors_keep_the_sign_surely_unsurely_or_not_at_all():
    # Vector 0: 1 and 1.1, surely up; vector 1: 2 and -1, up but unsure; vector 2: -0.5 and -0.6, surely down.
    values = np.array([1.0, 2.0, -0.5, 1.1, -1.0, -0.6])
    found = signs("baku.position", "average", values, np.array([0, 1, 2, 0, 1, 2]))
    assert found.mean == pytest.approx(2.0 / 6)
    assert (found.vectors, found.vectors_same, found.vectors_sure, found.vectors_against) == (3, 2, 1, 1)


def test_the_spread_between_vectors_is_that_of_their_means_less_luck():
    # Means 1 and 3, each of two pairs 0.2 apart: their luck has variance 0.02/2, their means one of 2.
    found = signs("baku.position", "average", np.array([0.9, 2.9, 1.1, 3.1]), np.array([0, 1, 0, 1]))
    kept = math.sqrt(1 - 0.01 / 2)
    # Percentiles 5 and 95 of two numbers 2 apart lie 0.9 from their middle.
    assert (found.vector_low, found.vector_high) == pytest.approx((2 - 0.9 * kept, 2 + 0.9 * kept))
    alone = signs("baku.position", "average", np.array([1.0, 2.0, 3.0]), np.array([0, 1, 1]))
    assert (alone.vector_low, alone.vector_high) == (None, None)


def test_a_vector_of_a_single_member_is_sure_of_nothing():
    found = signs("baku.position", "average", np.array([1.0, 2.0, 3.0]), np.array([0, 1, 1]))
    assert (found.vectors, found.vectors_same, found.vectors_sure) == (2, 2, 1)
