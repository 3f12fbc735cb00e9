"""A model small enough to work out by hand, for tests of one rule at a time.

Every number that a rule reads is set by the test, so that no test depends on the values in the seeds.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from tightrope import state
from tightrope.choice import Decision, Ledger, Value, Weights
from tightrope.model import AlignmentModel
from tightrope.scenario import load

SEEN = {
    "baku": {
        "existential",
        "uncovered",
        "thinness",
        "visible",
        "strain",
        "need",
        "protected",
        "join_target",
        "leave_target",
        "seek_target",
        "conclude_target",
    },
    "moscow": {
        "reach",
        "attention",
        "bearing_down",
        "brake",
        "patient",
        "dissatisfaction",
        "payoff",
        "squeezing",
        "best",
    },
}
"""What capitals work out for themselves each quarter, and a test may set instead."""

BY_LEVER = {"lever", "payoff", "squeezing"}


def small_model(members: int = 1, *, start: str = "2015-Q1", quarters: int = 4, **options: Any) -> AlignmentModel:
    """The baseline without any chance, before its first quarter."""
    changed = {"uncertainty": "none", "start": start, "quarters": quarters}
    return AlignmentModel(load("baseline").set(changed), members, **options)


def put(model: AlignmentModel, holder: str, **values: Any) -> None:
    """Set state: a number for all members, or one per member."""
    for name, value in values.items():
        assert f"{holder}.{name}" in state.BY_KEY or name in SEEN[holder], f"{holder} has no {name}"
        members = np.empty(len(model.members))
        shape = (
            model.moscow.lever.shape if name in BY_LEVER else np.shape(getattr(model.holders[holder], name, members))
        )
        setattr(model.holders[holder], name, np.array(np.broadcast_to(value, shape)))


def fix(model: AlignmentModel, holder: str, **values: float) -> None:
    """Set parameters of a capital or the world."""
    numbers = model.numbers.capitals[holder]
    for name, value in values.items():
        assert hasattr(numbers, name), f"{holder} has no parameter {name}"
        setattr(numbers, name, value)
    if holder == "moscow":
        model.moscow.weigh_levers()


def equal_weights(model: AlignmentModel, holder: str) -> None:
    """Let every consideration of a capital weigh 1, so that terms show as they are."""
    numbers = model.numbers.capitals[holder]
    for name in vars(numbers):
        if name.startswith("weight_"):
            setattr(numbers, name, 1.0)


class Terms:
    """A sink: the terms of a decision, added up by move and consideration, for the first member."""

    def __init__(self) -> None:
        self.by_move: dict[str, dict[str, float]] = {}

    def __call__(self, decision: str, consideration: str, move: str, term: Value) -> None:
        of_move = self.by_move.setdefault(move, {})
        value = float(np.atleast_1d(np.asarray(term, dtype=float))[0])
        of_move[consideration] = of_move.get(consideration, 0.0) + value


def written(decision: Decision, write: Callable[[Any, Ledger], None], capital: Any) -> dict[str, dict[str, float]]:
    """The terms that a rule writes, by move and consideration, each consideration weighing 1."""
    terms, weights = Terms(), Weights(dict.fromkeys(decision.considerations, 1.0), capital.numbers)
    write(
        capital,
        Ledger(decision, weights, terms, members=len(capital.model.members)),
    )
    return terms.by_move


def appraised(
    decision: Decision, appraise: Callable[[Any, Ledger], None], capital: Any, move: str
) -> Mapping[str, float]:
    """The terms that one appraisal writes for its move and no other."""
    by_move = written(decision, appraise, capital)
    assert set(by_move) == {move}
    return by_move[move]


def standing(decision: Decision, capital: Any) -> dict[str, dict[str, float]]:
    """The standing terms of a decision."""
    return written(decision, lambda capital, ledger: capital.stand(ledger), capital)
