"""The games of a visitor, kept in memory: what was dealt, how far it got, and who sits at the keyboard."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from tightrope.games.game import Taken, taken_back
from tightrope.web.game_deal import Deal
from tightrope.web.look_back import LookBack
from tightrope.web.turn import Turn
from tightrope.web.visitors import Visitor

MOST_GAMES = 20
"""Games that a visitor may have under way; of more, the one left longest ago is given up."""


@dataclass(eq=False)
class Kept:
    """One game. ``turn`` is None before it was first played; ``undone`` are moves that can be made again.

    ``at_keyboard`` is the seat whose briefing may be shown; ``busy`` while a move is being played.
    """

    name: str
    deal: Deal
    quick: bool
    taken: tuple[Taken, ...] = ()
    turn: Turn | None = None
    undone: tuple[tuple[Taken, ...], ...] = ()
    at_keyboard: str = ""
    debrief: LookBack | None = None
    busy: bool = False

    def went(self, turn: Turn, undone: Sequence[tuple[Taken, ...]]) -> None:
        """Take note of how far it goes now, and of what can be made again."""
        self.turn, self.taken, self.undone = turn, turn.taken, tuple(undone)
        self.debrief = None

    @property
    def over(self) -> bool:
        """Whether there is nothing left to choose."""
        return self.turn is not None and not self.turn.seat

    @property
    def waits_for(self) -> str:
        """The seat that has to come to the keyboard first, or ""."""
        several = len(self.deal.seats) > 1
        return self.turn.seat if several and self.turn is not None and self.turn.seat != self.at_keyboard else ""

    def without_last(self) -> tuple[tuple[Taken, ...], tuple[Taken, ...]]:
        """The moves without the last that somebody was asked for, and those that are taken back with it."""
        return taken_back(self.taken)


def bring_forward(visitor: Visitor, game: Kept) -> None:
    """Put a game first in its visitor's list: it was looked at or played last."""
    if visitor.games.get(game.name) is game:
        visitor.games[game.name] = visitor.games.pop(game.name)


def keep(visitor: Visitor, deal: Deal, *, quick: bool, taken: tuple[Taken, ...] = ()) -> Kept:
    """A new game of a visitor."""
    game = Kept(secrets.token_urlsafe(6), deal, quick, taken)
    visitor.games[game.name] = game
    while len(visitor.games) > MOST_GAMES:
        del visitor.games[next(iter(visitor.games))]
    return game
