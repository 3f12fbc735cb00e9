"""What must hold of an exercise beyond its shape: that what it names is there, and that predictions come first."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from tightrope import state
from tightrope.errors import InputError, Problem, RunError, nearest, one_of
from tightrope.evidence import Claim, Seeds, load_seeds
from tightrope.exercises.compute import plan_of
from tightrope.exercises.quantities import BreakingPoint, FirstQuarter, MostPulled, Pulled, Quantity, names_of
from tightrope.exercises.steps import (
    Check,
    Compare,
    Exercise,
    Explain,
    Ground,
    Named,
    Predict,
    Question,
    Read,
    Recall,
    Run,
    Show,
    Step,
    worlds_of,
)
from tightrope.hindcast.directions import measure
from tightrope.marked import Loc, Marked
from tightrope.model import AlignmentModel
from tightrope.outcomes import OUTCOMES
from tightrope.quarters import format_quarter
from tightrope.scenario import Scenario


@dataclass
class _Reading:
    """An exercise while it is checked, and the problems found; ``steps`` and ``grounds``: their places in the file."""

    exercise: Exercise
    marked: Marked
    seeds: Seeds
    steps: Sequence[int]
    grounds: Sequence[int]
    plans: dict[str, Scenario] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def wrong(self, loc: Loc, found: str, expected: str, fix: str = "") -> None:
        self.problems.append(self.marked.problem(loc, found, expected, fix))

    def step(self, place: int) -> Loc:
        """Where the file has a step."""
        return ("steps", self.steps[place])

    def named(self, loc: Loc, what: str, name: str, known: Collection[str]) -> bool:
        """Whether a name is known; noted where it is not."""
        if name not in known:
            self.wrong(loc, f"unknown {what} '{name}'", one_of(known), nearest(name, known))
        return name in known


def problems_of(
    exercise: Exercise, marked: Marked, steps: Sequence[int], grounds: Sequence[int], *, whole: bool
) -> list[Problem]:
    """Everything that an exercise names and that is not there, and every step out of order.

    ``steps`` and ``grounds`` say which entries of the file could be read; ``whole`` False: some could not, and what
    steps say of each other is left until they can.
    """
    reading = _Reading(exercise, marked, load_seeds(), steps, grounds)
    _check_reading(reading)
    _check_worlds(reading)
    _check_measures(reading)
    _check_steps(reading, whole=whole)
    for place, ground in zip(grounds, exercise.rests_on, strict=True):
        loc: Loc = ("rests_on", place)
        _check_quantity(reading, (*loc, "quantity"), ground.quantity)
        _check_found(reading, loc, ground)
    if whole:
        _check_order(reading)
    return reading.problems


# -- what is named ----------------------------------------------------------------------------------------------------
def _check_reading(reading: _Reading) -> None:
    claims, sources = reading.seeds.claims, reading.seeds.sources
    for place, one in enumerate(reading.exercise.reading):
        loc: Loc = ("reading", place)
        if not reading.named((*loc, "document"), "document", one.document, sources):
            continue
        for name in one.claims:
            if reading.named((*loc, "claims"), "claim", name, claims):
                _check_place(reading, loc, claims[name], one.document, one.section)


def _check_place(reading: _Reading, loc: Loc, claim: Claim, document: str, section: str) -> None:
    if (claim.source, claim.section) != (document, section):
        found = f"'{claim.id}' is in {claim.source}, {claim.section}"
        reading.wrong((*loc, "claims"), found, f"claims of {document}, {section}")


def _check_worlds(reading: _Reading) -> None:
    for name, world in reading.exercise.worlds.items():
        try:
            reading.plans[name] = plan_of(world)
        except InputError as error:
            for problem in error.problems:
                said = f"{problem.where}: {problem.found}" if problem.where else problem.found
                reading.wrong(("worlds", name), said, problem.expected, problem.fix)


def _check_measures(reading: _Reading) -> None:
    for name, named in reading.exercise.measures.items():
        for loc, found, expected, fix in _wrong_with(named, reading.seeds):
            reading.wrong(("measures", name, loc), found, expected, fix)


def _wrong_with(named: Named, seeds: Seeds) -> Iterator[tuple[str, str, str, str]]:
    known = outputs()
    if named.output not in known:
        yield "output", f"unknown output '{named.output}'", "an output of the model", nearest(named.output, known)
        return
    variable = state.BY_KEY.get(named.output)
    axis = {"lever": len(seeds.levers), "treaty": len(seeds.treaties)}.get((variable and variable.axis) or "")
    quarters = named.when[1] - named.when[0] + 1
    nothing = np.zeros((quarters, 1) if axis is None else (quarters, axis, 1))
    try:
        measure(named, {named.output: nothing}, named.when[0], seeds)
    except RunError as error:
        found, _, expected = str(error).partition("; ")
        yield "output", found, expected.replace("it has ", "one of ", 1), ""


def outputs() -> list[str]:
    """Every key that a run records."""
    moves = [f"move.{name}" for name in AlignmentModel.decisions()]
    return [key for key, variable in state.BY_KEY.items() if variable.recorded] + moves


def _check_quantity(reading: _Reading, loc: Loc, quantity: Quantity) -> None:
    for what, name in dict.fromkeys(names_of(quantity)):
        reading.named(loc, what, name, reading.exercise.measures if what == "measure" else reading.exercise.worlds)
    for named, world in quantity.pairs:
        _check_window(reading, loc, named, world)
    if isinstance(quantity, FirstQuarter):
        reading.named(loc, "output", quantity.output, outputs())
        for name in quantity.counting:
            reading.named(loc, "outcome", name, OUTCOMES)
    if isinstance(quantity, MostPulled | Pulled):
        _check_span(reading, loc, quantity.when, quantity.world)
    if isinstance(quantity, BreakingPoint):
        reading.named(loc, "parameter", next(iter(quantity.set)), reading.seeds.parameters)


def _check_window(reading: _Reading, loc: Loc, named: str, world: str) -> None:
    if named in reading.exercise.measures:
        _check_span(reading, loc, reading.exercise.measures[named].when, world)


def _check_span(reading: _Reading, loc: Loc, span: tuple[int, int], world: str) -> None:
    plan = reading.plans.get(world)
    if plan is not None and not plan.start <= span[0] <= span[1] <= plan.end:
        ends = (format_quarter(quarter) for quarter in (*span, plan.start, plan.end))
        reading.wrong(loc, "asks for {} to {}; the world '{w}' runs from {} to {}".format(*ends, w=world),
                      "quarters of its worlds")  # fmt: skip


# -- steps ------------------------------------------------------------------------------------------------------------
def _check_steps(reading: _Reading, *, whole: bool) -> None:
    seen: set[str] = set()
    for place, step in enumerate(reading.exercise.steps):
        loc = reading.step(place)
        if step.id in seen:
            reading.wrong((*loc, "id"), f"a second step '{step.id}'", "a name of its own for each step")
        seen.add(step.id)
        for world in worlds_of(step):
            reading.named((*loc, "worlds"), "world", world, reading.exercise.worlds)
        if isinstance(step, Show | Compare):
            for named in step.measures:
                reading.named((*loc, "measures"), "measure", named, reading.exercise.measures)
                for world in worlds_of(step):
                    _check_window(reading, loc, named, world)
        if isinstance(step, Show) and step.levers is not None:
            for world in step.worlds:
                _check_span(reading, (*loc, "levers"), step.levers, world)
        if isinstance(step, Read):
            for name in step.claims:
                reading.named((*loc, "claims"), "claim", name, reading.seeds.claims)
        if isinstance(step, Check):
            _check_quantity(reading, (*loc, "quantity"), step.quantity)
            _check_question(reading, loc, step, whole=whole)
        if isinstance(step, Predict) and step.reason_for and whole:
            _check_reason(reading, (*loc, "reason_for"), step, place)


def _check_reason(reading: _Reading, loc: Loc, step: Predict, place: int) -> None:
    """A reason is given for an earlier prediction that is held against the model."""
    earlier = [one.id for one in reading.exercise.steps[:place] if isinstance(one, Predict) and one.form != "text"]
    reading.named(loc, "earlier prediction", step.reason_for, earlier)


def _check_question(reading: _Reading, loc: Loc, step: Check, *, whole: bool) -> None:
    asked: Question = step
    if step.of:
        earlier = {one.id: one for one in reading.exercise.steps if isinstance(one, Predict)}
        if (step.of not in earlier and not whole) or not reading.named((*loc, "of"), "prediction", step.of, earlier):
            return
        asked = earlier[step.of]
    gives = step.quantity.gives
    if asked.form != gives:
        reading.wrong((*loc, "quantity"), f"gives a {gives} and is asked for as a {asked.form}", "the same form")
    elif gives in ("choice", "several"):
        labels = step.quantity.labels or tuple(reading.seeds.levers)
        if set(labels) != set(asked.choices):
            found = f"choices {', '.join(asked.choices)}"
            reading.wrong(loc, found, f"a choice for each answer there can be: {', '.join(labels)}")
        elif asked.solution is None:
            reading.wrong(loc, "no solution", "an answer that the model accepts, for the teacher's page and the tests")


def _check_found(reading: _Reading, loc: Loc, ground: Ground) -> None:
    labels = ground.quantity.labels or tuple(reading.seeds.levers)
    named: Sequence[str] = (ground.found,) if isinstance(ground.found, str) else ground.found or ()
    for label in named:
        reading.named((*loc, "found"), "answer", label, labels)


# -- predictions before results ----------------------------------------------------------------------------------------
def _check_order(reading: _Reading) -> None:
    steps = reading.exercise.steps
    ran: dict[str, int] = {}
    predicted: dict[str, int] = {}
    for place, step in enumerate(steps):
        loc = reading.step(place)
        if isinstance(step, Predict):
            predicted[step.id] = place
        if isinstance(step, Run):
            ran.update({world: place for world in step.worlds if world not in ran})
            continue
        for world in dict.fromkeys(worlds_of(step)):
            if world in reading.exercise.worlds and world not in ran and not _runs_itself(step):
                reading.wrong(loc, f"'{world}' has not been run yet", "a step of the kind run before it")
        if isinstance(step, Check) and step.of in predicted and not _runs_itself(step):
            _check_prediction(reading, loc, step, predicted[step.of], ran)
    for shape in (Predict, Run, Explain):
        if not any(isinstance(step, shape) for step in steps):
            reading.wrong(
                ("steps",), f"no step of the kind {shape.kind}", "predict, run and explain, at least once each"
            )
    held = {step.of for step in steps if isinstance(step, Check)}
    recalled = {step.of for step in steps if isinstance(step, Recall)}
    for name, place in predicted.items():
        if name not in held and _asked(steps[place]).form != "text":
            reading.wrong(
                reading.step(place), "a prediction that is never held against the model", f"a check of {name}"
            )
        if name not in recalled and _asked(steps[place]).form == "text":
            reading.wrong(
                reading.step(place), "a text that is never taken up again", f"a recall of {name} after the run"
            )
    for place, step in enumerate(steps):
        if isinstance(step, Recall):
            _check_recall(reading, reading.step(place), step, place)


def _check_recall(reading: _Reading, loc: Loc, step: Recall, place: int) -> None:
    """A text is looked back at after the run, and after what it is the reason for is held against the model."""
    steps = reading.exercise.steps
    texts = {one.id: at for at, one in enumerate(steps[:place]) if isinstance(one, Predict) and one.form == "text"}
    if not reading.named((*loc, "of"), "earlier prediction in words", step.of, texts):
        return
    asked = steps[texts[step.of]]
    assert isinstance(asked, Predict)
    between = steps[texts[step.of] : place]
    if asked.reason_for:
        known = any(isinstance(one, Check) and one.of == asked.reason_for for one in between)
    else:
        known = any(isinstance(one, Run) for one in between)
    if not known:
        after = f"after the check of {asked.reason_for}" if asked.reason_for else "after a step of the kind run"
        reading.wrong(loc, "looks back before the result is known", after)


def _check_prediction(reading: _Reading, loc: Loc, step: Check, place: int, ran: Mapping[str, int]) -> None:
    if all(ran.get(world, place) < place for world in step.quantity.worlds):
        reading.wrong(reading.step(place), "predicts what has been run already", "the prediction before the run")


def _asked(step: Step) -> Any:
    return step


def _runs_itself(step: Step) -> bool:
    """Whether a step makes the runs it needs: a breaking point is looked for when it is asked for."""
    return isinstance(step, Check) and isinstance(step.quantity, BreakingPoint)
