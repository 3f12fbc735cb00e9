"""Pieces that several figures share: fans, single members, labels at the end of lines, the words around a chart."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patheffects import withStroke
from matplotlib.ticker import MaxNLocator
from numpy.typing import NDArray

from tightrope.comparison.spoken import changes_spoken
from tightrope.figures import style
from tightrope.figures.documents import END, load_documents
from tightrope.figures.groups import Groups, groups
from tightrope.figures.page import Frame, Mark, spread
from tightrope.quarters import decimal_year, format_quarter
from tightrope.results import CAVEAT, DISCLAIMER, OIL_CAVEAT, Run
from tightrope.results.plausible import in_words

Array = NDArray[np.float64]

OUTER, INNER = 0.18, 0.42
"""How strongly the bands of a fan are tinted: 5 to 95 %, and 25 to 75 %."""

NEAR_TOP = 0.85
"""Height in a chart, in parts, above which the name of a line stands below it."""

PROPER_NAMES = {
    name.lower(): name
    for name in (
        "Ankara", "Armenia", "Baku", "Brussels", "Crimea", "EU", "Georgia", "Karabakh", "Kyiv", "Moldova", "Moscow",
        "NATO", "Russia", "Turkey", "Ukraine", "Washington", "West",
    )
}  # fmt: skip
"""Names that the words of an event may hold, by how they are spelt in the event's own name."""

SHORT = 2.0
"""Years below which an axis names quarters."""

UNIT_WORDS = {
    "level": "level, 0 to 1",
    "index": "index, -1 to 1",
    "USD/bbl": "USD a barrel",
    "USD bn": "USD bn",
    "USD bn/quarter": "USD bn a quarter",
    "kb/d": "kb a day",
    "bcm/yr": "bcm a year",
}


def frame(run: Run, heading: str = "", *, oil: bool = False, more: Sequence[str] = ()) -> Frame:
    """The words around a chart of a run; ``oil`` for charts of oil and purse."""
    plan = run.scenario
    plural = "member" if run.members == 1 else "members"
    drawn = f"{run.data.attrs['spread']}; {run.members:,} {plural}; seed {plan.seed}; theory: {plan.theory}."
    lines = [drawn[0].upper() + drawn[1:], *control(run)]
    if oil or run.data.attrs["oil_path_departs"]:
        lines.append(OIL_CAVEAT)
    lines.append(f"{DISCLAIMER} {CAVEAT}")
    return Frame(_title(run), plan.question, tuple(lines), heading, (*more, *inputs(run)))


def control(run: Run) -> list[str]:
    """What the control does as a filter, in a sentence; none where members share no vectors."""
    if run.passing is None:
        return []
    words = in_words(run.passing)
    return [f"{words[0].upper()}{words[1:]}."]


def marks(run: Run, *, every: bool = False) -> list[Mark]:
    """The dated events to mark: the scenario's own or, in years that the documents speak of, the documents'.

    Of the documents' only the main ones, unless ``every`` one is asked for.
    """
    plan = run.scenario
    if plan.start >= END:
        own = [Mark(decimal_year(one.quarter), _spoken(one.name), one.quarters / 4) for one in plan.events.values()]
        return sorted(own, key=lambda mark: mark.year)
    dated = load_documents(plan.seeds).events
    return [
        Mark(decimal_year(one.quarter), one.says)
        for one in dated
        if plan.start <= one.quarter <= run.last and (every or one.main)
    ]


def inputs(run: Run) -> list[str]:
    """The note on events that a run of the documents' years was given, which its marks do not show."""
    plan = run.scenario
    if plan.start >= END or not plan.events:
        return []
    told = [f"{format_quarter(one.quarter)} {_spoken(one.name)}" for one in plan.events.values()]
    return [f"Dotted lines: dates of real events, not acts of this run. Put into the run: {'; '.join(told)}."]


