from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from tests.small_model import appraised, fix, put, small_model, standing, written

from tightrope.capitals import baku_abroad, baku_acting, baku_joining
from tightrope.capitals.baku_abroad import ABROAD
from tightrope.choice import Ledger
from tightrope.model import AlignmentModel
from tightrope.world.treaties import CLOSED, LAPSED, MEMBER, OFFER, SOUGHT

UNION, PACT, SHELL, TRADE, CST = "eurasian_union", "csto", "cis", "fta", "cst"
DEEP, SHALLOW, PARTNERSHIP = "association_agreement", "strategic_partnership", "eastern_partnership"


def terms(model: AlignmentModel, appraise: Callable[[Any, Ledger], None], move: str) -> dict[str, float]:
    """What each consideration says of a move in all: standing terms, those that moves share, those of its appraisal."""
    baku_abroad.reckon(model.baku)
    found: dict[str, float] = {}
    for terms_of_all in (standing(ABROAD, model.baku), written(ABROAD, baku_abroad.appraise_alike, model.baku)):
        for consideration, term in terms_of_all.get(move, {}).items():
            found[consideration] = found.get(consideration, 0.0) + term
    for consideration, term in appraised(ABROAD, appraise, model.baku, move).items():
        found[consideration] = found.get(consideration, 0.0) + term
    return found


def join(baku: Any, ledger: Ledger) -> None:
    """Joining the body that ``join_target`` names, were it the only one on the table."""
    row = int(baku.join_target[0])
    baku.can_join = {row: np.ones(1, dtype=bool)}
    baku_joining.appraise_join(baku, ledger)


def between_camps() -> AlignmentModel:
    """Baku as it stands in the tests of single terms, with round numbers."""
    model = small_model()
    put(model, "baku", trust_in_cover=0.3, uncovered=0.7, perceived_moscow_threat=0.5, perceived_western_threat=0.2,
        perceived_punishment=0.6, memory=0.5, top_broker=0.6, leader_type=0.5, strain=0.4, thinness=0.4, need=0.1,
        existential=0.6, visible=0.8, moscow_cooperation=0.15, western_security=0.2, non_aligned=1.0,
        coalition_effort=0.25)  # fmt: skip
    put(model, "moscow", reach=0.4, pressure=0.25, resources=0.5, visit_echo=0.5)
    put(model, "ankara", closeness=0.25, rival_pipeline=0.2)
    put(model, "brussels", engagement=0.5, territorial_clarity=0.25)
    put(model, "world", energy_revenue=3.0, currency=0.7, buffer=0.6, like_minded=0.5, shield=0.25)
    fix(model, "baku", broker_preference=-0.5, nationalist_refusal=2.0, ideal_point=0.4, tone_discount=0.4,
        cost_of_small_move=0.1, cost_of_large_move=0.6, resistance=0.9, full_cooperation=0.6,
        memory_of_deals=0.1)  # fmt: skip
    return model


def aims(model: AlignmentModel, target: str, name: str, **facts: float) -> None:
    """Let a move aim at a treaty whose facts are those given."""
    row = model.treaties.row[name]
    put(model, "baku", **{target: row})
    for attribute, value in facts.items():
        model.treaty_facts[attribute][row] = value


def test_where_there_is_no_body_to_aim_at_its_facts_are_nought() -> None:
    model = small_model(2)
    rows = np.array([-1, model.treaties.row[UNION]], dtype=np.int8)
    put(model, "baku", join_target=rows)
    for fact in ("depth", "security", "economy", "energy", "exit_price", "standing"):
        none, union = baku_joining.of_target(model.baku, model.baku.join_target, fact)
        assert none == 0.0
        assert union == model.treaty_facts[fact][model.treaties.row[UNION]]


# -- the East ---------------------------------------------------------------------------------------------------------
def test_stalling_spares_some_retaliation_and_risks_some() -> None:
    model = between_camps()
    fix(model, "baku", stall_risk=0.3)
    # 0.4 * (0.4 + 0.25) = 0.26; 0.3 * 0.5 = 0.15
    assert terms(model, baku_abroad.appraise_stall, "stall") == pytest.approx(
        {"punishment": 0.26, "regime_against_moscow": -0.15, "continuity": -0.1}
    )


def farming(model: AlignmentModel) -> None:
    fix(model, "baku", market_access=0.25, sector_gain=0.2, farm_access=0.15, labour_relief=0.2, workers_in_russia=1.5,
        workers_scale=2.0, workers_legal=0.2, relief_when_expelled=1.0, dutch_disease=0.5, even_currency=0.5,
        farm_protection=0.8, farm_employment=30.0, farm_employment_scale=40.0, productivity_gap=0.4,
        farm_loss=0.7)  # fmt: skip


