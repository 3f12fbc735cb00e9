from __future__ import annotations

import json
from pathlib import Path

import pytest

import tightrope as tr
from tightrope.cli import comparing
from tightrope.figures import COMPARED
from tightrope.results import DISCLAIMER, OIL_CAVEAT

REFUSED = "Refused: 1 problem; nothing was run or written.\n"
TABLES = ["a.yaml", "b.yaml", "differences.csv", "outcomes.csv", "partings.csv", "parted.csv", "tipped.csv"]


@pytest.fixture
def plain(monkeypatch):
    """Without figures, which take most of the time of a small comparison."""

    def draw(found, folder):
        folder.mkdir()
        path = folder / "difference.png"
        path.write_bytes(b"")
        return [path]

    monkeypatch.setattr("tightrope.figures.draw_comparison", draw)


@pytest.fixture
def short(tmp_path):
    """Two scenario files of eight quarters, the second with Washington engaged."""
    for name, more in (("near", ""), ("far", "washington:\n  engagement: 0.5\n")):
        text = f"title: {name}\nquestion: Does it?\nextends: baseline\nquarters: 8\nmembers: 12\n{more}"
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    return "near.yaml", "far.yaml"


@pytest.fixture
def nothing_runs(monkeypatch):
    monkeypatch.setattr(comparing, "carry_out", lambda *_: pytest.fail("something was run"))


def test_two_scenarios_are_compared_and_the_folder_is_named(plain, short, tightrope):
    result = tightrope("compare", *short)
    assert (result.exit_code, result.stderr) == (0, "")
    lines = [" ".join(line.split()) for line in result.stdout.splitlines()]
    assert lines[0] == "A: near (near), theory quantal-response"
    assert lines[1] == "B: far (far), theory quantal-response"
    assert lines[2].startswith("12 pairs of members, seed 20141203, 2015-Q1 to 2016-Q4; uncertainty: full.")
    assert "washington.engagement: 0.2 (0.05 to 0.35) in A, 0.5 in B" in lines
    assert any(line.startswith("Mean position in 2016-Q4: +0.") and "toward the West." in line for line in lines)
    assert any(line.startswith("Some capital chooses differently in ") for line in lines)
    assert any(line.startswith("mean position 2016-Q4 ") for line in lines)
    written = lines[lines.index("Written:") + 1 :]
    assert written == [
        "results/compare-near-far/",
        *TABLES,
        "comparison.json",
        "figures/ (png): difference",
        "",
        DISCLAIMER,
    ]
    assert sorted(path.name for path in Path("results").iterdir()) == ["compare-near-far"]


def test_a_change_to_one_scenario_is_compared_with_it(plain, short, tightrope):
    result = tightrope("compare", short[0], "--set", "washington.engagement=0.5", "--members", 6, "--json")
    assert (result.exit_code, result.stderr) == (0, "")
    data = json.loads(result.stdout)
    assert data["folder"] == "results/compare-near+washington.engagement=0.5"
    assert (data["a"]["name"], data["b"]["name"]) == ("near", "near+washington.engagement=0.5")
    assert (data["pairs"], data["identical"], data["disclaimer"]) == (6, False, DISCLAIMER)
    assert [change["key"] for change in data["changes"]] == ["washington.engagement"]
    assert all(Path(file).is_file() for file in data["files"])
    kept = json.loads(Path(data["folder"], "comparison.json").read_text(encoding="utf-8"))
    assert {key: kept[key] for key in ("effects", "tipped", "in_short")} == {
        key: data[key] for key in ("effects", "tipped", "in_short")
    }
    assert kept["command"] == f"tightrope compare {short[0]} --set washington.engagement=0.5 --members 6 --json"


def test_set_applies_to_the_second_of_two(plain, short, tightrope):
    result = tightrope("compare", *short, "--set", "washington.engagement=0.2", "--json")
    data = json.loads(result.stdout)
    assert data["folder"] == "results/compare-near-far+washington.engagement=0.2"
    assert [(change["key"], change["after"]) for change in data["changes"]] == [("washington.engagement", 0.2)]


