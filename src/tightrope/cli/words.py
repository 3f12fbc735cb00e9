"""Numbers and settings as a reader would write them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

MOST_DATES = 6
"""Dates of a path that are shown where it is mentioned in passing."""

LEAVE = ("q", "quit", "exit")
"""What can be typed to leave a game or an exercise."""

if TYPE_CHECKING:
    from tightrope.evidence import Knot, Setting
    from tightrope.scenario import Scenario


def figure(value: float) -> str:
    """A number in at most four significant digits: 0.35, 99, 1.5e+03 never."""
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    return f"{value:.4g}" if abs(value) < 1e4 else f"{value:.0f}"


def knot_in_words(knot: Knot) -> str:
    """A value with its range: "0.3 (0.1 to 0.5)"."""
    if knot.certain:
        return figure(knot.value)
    return f"{figure(knot.value)} ({figure(knot.low)} to {figure(knot.high)})"


def setting_in_words(setting: Setting, most: int | None = None) -> str:
    """A setting on one line: "0.3 (0.1 to 0.5)", or "1992-Q1 0.3, 2005-Q1 0.6 (0.4 to 0.7)".

    Of a path of more than ``most`` dates only the first and the last are shown.
    """
    from tightrope.quarters import format_quarter

    written = [
        knot_in_words(knot) if knot.quarter is None else f"{format_quarter(knot.quarter)} {knot_in_words(knot)}"
        for knot in setting.knots
    ]
    if most is not None and len(written) > most:
        return f"{written[0]} ... {written[-1]} ({len(written)} dates)"
    return ", ".join(written)


def setting_as_data(setting: Setting) -> dict[str, Any]:
    """A setting as plain data for JSON: its knots and its distribution."""
    from tightrope.quarters import format_quarter

    return {
        "distribution": setting.distribution,
        "knots": [
            {
                "quarter": None if knot.quarter is None else format_quarter(knot.quarter),
                "value": knot.value,
                "low": knot.low,
                "high": knot.high,
            }
            for knot in setting.knots
        ],
    }


def run_up_in_words(plan: Scenario) -> str:
    """Where the simulation of a run begins that does not begin at a documented start itself; else ""."""
    from tightrope.quarters import format_quarter

    if plan.simulated_from == plan.start:
        return ""
    return f"no documented start: simulated from {format_quarter(plan.simulated_from)}, the latest one before it"


def percent(share: float) -> str:
    """A share as a percentage: "12.3 %"; "<0.1 %" where it is not zero but rounds to it."""
    if 0 < share < 0.0005:
        return "<0.1 %"
    return f"{100 * share:.1f} %"


def listed(words: Iterable[str]) -> str:
    """Words with commas, and "and" before the last."""
    items = list(words)
    return " and ".join([", ".join(items[:-1]), items[-1]] if len(items) > 1 else items)


def counted(number: int, one: str, many: str = "") -> str:
    """ "1 claim", "2 claims"."""
    return f"{number} {one}" if number == 1 else f"{number} {many or one + 's'}"
