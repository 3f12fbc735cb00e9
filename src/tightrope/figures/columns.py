"""A column for each of several runs, on common axes: where Baku stands, and what its members are in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator
from numpy.typing import NDArray

from tightrope.errors import RunError
from tightrope.figures import style
from tightrope.figures.curves import SHORT, course, fan, time_axis, window
from tightrope.figures.page import page, text_width, wrapped
from tightrope.figures.panels import divided
from tightrope.figures.together import frame_of, names_of
from tightrope.outcomes import EAST_TO_WEST, OUTCOMES, shares
from tightrope.results import Run

MOST = 6
"""Runs whose columns are wide enough to be read."""

TICK = 0.62
"""Room that a year needs below an axis, in inches."""

LEAST_REACH = 0.6
"""The position axis reaches at least this far either way, so that a small drift does not look like a landslide."""


@style.styled
def columns(runs: Sequence[Run], *, ax: Axes | None = None) -> NDArray[Any]:
    """Position (fan) and shares of the outcomes over time, a column for each run; returns the axes, (2, runs).

    The axes of a row are the same. Raises RunError for fewer than two runs or more than six, or if one did not record
    position and outcome.
    """
    if not 2 <= len(runs) <= MOST:
        raise RunError(f"a figure of runs in columns needs two to {MOST} of them")
    for run in runs:
        run.require("baku.position", "baku.outcome")
    if ax is None:
        heading = (
            "Above: position (index, Moscow -1, West +1), the median with the middle 50 % and 90 % of members. Below: "
            "share of members in each outcome, from the east (bottom) to the west (top)"
        )
        axes = page(frame_of(runs, heading), (2, len(runs)), above=0.5, gaps=(0.75, 0.25))[1]
    else:
        axes = divided(ax, (2, len(runs)))
    five = [
        fan(one, run, "baku.position", style.CAPITAL_COLOURS["baku"]) for one, run in zip(axes[0], runs, strict=True)
    ]
    for one, run in zip(axes[1], runs, strict=True):
        _areas(one, run)
    _common(axes, runs, float(min(x.min() for x in five)), float(max(x.max() for x in five)))
    _names(axes, runs)
    return axes


def _areas(ax: Axes, run: Run) -> None:
    years, stacked = course(run, shares(run.tally).T)
    base = np.zeros(len(years))
    for code in EAST_TO_WEST:
        look = style.OUTCOME_STYLES[OUTCOMES[code]]
        edge = style.mixed(look.ink, 0.55)
        ax.fill_between(
            years, base, base + stacked[code], facecolor=look.colour, hatch=look.hatch, edgecolor=edge, lw=0.0,
            zorder=1.2, label=OUTCOMES[code],
        )  # fmt: skip
        base = base + stacked[code]
        ax.plot(years, base, color=style.INK, lw=0.6, zorder=1.3)


def _common(axes: NDArray[Any], runs: Sequence[Run], lowest: float, highest: float) -> None:
    """The same dates and heights in every column, and labels on the left only."""
    first, last = min(window(run)[0] for run in runs), max(window(run)[1] for run in runs)
    longest = max(runs, key=lambda run: len(run.years))
    low = max(-1.0, min(-LEAST_REACH, np.floor(10 * lowest - 0.3) / 10))
    high = min(1.0, max(LEAST_REACH, np.ceil(10 * highest + 0.3) / 10))
    room = _figure_of(axes).get_figwidth() * axes[0, 0].get_position().width
    for one in axes.flat:
        time_axis(one, longest)
        one.set_xlim(first, last)
        if last - first >= SHORT:
            ticks = max(2, int(room / TICK))
            one.xaxis.set_major_locator(MaxNLocator(nbins=ticks, integer=True, min_n_ticks=2, steps=[1, 2, 5, 10]))
    for one in axes[0]:
        one.set_ylim(low, high)
        one.axhline(0, color=style.QUIET, lw=1.0, zorder=1.4)
    for one in axes[1]:
        one.set_ylim(0, 1)
        one.yaxis.set_major_formatter(lambda share, _: f"{100 * share:.0f} %")
    for one in axes[:, 1:].flat:
        one.tick_params(labelleft=False)
    axes[0, 0].set_ylabel("position")
    axes[1, 0].set_ylabel("share of members")


def _figure_of(axes: NDArray[Any]) -> Figure:
    """The figure that some axes are on."""
    found = axes[0, 0].get_figure(root=True)
    assert isinstance(found, Figure)
    return found


def _names(axes: NDArray[Any], runs: Sequence[Run]) -> None:
    """The runs' names above the columns, and the key of the outcomes between the rows."""
    room = _figure_of(axes).get_figwidth() * axes[0, 0].get_position().width
    for one, name in zip(axes[0], names_of(runs), strict=True):
        lines = wrapped(name.replace("+", " + "), style.TEXT, room, "bold")
        widest = max(text_width(line, style.TEXT, "bold") for line in lines)
        one.set_title("\n".join(lines), loc="left", size=style.TEXT * min(1.0, room / widest), weight="bold")
    axes[1, 0].legend(
        loc="lower left", bbox_to_anchor=(0.0, 1.02), ncols=len(OUTCOMES), fontsize=style.SMALL + 0.5,
        handlelength=1.6, columnspacing=1.2, handletextpad=0.5, borderaxespad=0.0,
    )  # fmt: skip
