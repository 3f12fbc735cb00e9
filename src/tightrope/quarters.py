"""Time is counted in quarters: 0 is 1992-Q1 and 195 is 2040-Q4."""

from __future__ import annotations

import re

FIRST = 0
LAST = 195
FIRST_YEAR = 1992
QUARTERS_PER_YEAR = 4

_WRITTEN = re.compile(r"([0-9]{4})-Q([1-4])", re.ASCII)


def parse_quarter(text: str) -> int:
    """Return the number of a quarter written like "2015-Q1".

    Raises ValueError, with a text fit for a reader, for anything else and for a quarter outside 1992-2040.
    """
    match = _WRITTEN.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is not a quarter; expected a year and a quarter, such as 2015-Q1")
    quarter = (int(match[1]) - FIRST_YEAR) * QUARTERS_PER_YEAR + int(match[2]) - 1
    if not FIRST <= quarter <= LAST:
        raise ValueError(f"{text} is outside {format_quarter(FIRST)} to {format_quarter(LAST)}")
    return quarter


def format_quarter(quarter: int) -> str:
    """Return the written form of a quarter: 92 is "2015-Q1". Works beyond the last quarter as well."""
    years, rest = divmod(quarter, QUARTERS_PER_YEAR)
    return f"{FIRST_YEAR + years}-Q{rest + 1}"


def decimal_year(quarter: int) -> float:
    """Return the start of a quarter in years: 2015-Q2 is 2015.25."""
    return FIRST_YEAR + quarter / QUARTERS_PER_YEAR
