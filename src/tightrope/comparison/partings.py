"""When the two members of a pair first choose differently, who does, and between which moves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tightrope.comparison.pairs import Pairs
from tightrope.model import AlignmentModel

Whole = NDArray[np.int64]

NEVER = -1


@dataclass(frozen=True, eq=False)
class Partings:
    """The first different choice of every pair, of these ``decisions``; arrays of shape (pairs,).

    ``quarter`` is absolute, and ``NEVER`` where the pair never parts; ``decision`` is a place in ``decisions``; ``a``
    and ``b`` are the codes of the moves. Of several decisions that part in one quarter the first in its order counts.
    """

    decisions: tuple[str, ...]
    quarter: Whole
    decision: Whole
    a: Whole
    b: Whole

    @property
    def parted(self) -> NDArray[np.bool_]:
        """Which pairs part."""
        return self.quarter != NEVER

    @property
    def count(self) -> int:
        """How many pairs part."""
        return int(self.parted.sum())

    def percentile(self, percent: float) -> int | None:
        """By which quarter this part of the pairs that part have done so; None if none does."""
        when = np.sort(self.quarter[self.parted])
        if not len(when):
            return None
        return int(when[max(0, int(np.ceil(percent / 100 * len(when))) - 1)])

    def by_quarter(self, start: int, quarters: int) -> Whole:
        """How many pairs part in each quarter at each decision; shape (quarters, decisions)."""
        counted = np.zeros((quarters, len(self.decisions)), dtype=np.int64)
        np.add.at(counted, (self.quarter[self.parted] - start, self.decision[self.parted]), 1)
        return counted


def decisions() -> dict[str, tuple[str, ...]]:
    """Moves by decision, in the order in which a quarter makes them."""
    return AlignmentModel.decisions()


def first_partings(pairs: Pairs, names: Sequence[str] | None = None) -> Partings:
    """The first partings of pairs, of all decisions or of some. Raises RunError if moves were not recorded."""
    chosen = tuple(decisions() if names is None else names)
    for run in (pairs.a, pairs.b):
        run.require(*(f"move.{name}" for name in chosen))
    return parted_first([pairs.of(f"move.{name}") for name in chosen], chosen, pairs.a.scenario.start)


def parted_first(moves: Sequence[tuple[NDArray[Any], NDArray[Any]]], names: tuple[str, ...], start: int) -> Partings:
    """The same of codes, shape (quarters, pairs) in A and B for each decision; ``start`` is the first row's quarter."""
    one, other = (np.stack([pair[side] for pair in moves], axis=1) for side in (0, 1))
    pairs = one.shape[-1]
    # Quarter by quarter, and within it in the order of the decisions.
    differs = (one != other).reshape(-1, pairs)
    first, ever = differs.argmax(axis=0), differs.any(axis=0)
    row, decision = np.divmod(first, len(names))
    here = np.arange(pairs)
    return Partings(
        names,
        np.where(ever, start + row, NEVER),
        np.where(ever, decision, NEVER),
        np.where(ever, one[row, decision, here], NEVER).astype(np.int64),
        np.where(ever, other[row, decision, here], NEVER).astype(np.int64),
    )
