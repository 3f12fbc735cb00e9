from __future__ import annotations

import math

import numpy as np
import pytest
from tests.small_model import fix, put, small_model

from tightrope.capitals import baku_beliefs
from tightrope.model import AlignmentModel
from tightrope.scenario import Event
from tightrope.world import events
from tightrope.world.events import Events

LN3 = math.log(3.0)


def struck(model: AlignmentModel, kind: str, severity: float) -> None:
    model.quarter = 92
    model.events = Events([Event("it", 92, kind, severity, 1)], model.luck)


# -- lessons ----------------------------------------------------------------------------------------------------------
def taught(kind: str = events.INVASION, severity: float = 0.0, members: int = 1, **baku: object) -> AlignmentModel:
    model = small_model(members)
    fix(model, "baku", demonstration_jump=0.4, demonstration_ceiling=0.5, demonstration_fade=0.1,
        abandonment_jump=0.2, abandonment_fade=0.1, pretext_fade=0.5)  # fmt: skip
    put(model, "baku", **{"demonstration": 0.2, "abandonment": 0.3, "pretext": 0.4, **baku})
    struck(model, kind, severity)
    baku_beliefs.lessons(model.baku)
    return model


def test_lessons_fade() -> None:
    model = taught()
    assert model.baku.demonstration == pytest.approx([0.18])  # 0.2 * 0.9
    assert model.baku.abandonment == pytest.approx([0.27])  # 0.3 * 0.9
    assert model.baku.pretext == pytest.approx([0.2])  # 0.4 * 0.5


def test_an_invaded_neighbour_teaches_the_less_the_more_is_known_already() -> None:
    # 0.18 + 0.4 * 1 * (1 - 0.2 / 0.5) = 0.42; at half severity 0.30; at the ceiling nothing is added: 0.45.
    assert taught(severity=1.0).baku.demonstration == pytest.approx([0.42])
    assert taught(severity=0.5).baku.demonstration == pytest.approx([0.30])
    assert taught(severity=1.0, demonstration=0.5).baku.demonstration == pytest.approx([0.45])
    assert taught(severity=1.0, demonstration=0.8).baku.demonstration == pytest.approx([0.72])


def test_a_west_that_stands_aside_leaves_its_mark() -> None:
    assert taught(events.STANDING_ASIDE, 0.5).baku.abandonment == pytest.approx([0.37])  # 0.27 + 0.2 * 0.5


def test_a_scandal_gives_a_pretext_at_once_and_no_lesson_of_another_kind() -> None:
    model = taught(events.SCANDAL, 0.9)
    assert model.baku.pretext == pytest.approx([0.9])
    assert model.baku.demonstration == pytest.approx([0.18])
    assert model.baku.abandonment == pytest.approx([0.27])


# -- memory -----------------------------------------------------------------------------------------------------------
def test_memory_fades_by_a_yearly_share_and_is_renewed_while_coerced() -> None:
    model = small_model(3)
    fix(model, "baku", memory_decay=0.08, memory_strength=0.85)
    put(model, "baku", memory=[0.5, 0.5, 0.95], coerced=[0.0, 1.0, 1.0])
    # 0.5 * (1 - 0.02) = 0.49; renewed to 0.85; 0.95 * 0.98 = 0.931 is more than that already.
    assert baku_beliefs.memory(model.baku) == pytest.approx([0.49, 0.85, 0.931])


# -- trust in cover ---------------------------------------------------------------------------------------------------
def trusting(**baku: object) -> AlignmentModel:
    model = small_model()
    fix(model, "baku", trust_from_engagement=0.5, trust_from_firmness=0.2, trust_from_mediation=0.1,
        trust_from_brussels=0.1, trust_doubt=0.05, belief_rate=0.5)  # fmt: skip
    put(model, "washington", engagement=0.6, firmness=0.5, mediation=0.4)
    put(model, "brussels", engagement=0.3)
    put(model, "baku", **{"trust_in_cover": 0.2, "abandonment": 0.0, **baku})
    return model


