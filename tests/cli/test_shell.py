from __future__ import annotations

import shlex
from collections.abc import Callable

import click
import pytest

from tightrope.cli import program
from tightrope.cli.shell import Command, message
from tightrope.errors import InputError, Problem, RunError

PROBLEM = Problem("cheap.yaml", 7, 3, "washington.engagment", "unknown key", "a parameter", "did you mean 'x'?")


def commands(group: click.Group, path: tuple[str, ...] = ()) -> list[tuple[tuple[str, ...], click.Command]]:
    found: list[tuple[tuple[str, ...], click.Command]] = [(path, group)]
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            found += commands(command, (*path, name))
        else:
            found.append(((*path, name), command))
    return found


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> Callable[[BaseException], None]:
    """Make ``scenario show`` fail with an error."""

    def fail_with(error: BaseException) -> None:
        def fail(_: object) -> None:
            raise error

        monkeypatch.setattr("tightrope.face.plan_of", fail)

    return fail_with


@pytest.mark.parametrize(("path", "command"), commands(program))
def test_every_command_has_an_example_in_its_help(path, command, tightrope):
    result = tightrope(*path, "--help")
    assert result.exit_code == 0
    examples = result.stdout.partition("\nExample")[2]
    assert f"tightrope {' '.join(path)}".rstrip() in examples.replace("evidence oil", "evidence claims oil")


@pytest.mark.parametrize("example", [example for _, command in commands(program) for example in command.examples])
def test_every_example_is_a_command_line_that_parses(example, monkeypatch, tightrope):
    called: list[dict[str, object]] = []
    for _, command in commands(program):
        if not isinstance(command, click.Group):
            monkeypatch.setattr(command, "callback", lambda **given: called.append(given))
    result = tightrope(*shlex.split(example.partition(" > ")[0])[1:])
    assert result.exit_code == 0, result.stderr
    assert len(called) == 1


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (["scenarioo"], "no command 'scenarioo'; did you mean 'scenario'?"),
        (["scenario", "lsit"], "no command 'lsit'; did you mean 'list'?"),
        (
            ["xyzzy"],
            "no command 'xyzzy'; there are compare, evidence, exercise, explain, hindcast, play, plot, report, run, "
            "scenario",
        ),
        (["run", "baseline", "--membres", "3"], "No such option '--membres'. Did you mean '--members'?"),
    ],
)
def test_a_misspelt_command_or_option_is_answered_with_the_nearest(typed, meant, tightrope):
    result = tightrope(*typed)
    assert result.exit_code == 2
    assert meant in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize(
    ("error", "status", "said"),
    [
        (
            InputError([PROBLEM, PROBLEM]),
            2,
            "cheap.yaml:7:3: washington.engagment: unknown key; expected a parameter; did you mean 'x'?\n"
            "cheap.yaml:7:3: washington.engagment: unknown key; expected a parameter; did you mean 'x'?\n"
            "Refused: 2 problems; nothing was run or written.\n",
        ),
        (RunError("a worker died"), 1, "Failed: a worker died\n"),
        (KeyboardInterrupt(), 130, "Stopped by Ctrl-C; nothing unfinished was written.\n"),
        (MemoryError(), 1, "Failed: not enough memory; ask for fewer --members or fewer --workers.\n"),
        (PermissionError(13, "Permission denied", "results"), 1, "Failed: results: Permission denied\n"),
        (
            ZeroDivisionError("division by zero"),
            1,
            "Failed: ZeroDivisionError: division by zero\n"
            "This is a fault of the program, not of the input; add --debug to see where it happened.\n",
        ),
    ],
)
def test_every_failure_has_its_words_and_its_exit_status_and_no_traceback(error, status, said, failing, tightrope):
    failing(error)
    result = tightrope("scenario", "show", "baseline")
    assert result.exit_code == status
    assert result.stderr == said
    assert result.stdout == ""


@pytest.mark.parametrize("words", [("--debug", "scenario", "show", "x"), ("scenario", "show", "x", "--debug")])
def test_debug_shows_the_traceback_before_or_after_the_command_and_keeps_the_exit_status(words, failing, tightrope):
    failing(RunError("a worker died"))
    result = tightrope(*words)
    assert result.exit_code == 1
    assert "Traceback (most recent call last)" in result.stderr
    assert result.stderr.endswith("Failed: a worker died\n")


def test_one_problem_is_one_problem():
    assert message(InputError([PROBLEM])).endswith("Refused: 1 problem; nothing was run or written.")


def test_every_command_but_the_groups_takes_debug():
    lacking = [path for path, command in commands(program) if not isinstance(command, click.Group)]
    assert all(isinstance(command, Command) for path, command in commands(program) if path in lacking)


def test_version_prints_the_version_of_the_package(tightrope):
    import tightrope as package

    result = tightrope("--version")
    assert result.exit_code == 0
    assert result.stdout == f"tightrope {package.__version__}\n"
