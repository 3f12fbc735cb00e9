"""Where members stand in two groups: one median of all of them would be a path that nobody takes.

Members part in a quarter where few of them stand between two heights at which many do. The rule looks at where they
stand alone; what else tells the groups apart is looked up afterwards, for the note under the chart.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from tightrope import state
from tightrope.ensemble import Bins, bins_for, percentiles
from tightrope.outcomes import OUTCOMES
from tightrope.quarters import format_quarter
from tightrope.results import Run
from tightrope.results.run import PERCENTS

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]

STEPS = 60
"""Slices of the range of a variable in which members are counted."""

SMOOTHING = np.array([1.0, 2.0, 3.0, 2.0, 1.0]) / 9
"""Weights of neighbouring slices, so that the luck of single members makes no group."""

LEAST_SHARE = 0.05
"""Smallest share that is a group: less lies outside the 90 % band anyway."""

EMPTY, STILL_EMPTY = 0.5, 0.85
"""How full the slices between two groups may be, in parts of the fullest slice of the smaller one: for groups to be
told apart at all, and for them to be followed before and after that."""

BEYOND_LUCK = 3.0
"""By how many standard deviations of a count the fullest slice must exceed the emptiest between the groups."""

APART = 0.125
"""Smallest distance between the groups' medians, in parts of the scale of the chart."""

LASTING = 4
"""Quarters: shorter partings and shorter reunions are not shown."""

TELLING = 0.8
"""How much more common a mark must be in one group to be named as what tells them apart."""


@dataclass(frozen=True, eq=False)
class Groups:
    """Two groups of members over time, by whether they stand below ``cut``.

    ``parted`` (quarters,): where there are two. ``low`` and ``high`` (5, quarters): percentiles of each, as those of
    all members. ``lower`` (quarters,): share of members in the low one. All NaN where there is one group.
    """

    parted: Flags
    cut: Array
    lower: Array
    low: Array
    high: Array

    def stretches(self) -> list[tuple[int, int]]:
        """First and last quarter, by place, of each time that members are parted."""
        return _stretches(self.parted)

    def apart(self, whole: Array) -> list[Array]:
        """What to draw, (5, quarters) each: the percentiles of all where they stand together, those of each group."""
        return [np.where(self.parted, np.nan, whole), *self.lines(whole)]

    def lines(self, whole: Array) -> list[Array]:
        """The percentiles of each group, (5, quarters); the larger one is joined to those of all before and after.

        Not where the median of all lies outside the group: nobody went from one to the other.
        """
        drawn = [self.low.copy(), self.high.copy()]
        for first, last in self.stretches():
            for inside, outside in ((first, first - 1), (last, last + 1)):
                larger = drawn[0 if self.lower[inside] >= 0.5 else 1]
                if 0 <= outside < len(self.parted) and larger[0, inside] <= whole[2, outside] <= larger[4, inside]:
                    larger[:, outside] = whole[:, outside]
        return drawn


def groups(run: Run, key: str, place: int | None = None) -> Groups | None:
    """The groups in which the members of a run stand, or None where they do not part for at least a year.

    Of a folded run to within a bin. ``place`` is that on the variable's axis.
    """
    bins = bins_for(key) if run.folded else None
    if bins is not None:
        counts = run.data[f"counts.{key}"].values
        counts = counts if place is None else counts[:, place]
        heights = np.broadcast_to((bins.edges[:-1] + bins.edges[1:]) / 2, counts.shape)
        return part(heights, key, counts.astype(float), bins)
    values = run.data[key].values
    return part(np.asarray(values if place is None else values[..., place], dtype=float).T, key)


def part(heights: Array, key: str, weights: Array | None = None, bins: Bins | None = None) -> Groups | None:
    """The groups of those that stand at some heights, (quarters, n), on the scale of a variable; None as ``groups``.

    With ``bins`` the heights are theirs and ``weights`` how many stand in each.
    """
    weights = np.ones_like(heights) if weights is None else weights
    slices = _slices(heights, weights)
    if slices is None:
        return None
    edges, counts = slices
    clear, cuts = np.array([_cut(row, edges) for row in counts]).T
    variable = state.BY_KEY[key.removesuffix("_target")]
    scale = edges[-1] - min(edges[0], 0.0) if variable.high is None else variable.high - variable.low
    cuts[[not _far(edges, APART * scale, *pair) for pair in zip(cuts, counts, strict=True)]] = np.nan
    if np.isnan(cuts).all():
        return None
    known = np.flatnonzero(~np.isnan(cuts))
    between = np.interp(np.arange(len(cuts)), known, cuts[known])
    parted = _lasting(~np.isnan(cuts), clear > 0, _moved(counts, edges, between))
    if not parted.any():
        return None
    return _measured(heights, weights, bins, np.where(parted, between, np.nan))


def groups_note(run: Run, named: dict[str, str]) -> list[str]:
    """What the two groups in a chart are; ``named`` are its variables' keys with what the chart calls them.

    No note where members stand in one group throughout.
    """
    found = {key: parts for key in named if (parts := groups(run, key)) is not None}
    if not found:
        return []
    note = "Where members part into two groups each has a median and bands of its own, with its share of members."
    told = [f"{named[key]}, {words}" for key, parts in found.items() if (words := _told_apart(run, key, parts))]
    return [" ".join([note, *[f"{one[0].upper()}{one[1:]}." for one in told]])]


