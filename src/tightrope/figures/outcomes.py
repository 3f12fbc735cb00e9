"""Which outcome the members are in, quarter by quarter: areas stacked from the east up to the west."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from tightrope.figures import style
from tightrope.figures.curves import course, end_labels, frame, marks, time_axis, window
from tightrope.figures.page import page, text_width
from tightrope.outcomes import EAST_TO_WEST, OUTCOMES, shares, vector_interval, wilson
from tightrope.results import Run

Array = NDArray[np.float64]

DRIFT = "baku.drift_below"
"""The position from which a member counts as drifting."""

WORTH_A_LABEL = 0.005
"""Smallest final share that gets a label of its own."""

WORTH_A_WORD = 0.08
"""Height from which an area carries its name inside."""


@style.styled
def outcomes(run: Run, *, ax: Axes | None = None) -> Axes:
    """Shares of members in each outcome over time; returns the axes.

    Labels give the shares of the last quarter with the 90 % interval of luck and, where members share parameter
    vectors, that between vectors. Raises RunError if the outcome was not recorded.
    """
    found = shares(run.tally)
    if ax is None:
        heading = "Share of members in each outcome, from the east (bottom) to the west (top)"
        _, axes = page(frame(run, heading, more=_notes(run)), marks=marks(run), years=window(run), labels=2.5)
        ax = axes[0, 0]
    years, stacked = course(run, found.T)
    base = np.zeros(len(years))
    for code in EAST_TO_WEST:
        look = style.OUTCOME_STYLES[OUTCOMES[code]]
        top = base + stacked[code]
        ax.fill_between(
            years, base, top, facecolor=look.colour, hatch=look.hatch, edgecolor=style.mixed(look.ink, 0.55),
            lw=0.0, zorder=1.2,
        )  # fmt: skip
        ax.plot(years, top, color=style.INK, lw=0.6, zorder=1.3)
        _name_inside(ax, years, base, top, OUTCOMES[code])
        base = top
    time_axis(ax, run)
    ax.set_ylim(0, 1)
    ax.yaxis.set_major_formatter(lambda share, _: f"{100 * share:.0f} %")
    ax.set_ylabel("share of members")
    end_labels(ax, _final_labels(run, found[-1]))
    return ax


def _name_inside(ax: Axes, years: Array, base: Array, top: Array, name: str) -> None:
    """The name where its area has most room for it, if it has enough."""
    box = ax.get_position()
    figure = ax.get_figure(root=True)
    assert figure is not None
    per_inch = (years[-1] - years[0]) / (box.width * figure.get_figwidth())
    quarters = int(np.ceil((text_width(name, style.TEXT, "bold") + 0.2) * per_inch * 4)) + 1
    if quarters > len(base):
        return
    low = sliding_window_view(base, quarters).max(axis=1)
    high = sliding_window_view(top, quarters).min(axis=1)
    # Of places with about the same room the one nearest the middle.
    off_centre = np.abs(np.arange(len(low)) / max(len(low) - 1, 1) - 0.5)
    place = int((high - low - 0.08 * off_centre).argmax())
    if high[place] - low[place] < WORTH_A_WORD:
        return
    look = style.OUTCOME_STYLES[name]
    ax.text(
        years[place] + (quarters - 1) / 8, (low[place] + high[place]) / 2, name, color=look.ink, size=style.TEXT,
        weight="bold", ha="center", va="center", bbox={"boxstyle": "round,pad=0.25", "fc": look.colour, "ec": "none"},
        zorder=3,
    )  # fmt: skip


def _final_labels(run: Run, final: Array) -> list[tuple[float, str, str]]:
    low, high = wilson(run.tally.counts[-1], run.members)
    vector_low, vector_high = (end[-1] for end in vector_interval(run.tally))
    again = run.plausible
    labels, base = [], 0.0
    for code in EAST_TO_WEST:
        middle = base + final[code] / 2
        base += final[code]
        if final[code] < WORTH_A_LABEL:
            continue
        text = f"{OUTCOMES[code]}\n{percent(final[code])}"
        if run.scenario.uncertainty != "none":
            text += f", luck {percent(low[code], bare=True)}–{percent(high[code])}"
        if not np.isnan(vector_low[code]):
            text += f"\nvectors {percent(vector_low[code], bare=True)}–{percent(vector_high[code])}"
        if again is not None and again is not run:
            text += f"; filtered {percent(shares(again.tally)[-1][code])}"
        labels.append((middle, text, style.INK))
    return labels


def percent(share: float, *, bare: bool = False) -> str:
    """A share in percent: whole, or to a tenth where it is below one."""
    number = 100 * share
    text = f"{number:.1f}" if 0 < number < 0.95 or 99.05 < number < 100 else f"{number:.0f}"
    return text if bare else f"{text} %"


def _notes(run: Run) -> list[str]:
    """Which outcomes cannot be seen, and what the intervals mean."""
    reached = run.tally.ever / run.members
    final = shares(run.tally)[-1]
    never = [name for name, share in zip(OUTCOMES, reached, strict=True) if share == 0]
    passing = [
        f"{OUTCOMES[code]} ({style.OUTCOME_STYLES[OUTCOMES[code]].looks}) {percent(reached[code])}"
        for code in EAST_TO_WEST
        if reached[code] > 0 and final[code] < WORTH_A_LABEL
    ]
    notes = []
    if run.scenario.uncertainty != "none":
        between = "; vectors: between parameter vectors, luck taken out" if run.vector_count else ""
        if run.plausible not in (None, run):
            between += "; filtered: with the control as a filter"
        notes.append(f"Labels: last quarter; luck: 90 % interval that the number of members leaves{between}.")
    if passing:
        notes.append(f"Ever reached, but by hardly anyone in the last quarter: {', '.join(passing)}.")
    if never:
        notes.append(f"Never reached: {', '.join(never)}.")
    notes.append(_line(run))
    return [" ".join(notes)]


def _line(run: Run) -> str:
    """Where going it alone ends and drift begins: a line that no document draws."""
    knots = run.scenario.setting(DRIFT).knots
    ends = sorted({knot.low for knot in knots} | {knot.high for knot in knots})
    value = " to ".join(f"{end:.4g}".replace("-", "\N{MINUS SIGN}") for end in dict.fromkeys((ends[0], ends[-1])))
    return f"Going it alone and drift are told apart by a line of this project's: position {value} ({DRIFT})."
