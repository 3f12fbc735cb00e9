"""Charts as plain options for ECharts, each with its table: the same numbers for eyes, ears and spreadsheets.

Colours are those of the figures. Pure functions of answers.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tightrope.exercises.tables import Table
from tightrope.figures.style import CAPITAL_COLOURS, FAINT, INK, OUTCOME_STYLES, QUIET
from tightrope.outcomes import EAST_TO_WEST, OUTCOMES
from tightrope.quarters import format_quarter
from tightrope.web.pairing import Difference, within
from tightrope.web.work import Answer

Array = NDArray[np.float64]
Options = dict[str, Any]

PINNED = "#6b6b6b"
"""The pinned run: behind, grey and dashed."""

BAKU, WORLD, MOSCOW = CAPITAL_COLOURS["baku"], CAPITAL_COLOURS["world"], CAPITAL_COLOURS["moscow"]

FONT = 13

LEVER_NAMES = 150
"""Room for the names of the levers, in pixels; longer ones are broken."""

WORTH_NAMING = 0.005
"""Share of futures below which an outcome is not named."""


@dataclass(frozen=True)
class Chart:
    """One chart: its name, what it shows in a sentence, options, table."""

    name: str
    title: str
    says: str
    options: Options
    table: Table


def to_csv(table: Table) -> str:
    """A table as a file of comma-separated values."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(table.columns)
    writer.writerows(table.rows)
    return out.getvalue()


def charts(now: Answer, pinned: Answer | None = None, difference: Difference | None = None) -> list[Chart]:
    """Position, outcomes, purse and levers of an answer, with a pinned one behind; with it their difference, second."""
    pinned = None if pinned is None else within(pinned, now)
    found = [position(now, pinned)]
    if difference is not None:
        found.append(apart(difference))
    return [*found, outcomes(now, pinned), purse(now, pinned), levers(now, pinned)]


# -- position ---------------------------------------------------------------------------------------------------------
def position(now: Answer, pinned: Answer | None) -> Chart:
    """Where Baku stands: median, half of the futures, nine in ten of them."""
    series = [*_fan(now.start, now.position, BAKU, "Position")]
    if pinned is not None:
        series += _outline(pinned.start, pinned.position)
    low, high = _reach([now.position, *([pinned.position] if pinned is not None else [])])
    options = _frame(now, pinned, "Moscow \u22121 \u2026 West +1", low=low, high=high)
    options["series"] = series
    options["yAxis"] |= {"interval": 0.25, "axisLabel": {**options["yAxis"]["axisLabel"], ":formatter": TWO_PLACES}}
    median, low, high = (float(now.position[row, -1]) for row in (2, 0, 4))
    last = format_quarter(now.start + now.quarters - 1)
    says = f"Median {median:+.2f} in {last}; nine in ten futures between {low:+.2f} and {high:+.2f}."
    return _chart(
        "position", "Position between Moscow and the West", says, options, _fan_table(now, pinned, now.position)
    )


def _reach(fans: Sequence[Array]) -> tuple[float, float]:
    """How far the scale of the position goes: at least half way to either side, and then by quarters."""
    low, high = min(float(fan.min()) for fan in fans), max(float(fan.max()) for fan in fans)
    return min(-0.5, np.floor(4 * low) / 4), max(0.5, np.ceil(4 * high) / 4)


def apart(difference: Difference) -> Chart:
    """The paired difference of two answers in position."""
    quarters = _quarters(difference.start, len(difference.mean))
    options = _bare(quarters, "difference in position")
    options["series"] = [
        *_band(quarters, difference.low, difference.high, BAKU, 0.3, "90 % interval"),
        _line(quarters, difference.mean, BAKU, "Mean difference", width=2.5),
        _zero(),
    ]
    rows = zip(quarters, difference.mean, difference.low, difference.high, strict=True)
    table = Table(
        "Difference in position from the pinned run, member by member",
        ("quarter", "mean", "low", "high"),
        tuple((name, *(f"{value:.4f}" for value in values)) for name, *values in rows),
    )
    pairs = f"{difference.members:,} pairs"
    says = f"From the pinned run, on the same luck ({pairs}), in the last quarter {difference.says()}."
    return _chart("difference", "What the change does to the position", says, options, table)


