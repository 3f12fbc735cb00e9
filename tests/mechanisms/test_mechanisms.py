"""Every mechanism does what it says: with it an output is higher or lower than without it, luck being the same."""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from tightrope.choice import Value
from tightrope.evidence import Check, load_seeds
from tightrope.model import AlignmentModel
from tightrope.outcomes import OUTCOMES
from tightrope.scenario import Scenario, load
from tightrope.world.treaties import STATUS

MEMBERS = 300
SURE = 2.58
"""Standard errors on either side of an interval of 99 %."""

Changes = Mapping[str, Any]
Array = NDArray[Any]

MECHANISMS = load_seeds().mechanisms
CHECKS = [
    pytest.param(check, id=f"{mechanism.id}-{check.output}-{place}", marks=pytest.mark.slow if place > 1 else ())
    for mechanism in MECHANISMS.values()
    for place, check in enumerate(mechanism.checks, start=1)
]
"""Of each mechanism the first is run every day."""


class Terms:
    """A sink that adds up the terms of each move's appraisal, quarter by quarter, for the outputs asked for."""

    def __init__(self, outputs: set[str]) -> None:
        self.outputs = outputs
        self.quarters: list[dict[tuple[str, str], Array]] = []

    def __call__(self, decision: str, consideration: str, move: str, term: Value) -> None:
        output = f"term.{decision}.{consideration}"
        if output in self.outputs:
            sums = self.quarters[-1]
            sums[output, move] = sums.get((output, move), 0.0) + np.asarray(term)

    def as_records(self, members: int) -> dict[str, Array]:
        """Arrays (quarters, moves, members) by output, the moves in the order of their decision."""
        shape = (members,)
        return {
            output: np.array([
                [np.broadcast_to(sums.get((output, move), 0.0), shape) for move in names_of(output)]
                for sums in self.quarters
            ])
            for output in self.outputs
        }  # fmt: skip


def names_of(output: str) -> tuple[str, ...]:
    """What ``which`` may name: levers, treaties, or the moves that a term is written for."""
    if output.startswith("term."):
        return AlignmentModel.decisions()[output.removeprefix("term.").rpartition(".")[0]]
    return {"moscow.lever": tuple(load_seeds().levers), "world.treaty": tuple(load_seeds().treaties)}[output]


def codes_of(output: str) -> tuple[str, ...]:
    """What ``counting`` may name, in the order of the codes."""
    if output.startswith("move."):
        return AlignmentModel.decisions()[output.removeprefix("move.")]
    return {"world.treaty": STATUS, "baku.outcome": OUTCOMES}[output]


def plan(scenario: str, changes: Changes) -> Scenario:
    """A shipped scenario with some parameters changed; paths are written by quarter."""
    return load(scenario).set(changes) if changes else load(scenario)


def run(scenario: Scenario, wanted: set[str]) -> dict[str, Array]:
    """Records of a run by output, (quarters, members) or (quarters, levers or treaties or moves, members)."""
    terms = Terms({output for output in wanted if output.startswith("term.")})
    records = wanted - terms.outputs
    model = AlignmentModel(scenario, MEMBERS, record=records, sink=terms if terms.outputs else None)
    while model.running:
        terms.quarters.append({})
        model.step()
    model.close()
    assert set(model.record.kept) == records
    return {**model.record.kept, **terms.as_records(MEMBERS)}


View = tuple[str, str, str, tuple[int, int]]
"""What a check looks at: output, which of it, what is counted, and when."""


def view_of(check: Check) -> View:
    """What a check looks at, as a key."""
    return check.output, check.which, check.counting, check.when


def seen(view: View, records: Mapping[str, Array], start: int) -> NDArray[np.float64]:
    """What is looked at by member, averaged over its quarters."""
    output, which, counting, when = view
    first, last = (quarter - start for quarter in when)
    assert 0 <= first <= last < len(records[output])
    values = records[output][first : last + 1]
    if which:
        values = values[:, names_of(output).index(which)]
    if counting:
        values = values == codes_of(output).index(counting)
    assert values.ndim == 2
    return np.asarray(values.mean(axis=0, dtype=float))


def key_of(changes: Changes) -> str:
    """Changes as text: the same for the same changes."""
    return json.dumps(changes, sort_keys=True)


