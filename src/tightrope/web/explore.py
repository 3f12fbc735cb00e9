"""Explore: dials, and charts that answer."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from nicegui import ui

from tightrope.errors import InputError, TightropeError
from tightrope.evidence import load_seeds
from tightrope.explanation.words import place_of
from tightrope.results import OIL_CAVEAT
from tightrope.web import work
from tightrope.web.charts import Chart, charts, headline
from tightrope.web.desk import BusyError, Desk, OvertakenError
from tightrope.web.dials import Dial, load_dials
from tightrope.web.layout import ChartCard, button, choice, field, folded, frame, put, tag
from tightrope.web.pairing import paired
from tightrope.web.recipe import Recipe, shipped_titles
from tightrope.web.story import StorySheet
from tightrope.web.uploads import UploadSheet
from tightrope.web.visitors import Visitor

LUCK_ONLY = (
    "In brackets: what luck leaves open with so many futures (90 %)."
    " What follows from not knowing the numbers is far more."
)


ABOUT = (
    "A simulation of a hard choice: a small energy exporter, Azerbaijan, between a Moscow that wants it inside its"
    " union, a Brussels and a Washington that offer association but little protection, and an Ankara with interests of"
    " its own. Five capitals look, weigh and act, quarter by quarter; every future has its own luck and numbers.",
    "Going it alone: outside both camps. Tactical drift east: leaning to Moscow without joining; that is where the"
    " state of late 2014 stands. Eurasian accession: in one of Moscow's bodies. Western tilt, European association: the"
    " same to the other side. Coerced: joined under a threat to the state's existence.",
    "Buffer: how far revenue and reserves cover what the state needs (0 to 1). Theory of choice: how a capital turns"
    " what it weighs into a move; quantal response means that the better move is likelier, not certain.",
    "To see what one dial does by itself, pin the run before you turn it.",
)


class ExplorePage:
    """One tab: a recipe, the dials that turn it, and the charts of its run."""

    def __init__(self, desk: Desk, visitor: Visitor, recipe: Recipe, trouble: str = "") -> None:
        self._desk, self._visitor = desk, visitor
        self.recipe = recipe
        self.answer: work.Answer | None = None
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
                    self._title = tag("h1", text="")
                    self._question = tag("p", "quiet", text="")
                    self._headline = tag("p", "headline", text="", role="status", aria_live="polite")
                    self._working = tag("p", "small quiet working", text="")
                    with folded("What am I looking at?", "small"):
                        for line in ABOUT:
                            tag("p", text=line)
                    self._caveat = tag("p", "small quiet", text=LUCK_ONLY)
                    self._draw_buttons()
                with tag("aside", "card", aria_label="Scenario and dials"), tag("div", "panel"):
                    self._top = tag("div")
                    with tag("div", "row"):
                        button("Reset all", self._reset)
                        UploadSheet(self._desk, self._visitor, self._open)
                        button("Save as a file", self._save)
                    self._panel = tag("div")
                    self._draw_scenarios()
                    self._draw_dials()
                self._charts = tag("div", "charts")
            self._strip = tag("p", "strip", aria_hidden="true")
        ui.timer(0, self.ask, once=True)

    def _draw_scenarios(self) -> None:
        names = shipped_titles() | {name: f"{name} (your file)" for name in self._visitor.opened}
        self._top.clear()
        with self._top:
            choice("Scenario", names, self.recipe.scenario, self._pick)

    def _draw_dials(self) -> None:
        """Draw the dials as the recipe has them."""
        recipe, base, dials = self.recipe, self.recipe.base(), load_dials()
        standing = dials.standing(base)
        at = standing | dict(recipe.turned)
        theories = {name: f"{name}{' (the scenario)' if name == base.theory else ''}" for name in load_seeds().theories}
        self._panel.clear()
        with self._panel:
            for key, dial in dials.by_key.items():
                DialView(dial, at[key], standing[key], dials.spoken(base, key), self._turn)
            with tag("div", "dial"):
                choice("Theory of choice", theories, recipe.theory or base.theory, self._choose_theory)

    def _draw_buttons(self) -> None:
        with tag("div", "row"):
            self._pin = button("Pin this run behind", self._pin_it)
            self._unpin = button("Unpin", self._unpin_it)
            StorySheet(self._desk, self._visitor, lambda: (self.recipe, self.answer))
            button("Copy the link", self._copy_link)
        self._pinned_says = tag("p", "small quiet", text="")
        self._say_pinned()

    # -- what a visitor does ------------------------------------------------------------------------------------------
    async def _turn(self, dial: Dial, value: float) -> None:
        self.recipe = self.recipe.turn(dial.key, value)
        await self._changed()

    async def _choose_theory(self, theory: str) -> None:
        self.recipe = self.recipe.under(theory)
        await self._changed()

    async def _pick(self, name: str) -> None:
        self.recipe = Recipe(name, self._visitor.opened.get(name, ""))
        self._draw_dials()
        await self._changed()

    async def _open(self, name: str) -> None:
        self.recipe = Recipe(name, self._visitor.opened[name])
        self._draw_scenarios()
        self._draw_dials()
        await self._changed()

    async def _reset(self) -> None:
        self.recipe = self.recipe.reset()
        self._draw_dials()
        await self._changed()

    async def _pin_it(self) -> None:
        self._visitor.pinned = self.recipe
        self._say_pinned()
        await self.ask()

    async def _unpin_it(self) -> None:
        self._visitor.pinned = None
        self._say_pinned()
        await self.ask()

    def _say_pinned(self) -> None:
        pinned = self._visitor.pinned
        self._unpin.set_visibility(pinned is not None)
        if pinned is None:
            self._pinned_says.set_text("")
            return
        turned = "; ".join(pinned.says()) or "as it is"
        self._pinned_says.set_text(f"Pinned, drawn in grey: {pinned.base().title} ({turned}).")

    def _save(self) -> None:
        name = f"{self.recipe.scenario}-turned.yaml" if self.recipe.changes() else f"{self.recipe.scenario}.yaml"
        ui.download.content(self.recipe.to_yaml().encode(), name, "application/yaml")

    async def _copy_link(self) -> None:
        if self.recipe.text:
            ui.notify("A file of your own does not fit in a link: save it as a scenario file and send that.")
            return
        await ui.run_javascript("navigator.clipboard?.writeText(location.href)")
        ui.notify("Link copied: it restores scenario, dials and theory.")

    async def _changed(self) -> None:
        self._visitor.explored = self.recipe
        where = f"/?{self.recipe.query()}"
        with self._client:  # the dial that was turned may have been drawn anew
            ui.run_javascript(f"history.replaceState(history.state, '', {json.dumps(where)})")
        await self.ask()

    # -- asking and drawing -------------------------------------------------------------------------------------------
    async def ask(self) -> None:
        """Run the recipe as it stands: at once with few members, then with more while nobody else waits."""
        self._asked += 1
        mine, recipe, pinned = self._asked, self.recipe, self._visitor.pinned
        before = self._desk.waiting_before(self._visitor.token)
        self._working.set_text(f"Running ... {before} before you" if before else "Running ...")
        try:
            for members, idle in ((work.AT_ONCE, False), (work.WHEN_IDLE, True)):
                answer, behind = await asyncio.gather(
                    self._run(recipe, members, idle, "now"), self._run(pinned, members, idle, "pinned")
                )
                if mine != self._asked or self._client.is_deleted:
                    return
                assert answer is not None
                self._draw(answer, behind)
        except OvertakenError:
            return
        except (BusyError, TightropeError) as error:
            if mine == self._asked and not self._client.is_deleted:
                self._working.set_text(str(error))
                self._working.classes("trouble")

    async def _run(self, recipe: Recipe | None, members: int, idle: bool, topic: str) -> work.Answer | None:
        if recipe is None:
            return None
        topic = f"{self._client.id} {topic}"
        found: work.Answer = await self._desk.ask(
            self._visitor.token, work.explore, recipe, members, topic=topic, idle=idle
        )
        return found

    def _draw(self, answer: work.Answer, pinned: work.Answer | None) -> None:
        self.answer = answer
        plan = self.recipe.base()
        self._title.set_text(plan.title)
        self._question.set_text(plan.question)
        self._caveat.set_text(f"{LUCK_ONLY} {OIL_CAVEAT}" if answer.oil_departs else LUCK_ONLY)
        self._headline.set_text(headline(answer))
        self._strip.set_text(headline(answer))
        self._working.classes(remove="trouble")
        more = "" if answer.members == work.WHEN_IDLE else "; more follow"
        turned = f" Turned: {'; '.join(self.recipe.says())}." if self.recipe.changes() else ""
        self._working.set_text(f"{answer.members:,} futures, {1000 * answer.seconds:.0f} ms{more}.{turned}")
        difference = None if pinned is None else paired(answer, pinned)
        self._draw_charts(charts(answer, pinned, difference))

    def _draw_charts(self, found: list[Chart]) -> None:
        if list(self._cards) != [chart.name for chart in found]:
            self._charts.clear()
            with self._charts:
                self._cards = {chart.name: ChartCard(chart) for chart in found}
            return
        for chart in found:
            self._cards[chart.name].show(chart)


class DialView:
    """A dial: a slider with its place, its range, where the scenario has it, its source, and a way back."""

    def __init__(self, dial: Dial, at: float, standing: float, spoken: str, turn: Any) -> None:
        self._dial, self._standing, self._turn = dial, standing, turn
        name = f"dial-{dial.key.replace('.', '-')}"
        with tag("div", "dial") as self._around:
            with tag("div", "head"):
                tag("label", text=dial.name, **{"for": name})
                self._place = tag("output", text=dial.shown(at), id=f"{name}-place", **{"for": name})
            self._slider = field(
                "range", name, dial.snapped(at), self._moved, min=dial.low, max=dial.high, step=dial.step
            )
            self._slider.props["aria-valuetext"] = self._spoken(at)
            with tag("div", "ends"):
                tag("span", text=_end(dial, dial.low, dial.low_end))
                tag("span", text=_end(dial, dial.high, dial.high_end))
            with tag("div", "foot"):
                with folded(f"scenario: {spoken}; source: {dial.parameter.grade}"):
                    _draw_source(dial)
                self._back = button("reset", self._reset, aria_label=f"Reset: {dial.name}")
        self._mark(at)

    async def _moved(self, event: Any) -> None:
        if not self._dial.wrong_with(event.args):
            await self._go(float(event.args))

    async def _reset(self) -> None:
        put(self._slider, self._dial.snapped(self._standing))
        await self._go(self._standing)

    async def _go(self, value: float) -> None:
        self._place.set_text(self._dial.shown(value))
        self._slider.props["aria-valuetext"] = self._spoken(value)
        self._mark(value)
        await self._turn(self._dial, value)

    def _spoken(self, value: float) -> str:
        return self._dial.shown(value)

    def _mark(self, value: float) -> None:
        turned = abs(value - self._standing) > 1e-9
        self._around.classes("turned") if turned else self._around.classes(remove="turned")
        self._back.props["disabled"] = not turned
        self._back.update()


def _end(dial: Dial, value: float, word: str) -> str:
    return f"{dial.shown(value)} {word}".strip()


def _draw_source(dial: Dial) -> None:
    """What is known of a dial's parameter: range, grade, reason, claims with their places."""
    parameter, seeds = dial.parameter, load_seeds()
    tag("p", text=f"{parameter.long_name[:1].upper()}{parameter.long_name[1:]} ({parameter.key}). {parameter.why}")
    for name in parameter.evidence:
        if (claim := seeds.claims.get(name)) is not None:
            tag("p", text=f"{claim.says} [{place_of(claim)}]")


def problems_in_words(error: InputError) -> str:
    """All problems of a refusal in one line."""
    return " ".join(f"{problem}." for problem in error.problems)
