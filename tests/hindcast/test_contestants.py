"""What contestants and worlds change, and that they change nothing else."""

from __future__ import annotations

import numpy as np
import pytest

from tightrope.choice import RULES
from tightrope.ensemble import simulate
from tightrope.errors import InputError
from tightrope.evidence import Contestant, World, load_seeds
from tightrope.hindcast.contestants import DEFAULT, NULL, history, scenario_of
from tightrope.numbers import Path
from tightrope.quarters import parse_quarter

SEEDS = load_seeds()
END = parse_quarter("2014-Q4")
WORLDS = {
    f"{pattern.id}/{name}": world for pattern in SEEDS.patterns.values() for name, world in pattern.worlds.items()
}


def test_the_model_itself_and_the_two_that_do_not_reason_are_among_the_contestants():
    assert list(SEEDS.contestants)[:3] == [DEFAULT, NULL, "random-moves"]
    rules = {name: one.rule for name, one in SEEDS.contestants.items() if one.rule}
    assert rules == {"nobody-moves": "nobody-moves", "random-moves": "random-moves"}
    assert set(rules.values()) <= set(RULES)
    assert SEEDS.contestants[DEFAULT].set == {}


def test_every_theory_of_choice_but_the_defaults_is_a_contestant_and_changes_nothing_else():
    rivals = {one.set["theory"]: one for one in SEEDS.contestants.values() if "theory" in one.set}
    assert list(rivals) == [theory for theory in SEEDS.theories if theory != history().theory]
    for theory, one in rivals.items():
        assert (one.id, list(one.set), one.rule) == (theory, ["theory"], "")
        assert scenario_of(one, None, until=END).theory == theory
        world = SEEDS.patterns["P19"].worlds["open"]
        assert scenario_of(one, world, until=END).theory == theory


def test_contestants_are_grouped_by_what_sets_them_apart_and_stand_together():
    groups = [one.group for one in SEEDS.contestants.values()]
    assert list(dict.fromkeys(groups)) == ["", "without reasons", "one cause taken out", "another theory of choice"]
    assert groups == sorted(groups, key=list(dict.fromkeys(groups)).index)


def test_no_two_contestants_have_the_same_letter():
    letters = [one.letter for one in SEEDS.contestants.values()]
    assert len(set(letters)) == len(letters)


@pytest.mark.parametrize("name", SEEDS.contestants)
def test_a_contestant_changes_what_it_says_and_only_that(name):
    plan, base = scenario_of(SEEDS.contestants[name], None, until=END), history()
    changed = {key for key in SEEDS.contestants[name].set if "." in key}
    quarters = range(base.start, base.end + 1)
    different = {key for key in SEEDS.parameters if not plan.setting(key).same_as(base.setting(key), quarters)}
    assert different == changed
    assert (plan.start, plan.end, plan.uncertainty) == (base.start, base.end, "chance")
    assert (plan.seed, plan.events) == (base.seed, base.events)


@pytest.mark.parametrize("key", SEEDS.contestants["without-oil"].set)
def test_without_oil_the_purse_is_held_at_its_average_of_the_years(key):
    path = Path(history().setting(key), None)
    average = np.mean([path.at(quarter) for quarter in range(END + 1)])
    assert SEEDS.contestants["without-oil"].set[key] == pytest.approx(average, rel=0.02)


@pytest.mark.parametrize("name", WORLDS)
def test_a_world_is_history_until_it_parts(name):
    world = WORLDS[name]
    plan, base = scenario_of(SEEDS.contestants[DEFAULT], world, until=END + 8), history()
    parted = 0 if world.since is None else world.since
    for key, value in world.set.items():
        before, now = (Path(one.setting(key), None) for one in (base, plan))
        assert [now.at(q) for q in range(parted)] == pytest.approx([before.at(q) for q in range(parted)])
        assert [now.at(q) for q in range(parted, END + 9)] == [value] * (END + 9 - parted)
    assert not set(plan.settings) - set(world.set) - set(base.settings)


def test_the_runs_of_a_world_are_those_of_history_until_it_parts():
    keys = ["baku.position", "moscow.pressure"]
    world = WORLDS["P19/open"]
    assert world.since is not None
    base = simulate(scenario_of(SEEDS.contestants[DEFAULT], None, until=END), 20, record=keys).records
    other = simulate(scenario_of(SEEDS.contestants[DEFAULT], world, until=END), 20, record=keys).records
    assert all((base[key][: world.since] == other[key][: world.since]).all() for key in keys)
    assert (base["moscow.pressure"] != other["moscow.pressure"]).any()


def test_a_world_changes_what_the_contestant_left_it():
    world = World(says="open", set={"baku.openness": 0.8}, since="2000-Q1")
    open_already = Contestant(id="x", letter="X", name="x", says="open", set={"baku.openness": 0.5}, why="a test")
    path = Path(scenario_of(open_already, world, until=END).setting("baku.openness"), None)
    assert [path.at(parse_quarter(quarter)) for quarter in ("1992-Q1", "1999-Q4", "2000-Q1")] == [0.5, 0.5, 0.8]


def test_a_change_of_something_that_is_not_there_is_refused_with_the_nearest():
    default = SEEDS.contestants[DEFAULT]
    for since in (None, "2000-Q1"):
        world = World(says="a slip", set={"baku.opennes": 0.8}, since=since)
        with pytest.raises(InputError, match=r"baku\.opennes: .* did you mean 'openness'"):
            scenario_of(default, world, until=END)


def test_the_seed_is_historys_unless_another_is_given():
    default = SEEDS.contestants[DEFAULT]
    assert scenario_of(default, None, until=END).seed == history().seed
    assert scenario_of(default, None, until=END, seed=3).seed == 3
