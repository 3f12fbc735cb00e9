"""Numbers, settings and lists as the page writes them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any
from xml.etree.ElementTree import Element

from tightrope.comparison.changes import in_run, quarters_of
from tightrope.comparison.words import value_words
from tightrope.evidence import Setting
from tightrope.outcomes import COVERAGE
from tightrope.report.markup import dated, node
from tightrope.report.ranks import Rank
from tightrope.scenario import Scenario
from tightrope.scenario.written import setting_data

MINUS = "−"
HARD = "\N{NO-BREAK SPACE}"
"""Keeps a number and its unit on one line."""

BETWEEN = re.compile(r"(, | \.\.\. | (?=\())")
"""Where a setting in words may be broken."""

CONFIDENCE = f"{100 * COVERAGE:.0f}{HARD}%"
"""What every interval is meant to cover."""


def percent(share: float) -> str:
    """A share: "12.3 %" with a hard space; "under 0.1 %" where it is not zero but rounds to it."""
    return f"under 0.1{HARD}%" if 0 < share < 0.0005 else f"{100 * share:.1f}{HARD}%"


def with_interval(share: float, low: float, high: float) -> str:
    """A share with its interval in brackets: "53.4 % (49.7 to 57.0)"; the interval of no width is left out."""
    return percent(share) if low == high else f"{percent(share)} ({100 * low:.1f} to {100 * high:.1f})"


def signed(value: float) -> str:
    """A number on an axis with a sign: "+0.12", "−0.05", "0.00"."""
    rounded = f"{value:+.2f}"
    return "0.00" if float(rounded) == 0 else rounded.replace("-", MINUS)


def with_minus(text: str) -> str:
    """Figures with a minus sign in place of a hyphen."""
    return text.replace(" -", f" {MINUS}").replace("(-", f"({MINUS}")


def rank_words(found: Rank | None) -> str:
    """ "+0.31 (+0.27 to +0.35)"; a dash where there is none."""
    if found is None:
        return "–"
    return f"{signed(found.value)} ({signed(found.low)} to {signed(found.high)})"


def setting_in(plan: Scenario, setting: Setting) -> Element:
    """A setting as the quarters of a scenario meet it."""
    return value(setting_data(in_run(setting, quarters_of(plan))))


def value(data: Any) -> Element:
    """A setting or an event as plain data, in pieces that are not broken: "2015-Q1 0.2", "2019-Q4 0.05"."""
    if isinstance(data, Mapping) and len(data) > 2 and "low" not in data and "event" not in data:
        dates = list(data)
        if data[dates[-1]] == data[dates[-2]]:  # flat to the end, as every path is after its last date
            data = {date: data[date] for date in dates[:-1]}
    pieces = BETWEEN.split(value_words(data))
    return node(
        "span",
        *(text if place % 2 else node("span", dated(text), class_="whole") for place, text in enumerate(pieces)),
    )


def listed(words: Iterable[str]) -> str:
    """Words with commas, and "and" before the last."""
    items = list(words)
    return " and ".join([", ".join(items[:-1]), items[-1]] if len(items) > 1 else items)


def counted(number: int, one: str, many: str = "") -> str:
    """ "1 member", "2,000 members"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def sentence(text: str) -> str:
    """Text that begins with a capital letter and ends with a full stop."""
    begun = text[:1].upper() + text[1:]
    return begun if begun.endswith((".", "!", "?")) else f"{begun}."
