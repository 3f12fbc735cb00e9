from __future__ import annotations

import gc
import weakref
from typing import Any

import numpy as np
import pytest
from tests.small_model import Terms

from tightrope import state
from tightrope.choice import RULES, Decision, Ledger, quantal_response
from tightrope.errors import InputError
from tightrope.evidence import load_seeds
from tightrope.model import QUARTER, REPORTERS, AlignmentModel, all_decisions, quarter_steps
from tightrope.quarters import parse_quarter
from tightrope.scenario import load


def run(scenario: Any, members: Any = 3, **options: Any) -> AlignmentModel:
    model = AlignmentModel(scenario, members, **options)
    model.run()
    return model


def assert_same_records(some: dict[str, Any], others: dict[str, Any]) -> None:
    assert set(some) == set(others)
    different = [key for key in some if not np.array_equal(some[key], others[key])]
    assert different == []


# -- where a run begins -----------------------------------------------------------------------------------------------
def test_the_documented_starts_are_those_of_1992_and_2015() -> None:
    assert set(load_seeds().starts) == {parse_quarter("1992-Q1"), parse_quarter("2015-Q1")}


@pytest.mark.parametrize("start", ["1992-Q1", "2015-Q1"])
def test_a_run_from_a_documented_start_begins_in_the_documented_state(start: str) -> None:
    model = AlignmentModel(load("baseline").set({"start": start, "quarters": 4}), 2)
    assert model.anchor == parse_quarter(start)
    assert model.quarter == parse_quarter(start) - 1
    documented = load_seeds().starts[parse_quarter(start)]
    for variable in state.TABLE:
        if variable.start == "seeds" and variable.axis is None:
            value = getattr(model.holders[variable.holder], variable.name)
            assert value == pytest.approx([documented[variable.key]] * 2), variable.key
    for place, lever in enumerate(model.levers):
        assert model.moscow.lever[place] == pytest.approx([documented[f"moscow.lever_{lever}"]] * 2)


@pytest.mark.parametrize(
    ("start", "anchor"),
    [("1992-Q2", "1992-Q1"), ("2014-Q4", "1992-Q1"), ("2015-Q2", "2015-Q1"), ("2020-Q1", "2015-Q1")],
)
def test_any_other_start_is_simulated_from_the_latest_earlier_one(start: str, anchor: str) -> None:
    model = AlignmentModel(load("baseline").set({"start": start, "quarters": 2}))
    assert model.anchor == parse_quarter(anchor)
    assert model.quarter == parse_quarter(start) - 1


def test_history_begun_in_2010_has_the_values_of_2010_to_2014_of_the_whole_history() -> None:
    whole = run("history", [3, 1500])
    late = run(load("history").set({"start": "2010-Q1", "quarters": 20}), [3, 1500])
    assert_same_records(late.records, {key: values[72:] for key, values in whole.records.items()})


def test_a_baseline_begun_a_year_later_has_the_values_of_the_whole_baseline_from_then_on() -> None:
    whole = run(load("baseline").set({"quarters": 24}), [3, 1500])
    late = run(load("baseline").set({"start": "2016-Q1", "quarters": 20}), [3, 1500])
    assert_same_records(late.records, {key: values[4:] for key, values in whole.records.items()})


# -- the same members, whatever the company and the horizon -----------------------------------------------------------
@pytest.mark.parametrize("members", [[17, 90], [90, 17], [17]])
@pytest.mark.parametrize("scenario", ["history", "baseline"])
def test_members_are_the_same_to_the_last_bit_in_any_company(scenario: str, members: list[int]) -> None:
    plan = load(scenario).set({"quarters": 40})
    everybody, few = run(plan, 100), run(plan, members)
    together, apart = state.snapshot(everybody.holders), state.snapshot(few.holders)
    for key, value in apart.items():
        np.testing.assert_array_equal(value, together[key][..., members], err_msg=key)
    assert_same_records(few.records, {key: kept[..., members] for key, kept in everybody.records.items()})


