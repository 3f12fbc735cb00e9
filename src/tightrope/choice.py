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
from copy import copy
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Value = Array | float
Open = NDArray[np.bool_] | bool
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


class Ledger:
    """Running sums of one decision, one row per move, each term multiplied by its consideration's weight.

    ``weights`` maps considerations to a weight (a number, or one per member). ``transform`` is the theory in force
    acting on a weighted term; None leaves it as it is. The sums start at zero, which is the value of *hold*, or at
    ``sums``, shape (moves, members), which the ledger then owns.
    """

    def __init__(
        self,
        decision: Decision,
        weights: Mapping[str, Value],
        sink: Sink | None = None,
        transform: Callable[[Value], Value] | None = None,
        *,
        members: int = 1,
        sums: Array | None = None,
    ) -> None:
        self.decision = decision
        self.weights = weights
        self.sums = np.zeros((len(decision.moves), members)) if sums is None else sums
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
        against: str | tuple[str, ...] = (),
    ) -> None:
        """Add one term to a move, or the same term to several, and subtract it from those it speaks ``against``.

        ``value`` is a level or a difference of levels.
        """
        self._write(consideration, moves, against, value)

    def against(self, consideration: str, moves: str | tuple[str, ...], value: Value) -> None:
        """Subtract one term from a move, or the same term from several."""
        self._write(consideration, (), moves, value)

    def _write(
        self, consideration: str, gaining: str | tuple[str, ...], losing: str | tuple[str, ...], value: Value
    ) -> None:
        term = self.weights[consideration] * value
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

    def apart(self, move: str) -> Ledger:
        """A ledger for one move only, with the sum it has so far, that nobody listens to."""
        found = copy(self)
        found.sums = self._row[move][None, :].copy()
        found._row = {move: found.sums[0]}
        found._sink, found._plain = None, self._transform is None
        return found

    def put(self, move: str, total: Array) -> None:
        """Set the sum of one move, reckoned apart."""
        self._row[move][:] = total

    def _take(self, consideration: str, move: str, term: Value) -> None:
        """One term as the theory in force sees it, and as a listener is told of it."""
        if self._transform is not None:
            term = self._transform(term)
        self._row[move] += term
        if self._sink is not None:
            self._sink(self.decision.name, consideration, move, term)


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


CLOSED = -np.inf
"""The score of a closed move."""


@functools.cache
def from_one(count: int) -> Moves:
    """1 to ``count`` as a column, shape (count, 1)."""
    column = np.arange(1, count + 1, dtype=np.int8)[:, None]
    column.flags.writeable = False
    return column


def _largest(decision: Decision, open_moves: Mapping[str, Open], scores: Array) -> Moves:
    """The open move with the largest score; ties go to the earlier move. ``scores``, (moves, members), is used up."""
    for code, move in enumerate(decision.moves[1:], start=1):
        may = open_moves[move]
        if may is False:
            scores[code] = CLOSED
        elif may is not True:
            np.putmask(scores[code], ~may, CLOSED)
    # Of the moves that reach the best score the first: counted from behind, its place is the largest.
    behind = from_one(len(scores))[::-1]
    chosen: Moves = len(scores) - ((scores == scores.max(axis=0)) * behind).max(axis=0)
    return chosen


def quantal_response(
    decision: Decision, ledger: Ledger, open_moves: Mapping[str, Open], noise: Value, gumbel: Array
) -> Moves:
    """Logit quantal response (``mckelvey-palfrey-1995``): the default."""
    scores = noise * gumbel
    scores += ledger.sums
    return _largest(decision, open_moves, scores)


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
