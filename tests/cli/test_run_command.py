from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tightrope.cli.findings import dates, told_apart
from tightrope.cli.replaced import held
from tightrope.cli.side_by_side import save_together
from tightrope.errors import InputError, RunError
from tightrope.evidence import load_seeds
from tightrope.outcomes import OUTCOMES
from tightrope.quarters import parse_quarter
from tightrope.results import DISCLAIMER, OIL_CAVEAT, open_run

pytestmark = pytest.mark.slow
"""Whole commands, each a run with its files and figures."""

SMALL = ("--members", 6, "--quarters", 6)
FILES = {
    "scenario.yaml",
    "parameters.yaml",
    "trajectories.nc",
    "trajectories.csv",
    "summary.csv",
    "outcomes.csv",
    "ever.csv",
    "run.json",
}


def empty_figures(run, folder, formats=("png", "svg"), names=None):
    """Write an empty file in place of each figure: figures take most of the time of a small run."""
    folder.mkdir(exist_ok=True)
    paths = [folder / f"{name}.png" for name in names or ("position", "outcomes")]
    for path in paths:
        path.write_bytes(b"")
    return paths


@pytest.fixture
def plain(monkeypatch):
    """Without figures."""
    monkeypatch.setattr("tightrope.figures.draw_all", empty_figures)
    monkeypatch.setattr("tightrope.figures.draw_together", empty_figures)


@pytest.fixture
def what_if(tmp_path):
    text = "title: What if\nquestion: Does it?\nextends: baseline\nwashington:\n  engagement: 0.5\n"
    (tmp_path / "what-if.yaml").write_text(text, encoding="utf-8")
    return "what-if.yaml"


def test_a_run_writes_its_folder_and_says_so(plain, tightrope):
    result = tightrope("run", "baseline", *SMALL)
    assert (result.exit_code, result.stderr) == (0, "")
    assert {path.name for path in Path("results/baseline").iterdir()} == FILES | {"figures"}
    lines = [line.rstrip() for line in result.stdout.splitlines()]
    assert lines[0] == "Baseline (baseline)"
    assert lines[2].startswith(
        "6 members, seed 20141203, 2015-Q1 to 2016-Q2, theory quantal-response; uncertainty: full"
    )
    written = lines[lines.index("Written:") + 1 :]
    assert written[0] == "  results/baseline/"
    assert {line.strip() for line in written[1 : len(FILES) + 1]} == FILES
    assert written[len(FILES) + 1].startswith("    figures/ (png): position, alignment, outcomes")
    assert lines[-1] == DISCLAIMER
    assert result.stdout.count(DISCLAIMER) == 1


def test_the_table_shows_the_shares_of_the_results_with_the_interval_of_luck(plain, tightrope):
    said = tightrope("run", "baseline", *SMALL).stdout
    header = next(line for line in said.splitlines() if line.startswith("outcome"))
    assert header.split() == ["outcome", "2015-Q4", "2016-Q2", "ever"]
    run = open_run(Path("results/baseline"))
    shares = run.outcomes().set_index(["quarter", "outcome"])
    ever = run.ever().set_index("outcome")
    run.close()
    for outcome in OUTCOMES:
        line = next(line for line in said.splitlines() if line.startswith(outcome))
        for row, name in ((shares.loc["2016-Q2", outcome], "share"), (ever.loc[outcome], "ever")):
            low, high = 100 * row["luck_low"], 100 * row["luck_high"]
            assert f"{100 * row[name]:.1f} % ({low:.1f} to {high:.1f})" in line


def test_without_uncertainty_there_is_no_interval(plain, tightrope):
    said = tightrope("run", "baseline", *SMALL, "--uncertainty", "none").stdout
    assert "Share of members\n" in said
    assert "(0.0 to" not in said


def test_json_holds_the_same_numbers_and_nothing_else_is_on_stdout(plain, tightrope):
    data = json.loads(tightrope("run", "baseline", *SMALL, "--json").stdout)
    (run,) = data["runs"]
    assert (run["name"], run["folder"], data["together"]) == ("baseline", "results/baseline", [])
    assert data["disclaimer"] == DISCLAIMER
    assert list(run["outcomes"]) == ["2015-Q4", "2016-Q2"]
    assert sum(share["share"] for share in run["outcomes"]["2016-Q2"].values()) == pytest.approx(1)
    assert set(run["ever"]) == set(OUTCOMES)
    assert all(Path(file).is_file() for file in run["files"])