# -- outcomes ---------------------------------------------------------------------------------------------------------
def outcomes(now: Answer, pinned: Answer | None) -> Chart:
    """What becomes of Baku: shares of futures in each outcome."""
    quarters = _quarters(now.start, now.quarters)
    options = _frame(now, pinned, "% of futures", low=0.0, high=100.0)
    series = []
    for code in EAST_TO_WEST:
        style = OUTCOME_STYLES[OUTCOMES[code]]
        series.append(
            {
                "name": OUTCOMES[code],
                "type": "line",
                "stack": "shares",
                "data": _points(quarters, 100 * now.shares[:, code]),
                "symbol": "none",
                "lineStyle": {"width": 0.6, "color": INK},
                "itemStyle": {"color": style.colour, "decal": _decal(style.hatch, style.ink)},
                "areaStyle": {"color": style.colour, "opacity": 1, "decal": _decal(style.hatch, style.ink)},
                "emphasis": {"disabled": True},
            }
        )
    if pinned is not None:
        edges = np.cumsum(100 * pinned.shares[:, list(EAST_TO_WEST)], axis=1)[:, :-1]
        names = _quarters(pinned.start, pinned.quarters)
        series += [_dashed(names, edges[:, place], "Pinned") for place in range(edges.shape[1])]
    options["series"] = series
    options["legend"] = _legend([OUTCOMES[code] for code in EAST_TO_WEST] + (["Pinned"] if pinned else []))
    options["grid"]["top"] = 74
    return _chart("outcomes", "What becomes of Baku", headline(now), options, _share_table(now, pinned))


def headline(now: Answer) -> str:
    """The last quarter's outcomes in a sentence, the likely ones first."""
    last = format_quarter(now.start + now.quarters - 1)
    order = sorted(range(len(OUTCOMES)), key=lambda code: -now.shares[-1, code])
    parts = []
    for code in order:
        share, low, high = (float(values[-1, code]) for values in (now.shares, now.low, now.high))
        if share >= WORTH_NAMING:
            parts.append(f"{OUTCOMES[code]} {100 * share:.0f} % ({100 * low:.0f} to {100 * high:.0f})")
    return f"In {last}: {', '.join(parts)} of the futures."


# -- purse and levers -------------------------------------------------------------------------------------------------
PURSE_NAMES = {
    "world.reserves": "Reserves of the oil fund, USD bn",
    "world.oil_price": "Oil price, USD a barrel",
    "world.buffer": "Buffer (0 to 1)",
    "world.energy_revenue": "State energy revenue, USD bn a quarter",
}


def purse(now: Answer, pinned: Answer | None) -> Chart:
    """Reserves as a fan, the oil price as a line on its own scale."""
    quarters = _quarters(now.start, now.quarters)
    options = _frame(now, pinned, "reserves, USD bn", low=0.0)
    price = now.purse["world.oil_price"][2]
    options["yAxis"] = [
        options["yAxis"],
        {**_axis("oil, USD a barrel"), "position": "right", "min": 0, "splitLine": {"show": False}},
    ]
    options["grid"]["right"] = 56
    series = _fan(now.start, now.purse["world.reserves"], WORLD, "Reserves")
    if pinned is not None:
        series += _outline(pinned.start, pinned.purse["world.reserves"])
    oil = _line(quarters, price, "#a05a00", "Oil price (median)", width=2)
    series.append({**oil, "yAxisIndex": 1, "lineStyle": {"width": 2, "type": "dotted", "color": "#a05a00"}})
    options["series"] = series
    names = ["Reserves: median", "Oil price (median)"] + (["Pinned: median"] if pinned else [])
    options["legend"] = _legend(names)
    left, buffer = float(now.purse["world.reserves"][2, -1]), float(now.purse["world.buffer"][2, -1])
    says = f"In the end the median reserves are {left:.0f} USD bn; the buffer of revenue and reserves is {buffer:.2f}."
    columns = ["quarter"]
    rows = [[name] for name in quarters]
    for key, told in PURSE_NAMES.items():
        for row, label in ((2, "median"), (0, "p5"), (4, "p95")):
            columns.append(f"{told.split(',')[0]}, {label}")
            for line, value in zip(rows, now.purse[key][row], strict=True):
                line.append(f"{value:.3f}")
    if pinned is not None:
        columns.append("Reserves of the oil fund, median, pinned")
        _append(rows, quarters, pinned, pinned.purse["world.reserves"][2])
    table = Table("Oil, revenue, reserves and buffer", tuple(columns), tuple(map(tuple, rows)))
    return _chart("purse", "The purse", says, options, table)