def _told_apart(run: Run, key: str, parts: Groups) -> str:
    """The mark that tells the groups apart in the last quarter in which there are two, in words; "" if none does."""
    quarter = parts.stretches()[-1][1]
    below = run.data[key].values[:, quarter] <= parts.cut[quarter]
    if below.all() or not below.any():
        return ""
    shares = {
        words: (float(has[below].mean()), float(has[~below].mean())) for words, has in _traits(run, quarter).items()
    }
    if not shares:
        return ""
    words, (low, high) = max(shares.items(), key=lambda one: abs(one[1][0] - one[1][1]))
    if abs(low - high) < TELLING:
        return ""
    return (
        f"{format_quarter(run.scenario.start + quarter)}: {words} {100 * low:.0f} % of the lower group"
        f", {100 * high:.0f} % of the upper"
    )


def _traits(run: Run, quarter: int) -> dict[str, Flags]:
    """Marks of members that may tell groups apart, (kept members,) each, by how a sentence says them."""
    found: dict[str, Flags] = {}
    if run.recorded("world.union_alive"):
        found["the union project has ended for"] = run.data["world.union_alive"].values[:, quarter] < 0.5
    if run.recorded("baku.outcome"):
        codes = run.data["baku.outcome"].values[:, : quarter + 1]
        found |= {f"{name} holds": codes[:, -1] == code for code, name in enumerate(OUTCOMES)}
        found["coercion has befallen"] = (codes == OUTCOMES.index("coerced")).any(axis=1)
    return found


# -- counting ---------------------------------------------------------------------------------------------------------


def _slices(values: Array, weights: Array) -> tuple[Array, Array] | None:
    """Edges of the slices and the members in them, (quarters, slices); None of a variable that does not vary."""
    there = values[weights > 0]
    low, high = float(there.min()), float(there.max())
    if high - low < 1e-9:
        return None
    edges = np.linspace(low, high, STEPS + 1)
    rows = [np.histogram(row, edges, weights=weight)[0] for row, weight in zip(values, weights, strict=True)]
    return edges, np.array(rows, dtype=float)


def _cut(counts: Array, edges: Array) -> tuple[bool, float]:
    """Whether a quarter has two groups beyond doubt, and the height between them, NaN where there is none."""
    full = np.convolve(counts, SMOOTHING, mode="same")
    peak = np.minimum(np.maximum.accumulate(full), np.maximum.accumulate(full[::-1])[::-1])
    below = np.cumsum(counts) / counts.sum()
    may = (below >= LEAST_SHARE) & (below <= 1 - LEAST_SHARE) & (full < STILL_EMPTY * peak)
    if not may.any():
        return False, float("nan")
    emptiness = np.where(may, full / np.maximum(peak, 1e-9), np.inf)
    # In the middle of the emptiest slices, so that the cut does not depend on which of them comes first.
    places = np.flatnonzero(emptiness == emptiness.min())
    place = int(places[len(places) // 2])
    clear = full[place] < EMPTY * peak[place] and peak[place] - full[place] > BEYOND_LUCK * np.sqrt(peak[place])
    return bool(clear), float(edges[place + 1])


def _far(edges: Array, least: float, cut: float, counts: Array) -> bool:
    """Whether the groups' medians stand at least so far from each other."""
    if np.isnan(cut):
        return False
    middles = (edges[:-1] + edges[1:]) / 2
    ends = []
    for side in (middles <= cut, middles > cut):
        reached = np.cumsum(np.where(side, counts, 0.0))
        ends.append(float(middles[int((reached >= reached[-1] / 2).argmax())]))
    return ends[1] - ends[0] >= least


def _measured(heights: Array, weights: Array, bins: Bins | None, cuts: Array) -> Groups:
    """Shares and percentiles of the groups where there is a cut between them."""
    parted = ~np.isnan(cuts)
    low, high = np.full((2, len(PERCENTS), len(cuts)), np.nan)
    lower = np.full(len(cuts), np.nan)
    for quarter in np.flatnonzero(parted):
        below = heights[quarter] <= cuts[quarter]
        lower[quarter] = weights[quarter][below].sum() / weights[quarter].sum()
        for ends, side in ((low, below), (high, ~below)):
            if bins is None:
                ends[:, quarter] = np.percentile(heights[quarter][side], PERCENTS)
            else:
                ends[:, quarter] = percentiles((weights[quarter] * side).astype(np.int64), bins, PERCENTS)
    return Groups(parted, cuts, lower, low, high)


def _moved(counts: Array, edges: Array, cuts: Array) -> Flags:
    """Where so many members change sides by the cut's moving alone that the groups are others than a quarter before."""
    below = np.cumsum(counts, axis=1) / counts.sum(axis=1, keepdims=True)
    places = np.searchsorted(edges[1:-1], cuts)
    quarters = np.arange(len(cuts))
    moved: Flags = np.abs(below[quarters, places] - below[quarters, np.r_[places[:1], places[:-1]]]) > LEAST_SHARE
    return moved


def _lasting(parted: Flags, clear: Flags, moved: Flags) -> Flags:
    """Without reunions of less than a year, and without partings of two groups that are not clear for a year."""
    kept = parted.copy()
    for first, last in _stretches(~parted):
        if last - first + 1 < LASTING and first > 0 and last < len(parted) - 1:
            kept[first : last + 1] = True
    for first, last in _stretches(kept):
        starts = [first, *(first + 1 + np.flatnonzero(moved[first + 1 : last + 1])), last + 1]
        for begin, end in pairwise(starts):
            # A quarter between two pairs of groups keeps them apart.
            kept[begin : begin + (begin > first)] = False
            if (clear & parted)[begin:end].sum() < LASTING:
                kept[begin:end] = False
    return kept


def _stretches(flags: Flags) -> list[tuple[int, int]]:
    """First and last place of each row of True."""
    steps = np.diff(np.concatenate([[0], flags.astype(int), [0]]))
    return [(int(a), int(b) - 1) for a, b in zip(np.flatnonzero(steps == 1), np.flatnonzero(steps == -1), strict=True)]
