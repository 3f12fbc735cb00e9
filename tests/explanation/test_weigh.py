"""Weighing, against sums done by hand."""

from __future__ import annotations

import numpy as np
import pytest
from tests.explanation.choices import choice
from tests.small_runs import SINGLE, short

from tightrope.evidence import load_seeds
from tightrope.explanation.reasons import load_reasons
from tightrope.explanation.weigh import leaders, weigh, weighing
from tightrope.witness import watched

REASONS = load_reasons(load_seeds())

# Values: invite 0.5 - 0.1 = 0.4; squeeze 0.9 - 0.3 = 0.6; hold 0. The same for four members, whose luck differs.
TERMS = {
    ("influence", "invite"): [0.5] * 4,
    ("cost", "invite"): [-0.1] * 4,
    ("influence", "squeeze"): [0.9] * 4,
    ("cost", "squeeze"): [-0.3] * 4,
}
# Scores, hold / invite / squeeze:  0/.4/.6    0/.7/.6    .8/.4/.6   and for the last squeeze is closed.
LUCK = [[0.0, 0.0, 0.8, 0.0], [0.0, 0.3, 0.0, 0.0], [0.0, 0.0, 0.0, 0.5]]
CHOSEN = [2, 1, 0, 1]
BALANCE = weigh(choice(TERMS, LUCK, CHOSEN, closed=(("squeeze", 3),)))


def told(member: int, balance=BALANCE):
    return weighing(balance, member, {"invite": "eurasian_union"}, REASONS)


def test_the_nearest_alternative_is_the_open_move_of_the_next_best_score():
    assert [told(member).nearest for member in range(4)] == ["invite", "squeeze", "squeeze", "hold"]


def test_the_margin_is_what_the_considerations_and_chance_add_up_to():
    # Squeeze over invite: 0.6 - 0.4. Invite over squeeze: (0.4 - 0.6) + 0.3. Hold over squeeze: (0 - 0.6) + 0.8.
    one, two, three, four = (told(member) for member in range(4))
    assert (one.margin, one.difference, one.chance) == pytest.approx((0.2, 0.2, 0.0))
    assert (two.margin, two.difference, two.chance) == pytest.approx((0.1, -0.2, 0.3))
    assert (three.margin, three.difference, three.chance) == pytest.approx((0.2, -0.6, 0.8))
    assert (four.margin, four.difference, four.chance) == pytest.approx((0.4, 0.4, 0.0))


def test_each_part_is_what_a_consideration_gives_the_move_less_what_it_gives_the_other():
    # Squeeze over invite: influence 0.9 - 0.5, cost -0.3 + 0.1; against a margin of 0.2.
    influence, cost = told(0).parts
    assert (influence.consideration, cost.consideration) == ("influence", "cost")
    assert (influence.size, influence.of_margin) == pytest.approx((0.4, 2.0))
    assert (cost.size, cost.of_margin) == pytest.approx((-0.2, -1.0))
    assert influence.needed and not cost.needed
    assert told(0).for_it == (influence,) and told(0).against_it == (cost,)


def test_words_come_from_the_move_that_a_consideration_has_more_to_say_of():
    influence, cost = told(0).parts
    assert influence.says == "the levers promise influence over Baku"  # 0.9 for squeezing, against 0.5 for inviting
    assert influence.evidence == ("pressure-trigger-reintegration", "three-lever-package")
    assert cost.says == "ordering a squeeze has a cost"
    # Holding over squeezing: influence speaks against it, cost for it, and both speak of squeezing alone.
    cost, influence = told(2).parts
    assert (cost.size, influence.size) == pytest.approx((0.3, -0.9))
    assert cost.says == "ordering a squeeze has a cost"
    assert influence.says == "the levers promise influence over Baku"


def test_chance_decided_where_the_considerations_alone_favoured_another_move():
    assert [told(member).decided_by for member in range(4)] == ["considerations", "chance", "chance", "considerations"]
    assert [(told(member).favourite, told(member).ahead) for member in (1, 2)] == [
        ("squeeze", pytest.approx(0.2)),
        ("squeeze", pytest.approx(0.6)),
    ]


def test_the_favourite_may_be_another_move_than_the_nearest_alternative():
    # Values 0 / 0.4 / 0.6 and luck 0.9 / 0.35 / 0: hold by 0.9 over invite at 0.75; considerations alone: squeeze.
    balance = weigh(choice(TERMS, [[0.9] * 4, [0.35] * 4, [0.0] * 4], [0] * 4))
    one = told(0, balance)
    assert (one.move, one.nearest, one.favourite, one.decided_by) == ("hold", "invite", "squeeze", "chance")
    assert (one.margin, one.ahead) == pytest.approx((0.15, 0.6))


def test_a_closed_move_is_no_alternative_and_no_favourite():
    assert told(3).favourite == "invite"
    assert [(option.move, option.open) for option in told(3).options] == [
        ("hold", True), ("invite", True), ("squeeze", False),
    ]  # fmt: skip


def test_a_rule_that_passes_over_the_best_score_is_said_to_have_decided():
    balance = weigh(choice(TERMS, LUCK, [1, 2, 0, 0], closed=(("squeeze", 3),)))
    one = told(0, balance)  # invite at 0.4, squeeze at 0.6
    assert (one.move, one.nearest, one.decided_by) == ("invite", "squeeze", "rule")
    assert one.margin == pytest.approx(-0.2)
    assert all(part.of_margin is None and not part.needed for part in one.parts)
    assert balance.decided_by().tolist() == ["rule", "rule", "chance", "rule"]


def test_where_nothing_else_is_open_nothing_is_compared():
    shut = tuple((move, member) for move in ("invite", "squeeze") for member in range(4))
    one = told(0, weigh(choice(TERMS, LUCK, [0] * 4, closed=shut)))
    assert (one.nearest, one.decided_by, one.parts) == ("", "nothing else was open", ())
    assert (one.margin, one.difference, one.chance) == (0.0, 0.0, 0.0)


def test_leaders_are_the_considerations_that_spoke_most_for_the_move_whatever_decided():
    assert leaders(BALANCE) == ["influence", "cost", "cost", "influence"]
    nothing = weigh(choice({("cost", "invite"): [-0.1]}, [[0.0], [0.5], [0.0]], [1]))
    assert leaders(nothing) == [""]


def test_targets_are_named_for_the_move_made_the_nearest_and_the_favourite():
    assert (told(1).target, told(1).nearest_target, told(0).nearest_target) == ("eurasian_union", "", "eurasian_union")


@pytest.mark.parametrize("name", ["baseline", "history"])
def test_in_every_choice_of_a_run_the_parts_and_chance_add_up_to_the_margin_which_is_never_negative(name):
    for _, choices in watched(short(name), range(20)):
        for one in choices:
            balance = weigh(one)
            assert balance.parts.sum(axis=0) + balance.chance == pytest.approx(balance.margin, abs=SINGLE)
            assert (balance.margin >= 0.0).all()
            decided = balance.decided_by()
            assert set(decided) <= {"considerations", "chance"}
            # Where considerations decided they favour the move over the nearest; where chance did, they may not.
            assert (balance.parts.sum(axis=0)[decided == "considerations"] >= -SINGLE).all()


def test_without_chance_nothing_is_tipped_by_it():
    for _, choices in watched(short(uncertainty="none"), [0]):
        for one in choices:
            assert np.array_equal(weigh(one).decided_by(), ["considerations"])
            assert not weigh(one).chance.any()
