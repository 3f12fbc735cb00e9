from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from tests.exercises.benches import text, written

from tightrope.cli import program
from tightrope.exercises.session import read_sheet
from tightrope.exercises.telling import TABLE_WORDS

ROOT = Path(__file__).parents[2]
ANSWERS = ("1", "50", "Because.", "And so.", "")
"""To the small exercise: which way, how many, and why in two lines."""


@pytest.fixture
def small(tmp_path, monkeypatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return written(tmp_path)


def told(*words: str, typed: str = "") -> str:
    done = CliRunner().invoke(program, ["exercise", *words], input=typed)
    assert done.exit_code == 0, done.output
    return done.stdout


def refused(*words: str) -> str:
    done = CliRunner().invoke(program, ["exercise", *words])
    assert done.exit_code == 2, done.output
    assert "Traceback" not in done.output
    return done.output


def test_without_a_word_the_ten_are_listed():
    listed = json.loads(told("--json"))
    assert [one["number"] for one in listed] == list(range(1, 11))
    assert all(one["title"] in " ".join(told().split()) for one in listed[:3])


def test_an_exercise_is_led_through_and_handed_in(small):
    out = told("small", "--name", "Ada", typed="\n".join(ANSWERS))
    assert (
        out.index("Predict, before the run") < out.index("Run\n") < out.index("Your prediction, held against the model")
    )
    assert "You: further west.  The model: further west [+0." in out
    assert "Done. Hand in: small-answers.yaml" in out
    sheet = read_sheet(Path("small-answers.yaml"))
    assert sheet.student == "Ada"
    assert [one.answered for one in sheet.answers] == ["up", 50.0, "up", 50.0, "Because.\nAnd so."]
    assert [one.verdict for one in sheet.answers][2:4] == ["as the model", "too high, by 50 points"]


def test_predictions_are_looked_back_at_in_the_end_with_what_was_asked_and_what_came_of_it(small):
    end = told("small", typed="\n".join(ANSWERS)).partition("Your predictions\n")[2]
    lines = [" ".join(one.split()) for one in end.partition("What to take away")[0].split("  - ") if one.strip()]
    assert len(lines) == 2
    assert "? You predicted: further west. The model: further west [+0." in lines[0]
    assert lines[0].endswith("As the model.")
    assert "You predicted: 50" in lines[1] and lines[1].endswith("Too high, by 50 points.")


def test_the_words_of_a_table_are_explained_once_and_not_again_on_going_on(small):
    said = " ".join(told("small", typed="1\n").split())
    for meaning in TABLE_WORDS:
        assert meaning in said
    assert "In the tables" not in told("small", typed="")


def test_another_student_does_not_take_over_the_answers_in_a_file(small):
    told("small", "--name", "Ada L.", typed="1\n")
    before = Path("small-answers.yaml").read_text()
    assert refused("small", "--name", "Bob") == (
        "small-answers.yaml: student: the answers of Ada L.; expected those of Bob; go on with --name 'Ada L.' or "
        "without --name, or choose another --answers\nRefused: 1 problem; nothing was run or written.\n"
    )
    assert Path("small-answers.yaml").read_text() == before
    assert "1 of 3 questions done before by Ada L.; going on." in told("small", typed="")
    assert "1 of 3 questions done before by Ada L.; going on." in told("small", "--name", "ada l.", typed="")


def test_no_result_is_shown_before_the_prediction_is_made(small):
    out = told("small", typed="1\n")
    assert not re.search(r"± ?\d", out) and "The model" not in out and "Run\n" not in out
    assert "Stopped; 1 of 3 questions done." in out


@pytest.mark.parametrize("stop", ["", "quit\n", "exit\n"])
def test_a_session_that_stops_goes_on_with_the_next_question(small, stop):
    assert "To go on: tightrope exercise small" in told("small", typed="1\n50\n" + stop)
    out = told("small", typed="Because.\n\n")
    assert "2 of 3 questions done before; going on." in out
    assert "Explain (question 3 of 3)" in out
    assert "Washington engages again. Where does" not in out.split("Your prediction")[0]
    assert "Done." in out


def test_nothing_at_all_on_stdin_stops_at_once_and_writes_nothing(small):
    assert "Stopped; 0 of 3" in told("small")
    assert not Path("small-answers.yaml").exists()


def test_what_is_no_answer_is_asked_again(small):
    out = told("small", typed="further\n9\n1\nmany\n101\nskip\n")
    assert out.count("Expected: a number from 1 to 3, or words of one answer alone.") == 2
    assert out.count("Expected: a number in percent from 0 to 100.") == 2
    assert read_sheet(Path("small-answers.yaml")).answers[1].answered is None


def test_an_answer_in_words_is_said_again_as_it_was_taken(small):
    out = told("small", typed="West\nskip\n")
    assert "Taken as: further west." in out and "Stopped; 2 of 3" in out
    assert read_sheet(Path("small-answers.yaml")).answers[0].answered == "up"


def test_a_question_with_a_computable_answer_is_asked_twice_and_then_told(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    question = (
        "asks: Which way?\n    form: choice\n    choices: {up: west, down: east, none: nowhere}\n    solution: up"
    )
    whole = text(**{"  - kind: explain": f"  - kind: check\n    id: again\n    {question}\n    quantity: {{kind: sign, "
                    "of: position, world: changed, against: as is}\n  - kind: explain"})  # fmt: skip
    written(tmp_path, whole)
    out = told("small", typed="1\n50\n2\nagain\n3\nWhy.\n\n")
    assert "Not right. Look again" in out and "Not right.  The model: west [+0." in out
    # The table was shown once, and once more when it was asked for.
    assert out.count("tactical drift east, 2022-Q4") == 2
    (kept,) = [one for one in read_sheet(Path("small-answers.yaml")).answers if one.step == "again"]
    assert (kept.earlier, kept.answered, kept.verdict) == (("down",), "none", "not right")


def test_results_can_be_shown_again_after_going_on(tmp_path, monkeypatch):
    # Two questions on one table, and a stop between them.
    monkeypatch.chdir(tmp_path)
    written(tmp_path)
    shown_first = told("small", typed="1\n50\n")
    assert shown_first.count("tactical drift east, 2022-Q4") == 1
    shown_later = told("small", typed="again\nBecause.\n\n")
    assert shown_later.count("tactical drift east, 2022-Q4") == 1


def test_where_nothing_was_shown_there_is_nothing_to_show_again(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    plain = yaml.safe_load(text())
    plain["steps"] = [step for step in plain["steps"] if step["kind"] != "read"]
    written(tmp_path, yaml.safe_dump(plain, sort_keys=False))
    assert "There is nothing to show again yet." in told("small", typed="again\n1\n")


@pytest.mark.slow
def test_a_session_that_is_killed_keeps_every_answer_and_goes_on(small):
    command = [sys.executable, "-m", "tightrope", "exercise", "small"]
    running = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(ROOT / "src")}
    )
    assert running.stdin is not None and running.stdout is not None
    running.stdin.write(b"1\n50\n")
    running.stdin.flush()
    place = Path("small-answers.yaml")
    until = time.monotonic() + 60
    while not (place.exists() and len(read_sheet(place).answers) >= 4):
        assert time.monotonic() < until and running.poll() is None
        time.sleep(0.05)
    running.send_signal(signal.SIGKILL)
    running.wait()
    running.stdout.close()
    running.stdin.close()
    assert [one.answered for one in read_sheet(place).answers] == ["up", 50.0, "up", 50.0]
    assert "Done." in told("small", typed="Because.\n\n")
    assert not [path for path in Path().iterdir() if path.name.startswith(".")]


def test_the_guide_has_the_answers_of_the_moment_and_the_marks(small):
    out = told("small", "--teacher")
    assert "What to expect" in out and re.search(
        r"What the model says now \(tightrope \S+, numbers [0-9a-f]{12}, 60 members\)", out
    )
    assert "further west [+0." in out and "2: what earns marks" in out
    assert "Engagement alone moves the position west: +0." in out and "; stands" in out


def test_pages_are_written_where_asked(small):
    out = told("small", "--print", "handouts")
    assert sorted(path.name for path in Path("handouts").iterdir()) == ["small-teacher.html", "small.html"]
    assert f"Written: {Path('handouts') / 'small.html'}" in out


def test_a_new_exercise_can_be_checked_and_led_through_at_once(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert "Written: my-own/exercise.yaml" in told("new", "my-own").replace("\\", "/")
    assert told("check", "my-own", "--solve") == "ok: my-own\n"
    assert "already" in refused("new", "my-own")
    out = told("my-own", typed="\n".join(("1", "50", "So I think.", "No longer.", "Because.", "")))
    assert "Done." in out
    # The reason is quoted with what came of the prediction, once that is known.
    quoted = out.index("You wrote: \N{LEFT DOUBLE QUOTATION MARK}So I think.")
    assert out.index("Too high, by 50 points.") < out.index("You predicted: 50 percent. The model: 0") < quoted
    assert quoted < out.index("Does it still hold")
    kept = {one.step: one for one in read_sheet(Path("my-own-answers.yaml")).answers}
    (recalled,) = [one for one in kept.values() if one.quoted]
    assert (recalled.quoted, recalled.answered) == ("So I think.", "No longer.")


def test_a_reason_left_open_is_asked_for_again_once_the_result_is_known(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    told("new", "my-own")
    out = told("my-own", typed="1\n50\nskip\nNow I would.\n")
    assert "You left this open before the run: In one line, why?" in out
    (kept,) = [one for one in read_sheet(Path("my-own-answers.yaml")).answers if one.answered == "Now I would."]
    assert kept.quoted == ""


@pytest.mark.parametrize("stop", ["quit\n", "exit\n"])
def test_whoever_stops_in_the_middle_of_a_text_keeps_what_is_written(small, stop):
    out = told("small", typed="1\n50\nFirst line.\nSecond line.\n" + stop)
    assert "What you have written is kept." in out and "Stopped; 3 of 3 questions done." in out
    assert read_sheet(Path("small-answers.yaml")).answers[-1].answered == "First line.\nSecond line."


def test_a_quarter_outside_the_run_is_asked_again(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    question = "id: share\n    asks: When is the drift first in fewer than half of the members?\n    form: quarter\n"
    old = text()
    start, end = old.index("id: share"), old.index("  - kind: run")
    whole = (old[:start] + question + old[end:]).replace(
        "{kind: level, of: drift, world: changed}",
        "{kind: first quarter, output: baku.outcome, counting: [tactical drift east], world: changed, below: 0.5}",
    )
    written(tmp_path, whole)
    out = told("small", typed="1\n1999-Q1\n2031-Q1\n2015-Q1\n")
    assert "Your answer (a quarter from 2015-Q1 to 2030-Q4, or never): 1999-Q1" in out
    assert out.count("Expected: a quarter from 2015-Q1 to 2030-Q4, or never; the run has no ") == 2
    assert "You: 2015-Q1." in out


@pytest.mark.parametrize("name", ["a/b/c", "-x", "a b", ""])
def test_a_name_that_is_none_is_refused(tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    refused("new", "--", name)
    assert list(tmp_path.iterdir()) == []


def test_check_tells_what_is_wrong_in_all_of_them(small, tmp_path):
    (tmp_path / "other").mkdir()
    other = written(tmp_path / "other", text(**{"minutes: 45": "minutes: 0"}))
    (small / "exercise.yaml").write_text(text(**{"kind: explain": "kind: x"}), encoding="utf-8")
    out = refused("check", "small", str(other), "3")
    assert "minutes: 0" in out and "unknown kind of step" in out and "ok: 3" in out
    assert "Refused: " in out


def test_check_with_solve_tells_a_solution_that_the_model_does_not_accept(small):
    (small / "exercise.yaml").write_text(text(**{"solution: up ": "solution: none "}), encoding="utf-8")
    assert told("check", "small") == "ok: small\n"
    out = refused("check", "small", "--solve")
    lines = (small / "exercise.yaml").read_text(encoding="utf-8").splitlines()
    (line,) = [place for place, one in enumerate(lines, start=1) if "solution: none " in one]
    assert f"small/exercise.yaml:{line}:" in out.replace("\\", "/")
    assert "the solution 'in the same place' is not accepted; expected what the model says: further west [+0." in out
    assert "; write: up" in out


@pytest.mark.parametrize(
    "words", [["12"], ["nothing"], ["3", "4"], ["new"], ["check"], ["--teacher"], ["3", "--solve"], ["3", "--json"],
              ["3", "--answers", "x.yaml", "--teacher"], ["new", "x", "--name", "Ada"]],
)  # fmt: skip
def test_what_makes_no_sense_is_refused(words, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    refused(*words)
    assert list(tmp_path.iterdir()) == []
