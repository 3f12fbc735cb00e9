"""What holds the model's speed without a clock: the number of calls to NumPy in a quarter.

A quarter of one member costs almost as much as a quarter of a thousand: what is paid for is the calls, each half a
microsecond of Python before the first number is touched, and beyond some thousand members the passes over memory, one a
call. Times wander with the machine; the count does not. ``benchmarks/counting.py`` says how operators are counted too.
"""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from benchmarks import counting

AGREED = 1_200
"""The limit that was set before the model was written."""
REACHED = 1_190
"""What has been reached, as a ratchet: lower it when the count falls, never raise it."""
QUARTERS = 8
"""Enough: their average is within a few calls of that of all the scenario's quarters, which the benchmark counts."""


@pytest.fixture(scope="module")
def calls() -> Counter[counting.Place]:
    """Calls in a quarter at the benchmark's size, at which somebody takes every branch: among few members nobody does
    what is rare, and a tenth of the calls is missing."""
    return counting.calls_per_quarter("baseline", counting.MEMBERS, QUARTERS)


def most(calls: Counter[counting.Place]) -> str:
    """Which functions make most of them."""
    lines = "\n".join(f"{number:7.1f}  {file}: {function}" for (file, function), number in calls.most_common(12))
    return f"most of them:\n{lines}"


def test_a_quarter_calls_numpy_less_often_than_agreed(calls: Counter[counting.Place]) -> None:
    assert sum(calls.values()) < AGREED, most(calls)


def test_the_worst_case_calls_numpy_less_often_than_agreed() -> None:
    found = counting.calls_per_quarter("worst-case", counting.MEMBERS, QUARTERS)
    assert sum(found.values()) < AGREED, most(found)


def test_a_quarter_calls_numpy_no_more_often_than_it_did(calls: Counter[counting.Place]) -> None:
    assert sum(calls.values()) < REACHED, most(calls)


def test_the_count_sees_what_the_model_does_in_every_part_of_a_quarter(calls: Counter[counting.Place]) -> None:
    files = {file for file, _ in calls}
    assert {"bundle.py", "choice.py", "consequences.py", "curves.py", "record.py"} <= files
    assert {f"capitals/{name}.py" for name in ("ankara", "brussels", "moscow", "baku_abroad", "baku_home")} <= files
    assert {f"world/{name}.py" for name in ("calendar", "treasury", "drivers", "treaties")} <= files


def test_members_add_only_the_branches_that_somebody_takes(calls: Counter[counting.Place]) -> None:
    few = sum(counting.calls_per_quarter(members=8, quarters=QUARTERS).values())
    assert few <= sum(calls.values()) < 1.2 * few


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Count what this file calls, instead of what the package calls."""
    monkeypatch.setattr(counting, "PACKAGE", str(__file__)[:-1])
    counting.tally.clear()


@pytest.mark.usefixtures("here")
def test_operators_functions_methods_and_assignments_each_count_once() -> None:
    a = np.arange(4.0).view(counting.Counted)
    counted = []
    with counting.watched():
        for what in (
            lambda: a * 2.0,
            lambda: 2.0 - a,
            lambda: -a,
            lambda: a > 1.0,
            lambda: np.maximum(a, 1.0),
            lambda: np.where(a > 1.0, a, 0.0),
            lambda: np.clip(a, 0.0, 1.0),
            lambda: a.sum(),
            lambda: a.copy(),
            lambda: np.zeros(4),
            lambda: np.full(4, 2.0),
            lambda: np.putmask(a, a > 1.0, 1.0),
            lambda: np.copyto(np.zeros(4), a),
            lambda: np.stack([a, a]),
            lambda: np.zeros_like(a),
            lambda: a.take([0, 1]),
            lambda: a.__setitem__(slice(0, 2), 1.0),
            lambda: a[1:],
        ):
            before = counting.tally.total()
            what()
            counted.append(counting.tally.total() - before)
    assert counted == [1, 1, 1, 1, 1, 2, 1, 1, 1, 1, 1, 2, 2, 1, 1, 1, 1, 0]


def test_counting_changes_no_result() -> None:
    plain = np.linspace(0.1, 0.9, 7)
    seen = plain.copy().view(counting.Counted)
    for work in (
        lambda x: np.exp(x) / (1.0 + x),
        lambda x: np.where(x > 0.5, x, -x).sum(),
        lambda x: np.maximum(x, 0.3, out=x.copy()),
        lambda x: np.add.reduce(x),
    ):
        np.testing.assert_array_equal(work(seen), work(plain))
