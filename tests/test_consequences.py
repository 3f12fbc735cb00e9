from __future__ import annotations

import math

import numpy as np
import pytest
from tests.small_model import fix, put, small_model

from tightrope import consequences
from tightrope.consequences import ACCESSION, ALONE, ASSOCIATION, COERCED, DRIFT, TILT
from tightrope.model import AlignmentModel
from tightrope.outcomes import OUTCOMES
from tightrope.world.treaties import CLOSED, LAPSED, MEMBER, OFFER

NOWHERE = {"eu_depth": 0.0, "eu_effort": 0.0, "western_security": 0.0, "moscow_effective_depth": 0.0,
           "moscow_cooperation": 0.0, "tone_west": 0.0, "tone_moscow": 0.0, "non_aligned": 0.0}  # fmt: skip


def weighed(members: int = 1) -> AlignmentModel:
    model = small_model(members)
    fix(model, "baku", position_eu_depth=0.15, position_eu_effort=0.35, position_security=0.5,
        position_moscow_depth=1.0, position_cooperation=0.3, position_tone=0.25, position_non_aligned=0.05,
        accession_depth=0.5, association_depth=0.6, tilt_above=0.25, drift_below=-0.12)  # fmt: skip
    put(model, "baku", **NOWHERE)
    return model


# -- position ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("part", "position"),
    [
        ("eu_depth", 0.075), ("eu_effort", 0.175), ("western_security", 0.25), ("moscow_effective_depth", -0.5),
        ("moscow_cooperation", -0.15), ("tone_west", 0.125), ("tone_moscow", -0.125), ("non_aligned", -0.025),
    ],
)  # fmt: skip
def test_each_part_of_the_position_counts_by_its_weight(part: str, position: float) -> None:
    model = weighed()
    put(model, "baku", **{part: 0.5})
    assert consequences.position(model) == pytest.approx([position])  # half the weight, with its sign


def test_the_position_of_a_state_between_the_camps_is_the_sum_of_its_parts() -> None:
    model = weighed()
    put(model, "baku", eu_depth=0.25, eu_effort=0.2, western_security=0.4, moscow_effective_depth=0.1,
        moscow_cooperation=0.3, tone_west=0.6, tone_moscow=0.8, non_aligned=1.0)  # fmt: skip
    # West 0.0375 + 0.07 + 0.2 = 0.3075; east 0.1 + 0.09 = 0.19; tone 0.25 * (0.6 - 0.8) = -0.05; neutral -0.05.
    assert consequences.position(model) == pytest.approx([0.0175])


def test_the_position_stays_between_the_two_camps() -> None:
    model = weighed(2)
    put(model, "baku", eu_depth=[1.0, 0.0], eu_effort=[1.0, 0.0], western_security=[1.0, 0.0], tone_west=[1.0, 0.0],
        moscow_effective_depth=[0.0, 1.0], moscow_cooperation=[0.0, 1.0], tone_moscow=[0.0, 1.0])  # fmt: skip
    # 0.15 + 0.35 + 0.5 + 0.25 = 1.25 and -(1 + 0.3) - 0.25 = -1.55, both cut.
    assert consequences.position(model).tolist() == [1.0, -1.0]


# -- outcome ----------------------------------------------------------------------------------------------------------
def outcome_of(**baku: float) -> int:
    model = weighed()
    put(model, "baku", **{"position": 0.0, "eu_depth": 0.0, "moscow_depth": 0.0, "coerced": 0.0, **baku})
    (code,) = consequences.outcome(model)
    return int(code)


@pytest.mark.parametrize(
    ("position", "outcome"),
    [(-1.0, DRIFT), (-0.12, DRIFT), (-0.119, ALONE), (0.0, ALONE), (0.249, ALONE), (0.25, TILT), (1.0, TILT)],
)
def test_drift_and_tilt_begin_at_their_thresholds(position: float, outcome: int) -> None:
    assert outcome_of(position=position) == outcome