def test_a_customs_union_gains_a_market_and_loses_farms() -> None:
    model = between_camps()
    farming(model)
    # Gains 0.5 * 0.6 = 0.3; labour 0.2 * 0.75 * 0.8 = 0.12; windfall 0.5 * 0.2 = 0.1; loss 0.8 * 0.75 * 1.2 = 0.72.
    assert baku_joining.market_and_farms(model.baku) == pytest.approx([-0.30])
    put(model, "world", currency=0.5)
    assert baku_joining.market_and_farms(model.baku) == pytest.approx([-0.24])  # without the windfall


def test_legal_work_is_worth_more_where_workers_are_being_sent_home() -> None:
    model = between_camps()
    farming(model)
    model.moscow.lever[model.levers.index("workers")] = 0.5
    # Labour 0.12 * (1 + 0.5) = 0.18 in place of 0.12.
    assert baku_joining.market_and_farms(model.baku) == pytest.approx([-0.24])


def test_joining_is_weighed_by_the_depth_and_the_content_of_the_body() -> None:
    model = between_camps()
    farming(model)
    aims(model, "join_target", UNION, depth=0.8, security=0.5, economy=0.5, energy=1.0)
    fix(model, "baku", energy_autonomy_loss=0.8, rent_scale=1.0, memory_of_any_body=0.6, sovereignty_horizon=0.5,
        support_for_moscow_body=0.3, duress_breaks_resistance=0.5)  # fmt: skip
    fix(model, "ankara", alliance_weight=0.6)
    assert terms(model, join, "join") == pytest.approx({
        "energy_sovereignty": -0.6,  # 0.8 * 1 * rent 3 / (3 + 1)
        "market_and_farms": -0.15,  # 0.5 * -0.30
        "ankara": -0.225,  # 0.6 * 0.75 * 0.5
        "punishment": 0.4,  # spared: strain 0.4 * 0.8, pressure 0.25 * 0.4 * 0.8
        "cover": -0.3,
        "regime_against_moscow": 0.25,  # 0.5 * (0.8 - 0.3), what depth eases less what cover eases
        "regime_against_west": 0.16,  # 0.2 * 0.8
        "duress": 0.3,  # 0.6 * 0.5
        "memory": -0.46,  # 0.5 * (0.6 + 0.4 * 0.8)
        "patron": 0.05,  # 0.1 * (0.8 - 0.3)
        "long_run": -0.4,  # 0.5 * 0.8
        "opinion": -0.32,  # (0.6 - 1) * 0.8
        "brokers": 0.24,  # 0.5 * 0.6 * 0.8
        "continuity": -1.63,  # 0.9 * (1 - 0.5 * 0.6) = 0.63, and 2 * 0.5 for a nationalist
        "coalition": -0.1,  # effort 0.25 * company 0.5 * 0.8
    })  # fmt: skip


def test_a_nationalist_refuses_what_an_ex_communist_would_join() -> None:
    # 2 on either side of the pragmatist: Mutalibov signed, Elchibey did not ratify (M43).
    model = between_camps()
    aims(model, "join_target", SHELL, depth=0.15)
    worth = {}
    for leader in (-1.0, 0.0, 1.0):
        put(model, "baku", leader_type=leader)
        worth[leader] = terms(model, join, "join")["continuity"]
    assert [worth[leader] - worth[0.0] for leader in worth] == pytest.approx([2.0, 0.0, -2.0])


def test_company_in_refusal_speaks_against_joining_the_deeper_the_body() -> None:
    model = between_camps()
    aims(model, "join_target", PACT, depth=0.55)
    put(model, "baku", coalition_effort=0.8)
    assert terms(model, join, "join")["coalition"] == pytest.approx(-0.22)  # 0.8 * 0.5 * 0.55
    put(model, "world", like_minded=0.0)
    assert terms(model, join, "join")["coalition"] == 0.0  # alone, effort helps nobody


def test_more_cover_and_less_duress_make_joining_worth_less() -> None:
    model = between_camps()
    aims(model, "join_target", PACT, depth=0.55, security=1.0)
    fix(model, "baku", duress_breaks_resistance=0.5)
    before = sum(terms(model, join, "join").values())
    put(model, "baku", trust_in_cover=0.6, uncovered=0.4)
    covered = sum(terms(model, join, "join").values())
    # 0.3 more of trust: cover -0.3, Moscow's threat -0.5 * 0.3, need -0.1 * 0.3.
    assert covered - before == pytest.approx(-0.48)
    put(model, "baku", existential=0.1)
    # Half less of duress: security -0.5 * 1, and the resistance it broke is back, -0.9 * 0.5 * 0.5.
    relieved = sum(terms(model, join, "join").values())
    assert relieved - covered == pytest.approx(-0.725)


