"""Quantities worked out on the model: runs made when they are first needed, numbers with their intervals.

Worlds of one exercise run the same members, so that a difference between two of them is taken member by member. All
intervals are of 90 %: what the number of members leaves open, luck and drawn parameters together.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tightrope import state
from tightrope.ensemble import simulate
from tightrope.evidence import Measure, load_seeds
from tightrope.exercises import quantities as kinds
from tightrope.exercises.found import Choice, Found, Number, Several
from tightrope.exercises.quantities import DOWN, NONE, UP, Quantity
from tightrope.exercises.steps import Exercise, World
from tightrope.hindcast.directions import interval, interval_of_level, measure
from tightrope.outcomes import OUTCOMES, wilson
from tightrope.quarters import format_quarter
from tightrope.results import Run
from tightrope.scenario import Scenario, load

Array = NDArray[np.float64]
Ends = tuple[float, float, float]
Told = Callable[[str], None]
LEVER = "moscow.lever"


def plan_of(world: World, changed: Mapping[str, Any] | None = None) -> Scenario:
    """The scenario of a world, with some more set. Raises InputError where it is refused."""
    plan = load(world.scenario)
    # Its own settings first: they may speak of quarters that the run is then cut to.
    for settings in (dict(world.set), dict(changed or {}), {"theory": world.theory} if world.theory else {}):
        plan = plan.set(settings) if settings else plan
    return plan if world.until is None else plan.set({"quarters": world.until - plan.start + 1})


def filled_in(value: Any, x: float) -> Any:
    """A setting with the number where "{x}" stands."""
    if isinstance(value, Mapping):
        return {key: filled_in(part, x) for key, part in value.items()}
    return value.replace("{x}", f"{x:g}") if isinstance(value, str) else value


class Lab:
    """Where the worlds of an exercise are run, each once; ``told`` is called with what each is as it begins."""

    def __init__(self, exercise: Exercise, *, members: int | None = None, told: Told | None = None) -> None:
        self.exercise = exercise
        self.members = exercise.members if members is None else members
        self.seeds = load_seeds()
        self._told = told
        self._runs: dict[str, Run] = {}

    def run(self, world: str) -> Run:
        """The run of a world, made now unless it is there."""
        if world not in self._runs:
            held = self.exercise.worlds[world]
            self.tell(held.says)
            # Its figures are titled by what it is here: the scenario's own title may say what is no longer so.
            title = held.says[:1].upper() + held.says[1:]
            plan = replace(plan_of(held), title=title, question=f"Exercise: {self.exercise.title}")
            self._runs[world] = self.made(plan, world)
        return self._runs[world]

    def tell(self, what: str) -> None:
        """Say what is run next to whoever watches."""
        if self._told is not None:
            self._told(what)

    def made(self, plan: Scenario, name: str) -> Run:
        """A run of the exercise's members."""
        return Run.of(simulate(replace(plan, members=self.members), self.members, workers=1), name=name)

    def values(self, named: str, world: str) -> Array:
        """A measure in a world, one number per member; shape (members,)."""
        return taken(self.exercise.measures[named], self.run(world))

    def find(self, quantity: Quantity) -> Found:
        """What the model says to a quantity."""
        found: Found = FINDERS[quantity.kind](self, quantity)
        return found

    def level(self, named: str, world: str) -> Number:
        """The mean of a measure in a world; of one that counts, a share."""
        return self.number(named, ends_of(self.exercise.measures[named], self.values(named, world)))

    def difference(self, named: str, world: str, against: str) -> Number:
        """The mean of a measure's paired differences, world less against."""
        return self.number(named, interval(self.values(named, world) - self.values(named, against)), difference=True)

    def number(self, named: str, ends: Ends, *, difference: bool = False) -> Number:
        """A number with its interval, in the units of a measure."""
        held = self.exercise.measures[named]
        unit = "" if is_share(held) else unit_of(held)
        return Number(*ends, percent=is_share(held), unit=unit, difference=difference)


def taken(named: Measure, run: Run) -> Array:
    """A measure of every member of a run; shape (members,)."""
    values = np.moveaxis(run.data[named.output].values, 0, -1)
    return measure(named, {named.output: values}, run.scenario.start, load_seeds())


def is_share(named: Measure) -> bool:
    """Whether a measure says of each member whether something holds, so that its mean is a share."""
    return bool(named.counting) or named.take == "ever"


