from __future__ import annotations

import json

import pytest

from tightrope.cli.starter import starter
from tightrope.scenario import load, scenario_names

GOOD = "title: Good\nquestion: Is it?\nextends: baseline\nquarters: 8\nwashington:\n  engagement: 0.4\n"
IDLE = "title: Idle\nquestion: Is it?\nextends: baseline\nworld:\n  oil_price: 99\n"
BAD = "title: Bad\nquestion: Is it?\nextends: baseline\nquaters: 8\nwashington:\n  engagement: 4\n"


@pytest.fixture
def files(tmp_path):
    for name, text in (("good", GOOD), ("idle", IDLE), ("bad", BAD)):
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    return tmp_path


def flat(text: str) -> str:
    return " ".join(text.split())


def test_list_shows_every_shipped_scenario_with_its_question(tightrope):
    result = tightrope("scenario", "list")
    assert result.exit_code == 0
    for name in scenario_names():
        assert name in result.stdout
    assert load("baseline").question in flat(result.stdout)


def test_list_as_json_has_one_entry_for_each_scenario(tightrope):
    entries = json.loads(tightrope("scenario", "list", "--json").stdout)
    assert [entry["name"] for entry in entries] == scenario_names()
    baseline = next(entry for entry in entries if entry["name"] == "baseline")
    assert (baseline["start"], baseline["end"]) == ("2015-Q1", "2030-Q4")
    assert baseline["question"] == load("baseline").question


def test_show_says_where_every_value_was_written(files, tightrope):
    result = tightrope("scenario", "show", "good.yaml")
    assert result.exit_code == 0
    lines = [flat(line) for line in result.stdout.splitlines()]
    assert "Good (good)" in lines
    assert "Extends baseline." in lines
    assert "quarters 8 (to 2016-Q4) good.yaml:4" in lines
    origin = load("baseline").origins["members"]
    assert f"members {load('baseline').members} {origin}" in lines
    (changed,) = (line for line in lines if line.startswith("washington.engagement"))
    assert changed.startswith("washington.engagement 0.4 level 1992-Q1")
    assert changed.endswith("good.yaml:6")


def test_show_says_from_where_a_start_between_the_documented_ones_is_simulated(files, tightrope):
    (files / "later.yaml").write_text(GOOD.replace("quarters: 8", "start: 2010-Q2\nquarters: 8"), encoding="utf-8")
    lines = [flat(line) for line in tightrope("scenario", "show", "later.yaml").stdout.splitlines()]
    (place,) = (place for place, line in enumerate(lines) if line.startswith("start"))
    assert lines[place : place + 2] == [
        "start 2010-Q2 (no documented start: simulated from 1992-Q1, the latest one before later.yaml:4",
        "it)",
    ]
    lines = [flat(line) for line in tightrope("scenario", "show", "good.yaml").stdout.splitlines()]
    assert f"start 2015-Q1 {load('baseline').origins['start']}" in lines


def test_show_prints_what_to_notice_and_to_try(tightrope):
    said = flat(tightrope("scenario", "show", "baseline").stdout)
    notes = load("baseline").notes
    assert f"Things to notice: {flat(notes['notice'])}" in said
    assert f"Things to try: {flat(notes['try'])}" in said


def test_show_lists_events_with_their_kind_and_place(tightrope):
    said = flat(tightrope("scenario", "show", "history").stdout)
    event = load("history").events["war_in_georgia"]
    assert f"war_in_georgia 2008-Q3 {event.kind}" in said
    assert load("history").origins["events.war_in_georgia"] in said


def test_show_all_adds_every_number_of_the_seeds_with_its_place(tightrope):
    brief = tightrope("scenario", "show", "baseline").stdout
    whole = tightrope("scenario", "show", "baseline", "--all").stdout
    assert "seeds/parameters/" not in brief
    plan = load("baseline")
    for key in plan.seeds.parameters:
        assert f"{key} = " in whole or key in plan.settings
    assert "seeds/parameters/washington.yaml:" in whole


def test_show_as_yaml_is_a_file_that_says_the_same(files, tightrope):
    text = tightrope("scenario", "show", "good.yaml", "--yaml").stdout
    (files / "again.yaml").write_text(text, encoding="utf-8")
    assert "extends" not in text
    assert load(files / "again.yaml").resolved() == load(files / "good.yaml").resolved()


def test_show_as_json_has_values_and_origins(files, tightrope):
    data = json.loads(tightrope("scenario", "show", "good.yaml", "--json").stdout)
    assert data["washington"] == {"engagement": 0.4}
    assert data["origins"]["washington.engagement"] == "good.yaml:6"
    assert data["extends"] == ["baseline"]


def test_show_of_an_unknown_name_is_refused_with_the_nearest(tightrope):
    result = tightrope("scenario", "show", "baselin")
    assert result.exit_code == 2
    assert result.stderr.startswith("baselin: unknown scenario; expected")
    assert "did you mean 'baseline'?" in result.stderr
    far = tightrope("scenario", "show", "nonesuch").stderr
    assert "results folder; `tightrope scenario list` lists the shipped ones\n" in far


def test_check_of_a_sound_file_says_ok(files, tightrope):
    result = tightrope("scenario", "check", "good.yaml", "baseline")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "ok: good.yaml\nok: baseline\n", "")