def test_every_term_is_the_same_to_the_last_bit_alone_and_in_company() -> None:
    def terms(members: list[int]) -> list[tuple[str, str, str, float]]:
        seen: list[tuple[str, str, str, float]] = []

        def sink(decision: str, consideration: str, move: str, term: Any) -> None:
            seen.append((decision, consideration, move, float(np.broadcast_to(term, (len(members),))[0])))

        run(load("baseline").set({"quarters": 24}), members, sink=sink)
        return seen

    for member in range(8):
        alone, together = terms([member]), terms([member, 90])
        different = {one[:3] for one, other in zip(alone, together, strict=True) if one != other}
        assert different == set()


def test_an_event_changes_nothing_before_it() -> None:
    plain, war = run(load("baseline").set({"quarters": 20})), run(load("karabakh-escalation").set({"quarters": 20}))
    before = parse_quarter("2018-Q2") - parse_quarter("2015-Q1")
    assert_same_records(
        {key: kept[:before] for key, kept in plain.records.items()},
        {key: kept[:before] for key, kept in war.records.items()},
    )
    assert not np.array_equal(plain.records["world.war_duress"], war.records["world.war_duress"])


# -- seeds ------------------------------------------------------------------------------------------------------------
def test_the_seed_is_the_scenarios_unless_another_is_given_by_either_name() -> None:
    plan = load("baseline").set({"quarters": 12})
    own, by_seed, by_rng = run(plan), run(plan, seed=7), run(plan, rng=7)
    assert_same_records(by_seed.records, by_rng.records)
    assert_same_records(own.records, run(plan, seed=plan.seed).records)
    assert not np.array_equal(own.records["baku.position"], by_seed.records["baku.position"])


def test_seed_nought_is_a_seed_like_any_other() -> None:
    plan = load("baseline").set({"quarters": 6})
    assert_same_records(run(plan, seed=0).records, run(plan.set({"seed": 0})).records)


def test_without_uncertainty_all_members_are_the_same() -> None:
    records = run(load("baseline").set({"uncertainty": "none", "quarters": 12}), 4).records
    for key, kept in records.items():
        assert (kept == kept[..., :1]).all(), key


# -- running and recording --------------------------------------------------------------------------------------------
def test_a_model_runs_for_as_many_quarters_as_its_scenario_and_then_says_so() -> None:
    model = AlignmentModel(load("baseline").set({"quarters": 3}), 2)
    seen = []
    while model.running:
        model.step()
        seen.append((model.quarter, model.running))
    assert seen == [(92, True), (93, True), (94, False)]


def test_records_hold_one_row_per_quarter_of_the_scenario_and_one_column_per_member() -> None:
    model = run(load("history").set({"start": "2010-Q1", "quarters": 5}), 3)
    for key, kept in model.records.items():
        variable = state.BY_KEY.get(key)
        axis = {"lever": (9,), "treaty": (len(model.treaties.ids),)}.get(variable.axis if variable else None, ())
        assert kept.shape == (5, *axis, 3), key
        code = key.startswith("move.") or (variable is not None and variable.unit == "code")
        assert kept.dtype == (np.int8 if code else np.float32), key
        assert np.isfinite(kept).all(), key


def test_state_targets_and_moves_are_recorded() -> None:
    records = run(load("baseline").set({"quarters": 2})).records
    targets = {f"{key}_target" for key in (*state.DRIVERS, "world.oil_price")}
    moves = {f"move.{decision.name}" for decision in all_decisions()}
    assert set(records) == {v.key for v in state.TABLE if v.recorded} | targets | moves


def test_the_record_of_a_quarter_is_the_state_at_its_end() -> None:
    model = AlignmentModel(load("baseline").set({"quarters": 5}), 3)
    for row in range(5):
        model.step()
        np.testing.assert_array_equal(model.records["baku.position"][row], model.baku.position.astype(np.float32))
        np.testing.assert_array_equal(model.records["moscow.lever"][row], model.moscow.lever.astype(np.float32))
        np.testing.assert_array_equal(model.records["world.treaty"][row], model.treaties.status)
        np.testing.assert_array_equal(model.records["move.baku.abroad"][row], model.baku.moves["baku.abroad"])


