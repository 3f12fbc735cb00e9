"""One member's story: who did what when, one lane for each capital."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from tightrope.figures import style
from tightrope.figures.curves import frame, halo, marks, time_axis
from tightrope.figures.outcomes import percent
from tightrope.figures.page import page, text_width
from tightrope.outcomes import OUTCOMES, shares
from tightrope.results import Run

DECISIONS = {
    "baku.abroad": "Baku abroad",
    "baku.home": "Baku at home",
    "moscow.act": "Moscow",
    "ankara.act": "Ankara",
    "brussels.act": "Brussels",
    "washington.act": "Washington",
}
"""The lanes, from the top."""

MEMBER, LAPSED = 3, 4
"""Codes of treaty status that the lane of treaties tells of: entered, and left or run out."""

LANES_WIDTH, NAMES_WIDTH = 1.3, 1.75
"""Room for the names of the lanes and of the moves, in inches."""

QUARTER = 0.25
TREATY_ROW = 1.0
"""Height of a line of treaties, in rows of moves."""


@dataclass(frozen=True)
class Row:
    """A row of cells: what it is called, in which lane, and in which quarters it is filled."""

    label: str
    lane: str
    colour: str
    filled: NDArray[np.bool_]


@style.styled
def chronicle(run: Run, *, ax: Axes | None = None, member: int | None = None) -> Axes:
    """Every move that changed something, quarter by quarter, for one member; returns the axes.

    ``member`` is by default the one whose position stays nearest to the median. Below the moves: treaties entered and
    left, and the outcome the member is in. Raises RunError if moves, treaties or outcomes were not recorded.
    """
    run.require("world.treaty", "baku.outcome", *(f"move.{decision}" for decision in DECISIONS))
    chosen = run.nearest_median() if member is None else member
    rows = _rows(run, chosen)
    edges = np.append(run.years, run.years[-1] + QUARTER)
    if ax is None:
        which = "the member whose position stays nearest to the median" if member is None else "one member"
        heading = f"Who did what in the run of member {chosen}, {which}"
        note = "One possible course among many: no member is the likely one. A quarter without a mark changed nothing."
        note += f" {_among(run, chosen)}"
        _, axes = page(
            frame(run, heading, more=[note]), marks=marks(run), years=(edges[0], edges[-1]), labels=0.25,
            left=0.42 + LANES_WIDTH + NAMES_WIDTH,
        )  # fmt: skip
        ax = axes[0, 0]
    time_axis(ax, run)
    ax.set_xlim(edges[0], edges[-1])
    ax.grid(visible=False)
    ax.spines["left"].set_visible(False)
    _draw_rows(ax, run, rows)
    below = _draw_treaties(ax, run, chosen, len(rows))
    _draw_outcome(ax, run, chosen, below)
    _draw_lanes(ax, rows, below)
    ax.set_ylim(below + 1.25, -0.25)
    return ax


def _among(run: Run, member: int) -> str:
    """How many members end as this one does."""
    code = int(run.path("baku.outcome", member)[-1])
    share = float(shares(run.tally)[-1][code])
    return f"At the end it counts as {OUTCOMES[code]}, with {percent(share)} of members."


def _rows(run: Run, member: int) -> list[Row]:
    """The moves that this member's capitals made, in the order of lanes and of moves."""
    rows = []
    for decision, lane in DECISIONS.items():
        moves = str(run.data[f"move.{decision}"].attrs["flag_meanings"]).split(", ")
        path = run.path(f"move.{decision}", member)
        colour = style.CAPITAL_COLOURS[decision.split(".")[0]]
        made = [code for code in range(1, len(moves)) if (path == code).any()]
        rows += [Row(moves[code], lane, colour, path == code) for code in made]
        if not made:
            rows.append(Row(f"({moves[0]} throughout)", lane, style.QUIET, np.zeros(len(path), dtype=bool)))
    return rows


def _draw_rows(ax: Axes, run: Run, rows: Sequence[Row]) -> None:
    for place, row in enumerate(rows):
        if place % 2 == 0:
            ax.axhspan(place, place + 1, color="#f6f6f4", lw=0, zorder=0.1)
        for begin, end in _stretches(row.filled):
            left = run.years[begin] + 0.02
            width = (end - begin) * QUARTER - 0.04
            ax.add_patch(_bar(left, place + 0.18, width, 0.64, row.colour))
    ax.set_yticks(np.arange(len(rows)) + 0.5, [row.label for row in rows], size=_label_size(len(rows)))
    ax.tick_params(axis="y", length=0)


def _label_size(rows: int) -> float:
    return style.SMALL + 0.5 if rows <= 20 else 8.5


def _bar(x: float, y: float, width: float, height: float, colour: str) -> Any:
    from matplotlib.patches import Rectangle

    return Rectangle((x, y), width, height, facecolor=colour, edgecolor="none", zorder=2)


