"""A game on two slides: the path against the ensemble and the same member left alone, and what the choices cost."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from tightrope.explanation.story import Moment
from tightrope.explanation.words import outcome_stretches, signed
from tightrope.figures import style
from tightrope.figures.curves import (
    course,
    end_labels,
    fan,
    fan_labels,
    fan_reach,
    halo,
    inputs,
    marks,
    time_axis,
    window,
)
from tightrope.figures.groups import groups_note
from tightrope.figures.page import Frame, page, text_width
from tightrope.games import Debrief, Habit
from tightrope.games.debrief import POSITION
from tightrope.games.retelling import decided_by
from tightrope.quarters import decimal_year, format_quarter
from tightrope.results import CAVEAT, DISCLAIMER, OIL_CAVEAT
from tightrope.results.words import oil_path_departs

BAND = 0.05
"""Height of a band of outcomes, in parts of the axes."""

MOST_MARKS = 8
"""Kinds of parting that are numbered on the path, each where most was at stake; the others are open circles."""

MOST_BARS = 12
"""Considerations that find room; of more the smallest are left out."""

FAN = ", and in the ensemble (green: median, middle 50 % and 90 %)"

PERSON = "#b8336a"
"""The colour of a person's path and choices."""

MODEL = style.INK


@style.styled
def debrief_path(found: Debrief, *, ax: Axes | None = None) -> Axes:
    """Baku's position in the game, in the same member alone, and in the ensemble; partings numbered. Returns the axes.

    Index from -1 (Moscow) to +1 (West). Below, the outcomes of the game and of the member alone.
    """
    run = found.run
    numbered = weightiest(found)
    alike = run.scenario.uncertainty == "none" or run.members == 1
    if ax is None:
        listed = [f"{place} {_named(one)}" for place, one in enumerate(numbered, start=1)]
        note = f"Circles: the player did otherwise than the model. {'; '.join(listed)}." if listed else ""
        heading = "Baku's position in the game (red), in the same member with nobody at the table (dashed)"
        heading += ", where all members are alike" if alike else FAN
        parted = [] if alike else groups_note(run, {POSITION: "the ensemble"})
        _, axes = page(
            _frame(found, heading, [*([note] if note else []), *parted, *inputs(run)]),
            marks=marks(run),
            years=window(run),
            labels=1.45,
        )
        ax = axes[0, 0]
    five = fan(ax, run, POSITION, style.CAPITAL_COLOURS["baku"], bands=not alike, ends=True)
    ax.plot(*course(run, found.path_alone), color=MODEL, lw=1.7, ls=(0, (5, 2)), zorder=3.2, path_effects=halo(3.2))
    ax.plot(*course(run, found.path), color=PERSON, lw=2.6, zorder=3.6, path_effects=halo(4.2))
    paths = np.concatenate([found.path, found.path_alone, fan_reach(run, POSITION, five)])
    lowest, highest = float(paths.min()), float(paths.max())
    time_axis(ax, run)
    low, high = min(-0.6, lowest - 0.06), max(0.6, highest + 0.06)
    ax.set_ylim(low - (high - low) * 0.14, high)
    ax.set_yticks([tick for tick in ax.get_yticks() if low - 0.01 <= tick <= high + 0.01])
    ax.axhline(0, color=style.QUIET, lw=1.0, zorder=1.4)
    ax.set_ylabel("position (index: Moscow -1, West +1)")
    for row, (name, moments) in enumerate((("without you", found.alone.moments), ("game", found.moments))):
        _outcomes(ax, moments, row * (BAND + 0.008), name)
    _words(ax)
    _numbers(ax, found, numbered)
    ends = [(float(found.path[-1]), "the game", PERSON), (float(found.path_alone[-1]), "nobody at the table", MODEL)]
    if not alike:
        ends += [(height, name, style.QUIET) for height, name, _ in fan_labels(run, POSITION, style.QUIET, five)]
    end_labels(ax, ends)
    return ax


@style.styled
def debrief_choices(found: Debrief, *, ax: Axes | None = None) -> Axes:
    """What all choices that were not the model's cost or won on each consideration; returns the axes.

    In units of value, against the model's choice in the same state: left of 0 is cost.
    """
    totals = [one for one in found.totals if abs(one.size) >= 0.005]
    kept = sorted(totals, key=lambda one: -abs(one.size))[:MOST_BARS]
    rows = sorted(kept, key=lambda one: one.size)
    many = len({one.decision for one in rows}) > 1
    names = [f"{one.name} ({decided_by(one.decision)})" if many else one.name for one in rows]
    if ax is None:
        room = max((text_width(name, 10.5) for name in names), default=1.0) + 0.35
        _, axes = page(_choices_frame(found, len(rows), len(totals)), left=max(room, 1.0))
        ax = axes[0, 0]
    if not rows:
        _no_bars(ax, found)
        return ax
    for row, one in enumerate(rows):
        colour = PERSON if one.size < 0 else style.CAPITAL_COLOURS["baku"]
        hatch = "////" if one.size < 0 else ""
        ax.barh(row, one.size, height=0.66, color=style.mixed(colour, 0.75), hatch=hatch, edgecolor=colour, lw=0.8)
        side = -4 if one.size < 0 else 4
        ax.annotate(
            signed(one.size), (one.size, row), xytext=(side, 0), textcoords="offset points", va="center",
            ha="right" if one.size < 0 else "left", size=style.SMALL + 0.5, path_effects=halo(),
        )  # fmt: skip
    ax.set_yticks(range(len(rows)), names)
    reach = max(abs(one.size) for one in rows)
    low, high = min(one.size for one in rows), max(one.size for one in rows)
    ax.set_xlim(min(low, 0.0) - 0.15 * reach, max(high, 0.0) + 0.15 * reach)
    ax.set_ylim(max(len(rows), 4) - 0.4, -0.6)
    ax.axvline(0, color=style.INK, lw=0.9)
    ax.grid(axis="y", visible=False)
    ax.tick_params(axis="y", length=0)
    return ax


