from __future__ import annotations

import pickle
from collections.abc import Callable
from pathlib import Path

import pytest

from tightrope.errors import InputError
from tightrope.evidence import Knot, Seeds, Setting
from tightrope.quarters import parse_quarter
from tightrope.scenario import Event, Scenario, load, scenario_names

Loaded = Callable[..., Scenario]


def q(text: str) -> int:
    return parse_quarter(text)


def test_a_scenario_file_of_that_name_here_or_an_id_is_what_was_probably_meant(
    seeds: Seeds, shipped: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("mine.yaml").write_text("title: Mine\n")
    (shipped / "cheap.yaml").write_text("title: Cheap\nid: S77\nquestion: Cheap?\nextends: baseline\n")
    for wanted, meant in (("mine", "mine.yaml"), ("S77", "cheap")):
        with pytest.raises(InputError, match=f"{wanted}: unknown scenario; .*; did you mean '{meant}'"):
            load(wanted, seeds=seeds, scenarios=shipped)


def test_a_scenario_says_what_its_file_says(seeds: Seeds, shipped: Path) -> None:
    baseline = load("baseline", seeds=seeds, scenarios=shipped)
    assert (baseline.name, baseline.title, baseline.question) == (
        "baseline",
        "Baseline",
        "What if nothing changes?",
    )
    assert (baseline.start, baseline.quarters, baseline.end) == (q("2015-Q1"), 64, q("2030-Q4"))
    assert (baseline.members, baseline.seed) == (2000, 1)
    assert (baseline.uncertainty, baseline.theory) == ("full", "quantal-response")
    assert (baseline.id, baseline.extends, baseline.notes) == ("", (), {"notice": "nothing"})
    assert baseline.warnings == ()


def test_a_setting_is_the_scenarios_own_or_else_that_of_the_seeds(seeds: Seeds, shipped: Path) -> None:
    baseline = load("baseline", seeds=seeds, scenarios=shipped)
    path = Setting((Knot(q("2015-Q1"), 0.4, 0.4, 0.4), Knot(q("2019-Q1"), 0.2, 0.2, 0.2)))
    assert baseline.settings == {"washington.engagement": path}
    assert baseline.setting("washington.engagement") == path
    assert baseline.setting("world.oil_price") == seeds.parameters["world.oil_price"].setting
    with pytest.raises(KeyError):
        baseline.setting("world.oil_prise")


def test_an_event_takes_from_its_kind_what_it_does_not_say(seeds: Seeds, shipped: Path) -> None:
    events = load("baseline", seeds=seeds, scenarios=shipped).events
    assert events == {
        "scandal": Event("scandal", q("2016-Q1"), "broker_scandal", 0.25, 1),
        "war": Event("war", q("2020-Q1"), "karabakh_escalation", 0.9, 3),
    }


def test_a_child_takes_over_all_but_what_speaks_of_the_file_itself(loaded: Loaded) -> None:
    child = loaded("extends: baseline\nid: S1\n")
    assert (child.title, child.question, child.id, child.notes) == ("Mine", "What if?", "S1", {})
    assert (child.members, child.theory) == (2000, "quantal-response")
    assert set(child.settings) == {"washington.engagement"}
    assert set(child.events) == {"scandal", "war"}
    assert child.extends == ("baseline",)


def test_chains_are_followed_to_the_root(loaded: Loaded) -> None:
    child = loaded("extends: hard-moscow\nquarters: 8\n")
    assert child.extends == ("hard-moscow", "baseline")
    assert child.quarters == 8
    assert child.settings["moscow.drive"].knots == (Knot(None, 0.9, 0.9, 0.9),)


def test_extends_may_be_a_path_relative_to_the_file(loaded: Loaded, tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "a.yaml").write_text("title: A\nquestion: A?\nextends: ./b.yaml\nseed: 5\n")
    (tmp_path / "sub" / "b.yaml").write_text("title: B\nquestion: B?\nextends: baseline\nmembers: 7\n")
    child = loaded("extends: sub/a.yaml\n")
    assert (child.seed, child.members) == (5, 7)
    assert child.extends == ("a", "b", "baseline")
    assert child.origins["members"] == "sub/b.yaml:4"


def test_a_childs_path_or_range_replaces_the_parents_whole(loaded: Loaded) -> None:
    child = loaded("extends: baseline\nwashington:\n  engagement: {2016-Q1: 0.1}\n")
    assert child.settings["washington.engagement"].knots == (Knot(q("2016-Q1"), 0.1, 0.1, 0.1),)


def test_a_range_of_a_scenario_is_drawn_as_the_parameter_is(loaded: Loaded) -> None:
    child = loaded("extends: baseline\nmoscow:\n  drive: {low: 0.5, high: 0.75}\n")
    assert child.settings["moscow.drive"] == Setting((Knot(None, 0.625, 0.5, 0.75),), "uniform")


def test_events_merge_by_name_and_null_removes_one(loaded: Loaded) -> None:
    child = loaded(
        "extends: baseline\nevents:\n  war: null\n"
        "  scandal: {quarter: 2017-Q1, event: broker_scandal, severity: 1}\n"
        "  more: {quarter: 2030-Q4, event: karabakh_escalation}\n"
    )
    assert child.events == {
        "scandal": Event("scandal", q("2017-Q1"), "broker_scandal", 1.0, 1),
        "more": Event("more", q("2030-Q4"), "karabakh_escalation", 0.5, 2),
    }
    assert "events.war" not in child.origins


def test_every_value_has_its_origin(loaded: Loaded) -> None:
    child = loaded("extends: hard-moscow\nseed: 5\nevents:\n  war: {quarter: 2021-Q1, event: broker_scandal}\n")
    assert child.origins == {
        "start": "baseline.yaml:3",
        "quarters": "baseline.yaml:4",
        "members": "baseline.yaml:5",
        "seed": "x.yaml:4",
        "uncertainty": "baseline.yaml:7",
        "theory": "baseline.yaml:8",
        "washington.engagement": "baseline.yaml:10",
        "moscow.drive": "hard-moscow.yaml:5",
        "events.scandal": "baseline.yaml:12",
        "events.war": "x.yaml:6",
    }


def test_only_what_differs_from_the_seeds_within_the_run_is_a_setting(loaded: Loaded) -> None:
    # The seeds' path is flat at 0.2 from 2014-Q4 on.
    child = loaded("extends: baseline\nwashington:\n  engagement: {2016-Q1: 0.2}\n")
    assert child.settings == {}
    assert child.origins["washington.engagement"] == "x.yaml:5"


def test_a_results_folder_loads_as_the_scenario_in_it_under_the_folders_name(
    loaded: Loaded, seeds: Seeds, shipped: Path
) -> None:
    scenario = loaded("extends: hard-moscow\n")
    folder = Path("results") / "my-run"
    folder.mkdir(parents=True)
    (folder / "scenario.yaml").write_text(scenario.to_yaml())
    for wanted in (folder, str(folder), folder / "scenario.yaml"):
        again = load(wanted, seeds=seeds, scenarios=shipped)
        assert again.name == "my-run"
        assert again.resolved() == scenario.resolved()


def test_a_shipped_name_comes_before_a_folder_of_that_name(loaded: Loaded, seeds: Seeds, shipped: Path) -> None:
    loaded("extends: baseline\n")
    Path("baseline").mkdir()
    assert load("baseline", seeds=seeds, scenarios=shipped).title == "Baseline"


def test_names_of_shipped_scenarios_come_in_order(shipped: Path) -> None:
    assert scenario_names(scenarios=shipped) == ["baseline", "hard-moscow"]


def test_a_scenario_travels_to_a_worker_process_and_is_the_same_there(seeds: Seeds, shipped: Path) -> None:
    scenario = load("baseline", seeds=seeds, scenarios=shipped)
    there = pickle.loads(pickle.dumps(scenario))
    assert there == scenario
    assert there.setting("world.oil_price") == scenario.setting("world.oil_price")
    assert there.set({"members": 3}).members == 3


EXPECTED = "a shipped scenario's name, a scenario file or a results folder"
LIST = "`tightrope scenario list` lists the shipped ones"


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        ("baselin", f"baselin: unknown scenario; expected {EXPECTED}; did you mean 'baseline'?"),
        ("zzz", f"zzz: unknown scenario; expected {EXPECTED}; {LIST}"),
        ("none.yaml", "none.yaml: no such file; expected a readable YAML file"),
        (Path("none"), f"none: no such file or folder; expected {EXPECTED}"),
        ("./none", f"./none: no such file or folder; expected {EXPECTED}"),
        (
            "scenarios/baselin",
            f"scenarios/baselin: no such file or folder; expected {EXPECTED}; did you mean 'scenarios/baseline.yaml'?",
        ),
        ("results/frst", f"results/frst: no such file or folder; expected {EXPECTED}; did you mean 'results/first'?"),
        ("empty", f"empty: a folder without scenario.yaml; expected {EXPECTED}"),
        ("n" * 500, f"{'n' * 500}: unknown scenario; expected {EXPECTED}; {LIST}"),
    ],
)
def test_what_is_not_there_is_refused_with_the_nearest_name(
    tmp_path: Path, seeds: Seeds, shipped: Path, monkeypatch: pytest.MonkeyPatch, wanted: str, message: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("empty").mkdir()
    Path("results/first").mkdir(parents=True)
    Path("results/first/scenario.yaml").touch()
    with pytest.raises(InputError) as error:
        load(wanted, seeds=seeds, scenarios=shipped)
    assert str(error.value) == message