def test_a_changed_run_does_not_overwrite_the_plain_one(plain, tightrope):
    tightrope("run", "baseline", *SMALL)
    before = Path("results/baseline/run.json").read_bytes()
    tightrope("run", "baseline", *SMALL, "--set", "washington.engagement=0.5", "--theory", "quantal-response")
    changed = "baseline+washington.engagement=0.5+quantal-response"
    assert sorted(path.name for path in Path("results").iterdir()) == ["baseline", changed]
    assert Path("results/baseline/run.json").read_bytes() == before


def test_another_kind_of_uncertainty_is_another_experiment_in_a_folder_of_its_own(plain, tightrope):
    tightrope("run", "baseline", *SMALL)
    before = Path("results/baseline/run.json").read_bytes()
    asked, set_by_hand = ("--uncertainty", "none"), ("--set", "uncertainty=none")
    for words in (asked, set_by_hand):
        result = tightrope("run", "baseline", *SMALL, *words, "--theory", "satisficing")
        assert (result.exit_code, result.stderr) == (0, "")
    changed = "baseline+uncertainty=none+satisficing"
    assert sorted(path.name for path in Path("results").iterdir()) == ["baseline", changed]
    assert Path("results/baseline/run.json").read_bytes() == before


def test_length_members_and_seed_make_no_name_whether_given_as_options_or_with_set(plain, tightrope):
    tightrope("run", "baseline", *SMALL)
    for changed in ("quarters=4", "members=3", "seed=7"):
        name, _, value = changed.partition("=")
        rest = [word for pair in (SMALL[:2], SMALL[2:]) if pair[0] != f"--{name}" for word in pair]
        by_set = tightrope("run", "baseline", *rest, "--set", changed)
        assert (by_set.exit_code, by_set.stderr.count("replaced the run")) == (0, 1)
        by_option = tightrope("run", "baseline", *rest, f"--{name}", value)
        assert (by_option.exit_code, by_option.stderr) == (0, ""), "the very same run"
    assert [path.name for path in Path("results").iterdir()] == ["baseline"]
    twice = tightrope("run", "baseline", *SMALL, "--set", "quarters=4")
    assert (twice.exit_code, "quarters: given twice" in twice.stderr) == (2, True)


def test_a_run_says_in_a_line_what_it_replaced(plain, tightrope):
    tightrope("run", "baseline", *SMALL)
    assert tightrope("run", "baseline", *SMALL).stderr == "", "the same again is nothing to tell"
    Path("results/baseline/figures/position-members-3.png").write_text(DISCLAIMER)
    changed = tightrope("run", "baseline", "--members", 4, "--quarters", 3, "--seed", 1)
    assert changed.stderr == (
        "results/baseline: replaced the run of 6 members, seed 20141203 and 6 quarters, and 1 figure drawn there "
        "since\n"
    )


def test_a_run_keeps_what_no_run_wrote_and_says_so_in_a_line(plain, tightrope):
    tightrope("run", "baseline", *SMALL)
    Path("results/baseline/notes.txt").write_text("mine")
    again = tightrope("run", "baseline", *SMALL)
    assert again.stderr == "results/baseline: kept what no run wrote: notes.txt\n"
    for place in range(4):
        Path(f"results/baseline/figures/{place}.png").write_bytes(b"drawn by hand")
    changed = tightrope("run", "baseline", "--members", 4, "--quarters", 6)
    assert changed.stderr == (
        "results/baseline: replaced the run of 6 members and seed 20141203; kept what no run wrote: 5 files, "
        "notes.txt, figures/0.png, figures/1.png ...\n"
    )
    assert Path("results/baseline/notes.txt").read_text() == "mine"
    assert Path("results/baseline/figures/3.png").read_bytes() == b"drawn by hand"


