"""Any recorded variables of a run: a panel each, with single members where asked for."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from matplotlib.axes import Axes
from numpy.typing import NDArray

from tightrope import state
from tightrope.errors import InputError, Problem, nearest
from tightrope.figures import style
from tightrope.figures.curves import fan, frame, member_lines, unit_words
from tightrope.figures.panels import Line, Panel, draw_panel, finish_panels, panel_axes, titled
from tightrope.figures.purse import PANELS as PURSE
from tightrope.results import Run

MOST = 12
"""Panels that can be read on one slide."""

OF_THE_PURSE = {line.key for panel in PURSE for line in panel.lines} | {"world.oil_production", "world.gas_exports"}


@style.styled
def variables(
    run: Run, keys: Sequence[str], *, members: Sequence[int] = (), ax: Axes | None = None
) -> NDArray[Any]:
    """Each of some variables over time, with single members; returns the axes, rows by columns.

    Keys are those of ``run.data``; one lever is ``moscow.lever.<id>``. Raises InputError for a key that is no recorded
    amount or level, for none and for more than twelve.
    """
    _check(run, keys)
    columns = 1 if len(keys) == 1 else 2 if len(keys) <= 4 else 3 if len(keys) <= 9 else 4
    shape = (math.ceil(len(keys) / columns), columns)
    heading = "Median, middle 50 % and 90 % of members" + (", and single members" if members else "")
    oil = bool(OF_THE_PURSE & {key.removesuffix("_target") for key in keys})
    axes = panel_axes(run, shape, frame(run, heading, oil=oil, more=_who(members)), ax, keys=False)
    for place, key in enumerate(keys):
        here = axes.flat[place]
        base, _, label = _split(run, key)
        title = titled(_long_name(run, base, label), 11.0 / columns)
        if label:
            _draw_one_of_axis(here, run, base, label, members, title)
            continue
        draw_panel(here, run, Panel(title, (Line(base),)), keys=False)
        member_lines(here, run, base, members)
    finish_panels(axes, run, len(keys))
    return axes


def choices(run: Run) -> list[str]:
    """The keys that ``variables`` draws, of this run."""
    found = []
    for key in run.numeric_keys():
        dims = run.data[key].dims
        found += [key] if len(dims) == 2 else [f"{key}.{label}" for label in run.data[dims[2]].values]
    return found


def _check(run: Run, keys: Sequence[str]) -> None:
    known = choices(run)
    problems = [
        Problem(key, None, None, "", "no such variable in this run", "an amount or level that it kept", nearest(key, known))
        for key in keys
        if key not in known
    ]
    if not 1 <= len(keys) <= MOST:
        problems.append(Problem("variables", None, None, "", f"{len(keys)} of them", f"1 to {MOST}"))
    if problems:
        raise InputError(problems)


def _split(run: Run, key: str) -> tuple[str, str, str]:
    if key in run.data:
        return key, "", ""
    base, dot, label = key.rpartition(".")
    return base, dot, label


def _long_name(run: Run, base: str, label: str) -> str:
    name = str(run.data[base].attrs["long_name"])
    if not label:
        return name
    place = list(run.data["lever"].values).index(label)
    return f"{name}: {run.data['lever_name'].values[place]}"


def _draw_one_of_axis(ax: Axes, run: Run, base: str, label: str, members: Sequence[int], title: str) -> None:
    axis = str(state.BY_KEY[base].axis)
    place = list(run.data[axis].values).index(label)
    colour = style.CAPITAL_STYLES[base.split(".")[0]].colour
    fan(ax, run, base, colour, place=place)
    for turn, member in enumerate(members):
        dashes = style.MEMBER_DASHES[turn % len(style.MEMBER_DASHES)]
        ax.plot(run.years, run.path(base, member)[:, place], color=style.INK, lw=1.0, ls=dashes, zorder=2.5)
    ax.set_ylim(0, 1)
    ax.set_ylabel(unit_words(state.BY_KEY[base].unit), size=style.SMALL + 0.5)
    ax.set_title(title, loc="left", size=style.TEXT, weight="bold", pad=5)
    ax.tick_params(labelsize=style.SMALL)


def _who(members: Sequence[int]) -> list[str]:
    """Which line style is whose."""
    names = ("dotted", "dashed", "dash-dotted", "long-dashed", "spaced")
    told = [f"{member} {names[place % len(names)]}" for place, member in enumerate(members)]
    return [f"Single members: {', '.join(told)}."] if told else []
