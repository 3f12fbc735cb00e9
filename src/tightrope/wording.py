"""Numbers and lists as a reader would write them."""

from __future__ import annotations

from collections.abc import Iterable


def figure(value: float) -> str:
    """A number in at most four significant digits: 0.35, 99, 1.5e+03 never."""
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    return f"{value:.4g}" if abs(value) < 1e4 else f"{value:.0f}"


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
