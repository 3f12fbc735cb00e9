"""The slide around a chart: title, question, a strip of dated events, the chart's axes, a footer.

Text is measured before it is placed, so long titles wrap and nothing is cut off. Lengths are in inches.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path
from numpy.typing import NDArray

from tightrope.figures import style

POINTS_PER_INCH = 72.0
LINE = 1.28
"""Distance between lines of text, in sizes of type."""

LEFT, RIGHT, TOP, BOTTOM = 0.85, 0.35, 0.22, 0.16
"""Margins of the slide."""

HEADING_LINE = 0.2
STRIP_ROW = 0.2
"""Height of a row of event labels."""


WITH_WORDS: ContextVar[bool] = ContextVar("WITH_WORDS", default=True)
"""Whether new slides carry their words: see ``without_words``."""


@contextmanager
def without_words() -> Iterator[None]:
    """Inside it slides are charts alone, for pages that say the rest themselves; a slide still knows its words."""
    before = WITH_WORDS.set(False)
    try:
        yield
    finally:
        WITH_WORDS.reset(before)


@dataclass(frozen=True)
class Mark:
    """A dated event in a figure: where (in years), how long (0: a moment) and what it is called."""

    year: float
    label: str
    length: float = 0.0


@dataclass(frozen=True)
class Frame:
    """What stands around a chart: ``notes`` are of this chart alone and stand above the ``footer``."""

    title: str
    question: str
    footer: tuple[str, ...]
    heading: str = ""
    notes: tuple[str, ...] = ()


class Slide(Figure):
    """A figure that knows the words around its chart."""

    def __init__(self, frame: Frame) -> None:
        super().__init__(figsize=(style.WIDE, style.HIGH))
        self.frame = frame


@functools.lru_cache(maxsize=4096)
def text_width(text: str, size: float, weight: str = "normal") -> float:
    """Width of a line of text. Remembered: the figures of a run share title, question and footer."""
    font = FontProperties(family="DejaVu Sans", size=size, weight=weight)
    width, _, _ = text_to_path.get_text_width_height_descent(text, font, ismath=False)
    return float(width) / POINTS_PER_INCH


def wrapped(text: str, size: float, width: float, weight: str = "normal") -> list[str]:
    """Text in lines no wider than ``width``; a single word may be."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, size, weight) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def strip_rows(marks: Sequence[Mark], years: tuple[float, float], width: float) -> list[tuple[int, bool]]:
    """For each mark the row of its label and whether it stands left of its date, in the order of the marks.

    No labels overlap; lines that run down from a label avoid the labels below where a few rows more allow it. ``width``
    is that of the axes, which show ``years``. Row 0 is the nearest to the chart.
    """
    first, last = years
    placed: list[_Placed] = []
    rows: dict[int, tuple[int, bool]] = {}
    for place in sorted(range(len(marks)), key=lambda place: -marks[place].year):
        at = (marks[place].year - first) / (last - first) * width
        needed = text_width(marks[place].label, style.SMALL) + 0.2
        leftwards = at + needed > width
        span = (at - needed, at) if leftwards else (at, at + needed)
        choices = [_Placed(row, at, *span, leftwards) for row in range(len(marks))]
        free = [choice for choice in choices if not any(choice.overlaps(other) for other in placed)]
        best = min(free, key=lambda choice: choice.row + 1.2 * sum(choice.crosses(other) for other in placed))
        placed.append(best)
        rows[place] = (best.row, best.leftwards)
    return [rows[place] for place in range(len(marks))]


@dataclass(frozen=True)
class _Placed:
    """A label in the strip: its row, its date, where it begins and ends."""

    row: int
    at: float
    begin: float
    end: float
    leftwards: bool

    def overlaps(self, other: _Placed) -> bool:
        """Whether two labels lie on each other."""
        return self.row == other.row and self.begin < other.end and other.begin < self.end

    def crosses(self, other: _Placed) -> bool:
        """Whether the line down from the higher label runs through the lower one."""
        upper, lower = (self, other) if self.row > other.row else (other, self)
        return upper.row > lower.row and lower.begin < upper.at < lower.end


def page(
    frame: Frame,
    shape: tuple[int, int] = (1, 1),
    *,
    marks: Sequence[Mark] = (),
    years: tuple[float, float] | None = None,
    labels: float = 0.0,
    left: float = LEFT,
    above: float = 0.0,
    gaps: tuple[float, float] = (0.62, 0.6),
) -> tuple[Figure, NDArray[Any]]:
    """A new slide and its axes, an array of ``shape``.

    ``labels`` is the room kept free to the right of the axes, ``above`` that over them, ``gaps`` that between panels
    (upright, sideways). ``marks`` get a strip of labels above a single chart that shows ``years``.
    """
    figure = Slide(frame)
    spoken = frame if WITH_WORDS.get() else Frame("", "", ())
    below_title = _head(figure, spoken)
    above_footer = _footer(figure, (*spoken.notes, *spoken.footer))
    width = style.WIDE - left - RIGHT - labels
    places = strip_rows(marks, years, width) if years is not None else []
    strip = STRIP_ROW * (1 + max((row for row, _ in places), default=-1))
    heading = wrapped(spoken.heading, style.TEXT, style.WIDE - left - RIGHT, "bold")
    top = below_title - 0.1 - len(heading) * HEADING_LINE - strip - (0.06 if strip else 0.12) - above
    bottom = above_footer + 0.42
    for place, line in enumerate(heading):
        _text(figure, left, below_title - 0.08 - place * HEADING_LINE, line, style.TEXT, weight="bold")
    axes = _panels(figure, shape, (left, bottom, width, top - bottom), gaps)
    if places and years is not None:
        _strip(axes[0, 0], marks, places, years, (top - bottom))
    return figure, axes


