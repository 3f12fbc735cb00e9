from __future__ import annotations

import numpy as np
import pytest
from tests.small_model import Terms, equal_weights, fix, put, small_model

from tightrope.capitals import baku_home
from tightrope.capitals.baku_home import HOME
from tightrope.model import AlignmentModel
from tightrope.world.drivers import Drivers

KEEP, REPRESS, OPEN_UP, REMOVE = range(4)


def test_the_moves_at_home_are_coded_in_their_order() -> None:
    assert HOME.moves == ("keep", "repress", "open up", "remove a broker")


# -- appraising -------------------------------------------------------------------------------------------------------
def at_home(members: int = 1, **baku: object) -> tuple[AlignmentModel, Terms]:
    terms = Terms()
    model = small_model(members, sink=terms)
    equal_weights(model, "baku")
    fix(model, "baku", repress_for_moscow=0.5, liberalisation_reward=0.3, openness_vulnerability=0.4,
        regime_in_openness=0.25, western_leverage=0.5, purge_wish=0.6, purge_risk_top=0.7, purge_risk_lesser=0.4,
        pretext_cover=0.5, purge_exposure=0.1, least_broker=0.25)  # fmt: skip
    put(model, "baku", **{"perceived_western_threat": 0.3, "perceived_moscow_threat": 0.4, "election_window": 1.0,
                          "repression": 0.2, "trust_in_cover": 0.5, "lesser_broker": 0.5, "top_broker": 0.8,
                          "pretext": 0.4, **baku})  # fmt: skip
    put(model, "baku", uncovered=1.0 - model.baku.trust_in_cover)
    put(model, "world", self_finance=0.6)
    model.western_criticism = np.full(members, 0.5)
    return model, terms


def decided(**baku: object) -> dict[str, dict[str, float]]:
    model, terms = at_home(**baku)
    baku_home.decide(model.baku)
    return terms.by_move


# Leverage: 0.5 * (1 - 0.6) * (1 - 0.3) = 0.14.
def test_the_west_sways_the_less_the_more_the_state_pays_itself_and_fears() -> None:
    model, _ = at_home()
    assert baku_home.leverage(model.baku) == pytest.approx([0.14])
    put(model, "world", self_finance=1.0)
    assert baku_home.leverage(model.baku).tolist() == [0.0]


def test_repression_answers_threats_from_both_sides_while_there_is_room_for_it() -> None:
    # (0.3 + 0.5 * 0.4 * 1) * 0.8 - 0.2 = 0.2; leverage 0.14 * criticism 0.5.
    assert decided()["repress"] == pytest.approx({"threat": 0.2, "western_leverage": -0.07, "habit": -1.0})
    # Outside an election window only the West's threat counts: 0.3 * 0.8 - 0.2.
    assert decided(election_window=0.0)["repress"]["threat"] == pytest.approx(0.04)


def test_criticism_holds_repression_back_only_as_far_as_the_west_has_leverage() -> None:
    model, terms = at_home()
    put(model, "world", self_finance=1.0)
    baku_home.decide(model.baku)
    assert terms.by_move["repress"]["western_leverage"] == 0.0
    assert terms.by_move["open up"]["western_leverage"] == 0.0


def test_openness_is_worth_its_cover_and_costs_the_weak_points_it_bares() -> None:
    # Cover 0.3 * 0.5; threats -0.4 * 0.4 * (1 - 0.5) - 0.25 * 0.3.
    assert decided()["open up"] == pytest.approx(
        {"cover": 0.15, "threat": -0.155, "western_leverage": 0.07, "habit": -1.0}
    )


def test_under_full_cover_the_weak_points_that_openness_bares_do_not_count() -> None:
    assert decided(trust_in_cover=1.0)["open up"]["threat"] == pytest.approx(-0.075)  # the West's part alone
    assert decided(trust_in_cover=0.0)["open up"]["threat"] == pytest.approx(-0.16 - 0.075)


def test_the_lesser_broker_goes_first_and_a_pretext_helps() -> None:
    # Wish 0.6 * 0.5 * 1.4; risk 0.4 * (1 - 0.5 * 0.4); exposure 0.1 * 0.4.
    assert decided()["remove a broker"] == pytest.approx(
        {"broker_strength": 0.42, "purge_risk": -0.32, "threat": -0.04, "habit": -1.0}
    )


