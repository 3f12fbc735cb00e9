from __future__ import annotations

import pytest

from tightrope.comparison.changes import EQUAL, OUTSIDE, Change, Idle, changes_between, idle_overrides
from tightrope.comparison.words import change_words
from tightrope.scenario import load

BASE = load("baseline")


def differ(**changes: object) -> tuple[tuple[Change, ...], tuple[Idle, ...]]:
    """What the baseline with some changes has otherwise, and which of them are none."""
    other = BASE.set(changes)
    found = changes_between(BASE, other)
    return found, idle_overrides(BASE, other, found)


def test_a_scenario_differs_from_itself_in_nothing():
    assert changes_between(BASE, BASE) == ()
    assert idle_overrides(BASE, BASE, (), by_hand=False) == ()


def test_a_changed_number_is_told_as_it_was_and_as_it_is_in_the_run():
    found, idle = differ(**{"washington.engagement": 0.5})
    # The seeds' path ends in 2014, so within the run it is one range.
    assert found == (Change("washington.engagement", {"low": 0.05, "value": 0.2, "high": 0.35}, 0.5),)
    assert change_words(found[0]) == "washington.engagement: 0.2 (0.05 to 0.35) in A, 0.5 in B"
    assert idle == ()


def test_a_path_is_told_by_its_dates():
    found, _ = differ(**{"world.oil_price": {"2015-Q1": 99, "2018-Q1": 40}})
    assert [change_words(one) for one in found] == ["world.oil_price: 99 in A, 2015-Q1 99, 2018-Q1 40, 2030-Q4 40 in B"]
    longer, _ = differ(**{"world.oil_price": {f"{year}-Q1": year - 1950 for year in range(2015, 2021)}})
    assert change_words(longer[0]) == "world.oil_price: 99 in A, 2015-Q1 65 ... 2030-Q4 70 (7 dates) in B"


def test_a_theory_and_events_are_changes_too():
    war = load("karabakh-escalation")
    assert [change_words(one) for one in changes_between(BASE, war)] == [
        "events.war_returns: none in A, karabakh_escalation in 2018-Q2, severity 0.95, 8 quarters in B"
    ]
    assert [one.key for one in changes_between(war, BASE)] == ["events.war_returns"]


def test_a_range_that_only_one_of_them_draws_is_a_change_though_the_values_are_the_same():
    # Under chance only ranges that a scenario writes itself are drawn.
    still = BASE.set({"uncertainty": "chance"})
    drawn = still.set({"moscow.drive": {"low": 0.6, "value": 0.75, "high": 0.9}})
    assert [one.key for one in changes_between(still, drawn)] == ["moscow.drive"]
    full = BASE.set({"moscow.drive": {"low": 0.6, "value": 0.75, "high": 0.9}})
    assert changes_between(BASE, full) == ()


def test_an_override_that_equals_what_there_is_is_named_and_a_change_is_not():
    found, idle = differ(**{"world.oil_price": 99, "world.fund_access": 1, "washington.engagement": 0.5})
    assert [one.key for one in found] == ["washington.engagement"]
    assert idle == (Idle("world.oil_price", EQUAL), Idle("world.fund_access", EQUAL))


def test_a_path_that_differs_only_where_the_run_never_comes_is_named_as_such(tmp_path):
    for name, early in (("one", 60), ("two", 80)):
        text = (
            f"title: T\nquestion: Q?\nextends: baseline\nresolved: true\nworld:\n"
            f"  oil_price: {{2010-Q1: {early}, 2014-Q4: 99, 2015-Q1: 99}}\n"
        )
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    one, two = (load(tmp_path / f"{name}.yaml") for name in ("one", "two"))
    assert changes_between(one, two) == ()
    assert idle_overrides(one, two, (), by_hand=False) == (Idle("world.oil_price", OUTSIDE),)


def test_only_overrides_by_hand_are_named_where_other_things_differ():
    cheap = load("cheap-oil")
    found = changes_between(BASE, cheap)
    assert "world.oil_price" in [one.key for one in found]
    assert idle_overrides(BASE, cheap, found) == ()


@pytest.mark.parametrize("same", ["quantal-response"])
def test_a_theory_set_again_does_nothing(same):
    found, idle = differ(theory=same)
    assert (found, idle) == ((), (Idle("theory", EQUAL),))
