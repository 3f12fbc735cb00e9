"""An exercise put to the model as a whole: what it says to each question now, and whether the written answers stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tightrope.errors import Problem
from tightrope.exercises.answers import DIGITS
from tightrope.exercises.compute import Lab
from tightrope.exercises.found import Choice, Found, Given, Number, Several
from tightrope.exercises.load import read_exercise
from tightrope.exercises.marking import best_answer, question_of, shown
from tightrope.exercises.steps import Check, Ground, Question
from tightrope.exercises.tables import flow
from tightrope.marked import Loc
from tightrope.results.dataset import versions


@dataclass(frozen=True)
class Solved:
    """One question with a computable answer: what the model says, the answer written down or worked out, and whether
    the model accepts it."""

    step: Check
    question: Question
    found: Found
    answer: Given
    accepted: bool

    @property
    def model(self) -> str:
        """What the model says, in words."""
        return self.found.words(self.question.choices)


def worked_out_with(lab: Lab) -> str:
    """Which model answers: its version, its numbers and how many members."""
    return f"tightrope {versions()['tightrope']}, numbers {lab.seeds.digest[:DIGITS]}, {lab.members} members"


@dataclass(frozen=True)
class Stands:
    """One statement of the teacher's page, what the model says to it, and whether it stands."""

    ground: Ground
    found: Found
    stands: bool


def solve(lab: Lab) -> list[Solved]:
    """Every question with a computable answer, put to the model."""
    solved = []
    for step in lab.exercise.steps:
        if isinstance(step, Check):
            question: Question = question_of(lab.exercise, step)
            found = lab.find(step.quantity)
            answer = best_answer(question, found)
            solved.append(Solved(step, question, found, answer, found.agrees(answer, question.to)))
    return solved


def grounds(lab: Lab) -> list[Stands]:
    """Every statement that the teacher's page rests on, put to the model."""
    return [
        Stands(ground, found, stands(ground, found))
        for ground in lab.exercise.rests_on
        for found in [lab.find(ground.quantity)]
    ]


def stands(ground: Ground, found: Found) -> bool:
    """Whether the whole interval lies where the statement says, or the model chooses what it says."""
    if isinstance(found, Number):
        low, high = (None if end is None else found.asked(end) for end in (found.low, found.high))
        above = ground.above is None or (low is not None and low > ground.above)
        return above and (ground.below is None or (high is not None and high < ground.below))
    return ground.found is not None and found.agrees(ground.found)


def problems_of_solution(lab: Lab) -> list[Problem]:
    """The written solutions that the model does not accept, and the statements that do not stand."""
    exercise = lab.exercise
    marked = read_exercise(exercise.folder)
    wrong: list[tuple[Loc, str, str, str]] = []
    for one in solve(lab):
        if not one.accepted:
            loc: Loc = ("steps", exercise.steps.index(one.question), "solution")
            found = f"the solution '{shown(one.question, one.answer)}' is not accepted"
            wrong.append((loc, found, one.model, f"write: {flow(_accepted(one.found))}"))
    for place, held in enumerate(grounds(lab)):
        if not held.stands:
            wrong.append((("rests_on", place), f"does not stand: {held.ground.says}", held.found.words(), ""))
    return [marked.problem(loc, found, f"what the model says: {says}", fix) for loc, found, says, fix in wrong]


def _accepted(found: Found) -> Any:
    """What may be written as the solution: the label that the model chooses, or all of those that surely belong."""
    return found.best if isinstance(found, Choice) else found.sure if isinstance(found, Several) else ""
