"""Variables of several runs over each other: a panel each, a colour and a line style for each run."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from tightrope.errors import InputError, Problem, nearest
from tightrope.figures import style
from tightrope.figures.alignment import PANELS as ALIGNMENT
from tightrope.figures.beliefs import PANELS as BELIEFS
from tightrope.figures.curves import course, time_axis, window
from tightrope.figures.page import Frame, page, text_width
from tightrope.figures.panels import BOUNDED, Panel, divided, scale, titled, unit_of
from tightrope.figures.purse import PANELS as PURSE
from tightrope.figures.together import BANDS_UP_TO, MANY, check, frame_of, looks, names_of, singly
from tightrope.figures.variables import MOST, OF_THE_PURSE, choices, found
from tightrope.results import Run
from tightrope.wording import listed

KEY_ROW = 0.22
"""Height of a row of the runs' names, in inches."""

TITLE_ROW = 0.2
"""Height of a line of a panel's title."""

SAMPLE = 0.75
"""Length of the line before a name and the room around both, in inches."""

LEVER = "moscow.lever"


@dataclass(frozen=True)
class Overlaid:
    """A panel: a variable, or the one at ``place`` of its axis, and its title.

    ``mean`` draws the mean of members instead of the median; ``share`` says that it is one of a yes or no.
    """

    key: str
    title: str
    place: int | None = None
    mean: bool = False
    share: bool = False


@style.styled
def variables_together(
    runs: Sequence[Run], keys: Sequence[str], *, members: Sequence[int] = (), ax: Axes | None = None
) -> NDArray[Any]:
    """Each of some variables over time, a line for each run, with single members; returns the axes, rows by columns.

    Raises InputError for a key that is no recorded amount or level of every run, for none and for more than twelve.
    """
    check_variables(runs, keys)
    panels = [Overlaid(base, name, place) for base, place, name in (found(runs[0], key) for key in keys)]
    return _overlaid(runs, panels, "", members, ax)


@style.styled
def purses(runs: Sequence[Run], *, ax: Axes | None = None) -> NDArray[Any]:
    """Oil price, energy revenue, the state's needs, reserves and buffer, run by run; returns the axes, (2, 3)."""
    titles = {"world.energy_revenue": PURSE[1].title, "world.needs": "The state's needs", "world.buffer": "Buffer"}
    return _overlaid(runs, _apart(PURSE, titles), "The purse", (), ax)


@style.styled
def alignments(runs: Sequence[Run], *, ax: Axes | None = None) -> NDArray[Any]:
    """What alignment is made of, each part in a panel, run by run; returns the axes, (3, 3)."""
    titles = {
        "baku.moscow_depth": "Depth in Moscow's bodies, on paper",
        "baku.moscow_effective_depth": "The same as lived",
        "baku.tone_moscow": "Tone: soft to Moscow",
        "baku.tone_west": "Tone: warm to the West",
        "baku.eu_depth": "Depth with the European Union",
        "baku.eu_effort": "Effort toward it",
    }
    return _overlaid(runs, _apart(ALIGNMENT, titles), "Alignment in its parts", (), ax)


@style.styled
def beliefs_together(runs: Sequence[Run], *, ax: Axes | None = None) -> NDArray[Any]:
    """What Baku believes, run by run; returns the axes, (2, 3)."""
    return _overlaid(runs, _apart(BELIEFS, {}), "What Baku believes", (), ax)


@style.styled
def levers_together(runs: Sequence[Run], *, ax: Axes | None = None) -> NDArray[Any]:
    """Mean pressure by lever, run by run; returns the axes, rows by columns."""
    check(runs, LEVER)
    names = [str(name) for name in runs[0].data["lever_name"].values]
    panels = [Overlaid(LEVER, name, place, mean=True) for place, name in enumerate(names)]
    return _overlaid(runs, panels, "Moscow's pressure by lever", (), ax)


def check_variables(runs: Sequence[Run], keys: Sequence[str]) -> None:
    """Raise InputError, with all problems, unless every run holds these amounts or levels and they fit on a slide."""
    known = {run.name: choices(run) for run in runs}
    kept = f"an amount or level that {'it' if len(runs) == 1 else 'every run'} kept"
    problems = []
    for key in dict.fromkeys(keys):
        lacking = [name for name in known if key not in known[name]]
        if lacking:
            where = listed(lacking) if len(lacking) < len(known) else "this run" if len(runs) == 1 else "these runs"
            fix = nearest(key, known[lacking[0]])
            problems.append(Problem(key, None, None, "", f"no such variable in {where}", kept, fix))
    if not 1 <= len(keys) <= MOST:
        problems.append(Problem("variables", None, None, "", f"{len(keys)} of them", f"1 to {MOST}"))
    if problems:
        raise InputError(problems)


def _apart(panels: Sequence[Panel], titles: Mapping[str, str]) -> list[Overlaid]:
    """A panel for each line of a figure of one run, but for dated paths, which are no result."""
    return [
        Overlaid(line.key, titles.get(line.key, panel.title), line.place, mean=panel.share, share=panel.share)
        for panel in panels
        for line in panel.lines
        if not line.median_only
    ]


