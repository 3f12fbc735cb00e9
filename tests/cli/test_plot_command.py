from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import tightrope as tr
from tightrope import figures
from tightrope.cli import drawing
from tightrope.figures import FIGURES


@pytest.fixture
def written(monkeypatch):
    """Write an empty file in place of each figure, and remember which functions drew."""
    drawn: list[str] = []

    def draw_all(run, folder, formats=("png", "svg"), names=None):
        found = list(names or FIGURES)
        drawn.extend(found)
        return [folder / f"{name}.{ending}" for name in found for ending in formats]

    def draw_together(runs, folder, formats=("png", "svg"), names=None):
        drawn.append(f"{len(runs)} together: {','.join(names or ('all',))}")
        return [folder / f"{name}.{ending}" for name in names or ("position", "outcomes") for ending in formats]

    monkeypatch.setattr(drawing, "draw_all", draw_all)
    monkeypatch.setattr(drawing, "draw_together", draw_together)
    monkeypatch.setattr(figures, "draw_together", draw_together)
    return drawn


def test_plot_draws_every_figure_of_a_results_folder_and_lists_the_files(results, written, tightrope):
    result = tightrope("plot", "results/baseline")
    assert (result.exit_code, result.stderr) == (0, "")
    assert written == list(FIGURES)
    assert result.stdout.splitlines()[:2] == [
        "results/baseline/figures/position.png",
        "results/baseline/figures/position.svg",
    ]


def test_plot_draws_what_is_asked_for_where_it_is_asked_for(results, written, tightrope):
    result = tightrope("plot", "results/baseline", "--figure", "purse,levers", "--format", "pdf", "--out", "slides")
    assert result.stdout.splitlines() == ["slides/purse.pdf", "slides/levers.pdf"]
    assert written == ["purse", "levers"]


@pytest.mark.slow
def test_several_runs_are_drawn_side_by_side_next_to_their_folders(results, written, tightrope):
    result = tightrope("plot", "results/baseline", "results/control", "--figure", "outcomes", "--format", "png")
    place = "results/together-baseline-control"
    assert result.stdout.splitlines() == [
        f"{place}/{name}" for name in ("outcomes.csv", "ever.csv", "together.json", "figures/outcomes.png")
    ]
    assert written == ["2 together: outcomes"]
    table = Path(place, "outcomes.csv").read_text(encoding="utf-8").splitlines()
    assert {line.split(",")[0] for line in table[1:]} == {"baseline", "control"}
    elsewhere = tightrope("plot", "results/baseline", "results/control", "--format", "png", "--out", "slides")
    assert elsewhere.stdout.splitlines() == ["slides/position.png", "slides/outcomes.png"]


@pytest.mark.slow
def test_tables_and_figures_side_by_side_are_always_of_the_same_runs(results, written, tightrope):
    words = ("plot", "results/baseline", "results/control", "--format", "png")
    tightrope(*words, "--figure", "outcomes")
    place = results / "together-baseline-control"
    (place / "by-hand.txt").write_text("of these runs")
    again = tightrope(*words, "--figure", "position")
    assert again.stdout == "results/together-baseline-control/figures/position.png\n", "drawn beside the rest"
    assert (place / "by-hand.txt").is_file()
    tr.run("control", members=3, quarters=2).save(results / "control")
    renewed = tightrope(*words, "--figure", "position")
    assert "results/together-baseline-control/outcomes.csv" in renewed.stdout.splitlines()
    assert (place / "by-hand.txt").is_file(), "what no run wrote is carried over"
    last = (place / "outcomes.csv").read_text(encoding="utf-8").splitlines()[-1]
    assert last.startswith("control,2015-Q2,")


@pytest.mark.slow
def test_chosen_members_and_variables_are_really_drawn_under_names_of_their_own(results, tightrope):
    result = tightrope("plot", "results/baseline", "--members", "3,1", "--format", "png")
    assert result.exit_code == 0, result.stderr
    more = tightrope("plot", "results/baseline", "--variables", "world.reserves", "--members", 2, "--format", "svg")
    assert more.exit_code == 0, more.stderr
    names = [Path(line).name for line in (result.stdout + more.stdout).splitlines()]
    assert names == [
        "position-members-3-1.png",
        "chronicle-member-3.png",
        "chronicle-member-1.png",
        "variables-world.reserves-members-2.svg",
    ]
    assert all(Path("results/baseline/figures", name).stat().st_size > 1000 for name in names)


