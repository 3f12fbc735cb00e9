"""A game as a file: what is needed to play it again, and how to tell that it is still the same game.

The file holds the scenario whole, so that it stands by itself; the numbers of ``seeds/`` it names by their digest.
Where these or a library have changed since, a game may go otherwise: it also holds a mark of every quarter that is
over, and is refused where that is another one today. A mark follows from Baku's position so far, and no position can be
read from it: thirty share a mark. So the file tells a seat no more than its briefings did.
"""

from __future__ import annotations

import hashlib
import itertools
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field

from tightrope.errors import InputError, Problem, in_words, nearest, one_of
from tightrope.evidence.shapes import Quarter, Sentence, Shape, Words, read_shape
from tightrope.games.game import TONE, Game, Taken, decisions_of, in_order
from tightrope.games.setting import SEATS, load_setting
from tightrope.games.table import NotOpenError, Standing, replay
from tightrope.marked import Loc, Marked, marked_text, read_marked
from tightrope.quarters import format_quarter
from tightrope.results.dataset import versions
from tightrope.scenario import Scenario, embedded
from tightrope.scenario.written import as_text

KIND = "tightrope game"
DIGITS, MARK = 6, 4
"""Decimals of the positions that a mark is made of, and its hexadecimal digits: 65,536 marks of 2,000,000 positions."""

HEAD = """\
# A game of tightrope play. Go on with it: tightrope play --resume FILE
"""


class MoveShape(Shape):
    """One move."""

    quarter: Quarter
    decision: Sentence
    move: Sentence
    how: Literal["chosen", "followed", "passed"]


class FileShape(Shape):
    """The keys of the file; the scenario is read as one."""

    kind: Literal["tightrope game"]
    made_by: dict[str, Sentence]
    seeds: Sentence
    name: Sentence
    member: int = Field(ge=0)
    seats: Words = Field(min_length=1)
    moves: Annotated[tuple[MoveShape, ...], Field(strict=False)]
    course: Annotated[tuple[Sentence, ...], Field(strict=False)]
    scenario: dict[str, Any]


# -- writing ----------------------------------------------------------------------------------------------------------
def game_as_text(game: Game, path: Sequence[float]) -> str:
    """The content of a game's file. ``path`` is Baku's position at the ends of quarters, as far as it is known.

    What is written follows from the moves alone: of the path only quarters that they have left behind.
    """
    over = game.taken[-1].quarter - game.plan.start if game.taken else 0
    head = {
        "kind": KIND,
        "made_by": versions(),
        "seeds": game.plan.seeds.digest,
        "name": game.name,
        "member": game.member,
        "seats": list(game.seats),
    }
    moves = "".join(
        f"  - {{quarter: {format_quarter(one.quarter)}, decision: {one.decision}, move: {one.move}, how: {one.how}}}\n"
        for one in game.taken
    )
    scenario = "".join(f"  {line}\n" for line in game.plan.to_yaml().splitlines())
    listed = f"moves:\n{moves}" if moves else "moves: []\n"
    course = ", ".join(f'"{mark}"' for mark in itertools.islice(marks_of(path), over))
    return f"{HEAD}{as_text(head)}{listed}course: [{course}]\nscenario:\n{scenario}"


def marks_of(path: Sequence[float]) -> Iterator[str]:
    """A mark for every quarter, made of the positions so far: two games with the same marks went the same way."""
    so_far = hashlib.sha256()
    for value in path:
        so_far.update(f"{round(value, DIGITS) + 0.0:.{DIGITS}f} ".encode())
        yield so_far.hexdigest()[:MARK]