@pytest.mark.parametrize("members", [6, 4])
def test_a_run_of_another_scenario_of_that_name_is_not_replaced_without_a_word(members, plain, tightrope):
    text = "title: Mine\nquestion: Q?\nextends: baseline\nmoscow: {drive: 0.95}\n"
    Path("baseline.yaml").write_text(text, encoding="utf-8")
    tightrope("run", "baseline.yaml", *SMALL)
    assert tightrope("run", "baseline.yaml", *SMALL).stderr == ""
    said = tightrope("run", "baseline", "--members", members, "--quarters", 6).stderr
    assert said == (
        "results/baseline: replaced the run of 6 members and seed 20141203, made from another version of the scenario\n"
    )


def test_a_run_with_numbers_of_an_earlier_time_is_not_replaced_without_a_word(plain, tightrope):
    tightrope("run", "baseline", *SMALL)
    place = Path("results/baseline/run.json")
    head = json.loads(place.read_text(encoding="utf-8"))
    place.write_text(json.dumps(head | {"sha256": head["sha256"] | {"seeds": "0"}}), encoding="utf-8")
    assert tightrope("run", "baseline", *SMALL).stderr == (
        "results/baseline: replaced the run of 6 members and seed 20141203, made with other numbers in seeds/\n"
    )


def test_a_figure_of_ours_is_known_whatever_its_format(results, tightrope):
    tightrope("plot", "results/baseline", "--figure", "position", "--format", "png,svg,pdf", "--members", 3)
    found = held(results / "baseline")
    assert (found.drawn_since, found.others) == (3, ())


def test_more_workers_than_the_machine_bears_are_not_started(plain, tightrope):
    result = tightrope("run", "baseline", *SMALL, "--workers", 500)
    most = 4 * len(os.sched_getaffinity(0))
    assert (result.exit_code, result.stderr) == (
        0,
        f"note: --workers 500: more than this machine bears; at most {most} are used, 4 for each core\n",
    )


def test_the_command_line_is_kept_with_the_results(plain, tightrope):
    tightrope("run", "baseline", *SMALL, "--set", "world.oil_price={fall: 60 %, over: 1 year}")
    (folder,) = Path("results").iterdir()
    head = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    assert head["command"] == (
        "tightrope run baseline --members 6 --quarters 6 --set 'world.oil_price={fall: 60 %, over: 1 year}'"
    )


def test_a_run_with_another_oil_price_says_what_rests_on_it(plain, tightrope):
    assert OIL_CAVEAT in tightrope("run", "baseline", *SMALL, "--set", "world.oil_price=40").stdout
    assert OIL_CAVEAT not in tightrope("run", "baseline", *SMALL).stdout


def test_a_start_that_is_not_documented_is_told_with_where_the_simulation_begins(plain, tightrope):
    said = tightrope("run", "baseline", *SMALL, "--set", "start=2017-Q2").stdout.splitlines()
    assert "2017-Q2 is no documented start: simulated from 2015-Q1, the latest one before it." in said
    assert "documented start" not in tightrope("run", "baseline", *SMALL).stdout


def test_the_help_says_what_each_kind_of_uncertainty_draws(tightrope):
    said = " ".join(tightrope("run", "--help").stdout.split())
    assert (
        "--uncertainty U What members draw: none (nothing, all are alike), chance (luck, and the ranges that the "
        "scenario writes), full (the ranges of all numbers as well), or history."
    ) in said


@pytest.mark.slow
def test_a_file_and_a_results_folder_run_like_a_name(plain, what_if, tightrope):
    assert tightrope("run", what_if, *SMALL).exit_code == 0
    first = Path("results/what-if/trajectories.csv").read_bytes()
    assert tightrope("run", "results/what-if", "--out", "again").exit_code == 0
    assert Path("again/what-if/trajectories.csv").read_bytes() == first


@pytest.mark.slow
def test_several_runs_get_a_common_folder_and_one_line_each(plain, what_if, tightrope):
    result = tightrope("run", "baseline", what_if, *SMALL, "--out", "there")
    assert result.exit_code == 0
    lines = [" ".join(line.split()) for line in result.stdout.splitlines()]
    for name in ("baseline", "what-if"):
        assert any(line.startswith(f"{name} 2016-Q2 ") for line in lines)
        assert f"there/{name}/ (8 files, 7 figures)" in lines
    assert "there/together-baseline-what-if/ (3 files, 2 figures)" in lines
    assert result.stdout.count(DISCLAIMER) == 1
    table = Path("there/together-baseline-what-if/outcomes.csv").read_text(encoding="utf-8").splitlines()
    assert table[0].startswith("run,quarter,outcome,share")
    assert {line.split(",")[0] for line in table[1:]} == {"baseline", "what-if"}
    assert json.loads(Path("there/together-baseline-what-if/together.json").read_text())["runs"] == [
        "baseline",
        "what-if",
    ]