def _choices_frame(found: Debrief, drawn: int, told: int) -> Frame:
    """The words around the bars, or around their absence."""
    times = f"in {len(found.partings)} of {found.decisions} decisions"
    if not drawn:
        return _frame(found, f"Where the player chose otherwise than the model: {times}", [])
    note = "Each bar adds up, over all choices that were not the model's, how much more or less the consideration made"
    note += " of the move chosen than of the model's in the same state, in units of value. Reasons, not results."
    if drawn < told:
        note += f" The {told - drawn} smallest are left out."
    return _frame(found, f"What choosing otherwise than the model cost (left) and won (right), {times}", [note])


def _no_bars(ax: Axes, found: Debrief) -> None:
    """A sentence where there is nothing to draw, and no axes around it."""
    said = "Every choice was the model's."
    if found.partings:
        said = "The choices that were not the model's cost and won next to nothing."
    ax.set_axis_off()
    ax.text(0.5, 0.5, said, transform=ax.transAxes, ha="center", size=style.SUBTITLE)


def weightiest(found: Debrief) -> list[Habit]:
    """The kinds of parting in which most was at stake, in the order of time."""
    return sorted(found.habits()[:MOST_MARKS], key=lambda habit: habit.weightiest.taken.quarter)


def _named(habit: Habit) -> str:
    one, times = habit.weightiest, len(habit.partings)
    often = f" ({times} times)" if times > 1 else ""
    return f"{format_quarter(one.taken.quarter)} {one.taken.move}, not {one.model_move}{often}"


def _frame(found: Debrief, heading: str, more: Sequence[str]) -> Frame:
    game, plan = found.game, found.game.plan
    spread = str(found.run.data.attrs["spread"])
    who = " and ".join(seat.capitalize() for seat in game.seats)
    drawn = f"{spread[0].upper()}{spread[1:]}; {found.run.members:,} members; seed {plan.seed}; theory: {plan.theory}."
    lines = [*more, drawn]
    if oil_path_departs(plan):
        lines.append(OIL_CAVEAT)
    lines.append(f"{DISCLAIMER} {CAVEAT}")
    return Frame(f"{plan.title}: a game as {who}, member {game.member}", plan.question, tuple(lines), heading)


def _outcomes(ax: Axes, moments: Sequence[Moment], bottom: float, name: str) -> None:
    """A band in the colours of the outcomes, named where there is room."""
    from matplotlib.patches import Rectangle

    figure = ax.get_figure(root=True)
    assert figure is not None
    first, last = ax.get_xlim()
    inches = ax.get_position().width * figure.get_figwidth() / (last - first)
    ax.annotate(
        name, (0, bottom + BAND / 2), xycoords="axes fraction", xytext=(-4, 0), textcoords="offset points", ha="right",
        va="center", size=style.SMALL - 1, color=style.QUIET, annotation_clip=False,
    )  # fmt: skip
    for outcome, begin, end in outcome_stretches(moments):
        look = style.OUTCOME_STYLES[outcome]
        left, width = decimal_year(begin), decimal_year(end + 1) - decimal_year(begin)
        bar = Rectangle(
            (left, bottom), width, BAND, transform=ax.get_xaxis_transform(), facecolor=look.colour, zorder=2
        )
        bar.set(hatch=look.hatch, edgecolor=style.mixed(look.ink, 0.55), linewidth=0)
        ax.add_patch(bar)
        if text_width(outcome, 8.5, "bold") < width * inches * 0.95:
            ax.text(
                left + width / 2, bottom + BAND / 2, outcome, transform=ax.get_xaxis_transform(), size=8.5,
                weight="bold", color=look.ink, ha="center", va="center", zorder=3,
                bbox={"boxstyle": "round,pad=0.1", "fc": look.colour, "ec": "none"},
            )  # fmt: skip


def _words(ax: Axes) -> None:
    for y, words, side in ((0.985, "toward the West ↑", "top"), (2 * BAND + 0.03, "toward Moscow ↓", "bottom")):
        ax.text(
            0.008, y, words, transform=ax.transAxes, size=style.SMALL + 0.5, color=style.QUIET, va=side, style="italic"
        )


def _numbers(ax: Axes, found: Debrief, numbered: Sequence[Habit]) -> None:
    """The partings on the path of the game; the numbered ones of one quarter above each other."""
    start, quarters = found.game.plan.start, [habit.weightiest.taken.quarter for habit in numbered]
    for quarter in {one.taken.quarter for one in found.partings}.difference(quarters):
        ax.plot(
            [decimal_year(quarter)], [float(found.path[quarter - start])], marker="o", ms=4, color="white", mec=PERSON,
            mew=1.2, zorder=4,
        )  # fmt: skip
    for place, quarter in enumerate(quarters, start=1):
        before = quarters[: place - 1].count(quarter)
        x, y = decimal_year(quarter), float(found.path[quarter - start])
        extra: Any = {"boxstyle": "circle,pad=0.22", "fc": PERSON, "ec": "white", "lw": 1.0}
        ax.annotate(
            str(place), (x, y), xytext=(0, 15 * before), textcoords="offset points", size=style.SMALL, weight="bold",
            color="white", ha="center", va="center", zorder=5, bbox=extra,
        )  # fmt: skip
