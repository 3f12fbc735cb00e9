from __future__ import annotations

from pathlib import Path

import pytest

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


def test_several_runs_are_drawn_side_by_side_next_to_their_folders(results, written, tightrope):
    result = tightrope("plot", "results/baseline", "results/control", "--figure", "outcomes", "--format", "png")
    assert result.stdout.splitlines() == ["results/together/figures/outcomes.png"]
    assert written == ["2 together: outcomes"]


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


def test_a_scenario_stands_for_its_results_and_a_change_since_is_told(results, written, tightrope):
    result = tightrope("plot", "baseline", "--figure", "position", "--format", "png")
    assert result.exit_code == 0
    assert result.stdout == "results/baseline/figures/position.png\n"
    assert result.stderr == (
        "warning: results/baseline was made with other settings or numbers than 'baseline' has now; it is drawn as "
        "it is. To renew it, run the scenario again\n"
    )


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
            ("results/baseline", "results/control", "--figure", "purse", "--variables", "a.b", "--members", "3"),
            "--figure: purse: no such figure; expected one of position, outcomes\n"
            "--variables: together with 2 runs; expected one run, or no such option\n"
            "--members: together with 2 runs; expected one run, or no such option\n"
            "Refused: 3 problems; nothing was run or written.\n",
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


def test_members_are_numbers(tightrope):
    result = tightrope("plot", "x", "--members", "3,first")
    assert result.exit_code == 2
    assert "Invalid value for '--members': 'first' is not the number of a member; expected for instance 3,17" in (
        result.stderr
    )


def test_a_member_that_was_not_kept_is_told_with_those_that_were(results, tightrope):
    result = tightrope("plot", "results/baseline", "--members", 17)
    assert result.exit_code == 1
    assert "holds no path of member 17; it has 5, from 0 to 4" in result.stderr


def test_a_folder_without_results_is_refused(tmp_path, tightrope):
    (tmp_path / "empty").mkdir()
    result = tightrope("plot", "empty")
    assert result.exit_code == 2
    assert result.stderr.startswith("empty: a folder without scenario.yaml; expected a shipped scenario's name")
