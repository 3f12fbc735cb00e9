"""A member's story, against what the model's rules give when they are worked out beside it."""

from __future__ import annotations

import functools
import itertools
from pathlib import Path

import numpy as np
import pytest
from tests.small_runs import short

from tightrope.ensemble import simulate
from tightrope.explanation import Story, tell
from tightrope.explanation.story import ABROAD
from tightrope.luck import Luck
from tightrope.model import all_decisions
from tightrope.outcomes import OUTCOMES
from tightrope.quarters import parse_quarter
from tightrope.scenario import load

MEMBER, JOINED = 3, parse_quarter("1993-Q3")


@functools.cache
def history() -> Story:
    return tell(load("history"), MEMBER, name="history", spread="all luck")[0]


@functools.cache
def records() -> dict[str, np.ndarray]:
    """The records of that member, from an ensemble that nobody watched; shape (quarters, ...)."""
    ensemble = simulate(load("history"), [1, MEMBER])
    return {key: values[..., 1] for key, values in ensemble.records.items()}


def number(key: str) -> float:
    """A parameter, the same for every member where only luck is drawn."""
    return load("history").setting(f"baku.{key}").knots[0].value


def joining():
    return history().at(JOINED).weighing(ABROAD)


def size(name: str) -> float:
    return next(part.size for part in joining().parts if part.consideration == name)


# -- the joining of 1993, term by term --------------------------------------------------------------------------------
def test_duress_speaks_for_joining_with_its_weight_times_duress_times_what_the_treaty_protects():
    duress = history().at(JOINED).state["duress"]
    protects = load("history").seeds.treaties["cst"].content.security
    assert duress > 0.7
    assert size("duress") == pytest.approx(number("weight_duress") * duress * protects)


def test_memory_speaks_against_joining_by_as_much_more_as_it_fears_a_body_more_than_an_assurance():
    memory = records()["baku.memory"][JOINED - 1]  # what was remembered before the joining renewed it
    faded = memory * (1.0 - number("memory_decay") / 4)
    depth = load("history").seeds.treaties["cst"].depth
    of_body = number("memory_of_any_body") + (1.0 - number("memory_of_any_body")) * depth
    expected = -number("weight_memory") * faded * (of_body - number("memory_of_deals"))
    assert size("memory") == pytest.approx(expected, rel=1e-4)  # records are kept as float32


def test_symmetry_speaks_for_the_assurance_alone():
    assert size("symmetry") == pytest.approx(-number("weight_symmetry") * number("symmetry_of_assurance"))


def test_chance_is_the_difference_of_two_draws_times_the_noise():
    plan = load("history")
    moves = next(d.moves for d in all_decisions() if d.name == ABROAD)
    drawn = Luck(plan.seed, [MEMBER], plan.start, plan.quarters).gumbel(ABROAD, moves)[JOINED, :, 0]
    noise = number("decision_noise") * plan.setting("world.noise_scale").knots[0].value
    one = joining()
    assert (one.move, one.nearest) == ("join", "assurance")
    assert one.chance == pytest.approx(noise * (drawn[moves.index("join")] - drawn[moves.index("assurance")]))


def test_the_parts_add_up_and_so_do_the_options():
    one = joining()
    assert sum(part.size for part in one.parts) == pytest.approx(one.difference)
    assert one.difference + one.chance == pytest.approx(one.margin)
    for option in one.options:
        assert sum(option.terms.values()) == pytest.approx(option.value)


def test_the_treaty_joined_is_named_and_what_it_requires_is_entered_with_it():
    assert joining().target == "cst"
    treaties = [(h.subject, h.before, h.after) for h in history().at(JOINED).happenings if h.kind == "treaty"]
    assert treaties == [("cis", "on offer", "member"), ("cst", "on offer", "member")]


def test_a_body_that_closes_is_told_as_an_offer_that_lapses_or_as_talks_that_end():
    told = [h for moment in history().moments for h in moment.happenings if h.after == "closed"]
    ends = {"on offer": "the offer lapses.", "sought or in talks": "the talks end without a contract."}
    assert told and all(h.says.endswith(f": {ends[h.before]}") for h in told)
    assert not any("until now" in h.says for moment in history().moments for h in moment.happenings)


