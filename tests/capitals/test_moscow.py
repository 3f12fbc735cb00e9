from __future__ import annotations

import math

import numpy as np
import pytest
from tests.small_model import Terms, equal_weights, fix, put, small_model

from tightrope.capitals.moscow import in_order
from tightrope.model import AlignmentModel
from tightrope.world.treaties import CLOSED, LAPSED, MEMBER, OFFER, SOUGHT

LEVERS = ("karabakh", "force", "workers", "trade", "brokers", "tycoons", "minorities", "opposition", "summit")
LN3 = math.log(3.0)
CODES = {"hold": 0, "invite": 1, "squeeze": 2, "take the substitute": 3, "visit": 4, "reprieve": 5}


def moves(*names: str) -> np.ndarray:
    return np.array([CODES[name] for name in names], dtype=np.int8)


def lever(model: AlignmentModel, name: str) -> np.ndarray:
    return np.asarray(model.moscow.lever[LEVERS.index(name)])


def test_the_levers_of_the_seeds_are_in_the_order_that_the_rules_count_on() -> None:
    assert small_model().levers == LEVERS


# -- what Baku is worth -----------------------------------------------------------------------------------------------
def worth(members: int = 1, **baku: object) -> np.ndarray:
    model = small_model(members)
    fix(model, "moscow", utility_neutral=0.4, utility_substitute=0.6, badge_reassures=0.25)
    fix(model, "baku", full_cooperation=0.5)
    put(model, "baku", **{"position": 0.0, "moscow_cooperation": 0.0, "moscow_effective_depth": 0.0,
                          "non_aligned": 0.0, **baku})  # fmt: skip
    put(model, "moscow", inducement=1.0, patient=1.0)
    return model.moscow.worth_of_baku()


def test_a_neutral_baku_is_worth_its_neutrality() -> None:
    assert worth() == pytest.approx([0.4])


def test_the_badge_of_the_non_aligned_adds_to_what_a_neutral_baku_is_worth_and_to_nothing_else() -> None:
    assert worth(non_aligned=1.0) == pytest.approx([0.55])  # 0.4 + 0.6 * 0.25
    assert worth(non_aligned=1.0, position=0.5) == pytest.approx([0.275])
    assert worth(non_aligned=1.0, position=1.0) == pytest.approx([0.0])
    assert worth(non_aligned=1.0, moscow_effective_depth=1.0) == pytest.approx([1.0])


def test_a_baku_that_leans_east_without_any_tie_is_worth_no_more_than_a_neutral_one() -> None:
    assert worth(position=-0.8) == pytest.approx([0.4])


def test_a_baku_in_the_western_camp_is_worth_nothing() -> None:
    assert worth(position=1.0) == pytest.approx([0.0])
    assert worth(position=0.25) == pytest.approx([0.3])  # 0.4 * 0.75


def test_a_baku_deep_inside_is_worth_everything_whatever_else_it_does() -> None:
    assert worth(moscow_effective_depth=1.0) == pytest.approx([1.0])
    assert worth(moscow_effective_depth=1.0, position=1.0) == pytest.approx([1.0])
    assert worth(moscow_effective_depth=0.5) == pytest.approx([0.7])  # 0.4 + 0.6 * 0.5


def test_the_substitute_is_worth_its_price_only_in_full_accepted_and_while_patience_lasts() -> None:
    assert worth(moscow_cooperation=0.5) == pytest.approx([0.6])
    assert worth(moscow_cooperation=0.25) == pytest.approx([0.5])  # half of it: 0.4 + 0.2 * 0.5
    model = small_model(4)
    fix(model, "moscow", utility_neutral=0.4, utility_substitute=0.6)
    fix(model, "baku", full_cooperation=0.5)
    put(model, "baku", position=0.0, moscow_cooperation=0.5, moscow_effective_depth=0.0, non_aligned=0.0)
    put(model, "moscow", inducement=[1.0, 0.5, 1.0, 0.5], patient=[1.0, 1.0, 0.25, 0.25])
    # 0.4 + 0.2 * (1, 0.5, 0.25, 0.125)
    assert model.moscow.worth_of_baku() == pytest.approx([0.6, 0.5, 0.45, 0.425])