def test_leaving_has_its_price_and_memory_speaks_for_it() -> None:
    model = between_camps()
    aims(model, "leave_target", UNION, depth=0.8, exit_price=0.5)
    fix(model, "baku", exit_drive=0.75, exit_price_floor=0.5, exit_fear=0.3, cost_of_leaving=0.3)
    assert terms(model, baku_abroad.appraise_leave, "leave") == pytest.approx({
        "memory": 0.3,  # 0.5 * 0.75 * 0.8
        "duress": -0.6,
        "punishment": -0.67,  # 0.5 * (0.5 + 0.5 * 0.4) = 0.35, and strain 0.4 * 0.8
        "regime_against_moscow": -0.084,  # 0.3 * 0.5 * 0.7 * 0.8
        "patron": -0.056,  # 0.1 * 0.7 * 0.8
        "cover": 0.24,  # 0.3 * 0.8
        "brokers": -0.24,  # 0.5 * 0.6 * 0.8
        "continuity": 0.7,  # 2 * 0.5 - 0.3
    })  # fmt: skip


def test_a_bilateral_deal_is_worth_the_room_that_cooperation_has_left() -> None:
    model = between_camps()
    fix(model, "baku", usual_closeness=0.3, cost_of_deal=0.35)
    fix(model, "ankara", follow_the_ally=0.4, pipeline_damage=0.3)
    # Room 1 - 0.15 / 0.6 = 0.75.
    assert terms(model, baku_abroad.appraise_deal, "bilateral deal") == pytest.approx({
        "regime_against_moscow": 0.2625,  # 0.5 * 0.7 * 0.75
        "regime_against_west": 0.15,  # 0.2 * 0.75
        "cover": -0.3,
        "ankara": 0.025,  # 0.4 * (0.25 - 0.3) and 0.3 * 0.2 * 0.75
        "patron": 0.0525,  # 0.1 * 0.7 * 0.75
        "brokers": 0.225,  # 0.5 * 0.6 * 0.75
        "memory": -0.05,  # 0.5 * 0.1
        "second_best": -0.1,  # 0.4 * 0.25
        "continuity": -1.35,  # 0.35, and 2 * 0.5
    })  # fmt: skip


def test_an_assurance_answers_pressure_and_a_visit() -> None:
    model = between_camps()
    fix(model, "baku", visit_impression=0.6, symmetry_of_assurance=0.2)
    assert terms(model, baku_abroad.appraise_assurance, "assurance") == pytest.approx({
        "punishment": 0.55,  # 0.25 + 0.6 * 0.5
        "regime_against_moscow": 0.35,  # 0.5 * 0.7
        "cover": -0.3,
        "memory": -0.05,  # 0.5 * 0.1
        "symmetry": 0.2,
        "continuity": -1.6,  # 0.6, and 2 * 0.5
    })  # fmt: skip


# -- the West ---------------------------------------------------------------------------------------------------------
def test_a_security_step_buys_cover_against_punishment_and_fear_for_the_regime() -> None:
    model = between_camps()
    fix(model, "baku", regime_in_security=0.5)
    # Room 1 - 0.2 = 0.8.
    assert terms(model, baku_abroad.appraise_security, "western security step") == pytest.approx({
        "cover": 0.24,  # 0.3 * 0.8
        "second_best": 0.32,  # 0.4 * 0.8
        "patron": 0.03,  # 0.1 * 0.3
        "punishment": -0.48,  # 0.6 * 0.8
        "regime_against_west": -0.1,  # 0.5 * 0.2
        "brokers": -0.3,  # -0.5 * 0.6
        "symmetry": -1.0,
        "continuity": -0.1,
    })  # fmt: skip


def contracting(model: AlignmentModel) -> None:
    fix(model, "baku", western_benefit=0.4, deep_trade_benefit=0.2, farm_protection=0.8, productivity_gap=0.4,
        membership_horizon=0.5, support_for_europe=0.55, talks_commit=0.25, clarity_need=0.75)  # fmt: skip


