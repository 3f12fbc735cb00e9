"""How a capital chooses: the ledger of considerations and the one seam, ``choose``.

A capital *appraises* its moves by adding terms to a ledger, each named by the consideration it belongs to and written
as a difference from *hold*. A *rule* then turns the sums into one move per member. The default rule is the quantal
response (logit) of McKelvey and Palfrey (``mckelvey-palfrey-1995``): with temperature s, move m is chosen with
probability exp(U_m / s) / sum exp(U / s). It is drawn as the largest of U_m + s * G_m with one standard Gumbel draw
G_m per move, so that raising one move's value can win choices for that move only.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from tightrope.precision import REAL, Array, Real

Value = Array | float
Open = NDArray[np.bool_] | bool
Made = TypeVar("Made")
Moves = NDArray[np.int8]
Sink = Callable[[str, str, str, Value], None]
"""Called with (decision, consideration, move, weighted term) for every term while attached."""


@dataclass(frozen=True)
class Decision:
    """One choice a capital makes each quarter: its name, its moves (the first is always the one that changes
    nothing) and the considerations that may weigh on it."""

    name: str
    moves: tuple[str, ...]
    considerations: tuple[str, ...]

    def index(self, move: str) -> int:
        """The code of a move in records of this decision."""
        return self.moves.index(move)

    @property
    def capital(self) -> str:
        """The capital that decides."""
        return self.name.split(".")[0]


class Once:
    """What is made once and kept under a name."""

    def __init__(self) -> None:
        self._made: dict[object, Any] = {}

    def __call__(self, name: object, make: Callable[[], Made]) -> Made:
        """What ``make`` has made, the first time that this was asked."""
        if name not in self._made:
            self._made[name] = make()
        made: Made = self._made[name]
        return made


class Weights(dict[str, Value]):
    """The weight of every consideration of a decision, and what is made of weights and ``numbers``, those of the
    capital, alone: made once, for as long as they stand."""

    def __init__(self, weights: Mapping[str, Value], numbers: Any = None) -> None:
        super().__init__(weights)
        self.numbers = numbers
        self.once = Once()

    def times(self, consideration: str, number: str) -> Value:
        """A weight, multiplied by one of the capital's numbers."""
        return self.once((consideration, number), lambda: self[consideration] * getattr(self.numbers, number))


class Ledger:
    """Running sums of one decision, one row per move, each term multiplied by its consideration's weight.

    ``weights`` are numbers, or one per member. ``transform`` is the theory in force acting on a weighted term; None
    leaves it as it is. The sums start at zero, which is the value of *hold*, or at ``sums``, shape (moves, members),
    which the ledger then owns. ``once`` keeps what several moves share.
    """

    def __init__(
        self,
        decision: Decision,
        weights: Weights,
        sink: Sink | None = None,
        transform: Callable[[Value], Value] | None = None,
        *,
        members: int = 1,
        real: Real = REAL,
        sums: Array | None = None,
    ) -> None:
        self.decision = decision
        self.weights = weights
        self.once = Once()
        self.sums = np.zeros((len(decision.moves), members), real) if sums is None else sums
        self._row = dict(zip(decision.moves, self.sums, strict=True))
        self._sink = sink
        self._transform = transform
        self._plain = sink is None and transform is None

    @property
    def totals(self) -> dict[str, Array]:
        """The sum of each move so far; shape (members,)."""
        return dict(self._row)

    def add(
        self,
        consideration: str,
        moves: str | tuple[str, ...],
        value: Value,
        *,
        times: str | None = None,
        against: str | tuple[str, ...] = (),
    ) -> None:
        """Add one term to a move, or the same term to several, and subtract it from those it speaks ``against``.

        ``value`` is a level or a difference of levels; ``times`` names a number of the capital that multiplies it.
        """
        weight = self.weights[consideration] if times is None else self.weights.times(consideration, times)
        self._write(weight * value, consideration, moves, against)

    def against(
        self, consideration: str, moves: str | tuple[str, ...], value: Value, *, times: str | None = None
    ) -> None:
        """Subtract one term from a move, or the same term from several."""
        weight = self.weights[consideration] if times is None else self.weights.times(consideration, times)
        self._write(weight * value, consideration, (), moves)

    def write(self, consideration: str, move: str, term: Value) -> None:
        """Add one term that is weighed already to a move."""
        self._write(term, consideration, move, ())

    def _write(
        self, term: Value, consideration: str, gaining: str | tuple[str, ...], losing: str | tuple[str, ...]
    ) -> None:
        for move in (gaining,) if isinstance(gaining, str) else gaining:
            if self._plain:
                self._row[move] += term
            else:
                self._take(consideration, move, term)
        for move in (losing,) if isinstance(losing, str) else losing:
            if self._plain:
                self._row[move] -= term
            else:
                self._take(consideration, move, -term)

    @property
    def heard(self) -> bool:
        """Whether somebody listens to the terms."""
        return self._sink is not None

    def felt(self, term: Value) -> Value:
        """A weighted term as the theory in force sees it, written nowhere."""
        return term if self._transform is None else self._transform(term)

    @property
    def adds_up(self) -> bool:
        """Whether terms may be added up before they are written: no theory bends a single one."""
        return self._transform is None

    def tell(self, consideration: str, move: str, term: Value) -> None:
        """Have a term heard that is in a move's sum already."""
        if self._sink is not None:
            self._sink(self.decision.name, consideration, move, term)

    def put(self, move: str, total: Array) -> None:
        """Set the sum of one move, reckoned apart."""
        self._row[move][:] = total

    def total(self, move: str) -> Array:
        """The sum of one move so far, itself; shape (members,)."""
        return self._row[move]

    def _take(self, consideration: str, move: str, term: Value) -> None:
        """One term as the theory in force sees it, and as a listener is told of it."""
        if self._transform is not None:
            term = self._transform(term)
        self._row[move] += term
        self.tell(consideration, move, term)


