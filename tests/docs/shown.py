"""For tests of documents that show commands: find what is shown, do it, and hold what happens against it.

In a ``console`` block a line beginning with ``$`` is a command and what follows is its output. A line of dots stands
for any lines. Shares may differ by 0.06 (6 percentage points), because other processors draw other members. What stands
behind a prompt is typed. Where the output says that something was refused, it has to be.

Each kind of command is carried out by a shell once; another ``tightrope run`` is called in this process, which has
loaded already what takes two seconds to load.
"""

from __future__ import annotations

import os
import re
import shlex
import stat
import subprocess
import sys
from collections.abc import Sequence
from contextlib import chdir
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from click.testing import CliRunner

from tightrope.cli import program

ROOT = Path(__file__).parent.parent.parent

SHARE = 0.06
ROUNDING = 1e-9
TIMEOUT = 120
NUMBER = re.compile(r"(?P<before>[(\[~]*)(?P<number>[-+]?\d[\d,]*(?:\.\d+)?)(?P<after>[)\],.;:%]*)")
PROMPT = re.compile(r"(?:\w+ \[Enter: [^\]]*\]>|Your answer[^:]*:|>)(?: (?P<typed>.*))?")
"""Whose turn it is in a game, a question of an exercise, and a line of a longer answer."""


@dataclass(frozen=True)
class Shown:
    """A command with the output shown beneath it, and the document's line it stands in."""

    line: int
    command: str
    output: tuple[str, ...]

    @property
    def typed(self) -> str:
        """What is typed at the prompts shown, one line each."""
        prompts = [match for match in map(PROMPT.fullmatch, self.output) if match]
        return "".join(f"{match['typed'] or ''}\n" for match in prompts)

    @property
    def is_refused(self) -> bool:
        """Whether the document shows that the command refuses its input."""
        return any(line.startswith("Refused: ") for line in self.output)


def blocks(text: str, language: str) -> list[tuple[int, list[str]]]:
    """The fenced blocks of one language: the line of the fence and the lines within."""
    return [(line, lines) for line, info, lines in fenced(text) if info == language]


def files(text: str) -> list[tuple[int, str, str]]:
    """The files shown whole: line, name and content of every block whose fence has a name, as in ``yaml mine.yaml``."""
    named = [(line, info.split(), lines) for line, info, lines in fenced(text)]
    return [(line, words[1], "\n".join(lines) + "\n") for line, words, lines in named if len(words) == 2]


def fenced(text: str) -> list[tuple[int, str, list[str]]]:
    """All fenced blocks: the line of the fence, what stands behind it, and the lines within."""
    found: list[tuple[int, str, list[str]]] = []
    inside = False
    for number, line in enumerate(text.splitlines(), start=1):
        if line.startswith("```"):
            if not inside:
                found.append((number, line[3:].strip(), []))
            inside = not inside
        elif inside:
            found[-1][2].append(line)
    return found


def shown(text: str, document: str = "README.md") -> list[Shown]:
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
                raise AssertionError(f"{document}:{number}: output before any command: {line}")
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

    @cache
    def from_here(shown_so_far: int, printed_so_far: int) -> bool:
        rest = found[printed_so_far:]
        if shown_so_far == len(expected):
            return not any(line.strip() for line in rest)
        if expected[shown_so_far].strip() == "...":
            return any(from_here(shown_so_far + 1, printed_so_far + skip) for skip in range(len(rest) + 1))
        return (
            bool(rest)
            and same_line(expected[shown_so_far], rest[0])
            and from_here(shown_so_far + 1, printed_so_far + 1)
        )

    return from_here(0, 0)


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


@dataclass(frozen=True)
class Done:
    """What a command left: its exit status and what it printed."""

    status: int
    out: str
    err: str


CALLED = ("run", "compare", "explain")
"""Commands that load much and ask nothing: after the first of a kind they are called in this process."""
SEEN: set[str] = set()
"""The kinds that a shell has carried out."""
FOR_A_SHELL = frozenset("|&;<>()$`\\*?[]#~%!{}\n")
"""Characters that a shell may take for more than themselves."""


def by_shell(words: str, typed: str, folder: Path, variables: dict[str, str]) -> Done:
    """A command carried out by a shell."""
    done = subprocess.run(
        words,
        shell=True,
        cwd=folder,
        env=variables,
        input=typed,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=TIMEOUT,
    )
    return Done(done.returncode, done.stdout, done.stderr)


def called(words: str, folder: Path) -> Done:
    """A command of tightrope called in this process."""
    with chdir(folder):
        done = CliRunner().invoke(program, shlex.split(words)[1:], prog_name="tightrope")
    return Done(done.exit_code, done.stdout, done.stderr)


def carried_out(words: str, typed: str, folder: Path, variables: dict[str, str]) -> Done:
    """A command, carried out by a shell unless one of its kind has been."""
    program_name, kind = (*words.split(), "")[:2]
    if program_name == "tightrope" and kind in CALLED and kind in SEEN and not FOR_A_SHELL & set(words):
        return called(words, folder)
    SEEN.add(kind)
    return by_shell(words, typed, folder, variables)


def trouble(command: Shown, folder: Path, variables: dict[str, str], document: str = "README.md") -> str:
    """Carry out one command; what is wrong with it, "" if nothing is."""
    words = command.command
    if words.startswith("make"):
        # Asked what it would do: its targets install before they do anything.
        words = f"{words} --dry-run --directory {shlex.quote(str(ROOT))}"
    done = carried_out(words, command.typed, folder, variables)
    where = f"{document}:{command.line}: $ {command.command}"
    if done.status != (2 if command.is_refused else 0):
        return f"{where}\nends with exit status {done.status}:\n{done.out}{done.err}"
    if words.startswith("make") or not command.output:
        return ""
    printed = done.err if command.is_refused else done.out
    if matches(strip_end(command.output), printed.splitlines()):
        return ""
    return f"{where}\nprints\n{printed}\nand {document} shows\n" + "\n".join(command.output)


def strip_end(lines: Sequence[str]) -> Sequence[str]:
    """Lines without the empty ones at the end: the space before the next command."""
    while lines and not lines[-1].strip():
        lines = lines[:-1]
    return lines
