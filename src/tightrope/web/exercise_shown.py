"""What a step of an exercise shows: a table, a chart or a picture, with what must be said of it."""

from __future__ import annotations

import copy
from base64 import b64encode
from dataclasses import replace

from nicegui import ui

from tightrope.exercises.steps import Run
from tightrope.exercises.tables import Table
from tightrope.web.exercise_work import Drawn, Picture, Result
from tightrope.web.layout import ChartCard, button, folded, table_html, tag


def draw_result(found: Result, step: object) -> None:
    """A table, a chart or a picture, and what must be said with it."""
    if isinstance(found, Drawn):
        ChartCard(replace(found.chart, options=copy.deepcopy(found.chart.options)))
    elif isinstance(found, Picture):
        _draw_picture(found)
    elif isinstance(found, Table) and isinstance(step, Run):
        tag("p", text=f"Run: {found.title}.")
        with folded("The same by hand", "fold"), tag("ul", "commands"):
            for says, span, command in found.rows:
                with tag("li", text=f"{says}, {span}"):
                    tag("code", text=command)
        return
    elif isinstance(found, Table):
        draw_table(found)
    for note in getattr(found, "notes", ()):
        tag("p", "small", text=note)


def draw_table(table: Table, *, worded: bool = False) -> None:
    """A table that can be scrolled by itself; ``worded``: its cells hold words rather than numbers."""
    made = tag(
        "div",
        "scroll wrapped worded" if worded else "scroll wrapped",
        tabindex="0",
        role="region",
        aria_label=f"Table: {table.title}",
    )
    made.props["innerHTML"] = table_html(table)


def _draw_picture(found: Picture) -> None:
    data = b64encode(found.png).decode("ascii")
    tag("img", "figure", src=f"data:image/png;base64,{data}", alt=found.about)
    name = f"{found.name}.png"
    button("Download the picture", lambda: ui.download.content(found.png, name, "image/png"))
