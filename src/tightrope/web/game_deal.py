"""What a game of the page is played with: asked for, dealt, saved and opened again. No framework here."""

from __future__ import annotations

import functools
from dataclasses import dataclass, field

from tightrope.errors import InputError, Problem
from tightrope.games import Game, Taken, in_order, load_game_text, replay
from tightrope.games.asked import wrong_member, wrong_seats
from tightrope.games.files import game_as_text
from tightrope.games.telling import how_it_goes
from tightrope.scenario import Scenario, load_text
from tightrope.web.recipe import Recipe

KEPT_SCENARIOS = 32
"""Scenarios that a worker keeps read."""


@dataclass(frozen=True)
class Order:
    """A game that is asked for; ``quarters`` is None for as many as the scenario has."""

    recipe: Recipe = field(default_factory=Recipe)
    seats: tuple[str, ...] = ()
    member: object = 0
    quarters: object = None
    quick: bool = False


@dataclass(frozen=True)
class Deal:
    """What a game is played with: the scenario whole, as text, the member and the seats."""

    name: str
    scenario: str
    title: str
    question: str
    about: str
    member: int
    seats: tuple[str, ...]
    start: int
    quarters: int

    def game(self, taken: tuple[Taken, ...] = ()) -> Game:
        """The game with these moves made."""
        return Game(self.name, _plan(self.name, self.scenario), self.member, self.seats, taken)

    @property
    def file_name(self) -> str:
        """What its file is called, as in the terminal."""
        return f"{self.name}-{'-'.join(self.seats)}-{self.member}"


def deal(order: Order) -> Deal:
    """What an order amounts to. Raises InputError with everything that is wrong with it."""
    problems = wrong_seats(order.seats, "Whom to play")
    try:
        plan = order.recipe.plan()
    except InputError as error:
        raise InputError([*error.problems, *problems]) from error
    problems += wrong_member(order.member, plan, "Member")
    if order.quarters is not None:
        try:
            plan = plan.set({"quarters": order.quarters})
        except InputError as error:
            problems += [Problem("Quarters", None, None, "", one.found, one.expected) for one in error.problems]
    if problems:
        raise InputError(problems)
    assert isinstance(order.member, int)
    name = f"{order.recipe.scenario}-turned" if order.recipe.changes() else order.recipe.scenario
    return deal_of(Game(name, plan, order.member, in_order(list(order.seats))))


def deal_of(game: Game) -> Deal:
    """What a game is played with."""
    plan = game.plan
    return Deal(
        name=game.name,
        scenario=plan.to_yaml(),
        title=plan.title,
        question=plan.question,
        about=how_it_goes(game),
        member=game.member,
        seats=game.seats,
        start=plan.start,
        quarters=plan.quarters,
    )


def opened(text: str, file: str) -> tuple[Deal, tuple[Taken, ...]]:
    """A saved game, played as far as it goes. Raises InputError with everything that is wrong with its file."""
    game = load_game_text(text, file).game
    return deal_of(game), game.taken


def file_of(given: Deal, taken: tuple[Taken, ...]) -> str:
    """The content of a game's file, as the terminal saves it."""
    standing = replay(given.game(taken))
    return game_as_text(standing.game, standing.path)


@functools.lru_cache(maxsize=KEPT_SCENARIOS)
def _plan(name: str, text: str) -> Scenario:
    return load_text(text, name)
