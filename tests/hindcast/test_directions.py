"""Which way the scenarios go, beside which way the documents say they go; and that the judging itself is right.

The everyday form runs few members and asks for the right sign; the slow one runs enough to ask for the interval as
well. What the model is known not to show is listed in ``seeds/directions.yaml`` under ``fails``, and stays listed only
for as long as it fails.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import numpy as np
import pytest

from tightrope.errors import InputError, RunError
from tightrope.evidence import Expectation, load_seeds
from tightrope.hindcast.directions import (
    AGAINST,
    AS_SAID,
    CANNOT_TELL,
    NONE_GIVEN,
    TOO_SMALL,
    DirectionFound,
    judge,
    measure,
    plan_of,
    rows,
    run_directions,
)
from tightrope.quarters import parse_quarter
from tightrope.scenario import load, scenario_names

FEW, ENOUGH = 400, 2000
SEEDS = load_seeds()
EVERY_S = [f"S{number}" for number in range(1, 26)]
JUDGED = [
    pytest.param(direction.id, place, id=f"{direction.id}-{expectation.says}")
    for direction in SEEDS.directions.values()
    for place, expectation in enumerate(direction.expected)
    if expectation.direction != "none given"
]


@cache
def found(members: int) -> Mapping[tuple[str, int], DirectionFound]:
    return {(one.scenario, one.place): one for one in run_directions(members)}


def goes_as_said(one: DirectionFound) -> bool:
    """Whether the middle of the interval lies on the side that was expected."""
    expectation = one.expectation
    above = one.effect > (expectation.level or 0.0)
    if expectation.direction in ("not up", "not down"):
        return one.verdict == AS_SAID
    return above == (expectation.direction in ("up", "above")) and one.verdict not in (AGAINST, TOO_SMALL)


@pytest.mark.slow
@pytest.mark.parametrize(("scenario", "place"), JUDGED)
def test_a_scenario_goes_the_way_the_documents_say_or_is_listed_as_failing(scenario, place):
    one = found(FEW)[scenario, place]
    if one.expectation.fails:
        assert one.verdict != AS_SAID, f"no longer fails: {one}"
    else:
        assert goes_as_said(one), str(one)


def test_with_few_members_most_directions_are_sure_already():
    verdicts = [one.verdict for one in found(FEW).values() if one.expectation.direction != "none given"]
    assert verdicts.count(AS_SAID) >= 0.85 * len(verdicts)


@pytest.mark.slow
@pytest.mark.parametrize(("scenario", "place"), JUDGED)
def test_with_enough_members_the_whole_interval_lies_on_the_side_that_is_expected(scenario, place):
    one = found(ENOUGH)[scenario, place]
    assert (one.verdict == AS_SAID) == (not one.expectation.fails), str(one)


# -- the data -------------------------------------------------------------------------------------------------------
def test_every_scenario_s1_to_s25_has_its_directions():
    assert list(SEEDS.directions) == EVERY_S


@cache
def by_id() -> Mapping[str, str]:
    """The names of the shipped scenarios by id."""
    return {load(name).id: name for name in scenario_names()}


@pytest.mark.parametrize("identifier", EVERY_S)
def test_the_varied_side_is_the_scenario_with_that_id(identifier):
    named = by_id()
    varied = SEEDS.directions[identifier].sides["varied"]
    assert (varied.scenario, varied.set) == (named[identifier], {})


@pytest.mark.parametrize("identifier", EVERY_S)
def test_every_side_is_a_run_and_is_looked_at(identifier):
    direction = SEEDS.directions[identifier]
    named = {name for expectation in direction.expected for name in expectation.sides}
    assert set(direction.sides) <= named | {"varied", "base"}
    for side in direction.sides.values():
        assert plan_of(side, direction.until).end == direction.until


# -- the judging ----------------------------------------------------------------------------------------------------
def expectation(**written: Any) -> Expectation:
    plain = {
        "says": "it",
        "output": "baku.position",
        "when": ["2015-Q1", "2015-Q4"],
        "basis": "ours",
        "direction": "up",
    }
    return Expectation.model_validate({**plain, **written})


def verdict(values: Mapping[str, Any], **written: Any) -> str:
    return judge("S1", 0, expectation(**written), {k: np.array(v, dtype=float) for k, v in values.items()}).verdict


RISEN = {"varied": [0.5, 0.6, 0.55, 0.65], "base": [0.1, 0.2, 0.2, 0.2]}
MIXED = {"varied": [0.5, 0.1, 0.5, 0.1], "base": [0.1, 0.5, 0.1, 0.5]}


@pytest.mark.parametrize(
    ("direction", "risen", "mixed"),
    [
        ("up", AS_SAID, CANNOT_TELL),
        ("down", AGAINST, CANNOT_TELL),
        ("not up", AGAINST, AS_SAID),
        ("not down", AS_SAID, AS_SAID),
        ("none given", NONE_GIVEN, NONE_GIVEN),
    ],
)
def test_a_verdict_follows_from_the_interval_of_the_paired_difference(direction, risen, mixed):
    assert verdict(RISEN, direction=direction) == risen
    assert verdict(MIXED, direction=direction) == mixed


def test_an_effect_smaller_than_the_least_that_counts_is_too_small():
    tiny = {"varied": [0.101, 0.201, 0.301], "base": [0.1, 0.2, 0.3001]}
    assert verdict(tiny, least=0.005) == TOO_SMALL
    assert verdict(tiny, least=0.005, direction="not up") == AS_SAID
    assert verdict(tiny, least=0.0005) == AS_SAID


def test_luck_that_both_sides_share_cancels():
    luck = np.array([0.0, 0.3, 0.6, 0.9])
    one = judge("S1", 0, expectation(), {"varied": luck + 0.1, "base": luck})
    assert (one.effect, one.low, one.high) == pytest.approx((0.1, 0.1, 0.1))
    assert (one.varied, one.base) == pytest.approx((0.55, 0.45))


def test_the_interval_is_the_normal_one_of_the_paired_differences():
    # Differences 0.1 and 0.3: mean 0.2, standard deviation 0.1414 and of the mean 0.1; 90 % is 1.645 of those.
    one = judge("S1", 0, expectation(), {"varied": np.array([0.1, 0.3]), "base": np.zeros(2)})
    assert (one.effect, one.low, one.high) == pytest.approx((0.2, 0.2 - 0.16449, 0.2 + 0.16449), abs=1e-4)


def test_a_size_is_compared_whichever_way_the_effects_go():
    sides = {"varied": [-0.4, -0.5, -0.6], "base": [0.0] * 3, "small": [0.1, 0.12, 0.14]}
    assert verdict(sides, than=["small", "base"], size=True) == AS_SAID
    assert verdict(sides, than=["small", "base"], direction="down") == AS_SAID


def test_a_share_of_one_side_is_held_against_its_level_with_wilsons_interval():
    nobody = {"varied": [0.0] * 100}
    one = judge("S1", 0, expectation(direction="below", level=0.1), {k: np.array(v) for k, v in nobody.items()})
    assert (one.effect, one.low, one.base) == (0.0, 0.0, None)
    assert one.high == pytest.approx(0.0263, abs=1e-3)  # z^2 / (n + z^2) with z = 1.645
    assert one.verdict == AS_SAID
    assert verdict(nobody, direction="above", level=0.1) == AGAINST
    assert verdict(nobody, direction="below", level=0.02) == CANNOT_TELL


# -- what is looked at ----------------------------------------------------------------------------------------------
RECORDS = {
    "baku.position": np.array([[0.1, 0.2], [0.3, 0.2], [0.5, 0.2], [0.1, 0.6]]),
    "moscow.lever": np.arange(4 * len(SEEDS.levers) * 2, dtype=float).reshape(4, len(SEEDS.levers), 2),
    "move.baku.home": np.array([[0, 1], [1, 1], [2, 0], [0, 0]], dtype=np.int8),
}
START = parse_quarter("2015-Q1")


def looked_at(**written: Any) -> list[float]:
    return list(measure(expectation(**written), RECORDS, START, SEEDS))


def test_a_measure_is_one_number_per_member():
    assert looked_at() == pytest.approx([0.25, 0.3])
    assert looked_at(when=["2015-Q2", "2015-Q3"]) == pytest.approx([0.4, 0.2])
    assert looked_at(take="most") == pytest.approx([0.5, 0.6])
    assert looked_at(take="when most") == [2.0, 3.0]
    assert looked_at(output="move.baku.home", counting=["repress", "open up"]) == [0.5, 0.5]
    assert looked_at(output="move.baku.home", counting=["open up"], take="ever") == [1.0, 0.0]
    first = next(iter(SEEDS.levers))
    assert looked_at(output="moscow.lever", which=first, when=["2015-Q1", "2015-Q1"]) == [0.0, 1.0]


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ({"output": "baku.mood"}, "'baku.mood' is no output of the model"),
        ({"output": "moscow.lever"}, "'moscow.lever' has several parts; 'which' says which one is meant"),
        ({"output": "moscow.lever", "which": "levers"}, "'moscow.lever' has no 'levers'; it has karabakh, "),
        (
            {"output": "move.baku.home", "counting": ["purge"]},
            "'move.baku.home' has no 'purge'; it has keep, repress, ",
        ),
        ({"counting": ["up"]}, "'baku.position' has no 'up'; it has no such parts"),
    ],
)
def test_what_the_runs_do_not_have_is_refused(written, message):
    with pytest.raises(RunError) as error:
        looked_at(**written)
    assert str(error.value).startswith(message)


# -- running and showing --------------------------------------------------------------------------------------------
def test_a_run_can_be_limited_repeats_itself_and_tells_how_far_it_is():
    told: list[tuple[int, int]] = []
    first = run_directions(30, 5, lambda done, total: told.append((done, total)), only=["S25"])
    assert [one.scenario for one in first] == ["S25"] * len(SEEDS.directions["S25"].expected)
    assert told == [(30, 60), (60, 60)]
    assert run_directions(30, 5, only=["S25"]) == first
    assert run_directions(30, 6, only=["S25"]) != first


def test_a_run_that_several_scenarios_look_at_answers_each_as_one_of_its_own_would():
    # S6 and S20 both look at the baseline, to different years.
    assert SEEDS.directions["S6"].until != SEEDS.directions["S20"].until
    alone = [one for name in ("S6", "S20") for one in run_directions(30, only=[name])]
    assert run_directions(30, only=["S6", "S20"]) == alone


def test_one_member_is_refused():
    with pytest.raises(InputError) as error:
        run_directions(1)
    assert str(error.value) == "--members: 1 of them; expected at least 2, for one shows no spread"


def test_members_are_the_same_however_many_are_run_at_once(monkeypatch):
    whole = run_directions(30, only=["S25"])
    monkeypatch.setattr("tightrope.hindcast.directions.PIECE", 7)
    assert run_directions(30, only=["S25"]) == whole


def test_rows_are_plain_data():
    (first, second) = rows(run_directions(20, only=["S25"]))
    assert first["scenario"] == "S25"
    assert (first["direction"], first["base"], first["when"]) == ("below 0.2", None, "2015-Q1 to 2016-Q4")
    assert second["output"] == "baku.position"
    assert second["evidence"] == "tactical-drift"
    assert all(isinstance(value, str | float | None) for value in (*first.values(), *second.values()))
