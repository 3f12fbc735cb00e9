from __future__ import annotations

import dataclasses
import sys

import numpy as np
import pytest
from tests.small_runs import MEMBERS, ensemble, run, short, still, with_vectors

from tightrope.comparison import pair_up
from tightrope.ensemble import simulate
from tightrope.errors import InputError
from tightrope.results import Run


def some(members, *, name: str = "", **changes: object) -> Run:
    """A short run of some members."""
    return Run.of(simulate(short(**changes), members), name=name)


def refusal(a: Run, b: Run) -> list[str]:
    """All that is said where two runs cannot be paired."""
    with pytest.raises(InputError) as caught:
        pair_up(a, b)
    return str(caught.value).splitlines()


def test_members_are_paired_by_their_index_whatever_their_order():
    one, other = some([5, 17, 3]), some([17, 3, 5], **{"washington.engagement": 0.5})
    pairs = pair_up(one, other)
    assert pairs.members.tolist() == [3, 5, 17]
    in_a, in_b = pairs.of("baku.position")
    for place, member in enumerate(pairs.members):
        assert (in_a[:, place] == one.path("baku.position", member)).all()
        assert (in_b[:, place] == other.path("baku.position", member)).all()
    whole = run().path("baku.position", 17), pairs.of("baku.position")[0][:, 2]
    assert (whole[0] == whole[1]).all()


def test_the_difference_is_b_less_a():
    one, other = run(), some(MEMBERS, **{"washington.engagement": 0.5})
    found = pair_up(one, other).difference("washington.engagement")
    assert found.shape == (24, MEMBERS)
    # The path is 0.3 higher; and Washington, more engaged, steps back less often, by a step of its own at most.
    assert 0.25 < found[-1].mean() < 0.45


def test_other_quarters_seed_members_and_uncertainty_are_refused_at_once():
    other = some(50, quarters=20, seed=5, uncertainty="chance", name="other")
    assert refusal(run(), other) == [
        "other: window: 2015-Q1 to 2019-Q4, and 2015-Q1 to 2020-Q4 in baseline; expected the same quarters in both; "
        "add --set start=2015-Q1 --set quarters=24",
        "other: seed: 5, and 20141203 in baseline; expected the same luck in both; --seed gives both the same",
        "other: members: 50, and 60 in baseline; expected the same members in both; --members gives both as many",
        "other: uncertainty: chance, and full in baseline; expected the same in both; add --set uncertainty=full",
    ]


def test_runs_of_one_name_are_called_a_and_b():
    assert refusal(run(), some(50))[0].startswith("B: members: 50, and 60 in A; ")


def test_as_many_members_that_are_others_are_refused():
    found = refusal(some([1, 2]), some([2, 3], name="other"))
    assert found == ["other: members: other members than baseline has; expected the same members in both"]


def test_one_pair_shows_no_spread_unless_nothing_is_left_to_luck():
    assert refusal(some([4]), some([4], name="other")) == [
        "baseline: members: 1; expected at least 2, for one pair shows no spread; --members gives both as many"
    ]
    alone = Run.of(simulate(short(uncertainty="none"), 1))
    assert pair_up(alone, alone).still
    assert pair_up(still(), still()).count == 3


def test_of_runs_too_large_to_keep_whole_the_members_are_paired_that_both_kept(monkeypatch):
    module = sys.modules["tightrope.ensemble.simulate"]
    monkeypatch.setattr(module, "WHOLE_UP_TO", 40)
    monkeypatch.setattr(module, "KEPT_WHOLE", 10)
    large = some(50)
    assert large.folded
    assert pair_up(large, large).members.tolist() == list(range(10))


def test_members_with_other_parameter_vectors_are_no_pairs():
    other = Run.of(dataclasses.replace(ensemble(), vectors=np.arange(MEMBERS) % 4, vector_count=4), name="other")
    assert refusal(with_vectors(), other) == [
        "other: vectors: other parameter vectors than baseline has; expected the same in both; run both again"
    ]