def test_depth_decides_over_position() -> None:
    assert outcome_of(position=-0.5, eu_depth=0.6) == ASSOCIATION
    assert outcome_of(position=-0.5, eu_depth=0.59) == DRIFT
    assert outcome_of(position=0.5, moscow_depth=0.5) == ACCESSION
    assert outcome_of(position=0.5, moscow_depth=0.49) == TILT


def test_outcomes_give_way_in_the_written_order() -> None:
    # coerced > Eurasian accession > European association > western tilt or tactical drift > going it alone
    assert outcome_of(position=0.5, eu_depth=0.9, moscow_depth=0.9, coerced=1.0) == COERCED
    assert outcome_of(position=0.5, eu_depth=0.9, moscow_depth=0.9) == ACCESSION
    assert outcome_of(position=-0.5, eu_depth=0.9) == ASSOCIATION
    assert outcome_of(position=0.0, coerced=1.0, moscow_depth=0.25) == COERCED
    assert outcome_of(position=0.0, coerced=0.3) == COERCED


def test_every_member_has_an_outcome_of_its_own() -> None:
    model = weighed(6)
    put(model, "baku", position=[0.0, -0.3, 0.4, 0.4, 0.4, 0.4], eu_depth=[0, 0, 0, 0.75, 0.75, 0.75],
        moscow_depth=[0, 0, 0, 0, 0.85, 0.85], coerced=[0, 0, 0, 0, 0, 1])  # fmt: skip
    assert consequences.outcome(model).tolist() == [ALONE, DRIFT, TILT, ASSOCIATION, ACCESSION, COERCED]


def test_codes_of_outcomes_agree_with_their_names() -> None:
    names = {ALONE: "going it alone", DRIFT: "tactical drift east", TILT: "western tilt",
             ASSOCIATION: "European association", ACCESSION: "Eurasian accession", COERCED: "coerced"}  # fmt: skip
    assert dict(enumerate(OUTCOMES)) == names


# -- duress -----------------------------------------------------------------------------------------------------------
def under_duress(**baku: float) -> AlignmentModel:
    model = small_model()
    fix(model, "world", karabakh_war=0.4, duress_from_lever=0.5, duress_rate=0.5, relief_after_joining=0.5,
        relief_of_war=0.2)  # fmt: skip
    fix(model, "moscow", exposure_karabakh=0.8)
    put(model, "world", flare_up=0.1, war_duress=0.2)
    put(model, "baku", protected=0.0)
    model.moscow.lever[model.levers.index("karabakh")] = 0.5
    for name, value in baku.items():
        put(model, "baku", **{name: value})
    return model


def test_duress_follows_the_war_the_flare_ups_and_the_karabakh_lever() -> None:
    model = under_duress()
    consequences.duress(model)
    # Lever: 0.5 * 0.8 * 0.5 = 0.2. Target: 0.4 + 0.6 * (0.1 + 0.2) = 0.58. Half way from 0.2: 0.39.
    assert model.world.war_duress == pytest.approx([0.39])


def test_membership_of_a_body_that_protects_eases_duress() -> None:
    model = under_duress(protected=1.0)
    consequences.duress(model)
    # Sheltered 0.5: of the added 0.3 half is left; a tenth of the war is lifted: 0.4 * 0.9 + 0.6 * 0.15 = 0.45.
    assert model.world.war_duress == pytest.approx([0.325])


def test_no_flare_up_adds_more_than_the_room_there_is() -> None:
    model = under_duress()
    put(model, "world", flare_up=1.0, war_duress=1.0)
    consequences.duress(model)
    assert model.world.war_duress == pytest.approx([1.0])  # target 0.4 + 0.6 * 1


def test_no_other_lever_adds_to_duress() -> None:
    seen = []
    for other in (0.0, 0.9):
        model = under_duress()
        model.moscow.lever[[place for place, name in enumerate(model.levers) if name != "karabakh"]] = other
        consequences.duress(model)
        seen.append(float(model.world.war_duress[0]))
    assert seen[0] == seen[1]


