"""What tipped a choice: pairs that part are run again side by side, with a witness, to the quarter of their parting.

Where A takes the move a and B the move b, consideration c contributes [c(a) - c(b)] in A less the same in B: what it
took from a, and gave to b, on the way from A to B. Luck is the same in both and cancels; where the noise of choice
differs, it weighs the same luck otherwise and contributes as ``noise``. Together they are the whole change in the lead
of a over b. Where a is not open in B, or b not in A, that is the cause; where what was weighed did not turn against a,
it is the rule of choice.
"""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tightrope.comparison.partings import Partings, Whole
from tightrope.errors import RunError
from tightrope.model import AlignmentModel, all_decisions
from tightrope.quarters import format_quarter
from tightrope.scenario import Scenario
from tightrope.witness import Choice, watched

Array = NDArray[np.floating[Any]]
Mask = NDArray[np.bool_]
Progress = Callable[[int, int], None]

NOISE = "noise"
"""What the luck of a choice weighs otherwise, beside the considerations."""

NOT_OPEN = "was not open"
RULE = "the rule of choice itself"

PIECE = 1000
"""Pairs run at once: what a witness writes down of them stays small."""


@dataclass(frozen=True, eq=False)
class Tips:
    """Why pairs parted; arrays of shape (pairs,), or (causes, pairs).

    ``terms`` holds for each decision what every one of ``weighed(decision)`` contributed, NaN for pairs that did not
    part there. ``closed_a`` marks where B's move was not open in A, ``closed_b`` where A's was not open in B;
    ``by_rule`` where neither holds and what was weighed does not explain it.
    """

    partings: Partings
    terms: Mapping[str, Array]
    closed_a: Mask
    closed_b: Mask
    by_rule: Mask

    def explained(self, decision: str) -> Mask:
        """Pairs that part at a decision because of what was weighed."""
        here = self.partings.decision == self.partings.decisions.index(decision)
        return here & ~self.closed_a & ~self.closed_b & ~self.by_rule

    def cause(self, pair: int) -> str:
        """The largest cause of one pair's parting; "" where it never parts."""
        if not self.partings.parted[pair]:
            return ""
        if self.closed_a[pair] or self.closed_b[pair]:
            return NOT_OPEN
        if self.by_rule[pair]:
            return RULE
        name = self.partings.decisions[int(self.partings.decision[pair])]
        return weighed(name)[int(self.terms[name][:, pair].argmax())]


@dataclass(frozen=True)
class Cause:
    """One cause at one decision.

    ``pairs`` is in how many it was the largest, ``share`` that of all pairs that part; ``mean`` is what it contributed
    on average to the pairs that what was weighed made part there (None of causes that were not weighed); ``moves`` is
    the most common change of moves, A's and B's, where it was the largest, and ``same`` how many pairs made it.
    """

    decision: str
    cause: str
    pairs: int
    share: float
    mean: float | None
    moves: tuple[str, str]
    same: int


@functools.cache
def weighed(decision: str) -> tuple[str, ...]:
    """What is weighed in a decision: its considerations, and the noise."""
    return (*next(one for one in all_decisions() if one.name == decision).considerations, NOISE)


class _Gathering:
    """The tips of one set of partings while they come in."""

    def __init__(self, partings: Partings, *, same_rule: bool) -> None:
        pairs = len(partings.quarter)
        self.partings, self.same_rule = partings, same_rule
        self.terms = {name: np.full((len(weighed(name)), pairs), np.nan) for name in partings.decisions}
        self.closed_a, self.closed_b, self.by_rule = (np.zeros(pairs, dtype=bool) for _ in range(3))

    def take(self, quarter: int, here: Whole, one: Mapping[str, Choice], other: Mapping[str, Choice]) -> None:
        """Note why pairs part in a quarter; ``here`` are the pairs that stand in the choices, in their order."""
        found = self.partings
        due = np.flatnonzero(found.quarter[here] == quarter)
        for place, name in enumerate(found.decisions):
            columns = due[found.decision[here[due]] == place]
            if len(columns):
                self._note(here[columns], columns, name, one[name], other[name])

    def _note(self, pairs: Whole, columns: Whole, name: str, one: Choice, other: Choice) -> None:
        a, b = self.partings.a[pairs], self.partings.b[pairs]
        if (one.moves[columns] != a).any() or (other.moves[columns] != b).any():
            raise RunError(
                f"run again, pairs choose otherwise in {format_quarter(one.quarter)} ({name}): the runs were made by "
                "another rule of choice, by another version, or on another machine; make both again"
            )
        self.closed_a[pairs] = ~one.open[b, columns]
        self.closed_b[pairs] = ~other.open[a, columns]
        for row, cause in enumerate(weighed(name)):
            lead = _lead_of_luck if cause == NOISE else _lead_of(cause)
            self.terms[name][row, pairs] = lead(one, columns, a, b) - lead(other, columns, a, b)
        ahead, behind = (
            _lead(choice.values, columns, a, b) + _lead_of_luck(choice, columns, a, b) for choice in (one, other)
        )
        against = ahead - behind > 0
        if not self.same_rule:
            # Another rule may also take what is not the most valued: then no weight explains it.
            against &= (ahead >= 0) & (behind <= 0)
        self.by_rule[pairs] = ~against & ~self.closed_a[pairs] & ~self.closed_b[pairs]

    def tips(self) -> Tips:
        """What has come in."""
        return Tips(self.partings, self.terms, self.closed_a, self.closed_b, self.by_rule)


