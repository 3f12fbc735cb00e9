"""The charts of a game: its path so far as a seat sees it, and at the end the path and the choices."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tightrope.exercises.tables import Table
from tightrope.explanation.words import signed
from tightrope.figures.debrief import MOST_BARS, PERSON
from tightrope.figures.style import CAPITAL_COLOURS, INK
from tightrope.quarters import format_quarter
from tightrope.web.chart_parts import (
    FONT,
    TWO_PLACES,
    Chart,
    Options,
    bare_options,
    chart_of,
    fan,
    legend,
    line,
    quarter_names,
    value_axis,
    zero_line,
)
from tightrope.web.look_back import LookBack, Sum
from tightrope.web.turn import Place

Array = NDArray[np.float64]
BAKU = CAPITAL_COLOURS["baku"]

FEW_QUARTERS = 12
"""Quarters up to which the axis of time names quarters, not years."""

SHORTEST_SUM = 0.005
"""Sums that would be written as nothing have no bar."""

STEPS, MOST_STEPS = (0.1, 0.25, 0.5), 5
"""What an axis of positions may be divided into, and about how often."""

LITTLE = 0.1
"""Part of a step that is kept free beyond what is drawn."""

CROWDED, APART = 3, 26
"""Quarters within which numbers on the path would cover each other, and by how many pixels they are moved apart."""

LABEL_ROOM = 0.3
"""Part of the bars' reach that is kept free on either side for the number beside a bar, also on a phone."""

SIDES = "Moscow \u22121 \u2026 West +1"


# -- while it is played -----------------------------------------------------------------------------------------------
def path_so_far(place: Place) -> Chart:
    """Baku's position at the ends of the quarters that are over: exactly, or as it looked."""
    return _exact(place) if place.exact else _looked(place)


def _exact(place: Place) -> Chart:
    quarters, path = quarter_names(place.start, len(place.exact)), np.array(place.exact)
    options = _over_time(quarters, SIDES)
    options["yAxis"] |= _reach([path])
    options["series"] = [_dotted(line(quarters, path, PERSON, "Position", width=2.5)), zero_line()]
    says = f"{path[-1]:+.2f} at the end of {quarters[-1]}, from Moscow at -1 to the West at +1."
    rows = tuple((name, f"{value:.3f}") for name, value in zip(quarters, path, strict=True))
    table = Table("Position, Moscow -1 to West +1", ("quarter", "position"), rows)
    return chart_of("path", "Baku's path so far", says, options, table)


def _looked(place: Place) -> Chart:
    """Steps between bands: more than how it looks is not known from outside."""
    quarters, looked = quarter_names(place.start, len(place.looked)), np.array(place.looked, dtype=float)
    options = _over_time(quarters, "")
    options["yAxis"] = {
        "type": "category",
        "data": list(place.bands),
        "axisLabel": {
            "color": INK,
            "fontSize": FONT - 1,
            "width": 104,
            "overflow": "break",
            "interval": 0,
            "lineHeight": 14,
        },
        "splitLine": {"show": True},
    }
    options["grid"]["top"] = 12
    options["tooltip"] = {"show": False}
    made = _dotted(line(quarters, looked, PERSON, "Position, as it looks", width=2.5))
    options["series"] = [{**made, "step": "middle"}]
    words = [place.bands[band] for band in place.looked]
    says = f"As it looks from outside: {words[-1]} at the end of {quarters[-1]}."
    rows = tuple(zip(quarters, words, strict=True))
    return chart_of("path", "Baku's path so far", says, options, Table("Position, as it looks", ("quarter", ""), rows))


