"""A game: a scenario, a member, who plays, and the moves made so far. Played again from these, it is the same game."""

from __future__ import annotations

from dataclasses import dataclass, replace

from tightrope.model import all_decisions
from tightrope.scenario import Scenario

TONE = "baku.tone"
"""What a person who plays Baku chooses after its moves: no decision of the model's, but a nudge to its rule of tone."""

CHOSEN, FOLLOWED, PASSED = "chosen", "followed", "passed"
"""How a move came about: a person picked it, asked for the model's choice, or was not asked in a quick game."""


@dataclass(frozen=True)
class Taken:
    """One move made by a person: when, in which decision, which, and how it came about."""

    quarter: int
    decision: str
    move: str
    how: str = CHOSEN

    @property
    def capital(self) -> str:
        """The capital that moved."""
        return self.decision.split(".")[0]


@dataclass(frozen=True)
class Game:
    """A game as it stands. ``seats`` are the capitals that people play, in the order of the quarter; ``taken`` their
    moves, in the order in which they were made."""

    name: str
    plan: Scenario
    member: int
    seats: tuple[str, ...]
    taken: tuple[Taken, ...] = ()

    def with_move(self, *made: Taken) -> Game:
        """The game one move, or some, further on."""
        return replace(self, taken=(*self.taken, *made))

    def undone(self) -> tuple[Game, tuple[Taken, ...]]:
        """The game without the last move that a person was asked for, and all moves taken back for it: that one and the
        quarters that a quick game passed over since. With no such move the game itself, and nothing."""
        kept, back = taken_back(self.taken)
        return (replace(self, taken=kept), back) if back else (self, ())

    def from_scratch(self) -> Game:
        """The same game with no move made."""
        return replace(self, taken=())


def taken_back(taken: tuple[Taken, ...]) -> tuple[tuple[Taken, ...], tuple[Taken, ...]]:
    """Moves without the last that a person was asked for, and all that are taken back with it; none of one."""
    asked = len(taken)
    while asked and taken[asked - 1].how == PASSED:
        asked -= 1
    return (taken[: asked - 1], taken[asked - 1 :]) if asked else (taken, ())


def in_order(capitals: list[str]) -> tuple[str, ...]:
    """Capitals in the order in which they move in a quarter, each once."""
    order = dict.fromkeys(decision.capital for decision in all_decisions())
    return tuple(capital for capital in order if capital in capitals)


def decisions_of(seats: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """The decisions that fall to some seats and the moves of each, the tone apart, in the order of the quarter."""
    return {one.name: one.moves for one in all_decisions() if one.capital in seats}
