"""Moscow's levers: which are pulled when, and how hard."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap

from tightrope.figures import style
from tightrope.figures.curves import between_vectors, frame, marks, time_axis
from tightrope.figures.page import page, text_width, wrapped
from tightrope.quarters import format_quarter
from tightrope.results import Run

KEY, UNION = "moscow.lever", "world.union_alive"
WORTH_A_WORD = 0.05
"""Share of members without a union project from which it is said."""

NAMES_WIDTH = 2.6

SHADES = LinearSegmentedColormap.from_list(
    "pressure", ["#ffffff", "#f3dbe4", "#d99ab5", "#b4487d", style.CAPITAL_COLOURS["moscow"], "#3a0a22"]
)
"""From none to full, the same in every figure: lightness falls all the way, so that the order survives in grey."""


@style.styled
def levers(run: Run, *, ax: Axes | None = None) -> Axes:
    """Mean pressure by lever and quarter, level, as a heat map; returns the axes.

    The note at the end of each row is its strongest quarter. Raises RunError if levers were not recorded.
    """
    mean = run.mean(KEY)
    edges = np.append(run.years, run.years[-1] + 0.25)
    names = [str(name) for name in run.data["lever_name"].values]
    if ax is None:
        heading = "Moscow's pressure by lever: mean over members; at the end of each row its strongest quarter"
        if run.vector_count:
            heading += ", with the spread of vectors (90 %, luck taken out)"
        _, axes = page(
            frame(run, heading, more=_project(run)),
            marks=marks(run),
            years=(edges[0], edges[-1]),
            labels=2.3,
            left=NAMES_WIDTH + 0.3,
        )
        ax = axes[0, 0]
    drawn = ax.pcolormesh(edges, np.arange(len(names) + 1), mean.T, cmap=SHADES, vmin=0, vmax=1, rasterized=False)
    time_axis(ax, run)
    ax.set_xlim(edges[0], edges[-1])
    ax.set_ylim(len(names), 0)
    ax.grid(visible=False)
    for row in range(1, len(names)):
        ax.axhline(row, color="white", lw=2.5)
    ax.set_yticks(
        np.arange(len(names)) + 0.5, ["\n".join(wrapped(name, 10, NAMES_WIDTH - 0.1)) for name in names], size=10
    )
    ax.tick_params(axis="y", length=0)
    for row in range(len(names)):
        _note_peak(ax, run, mean[:, row], row)
    _colour_bar(ax, drawn)
    return ax


def _project(run: Run) -> list[str]:
    """That rows fade because the union project ends for ever more members, where it does; in a sentence.

    Of a folded run the two means rest on the members that were kept whole.
    """
    if not run.recorded(UNION):
        return []
    ended, over = run.data[UNION].values[:, -1] < 0.5, 1 - float(run.mean(UNION)[-1])
    if over < WORTH_A_WORD or ended.all() or not ended.any():
        return []
    last = run.data[KEY].values[:, -1]
    row = int(run.mean(KEY)[-1].argmax())
    name, (going, gone) = str(run.data["lever_name"].values[row]), (last[side, row].mean() for side in (~ended, ended))
    return [
        f"By {format_quarter(run.last)} Moscow's union project has ended for {100 * over:.0f} % of members, and a mean"
        f" falls with their number. {name}: {going:.2f} where the project goes on, {gone:.2f} where it has ended."
    ]


def _note_peak(ax: Axes, run: Run, mean: np.ndarray, row: int) -> None:
    peak = int(mean.argmax())
    quiet = mean[peak] < 0.005
    text = "not used" if quiet else f"{mean[peak]:.2f} in {format_quarter(run.scenario.start + peak)}"
    band = between_vectors(run, KEY, row)
    if band is not None and not quiet:
        text += f"\nvectors {band[0][peak]:.2f}–{band[1][peak]:.2f}"
    ax.annotate(
        text, (1, row + 0.5), xycoords=("axes fraction", "data"), xytext=(6, 0), textcoords="offset points",
        size=style.SMALL, va="center", color=style.QUIET if quiet else style.INK, annotation_clip=False,
    )  # fmt: skip


def _colour_bar(ax: Axes, drawn: object) -> None:
    """A slim scale right of the notes."""
    figure = ax.get_figure(root=True)
    assert figure is not None
    box = ax.get_position()
    room = text_width("vectors 0.00–0.00", style.SMALL) + 0.25
    left = box.x1 + room / figure.get_figwidth()
    place = figure.add_axes((left, box.y0 + 0.08 * box.height, 0.012, 0.84 * box.height))
    bar = figure.colorbar(drawn, cax=place, ticks=[0, 0.5, 1])  # type: ignore[arg-type]
    bar.outline.set_linewidth(0.5)
    place.tick_params(labelsize=style.SMALL)
    place.set_ylabel("mean pressure (level, 0 to 1)", size=style.SMALL)
    place.grid(visible=False)