def _stretches(filled: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Runs of filled quarters as (first, one past the last)."""
    change = np.flatnonzero(np.diff(np.concatenate(([0], filled.astype(int), [0]))))
    return [(int(begin), int(end)) for begin, end in zip(change[::2], change[1::2], strict=True)]


def _draw_lanes(ax: Axes, rows: Sequence[Row], below: float) -> None:
    """The capitals' names left of their moves, and a line between lanes."""
    lanes = list(dict.fromkeys(row.lane for row in rows))
    figure = ax.get_figure(root=True)
    assert figure is not None
    inches = ax.get_position().width * figure.get_figwidth()
    start = -(LANES_WIDTH + NAMES_WIDTH) / inches
    named: list[tuple[str, str, float, float]] = [
        (lane, style.CAPITAL_COLOURS[_capital(lane)], *_extent(rows, lane)) for lane in lanes
    ]
    named += [("Treaties", style.INK, len(rows), below), ("Outcome", style.INK, below, below + 1.2)]
    for lane, colour, top, bottom in named:
        ax.plot([start, 1], [top, top], transform=ax.get_yaxis_transform(), color=style.INK, lw=0.7, clip_on=False)
        ax.text(
            start, (top + bottom) / 2, lane, transform=ax.get_yaxis_transform(), size=style.TEXT, weight="bold",
            va="center", color=colour,
        )  # fmt: skip


def _capital(lane: str) -> str:
    return next(decision.split(".")[0] for decision, name in DECISIONS.items() if name == lane)


def _extent(rows: Sequence[Row], lane: str) -> tuple[float, float]:
    places = [place for place, row in enumerate(rows) if row.lane == lane]
    return places[0], places[-1] + 1


def _draw_treaties(ax: Axes, run: Run, member: int, top: int) -> float:
    """What was entered and left, labelled on the spot; returns where the lane ends."""
    status = run.path("world.treaty", member)
    names = [run.scenario.seeds.treaties[str(name)].says for name in run.data["treaty"].values]
    told = []
    for place, name in enumerate(names):
        path = status[:, place]
        for quarter in range(1, len(path)):
            if path[quarter] == MEMBER != path[quarter - 1]:
                told.append((run.years[quarter], f"enters {name}"))
            elif path[quarter - 1] == MEMBER != path[quarter]:
                told.append((run.years[quarter], f"leaves {name}"))
    if not told:
        ax.text(
            run.years[0] + 0.1, top + 0.6, "(none entered or left)", size=style.SMALL, color=style.QUIET, va="center"
        )  # fmt: skip
    ends: list[float] = []
    per_inch = _years_per_inch(ax)
    for year, label in sorted(told):
        needed = (text_width(label, 8.5) + 0.2) * per_inch
        begin = year if year + needed <= ax.get_xlim()[1] else year - needed
        row = next((place for place, end in enumerate(ends) if begin >= end), len(ends))
        ends[row : row + 1] = [max(begin, year) + needed]
        ax.plot([year], [top + 0.6 + TREATY_ROW * row], marker="D", ms=4.5, color=style.INK, zorder=3)
        ax.annotate(
            label, (year, top + 0.6 + TREATY_ROW * row), xytext=(6 if begin == year else -6, 0),
            textcoords="offset points", ha="left" if begin == year else "right", va="center", size=8.5,
            path_effects=halo(), zorder=3,
        )  # fmt: skip
    return top + max(1, len(ends)) * TREATY_ROW + 0.2


def _years_per_inch(ax: Axes) -> float:
    figure = ax.get_figure(root=True)
    assert figure is not None
    first, last = ax.get_xlim()
    return (last - first) / (ax.get_position().width * figure.get_figwidth())


def _draw_outcome(ax: Axes, run: Run, member: int, top: float) -> None:
    """A band in the colours of the outcomes, named where there is room."""
    path = run.path("baku.outcome", member).astype(int)
    per_inch = _years_per_inch(ax)
    unnamed = []
    for code in np.unique(path):
        look = style.OUTCOME_STYLES[OUTCOMES[code]]
        room = max(end - begin for begin, end in _stretches(path == code)) * QUARTER * 0.95
        if text_width(OUTCOMES[code], 9, "bold") * per_inch >= room:
            unnamed.append(f"{look.looks}: {OUTCOMES[code]}")
        for begin, end in _stretches(path == code):
            bar = _bar(run.years[begin], top + 0.15, (end - begin) * QUARTER, 0.9, look.colour)
            bar.set(hatch=look.hatch, edgecolor=style.mixed(look.ink, 0.55), linewidth=0)
            ax.add_patch(bar)
            if text_width(OUTCOMES[code], 9, "bold") * per_inch < (end - begin) * QUARTER * 0.95:
                ax.text(
                    run.years[begin] + (end - begin) * QUARTER / 2, top + 0.6, OUTCOMES[code], size=9, weight="bold",
                    color=look.ink, ha="center", va="center", zorder=4,
                    bbox={"boxstyle": "round,pad=0.15", "fc": look.colour, "ec": "none"},
                )  # fmt: skip
    if unnamed:
        ax.annotate(
            "; ".join(unnamed), (0, top + 1.05), xycoords=ax.get_yaxis_transform(), xytext=(-8, 0),
            textcoords="offset points", size=8.5, color=style.QUIET, ha="right", va="bottom", annotation_clip=False,
        )  # fmt: skip
