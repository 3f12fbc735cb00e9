"""Explore: dials, and charts that answer."""

from __future__ import annotations

import asyncio
import json

from nicegui import ui

from tightrope.errors import TightropeError
from tightrope.evidence import load_seeds
from tightrope.web import work
from tightrope.web.charts import Chart, charts, headline
from tightrope.web.desk import BusyError, Desk, OvertakenError
from tightrope.web.dials import Dial
from tightrope.web.explore_answer import AnswerCard, Strip, against, draw_about
from tightrope.web.explore_dials import draw_dials
from tightrope.web.explore_link import Handing
from tightrope.web.explore_tried import Tried, TriedCard, called, remember
from tightrope.web.layout import ChartCard, button, choice, frame, tag
from tightrope.web.pairing import Difference, paired, unlike, within
from tightrope.web.recipe import Recipe, shipped_titles
from tightrope.web.refusals import told as problems_in_words
from tightrope.web.story import StorySheet
from tightrope.web.uploads import UploadSheet
from tightrope.web.visitors import Visitor

__all__ = ["ExplorePage", "problems_in_words"]

REST = 1.0
"""Seconds without a new question after which the dials rest: then the run is noted, and told to who hears the page."""

AGAIN = 1.0
"""Seconds after which a page that was told to wait asks again."""

ASKS_AGAIN = "The page asks again by itself."