def test_a_substitute_worth_less_than_neutrality_takes_nothing_from_it() -> None:
    model = small_model()
    fix(model, "moscow", utility_neutral=0.5, utility_substitute=0.3)
    fix(model, "baku", full_cooperation=0.5)
    put(model, "baku", position=0.0, moscow_cooperation=0.5, moscow_effective_depth=0.0, non_aligned=0.0)
    put(model, "moscow", inducement=1.0, patient=1.0)
    assert model.moscow.worth_of_baku() == pytest.approx([0.5])


# -- looking ----------------------------------------------------------------------------------------------------------
def looked(**moscow: object) -> AlignmentModel:
    model = small_model()
    fix(model, "moscow", rapport_damping=0.5, rapport_override=0.6, rapport_override_width=0.1, patience=3.0,
        patience_slope=1.75, patience_width=2.0)  # fmt: skip
    put(model, "moscow", **{"drive": 0.6, "rapport": 0.8, "substitute_age": 0.0, **moscow})
    put(model, "world", union_alive=1.0, shield=0.3)
    model.moscow.look()
    return model


def test_the_drive_reaches_only_as_far_as_the_union_project_lives() -> None:
    model = looked()
    assert model.moscow.reach == pytest.approx([0.6])
    put(model, "world", union_alive=0.0)
    model.moscow.look()
    assert model.moscow.reach.tolist() == [0.0]
    assert model.moscow.squeezing.max() == 0.0  # without a reach nothing pays


def test_moscow_knows_its_reach_before_the_first_quarter() -> None:
    model = small_model()
    put(model, "world", union_alive=0.5)
    put(model, "moscow", drive=0.8)
    model.moscow.begin()
    assert model.moscow.reach == pytest.approx([0.4])
    np.testing.assert_array_equal(model.moscow.pressure, model.moscow.felt_pressure())


def test_moscow_is_dissatisfied_with_what_baku_is_not_worth() -> None:
    model = small_model()
    fix(model, "moscow", utility_neutral=0.4)
    put(model, "baku", position=0.25, moscow_cooperation=0.0, moscow_effective_depth=0.5, non_aligned=0.0)
    model.moscow.look()
    # Worth 0.4 * 0.75 = 0.3, and half inside 0.3 + 0.7 * 0.5 = 0.65.
    assert model.moscow.dissatisfaction == pytest.approx([0.35])


def test_what_pays_is_what_the_package_is_made_of() -> None:
    moscow = looked().moscow
    assert (moscow.payoff < 0.0).any() and (moscow.payoff > 0.0).any()
    np.testing.assert_array_equal(moscow.squeezing, np.where(moscow.payoff > 0.0, moscow.payoff, 0.0))
    assert moscow.best[0] == max(moscow.squeezing[:, 0])


def test_a_louder_neighbour_takes_attention_away() -> None:
    assert looked().moscow.attention == pytest.approx([0.7])


def test_rapport_brakes_until_the_drive_grows_too_strong() -> None:
    # At the override half of it is overridden: 0.5 * 0.8 * 0.5. Higher by 0.1 * ln 3, three quarters: 0.5 * 0.8 * 0.25.
    assert looked().moscow.brake == pytest.approx([0.2])
    assert looked(drive=0.6 + 0.1 * LN3).moscow.brake == pytest.approx([0.1])
    assert looked(rapport=0.0).moscow.brake.tolist() == [0.0]


def test_patience_runs_out_with_the_age_of_the_substitute_and_sooner_at_a_high_drive() -> None:
    # Three years at a reach of 0.75; at 0.6 it is 3 * 4 * (1.75 - 0.6) = 13.8 quarters: half of it is left then.
    assert looked(substitute_age=13.8).moscow.patient == pytest.approx([0.5])
    assert looked(substitute_age=13.8 + 2.0 * LN3).moscow.patient == pytest.approx([0.25])
    assert looked(substitute_age=12.0, drive=0.75).moscow.patient == pytest.approx([0.5])


