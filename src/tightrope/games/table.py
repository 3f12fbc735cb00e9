"""The table at which a game is played: a rule that asks people where they sit; elsewhere the theory's rule."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from tightrope.choice import Decision, Ledger, Moves, Open, Rule, Value
from tightrope.explanation.reasons import load_reasons
from tightrope.explanation.story import HOME, Before, Moment, moment_of
from tightrope.explanation.words import Words
from tightrope.games.briefing import Briefing, Way, sights_of, targets_in, tones_of, torn_between, values_of, ways_of
from tightrope.games.game import PASSED, TONE, Game, Taken
from tightrope.games.notes import Chronicle, Note, seen_by, settled
from tightrope.games.setting import load_setting
from tightrope.model import AlignmentModel
from tightrope.precision import Array
from tightrope.witness import Choice, Witness, watched


@dataclass(frozen=True)
class Answer:
    """What a person says: a move, and how it came about."""

    move: str
    how: str


Ask = Callable[[Briefing], Answer | None]
"""Answers a briefing, or says nothing: then the game waits there."""


@dataclass(frozen=True, eq=False)
class Met:
    """A decision that fell to a person: the choice as it stood, and what the theory's rule would have chosen.

    ``targets`` are the treaties that moves were aimed at.
    """

    taken: Taken
    model_move: str
    choice: Choice
    targets: Mapping[str, str]

    @property
    def values(self) -> dict[str, float]:
        """What the capital's considerations made of each open move."""
        moves, there = self.choice.decision.moves, self.choice.open[:, 0]
        return {move: float(self.choice.values[code, 0]) for code, move in enumerate(moves) if there[code]}


@dataclass(frozen=True, eq=False)
class Standing:
    """A game played as far as it goes: ``briefing`` is the question it waits for, None when it is over.

    ``moments`` are its finished quarters, ``path`` Baku's position at their ends, ``met`` the decisions made by people,
    ``tones`` the tones that were struck.
    """

    game: Game
    briefing: Briefing | None
    moments: tuple[Moment, ...]
    path: tuple[float, ...]
    met: tuple[Met, ...]
    tones: tuple[Taken, ...]
    notes: tuple[Note, ...]


class NotOpenError(Exception):
    """A move of a game that cannot be made; ``open`` are those that can, none where nobody is asked then."""

    def __init__(self, taken: Taken, may: tuple[str, ...] = ()) -> None:
        super().__init__(taken)
        self.taken = taken
        self.open = may


class _WaitError(Exception):
    """Nobody answers: the game stops here."""

    def __init__(self, briefing: Briefing) -> None:
        super().__init__()
        self.briefing = briefing


def wait(briefing: Briefing) -> Answer | None:
    """Answer nothing: the game stops at the first decision that is open."""
    return None


def follow(briefing: Briefing) -> Answer | None:
    """Answer as the theory's rule would, without having been asked."""
    return Answer(briefing.model_move, PASSED)


def replay(game: Game, ask: Ask = wait) -> Standing:
    """Play a game: the moves it holds, and then what ``ask`` answers; it stops at the first question left open.

    Raises NotOpenError for a move of the game that there is not.
    """
    seats: list[Table] = []

    def sit(witness: Witness) -> Rule:
        seats.append(Table(game, witness, ask))
        return seats[0]

    waiting: Briefing | None = None
    lived = watched(game.plan, [game.member], opening=True, table=sit)
    try:
        for model, _ in lived:
            seats[0].finish(model)
    except _WaitError as stop:
        waiting = stop.briefing
    finally:
        lived.close()
    return seats[0].standing(waiting)


@dataclass(frozen=True)
class _Report:
    """What a seat was told when it was last asked: the quarter, how many notes there were, and each value last told."""

    quarter: int
    notes: int
    values: Mapping[str, float]


