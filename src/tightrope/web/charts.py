"""Charts as plain options for ECharts, each with its table: the same numbers for eyes, ears and spreadsheets.

Colours are those of the figures. Pure functions of answers.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from tightrope.exercises.tables import Table
from tightrope.figures.style import CAPITAL_COLOURS, INK, OUTCOME_STYLES
from tightrope.outcomes import EAST_TO_WEST, OUTCOMES
from tightrope.quarters import format_quarter
from tightrope.web.chart_parts import (
    BELOW_ONE_ROW,
    FEWER_YEARS,
    FONT,
    TWO_PLACES,
    YEARS,
    Chart,
    Options,
    band,
    bare_options,
    below_legend,
    by_screen,
    chart_of,
    dashed,
    decal_of,
    fan,
    fan_names,
    legend,
    line,
    outline,
    points,
    quarter_names,
    sized,
    to_csv,
    value_axis,
    zero_line,
)
from tightrope.web.chart_tables import append, fan_table, share_table
from tightrope.web.pairing import Difference, within
from tightrope.web.work import Answer

__all__ = ["Chart", "apart", "charts", "course", "headline", "levers", "outcomes", "position", "purse", "to_csv"]

Array = NDArray[np.float64]

BAKU, WORLD, MOSCOW = CAPITAL_COLOURS["baku"], CAPITAL_COLOURS["world"], CAPITAL_COLOURS["moscow"]

LEVER_NAMES = (150, 132)
"""Room for the names of the levers, in pixels, and on a narrow screen; longer ones are broken."""

WORTH_NAMING = 0.005
"""Share of futures below which an outcome is not named."""


def charts(now: Answer, pinned: Answer | None = None, difference: Difference | None = None) -> list[Chart]:
    """Position, outcomes, purse and levers of an answer, with a pinned one behind and their difference."""
    pinned = None if pinned is None else within(pinned, now)
    between = [] if difference is None else [apart(difference)]
    return [position(now, pinned), outcomes(now, pinned), *between, purse(now, pinned), levers(now, pinned)]


# -- position ---------------------------------------------------------------------------------------------------------
def position(now: Answer, pinned: Answer | None) -> Chart:
    """Where Baku stands: median, half of the futures, nine in ten of them."""
    series = [*fan(now.start, now.position, BAKU, "Position")]
    if pinned is not None:
        series += outline(pinned.start, pinned.position)
    low, high = _reach([now.position, *([pinned.position] if pinned is not None else [])])
    options = _frame(now, pinned, "Moscow \u22121 \u2026 West +1", low=low, high=high)
    options["series"] = series
    options["yAxis"] |= {"interval": 0.25, "axisLabel": {**options["yAxis"]["axisLabel"], ":formatter": TWO_PLACES}}
    median, low, high = (float(now.position[row, -1]) for row in (2, 0, 4))
    first, last = (format_quarter(now.start + place) for place in (0, now.quarters - 1))
    says = (
        f"Median from {float(now.position[2, 0]):+.2f} in {first} to {median:+.2f} in {last};"
        f" nine in ten futures end between {low:+.2f} and {high:+.2f}."
    )
    return chart_of(
        "position", "Position between Moscow and the West", says, options, fan_table(now, pinned, now.position)
    )


def _reach(fans: Sequence[Array]) -> tuple[float, float]:
    """How far the scale of the position goes: at least half way to either side, and then by quarters."""
    low, high = min(float(one.min()) for one in fans), max(float(one.max()) for one in fans)
    return min(-0.5, np.floor(4 * low) / 4), max(0.5, np.ceil(4 * high) / 4)


def apart(difference: Difference) -> Chart:
    """The paired difference of two answers in position."""
    quarters = quarter_names(difference.start, len(difference.mean))
    options = bare_options(quarters, "difference in position")
    options["series"] = [
        *band(quarters, difference.low, difference.high, BAKU, 0.3, "90 % interval"),
        line(quarters, difference.mean, BAKU, "Mean difference", width=2.5),
        zero_line(),
    ]
    rows = zip(quarters, difference.mean, difference.low, difference.high, strict=True)
    table = Table(
        "Difference in position from the pinned run, member by member",
        ("quarter", "mean", "low", "high"),
        tuple((name, *(f"{value:.4f}" for value in values)) for name, *values in rows),
    )
    pairs = f"{difference.members:,} pairs"
    says = f"From the pinned run, on the same luck ({pairs}), in the last quarter {difference.says()}."
    return chart_of("difference", "What the change does to the position", says, options, table)


# -- outcomes ---------------------------------------------------------------------------------------------------------
def outcomes(now: Answer, pinned: Answer | None) -> Chart:
    """What becomes of Baku: shares of futures in each outcome."""
    quarters = quarter_names(now.start, now.quarters)
    options = _frame(now, pinned, "", low=0.0, high=100.0)
    options["yAxis"]["axisLabel"][":formatter"] = "value => value + ' %'"
    series = []
    for code in EAST_TO_WEST:
        style = OUTCOME_STYLES[OUTCOMES[code]]
        series.append(
            {
                "name": OUTCOMES[code],
                "type": "line",
                "stack": "shares",
                "data": points(quarters, 100 * now.shares[:, code]),
                "symbol": "none",
                "lineStyle": {"width": 0.6, "color": INK},
                "itemStyle": {"color": style.colour, "decal": decal_of(style.hatch, style.ink)},
                "areaStyle": {"color": style.colour, "opacity": 1, "decal": decal_of(style.hatch, style.ink)},
                "emphasis": {"disabled": True},
            }
        )
    if pinned is not None:
        edges = np.cumsum(100 * pinned.shares[:, list(EAST_TO_WEST)], axis=1)[:, :-1]
        names = quarter_names(pinned.start, pinned.quarters)
        series += [dashed(names, edges[:, place], "Pinned") for place in range(edges.shape[1])]
    options["series"] = series
    seen = [OUTCOMES[code] for code in EAST_TO_WEST if now.shares[:, code].max() >= WORTH_NAMING]
    keys: list[str | Options] = [{"name": name, "icon": "roundRect"} for name in seen]
    options["legend"] = legend(keys + (["Pinned"] if pinned else []))
    options["grid"][":top"] = below_legend([*seen, *(["Pinned"] if pinned else [])])
    return chart_of("outcomes", "What becomes of Baku", course(now), options, share_table(now, pinned))


def headline(now: Answer) -> str:
    """The last quarter's outcomes in a sentence, the likely ones first."""
    last = format_quarter(now.start + now.quarters - 1)
    told = [
        f"{name} {share:.0f} % ({100 * now.low[-1, code]:.0f} to {100 * now.high[-1, code]:.0f})"
        for code, name, share in _likely_first(now.shares[-1])
    ]
    return f"In {last}: {', '.join(told)} of the futures."