def test_check_prints_warnings_apart_from_the_verdict(files, tightrope):
    result = tightrope("scenario", "check", "idle.yaml")
    assert (result.exit_code, result.stdout) == (0, "ok: idle.yaml\n")
    assert result.stderr.startswith("warning: idle.yaml:5: world.oil_price: equals what baseline sets")


def test_check_prints_every_problem_of_every_file_and_the_sound_ones_as_ok(files, tightrope):
    result = tightrope("scenario", "check", "bad.yaml", "good.yaml", "none.yaml")
    assert result.exit_code == 2
    assert result.stdout == "ok: good.yaml\n"
    lines = result.stderr.splitlines()
    assert [line.partition(": ")[0] for line in lines[:3]] == ["bad.yaml:4:1", "bad.yaml:6:3", "none.yaml"]
    assert lines[3:] == ["Refused: 3 problems; nothing was run or written."]


def test_check_as_json_has_problems_and_warnings_by_file_and_the_same_exit_status(files, tightrope):
    result = tightrope("scenario", "check", "bad.yaml", "idle.yaml", "--json")
    assert result.exit_code == 2
    bad, idle = json.loads(result.stdout)
    assert (bad["file"], bad["ok"], len(bad["problems"])) == ("bad.yaml", False, 2)
    assert (bad["problems"][0]["line"], bad["problems"][0]["column"]) == (4, 1)
    assert (idle["ok"], idle["problems"], len(idle["warnings"])) == (True, [], 1)


def test_schema_is_json_for_editors(tightrope):
    schema = json.loads(tightrope("scenario", "schema").stdout)
    assert "engagement" in schema["properties"]["washington"]["properties"]


def test_new_writes_a_file_that_loads_and_lacks_only_a_question_of_its_own(files, tightrope):
    result = tightrope("scenario", "new", "dear-oil")
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "Written: dear-oil.yaml",
        "Edit it, then: tightrope scenario check dear-oil.yaml",
        "For an editor's help with it: tightrope scenario schema > tightrope.schema.json",
    ]
    text = (files / "dear-oil.yaml").read_text(encoding="utf-8")
    assert text.startswith("# yaml-language-server: $schema=tightrope.schema.json\n")
    plan = load(files / "dear-oil.yaml")
    unasked = "warning: dear-oil.yaml:4: question: still that of the template; say what this scenario asks"
    assert (plan.title, plan.extends, len(plan.warnings)) == ("Dear oil", ("baseline",), 1)
    checked = tightrope("scenario", "check", "dear-oil.yaml")
    assert (checked.exit_code, checked.stdout, checked.stderr) == (0, "ok: dear-oil.yaml\n", f"{unasked}\n")
    (files / "dear-oil.yaml").write_text(text.replace("What happens if ...?", "Who gains?"), encoding="utf-8")
    assert tightrope("scenario", "check", "dear-oil.yaml").stderr == ""


@pytest.mark.parametrize("name", scenario_names())
def test_whatever_a_starter_file_holds_as_a_comment_can_be_switched_on(name, tmp_path):
    lines = starter(load(name), "mine", name).split("\n")
    first = next(place for place, line in enumerate(lines) if line.startswith("# start:"))
    legal = ("# start", "# quarters", "# members", "# seed", "# uncertainty", "# theory", "# events", "# notes")
    legal += ("# washington", "# brussels", "# moscow", "# world", "#   engagement", "#   criticism", "#   drive")
    legal += ("#   oil_price", "#   flare_up", "#   notice", "#   try")
    switched = [line[2:] if line.startswith(legal) else line for line in lines[first:]]
    assert switched != lines[first:]
    (tmp_path / "mine.yaml").write_text("\n".join(lines[:first] + switched), encoding="utf-8")
    plan = load(tmp_path / "mine.yaml")
    assert "flare_up" in plan.events
    assert "world.oil_price" in plan.settings


def test_new_extends_a_file_by_the_path_from_the_new_one(files, tightrope):
    (files / "inner").mkdir()
    assert tightrope("scenario", "new", "inner/child", "--extends", "good.yaml").exit_code == 0
    plan = load(files / "inner" / "child.yaml")
    assert plan.extends == ("good", "baseline")
    assert tightrope("scenario", "new", "sibling", "--extends", "good.yaml").exit_code == 0
    assert "extends: ./good.yaml" in (files / "sibling.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("good",), "good.yaml: a file that exists already; it is left as it is; expected a new name"),
        (("baseline",), "baseline.yaml: the name of a shipped scenario; expected another name"),
        (("no/where",), "no/where.yaml: no folder no; expected a folder that exists"),
        (("a b",), "a b.yaml: not a name for a scenario; expected letters, digits and hyphens"),
        (("mine", "--extends", "baselin"), "baselin: unknown scenario; expected"),
    ],
)
def test_new_refuses_what_it_cannot_write_and_writes_nothing(words, said, files, tightrope):
    before = {path: path.read_bytes() for path in files.iterdir()}
    result = tightrope("scenario", "new", *words)
    assert result.exit_code == 2
    assert result.stderr.startswith(said)
    assert {path: path.read_bytes() for path in files.iterdir()} == before
