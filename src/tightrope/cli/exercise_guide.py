"""The teacher's guide of an exercise, as ``tightrope exercise N --teacher`` prints it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tightrope.cli.exercise_words import item
from tightrope.cli.output import paragraph, say

if TYPE_CHECKING:
    from tightrope.exercises.compute import Lab


def say_guide(lab: Lab) -> None:
    """Print the guide: the teacher's page, what the model says to every question now, model answers and marks."""
    from tightrope.exercises.marking import shown
    from tightrope.exercises.solve import grounds, solve, worked_out_with
    from tightrope.exercises.steps import Explain
    from tightrope.results import DISCLAIMER

    one = lab.exercise
    say(click.style(f"{one.title}: the teacher's guide", bold=True))
    say()
    for line in one.teacher.strip().splitlines():
        say(click.style(line.lstrip("# "), bold=True) if line.startswith("#") else line)
    say()
    say(click.style(f"What the model says now ({worked_out_with(lab)})", bold=True))
    for solved in solve(lab):
        item(solved.question.asks)
        say(paragraph(f"{solved.model}", "    "))
        if not solved.accepted:
            say(
                paragraph(
                    f"The solution written down, {shown(solved.question, solved.answer)}, is not accepted any more.",
                    "    ",
                )
            )
    say()
    say(click.style("What the guide rests on", bold=True))
    for ground in grounds(lab):
        standing = "stands" if ground.stands else "does NOT stand any more"
        item(f"{ground.ground.says}: {ground.found.words()}; {standing}")
    say()
    say(click.style("Model answers and marks", bold=True))
    for step in one.steps:
        if isinstance(step, Explain):
            item(step.asks)
            say(paragraph(step.model_answer, "    "))
            for earns, marks in step.marks.items():
                say(paragraph(f"{marks}: {earns}", "      "))
    say()
    say(paragraph(f"Easily got wrong: {one.trap.misreading} Instead: {one.trap.instead}"))
    say(DISCLAIMER)
