"""Small multiples: several variables of a run side by side on one slide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from tightrope import state
from tightrope.figures import style
from tightrope.figures.curves import course, fan, halo, marks, of_vectors, time_axis, unit_words, window
from tightrope.figures.groups import groups, groups_note
from tightrope.figures.page import Frame, Mark, page, shade_event, text_width, wrapped
from tightrope.quarters import FIRST_YEAR, QUARTERS_PER_YEAR, format_quarter
from tightrope.results import Run

KEY_ROW = 0.2
"""Height of the row that names the lines of a panel."""

DASHED = (0, (4, 1.6))
BOUNDED = ("index", "level", "0 or 1", "share")
"""Units whose charts show all that is possible."""

MARK_LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True)
class Line:
    """A variable in a panel, or the one at ``place`` of its axis.

    The first of a panel is a fan; further ones are a dashed median with their middle 50 %.
    """

    key: str
    label: str = ""
    colour: str = ""
    median_only: bool = False
    place: int | None = None


@dataclass(frozen=True)
class Panel:
    """One small chart: title, variables of one unit; ``share`` draws the mean instead of a fan (of a yes or no)."""

    title: str
    lines: tuple[Line, ...]
    share: bool = False


def divided(ax: Axes, shape: tuple[int, int]) -> NDArray[Any]:
    """New axes that share the place of one, which is removed."""
    figure = ax.get_figure(root=True)
    assert figure is not None
    box = ax.get_position()
    ax.remove()
    grid = figure.add_gridspec(*shape, left=box.x0, right=box.x1, bottom=box.y0, top=box.y1, wspace=0.3, hspace=0.45)
    return np.array(grid.subplots(squeeze=False), dtype=object)


def multiples(
    run: Run, panels: Sequence[Panel], shape: tuple[int, int], frame_of: Frame, ax: Axes | None
) -> NDArray[Any]:
    """Draw panels row by row; returns the axes, an array of ``shape``."""
    run.require(*(line.key for panel in panels for line in panel.lines))
    keys = any(len(panel.lines) > 1 for panel in panels)
    named = {
        line.key: f"{panel.title} {line.label}".strip() if len(panel.lines) > 1 else panel.title
        for panel in panels if not panel.share for line in panel.lines if not line.median_only
    }  # fmt: skip
    notes = (*groups_note(run, named), *frame_of.notes)
    frame_of = replace(frame_of, heading=f"{frame_of.heading}{of_vectors(run)}", notes=notes)
    axes = panel_axes(run, shape, frame_of, ax, keys=keys)
    for place, panel in enumerate(panels):
        draw_panel(axes.flat[place], run, panel, keys=keys)
    finish_panels(axes, run, len(panels))
    return axes


def panel_axes(run: Run, shape: tuple[int, int], frame_of: Frame, ax: Axes | None, *, keys: bool) -> NDArray[Any]:
    """Empty panels: a slide of them, or in the place of ``ax``. ``keys`` keeps room for names of lines."""
    if ax is not None:
        return divided(ax, shape)
    framed = replace(frame_of, notes=(*_event_key(marks(run)), *frame_of.notes))
    row = KEY_ROW if keys else 0.0
    return page(framed, shape, above=0.22 + row, gaps=(0.6 + row, 0.6))[1]


def finish_panels(axes: NDArray[Any], run: Run, used: int) -> None:
    """Mark the events, take away repeated axis labels and unused panels."""
    events, columns = marks(run), axes.shape[1]
    for place, ax in enumerate(axes.flat):
        if place >= used:
            ax.set_axis_off()
            continue
        _letter_events(ax, events, window(run))
    labels = [ax.get_ylabel() for ax in axes.flat]
    for place in range(used):
        if place % columns and labels[place] == labels[place - 1]:
            axes.flat[place].set_ylabel("")


def _unit(panel: Panel) -> str:
    return "share" if panel.share else unit_of(panel.lines[0].key)


def unit_of(key: str) -> str:
    """The unit of a variable."""
    return state.BY_KEY[key.removesuffix("_target")].unit


def draw_panel(ax: Axes, run: Run, panel: Panel, *, keys: bool) -> None:
    """Draw one panel; ``keys`` as in ``panel_axes``."""
    time_axis(ax, run)
    unit = _unit(panel)
    scale(ax, unit)
    if panel.share:
        ax.plot(*course(run, run.mean(panel.lines[0].key)), color=_colour(panel.lines[0]), lw=2.6, zorder=3)
    else:
        for place, line in enumerate(panel.lines):
            _draw_line(ax, run, line, first=place == 0)
    if unit not in BOUNDED:
        ax.set_ylim(bottom=0)
    ax.set_title(panel.title, loc="left", size=style.TEXT, weight="bold", pad=5 + (72 * KEY_ROW if keys else 0))
    ax.tick_params(labelsize=style.SMALL)
    if keys:
        _name_lines(ax, panel)


def scale(ax: Axes, unit: str) -> None:
    """The label of the upright axis and, of a bounded unit, its limits; "share" is that of members."""
    if unit in BOUNDED[1:]:
        ax.set_ylim(0, 1)
        ax.set_yticks([0, 0.25, 0.5, 0.75, 1], ["0", "", "0.5", "", "1"])
    elif unit == "index":
        ax.set_ylim(-1, 1)
    ax.set_ylabel("share of members" if unit == "share" else unit_words(unit), size=style.SMALL + 0.5)


def _draw_line(ax: Axes, run: Run, line: Line, *, first: bool) -> None:
    colour = _colour(line)
    if first:
        fan(ax, run, line.key, colour, place=line.place)
        return
    five = run.percentiles(line.key)
    parts = None if line.median_only else groups(run, line.key)
    for one in [five] if parts is None else parts.apart(five):
        for edge in () if line.median_only else (one[1], one[3]):
            ax.plot(*course(run, edge), color=colour, lw=0.8, ls=(0, (1, 1.5)), zorder=2.6)
        ax.plot(*course(run, one[2]), color=colour, lw=2.0, ls=DASHED, zorder=3.1, path_effects=halo(3.2))


def _colour(line: Line) -> str:
    return line.colour or style.CAPITAL_COLOURS[line.key.split(".")[0]]


def _name_lines(ax: Axes, panel: Panel) -> None:
    """Which line is which, between the panel's title and its chart."""
    handles = [
        ax.plot([], [], color=_colour(line), lw=2.4 if place == 0 else 2.0, ls="-" if place == 0 else DASHED)[0]
        for place, line in enumerate(panel.lines)
    ]
    names = [line.label or ("share" if panel.share else "median") for line in panel.lines]
    ax.legend(
        handles, names, loc="lower left", bbox_to_anchor=(0.0, 1.0), ncols=2,
        fontsize=style.SMALL, handlelength=2.2, columnspacing=1.4, borderpad=0.1, borderaxespad=0.0,
    )  # fmt: skip


