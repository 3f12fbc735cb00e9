"""The six outputs of alignment, apart: the documents report them moving separately."""

from __future__ import annotations

from typing import Any

from matplotlib.axes import Axes
from numpy.typing import NDArray

from tightrope.figures import style
from tightrope.figures.curves import frame
from tightrope.figures.panels import Line, Panel, multiples
from tightrope.results import Run

MOSCOW, WEST = style.CAPITAL_COLOURS["moscow"], style.CAPITAL_COLOURS["brussels"]

PANELS = (
    Panel(
        "Depth in Moscow's bodies",
        (Line("baku.moscow_depth", "on paper"), Line("baku.moscow_effective_depth", "as lived", MOSCOW)),
    ),
    Panel("Cooperation with Moscow", (Line("baku.moscow_cooperation"),)),
    Panel(
        "Tone", (Line("baku.tone_moscow", "soft to Moscow", MOSCOW), Line("baku.tone_west", "warm to the West", WEST))
    ),
    Panel("Depth with the European Union", (Line("baku.eu_depth", "depth"), Line("baku.eu_effort", "effort", WEST))),
    Panel("Security engagement with the West", (Line("baku.western_security"),)),
    Panel("Non-aligned status", (Line("baku.non_aligned"),), share=True),
)


@style.styled
def alignment(run: Run, *, ax: Axes | None = None) -> NDArray[Any]:
    """Depth in Moscow's bodies, cooperation with Moscow, tone, depth with the European Union, western security and
    non-alignment over time, levels; returns the axes, shape (2, 3). Raises RunError if one was not recorded."""
    heading = (
        "Alignment in six parts: median, middle 50 % and 90 % of members; dashed: a second median with its middle 50 %"
    )
    return multiples(run, PANELS, (2, 3), frame(run, heading), ax)