# -- payoffs ----------------------------------------------------------------------------------------------------------
def pressing(members: int = 1) -> AlignmentModel:
    """A Moscow whose gates and scale can be worked out: see the first test below."""
    model = small_model(members)
    fix(model, "baku", vulnerability=0.3, openness_vulnerability=0.4, election_multiplier=1.5, tone_discount=0.5)
    fix(model, "moscow", payoff_scale=4.0, peers_vulnerability=0.8, cost_scale=0.1, lever_ceiling=0.9,
        dormant_levers=0.0, release_workers=0.0, release_trade=0.0, release_karabakh=0.0, tycoon_minority_link=0.5,
        regime_lever_threshold=0.4, regime_lever_width=0.1, usual_tone=0.6, coalition_notice=0.5,
        labour_lever_removed=0.5,
        **{f"exposure_{name}": 0.5 for name in LEVERS}, **{f"cost_{name}": 0.2 for name in LEVERS})  # fmt: skip
    put(model, "baku", openness=0.25, leader_type=0.5, moscow_depth=0.2, top_broker=0.6, lesser_broker=0.2,
        election_window=1.0, tone_moscow=0.6, coalition_effort=0.0)  # fmt: skip
    model.treaties.status[:] = CLOSED
    put(model, "world", war_duress=0.5)
    put(model, "moscow", reach=0.8, attention=0.5, brake=0.25, dissatisfaction=0.5, resources=0.5, tycoons=0.4,
        lever=0.1)  # fmt: skip
    model.western_criticism = np.full(members, 0.5)
    return model


def test_the_payoff_of_each_lever_is_the_product_of_its_parts_less_its_cost() -> None:
    model = pressing()
    payoff = dict(zip(LEVERS, model.moscow.lever_payoff()[:, 0], strict=True))
    # Push 0.8 * 0.5 * 0.75 * 0.5 = 0.15; vulnerability 0.3 + 0.4 * 0.25 = 0.4, half of the peers'; scale
    # 4 * 0.15 * 0.5 * 0.5 = 0.15; times exposure 0.5 and room 0.9 - 0.1 = 0.8: 0.06 for a gate of 1. Cost 0.02.
    # Reach 0.8 times attention 0.5 stands at the threshold of the levers against the regime: half driven.
    assert payoff == pytest.approx({
        "karabakh": 0.06 * 0.5 * 0.8 * 0.5 - 0.02,  # a half nationalist, four fifths outside, at a duress of a half
        "force": -0.02,
        "workers": -0.02,
        "trade": -0.02,
        "brokers": 0.06 * 0.8 - 0.02,  # 0.6 + 0.2
        "tycoons": 0.06 * 0.4 * 1.5 * 0.5 - 0.02,  # in an election window
        "minorities": 0.06 * 1.2 * 0.5 - 0.02,  # 1 + 0.5 * 0.4
        "opposition": 0.06 * 0.4 * 0.5 * 1.0 * 0.5 - 0.02,
        "summit": 0.06 * 0.8 - 0.02,
    })  # fmt: skip


def test_levers_that_are_only_potential_pay_when_a_scenario_releases_them() -> None:
    model = pressing()
    fix(model, "moscow", release_workers=0.5)
    payoff = dict(zip(LEVERS, model.moscow.lever_payoff()[:, 0], strict=True))
    assert payoff["workers"] == pytest.approx(0.01)  # 0.06 * 0.5 - 0.02
    assert payoff["trade"] == payoff["force"] == pytest.approx(-0.02)
    fix(model, "moscow", release_workers=0.0, release_trade=0.5)
    payoff = dict(zip(LEVERS, model.moscow.lever_payoff()[:, 0], strict=True))
    assert payoff["trade"] == pytest.approx(0.01)
    assert payoff["workers"] == payoff["force"] == pytest.approx(-0.02)
    fix(model, "moscow", release_workers=0.5, release_trade=0.0)
    fix(model, "moscow", dormant_levers=1.0)
    payoff = dict(zip(LEVERS, model.moscow.lever_payoff()[:, 0], strict=True))
    assert payoff["force"] == payoff["trade"] == pytest.approx(0.04)
    assert payoff["workers"] == pytest.approx(0.07)  # both: 0.06 * 1.5 - 0.02


