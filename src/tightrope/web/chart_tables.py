"""The tables of Explore's charts: the numbers that are drawn, by quarter, with those of a pinned run beside them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from tightrope.exercises.tables import Table
from tightrope.outcomes import EAST_TO_WEST, OUTCOMES
from tightrope.web.chart_parts import quarter_names
from tightrope.web.work import Answer

Array = NDArray[np.float64]


def fan_table(now: Answer, pinned: Answer | None, five: Array) -> Table:
    """Percentiles by quarter, and the pinned run's median."""
    quarters = quarter_names(now.start, now.quarters)
    columns = ["quarter", "p5", "p25", "median", "p75", "p95"]
    rows = [[name, *(f"{value:.3f}" for value in five[:, place])] for place, name in enumerate(quarters)]
    if pinned is not None:
        columns.append("median, pinned")
        append(rows, quarters, pinned, pinned.position[2])
    return Table("Position, Moscow -1 to West +1: percentiles of the futures", tuple(columns), tuple(map(tuple, rows)))


def share_table(now: Answer, pinned: Answer | None) -> Table:
    """Shares of the outcomes by quarter, the pinned run's beside them."""
    quarters = quarter_names(now.start, now.quarters)
    columns = ["quarter", *(f"{OUTCOMES[code]}, %" for code in EAST_TO_WEST)]
    rows = [
        [name, *(f"{100 * now.shares[place, code]:.1f}" for code in EAST_TO_WEST)]
        for place, name in enumerate(quarters)
    ]
    if pinned is not None:
        for code in EAST_TO_WEST:
            columns.append(f"{OUTCOMES[code]}, %, pinned")
            append(rows, quarters, pinned, 100 * pinned.shares[:, code], places=1)
    return Table("Shares of the outcomes", tuple(columns), tuple(map(tuple, rows)))


def append(rows: list[list[str]], quarters: Sequence[str], pinned: Answer, values: Array, places: int = 3) -> None:
    """A column of the pinned answer, empty where it has no such quarter."""
    there = dict(zip(quarter_names(pinned.start, pinned.quarters), values, strict=True))
    for row, quarter in zip(rows, quarters, strict=True):
        row.append(f"{there[quarter]:.{places}f}" if quarter in there else "")