@pytest.mark.slow
def test_variables_and_members_of_several_runs_are_really_drawn_over_each_other(results, tightrope):
    place = results / "together-baseline-control"
    words = ("plot", "results/baseline", "results/control", "--format", "png")
    first = tightrope(*words, "--variables", "world.reserves,moscow.lever.workers", "--members", "3,1")
    assert first.exit_code == 0, first.stderr
    names = [Path(line).name for line in first.stdout.splitlines()]
    variables = "variables-world.reserves-moscow.lever.workers-members-3-1.png"
    assert names == ["outcomes.csv", "ever.csv", "together.json", "position.png", "outcomes.png", variables]
    again = tightrope(*words, "--members", 2)
    assert again.stdout == f"results/{place.name}/figures/position-members-2.png\n"
    elsewhere = tightrope(*words, "--variables", "world.reserves", "--figure", "purse,levers", "--out", "slides")
    assert elsewhere.stdout.split() == ["slides/purse.png", "slides/levers.png", "slides/variables-world.reserves.png"]
    files = [*(place / "figures").iterdir(), *Path("slides").iterdir()]
    assert len(files) == 7 and all(path.stat().st_size > 1000 for path in files)


def test_a_scenario_stands_for_its_results_and_a_change_since_is_told(results, written, tightrope):
    result = tightrope("plot", "baseline", "--figure", "position", "--format", "png")
    assert result.exit_code == 0
    assert result.stdout == "results/baseline/figures/position.png\n"
    assert result.stderr == (
        "warning: results/baseline was made with other settings or numbers than 'baseline' has now; it is drawn as "
        "it is. To renew it, run the scenario again\n"
    )


THEIR_OWN = "title: T\nquestion: Q?\nextends: baseline\nquarters: 3\nmembers: 4\n"


@pytest.fixture
def mine(tmp_path):
    """A scenario file, and results of it that are made with other settings by a command."""
    (tmp_path / "mine.yaml").write_text(THEIR_OWN, encoding="utf-8")

    def run_with(command="", **settings):
        found = tr.run(tmp_path / "mine.yaml", record=["baku.position"], **settings)
        found.save(tmp_path / "results" / "mine", command=command)

    return run_with


@pytest.mark.parametrize(
    ("settings", "command"),
    [
        ({"members": 2, "seed": 9}, "tightrope run mine.yaml --members 2 --seed 9"),
        ({"members": [1, 3]}, ""),
        ({"quarters": 2, "uncertainty": "none"}, "tightrope run mine.yaml --quarters=2 --uncertainty none"),
        ({"quarters": 2}, "tightrope run mine.yaml --set quarters=2"),
    ],
)
def test_what_was_chosen_for_a_run_alone_is_no_change_to_the_scenario(settings, command, mine, written, tightrope):
    mine(command, **settings)
    result = tightrope("plot", "mine.yaml", "--figure", "position", "--format", "png")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "results/mine/figures/position.png\n", "")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("quarters: 3", "quarters: 2"),
        ("members: 4", "members: 4\nuncertainty: none"),
        ("members: 4", "members: 4\nwashington: {engagement: 0.5}"),
        ("question: Q?", "question: Or what?"),
        ("quarters: 3", "quarters: 3\nstart: 2040-Q4"),  # what the run chose does not fit any more
    ],
)
def test_a_scenario_that_was_edited_since_is_told(old, new, mine, written, tightrope, tmp_path):
    mine("tightrope run mine.yaml --members 2", members=2)
    edited = THEIR_OWN.replace(old, new).replace("quarters: 3\nstart: 2040", "quarters: 1\nstart: 2040")
    (tmp_path / "mine.yaml").write_text(edited, encoding="utf-8")
    result = tightrope("plot", "mine.yaml", "--figure", "position")
    assert result.exit_code == 0
    assert result.stderr == (
        "warning: results/mine was made with other settings or numbers than 'mine' has now; it is drawn as it is. "
        "To renew it, run the scenario again\n"
    )


def test_a_results_folder_may_be_named_without_its_place(results, written, tightrope):
    (results / "control").rename(results / "control+washington.engagement=0.5")
    result = tightrope("plot", "control+washington.engagement=0.5", "--figure", "position", "--format", "png")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == "results/control+washington.engagement=0.5/figures/position.png\n"


@pytest.mark.parametrize(
    ("word", "said"),
    [
        (
            "results/nothere",
            "results/nothere: no such results folder; expected one of results/baseline, results/control; "
            "`tightrope run SCENARIO` makes one\n",
        ),
        (
            "results/baselin",
            "results/baselin: no such results folder; expected one of results/baseline, results/control; "
            "did you mean 'results/baseline'? `tightrope run SCENARIO` makes one\n",
        ),
        (
            "results/cheap-oil",
            "results/cheap-oil: no such results folder; expected one of results/baseline, results/control; "
            "`tightrope run cheap-oil` makes it\n",
        ),
        (
            "elsewhere/x",
            "elsewhere/x: no such results folder; expected a folder that a run has left; "
            "`tightrope run SCENARIO` makes one\n",
        ),
    ],
)
def test_a_results_folder_that_is_not_there_is_told_with_those_that_are_and_how_to_make_it(
    word, said, results, written, tightrope
):
    result = tightrope("plot", word)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"{said}Refused: 1 problem; nothing was run or written.\n"