# -- commitment -------------------------------------------------------------------------------------------------------
def committed(duress: float, strain: float) -> AlignmentModel:
    model = small_model()
    fix(model, "baku", commitment_floor=0.1, commitment_duress=0.6, commitment_width=0.1, commitment_rate=0.5)
    put(model, "world", war_duress=duress)
    put(model, "baku", moscow_commitment=0.3, moscow_depth=0.4, strain=strain)
    consequences.commitment(model)
    return model


def test_at_its_threshold_duress_makes_half_of_a_membership_lived() -> None:
    # Target 0.1 + 0.9 * 0.5 = 0.55; half way from 0.3: 0.425. Lived depth 0.4 * 0.425 = 0.17.
    model = committed(duress=0.6, strain=0.0)
    assert model.baku.moscow_commitment == pytest.approx([0.425])
    assert model.baku.moscow_effective_depth == pytest.approx([0.17])


def test_strain_presses_as_duress_does_and_the_stronger_counts() -> None:
    # exp(-ln 3) = 1/3: duress 0.1 * ln 3 above the threshold presses with 3/4; target 0.1 + 0.9 * 0.8 = 0.82.
    assert committed(0.6 + 0.1 * math.log(3.0), 0.8).baku.moscow_commitment == pytest.approx([0.56])
    # With strain 0.2 it is the duress: target 0.1 + 0.9 * 0.75 = 0.775.
    assert committed(0.6 + 0.1 * math.log(3.0), 0.2).baku.moscow_commitment == pytest.approx([0.5375])


# -- treaties and what they amount to ---------------------------------------------------------------------------------
def test_depths_are_those_of_the_deepest_memberships_of_each_camp() -> None:
    model = small_model(3)
    treaties = model.treaties
    treaties.status[:] = CLOSED
    for name, members in {"cis": [1, 1, 0], "csto": [0, 1, 0], "eastern_partnership": [1, 0, 0],
                          "association_agreement": [1, 0, 0], "nam": [0, 0, 1], "guam": [1, 1, 1]}.items():  # fmt: skip
        treaties.set(treaties.row[name], np.array(members, dtype=bool), MEMBER)
    consequences.depths(model)
    # Depths of the table of bodies: CIS 0.15, CSTO 0.55, association 0.75. CIS protects 0.2, CSTO fully (seeds).
    assert model.baku.moscow_depth == pytest.approx([0.15, 0.55, 0.0])
    assert model.baku.eu_depth.tolist() == [0.75, 0.0, 0.0]
    assert model.baku.non_aligned.tolist() == [0.0, 0.0, 1.0]
    assert model.baku.protected == pytest.approx([0.2, 1.0, 0.0])


def test_an_invitation_that_is_too_old_is_off_the_table_and_a_standing_offer_never_is() -> None:
    model = small_model(3)
    union, pact = model.treaties.row["eurasian_union"], model.treaties.row["fta"]
    fix(model, "moscow", offer_lasts=2.0)
    model.treaties.status[union], model.treaties.age[union] = OFFER, [0.0, 1.0, 2.0]
    model.treaties.status[pact], model.treaties.age[pact] = OFFER, [0.0, 1.0, 300.0]
    consequences.offers_run_out(model)
    # Two quarters: it could be answered in the one in which it was made (age 0) and in the next (age 1).
    assert model.treaties.status[union].tolist() == [OFFER, CLOSED, CLOSED]
    assert model.treaties.status[pact].tolist() == [OFFER, OFFER, OFFER]


def test_nobody_is_coerced_any_longer_who_is_out_or_in_no_more_than_a_shell() -> None:
    model = small_model(3)
    fix(model, "baku", coerced_depth=0.2)
    model.treaties.status[:] = CLOSED
    model.treaties.set(model.treaties.row["cst"], np.array([True, False, False]), MEMBER)
    model.treaties.set(model.treaties.row["cis"], np.array([True, True, False]), MEMBER)
    put(model, "baku", coerced=1.0, strain=0.0)
    consequences.turn(model)
    assert model.baku.coerced.tolist() == [1.0, 0.0, 0.0]  # depths 0.45, 0.15 and 0
    assert model.baku.outcome[0] == COERCED
    assert COERCED not in model.baku.outcome[1:]


