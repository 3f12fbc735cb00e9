"""Which members are run: a count, or members by index."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tightrope.errors import InputError, Problem, in_figures, in_words
from tightrope.scenario.head import MOST_MEMBERS

NAMED = 5
"""Members that are named where they are wrong; more are counted."""

Indices = NDArray[np.int64]
Fault = tuple[str, str]
"""What was found and what was expected."""


def indices_of(members: int | Sequence[int] | Indices) -> Indices:
    """Return the indices of so many members from 0, or of those that are listed; shape (members,).

    Raises InputError, with every problem, unless there is at least one, each a whole number from 0 and there once.
    """
    is_list = np.iterable(members) and not isinstance(members, str)
    faults, found = _listed(members) if is_list else _counted(members)
    if faults:
        raise InputError(Problem("members", None, None, "", *fault) for fault in faults)
    return found


def _counted(count: Any) -> tuple[list[Fault], Indices]:
    faults = []
    if not _whole(count):
        faults.append((in_words(count), "a whole number of members, or a list of their indices"))
    elif not 1 <= count <= MOST_MEMBERS:
        faults.append((in_figures(int(count)), f"a number from 1 to {MOST_MEMBERS}"))
    return faults, np.arange(0 if faults else count)


def _listed(members: Any) -> tuple[list[Fault], Indices]:
    known = isinstance(members, np.ndarray) and members.ndim == 1 and members.dtype.kind in "iu"
    odd = [] if known else [one for one in members if not _whole(one)]
    found = np.asarray(members if known else [one for one in members if _whole(one)], dtype=np.int64)
    different, times = np.unique(found, return_counts=True)
    faults = [
        ("an empty list" if len(members) == 0 else "", "the index of at least one member"),
        (_some(map(in_words, odd)), "whole numbers"),
        (_some(map(str, different[different < 0])), "indices, which begin at 0"),
        (_some(f"{member} more than once" for member in different[times > 1]), "every member once"),
    ]
    return [fault for fault in faults if fault[0]], found


def _whole(value: object) -> bool:
    return isinstance(value, int | np.integer) and not isinstance(value, bool)


def _some(words: Iterable[str]) -> str:
    """The words with commas; of many the first few, and how many more there are."""
    listed = list(words)
    more = f" and {len(listed) - NAMED} more" if len(listed) > NAMED else ""
    return ", ".join(listed[:NAMED]) + more
