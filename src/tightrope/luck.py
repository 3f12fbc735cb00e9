"""All chance of a run, drawn before it starts.

Luck depends on the seed, the stream's name and the member's fixed block alone: member 17 of seed 3 meets the same luck
in any ensemble, on any number of workers and in any scenario, and adding a stream or an event reshuffles nothing.

The recipe, so that it can be repeated elsewhere:

* a stream is a name such as ``choice/baku.abroad/join``; its key is the first eight bytes of the SHA-256 of that
  name, read as a big-endian integer;
* a stream in time has a generator per block of members: block ``b`` holds members ``1024 b`` to ``1024 b + 1023``, and
  its generator is ``PCG64(SeedSequence(seed, spawn_key=(key, b)))``. It gives one row of 1024 doubles per quarter, the
  first row being 1992-Q1. One double consumes exactly one step of PCG64, so the rows before a run's first quarter are
  skipped with ``advance``;
* a stream of quantiles (one number per member for the whole run) has one generator,
  ``PCG64(SeedSequence(seed, spawn_key=(key,)))``: member ``m`` has its double number ``m``, counted from 0.

Everything is uniform on [0, 1); normal and Gumbel variates are transformations of it, the latter kept in single
precision.
"""

from __future__ import annotations

import functools
import hashlib
import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from tightrope.precision import REAL, Array, Real

Places = slice | NDArray[np.int64]
Turn = Callable[[Array, Any], Array]
"""Makes of uniforms, which it uses up, what is wanted, in an array of the same shape."""

BLOCK = 1024
"""Members per block of luck. Part of the recipe: changing it changes every run."""

SMALLEST = 2.0**-54
"""Half a step of a double uniform: stands in for an exact zero, whose logarithm does not exist."""

LONGEST = np.float32(-math.log(SMALLEST))
"""The exponential waiting time that belongs to it."""


@functools.cache
def stream_key(name: str) -> int:
    """The stable 64-bit key of a stream's name."""
    return int.from_bytes(hashlib.sha256(name.encode("utf-8")).digest()[:8], "big")


def stream(seed: int, name: str, *block: int) -> np.random.PCG64:
    """The bit generator of a stream, or of a stream in one block of members."""
    return np.random.PCG64(np.random.SeedSequence(seed, spawn_key=(stream_key(name), *block)))


class Luck:
    """The luck of some members over some quarters.

    ``members`` are absolute indices (any order, any subset); ``first`` is the absolute quarter of the first row and
    ``quarters`` the number of rows. With ``still=True`` (``uncertainty: none``) nothing is drawn: quantiles are 0.5,
    normal shocks 0, Gumbel draws equal for all moves, and no hazard strikes. ``real`` is what numbers made of luck are
    reckoned in; uniforms, and all that is on the way to a number, are double.
    """

    def __init__(
        self,
        seed: int,
        members: Sequence[int] | NDArray[np.int64],
        first: int,
        quarters: int,
        *,
        still: bool = False,
        real: Real = REAL,
    ) -> None:
        self.seed = seed
        self.members = np.asarray(members, dtype=np.int64)
        self.first = first
        self.quarters = quarters
        self.still = still
        self.real = real
        block_of = self.members // BLOCK
        self._in_a_row = len(self.members) > 0 and bool((np.diff(self.members) == 1).all())
        self._parts = [self._part(int(block), block_of == block) for block in np.unique(block_of)]

    def _rows(self, name: str, rows: int, skip: int, out: Array, turn: Turn) -> None:
        """Fill ``out``, shape (rows, members), block by block, each turned into what is wanted while it is at hand."""
        for block, places, columns, whole in self._parts:
            bits = stream(self.seed, name, block)
            bits.advance(skip * BLOCK)
            drawn = np.random.Generator(bits).random((rows, BLOCK))
            wanted = drawn if whole else drawn[:, columns]
            if isinstance(places, slice):
                turn(wanted, out[:, places])
            else:
                out[:, places] = turn(wanted, np.empty_like(wanted, dtype=out.dtype))

    def _part(self, block: int, here: NDArray[np.bool_]) -> tuple[int, Places, NDArray[np.int64], bool]:
        """A block: its number, the places of its members here (a slice where they stand side by side), their columns
        in it, and whether it is here whole and in order."""
        places, columns = np.flatnonzero(here), self.members[here] - block * BLOCK
        whole = len(columns) == BLOCK and bool((columns == np.arange(BLOCK)).all())
        side_by_side = len(places) == places[-1] - places[0] + 1
        return block, slice(places[0], places[-1] + 1) if side_by_side else places, columns, whole

    def quantile(self, name: str) -> Array:
        """One uniform per member for the whole run; shape (members,)."""
        if self.still:
            return np.full(len(self.members), 0.5)
        bits = stream(self.seed, name)
        draw = np.random.Generator(bits).random
        if self._in_a_row:
            bits.advance(int(self.members[0]))
            return draw(len(self.members))
        out, reached = np.empty(len(self.members)), 0
        for block, places, columns, whole in self._parts:
            bits.advance(block * BLOCK - reached)
            reached = (block + 1) * BLOCK
            drawn = draw(BLOCK)
            out[places] = drawn if whole else drawn[columns]
        return out

    def uniform(self, name: str) -> Array:
        """One uniform per quarter and member; shape (quarters, members). Still luck gives ones: no hazard strikes."""
        if self.still:
            return np.ones((self.quarters, len(self.members)))
        out = np.empty((self.quarters, len(self.members)))
        self._rows(name, self.quarters, self.first, out, _as_it_is)
        return out

    def normal(self, name: str) -> Array:
        """Standard normal shocks by inverse CDF; shape (quarters, members). Still luck gives zeros."""
        if self.still:
            return np.zeros((self.quarters, len(self.members)), self.real)
        out: Array = np.empty((self.quarters, len(self.members)), self.real)
        self._rows(name, self.quarters, self.first, out, _to_normal)
        return out

    def gumbel(self, decision: str, moves: Sequence[str]) -> Array:
        """One standard Gumbel draw per quarter, move and member; shape (quarters, moves, members).

        Each (decision, move) has a stream of its own, ``choice/<decision>/<move>``, so a move whose value rises can
        only win choices for itself, and a new move leaves the luck of the others as it was. They are most of a run's
        luck by far, and of seven digits in either precision: what is used once is not worth another logarithm in full.
        """
        shape = (self.quarters, len(moves), len(self.members))
        if self.still:
            return np.zeros(shape, self.real)
        out: Array = np.empty(shape, self.real)
        for place, move in enumerate(moves):
            self._rows(f"choice/{decision}/{move}", self.quarters, self.first, out[:, place], _to_gumbel)
        return out