def ends_of(named: Measure, values: Array) -> Ends:
    """The mean of a measure and the ends of its interval; of a share Wilson's, which keeps a width at 0 and at 1."""
    return interval_of_level(values) if is_share(named) and np.isin(values, (0.0, 1.0)).all() else interval(values)


def unit_of(named: Measure) -> str:
    """The unit of a measure's numbers; "" for levels and the position, which have none."""
    variable = state.BY_KEY.get(named.output.removesuffix("_target"))
    if named.take == "when most" or variable is None:
        return "quarters" if named.take == "when most" else ""
    return "" if variable.unit in ("level", "index", "code", "0 or 1") else variable.unit


# -- one function for each kind of quantity ----------------------------------------------------------------------------
def _level(lab: Lab, asked: kinds.Level) -> Number:
    return lab.level(asked.of, asked.world)


def _difference(lab: Lab, asked: kinds.Difference) -> Number:
    return lab.difference(asked.of, asked.world, asked.against)


def _change(lab: Lab, asked: kinds.Change) -> Number:
    values = lab.values(asked.of, asked.world) - lab.values(asked.since, asked.world)
    return lab.number(asked.of, interval(values), difference=True)


def _sign(lab: Lab, asked: kinds.Sign) -> Choice:
    return sign_of(_difference(lab, asked), asked.least)


def _sign_of_change(lab: Lab, asked: kinds.SignOfChange) -> Choice:
    return sign_of(_change(lab, asked), asked.least)


def sign_of(number: Number, least: float = kinds.LEAST) -> Choice:
    """Up or down where the whole interval lies on one side of zero and its middle is not too small, else none."""
    low, high = float(number.low or 0.0), float(number.high or 0.0)
    enough = abs(float(number.value or 0.0)) >= least
    best = UP if low > 0 and enough else DOWN if high < 0 and enough else NONE
    return Choice(best, (best,), {best: number})


def _largest(lab: Lab, asked: kinds.Largest) -> Choice:
    values: dict[str, Array] = {}
    numbers: dict[str, Number] = {}
    for label, (named, world) in asked.candidates.items():
        ours = lab.values(named, world)
        ours = ours - lab.values(named, asked.against) if asked.against else ours
        ends = interval(ours) if asked.against else ends_of(lab.exercise.measures[named], ours)
        numbers[label] = lab.number(named, ends, difference=bool(asked.against))
        values[label] = ours * (np.sign(ours.mean()) if asked.size else 1.0) * (-1.0 if asked.least else 1.0)
    return first_of(values, numbers)


def first_of(values: Mapping[str, Array], numbers: Mapping[str, Number]) -> Choice:
    """The label with the largest mean, and all that cannot be told from it, member by member."""
    best = max(values, key=lambda label: float(values[label].mean()))
    accepted = [label for label in values if label == best or interval(values[best] - values[label])[1] <= 0]
    return Choice(best, tuple(accepted), numbers)


def _beyond(lab: Lab, asked: kinds.Beyond) -> Several:
    numbers = {label: lab.level(named, world) for label, (named, world) in asked.candidates.items()}
    return beyond_of(numbers, asked.level)


def beyond_of(numbers: Mapping[str, Number], level: float) -> Several:
    """The labels surely above a level, and those that may be either."""
    sure = [label for label, found in numbers.items() if float(found.low or 0.0) > level]
    spanning = [label for label, found in numbers.items() if label not in sure and float(found.high or 0.0) > level]
    return Several(tuple(sure), tuple(spanning), numbers)


def lever_levels(lab: Lab, world: str, when: tuple[int, int]) -> dict[str, Array]:
    """Mean pressure of every lever over some quarters; shape (members,) each."""
    run = lab.run(world)
    return {
        lever: taken(Measure.model_construct(output=LEVER, which=lever, when=when), run)
        for lever in run.data[LEVER].coords["lever"].values.tolist()
    }


def _levers(lab: Lab, world: str, when: tuple[int, int]) -> tuple[dict[str, Array], dict[str, Number]]:
    values = lever_levels(lab, world, when)
    return values, {lever: Number(*interval(found)) for lever, found in values.items()}


def _most_pulled(lab: Lab, asked: kinds.MostPulled) -> Choice:
    values, numbers = _levers(lab, asked.world, asked.when)
    return first_of({lever: -found if asked.least else found for lever, found in values.items()}, numbers)