def test_a_standing_partnership_is_judged_at_its_depth_and_talks_at_what_they_commit_to() -> None:
    model = between_camps()
    contracting(model)
    aims(model, "seek_target", DEEP, depth=0.8)
    # Talks commit to 0.8 * 0.25 = 0.2 of depth; no trade is opened by talking.
    talks = {
        "market_and_farms": 0.2,  # 0.4 * 0.5
        "long_run": 0.1,  # 0.5 * 0.2
        "second_best": 0.08,  # 0.4 * 0.2
        "cover": 0.06,  # 0.3 * 0.2
        "punishment": -0.096,  # 0.6 * 0.8 * 0.2
        "regime_against_west": -0.04,  # 0.2 * 0.2
        "opinion": 0.02,  # 0.1 * 0.2
        "brokers": -0.06,  # -0.5 * 0.6 * 0.2
        "continuity": -0.1,
    }
    assert terms(model, baku_abroad.appraise_partnership, "seek partnership") == pytest.approx(talks)
    aims(model, "seek_target", PARTNERSHIP, depth=0.2)  # standing, so at its whole depth, which is the same
    assert terms(model, baku_abroad.appraise_partnership, "seek partnership") == pytest.approx(talks)


def test_concluding_the_deep_contract_wants_clarity_on_territory() -> None:
    model = between_camps()
    contracting(model)
    aims(model, "conclude_target", DEEP, depth=0.8, economy=0.5)
    assert terms(model, baku_abroad.appraise_association, "conclude association") == pytest.approx({
        "market_and_farms": 0.14,  # 0.2, and (0.2 - 0.8 * 0.4) * 0.5
        "long_run": 0.4,  # 0.5 * 0.8
        "second_best": 0.32,  # 0.4 * 0.8
        "cover": 0.24,  # 0.3 * 0.8
        "punishment": -0.384,  # 0.6 * 0.8 * 0.8
        "regime_against_west": -0.16,  # 0.2 * 0.8
        "opinion": 0.08,  # 0.1 * 0.8
        "brokers": -0.24,  # -0.5 * 0.6 * 0.8
        "territorial_clarity": -0.4,  # (0.75 - 0.25) * 0.8
        "continuity": -0.58,  # 0.1, and 0.6 * 0.8
    })  # fmt: skip


def test_clarity_beyond_what_is_needed_adds_nothing() -> None:
    model = between_camps()
    contracting(model)
    aims(model, "conclude_target", DEEP, depth=0.8)
    put(model, "brussels", territorial_clarity=0.9)
    assert terms(model, baku_abroad.appraise_association, "conclude association")["territorial_clarity"] == 0.0


# -- neither ----------------------------------------------------------------------------------------------------------
def test_non_alignment_is_the_second_best_of_a_state_that_fears_and_can_pay() -> None:
    model = between_camps()
    fix(model, "baku", second_best_from_threat=0.2, second_best_scale=2.0, badge=0.1, memory_for_neutrality=0.1,
        support_for_neutrality=0.65, cost_of_non_alignment=0.9)  # fmt: skip
    assert terms(model, baku_abroad.appraise_non_aligned, "non-aligned") == pytest.approx({
        "second_best": 0.84,  # 2 * 0.6 * (0.6 + 0.2 * 0.5)
        "symmetry": 0.1,
        "memory": 0.05,  # 0.1 * 0.5
        "cover": -0.3,
        "opinion": 0.3,  # 1.3 - 1
        "continuity": -0.9,
    })  # fmt: skip


def test_a_coalition_is_worth_its_company_against_being_seen() -> None:
    model = between_camps()
    fix(model, "baku", memory_for_neutrality=0.1, cost_of_coalition=0.3)
    put(model, "moscow", bearing_down=0.4 * 0.75)  # its reach times its attention
    assert terms(model, baku_abroad.appraise_coalition, "coalition of refusers") == pytest.approx({
        "coalition": 0.3375,  # 0.5 * 0.9 * 0.75
        "memory": 0.05,  # 0.5 * 0.1
        "punishment": -0.24,  # 0.4 * 0.75 * 0.8
        "continuity": -0.3,
    })  # fmt: skip


# -- what is on the table ---------------------------------------------------------------------------------------------
def table(members: int = 1, quarter: int = 92, **status: object) -> AlignmentModel:
    """All treaties closed, except those given a status, and Baku free of duress."""
    model = small_model(members)
    model.quarter = quarter
    model.treaties.status[:] = CLOSED
    for name, code in status.items():
        model.treaties.status[model.treaties.row[name]] = code
    fix(model, "baku", ask_from=0.5, least_protection=0.5, offer_pressed_for=4.0, talks_last=8.0, clarity_need=0.75,
        assurance_from=0.18, assurance_again=0.3)  # fmt: skip
    put(model, "baku", existential=0.0, strain=0.0, thinness=0.5, need=0.0, assured=0.0, uncovered=0.7, visible=0.8)
    put(model, "moscow", pressure=0.0)
    put(model, "brussels", territorial_clarity=0.2)
    return model


