"""Moves and considerations in words, from ``seeds/considerations.yaml``: told to readers and read by no rule."""

from __future__ import annotations

import functools
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import Field

from tightrope.errors import InputError, Problem, in_words, nearest, one_of
from tightrope.evidence import Seeds
from tightrope.evidence.shapes import Sentence, Shape, Text, Words, read_shape
from tightrope.locate import data_folder
from tightrope.marked import Loc, Marked, read_marked
from tightrope.model import all_decisions

NAME = "considerations.yaml"
TREATY = "{treaty}"


class MoveWords(Shape):
    """What a capital does when it makes a move ("stalls"), and the doing of it ("stalling")."""

    does: Sentence
    doing: Sentence


class Argument(Shape):
    """What a consideration says for a move, and against it; the claims where they are not the consideration's own."""

    in_favour: Text = Field(default="", alias="for")
    against: Text = ""
    evidence: Words | None = None


class Consideration(Shape):
    """A consideration as a reader meets it: its name, the mechanisms it carries, its claims, and what it says."""

    name: Sentence
    mechanisms: Words = ()
    evidence: Words
    moves: dict[str, Argument]


@dataclass(frozen=True)
class Reasons:
    """The whole file: words of moves by (decision, move), considerations by (decision, consideration)."""

    moves: Mapping[tuple[str, str], MoveWords]
    considerations: Mapping[tuple[str, str], Consideration]

    def name(self, decision: str, consideration: str) -> str:
        """A consideration as a reader meets it: "memory of coercion"."""
        return self.considerations[decision, consideration].name

    def says(self, decision: str, consideration: str, move: str, favourable: bool) -> str:
        """What a consideration says for or against a move; "" where it has nothing to say."""
        argument = self.considerations[decision, consideration].moves.get(move)
        if argument is None:
            return ""
        return argument.in_favour if favourable else argument.against

    def evidence(self, decision: str, consideration: str, move: str) -> tuple[str, ...]:
        """The claims behind what a consideration says of a move."""
        known = self.considerations[decision, consideration]
        argument = known.moves.get(move)
        return known.evidence if argument is None or argument.evidence is None else argument.evidence


def load_reasons(seeds: Seeds, path: Path | None = None) -> Reasons:
    """Read the file. Raises InputError with every problem: a move or a consideration without words, or words about
    something that is not there, or claims and mechanisms that ``seeds`` does not know."""
    known = (*seeds.claims, *seeds.sources), tuple(seeds.mechanisms)
    return _read(*known, data_folder("seeds") / NAME if path is None else path)


@functools.lru_cache(maxsize=4)
def _read(claims: tuple[str, ...], mechanisms: tuple[str, ...], path: Path) -> Reasons:
    marked = read_marked(path, display=f"seeds/{NAME}", quick=True)
    problems: list[Problem] = []
    words = {d.name: dict.fromkeys(d.moves) for d in all_decisions()}
    said = {d.name: dict.fromkeys(d.considerations) for d in all_decisions()}
    moves = _tables(marked, "moves", MoveWords, words, problems)
    considerations = _tables(marked, "considerations", Consideration, said, problems)
    for (decision, name), entry in considerations.items():
        loc: Loc = ("considerations", decision, name)
        _check_ids(marked, (*loc, "evidence"), "claim", entry.evidence, claims, problems)
        _check_ids(marked, (*loc, "mechanisms"), "mechanism", entry.mechanisms, mechanisms, problems)
        for move, argument in entry.moves.items():
            place = (*loc, "moves", move)
            if move not in words[decision]:
                problems.append(_unknown(marked, place, "move", move, words[decision]))
            elif not argument.in_favour and not argument.against:
                problems.append(marked.problem(place, "neither for nor against", "what it says of the move"))
            _check_ids(marked, (*place, "evidence"), "claim", argument.evidence or (), claims, problems)
    if problems:
        raise InputError(problems)
    return Reasons(moves, considerations)


EntryT = TypeVar("EntryT", MoveWords, Consideration)


def _tables(
    marked: Marked,
    part: str,
    shape: type[EntryT],
    expected: Mapping[str, Collection[str]],
    problems: list[Problem],
) -> dict[tuple[str, str], EntryT]:
    """The entries of one part of the file, by decision and name; what is missing or not expected is noted."""
    found: dict[tuple[str, str], EntryT] = {}
    for decision, names in _mapping(marked, (part,), marked.data.get(part), expected, problems).items():
        written = _mapping(marked, (part, decision), names, expected[decision], problems)
        for name, data in written.items():
            entry = read_shape(shape, marked, (part, decision, name), data, problems)
            if entry is not None:
                found[decision, name] = entry
    return found


def _mapping(
    marked: Marked, loc: Loc, data: object, expected: Collection[str], problems: list[Problem]
) -> dict[str, object]:
    """A mapping that must have exactly the expected keys; returns those of them that it has."""
    if not isinstance(data, dict):
        problems.append(marked.problem(loc, in_words(data), f"a mapping with {one_of(expected)[7:]}"))
        return {}
    problems += [_unknown(marked, (*loc, key), "key", key, expected) for key in data if key not in expected]
    problems += [marked.problem((*loc, key), "missing", "words for it") for key in expected if key not in data]
    return {key: value for key, value in data.items() if key in expected}


def _check_ids(
    marked: Marked, loc: Loc, kind: str, names: Collection[str], known: Collection[str], problems: list[Problem]
) -> None:
    problems += [_unknown(marked, loc, kind, name, known) for name in names if name not in known]


def _unknown(marked: Marked, loc: Loc, kind: str, name: str, known: Collection[str]) -> Problem:
    expected = one_of(known) if len(known) < 12 else f"the id of a {kind}"
    return marked.problem(loc, f"unknown {kind} '{name}'", expected, nearest(name, known))