def test_trust_follows_what_the_west_is_seen_to_do() -> None:
    # Seen: 0.30 + 0.10 + 0.04 + 0.03 - 0.05 = 0.42; half way from 0.2: 0.31.
    assert baku_beliefs.trust_in_cover(trusting().baku) == pytest.approx([0.31])


def test_the_lesson_of_standing_aside_is_taken_off_and_trust_has_a_floor() -> None:
    assert baku_beliefs.trust_in_cover(trusting(abandonment=0.2).baku) == pytest.approx([0.21])  # seen 0.22
    assert baku_beliefs.trust_in_cover(trusting(abandonment=0.9).baku) == pytest.approx([0.10])  # seen 0


def test_criticism_does_not_touch_trust() -> None:
    model = trusting()
    before = baku_beliefs.trust_in_cover(model.baku)
    put(model, "washington", criticism=1.0)
    put(model, "brussels", criticism=1.0)
    model.western_criticism = np.ones(1)
    np.testing.assert_array_equal(baku_beliefs.trust_in_cover(model.baku), before)


# -- the western threat -----------------------------------------------------------------------------------------------
def suspecting(criticism: float = 0.5, salience: float = 0.4, clarity: float = 0.3) -> AlignmentModel:
    model = small_model()
    fix(model, "baku", threat_per_criticism=1.5, threat_relief_by_trust=0.6, western_threat_base=0.05, grievance=0.1,
        belief_rate=0.5)  # fmt: skip
    put(model, "world", subversion_salience=salience)
    fix(model, "brussels", clarity_to_peers=0.8)
    put(model, "brussels", territorial_clarity=clarity)
    put(model, "baku", trust_in_cover=0.5, perceived_western_threat=0.2)
    model.western_criticism = np.array([criticism])
    return model


def test_criticism_frightens_where_revolutions_are_present_and_cover_is_absent() -> None:
    # Fear 1.5 * 0.5 * 0.4 * (1 - 0.6 * 0.5) = 0.21; target 0.05 + 0.21 + 0.1 * 0.5 = 0.31; half way from 0.2: 0.255.
    assert baku_beliefs.perceived_western_threat(suspecting().baku) == pytest.approx([0.255])


def test_words_on_territory_offend_as_far_as_others_have_clearer_ones() -> None:
    # Without the offence the target is 0.26; at clarity 0.7 it is 0.05 + 0.21 + 0.1 * 0.1 = 0.27.
    assert baku_beliefs.perceived_western_threat(suspecting(clarity=0.7).baku) == pytest.approx([0.235])
    assert baku_beliefs.perceived_western_threat(suspecting(clarity=0.8).baku) == pytest.approx([0.23])
    assert baku_beliefs.perceived_western_threat(suspecting(clarity=1.0).baku) == pytest.approx([0.23])


@pytest.mark.parametrize("quiet", [{"criticism": 0.0}, {"salience": 0.0}])
def test_criticism_without_revolutions_frightens_as_little_as_revolutions_without_criticism(
    quiet: dict[str, float],
) -> None:
    # Target 0.05 + 0.05 = 0.1; half way from 0.2: 0.15.
    assert baku_beliefs.perceived_western_threat(suspecting(**quiet).baku) == pytest.approx([0.15])


# -- punishment -------------------------------------------------------------------------------------------------------
def test_punishment_is_expected_from_lessons_drive_and_presence() -> None:
    model = small_model()
    fix(model, "baku", punishment_before=0.3, punishment_per_drive=0.1, punishment_per_presence=0.4, belief_rate=0.5)
    put(model, "baku", demonstration=0.2, perceived_punishment=0.4)
    put(model, "moscow", reach=0.5, presence=0.25)
    # Target 0.3 + 0.2 + 0.05 + 0.1 = 0.65; half way from 0.4: 0.525.
    assert baku_beliefs.perceived_punishment(model.baku) == pytest.approx([0.525])
    put(model, "baku", demonstration=1.0)
    assert baku_beliefs.perceived_punishment(model.baku) == pytest.approx([0.7])  # target cut to 1


