"""What an exercise shows, as tables that a terminal and a page print alike."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tightrope.errors import in_figures
from tightrope.exercises.compute import Lab, is_share, lever_levels, plan_of, sign_of, unit_of
from tightrope.exercises.found import Number
from tightrope.exercises.quantities import DOWN, NONE, UP
from tightrope.exercises.steps import Compare, Named, Run, Show, Step, World, worlds_of
from tightrope.hindcast.directions import interval
from tightrope.quarters import format_quarter
from tightrope.results import OIL_CAVEAT
from tightrope.results.words import oil_path_departs

if TYPE_CHECKING:
    from tightrope.exercises.steps import Exercise

VERDICTS = {UP: "higher", DOWN: "lower", NONE: "cannot tell"}

ABROAD = "baku.abroad"

SHUT = "the move was open in one of the two only"

MOST_COLUMNS = 4
"""Worlds side by side; more are put below each other."""


@dataclass(frozen=True)
class Table:
    """A title, columns, rows of text, and what is to be said below it."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()


def shown_table(lab: Lab, step: Show) -> Table:
    """A table of measures by world, or of Moscow's levers."""
    exercise = lab.exercise
    names = [exercise.worlds[world].says for world in step.worlds]
    title = f"Mean of {lab.members} members (±: what their number leaves open, 90 %)"
    if step.levers is not None:
        held = {world: lever_levels(lab, world, step.levers) for world in step.worlds}
        span = " to ".join(format_quarter(quarter) for quarter in dict.fromkeys(step.levers))
        rows = [
            (lab.seeds.levers[lever].name, *(Number(*interval(held[world][lever])).brief() for world in held))
            for lever in next(iter(held.values()))
        ]
        return Table(f"Pressure by lever, 0 to 1, {span}. {title}", ("lever", *names), tuple(rows), caveats(lab, step))
    cells = {(named, world): lab.level(named, world).brief() for named in step.measures for world in step.worlds}
    says = {named: with_unit(exercise.measures[named]) for named in step.measures}
    if len(step.worlds) > min(MOST_COLUMNS, len(step.measures)):
        rows = [
            (name, *(cells[named, world] for named in says)) for name, world in zip(names, step.worlds, strict=True)
        ]
        return Table(title, ("world", *says.values()), tuple(rows), caveats(lab, step))
    rows = [(words, *(cells[named, world] for world in step.worlds)) for named, words in says.items()]
    return Table(title, ("", *names), tuple(rows), caveats(lab, step))


def compared_table(lab: Lab, step: Compare) -> Table:
    """Two worlds held against each other: both levels, the paired difference and what can be said of it."""
    exercise = lab.exercise
    rows = []
    for named in step.measures:
        found = lab.difference(named, step.world, step.against)
        rows.append((
            with_unit(exercise.measures[named]),
            lab.level(named, step.against).brief().partition(" ±")[0],
            lab.level(named, step.world).brief().partition(" ±")[0],
            found.brief(),
            "the same" if found.low == found.high == 0 else VERDICTS[sign_of(found, least=0.0).best],
        ))  # fmt: skip
    names = exercise.worlds[step.against].says, exercise.worlds[step.world].says
    title = f"{lab.members} pairs of members with the same luck (±: what their number leaves open, 90 %)"
    notes = (*tipped(lab, step), *caveats(lab, step))
    return Table(title, ("", *names, "difference", "verdict"), tuple(rows), notes)


def tipped(lab: Lab, step: Compare) -> tuple[str, ...]:
    """When Baku first chooses otherwise abroad, and what most often tipped it."""
    if not step.tipped:
        return ()
    from tightrope.comparison import compare
    from tightrope.comparison.tipping import NOT_OPEN
    from tightrope.comparison.words import cause_words

    found = compare(lab.run(step.against), lab.run(step.world))
    causes = [one for one in found.causes(abroad=True) if one.pairs][:3]
    count = found.partings_abroad.count
    if not causes:
        return ("Baku never chooses otherwise abroad.",)
    said = []
    for one in causes:
        said.append(f"{SHUT if one.cause == NOT_OPEN else cause_words(one, lab.seeds)} ({one.pairs})")
    first = f"Baku first chooses otherwise abroad in {count} of {lab.members} pairs."
    return (f"{first} What tipped it, most often: {'; '.join(said)}.",)


def with_unit(named: Named) -> str:
    """A measure in words, with its unit where it has one."""
    unit = "" if is_share(named) else unit_of(named)
    return f"{named.says}, {unit}" if unit else named.says


def ran_table(lab: Lab, step: Run) -> Table:
    """The worlds of a step that runs, each with the command that does the same by hand."""
    exercise = lab.exercise
    rows = []
    for name in step.worlds:
        run = lab.run(name)
        span = f"{format_quarter(run.scenario.start)} to {format_quarter(run.last)}"
        rows.append((exercise.worlds[name].says, span, by_hand(exercise, name)))
    return Table(f"{lab.members} members each", ("world", "quarters", "the same by hand"), tuple(rows))


def caveats(lab: Lab, step: Step) -> tuple[str, ...]:
    """What must be said with a result: that the link from oil to alignment is an assumption."""
    plans = [lab.run(world).scenario for world in worlds_of(step)]
    return (OIL_CAVEAT,) if any(oil_path_departs(plan) for plan in plans) else ()


# -- the same by hand --------------------------------------------------------------------------------------------------
def by_hand(exercise: Exercise, name: str) -> str:
    """The command line that makes the same run."""
    return shlex.join(["tightrope", "run", *options(exercise.worlds[name], exercise.members)])


def options(world: World, members: int) -> list[str]:
    """What follows ``tightrope run`` for a world."""
    words = [world.scenario, "--members", str(members)]
    for key, value in world.set.items():
        words += ["--set", f"{key}={flow(value)}"]
    if world.theory:
        words += ["--theory", world.theory]
    return words if world.until is None else [*words, "--quarters", str(plan_of(world).quarters)]


def flow(value: Any) -> str:
    """A setting on one line, as it is written in a file: "{2015-Q1: 0.2, 2019-Q4: 0.05}"."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {flow(part)}" for key, part in value.items()) + "}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "[" + ", ".join(flow(part) for part in value) + "]"
    return str(value) if isinstance(value, str) else in_figures(value)