# -- the debrief ------------------------------------------------------------------------------------------------------
def debrief_path(found: LookBack) -> Chart:
    """The game's path against the same member with nobody at the table and the ensemble's fan; partings numbered."""
    quarters = quarter_names(found.start, len(found.path))
    options = _over_time(quarters, SIDES)
    options["yAxis"] |= _reach([found.path, found.path_alone, found.fan])
    alone = line(quarters, found.path_alone, INK, "Without you", width=2)
    alone["lineStyle"] |= {"type": "dashed"}
    game = {**line(quarters, found.path, PERSON, "Your game", width=3), "z": 7}
    everybody = [] if found.alike else fan(found.start, found.fan, BAKU, "All")
    options["series"] = [*everybody, alone, game, *_circles(found, quarters)]
    names = ["Your game", "Without you"] + ([] if found.alike else ["All: median"])
    options["legend"] = legend(names)
    among = "" if found.alike else f" Green: median, half and nine in ten of {found.members:,} members."
    circles = " Circles: you did otherwise than the model." if found.circles else ""
    says = f"Yours ends at {found.path[-1]:+.2f}, without you at {found.path_alone[-1]:+.2f}.{circles}{among}"
    columns = ("quarter", "your game", "without you", "p5", "p25", "median", "p75", "p95")
    rows = tuple(
        (name, *(f"{value:.3f}" for value in (found.path[at], found.path_alone[at], *found.fan[:, at])))
        for at, name in enumerate(quarters)
    )
    table = Table("Position, Moscow -1 to West +1: the game, the member alone, and percentiles", columns, rows)
    return chart_of("debrief-path", "Your path, and what it is held against", says, options, table)


def _circles(found: LookBack, quarters: Sequence[str]) -> list[Options]:
    """The quarters in which choices were not the model's; the weightiest kinds with their numbers."""

    def points(which: Sequence[int]) -> list[list[Any]]:
        return [[quarters[one - found.start], round(float(found.path[one - found.start]), 4)] for one in which]

    plain = {"type": "scatter", "silent": True, "tooltip": {"show": False}, "z": 8}
    open_ones = {**plain, "name": "Otherwise than the model", "data": points(found.circles), "symbolSize": 9}
    open_ones["itemStyle"] = {"color": "#fff", "borderColor": PERSON, "borderWidth": 1.5}
    numbered: dict[int, list[str]] = {}
    for mark in sorted(found.marks, key=lambda mark: mark.quarter):
        numbered.setdefault(mark.quarter, []).append(str(mark.number))
    labelled = [
        {"value": value, "label": {"show": True, "formatter": ",".join(numbers)}, "symbolOffset": [0, -APART * lift]}
        for value, numbers, lift in zip(points(list(numbered)), numbered.values(), lifted(list(numbered)), strict=True)
    ]
    look = {"color": "#fff", "fontSize": FONT - 2, "fontWeight": "bold"}
    named = {**plain, "name": "Numbered below", "data": labelled, "symbolSize": 22, "label": look, "z": 9}
    named["itemStyle"] = {"color": PERSON, "borderColor": "#fff", "borderWidth": 1}
    return [open_ones, named]


def lifted(quarters: Sequence[int]) -> list[int]:
    """How far up each number is moved so that it does not cover one before it: 0, 1, 2 ... times."""
    found: list[int] = []
    for place, quarter in enumerate(quarters):
        near = {found[n] for n in range(place) if quarter - quarters[n] < CROWDED}
        found.append(next(lift for lift in range(place + 1) if lift not in near))
    return found


def debrief_choices(found: LookBack) -> Chart:
    """What choices that were not the model's cost and won on each consideration, in units of value."""
    told = [one for one in found.sums if abs(one.size) >= SHORTEST_SUM]
    kept = sorted(sorted(told, key=lambda one: -abs(one.size))[:MOST_BARS], key=lambda one: -one.size)
    options = _bars(kept, _names(kept))
    left_out = f" The {len(told) - len(kept)} smallest are in the table alone." if len(told) > len(kept) else ""
    together = sum(one.size for one in found.sums)
    says = (
        f"{found.otherwise} of {found.decisions} decisions were not the model's: together {signed(together)} by the"
        f" capital's own lights, in units of value; left of 0 is cost. Reasons, not results.{left_out}"
    )
    rows = tuple((one.name, one.of, f"{one.size:+.3f}") for one in found.sums)
    table = Table("Cost and gain by consideration", ("consideration", "whose", "size"), rows)
    return chart_of("debrief-choices", "What choosing otherwise cost and won", says, options, table)


def bar_room(found: LookBack) -> int:
    """Pixels that the chart of the choices needs: a name may take three lines."""
    told = sum(abs(one.size) >= SHORTEST_SUM for one in found.sums)
    return 40 + 44 * max(3, min(MOST_BARS, told))


