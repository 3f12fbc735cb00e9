from __future__ import annotations

import pytest

import tightrope as tr
from tightrope import face
from tightrope.ensemble import simulate
from tightrope.quarters import parse_quarter


def test_every_public_name_is_there_and_listed():
    for name in tr.__all__:
        assert getattr(tr, name) is not None
    assert set(tr.__all__) <= set(dir(tr))
    assert set(tr.__all__) == set(tr._HOME)


def test_names_are_those_of_the_modules_they_come_from():
    from tightrope.errors import InputError
    from tightrope.scenario import scenario_names

    assert tr.InputError is InputError
    assert tr.scenario_names is scenario_names


def test_an_unknown_name_is_an_attribute_error_like_any_other():
    with pytest.raises(AttributeError, match="module 'tightrope' has no attribute 'compair'"):
        tr.compair  # noqa: B018


def test_the_version_is_known():
    assert tr.__version__ == tr.version()
    assert tr.__version__[0].isdigit()


def test_a_run_has_the_members_quarters_and_numbers_that_were_asked_for():
    run = tr.run("baseline", members=3, seed=5, quarters=4, set={"washington.engagement": 0.5})
    assert run.data.sizes["member"] == 3
    assert list(run.data["quarter"].values) == ["2015-Q1", "2015-Q2", "2015-Q3", "2015-Q4"]
    assert run.scenario.seed == 5
    assert run.scenario.setting("washington.engagement").at(92).value == 0.5
    assert run.name == "baseline"


def test_members_by_index_are_the_same_members_as_in_an_ensemble():
    everyone = tr.run("baseline", members=4, quarters=4)
    two = tr.run("baseline", members=[1, 3], quarters=4)
    assert list(two.data["member"].values) == [1, 3]
    assert (two.data["baku.position"].values == everyone.data["baku.position"].values[[1, 3]]).all()


def test_a_loaded_scenario_and_its_name_give_the_same_run():
    plan = tr.load("baseline").set({"members": 2, "quarters": 3})
    by_name = tr.run("baseline", members=2, quarters=3)
    assert (tr.run(plan).data["baku.position"].values == by_name.data["baku.position"].values).all()


def test_record_limits_what_is_kept():
    run = tr.run("baseline", members=2, quarters=2, record=["baku.position"])
    assert "baku.position" in run.data
    assert "world.reserves" not in run.data


def test_progress_is_told_how_many_members_are_done():
    told: list[tuple[int, int]] = []
    tr.run("baseline", members=3, quarters=2, progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (3, 3)


def test_a_refused_change_raises_before_anything_runs():
    with pytest.raises(tr.InputError, match=r"did you mean 'engagement'?"):
        tr.run("baseline", set={"washington.engagment": 0.5})


def test_a_results_folder_is_a_scenario_with_the_numbers_of_its_run(tmp_path):
    run = tr.run("baseline", members=2, quarters=2, set={"washington.engagement": 0.5})
    run.save(tmp_path / "changed")
    plan = face.plan_of(tmp_path / "changed")
    assert plan.setting("washington.engagement").at(92).value == 0.5
    assert plan.warnings == ()


def test_explain_gives_a_story_a_quarter_of_one_or_a_summary():
    story = tr.explain("control", member=3)
    assert (story.name, story.member, len(story.moments)) == ("control", 3, tr.load("control").quarters)
    cut = tr.explain("control", member=3, quarter="2015-Q2")
    assert cut.moments == (story.at(parse_quarter("2015-Q2")),)
    summary = tr.explain(tr.load("control").set({"members": 4, "quarters": 3}))
    assert (summary.members, summary.of, summary.last - summary.first) == (4, 4, 2)


@pytest.mark.slow
def test_explain_takes_a_run_of_this_session_or_one_that_was_opened_and_leaves_it_open(tmp_path):
    run = tr.run("control", members=[2, 9], quarters=3)
    run.save(tmp_path / "few")
    opened = tr.open_run(tmp_path / "few")
    stories = [tr.explain(given, member=9) for given in (run, opened, tmp_path / "few", str(tmp_path / "few"))]
    assert all(story.moments == stories[0].moments for story in stories)
    assert opened.data["baku.position"].values.shape == (2, 3)
    opened.close()
    with pytest.raises(tr.InputError, match="expected one of the members 2, 9"):
        tr.explain(run, member=3)


def test_explain_is_the_function_also_when_its_parts_are_loaded():
    import tightrope.explanation

    assert callable(tr.explain) and tightrope.explanation is not tr.explain


def refusal(call) -> list[str]:
    with pytest.raises(tr.InputError) as error:
        call()
    return str(error.value).split("\n")


def test_what_is_refused_in_a_script_is_named_as_it_is_in_a_script():
    plan = tr.load("baseline")
    assert refusal(lambda: plan.set({"moscow.drve": 1}))[0].startswith("set: moscow.drve: unknown key")
    assert refusal(lambda: tr.run(plan, seed=-1)) == ["seed: -1; expected at least 0"]
    found = refusal(lambda: tr.run(plan, quarters=0, theory="luck", set={"moscow.drive": 2, "seed": -1}))
    assert {line.split(";")[0] for line in found} == {
        "set: seed: -1",
        "quarters: 0",
        "theory: unknown theory 'luck'",
        "set: moscow.drive: 2 is out of range",
    }


@pytest.mark.parametrize("call", [tr.run, tr.compare, tr.explain], ids=["run", "compare", "explain"])
def test_what_is_no_scenario_at_all_is_refused_in_words(call):
    more = {"set": {"moscow.drive": 0.3}} if call is tr.compare else {}
    assert refusal(lambda: call(3, **more)) == [
        "scenario: 3; expected a scenario, the name of one, or the path of a scenario file or a results folder"
    ]


def test_a_variable_that_there_is_not_is_refused_with_the_nearest_before_anything_runs():
    told = []
    found = refusal(
        lambda: tr.run(
            "baseline", members=3, record=["position", "baku.postion", 3], progress=lambda *_: told.append(_)
        )
    )
    assert [line.split("; ")[0] for line in found] == [
        f"record: no variable {name}" for name in ("'position'", "'baku.postion'", "3")
    ]
    assert [line.split("; ")[2:] for line in found] == [
        ["did you mean 'baku.position'?"],
        ["did you mean 'baku.position'?"],
        [],
    ]
    assert told == []


def test_one_variable_may_be_recorded_by_its_key_alone():
    assert list(tr.run("baseline", members=2, quarters=2, record="baku.position").data) == ["baku.position"]


def test_a_results_folder_is_loaded_with_its_numbers_and_refused_where_they_would_be_lost(tmp_path):
    folder = tmp_path / "changed"
    tr.run("baseline", members=2, quarters=2).save(folder)
    numbers = folder / "parameters.yaml"
    before, name, after = numbers.read_text(encoding="utf-8").partition("  baku.resistance:\n")
    numbers.write_text(before + name + after.replace("      value: 0.85\n", "      value: 0.91\n", 1), encoding="utf-8")
    assert tr.load(folder).setting("baku.resistance").at(92).value == 0.91
    assert tr.load(str(folder)).set({"seed": 3}).warnings == tr.load(folder).warnings != ()
    for refuse in (tr.AlignmentModel, simulate):
        with pytest.raises(tr.InputError, match="reads a results folder with the numbers of its run"):
            refuse(str(folder))