def _lead(table: Array, columns: Whole, a: Whole, b: Whole) -> Array:
    """By how much move a is ahead of b; ``table`` has shape (moves, members), the codes are those of ``columns``."""
    lead: Array = table[a, columns] - table[b, columns]
    return lead


def _lead_of_luck(choice: Choice, columns: Whole, a: Whole, b: Whole) -> Array:
    return _lead(choice.luck, columns, a, b)


def _lead_of(consideration: str) -> Callable[[Choice, Whole, Whole, Whole], Array]:
    """The same of what one consideration says; of moves it does not speak of it says nothing at all."""

    def lead(choice: Choice, columns: Whole, a: Whole, b: Whole) -> Array:
        table = np.zeros((len(choice.decision.moves), len(columns)))
        for row, move in enumerate(choice.decision.moves):
            term = choice.terms.get((consideration, move))
            if term is not None:
                table[row] = term[columns]
        return _lead(table, np.arange(len(columns)), a, b)

    return lead


def tip(
    a: Scenario,
    b: Scenario,
    members: NDArray[np.int64],
    scopes: Sequence[Partings],
    progress: Progress | None = None,
    piece: int = PIECE,
) -> list[Tips]:
    """Find out why pairs parted, for several sets of first partings of the same ``members`` at once.

    ``progress`` is called with (pairs done, of how many). Raises RunError where a pair does not part again as it did.
    """
    rules = [plan.seeds.theories[plan.theory].rule for plan in (a, b)]
    gathering = [_Gathering(scope, same_rule=rules[0] == rules[1]) for scope in scopes]
    wanted = np.flatnonzero(np.any([scope.parted for scope in scopes], axis=0))
    for start in range(0, len(wanted), piece):
        here = wanted[start : start + piece]
        last = max(int(scope.quarter[here].max()) for scope in scopes)
        with closing(watched(a, members[here].tolist())) as one, closing(watched(b, members[here].tolist())) as other:
            for (model, choices_a), (_, choices_b) in zip(one, other, strict=True):
                quarter = model.quarter
                in_a, in_b = ({choice.decision.name: choice for choice in said} for said in (choices_a, choices_b))
                for gathered in gathering:
                    gathered.take(quarter, here, in_a, in_b)
                if quarter >= last:
                    break
        if progress is not None:
            progress(min(start + piece, len(wanted)), len(wanted))
    return [gathered.tips() for gathered in gathering]


def causes(tips: Tips) -> list[Cause]:
    """The causes, the one that was most often the largest first; only those that contributed anywhere."""
    found = tips.partings
    largest = [tips.cause(pair) for pair in range(len(found.quarter))]
    moves = AlignmentModel.decisions()
    ranked = []
    for place, name in enumerate(found.decisions):
        here = found.decision == place
        explained = tips.explained(name)
        for cause in (*weighed(name), NOT_OPEN, RULE):
            at = [pair for pair in np.flatnonzero(here) if largest[pair] == cause]
            mean = _mean(tips, name, cause, explained)
            if not at and not mean:
                continue
            flips = Counter((moves[name][found.a[pair]], moves[name][found.b[pair]]) for pair in at)
            flip, same = flips.most_common(1)[0] if flips else (("", ""), 0)
            ranked.append(Cause(name, cause, len(at), len(at) / found.count, mean, flip, same))
    return sorted(ranked, key=lambda one: (-one.pairs, -abs(one.mean or 0.0)))


def _mean(tips: Tips, decision: str, cause: str, explained: Mask) -> float | None:
    if cause in (NOT_OPEN, RULE):
        return None
    row = weighed(decision).index(cause)
    return float(tips.terms[decision][row, explained].mean()) if explained.any() else 0.0
