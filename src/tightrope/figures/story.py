"""One member's story on a slide: where Baku stood, when it moved, and what decided its weightiest moves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from tightrope.explanation.story import ABROAD, Moment, Story
from tightrope.explanation.weigh import CHANCE, NOTHING_ELSE, RULE, Weighing
from tightrope.explanation.words import Words, outcome_stretches, plain, signed, told_parts
from tightrope.figures import style
from tightrope.figures.curves import SHORT, halo
from tightrope.figures.page import Frame, page, text_width, wrapped
from tightrope.quarters import decimal_year, format_quarter
from tightrope.results import CAVEAT, DISCLAIMER, OIL_CAVEAT
from tightrope.results.words import oil_path_departs

COLUMNS, ROWS = 3, 2
"""Decisions that find room below the path."""

QUARTER = 0.25
BAND = 0.07
"""Height of the band of outcomes, in parts of the axes."""

PATH = (1.0, 0.6, 0.345)
"""Height of the path without panels, with one row of them and with two, in parts of the whole."""

BETWEEN, BELOW = 0.065, 0.07
"""Room under the path, and how far the panels reach below it, in parts of the whole."""

NAMES, BARS, TITLES = 0.48, 0.46, 0.41
"""Parts of a small panel that the names of considerations and the bars take, and that its title takes."""

MOST_BARS = 5
"""Bars of a panel: three considerations for the move, one against it, and chance."""

FOR_IT, AGAINST_IT, CHANCE_COLOUR = style.CAPITAL_COLOURS["baku"], "#b8b4a8", "#5c5c5c"

WEIGHTY = ("join", "leave", "conclude association", "non-aligned")
"""Moves that change what Baku belongs to."""


@style.styled
def story(told: Story, *, ax: Axes | None = None) -> Any:
    """A member's position with its moves marked and, below, what decided the weightiest; returns an array of axes.

    The position is an index from -1 (Moscow) to +1 (West). Bars are in units of value and compare the move made with
    the nearest other open move; they add up to the margin only with the considerations left out as small.
    """
    chosen = weightiest(told, COLUMNS * ROWS)
    if ax is None:
        axes = _slide(told, len(chosen))
    else:
        axes = _divided(ax, len(chosen))
    _draw_path(axes[0], told, chosen)
    words = Words(told.scenario.seeds)
    for place, (panel, one) in enumerate(zip(axes[1:], chosen, strict=True), start=1):
        _draw_decision(panel, one, place, words)
    return axes


def weightiest(told: Story, most: int) -> list[Weighing]:
    """Up to ``most`` of Baku's moves abroad, in order of time.

    First those that change what it belongs to, then those of a quarter in which the outcome turned; then the first of
    each kind, and the rest by their margin.
    """
    moved = [(moment, moment.weighing(ABROAD)) for moment in told.moments if moment.weighing(ABROAD).changes]
    seen: set[str] = set()
    ranked = []
    for moment, one in moved:
        first = one.move not in seen
        seen.add(one.move)
        ranked.append((_rank(moment, one, first), -one.margin, one.quarter, one))
    best = sorted(ranked, key=lambda item: item[:3])[:most]
    return sorted((item[3] for item in best), key=lambda one: one.quarter)


def _rank(moment: Moment, one: Weighing, first: bool) -> int:
    if one.move in WEIGHTY or any(h.kind == "treaty" and h.after == "member" for h in moment.happenings):
        return 0
    if any(happening.kind == "outcome" for happening in moment.happenings):
        return 1
    return 2 if first else 3


# -- places -----------------------------------------------------------------------------------------------------------
def _slide(told: Story, panels: int) -> NDArray[Any]:
    """A slide with the path above and the panels below; returns their axes, the path's first."""
    plan = told.scenario
    spread = told.spread[0].upper() + told.spread[1:]
    note = (
        "Bars: what considerations did for the move made against the nearest other open move, in units of value; the"
        " three largest for it and the largest against it, each panel to its own scale. One course among many: no"
        " member is the likely one."
    )
    lines = [note, f"{spread}; seed {plan.seed}; theory: {plan.theory}."]
    if oil_path_departs(plan):
        lines.append(OIL_CAVEAT)
    lines.append(f"{DISCLAIMER} {CAVEAT}")
    heading = f"Member {told.member}: where Baku stood, when it moved (marks), and what decided its weightiest moves"
    _, axes = page(Frame(plan.title, plan.question, tuple(lines), heading), left=0.75)
    return _divided(axes[0, 0], panels)