@pytest.mark.slow
def test_results_folders_are_compared_by_what_they_hold_and_nothing_is_run(plain, results, tightrope, monkeypatch):
    monkeypatch.setattr("tightrope.face.carry_out", lambda *_, **__: pytest.fail("it was run"))
    result = tightrope("compare", "results/baseline", "results/control", "--json")
    assert result.exit_code == 0, result.stderr
    data = json.loads(result.stdout)
    assert (data["a"]["folder"], data["b"]["folder"], data["pairs"]) == ("results/baseline", "results/control", 5)
    assert data["folder"] == "results/compare-baseline-control"


@pytest.mark.slow
def test_a_change_to_a_results_folder_is_tried_on_its_members(plain, tmp_path, tightrope):
    tr.run("baseline", members=[3, 9, 11], quarters=4).save(tmp_path / "results" / "some")
    result = tightrope("compare", "results/some", "--set", "washington.engagement=0.5", "--json")
    assert result.exit_code == 0, result.stderr
    assert json.loads(result.stdout)["pairs"] == 3
    parted = Path("results/compare-some+washington.engagement=0.5/parted.csv").read_text(encoding="utf-8").splitlines()
    assert {line.split(",")[1] for line in parted[1:]} <= {"3", "9", "11"}


@pytest.mark.slow
def test_other_members_or_another_seed_run_a_results_folder_anew(plain, results, tightrope):
    result = tightrope("compare", "results/baseline", "results/control", "--members", 4, "--seed", 7, "--json")
    assert result.exit_code == 0, result.stderr
    data = json.loads(result.stdout)
    assert (data["a"]["folder"], data["pairs"], data["seed"]) == (None, 4, 7)


def test_an_override_that_does_nothing_is_named_in_the_result(plain, short, tightrope):
    result = tightrope("compare", short[0], "--set", "world.oil_price=99")
    assert result.exit_code == 0
    assert result.stderr.startswith("warning: --set: world.oil_price: equals ")
    lines = result.stdout.splitlines()
    assert "No member differs in any quarter: the two runs are the same in all 12 pairs." in lines
    assert "world.oil_price: equals what the first run has; it did nothing." in lines
    assert not any(line.startswith("What tipped") for line in lines)


def test_a_comparison_with_another_oil_price_says_what_rests_on_it(plain, short, tightrope):
    assert OIL_CAVEAT in tightrope("compare", short[0], "--set", "world.oil_price=40").stdout
    assert OIL_CAVEAT not in tightrope("compare", *short).stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ("baseline",),
            "baseline: one run and nothing to compare it with; expected a second run, or --set capital.name=value; for "
            f"instance --set washington.engagement=0.5\n{REFUSED}",
        ),
        (
            ("baseline", "history"),
            "history: window: 1992-Q1 to 2014-Q4, and 2015-Q1 to 2030-Q4 in baseline; expected the same quarters in "
            "both; add --set start=2015-Q1 --set quarters=64\n"
            "history: uncertainty: chance, and full in baseline; expected the same in both; add --set "
            "uncertainty=full\nRefused: 2 problems; nothing was run or written.\n",
        ),
        (
            ("baseline", "--set", "seed=5"),
            "baseline+seed=5: seed: 5, and 20141203 in baseline; expected the same luck in both; --seed gives both the "
            f"same\n{REFUSED}",
        ),
        (
            ("baseline", "results/control"),
            "results/control: window: 2015-Q1 to 2015-Q4, and 2015-Q1 to 2030-Q4 in baseline; expected the same "
            "quarters in both; add --set start=2015-Q1 --set quarters=64\n"
            "results/control: members: 5, and 2,000 in baseline; expected the same members in both; --members gives "
            "both as many\nRefused: 2 problems; nothing was run or written.\n",
        ),
        (
            ("baseline", "control", "--members", "1"),
            "baseline: members: 1; expected at least 2, for one pair shows no spread; --members gives both as many\n"
            f"{REFUSED}",
        ),
        (
            ("baseline", "control", "--members", "30000"),
            "baseline: members: 30,000; expected at most 20,000, for every pair is compared whole; --members gives "
            f"both as many\n{REFUSED}",
        ),
        (
            ("baselin", "contrl", "--set", "washington.engagment=2"),
            "baselin: unknown scenario; expected a shipped scenario's name, a scenario file or a results folder; did "
            "you mean 'baseline'?\n"
            "contrl: unknown scenario; expected a shipped scenario's name, a scenario file or a results folder; did "
            "you mean 'control'?\nRefused: 2 problems; nothing was run or written.\n",
        ),
        (
            ("empty", "--set", "washington.engagement=0.5"),
            "empty: a folder without scenario.yaml; expected a shipped scenario's name, a scenario file or a results "
            f"folder\n{REFUSED}",
        ),
        (
            ("baseline", "--set", "washington.engagement"),
            "--set: the text 'washington.engagement'; expected capital.name=value; for instance --set "
            f"washington.engagement=0.5\n{REFUSED}",
        ),
        (
            ("baseline", "control", "--members", "0"),
            "--members: 0; expected at least 1\n" + REFUSED,
        ),
    ],
    ids=lambda words: " ".join(words) if isinstance(words, tuple) else "",
)
@pytest.mark.slow
def test_what_cannot_be_compared_is_refused_whole_before_anything_runs(words, said, results, nothing_runs, tightrope):
    Path("empty").mkdir()
    before = sorted(Path("results").rglob("*"))
    result = tightrope("compare", *words)
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", said)
    assert sorted(Path("results").rglob("*")) == before


