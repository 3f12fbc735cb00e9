"""What a briefing says, in words: for the terminal and for the page."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from tightrope.explanation.story import Moment
from tightrope.explanation.weigh import Weighing
from tightrope.explanation.words import Words, stretch, stretches, told_parts
from tightrope.games.briefing import Argument, Briefing, Sight, Way
from tightrope.games.game import PASSED, TONE, Game, Taken
from tightrope.games.notes import MOVE, Note, settled
from tightrope.games.setting import SEATS, load_setting
from tightrope.games.table import Met, Standing
from tightrope.model import all_decisions
from tightrope.quarters import format_quarter
from tightrope.wording import counted, figure, listed

FOR, AGAINST = 2, 2
"""Arguments of a move that a briefing shows; a question mark shows all."""


# -- what has happened ------------------------------------------------------------------------------------------------
def since(briefing: Briefing) -> str:
    """What the news are about: since when, or that there are none."""
    when = "" if briefing.since is None else f" since you chose in {format_quarter(briefing.since)}"
    told = briefing.news or own_moves(briefing)
    return f"What has happened{when}:" if told else f"Nothing has happened{when} that you know of."


@functools.cache
def _still() -> frozenset[tuple[str, str]]:
    """The moves that change nothing, with their decisions."""
    return frozenset((decision.name, decision.moves[0]) for decision in all_decisions())


def own_moves(briefing: Briefing) -> list[Taken]:
    """What the seat itself has done since it was last told, when it was asked: moves that change something."""
    since_then = briefing.since
    return [
        one
        for one in briefing.game.taken
        if since_then is not None
        and since_then <= one.quarter < briefing.quarter
        and one.capital == briefing.capital
        and one.how != PASSED
        and one.decision != TONE
        and (one.decision, one.move) not in _still()
    ]


def happened(briefing: Briefing) -> Iterator[str]:
    """The seat's own moves, then the news, each in a sentence with its quarters where that is not the present one."""
    for one in own_moves(briefing):
        yield f"You, in {format_quarter(one.quarter)}: {one.move}. {_moved(one, briefing)}".strip()
    for says, quarters in gathered(briefing.news):
        when = "" if quarters == [briefing.quarter] else f" ({stretches(quarters)})"
        yield f"{says.rstrip('.')}{when}."


def _moved(one: Taken, briefing: Briefing) -> str:
    """What has moved of that which a seat's own move bears on; "" where its report holds nothing of the kind."""
    bears_on = load_setting(briefing.game.plan.seeds).bears_on(one.decision, one.move)
    sights = [sight for sight in briefing.sights if sight.key in bears_on]
    moved = listed(sight.name for sight in sights if sight.changed)
    if moved:
        return f"Moved since: {moved}."
    return "It moved little." if sights else ""


def went_by(passed: Sequence[Taken]) -> str:
    """One line on the quarters in which nobody was asked."""
    quarters = sorted({one.quarter for one in passed})
    made: dict[str, int] = {}
    for one in passed:
        if one.decision != TONE:
            made[one.move] = made.get(one.move, 0) + 1
    moves = ", ".join(f"{move} {count}" for move, count in made.items())
    when = f"{stretch(quarters[0], quarters[-1])}: {counted(len(quarters), 'quarter')}"
    return f"{when} with nothing new at stake ({moves})."


def gathered(notes: Iterable[Note]) -> list[tuple[str, list[int]]]:
    """What happened, with the quarters in which it did."""
    found: dict[str, list[int]] = {}
    for note in notes:
        found.setdefault(note.says, []).append(note.quarter)
    return list(found.items())


# -- what officials report --------------------------------------------------------------------------------------------
def sight_in_words(sight: Sight) -> str:
    """What is known exactly as a number, what is not as it looks; and how it was, where that was otherwise."""
    was = was_in_words(sight)
    return f"{is_in_words(sight)} ({was})" if was else is_in_words(sight)


def is_in_words(sight: Sight) -> str:
    """How something is, or looks."""
    if sight.value is None:
        return f"looks {sight.band}"
    return f"{amount(sight.value, sight.unit)}{f', {sight.band}' if sight.in_words else f' {sight.unit}'}"