@functools.cache
def last_looked_at() -> Mapping[tuple[str, str], int]:
    """The last quarter that some check looks at, by scenario and changes: what comes after need not be run."""
    found: dict[tuple[str, str], int] = {}
    for check in (check for mechanism in MECHANISMS.values() for check in mechanism.checks):
        for changes in (check.given, {**check.given, **check.off}):
            key = check.scenario, key_of(changes)
            found[key] = max(found.get(key, 0), check.when[1])
    return found


@functools.cache
def all_seen(scenario: str, changes: str) -> dict[View, NDArray[np.float64]]:
    """What all the checks that run a scenario look at in it, so that each run is made once."""
    whole = plan(scenario, json.loads(changes))
    last = last_looked_at().get((scenario, changes), whole.end)
    every = [check for mechanism in MECHANISMS.values() for check in mechanism.checks]
    checks = [check for check in every if check.scenario == scenario and check.when[1] <= last]
    records = run(whole.set({"quarters": last - whole.start + 1}), {check.output for check in checks})
    return {view_of(check): seen(view_of(check), records, whole.start) for check in checks}


def measured(check: Check, changes: Changes) -> NDArray[np.float64]:
    """The output of a check by member, with some numbers changed."""
    return all_seen(check.scenario, key_of(changes))[view_of(check)]


def difference(check: Check) -> NDArray[np.float64]:
    """By member: the output with the mechanism less the output without it."""
    return measured(check, check.given) - measured(check, {**check.given, **check.off})


def fault(check: Check, found: NDArray[np.float64]) -> str:
    """What is wrong with the differences that a check found, or nothing."""
    effect, noise = float(found.mean()), SURE * float(found.std(ddof=1)) / len(found) ** 0.5
    said = f"{effect:+.4f}, give or take {noise:.4f}"
    if abs(effect) <= noise:
        return f"no effect beyond noise: {said}"
    if check.expect != "changes" and (effect > 0.0) != (check.expect == "up"):
        return f"an effect in the wrong direction: {said}"
    return f"too small an effect: {said}" if abs(effect) < check.by_at_least else ""


@pytest.mark.parametrize("check", CHECKS)
def test_a_mechanism_moves_its_output(check: Check):
    assert fault(check, difference(check)) == ""


def test_the_mechanisms_are_numbered_from_1_to_43():
    assert list(MECHANISMS) == [f"M{number}" for number in range(1, 44)]


@pytest.mark.parametrize("name", MECHANISMS)
def test_what_is_switched_off_is_among_the_numbers_that_carry_the_mechanism(name: str):
    mechanism = MECHANISMS[name]
    for check in mechanism.checks:
        assert set(check.off) <= set(mechanism.parameters)


@pytest.mark.parametrize("name", MECHANISMS)
def test_switching_off_changes_every_number_it_names(name: str):
    for check in MECHANISMS[name].checks:
        before, after = plan(check.scenario, check.given), plan(check.scenario, {**check.given, **check.off})
        assert [key for key in check.off if before.setting(key) == after.setting(key)] == []


# -- the judge can say no ---------------------------------------------------------------------------------------------
EXAMPLE = MECHANISMS["M13"].checks[0]
LUCK = np.random.default_rng(0).normal(size=MEMBERS)


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (np.zeros(MEMBERS), "no effect beyond noise"),
        (LUCK, "no effect beyond noise"),
        (-0.3 + 0.1 * LUCK, "an effect in the wrong direction"),
        (0.1 + 0.1 * LUCK, "too small an effect"),
        (0.3 + 0.1 * LUCK, ""),
    ],
)
def test_an_effect_counts_if_it_is_sure_large_enough_and_of_the_sign_named(found: NDArray[np.float64], said: str):
    assert (EXAMPLE.expect, EXAMPLE.by_at_least) == ("up", 0.16)
    assert fault(EXAMPLE, found).startswith(said)
    assert bool(fault(EXAMPLE, found)) == bool(said)


def test_a_number_that_does_not_carry_a_mechanism_does_not_move_its_output():
    other = EXAMPLE.model_copy(update={"off": {"ankara.transit_interest": 0.9}})
    assert fault(other, difference(other)).startswith("no effect beyond noise")


def test_with_nothing_switched_off_both_runs_are_the_same():
    assert not difference(EXAMPLE.model_copy(update={"off": {}})).any()
