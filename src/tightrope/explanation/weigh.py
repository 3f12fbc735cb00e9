"""Weigh a choice: the move made against the nearest other move that was open, consideration by consideration.

The score of a move is its value (the sum of the considerations' terms) plus what luck added to it. With A the move made
and B the open move with the next best score, consideration c decided by c(A) - c(B), luck by luck(A) - luck(B), and
all of these add up to the margin by which A won. All of it is done for many members at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from tightrope.explanation.reasons import Reasons
from tightrope.witness import Choice

Array = NDArray[np.float64]
Codes = NDArray[np.intp]

CONSIDERATIONS, CHANCE, RULE, NOTHING_ELSE = "considerations", "chance", "rule", "nothing else was open"
"""What can have decided: the considerations alone would have chosen the same; luck tipped it; the theory's rule passed
over the best score; or there was no choice."""

NONE = -1


@dataclass(frozen=True, eq=False)
class Balance:
    """One decision of one quarter, weighed for every member.

    ``terms`` has shape (considerations, moves, members), ``scores`` (moves, members) with minus infinity for closed
    moves. ``chosen``, ``nearest`` (-1 where nothing else was open) and ``favourite`` (the open move of the highest
    value, luck apart) are codes of moves, shape (members,). ``parts`` (considerations, members), ``chance`` and
    ``margin`` (members,) compare chosen with nearest; they are 0 where nothing else was open.
    """

    choice: Choice
    terms: Array
    scores: Array
    chosen: Codes
    nearest: Codes
    favourite: Codes
    parts: Array
    chance: Array
    margin: Array

    @property
    def members(self) -> int:
        """Number of members."""
        return len(self.chosen)

    def decided_by(self) -> NDArray[np.object_]:
        """What decided, of ``CONSIDERATIONS``, ``CHANCE``, ``RULE`` and ``NOTHING_ELSE``; shape (members,)."""
        best = self.scores.argmax(axis=0)
        reached = self.scores[self.chosen, np.arange(self.members)]
        found = np.where(self.favourite == self.chosen, CONSIDERATIONS, CHANCE).astype(object)
        found[reached < self.scores[best, np.arange(self.members)]] = RULE
        found[self.nearest == NONE] = NOTHING_ELSE
        return found


def weigh(choice: Choice) -> Balance:
    """Weigh a choice."""
    moves, members = choice.open.shape
    everyone = np.arange(members)
    chosen = choice.moves.astype(np.intp)
    scores = np.where(choice.open, choice.values + choice.luck, -np.inf)
    others = scores.copy()
    others[chosen, everyone] = -np.inf
    nearest = others.argmax(axis=0)
    alone = np.isneginf(others[nearest, everyone])
    favourite = np.where(choice.open, choice.values, -np.inf).argmax(axis=0)
    terms = _dense(choice, moves, members)
    parts = np.where(alone, 0.0, terms[:, chosen, everyone] - terms[:, nearest, everyone])
    chance = np.where(alone, 0.0, choice.luck[chosen, everyone] - choice.luck[nearest, everyone])
    value = np.where(alone, 0.0, choice.values[chosen, everyone] - choice.values[nearest, everyone])
    return Balance(
        choice=choice, terms=terms, scores=scores, chosen=chosen, nearest=np.where(alone, NONE, nearest),
        favourite=favourite, parts=parts, chance=chance, margin=value + chance,
    )  # fmt: skip


def _dense(choice: Choice, moves: int, members: int) -> Array:
    terms = np.zeros((len(choice.decision.considerations), moves, members))
    place = {name: row for row, name in enumerate(choice.decision.considerations)}
    for (consideration, move), term in choice.terms.items():
        terms[place[consideration], choice.decision.index(move)] = term
    return terms


# -- one member -------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Part:
    """What one consideration did for the move made, against the nearest other: ``size`` in units of value.

    ``of_margin`` is the size as a share of the margin: above 1, the nearest alternative would have won without it; None
    where there is no margin. ``says`` puts it in words, ``evidence`` names the claims behind it.
    """

    consideration: str
    name: str
    size: float
    of_margin: float | None
    says: str
    evidence: tuple[str, ...]

    @property
    def needed(self) -> bool:
        """Whether the nearest alternative would have won without it."""
        return self.of_margin is not None and self.of_margin > 1.0


@dataclass(frozen=True)
class Option:
    """A move as it was appraised: its value against holding still, what luck added, each consideration's term."""

    move: str
    target: str
    open: bool
    value: float
    luck: float
    terms: Mapping[str, float]


