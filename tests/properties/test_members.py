"""A member is the same member in any company: the same luck, the same parameters, the same path to the last bit."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.properties.legal import differing, run

from tightrope.luck import BLOCK
from tightrope.scenario import load

QUARTERS = 24
CASES = [
    ("history", "chance", None),
    ("baseline", "full", None),
    ("karabakh-escalation", "chance", "random-moves"),
    ("worst-case", "full", "random-moves"),
    ("control", "none", None),
    ("cheap-oil", "full", "nobody-moves"),
    ("cheap-oil", "history", None),
]


def plan_of(name, uncertainty):
    return load(name).set({"uncertainty": uncertainty, "quarters": QUARTERS})


@pytest.fixture(scope="module")
def together():
    """The records of members 0 to 199 by case."""
    return {case: run(plan_of(*case[:2]), 200, rule=case[2]) for case in CASES}


@pytest.mark.parametrize("case", CASES, ids=lambda case: " ".join(map(str, case)))
@pytest.mark.parametrize("chosen", [[17, 90], [90, 17], [199], [3, 199, 0, 64, 17, 128]], ids=str)
def test_some_members_are_what_they_are_among_all(case, chosen, together):
    name, uncertainty, rule = case
    apart = run(plan_of(name, uncertainty), chosen, rule=rule)
    assert differing(apart, {key: kept[..., chosen] for key, kept in together[case].items()}) == []


@given(chosen=st.lists(st.integers(0, 199), min_size=1, max_size=12, unique=True))
def test_any_members_in_any_order_are_what_they_are_among_all(chosen, together):
    apart = run(plan_of("history", "chance"), chosen)
    everyone = together["history", "chance", None]
    assert differing(apart, {key: kept[..., chosen] for key, kept in everyone.items()}) == []


def test_members_on_both_sides_of_a_block_of_luck_are_what_they_are_among_all():
    chosen = [BLOCK + 1, BLOCK - 1, BLOCK, 5]
    plan = plan_of("worst-case", "full").set({"quarters": 8})
    everyone, apart = run(plan, BLOCK + 2), run(plan, chosen)
    assert differing(apart, {key: kept[..., chosen] for key, kept in everyone.items()}) == []


def test_members_differ_from_one_another(together):
    # Otherwise the tests above would hold for a model in which nobody is anybody.
    for case in CASES:
        if case[1] != "none":
            position = together[case]["baku.position"]
            assert len(set(position[-1].tolist())) > 100, case


def test_another_seed_is_other_luck():
    plan = plan_of("history", "chance")
    assert "baku.position" in differing(run(plan, 4, seed=1), run(plan, 4, seed=2))


@pytest.mark.parametrize("name", ["history", "baseline", "worst-case"])
def test_without_uncertainty_all_members_are_the_same(name):
    records = run(load(name).set({"uncertainty": "none"}), 5)
    assert [key for key, kept in records.items() if (kept != kept[..., :1]).any()] == []
