"""Where Baku stands between Moscow and the West: a fan, some single members, and what the documents say."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes

from tightrope.figures import style
from tightrope.figures.curves import (
    between_vectors,
    course,
    end_labels,
    fan,
    fan_labels,
    fan_reach,
    frame,
    halo,
    marks,
    member_lines,
    of_vectors,
    time_axis,
    window,
)
from tightrope.figures.documents import END, Position, load_documents
from tightrope.figures.groups import groups_note
from tightrope.figures.page import page, shade_event
from tightrope.quarters import decimal_year, format_quarter
from tightrope.results import Run

KEY = "baku.position"
SINGLE = 3
"""Members drawn singly unless others are asked for."""

HEADING = "Baku's position: the median, the middle 50 % and 90 % of members, and single members"


@style.styled
def position(run: Run, *, ax: Axes | None = None, members: Sequence[int] | None = None) -> Axes:
    """Position over time, index from -1 (Moscow) to +1 (West); returns the axes.

    ``members`` are drawn singly, by default three that end low, in the middle and high. Runs of years before 2015 show
    the documents' levels. Raises RunError if the position was not recorded.
    """
    run.require(KEY)
    alone = run.scenario.uncertainty == "none" or run.members == 1
    if ax is None:
        heading = ("Baku's position: the only path" if alone else HEADING) + of_vectors(run)
        heading += ", and what the documents say" if run.scenario.start < END else ""
        notes = [*([] if alone else groups_note(run, {KEY: "the position"})), *_outside(run, alone=alone)]
        _, axes = page(frame(run, heading, more=notes), marks=marks(run, every=True), years=window(run), labels=1.4)
        ax = axes[0, 0]
    else:
        for mark in marks(run):
            ax.axvline(mark.year, color=style.QUIET, lw=0.8, ls=(0, (1, 2)), zorder=1.5)
            shade_event(ax, mark)
    colour = style.CAPITAL_COLOURS["baku"]
    five = fan(ax, run, KEY, colour, bands=not alone, ends=True)
    single = [] if alone else run.typical_members(SINGLE) if members is None else list(members)
    labels = member_lines(ax, run, KEY, single)
    labels += _vectors(run) + _filtered(ax, run)
    labels += [(float(five[2, -1]), "the only path", colour)] if alone else fan_labels(run, KEY, colour, five)
    lowest, highest = fan_reach(run, KEY, five)
    for member in single:
        path = run.path(KEY, member)
        lowest, highest = min(lowest, float(path.min())), max(highest, float(path.max()))
    if run.scenario.start < END:
        values = _documents(ax, run)
        lowest, highest = min([lowest, *values]), max([highest, *values])
    _axes(ax, run, lowest, highest)
    end_labels(ax, labels)
    return ax


def _filtered(ax: Axes, run: Run) -> list[tuple[float, str, str]]:
    """The median with the control as a filter, where that is another; returns a label for its end."""
    again = run.plausible
    if again is None or again is run:
        return []
    middle = again.percentiles(KEY, [50.0])[0]
    ax.plot(*course(run, middle), color=style.INK, lw=1.6, ls=(0, (1, 1.2)), zorder=3.2, path_effects=halo(3.0))
    return [(float(middle[-1]), "median, filtered", style.INK)]


def _vectors(run: Run) -> list[tuple[float, str, str]]:
    """A label for the end of the spread between parameter vectors, where it can be told from that of luck."""
    band = between_vectors(run, KEY)
    return [] if band is None else [(float(band[1][-1]), "between vectors", style.VECTORS)]


def _axes(ax: Axes, run: Run, lowest: float, highest: float) -> None:
    time_axis(ax, run)
    # At least from -0.6 to +0.6, so that a small drift does not look like a landslide.
    low = max(-1.0, min(-0.6, np.floor(10 * (lowest - 0.03)) / 10))
    high = min(1.0, max(0.6, np.ceil(10 * (highest + 0.03)) / 10))
    ax.set_ylim(low, high)
    ax.axhline(0, color=style.QUIET, lw=1.0, zorder=1.4)
    ax.set_ylabel("position (index: Moscow -1, West +1)")
    for y, words, side in ((0.985, "toward the West ↑", "top"), (0.015, "toward Moscow ↓", "bottom")):
        ax.text(
            0.008, y, words, transform=ax.transAxes, size=style.SMALL + 0.5, color=style.QUIET, va=side, style="italic"
        )


def _shown(run: Run) -> list[Position]:
    """The documents' levels of periods that lie within the run."""
    if run.scenario.start >= END:
        return []
    found = load_documents(run.scenario.seeds).positions
    return [one for one in found if one.since >= run.scenario.start and one.until <= run.last]


def _outside(run: Run, *, alone: bool) -> list[str]:
    """How many of the documents' levels the run does not reach, in a sentence; none where it shows no documents.

    A level is reached where it lies between the 5 and 95 % of members, or on the only path, in some quarter of its
    period.
    """
    shown = _shown(run)
    if not shown:
        return []
    low, high = run.percentiles(KEY, [5.0, 95.0])
    missed = [
        one
        for one in shown
        for period in [slice(one.since - run.scenario.start, one.until + 1 - run.scenario.start)]
        if not ((low[period] <= one.value) & (one.value <= high[period])).any()
    ]
    dates = [format_quarter(one.since) for one in missed]
    named = f" (those that begin in {', '.join(dates)})" if 0 < len(dates) < len(shown) else ""
    where = "off the only path" if alone else "outside the 90 % band throughout their periods"
    return [
        f"{len(missed)} of {len(shown)} documented levels lie {where}{named}. The order of the levels is tested against"
        " the documents, not their height."
    ]


def _documents(ax: Axes, run: Run) -> list[float]:
    """The documents' levels as black bars; returns their heights."""
    shown = _shown(run)
    for place, one in enumerate(shown):
        ends = [decimal_year(one.since), decimal_year(one.until + 1)]
        ax.plot(
            ends, [one.value] * 2, color=style.INK, lw=4.5, solid_capstyle="butt", zorder=4, path_effects=halo(7.5),
            label="documents" if place == 0 else None,
        )  # fmt: skip
    if shown:
        first = shown[min(1, len(shown) - 1)]
        ax.annotate(
            "the documents, our coding", (decimal_year(first.since) + 0.1, first.value), xytext=(0, 9),
            textcoords="offset points", size=style.SMALL + 0.5, weight="bold", path_effects=halo(), zorder=5,
        )  # fmt: skip
    return [one.value for one in shown]