def _spoken(name: str) -> str:
    """The name of an event as people write it: "war_in_georgia" is "war in Georgia"."""
    return " ".join(PROPER_NAMES.get(word, word) for word in name.split("_"))


def _title(run: Run) -> str:
    """The scenario's title and, where the run changed something, what."""
    changes = changes_spoken(run)
    return f"{run.scenario.title}, with {', '.join(changes)}" if changes else run.scenario.title


def window(run: Run) -> tuple[float, float]:
    """First and last date of the time axis."""
    years, _ = course(run, run.years)
    return float(years[0]), float(years[-1])


def course(run: Run, values: Any) -> tuple[Array, Array]:
    """Dates and values of a line; the value of a run of a single quarter is held for that quarter."""
    years, held = run.years, np.asarray(values)
    return (years, held) if len(years) > 1 else (np.append(years, years + 0.25), np.repeat(held, 2, axis=-1))


def time_axis(ax: Axes, run: Run) -> None:
    """Years along the bottom, whole ones only; of a short run its quarters."""
    first, last = window(run)
    ax.set_xlim(first, last)
    if last - first < SHORT:
        step = 1 if last - first <= SHORT / 2 else 2
        quarters = range(run.scenario.start, run.last + 1, step)
        ax.set_xticks(
            [decimal_year(quarter) for quarter in quarters], [format_quarter(quarter) for quarter in quarters]
        )
        return
    ax.xaxis.set_major_locator(MaxNLocator(nbins=10, integer=True, min_n_ticks=2, steps=[1, 2, 5, 10]))
    ax.xaxis.set_major_formatter(lambda year, _: f"{year:.0f}")


def fan(
    ax: Axes, run: Run, key: str, colour: str, *, place: int | None = None, bands: bool = True, ends: bool = False
) -> Array:
    """Median with the middle 50 % and 90 % of members; returns the five percentiles drawn, (5, quarters).

    Where members stand in two groups each has its own, with its share; with ``ends`` the caller writes those of the
    last quarter, see ``fan_labels``. Where members share parameter vectors also the
    90 % spread between those, luck taken out, in dash-dotted lines.
    """
    five = run.percentiles(key)
    if place is not None:
        five = five[..., place]
    parts = groups(run, key, place) if bands else None
    for one in [five] if parts is None else parts.apart(five):
        years, drawn = course(run, one)
        if bands:
            ax.fill_between(years, drawn[0], drawn[4], color=style.mixed(colour, OUTER), lw=0, zorder=1.1)
            ax.fill_between(years, drawn[1], drawn[3], color=style.mixed(colour, INNER), lw=0, zorder=1.2)
        ax.plot(years, drawn[2], color=colour, lw=2.6, zorder=3, solid_capstyle="butt")
    if parts is not None:
        _say_shares(ax, run, parts, colour, ends=ends)
    _, five = course(run, five)
    for edge in between_vectors(run, key, place) or ():
        ax.plot(
            *course(run, edge), color=style.VECTORS, ls=style.VECTOR_DASHES, lw=1.4, zorder=2.8, path_effects=halo(2.8)
        )
    return five


def _say_shares(ax: Axes, run: Run, parts: Groups, colour: str, *, ends: bool) -> None:
    """The share of each group beside its median: at the end or, of groups that meet again, halfway."""
    low, high = ax.get_ylim()
    for first, last in parts.stretches():
        to_end = last == len(parts.parted) - 1
        at = last if to_end else (first + last) // 2
        if to_end and ends:
            continue
        for share, five in ((parts.lower, parts.low), (1 - parts.lower, parts.high)):
            under = five[2, at] > low + NEAR_TOP * (high - low)
            ax.annotate(
                f"{100 * share[at]:.0f} %", (run.years[at], five[2, at]), xytext=(-2 * to_end, -4 if under else 3),
                textcoords="offset points", size=style.SMALL, weight="bold", color=colour, zorder=4,
                ha="right" if to_end else "center", va="top" if under else "bottom", path_effects=halo(),
            )  # fmt: skip


