from __future__ import annotations

import re

import pytest

from tightrope.locate import data_folder
from tightrope.scenario import load, scenario_names

LINES = 40
"""Under a screen."""
WIDTH = 130

UNNUMBERED = {"baseline", "history"}
EVERY_ID = {f"S{number}" for number in range(1, 26)}

every_scenario = pytest.mark.parametrize("name", scenario_names())


@every_scenario
def test_a_shipped_scenario_loads_and_nothing_in_it_is_idle(name):
    assert load(name).warnings == ()


@every_scenario
def test_a_shipped_scenario_asks_a_question_and_says_what_to_notice_and_to_try(name):
    scenario = load(name)
    assert scenario.title
    assert scenario.question.endswith("?")
    assert set(scenario.notes) == {"notice", "try"}
    assert all(note.endswith(".") for note in scenario.notes.values())


@every_scenario
def test_a_shipped_scenario_is_under_a_screen_and_points_editors_to_the_schema(name):
    lines = (data_folder("scenarios") / f"{name}.yaml").read_text(encoding="utf-8").splitlines()
    assert len(lines) <= LINES
    assert max(map(len, lines)) <= WIDTH
    assert lines[0] == "# yaml-language-server: $schema=../docs/scenario.schema.json"


@every_scenario
def test_a_shipped_scenario_has_a_name_of_words(name):
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", name)


def test_each_of_the_scenarios_s1_to_s25_is_there_once():
    ids = {name: load(name).id for name in scenario_names()}
    assert {name for name, identifier in ids.items() if not identifier} == UNNUMBERED
    numbered = sorted(identifier for identifier in ids.values() if identifier)
    assert numbered == sorted(EVERY_ID)


@pytest.mark.parametrize("name", sorted(set(scenario_names()) - UNNUMBERED))
def test_a_numbered_scenario_varies_something_and_no_more_than_it_must(name):
    scenario = load(name)
    above = load(scenario.extends[0])
    changed = {key for key in scenario.settings if scenario.settings[key] != above.settings.get(key)}
    assert changed or scenario.events != above.events
    # What it asks about stays visible: the seed, the members and the theory are those of what it extends.
    for key in ("seed", "members", "theory", "uncertainty", "start"):
        assert getattr(scenario, key) == getattr(above, key)