def test_the_facts_of_a_treaty_are_those_of_the_table_of_bodies() -> None:
    model = small_model()
    ids = model.treaties.ids
    facts = {key: dict(zip(ids, values[: len(ids)], strict=True)) for key, values in model.treaty_facts.items()}
    assert (facts["depth"]["eurasian_union"], facts["depth"]["strategic_partnership"]) == (0.85, 0.40)
    assert (facts["standing"]["fta"], facts["standing"]["eurasian_union"]) == (1.0, 0.0)
    assert (facts["standing"]["eastern_partnership"], facts["standing"]["association_agreement"]) == (1.0, 0.0)
    for key, values in facts.items():
        for name, treaty in zip(model.treaties.ids, model.treaties.facts, strict=True):
            if key in ("security", "economy", "energy"):
                assert values[name] == getattr(treaty.content, key)
            elif key in ("depth", "exit_price"):
                assert values[name] == getattr(treaty, key)


def test_a_quarter_ends_offers_settles_depth_duress_and_commitment_and_names_the_outcome() -> None:
    model = small_model()
    fix(model, "moscow", offer_lasts=2.0)
    fix(model, "baku", coerced_depth=0.15, commitment_rate=1.0, commitment_floor=0.1, accession_depth=0.5)
    union, shell = model.treaties.row["eurasian_union"], model.treaties.row["cis"]
    model.treaties.status[:] = CLOSED
    model.treaties.status[union], model.treaties.age[union] = OFFER, 5.0
    model.treaties.status[shell] = MEMBER
    put(model, "baku", coerced=1.0, strain=1.0, moscow_commitment=0.0)
    put(model, "world", war_duress=0.0)
    consequences.turn(model)
    assert model.treaties.status[union].tolist() == [CLOSED]
    assert model.baku.moscow_depth == pytest.approx([0.15])
    assert model.baku.coerced.tolist() == [0.0]  # at the threshold is not above it
    assert model.world.war_duress[0] > 0.0
    # Under full strain all of a membership is lived: 0.15 * 1.
    assert model.baku.moscow_effective_depth == pytest.approx([0.15])
    np.testing.assert_array_equal(model.baku.position, consequences.position(model))
    np.testing.assert_array_equal(model.baku.outcome, consequences.outcome(model))


# -- the beginning ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("start", ["1992-Q1", "2015-Q1"])
def test_what_follows_by_rule_is_there_before_the_first_quarter(start: str) -> None:
    model = small_model(2, start=start)
    baku = model.baku
    assert model.world.oil_price.tolist() == [99.0, 99.0]  # the baseline's price, undisturbed
    np.testing.assert_allclose(baku.moscow_effective_depth, baku.moscow_depth * baku.moscow_commitment)
    np.testing.assert_array_equal(baku.position, consequences.position(model))
    np.testing.assert_array_equal(baku.outcome, consequences.outcome(model))


def test_at_the_start_of_2015_baku_is_in_the_shells_of_both_camps_and_drifts_east() -> None:
    model = small_model()
    # CIS 0.15 and Eastern Partnership 0.25 (table of bodies); nothing lived of more than a tenth of it.
    assert model.baku.moscow_depth == pytest.approx([0.15])
    assert model.baku.eu_depth.tolist() == [0.25]
    assert model.baku.non_aligned.tolist() == [1.0]
    # A lean of -0.2, -0.1 to -0.35 (evidence: tactical-drift).
    assert -0.35 <= model.baku.position[0] <= -0.1
    assert model.baku.outcome.tolist() == [DRIFT]


def test_at_the_start_of_1992_baku_is_in_nothing() -> None:
    model = small_model(start="1992-Q1")
    assert model.baku.moscow_depth.tolist() == model.baku.eu_depth.tolist() == [0.0]
    assert model.treaties.status[model.treaties.row["cis"]].tolist() == [OFFER]  # signed, not ratified
    assert model.treaties.status[model.treaties.row["cst"]].tolist() != [LAPSED]
