"""Every command that prints tables, on a narrow terminal: nothing is lost and no word is broken."""

from __future__ import annotations

import os
import pty
import re
import shutil
import subprocess
import sys
import termios
from collections import Counter
from collections.abc import Callable
from pkgutil import resolve_name
from typing import Any

import pytest
from tests.calibrate import small

from tightrope.cli import output
from tightrope.hindcast import contest
from tightrope.scenario import load, scenario_names

WIDE = 400
NARROW = (80, 72)
BASE = "title: {0}\nquestion: Does it?\nextends: baseline\nquarters: 8\nmembers: 12\n"
FILES = {
    "near.yaml": BASE.format("Near"),
    "far.yaml": BASE.format("Far") + "washington: {engagement: 0.5}\nworld: {oil_price: 40}\n",
}
FEW = ("--members", 12, "--quarters", 8)
TRIED = ("--candidates", small.CANDIDATES, "--draws", small.DRAWS, "--seed", small.SEED, "--workers", 1)

QUICK: list[tuple[object, ...]] = [
    ("scenario", "list"),
    ("scenario", "show", "history"),
    ("scenario", "show", "worst-case"),
    ("scenario", "show", "karabakh-escalation", "--all"),
    ("scenario", "check", "near.yaml", "far.yaml"),
    ("evidence", "oil"),
    ("evidence", "claims", "oil"),
    ("evidence", "parameters", "engagement"),
    ("evidence", "parameters"),
    ("evidence", "considerations"),
    ("evidence", "levers"),
    ("evidence", "model"),
    ("exercise", "list"),
]
SLOW: list[tuple[object, ...]] = [
    ("run", "near.yaml", "--members", 40),
    ("run", "near.yaml", "--theory", "all", "--members", 4),
    ("run", "near.yaml", "far.yaml", "--set", "washington.interest_in_security=0.5", "--set", "moscow.drive=0.4"),
    ("run", "cheap-oil", "--uncertainty", "history", "--members", 400, "--quarters", 24),
    ("compare", "near.yaml", "far.yaml"),
    ("compare", "baseline", "--set", "washington.engagement=0.5", "--members", 40),
    ("explain", "near.yaml"),
    ("explain", "near.yaml", "--member", 3),
    ("explain", "near.yaml", "--member", 3, "--quarter", "2015-Q3"),
    ("explain", "near.yaml", "--theory", "prospect-theory", "--member", 3, "--quarter", "2016-Q4"),
    ("hindcast", "--members", 20, "--workers", 1),
    ("hindcast", "--directions", "--members", 12, "--workers", 1),
    ("play", "near.yaml", "--as", "baku"),
    ("play", "history", "--as", "moscow"),
    ("calibrate", *TRIED),
    ("calibrate", *TRIED, "--theories"),
    ("exercise", "1"),
]


ONCE = (
    "tightrope.cli.run_command.carry_out_and_save",
    "tightrope.cli.side_by_side.save_together",
    "tightrope.calibrate.study.calibrate",
    "tightrope.calibrate.theories.rank_theories",
    "tightrope.cli.comparing.compare",
    "tightrope.hindcast.run_hindcast",
    "tightrope.hindcast.directions.run_directions",
)
"""What is done once for a command, however wide the terminal is: what is told of it is what is tested."""
LIVED = ("default", "nobody-moves")
"""The models of a hindcast that are run; the others are told of with what the default shows, word for word as many."""


class Remembered:
    """What a function returned when a command called it first, second and so on, to be returned again."""

    def __init__(self) -> None:
        self.found: dict[tuple[str, int], Any] = {}
        self.calls: Counter[str] = Counter()

    def begin(self) -> None:
        """From here on the command is given again."""
        self.calls.clear()

    def __call__(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*given: Any, **named: Any) -> Any:
            key = (name, self.calls[name])
            self.calls[name] += 1
            if key not in self.found:
                self.found[key] = function(*given, **named)
            return self.found[key]

        return call


