"""What Baku believes: cover, threats, punishment, memory."""

from __future__ import annotations

from typing import Any

from matplotlib.axes import Axes
from numpy.typing import NDArray

from tightrope.figures import style
from tightrope.figures.curves import frame
from tightrope.figures.panels import Line, Panel, multiples
from tightrope.results import Run

PANELS = (
    Panel("Trust in western cover", (Line("baku.trust_in_cover"),)),
    Panel("Fear of punishment for a western step", (Line("baku.perceived_punishment"),)),
    Panel("Perceived threat from Moscow", (Line("baku.perceived_moscow_threat"),)),
    Panel("Perceived western threat to the regime", (Line("baku.perceived_western_threat"),)),
    Panel("Presence of colour revolutions", (Line("world.subversion_salience"),)),
    Panel("Memory of coercion", (Line("baku.memory"),)),
)


@style.styled
def beliefs(run: Run, *, ax: Axes | None = None) -> NDArray[Any]:
    """Baku's beliefs over time, levels, with the presence of colour revolutions that feeds one of them; returns the
    axes, shape (2, 3). Raises RunError if one was not recorded."""
    heading = "What Baku believes: median, middle 50 % and 90 % of members"
    return multiples(run, PANELS, (2, 3), frame(run, heading), ax)