@dataclass(frozen=True)
class Weighing:
    """One decision of one member in one quarter, and why it went as it did.

    ``nearest`` is the other open move that came closest ("" where there was none) and ``margin`` by how much it lost:
    ``difference``, what the considerations make of it, plus ``chance``. ``favourite`` is the open move that the
    considerations alone put first, by ``ahead`` of the move made. ``parts`` run from the largest for the move made to
    the largest against it. Targets are ids of treaties, "" where a move has none.
    """

    quarter: int
    decision: str
    move: str
    target: str
    changes: bool
    nearest: str
    nearest_target: str
    margin: float
    difference: float
    chance: float
    favourite: str
    favourite_target: str
    ahead: float
    decided_by: str
    parts: tuple[Part, ...]
    options: tuple[Option, ...] = field(repr=False)

    @property
    def capital(self) -> str:
        """The capital that decided."""
        return self.decision.split(".")[0]

    @property
    def for_it(self) -> tuple[Part, ...]:
        """What spoke for the move made, the largest first."""
        return tuple(part for part in self.parts if part.size > 0.0)

    @property
    def against_it(self) -> tuple[Part, ...]:
        """What spoke against the move made, the largest first."""
        return tuple(part for part in reversed(self.parts) if part.size < 0.0)


def weighing(balance: Balance, member: int, targets: Mapping[str, str], reasons: Reasons) -> Weighing:
    """What a choice was for one member, by its place among the members.

    ``targets`` are the treaties that moves were aimed at, by move.
    """
    choice = balance.choice
    moves = choice.decision.moves
    chosen, nearest, favourite = (int(codes[member]) for codes in (balance.chosen, balance.nearest, balance.favourite))
    chance, margin = float(balance.chance[member]), float(balance.margin[member])
    values = choice.values[:, member]
    other = "" if nearest == NONE else moves[nearest]
    return Weighing(
        quarter=choice.quarter,
        decision=choice.decision.name,
        move=moves[chosen],
        target=targets.get(moves[chosen], ""),
        changes=chosen != 0,
        nearest=other,
        nearest_target=targets.get(other, ""),
        margin=margin,
        difference=0.0 if nearest == NONE else float(values[chosen] - values[nearest]),
        chance=chance,
        favourite=moves[favourite],
        favourite_target=targets.get(moves[favourite], ""),
        ahead=float(values[favourite] - values[chosen]),
        decided_by=str(balance.decided_by()[member]),
        parts=_parts(balance, member, reasons) if other else (),
        options=tuple(_option(balance, member, code, targets) for code in range(len(moves))),
    )


def _parts(balance: Balance, member: int, reasons: Reasons) -> tuple[Part, ...]:
    decision, margin = balance.choice.decision, float(balance.margin[member])
    chosen, nearest = int(balance.chosen[member]), int(balance.nearest[member])
    parts = []
    for place, consideration in enumerate(decision.considerations):
        size = float(balance.parts[place, member])
        if size == 0.0:
            continue
        terms = {code: float(balance.terms[place, code, member]) for code in (chosen, nearest)}
        speaker, favourable = speaker_of(terms, chosen, nearest, size)
        move = decision.moves[speaker]
        parts.append(
            Part(
                consideration=consideration,
                name=reasons.name(decision.name, consideration),
                size=size,
                of_margin=size / margin if margin > 0.0 else None,
                says=reasons.says(decision.name, consideration, move, favourable),
                evidence=reasons.evidence(decision.name, consideration, move),
            )
        )
    return tuple(sorted(parts, key=lambda part: -part.size))


def speaker_of(terms: Mapping[int, float], chosen: int, nearest: int, size: float) -> tuple[int, bool]:
    """Of which of the two moves a consideration has more to say in the direction it decided, and whether for it.

    What raises the move made over the nearest speaks for the one or against the other; what lowers it, the reverse.
    """
    sign = 1.0 if size > 0.0 else -1.0
    own, others = sign * terms[chosen], -sign * terms[nearest]
    return (chosen, size > 0.0) if own >= others else (nearest, size < 0.0)


def _option(balance: Balance, member: int, code: int, targets: Mapping[str, str]) -> Option:
    choice = balance.choice
    decision = choice.decision
    return Option(
        move=decision.moves[code],
        target=targets.get(decision.moves[code], ""),
        open=bool(choice.open[code, member]),
        value=float(choice.values[code, member]),
        luck=float(choice.luck[code, member]),
        terms={
            name: float(balance.terms[place, code, member])
            for place, name in enumerate(decision.considerations)
            if (name, decision.moves[code]) in choice.terms
        },
    )


def leaders(balance: Balance) -> Sequence[str]:
    """The consideration that spoke most for the move made, for each member; "" where none spoke for it."""
    names = balance.choice.decision.considerations
    largest = balance.parts.argmax(axis=0)
    sizes = balance.parts.max(axis=0)
    return [names[row] if size > 0.0 else "" for row, size in zip(largest, sizes, strict=True)]
