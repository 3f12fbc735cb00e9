"""Choices small enough to weigh by hand: one decision of three moves and two considerations, some members."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from tightrope.choice import Decision
from tightrope.witness import Choice

DECISION = Decision("moscow.act", ("hold", "invite", "squeeze"), ("influence", "cost"))


def choice(
    terms: Mapping[tuple[str, str], list[float]],
    luck: list[list[float]],
    moves: list[int],
    closed: tuple[tuple[str, int], ...] = (),
) -> Choice:
    """A choice of one quarter: terms by (consideration, move) and luck by move, each with a value per member."""
    drawn = np.array(luck, dtype=float)
    values = np.zeros_like(drawn)
    for (_, move), term in terms.items():
        values[DECISION.index(move)] += term
    may = np.ones(drawn.shape, dtype=bool)
    for move, member in closed:
        may[DECISION.index(move), member] = False
    heard = {key: np.array(term, dtype=float) for key, term in terms.items()}
    return Choice(4, DECISION, np.array(moves, dtype=np.int8), may, values, drawn, heard)
