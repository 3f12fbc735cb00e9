"""Time is counted in quarters: 0 is 1992-Q1 and 195 is 2040-Q4."""

from __future__ import annotations

import re

FIRST = 0
LAST = 195
FIRST_YEAR = 1992
QUARTERS_PER_YEAR = 4

_WRITTEN = re.compile(r"([0-9]{4})-Q([1-4])", re.ASCII)
_NEARLY = re.compile(r"\s*([0-9]{4})[\s./_-]*q\s*([1-4])\s*", re.ASCII | re.IGNORECASE)
_TURNED_ROUND = re.compile(r"\s*q\s*([1-4])[\s./_-]*([0-9]{4})\s*", re.ASCII | re.IGNORECASE)


def parse_quarter(text: str) -> int:
    """Return the number of a quarter written like "2015-Q1".

    Raises ValueError, with a text fit for a reader, for anything else and for a quarter outside 1992-2040: what was
    found; what was expected; and, where it is clear, what was meant.
    """
    match = _WRITTEN.fullmatch(text)
    if match is None:
        meant = _meant(text)
        hint = f"; did you mean '{meant}'?" if meant else ""
        raise ValueError(f"{text!r} is not a quarter; expected a year and a quarter, such as 2015-Q1{hint}")
    quarter = (int(match[1]) - FIRST_YEAR) * QUARTERS_PER_YEAR + int(match[2]) - 1
    if not FIRST <= quarter <= LAST:
        raise ValueError(f"{text} is outside {format_quarter(FIRST)} to {format_quarter(LAST)}")
    return quarter


def _meant(text: str) -> str:
    """The quarter of a text that is one but for the way it is written, such as 2015q1 or Q1 2015; else ""."""
    if match := _NEARLY.fullmatch(text):
        year, quarter = match.groups()
    elif match := _TURNED_ROUND.fullmatch(text):
        quarter, year = match.groups()
    else:
        return ""
    return f"{year}-Q{quarter}"


def meant_quarter(text: str) -> str:
    """The quarter that a text names, perhaps written in another way, as it should be written; else the text itself."""
    return _meant(text) or text


def looks_like_quarter(text: str) -> bool:
    """Whether a text is a quarter, perhaps written in another way."""
    return bool(_meant(text))


def format_quarter(quarter: int) -> str:
    """Return the written form of a quarter: 92 is "2015-Q1". Works beyond the last quarter as well."""
    years, rest = divmod(quarter, QUARTERS_PER_YEAR)
    return f"{FIRST_YEAR + years}-Q{rest + 1}"


def decimal_year(quarter: int) -> float:
    """Return the start of a quarter in years: 2015-Q2 is 2015.25."""
    return FIRST_YEAR + quarter / QUARTERS_PER_YEAR
