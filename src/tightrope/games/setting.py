"""What a game is played with, from ``seeds/play.yaml``: sights, bands, moves, quiet moves, stakes, tones."""

from __future__ import annotations

import functools
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import Field

from tightrope.errors import InputError, Problem, nearest
from tightrope.evidence import CAPITALS, Seeds
from tightrope.evidence.entries import Grade
from tightrope.evidence.shapes import Sentence, Shape, Share, Text, Words, read_shape
from tightrope.explanation.reasons import TREATY
from tightrope.locate import data_folder
from tightrope.marked import Loc, Marked, read_marked
from tightrope.model import all_decisions
from tightrope.state import BY_KEY

NAME = "play.yaml"
SEATS = tuple(capital for capital in CAPITALS if capital != "world")

Direction = Annotated[int, Field(ge=-1, le=1)]


class Band(Shape):
    """Words for the values up to, not including, a bound."""

    below: float
    says: Text


Bands = Annotated[tuple[Band, ...], Field(strict=False)]


class SightEntry(Shape):
    """Something to see: its name, the bands it is judged by, and which capitals know it that do not hold it."""

    name: Sentence
    bands: Sentence = "level"
    known_to: Words = ()


class Stakes(Shape):
    """What a quick game stops for; ``lately`` is how many quarters a choice of a person's holds."""

    close: Annotated[float, Field(ge=0)]
    lately: Annotated[int, Field(ge=0)]
    moves: dict[str, Words]


class Tone(Shape):
    """A tone to strike: what it is, and in which direction it nudges the tone to either side."""

    says: Sentence
    moscow: Direction
    west: Direction


class Nudge(Shape):
    """How far a tone nudges, and how well that is known."""

    value: Share
    evidence: Words
    grade: Grade
    why: Sentence


class File(Shape):
    """The file as a whole."""

    bands: dict[str, Bands]
    marks: Bands
    sights: dict[str, SightEntry]
    moves: dict[str, dict[str, Sentence]]
    briefings: dict[str, Words]
    bears_on: dict[str, dict[str, Words]]
    quiet: dict[str, dict[str, Words]]
    stakes: Stakes
    tones: dict[str, Tone]
    nudge: Nudge


@dataclass(frozen=True)
class Setting:
    """The whole file, checked."""

    file: File

    @property
    def tones(self) -> Mapping[str, Tone]:
        """Tones by name; the first leaves the words as they come."""
        return self.file.tones

    def nudges(self, tone: str) -> tuple[float, float] | None:
        """What a tone adds to the tone to Moscow and to the West; None where it adds nothing."""
        found, size = self.file.tones[tone], self.file.nudge.value
        return (size * found.moscow, size * found.west) if found.moscow or found.west else None

    def knows(self, capital: str, key: str) -> bool:
        """Whether a capital knows a value itself: it holds it, or is told."""
        return BY_KEY[key].holder == capital or capital in self.file.sights[key].known_to

    def band(self, key: str, value: float) -> str:
        """A value as it looks from outside."""
        return _word(self.file.bands[self.file.sights[key].bands], value)

    def mark(self, size: float) -> str:
        """How strongly a consideration speaks: "++" for, "--" against; "" where it hardly does."""
        found = _word(self.file.marks, abs(size))
        return found if size >= 0 else found.replace("+", "-")

    def does(self, decision: str, move: str, treaty: str = "") -> str:
        """What whoever makes a move does, in one line; ``treaty`` names the body that it is aimed at."""
        return self.file.moves[decision][move].replace(TREATY, treaty or "a body that is open")

    def bears_on(self, decision: str, move: str) -> tuple[str, ...]:
        """What a move changes at once of what is reported to whoever makes it."""
        return tuple(self.file.bears_on.get(decision, {}).get(move, ()))

    def seen(self, capital: str, decision: str, move: str) -> bool:
        """Whether a capital learns of a move."""
        told = self.file.quiet.get(decision, {}).get(move)
        return told is None or capital in told or capital == decision.split(".")[0]