def paid(model: AlignmentModel, name: str) -> float:
    """What a lever pays before its cost of 0.02."""
    return float(model.moscow.lever_payoff()[LEVERS.index(name)][0]) + 0.02


def test_in_a_common_market_the_workers_are_out_of_reach() -> None:
    model = pressing()
    fix(model, "moscow", release_workers=1.0)
    assert paid(model, "workers") == pytest.approx(0.06)
    model.treaties.status[model.treaties.row["eurasian_union"]] = MEMBER
    assert paid(model, "workers") == pytest.approx(0.03)  # an economy content of 1 takes half of the lever away
    model.treaties.status[model.treaties.row["eurasian_union"]] = LAPSED
    model.treaties.status[model.treaties.row["fta"]] = MEMBER
    assert paid(model, "workers") == pytest.approx(0.048)  # and one of 0.4 a fifth of it


def test_moscow_may_aid_armenia_where_nobody_defies_it() -> None:
    model = pressing()
    put(model, "baku", leader_type=0.0)
    assert paid(model, "karabakh") == pytest.approx(0.0, abs=1e-8)
    fix(model, "moscow", release_karabakh=0.5)
    assert paid(model, "karabakh") == pytest.approx(0.06 * 0.5 * 0.8 * 0.5)  # as for a half nationalist
    put(model, "baku", moscow_depth=1.0)
    assert paid(model, "karabakh") == pytest.approx(0.0, abs=1e-8)  # not against a member


def test_a_soft_tone_spares_retaliation_and_a_harsh_one_draws_it() -> None:
    model = pressing()
    as_usual = paid(model, "summit")
    put(model, "baku", tone_moscow=0.8)
    assert paid(model, "summit") / as_usual == pytest.approx(0.9)  # 1 - 0.5 * 0.2
    put(model, "baku", tone_moscow=0.0)
    assert paid(model, "summit") / as_usual == pytest.approx(1.3)  # 1 + 0.5 * 0.6


def test_company_in_refusal_is_noticed() -> None:
    model = pressing()
    alone = paid(model, "summit")
    put(model, "baku", coalition_effort=0.4)
    assert paid(model, "summit") / alone == pytest.approx(1.2)  # 1 + 0.5 * 0.4


@pytest.mark.parametrize("missing", ["reach", "attention", "dissatisfaction", "resources"])
def test_without_any_one_of_its_causes_no_lever_pays(missing: str) -> None:
    model = pressing()
    put(model, "moscow", **{missing: 0.0})
    assert model.moscow.lever_payoff().max() <= 0.0


def test_a_lever_pulled_to_its_ceiling_pays_nothing_more() -> None:
    model = pressing()
    put(model, "moscow", lever=0.9)
    assert model.moscow.lever_payoff().max() == pytest.approx(-0.02)


def test_the_opposition_lever_needs_tycoons_an_election_and_a_recognised_opposition() -> None:
    place = LEVERS.index("opposition")
    for change in ({"tycoons": 0.0}, {"election_window": 0.0}, {"criticism": 0.0}):
        model = pressing()
        if "criticism" in change:
            model.western_criticism = np.zeros(1)
        elif "tycoons" in change:
            put(model, "moscow", **change)
        else:
            put(model, "baku", **change)
        assert model.moscow.lever_payoff()[place] == pytest.approx([-0.02]), change


def test_closed_politics_leave_fewer_weak_points() -> None:
    model = pressing(2)
    put(model, "baku", openness=[0.0, 1.0])
    closed, open_ = model.moscow.lever_payoff()[LEVERS.index("brokers")] + 0.02
    assert open_ / closed == pytest.approx(7 / 3)  # vulnerability 0.7 against 0.3