def _names(kept: Sequence[Sum]) -> list[str]:
    """Considerations, with whose they are where that is not the same of all."""
    whose = {one.of for one in kept}
    one_capital = len({of.split()[0] for of in whose}) == 1
    if len(whose) == 1:
        return [one.name for one in kept]
    return [f"{one.name} ({one.of.split(maxsplit=1)[-1] if one_capital else one.of})" for one in kept]


def _bars(kept: Sequence[Sum], names: Sequence[str]) -> Options:
    def bar(one: Sum) -> Options:
        cost = one.size < 0
        return {
            "value": round(one.size, 3),
            "itemStyle": {"color": PERSON if cost else BAKU, "decal": HATCHED if cost else None},
            "label": {"position": "left" if cost else "right", "formatter": signed(one.size)},
        }

    low, high = min((one.size for one in kept), default=-1.0), max((one.size for one in kept), default=1.0)
    room = LABEL_ROOM * (max(high, 0.0) - min(low, 0.0))
    return {
        "animation": False,
        "textStyle": {"fontFamily": "system-ui, sans-serif", "color": INK},
        "grid": {"left": 8, "right": 12, "top": 8, "bottom": 8, "containLabel": True},
        "xAxis": {
            **value_axis(""),
            "min": round(min(low, 0.0) - room, 2),
            "max": round(max(high, 0.0) + room, 2),
            "axisLabel": {"show": False},
        },
        "yAxis": {
            "type": "category",
            "inverse": True,
            "data": list(names),
            "axisTick": {"show": False},
            "axisLine": {"show": False},
            "axisLabel": {
                "color": INK,
                "fontSize": FONT,
                "width": 150,
                "overflow": "break",
                "interval": 0,
                "lineHeight": 15,
            },
        },
        "tooltip": {"show": False},
        "series": [
            {
                "name": "Size",
                "type": "bar",
                "barCategoryGap": "30%",
                "data": [bar(one) for one in kept],
                "label": {"show": True, "color": INK, "fontSize": FONT},
                "emphasis": {"disabled": True},
                "markLine": zero_line()["markLine"] | {"data": [{"xAxis": 0}]},
            }
        ],
    }


HATCHED: Options = {
    "symbol": "rect",
    "dashArrayX": [1, 0],
    "dashArrayY": [1, 6],
    "rotation": 0.785,
    "color": "rgba(255,255,255,0.55)",
}


# -- parts ------------------------------------------------------------------------------------------------------------
def _over_time(quarters: Sequence[str], name: str) -> Options:
    options = bare_options(quarters, name) | {"animation": False}
    options["yAxis"]["axisLabel"][":formatter"] = TWO_PLACES
    if len(quarters) <= FEW_QUARTERS:
        axis = options["xAxis"]
        del axis["axisLabel"][":formatter"], axis["axisLabel"][":interval"], axis["axisTick"]
        axis["axisLabel"] |= {"fontSize": FONT - 1, "hideOverlap": True}
        options["grid"]["right"] = 34
    if len(quarters) == 1:
        options["xAxis"]["boundaryGap"] = True
    return options


def _reach(some: Sequence[Array]) -> Options:
    """How far the axis goes: the middle and all that is drawn, in steps that leave few of them."""
    low, high = min(0.0, *(float(one.min()) for one in some)), max(0.0, *(float(one.max()) for one in some))
    step = next(step for step in STEPS if high - low <= MOST_STEPS * step or step == STEPS[-1])
    ends = (float(np.floor(low / step - LITTLE) * step), float(np.ceil(high / step + LITTLE) * step))
    return {"min": round(ends[0], 2), "max": round(ends[1], 2), "interval": step}


def _dotted(made: Options) -> Options:
    """A line whose last point is a dot."""
    last = {"value": made["data"][-1], "symbol": "circle", "symbolSize": 10}
    return {**made, "data": [*made["data"][:-1], last], "showSymbol": True}


def span(start: int, quarters: int) -> str:
    """From when to when."""
    return f"{format_quarter(start)} to {format_quarter(start + quarters - 1)}"