def found(model: AlignmentModel) -> AlignmentModel:
    baku_abroad.reckon(model.baku)
    baku_abroad.find_targets(model.baku)
    baku_joining.appraise_join(model.baku, model.baku.ledger(ABROAD))
    return model


def target(model: AlignmentModel, kind: str) -> list[str | None]:
    rows = getattr(model.baku, f"{kind}_target").tolist()
    return [None if row < 0 else model.treaties.ids[row] for row in rows]


def is_open(model: AlignmentModel, move: str) -> list[bool]:
    return np.broadcast_to(model.baku.open_abroad[move], (len(model.members),)).tolist()


def keen(model: AlignmentModel) -> AlignmentModel:
    """A Baku to which depth is worth much and nothing else anything, so that it would rather join the deeper body."""
    numbers = vars(model.numbers.capitals["baku"])
    fix(model, "baku", **{name: 0.0 for name in numbers if name.startswith("weight_")})
    fix(model, "baku", weight_regime_against_west=1.0)
    put(model, "baku", perceived_western_threat=1.0)
    return model


def test_what_can_be_joined_is_on_offer_and_where_depth_is_what_counts_the_deepest() -> None:
    offers = {SHELL: [OFFER, OFFER, CLOSED, MEMBER], TRADE: [CLOSED, OFFER, CLOSED, OFFER],
              UNION: [CLOSED, OFFER, CLOSED, MEMBER]}  # fmt: skip
    model = found(keen(table(4, **offers)))
    assert target(model, "join") == [SHELL, UNION, None, TRADE]
    assert is_open(model, "join") == [True, True, False, True]


def test_a_body_that_is_worth_more_is_not_hidden_by_a_deeper_one() -> None:
    model = keen(table(4, **{TRADE: OFFER, PACT: OFFER, UNION: OFFER}))
    fix(model, "baku", weight_energy_sovereignty=9.0, weight_duress=1.0, weight_memory=1.0, memory_of_any_body=0.0)
    put(model, "baku", existential=[0.0, 0.9, 0.0, 0.0], memory=[0.0, 0.0, 0.9, 2.0])
    # The union costs energy. Of the others the pact is the deeper (0.55 against 0.25), the more so under duress; where
    # memory weighs less than what depth brings it still is, where it weighs more the shallow area costs least.
    assert target(found(model), "join") == [PACT, PACT, PACT, TRADE]


@pytest.mark.parametrize("reason", ["existential", "strain"])
def test_where_survival_is_at_stake_or_the_squeeze_too_much_baku_asks_for_a_body_that_protects(reason: str) -> None:
    model = keen(table(4, **{UNION: [CLOSED, CLOSED, CLOSED, OFFER], PACT: [CLOSED, CLOSED, MEMBER, CLOSED]}))
    put(model, "baku", **{reason: [0.5, 0.51, 0.51, 0.51]})
    # Only the pact protects (a security content of 1); the Union does not (0.1), and is the deeper where it is offered.
    assert target(found(model), "join") == [None, PACT, None, UNION]


def test_a_standing_offer_that_protects_nobody_does_not_keep_baku_from_asking() -> None:
    model = keen(table(2, **{TRADE: OFFER}))
    put(model, "baku", existential=[0.0, 1.0])
    assert target(found(model), "join") == [TRADE, PACT]


def test_a_body_protects_whose_security_content_is_above_the_least() -> None:
    model = table()
    put(model, "baku", existential=1.0)
    fix(model, "baku", least_protection=1.0)
    assert target(found(model), "join") == [None]


def test_nobody_can_ask_for_a_body_whose_window_is_closed() -> None:
    model = table(quarter=34)  # 2000-Q3: the old treaty has closed, the organisation has not opened
    put(model, "baku", existential=1.0)
    assert target(found(model), "join") == [None]


def test_what_can_be_left_is_the_deepest_body_and_not_while_survival_is_at_stake() -> None:
    model = table(3, **{SHELL: MEMBER, PACT: [MEMBER, CLOSED, MEMBER]})
    put(model, "baku", existential=[0.0, 0.49, 0.5])
    found(model)
    assert target(model, "leave") == [PACT, SHELL, PACT]
    assert is_open(model, "leave") == [True, True, False]
    assert is_open(found(table()), "leave") == [False]


