"""The terms of a question that follow from what it is held against: which quarters there are, what counts as none."""

from __future__ import annotations

from tightrope.errors import in_figures
from tightrope.exercises.compute import is_share, plan_of, unit_of
from tightrope.exercises.quantities import NONE, FirstQuarter, Sign, SignOfChange, Together
from tightrope.exercises.steps import Check, Exercise, Question


def with_terms(exercise: Exercise) -> Exercise:
    """The exercise, its questions knowing how they will be judged; for one that is sound."""
    checks = {step.of or step.id: step for step in exercise.steps if isinstance(step, Check)}
    steps = tuple(
        _filled(exercise, step, checks[step.id]) if isinstance(step, Question) and step.id in checks else step
        for step in exercise.steps
    )
    return exercise.model_copy(update={"steps": steps})


def _filled(exercise: Exercise, question: Question, check: Check) -> Question:
    asked = check.quantity
    if isinstance(asked, FirstQuarter) and question.between is None:
        plan = plan_of(exercise.worlds[asked.world])
        return question.model_copy(update={"between": (plan.start, plan.end)})
    if isinstance(asked, Sign | SignOfChange | Together) and not question.terms:
        return question.model_copy(update={"terms": _none_means(exercise, question, asked)})
    return question


def _none_means(exercise: Exercise, question: Question, asked: Sign | SignOfChange | Together) -> str:
    """What counts as no difference, which the words of the choice leave open."""
    held = exercise.measures[asked.of]
    share = is_share(held)
    unit = "points" if share else unit_of(held)
    least = f"{in_figures(round(100 * asked.least if share else asked.least, 10))} {unit}".strip()
    words = question.choices[NONE]
    named = f"'{words[:1].upper()}{words[1:]}'"
    return f"{named} takes in what differs by less than {least}, and whatever {exercise.members} members cannot tell."
