"""``tightrope explain``: why a member did what it did, and what decided over many members."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tightrope.cli.output import json_option, print_json, say
from tightrope.cli.shell import Command

if TYPE_CHECKING:
    from tightrope.errors import Problem
    from tightrope.explanation import Story, Subject, Summary


@click.command(
    cls=Command,
    examples=(
        "tightrope explain results/cheap-oil --member 17",
        "tightrope explain history --member 3 --quarter 1993-Q3",
        "tightrope explain cheap-oil",
        "tightrope explain worst-case --member 4 --out slides",
    ),
)
@click.argument("run", metavar="RUN")
@click.option("--member", metavar="K", type=int, help="Tell the story of this member.")
@click.option("--quarter", metavar="2021-Q1", help="Only this quarter, in full.")
@click.option("--theory", metavar="T", help="The theory by which capitals choose, of a scenario.")
@click.option("--out", metavar="DIR", type=click.Path(path_type=Path), help="Where the figure of a story goes.")
@json_option
def explain(
    run: str, member: int | None, quarter: str | None, theory: str | None, out: Path | None, as_json: bool
) -> None:
    """Say why: who moved when, what decided it, what came closest, and the claims behind it.

    RUN is a results folder, the name of a scenario or a scenario file. With --member the story of one member; without,
    what most often decided each kind of move, over many members. Members live again for it: a results folder that
    this version cannot repeat is refused. With --out the story is drawn as well.
    """
    from tightrope.cli.notes import say_notes
    from tightrope.errors import InputError
    from tightrope.explanation import Story, answer, data, wrong_with

    problems = wrong_place(out, member, quarter)
    try:
        subject = subject_asked(run, theory)
    except InputError as error:
        raise InputError([*error.problems, *problems]) from error
    try:
        problems = [*wrong_with(subject, member, quarter), *problems]
        if problems:
            raise InputError(problems)
        say_notes([subject.plan])
        found = answer(subject, member, quarter)
    finally:
        subject.close()
    files = draw(found, out) if isinstance(found, Story) and out is not None else []
    if as_json:
        whole = quarter is not None
        told = data.story_as_data(found, whole=whole) if isinstance(found, Story) else data.summary_as_data(found)
        print_json({**told, "figures": [str(path) for path in files]})
    else:
        tell(found, whole=quarter is not None, files=files)


def subject_asked(run: str, theory: str | None) -> Subject:
    """The scenario or the run that is to be explained. Raises InputError with all problems."""
    from tightrope.cli.asked import ALL, asked
    from tightrope.errors import InputError, Problem
    from tightrope.explanation import is_stored_run, subject_of

    if theory == ALL:
        expected = "one theory: reasons are those of one"
        raise InputError([Problem("--theory", None, None, "", f"'{ALL}'", expected)])
    if not is_stored_run(run):
        (one,) = asked([run], options={"theory": theory})
        return subject_of(one.scenario, one.name)
    if theory is not None:
        found, expected = "together with a results folder", "a scenario, whose members can live under any theory"
        raise InputError([Problem("--theory", None, None, "", found, expected)])
    return subject_of(Path(run))


def wrong_place(out: Path | None, member: int | None, quarter: str | None) -> list[Problem]:
    """What is wrong with the place for a figure."""
    from tightrope.errors import Problem

    if out is None:
        return []
    problems = []
    if member is None or quarter is not None:
        found = "without a whole story" if member is None else "together with --quarter"
        problems.append(Problem("--out", None, None, "", found, "--member alone: the figure shows a whole story"))
    if out.exists() and not out.is_dir():
        problems.append(Problem(str(out), None, None, "", "a file", "a folder for the figure", "choose another --out"))
    return problems


def draw(story: Story, out: Path) -> list[Path]:
    """Draw a story into a folder; returns the files."""
    from tightrope.figures import story as drawn
    from tightrope.figures import write

    stem = f"story-member-{story.member}"
    about = f"{story.scenario.title}: the story of member {story.member}"
    axes = drawn(story)
    return [write(axes, out / f"{stem}.{ending}", about) for ending in ("png", "svg")]


def tell(found: Story | Summary, *, whole: bool, files: Sequence[Path]) -> None:
    """Print a story, a quarter of one or a summary, and the files written."""
    from tightrope.cli import story_words
    from tightrope.explanation import Story

    if not isinstance(found, Story):
        story_words.say_summary(found)
    elif whole:
        story_words.say_quarter(found, found.moments[0].quarter)
    else:
        story_words.say_story(found)
    for path in files:
        say(f"Written: {path}")