class ExplorePage:
    """One tab: a recipe, the dials that turn it, and the charts of its run."""

    def __init__(self, desk: Desk, visitor: Visitor, recipe: Recipe, trouble: str = "") -> None:
        self._desk, self._visitor = desk, visitor
        self.recipe = recipe
        self.answer: work.Answer | None = None
        self._difference: Difference | None = None
        self._against = ""
        self._trouble = trouble
        self._cards: dict[str, ChartCard] = {}
        self._asked = 0

    # -- building -----------------------------------------------------------------------------------------------------
    def build(self) -> None:
        """Draw the page; the charts come when there is an answer."""
        self._client = ui.context.client
        with frame("/", "Explore"):
            if self._trouble:
                tag("p", "trouble", text=self._trouble, role="alert")
            with tag("div", "explore"):
                with tag("section", "card answer", aria_label="The answer in short"):
                    self._short = AnswerCard()
                    self._draw_buttons()
                    self._short.draw_caveat()
                with tag("aside", "card", aria_label="Scenario and dials"), tag("div", "panel"):
                    self._strip = Strip()
                    self._draw_top()
                    self._panel = tag("div", "dials")
                self._charts = tag("div", "charts")
                self._tried = TriedCard(self._visitor)
        self._draw_recipe()
        ui.timer(0, self._begin, once=True)

    def _draw_top(self) -> None:
        with tag("div", "choices"):
            self._scenarios, self._theories = tag("div"), tag("div")
        with tag("div", "row"):
            button("Reset all", self._reset)
            UploadSheet(self._desk, self._visitor, self._open)
            button("Save as a file", self._save)
        self._draw_scenarios()

    def _draw_buttons(self) -> None:
        with tag("div", "row"):
            self._pin = button("Pin this run behind", self._pin_it)
            self._unpin = button("Unpin", self._unpin_it)
            StorySheet(self._desk, self._visitor, lambda: (self.recipe, self.answer))
            self._handing = Handing(lambda: self.recipe, self._save)
            draw_about()
        self._handing.draw_note()
        self._say_pinned()

    def _draw_scenarios(self) -> None:
        names = shipped_titles() | {name: f"{name} (your file)" for name in self._visitor.opened}
        self._scenarios.clear()
        with self._scenarios:
            choice("Scenario", names, self.recipe.listed, self._pick)

    def _draw_recipe(self) -> None:
        """Draw theory and dials as the recipe has them."""
        recipe, own = self.recipe, self.recipe.base().theory
        theories = {name: f"{name}{' (the scenario)' if name == own else ''}" for name in load_seeds().theories}
        self._theories.clear()
        with self._theories:
            choice("Theory of choice", theories, recipe.theory or own, self._choose_theory)
        self._panel.clear()
        with self._panel:
            draw_dials(recipe, self._turn)
        self._handing.show(recipe)

    # -- what a visitor does ------------------------------------------------------------------------------------------
    async def _turn(self, dial: Dial, value: float) -> None:
        self.recipe = self.recipe.turn(dial.key, value)
        await self._changed()

    async def _choose_theory(self, theory: str) -> None:
        self.recipe = self.recipe.under(theory)
        await self._changed()

    async def _pick(self, name: str) -> None:
        text = self._visitor.opened.get(name)
        self.recipe = Recipe(name) if text is None else Recipe.of_file(name, text)
        self._draw_recipe()
        await self._changed()

    async def _open(self, name: str) -> None:
        self.recipe = Recipe.of_file(name, self._visitor.opened[name])
        self._draw_scenarios()
        self._draw_recipe()
        await self._changed()

    async def _reset(self) -> None:
        self.recipe = self.recipe.reset()
        self._draw_scenarios()
        self._draw_recipe()
        await self._changed()

    async def _pin_it(self) -> None:
        self._visitor.pinned = self.recipe
        self._say_pinned()
        await self.ask()

    async def _unpin_it(self) -> None:
        self._visitor.pinned = None
        self._say_pinned()
        ui.run_javascript(f"getHtmlElement({self._pin.id})?.focus()")  # the button goes, the keyboard stays here
        await self.ask()

    def _say_pinned(self) -> None:
        self._unpin.set_visibility(self._visitor.pinned is not None)
        self._short.say_pinned(self._visitor.pinned)

    def _save(self) -> None:
        shipped = self.recipe.heading is None and self.recipe.changes()
        name = f"{self.recipe.listed}-turned" if shipped else self.recipe.listed
        ui.download.content(self.recipe.to_yaml().encode(), f"{name}.yaml", "application/yaml")

    async def _begin(self) -> None:
        if self.recipe != Recipe():  # dials that were turned before, or a link that was opened: a restart keeps them
            self._show_address()
        await self.ask()

    async def _changed(self) -> None:
        self._visitor.explored = self.recipe
        with self._client:  # the dial that was turned may have been drawn anew
            self._handing.show(self.recipe)
        self._show_address()
        await self.ask()

    def _show_address(self) -> None:
        """Let the browser's address say what is explored."""
        where = json.dumps(f"/?{self.recipe.query()}")
        with self._client:
            ui.run_javascript(f"history.replaceState(history.state, '', {where})")

    # -- asking and drawing -------------------------------------------------------------------------------------------
    async def ask(self) -> None:
        """Run the recipe as it stands: at once with few members, then with more while nobody else waits."""
        self._asked += 1
        mine = self._asked
        while self._is_last(mine):
            try:
                await self._ask_once(mine)
                return
            except OvertakenError:
                return
            except BusyError as error:
                if self._is_last(mine):
                    self._short.wait(f"{error} {ASKS_AGAIN}", trouble=True)
                    await asyncio.sleep(AGAIN)
            except TightropeError as error:
                if self._is_last(mine):
                    self._short.wait(problems_in_words(error), trouble=True)
                return

    async def _ask_once(self, mine: int) -> None:
        recipe, pinned = self.recipe, self._visitor.pinned
        self._say_pinned()  # another tab may have pinned it
        before = self._desk.waiting_before(self._visitor.token)
        self._short.wait(f"Running ... {before} before you" if before else "Running ...")
        for members, idle in ((work.AT_ONCE, False), (work.WHEN_IDLE, True)):
            answer, behind = await asyncio.gather(
                self._run(recipe, members, idle, "now"), self._run(pinned, members, idle, "pinned")
            )
            if not self._is_last(mine):
                return
            assert answer is not None
            self._draw(answer, behind)
        await asyncio.sleep(REST)
        if self._is_last(mine):
            self._rest(pinned)

    def _is_last(self, mine: int) -> bool:
        return mine == self._asked and not self._client.is_deleted

    async def _run(self, recipe: Recipe | None, members: int, idle: bool, topic: str) -> work.Answer | None:
        if recipe is None:
            return None
        topic = f"{self._client.id} {topic}"
        with self._client:  # the desk asks which page this is
            found: work.Answer = await self._desk.ask(
                self._visitor.token, work.explore, recipe, members, topic=topic, idle=idle
            )
        return found

    def _draw(self, answer: work.Answer, pinned: work.Answer | None) -> None:
        self.answer = answer
        other = pinned if pinned is not None and pinned.recipe != answer.recipe else None
        self._difference = difference = None if other is None else paired(answer, other)
        self._against = against(difference, "" if other is None else unlike(answer, other))
        self._short.show(self.recipe, answer, self._against)
        self._strip.show(answer, None if pinned is None else within(pinned, answer))
        self._draw_charts(charts(answer, pinned, difference))

    def _rest(self, pinned: Recipe | None) -> None:
        """Note the run, and tell it."""
        assert self.answer is not None
        remember(self._visitor, Tried.of(self.recipe, self.answer, self._difference, pinned))
        self._tried.show()
        heard = f"{called(self.recipe)}. {headline(self.answer)}"
        self._short.hear(f"{heard} {self._against}".strip())

    def _draw_charts(self, found: list[Chart]) -> None:
        if list(self._cards) != [chart.name for chart in found]:
            self._charts.clear()
            with self._charts:
                self._cards = {chart.name: ChartCard(chart) for chart in found}
            return
        for chart in found:
            self._cards[chart.name].show(chart)