def test_only_what_is_asked_for_is_kept_and_nothing_else_changes() -> None:
    plan = load("baseline").set({"quarters": 12})
    few, everything = run(plan, record=["baku.position", "move.baku.abroad", "moscow.lever"]), run(plan)
    assert set(few.records) == {"baku.position", "move.baku.abroad", "moscow.lever"}
    assert_same_records(few.records, {key: everything.records[key] for key in few.records})


def test_a_target_is_the_dated_path_and_the_state_is_what_follows_it() -> None:
    plan = load("baseline").set(
        {"uncertainty": "none", "quarters": 4, "world.shield": {"2015-Q1": 0.2, "2015-Q3": 0.8}}
    )
    records = run(plan, 1, rule="nobody-moves").records
    # Targets by hand: half way up in 2015-Q2.
    assert records["world.shield_target"].ravel() == pytest.approx([0.2, 0.5, 0.8, 0.8])
    rate = plan.setting("world.follow_rate").knots[0].value
    second = 0.2 + rate * (0.5 - 0.2)
    third = second + rate * (0.8 - second)
    fourth = third + rate * (0.8 - third)
    assert records["world.shield"].ravel() == pytest.approx([0.2, second, third, fourth], rel=1e-6)


def test_the_printed_quarter_is_the_one_that_runs() -> None:
    steps = quarter_steps()
    assert len(steps) == len(QUARTER) == 9
    names = ("calendar", "treasury", "Ankara", "Brussels", "Washington", "Moscow", "Baku", "consequences", "record")
    assert [step.split(":")[0] for step in steps] == [f"{place}. {name}" for place, name in enumerate(names, start=1)]


def test_an_offer_of_this_quarter_can_be_answered_this_quarter() -> None:
    class Obedient:
        """Moscow invites as soon as it can and Baku joins as soon as it can; everybody else holds."""

        def __call__(self, decision: Decision, ledger: Ledger, open_moves: Any, noise: Any, gumbel: Any) -> Any:
            wish = {"moscow.act": "invite", "baku.abroad": "join"}.get(decision.name)
            members = gumbel.shape[-1]
            if wish is None:
                return np.zeros(members, dtype=np.int8)
            return np.where(np.broadcast_to(open_moves[wish], members), decision.index(wish), 0).astype(np.int8)

    model = AlignmentModel(
        load("baseline").set({"uncertainty": "none", "moscow.drive": 0.9, "quarters": 2}), rule=Obedient()
    )
    model.treaties.status[:] = 0.0  # nothing else is on offer
    bodies = [model.treaties.row[name] for name in ("csto", "eurasian_union")]
    model.step()
    assert model.moscow.moves["moscow.act"].tolist() == [1]
    assert [bool(model.treaties.has(row)[0]) for row in bodies].count(True) == 1  # of two, the one it would rather join


# -- rules and sinks --------------------------------------------------------------------------------------------------
def test_where_nobody_moves_every_decision_takes_its_first_move_in_every_quarter() -> None:
    records = run("history", 5, rule="nobody-moves").records
    moves = {key: kept for key, kept in records.items() if key.startswith("move.")}
    assert len(moves) == len(all_decisions()) == 6
    assert all((kept == 0).all() for kept in moves.values())


def test_where_moves_are_random_every_move_is_made_somewhere() -> None:
    records = run(load("history"), 60, rule="random-moves", record=[f"move.{d.name}" for d in all_decisions()]).records
    for decision in all_decisions():
        made = set(np.unique(records[f"move.{decision.name}"]).tolist())
        assert made == set(range(len(decision.moves))), decision.name


def test_a_rule_may_be_given_as_a_function() -> None:
    asked: list[str] = []

    def noting(decision: Decision, ledger: Ledger, open_moves: Any, noise: Any, gumbel: Any) -> Any:
        asked.append(decision.name)
        return quantal_response(decision, ledger, open_moves, noise, gumbel)

    plan = load("baseline").set({"quarters": 2})
    noted = run(plan, rule=noting)
    assert asked == [decision.name for decision in all_decisions()] * 2
    assert_same_records(noted.records, run(plan).records)


