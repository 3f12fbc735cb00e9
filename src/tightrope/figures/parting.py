"""When the members of a pair first choose differently, and what tipped them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.text import Annotation
from matplotlib.ticker import MaxNLocator
from numpy.typing import NDArray

from tightrope.comparison import Comparison, words
from tightrope.comparison.tipping import Cause
from tightrope.evidence import Seeds
from tightrope.figures import style
from tightrope.figures.curves import halo, marks, time_axis, window
from tightrope.figures.difference import frame
from tightrope.figures.page import page, text_width
from tightrope.figures.panels import divided
from tightrope.quarters import FIRST_YEAR, QUARTERS_PER_YEAR

HATCHES = {"ankara": "..", "brussels": "\\\\", "washington": "", "moscow": "//", "baku": ""}
"""A second sign for each capital, beside its colour."""

MOST_CAUSES = 8
"""Causes that a panel has room for; the rest is gathered in a last bar."""

REST = "all others"

NEARLY_ALL, LEAST_QUARTERS = 98.0, 16
"""Percent of the pairs that part by the end of the histogram, and the quarters that it shows at least."""


@style.styled
def parting(found: Comparison, *, ax: Axes | None = None) -> Axes:
    """Histogram of first partings by quarter, stacked by whose choice it was; returns the axes.

    A line shows when Baku first chose differently abroad. The axis ends when nearly all pairs that part have done so.
    """
    start, quarters = found.a.scenario.start, len(found.quarters)
    counted = found.partings.by_quarter(start, quarters)
    abroad = found.partings_abroad.by_quarter(start, quarters).sum(axis=1)
    if ax is None:
        heading = f"When the choices of a pair first differ, and whose: pairs by quarter, of {found.pairs.count:,}"
        shown = [mark for mark in marks(found.b) if mark.year < _ends(found)[1]]
        _, axes = page(frame(found, heading, _left_out(found)), marks=shown, years=_ends(found), above=0.3)
        ax = axes[0, 0]
    # The names of events stand right above the chart; the key stands above them.
    top = max((mark.xy[1] + 0.02 for mark in ax.texts if isinstance(mark, Annotation)), default=1.0)
    years = FIRST_YEAR + (start + np.arange(quarters + 1)) / QUARTERS_PER_YEAR
    base = np.zeros(quarters)
    for capital in HATCHES:
        here = [place for place, name in enumerate(found.partings.decisions) if name.startswith(f"{capital}.")]
        height = counted[:, here].sum(axis=1)
        if height.any():
            colour = style.CAPITAL_COLOURS[capital]
            ax.bar(
                years[:-1], height, 0.25, bottom=base, align="edge", facecolor=style.mixed(colour, 0.75), lw=0.4,
                edgecolor="white", hatch=HATCHES[capital], hatchcolor="white", zorder=2,
                label=f"{capital.capitalize()} first",
            )  # fmt: skip
        base += height
    ax.stairs(abroad, years, color=style.INK, lw=1.8, baseline=None, label="Baku abroad, whoever was first", zorder=3)
    time_axis(ax, found.b)
    ax.set_xlim(*_ends(found))
    ax.set_ylim(0, max(1.0, 1.08 * max(base.max(), abroad.max())))
    ax.yaxis.set_major_locator(MaxNLocator(integer=True))
    ax.set_ylabel("pairs")
    ax.legend(
        loc="lower left", bbox_to_anchor=(0.0, top), ncols=6, fontsize=style.SMALL + 0.5, handlelength=1.6,
        columnspacing=1.4, borderaxespad=0.1,
    )  # fmt: skip
    return ax


def _ends(found: Comparison) -> tuple[float, float]:
    """The dates shown: from the start until nearly all have parted, at least some years."""
    start = found.a.scenario.start
    until = [one.percentile(NEARLY_ALL) or start for one in (found.partings, found.partings_abroad)]
    last = min(found.b.last, max(*until, start + LEAST_QUARTERS - 1))
    return window(found.b)[0], float(FIRST_YEAR + (last + 1) / QUARTERS_PER_YEAR)


def _left_out(found: Comparison) -> list[str]:
    """The pairs that the chart does not show."""
    first_not_shown = round((_ends(found)[1] - FIRST_YEAR) * QUARTERS_PER_YEAR)
    counts = []
    for one, what in ((found.partings, "any choice"), (found.partings_abroad, "Baku's abroad")):
        later = int((one.quarter >= first_not_shown).sum())
        counts.append(f"{found.pairs.count - one.count:,} never and {later:,} later in {what}")
    return [f"Pairs not shown: {'; '.join(counts)}."]


@style.styled
def tipping(found: Comparison, *, ax: Axes | None = None) -> NDArray[Any]:
    """In how many pairs each cause was the largest at the first different choice, and what it contributed on average.

    The left panel is of any capital's choice, the right one of Baku's abroad; returns the axes, shape (1, 2).
    """
    both = [_shown(found.causes(abroad=abroad)) for abroad in (False, True)]
    seeds = found.b.scenario.seeds
    names_of = [[_label(one, seeds, whose=place == 0) for one in shown] for place, shown in enumerate(both)]
    lines = [line for names in names_of for name in names for line in name.split("\n")]
    widest = max((text_width(line, style.SMALL + 0.5) for line in lines), default=1.0)
    if ax is None:
        heading = "What tipped the first different choice: in how many of the pairs each cause was the largest"
        note = (
            "Beside the bars: what the cause took from A's move and gave to B's, on average, in units of a move's "
            "value; luck is the same in both."
        )
        axes = page(frame(found, heading, [note]), (1, 2), left=widest + 0.5, above=0.3, gaps=(0.6, widest + 0.55))[1]
    else:
        axes = divided(ax, (1, 2))
    tops = ("The first different choice of any capital", "Baku's first different choice abroad")
    counts = (found.partings.count, found.partings_abroad.count)
    for place, shown in enumerate(both):
        one = axes[0, place]
        _bars(one, shown, names_of[place])
        one.set_title(f"{tops[place]}\n({counts[place]:,} pairs)", loc="left", size=style.TEXT, weight="bold")
    return axes


def _shown(causes: list[Cause]) -> list[Cause]:
    """The largest, and the rest in one."""
    largest = [one for one in causes if one.pairs]
    if len(largest) <= MOST_CAUSES:
        return largest
    rest = largest[MOST_CAUSES - 1 :]
    pairs, share = sum(one.pairs for one in rest), sum(one.share for one in rest)
    return [*largest[: MOST_CAUSES - 1], Cause("", REST, pairs, share, None, ("", ""), 0)]


def _label(one: Cause, seeds: Seeds, *, whose: bool) -> str:
    cause = words.cause_words(one, seeds)
    if one.cause == REST or not whose:
        return cause
    return f"{words.decision_words(one.decision)}:\n{cause}"


def _bars(ax: Axes, shown: list[Cause], names: Sequence[str]) -> None:
    for row, one in enumerate(shown):
        capital = one.decision.split(".")[0]
        colour = style.CAPITAL_COLOURS.get(capital, style.QUIET)
        ax.barh(
            row, one.share, height=0.66, facecolor=style.mixed(colour, 0.75), edgecolor="white", lw=0.4,
            hatch=HATCHES.get(capital, ""), hatchcolor="white", zorder=2,
        )  # fmt: skip
        mean = "" if one.mean is None else f"  ({words.signed(one.mean)})"
        ax.annotate(
            f"{_percent(one.share)}{mean}", (one.share, row), xytext=(5, 0), textcoords="offset points", va="center",
            size=style.SMALL + 0.5, annotation_clip=False, path_effects=halo(), zorder=4,
        )  # fmt: skip
    ax.set_yticks(range(len(shown)), names, size=style.SMALL + 0.5)
    ax.set_ylim(max(len(shown), 4) - 0.4, -0.6)
    ax.set_xlim(0, 1.32)
    ax.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0", "", "50 %", "", "100 %"])
    ax.tick_params(axis="y", length=0)
    ax.grid(visible=False)
    ax.spines["left"].set_visible(False)
    ax.spines["bottom"].set_bounds(0, 1)  # to the right is only room for the numbers
    if not shown:
        ax.text(0.5, 0.5, "no pair", transform=ax.transAxes, ha="center", va="center", color=style.QUIET)


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %" if share >= 0.005 else "under 1 %"