class Table:
    """A rule of choice. It asks for each decision of a seat, unless the game holds the move; and notes what happens."""

    def __init__(self, game: Game, witness: Witness, ask: Ask) -> None:
        self.game = game
        self._witness, self._ask = witness, ask
        self._given = {(one.quarter, one.decision): one for one in game.taken}
        self._words = Words(game.plan.seeds)
        self._reasons = load_reasons(game.plan.seeds)
        self._setting = load_setting(game.plan.seeds)
        self._chronicle = Chronicle(self._words)
        self._before: Before | None = None
        self._reports: dict[str, tuple[_Report | None, _Report | None]] = {seat: (None, None) for seat in game.seats}
        self._choices: list[Choice] = []
        self._moments: list[Moment] = []
        self._path: list[float] = []
        self._met: list[Met] = []
        self._tones: list[Taken] = []
        self._told: Mapping[str, float] = {}

    def __call__(
        self, decision: Decision, ledger: Ledger, open_moves: Mapping[str, Open], noise: Value, gumbel: Array
    ) -> Moves:
        """The move of whoever decides: a person's, or the theory's."""
        theirs = self._witness(decision, ledger, open_moves, noise, gumbel)
        model = self._witness.model
        if model is None:  # quarters before the first of the scenario
            return theirs
        choice, made = self._witness.choices[-1], theirs
        self._chronicle.look(model)
        if decision.capital in self.game.seats:
            taken = self._take(self._briefing(model, decision.name, self._ways(choice, model), choice))
            self._met.append(Met(taken, decision.moves[int(theirs[0])], choice, targets_in(decision.name, model)))
            made = np.array([decision.index(taken.move)], dtype=theirs.dtype)
            if decision.name == HOME:
                tone = self._take(self._briefing(model, TONE, tones_of(self._setting)))
                self._tones.append(tone)
                model.tone_choice = self._setting.nudges(tone.move)
        self._choices.append(replace(choice, moves=made))
        if made[0] != 0:
            self._chronicle.moved(model, decision.name, decision.moves[made[0]])
        return made

    # -- what people decide -------------------------------------------------------------------------------------------
    def _ways(self, choice: Choice, model: AlignmentModel) -> tuple[Way, ...]:
        return ways_of(choice, model, self._words, self._setting)

    def _briefing(
        self, model: AlignmentModel, decision: str, ways: tuple[Way, ...], choice: Choice | None = None
    ) -> Briefing:
        """What a seat is told before a decision; ``choice`` is None for the tone."""
        seat, quarter = decision.split(".")[0], model.quarter
        before, now = self._reports[seat]
        fresh = now is None or now.quarter != quarter
        last = now if fresh else before
        since, told = (None, 0) if last is None else (last.quarter, last.notes)
        values = values_of(model, seat, self._setting)
        sights = sights_of(seat, values, None if last is None else last.values, self._setting)
        told_before = {} if last is None else last.values
        self._told = {one.key: values[one.key] if one.changed else told_before[one.key] for one in sights}
        moves = tuple(way.move for way in ways) if choice is None else choice.decision.moves
        weighed, declined, torn = self._lately(decision, quarter)
        return Briefing(
            quarter=quarter,
            decision=decision,
            game=self.game,
            fresh=fresh,
            since=since,
            news=tuple(settled(seen_by(seat, self._chronicle.notes[told:], self._setting))),
            passed=tuple(one for one in self.game.taken if one.capital == seat and _passed(one, since, quarter)),
            sights=sights,
            ways=ways,
            closed=tuple(move for move in moves if move not in {way.move for way in ways}),
            model_move=moves[0] if choice is None else moves[int(choice.moves[0])],
            weighed=weighed,
            declined=declined,
            torn=torn,
            path=tuple(self._path),
        )

    def _lately(self, decision: str, quarter: int) -> tuple[frozenset[str], frozenset[str], frozenset[frozenset[str]]]:
        """What a person has lately made or been advised to make when asked, what of the advice was not taken, and
        between which moves it was torn."""
        stakes = self._setting.file.stakes
        weighed: set[str] = set()
        declined: set[str] = set()
        torn: set[frozenset[str]] = set()
        for met in self._met:
            one = met.taken
            if one.decision != decision or one.how == PASSED or quarter - one.quarter > stakes.lately:
                continue
            torn.add(torn_between(met.values, stakes.close))
            weighed |= {one.move, met.model_move}
            declined -= {one.move, met.model_move}
            if one.move != met.model_move:
                declined.add(met.model_move)
        return frozenset(weighed), frozenset(declined), frozenset(torn - {frozenset()})

    def _take(self, briefing: Briefing) -> Taken:
        """The move that the game holds for a decision or, beyond its moves, the answer of whoever is asked."""
        taken = self._given.pop((briefing.quarter, briefing.decision), None)
        if taken is None:
            if self._given:
                raise NotOpenError(next(iter(self._given.values())))
            answer = self._ask(briefing)
            if answer is None:
                raise _WaitError(briefing)
            taken = Taken(briefing.quarter, briefing.decision, answer.move, answer.how)
            self.game = self.game.with_move(taken)
        if taken.move not in briefing.moves:
            raise NotOpenError(taken, briefing.moves)
        if taken.how != PASSED and briefing.fresh:
            report = _Report(briefing.quarter, len(self._chronicle.notes), self._told)
            self._reports[briefing.capital] = (self._reports[briefing.capital][1], report)
        return taken

    # -- the end of a quarter -----------------------------------------------------------------------------------------
    def finish(self, model: AlignmentModel) -> None:
        """Take note of a quarter that is over, or of the model before its first."""
        self._chronicle.look(model)
        if self._before is not None:
            self._moments.append(moment_of(model, self._choices, self._before, self._reasons))
            self._path.append(float(model.baku.position[0]))
        self._before = Before.of(model)
        self._choices = []

    def standing(self, waiting: Briefing | None) -> Standing:
        """The game as far as it went. Raises NotOpenError if it holds moves beyond that."""
        if self._given:
            raise NotOpenError(next(iter(self._given.values())))
        return Standing(
            self.game,
            waiting,
            tuple(self._moments),
            tuple(self._path),
            tuple(self._met),
            tuple(self._tones),
            tuple(self._chronicle.notes),
        )


def _passed(one: Taken, since: int | None, until: int) -> bool:
    return one.how == PASSED and (since is None or one.quarter > since) and one.quarter < until