def test_there_is_something_to_stall_about_while_an_invitation_or_a_fresh_offer_is_on_the_table() -> None:
    assert is_open(found(table()), "stall") == [False]
    assert is_open(found(table(**{UNION: OFFER})), "stall") == [True]
    model = table(3, **{TRADE: OFFER})
    model.treaties.age[model.treaties.row[TRADE]] = [0.0, 3.0, 4.0]
    assert is_open(found(model), "stall") == [True, True, False]


def test_an_assurance_is_considered_under_pressure_and_not_while_one_stands() -> None:
    model = table(3)
    put(model, "moscow", pressure=[0.18, 0.19, 0.19])
    put(model, "baku", assured=[0.0, 0.0, 0.3])
    assert is_open(found(model), "assurance") == [False, True, False]


def test_non_alignment_needs_its_door_open_and_a_coalition_its_club() -> None:
    assert is_open(found(table(nam=OFFER)), "non-aligned") == [True]
    assert is_open(found(table(nam=MEMBER)), "non-aligned") == [False]
    assert is_open(found(table(quarter=22)), "coalition of refusers") == [False]  # 1997-Q3
    assert is_open(found(table(quarter=23)), "coalition of refusers") == [True]  # October 1997


def test_a_deal_and_a_security_step_are_always_possible() -> None:
    model = found(table())
    assert is_open(model, "bilateral deal") == is_open(model, "western security step") == [True]


def test_with_brussels_a_standing_partnership_comes_first() -> None:
    model = found(table(2, 72, **{PARTNERSHIP: OFFER}))  # 2010-Q1
    assert target(model, "seek") == [PARTNERSHIP, PARTNERSHIP]
    clear = table(2, 76, **{PARTNERSHIP: OFFER})  # 2011-Q1: talks over the deep contract are possible too
    put(clear, "brussels", territorial_clarity=[0.2, 0.9])
    assert target(found(clear), "seek") == [PARTNERSHIP, PARTNERSHIP]


def test_talks_over_the_deep_contract_begin_before_its_language_is_known() -> None:
    assert target(found(table(1, 74, **{PARTNERSHIP: MEMBER})), "seek") == [DEEP]  # 2010-Q3
    assert target(found(table(1, 73, **{PARTNERSHIP: MEMBER})), "seek") == [None]  # 2010-Q2


def test_once_its_language_is_known_the_deep_contract_is_sought_only_if_it_is_clear_and_else_the_shallow_one() -> None:
    model = table(2, 84, **{PARTNERSHIP: MEMBER})  # 2013-Q1
    put(model, "brussels", territorial_clarity=[0.74, 0.75])
    assert target(found(model), "seek") == [SHALLOW, DEEP]


def test_talks_over_the_deep_contract_are_given_up_for_the_shallow_one_only_where_its_language_will_not_do() -> None:
    model = table(2, 84, **{PARTNERSHIP: MEMBER, DEEP: SOUGHT})
    put(model, "brussels", territorial_clarity=[0.2, 0.9])
    assert target(found(model), "seek") == [SHALLOW, None]


def test_what_is_in_hand_is_not_sought_again_and_what_has_lapsed_may_be() -> None:
    model = table(5, 84, **{PARTNERSHIP: MEMBER, DEEP: MEMBER, SHALLOW: [CLOSED, OFFER, SOUGHT, MEMBER, LAPSED]})
    put(model, "brussels", territorial_clarity=0.9)
    assert target(found(model), "seek") == [SHALLOW, SHALLOW, None, None, SHALLOW]


def test_the_shallow_contract_can_be_sought_without_clarity_later_too() -> None:
    assert target(found(table(1, 92, **{PARTNERSHIP: MEMBER, DEEP: LAPSED})), "seek") == [SHALLOW]  # 2015-Q1


def test_talks_are_concluded_when_signable_and_long_enough_under_way() -> None:
    model = table(3, 84, **{PARTNERSHIP: MEMBER, DEEP: [SOUGHT, SOUGHT, CLOSED]})  # signable from 2013-Q1
    model.treaties.age[model.treaties.row[DEEP]] = [7.0, 8.0, 99.0]
    assert target(found(model), "conclude") == [None, DEEP, None]
    assert is_open(model, "conclude association") == [False, True, False]
    early = table(1, 83, **{DEEP: SOUGHT})
    early.treaties.age[early.treaties.row[DEEP]] = 9.0
    assert target(found(early), "conclude") == [None]