def _word(bands: tuple[Band, ...], value: float) -> str:
    return next((band.says for band in bands if value < band.below), bands[-1].says)


def load_setting(seeds: Seeds, path: Path | None = None) -> Setting:
    """Read the file. Raises InputError with every problem: a shape that is wrong, or a name of nothing there is."""
    return _read(tuple(seeds.claims), data_folder("seeds") / NAME if path is None else path)


@functools.lru_cache(maxsize=4)
def _read(claims: tuple[str, ...], path: Path) -> Setting:
    marked = read_marked(path, display=f"seeds/{NAME}", quick=True)
    problems: list[Problem] = []
    file = read_shape(File, marked, (), marked.data, problems)
    if file is not None:
        problems += _check(file, marked, claims)
    if file is None or problems:
        raise InputError(problems)
    return Setting(file)


def _check(file: File, marked: Marked, claims: Collection[str]) -> list[Problem]:
    """What the file names that is not there, and bands that do not rise."""
    problems: list[Problem] = []

    def known(loc: Loc, kind: str, names: Collection[str], there: Collection[str]) -> None:
        for name in names:
            if name not in there:
                found = f"unknown {kind} '{name}'"
                problems.append(marked.problem(loc, found, f"the name of a {kind}", nearest(name, there)))

    moves = {decision.name: decision.moves for decision in all_decisions()}
    for name, bands in {**file.bands, "marks": file.marks}.items():
        bounds = [band.below for band in bands]
        if not bounds or bounds != sorted(set(bounds)):
            loc: Loc = (name,) if name == "marks" else ("bands", name)
            problems.append(marked.problem(loc, "bounds that do not rise", "bands from the lowest to the highest"))
    known(("sights",), "variable", file.sights, [key for key, one in BY_KEY.items() if one.axis is None])
    for key, sight in file.sights.items():
        known(("sights", key, "bands"), "kind of bands", [sight.bands], file.bands)
        known(("sights", key, "known_to"), "capital", sight.known_to, SEATS)
    known(("moves",), "decision", file.moves, moves)
    for decision, there in moves.items():
        said = file.moves.get(decision, {})
        known(("moves", decision), "move", said, there)
        missing = [move for move in there if move not in said]
        problems += [marked.problem(("moves", decision), f"nothing for '{move}'", "a line for it") for move in missing]
    known(("briefings",), "capital", file.briefings, SEATS)
    for capital in SEATS:
        if capital not in file.briefings:
            problems.append(marked.problem(("briefings",), f"nothing for {capital}", "a briefing for every capital"))
        known(("briefings", capital), "sight", file.briefings.get(capital, ()), file.sights)
    known(("bears_on",), "decision", file.bears_on, moves)
    for decision, bearing in file.bears_on.items():
        known(("bears_on", decision), "move", bearing, moves.get(decision, bearing))
        for move, keys in bearing.items():
            seen = file.briefings.get(decision.split(".")[0], keys)
            known(("bears_on", decision, move), "sight of that capital's briefing", keys, seen)
    known(("quiet",), "decision", file.quiet, moves)
    for decision, quiet in file.quiet.items():
        known(("quiet", decision), "move", quiet, moves.get(decision, quiet))
        for move, told in quiet.items():
            known(("quiet", decision, move), "capital", told, SEATS)
    known(("stakes", "moves"), "decision", file.stakes.moves, moves)
    for decision, some in file.stakes.moves.items():
        known(("stakes", "moves", decision), "move", some, moves.get(decision, some))
    first = next(iter(file.tones.values()), None)
    if first is None or first.moscow or first.west:
        problems.append(
            marked.problem(("tones",), "a first tone that nudges", "one that leaves the words as they come")
        )
    known(("nudge", "evidence"), "claim", file.nudge.evidence, claims)
    return problems