def course(now: Answer) -> str:
    """How often each outcome came at all: what a picture of shares by quarter does not show."""
    told = [f"{name} in {share:.0f} %" for _, name, share in _likely_first(now.ever[:, 0])]
    return f"At some time in the run: {', '.join(told)} of the futures."


def _likely_first(shares: Array) -> list[tuple[int, str, float]]:
    """Outcomes that are worth naming with their shares in per cent, the likely ones first."""
    order = sorted(range(len(OUTCOMES)), key=lambda code: -float(shares[code]))
    return [(code, OUTCOMES[code], 100 * float(shares[code])) for code in order if shares[code] >= WORTH_NAMING]


# -- purse and levers -------------------------------------------------------------------------------------------------
PURSE_NAMES = {
    "world.reserves": "Reserves of the oil fund, USD bn",
    "world.oil_price": "Oil price, USD a barrel",
    "world.buffer": "Buffer (0 to 1)",
    "world.energy_revenue": "State energy revenue, USD bn a quarter",
}


def purse(now: Answer, pinned: Answer | None) -> Chart:
    """Reserves as a fan, the oil price as a line on its own scale."""
    quarters = quarter_names(now.start, now.quarters)
    options = _frame(now, pinned, "reserves, USD bn", low=0.0)
    price = now.purse["world.oil_price"][2]
    options["yAxis"] = [
        options["yAxis"],
        {**value_axis("oil, USD a barrel"), "position": "right", "min": 0, "splitLine": {"show": False}},
    ]
    options["grid"] |= sized(right=56)
    series = fan(now.start, now.purse["world.reserves"], WORLD, "Reserves")
    if pinned is not None:
        series += outline(pinned.start, pinned.purse["world.reserves"])
    oil = line(quarters, price, "#a05a00", "Oil price (median)", width=2)
    series.append({**oil, "yAxisIndex": 1, "lineStyle": {"width": 2, "type": "dotted", "color": "#a05a00"}})
    options["series"] = series
    more = ["Oil price (median)"] + (["Pinned: median"] if pinned else [])
    options["legend"] = fan_names(WORLD, "Reserves", *more)
    left, buffer = float(now.purse["world.reserves"][2, -1]), float(now.purse["world.buffer"][2, -1])
    says = f"In the end the median reserves are {left:.0f} USD bn; the buffer of revenue and reserves is {buffer:.2f}."
    columns = ["quarter"]
    rows = [[name] for name in quarters]
    for key, told in PURSE_NAMES.items():
        for row, label in ((2, "median"), (0, "p5"), (4, "p95")):
            columns.append(f"{told.split(',')[0]}, {label}")
            for cells, value in zip(rows, now.purse[key][row], strict=True):
                cells.append(f"{value:.3f}")
    if pinned is not None:
        columns.append("Reserves of the oil fund, median, pinned")
        append(rows, quarters, pinned, pinned.purse["world.reserves"][2])
    table = Table("Oil, revenue, reserves and buffer", tuple(columns), tuple(map(tuple, rows)))
    return chart_of("purse", "The purse", says, options, table)


