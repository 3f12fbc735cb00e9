from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from tests.hindcast.boards import board, criterion

from tightrope.cli import scoreboard_words
from tightrope.hindcast.board import CAUTION, THEORIES
from tightrope.results import DISCLAIMER

pytestmark = pytest.mark.slow
"""Whole commands, each a run with its files and figures."""

FEW = ("--members", 20, "--workers", 1)


def test_a_hindcast_prints_the_patterns_the_headline_and_the_files(tightrope):
    result = tightrope("hindcast", *FEW, "--only", "P25,p19")
    assert (result.exit_code, result.stderr) == (0, "")
    told = " ".join(result.stdout.split())
    assert "History, 1992 to 2014, put to 12 models: 20 members each, seed 20141203" in told
    assert "P19 Closed and spared [non-liberalisation-shield, levers-not-fully-used; inference]" in told
    assert "pressure from 2000 to mid-2014 is lower than" in told
    assert "min 80 %" in told
    assert "1 of 1 tested pattern discriminates, passed by the default and failed where nobody moves: P19." in told
    assert "Not testable yet: P25, the model has no peers." in told
    assert CAUTION in told
    assert told.count(DISCLAIMER) == 1
    files = ["scoreboard.csv", "scoreboard.json", "figures/scoreboard.png", "figures/scoreboard.svg"]
    assert result.stdout.splitlines()[-5:] == ["Written:", *(f"  results/hindcast-P19-P25/{name}" for name in files)]
    assert all(Path("results/hindcast-P19-P25", name).stat().st_size > 1000 for name in files)