@pytest.mark.slow
def test_a_folder_made_by_other_versions_is_refused_before_anything_runs(results, nothing_runs, tightrope):
    run = tr.open_run("results/baseline")
    data = run.data.load().copy()
    run.close()
    data["baku.position"] = data["baku.position"] + 0.25
    Path("results/baseline/trajectories.nc").unlink()
    data.to_netcdf("results/baseline/trajectories.nc", engine="h5netcdf")
    result = tightrope("compare", "results/baseline", "results/control")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == (
        "results/baseline: its members live otherwise today, so it cannot be compared. Made by the same versions on "
        "another machine, or with rules changed since; expected a run that this version can repeat; run it again\n"
        + REFUSED
    )


def test_a_folder_that_is_not_a_comparison_is_not_replaced_and_nothing_is_run(short, nothing_runs, tightrope):
    Path("results/compare-near-far").mkdir(parents=True)
    Path("results/compare-near-far/diary.txt").write_text("mine")
    result = tightrope("compare", *short)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == (
        "results/compare-near-far: something that is not a comparison; expected nothing, or a folder with "
        f"comparison.json; choose another place with --out, or move it away\n{REFUSED}"
    )
    assert Path("results/compare-near-far/diary.txt").read_text() == "mine"


def test_an_interrupt_while_figures_are_drawn_leaves_no_folder(short, tightrope, monkeypatch):
    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("tightrope.figures.draw_comparison", interrupted)
    result = tightrope("compare", *short)
    assert (result.exit_code, result.stdout) == (130, "")
    assert result.stderr == "Stopped by Ctrl-C; nothing unfinished was written.\n"
    assert list(Path("results").iterdir()) == []


def test_the_name_of_a_changed_comparison_does_not_depend_on_the_order_of_the_options(short, tightrope):
    sets = ["washington.engagement=0.5", "world.oil_price={fall: 60 %, over: 1 year}"]
    places = {comparing.wanted(*short, order, {}, Path("results")).place for order in (sets, sets[::-1])}
    assert places == {
        Path("results/compare-near-far+washington.engagement=0.5+world.oil_price=fall_60percent_over_1_year")
    }


@pytest.mark.slow
def test_the_real_thing_draws_its_figures(short, tightrope):
    result = tightrope("compare", *short, "--out", "there")
    assert result.exit_code == 0, result.stderr
    figures = {path.name for path in Path("there/compare-near-far/figures").iterdir()}
    assert figures == {f"{name}.{kind}" for name in COMPARED for kind in ("png", "svg")}
    assert "figures/ (png, svg): difference, outputs, parting, tipping" in result.stdout
