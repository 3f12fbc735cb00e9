from __future__ import annotations

import mesa
import numpy as np
import pytest

from tightrope.capitals.ankara import Ankara
from tightrope.capitals.baku import Baku
from tightrope.capitals.brussels import Brussels
from tightrope.capitals.moscow import Moscow
from tightrope.capitals.washington import Washington
from tightrope.model import REPORTERS, AlignmentModel
from tightrope.scenario import load

FOUR_QUARTERS = load("baseline").set({"quarters": 4})


def test_the_model_and_its_capitals_are_mesas() -> None:
    model = AlignmentModel(FOUR_QUARTERS, 2)
    assert isinstance(model, mesa.Model)
    assert all(isinstance(agent, mesa.Agent) for agent in model.agents)


def test_the_agents_are_the_five_capitals_however_many_members_there_are() -> None:
    for members in (1, 50):
        model = AlignmentModel(FOUR_QUARTERS, members)
        assert len(model.agents) == 5
        assert {type(agent) for agent in model.agents} == {Ankara, Brussels, Washington, Moscow, Baku}
        assert set(model.agent_types) == {Ankara, Brussels, Washington, Moscow, Baku}
        assert {id(agent) for agent in model.agents} == {id(capital) for capital in model.capitals}
        assert all(agent.model is model for agent in model.agents)


def test_agents_can_be_selected_and_asked_for_their_state() -> None:
    model = AlignmentModel(FOUR_QUARTERS, 3)
    model.step()
    (baku,) = model.agents.select(agent_type=Baku)
    assert baku.position.shape == (3,)
    assert model.agents_by_type[Moscow].get("pressure")[0].shape == (3,)


def test_mesa_counts_the_steps_and_stops_when_the_scenario_is_over() -> None:
    model = AlignmentModel(FOUR_QUARTERS)
    assert (model.steps, model.running) == (0, True)
    model.run()
    assert (model.steps, model.running) == (4, False)


def test_quarters_before_the_scenario_are_no_steps() -> None:
    model = AlignmentModel(load("baseline").set({"start": "2016-Q1", "quarters": 4}))
    model.step()
    assert model.steps == 1
    assert len(model.datacollector.get_model_vars_dataframe()) == 1


def test_the_model_takes_its_seed_in_both_of_mesas_ways() -> None:
    by_seed, by_rng = AlignmentModel(FOUR_QUARTERS, seed=5), AlignmentModel(FOUR_QUARTERS, rng=5)
    assert by_seed.rng.random() == by_rng.rng.random()


# Newer Mesa puts its own value in place of a parameter called seed, so seeds are varied by rng, which both leave alone.
def test_a_batch_run_gives_scalars_for_every_combination() -> None:
    results = mesa.batch_run(
        AlignmentModel,
        {"scenario": FOUR_QUARTERS, "members": [2, 3], "rng": [1, 2], "rule": "quantal-response"},
        number_processes=1,
        data_collection_period=1,
        display_progress=False,
    )
    # Four combinations of four quarters.
    assert len(results) == 16
    assert {(row["members"], row["rng"]) for row in results} == {(2, 1), (2, 2), (3, 1), (3, 2)}
    for row in results:
        assert set(REPORTERS) <= set(row)
        assert all(isinstance(row[name], float) for name in REPORTERS)
    assert [row["quarter"] for row in results if (row["members"], row["rng"]) == (2, 1)] == [92.0, 93.0, 94.0, 95.0]


def test_a_batch_run_by_the_name_of_a_scenario_gives_what_the_model_gives() -> None:
    (last,) = mesa.batch_run(
        AlignmentModel,
        {"scenario": "worst-case", "members": 5, "rng": 9},
        number_processes=1,
        display_progress=False,
    )
    model = AlignmentModel("worst-case", 5, seed=9)
    model.run()
    assert last["quarter"] == model.plan.end
    assert last["position"] == pytest.approx(float(model.baku.position.mean()), abs=0.0)
    assert last["accession"] == float(np.mean(model.baku.outcome >= 4))


def test_a_batch_run_stops_at_the_most_steps_it_is_allowed() -> None:
    # Mesa goes on while fewer or as many steps have been made, so one more than the number is made.
    (row,) = mesa.batch_run(
        AlignmentModel, {"scenario": "baseline", "members": 2}, number_processes=1, max_steps=2, display_progress=False
    )
    assert row["quarter"] in (93.0, 94.0)
