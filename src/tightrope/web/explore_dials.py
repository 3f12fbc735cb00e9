"""The dials of Explore: sliders in groups, each with range, source, where the scenario has it, and a way back."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any

from nicegui import ui

from tightrope.evidence import load_seeds
from tightrope.explanation.words import place_of
from tightrope.web.chart_parts import NARROW
from tightrope.web.dials import Dial, load_dials
from tightrope.web.layout import button, field, folded, put, tag
from tightrope.web.recipe import Recipe

GROUPS = {
    "Oil": ("world",),
    "The West": ("washington", "brussels"),
    "Moscow": ("moscow",),
    "Ankara": ("ankara",),
    "Baku": ("baku",),
}
"""The dials' groups, by whose parameters they turn."""

NEAR = 1e-9

Turn = Callable[[Dial, float], Awaitable[None]]


def draw_dials(recipe: Recipe, turn: Turn) -> None:
    """Draw all dials as a recipe has them, group by group.

    On a narrow screen the groups are folded, but for those in which something is turned.
    """
    base, dials = recipe.base(), load_dials()
    standing = dials.standing(base)
    at = standing | dict(recipe.turned)
    for name, owners in GROUPS.items():
        with folded(name, "group") as around:
            with around.default_slot.children[0]:
                count = tag("span", "quiet count")
            views: list[DialView] = []
            for key, dial in dials.by_key.items():
                if dial.parameter.key.split(".")[0] in owners:
                    views.append(DialView(dial, at[key], standing[key], dials.spoken(base, key), turn, views, count))
            around.props[":open"] = "true" if say_count(views, count) else f"!({NARROW})"


def say_count(views: list[DialView], count: Any) -> int:
    """Say beside a group's name how many of its dials are turned."""
    turned = sum(view.turned for view in views)
    count.set_text(f" {turned} turned" if turned else "")
    return turned


class DialView:
    """A dial: a slider with its place, its range, where the scenario has it, its source, and a way back."""

    def __init__(
        self, dial: Dial, at: float, standing: float, spoken: str, turn: Turn, group: list[DialView], count: Any
    ) -> None:
        self._dial, self._standing, self._turn, self._group, self._count = dial, standing, turn, group, count
        name = f"dial-{dial.key.replace('.', '-')}"
        with tag("div", "dial") as self._around:
            with tag("div", "head"):
                tag("label", text=dial.name, **{"for": name})
                self._place = tag("span", "place", text=dial.shown(at), id=f"{name}-place", aria_hidden="true")
            with tag("div", "track"):
                _draw_end(dial.shown(dial.low), dial.low_end)
                self._slider = field(
                    "range", name, dial.snapped(at), self._moved, min=dial.low, max=dial.high, step=dial.step
                )
                _draw_end(dial.shown(dial.high), dial.high_end)
            self._slider.props["aria-describedby"] = f"{name}-range"
            tag("span", "heard", text=f"{dial.reaches()}; in the scenario {spoken}", id=f"{name}-range")
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
        name = json.dumps(self._slider.props["id"])
        ui.run_javascript(f"document.getElementById({name})?.focus()")  # the button goes, the keyboard stays here
        await self._go(self._standing)

    async def _go(self, value: float) -> None:
        self._mark(value)
        say_count(self._group, self._count)
        await self._turn(self._dial, value)

    def _mark(self, value: float) -> None:
        self.turned = abs(value - self._standing) > NEAR
        self._place.set_text(self._dial.shown(value))
        self._slider.props["aria-valuetext"] = self._dial.heard(value)
        self._slider.update()
        self._around.classes("turned") if self.turned else self._around.classes(remove="turned")
        self._back.props["disabled"] = not self.turned
        self._back.update()


def _draw_end(value: str, word: str) -> None:
    """An end of the slider, in two short lines; the slider's description says the same to who hears it."""
    with tag("span", "end", aria_hidden="true"):
        tag("span", text=value)
        if word:
            tag("span", text=word)


def _draw_source(dial: Dial) -> None:
    """What is known of a dial's parameter: range, grade, reason, claims with their places."""
    parameter, seeds = dial.parameter, load_seeds()
    tag("p", text=f"{parameter.long_name[:1].upper()}{parameter.long_name[1:]} ({parameter.key}). {parameter.why}")
    for name in parameter.evidence:
        if (claim := seeds.claims.get(name)) is not None:
            tag("p", text=f"{claim.says} [{place_of(claim)}]")
