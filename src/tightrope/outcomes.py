"""What became of Baku: shares of the six outcomes, how sure they are, when each was first reached and how it lasted.

Pure functions on arrays of outcome codes, shape (quarters, members). Which outcome a quarter belongs to is the model's
rule, not this file's. Everything is counted in whole numbers first (``Tally``), so that the tallies of two groups of
members add up to the tally of both, in any order, to the last bit.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

Counts = NDArray[np.int64]
Array = NDArray[np.float64]
Codes = NDArray[Any]

OUTCOMES = (
    "going it alone",
    "tactical drift east",
    "western tilt",
    "European association",
    "Eurasian accession",
    "coerced",
)
"""Names by code."""

EAST_TO_WEST = (5, 4, 1, 0, 2, 3)
"""The codes in the order in which people draw them."""

COVERAGE = 0.90
"""Share of cases that every interval of this file is meant to cover: the same as the widest band of the figures."""


@dataclass(frozen=True, eq=False)
class Tally:
    """How many members did what; all whole numbers, outcomes last.

    ``counts`` (quarters, outcomes): members in an outcome in a quarter. ``first`` (quarters, outcomes): members that
    entered it for the first time then. ``left`` (outcomes,): members that have left it at least once. ``gone``
    (outcomes,): members that have been in it and are not in it in the last quarter. ``stayed`` (outcomes,): quarters
    spent in it by all members together. ``by_vector`` (vectors, quarters, outcomes): ``counts`` of each parameter
    vector apart; no vectors where none is shared between members. ``ever_by_vector`` (vectors, outcomes): ``ever`` of
    each vector apart.
    """

    members: int
    counts: Counts
    first: Counts
    left: Counts
    gone: Counts
    stayed: Counts
    by_vector: Counts
    ever_by_vector: Counts

    def __add__(self, other: Tally) -> Tally:
        """The tally of both groups of members."""
        return Tally(
            self.members + other.members,
            self.counts + other.counts,
            self.first + other.first,
            self.left + other.left,
            self.gone + other.gone,
            self.stayed + other.stayed,
            self.by_vector + other.by_vector,
            self.ever_by_vector + other.ever_by_vector,
        )

    @property
    def ever(self) -> Counts:
        """Members that were in each outcome in at least one quarter; shape (outcomes,)."""
        reached: Counts = self.first.sum(axis=0)
        return reached


def tally(codes: Codes, vectors: NDArray[np.int64] | None = None, vector_count: int = 0) -> Tally:
    """Count the outcome codes of some members.

    ``codes`` has shape (quarters, members), both at least 1; ``vectors`` names each member's parameter vector, from 0
    to ``vector_count`` - 1.
    """
    quarters, members = codes.shape
    shape = (quarters, len(OUTCOMES))
    counts, first = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64)
    left, gone, stayed = (np.zeros(len(OUTCOMES), dtype=np.int64) for _ in range(3))
    by_vector = np.zeros((vector_count, *shape), dtype=np.int64)
    ever_by_vector = np.zeros((vector_count, len(OUTCOMES)), dtype=np.int64)
    for code in range(len(OUTCOMES)):
        there = codes == code
        reached = there.any(axis=0)
        counts[:, code] = there.sum(axis=1)
        first[:, code] = np.bincount(there.argmax(axis=0)[reached], minlength=quarters)
        left[code] = (there[:-1] & ~there[1:]).any(axis=0).sum()
        gone[code] = (reached & ~there[-1]).sum()
        stayed[code] = there.sum()
        for vector in range(vector_count):
            by_vector[vector, :, code] = there[:, vectors == vector].sum(axis=1)
        if vectors is not None:
            ever_by_vector[:, code] = np.bincount(vectors[reached], minlength=vector_count)
    return Tally(members, counts, first, left, gone, stayed, by_vector, ever_by_vector)


def shares(found: Tally) -> Array:
    """Share of members in each outcome and quarter; shape (quarters, outcomes), each row adding up to 1."""
    return found.counts / found.members


def wilson(count: Counts, total: int, coverage: float = COVERAGE) -> tuple[Array, Array]:
    """Low and high end of the share that ``count`` of ``total`` draws of luck point to (Wilson, 1927).

    (p + z^2/2n -+ z sqrt(p (1 - p)/n + z^2/4n^2)) / (1 + z^2/n): the score interval, which stays inside 0 and 1 and
    keeps a width where nobody or everybody was counted.
    """
    z = float(ndtri(0.5 + coverage / 2))
    share = np.asarray(count, dtype=float) / total
    middle = share + z * z / (2 * total)
    reach = z * np.sqrt(share * (1 - share) / total + z * z / (4 * total * total))
    scale = 1 + z * z / total
    # What rounding leaves outside the bounds is cut off: with nobody counted the low end is 0.
    return np.clip((middle - reach) / scale, 0.0, share), np.clip((middle + reach) / scale, share, 1.0)


def between_vectors(
    centre: Array, luck: Array, coverage: float = COVERAGE, whole: Array | None = None
) -> tuple[Array, Array]:
    """Low and high end of what different parameter vectors give, with the luck taken out.

    ``centre`` (vectors, ...) holds a mean or share per vector, ``luck`` (...) the variance that its few draws of luck
    give it. The vectors' own values spread wider than the vectors differ, so their distances from the middle are shrunk
    by sqrt(1 - luck/spread), with spread their variance; nothing is left where luck explains all. With few vectors the
    estimate is rough, and on the wide side.

    Where a few vectors lie far from the rest, ``whole`` (...), the mean or share of all members that the range stands
    beside (by default the middle), can lie beyond those percentiles: the range is then drawn out to it.
    """
    middle = centre.mean(axis=0)
    spread = centre.var(axis=0, ddof=1)
    kept = np.sqrt(np.clip(1 - luck / np.where(spread > 0, spread, 1.0), 0.0, 1.0))
    tail = 50 * (1 - coverage)
    low, high = np.percentile(centre, (tail, 100 - tail), axis=0)
    held = middle if whole is None else whole
    return np.minimum(middle + kept * (low - middle), held), np.maximum(middle + kept * (high - middle), held)


def vector_interval(found: Tally, coverage: float = COVERAGE) -> tuple[Array, Array]:
    """``between_vectors`` for the shares of the outcomes; shape (quarters, outcomes).

    NaN with fewer than two vectors or with a vector of fewer than two members. The luck in the share p of a vector of n
    members is taken as p (1 - p)/(n - 1), the unbiased binomial variance.
    """
    return _interval_of(found.by_vector, shares(found), found, coverage)


def ever_vector_interval(found: Tally, coverage: float = COVERAGE) -> tuple[Array, Array]:
    """The same for the shares that ever reached each outcome; shape (outcomes,)."""
    return _interval_of(found.ever_by_vector, found.ever / found.members, found, coverage)


def _interval_of(counts: Counts, whole: Array, found: Tally, coverage: float) -> tuple[Array, Array]:
    """``vector_interval`` of any counts by vector, (vectors, ...), with the shares of all members, (...)."""
    sizes = found.by_vector[:, 0].sum(axis=1).reshape(-1, *[1] * (counts.ndim - 1))
    if len(sizes) < 2 or sizes.min() < 2:
        return np.full(counts.shape[1:], np.nan), np.full(counts.shape[1:], np.nan)
    share = counts / sizes
    return between_vectors(share, (share * (1 - share) / (sizes - 1)).mean(axis=0), coverage, whole)


def passage_quarters(found: Tally, percents: tuple[float, ...]) -> Array:
    """By which quarter of the run a given part of those that ever reached an outcome had reached it.

    Shape (percents, outcomes), counted from the run's first quarter as 0; NaN where nobody reached it.
    """
    reached = np.cumsum(found.first, axis=0)
    out = np.full((len(percents), len(OUTCOMES)), np.nan)
    for place, percent in enumerate(percents):
        enough = (reached >= np.maximum(percent / 100 * found.ever, 1)) & (found.ever > 0)
        out[place] = np.where(enough.any(axis=0), enough.argmax(axis=0), np.nan)
    return out


def reversibility(found: Tally) -> tuple[Array, Array, Array]:
    """Of the members that ever reached each outcome: share that left it at least once, share that is not in it in the
    last quarter, and mean number of quarters spent in it. Shape (outcomes,); NaN where nobody reached it.
    """
    ever = np.where(found.ever > 0, found.ever, np.nan)
    return found.left / ever, found.gone / ever, found.stayed / ever
