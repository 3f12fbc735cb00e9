"""What a capital is told before it chooses: what changed, what its officials believe, and what speaks for each move."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from tightrope.explanation.story import ABROAD, targets_of
from tightrope.explanation.words import Words
from tightrope.games.game import Game, Taken
from tightrope.games.notes import Note
from tightrope.games.setting import Setting
from tightrope.model import AlignmentModel
from tightrope.state import BY_KEY
from tightrope.witness import Choice

NEAR = 0.02
"""What a capital knows is told again only where it has moved by more than this part of itself, or of a level."""


@dataclass(frozen=True)
class Sight:
    """One thing that officials report: exactly (``known``), or as it looks from outside.

    ``band`` puts the value in words; ``was`` and ``was_band`` are what the seat was last told, None where it never was.
    What is not known has no ``value`` here: a seat is not told more than its capital.
    """

    key: str
    name: str
    unit: str
    known: bool
    value: float | None
    band: str
    was: float | None = None
    was_band: str | None = None

    @property
    def in_words(self) -> bool:
        """Whether its word is told: of a level, and of what is not known."""
        return self.value is None or self.unit in ("level", "index")

    @property
    def changed(self) -> bool:
        """Whether it is otherwise than the seat was last told, in its word or by more than a little, or never told."""
        if self.was_band is None or (self.in_words and self.band != self.was_band):
            return True
        if self.value is None or self.was is None:
            return False
        scale = 1.0 if self.in_words else max(abs(self.was), 1.0)
        return abs(self.value - self.was) > NEAR * scale


@dataclass(frozen=True)
class Argument:
    """What one consideration says of a move; ``size`` in units of value, ``mark`` from "---" to "+++"."""

    consideration: str
    name: str
    size: float
    mark: str
    says: str


@dataclass(frozen=True)
class Way:
    """A move that is open: what it does, and what each consideration says of it, the weightiest first.

    ``number`` is its place among all moves of the decision, open or not, from 1: the same in every quarter. ``balance``
    is the mark of all considerations together, against the move that changes nothing; chance has no part in it.
    """

    number: int
    move: str
    says: str
    target: str
    value: float
    balance: str
    arguments: tuple[Argument, ...] = ()


@dataclass(frozen=True)
class Briefing:
    """A decision that a person is asked for.

    ``news`` is what the capital has learned since it was last asked, which was in quarter ``since`` (None: never);
    ``passed`` are its moves that went by since without a question. ``fresh`` is False where an earlier decision of the
    same quarter came with the same news. ``model_move`` is what the theory's rule would choose, chance included;
    ``weighed`` are the moves that a person has lately made, or been advised to make, in this decision, and ``declined``
    those of them not made when they last were the model's; ``torn`` are the pairs of moves that it has lately been torn
    between. ``game`` is the game up to here.
    """

    quarter: int
    decision: str
    game: Game
    fresh: bool
    since: int | None
    news: tuple[Note, ...]
    passed: tuple[Taken, ...]
    sights: tuple[Sight, ...]
    ways: tuple[Way, ...]
    closed: tuple[str, ...]
    model_move: str
    weighed: frozenset[str]
    declined: frozenset[str]
    torn: frozenset[frozenset[str]]
    path: tuple[float, ...] = field(repr=False)

    @property
    def capital(self) -> str:
        """The capital that is asked."""
        return self.decision.split(".")[0]

    @property
    def moves(self) -> tuple[str, ...]:
        """The moves that can be chosen."""
        return tuple(way.move for way in self.ways)


def torn_between(values: Mapping[str, float], close: float) -> frozenset[str]:
    """The best two moves of a decision where they are no further apart than ``close``; else nothing."""
    best = sorted(values, key=lambda move: -values[move])[:2]
    return frozenset(best if len(best) > 1 and values[best[0]] - values[best[1]] <= close else ())


def values_of(model: AlignmentModel, capital: str, setting: Setting) -> dict[str, float]:
    """The values behind a capital's briefing, of the first member."""
    return {
        key: float(np.asarray(getattr(model.holders[BY_KEY[key].holder], BY_KEY[key].name))[0])
        for key in setting.file.briefings[capital]
    }


def sights_of(
    capital: str, values: Mapping[str, float], before: Mapping[str, float] | None, setting: Setting
) -> tuple[Sight, ...]:
    """What officials report of some values; ``before`` are those that the seat was last told, None before the first."""
    found = []
    for key, value in values.items():
        known = setting.knows(capital, key)
        was = None if before is None else before[key]
        found.append(
            Sight(
                key=key,
                name=setting.file.sights[key].name,
                unit=BY_KEY[key].unit,
                known=known,
                value=value if known else None,
                band=setting.band(key, value),
                was=was if known else None,
                was_band=None if was is None else setting.band(key, was),
            )
        )
    return tuple(found)


def targets_in(decision: str, model: AlignmentModel) -> dict[str, str]:
    """The treaties that moves of a decision that is being made are aimed at, by move."""
    return targets_of(model) if decision == ABROAD else {}


def ways_of(choice: Choice, model: AlignmentModel, words: Words, setting: Setting) -> tuple[Way, ...]:
    """The open moves of a decision, in the order of their codes, with what speaks for and against them."""
    decision = choice.decision
    targets = targets_in(decision.name, model)
    found = []
    for code, move in enumerate(decision.moves):
        if not choice.open[code, 0]:
            continue
        target = targets.get(move, "")
        treaty = words.seeds.treaties[target].says if target else ""
        says, value = setting.does(decision.name, move, treaty), float(choice.values[code, 0])
        mark = setting.mark(value) if code else ""
        found.append(Way(code + 1, move, says, target, value, mark, arguments_of(choice, move, words, setting)))
    return tuple(found)


def arguments_of(choice: Choice, move: str, words: Words, setting: Setting) -> tuple[Argument, ...]:
    """What each consideration says of a move against the one that changes nothing, the weightiest first."""
    decision = choice.decision.name
    found = []
    for (consideration, other), term in choice.terms.items():
        size = float(term[0])
        if other == move and size != 0.0:
            says = words.reasons.says(decision, consideration, move, size > 0.0)
            name = words.name(decision, consideration)
            found.append(Argument(consideration, name, size, setting.mark(size), says))
    return tuple(sorted(found, key=lambda one: -abs(one.size)))


def tones_of(setting: Setting) -> tuple[Way, ...]:
    """The tones that can be struck."""
    tones = enumerate(setting.tones.items(), start=1)
    return tuple(Way(number, name, tone.says, "", 0.0, "") for number, (name, tone) in tones)
