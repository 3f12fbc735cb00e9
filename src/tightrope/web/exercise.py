"""Exercise: the ten, and one of them step by step, predictions before results."""

from __future__ import annotations

import json

from nicegui import background_tasks, ui

from tightrope.errors import InputError, TightropeError
from tightrope.evidence import load_seeds
from tightrope.exercises.answers import Answers
from tightrope.exercises.marking import question_of, shown
from tightrope.exercises.steps import Check, Exercise
from tightrope.exercises.tables import Table
from tightrope.exercises.telling import TABLE_WORDS, title_of
from tightrope.report.words import counted
from tightrope.results import DISCLAIMER
from tightrope.web.desk import BusyError, Desk, OvertakenError
from tightrope.web.exercise_cards import StepCard
from tightrope.web.exercise_sheet import AnswersPanel, download, file_name
from tightrope.web.exercise_shown import draw_table
from tightrope.web.exercise_way import Way, asks_itself
from tightrope.web.exercise_work import Listed, listed, opened, result, run_ahead, steps_with_results
from tightrope.web.explore import problems_in_words
from tightrope.web.layout import button, folded, frame, tag
from tightrope.web.visitors import Visitor

HOW_TO = (
    "Predict first, then run, then compare. Every answer is kept at once, and cannot be changed afterwards; a question"
    " can be skipped. A reload loses nothing; when the server ends, answers that were not downloaded are gone."
)

FOCUS = (
    "(function seek(left) {{ const found = document.getElementById({name});"
    "if (!found) {{ if (left) setTimeout(() => seek(left - 1), 20); return; }}"
    "setTimeout(() => {{ found.focus({{preventScroll: true}}); found.scrollIntoView({{block: {block}}}); }}, 30);"
    "}})(50)"
)


class ExerciseList:
    """The list of the exercises."""

    def __init__(self, desk: Desk, visitor: Visitor) -> None:
        self._desk, self._visitor = desk, visitor

    def build(self) -> None:
        """Draw the page; the list comes when it has been read."""
        self._client = ui.context.client
        with frame("/exercise", "Exercises"):
            tag("h1", text="Exercises")
            tag("p", "quiet", text="Predict, run, explain. Each leads through a question step by step, and ends with a"
                " file of answers to hand in.")  # fmt: skip
            self._body = tag("div")
        ui.timer(0, self._fill, once=True)

    async def _fill(self) -> None:
        try:
            found = await self._desk.ask(self._visitor.token, listed)
        except (BusyError, OvertakenError, TightropeError) as error:
            with self._body:
                tag("p", "trouble", text=str(error), role="alert")
            return
        if not self._client.is_deleted:
            with self._body, tag("ol", "exercises"):
                for one in found:
                    self._draw(one)

    def _draw(self, one: Listed) -> None:
        way: Way | None = self._visitor.sheets.get(one.name)
        with tag("li", "card"):
            with tag("h2"):
                number = "" if one.number is None else f"{one.number}. "
                tag("a", text=f"{number}{one.title}", href=f"/exercise/{one.word}")
            tag(
                "p",
                "small quiet",
                text=f"About {one.minutes} minutes, {counted(one.questions, 'question')}. {far(way)}",
            )
            with tag("ul", "small"):
                for goal in one.goals:
                    tag("li", text=goal)


def far(way: Way | None) -> str:
    """How far a visitor is with an exercise."""
    if way is None or (way.at == 0 and not way.answers.kept):
        return "Not begun."
    done, all_of_them = way.progress
    return "Done." if way.ended else f"{done} of {all_of_them} answered."