def test_every_theory_gets_its_own_folder_and_they_are_laid_side_by_side(tightrope, monkeypatch):
    monkeypatch.setattr("tightrope.figures.draw_all", empty_figures)  # those side by side are really drawn
    result = tightrope("run", "baseline", "--theory", "all", "--members", 4, "--quarters", 3)
    assert (result.exit_code, result.stderr) == (0, "")
    theories = list(load_seeds().theories)
    folders = {path.name for path in Path("results").iterdir()}
    assert folders == {"together-baseline+all", *(f"baseline+{theory}" for theory in theories)}
    for theory in theories:
        run = open_run(Path(f"results/baseline+{theory}"))
        assert run.scenario.theory == theory
        run.close()
    lines = result.stdout.splitlines()
    start = next(place for place, line in enumerate(lines) if line.startswith("Side by side, baseline: share"))
    assert [line.split()[0] for line in lines[start:] if line.split()[1:2] == ["2015-Q3"]] == theories
    assert Path("results/together-baseline+all/figures/position.png").stat().st_size > 1000


@pytest.mark.parametrize(
    ("names", "told"),
    [
        (["baseline", "cheap-oil"], ("", ["baseline", "cheap-oil"])),
        (["baseline+a", "baseline+b"], ("baseline", ["a", "b"])),
        (["baseline+x=1+a", "baseline+x=1+b"], ("baseline+x=1", ["a", "b"])),
        (["baseline", "baseline+b"], ("", ["baseline", "baseline+b"])),
        (["baseline+a", "cheap-oil+a"], ("", ["baseline+a", "cheap-oil+a"])),
    ],
)
def test_what_runs_names_begin_with_alike_is_said_once(names, told):
    assert told_apart(names) == told


def test_the_common_folder_is_renewed_and_nothing_else_of_that_name_is_touched(plain, results, capsys):
    folders, place = [results / "baseline", results / "control"], results / "together"
    save_together(folders, place)
    (place / "notes.txt").write_text("mine")
    (place / "figures" / "purse.png").write_text(DISCLAIMER)
    files = save_together(folders, place)
    assert {path.name for path in files} == {
        "outcomes.csv",
        "ever.csv",
        "together.json",
        "position.png",
        "outcomes.png",
    }
    assert all(path.is_file() for path in files)
    assert (place / "notes.txt").read_text() == "mine"
    assert not (place / "figures" / "purse.png").exists()
    assert capsys.readouterr().err == f"{place}: kept what no run wrote: notes.txt\n"
    assert sorted(path.name for path in results.iterdir()) == ["baseline", "control", "together"]
    (place / "together.json").unlink()
    with pytest.raises(InputError, match="together: something that is not a folder of runs side by side"):
        save_together(folders, place)
    assert (place / "outcomes.csv").is_file()


