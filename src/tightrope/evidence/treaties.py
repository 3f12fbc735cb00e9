"""What treaties name must be there: the treaties that they need, and a status at every documented start."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from tightrope.errors import Problem, nearest
from tightrope.evidence.entries import Treaty
from tightrope.marked import Marked
from tightrope.quarters import format_quarter


def check_needs(marked: Marked, treaties: Iterable[Treaty], known: Collection[str], problems: list[Problem]) -> None:
    """Refuse treaties that need a treaty that is not there."""
    for treaty in treaties:
        for needed in treaty.needs:
            if needed not in known:
                found = f"unknown treaty '{needed}'"
                problems.append(marked.problem((treaty.id, "needs"), found, "a treaty", nearest(needed, known)))


def check_statuses(
    marked: Marked, treaties: Collection[Treaty], starts: Iterable[int], problems: list[Problem]
) -> None:
    """Refuse treaties without a status at one of the documented starts."""
    for start in starts:
        for treaty in treaties:
            if start not in treaty.status:
                found, expected = f"no status at {format_quarter(start)}", "one at each quarter of starts.yaml"
                problems.append(marked.problem((treaty.id, "status"), found, expected))
