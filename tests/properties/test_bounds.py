"""Whatever the parameters, within their legal ranges, no state leaves its bounds and no arithmetic breaks down.

NumPy's errors are raised, but for underflow: a number too small to be told from zero is taken for zero, which is right.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from numpy.typing import NDArray
from tests.properties.legal import (
    CONSTANTS,
    PARAMETERS,
    SEEDS,
    anywhere_legal,
    corners,
    legal_changes,
    run,
)

from tightrope import state
from tightrope.choice import RULES, Moves
from tightrope.luck import Luck
from tightrope.model import AlignmentModel
from tightrope.scenario import Scenario, load, scenario_names

MEMBERS = 16
QUARTERS = 8
SHIPPED = {name: load(name) for name in scenario_names()}


def goes_wrong(plan: Scenario, members: int, quarters: int, **options: Any) -> str:
    """What goes wrong first in a run, "" if nothing does."""
    plan = replace(plan, quarters=min(quarters, plan.quarters))  # no luck is drawn for quarters that are not lived
    try:
        with np.errstate(all="raise", under="ignore"):
            model = AlignmentModel(plan, members, **options)
            for _ in range(quarters):
                model.step()
                outside = state.outside_bounds(model.holders)
                if outside:
                    return f"in quarter {model.quarter}: {'; '.join(outside)}"
            model.close()
    except (ArithmeticError, TypeError, ValueError) as error:
        return f"{type(error).__name__}: {error}, {_place(error)}"
    return ""


def _place(error: BaseException) -> str:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    assert trace is not None
    return f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}"


@given(drawn=legal_changes(SHIPPED, QUARTERS))
@settings(max_examples=2 * settings.default.max_examples)
def test_any_legal_scenario_stays_in_bounds(drawn):
    assert goes_wrong(drawn.plan(SHIPPED), MEMBERS, QUARTERS) == ""


@pytest.mark.parametrize("name", ["history", "karabakh-escalation", "worst-case"])
@pytest.mark.parametrize("seed", [1, 2])
def test_members_with_every_parameter_anywhere_in_its_legal_range_stay_in_bounds(name, seed, monkeypatch):
    corners(monkeypatch, seed)
    assert goes_wrong(anywhere_legal(SHIPPED[name]), 1000, 20) == ""


@pytest.mark.parametrize("rule", sorted(RULES))
@pytest.mark.parametrize("name", ["history", "worst-case"])
def test_shipped_scenarios_stay_in_bounds_to_the_end_under_any_rule(name, rule):
    plan = SHIPPED[name].set({"uncertainty": "full"})
    assert goes_wrong(plan, 64, plan.quarters, rule=rule) == ""


@pytest.mark.parametrize("name", ["history", "karabakh-escalation"])
def test_each_constant_alone_may_be_at_either_end_of_its_legal_range(name, monkeypatch):
    def wrong_among(keys: Sequence[str]) -> str:
        with monkeypatch.context() as patched:
            one_end_per_member(patched, SHIPPED[name], keys)
            return goes_wrong(anywhere_legal(SHIPPED[name], keys), 2 * len(keys), 12)

    assert list(culprits(wrong_among, CONSTANTS)) == []


def one_end_per_member(monkeypatch: Any, plan: Scenario, keys: Sequence[str]) -> None:
    """Let members 2k and 2k + 1 differ from the scenario in parameter k alone: lowest, highest."""
    usual = {}
    for place, key in enumerate(keys):
        low, high = PARAMETERS[key].legal
        usual[f"parameter/{key}"] = place, (plan.setting(key).at(0).value - low) / (high - low)

    def quantile(luck: Luck, stream: str) -> NDArray[np.float64]:
        place, central = usual[stream]
        return np.select([luck.members == 2 * place, luck.members == 2 * place + 1], [0.0, 1.0], central)

    monkeypatch.setattr(Luck, "quantile", quantile)


def culprits(wrong_among: Callable[[Sequence[str]], str], keys: Sequence[str]) -> Iterator[str]:
    """The parameters that go wrong by themselves, each with what goes wrong, by halving the suspects."""
    wrong = wrong_among(keys)
    if wrong and len(keys) == 1:
        yield f"{keys[0]}: {wrong}"
    elif wrong:
        half = len(keys) // 2
        yield from culprits(wrong_among, keys[:half])
        yield from culprits(wrong_among, keys[half:])


@pytest.mark.parametrize("name", ["history", "karabakh-escalation"])
def test_each_dated_parameter_alone_may_be_at_either_end_of_its_legal_range(name):
    ends = [(key, end) for key in PARAMETERS if key not in CONSTANTS for end in PARAMETERS[key].legal]
    wrong = {f"{key} = {end:g}": goes_wrong(SHIPPED[name].set({key: end}), 4, 4) for key, end in ends}
    assert [f"{at}: {found}" for at, found in wrong.items() if found] == []


def test_any_parameter_may_be_given_a_range():
    # Then it differs between members, and no rule may treat it as one number.
    def refused_among(keys: Sequence[str]) -> str:
        try:
            with np.errstate(all="ignore"):
                for name in ("history", "karabakh-escalation"):
                    run(anywhere_legal(SHIPPED[name].set({"quarters": 12}), keys), 4)
        except (TypeError, ValueError) as error:
            return f"{error}, {_place(error)}"
        return ""

    assert list(culprits(refused_among, tuple(PARAMETERS))) == []


def test_bounds_are_seen_when_they_are_broken():
    model = AlignmentModel("baseline", 4)
    model.baku.trust_in_cover[2] = 1.5
    model.world.reserves[0] = np.nan
    assert len(state.outside_bounds(model.holders)) == 2


def test_a_breakdown_is_seen():
    def break_down(*_: Any) -> Moves:
        return (np.zeros(MEMBERS) / np.zeros(MEMBERS)).astype(np.int8)

    assert "FloatingPointError" in goes_wrong(SHIPPED["baseline"], MEMBERS, 1, rule=break_down)


def test_every_kind_of_event_and_every_theory_is_there_to_be_drawn():
    assert len(SEEDS.events) >= 6
    assert "quantal-response" in SEEDS.theories