def test_all_that_cannot_be_drawn_is_refused_at_once_and_of_many_folders_some_are_named(results, tightrope):
    for place in range(9):
        shutil.copytree(results / "baseline", results / f"b{place}")
    result = tightrope("plot", "results/xyz", "baselin", "results/baseline")
    some = ", ".join(f"results/{name}" for name in [*(f"b{place}" for place in range(8)), "..."])
    assert result.stderr.splitlines()[:2] == [
        f"results/xyz: no such results folder; expected one of {some.replace('results/...', '...')}; "
        "`tightrope run SCENARIO` makes one",
        "baselin: unknown scenario; expected a shipped scenario's name, a scenario file or a results folder; "
        "did you mean 'baseline'?",
    ]


@pytest.mark.slow
def test_results_of_the_scenario_as_it_is_are_drawn_without_a_word(written, tightrope, tmp_path):
    text = "title: T\nquestion: Q?\nextends: baseline\nquarters: 3\nmembers: 4\n"
    (tmp_path / "mine.yaml").write_text(text, encoding="utf-8")
    first = tightrope("plot", "mine.yaml", "--figure", "position")
    assert first.exit_code == 0
    assert first.stderr == "mine: no results in results/mine, so it is run first\n"
    assert (tmp_path / "results" / "mine" / "run.json").is_file()
    again = tightrope("plot", "mine.yaml", "--figure", "position")
    assert (again.exit_code, again.stderr) == (0, "")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ("results/baseline", "--figure", "positon", "--format", "pgn"),
            "--figure: positon: no such figure; expected one of position, alignment, outcomes, purse, levers, beliefs, "
            "chronicle; did you mean 'position'?\n"
            "--format: pgn: no such format; expected one of png, svg, pdf; did you mean 'png'?\n"
            "Refused: 2 problems; nothing was run or written.\n",
        ),
        (
            ("results/baseline", "results/control", "--figure", "purs,chronicle", "--format", "pgn"),
            "--figure: purs: no such figure; expected one of position, outcomes, alignment, purse, levers, beliefs; "
            "did you mean 'purse'?\n"
            "--format: pgn: no such format; expected one of png, svg, pdf; did you mean 'png'?\n"
            "--figure: chronicle: together with 2 runs, and it tells the paths of single members of one; expected one "
            "run, or one of position, outcomes, alignment, purse, levers, beliefs\n"
            "Refused: 3 problems; nothing was run or written.\n",
        ),
        (
            ("results/baseline", "results/control", "--variables", "world.reserve,a.b", "--members", "3,17"),
            "--members: baseline holds no path of member 17; expected one of the 5 that it kept, from 0 to 4\n"
            "--members: control holds no path of member 17; expected one of the 5 that it kept, from 0 to 4\n"
            "world.reserve: no such variable in these runs; expected an amount or level that every run kept; "
            "did you mean 'world.reserves'?\n"
            "a.b: no such variable in these runs; expected an amount or level that every run kept\n"
            "Refused: 4 problems; nothing was run or written.\n",
        ),
        (
            ("results/baseline", "--figure", "position", "--variables", "world.reserve", "--members", "17"),
            "--members: baseline holds no path of member 17; expected one of the 5 that it kept, from 0 to 4\n"
            "world.reserve: no such variable in this run; expected an amount or level that it kept; "
            "did you mean 'world.reserves'?\n"
            "Refused: 2 problems; nothing was run or written.\n",
        ),
        (
            ("results/baseline", "--variables", "world.reserve"),
            "world.reserve: no such variable in this run; expected an amount or level that it kept; "
            "did you mean 'world.reserves'?\n"
            "Refused: 1 problem; nothing was run or written.\n",
        ),
    ],
)
def test_what_cannot_be_drawn_is_refused_with_the_nearest(words, said, results, written, tightrope):
    result = tightrope("plot", *words)
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", said)
    assert written == []


def test_figures_that_show_no_single_members_are_not_drawn_as_if_they_did(results, tightrope):
    asked = ("--figure", "levers,position,outcomes", "--members", "1,3")
    result = tightrope("plot", "results/baseline", *asked, "--variables", "world.reserves")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.splitlines()[:-1] == [
        f"--members: the figure '{name}' shows no single members; expected position or chronicle, which can"
        for name in ("levers", "outcomes")
    ]
    assert not (results / "baseline" / "figures").exists()


def test_members_are_numbers(tightrope):
    result = tightrope("plot", "x", "--members", "3,first")
    assert result.exit_code == 2
    assert "Invalid value for '--members': 'first' is not the number of a member; expected for instance 3,17" in (
        result.stderr
    )


def test_a_member_that_was_not_kept_is_told_with_those_that_were(results, tightrope):
    result = tightrope("plot", "results/baseline", "--members", 17)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == (
        "--members: baseline holds no path of member 17; expected one of the 5 that it kept, from 0 to 4\n"
        "Refused: 1 problem; nothing was run or written.\n"
    )


def test_a_folder_without_results_is_refused(tmp_path, tightrope):
    (tmp_path / "empty").mkdir()
    result = tightrope("plot", "empty")
    assert result.exit_code == 2
    assert result.stderr.startswith("empty: a folder without scenario.yaml; expected a shipped scenario's name")