def _event_key(events: Sequence[Mark]) -> list[str]:
    """The line that explains the letters."""
    if not events:
        return []
    told = [
        f"({letter}) {mark.label}, {format_quarter(round((mark.year - FIRST_YEAR) * QUARTERS_PER_YEAR))}"
        for letter, mark in zip(MARK_LETTERS, events, strict=False)
    ]
    return [f"Events: {'; '.join(told)}."]


def _letter_events(ax: Axes, events: Sequence[Mark], years: tuple[float, float]) -> None:
    """A line and a letter per event; letters of close events climb."""
    first, last = years
    figure = ax.get_figure(root=True)
    assert figure is not None
    width = ax.get_position().width * figure.get_figwidth()
    taken: list[float] = []
    for letter, mark in zip(MARK_LETTERS, events, strict=False):
        ax.axvline(mark.year, color=style.QUIET, lw=0.7, ls=(0, (1, 2)), zorder=1.5)
        if mark.length:
            shade_event(ax, mark)
        at = (mark.year - first) / (last - first) * width
        row = next((place for place, end in enumerate(taken) if at > end), len(taken))
        taken[row : row + 1] = [at + text_width(letter, 8.5) + 0.05]
        ax.annotate(
            letter, (mark.year, 1.0), xycoords=("data", "axes fraction"), xytext=(0, 1 - 8 * row),
            textcoords="offset points", size=8.5, color=style.QUIET, ha="center", va="top", path_effects=halo(2),
            zorder=4,
        )  # fmt: skip


def titled(words: str, width: float = 3.6) -> str:
    """A panel's title with a capital letter, in at most two lines."""
    lines = wrapped(words[0].upper() + words[1:], style.TEXT, width, "bold")
    return "\n".join(lines)
