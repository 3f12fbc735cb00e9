"""The debrief of a game on the page."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from nicegui import ui

from tightrope.exercises.tables import Table
from tightrope.explanation.words import signed
from tightrope.figures.style import OUTCOME_STYLES
from tightrope.games.retelling import HOW_TO_READ, MOST_HABITS
from tightrope.web.game_charts import bar_room, debrief_choices, debrief_path
from tightrope.web.layout import ChartCard, button, folded, tag
from tightrope.web.look_back import Kind, LookBack
from tightrope.web.story import draw_bar
from tightrope.wording import percent


def draw_debrief(found: LookBack, save: Callable[[], Awaitable[None]], name: str, heading: str) -> None:
    """Draw a debrief.

    ``save`` hands out the game's file, ``name`` is what its files are called, ``heading`` the id of the heading.
    """

    def download() -> None:
        ui.download.content(found.text.encode(), f"{name}-debrief.txt", "text/plain")

    tag("h1", text=found.title, id=heading, tabindex="-1")
    tag("p", "quiet", text=found.question)
    tag("p", "headline", text=found.summary)
    with tag("div", "row"):
        button("Download the debrief (for your teacher)", download)
        button("Save the game as a file", save)
        tag("a", "plain", text="Another game", href="/play")
    with tag("div", "course"):
        ChartCard(debrief_path(found), height=440)
    with tag("div", "halves"):
        with tag("div"):
            with tag("section", "card", aria_label="What became of Baku"):
                tag("h2", text="What became of Baku")
                _draw_table(found.ends, "ends")
                tag("p", text=found.parted)
            with tag("section", "card", aria_label="Among all members"):
                tag("h2", text=f"Among {found.members:,} members of this scenario")
                tag("p", text=found.place)
                _draw_shares(found)
        if found.sums:
            ChartCard(debrief_choices(found), height=bar_room(found))
    _draw_kinds(found)
    with tag("section", "card"), folded(f"Every move ({len(found.moves.rows)})"):
        _draw_table(found.moves, "numbers")
    tag("p", "small quiet", text=found.caveats)


def _draw_kinds(found: LookBack) -> None:
    with tag("section", "card kinds", aria_label="Where you parted from the model"):
        tag("h2", text="Where you parted from the model")
        if not found.kinds:
            tag("p", text="Nowhere: you did what the model would have done each time.")
            return
        tag("p", "small quiet", text=HOW_TO_READ)
        numbers = {mark.says: mark.number for mark in found.marks}
        largest = max(abs(size) for kind in found.kinds for size in (kind.size, *(part for part, _ in kind.parts)))
        for place, kind in enumerate(found.kinds):
            if place == MOST_HABITS:
                with folded(f"{len(found.kinds) - MOST_HABITS} lesser kinds"):
                    for lesser in found.kinds[MOST_HABITS:]:
                        _draw_kind(lesser, None, largest)
                break
            _draw_kind(kind, numbers.get(kind.says), largest)


def _draw_kind(kind: Kind, number: int | None, largest: float) -> None:
    with tag("div", "kind"):
        with tag("p"):
            if number is not None:
                tag("span", "number", text=str(number))
                tag("span", "heard", text=" on the path above: ")
            tag("strong", text=f"{signed(kind.size)} ")
            tag("span", text=kind.says)
        with tag("ul", "small"):
            for size, says in kind.parts:
                with tag("li"):
                    draw_bar(size, largest)
                    tag("span", text=f"{signed(size)} {says}")


def _draw_shares(found: LookBack) -> None:
    """How the members end, as bars with the share beside."""
    with tag("table", "shares"):
        tag("caption", text="Outcome at the end")
        with tag("tbody"):
            for one in found.shares:
                whose = [word for word, is_so in (("yours", one.game), ("without you", one.alone)) if is_so]
                with tag("tr"):
                    tag("th", text=one.outcome, scope="row")
                    with tag("td", "measure"):
                        colour, width = OUTCOME_STYLES[one.outcome].colour, max(0.5, 100 * one.share)
                        bar = tag("span", "share", aria_hidden="true")
                        bar.style(f"width:{width:.1f}%;background:{colour}")
                    tag("td", text=percent(one.share))
                    tag("td", "whose", text=" and ".join(whose))


def _draw_table(table: Table, classes: str) -> None:
    with tag("div", "scroll-x", tabindex="0", role="region", aria_label=table.title), tag("table", classes):
        tag("caption", "aside", text=table.title)
        with tag("thead"), tag("tr"):
            for name in table.columns:
                tag("th", text=name, scope="col")
        with tag("tbody"):
            for row in table.rows:
                with tag("tr"):
                    tag("th", text=row[0], scope="row")
                    for cell in row[1:]:
                        tag("td", text=cell)