# -- the threat from Moscow -------------------------------------------------------------------------------------------
def fearing(**moscow: object) -> AlignmentModel:
    model = small_model()
    fix(model, "baku", election_multiplier=1.5, nightmare=0.5, learning=0.1, moscow_threat_base=0.4,
        moscow_threat_per_pressure=0.5, attribution_bias=1.25, threat_per_presence=0.3,
        threat_per_unpredictability=0.6, usual_unpredictability=0.2, belief_rate=0.5)  # fmt: skip
    put(model, "moscow", **{"reach": 0.5, "pressure": 0.2, "tycoons": 0.0, "presence": 0.1, "unpredictability": 0.3,
                            **moscow})  # fmt: skip
    put(model, "world", subversion_salience=0.4)
    put(model, "baku", election_window=1.0, top_broker=0.8, perceived_moscow_threat=0.3)
    model.western_criticism = np.array([0.5])
    return model


def test_moscows_threat_is_seen_through_a_habit_of_suspicion() -> None:
    # Raw: 0.4 * 0.5 + 0.5 * 0.2 + script 0.1 * 0.4 * 0.5 = 0.32; target 1.25 * 0.32 + 0.3 * 0.1 + 0.6 * 0.1 = 0.49;
    # half way from 0.3: 0.395.
    assert baku_beliefs.perceived_moscow_threat(fearing().baku) == pytest.approx([0.395])


def test_the_nightmare_is_a_product_of_all_four_of_its_parts() -> None:
    # Tycoons 0.4 in an election window (1.5), brokers 0.8, recognised opposition 0.5, weight 0.5: 0.12. Raw 0.44,
    # target 0.55 + 0.09 = 0.64; half way: 0.47.
    assert baku_beliefs.perceived_moscow_threat(fearing(tycoons=0.4).baku) == pytest.approx([0.47])
    calm = fearing(tycoons=0.4)
    put(calm, "baku", election_window=0.0)
    # Without an election 0.08: raw 0.40, target 0.59; half way: 0.445.
    assert baku_beliefs.perceived_moscow_threat(calm.baku) == pytest.approx([0.445])
    for quiet in ("brokers", "opposition"):
        model = fearing(tycoons=0.4)
        if quiet == "brokers":
            put(model, "baku", top_broker=0.0)
        else:
            model.western_criticism = np.zeros(1)
        assert baku_beliefs.perceived_moscow_threat(model.baku) == pytest.approx([0.395]), quiet


def test_a_calmer_moscow_than_usual_reassures() -> None:
    # Unpredictability 0.1 below the usual: target 0.4 + 0.03 - 0.06 = 0.37; half way: 0.335.
    assert baku_beliefs.perceived_moscow_threat(fearing(unpredictability=0.1).baku) == pytest.approx([0.335])


# -- all together -----------------------------------------------------------------------------------------------------
def test_beliefs_build_on_one_another_within_the_quarter() -> None:
    model = trusting()
    fix(model, "baku", threat_per_criticism=1.5, threat_relief_by_trust=0.6, western_threat_base=0.05, grievance=0.0,
        abandonment_fade=0.0)  # fmt: skip
    put(model, "world", subversion_salience=0.4)
    put(model, "baku", perceived_western_threat=0.2)
    model.western_criticism = np.array([0.5])
    model.quarter = 92
    baku_beliefs.update(model.baku)
    # Trust goes to 0.31 first; fear 0.3 * (1 - 0.6 * 0.31) = 0.2442; target 0.2942; half way from 0.2: 0.2471.
    assert model.baku.trust_in_cover == pytest.approx([0.31])
    assert model.baku.perceived_western_threat == pytest.approx([0.2471])


