"""The records of one run as the tests of patterns look at them: series and moves, over spans of quarters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tightrope.errors import RunError
from tightrope.evidence import kinds
from tightrope.quarters import format_quarter

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Trace:
    """The records of one run, and how to find a series in them.

    ``records`` have shape (quarters, members) or (quarters, axis, members); ``first`` is the quarter of the first row.
    ``places`` holds the places along the axis, by record and name ("moscow.lever": {"karabakh": 0, ...}); ``moves`` the
    moves of each decision in the order of their codes.
    """

    records: Mapping[str, NDArray[Any]]
    first: int
    places: Mapping[str, Mapping[str, int]]
    moves: Mapping[str, tuple[str, ...]]

    @property
    def members(self) -> int:
        """Number of members."""
        return int(next(iter(self.records.values())).shape[-1])

    def rows(self, record: str, span: tuple[int, int]) -> NDArray[Any]:
        """A record over a span; quarters come first."""
        if record not in self.records:
            raise RunError(f"a criterion asks for '{record}', which is no record")
        first, end = self.first, self.first + len(self.records[record])
        if span[0] < first or span[1] >= end:
            asked, there = _words(*span), _words(first, end - 1)
            raise RunError(f"a criterion asks for {asked} of {record}; there is {there}")
        return self.records[record][span[0] - first : span[1] - first + 1]

    def series(self, key: str, span: tuple[int, int]) -> Array:
        """A series over a span; shape (quarters, members)."""
        record = kinds.record_of(key)
        rows = self.rows(record, span)
        if key != record or record in self.places:
            rows = rows[:, _place(key.removeprefix(f"{record}."), self.places.get(record, {}), record)]
        return rows.astype(float)

    def made(self, decision: str, moves: tuple[str, ...], span: tuple[int, int]) -> Mask:
        """In which quarters one of some moves is made; shape (quarters, members)."""
        known = {move: code for code, move in enumerate(self.moves.get(decision, ()))}
        return np.isin(self.rows(f"move.{decision}", span), [_place(move, known, decision) for move in moves])


def _words(since: int, until: int) -> str:
    return format_quarter(since) if since == until else f"{format_quarter(since)} to {format_quarter(until)}"


def _place(name: str, known: Mapping[str, int], of: str) -> int:
    if name not in known:
        raise RunError(f"a criterion asks for '{name}' of {of}, which has {', '.join(known) or 'no such parts'}")
    return known[name]