def test_an_interrupted_common_folder_leaves_the_earlier_one(plain, results, monkeypatch):
    folders, place = [results / "baseline", results / "control"], results / "together"
    save_together(folders, place)
    before = (place / "together.json").read_bytes()

    def interrupted(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("tightrope.figures.draw_together", interrupted)
    with pytest.raises(KeyboardInterrupt):
        save_together(folders, place)
    assert (place / "together.json").read_bytes() == before
    assert sorted(path.name for path in results.iterdir()) == ["baseline", "control", "together"]


def test_nothing_is_written_when_any_of_several_scenarios_is_refused(plain, what_if, tightrope):
    result = tightrope("run", "baseline", what_if, "baselin", "--set", "washington.engagement=7")
    assert result.exit_code == 2
    assert [line.split(":")[0] for line in result.stderr.splitlines()] == ["--set", "baselin", "Refused"]
    assert not Path("results").exists()


def test_a_folder_that_is_not_a_run_is_not_replaced_and_nothing_is_run(plain, what_if, tightrope):
    Path("results/baseline").mkdir(parents=True)
    Path("results/baseline/diary.txt").write_text("mine")
    result = tightrope("run", "baseline", what_if, *SMALL)
    assert result.exit_code == 2
    assert result.stderr.startswith("results/baseline: something that is not a results folder")
    assert [path.name for path in Path("results").iterdir()] == ["baseline"]
    assert Path("results/baseline/diary.txt").read_text() == "mine"


def test_warnings_go_to_stderr(plain, tightrope):
    result = tightrope("run", "baseline", *SMALL, "--set", "world.oil_price=99")
    assert result.exit_code == 0
    assert result.stderr.startswith("warning: --set: world.oil_price: equals ")
    assert "warning" not in result.stdout


def test_a_run_that_fails_exits_with_1_and_leaves_nothing(plain, tightrope, monkeypatch):
    def fail(*_, **__):
        raise RunError("a worker process was killed by signal 9")

    monkeypatch.setattr("tightrope.ensemble.simulate", fail)
    result = tightrope("run", "baseline", *SMALL)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "Failed: a worker process was killed by signal 9\n"
    assert not Path("results").exists()


def test_an_interrupt_while_figures_are_drawn_leaves_no_folder(plain, tightrope, monkeypatch):
    def interrupted(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("tightrope.figures.draw_all", interrupted)
    result = tightrope("run", "baseline", *SMALL)
    assert (result.exit_code, result.stdout) == (130, "")
    assert result.stderr == "Stopped by Ctrl-C; nothing unfinished was written.\n"
    assert list(Path("results").iterdir()) == []


@pytest.mark.parametrize(
    ("first", "last", "shown"),
    [
        ("2015-Q1", "2030-Q4", ["2020-Q4", "2030-Q4"]),
        ("2015-Q1", "2040-Q4", ["2020-Q4", "2030-Q4", "2040-Q4"]),
        ("2015-Q1", "2020-Q4", ["2017-Q4", "2020-Q4"]),
        ("1992-Q1", "2014-Q4", ["2003-Q4", "2014-Q4"]),
        ("2015-Q1", "2015-Q3", ["2015-Q3"]),
        ("2015-Q2", "2015-Q2", ["2015-Q2"]),
    ],
)
def test_the_dates_shown_are_the_usual_ones_and_the_end(first, last, shown):
    assert dates(parse_quarter(first), parse_quarter(last)) == shown


def assert_gone(group: int) -> None:
    """No process of the group is left; the interpreter's own helper process takes a moment to notice."""
    for _ in range(50):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return
        time.sleep(0.1)
    raise AssertionError("a process is left behind")


def launch(folder: Path, *words: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tightrope", *map(str, words)],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=heed_ctrl_c,
    )


def heed_ctrl_c() -> None:
    """What a shell starts in the background ignores Ctrl-C, and so does all that it starts."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.slow
@pytest.mark.parametrize("workers", [1, 2])
def test_ctrl_c_ends_a_run_with_one_line_and_leaves_nothing(workers, tmp_path):
    process = launch(tmp_path, "run", "baseline", "--members", 400_000, "--workers", workers)
    time.sleep(5)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to the whole group
    out, err = process.communicate(timeout=20)
    assert (process.returncode, out) == (130, "")
    assert err == "Stopped by Ctrl-C; nothing unfinished was written.\n"
    assert not (tmp_path / "results").exists()
    assert_gone(process.pid)


@pytest.mark.slow
def test_the_real_thing_from_a_shell(tmp_path):
    process = launch(tmp_path, "run", "baseline", "--members", 8, "--quarters", 6)
    out, err = process.communicate(timeout=120)
    assert (process.returncode, err) == (0, "")
    figures = {path.name for path in (tmp_path / "results" / "baseline" / "figures").iterdir()}
    assert {"position.png", "position.svg", "outcomes.png", "chronicle.svg"} <= figures
    assert "figures/ (png, svg): position, alignment, outcomes, purse, levers, beliefs, chronicle" in out


def test_a_refusal_from_a_shell_has_status_2_and_no_traceback(tmp_path):
    process = launch(tmp_path, "run", "baselin")
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (2, "")
    assert err.splitlines()[-1] == "Refused: 1 problem; nothing was run or written."
    assert "Traceback" not in err
