from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

import tightrope as tr
from tightrope.ensemble import simulate
from tightrope.errors import InputError
from tightrope.scenario import Scenario, indices_of, load

A_COUNT = "expected a number from 1 to 10000000"
A_NUMBER_OR_LIST = "expected a whole number of members, or a list of their indices"

CASES: list[tuple[object, list[str]]] = [
    (0, [f"members: 0; {A_COUNT}"]),
    (-1, [f"members: -1; {A_COUNT}"]),
    (10_000_001, [f"members: 10000001; {A_COUNT}"]),
    (True, [f"members: true; {A_NUMBER_OR_LIST}"]),
    (2.5, [f"members: 2.5; {A_NUMBER_OR_LIST}"]),
    ("3", [f"members: the text '3'; {A_NUMBER_OR_LIST}"]),
    ([], ["members: an empty list; expected the index of at least one member"]),
    ([-1], ["members: -1; expected indices, which begin at 0"]),
    ([3, 3], ["members: 3 more than once; expected every member once"]),
    (np.array([3, 3]), ["members: 3 more than once; expected every member once"]),
    ([[1, 2]], ["members: a list; expected whole numbers"]),
    (np.array([0.5, 2.0]), ["members: 0.5, 2; expected whole numbers"]),
    (range(-8, 1), ["members: -8, -7, -6, -5, -4 and 3 more; expected indices, which begin at 0"]),
    (
        [3, 3, -1, "x"],
        [
            "members: the text 'x'; expected whole numbers",
            "members: -1; expected indices, which begin at 0",
            "members: 3 more than once; expected every member once",
        ],
    ),
]
TAKEN: list[tuple[object, list[int]]] = [
    (3, [0, 1, 2]),
    (np.int64(2), [0, 1]),
    ([90, 17], [90, 17]),
    ((5,), [5]),
    (range(2, 4), [2, 3]),
    (np.array([7, 1], dtype=np.int32), [7, 1]),
]


@pytest.fixture(scope="module")
def plan() -> Scenario:
    return load("baseline").set({"quarters": 1})


WAYS: list[Callable[..., object]] = [
    lambda plan, members: tr.AlignmentModel(plan, members),
    lambda plan, members: tr.run(plan, members=members),
    lambda plan, members: simulate(plan, members),
]


@pytest.mark.parametrize("way", WAYS, ids=["model", "run", "simulate"])
@pytest.mark.parametrize(("members", "lines"), CASES, ids=[str(case[0]) for case in CASES])
def test_members_that_cannot_be_are_refused_in_the_same_words_everywhere(way, members, lines, plan) -> None:
    with pytest.raises(InputError) as error:
        way(plan, members)
    assert str(error.value).split("\n") == lines


@pytest.mark.parametrize(("members", "indices"), TAKEN, ids=str)
def test_members_are_a_count_or_a_list_of_indices(members, indices) -> None:
    found = indices_of(members)
    assert (found.tolist(), found.dtype) == (indices, np.int64)


@pytest.mark.parametrize(("members", "indices"), TAKEN, ids=str)
def test_a_run_has_the_members_that_were_asked_for(members, indices, plan) -> None:
    assert tr.run(plan, members=members).data["member"].values.tolist() == indices


def test_faulty_members_are_refused_together_with_what_else_is_wrong() -> None:
    with pytest.raises(InputError) as error:
        tr.run("baselin", members=[])
    assert [problem.file for problem in error.value.problems] == ["members", "baselin"]
    with pytest.raises(InputError) as error:
        tr.run("baseline", members=[3, 3], set={"washington.engagement": 7})
    assert [problem.file for problem in error.value.problems] == ["members", "set"]


def test_refused_members_leave_no_model_behind(plan) -> None:
    import mesa

    before = len(getattr(mesa.Agent, "_ids", {}))
    with pytest.raises(InputError):
        tr.AlignmentModel(plan, [])
    assert len(getattr(mesa.Agent, "_ids", {})) == before