def _overlaid(
    runs: Sequence[Run], panels: Sequence[Overlaid], what: str, members: Sequence[int], ax: Axes | None
) -> NDArray[Any]:
    """Draw the panels; returns the axes, rows by columns."""
    check(runs, *(panel.key for panel in panels))
    columns = 1 if len(panels) == 1 else 2 if len(panels) <= 4 else 3 if len(panels) <= 9 else 4
    shape = (math.ceil(len(panels) / columns), columns)
    titles = [titled(panel.title, 11.0 / columns) for panel in panels]
    rows = max(title.count("\n") + 1 for title in titles)
    words = frame_of(runs, _heading(runs, panels, what, members), oil=bool(OF_THE_PURSE & {one.key for one in panels}))
    axes = _places(runs, shape, words, rows, ax)
    for place, panel in enumerate(panels):
        _draw(axes.flat[place], runs, panel, members)
        axes.flat[place].set_title(titles[place], loc="left", size=style.TEXT, weight="bold")
    labels = [one.get_ylabel() for one in axes.flat]
    for place in range(len(panels)):
        if place % columns and labels[place] == labels[place - 1]:
            axes.flat[place].set_ylabel("")
    for unused in axes.flat[len(panels) :]:
        unused.set_axis_off()
    return axes


def _heading(runs: Sequence[Run], panels: Sequence[Overlaid], what: str, members: Sequence[int]) -> str:
    """What the lines are."""
    means = [panel.mean for panel in panels]
    line = "mean of members" if all(means) else "median" + (" (of a yes or no the mean)" if any(means) else "")
    bands = " with the middle 50 % of members" if len(runs) <= BANDS_UP_TO and not all(means) else ""
    told = f"{line}{bands}, run by run{singly(members)}"
    return f"{what}: {told}" if what else told[0].upper() + told[1:]


def _places(runs: Sequence[Run], shape: tuple[int, int], words: Frame, rows: int, ax: Axes | None) -> NDArray[Any]:
    """Empty panels with titles of up to ``rows`` lines and, above them, which line is whose."""
    names = [name.replace("+", " + ") for name in names_of(runs)]
    across, titles = _across(names), 0.12 + TITLE_ROW * rows
    if ax is None:
        key = KEY_ROW * math.ceil(len(names) / across)
        _, axes = page(words, shape, above=key + titles, gaps=(0.42 + TITLE_ROW * rows, 0.6))
    else:
        axes = divided(ax, shape)
    handles = [axes[0, 0].plot([], [], color=colour, ls=dashes, lw=2.6)[0] for colour, dashes in looks(runs)]
    figure = axes[0, 0].get_figure(root=True)
    assert figure is not None
    box = axes[0, 0].get_position()
    figure.legend(
        handles, names, loc="lower left", bbox_to_anchor=(box.x0, box.y1 + titles / figure.get_figheight()),
        ncols=across, fontsize=style.SMALL + 0.5, handlelength=3.0, columnspacing=1.4, borderpad=0.0,
        borderaxespad=0.0,
    )  # fmt: skip
    return axes


def _across(names: Sequence[str]) -> int:
    """How many names stand beside each other."""
    widest = max(text_width(name, style.SMALL + 0.5) for name in names) + SAMPLE
    return max(1, min(len(names), int((style.WIDE - 1.2) / widest)))


def _draw(ax: Axes, runs: Sequence[Run], panel: Overlaid, members: Sequence[int]) -> None:
    """One panel: every run's line, with its middle half where there are few runs, and single members."""
    time_axis(ax, max(runs, key=lambda run: len(run.years)))
    for run, (colour, dashes) in zip(runs, looks(runs), strict=True):
        if panel.mean:
            middle = _at(panel, run.mean(panel.key))
        else:
            low, middle, high = (_at(panel, one) for one in run.percentiles(panel.key, [25.0, 50.0, 75.0]))
            if len(runs) <= BANDS_UP_TO:
                years, edges = course(run, [low, high])
                ax.fill_between(years, *edges, color=colour, alpha=0.16, lw=0, zorder=1.1)
        ax.plot(*course(run, middle), color=colour, ls=dashes, lw=2.4 if len(runs) <= MANY else 1.5, zorder=3)
        for member in members:
            ax.plot(*course(run, _at(panel, run.path(panel.key, member))), color=colour, ls=dashes, lw=0.9, zorder=2.5)
    ax.set_xlim(min(window(run)[0] for run in runs), max(window(run)[1] for run in runs))
    unit = "share" if panel.share else unit_of(panel.key)
    scale(ax, unit)
    if unit not in BOUNDED:
        ax.set_ylim(bottom=0)
    ax.tick_params(labelsize=style.SMALL)


def _at(panel: Overlaid, values: Any) -> NDArray[np.float64]:
    """The values of the panel's place, where the variable has an axis of its own."""
    whole = np.asarray(values)
    return whole if panel.place is None else whole[..., panel.place]