def _pulled(lab: Lab, asked: kinds.Pulled) -> Several:
    return beyond_of(_levers(lab, asked.world, asked.when)[1], asked.level)


def _first_quarter(lab: Lab, asked: kinds.FirstQuarter) -> Number:
    run = lab.run(asked.world)
    threshold = asked.below if asked.below is not None else asked.above
    assert threshold is not None
    sign = 1.0 if asked.below is not None else -1.0
    if asked.counting:
        low, middle, high = (sign * line < sign * threshold for line in share_over_time(run, asked))
        # Above a value it is the high end of the share that is there first.
        early, late = (low, high) if sign > 0 else (high, low)
    else:
        been = has_been(sign * run.data[asked.output].values < sign * threshold)
        early, middle, late = (been >= share for share in (0.25, 0.5, 0.75))
    at, earliest, latest = (
        float(run.scenario.start + np.argmax(line)) if line.any() else None for line in (middle, early, late)
    )
    return Number(at, earliest, latest, quarter=True, last=format_quarter(run.last), half=not asked.counting)


def has_been(there: NDArray[np.bool_]) -> Array:
    """Share of the members that have been there by each quarter, of whether each is there; shape (members, quarters).

    The interval of a date is that of the members' own dates. What their number leaves open of the date by which half
    of them are there is mostly less than a quarter of a year; it says how well that is counted and nothing of when.
    """
    share: Array = np.logical_or.accumulate(there, axis=1).mean(axis=0)
    return share


def share_over_time(run: Run, asked: kinds.FirstQuarter) -> tuple[Array, Array, Array]:
    """Low end, share and high end of the members in some outcomes, by quarter."""
    counts = run.tally.counts[:, [OUTCOMES.index(name) for name in asked.counting]].sum(axis=1)
    low, high = wilson(counts, run.members)
    return low, counts / run.members, high


def _breaking_point(lab: Lab, asked: kinds.BreakingPoint) -> Number:
    threshold = asked.above if asked.above is not None else asked.below
    assert threshold is not None
    found: list[Ends] = []
    says, times = lab.exercise.worlds[asked.world].says, len(asked.tries)
    lab.tell(f"{says}, {times} times, each with another number from {asked.tries[0]:g} to {asked.tries[-1]:g}")
    for x in asked.tries:
        plan = plan_of(lab.exercise.worlds[asked.world], filled_in(asked.set, x))
        held = lab.exercise.measures[asked.of]
        mean, low, high = ends_of(held, taken(held, lab.made(plan, asked.world)))
        found.append((mean, low, high) if asked.above is not None else (-mean, -high, -low))
    least = threshold if asked.above is not None else -threshold

    def first(place: int) -> int | None:
        return next((row for row, ends in enumerate(found) if ends[place] > least), None)

    at, surely, maybe = first(0), first(1), first(2)
    return Number(
        None if at is None else asked.tries[at],
        # On a grid the point lies above the last number that does not do.
        None if maybe is None else (asked.tries[maybe - 1] if maybe else asked.tries[0]),
        None if surely is None else asked.tries[surely],
        unit=asked.unit,
    )


def _together(lab: Lab, asked: kinds.Together) -> Choice:
    base = lab.values(asked.of, asked.against)
    joint = lab.values(asked.of, asked.world) - base
    alone = sum((lab.values(asked.of, world) - base for world in asked.alone), start=np.zeros_like(base))
    more = (joint - alone) * (np.sign(joint.mean()) or 1.0)
    return sign_of(lab.number(asked.of, interval(more), difference=True), asked.least)


FINDERS: Mapping[str, Callable[..., Found]] = {
    kinds.Level.kind: _level,
    kinds.Difference.kind: _difference,
    kinds.Sign.kind: _sign,
    kinds.Change.kind: _change,
    kinds.SignOfChange.kind: _sign_of_change,
    kinds.Largest.kind: _largest,
    kinds.Beyond.kind: _beyond,
    kinds.MostPulled.kind: _most_pulled,
    kinds.Pulled.kind: _pulled,
    kinds.FirstQuarter.kind: _first_quarter,
    kinds.BreakingPoint.kind: _breaking_point,
    kinds.Together.kind: _together,
}
"""What works out each kind of quantity."""
