from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tightrope.errors import InputError
from tightrope.evidence import Knot, Seeds
from tightrope.quarters import parse_quarter
from tightrope.scenario import Scenario, load

Loaded = Callable[..., Scenario]
START = parse_quarter("2015-Q1")


@pytest.fixture
def baseline(seeds: Seeds, shipped: Path) -> Scenario:
    return load("baseline", seeds=seeds, scenarios=shipped)


def refusal(scenario: Scenario, changes: dict[str, Any]) -> list[str]:
    with pytest.raises(InputError) as error:
        scenario.set(changes)
    return str(error.value).split("\n")


def test_a_changed_scenario_differs_in_what_was_changed_and_nothing_else(baseline: Scenario) -> None:
    changed = baseline.set({"moscow.drive": 0.9, "members": 5})
    before, after = baseline.resolved(), changed.resolved()
    assert after.pop("moscow") == {"drive": 0.9}
    assert after.pop("members") == 5
    del before["members"]
    assert after == before
    assert (changed.name, changed.extends) == ("baseline", ())
    assert baseline.members == 2000


def test_what_was_set_by_hand_has_that_as_its_origin(baseline: Scenario) -> None:
    changed = baseline.set({"moscow.drive": 0.9, "seed": 7})
    by_hand = {key for key, origin in changed.origins.items() if origin == "--set"}
    assert by_hand == {"moscow.drive", "seed"}


@pytest.mark.parametrize(
    ("value", "knots"),
    [
        (0.4, (Knot(None, 0.4, 0.4, 0.4),)),
        (np.float64(0.4), (Knot(None, 0.4, 0.4, 0.4),)),
        (np.int64(1), (Knot(None, 1.0, 1.0, 1.0),)),
        (np.float32(0.5), (Knot(None, 0.5, 0.5, 0.5),)),
        ("0.4", (Knot(None, 0.4, 0.4, 0.4),)),
        ("{low: 0.25, high: 0.75}", (Knot(None, 0.5, 0.25, 0.75),)),
        ({"low": np.float64(0.25), "high": 0.75}, (Knot(None, 0.5, 0.25, 0.75),)),
        ({"2016-Q1": 1}, (Knot(START + 4, 1.0, 1.0, 1.0),)),
        ("{fall: 50 %, over: at once}", (Knot(START, 0.4, 0.4, 0.4), Knot(START + 1, 0.2, 0.2, 0.2))),
        ({"fall": "50%", "over": "1 quarter"}, (Knot(START, 0.4, 0.4, 0.4), Knot(START + 1, 0.2, 0.2, 0.2))),
    ],
)
def test_a_value_may_be_python_data_or_text(baseline: Scenario, value: object, knots: tuple[Knot, ...]) -> None:
    assert baseline.set({"washington.engagement": value}).settings["washington.engagement"].knots == knots


def test_the_run_itself_can_be_changed(baseline: Scenario) -> None:
    changed = baseline.set(
        {"start": "2016-Q1", "quarters": "8", "uncertainty": "none", "theory": "satisficing", "seed": 0}
    )
    assert (changed.start, changed.quarters) == (START + 4, 8)
    assert (changed.uncertainty, changed.theory, changed.seed) == ("none", "satisficing", 0)


def test_what_a_shorter_run_leaves_out_is_noted_and_comes_back_with_a_longer_one(baseline: Scenario) -> None:
    short = baseline.set({"quarters": 9})
    assert [knot.quarter for knot in short.settings["washington.engagement"].knots] == [START, START + 16]
    assert "war" not in short.events
    assert short.warnings == (
        "note: baseline.yaml:10: washington.engagement: outside the run, 2015-Q1 to 2017-Q1, "
        "so never reached: 2019-Q1; the path inside is the same",
        "note: baseline.yaml:13: events.war: 2020-Q1 is outside the run, 2015-Q1 to 2017-Q1, so dropped",
    )
    again = short.set({"quarters": 64})
    assert again.resolved() == baseline.resolved()
    assert again.warnings == ()


