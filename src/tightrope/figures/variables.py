"""Any recorded variables of a run: a panel each, with single members where asked for."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from matplotlib.axes import Axes
from numpy.typing import NDArray

from tightrope.errors import InputError, Problem, nearest
from tightrope.figures import style
from tightrope.figures.curves import frame, member_lines, of_vectors
from tightrope.figures.groups import groups_note
from tightrope.figures.panels import Line, Panel, draw_panel, finish_panels, panel_axes, titled
from tightrope.figures.purse import PANELS as PURSE
from tightrope.results import Run

MOST = 12
"""Panels that can be read on one slide."""

OF_THE_PURSE = {line.key for panel in PURSE for line in panel.lines} | {"world.oil_production", "world.gas_exports"}


@style.styled
def variables(run: Run, keys: Sequence[str], *, members: Sequence[int] = (), ax: Axes | None = None) -> NDArray[Any]:
    """Each of some variables over time, with single members; returns the axes, rows by columns.

    Keys are those of ``run.data``; one lever is ``moscow.lever.<id>``. Raises InputError for a key that is no recorded
    amount or level, for none and for more than twelve.
    """
    _check(run, keys)
    columns = 1 if len(keys) == 1 else 2 if len(keys) <= 4 else 3 if len(keys) <= 9 else 4
    shape = (math.ceil(len(keys) / columns), columns)
    heading = "Median, middle 50 % and 90 % of members" + (", and single members" if members else "") + of_vectors(run)
    oil = bool(OF_THE_PURSE & {key.removesuffix("_target") for key in keys})
    named = {key: str(run.data[key].attrs["long_name"]) for key in keys if key in run.data}
    notes = [*groups_note(run, named), *_who(members)]
    axes = panel_axes(run, shape, frame(run, heading, oil=oil, more=notes), ax, keys=False)
    for turn, key in enumerate(keys):
        base, place, name = found(run, key)
        draw_panel(axes.flat[turn], run, Panel(titled(name, 11.0 / columns), (Line(base, place=place),)), keys=False)
        member_lines(axes.flat[turn], run, base, members, place=place)
    finish_panels(axes, run, len(keys))
    return axes


def choices(run: Run) -> list[str]:
    """The keys that ``variables`` draws, of this run."""
    keys: list[str] = []
    for key in run.numeric_keys():
        dims = run.data[key].dims
        keys += [key] if len(dims) == 2 else [f"{key}.{label}" for label in run.data[dims[2]].values]
    return keys


def _check(run: Run, keys: Sequence[str]) -> None:
    known = choices(run)
    problems = [
        Problem(
            key, None, None, "", "no such variable in this run", "an amount or level that it kept", nearest(key, known)
        )
        for key in keys
        if key not in known
    ]
    if not 1 <= len(keys) <= MOST:
        problems.append(Problem("variables", None, None, "", f"{len(keys)} of them", f"1 to {MOST}"))
    if problems:
        raise InputError(problems)


def found(run: Run, key: str) -> tuple[str, int | None, str]:
    """The recorded variable, the place on its axis, and its name in words."""
    if key in run.data:
        return key, None, str(run.data[key].attrs["long_name"])
    base, _, label = key.rpartition(".")
    place = list(run.data["lever"].values).index(label)
    return base, place, f"{run.data[base].attrs['long_name']}: {run.data['lever_name'].values[place]}"


def _who(members: Sequence[int]) -> list[str]:
    """Which line style is whose."""
    names = ("dotted", "dashed", "dash-dotted", "long-dashed", "spaced")
    told = [f"{member} {names[place % len(names)]}" for place, member in enumerate(members)]
    return [f"Single members: {', '.join(told)}."] if told else []
