"""What the README shows is what happens: every command runs, and prints what is shown beneath it.

In a ``console`` block a line beginning with ``$`` is a command and what follows is its output. A line of dots stands
for any lines. Shares may differ by 0.06 (6 percentage points), because other processors draw other members.
"""

from __future__ import annotations

import os
import re
import shlex
import stat
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from tightrope.scenario import load

ROOT = Path(__file__).parent.parent.parent
README = ROOT / "README.md"

LONG_OR_INSTALLING = ("make run", "make test")
"""Not run here: the first installs, the second would run this test."""
SHARE = 0.06
ROUNDING = 1e-9
TIMEOUT = 120
NUMBER = re.compile(r"(?P<before>[(\[~]*)(?P<number>[-+]?\d[\d,]*(?:\.\d+)?)(?P<after>[)\],.;:%]*)")


@dataclass(frozen=True)
class Shown:
    """A command with the output shown beneath it, and the README's line it stands in."""

    line: int
    command: str
    output: tuple[str, ...]


def readme() -> str:
    """The text of the README, empty where there is none: the first test says so."""
    return README.read_text(encoding="utf-8") if README.is_file() else ""


def blocks(text: str, language: str) -> list[tuple[int, list[str]]]:
    """The fenced blocks of one language: the line of the fence and the lines within."""
    found: list[tuple[int, list[str]]] = []
    fence = None
    for number, line in enumerate(text.splitlines(), start=1):
        if line.startswith("```"):
            if fence is None:
                fence = line[3:].strip()
                if fence == language:
                    found.append((number, []))
            else:
                fence = None
        elif fence == language:
            found[-1][1].append(line)
    return found


def shown(text: str) -> list[Shown]:
    """The commands of all ``console`` blocks in order, each with what is shown of its output."""
    commands: list[Shown] = []
    for start, lines in blocks(text, "console"):
        for number, line in enumerate(lines, start=start + 1):
            if line.startswith("$ "):
                commands.append(Shown(number, line[2:].strip(), ()))
            elif commands and commands[-1].line > start:
                last = commands.pop()
                commands.append(Shown(last.line, last.command, (*last.output, line.rstrip())))
            else:
                raise AssertionError(f"README.md:{number}: output before any command: {line}")
    return commands


def same_word(expected: str, found: str, share: float) -> bool:
    """Whether two words are the same, or shares that differ by no more than ``share``."""
    one, other = NUMBER.fullmatch(expected), NUMBER.fullmatch(found)
    if expected == found or one is None or other is None:
        return expected == found
    if (one["before"], one["after"]) != (other["before"], other["after"]):
        return False
    values = [float(match["number"].replace(",", "")) for match in (one, other)]
    # Whole numbers are counts, years and seeds, and are exact; shares are printed with decimals.
    if "." not in one["number"]:
        return values[0] == values[1]
    return abs(values[0] - values[1]) <= share + ROUNDING


def same_line(expected: str, found: str) -> bool:
    """Whether two lines say the same, whatever the space between the words and the length of rules."""
    words, others = expected.split(), found.split()
    if words and others and set(expected.strip()) <= set("─━-=") and set(found.strip()) <= set("─━-="):
        return True
    share = 100 * SHARE if "%" in expected else SHARE
    return len(words) == len(others) and all(same_word(*pair, share) for pair in zip(words, others, strict=True))


def matches(expected: Sequence[str], found: Sequence[str]) -> bool:
    """Whether the output is what is shown; a line of dots stands for any number of lines."""
    if not expected:
        return not any(line.strip() for line in found)
    if expected[0].strip() == "...":
        return any(matches(expected[1:], found[skip:]) for skip in range(len(found) + 1))
    return bool(found) and same_line(expected[0], found[0]) and matches(expected[1:], found[1:])


def environment(folder: Path) -> dict[str, str]:
    """An environment in which ``tightrope`` is this checkout's, whatever is installed."""
    programs = folder / "bin"
    programs.mkdir()
    program = programs / "tightrope"
    program.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m tightrope "$@"\n', encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    path = os.pathsep.join([str(programs), os.environ.get("PATH", "")])
    sources = os.pathsep.join([str(ROOT / "src"), os.environ.get("PYTHONPATH", "")])
    return {**os.environ, "PATH": path, "PYTHONPATH": sources, "PYTHONIOENCODING": "utf-8"}


