"""What ``tightrope compare`` does: find or make two runs, lay them on each other, write the folder."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tightrope.cli.asked import Asked, asked, check_places, ending, shortened
from tightrope.cli.notes import say_notes
from tightrope.cli.output import note
from tightrope.cli.progress import Progress
from tightrope.cli.replaced import kept_in_words
from tightrope.cli.shell import command_line
from tightrope.comparison import Comparison, Facts, check_place, check_repeatable, compare, not_ours, problems_of
from tightrope.errors import InputError, Problem
from tightrope.results import is_results_folder, open_run

if TYPE_CHECKING:
    from tightrope.results import Run


@dataclass(frozen=True)
class Side:
    """One of the two: what was asked for, and the results it has already, if they are as asked for."""

    shown: str
    asked: Asked
    stored: Run | None = None

    def facts(self) -> Facts:
        """What the other side must share."""
        if self.stored is not None:
            return Facts.of_run(self.stored, self.shown)
        return Facts.of_plan(self.shown, self.asked.scenario)


@dataclass(frozen=True)
class Wanted:
    """What is to be compared, checked, and the folder it goes to. Close it when done."""

    a: Side
    b: Side
    place: Path

    def close(self) -> None:
        """Let go of opened results."""
        for side in (self.a, self.b):
            if side.stored is not None:
                side.stored.close()


def wanted(first: str, second: str | None, sets: Sequence[str], options: Mapping[str, Any], out: Path) -> Wanted:
    """Find both sides. Raises InputError, with all problems, before anything is run or written."""
    if second is None and not sets:
        expected, fix = "a second run, or --set capital.name=value", "for instance --set washington.engagement=0.5"
        raise InputError([Problem(first, None, None, "", "one run and nothing to compare it with", expected, fix)])
    sides: list[Side] = []
    problems: list[Problem] = []
    for word, changes in ((first, ()), (second or first, sets)):
        try:
            sides.append(_side(word, changes, options))
        except InputError as error:
            problems.extend(problem for problem in error.problems if problem not in problems)
    if len(sides) == 2:
        problems.extend(_mismatch(sides, alone=second is None))
        name = f"compare-{sides[0].asked.name}" + ("" if second is None else f"-{_plain_name(sides[1], sets)}")
        place = out / shortened(name + ending(sets, None))
        problems.extend(_unusable(out, place))
    stored = [side.stored for side in sides if side.stored is not None]
    if not problems:
        problems = [problem for run in stored for problem in _not_repeatable(run)]
    if problems:
        for run in stored:
            run.close()
        raise InputError(problems)
    return Wanted(sides[0], sides[1], place)


def _not_repeatable(run: Run) -> list[Problem]:
    """Why the choices in results made earlier cannot be looked into, if they cannot."""
    try:
        check_repeatable(run)
    except InputError as error:
        return list(error.problems)
    return []


def _unusable(out: Path, place: Path) -> list[Problem]:
    """Why the folder may not be written, if it may not."""
    try:
        check_places([], out)
        check_place(place)
    except InputError as error:
        return list(error.problems)
    return []


def _plain_name(side: Side, sets: Sequence[str]) -> str:
    """The second run's name without what ``--set`` adds, which stands at the end of the folder's name."""
    return side.asked.name.removesuffix(ending(sets, None))


def _side(word: str, sets: Sequence[str], options: Mapping[str, Any]) -> Side:
    (found,) = asked([word], sets, options)
    folder = Path(word)
    if sets or not is_results_folder(folder):
        return Side(word if not sets else found.name, found)
    run = open_run(folder)
    for key, has in (("members", run.members), ("seed", run.scenario.seed)):
        if options.get(key) not in (None, has):
            run.close()
            return Side(word, found)
    return Side(word, found, run)


def _mismatch(sides: Sequence[Side], *, alone: bool) -> list[Problem]:
    """Why the sides cannot be paired; B is made from A's own members where it is A with a change."""
    a, b = sides
    facts = [a.facts(), b.facts()]
    if alone and a.stored is not None:
        facts[1] = Facts.of_plan(b.shown, b.asked.scenario, facts[0].members)
    return problems_of(*facts)


def carry_out(both: Wanted, workers: int | None, progress: Progress) -> tuple[Comparison, list[Path]]:
    """Run what is not there yet, compare, write the folder; returns the comparison and its files."""
    from tightrope.figures import draw_comparison

    runs = _runs(both, workers, progress)
    progress.phase("comparing pairs")
    found = compare(*runs, progress=progress)
    progress.phase("tables and figures")
    kept = kept_in_words(not_ours(both.place))
    files = found.save(both.place, draw=draw_comparison, command=command_line())
    if kept:
        note(f"{both.place}: {kept}")
    return found, files


def _runs(both: Wanted, workers: int | None, progress: Progress) -> list[Run]:
    from tightrope import face

    runs: list[Run] = []
    for side in (both.a, both.b):
        if side.stored is not None:
            runs.append(side.stored)
            continue
        progress.phase(f"{side.asked.name}: simulating")
        # A change to results made earlier is tried on the very members that they hold.
        members = None
        if runs and both.a.stored is not None:
            members = runs[0].data["member"].values.tolist()
        runs.append(
            face.carry_out(side.asked.scenario, side.asked.name, members=members, workers=workers, progress=progress)
        )
    return runs


def say_warnings(both: Wanted) -> None:
    """Print the warnings and notes of both scenarios, each once."""
    say_notes(side.asked.scenario for side in (both.a, both.b))
