"""What the workers do when a game is over: hold it against the ensemble, and say what came of it. No framework here."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tightrope.exercises.tables import Table
from tightrope.explanation.story import SEEN, Moment
from tightrope.explanation.words import STATE_NAMES, outcomes_in_words, treaties_in_words
from tightrope.figures.debrief import weightiest
from tightrope.games import PASSED, Debrief, Habit, Taken, debrief, replay, retelling
from tightrope.games.debrief import POSITION, ensemble_for
from tightrope.games.lines import PAPER, laid_out
from tightrope.outcomes import EAST_TO_WEST, OUTCOMES
from tightrope.quarters import format_quarter
from tightrope.results import CAVEAT, OIL_CAVEAT, Run
from tightrope.results.words import oil_path_departs
from tightrope.web.game_deal import Deal
from tightrope.web.work import WHEN_IDLE

Array = NDArray[np.float64]

KEPT_RUNS = 8
"""Ensembles that a worker keeps for games of the same scenario: 0.5 MB each."""


@dataclass(frozen=True)
class Kind:
    """Choices of one kind that were not the model's: their size in all, what they were, and what weighed most."""

    size: float
    says: str
    parts: tuple[tuple[float, str], ...]


@dataclass(frozen=True)
class Mark:
    """A kind of choice to be numbered on the path, in the quarter in which most was at stake."""

    number: int
    quarter: int
    says: str


@dataclass(frozen=True)
class Sum:
    """What all choices that were not the model's cost or won on one consideration."""

    of: str
    name: str
    size: float


@dataclass(frozen=True)
class Share:
    """How many of the ensemble end in an outcome, and whether the game or the member alone does."""

    outcome: str
    share: float
    game: bool
    alone: bool


@dataclass(frozen=True, eq=False)
class LookBack:
    """A debrief, ready to be shown.

    ``fan`` are percentiles 5, 25, 50, 75, 95 of the ensemble's position (5, quarters), ``path`` that of the game and
    ``path_alone`` that of the same member with nobody at the table (quarters). ``circles`` are the quarters of all
    choices that were not the model's. ``text`` is the debrief as the terminal writes it to a file.
    """

    title: str
    question: str
    summary: str
    start: int
    members: int
    ends: Table
    parted: str
    place: str
    shares: tuple[Share, ...]
    fan: Array
    alike: bool
    path: Array
    path_alone: Array
    marks: tuple[Mark, ...]
    circles: tuple[int, ...]
    kinds: tuple[Kind, ...]
    sums: tuple[Sum, ...]
    decisions: int
    otherwise: int
    moves: Table
    caveats: str
    text: str


def look_back(given: Deal, taken: tuple[Taken, ...]) -> LookBack:
    """Look back on a game that is over."""
    found = debrief(replay(given.game(taken)), run=_ensemble(given))
    return LookBack(
        title=retelling.title(found),
        question=given.question,
        summary=retelling.summary(found),
        start=given.start,
        members=found.run.members,
        ends=_ends(found),
        parted=retelling.parted(found),
        place=retelling.place_among(found),
        shares=tuple(_shares(found)),
        fan=found.run.percentiles(POSITION),
        alike=found.run.scenario.uncertainty == "none" or found.run.members == 1,
        path=found.path,
        path_alone=found.path_alone,
        marks=tuple(_marks(found)),
        circles=tuple(sorted({one.taken.quarter for one in found.partings})),
        kinds=tuple(_kind(habit) for habit in found.habits()),
        sums=tuple(Sum(retelling.decided_by(one.decision), one.name, one.size) for one in found.totals),
        decisions=found.decisions,
        otherwise=len(found.partings),
        moves=_moves(found),
        caveats=f"{f'{OIL_CAVEAT} ' if oil_path_departs(found.game.plan) else ''}{retelling.ONE_OF_MANY} {CAVEAT}",
        text="\n".join(laid_out(retelling.whole(found), PAPER)) + "\n",
    )


@functools.lru_cache(maxsize=KEPT_RUNS)
def _ensemble(given: Deal) -> Run:
    return ensemble_for(given.game().plan, WHEN_IDLE, workers=1)


def _ends(found: Debrief) -> Table:
    """What became of Baku in the game, and in the same member with nobody at the table."""
    seeds, both = found.game.plan.seeds, (found.moments, found.alone.moments)
    rows = [
        ("Outcomes", *(outcomes_in_words(moments) for moments in both)),
        ("Treaties", *(treaties_in_words(moments, seeds) for moments in both)),
        *((_capital(STATE_NAMES[key]), *(_last(moments, key) for moments in both)) for key in SEEN),
    ]
    return Table("What became of Baku", ("", "Your game", "Without you"), tuple(rows))


def _capital(name: str) -> str:
    return f"{name[0].upper()}{name[1:]} at the end"


def _last(moments: tuple[Moment, ...], key: str) -> str:
    return f"{moments[-1].state[key]:.2f}"


def _shares(found: Debrief) -> Iterator[Share]:
    """The outcomes at the end, from Moscow's side to the West's; those that nobody ends in are left out."""
    yours, alone = found.moments[-1].outcome, found.alone.moments[-1].outcome
    for code in EAST_TO_WEST:
        outcome, share = OUTCOMES[code], found.share_of(code)
        if share > 0 or outcome in (yours, alone):
            yield Share(outcome, share, outcome == yours, outcome == alone)


def _marks(found: Debrief) -> Iterator[Mark]:
    for number, habit in enumerate(weightiest(found), start=1):
        yield Mark(number, habit.weightiest.taken.quarter, retelling.kind_of_parting(habit))


def _kind(habit: Habit) -> Kind:
    parts = [one for one in habit.weightiest.parts[: retelling.LEADING] if one.mark]
    return Kind(
        habit.size,
        retelling.kind_of_parting(habit),
        tuple((one.size, f"{one.name}: {one.says}" if one.says else one.name) for one in parts),
    )


def _moves(found: Debrief) -> Table:
    """Every move, and what the model would have done where it was something else."""
    model = {(one.taken.quarter, one.taken.decision): one.model_move for one in found.partings}
    rows = tuple(
        (
            format_quarter(one.quarter),
            retelling.decided_by(one.decision),
            one.move,
            model.get((one.quarter, one.decision), ""),
            "not asked" if one.how == PASSED else one.how,
        )
        for one in found.game.taken
    )
    return Table("Every move", ("quarter", "who", "move", "the model, where otherwise", "how"), rows)