def fan_reach(run: Run, key: str, five: Array) -> tuple[float, float]:
    """The lowest and the highest that a fan shows, of groups too."""
    parts = groups(run, key)
    shown = five if parts is None else np.concatenate([five, parts.low, parts.high], axis=-1)
    return float(np.nanmin(shown)), float(np.nanmax(shown))


def fan_labels(run: Run, key: str, colour: str, five: Array) -> list[tuple[float, str, str]]:
    """What stands at the end of a fan: its median and outer ends or, of two groups, their medians and shares."""
    parts = groups(run, key)
    if parts is not None and parts.parted[-1]:
        pairs = ((parts.lower[-1], parts.low), (1 - parts.lower[-1], parts.high))
        return [(float(found[2, -1]), f"median of {100 * share:.0f} %", colour) for share, found in pairs]
    rows = ((2, "median", colour), (4, "95 %", style.QUIET), (0, "5 %", style.QUIET))
    return [(float(five[row, -1]), name, look) for row, name, look in rows]


def between_vectors(run: Run, key: str, place: int | None = None) -> tuple[Array, Array] | None:
    """Ends of the spread between parameter vectors, (quarters,) each; None where it cannot be told from luck."""
    band = run.vector_band(key)
    return band if band is None or place is None else (band[0][:, place], band[1][:, place])


def of_vectors(run: Run) -> str:
    """What the lines between vectors are, for the heading of a chart with fans; "" where there are none."""
    return "; red, dash-dotted: 90 % of parameter vectors' means, luck taken out" if run.vector_count else ""


def member_lines(
    ax: Axes, run: Run, key: str, members: Sequence[int], *, place: int | None = None
) -> list[tuple[float, str, str]]:
    """Single members as thin lines, each in its own line style; returns labels for their ends."""
    labels = []
    for turn, member in enumerate(members):
        path = run.path(key, member)
        if place is not None:
            path = path[:, place]
        dashes = style.MEMBER_DASHES[turn % len(style.MEMBER_DASHES)]
        ax.plot(*course(run, path), color=style.INK, lw=1.0, ls=dashes, zorder=2.5)
        labels.append((float(path[-1]), f"member {member}", style.INK))
    return labels


def end_labels(
    ax: Axes, labels: Sequence[tuple[float, str, str]], *, at: float | None = None, size: float = style.SMALL + 0.5
) -> None:
    """Text right of the axes, or of the date ``at``, moved apart where needed; each (height, text, colour)."""
    low, high = ax.get_ylim()
    rows = max((text.count("\n") + 1 for _, text, _ in labels), default=1)
    figure = ax.get_figure(root=True)
    assert figure is not None
    height = ax.get_position().height * figure.get_figheight()
    gap = (size * 1.3 * rows / 72) / height * (high - low)
    wanted = [min(max(y, low), high) for y, _, _ in labels]
    first, last = ax.get_xlim()
    x = 1.0 if at is None else (at - first) / (last - first)
    for y, (_, text, colour), place in zip(wanted, labels, spread(wanted, gap, low, high), strict=True):
        ax.annotate(
            text, (x, y), xycoords=("axes fraction", "data"), xytext=(x + 0.022, place),
            textcoords=("axes fraction", "data"), size=size, color=colour, va="center", ha="left",
            arrowprops={"arrowstyle": "-", "color": colour, "lw": 0.7, "shrinkA": 1, "shrinkB": 0, "relpos": (0, 0.5)},
            annotation_clip=False, path_effects=halo(), zorder=4,
        )  # fmt: skip


def halo(width: float = 2.5) -> list[Any]:
    """A white edge that keeps a line or a word legible on whatever lies below."""
    return [withStroke(linewidth=width, foreground="white")]


def unit_words(unit: str) -> str:
    """A unit as an axis says it."""
    return UNIT_WORDS.get(unit, unit)
