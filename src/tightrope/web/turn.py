"""What the workers do for a game: play it from its moves to the next question, and say what may be shown of it.

No framework here. What is handed back holds what the seat that is asked may know, and nothing else of the model.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tightrope.errors import RunError
from tightrope.explanation.words import Words
from tightrope.games import (
    CHOSEN,
    FOLLOWED,
    PASSED,
    TONE,
    Answer,
    Argument,
    Briefing,
    NotOpenError,
    Setting,
    Standing,
    Taken,
    Way,
    at_stake,
    load_setting,
    passed_over,
    replay,
)
from tightrope.games.notes import seen_by
from tightrope.games.telling import (
    Past,
    asked_for,
    happened,
    is_in_words,
    own_move,
    past_of,
    said_of_all,
    sign,
    since,
    was_in_words,
    weightiest,
    went_by,
)
from tightrope.quarters import format_quarter
from tightrope.web.game_deal import Deal

POSITION = "baku.position"


@dataclass(frozen=True)
class Line:
    """One line of the officials' report: what, how it is or looks, how it was, and whether that is news."""

    name: str
    now: str
    before: str
    changed: bool


@dataclass(frozen=True)
class Point:
    """One consideration of a move: its sign, and what it says. No size: a seat is told no more than the mark."""

    sign: str
    says: str
    name: str


@dataclass(frozen=True)
class Option:
    """An open move: ``told`` are its weightiest considerations, ``rest`` the others."""

    number: int
    move: str
    says: str
    balance: str
    told: tuple[Point, ...]
    rest: tuple[Point, ...]


@dataclass(frozen=True)
class Place:
    """Baku's position at the ends of the quarters so far, as a seat sees it: exactly, or as it looked by the number of
    the band among ``bands``."""

    start: int
    exact: tuple[float, ...]
    looked: tuple[int, ...]
    bands: tuple[str, ...]


@dataclass(frozen=True)
class Turn:
    """A game as far as it goes, and the question it waits for; ``seat`` is "" when it is over.

    ``mine`` are moves that the seat has already made in this quarter; ``past`` its quarters so far, the last first.
    """

    taken: tuple[Taken, ...]
    seat: str = ""
    quarter: int = 0
    decision: str = ""
    heading: str = ""
    passed: str = ""
    since: str = ""
    news: tuple[str, ...] = ()
    why: tuple[str, ...] = ()
    report: tuple[Line, ...] = ()
    options: tuple[Option, ...] = ()
    alike: tuple[Point, ...] = ()
    closed: tuple[str, ...] = ()
    habit: str = ""
    mine: tuple[str, ...] = ()
    past: tuple[Past, ...] = ()
    place: Place | None = None


# -- playing ----------------------------------------------------------------------------------------------------------
def turn(given: Deal, taken: tuple[Taken, ...], move: str | None, quick: bool) -> Turn:
    """Play a game from its moves and one more to the next question.

    ``move`` is the answer to the question it waits for: "" does what the model would, None is no answer. With ``quick``
    what has nothing at stake is passed over.
    """
    game = given.game(taken)
    setting = load_setting(game.plan.seeds)
    answers = [] if move is None else [move]

    def ask(briefing: Briefing) -> Answer | None:
        if answers:
            said = answers.pop()
            return Answer(said, CHOSEN) if said else Answer(briefing.model_move, FOLLOWED)
        if quick and not at_stake(briefing, setting):
            return Answer(passed_over(briefing), PASSED)
        return None

    try:
        standing = replay(game, ask)
    except NotOpenError as error:
        raise RunError(f"'{error.taken.move}' is not open in {format_quarter(error.taken.quarter)}.") from error
    if standing.briefing is None:
        return Turn(standing.game.taken)
    return _asked(standing, standing.briefing, setting, quick)


def _asked(standing: Standing, briefing: Briefing, setting: Setting, quick: bool) -> Turn:
    alike = said_of_all(briefing)
    return Turn(
        taken=standing.game.taken,
        seat=briefing.capital,
        quarter=briefing.quarter,
        decision=briefing.decision,
        heading=asked_for(briefing.decision),
        passed=went_by(briefing.passed) if briefing.passed else "",
        since=since(briefing),
        news=tuple(happened(briefing)),
        why=at_stake(briefing, setting) if quick and briefing.decision != TONE else (),
        report=tuple(
            Line(sight.name, is_in_words(sight), was_in_words(sight), sight.changed) for sight in briefing.sights
        ),
        options=tuple(_option(way, alike) for way in briefing.ways),
        alike=tuple(map(_point, alike)),
        closed=briefing.closed,
        habit=_habit(briefing),
        mine=tuple(_mine(standing, briefing)),
        past=tuple(_past(standing, briefing, setting)),
        place=_place(standing, briefing, setting),
    )


def _habit(briefing: Briefing) -> str:
    """What the seat did in this decision the last time, or ""."""
    return next((one.move for one in reversed(briefing.game.taken) if one.decision == briefing.decision), "")


def _option(way: Way, alike: tuple[Argument, ...]) -> Option:
    told = weightiest(way, alike)
    rest = [one for one in way.arguments if one not in told and one not in alike]
    return Option(way.number, way.move, way.says, way.balance, tuple(map(_point, told)), tuple(map(_point, rest)))


def _point(one: Argument) -> Point:
    return Point(sign(one), one.says, one.name)


def _mine(standing: Standing, briefing: Briefing) -> Iterator[str]:
    words = Words(standing.game.plan.seeds)
    for met in standing.met:
        if met.taken.quarter == briefing.quarter and met.taken.capital == briefing.capital:
            yield own_move(met, words).says


def _past(standing: Standing, briefing: Briefing, setting: Setting) -> Iterator[Past]:
    """What a seat can know of the finished quarters, the last first."""
    seen = list(seen_by(briefing.capital, list(standing.notes), setting))
    for moment in reversed(standing.moments):
        yield past_of(moment, standing, briefing.capital, seen)


def _place(standing: Standing, briefing: Briefing, setting: Setting) -> Place:
    start, bands = standing.game.plan.start, setting.file.bands[setting.file.sights[POSITION].bands]
    names = tuple(band.says for band in bands)
    if setting.knows(briefing.capital, POSITION):
        return Place(start, standing.path, (), names)
    looked = tuple(names.index(setting.band(POSITION, value)) for value in standing.path)
    return Place(start, (), looked, names)