def test_once_the_lesser_broker_is_gone_the_top_one_is_the_target() -> None:
    # Wish 0.6 * 0.8 * 1.4; risk 0.7 * 0.8.
    assert decided(lesser_broker=0.05)["remove a broker"] == pytest.approx(
        {"broker_strength": 0.672, "purge_risk": -0.56, "threat": -0.04, "habit": -1.0}
    )


def test_there_is_nobody_to_remove_once_both_brokers_are_small() -> None:
    # A quarter is the strength from which a broker is worth removing.
    model, _ = at_home(4, lesser_broker=[0.1, 0.25, 0.1, 0.3], top_broker=[0.2, 0.25, 0.3, 0.2])
    fix(model, "baku", purge_wish=1e6)
    baku_home.decide(model.baku)
    assert REMOVE not in model.baku.moves["baku.home"].tolist()[:2]
    assert model.baku.moves["baku.home"].tolist()[2:] == [REMOVE, REMOVE]


# -- acting -----------------------------------------------------------------------------------------------------------
def acted(*moves: int, luck: float = 0.5, **baku: object) -> AlignmentModel:
    model, _ = at_home(len(moves), **baku)
    fix(model, "baku", repression_fade=0.1, repression_step=0.2, openness_step=0.05, purge_success_top=0.2,
        purge_success_lesser=0.6, left_after_purge=0.1, purge_backfire=0.5)  # fmt: skip
    fix(model, "moscow", lever_ceiling=0.9)
    put(model, "moscow", lever=0.2, reach=0.8)
    model.row = 0
    model.purge_luck = np.full((1, len(moves)), luck)
    model.baku.moves["baku.home"] = np.array(moves, dtype=np.int8)
    baku_home.act(model.baku)
    return model


def test_repression_builds_and_eases() -> None:
    # 0.2 * 0.9 + 0.2 and 0.18.
    assert acted(REPRESS, KEEP).baku.repression == pytest.approx([0.38, 0.18])
    assert acted(REPRESS, repression=0.95).baku.repression == pytest.approx([1.0])


def test_opening_up_and_repressing_bend_openness_in_opposite_ways(monkeypatch: pytest.MonkeyPatch) -> None:
    pushed: dict[str, np.ndarray] = {}

    def note(drivers: Drivers, name: str, step: np.ndarray) -> None:
        pushed[name] = pushed.get(name, np.zeros(3)) + step

    monkeypatch.setattr(Drivers, "push", note)
    acted(KEEP, REPRESS, OPEN_UP)
    assert set(pushed) == {"baku.openness"}
    assert pushed["baku.openness"] == pytest.approx([0.0, -0.05, 0.05])


def test_a_purge_that_succeeds_leaves_a_tenth_of_its_target_and_the_other_as_he_was() -> None:
    # Luck 0.5 is below the odds of the lesser broker (0.6) and above those of the top one (0.2).
    model = acted(REMOVE, KEEP)
    assert model.baku.lesser_broker == pytest.approx([0.05, 0.5])
    assert model.baku.top_broker == pytest.approx([0.8, 0.8])


def test_a_lesser_broker_too_small_to_matter_is_passed_over() -> None:
    assert baku_home.target_is_lesser(at_home(2, lesser_broker=[0.25, 0.26])[0].baku).tolist() == [0.0, 1.0]


def test_a_top_broker_is_harder_to_fell() -> None:
    assert acted(REMOVE, lesser_broker=0.1).baku.top_broker == pytest.approx([0.8])
    felled = acted(REMOVE, luck=0.19, lesser_broker=0.1)
    assert felled.baku.top_broker == pytest.approx([0.08])
    assert felled.baku.lesser_broker == pytest.approx([0.1])


def test_a_purge_that_fails_leaves_the_broker_standing() -> None:
    assert acted(REMOVE, luck=0.6).baku.lesser_broker == pytest.approx([0.5])


def brokers_lever(model: AlignmentModel) -> np.ndarray:
    return np.asarray(model.moscow.lever[model.levers.index("brokers")])


