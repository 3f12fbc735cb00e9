"""Small games that several tests play."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable

from tests.small_runs import short

from tightrope.games import CHOSEN, Answer, Briefing, Game, Standing, in_order, replay
from tightrope.games.table import Ask
from tightrope.scenario import Scenario

QUARTERS = 6


@functools.cache
def plan(name: str = "baseline", **changes: object) -> Scenario:
    """A shipped scenario of a few quarters."""
    return short(name, **{"quarters": QUARTERS, **changes})


def game(*seats: str, name: str = "baseline", member: int = 3, **changes: object) -> Game:
    """A game with no move made."""
    return Game(name, plan(name, **changes), member, in_order(list(seats)))


def saying(*moves: str) -> Ask:
    """Says these moves in turn, and then nothing."""
    left = list(moves)
    return lambda briefing: Answer(left.pop(0), CHOSEN) if left else None


def turning(start: int = 1) -> Ask:
    """Picks open moves in turn, so that most of them are not the model's."""
    count = start

    def ask(briefing: Briefing) -> Answer | None:
        nonlocal count
        count += 1
        return Answer(briefing.moves[count % len(briefing.moves)], CHOSEN)

    return ask


def until(ask: Ask, decisions: int) -> Ask:
    """Answers as ``ask`` does, so many times."""
    left = iter(range(decisions))
    return lambda briefing: ask(briefing) if next(left, None) is not None else None


@functools.cache
def odd(*seats: str) -> Standing:
    """A game played to its end with moves of its own."""
    return replay(game(*seats), turning())


def briefings(some: Game, ask: Callable[[Briefing], Answer | None]) -> Iterable[Briefing]:
    """Every briefing of a game."""
    found: list[Briefing] = []

    def listen(briefing: Briefing) -> Answer | None:
        found.append(briefing)
        return ask(briefing)

    replay(some, listen)
    return found
