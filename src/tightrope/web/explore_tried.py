"""Runs so far: what a visitor has looked at, one row each, to be read beside one another."""

from __future__ import annotations

from dataclasses import dataclass

from nicegui import ui

from tightrope.exercises.tables import Table
from tightrope.outcomes import EAST_TO_WEST, OUTCOMES
from tightrope.web.chart_parts import to_csv
from tightrope.web.charts import WORTH_NAMING
from tightrope.web.layout import button, folded, table_html, tag
from tightrope.web.pairing import Difference
from tightrope.web.recipe import Recipe
from tightrope.web.visitors import Visitor
from tightrope.web.work import Answer

MOST_RUNS = 20
"""Runs remembered; of more, the oldest is forgotten."""


@dataclass(frozen=True)
class Tried:
    """A run in short: median position and shares of outcomes in its last quarter, and what it did to the position of
    the run that was pinned then, member by member."""

    recipe: Recipe
    position: float
    shares: tuple[float, ...]
    difference: str = ""
    pinned: Recipe | None = None

    @classmethod
    def of(cls, recipe: Recipe, answer: Answer, difference: Difference | None, pinned: Recipe | None) -> Tried:
        """The answer to a recipe in short."""
        shares = tuple(float(share) for share in answer.shares[-1])
        says = "" if difference is None else difference.says()
        return cls(recipe, float(answer.position[2, -1]), shares, says, pinned if says else None)


def remember(visitor: Visitor, new: Tried) -> None:
    """Note a run; one that was noted before, against the same pinned run, moves to the end."""
    kept = [one for one in visitor.tried if (one.recipe, one.pinned) != (new.recipe, new.pinned)]
    visitor.tried[:] = [*kept, new][-MOST_RUNS:]


def called(recipe: Recipe) -> str:
    """A recipe in words."""
    return f"{recipe.title}: {'; '.join(recipe.says()) or 'as it is'}"


def table_of(tried: list[Tried]) -> Table:
    """The runs as a table: only outcomes that occur in one of them."""
    seen = [code for code in EAST_TO_WEST if any(one.shares[code] >= WORTH_NAMING for one in tried)]
    compared = any(one.pinned for one in tried)
    columns = ("run", "position, median", *(f"{OUTCOMES[code]}, %" for code in seen))
    rows = []
    for one in tried:
        row = (called(one.recipe), f"{one.position:+.2f}", *(f"{100 * one.shares[code]:.0f}" for code in seen))
        against = f"{one.difference} (pinned: {called(one.pinned)})" if one.pinned is not None else ""
        rows.append((*row, against) if compared else row)
    columns = (*columns, "position against the pinned run") if compared else columns
    return Table("Runs so far, each at its last quarter", columns, tuple(rows))


class TriedCard:
    """The fold with the runs so far."""

    def __init__(self, visitor: Visitor) -> None:
        self._visitor = visitor
        with tag("section", "card tried", aria_label="Runs so far"), folded("Runs so far") as self._fold:
            with self._fold.default_slot.children[0]:
                self._count = tag("span", "quiet")
            tag("p", "small", text="What you have looked at, noted when the dials rest. Nobody else sees it.")
            self._table = tag("div", "scroll wrapped", tabindex="0", role="region", aria_label="Table: runs so far")
            with tag("div", "row"):
                button("Download the runs (CSV)", self._download)
                button("Begin anew", self._clear)
        self.show()

    def show(self) -> None:
        """Draw the runs as they are noted."""
        self._count.set_text(f" ({len(self._visitor.tried)})")
        self._table.props["innerHTML"] = table_html(table_of(self._visitor.tried))
        self._table.update()

    def _clear(self) -> None:
        self._visitor.tried.clear()
        self.show()

    def _download(self) -> None:
        ui.download.content(to_csv(table_of(self._visitor.tried)).encode(), "runs.csv", "text/csv")
