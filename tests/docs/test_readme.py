"""What the README shows is what happens: every command runs, and prints what is shown beneath it (see ``shown``)."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from tests.docs.shown import ROOT, TIMEOUT, Shown, blocks, environment, shown, trouble

from tightrope.scenario import load

README = ROOT / "README.md"

LONG_OR_INSTALLING = ("make run", "make test")
"""Not run here: the first installs, the second would run this test."""


def readme() -> str:
    """The text of the README, empty where there is none: the first test says so."""
    return README.read_text(encoding="utf-8") if README.is_file() else ""


def runnable(commands: Sequence[Shown]) -> list[Shown]:
    return [shown for shown in commands if not shown.command.startswith(LONG_OR_INSTALLING)]


def unwritten(drawn: object, path: Path, about: str) -> Path:
    """An empty file in place of a figure."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()
    return path


def test_the_readme_shows_commands_with_their_output():
    assert README.is_file(), "there is no README.md beside pyproject.toml"
    commands = shown(readme())
    assert commands, "README.md has no ```console block with a line beginning with '$ '"
    strange = [shown.command for shown in commands if not shown.command.startswith(("tightrope ", "make "))]
    assert strange == [], "only tightrope and make are run here"
    assert any(line.strip() not in ("", "...") for shown in commands for line in shown.output), "no output is shown"


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="the commands are run by a POSIX shell")
def test_every_command_of_the_readme_runs_and_prints_what_is_shown(tmp_path, monkeypatch):
    # Where a command is called in this process its figures are drawn, and not written: nobody looks at them here.
    monkeypatch.setattr("tightrope.figures.files.write", unwritten)
    # One folder for all, in order: a command may use what one before it has written.
    folder = tmp_path / "here"
    folder.mkdir()
    variables = environment(tmp_path)
    wrong = [trouble(command, folder, variables) for command in runnable(shown(readme()))]
    assert "\n\n".join(filter(None, wrong)) == ""


@pytest.mark.parametrize("place", range(len(blocks(readme(), "yaml"))))
def test_every_scenario_of_the_readme_is_one(place, tmp_path):
    _, lines = blocks(readme(), "yaml")[place]
    path = tmp_path / "scenario.yaml"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert load(path).title


@pytest.mark.slow
@pytest.mark.parametrize("place", range(len(blocks(readme(), "python"))))
def test_every_python_example_of_the_readme_runs(place, tmp_path):
    _, lines = blocks(readme(), "python")[place]
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", "\n".join(lines)],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        timeout=TIMEOUT,
    )
    assert done.returncode == 0, done.stderr


def test_what_installs_or_is_long_is_left_out():
    assert runnable([Shown(1, "make run", ()), Shown(2, "make test PYTHON=python3.12", ())]) == []