def test_an_unknown_rule_is_refused() -> None:
    with pytest.raises(KeyError, match="stubborn"):
        AlignmentModel("baseline", rule="stubborn")


def test_an_unknown_scenario_is_refused_in_words() -> None:
    with pytest.raises(InputError, match="baselin"):
        AlignmentModel("baselin")


def test_a_sink_hears_every_decision_and_changes_no_choice() -> None:
    plan = load("baseline").set({"quarters": 8})
    terms = Terms()
    assert_same_records(run(plan, sink=terms).records, run(plan).records)
    for decision in all_decisions():
        assert set(decision.moves[1:]) <= set(terms.by_move), decision.name


def test_every_declared_consideration_is_used_by_its_decision_and_no_other() -> None:
    used: dict[str, set[str]] = {}
    run(
        load("baseline").set({"quarters": 1}),
        sink=lambda decision, of, move, term: used.setdefault(decision, set()).add(of),
    )
    assert used == {decision.name: set(decision.considerations) for decision in all_decisions()}


def test_decisions_list_the_moves_in_the_order_of_their_codes() -> None:
    assert AlignmentModel.decisions() == {decision.name: decision.moves for decision in all_decisions()}
    firsts = {moves[0] for moves in AlignmentModel.decisions().values()}
    assert firsts == {"hold", "keep"}


# -- bounds -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("rule", list(RULES))
def test_state_stays_within_its_bounds_whoever_chooses(rule: str) -> None:
    for scenario in ("history", "worst-case"):
        model = AlignmentModel(scenario, 30, rule=rule)
        while model.running:
            model.step()
            assert state.outside_bounds(model.holders) == []


# -- letting go -------------------------------------------------------------------------------------------------------
def test_a_closed_model_is_forgotten_and_its_records_are_kept() -> None:
    model = run(load("baseline").set({"quarters": 2}))
    records, position = model.records, model.records["baku.position"].copy()
    gone = weakref.ref(model)
    model.close()
    del model
    gc.collect()
    assert gone() is None
    np.testing.assert_array_equal(records["baku.position"], position)


def test_a_model_closed_before_it_ran_is_forgotten_too() -> None:
    model = AlignmentModel("baseline", 2)
    baku, gone = weakref.ref(model.baku), weakref.ref(model)
    model.close()
    del model
    gc.collect()
    assert gone() is None and baku() is None


def test_closing_one_model_leaves_others_as_they_were() -> None:
    plan = load("baseline").set({"quarters": 6})
    undisturbed = run(plan).records
    one, other = AlignmentModel(plan, 3), AlignmentModel(plan, 3)
    one.step(), other.step()
    one.close()
    other.run()
    assert_same_records(other.records, undisturbed)


def test_reporters_are_means_and_shares_over_the_members() -> None:
    model = run(load("worst-case").set({"quarters": 30}), 40)
    frame = model.datacollector.get_model_vars_dataframe()
    assert list(frame.columns) == list(REPORTERS) and len(frame) == 30
    assert frame["quarter"].tolist() == [float(quarter) for quarter in range(92, 122)]
    np.testing.assert_allclose(frame["position"], model.records["baku.position"].mean(axis=1), atol=1e-6)
    np.testing.assert_allclose(frame["buffer"], model.records["world.buffer"].mean(axis=1), atol=1e-6)
    np.testing.assert_allclose(frame["trust_in_cover"], model.records["baku.trust_in_cover"].mean(axis=1), atol=1e-6)
    np.testing.assert_allclose(frame["pressure"], model.records["moscow.pressure"].mean(axis=1), atol=1e-6)
    joined = (model.records["baku.outcome"] >= 4).mean(axis=1)  # Eurasian accession or coerced
    np.testing.assert_allclose(frame["accession"], joined)


def test_what_stands_all_along_and_what_nobody_can_make_is_left_out_without_a_trace() -> None:
    # A listener makes the model write every term every quarter; nobody listening, it copies and skips.
    plan = load("baseline").set({"quarters": 12})
    quick, slow = run(plan, 40), run(plan, 40, sink=lambda *heard: None)
    assert_same_records(quick.records, slow.records)
