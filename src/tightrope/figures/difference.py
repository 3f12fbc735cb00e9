"""How far the members of a pair lie apart, and how surely they do on average: B less A over time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from tightrope import state
from tightrope.comparison import Comparison, words
from tightrope.comparison.data import departs
from tightrope.comparison.differences import POSITION
from tightrope.comparison.spoken import changes_spoken
from tightrope.errors import RunError
from tightrope.figures import style
from tightrope.figures.alignment import PANELS
from tightrope.figures.curves import (
    INNER,
    OUTER,
    Array,
    course,
    end_labels,
    halo,
    marks,
    time_axis,
    unit_words,
    window,
)  # fmt: skip
from tightrope.figures.groups import part
from tightrope.figures.page import Frame, page, text_width
from tightrope.figures.panels import DASHED, Panel, finish_panels, panel_axes
from tightrope.outcomes import COVERAGE
from tightrope.quarters import format_quarter
from tightrope.results import CAVEAT, DISCLAIMER, OIL_CAVEAT

LEAST_SPAN = 0.1
"""Height of the axis at the least, so that a small difference does not look like a landslide (levels and indices)."""

MOST_CHANGES = 3
"""Changes that the footer names."""


def title(found: Comparison) -> str:
    """What is compared, as a headline."""
    a, b = found.a, found.b
    if changes := changes_spoken(b, a.name):
        return f"{a.scenario.title}: what {', '.join(changes)} changes"
    if a.scenario.title == b.scenario.title:
        return f"{a.scenario.title}: what the changes do"
    return f"“{b.scenario.title}” beside “{a.scenario.title}”"


def frame(found: Comparison, heading: str, more: Sequence[str] = ()) -> Frame:
    """The words around a chart of a comparison."""
    plan = found.a.scenario
    changes = "; ".join(words.change_words(change) for change in found.changes[:MOST_CHANGES])
    left = len(found.changes) - MOST_CHANGES
    told = [f"Changed: {changes}{f'; and {left} more' if left > 0 else ''}."] if changes else []
    theories = dict.fromkeys((plan.theory, found.b.scenario.theory))
    spread = str(found.a.data.attrs["spread"])
    about = (
        f"A: {found.a.name}; B: {found.b.name}. {spread[0].upper()}{spread[1:]}; {found.pairs.count:,} pairs; "
        f"seed {plan.seed}; theory: {', '.join(theories)}."
    )
    oil = [OIL_CAVEAT] if departs(found) else []
    footer = (*told, about, *words.notes(found), *oil, f"{DISCLAIMER} {CAVEAT}")
    return Frame(title(found), found.b.scenario.question, footer, heading, tuple(more))


@style.styled
def difference(found: Comparison, *, key: str = POSITION, ax: Axes | None = None) -> Axes:
    """The fan of the pairs' differences in one variable, and their mean with its own interval; returns the axes.

    ``key`` is a variable by quarter alone, an amount or level. Raises RunError if a run did not keep it.
    """
    for run in (found.a, found.b):
        run.require(key)
    variable = state.BY_KEY.get(key.removesuffix("_target"))
    if variable is None or variable.axis is not None or variable.unit == "code":
        raise RunError(f"'{key}' is no amount or level of one part, so its difference has no fan")
    five = found.percentiles(key)
    mean, low, high = found.interval(key)
    band = found.vector_band(key)
    labels = _labels(five, (mean, low, high), still=found.pairs.still)
    if ax is None:
        heading = f"{_name(key)}: B less A, pair by pair (the middle 50 % and 90 % of pairs) and on average (line)"
        note = f"Dashed black: the {100 * COVERAGE:.0f} % interval of the mean, what the number of pairs leaves open."
        if band is not None:
            note += " Dashed red: how far parameter vectors lie apart, luck taken out."
        widest = max(text_width(line, style.SMALL + 0.5) for _, text, _ in labels for line in text.split("\n"))
        around = frame(found, heading, [note, *_parted(found, {key: ""})])
        _, axes = page(around, marks=marks(found.b), years=window(found.b), labels=widest + 0.25)
        ax = axes[0, 0]
    edges = _fan(ax, found, key, style.CAPITAL_COLOURS[key.split(".")[0]])
    _mean(ax, found, (mean, low, high))
    if band is not None:
        for edge in band:
            ax.plot(
                *course(found.b, edge), color=style.VECTORS, lw=1.8, ls=(0, (5, 2)), zorder=2.8, path_effects=halo(3.4)
            )
        labels.append((float(band[1][-1]), "between vectors", style.VECTORS))
    time_axis(ax, found.b)
    _limits(ax, [*edges, low, high], variable.unit in ("level", "index"))
    ax.set_ylabel(f"difference in {variable.long_name.split(',')[0]} ({unit_words(variable.unit).split(',')[0]})")
    if key == POSITION:
        _directions(ax)
    end_labels(ax, labels)
    return ax


def _name(key: str) -> str:
    if key == POSITION:
        return "Baku's position"
    long_name = state.BY_KEY[key.removesuffix("_target")].long_name
    return long_name[0].upper() + long_name[1:]


def _fan(ax: Axes, found: Comparison, key: str, colour: str) -> list[Array]:
    """The middle 50 % and 90 % of pairs or, where these stand in two groups, of each group about its thin median.

    Returns what must fit into the axes.
    """
    five = found.percentiles(key)
    parts = part(found.pairs.difference(key), key)
    edges = []
    for place, one in enumerate([five] if parts is None else parts.apart(five)):
        years, drawn = course(found.b, one)
        edges += [drawn[0], drawn[4]]
        if place:
            ax.plot(years, drawn[2], color=colour, lw=1.0, zorder=1.3)
        ax.fill_between(years, drawn[0], drawn[4], color=style.mixed(colour, OUTER), lw=0, zorder=1.1)
        ax.fill_between(years, drawn[1], drawn[3], color=style.mixed(colour, INNER), lw=0, zorder=1.2)
    ax.axhline(0, color=style.QUIET, lw=1.0, zorder=1.4)
    return edges


def _parted(found: Comparison, named: dict[str, str]) -> list[str]:
    """Where pairs stand in two groups, between which a mean lies that is no pair's, in a sentence; else none."""
    told = []
    for key, name in named.items():
        parts = part(found.pairs.difference(key), key)
        if parts is not None:
            last = parts.stretches()[-1][1]
            sides = ((parts.lower[last], parts.low[2, last]), (1 - parts.lower[last], parts.high[2, last]))
            halves = " and ".join(f"{100 * share:.0f} % about {words.signed(middle)}" for share, middle in sides)
            when = format_quarter(found.b.scenario.start + last)
            told.append(f"{name + ', ' if name else ''}{when}: {halves}")
    return (
        [f"Pairs stand in two groups, each shaded about its own thin median; the mean lies between: {'; '.join(told)}."]
        if told
        else []
    )