# -- pulling ----------------------------------------------------------------------------------------------------------
def pulling(members: int = 1) -> AlignmentModel:
    model = small_model(members)
    fix(model, "moscow", full_squeeze=0.05, package_share=0.2, lever_rate=0.5, lever_ceiling=0.9, lever_decay=0.1,
        broker_base=0.25, reprieve_multiplier=0.4, accumulation=0.5, accumulated_decay=0.1,
        **{f"exposure_{name}": 0.5 for name in LEVERS})  # fmt: skip
    put(model, "baku", top_broker=0.4)
    put(model, "moscow", lever=0.1, accumulated=0.2, visit_echo=0.0, squeezing=0.0, best=0.0)
    return model


def pull(model: AlignmentModel, *names: str) -> None:
    chosen = moves(*names)
    model.moscow.pull(chosen == CODES["squeeze"], chosen == CODES["reprieve"])


def test_a_squeeze_raises_a_package_each_lever_in_proportion_to_its_payoff() -> None:
    model = pulling()
    payoffs = {"brokers": 0.4, "minorities": 0.2, "summit": 0.08, "tycoons": 0.04}
    for name, payoff in payoffs.items():
        model.moscow.squeezing[LEVERS.index(name)] = payoff
    model.moscow.best = np.array([0.4])
    pull(model, "squeeze")
    # Relative payoffs 1, 0.5, 0.2 and 0.1, a fifth of the best being the least that joins: raised by 0.5 * 0.8 and
    # 0.5 * 0.3 of the room 0.8, that is 0.32 and 0.12; the others not at all.
    assert lever(model, "brokers") == pytest.approx([0.42])
    assert lever(model, "minorities") == pytest.approx([0.22])
    for name in set(LEVERS) - {"brokers", "minorities"}:
        assert lever(model, name)[0] <= 0.1, name


def test_without_a_squeeze_levers_fall_back_and_the_brokers_to_their_standing_base() -> None:
    model = pulling()
    put(model, "moscow", lever=0.6)
    pull(model, "hold")
    # 0.6 * 0.9 = 0.54; the base of the brokers is 0.25 * 0.4 = 0.1, so 0.1 + 0.5 * 0.9 = 0.55.
    assert lever(model, "minorities") == pytest.approx([0.54])
    assert lever(model, "brokers") == pytest.approx([0.55])
    for _ in range(300):
        pull(model, "hold")
    assert lever(model, "brokers") == pytest.approx([0.1])
    assert lever(model, "minorities") == pytest.approx([0.0], abs=1e-9)


def test_a_reprieve_leaves_a_share_of_what_stands_above_the_base() -> None:
    model = pulling()
    put(model, "moscow", lever=0.6)
    pull(model, "reprieve")
    # On top of the quarter's decay: 0.6 * 0.9 * 0.4 = 0.216; brokers 0.1 + 0.5 * 0.9 * 0.4 = 0.28.
    assert lever(model, "minorities") == pytest.approx([0.216])
    assert lever(model, "brokers") == pytest.approx([0.28])


def test_no_lever_is_pulled_beyond_its_ceiling() -> None:
    model = pulling()
    model.moscow.squeezing[:] = 1.0
    model.moscow.best = np.array([1.0])
    for _ in range(50):
        pull(model, "squeeze")
    assert model.moscow.lever.max() <= 0.9 + 1e-12


def test_levers_that_a_squeeze_does_not_feed_fall_back() -> None:
    model = pulling()
    put(model, "moscow", lever=0.6)
    model.moscow.squeezing[LEVERS.index("summit")] = 0.4
    model.moscow.best = np.array([0.4])
    pull(model, "squeeze")
    assert lever(model, "minorities")[0] < 0.6