def was_in_words(sight: Sight) -> str:
    """How it was, or looked, when it was last told; "" where that is no news."""
    if not sight.changed or sight.was_band is None:
        return ""
    if sight.was is None:
        return f"looked {sight.was_band}"
    word = f", {sight.was_band}" if sight.in_words and sight.band != sight.was_band else ""
    return f"was {amount(sight.was, sight.unit)}{word}"


def amount(value: float, unit: str) -> str:
    """A value as officials write it, without its unit."""
    return f"{value:.2f}" if unit in ("level", "index") else figure(round(value, 1))


# -- moves ------------------------------------------------------------------------------------------------------------
def asked_for(decision: str) -> str:
    """What a decision is about, as a heading."""
    return {"baku.home": "At home", "baku.abroad": "Abroad", TONE: "Your tone"}.get(decision, "Your moves")


def sign(one: Argument) -> str:
    """The mark of a consideration; in brackets its direction where it hardly speaks."""
    return one.mark or ("(+)" if one.size > 0 else "(-)")


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


# -- quarters that are over -------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Own:
    """A move that a seat has made: ``says`` in words, and ``beside_model`` what the model would have done."""

    move: str
    says: str
    how: str
    beside_model: str


@dataclass(frozen=True)
class Other:
    """A move of another capital that a seat has learned of, and why its officials think it was made."""

    capital: str
    move: str
    says: str
    why: str


@dataclass(frozen=True)
class Past:
    """What a seat can know of a finished quarter."""

    quarter: int
    outcome: str
    happened: tuple[str, ...]
    own: tuple[Own, ...]
    others: tuple[Other, ...]


def past_of(moment: Moment, standing: Standing, seat: str, seen: Sequence[Note]) -> Past:
    """What a seat can know of a finished quarter: its own choices against the model's, and why others moved.

    ``seen`` are the notes it has learned of.
    """
    words = Words(standing.game.plan.seeds)
    notes = list(settled(note for note in seen if note.quarter == moment.quarter))
    known = {(note.decision, note.move): note.says for note in notes if note.kind == MOVE}
    return Past(
        quarter=moment.quarter,
        outcome=moment.outcome,
        happened=tuple(note.says for note in notes if note.kind != MOVE),
        own=tuple(
            own_move(met, words)
            for met in standing.met
            if met.taken.quarter == moment.quarter and met.taken.capital == seat
        ),
        others=tuple(
            Other(one.capital, one.move, known[one.decision, one.move], _thought(one))
            for one in moment.weighings
            if (one.decision, one.move) in known
        ),
    )


def own_move(met: Met, words: Words) -> Own:
    """A move of a seat's own beside what the model would have done."""
    taken = met.taken
    same = taken.move == met.model_move
    says = words.acts(taken.decision, taken.move, met.targets.get(taken.move, ""))
    return Own(taken.move, says, taken.how, "as the model would have" if same else f"the model: {met.model_move}")


def _thought(one: Weighing) -> str:
    reasons = [part.says for part in told_parts(one) if part.size > 0 and part.says]
    return f"Your officials think: {listed(reasons)}." if reasons else "Your officials see no reason for it."


def taken_in_words(one: Taken) -> str:
    """A move as it is named when it is taken back: "Moscow's squeeze of 2016-Q2"."""
    return f"{one.capital.capitalize()}'s '{one.move}' of {format_quarter(one.quarter)}"


def how_it_goes(game: Game) -> str:
    """What is played, with whom, and how a briefing is to be read."""
    plan = game.plan
    window = f"{format_quarter(plan.start)} to {format_quarter(plan.end)}"
    others = "nobody chooses" if len(game.seats) == len(SEATS) else "the others choose"
    return (
        f"{window}, {counted(plan.quarters, 'quarter')}; {others} by the model (theory: {plan.theory}), with"
        f" the luck and the numbers of member {game.member}. What your capital holds you are told exactly, what others"
        " hold as it looks from outside. Beside a move stands what speaks for it (+) and against it (-), held against"
        " changing nothing: first on balance, then by consideration, from one mark to three."
    )