def test_a_scenario_may_give_any_parameter_a_range() -> None:
    plan = small_model().plan.set(
        {"uncertainty": "full", "baku.least_protection": {"low": 0.3, "value": 0.5, "high": 0.7}}
    )
    model = AlignmentModel(plan, 3)
    model.step()
    assert model.baku.join_target.shape == (3,)


def test_baku_chooses_abroad_among_what_is_open_by_what_each_move_is_worth() -> None:
    model = table(2, 92, **{UNION: [OFFER, CLOSED]})
    model.row = 0
    model.moscow.look()
    model.baku.look()
    fix(model, "baku", resistance=0.0, support_for_moscow_body=1000.0)
    put(model, "baku", leader_type=0.0)
    baku_abroad.decide(model.baku)
    first, second = (ABROAD.moves[code] for code in model.baku.moves["baku.abroad"])
    assert first == "join"
    assert second != "join"


# -- acting -----------------------------------------------------------------------------------------------------------
def acted(move: str, members: int = 1, quarter: int = 92, prepare: Callable[[AlignmentModel], None] | None = None,
          **status: object) -> AlignmentModel:  # fmt: skip
    model = table(members, quarter, **status)
    fix(model, "baku", coerced_from=0.15, coalition_fade=0.1, coalition_step=0.2, deal_offer_fade=0.5,
        cooperation_fade=0.1, usual_cooperation=0.1, deal_step=0.12, full_cooperation=0.6, assurance_fade=0.2,
        security_upkeep=0.5, security_after_purge=0.2, security_fade=0.1, security_step=0.2, effort_ceiling=1.0,
        effort_from_depth=0.1, effort_from_trust=0.5, effort_from_western_threat=0.3, effort_threshold=0.25,
        effort_width=0.1, ideal_point=0.4, belief_rate=0.5)  # fmt: skip
    fix(model, "moscow", goodwill_for_assurance=0.8)
    put(model, "baku", moscow_cooperation=0.3, coalition_effort=0.5, deal_on_offer=0.4, assured=0.5, coerced=0.0,
        moscow_commitment=0.2, western_security=0.4, trust_in_cover=0.4, lesser_broker=0.5, top_broker=0.6,
        eu_effort=0.2, eu_depth=0.5, perceived_punishment=0.5, perceived_western_threat=0.2, visible=0.8)  # fmt: skip
    put(model, "brussels", engagement=0.5)
    put(model, "moscow", goodwill=0.1)
    if prepare:
        prepare(model)
    found(model)
    model.baku.moves[ABROAD.name] = np.full(members, ABROAD.index(move), dtype=np.int8)
    baku_acting.act(model.baku)
    return model


def status(model: AlignmentModel, name: str) -> list[float]:
    return model.treaties.status[model.treaties.row[name]].tolist()


def test_holding_lets_everything_fade_to_its_usual_level() -> None:
    baku = acted("hold").baku
    assert baku.moscow_cooperation == pytest.approx([0.28])  # 0.3 - 0.1 * 0.2
    assert baku.coalition_effort == pytest.approx([0.45])  # 0.5 * 0.9
    assert baku.deal_on_offer == pytest.approx([0.2])  # 0.4 * 0.5
    assert baku.assured == pytest.approx([0.4])  # 0.5 * 0.8
    # Upkeep (0.5 + 0.2 * (0.5 + 0.4)) * 0.4 = 0.272; 0.4 + 0.1 * (0.272 - 0.4).
    assert baku.western_security == pytest.approx([0.3872])


def test_holding_changes_no_treaty() -> None:
    given = {UNION: OFFER, TRADE: OFFER, SHELL: MEMBER, DEEP: SOUGHT, PARTNERSHIP: OFFER, "nam": OFFER}
    model = acted("hold", **given)
    assert {name: status(model, name) for name in given} == {name: [code] for name, code in given.items()}


def test_stalling_declines_an_invitation_and_leaves_a_standing_offer() -> None:
    model = acted("stall", **{UNION: OFFER, TRADE: OFFER, SHELL: MEMBER})
    assert (status(model, UNION), status(model, TRADE), status(model, SHELL)) == ([CLOSED], [OFFER], [MEMBER])


def test_joining_enters_the_body_and_what_it_needs_and_is_lived_at_first() -> None:
    model = acted("join", prepare=keen, **{UNION: OFFER, SHELL: OFFER})
    assert (status(model, UNION), status(model, SHELL)) == ([MEMBER], [MEMBER])
    assert model.baku.moscow_commitment == pytest.approx([1.0])
    assert model.baku.coerced.tolist() == [0.0]