def refused(command: Shown, folder: Path, variables: dict[str, str]) -> str:
    """What is wrong with one command, "" if nothing is."""
    words = command.command
    if words.startswith("make"):
        # Asked what it would do: its targets install before they do anything.
        words = f"{words} --dry-run --directory {shlex.quote(str(ROOT))}"
    done = subprocess.run(
        words, shell=True, cwd=folder, env=variables, capture_output=True, text=True, encoding="utf-8", timeout=TIMEOUT
    )
    where = f"README.md:{command.line}: $ {command.command}"
    if done.returncode != 0:
        return f"{where}\nends with exit status {done.returncode}:\n{done.stderr}"
    if words.startswith("make") or not command.output:
        return ""
    if matches(strip_end(command.output), done.stdout.splitlines()):
        return ""
    return f"{where}\nprints\n{done.stdout}\nand the README shows\n" + "\n".join(command.output)


def strip_end(lines: Sequence[str]) -> Sequence[str]:
    """Lines without the empty ones at the end: the space before the next command."""
    while lines and not lines[-1].strip():
        lines = lines[:-1]
    return lines


def runnable(commands: Sequence[Shown]) -> list[Shown]:
    return [shown for shown in commands if not shown.command.startswith(LONG_OR_INSTALLING)]


def test_the_readme_shows_commands_with_their_output():
    assert README.is_file(), "there is no README.md beside pyproject.toml"
    commands = shown(readme())
    assert commands, "README.md has no ```console block with a line beginning with '$ '"
    strange = [shown.command for shown in commands if not shown.command.startswith(("tightrope ", "make "))]
    assert strange == [], "only tightrope and make are run here"
    assert any(line.strip() not in ("", "...") for shown in commands for line in shown.output), "no output is shown"


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="the commands are run by a POSIX shell")
def test_every_command_of_the_readme_runs_and_prints_what_is_shown(tmp_path):
    # One folder for all, in order: a command may use what one before it has written.
    folder = tmp_path / "here"
    folder.mkdir()
    variables = environment(tmp_path)
    wrong = [refused(command, folder, variables) for command in runnable(shown(readme()))]
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


# -- the harness itself -----------------------------------------------------------------------------------------------
EXAMPLE = """
```sh
make run
```

```console
$ tightrope run baseline
Baseline
...
accession   3.3 % (2.1 to 5.0)

$ make bench
```
"""


def test_commands_are_found_with_their_output():
    assert shown(EXAMPLE) == [
        Shown(7, "tightrope run baseline", ("Baseline", "...", "accession   3.3 % (2.1 to 5.0)", "")),
        Shown(12, "make bench", ()),
    ]
    assert shown("no block at all") == []
    assert runnable([Shown(1, "make run", ()), Shown(2, "make test PYTHON=python3.12", ())]) == []


@pytest.mark.parametrize(
    ("expected", "found", "same"),
    [
        ("accession 3.3 % (2.1 to 5.0)", "accession    8.9 % (7.1 to 10.9)", True),
        ("accession 3.3 % (2.1 to 5.0)", "accession    9.9 % (7.1 to 10.9)", False),
        ("coerced 0.0 % (0.0 to 0.5)", "coerced 0.2 % (0.0 to 1.0)", True),
        ("share 0.30", "share 0.35", True),
        ("share 0.30", "share 0.37", False),
        ("500 members, seed 3", "500 members, seed 3", True),
        ("500 members, seed 3", "501 members, seed 3", False),
        ("2016-Q4", "2016-Q3", False),
        ("a b", "a b c", False),
        ("──────", "─────────", True),
    ],
)
def test_lines_are_the_same_but_for_space_and_sampling_error(expected, found, same):
    assert same_line(expected, found) is same


@pytest.mark.parametrize(
    ("expected", "found", "same"),
    [
        ("a|...|d", "a|b|c|d", True),
        ("a|...|d", "a|d", True),
        ("a|...|d", "a|b|c", False),
        ("...", "", True),
        ("a", "a|b", False),
        ("a|...", "b|a", False),
        ("...|b|...|d", "a|b|b|c|d", True),
        ("a", "a||", True),
    ],
)
def test_a_line_of_dots_stands_for_any_lines(expected, found, same):
    assert matches(expected.split("|"), found.split("|")) is same


@pytest.mark.slow
def test_a_command_that_fails_is_seen(tmp_path):
    variables = environment(tmp_path)
    assert "exit status 2" in refused(Shown(1, "tightrope run no-such-scenario", ()), tmp_path, variables)
    shows = Shown(1, "tightrope scenario list", ("nothing",))
    assert "the README shows\nnothing" in refused(shows, tmp_path, variables)
    assert refused(Shown(1, "tightrope scenario list", ("...", "")), tmp_path, variables) == ""