def _mean(ax: Axes, found: Comparison, ends: tuple[Array, Array, Array]) -> None:
    """The mean, and how sure it is."""
    years, (mean, low, high) = course(found.b, ends)
    for edge in (low, high):
        ax.plot(years, edge, color=style.INK, lw=1.0, ls=(0, (3, 1.5)), zorder=3.2)
    ax.plot(years, mean, color=style.INK, lw=2.2, zorder=3.1, path_effects=halo(3.4))


def _labels(five: Array, ends: tuple[Array, Array, Array], *, still: bool) -> list[tuple[float, str, str]]:
    mean, low, high = (float(end[-1]) for end in ends)
    text = f"mean {words.signed(mean)}"
    if still:
        return [(mean, text, style.INK)]
    text += f"\n({words.signed(low)} to {words.signed(high)})"
    spread = [
        (float(five[place, -1]), f"{percent} % of pairs\nbelow", style.QUIET) for place, percent in ((4, 95), (0, 5))
    ]
    return [*spread, (mean, text, style.INK)]


def _limits(ax: Axes, edges: Sequence[Array], bounded: bool) -> None:
    everything = np.concatenate([np.zeros(1), *edges])
    low, high = float(np.nanmin(everything)), float(np.nanmax(everything))
    lack = (LEAST_SPAN - (high - low)) / 2 if bounded else 0.0
    if lack > 0:
        low, high = low - lack, high + lack
    room = 0.08 * (high - low) or 1.0
    ax.set_ylim(low - room, high + room)


def _directions(ax: Axes) -> None:
    for y, text, side in ((0.985, "B further to the West ↑", "top"), (0.015, "B nearer to Moscow ↓", "bottom")):
        ax.text(
            0.008, y, text, transform=ax.transAxes, size=style.SMALL + 0.5, color=style.QUIET, va=side, style="italic",
            path_effects=halo(), zorder=4,
        )  # fmt: skip


@style.styled
def outputs(found: Comparison, *, ax: Axes | None = None) -> NDArray[Any]:
    """The differences in the six outputs of alignment, one scale for all; returns the axes, shape (2, 3).

    Raises RunError if one was not recorded.
    """
    for run in (found.a, found.b):
        run.require(*(line.key for panel in PANELS for line in panel.lines))
    heading = "Alignment in six parts, B less A: the mean, and shaded the middle 50 % and 90 % of pairs"
    note = "Dashed: the mean of a second output. How sure each mean is stands in differences.csv."
    named = {panel.lines[0].key: panel.title for panel in PANELS if not panel.share}
    notes = [note, *_parted(found, named)]
    axes = panel_axes(found.b, (2, 3), frame(found, heading, notes), ax, keys=True)
    edges: list[Array] = []
    for place, panel in enumerate(PANELS):
        edges += _panel(axes.flat[place], found, panel)
    finish_panels(axes, found.b, len(PANELS))
    for one in axes.flat:
        _limits(one, edges, True)
    return axes


def _panel(ax: Axes, found: Comparison, panel: Panel) -> list[Array]:
    """One output; returns what must fit into the axes."""
    time_axis(ax, found.b)
    edges: list[Array] = []
    handles, names = [], []
    for place, line in enumerate(panel.lines):
        colour = line.colour or style.CAPITAL_COLOURS["baku"]
        mean = found.interval(line.key)[0]
        if place == 0 and not panel.share:
            edges += _fan(ax, found, line.key, colour)
        dashes: Any = DASHED if place else "-"
        handles += ax.plot(*course(found.b, mean), color=colour, lw=2.2, ls=dashes, zorder=3, path_effects=halo(3.2))
        names.append(line.label or ("share of members" if panel.share else "mean"))
        edges.append(mean)
    ax.axhline(0, color=style.QUIET, lw=1.0, zorder=1.4)
    ax.set_ylabel("difference (level)", size=style.SMALL + 0.5)
    ax.set_title(panel.title, loc="left", size=style.TEXT, weight="bold", pad=19)
    ax.tick_params(labelsize=style.SMALL)
    ax.legend(
        handles, names, loc="lower left", bbox_to_anchor=(0.0, 1.0), ncols=2, fontsize=style.SMALL, handlelength=2.2,
        columnspacing=1.4, borderpad=0.1, borderaxespad=0.0,
    )  # fmt: skip
    return edges
