from __future__ import annotations

import re
from pathlib import Path

import pytest

from tightrope.cli.asked import LONGEST_NAME, asked, check_places, common_name, ending, read_changes, shortened
from tightrope.errors import InputError


def refusal(*args, **kwargs) -> list[str]:
    with pytest.raises(InputError) as error:
        asked(*args, **kwargs)
    return str(error.value).split("\n")


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def what_if(tmp_path):
    return write(tmp_path / "what-if.yaml", "title: T\nquestion: Q?\nextends: baseline\nquarters: 8\n")


def test_without_changes_a_run_has_the_scenarios_name():
    (one,) = asked(["baseline"])
    assert one.name == one.scenario.name == "baseline"


def test_a_scenario_file_gives_its_own_name_to_the_run(what_if):
    (one,) = asked([str(what_if)])
    assert (one.name, one.scenario.quarters) == ("what-if", 8)


@pytest.mark.parametrize(
    ("sets", "theory", "end"),
    [
        ([], None, ""),
        (["washington.engagement=0.5"], None, "+washington.engagement=0.5"),
        ([" washington.engagement = 0.5 "], None, "+washington.engagement=0.5"),
        (["moscow.drive={low: 0.7, high: 0.95}"], None, "+moscow.drive=low_0.7_high_0.95"),
        (["world.oil_price={fall: 60 %, over: 3 years}"], None, "+world.oil_price=fall_60percent_over_3_years"),
        (["baku.openness={2015-Q1: 0.2, 2016-Q1: 0.4}"], None, "+baku.openness=2015-Q1_0.2_2016-Q1_0.4"),
        (["world.oil_price=40"], "satisficing", "+world.oil_price=40+satisficing"),
        (["a.b=../../etc"], None, "+a.b=....etc"),
    ],
)
def test_a_changed_run_has_a_readable_name_that_is_safe_for_files(sets, theory, end):
    assert ending(sets, theory) == end


def test_the_order_of_the_changes_does_not_make_another_run():
    assert ending(["a.b=1", "c.d=2"], None) == ending(["c.d=2", "a.b=1"], None)


def test_what_members_draw_is_in_the_name_however_it_was_asked_for():
    assert ending(["a.b=1"], "satisficing", "none") == "+a.b=1+uncertainty=none+satisficing"
    for sets, options in (((), {"uncertainty": "none"}), (("uncertainty=none",), {})):
        (one,) = asked(["baseline"], sets, options)
        assert (one.name, one.scenario.uncertainty) == ("baseline+uncertainty=none", "none")


def test_a_negative_number_and_a_positive_one_do_not_share_a_name():
    assert ending(["baku.leader_type=-1"], None) != ending(["baku.leader_type=1"], None)


def test_a_long_name_is_cut_but_stays_the_runs_own():
    one, other = (shortened("baseline" + "+washington.engagement=0.5" * 9 + last) for last in "ab")
    assert len(one) == LONGEST_NAME
    assert one != other
    assert shortened("baseline") == "baseline"


def test_changes_reach_the_scenario():
    (one,) = asked(["baseline"], ["washington.engagement=0.5"], {"members": 7, "seed": None})
    assert one.scenario.setting("washington.engagement").at(100).value == 0.5
    assert one.scenario.members == 7
    assert one.name == "baseline+washington.engagement=0.5"


def test_all_theories_are_a_run_each_under_its_own_name():
    runs = asked(["baseline", "cheap-oil"], ["washington.engagement=0.5"], {"theory": "all", "members": 7})
    theories = list(runs[0].scenario.seeds.theories)
    assert len(theories) == 6
    changed = "+washington.engagement=0.5+"
    assert [run.name for run in runs] == [
        f"{name}{changed}{one}" for name in ("baseline", "cheap-oil") for one in theories
    ]
    assert [run.scenario.theory for run in runs] == 2 * theories
    assert {run.scenario.members for run in runs} == {7}


def test_an_unknown_theory_is_refused_once_with_the_nearest():
    known = ", ".join(asked(["baseline"])[0].scenario.seeds.theories)
    assert refusal(["baseline", "cheap-oil"], [], {"theory": "prospect theory"}) == [
        f"--theory: unknown theory 'prospect theory'; expected one of {known}; did you mean 'prospect-theory'?"
    ]


