"""One look for every figure: colours that colour-blind readers tell apart, and a second sign for each in grey.

Outcomes are areas, told apart by colour, lightness and hatching: orange and red lie to the east, blue to the west,
what is entered deepest is darkest. Capitals are lines and marks, told apart by colour and place; a state is drawn in
the colour of the capital that holds it. The outcomes' colours follow Okabe and Ito (2008), the capitals' Paul Tol's
muted scheme (2021).
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ParamSpec, TypeVar

import matplotlib as mpl

P = ParamSpec("P")
R = TypeVar("R")

INK, QUIET, FAINT = "#1a1a1a", "#5c5c5c", "#d9d9d9"
"""Text and axes; notes; grid lines."""

WIDE, HIGH = 12.8, 7.2
"""Size of a figure in inches: a slide."""

DOTS_PER_INCH = 150

TITLE, SUBTITLE, TEXT, SMALL = 20.0, 13.0, 11.0, 9.5
"""Sizes of type, in points."""


@dataclass(frozen=True)
class AreaStyle:
    """How an outcome is filled; ``ink`` is the colour of text on it, ``looks`` says it in a word."""

    colour: str
    hatch: str
    ink: str
    looks: str


OUTCOME_STYLES = {
    "coerced": AreaStyle("#3d2b1f", "xx", "white", "brown"),
    "Eurasian accession": AreaStyle("#c44e00", "\\\\", "white", "red"),
    "tactical drift east": AreaStyle("#f0b254", "//", INK, "orange"),
    "going it alone": AreaStyle("#f2efe6", "", INK, "pale"),
    "western tilt": AreaStyle("#8cc6ec", "..", INK, "light blue"),
    "European association": AreaStyle("#005b96", "||", "white", "dark blue"),
}

CAPITAL_COLOURS = {
    "world": "#4d5d6c",
    "baku": "#117733",
    "moscow": "#882255",
    "brussels": "#332288",
    "washington": "#3b8fb3",
    "ankara": "#8a8a22",
}

VECTORS, VECTOR_DASHES = "#e3342f", (0, (6, 1.5, 1.2, 1.5))
"""The spread between parameter vectors: no capital has this colour or this line."""

MEMBER_DASHES: tuple[Any, ...] = ((0, (1, 1)), (0, (5, 1)), (0, (3, 1, 1, 1)), (0, (8, 3)), (0, (2, 3)))
"""Line styles of single members, in turn."""

RUN_STYLES: tuple[tuple[str, Any], ...] = (
    ("#1a1a1a", "-"),
    ("#0072b2", (0, (6, 2))),
    ("#d55e00", (0, (2, 1))),
    ("#009e73", (0, (6, 2, 1, 2))),
    ("#aa4499", (0, (1, 1))),
    ("#7a6a00", (0, (8, 2, 2, 2))),
    ("#56b4e9", (0, (4, 1))),
    ("#882255", (0, (3, 3))),
)
"""Colour and line style of several runs in one figure, in turn."""

SETTINGS: Any = {
    "font.family": "DejaVu Sans",
    "font.size": TEXT,
    "axes.edgecolor": INK,
    "axes.labelcolor": INK,
    "axes.labelsize": TEXT,
    "axes.linewidth": 0.8,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "axes.grid": True,
    "axes.grid.axis": "y",
    "axes.unicode_minus": True,
    "grid.color": FAINT,
    "grid.linewidth": 0.7,
    "hatch.linewidth": 0.5,
    "legend.frameon": False,
    "text.color": INK,
    "text.parse_math": False,
    "xtick.color": INK,
    "ytick.color": INK,
    "xtick.labelsize": 10.5,
    "ytick.labelsize": 10.5,
    "figure.dpi": 100,
    "savefig.dpi": DOTS_PER_INCH,
    # Text as outlines: a slide looks the same wherever it is shown. The salt makes the names inside an SVG repeatable.
    "svg.fonttype": "path",
    "svg.hashsalt": "tightrope",
    "pdf.fonttype": 42,
}


def styled(draw: Callable[P, R]) -> Callable[P, R]:
    """A drawing function that uses these settings, whatever the caller's are."""

    @functools.wraps(draw)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> R:
        with mpl.rc_context(SETTINGS):
            return draw(*args, **kwargs)

    return wrapped


def mixed(colour: str, part: float) -> tuple[float, float, float]:
    """A colour thinned with white: ``part`` of it, 0 to 1."""
    from matplotlib.colors import to_rgb

    red, green, blue = to_rgb(colour)
    return (1 - part + part * red, 1 - part + part * green, 1 - part + part * blue)