def test_each_member_pulls_for_itself() -> None:
    model = pulling(3)
    model.moscow.squeezing[LEVERS.index("summit")] = 0.4
    model.moscow.best = np.full(3, 0.4)
    pull(model, "squeeze", "hold", "reprieve")
    # 0.1 + 0.5 * 0.8 * 0.8 = 0.42; 0.1 * 0.9; 0.1 * 0.9 * 0.4
    assert lever(model, "summit") == pytest.approx([0.42, 0.09, 0.036])


# -- felt pressure ----------------------------------------------------------------------------------------------------
def test_felt_pressure_is_the_exposure_weighted_mean_of_the_levers() -> None:
    model = pulling()
    exposures = {f"exposure_{name}": 0.0 for name in LEVERS}
    fix(model, "moscow", **(exposures | {"exposure_brokers": 0.6, "exposure_summit": 0.2}))
    put(model, "moscow", lever=0.3)
    model.moscow.lever[LEVERS.index("brokers")] = 0.8
    # (0.6 * 0.8 + 0.2 * 0.3) / 0.8 = 0.675
    assert model.moscow.felt_pressure() == pytest.approx([0.675])


def test_felt_pressure_leaves_karabakh_out() -> None:
    model = pulling()
    before = model.moscow.felt_pressure()
    model.moscow.lever[LEVERS.index("karabakh")] = 0.9
    np.testing.assert_array_equal(model.moscow.felt_pressure(), before)
    fix(model, "moscow", exposure_karabakh=0.01)
    np.testing.assert_array_equal(model.moscow.felt_pressure(), before)


def test_felt_pressure_is_one_when_every_other_lever_is_fully_pulled() -> None:
    model = pulling()
    put(model, "moscow", lever=1.0)
    model.moscow.lever[LEVERS.index("karabakh")] = 0.0
    assert model.moscow.felt_pressure() == pytest.approx([1.0])


def test_pressure_accumulates_and_a_visit_discharges_it() -> None:
    model = pulling(2)
    fix(model, "moscow", lever_decay=0.0, broker_base=0.0)
    put(model, "moscow", visit_echo=[0.0, 0.5], reach=0.8)
    pull(model, "hold", "hold")
    # Levers stay at 0.1, felt 0.1, of which 0.5 * 0.8 * 0.1 = 0.04 is added: 0.2 * 0.9 + 0.04 = 0.22; after a visit's
    # echo 0.2 * 0.9 * 0.5 + 0.04 = 0.13.
    assert model.moscow.accumulated == pytest.approx([0.22, 0.13])


def test_pressure_without_a_drive_adds_up_to_no_visit() -> None:
    model = pulling()
    put(model, "moscow", accumulated=0.0, reach=0.0, lever=0.9)
    pull(model, "hold")
    assert model.moscow.pressure[0] > 0.5
    assert model.moscow.accumulated.tolist() == [0.0]


def test_a_squeeze_that_hardly_pays_is_half_hearted() -> None:
    model = pulling()
    model.moscow.squeezing[LEVERS.index("summit")] = 0.03
    model.moscow.best = np.array([0.03])
    pull(model, "squeeze")
    # 0.03 of the 0.05 that make a full squeeze, less the share of 0.2: 0.1 + 0.5 * 0.4 * 0.8 = 0.26, not 0.42.
    assert lever(model, "summit") == pytest.approx([0.26])


# -- appraising -------------------------------------------------------------------------------------------------------
def appraised(**numbers: float) -> dict[str, dict[str, float]]:
    terms = Terms()
    model = small_model(sink=terms)
    equal_weights(model, "moscow")
    fix(model, "moscow", accession_belief=0.25, cost_invite=0.05, cost_squeeze=0.1, utility_substitute=0.6,
        utility_neutral=0.45, visit_threshold=0.4, cost_visit=0.15, visit_relief=0.2, cost_reprieve=0.12,
        **numbers)  # fmt: skip
    put(model, "moscow", reach=0.8, dissatisfaction=0.5, inducement=0.4, patient=0.75, brake=0.2, goodwill=0.3,
        accumulated=0.55, visit_echo=0.1, pressure=0.35, squeezing=0.1, best=0.1)  # fmt: skip
    put(model, "world", shield=0.3)
    put(model, "baku", trust_in_cover=0.5, western_security=0.4, deal_on_offer=0.8, moscow_effective_depth=0.2)
    model.moscow.decide()
    return terms.by_move