def save_game(game: Game, path: Sequence[float], file: Path) -> None:
    """Write a game's file, whole or not at all: made beside its place and renamed into it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.parent / f".{file.name}.part-{os.getpid()}"
    try:
        part.write_text(game_as_text(game, path), encoding="utf-8")
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)


def free_place(folder: Path, name: str) -> Path:
    """A file for a new game: the name, or the name with the first number that is free."""
    place, number = folder / f"{name}.yaml", 1
    while os.path.lexists(place):
        number += 1
        place = folder / f"{name}-{number}.yaml"
    return place


# -- reading ----------------------------------------------------------------------------------------------------------
def load_game(file: Path) -> Standing:
    """Read a game's file and play it as far as it goes.

    Raises InputError with every problem, each at its line; of a game that goes otherwise today it says which version
    made it.
    """
    return _read(read_marked(file))


def load_game_text(text: str, file: str) -> Standing:
    """The same of a text, as if it lay in a file of that name."""
    return _read(marked_text(text, file))


def _read(marked: Marked) -> Standing:
    if marked.data.get("kind") != KIND:
        found = in_words(marked.data["kind"]) if "kind" in marked.data else "not a game: the key 'kind' is missing"
        raise InputError([marked.problem(("kind",), found, f"kind: {KIND}, as tightrope play saves it")])
    problems: list[Problem] = []
    shape = read_shape(FileShape, marked, (), marked.data, problems)
    plan: Scenario | None = None
    try:
        plan = embedded(marked, "scenario", str(marked.data.get("name", "")))
    except InputError as error:
        problems += [problem for problem in error.problems if problem not in problems]
    if shape is None or plan is None:
        raise InputError(problems)
    problems += _wrong_with(shape, plan, marked)
    if problems:
        raise InputError(problems)
    taken = tuple(Taken(one.quarter, one.decision, one.move, one.how) for one in shape.moves)
    game = Game(shape.name, plan, shape.member, in_order(list(shape.seats)), taken)
    try:
        standing = replay(game)
    except NotOpenError as error:
        raise InputError([_not_open(error, game, shape, marked)]) from error
    _check_course(standing, shape, marked)
    return standing


def _wrong_with(shape: FileShape, plan: Scenario, marked: Marked) -> list[Problem]:
    """What the file says that cannot be of this scenario."""
    problems = []
    if shape.member >= plan.members:
        expected = f"a member from 0 to {plan.members - 1}"
        problems.append(marked.problem(("member",), in_words(shape.member), expected))
    for place, seat in enumerate(shape.seats):
        if seat not in SEATS:
            fix = nearest(seat, SEATS)
            problems.append(marked.problem(("seats", place), in_words(seat), one_of(SEATS), fix))
    moves: dict[str, Sequence[str]] = dict(decisions_of(shape.seats))
    if "baku" in shape.seats:
        moves[TONE] = tuple(load_setting(plan.seeds).tones)
    seen: set[tuple[int, str]] = set()
    for place, one in enumerate(shape.moves):
        problems += _wrong_with_move(one, ("moves", place), moves, plan, marked)
        if (one.quarter, one.decision) in seen:
            found = f"a second move of {one.decision} in {format_quarter(one.quarter)}"
            problems.append(marked.problem(("moves", place), found, "each once"))
        seen.add((one.quarter, one.decision))
    return problems


def _wrong_with_move(
    one: MoveShape, loc: Loc, moves: Mapping[str, Sequence[str]], plan: Scenario, marked: Marked
) -> list[Problem]:
    if one.decision not in moves:
        found, fix = in_words(one.decision), nearest(one.decision, moves)
        return [marked.problem((*loc, "decision"), found, f"{one_of(moves)}: the seats decide these", fix)]
    problems = []
    if one.move not in moves[one.decision]:
        fix = nearest(one.move, moves[one.decision])
        problems.append(marked.problem((*loc, "move"), in_words(one.move), one_of(moves[one.decision]), fix))
    if not plan.start <= one.quarter <= plan.end:
        window = f"a quarter from {format_quarter(plan.start)} to {format_quarter(plan.end)}"
        problems.append(marked.problem((*loc, "quarter"), f"{format_quarter(one.quarter)}, outside the game", window))
    return problems


def _not_open(error: NotOpenError, game: Game, shape: FileShape, marked: Marked) -> Problem:
    taken = error.taken
    loc = ("moves", game.taken.index(taken))
    when = format_quarter(taken.quarter)
    if error.open:
        found, expected = f"'{taken.move}', which is not open in {when}", one_of(error.open)
    else:
        found, expected = f"{taken.decision} in {when}, out of turn", "moves in the order in which they fall due"
    return marked.problem(loc, found, expected, _made_by(shape, game))


def _check_course(standing: Standing, shape: FileShape, marked: Marked) -> None:
    """Raise InputError unless the game goes as it went when it was saved."""
    pairs = list(zip(shape.course, marks_of(standing.path), strict=False))
    away = next((place for place, (then, now) in enumerate(pairs) if then != now), None)
    if away is None and len(shape.course) <= len(standing.path):
        return
    where = len(pairs) if away is None else away
    when = format_quarter(standing.game.plan.start + where)
    found = f"a game that goes otherwise today, from {when} on"
    expected = "a game that this version can play again"
    fix = _made_by(shape, standing.game) or "its moves were changed by hand"
    raise InputError([marked.problem(("course", where), found, expected, fix)])


def _made_by(shape: FileShape, game: Game) -> str:
    """What differs from what the game was made with: "made by tightrope 0.1.0, now 0.2.0"."""
    now, then = versions(), shape.made_by
    parts = [f"{name} {then.get(name, 'unknown')}, now {now[name]}" for name in now if then.get(name) != now[name]]
    if shape.seeds != game.plan.seeds.digest:
        parts.append("other numbers in seeds/")
    return f"made by {'; '.join(parts)}" if parts else ""
