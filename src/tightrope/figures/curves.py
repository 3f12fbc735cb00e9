"""Pieces that several figures share: fans, single members, labels at the end of lines, the words around a chart."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patheffects import withStroke
from matplotlib.ticker import MaxNLocator
from numpy.typing import NDArray

from tightrope.figures import style
from tightrope.figures.documents import END, load_documents
from tightrope.figures.page import Frame, Mark, spread
from tightrope.quarters import decimal_year
from tightrope.results import CAVEAT, DISCLAIMER, OIL_CAVEAT, Run

Array = NDArray[np.float64]

OUTER, INNER = 0.18, 0.42
"""How strongly the bands of a fan are tinted: 5 to 95 %, and 25 to 75 %."""

UNIT_WORDS = {
    "level": "level, 0 to 1",
    "index": "index, -1 to 1",
    "USD/bbl": "US dollars a barrel",
    "USD bn": "billion US dollars",
    "USD bn/quarter": "billion US dollars a quarter",
    "kb/d": "thousand barrels a day",
    "bcm/yr": "billion cubic metres a year",
}


def frame(run: Run, heading: str = "", *, oil: bool = False, more: Sequence[str] = ()) -> Frame:
    """The words around a chart of a run; ``oil`` for charts of oil and purse."""
    plan = run.scenario
    plural = "member" if run.members == 1 else "members"
    drawn = f"{run.data.attrs['spread']}; {run.members:,} {plural}; seed {plan.seed}; theory: {plan.theory}."
    lines = [*more, drawn[0].upper() + drawn[1:]]
    if oil or run.data.attrs["oil_path_departs"]:
        lines.append(OIL_CAVEAT)
    lines.append(f"{DISCLAIMER} {CAVEAT}")
    return Frame(plan.title, plan.question, tuple(lines), heading)


def marks(run: Run) -> list[Mark]:
    """The dated events of a run's scenario and, for years that the documents speak of, of the documents."""
    plan = run.scenario
    found = []
    if plan.start < END:
        dated = load_documents(plan.seeds).events
        found += [Mark(decimal_year(one.quarter), one.says) for one in dated if plan.start <= one.quarter <= run.last]
    else:
        for event in plan.events.values():
            length = (event.quarters or 1) / 4
            found.append(Mark(decimal_year(event.quarter), event.name.replace("_", " "), length))
    return sorted(found, key=lambda mark: mark.year)


def window(run: Run) -> tuple[float, float]:
    """First and last date of the time axis."""
    years = run.years
    return float(years[0]), float(years[-1])


def time_axis(ax: Axes, run: Run) -> None:
    """Years along the bottom, whole ones only."""
    ax.set_xlim(*window(run))
    ax.xaxis.set_major_locator(MaxNLocator(nbins=10, integer=True, min_n_ticks=2, steps=[1, 2, 5, 10]))
    ax.xaxis.set_major_formatter(lambda year, _: f"{year:.0f}")


def fan(ax: Axes, run: Run, key: str, colour: str, *, place: int | None = None, bands: bool = True) -> Array:
    """Median with the middle 50 % and 90 % of members; returns the five percentiles drawn, (5, quarters)."""
    five = run.percentiles(key)
    if place is not None:
        five = five[..., place]
    years = run.years
    if bands:
        ax.fill_between(years, five[0], five[4], color=style.mixed(colour, OUTER), lw=0, zorder=1.1)
        ax.fill_between(years, five[1], five[3], color=style.mixed(colour, INNER), lw=0, zorder=1.2)
    ax.plot(years, five[2], color=colour, lw=2.6, zorder=3, solid_capstyle="butt")
    return five


def member_lines(ax: Axes, run: Run, key: str, members: Sequence[int]) -> list[tuple[float, str, str]]:
    """Single members as thin lines, each in its own line style; returns labels for their ends."""
    labels = []
    for place, member in enumerate(members):
        path = run.path(key, member)
        dashes = style.MEMBER_DASHES[place % len(style.MEMBER_DASHES)]
        ax.plot(run.years, path, color=style.INK, lw=1.0, ls=dashes, zorder=2.5)
        labels.append((float(path[-1]), f"member {member}", style.INK))
    return labels


def end_labels(ax: Axes, labels: Sequence[tuple[float, str, str]], size: float = style.SMALL + 0.5) -> None:
    """Text right of the axes at given heights, moved apart where needed; (height, text, colour)."""
    low, high = ax.get_ylim()
    rows = max((text.count("\n") + 1 for _, text, _ in labels), default=1)
    figure = ax.get_figure(root=True)
    assert figure is not None
    height = ax.get_position().height * figure.get_figheight()
    gap = (size * 1.3 * rows / 72) / height * (high - low)
    wanted = [min(max(y, low), high) for y, _, _ in labels]
    for (y, text, colour), at in zip(labels, spread(wanted, gap, low, high), strict=True):
        ax.annotate(
            text, (1, min(max(y, low), high)), xycoords=("axes fraction", "data"), xytext=(1.022, at),
            textcoords=("axes fraction", "data"), size=size, color=colour, va="center", ha="left",
            arrowprops={"arrowstyle": "-", "color": colour, "lw": 0.7, "shrinkA": 1, "shrinkB": 0},
            annotation_clip=False,
        )  # fmt: skip


def halo(width: float = 2.5) -> list[Any]:
    """A white edge that keeps a line or a word legible on whatever lies below."""
    return [withStroke(linewidth=width, foreground="white")]


def unit_words(unit: str) -> str:
    """A unit as an axis says it."""
    return UNIT_WORDS.get(unit, unit)