def _panels(
    figure: Figure, shape: tuple[int, int], box: tuple[float, float, float, float], gaps: tuple[float, float]
) -> NDArray[Any]:
    left, bottom, width, height = box
    rows, columns = shape
    panel_height = (height - gaps[0] * (rows - 1)) / rows
    panel_width = (width - gaps[1] * (columns - 1)) / columns
    axes = np.empty(shape, dtype=object)
    for row in range(rows):
        for column in range(columns):
            x = left + column * (panel_width + gaps[1])
            y = bottom + (rows - 1 - row) * (panel_height + gaps[0])
            axes[row, column] = figure.add_axes(
                (x / style.WIDE, y / style.HIGH, panel_width / style.WIDE, panel_height / style.HIGH)
            )
    return axes


def _head(figure: Figure, frame: Frame) -> float:
    """Write title and question; returns the height at which they end."""
    room = style.WIDE - LEFT * 0.5 - RIGHT
    y = style.HIGH - TOP
    for text, size, weight, colour in (
        (frame.title, style.TITLE, "bold", style.INK),
        (frame.question, style.SUBTITLE, "normal", style.QUIET),
    ):
        for line in wrapped(text, size, room, weight):
            _text(figure, LEFT * 0.5, y, line, size, weight=weight, color=colour)
            y -= size * LINE / POINTS_PER_INCH
        y -= 0.04
    return y - 0.06


def _footer(figure: Figure, lines: Sequence[str]) -> float:
    """Write the footer; returns the height at which it begins."""
    room = style.WIDE - LEFT * 0.5 - RIGHT
    broken = [piece for line in lines for piece in wrapped(line, style.SMALL, room)]
    step = style.SMALL * LINE / POINTS_PER_INCH
    y = BOTTOM + step * len(broken)
    height = y
    for line in broken:
        _text(figure, LEFT * 0.5, y, line, style.SMALL, color=style.QUIET)
        y -= step
    return height


def _text(figure: Figure, x: float, y: float, text: str, size: float, **more: Any) -> None:
    figure.text(x / style.WIDE, y / style.HIGH, text, size=size, va="top", ha="left", **more)


def _strip(
    ax: Axes, marks: Sequence[Mark], places: Sequence[tuple[int, bool]], years: tuple[float, float], height: float
) -> None:
    """Labels above the axes, each on a line that runs down through the chart."""
    first, last = years
    for mark, (row, leftwards) in zip(marks, places, strict=True):
        x = (mark.year - first) / (last - first)
        y = 1 + (row * STRIP_ROW + 0.1) / height
        ax.plot(
            [x, x], [0, y], transform=ax.transAxes, color=style.QUIET, lw=0.8, ls=(0, (1, 2)), clip_on=False, zorder=1.5
        )
        ax.plot([x], [y], transform=ax.transAxes, marker="o", ms=3.5, color=style.QUIET, clip_on=False)
        ax.annotate(
            mark.label, (x, y), xycoords="axes fraction", xytext=(-5 if leftwards else 5, 0),
            textcoords="offset points", ha="right" if leftwards else "left", va="center", size=style.SMALL,
            color=style.INK, annotation_clip=False, zorder=4,
            bbox={"boxstyle": "square,pad=0.08", "fc": "white", "ec": "none"},
        )  # fmt: skip
        if mark.length:
            shade_event(ax, mark)


def shade_event(ax: Axes, mark: Mark) -> None:
    """Shade the quarters that an event lasts."""
    ax.axvspan(mark.year, mark.year + mark.length, color=style.FAINT, alpha=0.45, lw=0, zorder=0.5)


def spread(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Places for labels as near as possible to where they are wanted, at least ``gap`` apart, from low to high."""
    order = np.argsort(wanted, kind="stable")
    placed = np.array([wanted[place] for place in order], dtype=float)
    for _ in range(200):
        moved = False
        for lower in range(len(placed) - 1):
            lack = gap - (placed[lower + 1] - placed[lower])
            if lack > 1e-9:
                placed[lower] -= lack / 2
                placed[lower + 1] += lack / 2
                moved = True
        placed = np.clip(placed, low + gap * np.arange(len(placed)), high - gap * np.arange(len(placed))[::-1])
        if not moved:
            break
    out = [0.0] * len(placed)
    for rank, place in enumerate(order):
        out[place] = float(placed[rank])
    return out
