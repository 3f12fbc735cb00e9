"""A game on paper: briefings, the quarter before, and the debrief, as lines of text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tightrope.cli.output import text_width
from tightrope.games import TONE, Argument, Briefing, Game, Note, Standing
from tightrope.games.lines import laid_out_at
from tightrope.games.telling import (
    asked_for,
    happened,
    how_it_goes,
    past_of,
    said_of_all,
    sight_in_words,
    sign,
    since,
    weightiest,
    went_by,
)
from tightrope.quarters import format_quarter
from tightrope.results import DISCLAIMER
from tightrope.wording import listed

COMMANDS = (
    ("1, 2, ...", "make the move of that number; its name, or the beginning of it, will do"),
    ("Enter", "change nothing"),
    ("f", "follow: do what the model would do in your place, chance included"),
    ("?", "everything that is said for and against every move"),
    ("b", "the officials' whole report again"),
    ("e", "explain the last quarter: what was done, and why"),
    ("u, r", "undo the last choice; redo what was undone"),
    ("s", "save, and say where (every choice is saved as it is made)"),
    ("q", "quit (quit and exit will do); the game waits"),
    ("h", "this help"),
)
"""What can be typed, and what it does."""

MARKS = (
    "The marks beside a move are the capital's considerations alone. What the model would do in your place includes"
    " chance, so it need not be the move with the best marks, nor one with a mark for it."
)


def hanging(text: str, indent: int, rest: int) -> str:
    """A paragraph whose lines after the first begin further in."""
    return laid_out_at(text, text_width(), indent, rest)


def help_lines() -> Iterator[str]:
    """What can be typed, and what the marks are."""
    for typed, does in COMMANDS:
        yield hanging(f"{typed:<12}  {does}", 2, 16)
    yield ""
    yield hanging(MARKS, 0, 0)


# -- a briefing -------------------------------------------------------------------------------------------------------
def opening(briefing: Briefing, *, whole: bool) -> Iterator[str]:
    """What a capital is told at the beginning of its turn; ``whole`` reports also what has not changed."""
    written = format_quarter(briefing.quarter)
    yield f"== {written}  {briefing.capital.capitalize()} " + "=" * 40
    if briefing.passed:
        yield hanging(went_by(briefing.passed), 0, 2)
    yield from news(briefing)
    yield from report(briefing, whole=whole)


def news(briefing: Briefing) -> Iterator[str]:
    """What the capital has learned since it was last asked."""
    yield since(briefing)
    for says in happened(briefing):
        yield hanging(says, 2, 4)


def report(briefing: Briefing, *, whole: bool) -> Iterator[str]:
    """What officials report: what has changed or all of it, then what only looks so in one paragraph."""
    shown = [sight for sight in briefing.sights if whole or sight.changed]
    if not shown:
        yield "Your officials report no change."
        return
    yield "Your officials report:"
    listed_singly = [sight for sight in shown if sight.known or not whole]
    width = max((len(sight.name) for sight in listed_singly), default=0)
    for sight in listed_singly:
        yield hanging(f"{sight.name:<{width}}  {sight_in_words(sight)}", 2, width + 4)
    others = [f"{sight.name}: {sight.band}" for sight in shown if sight not in listed_singly]
    if others:
        yield hanging(f"as it looks from outside: {'; '.join(others)}", 2, 4)
    if len(shown) < len(briefing.sights):
        yield "  and no change in the rest"


def moves(briefing: Briefing, said: set[str], *, whole: bool = False) -> Iterator[str]:
    """The open moves, numbered, with what speaks for and against them; ``whole`` leaves nothing out.

    ``said`` holds what has been said before, which is then named and not said again, and takes up what is said now.
    """
    if briefing.decision == TONE:
        yield hanging("Your tone: " + ", ".join(f"{way.number} {way.move}" for way in briefing.ways), 0, 2)
        return
    yield f"{asked_for(briefing.decision)}:"
    width = max(len(way.move) for way in briefing.ways)
    alike = () if whole else said_of_all(briefing)
    for way in briefing.ways:
        yield hanging(f"{way.number:>2} {way.move:<{width}}  {way.balance:<3}  {way.says}", 1, width + 10)
        told = way.arguments if whole else weightiest(way, alike)
        new = [one for one in told if whole or one.says not in said]
        for one in new:
            yield hanging(_argument(one, in_full=True), width + 6, width + 10)
            said.add(one.says)
        known = "; ".join(_argument(one, in_full=False) for one in told if one not in new)
        if known:
            yield hanging(known, width + 6, width + 10)
    if alike:
        yield hanging(
            f"Of every move but the first: {'; '.join(_argument(one, in_full=False) for one in alike)}.", 2, 4
        )
    if whole and briefing.closed:
        yield hanging(f"Not open: {', '.join(briefing.closed)}.", 2, 4)


def _argument(one: Argument, *, in_full: bool) -> str:
    """What a consideration says of a move, or only its name, after its mark."""
    mark = sign(one)
    return f"{mark:<3} {one.says} ({one.name})" if in_full and one.says else f"{mark} {one.name}"


# -- the quarter before -----------------------------------------------------------------------------------------------
def last_quarter(standing: Standing, seat: str, seen: Sequence[Note]) -> Iterator[str]:
    """What a seat can know of the last finished quarter: its own choices against the model's, and why others moved.

    ``seen`` are the notes it has learned of.
    """
    if not standing.moments:
        yield "No quarter is over yet."
        return
    past = past_of(standing.moments[-1], standing, seat, seen)
    yield f"{format_quarter(past.quarter)}: {past.outcome}."
    for says in past.happened:
        yield hanging(says, 2, 4)
    for one in past.own:
        yield hanging(f"You: {one.move} ({one.beside_model}).", 2, 4)
    for other in past.others:
        yield hanging(f"{other.capital.capitalize()}: {other.move}. {other.why}", 2, 4)


def welcome(game: Game) -> Iterator[str]:
    """What a game is, before its first briefing."""
    plan = game.plan
    seats = listed(seat.capitalize() for seat in game.seats)
    yield f"{plan.title}: you play {seats}"
    yield hanging(plan.question, 0, 0)
    yield hanging(f"{how_it_goes(game)} h is for help.", 0, 0)
    yield DISCLAIMER
