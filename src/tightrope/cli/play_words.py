"""A game on paper: briefings, the quarter before, and the debrief, as lines of text."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence

from tightrope.cli.output import text_width
from tightrope.cli.words import counted, figure, listed
from tightrope.explanation.words import stretch, stretches, told_parts
from tightrope.games import (
    TONE,
    Argument,
    Briefing,
    Game,
    Note,
    Sight,
    Standing,
    Taken,
    Way,
)
from tightrope.games.notes import MOVE
from tightrope.quarters import format_quarter
from tightrope.results import DISCLAIMER

NEAR = 0.02
"""What a capital knows is told again only where it has moved by more than this part of itself, or of a level."""

FOR, AGAINST = 2, 2
"""Arguments of a move that a briefing shows; a question mark shows all."""

COMMANDS = """\
  1, 2, ...     make the move of that number; its name, or the beginning of it, will do
  Enter         change nothing
  f             follow: do what the model would do in your place, chance included
  ?             everything that is said for and against every move
  b             the officials' whole report again
  e             explain the last quarter: what was done, and why
  u, r          undo the last choice; redo what was undone
  s             save, and say where (every choice is saved as it is made)
  q             quit (quit and exit will do); the game waits
  h             this help

The marks beside a move are the capital's considerations alone. What the model would do in your place includes
chance, so it need not be the move with the best marks, nor one with a mark for it."""


def hanging(text: str, indent: int, rest: int) -> str:
    """A paragraph whose lines after the first begin further in."""
    return textwrap.fill(
        text, text_width(), initial_indent=" " * indent, subsequent_indent=" " * rest, break_on_hyphens=False
    )


# -- a briefing -------------------------------------------------------------------------------------------------------
def opening(briefing: Briefing, *, whole: bool) -> Iterator[str]:
    """What a capital is told at the beginning of its turn; ``whole`` reports also what has not changed."""
    written = format_quarter(briefing.quarter)
    yield f"== {written}  {briefing.capital.capitalize()} " + "=" * 40
    if briefing.passed:
        yield hanging(passed_over(briefing.passed), 0, 2)
    yield from news(briefing)
    yield from report(briefing, whole=whole)


def passed_over(passed: Sequence[Taken]) -> str:
    """One line on the quarters in which nobody was asked."""
    quarters = sorted({one.quarter for one in passed})
    made: dict[str, int] = {}
    for one in passed:
        if one.decision != TONE:
            made[one.move] = made.get(one.move, 0) + 1
    moves = ", ".join(f"{move} {count}" for move, count in made.items())
    when = f"{stretch(quarters[0], quarters[-1])}: {counted(len(quarters), 'quarter')}"
    return f"{when} with nothing new at stake ({moves})."


def news(briefing: Briefing) -> Iterator[str]:
    """What the capital has learned since it was last asked."""
    since = "" if briefing.since is None else f" since you chose in {format_quarter(briefing.since)}"
    if not briefing.news:
        yield f"Nothing has happened{since} that you know of."
        return
    yield f"What has happened{since}:"
    for says, quarters in gathered(briefing.news):
        when = "" if quarters == [briefing.quarter] else f" ({stretches(quarters)})"
        yield hanging(f"{says.rstrip('.')}{when}.", 2, 4)


def gathered(notes: Iterable[Note]) -> list[tuple[str, list[int]]]:
    """What happened, with the quarters in which it did."""
    found: dict[str, list[int]] = {}
    for note in notes:
        found.setdefault(note.says, []).append(note.quarter)
    return list(found.items())


def report(briefing: Briefing, *, whole: bool) -> Iterator[str]:
    """What officials report: what has changed or all of it, then what only looks so in one paragraph."""
    shown = [sight for sight in briefing.sights if whole or changed(sight)]
    if not shown:
        yield "Your officials report no change."
        return
    yield "Your officials report:"
    listed_singly = [sight for sight in shown if sight.known or not whole]
    width = max((len(sight.name) for sight in listed_singly), default=0)
    for sight in listed_singly:
        yield f"  {sight.name:<{width}}  {sight_in_words(sight)}"
    others = [f"{sight.name}: {sight.band}" for sight in shown if sight not in listed_singly]
    if others:
        yield hanging(f"as it looks from outside: {'; '.join(others)}", 2, 4)
    if len(shown) < len(briefing.sights):
        yield "  and no change in the rest"


def changed(sight: Sight) -> bool:
    """Whether something looks otherwise than at the last report, or was never reported."""
    if sight.was_band is None:
        return True
    if sight.value is None or sight.was is None:
        return sight.band != sight.was_band
    scale = 1.0 if sight.unit in ("level", "index") else max(abs(sight.was), 1.0)
    return abs(sight.value - sight.was) > NEAR * scale


def sight_in_words(sight: Sight) -> str:
    """What is known exactly as a number, what is not as it looks."""
    if sight.value is None:
        before = "" if sight.was_band in (None, sight.band) else f" (looked {sight.was_band})"
        return f"looks {sight.band}{before}"
    unit = "" if sight.unit in ("level", "index") else f" {sight.unit}"
    band = f", {sight.band}" if not unit else ""
    before = "" if sight.was is None or not changed(sight) else f" (was {_amount(sight.was, sight.unit)})"
    return f"{_amount(sight.value, sight.unit)}{unit}{band}{before}"


def _amount(value: float, unit: str) -> str:
    return f"{value:.2f}" if unit in ("level", "index") else figure(round(value, 1))


def moves(briefing: Briefing, said: set[str], *, whole: bool = False) -> Iterator[str]:
    """The open moves, numbered, with what speaks for and against them; ``whole`` leaves nothing out.

    ``said`` holds what has been said before, which is then named and not said again, and takes up what is said now.
    """
    if briefing.decision == TONE:
        yield hanging("Your tone: " + ", ".join(f"{way.number} {way.move}" for way in briefing.ways), 0, 2)
        return
    yield {"baku.home": "At home:", "baku.abroad": "Abroad:"}.get(briefing.decision, "Your moves:")
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
        yield hanging(f"Of every move alike: {'; '.join(_argument(one, in_full=False) for one in alike)}.", 2, 4)
    if whole and briefing.closed:
        yield f"  Not open: {', '.join(briefing.closed)}."


def _argument(one: Argument, *, in_full: bool) -> str:
    """What a consideration says of a move, or only its name, after its mark."""
    mark = one.mark or ("(+)" if one.size > 0 else "(-)")
    return f"{mark:<3} {one.says} ({one.name})" if in_full and one.says else f"{mark} {one.name}"


def said_of_all(briefing: Briefing) -> tuple[Argument, ...]:
    """What is said in the same words and to the same degree of every move that changes something."""
    first, *others = [way.arguments for way in briefing.ways[1:]] or [()]
    if not others:
        return ()
    return tuple(one for one in first if one.mark and all(one in some for some in others))


def weightiest(way: Way, alike: Sequence[Argument] = ()) -> list[Argument]:
    """The few arguments that a briefing shows: the largest for the move, then the largest against it."""
    told = [argument for argument in way.arguments if argument.mark and argument not in alike]
    spoke = [argument for argument in told if argument.size > 0][:FOR]
    return spoke + [argument for argument in told if argument.size < 0][:AGAINST]


# -- the quarter before -----------------------------------------------------------------------------------------------
def last_quarter(standing: Standing, seat: str, seen: Sequence[Note]) -> Iterator[str]:
    """What a seat can know of the last finished quarter: its own choices against the model's, and why others moved.

    ``seen`` are the notes it has learned of.
    """
    if not standing.moments:
        yield "No quarter is over yet."
        return
    moment = standing.moments[-1]
    yield f"{format_quarter(moment.quarter)}: {moment.outcome}."
    for note in seen:
        if note.quarter == moment.quarter and note.kind != MOVE:
            yield hanging(note.says, 2, 4)
    for met in standing.met:
        if met.taken.quarter == moment.quarter and met.taken.capital == seat:
            model = "as the model would have" if met.taken.move == met.model_move else f"the model: {met.model_move}"
            yield f"  You: {met.taken.move} ({model})."
    known = {(note.decision, note.move) for note in seen if note.quarter == moment.quarter}
    for one in moment.weighings:
        if (one.decision, one.move) in known:
            reasons = [part.says for part in told_parts(one) if part.size > 0 and part.says]
            why = f" Your officials think: {listed(reasons)}." if reasons else " Your officials see no reason for it."
            yield hanging(f"{one.capital.capitalize()}: {one.move}.{why}", 2, 4)


def taken_in_words(one: Taken) -> str:
    """A move as it is named when it is taken back: "Moscow's squeeze of 2016-Q2"."""
    return f"{one.capital.capitalize()}'s '{one.move}' of {format_quarter(one.quarter)}"


def welcome(game: Game) -> Iterator[str]:
    """What a game is, before its first briefing."""
    plan = game.plan
    seats = listed(seat.capitalize() for seat in game.seats)
    yield f"{plan.title}: you play {seats}"
    yield hanging(plan.question, 0, 0)
    window = f"{format_quarter(plan.start)} to {format_quarter(plan.end)}"
    yield hanging(
        f"{window}, {counted(plan.quarters, 'quarter')}; the others choose by the model (theory: {plan.theory}), with"
        f" the luck and the numbers of member {game.member}. What your capital holds you are told exactly, what others"
        " hold as it looks from outside. Beside a move stands what speaks for it (+) and against it (-), held against"
        " changing nothing: first on balance, then by consideration, from one mark to three. h is for help.",
        0,
        0,
    )
    yield DISCLAIMER
