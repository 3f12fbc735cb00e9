"""Differences between paired members: how large on average, how sure, and how they spread. B less A throughout.

The interval is that of the mean: what the number of pairs leaves open (90 %, luck and drawn parameters). How far single
pairs lie apart is another matter, and is given by percentiles.
"""

from __future__ import annotations

import bisect
import math
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from tightrope.comparison.pairs import Pairs
from tightrope.outcomes import COVERAGE, between_vectors

Array = NDArray[np.float64]

UP, DOWN, CANNOT_TELL, NONE = "up", "down", "cannot tell yet", "no difference in any pair"

MOST_MEMBERS = 1_000_000
"""Beyond it nobody is told how many members would settle something."""

POSITION, OUTCOME = "baku.position", "baku.outcome"

AVERAGE, EVER = "average", "ever"
"""What stands where otherwise a quarter does: over the whole run."""


@dataclass(frozen=True)
class Effect:
    """One number of a comparison.

    ``a`` and ``b`` are the means of both sides, ``difference`` that of B less A with its interval ``low`` to ``high``,
    ``pairs_up`` and ``pairs_down`` how many pairs differ either way. ``settled_by`` is how many members would settle
    what cannot be told yet, were the difference as large as it looks; None if that is more than ``MOST_MEMBERS``, and
    where nothing is to be settled.
    """

    output: str
    when: str
    a: float
    b: float
    difference: float
    low: float
    high: float
    pairs_up: int
    pairs_down: int
    verdict: str
    settled_by: int | None = None


def z_score(coverage: float = COVERAGE) -> float:
    """Standard errors either way of an interval."""
    return float(ndtri(0.5 + coverage / 2))


def intervals(values: Array, *, still: bool = False) -> tuple[Array, Array, Array]:
    """Mean of the pairs' differences and the ends of its interval, from the paired standard error.

    ``values`` have pairs last. No width where nothing is left to luck (``still``).
    """
    mean = values.mean(axis=-1)
    reach = np.zeros_like(mean) if still else z_score() * values.std(axis=-1, ddof=1) / np.sqrt(values.shape[-1])
    return mean, mean - reach, mean + reach


def share_intervals(up: Array, down: Array, pairs: int, *, still: bool = False) -> tuple[Array, Array, Array]:
    """The same of a difference of shares, from how many pairs changed either way.

    The mean is (up - down)/n. The interval is Bonett and Price's (2012): with p = (up + 1)/(n + 2) and
    q = (down + 1)/(n + 2) it is p - q -+ z sqrt((p + q - (p - q)^2)/(n + 2)), cut at -1 and 1. It is not taken in by a
    few pairs that all happened to change one way.
    """
    mean = (up - down) / pairs
    if still:
        return mean, mean, mean
    p, q = (up + 1) / (pairs + 2), (down + 1) / (pairs + 2)
    reach = z_score() * np.sqrt((p + q - (p - q) ** 2) / (pairs + 2))
    return mean, np.clip(p - q - reach, -1.0, mean), np.clip(p - q + reach, mean, 1.0)


def verdict_of(pairs_differ: bool, low: float, high: float) -> str:
    """Up or down where the interval lies on one side of zero; else it cannot be told, unless no pair differs."""
    if not pairs_differ:
        return NONE
    if low > 0 or high < 0:
        return UP if low > 0 else DOWN
    return CANNOT_TELL


def members_to_settle(pairs: int, low: float, high: float) -> int | None:
    """Members with which the interval of a mean would just leave zero out, the mean and the pairs' spread staying.

    Its reach shrinks with the root of their number: n (reach/mean)^2. None if that is more than ``MOST_MEMBERS``.
    """
    mean, reach = abs(low + high) / 2, (high - low) / 2
    needed = pairs * (reach / mean) ** 2 if mean > 0 else math.inf
    return math.ceil(needed) if needed <= MOST_MEMBERS else None


def members_to_settle_share(pairs: int, up: int, down: int) -> int | None:
    """The same of a difference of shares, as large a part of the pairs changing either way."""

    def settled(members: int) -> bool:
        _, low, high = share_intervals(np.array(up * members / pairs), np.array(down * members / pairs), members)
        return bool(low > 0 or high < 0)

    if not settled(MOST_MEMBERS):
        return None
    return bisect.bisect_left(range(MOST_MEMBERS), True, lo=pairs, key=settled)