def _divided(ax: Axes, panels: int) -> NDArray[Any]:
    """New axes in the place of one: a wide one above, and up to six below."""
    figure = ax.get_figure(root=True)
    assert figure is not None
    box = ax.get_position()
    ax.remove()
    rows = -(-panels // COLUMNS)
    high = box.height * PATH[rows]
    found: list[Any] = [figure.add_axes((box.x0, box.y1 - high, box.width, high))]
    # The years of the path stand above the panels, and no years below them: their room is used.
    begin = box.y1 - high - box.height * BETWEEN
    height, width = (begin - box.y0 + box.height * BELOW) / max(rows, 1), box.width / COLUMNS
    for place in range(panels):
        row, column = divmod(place, COLUMNS)
        left, bottom = box.x0 + width * (column + NAMES), begin - height * (row + 1)
        found.append(figure.add_axes((left, bottom, width * BARS, height * (1 - TITLES))))
    return np.array(found, dtype=object)


# -- the path ---------------------------------------------------------------------------------------------------------
def _draw_path(ax: Axes, told: Story, chosen: Sequence[Weighing]) -> None:
    years = np.array([decimal_year(moment.quarter) for moment in told.moments])
    position = np.array([moment.state["position"] for moment in told.moments])
    ends = (years[0], years[-1] + QUARTER)
    low, high = min(-0.6, float(position.min()) - 0.1), max(0.6, float(position.max()) + 0.1)
    ax.set_xlim(*ends)
    ax.set_ylim(low - (high - low) * BAND / (1 - BAND), high)
    ax.axhline(0, color=style.QUIET, lw=1.0, zorder=1.4)
    ax.step(np.append(years, ends[1]), np.append(position, position[-1]), where="post", color=FOR_IT, lw=2.0, zorder=3)
    ax.set_ylabel("position (index)")
    for y, text, side in ((0.97, "toward the West ↑", "top"), (BAND + 0.02, "toward Moscow ↓", "bottom")):
        ax.text(0.006, y, text, transform=ax.transAxes, size=style.SMALL, color=style.QUIET, va=side, style="italic")
    _draw_outcomes(ax, told)
    at = dict(zip((moment.quarter for moment in told.moments), position, strict=True))
    numbered = {one.quarter: place for place, one in enumerate(chosen, start=1)}
    for moment in told.moments:
        if not moment.weighing(ABROAD).changes:
            continue
        x = decimal_year(moment.quarter) + QUARTER / 2
        number = numbered.get(moment.quarter)
        if number is None:
            ax.plot([x], [at[moment.quarter]], marker="o", ms=4, color="white", mec=FOR_IT, mew=1.2, zorder=3.5)
            continue
        ax.annotate(
            str(number), (x, at[moment.quarter]), size=style.SMALL, weight="bold", color="white", ha="center",
            va="center", zorder=4, bbox={"boxstyle": "circle,pad=0.22", "fc": FOR_IT, "ec": "white", "lw": 1.0},
        )  # fmt: skip
    _time_axis(ax, told)


def _draw_outcomes(ax: Axes, told: Story) -> None:
    """A band along the bottom in the colours of the outcomes, named where there is room."""
    from matplotlib.patches import Rectangle

    figure = ax.get_figure(root=True)
    assert figure is not None
    first, last = ax.get_xlim()
    inches = ax.get_position().width * figure.get_figwidth() / (last - first)
    for outcome, begin, end in outcome_stretches(told.moments):
        look = style.OUTCOME_STYLES[outcome]
        left, width = decimal_year(begin), decimal_year(end + 1) - decimal_year(begin)
        bar = Rectangle((left, 0), width, BAND, transform=ax.get_xaxis_transform(), facecolor=look.colour, zorder=2)
        bar.set(hatch=look.hatch, edgecolor=style.mixed(look.ink, 0.55), linewidth=0)
        ax.add_patch(bar)
        if text_width(outcome, 8.5, "bold") < width * inches * 0.95:
            ax.text(
                left + width / 2, BAND / 2, outcome, transform=ax.get_xaxis_transform(), size=8.5, weight="bold",
                color=look.ink, ha="center", va="center", zorder=3,
                bbox={"boxstyle": "round,pad=0.1", "fc": look.colour, "ec": "none"},
            )  # fmt: skip


def _time_axis(ax: Axes, told: Story) -> None:
    from matplotlib.ticker import MaxNLocator

    first, last = ax.get_xlim()
    if last - first < SHORT:
        quarters = [moment.quarter for moment in told.moments]
        ax.set_xticks(
            [decimal_year(quarter) for quarter in quarters], [format_quarter(quarter) for quarter in quarters]
        )
        return
    ax.xaxis.set_major_locator(MaxNLocator(nbins=12, integer=True, min_n_ticks=2, steps=[1, 2, 5, 10]))
    ax.xaxis.set_major_formatter(lambda year, _: f"{year:.0f}")


# -- one decision -----------------------------------------------------------------------------------------------------
def _draw_decision(ax: Axes, one: Weighing, number: int, words: Words) -> None:
    """Bars of what decided a move, the largest above, and below them what chance added."""
    bars = [(part.name, part.size, FOR_IT if part.size > 0 else AGAINST_IT, "") for part in told_parts(one)]
    bars.append(("chance", one.chance, "white", "////"))
    for row, (name, size, colour, hatch) in enumerate(bars):
        ax.barh(row, size, height=0.66, color=colour, hatch=hatch, edgecolor=CHANCE_COLOUR if hatch else colour, lw=0.8)
        ax.annotate(
            signed(size), (max(size, 0.0), row), xytext=(3, 0), textcoords="offset points", va="center",
            size=style.SMALL - 1, path_effects=halo(),
        )  # fmt: skip
        ax.annotate(
            name, (0, row), xycoords=("axes fraction", "data"), xytext=(-4, 0), textcoords="offset points",
            va="center", ha="right", size=style.SMALL - 0.5, color=style.INK, annotation_clip=False,
        )  # fmt: skip
    sizes = [size for _, size, _, _ in bars]
    low, high = min(*sizes, 0.0), max(*sizes, 0.0)
    reach = max(high - low, 0.1)  # the numbers beside the bars need a share of the whole
    ax.set_xlim(min(-0.05 * reach, low * 1.1), max(0.05 * reach, high) + 0.3 * reach)
    ax.set_ylim(MOST_BARS - 0.4, -0.6)
    ax.plot([0, 0], [-0.5, len(bars) - 0.5], color=style.INK, lw=0.8, zorder=3)
    ax.set_xticks([])
    ax.set_yticks([])
    ax.grid(visible=False)
    for side in ("left", "bottom"):
        ax.spines[side].set_visible(False)
    _title(ax, one, number, words)


def _title(ax: Axes, one: Weighing, number: int, words: Words) -> None:
    """Number, date and move above the bars, and beneath them against what it won."""
    figure = ax.get_figure(root=True)
    assert figure is not None
    inches = ax.get_position().width * figure.get_figwidth()
    room = inches / BARS * 0.97
    start = -inches / BARS * NAMES
    does = words.does(one).removeprefix("Baku ")
    lines = wrapped(f"{number}  {format_quarter(one.quarter)} {does}", style.SMALL + 0.5, room, "bold")
    quiet = wrapped(_against(one, words), style.SMALL - 1, room)
    if len(lines) + len(quiet) > 3:
        quiet = quiet[:1]
    y = 4.0
    for line in reversed(quiet):
        y = _line(ax, line, start, y, style.SMALL - 1, style.QUIET, "normal")
    for line in reversed(lines[:2]):
        y = _line(ax, line, start, y, style.SMALL + 0.5, style.INK, "bold")


def _line(ax: Axes, text: str, start: float, y: float, size: float, colour: str, weight: str) -> float:
    """A line of a title, ``y`` points above the axes; returns where the next one above begins."""
    ax.annotate(
        text, (0, 1), xycoords="axes fraction", xytext=(start * 72, y), textcoords="offset points", size=size,
        weight=weight, color=colour, va="bottom", ha="left", annotation_clip=False,
    )  # fmt: skip
    return y + size * 1.25


def _against(one: Weighing, words: Words) -> str:
    if one.decided_by == NOTHING_ELSE:
        return "nothing else was open"
    other = words.doing(one.decision, one.nearest, one.nearest_target)
    if one.decided_by == RULE:
        return f"by the theory's rule, though {other} was ahead"
    tipped = "; tipped by chance" if one.decided_by == CHANCE else ""
    return f"over {other}, by {plain(one.margin)}{tipped}"