def looks(look: Callable[[contest.Job], contest.Saw]) -> Callable[[contest.Job], contest.Saw]:
    """The same, each world run for two models alone."""
    default: dict[str, contest.Saw] = {}

    def call(job: contest.Job) -> contest.Saw:
        if job.contestant.id not in LIVED:
            return default[job.name]
        saw = look(job)
        if job.contestant.id == LIVED[0]:
            default[job.name] = saw
        return saw

    return call


@pytest.fixture
def told_at(tightrope, tmp_path, monkeypatch):
    """Call the program on a terminal of some width, always from the same files; returns what it printed."""
    monkeypatch.setattr("tightrope.figures.draw_all", lambda *_, **__: [])
    monkeypatch.setattr("tightrope.figures.draw_together", lambda *_, **__: [])
    monkeypatch.setattr("tightrope.figures.draw_comparison", lambda *_: [])
    monkeypatch.setattr("tightrope.evidence.calibration.load_settings", small.settings)
    monkeypatch.setattr(contest, "look", looks(contest.look))
    remembered = Remembered()
    for place in ONCE:
        monkeypatch.setattr(place, remembered(place, resolve_name(place)))
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")

    def call(width: int, words: tuple[object, ...]) -> str:
        monkeypatch.setattr(output, "table_width", lambda: width)
        remembered.begin()
        result = tightrope(*words, typed="?\nvis\n1\n\nleave\n")
        assert result.exit_code == 0, result.output
        for path in tmp_path.iterdir():
            if path.is_dir():
                shutil.rmtree(path)
            elif path.name not in FILES:
                path.unlink()
        return result.stdout

    return call


def words_of(text: str) -> Counter[str]:
    """The words of a text, those ended with a hyphen at the end of a line put together; rules and times are none."""
    joined = re.sub(r"(?<=\w[-/])\n\s*(?=\w)", "", text)
    return Counter(word for word in joined.split() if not re.fullmatch("─+|[0-9]+", word))


def nothing_is_lost(told_at, words):
    wide = words_of(told_at(WIDE, words))
    assert sum(wide.values()) > 3
    for width in NARROW:
        text = told_at(width, words)
        assert not wide - words_of(text), f"lost or broken at {width}"
        lines = [line for line in text.splitlines() if not line.startswith("  results/")]
        too_long = [line for line in lines if len(line) > width and len(line.split()) > 3]
        assert not too_long or words[0] == "exercise", f"beyond {width}"


@pytest.mark.parametrize("words", QUICK, ids=lambda words: " ".join(map(str, words)))
def test_what_is_told_of_files_and_evidence_is_whole_on_a_narrow_terminal(words, told_at):
    nothing_is_lost(told_at, words)


def test_a_table_on_a_real_terminal_of_eighty_columns_is_whole(tmp_path):
    # A pseudo-terminal: what the reader sees, not what a captured stream is given.
    theirs, ours = pty.openpty()
    termios.tcsetwinsize(ours, (40, 80))
    command = [sys.executable, "-m", "tightrope", "scenario", "list"]
    environment = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES")}
    with subprocess.Popen(command, stdin=ours, stdout=ours, stderr=ours, cwd=tmp_path, env=environment) as process:
        os.close(ours)
        seen = b""
        while chunk := _read(theirs):
            seen += chunk
        assert process.wait() == 0, seen
    os.close(theirs)
    text = re.sub(r"\x1b\[[0-9;]*m", "", seen.decode()).replace("\r", "")
    assert max(map(len, text.splitlines())) <= 80
    lost = {word for name in scenario_names() for word in f"{name} {load(name).question}".split()} - set(text.split())
    assert not lost


def _read(terminal: int) -> bytes:
    """What a terminal shows next; nothing when its program has ended."""
    try:
        return os.read(terminal, 65536)
    except OSError:
        return b""


@pytest.mark.slow
@pytest.mark.parametrize("words", SLOW, ids=lambda words: " ".join(map(str, words)))
def test_what_is_told_of_runs_is_whole_on_a_narrow_terminal(words, told_at):
    nothing_is_lost(told_at, words)
