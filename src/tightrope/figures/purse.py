"""The purse: oil price, revenue, reserves, and the buffer they make."""

from __future__ import annotations

from typing import Any

from matplotlib.axes import Axes
from numpy.typing import NDArray

from tightrope.figures import style
from tightrope.figures.curves import frame
from tightrope.figures.panels import Line, Panel, multiples
from tightrope.results import Run

BAKU = style.CAPITAL_COLOURS["baku"]

PANELS = (
    Panel(
        "Oil price", (Line("world.oil_price", "price"), Line("world.oil_price_target", "dated path", style.INK, True))
    ),
    Panel("State energy revenue", (Line("world.energy_revenue", "revenue"), Line("world.needs", "needs", BAKU))),
    Panel("Reserves of the oil fund", (Line("world.reserves"),)),
    Panel("Buffer: how far revenue and reserves cover the needs", (Line("world.buffer"),)),
)


@style.styled
def purse(run: Run, *, ax: Axes | None = None) -> NDArray[Any]:
    """Oil price, energy revenue with the state's needs, reserves and buffer over time; returns the axes, shape (2, 2).
    Raises RunError if one was not recorded."""
    heading = "The purse: median, middle 50 % and 90 % of members; dashed: a second median with its middle 50 %"
    return multiples(run, PANELS, (2, 2), frame(run, heading, oil=True), ax)
