"""``tightrope exercise``: list, lead through one, print it, its guide, start one, check one."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tightrope.cli.output import json_option, note, print_json, say, table
from tightrope.cli.shell import Command

if TYPE_CHECKING:
    from tightrope.exercises.compute import Lab
    from tightrope.exercises.steps import Exercise


@click.command(
    cls=Command,
    examples=(
        "tightrope exercise",
        "tightrope exercise 3",
        "tightrope exercise 3 --name 'Ada L.' --answers ada.yaml",
        "tightrope exercise 3 --teacher",
        "tightrope exercise 3 --print handouts",
        "tightrope exercise new my-exercise",
        "tightrope exercise check my-exercise --solve",
    ),
)
@click.argument("words", metavar="[EXERCISE | new NAME | check EXERCISE...]", nargs=-1)
@click.option("--answers", metavar="FILE", type=click.Path(path_type=Path), help="Where the answers are kept.")
@click.option("--name", "student", metavar="NAME", default="", help="The student's name, for the file of answers.")
@click.option("--teacher", is_flag=True, help="Print the teacher's guide, with what the model says now.")
@click.option(
    "--print",
    "handouts",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="Write two files to print, of a few pages each: one to hand out, one to keep.",
)
@click.option("--solve", is_flag=True, help="With check: also put the written solutions to the model.")
@json_option
def exercise(
    words: tuple[str, ...],
    answers: Path | None,
    student: str,
    teacher: bool,
    handouts: Path | None,
    solve: bool,
    as_json: bool,
) -> None:
    """Exercises for teaching: predict, run, explain.

    Without a word: the list. EXERCISE is a number, a name or a folder; it is led through here, its answers go to a
    file to hand in, and the same command goes on where it stopped. 'new NAME' starts an exercise of your own in the
    folder NAME, 'check EXERCISE...' says all that is wrong with one.
    """
    given = {"--answers": answers, "--name": student, "--teacher": teacher, "--print": handouts, "--solve": solve,
             "--json": as_json}  # fmt: skip
    used = {option for option, value in given.items() if value}
    if not words or words == ("list",):
        _refuse_others(used, {"--json"}, "the list")
        list_exercises(as_json)
    elif words[0] == "new":
        _refuse_others(used, set(), "new")
        start(words[1:])
    elif words[0] == "check":
        _refuse_others(used, {"--solve"}, "check")
        check(words[1:], solve)
    elif len(words) > 1:
        raise click.UsageError("one exercise at a time", click.get_current_context())
    elif teacher or handouts is not None:
        _refuse_others(used, {"--teacher", "--print"}, "the teacher's guide and the pages")
        pages(words[0], teacher, handouts)
    else:
        _refuse_others(used, {"--answers", "--name"}, "an exercise")
        lead(words[0], answers, student)


def _refuse_others(used: set[str], allowed: set[str], what: str) -> None:
    if wrong := sorted(used - allowed):
        raise click.UsageError(f"{', '.join(wrong)} cannot go with {what}", click.get_current_context())


def list_exercises(as_json: bool) -> None:
    """Print the shipped exercises."""
    from tightrope.exercises.load import exercise_folders, load_exercise

    found = [load_exercise(folder, checked=False) for folder in exercise_folders()]
    if as_json:
        told = ("number", "name", "title", "minutes", "goals")
        print_json([one.model_dump(mode="json", include=set(told)) for one in found])
        return
    rows = [[str(one.number), one.title, str(one.minutes), one.goals[0]] for one in found]
    table("", ["", "exercise", "minutes", "first goal"], rows, right=(0, 2), wrap=(1, 3))
    say("tightrope exercise 1 leads through the first; --teacher prints its guide, --print DIR pages to hand out.")


def lead(word: str, answers: Path | None, student: str) -> None:
    """Lead through an exercise here."""
    import shlex

    from tightrope.cli.exercise_lead import Lead
    from tightrope.exercises.load import load_exercise
    from tightrope.exercises.session import Session

    one = load_exercise(word)
    path = answers or Path(f"{one.folder.absolute().name}-answers.yaml")
    getattr(sys.stdin, "reconfigure", lambda **_: None)(errors="replace")
    session = Session.open(one, path, student=student)
    again = shlex.join(["tightrope", "exercise", word, *(["--answers", str(path)] if answers else [])])
    Lead(session, lab_of(one), path.with_name(f"{path.stem}-figures"), again).go()


def pages(word: str, teacher: bool, handouts: Path | None) -> None:
    """Print the teacher's guide, or write the pages."""
    from tightrope.exercises.load import load_exercise

    one = load_exercise(word)
    lab = lab_of(one)
    if handouts is not None:
        from tightrope.exercises.printable import write_pages

        for path in write_pages(lab, handouts):
            say(f"Written: {path}")
    if teacher:
        from tightrope.cli.exercise_guide import say_guide

        say_guide(lab)


def start(words: tuple[str, ...]) -> None:
    """Start an exercise from a template."""
    from tightrope.exercises.starter import start_folder

    if len(words) != 1:
        raise click.UsageError("new takes one name", click.get_current_context())
    for path in start_folder(words[0]):
        say(f"Written: {path}")
    say(f"Edit them, then: tightrope exercise check {words[0]} --solve")


def check(words: tuple[str, ...], solve: bool) -> None:
    """Say all that is wrong with some exercises."""
    from tightrope.errors import InputError, Problem
    from tightrope.exercises.load import load_exercise
    from tightrope.exercises.solve import problems_of_solution

    if not words:
        raise click.UsageError("check takes one exercise or more", click.get_current_context())
    problems: list[Problem] = []
    for word in words:
        try:
            one = load_exercise(word)
        except InputError as error:
            problems.extend(error.problems)
            continue
        wrong = problems_of_solution(lab_of(one)) if solve else []
        if not wrong:
            say(f"ok: {word}")
        problems.extend(wrong)
    if problems:
        raise InputError(problems)


def lab_of(one: Exercise) -> Lab:
    """Where an exercise is run; tells of each run where somebody watches."""
    from tightrope.exercises.compute import Lab

    told: Callable[[str], Any] | None = (lambda what: note(f"running: {what}")) if sys.stderr.isatty() else None
    return Lab(one, told=told)
