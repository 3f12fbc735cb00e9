"""How implausible a parameter vector is: how far what it shows is from what is asked, in units of what is left open.

History matching (``vernon-goldstein-bower-2010``) rules out what is implausible and does not look for the best. For a
criterion with threshold t, of which a vector's n counted draws of luck show the share p,

    I = max(0, t - p) / sqrt(s^2 + tolerance^2)        (p - t where the share is to be at most t)

with s^2 = t (1 - t) / n the sampling variance of a share that just meets the threshold: taken there, and not at p, it
cannot vanish where all draws agree. Of a difference between two worlds s is the standard error of the mean. I is 0
where the criterion is met, and without bound where no draw counts: history had the occasion.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from tightrope.evidence import Criterion
from tightrope.hindcast.criteria import Estimate
from tightrope.outcomes import COVERAGE

Array = NDArray[np.float64]

SHARES = ("lower",)
"""Tests of two worlds that give a share all the same."""


def is_share(criterion: Criterion) -> bool:
    """Whether a criterion asks for a share of members, not for a difference."""
    return not criterion.paired or (criterion.test is not None and criterion.test.kind in SHARES)


def sampling_error(criterion: Criterion, found: Estimate) -> float:
    """What a limited number of draws leaves open, as a standard error."""
    if is_share(criterion):
        least = threshold(criterion)
        return float(np.sqrt(least * (1.0 - least) / found.counted))
    assert found.low is not None and found.high is not None
    return float((found.high - found.low) / (2 * ndtri(0.5 + COVERAGE / 2)))


def threshold(criterion: Criterion) -> float:
    """What is asked for, at least or at most."""
    found = criterion.at_most if criterion.at_least is None else criterion.at_least
    assert found is not None
    return found


def implausibility(criterion: Criterion, found: Estimate, tolerance: float) -> float:
    """How implausible an estimate is under one criterion; see the module."""
    if found.value is None:
        return np.inf
    short = threshold(criterion) - found.value
    if criterion.at_least is None:
        short = -short
    if short <= 0:
        return 0.0
    open_ = float(np.hypot(sampling_error(criterion, found), tolerance))
    return short / open_ if open_ > 0 else np.inf


def worst(implausible: Array) -> tuple[Array, Array]:
    """The largest and the second largest implausibility of each candidate, from (candidates, criteria)."""
    ordered = np.sort(implausible, axis=1)
    second = ordered[:, -2] if ordered.shape[1] > 1 else np.zeros(len(ordered))
    return ordered[:, -1], second


def meets(criterion: Criterion, values: Array) -> NDArray[np.bool_]:
    """Which of some estimates reach the threshold; NaN does not."""
    if criterion.at_least is not None:
        return np.asarray(values >= criterion.at_least)
    return np.asarray(values <= threshold(criterion))
