"""The steps of an exercise as cards: folded once done, filled with results when they are reached or unfolded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nicegui import ui

from tightrope.errors import TightropeError
from tightrope.evidence import load_seeds
from tightrope.exercises.found import Given
from tightrope.exercises.marking import AS_MODEL, INSIDE, RIGHT, TRIES, question_of, shown
from tightrope.exercises.recall import recalled
from tightrope.exercises.steps import Check, Compare, Question, Read, Recall, Run, Show
from tightrope.exercises.telling import claim_told, heading_of
from tightrope.report.words import counted
from tightrope.web.desk import BusyError, OvertakenError
from tightrope.web.exercise_forms import QuestionForm
from tightrope.web.exercise_shown import draw_result
from tightrope.web.exercise_way import asks_itself, given_in, plain
from tightrope.web.exercise_work import Result, result
from tightrope.web.layout import button, tag

if TYPE_CHECKING:
    from tightrope.web.exercise import ExercisePage

TELL_SECONDS = 1.0
"""How often somebody who waits is told how many wait before."""

GOOD = (RIGHT, INSIDE, AS_MODEL)


class StepCard:
    """One step. ``draw`` shows what is known of it at once, ``bring`` what the model has to be asked for."""

    def __init__(self, page: ExercisePage, place: int, *, unfolded: bool) -> None:
        self._page, self._way, self.place = page, page.way, place
        self.step = self._way.steps[place]
        self._drawn = self._brought = False
        self._form: QuestionForm | None = None
        with tag("details", "card step", id=f"step-{place + 1}") as self.around:
            with tag("summary"):
                tag(
                    "h2",
                    text=f"{place + 1}. {heading_of(self._way.exercise, self.step)}",
                    id=f"step-{place + 1}-heading",
                    tabindex="-1",
                )
                self._brief = tag("span", "brief")
            self._body = tag("div", "body")
        if unfolded:
            self.around.props["open"] = True
        self.around.on("toggle", self._unfold, js_handler="event => emit(event.target.open)")

    async def _unfold(self, event: Any) -> None:
        if event.args is True and not self._drawn:
            self.draw()
            await self.bring()

    @property
    def _left(self) -> int:
        """How many tries are left."""
        return TRIES - len(self._way.tries)

    # -- what is known ------------------------------------------------------------------------------------------------
    def draw(self) -> None:
        """Show the step as it stands."""
        self._drawn = True
        self._body.clear()
        self._form = None
        self.show_brief()
        with self._body:
            step = self.step
            if asks_itself(step):
                self._draw_asking()
            elif isinstance(step, Check):
                self._draw_held(step)
            elif isinstance(step, Read):
                self._draw_reading(step)
            elif isinstance(step, Run | Show | Compare):
                if step.says:
                    tag("p", text=step.says)
                if isinstance(step, Run) and self.place == self._way.at:
                    self._draw_worlds(step)

    def show_brief(self) -> None:
        """Beside the heading, in short, what was answered."""
        kept = self._way.answers.kept.get(self.step.id)
        said = "" if kept is None else kept.verdict or _short(self._answer_shown(kept.answered))
        self._brief.set_text(said)

    def _answer_shown(self, given: Given | None) -> str:
        question = question_of(self._way.exercise, self.step)
        return shown(question, given) if isinstance(question, Question) else "skipped" if given is None else str(given)

    def _draw_reading(self, step: Read) -> None:
        tag("p", text=step.says)
        claims = load_seeds().claims
        with tag("ul"):
            for name in step.claims:
                tag("li", text=claim_told(claims[name]))
        self._draw_next()

    def _draw_worlds(self, step: Run) -> None:
        with tag("ul"):
            for name in step.worlds:
                tag("li", text=self._way.exercise.worlds[name].says)
        count = counted(len(step.worlds), "world")
        self._run = button(f"Run {count}, {self._way.exercise.members} members each", self._run_worlds, "main")

    def _draw_asking(self) -> None:
        for line in recalled(self._way.answers, self.step) if isinstance(self.step, Recall) else ():
            tag("p", text=line)
        kept = self._way.answers.kept.get(self.step.id)
        if kept is None:
            draft = self._way.drafts.get(self.step.id, ())
            self._form = QuestionForm(self.step, self.place, draft, self._sent, self._skip, self._changed)
            if isinstance(self.step, Check):
                self._form.leave(self._left)
            return
        tag("p", text=getattr(self.step, "asks", ""))
        if isinstance(self.step, Check):
            self._draw_verdict(kept.answered)
            self._draw_next()
        else:
            tag("p", "given", text=self._answer_shown(kept.answered))

    def _draw_held(self, step: Check) -> None:
        question: Question = question_of(self._way.exercise, step)
        tag("p", text=question.asks)
        if self._way.answers.done(step):
            self._draw_verdict(self._way.answers.kept[step.id].answered)
            self._draw_next()

    def _draw_verdict(self, given: Given | None) -> None:
        """The answer, what the model says, and what that makes of it."""
        step = self.step
        assert isinstance(step, Check)
        kept = self._way.answers.kept[step.id]
        good = "good" if kept.verdict in GOOD else "open" if given is None else "other"
        with tag("div", f"verdict {good}", id=f"verdict-{self.place + 1}", tabindex="-1", role="status"):
            tag("p", "headline", text=f"{kept.verdict.capitalize()}.")
            with tag("dl"):
                tag("dt", text="You")
                tag("dd", text=self._answer_shown(given))
                if kept.earlier:
                    tag("dt", text="Before")
                    tag("dd", text="; ".join(self._answer_shown(_given(one)) for one in kept.earlier))
                tag("dt", text="The model")
                tag("dd", text=kept.model)
        if step.says:
            tag("p", text=step.says)

    def _draw_next(self) -> None:
        if self.place == self._way.at and self._way.settled(self.place):
            self._next = button("Go on", self._go_on, "main")

    # -- what the model is asked for ----------------------------------------------------------------------------------
    async def bring(self) -> None:
        """Ask for what the step shows, and show it."""
        way, step = self._way, self.step
        if isinstance(step, Check) and step.of and not way.answers.done(step):
            found = await self._asked("Holding it against the model ...", self.bring)
            if found is not None:
                way.hold(self.place, found)
                self._page.changed()
                if not self._page.gone:
                    self.draw()
        elif isinstance(step, Show | Compare) or (isinstance(step, Run) and self.place < way.at):
            if self._brought:
                return
            found = await self._asked("Working it out ...", self.bring)
            if found is not None and not self._page.gone:
                self._brought = True
                with self._body:
                    draw_result(found, step)
                    self._draw_next()

    async def _asked(self, says: str, again: Any) -> Any:
        """What the worker finds; None where it cannot be had now, which is told with a button to try again."""
        desk, token, name = self._page.desk, self._page.visitor.token, self._way.exercise.name
        with self._body, tag("div") as around:
            status = tag("p", "quiet working", text=says, role="status")

            def tell_place() -> None:
                before = desk.waiting_before(token)
                status.set_text(f"{says} {before} before you" if before else says)

            ui.timer(TELL_SECONDS, tell_place)
        found: Result | None = None
        trouble = ""
        try:
            found = await desk.ask(token, result, name, self.place, about=name)
        except (BusyError, OvertakenError, TightropeError) as error:
            trouble = str(error) or "Asked twice."
        if self._page.gone:
            return found
        around.delete()
        if trouble:
            with self._body, tag("div", role="alert") as around:
                tag("p", "trouble", text=trouble)

                async def once_more() -> None:
                    around.delete()
                    await again()

                button("Try again", once_more)
        return found

    # -- what a student does ------------------------------------------------------------------------------------------
    async def _go_on(self) -> None:
        if self.place == self._way.at:
            self._next.delete()
        await self._page.leave(self.place)

    async def _run_worlds(self) -> None:
        self._run.props["disabled"] = True
        self._run.update()
        found = await self._asked(
            f"Running {counted(len(getattr(self.step, 'worlds', ())), 'world')} ...", self._run_worlds
        )
        if found is None or self._page.gone:
            return
        self._run.delete()
        with self._body:
            draw_result(found, self.step)
        self._brought = True
        await self._page.leave(self.place)

    def _changed(self, sent: object) -> None:
        self._way.draft(self.place, plain(sent))

    async def _skip(self) -> None:
        await self._answer(None)

    async def _sent(self, sent: object) -> None:
        assert self._form is not None
        try:
            given = given_in(self.step, plain(sent))
        except ValueError as error:
            self._form.tell(f"Expected: {error}.")
            return
        await self._answer(given)

    async def _answer(self, given: Given | None) -> None:
        if not self._way.may_answer(self.place):
            await self._page.draw_again()  # answered in another tab
        elif isinstance(self.step, Check):
            await self._check(given)
        else:
            self._way.keep(self.place, given)
            self.draw()
            await self._page.leave(self.place)

    async def _check(self, given: Given | None) -> None:
        form = self._form
        assert form is not None
        form.tell("")
        form.hold(True)
        found = await self._asked("Holding it against the model ...", lambda: self._check(given))
        if found is None:
            form.hold(False)
            return
        said = self._way.check(self.place, given, found)
        self._page.changed()
        if self._page.gone:
            return
        if said:
            form.hold(False)
            form.leave(self._left)
            form.tell(f"{said.capitalize()}. Look again at the results above.")
            return
        self.draw()
        self._page.focus(f"verdict-{self.place + 1}", "nearest")


def _given(earlier: Any) -> Given:
    """An earlier try, as it was given or as a file brings it."""
    if isinstance(earlier, list | tuple):
        return tuple(map(str, earlier))
    return earlier if isinstance(earlier, float | int) else str(earlier)


def _short(text: str, most: int = 60) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 3]}..."
