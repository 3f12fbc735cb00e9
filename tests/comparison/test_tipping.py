"""What tipped a choice, on choices made up so that each cause can be worked out by hand, and on the model's own."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from tests.small_runs import SINGLE, run, short

from tightrope.choice import Decision
from tightrope.comparison import pair_up, tipping
from tightrope.comparison.partings import NEVER, Partings, first_partings
from tightrope.comparison.tipping import NOISE, NOT_OPEN, RULE, _Gathering, causes, tip, weighed
from tightrope.ensemble import simulate
from tightrope.errors import RunError
from tightrope.results import Run
from tightrope.witness import Choice, watched

ACT = Decision("moscow.act", ("hold", "invite", "squeeze"), ("influence", "cost"))
QUARTER = 92


@pytest.fixture(autouse=True)
def small_decision(monkeypatch):
    """Moscow with three moves and two considerations."""
    monkeypatch.setattr(tipping, "all_decisions", lambda: (ACT,))
    tipping.weighed.cache_clear()
    yield
    monkeypatch.undo()
    tipping.weighed.cache_clear()


def choice(moves, influence, cost, luck, open_moves=None) -> Choice:
    """A choice of some members; arrays by (move, member), ``hold`` being worth nothing."""
    influence, cost, luck = (np.array(table, dtype=float) for table in (influence, cost, luck))
    terms = {("influence", move): influence[row] for row, move in enumerate(ACT.moves) if influence[row].any()}
    terms |= {("cost", move): -cost[row] for row, move in enumerate(ACT.moves) if cost[row].any()}
    members = luck.shape[1]
    opened = np.ones((3, members), dtype=bool) if open_moves is None else np.array(open_moves, dtype=bool)
    return Choice(QUARTER, ACT, np.array(moves, dtype=np.int8), opened, influence - cost, luck, terms)


def gathered(one: Choice, other: Choice, *, same_rule: bool = True) -> tipping.Tips:
    """Why the members of these two choices parted, all in the same quarter."""
    pairs = len(one.moves)
    parted = one.moves != other.moves
    found = Partings(
        (ACT.name,),
        np.where(parted, QUARTER, NEVER),
        np.where(parted, 0, NEVER),
        np.where(parted, one.moves, NEVER).astype(int),
        np.where(parted, other.moves, NEVER).astype(int),
    )
    gathering = _Gathering(found, same_rule=same_rule)
    gathering.take(QUARTER, np.arange(pairs), {ACT.name: one}, {ACT.name: other})
    return gathering.tips()


LUCK = [[0.1, 0.1], [0.0, 0.2], [0.3, 0.3]]
# In A squeezing is worth 0.5 - 0.1 = 0.4 to member 0, in B 0.2 - 0.6 = -0.4: it holds. Member 1 squeezes in both.
ONE = choice([2, 2], [[0, 0], [0.1, 0.1], [0.5, 0.5]], [[0, 0], [0.2, 0.2], [0.1, 0.1]], LUCK)
OTHER = choice([0, 2], [[0, 0], [0.1, 0.1], [0.2, 0.5]], [[0, 0], [0.2, 0.2], [0.6, 0.1]], LUCK)


def test_what_each_consideration_contributed_is_worked_out_by_hand():
    found = gathered(ONE, OTHER)
    # From squeeze to hold: influence took 0.5 - 0.2 from squeezing, cost gave it -0.1 - (-0.6).
    assert dict(zip(weighed(ACT.name), found.terms[ACT.name][:, 0], strict=True)) == pytest.approx(
        {"influence": 0.3, "cost": 0.5, NOISE: 0.0}
    )
    assert found.cause(0) == "cost"


def test_a_pair_that_does_not_part_has_no_cause_and_no_numbers():
    found = gathered(ONE, OTHER)
    assert found.cause(1) == ""
    assert np.isnan(found.terms[ACT.name][:, 1]).all()
    assert not (found.closed_a | found.closed_b | found.by_rule)[1]


def test_a_move_that_was_not_open_is_a_cause_of_its_own():
    shut = dataclasses.replace(OTHER, open=np.array([[True, True], [True, True], [False, True]]))
    there = gathered(ONE, shut)
    assert (there.cause(0), bool(there.closed_b[0]), bool(there.closed_a[0])) == (NOT_OPEN, True, False)
    # The other way round A holds because squeezing is not open to it, and B squeezes.
    back = gathered(shut, ONE)
    assert (back.cause(0), bool(back.closed_b[0]), bool(back.closed_a[0])) == (NOT_OPEN, False, True)


def test_luck_that_weighs_more_in_one_run_is_named_as_noise():
    # Squeezing is worth 1.4; luck leads holding by 1.0 in A, where it is not enough, and by 2.0 in B.
    worth, nothing = [[0], [0], [1.4]], [[0]] * 3
    found = gathered(
        choice([2], worth, nothing, [[0.5], [0.0], [-0.5]]), choice([0], worth, nothing, [[1.0], [0.0], [-1.0]])
    )
    assert found.terms[ACT.name][:, 0] == pytest.approx([0.0, 0.0, 1.0])
    assert found.cause(0) == NOISE


def test_where_nothing_weighed_turned_against_the_move_it_is_the_rule():
    unmoved = dataclasses.replace(ONE, moves=np.array([0, 2], dtype=np.int8))
    found = gathered(ONE, unmoved)
    assert (found.cause(0), bool(found.by_rule[0])) == (RULE, True)


def test_under_two_rules_a_choice_of_what_was_not_most_valued_is_the_rules():
    # B holds although squeezing is still ahead there by 0.1 + 0.2 in value and luck: only its rule says why.
    nearly = choice([0, 2], [[0, 0], [0.1, 0.1], [0.2, 0.5]], [[0, 0], [0.2, 0.2], [0.1, 0.1]], LUCK)
    assert gathered(ONE, nearly, same_rule=False).cause(0) == RULE
    assert gathered(ONE, nearly, same_rule=True).cause(0) == "influence"
    # And what was weighed explains it where B's move is also the most valued, whatever the rule.
    assert gathered(ONE, OTHER, same_rule=False).cause(0) == "cost"


def test_causes_are_ranked_by_the_pairs_in_which_they_were_largest():
    one = choice([2] * 4, [[0] * 4, [0] * 4, [0.5] * 4], [[0] * 4] * 3, np.zeros((3, 4)))
    other = choice(
        [0, 0, 1, 2],
        [[0] * 4, [0, 0, 0.4, 0], [-0.5, 0.4, 0.1, 0.5]],
        [[0] * 4, [0] * 4, [0.1, 0.6, 0.0, 0]],
        np.zeros((3, 4)),
    )
    ranked = causes(gathered(one, other))
    # Influence takes 1.0, 0.1 and 0.8, cost 0.1, 0.6 and 0: means over the three that part are 1.9/3 and 0.7/3.
    assert [(found.cause, found.pairs, found.same) for found in ranked] == [("influence", 2, 1), ("cost", 1, 1)]
    assert [found.share for found in ranked] == pytest.approx([2 / 3, 1 / 3])
    assert [found.mean for found in ranked] == pytest.approx([1.9 / 3, 0.7 / 3])
    assert ranked[1].moves == ("squeeze", "hold")


# -- the model's own choices ------------------------------------------------------------------------------------------
@pytest.fixture
def real(monkeypatch):
    """Baseline and a baseline with Washington engaged, with all decisions as they are."""
    monkeypatch.undo()
    tipping.weighed.cache_clear()
    other = short(**{"washington.engagement": 0.5})
    return pair_up(run(), Run.of(simulate(other)))


def test_contributions_add_up_to_the_whole_change_in_value_and_luck_cancels(real):
    found = first_partings(real)
    (tips,) = tip(real.a.scenario, real.b.scenario, real.members, [found])
    assert found.count > 40
    # Independently of the tips: the values that the ledgers of both sides held, taken down quarter by quarter.
    members = real.members.tolist()
    seen = [
        {(one.quarter, one.decision.name): one for _, said in watched(plan, members) for one in said}
        for plan in (real.a.scenario, real.b.scenario)
    ]
    for pair in np.flatnonzero(found.parted):
        name = found.decisions[found.decision[pair]]
        one, other = (side[int(found.quarter[pair]), name] for side in seen)
        a, b = found.a[pair], found.b[pair]
        change = (one.values[a, pair] - one.values[b, pair]) - (other.values[a, pair] - other.values[b, pair])
        terms = tips.terms[name][:, pair]
        assert terms.sum() == pytest.approx(change, abs=SINGLE)
        assert terms[-1] == 0.0
        assert (one.moves[pair], other.moves[pair]) == (a, b)
        if one.open[b, pair] and other.open[a, pair]:
            assert change > 0


def test_the_size_of_the_pieces_cannot_be_seen(real):
    scopes = [first_partings(real), first_partings(real, ["baku.abroad"])]
    whole = tip(real.a.scenario, real.b.scenario, real.members, scopes)
    pieces = tip(real.a.scenario, real.b.scenario, real.members, scopes, piece=7)
    for one, other in zip(whole, pieces, strict=True):
        for name, terms in one.terms.items():
            assert np.array_equal(terms, other.terms[name], equal_nan=True)
        assert np.array_equal(one.closed_a, other.closed_a) and np.array_equal(one.closed_b, other.closed_b)


def test_progress_is_told_how_many_pairs_are_done(real):
    told: list[tuple[int, int]] = []
    found = first_partings(real)
    tip(real.a.scenario, real.b.scenario, real.members, [found], lambda *done: told.append(done), piece=20)
    assert told[-1] == (found.count, found.count)
    assert [done for done, _ in told[:-1]] == list(range(20, found.count, 20))


def test_pairs_that_part_otherwise_when_run_again_are_not_explained(real):
    found = first_partings(real)
    wrong = dataclasses.replace(found, a=np.where(found.parted, found.b, NEVER))
    with pytest.raises(RunError, match="run again, pairs choose otherwise in 2015-Q1"):
        tip(real.a.scenario, real.b.scenario, real.members, [wrong])