def test_the_files_say_what_the_screen_says(tightrope):
    result = tightrope("hindcast", *FEW, "--only", "P14", "--json", "--out", "here")
    assert result.exit_code == 0
    printed = json.loads(result.stdout)
    assert printed.pop("files")[0] == "here/hindcast-P14/scoreboard.csv"
    assert printed == json.loads(Path("here/hindcast-P14/scoreboard.json").read_text(encoding="utf-8"))
    assert printed["headline"]["caution"] == CAUTION
    with Path("here/hindcast-P14/scoreboard.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [row["criterion"] for row in rows] == ["P14a", "P14b", "P14c", "P14d"]
    found = printed["patterns"]["P14"]["criteria"][0]["found"]["default"]
    assert float(rows[0]["default: value"]) == pytest.approx(found["value"], abs=1e-5)
    assert rows[0]["default: verdict"] == found["verdict"]


def test_the_same_seed_gives_the_same_numbers_and_may_be_chosen(tightrope):
    first, again, other = (
        tightrope("hindcast", *FEW, "--only", "P21", "--json", "--seed", seed).stdout for seed in (3, 3, 4)
    )
    assert first == again != other
    assert json.loads(first)["seed"] == 3


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ("--only", "P99,P14,x"),
            "--only: unknown 'P99'; expected one of P1, P2,",
        ),
        (("--members", 0), "--members: 0 members; expected 1 to 20000, every path being looked at\n"),
        (("--seed", -1), "--seed: -1; expected a whole number from 0\n"),
        (("--directions", "--members", 0), "--members: 0 of them; expected at least 2, for one shows no spread\n"),
        (("--members", 30_000), "--members: 30000 members; expected 1 to 20000, every path being looked at\n"),
        (("--directions", "--only", "S99"), "--only: unknown 'S99'; expected one of S1,"),
    ],
)
def test_what_is_not_there_is_refused_and_nothing_is_written(words, said, tightrope):
    result = tightrope("hindcast", *words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(said)
    assert "nothing was run or written" in result.stderr
    assert not Path("results").exists()


def test_a_folder_that_is_no_hindcast_is_left_alone(tightrope):
    Path("results/hindcast-P25").mkdir(parents=True)
    Path("results/hindcast-P25/thesis.txt").write_text("mine")
    result = tightrope("hindcast", *FEW, "--only", "P25")
    assert result.exit_code == 2
    assert result.stderr.startswith(
        "results/hindcast-P25: something that is not a hindcast; expected nothing, or a folder"
    )
    assert [path.name for path in Path("results").iterdir()] == ["hindcast-P25"]
    assert Path("results/hindcast-P25/thesis.txt").read_text() == "mine"


def test_a_hindcast_replaces_an_older_one_and_leaves_nothing_behind(tightrope):
    for _ in range(2):
        assert tightrope("hindcast", *FEW, "--only", "P25").exit_code == 0
    assert [path.name for path in Path("results").iterdir()] == ["hindcast-P25"]


def test_directions_are_printed_and_written(tightrope):
    result = tightrope("hindcast", "--directions", "--members", 10, "--only", "s25")
    assert (result.exit_code, result.stderr) == (0, "")
    told = " ".join(result.stdout.split())
    assert told.startswith("Directions of the scenarios: 10 members a side, the same luck on both sides")
    assert told.count(DISCLAIMER) == 1
    assert result.stdout.splitlines()[-2:] == [
        "  results/directions-S25/directions.csv", "  results/directions-S25/directions.json",
    ]  # fmt: skip
    with Path("results/directions-S25/directions.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert {row["scenario"] for row in rows} == {"S25"}
    data = json.loads(tightrope("hindcast", "--directions", "--members", 10, "--only", "S25", "--json").stdout)
    assert (data["members"], len(data["directions"]), data["disclaimer"]) == (10, len(rows), DISCLAIMER)


# -- words ------------------------------------------------------------------------------------------------------------
def test_failures_stand_in_the_headline_and_what_luck_could_turn_is_named():
    found = board(
        {("P1", "P1a"): (0.7, 0.1, 0.9), ("P1", "P1b"): (0.79, 0.1, 0.9), ("P2", "P2a"): (0.9, 0.1, 0.9)},
        P1b=criterion("P1b", ours=True),
    )
    lines = scoreboard_words.headline(found)
    assert lines == [
        "1 of 2 tested patterns discriminates, passed by the default and failed where nobody moves: P2.",
        "The default fails: P1a (what P1a asks for) and P1b (what P1b asks for; a check of our own).",
        "Too close to call with 1,000 members: P1b.",
        CAUTION,
    ]


def test_marks_tell_our_own_checks_what_passes_by_construction_and_what_is_not_tested(capsys):
    found = board(
        {
            ("P1", "P1a"): (0.9, 0.1, 0.9),
            ("P1", "P1b"): (0.9, 0.9, None),
            ("P1", "P1c"): (1.0, 0.1, 0.9),
            ("P1", "P1d"): (0, 0, 0),
        },
        P1b=criterion("P1b", ours=True),
        P1c=criterion("P1c", by_construction="it cannot fail"),
        P1d=criterion("P1d", untested="no move does it"),
    )
    scoreboard_words.say_board(found)
    lines = [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]
    key = next(place for place, line in enumerate(lines) if line.startswith("The models: D default, N nobody moves"))
    assert "The marks: + passed, x failed, . not tested;" in " ".join(lines[key : key + 4])
    assert key < lines.index("Criteria, as shares of members"), "the key stands above what it is the key to"
    assert "a what P1a asks for min 80 % 90.0 % (88.0 to 92.0) + x +" in lines
    assert "b* what P1b asks for min 80 % 90.0 % (88.0 to 92.0) + + x" in lines
    assert "c= what P1c asks for min 80 % 100.0 % (98.0 to 100.0) + x +" in lines
    assert "d what P1d asks for (not testable yet: no move does it) . . ." in lines
    assert "P1 the pattern P1 p x p yes" in lines


def test_theories_that_meet_history_with_the_defaults_numbers_are_not_condemned(tightrope):
    result = tightrope("hindcast", *FEW, "--only", "P19")
    told = " ".join(result.stdout.split())
    assert "I omnibalancing, B bandwagoning for profit, P prospect theory, G satisficing" in told
    assert told.count(THEORIES) == 1
    assert "wanted default (90 %) D NR OMCS TIBPG" in told
    # All twelve columns stand whole, within the width of a page.
    assert any(line.split() == ["pattern", *"DNROMCSTIBPG", "counts"] for line in result.stdout.splitlines())
    assert max(map(len, result.stdout.splitlines())) <= 110