def levers(now: Answer, pinned: Answer | None) -> Chart:
    """Moscow's levers: mean pressure by lever and quarter."""
    quarters = _quarters(now.start, now.quarters)
    order = np.argsort(now.levers.mean(axis=0))
    names = [now.lever_names[place] for place in order]
    data = [
        [column, row, round(float(now.levers[column, place]), 3)]
        for row, place in enumerate(order)
        for column in range(now.quarters)
    ]
    top = max(0.3, float(now.levers.max()))
    options = _bare(quarters, "")
    options |= {
        "grid": {"left": LEVER_NAMES, "right": 16, "top": 16, "bottom": 80},
        "xAxis": {"type": "category", "data": quarters, "axisLabel": {"color": INK, "fontSize": FONT - 1}},
        "yAxis": {
            "type": "category",
            "data": names,
            "axisLabel": {
                "color": INK,
                "fontSize": FONT - 2,
                "lineHeight": FONT - 2,
                "width": LEVER_NAMES - 8,
                "overflow": "break",
            },
        },
        "tooltip": {"position": "top"},
        "visualMap": {
            "min": 0,
            "max": round(top, 2),
            "calculable": False,
            "orient": "horizontal",
            "left": "center",
            "bottom": 4,
            "itemHeight": 160,
            "text": ["pressed hard", "not pulled"],
            "textStyle": {"color": INK, "fontSize": FONT - 1},
            "inRange": {"color": ["#f7f2f4", "#d9a7bd", MOSCOW]},
        },
        "series": [{"name": "Pressure", "type": "heatmap", "data": data, "emphasis": {"disabled": True}}],
    }
    held = float(now.pressure[2, -1])
    against = "" if pinned is None else f" ({float(pinned.pressure[2, -1]):.2f} in the pinned run)"
    hardest = now.lever_names[int(now.levers[-1].argmax())]
    says = f"Pressed hardest in the end: {hardest}; the median pressure of all levers together is {held:.2f}{against}."
    table = Table(
        "Mean pressure by lever (0 to 1)",
        ("quarter", *now.lever_names),
        tuple((name, *(f"{value:.3f}" for value in values)) for name, values in zip(quarters, now.levers, strict=True)),
    )
    return _chart("levers", "Moscow's levers", says, options, table)


# -- tables -----------------------------------------------------------------------------------------------------------
def _fan_table(now: Answer, pinned: Answer | None, fan: Array) -> Table:
    quarters = _quarters(now.start, now.quarters)
    columns = ["quarter", "p5", "p25", "median", "p75", "p95"]
    rows = [[name, *(f"{value:.3f}" for value in fan[:, place])] for place, name in enumerate(quarters)]
    if pinned is not None:
        columns.append("median, pinned")
        _append(rows, quarters, pinned, pinned.position[2])
    return Table("Position, Moscow -1 to West +1: percentiles of the futures", tuple(columns), tuple(map(tuple, rows)))


def _share_table(now: Answer, pinned: Answer | None) -> Table:
    quarters = _quarters(now.start, now.quarters)
    columns = ["quarter", *(f"{OUTCOMES[code]}, %" for code in EAST_TO_WEST)]
    rows = [
        [name, *(f"{100 * now.shares[place, code]:.1f}" for code in EAST_TO_WEST)]
        for place, name in enumerate(quarters)
    ]
    if pinned is not None:
        for code in EAST_TO_WEST:
            columns.append(f"{OUTCOMES[code]}, %, pinned")
            _append(rows, quarters, pinned, 100 * pinned.shares[:, code], places=1)
    return Table("Shares of the outcomes", tuple(columns), tuple(map(tuple, rows)))


def _append(rows: list[list[str]], quarters: Sequence[str], pinned: Answer, values: Array, places: int = 3) -> None:
    """A column of the pinned answer, empty where it has no such quarter."""
    there = dict(zip(_quarters(pinned.start, pinned.quarters), values, strict=True))
    for row, quarter in zip(rows, quarters, strict=True):
        row.append(f"{there[quarter]:.{places}f}" if quarter in there else "")


# -- parts of options -------------------------------------------------------------------------------------------------
def _quarters(start: int, count: int) -> list[str]:
    return [format_quarter(start + place) for place in range(count)]


def _chart(name: str, title: str, says: str, options: Options, table: Table) -> Chart:
    options["aria"] = {"enabled": True, "label": {"description": f"{title}. {says} The table below has all numbers."}}
    return Chart(name, title, says, options, table)


def _axis(name: str) -> Options:
    return {
        "type": "value",
        "name": name,
        "nameLocation": "end",
        "nameTextStyle": {"color": QUIET, "fontSize": FONT - 1, "align": "left", "padding": [0, 0, 0, -30]},
        "axisLabel": {"color": INK, "fontSize": FONT},
        "splitLine": {"lineStyle": {"color": FAINT}},
    }


def _bare(quarters: Sequence[str], name: str) -> Options:
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
                "fontSize": FONT,
                ":formatter": "value => value.slice(0, 4)",
                ":interval": YEARS,
            },
            "axisTick": {":interval": YEARS},
            "axisLine": {"onZero": False, "lineStyle": {"color": INK}},
        },
        "yAxis": _axis(name),
        "tooltip": {"trigger": "axis", ":valueFormatter": "value => value == null ? '' : (+value).toFixed(2)"},
    }