class ExercisePage:
    """One exercise in one tab; where it stands belongs to the visitor."""

    way: Way

    def __init__(self, desk: Desk, visitor: Visitor, word: str) -> None:
        self.desk, self.visitor, self.word = desk, visitor, word
        self._cards: list[StepCard] = []

    @property
    def gone(self) -> bool:
        """Whether nobody looks at this page any more."""
        return self._client.is_deleted

    def build(self) -> None:
        """Draw the page; the exercise comes when it has been read."""
        self._client = ui.context.client
        with frame("/exercise", "Exercise"):
            self._body = tag("div", "exercise")
            with self._body:
                tag("p", "quiet", text="Opening the exercise ...", role="status")
        ui.timer(0, self._open, once=True)

    async def _open(self) -> None:
        trouble = ""
        try:
            exercise: Exercise = await self.desk.ask(self.visitor.token, opened, self.word)
        except InputError as error:
            trouble = problems_in_words(error)
        except (BusyError, OvertakenError, TightropeError) as error:
            trouble = str(error)
        if self.gone:
            return
        if trouble:
            self._body.clear()
            with self._body:
                tag("h1", text="Exercise")
                tag("p", "trouble", text=trouble, role="alert")
                tag("a", text="To the list of exercises", href="/exercise")
            return
        ui.page_title(f"{exercise.title} - tightrope")
        if exercise.name not in self.visitor.sheets:
            self.visitor.sheets[exercise.name] = Way(Answers.begin(exercise))
        self.way = self.visitor.sheets[exercise.name]
        await self._draw()
        background_tasks.create(self._work_ahead(exercise), name=f"ahead of {exercise.name}")

    async def _work_ahead(self, exercise: Exercise) -> None:
        """Have worked out, while the student reads and predicts and nobody else waits, what is asked for later.

        It stays with the desk until then. Everybody at the same exercise asks for the same, which is done once.
        """
        name, who = exercise.name, f"ahead of {exercise.name}"
        try:
            for world in exercise.worlds:
                if not self.gone:
                    await self.desk.ask(who, run_ahead, name, world, idle=True, about=name)
            for place in steps_with_results(exercise):
                if not self.gone:
                    await self.desk.ask(who, result, name, place, idle=True, about=name)
        except (BusyError, OvertakenError, TightropeError):
            return  # it is asked for again when it is needed, and the trouble told then

    # -- drawing ------------------------------------------------------------------------------------------------------
    async def _draw(self) -> None:
        """Draw all of it as it stands."""
        way = self.way
        self._body.clear()
        with self._body:
            self._draw_head(way.exercise)
            AnswersPanel(self)
            with tag("div", "progress"):
                self._says = tag("p", "small", text="")
                self._bar = tag("div", "bar", role="progressbar", aria_label="Questions answered", aria_valuemin=0)
                with self._bar:
                    self._length = tag("div", "length")
            self._steps = tag("div", "steps")
        self.changed()
        self._cards = []
        with self._steps:
            for place in range(min(way.at + 1, len(way.steps))):
                self._cards.append(StepCard(self, place, unfolded=place >= way.open_from))
                self._cards[-1].show_brief()
            if way.ended:
                self._draw_end()
        for card in self._cards[way.open_from :]:
            card.draw()
        for card in self._cards[way.open_from :]:
            await card.bring()

    def _draw_head(self, one: Exercise) -> None:
        with tag("section", "card", aria_label="The exercise"):
            tag("h1", text=title_of(one))
            with folded("What you will learn, and what to read first", "fold") as self._head:
                if self.way.at == 0:
                    self._head.props["open"] = True
                tag("h2", text="You will learn")
                with tag("ul"):
                    for goal in one.goals:
                        tag("li", text=goal)
                tag("h2", text="Read first")
                sources = load_seeds().sources
                with tag("ul"):
                    for reading in one.reading:
                        tag("li", text=f"{sources[reading.document].title}, {reading.section}")
                tag("h2", text="In the tables")
                with tag("ul"):
                    for meaning in TABLE_WORDS:
                        tag("li", text=meaning)
                tag("p", "small quiet", text=HOW_TO)
        dropped = len(self.way.answers.dropped)
        if dropped:
            text = f"{counted(dropped, 'answer')} in the file did not fit the questions as they are now; asked again."
            tag("p", "trouble", text=text, role="alert")

    def changed(self) -> None:
        """Say how far it is."""
        if self.gone:
            return
        done, all_of_them = self.way.progress
        at = min(self.way.at + 1, len(self.way.steps))
        where = "All done." if self.way.ended else f"Step {at} of {len(self.way.steps)}."
        self._says.set_text(f"{where} {done} of {counted(all_of_them, 'question')} answered.")
        self._bar.props.update({"aria-valuemax": all_of_them, "aria-valuenow": done})
        self._bar.update()
        self._length.style(f"width: {100 * self.way.at / len(self.way.steps):.0f}%")

    def _draw_end(self) -> None:
        way = self.way
        with tag("section", "card step", aria_labelledby="end-heading"):
            tag("h2", text="What to take away", id="end-heading", tabindex="-1")
            trap = way.exercise.trap
            tag("p", text=f"Easily got wrong: {trap.misreading}")
            tag("p", text=f"Instead: {trap.instead}")
            draw_table(summary(way), worded=True)
            tag("p", text=f"Done. Hand in: {file_name(way)}")
            with tag("div", "row"):
                button("Download the answers", self.download, "main")
                tag("a", "plain", text="To the list of exercises", href="/exercise")
            tag("p", "small quiet", text=DISCLAIMER)

    # -- going on -----------------------------------------------------------------------------------------------------
    async def leave(self, place: int) -> None:
        """Go on from a step to the next."""
        way = self.way
        if not way.go_on(place):
            await self.draw_again()
            return
        if self.gone:
            return
        if asks_itself(way.steps[place]):
            for part in (self._head, *(card.around for card in self._cards)):
                part.props.pop("open", None)
                part.update()
        self.changed()
        with self._steps:
            if way.ended:
                self._draw_end()
                self.focus("end-heading")
                return
            card = StepCard(self, way.at, unfolded=True)
            self._cards.append(card)
        card.draw()
        self.focus(f"step-{way.at + 1}-heading")
        await card.bring()

    def focus(self, name: str, block: str = "start") -> None:
        """Move the focus to an element once the browser has it."""
        self._client.run_javascript(FOCUS.format(name=json.dumps(name), block=json.dumps(block)))

    async def draw_again(self) -> None:
        """Draw the page as it stands now."""
        if not self.gone:
            await self._draw()

    async def take_way(self, way: Way) -> None:
        """Go on with other answers."""
        self.way = self.visitor.sheets[way.exercise.name] = way
        await self.draw_again()

    async def begin_again(self) -> None:
        """Forget the answers."""
        await self.take_way(Way(Answers.begin(self.way.exercise)))

    def download(self) -> None:
        """Send the file of answers."""
        download(self.way)


def summary(way: Way) -> Table:
    """Every answer that was held against the model."""
    rows = []
    for step in way.steps:
        kept = way.answers.kept.get(step.id)
        if isinstance(step, Check) and kept is not None:
            question = question_of(way.exercise, step)
            rows.append((question.asks, shown(question, kept.answered), kept.model, kept.verdict))
    return Table("Your answers, held against the model", ("question", "you", "the model", "verdict"), tuple(rows))
