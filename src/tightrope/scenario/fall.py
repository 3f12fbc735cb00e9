"""A fall: {fall: 60 %, over: 3 years}, from what the scenario extends, beginning with the run."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from tightrope.errors import in_figures, in_words, nearest
from tightrope.evidence.setting import Knot, Setting, SettingReader
from tightrope.marked import Loc
from tightrope.quarters import LAST, QUARTERS_PER_YEAR

FALL_KEYS = ("fall", "over")
PERCENTAGE = r"([0-9]{1,3}(?:\.[0-9]{1,6})?) ?%"
DURATION = r"([0-9]{1,3}(?:\.[0-9]{1,6})?) (year|month|quarter)s?"
AT_ONCE = "at once"
MONTHS = {"year": 12, "quarter": 3, "month": 1}
LONGEST = (LAST + 1) // QUARTERS_PER_YEAR


def looks_like_fall(data: object) -> bool:
    """Whether a value is meant as a fall: a mapping with one of its two keys."""
    return isinstance(data, dict) and any(key in data for key in FALL_KEYS)


def read_fall(
    reader: SettingReader, loc: Loc, data: Mapping[str, Any], base: Setting, start: int | None
) -> Setting | None:
    """Return a path that holds ``base``'s value until ``start``, then falls straight and stays down.

    None where there are problems, which ``reader`` notes, and where the start of the run is not known.
    """
    for key in data:
        if key not in FALL_KEYS:
            reader.refuse((*loc, key), "unknown key", "fall and over", nearest(key, FALL_KEYS))
    for key in FALL_KEYS:
        if key not in data:
            reader.refuse((*loc, key), "missing", "a fall such as {fall: 60 %, over: 3 years}")
    percent = _percent(reader, (*loc, "fall"), data["fall"]) if "fall" in data else None
    over = _quarters(reader, (*loc, "over"), data["over"]) if "over" in data else None
    if percent is None or over is None or start is None or reader.problems:
        return None
    high = base.at(start)
    left = (100.0 - percent) / 100.0
    low = Knot(start + over, left * high.value, left * high.low, left * high.high)
    if not all(reader.allowed.holds(figure) for figure in (low.value, low.low, low.high)):
        found = f"falls from {in_figures(high.value)} to {in_figures(low.value)}"
        reader.refuse((*loc, "fall"), found, str(reader.allowed))
    return Setting((high, low), base.distribution)


def _percent(reader: SettingReader, loc: Loc, data: object) -> float | None:
    match = re.fullmatch(PERCENTAGE, data, re.ASCII) if isinstance(data, str) else None
    if match is None:
        reader.refuse(loc, in_words(data), "a percentage such as 60 %")
        return None
    percent = float(match[1])
    if percent > 100:
        reader.refuse(loc, f"{data} is out of range", "a percentage from 0 % to 100 %")
        return None
    return percent


def _quarters(reader: SettingReader, loc: Loc, data: object) -> int | None:
    if data == AT_ONCE:
        return 1
    match = re.fullmatch(DURATION, data, re.ASCII) if isinstance(data, str) else None
    if match is None:
        reader.refuse(loc, in_words(data), "a time such as '3 years', '18 months', '6 quarters' or 'at once'")
        return None
    quarters = float(match[1]) * MONTHS[match[2]] / MONTHS["quarter"]
    if not quarters.is_integer():
        reader.refuse(loc, f"{data} is not a whole number of quarters", "whole quarters, of 3 months each")
        return None
    if not 1 <= quarters <= LAST + 1:
        reader.refuse(loc, f"{data} is out of range", f"at least 1 quarter and at most {LONGEST} years")
        return None
    return int(quarters)
