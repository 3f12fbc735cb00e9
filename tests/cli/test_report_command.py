from __future__ import annotations

from pathlib import Path

import pytest
from tests.report.pages import Page

from tightrope.cli import reporting
from tightrope.cli.progress import Progress
from tightrope.report import is_report
from tightrope.results import DISCLAIMER


@pytest.fixture
def short(tmp_path):
    """Two scenario files of eight quarters."""
    for name, more in (("near", ""), ("far", "washington:\n  engagement: 0.5\n")):
        text = f"title: {name}\nquestion: Does {name} do it?\nextends: baseline\nquarters: 8\nmembers: 12\n{more}"
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    return "near.yaml", "far.yaml"


@pytest.fixture
def plain(monkeypatch):
    """Without figures, which take most of the time."""
    monkeypatch.setattr("tightrope.report.report.pictures", lambda *_: [])


@pytest.fixture
def nothing_runs(monkeypatch):
    monkeypatch.setattr(reporting, "carry_out", lambda *_: pytest.fail("something was run"))


@pytest.mark.slow
def test_a_scenario_becomes_one_file_that_is_named(short, tightrope):
    result = tightrope("report", short[0])
    assert (result.exit_code, result.stderr) == (0, "")
    path = Path("results/report-near.html")
    size = path.stat().st_size / 1e6
    assert result.stdout.splitlines() == [
        f"Written: {path} ({size:.1f} MB; opens in any browser, without a network)",
        DISCLAIMER,
    ]
    assert [one.name for one in Path("results").iterdir()] == ["report-near.html"]
    found = Page(path.read_text(encoding="utf-8"))
    assert found.wrong == [] and "Does near do it?" in found.words and len(found.all("img")) == 7


def test_several_runs_are_in_the_order_asked_for(plain, short, tightrope):
    result = tightrope("report", short[1], short[0], "--members", 6, "--out", "a/both.html")
    assert (result.exit_code, result.stderr) == (0, "")
    words = Page(Path("a/both.html").read_text(encoding="utf-8")).words
    assert "far / near" in words and "A is far, B is near; 6 pairs of members" in words
    assert not Path("results").exists()


def test_a_results_folder_is_read_and_not_run(plain, results, tightrope, monkeypatch):
    monkeypatch.setattr("tightrope.face.carry_out", lambda *_, **__: pytest.fail("something was run"))
    before = sorted(path.name for path in Path(results).iterdir())
    result = tightrope("report", "results/baseline", "--out", "one.html")
    assert (result.exit_code, result.stderr) == (0, "")
    assert "5 members, 2015-Q1 to 2015-Q4" in Page(Path("one.html").read_text(encoding="utf-8")).words
    assert sorted(path.name for path in Path(results).iterdir()) == before


@pytest.mark.slow
def test_runs_of_one_name_are_told_apart_by_their_folders(plain, results, tightrope):
    result = tightrope("report", "results/baseline", "baseline", "--out", "x.html", "--members", 5)
    assert result.exit_code == 2
    (Path(results) / "baseline").rename(Path(results) / "older")
    result = tightrope("report", "results/older", "near.yaml")
    assert result.exit_code == 2  # no such file
    Path("baseline.yaml").write_text(
        "title: B\nquestion: Q?\nextends: baseline\nquarters: 4\nmembers: 5\n", encoding="utf-8"
    )
    result = tightrope("report", "results/older", "./baseline.yaml", "--out", "x.html")
    assert (result.exit_code, result.stderr) == (0, "")
    assert "A is results/older, B is baseline; 5 pairs" in Page(Path("x.html").read_text(encoding="utf-8")).words


def test_an_earlier_report_is_replaced_and_another_file_is_not(plain, short, tightrope):
    assert tightrope("report", short[0], "--out", "r.html").exit_code == 0
    assert tightrope("report", short[1], "--out", "r.html").exit_code == 0
    assert is_report(Path("r.html")) and "Does far do it?" in Path("r.html").read_text(encoding="utf-8")
    Path("mine.html").write_text("mine", encoding="utf-8")
    result = tightrope("report", short[0], "--out", "mine.html")
    assert result.exit_code == 2
    assert "mine.html: a file that is not a report; expected nothing, or an earlier report" in result.stderr
    assert Path("mine.html").read_text(encoding="utf-8") == "mine"


def test_all_that_is_wrong_is_refused_at_once(nothing_runs, short, results, tightrope):
    words = ("no-such-scenario", short[0], short[0], "results/baseline", "--members", 0, "--out", "results")
    result = tightrope("report", *words)
    assert result.exit_code == 2 and result.stdout == ""
    told = result.stderr
    assert "no-such-scenario: " in told
    assert "--members: 0" in told
    assert "--members: together with the results folder results/baseline, which is read as it is" in told
    assert "results: a folder; expected a file for the report" in told
    assert told.endswith("Refused: 4 problems; nothing was run or written.\n")


def test_a_run_asked_for_twice_and_too_many_runs_are_refused(nothing_runs, short, tightrope):
    result = tightrope("report", *([short[0]] * 7))
    assert result.exit_code == 2
    assert "near: asked for more than once; expected runs with different names" in result.stderr
    assert "report: 7 runs; expected at most 6; tightrope plot puts more on one figure" in result.stderr


@pytest.mark.slow
@pytest.mark.parametrize("names", [("baseline",), ("baseline", "control")], ids=len)
def test_a_report_tells_how_far_it_is_step_by_step_to_the_last(names, results, tightrope, monkeypatch):
    told: list[tuple[str, float, float]] = []
    progress = Progress()
    monkeypatch.setattr(progress, "step", lambda *step: told.append(step))
    wanted = reporting.wanted([f"results/{name}" for name in names], None, None)
    reporting.carry_out(wanted, progress)
    wanted.close()
    done = [step[1] for step in told]
    assert done[0] == 0 and done == sorted(set(done)), "each begins where the one before ended"
    assert {step[2] for step in told} == {done[-1] + (1 if len(names) == 1 else 2)}, "the last is one picture, or two"


def test_warnings_of_a_scenario_are_said(plain, short, tightrope):
    Path("idle.yaml").write_text(
        "title: I\nquestion: Q?\nextends: baseline\nquarters: 4\nmembers: 3\nworld: {oil_price: 99}\n", encoding="utf-8"
    )
    result = tightrope("report", "idle.yaml")
    assert result.exit_code == 0
    assert "idle.yaml:6: world.oil_price: equals what baseline sets; it changes nothing" in result.stderr
    assert "idle.yaml:6: world.oil_price: equals what baseline sets" in Path("results/report-idle.html").read_text(
        "utf-8"
    )


def test_help_says_what_is_in_a_page_and_how_to_ask_for_one(tightrope):
    result = tightrope("report", "--help")
    assert result.exit_code == 0
    assert "tightrope report baseline cheap-oil --members 1000" in result.stdout