# -- the whole story --------------------------------------------------------------------------------------------------
def test_a_story_has_every_quarter_with_every_decision_and_the_outcomes_and_states_of_the_records():
    plan, found = load("history"), history()
    assert [moment.quarter for moment in found.moments] == list(range(plan.start, plan.start + plan.quarters))
    for row, moment in enumerate(found.moments):
        assert [one.decision for one in moment.weighings] == [d.name for d in all_decisions()]
        assert moment.outcome == OUTCOMES[int(records()["baku.outcome"][row])]
        assert moment.state["position"] == pytest.approx(records()["baku.position"][row], abs=1e-6)
        assert moment.state["pressure"] == pytest.approx(records()["moscow.pressure"][row], abs=1e-6)


def test_the_moves_of_a_story_are_those_of_the_records():
    for decision in all_decisions():
        moves = [moment.weighing(decision.name).move for moment in history().moments]
        assert moves == [decision.moves[int(code)] for code in records()[f"move.{decision.name}"]]


def test_every_change_of_outcome_is_told_once():
    codes = records()["baku.outcome"].astype(int)
    expected = [
        (row, OUTCOMES[before], OUTCOMES[after])
        for row, (before, after) in enumerate(itertools.pairwise(codes), start=1)
        if before != after
    ]
    told = [
        (row, h.before, h.after)
        for row, moment in enumerate(history().moments)
        for h in moment.happenings
        if h.kind == "outcome"
    ]
    assert told == expected and len(told) > 2


def test_every_event_of_the_scenario_is_told_in_its_quarter():
    told = {h.subject: moment.quarter for moment in history().moments for h in moment.happenings if h.kind == "event"}
    assert told == {event.name: event.quarter for event in load("history").events.values()}


def test_a_broker_that_falls_is_told_where_his_strength_breaks():
    # One of the first members removes a broker in 1992-2014 and has him fall.
    for member in range(40):
        story, _ = tell(load("history"), member)
        fallen = [(moment, h) for moment in story.moments for h in moment.happenings if h.kind == "broker"]
        if fallen:
            break
    moment, fall = fallen[0]
    assert moment.weighing("baku.home").move == "remove a broker"
    assert fall.says == "The lesser power broker falls."


def test_a_story_that_starts_late_does_not_take_earlier_changes_for_its_own():
    plan = load("history").set({"start": "1994-Q1", "quarters": 2})
    story, _ = tell(plan, MEMBER)
    first = story.moments[0]
    assert first.outcome == "coerced"
    assert not [h for h in first.happenings if h.kind in ("treaty", "outcome") and h.after in ("member", "coerced")]


def test_a_member_tells_the_same_story_in_company():
    alone, _ = tell(short(), 17)
    together, found = tell(short(), 17, [4, 90])
    assert alone.moments == together.moments
    assert found["baku.position"].shape[-1] == 3


def test_weights_drawn_from_the_ends_of_their_ranges_are_unusual_and_only_where_they_are_drawn():
    story, _ = tell(short(), 17)
    assert story.unusual
    for one in story.unusual:
        assert one.quantile <= 0.05 or one.quantile >= 0.95
        # The inverse of the triangular distribution, worked out from the value.
        low, mode, high = one.low, short().setting(one.key).knots[0].value, one.high
        below = (one.value - low) ** 2 / ((high - low) * (mode - low))
        above = 1.0 - (high - one.value) ** 2 / ((high - low) * (high - mode))
        assert one.quantile == pytest.approx(below if one.value < mode else above)
    assert tell(short(uncertainty="chance"), 17)[0].unusual == ()


def test_a_story_can_be_cut_down_to_a_quarter():
    cut = history().only(JOINED)
    assert cut.moments == (history().at(JOINED),)
    assert cut.member == history().member


@pytest.mark.slow
def test_telling_a_story_leaves_the_results_folder_as_it_is(tmp_path: Path):
    import tightrope as tr

    tr.run("baseline", members=3, quarters=3).save(tmp_path / "run")
    before = {path: path.read_bytes() for path in sorted((tmp_path / "run").rglob("*")) if path.is_file()}
    tr.explain(tmp_path / "run", member=1)
    assert {path: path.read_bytes() for path in sorted((tmp_path / "run").rglob("*")) if path.is_file()} == before