def test_an_invitation_is_worth_the_prize_as_far_as_moscow_believes_in_it() -> None:
    # The prize is 0.5 * 0.8 = 0.4; a quarter believed in: 0.1, less 0.03 for the neighbour; patience 0.4 * 0.75.
    assert appraised()["invite"] == pytest.approx(
        {"influence": 0.1, "attention": -0.03, "patience": -0.3, "cost": -0.05, "habit": -1.0}
    )


def test_a_squeeze_is_worth_what_its_levers_pay_together_less_what_holds_it_back() -> None:
    # Nine levers at 0.1; the risk of pushing Baku west is trust times security, 0.5 * 0.4.
    assert appraised()["squeeze"] == pytest.approx(
        {"influence": 0.9, "rapport": -0.2, "goodwill": -0.3, "pushing_west": -0.2, "cost": -0.1, "habit": -1.0}
    )


def test_taking_the_substitute_weighs_a_fresh_deal_against_the_prize() -> None:
    # Fresh: 0.8 * (1 - 0.4) = 0.48, with the gain over neutrality 0.15; patience 0.75 - 1; prize 0.4 * 0.25.
    assert appraised()["take the substitute"] == pytest.approx(
        {"neutrality": 0.63, "patience": -0.25, "influence": -0.1, "habit": -1.0}
    )


def test_a_visit_is_due_when_pressure_has_accumulated_and_no_visit_still_echoes() -> None:
    # 0.55 * (1 - 0.2) - 0.4: the deeper Baku is inside, the less there is to show it.
    assert appraised()["visit"] == pytest.approx(
        {"accumulated_pressure": 0.04, "goodwill": -0.1, "cost": -0.15, "habit": -1.0}
    )


def test_a_reprieve_answers_goodwill_and_gives_up_what_the_levers_pay() -> None:
    # 0.3 + 0.2 * 0.1 = 0.32; what a Baku as it stands is worth eases as far as it is pressed: 0.35 * 0.5.
    assert appraised()["reprieve"] == pytest.approx(
        {"goodwill": 0.32, "influence": -0.9, "neutrality": 0.175, "cost": -0.12, "habit": -1.0}
    )


def test_considerations_weigh_by_their_parameters() -> None:
    # Influence counts 2.5 times in the only term of the squeeze that has it: 2.5 * 0.9.
    assert appraised(weight_influence=2.5)["squeeze"]["influence"] == pytest.approx(2.25)


# -- which moves there are --------------------------------------------------------------------------------------------
def on_the_table(members: int = 1) -> AlignmentModel:
    model = small_model(members)
    fix(model, "moscow", invitation_drive=0.5, least_deal=0.05, least_pressure=0.08)
    model.quarter = 92
    put(model, "moscow", reach=0.8, best=0.1, pressure=0.3)
    put(model, "baku", deal_on_offer=0.5)
    return model


def test_moscow_invites_those_who_are_outside_and_not_asked_already() -> None:
    model = on_the_table(5)
    model.treaties.status[model.treaties.row["csto"]] = MEMBER
    model.treaties.status[model.treaties.row["eurasian_union"]] = [CLOSED, OFFER, SOUGHT, MEMBER, LAPSED]
    assert np.asarray(model.moscow.open_moves()["invite"]).tolist() == [True, False, False, False, True]


def test_moscow_does_not_invite_without_drive_or_before_there_is_a_union() -> None:
    model = on_the_table(2)
    put(model, "moscow", reach=[0.49, 0.5])  # a drive that nears 0.5 from below has come to it
    assert np.asarray(model.moscow.open_moves()["invite"]).tolist() == [False, True]
    model.quarter = 71  # 2009-Q4; the Customs Union dates from 2010, the pact from 2002
    assert np.asarray(model.moscow.open_moves()["invite"]).tolist() == [False, True]
    model.quarter = 40
    assert not np.any(model.moscow.open_moves()["invite"])


