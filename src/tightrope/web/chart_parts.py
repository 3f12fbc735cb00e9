"""What charts are made of: plain options for ECharts, in the colours of the figures."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tightrope.exercises.tables import Table
from tightrope.figures.style import FAINT, INK, QUIET
from tightrope.quarters import format_quarter

Array = NDArray[np.float64]
Options = dict[str, Any]

PINNED = "#6b6b6b"
"""The pinned run: behind, grey and dashed."""

FONT = 13

NARROW, PROJECTED = "innerWidth <= 860", "innerWidth >= 1800"
"""Whether there is room for one column only, and whether a screen is to be read from the last row: as a script of the
page asks it, and look.css too."""

LARGER = 1.45
"""How much larger type is on such a screen."""


def by_screen(plain: float, narrow: float) -> str:
    """A size in pixels as a script of the page finds it: larger on a screen to be read from the last row."""
    return f"{PROJECTED} ? {round(LARGER * plain)} : {NARROW} ? {narrow} : {plain}"


def sized(**sizes: float) -> Options:
    """Sizes that are larger there and the same elsewhere: ``sized(fontSize=13)``."""
    return {f":{name}": by_screen(size, size) for name, size in sizes.items()}


@dataclass(frozen=True)
class Chart:
    """One chart: its name, what it shows in a sentence, options, table."""

    name: str
    title: str
    says: str
    options: Options
    table: Table

    @property
    def heard(self) -> str:
        """The chart for who hears it: what it finds, and where the numbers are."""
        return f"Chart: {self.title}. {self.says} The table below has all numbers."


def to_csv(table: Table) -> str:
    """A table as a file of comma-separated values."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(table.columns)
    writer.writerows(table.rows)
    return out.getvalue()


def quarter_names(start: int, count: int) -> list[str]:
    """So many quarters as they are written."""
    return [format_quarter(start + place) for place in range(count)]


def chart_of(name: str, title: str, says: str, options: Options, table: Table) -> Chart:
    """A chart that says itself what it shows."""
    made = Chart(name, title, says, options, table)
    options["aria"] = {"enabled": True, "label": {"description": made.heard}}
    return made


def value_axis(name: str) -> Options:
    """An axis of numbers, its name at the top."""
    return {
        "type": "value",
        "name": name,
        "nameLocation": "end",
        "nameTextStyle": {"color": QUIET, **sized(fontSize=FONT - 1), "align": "left", "padding": [0, 0, 0, -30]},
        "axisLabel": {"color": INK, **sized(fontSize=FONT)},
        "splitLine": {"lineStyle": {"color": FAINT}},
    }


def bare_options(quarters: Sequence[str], name: str) -> Options:
    """Options without series: time across, numbers up."""
    return {
        "animationDuration": 200,
        "animationDurationUpdate": 200,
        "textStyle": {"fontFamily": "system-ui, sans-serif", "color": INK},
        "grid": {"left": 8, "right": 16, "top": 50, "bottom": 8, "containLabel": True},
        "xAxis": {
            "type": "category",
            "data": list(quarters),
            "boundaryGap": False,
            "axisLabel": {
                "color": INK,
                **sized(fontSize=FONT),
                ":formatter": "value => value.slice(0, 4)",
                ":interval": YEARS,
            },
            "axisTick": {":interval": YEARS},
            "axisLine": {"onZero": False, "lineStyle": {"color": INK}},
        },
        "yAxis": value_axis(name),
        "tooltip": {"trigger": "axis", ":valueFormatter": "value => value == null ? '' : (+value).toFixed(2)"},
    }


TWO_PLACES = "value => value.toFixed(2)"


def years(apart: int) -> str:
    """Where an axis of time is labelled: every so many years."""
    return f"(index, value) => value.endsWith('Q1') && (+value.slice(0, 4)) % {apart} === 0"


YEARS, FEWER_YEARS = years(3), f"{NARROW} ? ({years(6)}) : ({years(3)})"
"""Scripts of ours, no input of anybody's."""


def legend(names: Sequence[str | Options]) -> Options:
    """A legend above the chart that switches nothing."""
    return {
        "data": list(names),
        "top": 0,
        "left": 0,
        "itemGap": 12,
        "itemWidth": 20,
        "textStyle": {"color": INK, **sized(fontSize=FONT - 1)},
        "selectedMode": False,
    }


def points(quarters: Sequence[str], values: Array) -> list[list[Any]]:
    """Values by quarter, as a series holds them."""
    return [[name, round(float(value), 4)] for name, value in zip(quarters, values, strict=True)]


