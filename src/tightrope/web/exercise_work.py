"""What the workers do for the exercises: read them, run their worlds, work out what is shown. No framework here.

What leaves a worker for a browser is what a step shows once it is reached; the teacher's page never does.
"""

from __future__ import annotations

import functools
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

from tightrope.errors import InputError, Problem, nearest
from tightrope.exercises.compute import Lab
from tightrope.exercises.found import Found
from tightrope.exercises.load import exercise_folders, load_exercise, number_and_name
from tightrope.exercises.steps import Check, Compare, Exercise, Run, Show
from tightrope.exercises.tables import Table, caveats, compared_table, ran_table, shown_table
from tightrope.web.charts import Chart
from tightrope.web.exercise_lab import CHARTS, PageLab
from tightrope.web.recipe import Recipe
from tightrope.web.work import answer_of

KEPT_LABS = 12
"""Exercises whose runs a worker keeps: up to 20 MB each."""

KEPT_RESULTS = 200
"""Results that a worker keeps beside them: some kilobytes each."""


@dataclass(frozen=True)
class Listed:
    """An exercise in the list."""

    number: int | None
    name: str
    title: str
    minutes: int
    goals: tuple[str, ...]
    questions: int

    @property
    def word(self) -> str:
        """What the page's address calls it."""
        return self.name if self.number is None else str(self.number)


@dataclass(frozen=True)
class Drawn:
    """A chart and what must be said with it."""

    chart: Chart
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Picture:
    """A figure as a PNG, what it shows in words, and what must be said with it."""

    name: str
    about: str
    png: bytes
    notes: tuple[str, ...]


Result = Table | Drawn | Picture | Found


def listed() -> tuple[Listed, ...]:
    """The shipped exercises, in their order."""
    found = [load_exercise(folder, checked=False) for folder in exercise_folders()]
    return tuple(Listed(one.number, one.name, one.title, one.minutes, one.goals, len(one.questions)) for one in found)


@functools.lru_cache(maxsize=16)
def opened(word: str) -> Exercise:
    """A shipped exercise by number or name. Raises InputError for anything else: a path is no name here."""
    names: dict[str, Path] = {}
    for folder in exercise_folders():
        number, name = number_and_name(folder)
        names |= {folder.name: folder, name: folder} | ({} if number is None else {str(number): folder})
    plain = str(int(word)) if word.isdecimal() and word.isascii() and len(word) <= 3 else word
    if plain not in names:
        expected = f"a number from 1 to {len(exercise_folders())}, or a name from the list"
        raise InputError([Problem("the page", None, None, "", "unknown exercise", expected, nearest(word, names))])
    return load_exercise(names[plain])


@functools.lru_cache(maxsize=KEPT_RESULTS)
def result(name: str, place: int) -> Result:
    """What a step runs, shows, or is held against. Raises LookupError for a step of no such kind."""
    return result_in(_lab(name), place)


def result_in(lab: Lab, place: int) -> Result:
    """The same in a lab."""
    step = lab.exercise.steps[place]
    if isinstance(step, Run):
        return ran_table(lab, step)
    if isinstance(step, Compare):
        return compared_table(lab, step)
    if isinstance(step, Show):
        return figure(lab, step) if step.figure else shown_table(lab, step)
    if isinstance(step, Check):
        return lab.find(step.quantity)
    raise LookupError(f"step {place} shows nothing")


@functools.lru_cache(maxsize=KEPT_LABS)
def _lab(name: str) -> Lab:
    return PageLab(opened(name))


def run_ahead(name: str, world: str) -> None:
    """Run a world before anybody asks for it."""
    _lab(name).run(world)


def steps_with_results(exercise: Exercise) -> tuple[int, ...]:
    """The places of the steps that ``result`` speaks of."""
    return tuple(place for place, step in enumerate(exercise.steps) if isinstance(step, Run | Show | Compare | Check))


def figure(lab: Lab, step: Show) -> Drawn | Picture:
    """The figure of a step: a chart of the page where there is one, else the picture."""
    assert step.figure is not None
    (world,) = step.worlds
    says, notes = lab.exercise.worlds[world].says, caveats(lab, step)
    if step.figure in CHARTS:
        chart = CHARTS[step.figure](answer_of(lab.run(world), Recipe()), None)
        return Drawn(replace(chart, title=f"{chart.title}: {says}"), notes)
    from tightrope.figures import FIGURES, write

    about = f"{says}: {step.figure}"
    with tempfile.TemporaryDirectory() as folder:
        path = write(FIGURES[step.figure](lab.run(world)), Path(folder) / "figure.png", about)
        return Picture(f"{world.replace(' ', '-')}-{step.figure}", about, path.read_bytes(), notes)
