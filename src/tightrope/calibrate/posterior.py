"""Prior against posterior: how far history moved each parameter, and how far chance alone would have.

Parameters are looked at in quantiles of their ranges, where the prior is the same flat line for all. The distance of a
parameter is that of Kolmogorov and Smirnov between the candidates that are left and all that were tried. What chance
makes of it is found by permutation: as many candidates are picked at random, again and again, and the largest distance
of any parameter is noted. A parameter whose distance exceeds 95 % of these counts as moved; with hundreds of
parameters, one judged by itself would seem to move in every twentieth case.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tightrope.evidence import Kept, Seeds
from tightrope.luck import Luck

Array = NDArray[np.float64]

PERMUTATIONS = 400
SURE = 0.95
"""Share of random picks in which no parameter may seem to move."""

TAIL = 0.05


@dataclass(frozen=True)
class Moved:
    """What history did to one parameter: the distance, and where 5, 50 and 95 % of the posterior lie in the prior's
    quantiles. ``moved`` says whether chance explains it."""

    key: str
    distance: float
    low: float
    middle: float
    high: float
    moved: bool


def uncertain(seeds: Seeds) -> list[str]:
    """The parameters that candidates draw."""
    return [key for key, parameter in seeds.parameters.items() if not parameter.setting.certain]


def quantiles(seeds: Seeds, seed: int, candidates: int) -> Array:
    """What each candidate draws of each parameter, as quantiles of its range; shape (parameters, candidates)."""
    luck = Luck(seed, range(candidates), 0, 1)
    return np.array([luck.quantile(f"parameter/{key}") for key in uncertain(seeds)])


def distances(ordered: NDArray[np.int64], picked: NDArray[np.bool_]) -> Array:
    """Of each parameter the largest difference between the distribution of the picked candidates and that of all.

    ``ordered`` (parameters, candidates) holds the candidates by rising quantile, ``picked`` (candidates,) who is left.
    """
    steps = np.cumsum(picked[ordered], axis=1) / picked.sum()
    everyone = np.arange(1, ordered.shape[1] + 1) / ordered.shape[1]
    found: Array = np.abs(steps - everyone).max(axis=1)
    return found


def by_chance(drawn: Array, left: int, seed: int) -> float:
    """The largest distance of any parameter that ``left`` candidates picked at random stay below in 95 % of picks."""
    ordered = np.argsort(drawn, axis=1)
    places = Luck(seed, range(drawn.shape[1]), 0, PERMUTATIONS).uniform("calibrate/permutation")
    largest = []
    for row in places:
        picked = np.zeros(len(row), dtype=bool)
        picked[np.argsort(row)[:left]] = True
        largest.append(distances(ordered, picked).max())
    return float(np.quantile(largest, SURE))


def posterior(seeds: Seeds, kept: Kept) -> list[Moved]:
    """What history did to every parameter that candidates draw, the most moved first."""
    drawn = quantiles(seeds, kept.seed, kept.candidates)
    picked = np.zeros(kept.candidates, dtype=bool)
    picked[list(kept.left)] = True
    far = distances(np.argsort(drawn, axis=1), picked)
    ends = np.quantile(drawn[:, picked], (TAIL, 0.5, 1 - TAIL), axis=1)
    found = [
        Moved(key, float(far[place]), float(low), float(middle), float(high), bool(far[place] > kept.by_chance))
        for place, (key, low, middle, high) in enumerate(zip(uncertain(seeds), *ends, strict=True))
    ]
    return sorted(found, key=lambda one: (-one.distance, one.key))


def unconstrained(found: Sequence[Moved]) -> list[str]:
    """The parameters that history does not move further than chance would."""
    return sorted(one.key for one in found if not one.moved)
