"""Is every move alive? A move that hardly anyone chooses anywhere is a rule without effect.

Each move of each decision should be chosen in at least 1 % of the quarters of some shipped scenario. What falls short
is listed here as failing, by name and with the reason, and has to leave the list when it no longer does.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import numpy as np
import pytest

from tightrope.model import AlignmentModel
from tightrope.scenario import load, scenario_names

MEMBERS = 300
LEAST = 0.01

DECISIONS = AlignmentModel.decisions()
MOVES = [(decision, move) for decision, moves in DECISIONS.items() for move in moves]

TOO_RARE: Mapping[tuple[str, str], str] = {}
"""Moves that fall short everywhere, and what keeps them down."""


@cache
def shares(scenario: str) -> Mapping[tuple[str, str], float]:
    """The share of quarters, over members, in which each move is chosen."""
    model = AlignmentModel(load(scenario), MEMBERS, record=[f"move.{decision}" for decision in DECISIONS])
    model.run()
    records = model.records
    model.close()
    found = {}
    for decision, moves in DECISIONS.items():
        chosen = records[f"move.{decision}"]
        counted = np.bincount(chosen.ravel(), minlength=len(moves)) / chosen.size
        found.update({(decision, move): float(share) for move, share in zip(moves, counted, strict=True)})
    return found


def most(decision: str, move: str) -> tuple[float, str]:
    """The largest share of a move, and the scenario that has it."""
    return max((shares(name)[decision, move], name) for name in scenario_names())


def marked(decision: str, move: str) -> object:
    why = TOO_RARE.get((decision, move))
    marks = [pytest.mark.xfail(reason=why)] if why else []
    return pytest.param(decision, move, id=f"{decision}: {move}", marks=marks)


@pytest.mark.parametrize(("decision", "move"), [marked(*move) for move in MOVES])
@pytest.mark.slow
def test_a_move_is_chosen_in_at_least_one_quarter_of_a_hundred_somewhere(decision, move):
    share, scenario = most(decision, move)
    assert share >= LEAST, f"{100 * share:.2f} % at most, in {scenario}"


@pytest.mark.parametrize("name", scenario_names())
def test_in_every_scenario_every_capital_does_more_than_hold(name):
    for decision, moves in DECISIONS.items():
        assert shares(name)[decision, moves[0]] < 0.99


def test_the_shares_of_moves_are_printed_by_scenario(capsys):
    number = {name: int(load(name).id[1:] or 0) for name in scenario_names()}
    names = sorted(number, key=lambda name: (number[name], name))
    labels = [f"S{number[name]}" if number[name] else name[:4] for name in names]
    width = max(len(move) for _, move in MOVES) + 2
    lines = [f"\nPercent of quarters in which a move is chosen, {MEMBERS} members"]
    for decision, moves in DECISIONS.items():
        lines.append(f"\n{decision:{width}}" + "".join(f"{label:>6}" for label in labels) + "   most, in")
        for move in moves:
            share, where = most(decision, move)
            by_scenario = "".join(f"{100 * shares(name)[decision, move]:6.1f}" for name in names)
            rare = "  too rare" if share < LEAST else ""
            lines.append(f"{move:{width}}{by_scenario}  {100 * share:5.2f} {where}{rare}")
    with capsys.disabled():
        print("\n".join(lines))
    assert {move for move in MOVES if most(*move)[0] < LEAST} == set(TOO_RARE)
