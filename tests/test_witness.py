from __future__ import annotations

import numpy as np
import pytest
from tests.small_runs import SINGLE, short

from tightrope.choice import RULES
from tightrope.luck import Luck
from tightrope.model import AlignmentModel, all_decisions
from tightrope.scenario import load
from tightrope.witness import watched

MEMBERS = [3, 17, 40]


def lived(name: str) -> dict[str, np.ndarray]:
    """What the same members record with nobody watching."""
    model = AlignmentModel(short(name), MEMBERS)
    model.run()
    records = model.records
    model.close()
    return records


@pytest.mark.parametrize("name", ["baseline", "history", "karabakh-escalation"])
def test_a_member_lives_the_same_to_the_last_bit_when_it_is_watched(name):
    for model, _ in watched(short(name), MEMBERS):
        records = model.records
    expected = lived(name)
    assert records.keys() == expected.keys()
    for key, values in expected.items():
        assert np.array_equal(records[key], values, equal_nan=True), key


@pytest.fixture(scope="module")
def quarters():
    return [(model.quarter, choices) for model, choices in watched(short(), MEMBERS)]


def test_every_decision_of_every_quarter_is_seen_in_order(quarters):
    plan = short()
    assert [quarter for quarter, _ in quarters] == list(range(plan.start, plan.start + plan.quarters))
    for quarter, choices in quarters:
        assert [choice.decision for choice in choices] == list(all_decisions())
        assert {choice.quarter for choice in choices} == {quarter}


def test_the_terms_heard_add_up_to_the_values_of_the_ledger(quarters):
    for _, choices in quarters:
        for choice in choices:
            sums = np.zeros(choice.values.shape)
            for (_, move), term in choice.terms.items():
                sums[choice.decision.index(move)] += term
            assert sums == pytest.approx(choice.values, abs=SINGLE)


def test_value_and_luck_of_the_open_moves_make_the_choice(quarters):
    for _, choices in quarters:
        for choice in choices:
            scores = np.where(choice.open, choice.values + choice.luck, -np.inf)
            assert np.array_equal(scores.argmax(axis=0), choice.moves)
            assert choice.open[0].all()


def test_luck_is_the_noise_times_the_draws_of_the_named_streams(quarters):
    plan = short()
    luck = Luck(plan.seed, MEMBERS, plan.start, plan.quarters)
    (deciding,) = (d for d in all_decisions() if d.name == "baku.abroad")
    drawn = luck.gumbel("baku.abroad", deciding.moves)
    # The noise is uncertain too, but it is one number for a member and a decision.
    for row, (_, choices) in enumerate(quarters):
        (choice,) = (choice for choice in choices if choice.decision == deciding)
        noise = choice.luck / drawn[row]
        assert noise == pytest.approx(np.broadcast_to(noise[0], noise.shape))


def test_the_opening_shows_the_model_before_its_first_quarter():
    plan = short("history")
    seen = [(model.quarter, len(choices)) for model, choices in watched(plan, [3], opening=True)]
    assert seen[:2] == [(plan.start - 1, 0), (plan.start, len(all_decisions()))]
    assert len(seen) == plan.quarters + 1


def test_quarters_before_a_late_start_are_not_shown():
    plan = load("history").set({"start": "1994-Q1", "quarters": 2})
    assert [model.quarter for model, _ in watched(plan, [3])] == [plan.start, plan.start + 1]


def test_the_rule_of_the_theory_is_the_one_that_chooses(monkeypatch):
    monkeypatch.setitem(RULES, "quantal-response", RULES["nobody-moves"])  # type: ignore[arg-type]
    for _, choices in watched(short().set({"quarters": 2}), [3]):
        assert not any(choice.moves.any() for choice in choices)
