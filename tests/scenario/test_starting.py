"""States are not set, and whoever tries is told what bears on them."""

from __future__ import annotations

import pytest

from tightrope.errors import InputError
from tightrope.evidence import load_seeds
from tightrope.scenario import load
from tightrope.scenario.starting import bearing_on, is_state


@pytest.mark.parametrize(
    ("state", "among"),
    [
        ("baku.memory", {"baku.memory_strength", "baku.memory_decay"}),
        ("baku.trust_in_cover", {"baku.trust_from_engagement", "baku.trust_from_firmness"}),
        ("moscow.lever_brokers", {"moscow.exposure_brokers", "moscow.cost_brokers"}),
        ("world.war_duress", {"world.duress_from_lever"}),
        ("baku.perceived_western_threat", {"baku.threat_per_criticism"}),
    ],
)
def test_a_state_that_is_set_is_refused_with_what_bears_on_it(state: str, among: set[str]) -> None:
    with pytest.raises(InputError) as refusal:
        load("baseline").set({state: 0.3})
    (problem,) = refusal.value.problems
    assert problem.found == "a state, which moves by rule from its start in seeds/starts.yaml"
    words, _, named = problem.fix.partition(": ")
    assert words == "what bears on it" and among <= set(named.split(", ")) <= set(load_seeds().parameters)


def test_every_documented_start_is_of_a_state_and_no_parameter_is() -> None:
    seeds = load_seeds()
    assert all(is_state(key, seeds) for start in seeds.starts.values() for key in start)
    assert not any(is_state(key, seeds) for key in seeds.parameters)


def test_nothing_is_said_of_a_state_on_which_nothing_is_known_to_bear() -> None:
    assert bearing_on("world.reserves", load_seeds()) == ""
