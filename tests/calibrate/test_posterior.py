"""How far history moved parameters, and how far chance would have."""

from __future__ import annotations

import numpy as np
from scipy.stats import ks_1samp, uniform

from tightrope.calibrate.posterior import by_chance, distances, posterior, uncertain, unconstrained
from tightrope.evidence import load_seeds


# Of four candidates with quantiles in the order of their numbers the last two are picked: after the second candidate
# half of all have passed and none of the picked, which is the largest difference.
def test_the_distance_is_the_largest_between_two_distributions() -> None:
    ordered = np.array([[0, 1, 2, 3], [0, 2, 1, 3]])
    assert distances(ordered, np.array([False, False, True, True])).tolist() == [0.5, 0.25]


def test_with_an_even_prior_it_is_the_distance_of_kolmogorov_and_smirnov() -> None:
    # The candidates stand on an even grid of 10,000, so that the prior is the uniform distribution to within 0.0001.
    grid = (np.arange(10_000) + 0.5) / 10_000
    picked = np.random.default_rng(1).random(10_000) < grid**2
    known = ks_1samp(grid[picked], uniform.cdf).statistic
    assert abs(distances(np.arange(10_000)[None], picked)[0] - known) < 2e-4


def test_chance_alone_moves_the_most_moved_of_many_parameters_further_than_that_of_one() -> None:
    drawn = np.random.default_rng(2).random((200, 1000))
    one, many = (by_chance(drawn[:count], 100, 3) for count in (1, 200))
    # One parameter, 100 of 1,000: 1.36 sqrt(1/100 - 1/1000) = 0.129 for 5 %, by the limit of Kolmogorov's distribution.
    assert abs(one - 0.129) < 0.02
    assert many > one + 0.02


def test_criteria_without_meaning_move_nothing() -> None:
    drawn = np.random.default_rng(4).random((100, 2000))
    picked = np.random.default_rng(5).random(2000) < 0.3
    assert distances(np.argsort(drawn, axis=1), picked).max() < by_chance(drawn, int(picked.sum()), 6)


def test_of_the_shipped_vectors_some_parameters_are_moved_and_most_are_not() -> None:
    seeds = load_seeds()
    assert seeds.kept is not None
    found = posterior(seeds, seeds.kept)
    assert sorted(one.key for one in found) == sorted(uncertain(seeds))
    moved = [one for one in found if one.moved]
    assert 0 < len(moved) < len(found) / 2
    assert len(unconstrained(found)) == len(found) - len(moved)
    assert [one.distance for one in found] == sorted((one.distance for one in found), reverse=True)