TWO_PLACES = "value => value.toFixed(2)"

YEARS = "(index, value) => value.endsWith('Q1') && (+value.slice(0, 4)) % 3 === 0"
"""Where the axis of time is labelled: a script of ours, no input of anybody's."""


def _frame(
    now: Answer, pinned: Answer | None, name: str, low: float | None = None, high: float | None = None
) -> Options:
    options = _bare(_quarters(now.start, now.quarters), name)
    options["yAxis"] |= {key: value for key, value in (("min", low), ("max", high)) if value is not None}
    options["legend"] = _legend(["Position: median"] + (["Pinned: median"] if pinned else []))
    return options


def _legend(names: Sequence[str]) -> Options:
    return {
        "data": list(names),
        "top": 0,
        "left": 0,
        "itemGap": 12,
        "itemWidth": 20,
        "textStyle": {"color": INK, "fontSize": FONT - 1},
        "selectedMode": False,
    }


def _points(quarters: Sequence[str], values: Array) -> list[list[Any]]:
    return [[name, round(float(value), 4)] for name, value in zip(quarters, values, strict=True)]


def _line(quarters: Sequence[str], values: Array, colour: str, name: str, *, width: float) -> Options:
    return {
        "name": name,
        "type": "line",
        "data": _points(quarters, values),
        "symbol": "none",
        "lineStyle": {"width": width, "color": colour},
        "itemStyle": {"color": colour},
        "emphasis": {"disabled": True},
        "z": 5,
    }


def _dashed(quarters: Sequence[str], values: Array, name: str) -> Options:
    line = _line(quarters, values, PINNED, name, width=1.6)
    line["lineStyle"] |= {"type": "dashed"}
    return {**line, "z": 4}


def _band(quarters: Sequence[str], low: Array, high: Array, colour: str, opacity: float, name: str) -> list[Options]:
    """An area between two lines: a line that is not seen, and one stacked on it that fills what lies between.

    Stacking adds numbers of one sign only, hence "all".
    """
    hidden = {"type": "line", "symbol": "none", "lineStyle": {"opacity": 0}, "stack": name, "stackStrategy": "all"}
    quiet = {"emphasis": {"disabled": True}, "tooltip": {"show": False}, "silent": True, "z": 2}
    return [
        {**hidden, **quiet, "name": f"{name}, low", "data": _points(quarters, low)},
        {
            **hidden,
            **quiet,
            "name": name,
            "data": _points(quarters, high - low),
            "areaStyle": {"color": colour, "opacity": opacity},
        },
    ]


def _fan(start: int, fan: Array, colour: str, name: str) -> list[Options]:
    quarters = _quarters(start, fan.shape[1])
    return [
        *_band(quarters, fan[0], fan[4], colour, 0.18, f"{name}: nine in ten"),
        *_band(quarters, fan[1], fan[3], colour, 0.28, f"{name}: half"),
        _line(quarters, fan[2], colour, f"{name}: median", width=2.5),
    ]


def _outline(start: int, fan: Array) -> list[Options]:
    """A pinned fan: its median dashed, its outer band as two thin lines."""
    quarters = _quarters(start, fan.shape[1])
    edges = [_dashed(quarters, fan[row], "Pinned: nine in ten") for row in (0, 4)]
    for edge in edges:
        edge["lineStyle"] |= {"width": 1, "type": "dotted"}
    return [*edges, _dashed(quarters, fan[2], "Pinned: median")]


def _zero() -> Options:
    line = {"symbol": "none", "silent": True, "label": {"show": False}, "lineStyle": {"color": INK, "type": "solid"}}
    return {"type": "line", "data": [], "markLine": {**line, "data": [{"yAxis": 0}]}}


HATCHES: dict[str, Options] = {
    "xx": {"symbol": "rect", "dashArrayX": [1, 0], "dashArrayY": [2, 5], "rotation": 0.785},
    "\\\\": {"symbol": "rect", "dashArrayX": [1, 0], "dashArrayY": [1, 6], "rotation": -0.785},
    "//": {"symbol": "rect", "dashArrayX": [1, 0], "dashArrayY": [1, 6], "rotation": 0.785},
    "..": {"symbol": "circle", "dashArrayX": [[8, 8], [0, 8, 8, 0]], "dashArrayY": [6, 0], "symbolSize": 0.4},
    "||": {"symbol": "rect", "dashArrayX": [1, 6], "dashArrayY": [1, 0]},
}
"""The figures' hatching as patterns of the charts: a second sign beside colour."""


def _decal(hatch: str, ink: str) -> Options | None:
    if not hatch:
        return None
    colour = "rgba(255,255,255,0.55)" if ink == "white" else "rgba(26,26,26,0.35)"
    return {**HATCHES[hatch], "color": colour}