class Rule(Protocol):
    """What stands behind the seam: a theory's choice rule, a null model, a recorded game, a person."""

    def __call__(
        self, decision: Decision, ledger: Ledger, open_moves: Mapping[str, Open], noise: Value, gumbel: Array
    ) -> Moves:
        """One move per member.

        ``open_moves`` holds False or a mask for every move but the first, which is always open. ``noise`` is the logit
        temperature and ``gumbel`` this quarter's draws, shape (moves, members).
        """
        ...


@functools.cache
def highest(real: Real) -> Array:
    """The highest score that a move may have, closed and open."""
    limits: Array = np.array([-np.inf, np.inf], real)
    limits.flags.writeable = False
    return limits


@functools.cache
def from_one(count: int) -> Moves:
    """1 to ``count`` as a column, shape (count, 1)."""
    column = np.arange(1, count + 1, dtype=np.int8)[:, None]
    column.flags.writeable = False
    return column


def _largest(decision: Decision, open_moves: Mapping[str, Open], scores: Array) -> Moves:
    """The open move with the largest score; ties go to the earlier move. ``scores``, (moves, members), is used up."""
    limits = highest(scores.dtype)
    for move, score in zip(decision.moves[1:], scores[1:], strict=True):
        may = open_moves[move]
        if may is not True:  # looked up: to ask of every member whether to write takes longer where they differ
            np.minimum(score, limits.take(may), out=score)
    # Of the moves that reach the best score the first: counted from behind, its place is the largest.
    behind = from_one(len(scores))[::-1]
    chosen: Moves = len(scores) - ((scores == scores.max(axis=0)) * behind).max(axis=0)
    return chosen


def disturbance(noise: Value, gumbel: Array) -> Array:
    """What luck adds to the value of every move: s * G; shape (moves, members)."""
    found: Array = gumbel * noise
    return found


def seeming(ledger: Ledger, noise: Value, gumbel: Array) -> Array:
    """What every move seems to be worth: U_m + s * G_m; shape (moves, members)."""
    scores = disturbance(noise, gumbel)
    scores += ledger.sums
    return scores


def quantal_response(
    decision: Decision, ledger: Ledger, open_moves: Mapping[str, Open], noise: Value, gumbel: Array
) -> Moves:
    """Logit quantal response (``mckelvey-palfrey-1995``): the default."""
    return _largest(decision, open_moves, seeming(ledger, noise, gumbel))


def nobody_moves(
    decision: Decision, ledger: Ledger, open_moves: Mapping[str, Open], noise: Value, gumbel: Array
) -> Moves:
    """The null model in which every capital always holds: what the dated inputs do by themselves."""
    return np.zeros(gumbel.shape[-1], dtype=np.int8)


def random_moves(
    decision: Decision, ledger: Ledger, open_moves: Mapping[str, Open], noise: Value, gumbel: Array
) -> Moves:
    """The null model in which every open move is equally likely."""
    return _largest(decision, open_moves, gumbel.copy())


RULES: Mapping[str, Rule] = {
    "quantal-response": quantal_response,
    "nobody-moves": nobody_moves,
    "random-moves": random_moves,
}
