from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest
from tests.small_model import put, small_model

from tightrope import state
from tightrope.evidence import CAPITALS, load_seeds

STARTS = sorted(load_seeds().starts)
KEYS = [variable.key for variable in state.TABLE]


def test_every_variable_stands_in_the_table_once() -> None:
    assert len(set(KEYS)) == len(KEYS)


def test_holders_are_the_world_and_the_five_capitals() -> None:
    assert set(state.HOLDERS) == set(CAPITALS)
    assert {variable.holder for variable in state.TABLE} <= set(state.HOLDERS)


def test_every_variable_has_bounds_a_unit_and_words_for_it() -> None:
    for variable in state.TABLE:
        assert variable.high is None or variable.low < variable.high, variable.key
        assert variable.unit.strip() and variable.long_name.strip(), variable.key
        if variable.unit == "level" and variable.axis is None:
            assert (variable.low, variable.high) == (0.0, 1.0), variable.key


AMOUNTS = {"USD/bbl", "kb/d", "bcm/yr", "USD bn/quarter", "USD bn", "quarters"}


def test_bounds_are_those_of_the_unit() -> None:
    for variable in state.TABLE:
        bounds = (variable.low, variable.high)
        if variable.unit in AMOUNTS:
            assert bounds == (0.0, None), variable.key
        elif variable.unit == "index" or variable.key == "world.deviation":
            assert bounds == (-1.0, 1.0), variable.key
        elif variable.unit in ("level", "0 or 1"):
            assert bounds == (0.0, 1.0), variable.key
    # Six outcomes and five states of a treaty, counted from nought; a shock of e^10 is beyond any price.
    assert (state.BY_KEY["baku.outcome"].low, state.BY_KEY["baku.outcome"].high) == (0.0, 5.0)
    assert (state.BY_KEY["world.treaty"].low, state.BY_KEY["world.treaty"].high) == (0.0, 4.0)
    assert (state.BY_KEY["world.oil_shock"].low, state.BY_KEY["world.oil_shock"].high) == (-10.0, 10.0)


@pytest.mark.parametrize("start", STARTS)
def test_each_documented_start_gives_every_variable_that_begins_from_the_seeds_and_no_other(start: int) -> None:
    seeds = load_seeds()
    wanted = {v.key for v in state.TABLE if v.start == "seeds" and v.axis is None}
    levers = {f"moscow.lever_{lever}" for lever in seeds.levers}
    assert set(seeds.starts[start]) == wanted | levers


@pytest.mark.parametrize("start", STARTS)
def test_each_documented_start_lies_within_the_bounds(start: int) -> None:
    for key, value in load_seeds().starts[start].items():
        variable = state.BY_KEY.get(key, state.BY_KEY["moscow.lever"])
        assert variable.low <= value <= (np.inf if variable.high is None else variable.high), key


def test_every_driver_has_a_dated_path_among_the_parameters() -> None:
    parameters = load_seeds().parameters
    assert {key for key, parameter in parameters.items() if parameter.role == "driver"} == {
        *state.DRIVERS,
        "world.oil_price",
    }


def test_prompt_drivers_stand_last() -> None:
    prompt = [state.BY_KEY[key].prompt for key in state.DRIVERS]
    assert prompt == sorted(prompt) and any(prompt) and not all(prompt)


def test_only_drivers_deviate_or_take_shocks_and_prompt_ones_do_neither() -> None:
    for variable in state.TABLE:
        if variable.deviates or variable.shocked:
            assert variable.key in state.DRIVERS and not variable.prompt, variable.key


def test_every_variable_is_an_array_with_the_members_last() -> None:
    model = small_model(members=3)
    model.step()
    axes = {"lever": len(model.levers), "treaty": len(model.treaties.ids), "deviating": len(state.DEVIATING)}
    for variable in state.TABLE:
        value = getattr(model.holders[variable.holder], variable.name)
        wanted = (3,) if variable.axis is None else (axes[variable.axis], 3)
        assert value.shape == wanted, variable.key


def test_a_snapshot_holds_copies_of_everything() -> None:
    model = small_model()
    before = state.snapshot(model.holders)
    assert set(before) == set(KEYS)
    kept = {key: value.copy() for key, value in before.items()}
    model.step()
    for key, value in kept.items():
        np.testing.assert_array_equal(before[key], value)
    assert not np.array_equal(before["baku.perceived_punishment"], model.baku.perceived_punishment)


def test_a_state_within_its_bounds_gives_no_sentence() -> None:
    model = small_model(members=2)
    model.run()
    assert state.outside_bounds(model.holders) == []


@pytest.mark.parametrize(
    ("holder", "name", "value", "sentence"),
    [
        ("baku", "memory", 1.25, "baku.memory runs from 1.25 to 1.25, outside 0 to 1.0"),
        ("baku", "position", -1.5, "baku.position runs from -1.5 to -1.5, outside -1 to 1.0"),
        ("world", "reserves", -0.5, "world.reserves runs from -0.5 to -0.5, outside 0 to None"),
        ("moscow", "pressure", np.nan, "moscow.pressure is not finite"),
        ("world", "reserves", np.inf, "world.reserves is not finite"),
    ],
)
def test_a_variable_that_leaves_its_bounds_is_named(holder: str, name: str, value: float, sentence: str) -> None:
    model = small_model()
    put(model, holder, **{name: value})
    assert state.outside_bounds(model.holders) == [sentence]


def test_a_hair_of_rounding_is_not_a_breach() -> None:
    model = small_model()
    put(model, "baku", memory=1.0 + 1e-12)
    assert state.outside_bounds(model.holders) == []


def test_scalar_keys_are_the_recorded_ones_without_an_axis() -> None:
    keys = state.scalar_keys()
    assert "baku.position" in keys and "moscow.pressure" in keys
    assert not {"moscow.lever", "world.treaty", "world.oil_shock"} & set(keys)
    assert state.scalar_keys("position") == ["baku.position"]
    assert set(state.scalar_keys("alignment")) >= {"baku.moscow_depth", "baku.eu_depth", "baku.western_security"}


def test_a_snapshot_needs_nothing_but_objects_that_carry_the_arrays() -> None:
    holders = {"baku": SimpleNamespace(memory=np.array([0.5]))}
    taken = state.snapshot(holders, [state.BY_KEY["baku.memory"]])
    assert taken["baku.memory"].tolist() == [0.5]
