"""What all pages are made of: the frame, plain HTML elements that a screen reader knows, charts with tables."""

from __future__ import annotations

import html
import json
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from nicegui import ui
from nicegui.element import Element
from nicegui.elements.mixins.text_element import TextElement

from tightrope.exercises.tables import Table
from tightrope.web.chart_parts import Chart, to_csv

PAGES = {"/": "Explore", "/play": "Play", "/exercise": "Exercise"}

CAVEAT = "Disciplined what-if reasoning, not a forecast."

Handler = Callable[..., Awaitable[None] | None]


def use_look() -> None:
    """Give every page the one look."""
    ui.add_css(Path(__file__).with_name("look.css").read_text(encoding="utf-8"), shared=True)


@contextmanager
def frame(here: str, title: str) -> Iterator[Element]:
    """A page: the heading with the way to the others, and the part that is the page's own."""
    ui.page_title(f"{title} - tightrope")
    # The framework's own element around everything calls itself the main part: that is the one below.
    ui.context.client.page_container.default_slot.children[0].props("role=presentation")
    with tag("header", "top", role="banner"):
        tag("a", "brand", text="tightrope", href="/")
        with tag("nav", aria_label="Pages"):
            for path, name in PAGES.items():
                link = tag("a", text=name, href=path)
                if path == here:
                    link.props('aria-current="page"')
        tag("p", "caveat", text=CAVEAT)
    with tag("main", "page", id="main", tabindex="-1") as main:
        yield main
    ui.skip_link("Skip to the page", target=main)


def tag(name: str, classes: str = "", *, text: str = "", **attributes: str | float | bool) -> TextElement:
    """A plain HTML element; its text is changed with ``set_text``.

    Attributes are written with underscores for dashes: ``aria_label``. Text and attributes are shown as they are:
    nothing in them is taken for HTML.
    """
    element = TextElement(tag=name, text=text)
    if classes:
        element.classes(classes)
    for key, value in attributes.items():
        element.props[key.replace("_", "-").rstrip("-")] = value
    return element


def field(kind: str, name: str, value: float | str, act: Callable[[Any], Any], **attributes: Any) -> TextElement:
    """An input element: ``act`` is called with an event whose ``args`` are its value, a number where it holds one.

    What is in it belongs to the browser, where somebody may be typing; ``put`` sets it from here.
    """
    made = tag("input", type=kind, id=name, **attributes)
    made.props["^value"] = value  # the attribute: as a property it would be set again with every change of the page
    numeric = kind in ("range", "number")
    made.on("input" if kind == "range" else "change", act, js_handler=NUMBER if numeric else VALUE, throttle=THROTTLE)
    return made


def put(made: TextElement, value: float | str) -> None:
    """Set what is in an input element, whether the browser shows it already or not."""
    made.props["^value"] = value
    ui.run_javascript(f"const there = getHtmlElement({made.id}); if (there) there.value = {json.dumps(value)}")


def button(text: str, act: Handler, classes: str = "plain", **attributes: str | float | bool) -> TextElement:
    """A button that calls ``act`` without arguments."""
    made = tag("button", classes, text=text, type="button", **attributes)
    made.on("click", lambda: act(), [])
    return made


def choice(
    label: str, options: dict[str, str], chosen: str, act: Callable[[str], Awaitable[None] | None]
) -> tuple[Element, Element]:
    """A labelled list to choose from; returns the label and the list. ``act`` is called with the key chosen."""
    with tag("label", "small") as around:
        tag("span", text=label)
        with tag("select") as made:
            for key, text in options.items():
                option = tag("option", text=text, value=key)
                if key == chosen:
                    option.props["selected"] = True
    made.style("width: 100%; display: block")
    # Names beyond those offered are no choice, whatever a browser sends.
    made.on("change", lambda event: act(event.args) if event.args in options else None, js_handler=VALUE)
    return around, made


VALUE = "event => emit(event.target.value)"
NUMBER = "event => emit(event.target.valueAsNumber)"

THROTTLE = 0.1
"""Seconds between two answers to a slider that is being dragged."""


@contextmanager
def folded(summary: str, classes: str = "") -> Iterator[Element]:
    """Something to be unfolded."""
    with tag("details", classes) as made:
        tag("summary", text=summary)
        yield made


def table_html(table: Table) -> str:
    """A table as HTML; every cell is escaped."""

    def row(cells: tuple[str, ...]) -> str:
        first, *rest = (html.escape(cell) for cell in cells)
        return f'<tr><th scope="row">{first}</th>{"".join(f"<td>{cell}</td>" for cell in rest)}</tr>'

    head = "".join(f'<th scope="col">{html.escape(name)}</th>' for name in table.columns)
    body = "".join(map(row, table.rows))
    caption = f"<caption>{html.escape(table.title)}</caption>"
    return f'<table class="numbers">{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


NUMBERS, PICTURE = "Download the numbers (CSV)", "Download the picture"


class ChartCard:
    """A chart with its title, a sentence, its table and its downloads; ``show`` gives it new numbers."""

    def __init__(self, chart: Chart, *, height: int | None = None) -> None:
        self._chart = chart
        with tag("section", "card chart", aria_label=chart.title) as self.card:
            self._title = tag("h2", text=chart.title)
            self._says = tag("p", "small", text=chart.says)
            self.picture = ui.echart(chart.options, renderer="canvas").classes("picture")
            if height is not None:
                self.picture.style(f"height: {height}px")
            self.picture.props["role"] = "img"
            self.picture.props["aria-label"] = chart.heard
            with tag("div", "row"):
                for text, act in ((NUMBERS, self._download), (PICTURE, self._picture)):
                    button(text, act, aria_label=f"{text}: {chart.title}")
            with folded("Table") as around:
                with around.default_slot.children[0]:
                    tag("span", "heard", text=f": {chart.title}")
                self._table = tag("div", "scroll", tabindex="0", role="region", aria_label=f"Table: {chart.title}")
            self._open = False
            around.on("toggle", self._toggle, js_handler="event => emit(event.target.open)")

    def show(self, chart: Chart) -> None:
        """Draw other numbers in its place."""
        self._chart = chart
        self._title.set_text(chart.title)
        self._says.set_text(chart.says)
        self.picture.props["aria-label"] = chart.heard
        options = self.picture.options
        options.clear()
        options.update(chart.options)
        self.picture.update()
        if self._open:
            self._fill()

    def _toggle(self, event: Any) -> None:
        self._open = bool(event.args)
        if self._open:
            self._fill()

    def _fill(self) -> None:
        self._table.props["innerHTML"] = table_html(self._chart.table)
        self._table.update()

    def _download(self) -> None:
        ui.download.content(to_csv(self._chart.table).encode(), f"{self._chart.name}.csv", "text/csv")

    async def _picture(self) -> None:
        # The picture is made by the browser and stays there.
        name = f"{self._chart.name}.png"
        ui.run_javascript(
            f"const chart = getElement({self.picture.id}).chart;"
            "const link = document.createElement('a');"
            "link.href = chart.getDataURL({pixelRatio: 2, backgroundColor: '#fff'});"
            f"link.download = {name!r}; link.click();"
        )