def test_a_change_that_changes_nothing_is_a_warning(baseline: Scenario) -> None:
    changed = baseline.set({"washington.engagement": {"2015-Q1": 0.4, "2019-Q1": 0.2}, "members": 2000})
    assert changed.warnings == ("warning: --set: washington.engagement: equals what baseline sets; it changes nothing",)


def test_setting_twice_is_setting_both(baseline: Scenario) -> None:
    twice = baseline.set({"moscow.drive": 0.9}).set({"moscow.rapport": 0.1})
    assert twice.resolved() == baseline.set({"moscow.drive": 0.9, "moscow.rapport": 0.1}).resolved()
    assert twice.warnings == ()


HEAD = "start, quarters, members, seed, uncertainty, theory"


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        (
            "mebmers",
            3,
            f"mebmers: unknown key; expected capital.name, or one of {HEAD}; did you mean 'members'?",
        ),
        (
            "engagement",
            1,
            f"engagement: unknown key; expected capital.name, or one of {HEAD}; did you mean 'washington.engagement'?",
        ),
        (
            "end",
            "2020-Q4",
            f"end: unknown key; expected capital.name, or one of {HEAD}; "
            "a run is given its length: did you mean 'quarters'?",
        ),
        ("title", "x", f"title: unknown key; expected capital.name, or one of {HEAD}"),
        (
            "moskow.drive",
            1,
            f"moskow.drive: unknown key; expected capital.name, or one of {HEAD}; did you mean 'moscow.drive'?",
        ),
        (
            "moscow.drve",
            1,
            "moscow.drve: unknown key; expected one of the parameters of moscow; did you mean 'drive'?",
        ),
        (
            "baku.trust_in_cover",
            0.3,
            "baku.trust_in_cover: a state, which moves by rule from its start in seeds/starts.yaml; "
            "expected a parameter: scenarios set no states",
        ),
        (
            "moscow.drive",
            "high",
            "moscow.drive: the text 'high'; expected a number from 0 to 1 (level)",
        ),
        (
            "moscow.drive",
            float("nan"),
            "moscow.drive: not a number is out of range; expected a number from 0 to 1 (level)",
        ),
        (
            "moscow.drive",
            "{low: 0.1",
            "moscow.drive: not readable as YAML (expected ',' or '}', but got '<stream end>'); "
            "expected a value as in a scenario file, such as 0.4 or '{low: 0.1, high: 0.3}'",
        ),
        (
            "moscow.drive",
            {"2014-Q4": 0.1},
            "moscow.drive.2014-Q4: 2014-Q4 is outside the run; expected a quarter from 2015-Q1 to 2030-Q4",
        ),
        (
            "moscow.drive",
            {2015: 0.1},
            "moscow.drive.2015: '2015' is not a quarter; expected a year and a quarter, such as 2015-Q1",
        ),
        ("members", "2.5", "members: 2.5; expected a whole number"),
        (
            "quarters",
            105,
            "quarters: 105 quarters from 2015-Q1 end in 2041-Q1; "
            "expected an end in 2040-Q4 at the latest; at most 104 quarters fit",
        ),
        (
            "theory",
            "x",
            "theory: unknown theory 'x'; expected one of quantal-response, satisficing",
        ),
    ],
)
def test_a_faulty_change_is_refused_as_in_a_file(baseline: Scenario, key: str, value: object, message: str) -> None:
    assert refusal(baseline, {key: value}) == [f"set: {message}"]


def test_all_faulty_changes_are_refused_at_once(baseline: Scenario) -> None:
    found = refusal(baseline, {"zzz": 1, "members": 0, "moscow.drive": 2, "seed": "[1"})
    assert [line.split(": ")[1] for line in found] == ["zzz", "seed", "members", "moscow.drive"]