def test_joining_under_existential_duress_is_coerced() -> None:
    def duress(model: AlignmentModel) -> None:
        put(model, "baku", existential=[0.15, 0.16, 0.9])

    model = acted("join", 3, prepare=duress, **{SHELL: [OFFER, OFFER, CLOSED]})
    assert model.baku.coerced.tolist() == [0.0, 1.0, 1.0]
    # The one whose survival is at stake and who has no offer asks for the body that protects.
    assert status(model, PACT) == [CLOSED, CLOSED, MEMBER]
    assert status(model, SHELL) == [MEMBER] * 3


def test_leaving_leaves_the_deepest_body_alone() -> None:
    model = acted("leave", **{TRADE: MEMBER, SHELL: MEMBER})
    assert (status(model, TRADE), status(model, SHELL)) == ([OFFER], [MEMBER])  # a standing offer waits
    model = acted("leave", **{PACT: MEMBER, SHELL: MEMBER})
    assert (status(model, PACT), status(model, SHELL)) == ([LAPSED], [MEMBER])


def test_a_deal_adds_cooperation_up_to_its_fullest_and_lies_before_moscow() -> None:
    model = acted("bilateral deal")
    assert model.baku.moscow_cooperation == pytest.approx([0.4])  # 0.28 + 0.12
    assert model.baku.deal_on_offer == pytest.approx([1.0])  # 0.2 + 1, cut
    full = acted("bilateral deal", prepare=lambda m: put(m, "baku", moscow_cooperation=0.58))
    assert full.baku.moscow_cooperation == pytest.approx([0.6])


def test_an_assurance_stands_and_buys_goodwill() -> None:
    model = acted("assurance")
    assert model.baku.assured == pytest.approx([1.0])
    assert model.moscow.goodwill == pytest.approx([0.8])
    assert acted("hold").moscow.goodwill == pytest.approx([0.1])


def test_a_security_step_adds_engagement_and_enters_what_stands_open_with_the_west() -> None:
    model = acted("western security step", partnership_for_peace=OFFER, action_plan=CLOSED)
    assert model.baku.western_security == pytest.approx([0.5072])  # 0.3872 + 0.2 * (1 - 0.4)
    assert status(model, "partnership_for_peace") == [MEMBER]
    assert status(model, "action_plan") == [CLOSED]


def test_seeking_enters_a_standing_partnership_and_opens_talks_over_a_contract() -> None:
    assert status(acted("seek partnership", quarter=72, **{PARTNERSHIP: OFFER}), PARTNERSHIP) == [MEMBER]
    model = acted("seek partnership", quarter=76, **{PARTNERSHIP: MEMBER})
    assert status(model, DEEP) == [SOUGHT]
    assert model.treaties.age[model.treaties.row[DEEP]].tolist() == [0.0]


def test_seeking_one_contract_gives_up_the_talks_over_the_other() -> None:
    model = acted("seek partnership", quarter=85, **{PARTNERSHIP: MEMBER, DEEP: SOUGHT})
    assert (status(model, SHALLOW), status(model, DEEP)) == ([SOUGHT], [LAPSED])


def test_concluding_signs_what_was_talked_over() -> None:
    def talked(model: AlignmentModel) -> None:
        model.treaties.age[model.treaties.row[DEEP]] = 8.0

    model = acted("conclude association", quarter=85, prepare=talked, **{PARTNERSHIP: MEMBER, DEEP: SOUGHT})
    assert status(model, DEEP) == [MEMBER]
    assert status(model, SHALLOW) == [CLOSED]


def test_non_alignment_and_the_club_of_refusers_are_entered() -> None:
    assert status(acted("non-aligned", nam=OFFER), "nam") == [MEMBER]
    model = acted("coalition of refusers", guam=OFFER)
    assert status(model, "guam") == [MEMBER]
    assert model.baku.coalition_effort == pytest.approx([0.65])  # 0.45 + 0.2


def test_effort_on_the_european_track_follows_engagement_as_far_as_it_is_worth_it() -> None:
    # Drawn 0.4 + 0.5 * 0.4 = 0.6; held 0.5 * 0.8 + 0.3 * 0.2 = 0.46, and the threshold 0.25: 1 / (1 + exp(1.1)) =
    # 0.249740. Effort 0.5 * 0.249740 + 0.1 * 0.5 = 0.174870; half way from 0.2: 0.187435.
    assert 1 / (1 + math.exp(1.1)) == pytest.approx(0.249740, abs=1e-6)
    assert acted("hold").baku.eu_effort == pytest.approx([0.187435], abs=1e-6)
