"""What ``tightrope plot`` does: find the runs, draw what was asked for, say where it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tightrope.cli.asked import common_name, shortened
from tightrope.cli.named import results_of
from tightrope.cli.progress import Progress
from tightrope.cli.side_by_side import draw_again, in_place
from tightrope.errors import InputError, Problem, nearest, one_of
from tightrope.figures import (
    FIGURES,
    FORMATS,
    check_variables,
    chronicle,
    draw_all,
    draw_together,
    position,
    positions,
    variables,
    variables_together,
    write,
)
from tightrope.figures import TOGETHER as COMMON
from tightrope.figures.files import NEEDS
from tightrope.results import open_run

if TYPE_CHECKING:
    from tightrope.results import Run

SHOW_MEMBERS = ("position", "chronicle")
"""Figures that can show chosen members."""


@dataclass(frozen=True)
class Wanted:
    """What is to be drawn: names of figures (none: all), keys of variables, members to show singly, formats."""

    figures: tuple[str, ...] = ()
    variables: tuple[str, ...] = ()
    members: tuple[int, ...] = ()
    formats: tuple[str, ...] = ("png", "svg")


def draw(words: Sequence[str], wanted: Wanted, out: Path | None) -> list[Path]:
    """Draw the runs that ``words`` name; returns the files. Raises InputError before anything is run or drawn."""
    check(wanted, len(words))
    folders = results_of(words)
    runs: list[Run] = []
    try:
        runs = [open_run(folder) for folder in folders]
        check_kept(wanted, runs)
        with Progress() as progress:
            progress.phase("drawing")
            if len(runs) > 1:
                return draw_several(folders, runs, wanted, out)
            return draw_one(runs[0], wanted, out or folders[0] / "figures", progress)
    finally:
        for run in runs:
            run.close()


def check(wanted: Wanted, runs: int) -> None:
    """Refuse what cannot be drawn, all at once."""
    known = list(FIGURES if runs == 1 else COMMON)
    alone = [word for word in wanted.figures if runs > 1 and word in FIGURES and word not in COMMON]
    problems = [
        Problem(f"--{option}", None, None, word, f"no such {option}", one_of(choices), nearest(word, choices))
        for option, words, choices in (("figure", wanted.figures, known), ("format", wanted.formats, list(FORMATS)))
        for word in words
        if word not in choices and word not in alone
    ]
    if wanted.members:
        expected = f"{' or '.join(name for name in SHOW_MEMBERS if name in known)}, which can"
        problems += [
            Problem("--members", None, None, "", f"the figure '{name}' shows no single members", expected)
            for name in wanted.figures
            if name in known and name not in SHOW_MEMBERS
        ]
    found = f"together with {runs} runs, and it tells the paths of single members of one"
    problems += [Problem("--figure", None, None, word, found, f"one run, or {one_of(COMMON)}") for word in alone]
    if problems:
        raise InputError(problems)


def check_kept(wanted: Wanted, runs: Sequence[Run]) -> None:
    """Refuse members and variables that a run does not hold, all at once."""
    problems = []
    for run in runs:
        kept = run.data["member"].values
        expected = f"one of the {len(kept):,} that it kept, from {kept.min()} to {kept.max()}"
        problems += [
            Problem("--members", None, None, "", f"{run.name} holds no path of member {member}", expected)
            for member in wanted.members
            if member not in kept
        ]
    if wanted.variables:
        try:
            check_variables(runs, wanted.variables)
        except InputError as error:
            problems.extend(error.problems)
    if problems:
        raise InputError(problems)


def draw_several(folders: Sequence[Path], runs: Sequence[Run], wanted: Wanted, out: Path | None) -> list[Path]:
    """Draw several runs together: into a folder, or into the one that is theirs; returns the files."""
    names = wanted.figures or (("position",) if wanted.members and not wanted.variables else ())
    singly = [name for name in names if wanted.members and name == "position"]
    plain = [name for name in names if name not in singly]
    drawn: list[tuple[str, Any]] = []
    if singly:
        drawn.append((f"position{of_members(wanted.members)}", positions(runs, members=wanted.members)))
    if wanted.variables:
        drawn.append((variables_stem(wanted), variables_together(runs, wanted.variables, members=wanted.members)))
    place = folders[0].parent / common_name([folder.resolve().name for folder in folders])
    written: list[Path] = []
    if out is not None:
        written = draw_together(runs, out, wanted.formats, plain or None) if plain or not drawn else []
    elif plain or not drawn:
        written = draw_again(folders, runs, place, wanted.formats, plain or None)
    else:
        written = in_place(folders, place, wanted.formats)
    for stem, axes in drawn:
        about = f"{stem}: {', '.join(run.name for run in runs)}"
        folder = out or place / "figures"
        written += [write(axes, folder / f"{stem}.{ending}", about) for ending in wanted.formats]
    return written


def of_members(members: Sequence[int]) -> str:
    """What the name of a figure that shows members ends in."""
    return "-".join(["", "members", *map(str, members)]) if members else ""


def variables_stem(wanted: Wanted) -> str:
    """The name of the figure of chosen variables."""
    return shortened(f"variables-{'-'.join(wanted.variables)}{of_members(wanted.members)}")


def draw_one(run: Run, wanted: Wanted, folder: Path, progress: Progress) -> list[Path]:
    """Draw one run into a folder; returns the files."""
    names = wanted.figures or (SHOW_MEMBERS if wanted.members and not wanted.variables else ())
    if wanted == Wanted(formats=wanted.formats):
        names = tuple(name for name in FIGURES if run.recorded(*NEEDS[name]))
    special = [name for name in names if wanted.members and name in SHOW_MEMBERS]
    plain = [name for name in names if name not in special]
    written: list[Path] = []
    for done, name in enumerate(plain, start=1):
        written += draw_all(run, folder, wanted.formats, [name])
        progress(done, len(names) + bool(wanted.variables))
    for stem, drawn in _singly(run, wanted, special):
        about = f"{run.scenario.title}: {stem}"
        written += [write(drawn, folder / f"{stem}.{ending}", about) for ending in wanted.formats]
    return written


def _singly(run: Run, wanted: Wanted, names: Sequence[str]) -> Iterator[tuple[str, Any]]:
    """Figures of chosen members or variables, each with the stem of its file."""
    some = of_members(wanted.members)
    if "position" in names:
        yield f"position{some}", position(run, members=wanted.members)
    if "chronicle" in names:
        for member in wanted.members:
            yield f"chronicle-member-{member}", chronicle(run, member=member)
    if wanted.variables:
        yield variables_stem(wanted), variables(run, wanted.variables, members=wanted.members)