def test_every_belief_is_updated_within_the_quarter() -> None:
    model = small_model()
    fix(model, "baku", belief_rate=0.5, memory_decay=0.08)
    beliefs = (
        "memory",
        "trust_in_cover",
        "perceived_western_threat",
        "perceived_punishment",
        "perceived_moscow_threat",
    )
    put(model, "baku", **dict.fromkeys(beliefs, 1.0), coerced=0.0, demonstration=0.5)
    put(model, "moscow", reach=0.0, presence=0.0, pressure=0.0, unpredictability=0.0)
    model.quarter = 92
    baku_beliefs.update(model.baku)
    for name in (*beliefs, "demonstration"):
        assert getattr(model.baku, name)[0] < (0.5 if name == "demonstration" else 1.0), name
    assert model.baku.memory == pytest.approx([0.98])  # a fiftieth less


def test_looking_weighs_the_squeeze_against_the_capacity_to_bear_it() -> None:
    model = small_model()
    # Beliefs at a rate of nought stay what they are set to.
    fix(model, "baku", belief_rate=0.0, duress_threshold=0.8, duress_width=0.1, tone_discount=0.4, unease=1.0,
        usual_unpredictability=0.2, squeeze_from_pressure=0.5, squeeze_from_threat=0.5, capacity_floor=0.25,
        capacity_from_buffer=0.4, capacity_from_trust=0.2, strain_width=0.05, patron_threshold=0.5)  # fmt: skip
    put(model, "baku", trust_in_cover=0.25, tone_moscow=0.5, perceived_moscow_threat=0.6)
    put(model, "world", war_duress=0.8 + 0.1 * LN3, buffer=0.4)
    put(model, "moscow", reach=0.5, pressure=0.3, unpredictability=0.4)
    model.quarter = 92
    model.baku.look()
    baku = model.baku
    assert baku.existential == pytest.approx([0.75])  # exp(-ln 3) = 1/3
    assert baku.uncovered == pytest.approx([0.75])
    assert baku.thinness == pytest.approx([0.6])
    assert baku.visible == pytest.approx([0.8])  # 1 - 0.4 * 0.5
    assert baku.need == pytest.approx([0.1])  # 0.5 - 0.4
    # Squeeze 0.5 * 0.3 + 0.5 * 0.6 * 0.75 * (1 + 0.2) = 0.42; capacity 0.25 + 0.16 + 0.05 = 0.46; strain
    # 1 / (1 + exp(0.04 / 0.05)) = 1 / (1 + 2.225541) = 0.310026.
    assert baku.strain == pytest.approx([0.310026], abs=1e-6)


def test_a_moscow_far_calmer_than_usual_leaves_no_strain_but_that_of_its_pressure() -> None:
    model = small_model()
    fix(model, "baku", belief_rate=0.0, unease=20.0, usual_unpredictability=0.2, squeeze_from_pressure=0.5,
        squeeze_from_threat=0.5, capacity_floor=0.25, capacity_from_buffer=0.0, capacity_from_trust=0.0,
        strain_width=0.1)  # fmt: skip
    put(model, "moscow", reach=0.5, pressure=0.5, unpredictability=0.0)
    put(model, "baku", perceived_moscow_threat=0.6, trust_in_cover=0.0)
    model.quarter = 92
    model.baku.look()
    # The factor 1 - 20 * 0.2 is cut at nought; pressure alone, 0.25, is what can just be borne.
    assert model.baku.strain == pytest.approx([0.5])


def test_nobody_needs_a_patron_whose_buffer_is_thick() -> None:
    model = small_model()
    fix(model, "baku", patron_threshold=0.5)
    put(model, "world", buffer=0.8)
    model.moscow.look()
    model.quarter = 92
    model.baku.look()
    assert model.baku.need.tolist() == [0.0]
