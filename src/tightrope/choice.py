"""How a capital chooses: the ledger of considerations and the one seam, ``choose``.

A capital *appraises* its moves by adding terms to a ledger, each named by the consideration it belongs to and written
as a difference from *hold*. A *rule* then turns the sums into one move per member. The default rule is the quantal
response (logit) of McKelvey and Palfrey (``mckelvey-palfrey-1995``): with temperature s, move m is chosen with
probability exp(U_m / s) / sum exp(U / s). It is drawn as the largest of U_m + s * G_m with one standard Gumbel draw
G_m per move, so that raising one move's value can win choices for that move only.
"""

from __future__ import annotations

import functools
import operator
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Draws = NDArray[np.float32]
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

    def felt(self, consideration: str, value: Value) -> Value:
        """A term as the theory in force weighs and sees it, written nowhere."""
        term = self.weights[consideration] * value
        return term if self._transform is None else self._transform(term)

    @property
    def adds_up(self) -> bool:
        """Whether nothing but sums matters: nobody listens, and no theory bends a term."""
        return self._plain

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
        if self._sink is not None:
            self._sink(self.decision.name, consideration, move, term)


ALWAYS = "always"
"""The part of a bundle's terms that does not turn on what a treaty holds."""


class Bundle:
    """Terms of a move that grow with something: what a treaty holds, the room there is for a deal.

    A term is given by its rates: so much for each unit of a part, such as depth, and so much ``always``. Where nothing
    but sums matters, rates are weighed and added up once, for whatever number of treaties; otherwise every term is made
    for every treaty apart.
    """

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._terms: list[tuple[str, bool, dict[str, Value]]] = []
        self._sums: dict[str, Value] = {}

    def add(self, consideration: str, **rates: Value) -> None:
        """A term that speaks for a move."""
        self._keep(consideration, True, rates)

    def against(self, consideration: str, **rates: Value) -> None:
        """A term that speaks against a move."""
        self._keep(consideration, False, rates)

    def _keep(self, consideration: str, speaks_for: bool, rates: dict[str, Value]) -> None:
        if not self._ledger.adds_up:
            self._terms.append((consideration, speaks_for, rates))
            return
        for part, rate in rates.items():
            term = self._ledger.weights[consideration] * rate
            if part not in self._sums:
                self._sums[part] = term if speaks_for else -term
            elif speaks_for:
                self._sums[part] += term
            else:
                self._sums[part] -= term

    def write(self, move: str, content: Mapping[str, Value]) -> None:
        """Write the terms of one move to the ledger; ``content`` is how much there is of each part."""
        self._pile(self._ledger.total(move), content)
        for consideration, value in self._values(content):
            self._ledger.add(consideration, move, value)

    def worth(self, before: Array, content: Mapping[str, Value]) -> Array:
        """What the terms add up to for one treaty on top of a sum ``before``, written nowhere; shape (members,)."""
        total = before.copy()
        self._pile(total, content)
        for consideration, value in self._values(content):
            total += self._ledger.felt(consideration, value)
        return total

    def _pile(self, total: Array, content: Mapping[str, Value]) -> None:
        """Put what is added up, if anything is, on top of a sum."""
        for part, sums in self._sums.items():
            if part == ALWAYS:
                total += sums
            elif _something(content[part]):
                total += content[part] * sums

    def _values(self, content: Mapping[str, Value]) -> Iterator[tuple[str, Value]]:
        """Considerations and terms for one treaty, one by one; none where rates are added up."""
        for consideration, speaks_for, rates in self._terms:
            grows = [
                content[part] * rate for part, rate in rates.items() if part != ALWAYS and _something(content[part])
            ]
            terms = [rates[ALWAYS], *grows] if ALWAYS in rates else grows
            if terms:
                value = functools.reduce(operator.add, terms)
                yield consideration, value if speaks_for else -value


def _something(content: Value) -> bool:
    """Whether a treaty has any content of a kind."""
    return not isinstance(content, float) or content > 0.0


class Rule(Protocol):
    """What stands behind the seam: a theory's choice rule, a null model, a recorded game, a person."""

    def __call__(
        self, decision: Decision, ledger: Ledger, open_moves: Mapping[str, Open], noise: Value, gumbel: Draws
    ) -> Moves:
        """One move per member.

        ``open_moves`` holds False or a mask for every move but the first, which is always open. ``noise`` is the logit
        temperature and ``gumbel`` this quarter's draws, shape (moves, members).
        """
        ...


HIGHEST = np.array([-np.inf, np.inf])
"""The highest score that a move may have, closed and open."""


@functools.cache
def from_one(count: int) -> Moves:
    """1 to ``count`` as a column, shape (count, 1)."""
    column = np.arange(1, count + 1, dtype=np.int8)[:, None]
    column.flags.writeable = False
    return column


def _largest(decision: Decision, open_moves: Mapping[str, Open], scores: Array | Draws) -> Moves:
    """The open move with the largest score; ties go to the earlier move. ``scores``, (moves, members), is used up."""
    for move, score in zip(decision.moves[1:], scores[1:], strict=True):
        may = open_moves[move]
        if may is not True:  # looked up: to ask of every member whether to write takes longer where they differ
            np.minimum(score, HIGHEST.take(may), out=score)
    # Of the moves that reach the best score the first: counted from behind, its place is the largest.
    behind = from_one(len(scores))[::-1]
    chosen: Moves = len(scores) - ((scores == scores.max(axis=0)) * behind).max(axis=0)
    return chosen


def disturbance(noise: Value, gumbel: Draws) -> Array:
    """What luck adds to the value of every move: s * G; shape (moves, members)."""
    found = gumbel.astype(np.float64)
    found *= noise
    return found


def seeming(ledger: Ledger, noise: Value, gumbel: Draws) -> Array:
    """What every move seems to be worth: U_m + s * G_m; shape (moves, members)."""
    scores = disturbance(noise, gumbel)
    scores += ledger.sums
    return scores


def quantal_response(
    decision: Decision, ledger: Ledger, open_moves: Mapping[str, Open], noise: Value, gumbel: Draws
) -> Moves:
    """Logit quantal response (``mckelvey-palfrey-1995``): the default."""
    return _largest(decision, open_moves, seeming(ledger, noise, gumbel))


def nobody_moves(
    decision: Decision, ledger: Ledger, open_moves: Mapping[str, Open], noise: Value, gumbel: Draws
) -> Moves:
    """The null model in which every capital always holds: what the dated inputs do by themselves."""
    return np.zeros(gumbel.shape[-1], dtype=np.int8)


def random_moves(
    decision: Decision, ledger: Ledger, open_moves: Mapping[str, Open], noise: Value, gumbel: Draws
) -> Moves:
    """The null model in which every open move is equally likely."""
    return _largest(decision, open_moves, gumbel.copy())


RULES: Mapping[str, Rule] = {
    "quantal-response": quantal_response,
    "nobody-moves": nobody_moves,
    "random-moves": random_moves,
}
