from __future__ import annotations

import numpy as np

from tightrope.comparison.partings import NEVER, decisions, parted_first
from tightrope.model import all_decisions

NAMES = ("ankara.act", "moscow.act")
START = 92

# Rows are quarters, columns pairs. Pair 0 parts at Moscow in the second quarter; pair 1 at both in the third; pair 2
# never; pair 3 at Ankara in the last, after having parted at Moscow in the first.
ANKARA_A = np.array([[0, 1, 2, 0], [0, 1, 2, 0], [0, 1, 2, 0], [1, 1, 1, 1]], dtype=np.int8)
ANKARA_B = np.array([[0, 1, 2, 0], [0, 1, 2, 0], [0, 2, 2, 0], [1, 1, 1, 2]], dtype=np.int8)
MOSCOW_A = np.array([[3, 3, 3, 3], [3, 3, 3, 3], [0, 0, 0, 0], [0, 0, 0, 0]], dtype=np.int8)
MOSCOW_B = np.array([[3, 3, 3, 1], [4, 3, 3, 3], [0, 5, 0, 0], [0, 0, 0, 0]], dtype=np.int8)

FOUND = parted_first([(ANKARA_A, ANKARA_B), (MOSCOW_A, MOSCOW_B)], NAMES, START)


def test_the_first_quarter_counts_and_within_it_the_first_decision():
    assert FOUND.quarter.tolist() == [93, 94, NEVER, 92]
    assert [NAMES[place] if place >= 0 else "" for place in FOUND.decision] == [NAMES[1], NAMES[0], "", NAMES[1]]


def test_the_moves_are_those_of_a_and_of_b():
    assert FOUND.a.tolist() == [3, 1, NEVER, 3]
    assert FOUND.b.tolist() == [4, 2, NEVER, 1]


def test_pairs_are_counted_by_quarter_and_decision():
    assert FOUND.count == 3
    assert FOUND.by_quarter(START, 4).tolist() == [[0, 1], [0, 1], [1, 0], [0, 0]]


def test_percentiles_are_of_the_pairs_that_part():
    # In order: 92, 93, 94.
    assert [FOUND.percentile(percent) for percent in (0, 33, 50, 67, 100)] == [92, 92, 93, 94, 94]
    never = parted_first([(ANKARA_A, ANKARA_A)], NAMES[:1], START)
    assert (never.count, never.percentile(50)) == (0, None)


def test_decisions_come_in_the_order_in_which_a_quarter_makes_them():
    assert list(decisions()) == [decision.name for decision in all_decisions()]
    assert list(decisions())[-2:] == ["baku.abroad", "baku.home"]
