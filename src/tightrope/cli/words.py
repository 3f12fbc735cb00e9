"""Numbers and settings as a reader would write them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tightrope.wording import counted, figure, listed, percent

__all__ = [
    "MOST_DATES",
    "counted",
    "figure",
    "knot_in_words",
    "listed",
    "percent",
    "run_up_in_words",
    "setting_as_data",
    "setting_in_words",
]

MOST_DATES = 6
"""Dates of a path that are shown where it is mentioned in passing."""

LEAVE = ("q", "quit", "exit")
"""What can be typed to leave a game or an exercise."""

if TYPE_CHECKING:
    from tightrope.evidence import Knot, Setting
    from tightrope.scenario import Scenario


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