def test_a_squeeze_needs_a_lever_that_pays_a_reprieve_something_to_lift_a_substitute_a_deal() -> None:
    model = on_the_table(2)
    put(model, "moscow", best=[0.0, 0.01], pressure=[0.08, 0.09])
    put(model, "baku", deal_on_offer=[0.05, 0.06])
    open_moves = model.moscow.open_moves()
    for move in ("squeeze", "reprieve", "take the substitute"):
        assert np.asarray(open_moves[move]).tolist() == [False, True], move


# -- acting -----------------------------------------------------------------------------------------------------------
def acted(*names: str) -> AlignmentModel:
    model = pulling(len(names))
    fix(model, "moscow", inducement_decay=0.1, inducement_step=0.3, substitute_counts_from=0.25, visit_decay=0.4,
        goodwill_decay=0.2, goodwill_for_substitute=0.5)  # fmt: skip
    put(model, "moscow", inducement=0.5, substitute_age=3.0, visit_echo=0.5, goodwill=0.2)
    put(model, "baku", moscow_cooperation=0.3)
    model.quarter = 92
    model.moscow.invited = [model.treaties.row["eurasian_union"]]
    model.moscow.moves["moscow.act"] = moves(*names)
    model.moscow.act()
    return model


def test_an_invitation_puts_the_union_on_the_table() -> None:
    model = acted("invite", "hold")
    assert model.treaties.status[model.treaties.row["eurasian_union"]].tolist() == [OFFER, CLOSED]


def test_taking_the_substitute_adds_acceptance_and_goodwill() -> None:
    model = acted("take the substitute", "hold")
    # 0.5 * 0.9 + 0.3 and 0.45; goodwill 0.5 in place of 0.16.
    assert model.moscow.inducement == pytest.approx([0.75, 0.45])
    assert model.moscow.goodwill == pytest.approx([0.5, 0.16])


def test_a_visit_echoes_and_fades() -> None:
    assert acted("visit", "hold").moscow.visit_echo == pytest.approx([1.0, 0.3])


def test_the_clock_of_the_substitute_runs_only_while_there_is_enough_cooperation() -> None:
    model = acted("hold", "hold")
    assert model.moscow.substitute_age.tolist() == [4.0, 4.0]
    put(model, "baku", moscow_cooperation=[0.25, 0.26])
    model.moscow.act()
    assert model.moscow.substitute_age.tolist() == [0.0, 5.0]


def test_acting_works_the_levers() -> None:
    # Levers at 0.1 fall back to 0.09, and after a reprieve to 0.1 * 0.9 * 0.4.
    assert lever(acted("hold", "reprieve"), "summit") == pytest.approx([0.09, 0.036])


def test_without_drive_no_lever_is_ever_raised() -> None:
    plan = small_model(quarters=40).plan.set({"moscow.drive": 0.0, "world.driver_noise": 0.0})
    model = AlignmentModel(plan, 5)
    put(model, "moscow", lever=0.0, drive=0.0)
    model.drivers.value[model.drivers.row["moscow.drive"]] = 0.0
    model.drivers.attach(model.holders)
    base = model.moscow.numbers.broker_base
    while model.running:
        model.step()
        rest = np.delete(model.moscow.lever, LEVERS.index("brokers"), axis=0)
        assert rest.max() == 0.0
        assert lever(model, "brokers").max() <= base + 1e-12


@pytest.mark.parametrize("members", [1, 2, 7, 8, 9, 64, 5120])
def test_rows_are_summed_in_their_order_whatever_the_number_of_members(members: int) -> None:
    # Expected: plain addition from the first row to the last. 17 rows: summed in pairs, some would end in another bit.
    rows = np.random.default_rng(4).random((17, members))
    expected = rows[0].copy()
    for row in rows[1:]:
        expected += row
    assert in_order(rows).tolist() == expected.tolist()
