from __future__ import annotations

import math

import numpy as np
import pytest

from tightrope.calibrate.judge import implausibility, meets, worst
from tightrope.evidence import Criterion
from tightrope.evidence.kinds import KINDS
from tightrope.hindcast.criteria import Estimate

LEAN = KINDS["value"](of="baku.position", during=["2004-Q1", "2008-Q2"], above=0.2)
AMOUNT = {"of": "baku.position", "during": "2008-Q2"}


def at_least(threshold: float, test: object = LEAN, **more: object) -> Criterion:
    return Criterion(id="P", says="leans", test=test, at_least=threshold, **more)


def share(value: float | None, counted: int) -> Estimate:
    return Estimate(value, value, value, counted)


# The sampling error of a share that just meets 0.8 with 100 draws is sqrt(0.8 * 0.2 / 100) = 0.04.
@pytest.mark.parametrize(("value", "expected"), [(0.8, 0.0), (0.95, 0.0), (0.76, 1.0), (0.68, 3.0), (0.0, 20.0)])
def test_a_share_is_as_implausible_as_it_is_short_in_standard_errors(value: float, expected: float) -> None:
    assert implausibility(at_least(0.8), share(value, 100), 0.0) == pytest.approx(expected)


# sqrt(0.04^2 + 0.03^2) = 0.05, and 0.1 / 0.05 = 2.
def test_a_tolerance_adds_to_the_sampling_error_in_squares() -> None:
    assert implausibility(at_least(0.8), share(0.7, 100), 0.03) == pytest.approx(2.0)


# sqrt(0.05 * 0.95 / 1900) = 0.005.
def test_where_a_share_is_to_be_small_it_is_implausible_when_it_is_large() -> None:
    criterion = Criterion(id="P", says="never", test=LEAN, at_most=0.05)
    assert implausibility(criterion, share(0.04, 1900), 0.0) == 0.0
    assert implausibility(criterion, share(0.07, 1900), 0.0) == pytest.approx(4.0)


def test_fewer_draws_leave_more_open() -> None:
    few, many = (implausibility(at_least(0.8), share(0.7, count), 0.0) for count in (25, 400))
    assert many == pytest.approx(4 * few)


def test_a_criterion_that_no_draw_is_counted_for_is_implausible_without_bound() -> None:
    assert implausibility(at_least(0.8), share(None, 0), 0.0) == math.inf


# A 90 % interval reaches 1.644854 standard errors either way: with +-0.0329 that is 0.02, and 0.15 - 0.09 is three.
def test_of_a_difference_between_worlds_the_error_is_that_of_its_mean() -> None:
    apart = at_least(0.15, KINDS["apart"](test=LEAN), worlds=("history", "calm"))
    found = Estimate(0.09, 0.09 - 0.03289707, 0.09 + 0.03289707, 256)
    assert implausibility(apart, found, 0.0) == pytest.approx(3.0, rel=1e-6)


def test_a_share_of_members_that_lie_lower_in_one_of_two_worlds_is_judged_as_a_share() -> None:
    lower = at_least(0.8, KINDS["lower"](amount=AMOUNT), worlds=("history", "calm"))
    assert implausibility(lower, share(0.76, 100), 0.0) == pytest.approx(1.0)


def test_the_worst_and_the_second_worst_of_each_candidate() -> None:
    largest, second = worst(np.array([[0.0, 4.0, 2.0], [1.0, 1.0, 0.5]]))
    assert (largest.tolist(), second.tolist()) == ([4.0, 1.0], [2.0, 1.0])


def test_nothing_counted_meets_nothing() -> None:
    assert meets(at_least(0.8), np.array([0.8, 0.79, np.nan])).tolist() == [True, False, False]