class KeptLuck(Luck):
    """Luck that remembers what it drew, for the same members run again and again; its arrays cannot be written to."""

    def __init__(
        self,
        seed: int,
        members: Sequence[int] | NDArray[np.int64],
        first: int,
        quarters: int,
        *,
        still: bool = False,
        real: Real = REAL,
    ) -> None:
        super().__init__(seed, members, first, quarters, still=still, real=real)
        self._kept: dict[tuple[str, ...], NDArray[Any]] = {}

    def quantile(self, name: str) -> Array:
        """As ``Luck.quantile``."""
        return self._keep(("quantile", name), lambda: super(KeptLuck, self).quantile(name))

    def uniform(self, name: str) -> Array:
        """As ``Luck.uniform``."""
        return self._keep(("uniform", name), lambda: super(KeptLuck, self).uniform(name))

    def normal(self, name: str) -> Array:
        """As ``Luck.normal``."""
        return self._keep(("normal", name), lambda: super(KeptLuck, self).normal(name))

    def gumbel(self, decision: str, moves: Sequence[str]) -> Array:
        """As ``Luck.gumbel``."""
        return self._keep(("gumbel", decision, *moves), lambda: super(KeptLuck, self).gumbel(decision, moves))

    def _keep(self, key: tuple[str, ...], draw: Callable[[], NDArray[Any]]) -> NDArray[Any]:
        if key not in self._kept:
            self._kept[key] = draw()
            self._kept[key].flags.writeable = False
        return self._kept[key]


def _as_it_is(uniform: Array, out: Array) -> Array:
    out[:] = uniform
    return out


def _to_normal(uniform: Array, out: Array) -> Array:
    """Standard normals by inverse CDF."""
    np.maximum(uniform, SMALLEST, out=uniform)
    out[:] = ndtri(uniform, out=uniform)
    return out


def _to_gumbel(uniform: Array, out: Array) -> Array:
    """Standard Gumbel draws, -log(-log(u)), to seven digits; the inner logarithm is taken in full, for a u near 1."""
    with np.errstate(divide="ignore"):  # of an exact zero, which waits as long as SMALLEST does
        np.log(uniform, out=uniform)
    waiting = uniform.astype(np.float32)
    np.negative(waiting, out=waiting)
    np.minimum(waiting, LONGEST, out=waiting)
    np.log(waiting, out=waiting)
    return np.negative(waiting, out=out)