def line(quarters: Sequence[str], values: Array, colour: str, name: str, *, width: float) -> Options:
    """A line over time."""
    return {
        "name": name,
        "type": "line",
        "data": points(quarters, values),
        "symbol": "none",
        "lineStyle": {"width": width, "color": colour},
        "itemStyle": {"color": colour},
        "emphasis": {"disabled": True},
        "z": 5,
    }


def dashed(quarters: Sequence[str], values: Array, name: str) -> Options:
    """A line of the pinned run."""
    made = line(quarters, values, PINNED, name, width=1.6)
    made["lineStyle"] |= {"type": "dashed"}
    return {**made, "z": 4}


def band(quarters: Sequence[str], low: Array, high: Array, colour: str, opacity: float, name: str) -> list[Options]:
    """An area between two lines: a line that is not seen, and one stacked on it that fills what lies between.

    Stacking adds numbers of one sign only, hence "all".
    """
    hidden = {"type": "line", "symbol": "none", "lineStyle": {"opacity": 0}, "stack": name, "stackStrategy": "all"}
    quiet = {"emphasis": {"disabled": True}, "tooltip": {"show": False}, "silent": True, "z": 2}
    return [
        {**hidden, **quiet, "name": f"{name}, low", "data": points(quarters, low)},
        {
            **hidden,
            **quiet,
            "name": name,
            "data": points(quarters, high - low),
            "areaStyle": {"color": colour, "opacity": opacity},
        },
    ]


def fan(start: int, five: Array, colour: str, name: str) -> list[Options]:
    """Percentiles 5, 25, 50, 75, 95 (5, quarters): a wide band, a narrow one, the median."""
    quarters = quarter_names(start, five.shape[1])
    return [
        *band(quarters, five[0], five[4], colour, 0.18, f"{name}: nine in ten"),
        *band(quarters, five[1], five[3], colour, 0.28, f"{name}: half"),
        line(quarters, five[2], colour, f"{name}: median", width=2.5),
    ]


def fan_names(colour: str, name: str, *more: str) -> Options:
    """A legend for a fan in short words: the median, and both bands as they look over one another."""
    words = {f"{name}: median": "median", f"{name}: half": "half", f"{name}: nine in ten": "nine in ten"}
    words |= {"Pinned: median": "pinned", "Oil price (median)": "oil price"}
    bands: list[Options] = [
        {"name": f"{name}: {one}", "icon": "roundRect", "itemStyle": {"color": colour, "opacity": opacity}}
        for one, opacity in (("half", 0.42), ("nine in ten", 0.2))
    ]
    made = legend([f"{name}: median", *bands, *more])
    made[":formatter"] = f"name => ({json.dumps(words)})[name] ?? name"
    return made


def outline(start: int, five: Array) -> list[Options]:
    """A pinned fan: its median dashed, its outer band as two thin lines."""
    quarters = quarter_names(start, five.shape[1])
    edges = [dashed(quarters, five[row], "Pinned: nine in ten") for row in (0, 4)]
    for edge in edges:
        edge["lineStyle"] |= {"width": 1, "type": "dotted"}
    return [*edges, dashed(quarters, five[2], "Pinned: median")]


def zero_line() -> Options:
    """A line at nothing."""
    look = {"symbol": "none", "silent": True, "label": {"show": False}, "lineStyle": {"color": INK, "type": "solid"}}
    return {"type": "line", "data": [], "markLine": {**look, "data": [{"yAxis": 0}]}}


HATCHES: dict[str, Options] = {
    "xx": {"symbol": "rect", "dashArrayX": [1, 0], "dashArrayY": [2, 5], "rotation": 0.785},
    "\\\\": {"symbol": "rect", "dashArrayX": [1, 0], "dashArrayY": [1, 6], "rotation": -0.785},
    "//": {"symbol": "rect", "dashArrayX": [1, 0], "dashArrayY": [1, 6], "rotation": 0.785},
    "..": {"symbol": "circle", "dashArrayX": [[8, 8], [0, 8, 8, 0]], "dashArrayY": [6, 0], "symbolSize": 0.4},
    "||": {"symbol": "rect", "dashArrayX": [1, 6], "dashArrayY": [1, 0]},
}
"""The figures' hatching as patterns of the charts: a second sign beside colour."""


def decal_of(hatch: str, ink: str) -> Options | None:
    """The pattern that stands for a hatching of the figures."""
    if not hatch:
        return None
    colour = "rgba(255,255,255,0.55)" if ink == "white" else "rgba(26,26,26,0.35)"
    return {**HATCHES[hatch], "color": colour}
