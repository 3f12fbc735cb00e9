"""Leading through an exercise in a terminal: show, ask, keep, hold against the model."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tightrope.cli.exercise_words import item, prompt_of, say_end, say_head, say_stopped, say_table
from tightrope.cli.output import paragraph, say
from tightrope.cli.words import LEAVE, counted

if TYPE_CHECKING:
    from tightrope.exercises.compute import Lab
    from tightrope.exercises.found import Given
    from tightrope.exercises.session import Session
    from tightrope.exercises.steps import Check, Exercise, Explain, Question, Read, Step
    from tightrope.exercises.tables import Table


class Stopped(Exception):  # noqa: N818 - nobody made an error
    """The student stops here, or there is nothing more to read."""


class Lead:
    """One way through an exercise, from where its session stands."""

    def __init__(self, session: Session, lab: Lab, figures: Path, command: str) -> None:
        self.session, self.lab, self.figures, self.command = session, lab, figures, command
        self.exercise: Exercise = session.exercise
        self._last: list[Step] = []

    def go(self) -> None:
        """Go on to the end, or until the student stops."""
        steps = self.exercise.steps
        place = self.session.resume_from if self.session.kept else 0
        self._last = shown_last(steps[:place])
        say_head(self.session, self.lab, resumed=place > 0)
        try:
            for step in steps[place:]:
                self._take(step)
        except (Stopped, KeyboardInterrupt):
            say_stopped(self.session, self.command)
            return
        say_end(self.session)

    def _take(self, step: Step) -> None:
        from tightrope.exercises.steps import Check, Explain

        if not step.asks_for_something:
            self._last = [*self._last, step] if self._shown else [step]
            self._shown = True
            self._show(step)
            return
        if self.session.done(step):
            return
        self._shown = False
        if isinstance(step, Check):
            self._check(step)
        elif isinstance(step, Explain):
            self._explain(step)
        else:
            self._predict(step)  # type: ignore[arg-type]

    _shown = False

    # -- showing ------------------------------------------------------------------------------------------------------
    def _show(self, step: Step) -> None:
        from tightrope.exercises import steps as kinds
        from tightrope.exercises.tables import compared_table, ran_table, shown_table

        if isinstance(step, kinds.Read):
            self._read(step)
        elif isinstance(step, kinds.Run):
            self._heading(step, step.says)
            self._say_runs(ran_table(self.lab, step))
        elif isinstance(step, kinds.Compare):
            self._heading(step, step.says)
            say_table(compared_table(self.lab, step))
        elif isinstance(step, kinds.Show):
            self._heading(step, step.says)
            if step.figure:
                self._draw(step.figure, step.worlds[0])
            else:
                say_table(shown_table(self.lab, step))

    def _heading(self, step: Step, says: str = "") -> None:
        from tightrope.exercises.telling import heading_of

        say(click.style(heading_of(self.exercise, step), bold=True))
        if says:
            say(paragraph(says))

    def _read(self, step: Read) -> None:
        from tightrope.exercises.telling import claim_told

        self._heading(step, step.says)
        for name in step.claims:
            item(claim_told(self.lab.seeds.claims[name]))
        say()
        self._pause()

    def _say_runs(self, ran: Table) -> None:
        say(paragraph(f"{ran.title}. The same by hand:"))
        for says, span, command in ran.rows:
            item(f"{says}, {span}")
            say(f"      {command}")
        say()

    def _draw(self, name: str, world: str) -> None:
        from tightrope.figures import FIGURES, write

        run = self.lab.run(world)
        path = self.figures / f"{world.replace(' ', '-')}-{name}.png"
        about = f"{self.exercise.worlds[world].says}: {name}"
        write(FIGURES[name](run), path, about)
        say(paragraph(f"Drawn: {path}. Open it, and go on when you have looked at it."))
        say()
        self._pause()

    def _pause(self) -> None:
        """Wait until the reader is done; with answers from a file there is nobody to wait for."""
        if sys.stdin.isatty():
            self._line("[Enter to go on] ")

    # -- asking -------------------------------------------------------------------------------------------------------
    def _predict(self, step: Question) -> None:
        from tightrope.exercises.recall import recalled
        from tightrope.exercises.steps import Recall

        self._heading(step)
        for line in recalled(self.session, step) if isinstance(step, Recall) else ():
            say(paragraph(line))
        self._say_question(step)
        given = self._answer(step)
        self.session.keep(step, given)
        say()

    def _check(self, step: Check) -> None:
        from tightrope.exercises.marking import question_of, shown, verdict

        question: Question = question_of(self.exercise, step)
        if not step.of:
            self._ask_and_check(step)
            return
        given = self.session.answer_to(step.of)
        self._heading(step)
        say(paragraph(question.asks))
        found = self.lab.find(step.quantity)
        said = verdict(question, found, given, predicted=True)
        say(paragraph(f"You: {shown(question, given)}.  The model: {found.words(question.choices)}.  {started(said)}."))
        self._keep_check(step, given, (), found.words(question.choices), said)

    def _ask_and_check(self, step: Check) -> None:
        from tightrope.exercises.marking import RIGHT, TRIES, verdict

        self._heading(step)
        self._say_question(step)
        tries: list[Given | None] = []
        said = ""
        found = None
        while len(tries) < TRIES:
            given = self._answer(step)
            if found is None:
                found = self.lab.find(step.quantity)
            tries.append(given)
            said = verdict(step, found, given, predicted=False)
            if given is None or said == RIGHT or len(tries) == TRIES:
                break
            say(paragraph(f"{started(said)}. Look again ('again' shows the results once more)."))
        assert found is not None
        model = found.words(step.choices)
        say(paragraph(f"{started(said)}.  The model: {model}."))
        self._keep_check(step, tries[-1], tuple(one for one in tries[:-1] if one is not None), model, said)

    def _keep_check(self, step: Check, given: Given | None, earlier: tuple[Given, ...], model: str, said: str) -> None:
        self.session.keep(step, given, earlier=earlier, model=model, verdict=said)
        if step.says:
            say(paragraph(step.says))
        say()

    def _explain(self, step: Explain) -> None:
        from tightrope.exercises.marking import cleaned

        self._heading(step)
        say(paragraph(step.asks))
        marks = sum(step.marks.values())
        say(paragraph(f"({counted(marks, 'mark')}. As many lines as you like; an empty line ends the answer.)"))
        lines: list[str] = []
        try:
            self._write(lines)
        except (Stopped, KeyboardInterrupt):
            if lines:
                self.session.keep(step, cleaned("\n".join(lines)))
                say("What you have written is kept.")
            raise
        self.session.keep(step, cleaned("\n".join(lines)) if lines else None)
        say()

    def _write(self, lines: list[str]) -> None:
        """Take lines until one is empty; none where the question is skipped."""
        while True:
            line = self._line("> ", final=bool(lines))
            word = line.strip().lower()
            if not lines and word == "again":
                self._again()
            elif not lines and word == "skip":
                return
            elif word:
                lines.append(line)
            elif lines:
                return

    def _say_question(self, step: Question) -> None:
        say(paragraph(step.asks))
        for place, words in enumerate(step.choices.values(), start=1):
            say(paragraph(f"{place}  {words}", "  "))
        if step.terms:
            say(paragraph(f"({step.terms})"))

    def _answer(self, step: Question) -> Given | None:
        """An answer that is understood; None where the question is skipped."""
        from tightrope.exercises.marking import shown, understood

        while True:
            typed = self._line(prompt_of(step))
            word = typed.strip().lower()
            if word == "skip":
                return None
            if word == "again":
                self._again()
                continue
            try:
                given = understood(step, typed)
            except ValueError as error:
                say(f"Expected: {error}.")
                continue
            if step.choices and any(map(str.isalpha, typed)):
                say(f"Taken as: {shown(step, given)}.")
            return given

    def _again(self) -> None:
        """Show the last results once more: what was run and drawn is there already."""
        from tightrope.exercises import steps as kinds

        shown = [one for one in self._last if not isinstance(one, kinds.Run) and getattr(one, "figure", None) is None]
        for step in shown:
            self._show(step)
        if not shown:
            say("There is nothing to show again yet.")

    def _line(self, prompt: str, *, final: bool = False) -> str:
        """One line typed; ``final``: that nothing more comes ends an answer and does not stop the session."""
        if sys.stdin.isatty():
            try:
                line = input(prompt)
            except EOFError:
                line = None
        else:
            click.echo(prompt, nl=False)
            read = sys.stdin.readline()
            line = read.rstrip("\r\n") if read else None
            click.echo("" if line is None else line)
        if line is None:
            if final:
                return ""
            raise Stopped
        if line.strip().lower() in LEAVE:
            raise Stopped
        return line


def started(text: str) -> str:
    """A text with a capital at its beginning, and nowhere else."""
    return text[:1].upper() + text[1:]


def shown_last(steps: Sequence[Step]) -> list[Step]:
    """What is shown together last among some steps: the last of those without a question that stand side by side."""
    last: list[Step] = []
    after_question = True
    for step in steps:
        if step.asks_for_something:
            after_question = True
            continue
        last = [step] if after_question else [*last, step]
        after_question = False
    return last
