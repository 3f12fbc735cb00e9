"""What decided over many members: the counts add up, and agree with the records and with single stories."""

from __future__ import annotations

from collections import Counter

import pytest
from tests.small_runs import ensemble, short

from tightrope.explanation import summarise, tell
from tightrope.explanation.summary import Summary
from tightrope.model import all_decisions

MEMBERS = range(20)


@pytest.fixture(scope="module")
def summary() -> Summary:
    return summarise(short(), MEMBERS, 60, name="baseline", spread="some luck")[0]


def test_every_kind_of_move_that_was_made_is_counted_as_often_as_the_records_have_it(summary):
    records = ensemble().records
    expected = {}
    for decision in all_decisions():
        codes = records[f"move.{decision.name}"][:, : len(MEMBERS)]
        for code, move in enumerate(decision.moves[1:], start=1):
            if (codes == code).any():
                made = codes == code
                expected[decision.name, move] = (int(made.sum()), int(made.any(axis=0).sum()))
    assert {(kind.decision, kind.move): (kind.times, kind.members) for kind in summary.kinds} == expected


def test_what_decided_what_led_and_what_came_nearest_each_add_up_to_the_times(summary):
    assert len(summary.kinds) > 8
    for kind in summary.kinds:
        assert sum(kind.deciders.values()) == sum(kind.leaders.values()) == sum(kind.nearest.values()) == kind.times
        assert list(kind.deciders.values()) == sorted(kind.deciders.values(), reverse=True)
        assert kind.margin >= 0.0


def test_the_counts_are_those_of_the_members_own_stories():
    summary, _ = summarise(short(), [4, 17], 60)
    decided: Counter[tuple[str, str, str]] = Counter()
    for member in (4, 17):
        for moment in tell(short(), member)[0].moments:
            for one in moment.moved:
                by = one.parts[0].consideration if one.decided_by == "considerations" else one.decided_by
                decided[one.decision, one.move, by] += 1
    counted = {(kind.decision, kind.move, by): n for kind in summary.kinds for by, n in kind.deciders.items()}
    assert counted == dict(decided)


@pytest.mark.slow
def test_one_quarter_counts_that_quarter_alone(summary):
    plan = short()
    quarters = [summarise(plan, MEMBERS, 60, quarter)[0] for quarter in range(plan.start, plan.start + plan.quarters)]
    assert all(one.first == one.last for one in quarters)
    times: Counter[tuple[str, str]] = Counter()
    for one in quarters:
        times.update({(kind.decision, kind.move): kind.times for kind in one.kinds})
    assert times == {(kind.decision, kind.move): kind.times for kind in summary.kinds}


def test_the_same_members_give_the_same_summary(summary):
    again, _ = summarise(short(), MEMBERS, 60, name="baseline", spread="some luck")
    assert again.kinds == summary.kinds
