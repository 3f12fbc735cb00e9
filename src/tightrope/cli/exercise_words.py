"""What an exercise says in a terminal besides its results: head and end, prompts, tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tightrope.cli.output import note, paragraph, say, table, text_width
from tightrope.cli.words import counted

if TYPE_CHECKING:
    from tightrope.exercises.compute import Lab
    from tightrope.exercises.session import Session
    from tightrope.exercises.steps import Question
    from tightrope.exercises.tables import Table

HOW_TO = (
    "Every answer is kept at once. Type 'again' to see the last results once more, 'skip' to leave a question open, "
    "'quit' to stop; the same command goes on from there."
)


def say_head(session: Session, lab: Lab, *, resumed: bool) -> None:
    """Print what an exercise is about, or how far it is done."""
    from tightrope.exercises.telling import TABLE_WORDS, title_of

    one = session.exercise
    say(click.style(title_of(one), bold=True))
    questions = counted(len(one.questions), "question")
    if session.dropped:
        count = counted(len(session.dropped), "answer")
        note(f"note: {count} in {session.path} to questions that have changed since; they are asked again")
    if resumed:
        by = f" by {session.student}" if session.student else ""
        say(f"{session.answered} of {questions} done before{by}; going on.")
        say()
        return
    say("You will learn:")
    for goal in one.goals:
        item(goal)
    say("Read first:")
    for reading in one.reading:
        item(f"{lab.seeds.sources[reading.document].title}, {reading.section}")
    say("In the tables:")
    for meaning in TABLE_WORDS:
        item(meaning)
    say(paragraph(f"{questions}; answers go to {session.path}. {HOW_TO}"))
    say()


def say_stopped(session: Session, command: str) -> None:
    """Print how far it is done and how to go on."""
    say()
    say(f"Stopped; {session.answered} of {counted(len(session.exercise.questions), 'question')} done.")
    say(f"To go on: {command}")


def say_end(session: Session) -> None:
    """Print what came of the predictions, what to take away and what to hand in."""
    from tightrope.exercises.recall import looked_back
    from tightrope.results import DISCLAIMER

    trap = session.exercise.trap
    if lines := looked_back(session):
        say(click.style("Your predictions", bold=True))
        for line in lines:
            item(line)
        say()
    say(click.style("What to take away", bold=True))
    say(paragraph(f"Easily got wrong: {trap.misreading}"))
    say(paragraph(f"Instead: {trap.instead}"))
    say()
    say(f"Done. Hand in: {session.path}")
    say(DISCLAIMER)


def item(text: str) -> None:
    """Print one item of a list."""
    say(click.wrap_text(text, text_width(), initial_indent="  - ", subsequent_indent="    "))


def prompt_of(step: Question) -> str:
    """What stands before the cursor."""
    from tightrope.exercises.marking import number_wanted, quarter_wanted

    if step.form == "choice":
        return f"Your answer (1 to {len(step.choices)}): "
    if step.form == "several":
        return "Your answer (numbers with commas, or none): "
    if step.form == "quarter":
        return f"Your answer ({quarter_wanted(step)}): "
    if step.form == "number":
        return f"Your answer ({number_wanted(step).removeprefix('a number ')}): "
    return "Your answer (one line): "


def say_table(shown: Table) -> None:
    """Print a table and what is to be said below it."""
    say(paragraph(shown.title))
    table("", shown.columns, shown.rows, right=range(1, len(shown.columns)), wrap=range(len(shown.columns)))
    for text in shown.notes:
        say(paragraph(text))
    if shown.notes:
        say()
