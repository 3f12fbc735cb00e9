"""Very large ensembles in little memory: counts in fixed bins instead of every path.

Bins are fixed per unit, never fitted to the data, and sums are whole numbers of a millionth. So the folds of two groups
of members add up to the fold of both, in any order and on any number of workers, to the last bit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tightrope import state
from tightrope.outcomes import OUTCOMES, Tally, tally

Records = Mapping[str, NDArray[Any]]
Counts = NDArray[np.int64]
Array = NDArray[np.float64]

GRAIN = 2.0**-20
"""What sums are counted in: every value is rounded to about a millionth of its unit before it is added."""

FINE = 200
"""Bins between the bounds of a variable that has two."""

SMALLEST_AMOUNT, LARGEST_AMOUNT, AMOUNT_BINS = 0.01, 1e5, 640
"""Amounts without an upper bound: geometric bins, each 2.5 % wider than the one below, and one at either end."""


@dataclass(frozen=True, eq=False)
class Bins:
    """Fixed bins: bin k holds values from ``edges[k]`` up to, not including, ``edges[k + 1]``.

    Values beyond the ends count in the first or last bin. ``codes`` bins hold one whole number each.
    """

    name: str
    edges: Array
    codes: bool = False

    @property
    def count(self) -> int:
        """Number of bins."""
        return len(self.edges) - 1

    def place(self, values: NDArray[Any]) -> Counts:
        """The bin of each value; the shape of ``values``."""
        if self.name == "amount":
            return np.searchsorted(self.edges[1:-1], values, side="right")
        if self.codes and values.dtype.kind == "i":
            return values.astype(np.int64)
        # In the precision of the values. Cutting off the fraction is rounding down for all that is not clipped.
        kind = values.dtype.type
        found = ((values - kind(self.edges[0])) * kind(1 / (self.edges[1] - self.edges[0]))).astype(np.int64)
        return np.clip(found, 0, self.count - 1, out=found)


def _amount_edges() -> Array:
    inner = np.geomspace(SMALLEST_AMOUNT, LARGEST_AMOUNT, AMOUNT_BINS + 1)
    return np.concatenate(([0.0], inner, [LARGEST_AMOUNT * inner[1] / inner[0]]))


AMOUNT = Bins("amount", _amount_edges())
LEVEL = Bins("level", np.linspace(0.0, 1.0, FINE + 1))
INDEX = Bins("index", np.linspace(-1.0, 1.0, FINE + 1))
OUTCOME = Bins("outcome", np.arange(len(OUTCOMES) + 1.0) - 0.5, codes=True)
STATUS = Bins("status", np.arange(6.0) - 0.5, codes=True)
MOVE = Bins("move", np.arange(33.0) - 0.5, codes=True)
ALL_BINS = (AMOUNT, LEVEL, INDEX, OUTCOME, STATUS, MOVE)


def bins_for(key: str) -> Bins:
    """The bins of a recorded variable, by its unit and bounds."""
    if key.startswith("move."):
        return MOVE
    variable = state.BY_KEY[key.removesuffix("_target")]
    if variable.unit == "code":
        return OUTCOME if key == "baku.outcome" else STATUS
    if variable.high is None:
        return AMOUNT
    return INDEX if variable.low < 0 else LEVEL


@dataclass(frozen=True, eq=False)
class Fold:
    """What is kept of every member: see the module. ``counts`` by key, (quarters[, axis], bins); ``sums`` by key,
    (quarters[, axis]), in units of ``GRAIN``; ``outcomes`` None unless ``baku.outcome`` was recorded; ``plausible`` the
    fold of the members whose parameter vectors pass the control, None unless some do and some do not."""

    members: int
    counts: Mapping[str, Counts]
    sums: Mapping[str, Counts]
    outcomes: Tally | None
    plausible: Fold | None = None

    def __add__(self, other: Fold) -> Fold:
        """The fold of both groups of members."""
        outcomes = self.outcomes
        if outcomes is not None and other.outcomes is not None:
            outcomes = outcomes + other.outcomes
        plausible = self.plausible
        if plausible is not None and other.plausible is not None:
            plausible = plausible + other.plausible
        return Fold(
            self.members + other.members,
            {key: mine + other.counts[key] for key, mine in self.counts.items()},
            {key: mine + other.sums[key] for key, mine in self.sums.items()},
            outcomes,
            plausible,
        )


def count_in_bins(values: NDArray[Any], bins: Bins) -> Counts:
    """How many members fall into each bin; (quarters[, axis], members) becomes (quarters[, axis], bins)."""
    rows = values.reshape(-1, values.shape[-1])
    places = bins.place(rows)
    places += np.arange(len(rows))[:, None] * bins.count
    counted = np.bincount(places.ravel(), minlength=len(rows) * bins.count)
    return counted.reshape(*values.shape[:-1], bins.count)


def _sum(values: NDArray[Any]) -> Counts:
    """Sum over members in grains. Whole numbers this small add up without rounding in floating point as well."""
    if values.dtype.kind == "i":
        return values.sum(axis=-1, dtype=np.int64) * round(1 / GRAIN)
    grains = np.rint(values * values.dtype.type(1 / GRAIN))
    return np.asarray(grains.sum(axis=-1, dtype=float).astype(np.int64))


def fold(
    records: Records,
    vectors: NDArray[np.int64] | None = None,
    vector_count: int = 0,
    passes: NDArray[np.bool_] | None = None,
) -> Fold:
    """Fold the records of some members; arrays of shape (quarters, members) or (quarters, axis, members).

    ``passes`` says of each vector whether it passes the control.
    """
    members = next(iter(records.values())).shape[-1]
    counts = {key: count_in_bins(values, bins_for(key)) for key, values in records.items()}
    sums = {key: _sum(values) for key, values in records.items()}
    outcomes = None
    if "baku.outcome" in records:
        outcomes = tally(records["baku.outcome"], vectors, vector_count)
    plausible = None
    if vectors is not None and passes is not None and passes.any() and not passes.all():
        here = passes[vectors]
        # Numbered anew, so that no vector is without members.
        kept = (np.cumsum(passes) - 1)[vectors[here]]
        plausible = fold({key: values[..., here] for key, values in records.items()}, kept, int(passes.sum()))
    return Fold(members, counts, sums, outcomes, plausible)


def percentiles(counts: Counts, bins: Bins, percents: Sequence[float]) -> Array:
    """Percentiles to within a bin; counts (..., bins) become (percents, ...).

    Inside a bin the members are taken as evenly spread; of codes the code itself is given.
    """
    reached = np.cumsum(counts, axis=-1)
    total = reached[..., -1:]
    out = np.empty((len(percents), *counts.shape[:-1]))
    for place, percent in enumerate(percents):
        wanted = np.maximum(percent / 100 * total, 1e-9)
        found = (reached >= wanted).argmax(axis=-1)
        if bins.codes:
            out[place] = found
            continue
        here = np.take_along_axis(counts, found[..., None], axis=-1)[..., 0]
        before = np.take_along_axis(reached, found[..., None], axis=-1)[..., 0] - here
        inside = (wanted[..., 0] - before) / here
        low, high = bins.edges[found], bins.edges[found + 1]
        out[place] = low + inside * (high - low)
    return out
