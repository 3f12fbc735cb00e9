"""A calibration as slides: what history did to the parameters, and how the kept vectors differ in the control."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from tightrope.calibrate.posterior import Moved
from tightrope.evidence import Kept
from tightrope.figures import style
from tightrope.figures.page import Frame, page, text_width
from tightrope.figures.panels import divided
from tightrope.outcomes import wilson
from tightrope.quarters import format_quarter
from tightrope.results import DISCLAIMER

ROWS = 20
"""Parameters that are shown by name."""

LABEL = 0.2
"""Height of the words below an axis, in inches."""

HELD, FREE = style.CAPITAL_COLOURS["baku"], "#8f8f8f"


@style.styled
def parameters(kept: Kept, moved: Sequence[Moved], *, ax: Axes | None = None) -> NDArray[Any]:
    """Prior against posterior: of the most moved parameters where 5, 50 and 95 % lie, in quantiles of the prior, and of
    all the distances between prior and posterior; returns the two axes."""
    shown = sorted(moved, key=lambda one: -one.distance)[:ROWS]
    held = sum(one.moved for one in moved)
    if ax is None:
        question = "What do we know better about the parameters after 1992 to 2008 than before?"
        heading = f"History moves {held} of {len(moved)} uncertain parameters further than chance would"
        left = max(text_width(one.key, style.SMALL + 0.5) for one in shown) + 0.55
        _, axes = page(_frame(kept, question, heading), (1, 2), left=left, above=0.3, gaps=(0.6, 0.9))
        for one in axes.flat:
            _raise(one)
    else:
        axes = divided(ax, (1, 2))
    _intervals(axes[0, 0], shown)
    _distances(axes[0, 1], kept, moved)
    return axes


def _raise(ax: Axes) -> None:
    """Keep room for words below the numbers of an axis."""
    box, room = ax.get_position(), LABEL / style.HIGH
    ax.set_position((box.x0, box.y0 + room, box.width, box.height - room))


def _intervals(ax: Axes, shown: Sequence[Moved]) -> None:
    for edge, words in ((5, "5 %"), (50, "prior median"), (95, "95 %")):
        ax.axvline(edge, color=style.QUIET, lw=1.0, ls="-" if edge == 50 else (0, (3, 3)), zorder=1)
        ax.text(edge, -0.9, words, size=style.SMALL, color=style.QUIET, ha="center", va="bottom")
    for row, one in enumerate(shown):
        colour = HELD if one.moved else FREE
        ax.plot([100 * one.low, 100 * one.high], [row, row], color=colour, lw=2.6, solid_capstyle="butt", zorder=2)
        ax.plot([100 * one.middle], [row], "o", color=colour, ms=7, mec="white", mew=1.0, zorder=3)
    ax.set_yticks(range(len(shown)), [one.key for one in shown], size=style.SMALL + 0.5)
    for label, one in zip(ax.get_yticklabels(), shown, strict=True):
        label.set_color(style.INK if one.moved else style.QUIET)
        label.set_fontweight("bold" if one.moved else "normal")
    ax.set_ylim(len(shown) - 0.4, -0.7)
    ax.set_xlim(0, 100)
    ax.grid(visible=False)
    ax.tick_params(axis="y", length=0)
    ax.set_xlabel("percent of the prior; bar: 5 to 95 % of what is left, dot: median")


def _distances(ax: Axes, kept: Kept, moved: Sequence[Moved]) -> None:
    far = np.array([one.distance for one in moved])
    edges = np.linspace(0.0, max(far.max(), kept.by_chance) * 1.08, 28).tolist()
    free = far[far <= kept.by_chance]
    ax.hist(free, edges, color=style.mixed(FREE, 0.7), edgecolor="white", lw=0.6, zorder=2)
    ax.hist(far[far > kept.by_chance], edges, color=HELD, edgecolor="white", lw=0.6, zorder=2)
    ax.axvline(kept.by_chance, color=style.INK, lw=1.4, ls=(0, (4, 2)), zorder=3)
    height = ax.get_ylim()[1]
    ax.text(
        kept.by_chance, 0.97 * height, "  what chance alone reaches\n  for any parameter (95 %)\n\n"
        f"  {len(far) - len(free)} beyond: history\n  says something", size=style.TEXT, va="top", ha="left", zorder=4,
    )  # fmt: skip
    ax.set_title(
        f"{len(free)} of {len(far)} below: history does not constrain them", loc="left", size=style.TEXT, weight="bold"
    )
    ax.set_xlim(0, edges[-1])
    ax.set_xlabel("distance between prior and posterior (Kolmogorov-Smirnov)")
    ax.set_ylabel("parameters")


@style.styled
def control(kept: Kept, *, ax: Axes | None = None) -> Axes:
    """Of each kept vector the share of members ever in Moscow's camp in the control, with the 90 % interval of luck;
    vectors that fail the filter apart; returns the axes."""
    vectors = sorted(kept.vectors, key=lambda one: one.accession)
    if ax is None:
        question = "Vectors that history up to 2008 does not tell apart: do they agree about what comes after?"
        heading = "Share of members ever in Moscow's camp in the control, 2015-2030, vector by vector"
        _, axes = page(_frame(kept, question, heading))
        ax = axes[0, 0]
    share = np.array([one.accession for one in vectors])
    low, high = wilson(np.round(share * kept.draws).astype(np.int64), kept.draws)
    passes = np.array([one.control >= kept.control_at_least for one in vectors])
    places = np.arange(len(vectors))
    for chosen, colour, mark, words in (
        (passes, HELD, "o", f"passes the control filter ({passes.sum()})"),
        (~passes, style.CAPITAL_COLOURS["moscow"], "X", f"fails it ({(~passes).sum()})"),
    ):
        ax.vlines(
            places[chosen], 100 * low[chosen], 100 * high[chosen], color=style.mixed(colour, 0.45), lw=2.2, zorder=2
        )
        ax.plot(places[chosen], 100 * share[chosen], mark, color=colour, ms=5, zorder=3, label=words)
    ax.legend(loc="upper left", title="a kept vector; line: what luck leaves open (90 %)", alignment="left")
    ax.set_xlim(-1, len(vectors))
    ax.set_ylim(0, max(5.0, 105 * float(high.max())))
    ax.set_xticks([])
    ax.set_xlabel(f"the {len(vectors)} kept vectors, from the fewest to the most")
    ax.set_ylabel("percent of members")
    return ax


def _frame(kept: Kept, question: str, heading: str) -> Frame:
    until = format_quarter(kept.fitted_until)
    footer = (
        f"{len(kept.left):,} of {kept.candidates:,} candidates left by the patterns up to {until}, each judged "
        f"on {kept.draws} draws of luck; seed {kept.seed}; theory: {kept.theory}.",
        f"{DISCLAIMER} The ranges that candidates are drawn from were set by people who knew 1992-2014.",
    )
    return Frame("Parameters held against history", question, footer, heading)
