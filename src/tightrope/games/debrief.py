"""After a game: where it went, where its people parted from the model, and what that cost or won."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from tightrope.ensemble import WHOLE_UP_TO, simulate
from tightrope.explanation.story import Moment, Story, tell
from tightrope.explanation.weigh import speaker_of
from tightrope.explanation.words import Words
from tightrope.games.briefing import Argument
from tightrope.games.game import Game, Taken
from tightrope.games.setting import Setting, load_setting
from tightrope.games.table import Met, Standing
from tightrope.results import Run
from tightrope.scenario import Scenario

Array = NDArray[np.float64]
POSITION, OUTCOME = "baku.position", "baku.outcome"

AS_ONE = 1e-9
"""Positions closer than this are the same path."""


@dataclass(frozen=True)
class Parting:
    """A decision in which a person did not do what the model would have done in the same state.

    ``difference`` is how much more the considerations made of the person's move than of the model's: below 0 it cost
    something by the capital's own lights. ``parts`` divide it by consideration, the largest first. ``by_chance`` says
    that the considerations alone spoke for the person's move at least as much: chance alone had the model do otherwise.
    ``says`` and ``model_says`` put the two moves in words.
    """

    taken: Taken
    model_move: str
    says: str
    model_says: str
    difference: float
    by_chance: bool
    parts: tuple[Argument, ...]


@dataclass(frozen=True)
class Total:
    """What all partings of one decision together cost or won on one consideration, in units of value."""

    decision: str
    consideration: str
    name: str
    size: float


@dataclass(frozen=True)
class Habit:
    """All partings of one kind: the same move in place of the same move of the model's. ``size`` adds them up, and
    ``weightiest`` is the one in which most was at stake."""

    partings: tuple[Parting, ...]
    size: float
    weightiest: Parting

    @property
    def quarters(self) -> list[int]:
        """When."""
        return [one.taken.quarter for one in self.partings]


@dataclass(frozen=True, eq=False)
class Debrief:
    """What came of a game.

    ``moments`` and ``path`` (Baku's position, quarters) are those of the game; ``alone`` is the same member with nobody
    at the table, and ``path_alone`` its position. ``run`` is the ensemble of the scenario, ``below`` the share of its
    members that end further toward Moscow. ``parted`` is the first quarter in which the two paths differ.
    """

    game: Game
    moments: tuple[Moment, ...]
    path: Array
    alone: Story
    path_alone: Array
    run: Run = field(repr=False)
    below: float
    parted: int | None
    decisions: int
    asked: int
    partings: tuple[Parting, ...]
    totals: tuple[Total, ...]
    tones: tuple[Taken, ...]

    def habits(self) -> tuple[Habit, ...]:
        """The partings by kind, the kind in which most was at stake first."""
        kinds: dict[tuple[str, str, str], list[Parting]] = {}
        for one in self.partings:
            kinds.setdefault((one.taken.decision, one.taken.move, one.model_move), []).append(one)
        found = [
            Habit(tuple(some), sum(one.difference for one in some), max(some, key=lambda one: abs(one.difference)))
            for some in kinds.values()
        ]
        return tuple(sorted(found, key=lambda one: -abs(one.size)))

    def share_of(self, outcome: int) -> float:
        """The share of the ensemble that ends in an outcome, by its code."""
        return float(self.run.tally.counts[-1, outcome] / self.run.members)


def debrief(
    standing: Standing, progress: Callable[[int, int], None] | None = None, *, run: Run | None = None
) -> Debrief:
    """Look back on a game that is over.

    ``run`` is the ensemble of its scenario, with position and outcome; unless it is given it is made, with as many
    members as can be kept whole.
    """
    game, plan = standing.game, standing.game.plan
    words, setting = Words(plan.seeds), load_setting(plan.seeds)
    story, records = tell(plan, game.member)
    path, alone = np.array(standing.path), np.asarray(records[POSITION][:, 0], dtype=float)
    if run is None:
        run = ensemble_for(plan, progress=progress)
    ends = run.data[POSITION].values[:, -1]
    apart = np.flatnonzero(np.abs(np.float32(path) - np.float32(alone)) > AS_ONE)
    partings = tuple(_parting(met, words, setting) for met in standing.met if met.taken.move != met.model_move)
    plain = next(iter(setting.tones))
    return Debrief(
        game=game,
        moments=standing.moments,
        path=path,
        alone=story,
        path_alone=alone,
        run=run,
        below=float((ends < path[-1]).mean()),
        parted=plan.start + int(apart[0]) if len(apart) else None,
        decisions=len(standing.met),
        asked=sum(one.how != "passed" for one in game.taken),
        partings=partings,
        totals=_totals(partings),
        tones=tuple(tone for tone in standing.tones if tone.move != plain),
    )


def ensemble_for(
    plan: Scenario,
    most: int = WHOLE_UP_TO,
    *,
    workers: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Run:
    """The ensemble that a game is held against: the scenario's members, at most so many."""
    members = min(plan.members, most)
    return Run.of(simulate(plan, members, workers=workers, record=(POSITION, OUTCOME), progress=progress))


def _parting(met: Met, words: Words, setting: Setting) -> Parting:
    """A person's move against the model's, consideration by consideration."""
    choice, decision = met.choice, met.choice.decision
    yours, theirs = decision.index(met.taken.move), decision.index(met.model_move)
    parts = []
    for consideration in decision.considerations:
        terms = {code: _term(met, consideration, decision.moves[code]) for code in (yours, theirs)}
        size = terms[yours] - terms[theirs]
        if size == 0.0:
            continue
        speaker, favourable = speaker_of(terms, yours, theirs, size)
        says = words.reasons.says(decision.name, consideration, decision.moves[speaker], favourable)
        name = words.name(decision.name, consideration)
        parts.append(Argument(consideration, name, size, setting.mark(size), says))
    difference = float(choice.values[yours, 0] - choice.values[theirs, 0])
    return Parting(
        taken=met.taken,
        model_move=met.model_move,
        says=words.acts(decision.name, met.taken.move, met.targets.get(met.taken.move, "")),
        model_says=words.acts(decision.name, met.model_move, met.targets.get(met.model_move, "")),
        difference=difference,
        by_chance=difference >= 0.0,
        parts=tuple(sorted(parts, key=lambda part: -abs(part.size))),
    )


def _term(met: Met, consideration: str, move: str) -> float:
    term = met.choice.terms.get((consideration, move))
    return 0.0 if term is None else float(term[0])


def _totals(partings: Sequence[Parting]) -> tuple[Total, ...]:
    """All partings of each decision together, the largest cost first."""
    sums: dict[tuple[str, str], tuple[str, float]] = {}
    for parting in partings:
        for part in parting.parts:
            key = (parting.taken.decision, part.consideration)
            sums[key] = (part.name, sums.get(key, ("", 0.0))[1] + part.size)
    found = [Total(*key, name, size) for key, (name, size) in sums.items()]
    order = list(dict.fromkeys(one.decision for one in found))
    return tuple(sorted(found, key=lambda one: (order.index(one.decision), one.size)))