def effect(output: str, when: str, a: Array, b: Array, *, still: bool = False) -> Effect:
    """The effect on an amount or level; ``a`` and ``b`` have shape (pairs,)."""
    values = b.astype(float) - a.astype(float)
    mean, low, high = (float(end) for end in intervals(values, still=still))
    up, down = int((values > 0).sum()), int((values < 0).sum())
    verdict = verdict_of(up + down > 0, low, high)
    needed = members_to_settle(len(a), low, high) if verdict == CANNOT_TELL else None
    sides = float(a.mean(dtype=float)), float(b.mean(dtype=float))
    return Effect(output, when, *sides, mean, low, high, up, down, verdict, needed)


def effect_on_share(output: str, when: str, a: NDArray[Any], b: NDArray[Any], *, still: bool = False) -> Effect:
    """The effect on a share of members; ``a`` and ``b`` say of each pair whether it counts."""
    up, down = int((b & ~a).sum()), int((a & ~b).sum())
    mean, low, high = (float(end) for end in share_intervals(np.array(up), np.array(down), len(a), still=still))
    verdict = verdict_of(up + down > 0, low, high)
    needed = members_to_settle_share(len(a), up, down) if verdict == CANNOT_TELL else None
    return Effect(output, when, float(a.mean()), float(b.mean()), mean, low, high, up, down, verdict, needed)


def differing(pairs: Pairs) -> list[str]:
    """The variables in which any pair differs in any quarter; dated paths are inputs and do not count."""
    found = []
    for key in pairs.shared():
        if not key.endswith("_target"):
            one, other = pairs.of(key)
            if not np.array_equal(one, other):
                found.append(key)
    return found


@dataclass(frozen=True)
class Signs:
    """Whether pairs, and parameter vectors, agree with the mean on the sign of one difference per pair.

    ``same``, ``reversed`` and ``zero`` count pairs. Of the ``vectors`` that members share, ``vectors_same`` have a mean
    of the same sign, ``vectors_sure`` of them with an interval that leaves zero out; ``vectors_against`` surely have
    the other sign. ``vector_low`` to ``vector_high`` is the 90 % spread of the vectors' means with the luck taken out,
    None where it cannot be told. 0 vectors: members share none.
    """

    output: str
    when: str
    mean: float
    same: int
    reversed: int
    zero: int
    vectors: int = 0
    vectors_same: int = 0
    vectors_sure: int = 0
    vectors_against: int = 0
    vector_low: float | None = None
    vector_high: float | None = None


def signs(output: str, when: str, values: Array, vectors: NDArray[np.int64] | None = None) -> Signs:
    """Count signs; ``values`` are the pairs' differences and ``vectors`` their parameter vectors, shape (pairs,)."""
    mean = float(values.mean())
    signed = np.sign(values) * np.sign(mean)
    counts = (int((signed > 0).sum()), int((signed < 0).sum()), int((signed == 0).sum()))
    if vectors is None:
        return Signs(output, when, mean, *counts)
    groups = [values[vectors == vector] * np.sign(mean) for vector in np.unique(vectors)]
    means = np.array([group.mean() for group in groups])
    # A vector of a single member has no interval and is sure of nothing.
    ends = [intervals(group)[1:] if len(group) > 1 else (-np.inf, np.inf) for group in groups]
    low, high = np.array(ends, dtype=float).T
    sure, against = int((low > 0).sum()), int((high < 0).sum())
    found = Signs(output, when, mean, *counts, len(groups), int((means > 0).sum()), sure, against)
    band = vector_band(values, vectors)
    return found if band is None else replace(found, vector_low=float(band[0]), vector_high=float(band[1]))


def vector_band(values: Array, vectors: NDArray[np.int64]) -> tuple[Array, Array] | None:
    """Ends of the 90 % spread between parameter vectors of the mean difference, luck taken out.

    ``values`` have pairs last, ``vectors`` says which vector each has. None with fewer than two vectors, or pairs of
    one.
    """
    groups = [values[..., vectors == vector] for vector in np.unique(vectors)]
    if len(groups) < 2 or min(group.shape[-1] for group in groups) < 2:
        return None
    centre = np.array([group.mean(axis=-1) for group in groups])
    luck = np.array([group.var(axis=-1, ddof=1) / group.shape[-1] for group in groups]).mean(axis=0)
    return between_vectors(centre, luck, whole=np.asarray(values.mean(axis=-1)))