def test_one_line_in_a_scenario_file_changes_the_theory(tmp_path):
    text = "title: T\nquestion: Q?\nextends: baseline\ntheory: prospect-theory\n"
    (one,) = asked([str(write(tmp_path / "loss.yaml", text))])
    assert (one.name, one.scenario.theory) == ("loss", "prospect-theory")


def test_all_problems_of_all_scenarios_and_options_are_refused_together(tmp_path):
    bad = write(tmp_path / "bad.yaml", "title: T\nquestion: Q?\nextends: baseline\nquaters: 8\nmembers: many\n")
    said = refusal([str(bad), "baselin"], ["washington.engagement"])
    assert said[0] == (
        "--set: the text 'washington.engagement'; expected capital.name=value; "
        "for instance --set washington.engagement=0.5"
    )
    assert [line.partition(": ")[0] for line in said[1:]] == [f"{bad}:4:1", f"{bad}:5:1", "baselin"]
    assert "did you mean 'quarters'?" in said[1]
    assert said[3].endswith("did you mean 'baseline'?")


def test_a_change_that_every_scenario_refuses_is_refused_once():
    said = refusal(["baseline", "history"], ["washington.engagment=0.5"])
    assert len(said) == 1
    assert said[0].startswith("--set: washington.engagment: unknown key")
    assert said[0].endswith("did you mean 'engagement'?")


def test_a_refused_option_is_named_as_it_was_typed():
    assert refusal(["baseline"], [], {"members": 0}) == ["--members: 0; expected at least 1"]


@pytest.mark.parametrize(
    ("sets", "options"),
    [(["a.b=1", "a.b=2"], {}), (["members=5"], {"members": 6})],
)
def test_a_change_given_twice_is_refused(sets, options):
    changes, (problem,) = read_changes(sets, options)
    assert re.fullmatch(r"--set: [a-z.]+: given twice; expected one value", str(problem))
    assert len(changes) == 1


def test_a_change_that_cannot_be_read_hides_no_other_mistake():
    sets = ["moscow.drve=0.4", "drive=0.3", "moscow.drive", "moscow.drive=4", "title=x", "seed=1", "seed=2"]
    said = refusal(["baseline"], sets, {"members": 0})
    assert [line.partition(";")[0] for line in said] == [
        "--set: the text 'moscow.drive'",
        "--set: seed: given twice",
        "--set: drive: unknown key",
        "--set: title: unknown key",
        "--members: 0",
        "--set: moscow.drve: unknown key",
        "--set: moscow.drive: 4 is out of range",
    ]


def test_the_same_run_twice_is_refused():
    assert refusal(["baseline", "baseline"]) == [
        "baseline: asked for more than once; expected runs with different names"
    ]


def test_other_runs_side_by_side_have_another_folder():
    assert common_name(["baseline", "cheap-oil"]) == "together-baseline-cheap-oil"
    long = [f"baseline+washington.engagement={place}" for place in range(6)]
    assert len(common_name(long)) == LONGEST_NAME
    assert common_name(long) != common_name(long[::-1])


def test_something_else_in_the_place_of_the_common_folder_is_refused(tmp_path):
    write(tmp_path / "together-a-b", "mine")
    with pytest.raises(InputError, match="something that is not a folder of runs side by side"):
        check_places(["a", "b"], tmp_path, "together-a-b")


def test_a_folder_that_holds_no_results_is_refused_by_name(tmp_path):
    (said,) = refusal([str(tmp_path)])
    assert said.startswith(f"{tmp_path}: a folder without scenario.yaml; expected")


def test_places_taken_by_something_else_are_all_refused_before_anything_runs(tmp_path):
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        write(tmp_path / name / "diary.txt", "mine")
    with pytest.raises(InputError) as error:
        check_places(["one", "free", "two"], tmp_path)
    assert [problem.file for problem in error.value.problems] == [str(tmp_path / name) for name in ("one", "two")]
    assert "something that is not a results folder" in str(error.value)


def test_a_file_in_the_place_of_the_results_is_refused(tmp_path):
    place = write(tmp_path / "results", "")
    with pytest.raises(InputError, match="a file; expected a folder for results; choose another --out"):
        check_places(["baseline"], place)


def test_a_place_that_may_not_be_written_is_refused_before_the_run_and_not_after(tmp_path, monkeypatch):
    monkeypatch.setattr("os.access", lambda path, mode: path != tmp_path)
    with pytest.raises(
        InputError, match="deep: may not be written; expected a folder of your own; choose another --out"
    ):
        check_places(["baseline"], tmp_path / "not" / "so" / "deep")