def test_a_broker_who_survives_strikes_back_with_moscows_help() -> None:
    # 0.2 + 0.5 * 0.8 * (0.9 - 0.2). A purge that succeeds, and none at all, leave the lever as it is; no other moves.
    assert brokers_lever(acted(REMOVE, KEEP, luck=0.6)) == pytest.approx([0.48, 0.2])
    assert brokers_lever(acted(REMOVE, luck=0.5)) == pytest.approx([0.2])
    failed = acted(REMOVE, luck=0.6)
    assert np.delete(failed.moscow.lever, failed.levers.index("brokers"), axis=0) == pytest.approx(0.2)


def test_without_chance_no_purge_succeeds() -> None:
    model = small_model()
    fix(model, "baku", purge_success_lesser=1.0, purge_success_top=1.0)
    put(model, "baku", lesser_broker=0.5, top_broker=0.5)
    model.row = 0
    model.baku.moves["baku.home"] = np.array([REMOVE], dtype=np.int8)
    baku_home.act(model.baku)
    assert model.baku.lesser_broker.tolist() == model.baku.top_broker.tolist() == [0.5]


# -- a turn -----------------------------------------------------------------------------------------------------------
def test_in_its_turn_baku_looks_decides_on_both_decisions_acts_and_speaks() -> None:
    model = small_model()
    model.quarter, model.row = 92, 0
    model.moscow.look()
    put(model, "baku", tone_moscow=0.0, perceived_western_threat=0.0, moscow_cooperation=1.0, repression=0.9)
    model.baku.turn()
    assert set(model.baku.moves) == {"baku.abroad", "baku.home"}
    assert model.baku.existential.shape == (1,)
    assert model.baku.perceived_western_threat[0] > 0.0
    assert model.baku.moscow_cooperation[0] < 1.0  # cut to what is possible short of any bloc
    assert model.baku.repression[0] != 0.9
    assert model.baku.tone_moscow[0] > 0.0


# -- tone -------------------------------------------------------------------------------------------------------------
def spoken(**baku: object) -> AlignmentModel:
    model = small_model()
    fix(model, "baku", broker_weight=0.5, courtesy=0.4, tone_from_fear=0.2, tone_from_cooperation=0.3,
        tone_from_brokers=0.25, tone_from_nationalism=0.5, wish_for_the_west=0.6, ideal_point=0.5, tone_from_trust=0.4,
        declared_europe=0.3, tone_from_western_threat=0.5, tone_rate=0.5)  # fmt: skip
    put(model, "baku", **{"top_broker": 0.8, "perceived_moscow_threat": 0.5, "moscow_cooperation": 0.2,
                          "leader_type": 0.0, "trust_in_cover": 0.25, "perceived_western_threat": 0.2,
                          "tone_moscow": 0.2, "tone_west": 0.3, **baku})  # fmt: skip
    model.baku.set_tone()
    return model


def test_tone_to_moscow_is_courtesy_fear_cooperation_and_the_brokers_voice() -> None:
    # Brokers 0.5 * 0.8 = 0.4. 0.4 + 0.1 + 0.06 + 0.1 = 0.66; half way from 0.2: 0.43.
    assert spoken().baku.tone_moscow == pytest.approx([0.43])


def test_a_nationalist_speaks_harshly_and_an_ex_communist_no_softer_than_others() -> None:
    assert spoken(leader_type=1.0).baku.tone_moscow == pytest.approx([0.18])  # 0.16; half way from 0.2
    assert spoken(leader_type=-1.0).baku.tone_moscow == pytest.approx([0.43])


def test_tone_to_the_west_is_wish_and_trust_less_fear_and_the_brokers_voice() -> None:
    # 0.6 * 0.5 + 0.4 * 0.25 + 0.3 - 0.5 * 0.2 - 0.25 * 0.4 = 0.5; half way from 0.3: 0.4.
    assert spoken().baku.tone_west == pytest.approx([0.4])
    assert spoken(perceived_western_threat=1.0, trust_in_cover=0.0).baku.tone_west == pytest.approx([0.15])  # cut at 0