def levers(now: Answer, pinned: Answer | None) -> Chart:
    """Moscow's levers: mean pressure by lever and quarter."""
    quarters = quarter_names(now.start, now.quarters)
    order = np.argsort(now.levers.mean(axis=0))
    names = [now.lever_names[place] for place in order]
    data = [
        [column, row, round(float(now.levers[column, place]), 3)]
        for row, place in enumerate(order)
        for column in range(now.quarters)
    ]
    options = _heat_map(quarters, names, data)
    held = float(now.pressure[2, -1])
    against = "" if pinned is None else f" ({float(pinned.pressure[2, -1]):.2f} in the pinned run)"
    hardest = now.lever_names[int(now.levers[-1].argmax())]
    says = f"Pressed hardest in the end: {hardest}; the median pressure of all levers together is {held:.2f}{against}."
    table = Table(
        "Mean pressure by lever (0 to 1)",
        ("quarter", *now.lever_names),
        tuple((name, *(f"{value:.3f}" for value in values)) for name, values in zip(quarters, now.levers, strict=True)),
    )
    return chart_of("levers", "Moscow's levers", says, options, table)


def _heat_map(quarters: Sequence[str], names: Sequence[str], data: list[list[float]]) -> Options:
    """Cells of quarter, row and level, from none to full: one scale, so that runs can be held against each other."""
    bare = bare_options(quarters, "")
    years = bare["xAxis"]["axisLabel"] | {":interval": FEWER_YEARS}
    return bare | {
        "grid": {"right": 16, "top": 16, ":left": by_screen(*LEVER_NAMES), **sized(bottom=80)},
        "xAxis": {"type": "category", "data": quarters, "axisLabel": years, "axisTick": {":interval": YEARS}},
        "yAxis": {
            "type": "category",
            "data": names,
            "axisLabel": {
                "color": INK,
                **sized(fontSize=FONT - 2, lineHeight=FONT - 2),
                "interval": 0,
                ":width": f"({by_screen(*LEVER_NAMES)}) - 8",
                "overflow": "break",
            },
        },
        "tooltip": {"position": "top"},
        "visualMap": {
            "min": 0,
            "max": 1,
            "calculable": False,
            "orient": "horizontal",
            "left": "center",
            "bottom": 4,
            "itemHeight": 160,
            "text": ["1, full", "0, none"],
            "textStyle": {"color": INK, **sized(fontSize=FONT - 1)},
            "inRange": {"color": ["#ffffff", "#f3dbe4", "#d99ab5", "#b4487d", MOSCOW, "#3a0a22"]},
        },
        "series": [{"name": "Pressure", "type": "heatmap", "data": data, "emphasis": {"disabled": True}}],
    }


def _frame(
    now: Answer, pinned: Answer | None, name: str, low: float | None = None, high: float | None = None
) -> Options:
    options = bare_options(quarter_names(now.start, now.quarters), name)
    options["yAxis"] |= {key: value for key, value in (("min", low), ("max", high)) if value is not None}
    options["legend"] = fan_names(BAKU, "Position", *(["Pinned: median"] if pinned else []))
    options["grid"][":top"] = by_screen(*BELOW_ONE_ROW)
    return options
