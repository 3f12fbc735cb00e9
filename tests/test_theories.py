"""The theories of choice: what they do to weights, to terms and to the choice, worked out by hand."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from tests.test_choice import OPEN, WALK, chi_square, draws, ledger_of

from tightrope.choice import Decision, Ledger, Weights, quantal_response
from tightrope.errors import InputError
from tightrope.evidence import Emphasis, Familiarity, Figure, Theory, load_seeds
from tightrope.luck import Luck
from tightrope.model import AlignmentModel, all_decisions
from tightrope.precision import REALS
from tightrope.scenario import load
from tightrope.theories import Satisficing, ValueFunction, central_weight, in_force, multipliers, numbers_of, unusable
from tightrope.witness import watched

SEEDS = load_seeds()
RIVALS = [name for name in SEEDS.theories if name != "quantal-response"]
MULTIPLYING = [name for name in RIVALS if SEEDS.theories[name].weights]
TALK = Decision("baku.talk", ("hold", "left"), ("ease", "view", "habit", "fear"))


def theory_of(**more: Any) -> Theory:
    """A theory made for a test."""
    plain = {"id": "made-up", "says": "so", "source": "x", "rule": "quantal-response", "transform": "identity"}
    return Theory(**{**plain, **more})


def weighing(**times: str) -> dict[str, dict[str, Emphasis]]:
    return {"baku": {name: Emphasis(times=number, why="a test") for name, number in times.items()}}


def seeds_with(**weights: float) -> Any:
    """Seeds as far as multipliers look at them."""
    setting = {name: SimpleNamespace(knots=[SimpleNamespace(value=weight)]) for name, weight in weights.items()}
    return SimpleNamespace(
        parameters={f"baku.weight_{name}": SimpleNamespace(setting=one) for name, one in setting.items()}
    )


# -- what there is ----------------------------------------------------------------------------------------------------
def test_the_six_theories_of_the_design_are_there_and_can_be_put_to_use():
    assert list(SEEDS.theories) == [
        "quantal-response",
        "balance-of-threat",
        "omnibalancing",
        "bandwagoning-for-profit",
        "prospect-theory",
        "satisficing",
    ]
    for theory in SEEDS.theories.values():
        assert list(unusable(theory, all_decisions())) == []


def test_a_theory_rests_on_the_work_that_proposed_it():
    authors = {name: SEEDS.sources[theory.source].author for name, theory in SEEDS.theories.items()}
    wanted = ("McKelvey", "Walt", "David", "Schweller", "Kahneman", "Simon")
    assert all(name in author for name, author in zip(wanted, authors.values(), strict=True))


def test_the_default_changes_nothing():
    theory = AlignmentModel("baseline").theory
    assert theory.id == "quantal-response"
    assert (theory.rule, theory.transform, theory.multipliers) == (quantal_response, None, {})


@pytest.mark.parametrize("name", RIVALS)
def test_a_number_of_a_theory_has_a_unit_a_range_and_a_reason_and_says_where_it_is_from(name):
    theory = SEEDS.theories[name]
    assert set(theory.figures) == {f"numbers.{number}" for number in theory.numbers} != set()
    for figure in theory.figures.values():
        assert figure.unit in SEEDS.units
        assert figure.low < figure.high
        assert set(figure.evidence) <= set(SEEDS.sources) and figure.evidence
        assert figure.why


# -- multipliers ------------------------------------------------------------------------------------------------------
def test_multipliers_move_weight_and_add_none():
    # Named: ease weighs 1 and counts twice, view weighs 3 and counts half. Before 1 + 3 = 4, after 2 + 1.5 = 3.5, so
    # all is scaled by 4 / 3.5 = 8/7: ease gets 2 * 8/7 = 16/7, view 0.5 * 8/7 = 4/7. Then 16/7 + 3 * 4/7 = 4 again.
    # Habit is not named and keeps its weight.
    theory = theory_of(weights=weighing(ease="more", view="less"))
    found = multipliers(theory, {"more": 2.0, "less": 0.5}, seeds_with(ease=1.0, view=3.0, habit=7.0), TALK)
    assert found == pytest.approx({"ease": 16 / 7, "view": 4 / 7})


def test_a_theory_that_names_one_consideration_of_a_decision_leaves_it_as_it_is():
    # There is nothing to move its weight from: 2 * 3 / (2 * 3) = 1.
    found = multipliers(theory_of(weights=weighing(view="more")), {"more": 2.0}, seeds_with(view=3.0), TALK)
    assert found == {"view": 1.0}


def test_what_weighs_nothing_together_is_left_alone():
    found = multipliers(theory_of(weights=weighing(view="more")), {"more": 2.0}, seeds_with(view=0.0), TALK)
    assert found == {}


@pytest.mark.parametrize("name", MULTIPLYING)
@pytest.mark.parametrize("luck", [None, Luck(3, range(50), 0, 1, real=REALS["double"])], ids=["central", "drawn"])
def test_no_theory_raises_or_lowers_what_a_decision_weighs_in_all(name, luck):
    theory = SEEDS.theories[name]
    numbers = numbers_of(theory, luck)
    for decision in all_decisions():
        factors = multipliers(theory, numbers, SEEDS, decision)
        weights = {one: central_weight(SEEDS, decision, one) for one in decision.considerations}
        after = sum(weight * factors.get(one, 1.0) for one, weight in weights.items())
        assert after == pytest.approx(sum(weights.values()), rel=1e-12)


@pytest.mark.parametrize("name", MULTIPLYING)
def test_a_theory_that_stresses_something_of_a_decision_slights_something_else(name):
    theory = SEEDS.theories[name]
    alone = []
    for decision in all_decisions():
        factors = multipliers(theory, numbers_of(theory), SEEDS, decision)
        if len(factors) == 1:
            alone.append(decision.name)
        elif factors:
            assert min(factors.values()) < 1.0 < max(factors.values())
    # At home only cover has a name in common with what is weighed abroad.
    assert set(alone) <= {"baku.home"}


def test_multipliers_reach_the_ledger():
    # By the formula of the first of these tests, from the seeds.
    model = AlignmentModel(load("baseline").set({"theory": "omnibalancing", "uncertainty": "none"}))
    baku, theory = model.baku, SEEDS.theories["omnibalancing"]
    abroad = baku.DECISIONS[0]
    named = {
        name: theory.weights["baku"][name].times for name in abroad.considerations if name in theory.weights["baku"]
    }
    weights = {name: central_weight(SEEDS, abroad, name) for name in named}
    scale = sum(weights.values()) / sum(theory.numbers[named[name]] * weight for name, weight in weights.items())
    held = baku.ledger(abroad).weights
    for name in abroad.considerations:
        factor = theory.numbers[named[name]] * scale if name in named else 1.0
        assert held[name] == pytest.approx(central_weight(SEEDS, abroad, name) * factor), name


# -- the value function -----------------------------------------------------------------------------------------------
FELT = ValueFunction(loss_aversion=2.25, curvature=0.88)


def test_gains_and_losses_are_felt_as_the_value_function_says():
    # k = 2 / 3.25 = 0.6153846. 0.25^0.88 = exp(-0.88 * 1.3862944) = exp(-1.2199390) = 0.2952482.
    # Gains: k * 1, k * 0.2952482 = 0.1816912. Losses: 2.25 times as much, 1.3846154 and 0.4088052.
    found = FELT(np.array([1.0, 0.25, 0.0, -0.25, -1.0]))
    assert found == pytest.approx([0.6153846, 0.1816912, 0.0, -0.4088052, -1.3846154], abs=1e-7)


def test_a_number_is_felt_like_an_array_of_it():
    assert float(FELT(-0.25)) == FELT(np.array([-0.25]))[0]


def test_a_gain_and_a_loss_of_one_weigh_together_what_they_would_without_the_theory():
    for aversion in (1.0, 1.5, 2.25, 4.0):
        felt = ValueFunction(aversion, 0.88)
        assert float(felt(1.0)) - float(felt(-1.0)) == pytest.approx(2.0)


def test_without_loss_aversion_and_curvature_terms_are_what_they_were():
    values = np.array([-3.0, -0.1, 0.0, 0.7])
    assert ValueFunction(1.0, 1.0)(values).tolist() == values.tolist()


def test_the_same_again_is_felt_less_and_two_losses_apart_hurt_more_than_one():
    # 2 * 0.2^0.88 = 0.4852 is more than 0.4^0.88 = 0.4465: so it matters how considerations are cut into terms.
    assert 2 * float(FELT(0.2)) > float(FELT(0.4))
    assert 2 * float(FELT(-0.2)) < float(FELT(-0.4))


def test_what_is_better_never_feels_worse():
    felt = FELT(np.linspace(-2, 2, 401))
    assert (np.diff(felt) > 0).all()


def test_another_unit_of_value_is_the_same_as_another_temperature():
    # v(c x) = c^0.88 v(x) for c > 0, so only the ratio to the noise of choice changes.
    values = np.array([-1.3, -0.2, 0.4, 2.0])
    assert FELT(3.0 * values) == pytest.approx(3.0**0.88 * FELT(values))


def test_each_member_may_have_its_own_loss_aversion():
    # l = 1: k = 1 and a loss of 1 is felt as 1; l = 3: k = 1/2 and it is felt as 1.5.
    assert ValueFunction(np.array([1.0, 3.0]), 1.0)(-1.0).tolist() == [-1.0, -1.5]


def test_every_term_is_bent_by_itself_before_it_is_added():
    ledger = Ledger(WALK, Weights({"ease": 2.0}), transform=FELT, members=1)
    ledger.add("ease", "left", 0.5)
    ledger.against("ease", "left", 0.125)
    # Terms of 2 * 0.5 = 1 and -2 * 0.125 = -0.25: 0.6153846 - 0.4088052 by the first test.
    assert ledger.totals["left"] == pytest.approx([0.2065794], abs=1e-7)


def test_the_model_hands_the_transform_to_every_ledger():
    model = AlignmentModel(load("baseline").set({"theory": "prospect-theory", "uncertainty": "none"}))
    ledger = model.moscow.ledger(model.moscow.DECISIONS[0])
    before = ledger.totals["visit"].copy()  # its standing terms
    ledger.against("habit", "visit", 1.0)
    felt = FELT(-central_weight(SEEDS, ledger.decision, "habit"))
    assert ledger.totals["visit"] - before == pytest.approx([float(felt)])


# -- satisficing ------------------------------------------------------------------------------------------------------
def searching(tolerance: Any = 0.0, *order: str) -> Satisficing:
    return Satisficing(tolerance, {WALK.name: order or ("left", "right")})


def test_the_first_move_that_comes_up_to_the_aspiration_is_taken_and_not_the_best():
    # Without luck holding is worth 0 and the aspiration is -0.125. Members: both pass, so the first looked at; only
    # right passes; none does; left comes up to it exactly.
    ledger = Ledger(WALK, Weights({"ease": 1.0}), members=4)
    ledger.add("ease", "left", np.array([0.0, -0.2, -0.2, -0.125]))
    ledger.add("ease", "right", np.array([5.0, 0.3, -0.3, 5.0]))
    still = np.zeros((3, 4))
    assert searching(0.125)(WALK, ledger, OPEN, 1.0, still).tolist() == [1, 2, 0, 1]
    assert searching(0.125, "right", "left")(WALK, ledger, OPEN, 1.0, still).tolist() == [2, 2, 0, 2]


def test_luck_shifts_what_moves_seem_worth_and_what_holding_does():
    # Temperature 0.5. Holding seems worth 0.5 * 0.4 = 0.2, so the aspiration is 0.2 - 0.1 = 0.1.
    # Left: 0.3 - 0.5 * 0.5 = 0.05 falls short; right: -0.2 + 0.5 * 0.7 = 0.15 passes.
    ledger = ledger_of(0.3, -0.2, 1)
    assert searching(0.1)(WALK, ledger, OPEN, 0.5, np.array([[0.4], [-0.5], [0.7]])).tolist() == [2]
    # Were holding to seem worth 0.5 * 0.8 = 0.4, none would.
    assert searching(0.1)(WALK, ledger, OPEN, 0.5, np.array([[0.8], [-0.5], [0.7]])).tolist() == [0]


def test_moves_are_taken_as_often_as_the_search_says():
    # a = (U + 0.1) / 0.5: exp(0.8) = 2.22554 for left and exp(-0.2) = 0.81873 for right. Left is taken with chance
    # 1 - 1 / 3.22554 = 0.68997, right with 1 / 3.22554 - 1 / 4.04427 = 0.06276, holding with 1 / 4.04427 = 0.24726.
    moves = searching(0.1)(WALK, ledger_of(0.3, -0.2), OPEN, 0.5, draws())
    assert chi_square(moves, [0.24726, 0.68997, 0.06276]) < 13.82


def test_without_tolerance_a_satisficer_holds_just_when_the_quantal_response_does():
    gumbel = draws()
    logit = quantal_response(WALK, ledger_of(0.3, -0.2), OPEN, 0.5, gumbel)
    for order in (("left", "right"), ("right", "left")):
        moves = searching(0.0, *order)(WALK, ledger_of(0.3, -0.2), OPEN, 0.5, gumbel)
        assert ((moves == 0) == (logit == 0)).all()
        assert (moves != logit).any()


def test_with_one_open_move_and_no_tolerance_a_satisficer_is_the_quantal_response():
    gumbel, only = draws(), {"left": True, "right": False}
    logit = quantal_response(WALK, ledger_of(0.3, 9.0), only, 0.5, gumbel)
    assert (searching()(WALK, ledger_of(0.3, 9.0), only, 0.5, gumbel) == logit).all()


def test_who_puts_up_with_more_holds_less_often_and_never_holds_where_he_moved():
    gumbel = draws()
    holding = [searching(t)(WALK, ledger_of(-0.3, -0.2), OPEN, 0.5, gumbel) == 0 for t in (0.0, 0.1, 0.3)]
    assert not (holding[1] & ~holding[0]).any() and not (holding[2] & ~holding[1]).any()
    assert holding[2].sum() < holding[1].sum() < holding[0].sum()


def test_a_closed_move_is_passed_over():
    mask = np.arange(20_000) % 2 == 0
    moves = searching(5.0)(WALK, ledger_of(1.0, 1.0), {"left": mask, "right": True}, 0.5, draws())
    assert not (moves[~mask] == 1).any()
    assert (moves[~mask] == 2).mean() > 0.99
    assert (moves[mask] == 1).mean() > 0.99


def test_each_member_may_have_its_own_tolerance():
    ledger = ledger_of(-0.2, -9.0, 2)
    assert searching(np.array([0.1, 0.3]))(WALK, ledger, OPEN, 1.0, np.zeros((3, 2))).tolist() == [0, 1]


def test_searching_leaves_the_luck_and_the_ledger_as_they_were():
    gumbel, ledger = draws(50), ledger_of(0.3, -0.2, 50)
    before, sums = gumbel.copy(), ledger.sums.copy()
    searching(0.1)(WALK, ledger, {"left": np.arange(50) < 25, "right": True}, 0.5, gumbel)
    np.testing.assert_array_equal(gumbel, before)
    np.testing.assert_array_equal(ledger.sums, sums)


# -- in a run ---------------------------------------------------------------------------------------------------------
def records(name: str, theory: str, members: Any, **changes: Any) -> dict[str, Any]:
    model = AlignmentModel(load(name).set({"theory": theory, "quarters": 12, **changes}), members)
    model.run()
    model.close()
    return model.records


@pytest.mark.parametrize("theory", SEEDS.theories)
def test_a_member_is_the_same_in_any_company_under_every_theory(theory):
    many, few = records("baseline", theory, 40), records("baseline", theory, [17, 31])
    for key in many:
        assert many[key][..., [17, 31]].tobytes() == few[key].tobytes(), key


@pytest.mark.parametrize("theory", RIVALS)
def test_a_rival_theory_chooses_otherwise_and_with_the_same_luck(theory):
    default, rival = records("baseline", "quantal-response", 60), records("baseline", theory, 60)
    assert (default["move.baku.abroad"] != rival["move.baku.abroad"]).any()
    assert (default["world.oil_price"] == rival["world.oil_price"]).all()


def test_a_theorys_numbers_are_drawn_with_those_of_the_seeds_and_only_then():
    decisions, luck = all_decisions(), Luck(5, range(400), 0, 1)
    plan = load("baseline").set({"theory": "prospect-theory"})
    drawn = in_force(plan.set({"uncertainty": "full"}), luck, decisions).transform
    figure = SEEDS.theories["prospect-theory"].figures["numbers.loss_aversion"]
    assert drawn.loss_aversion.shape == (400,)
    assert figure.low <= drawn.loss_aversion.min() < drawn.loss_aversion.max() <= figure.high
    # The mean of a triangle is that of its three corners; four standard errors of 400 draws from a range of 1.7 and a
    # standard deviation of at most 1.7 / sqrt(18) = 0.4 are 0.08.
    assert drawn.loss_aversion.mean() == pytest.approx((figure.low + figure.value + figure.high) / 3, abs=0.08)
    for uncertainty in ("none", "chance"):
        fixed = in_force(plan.set({"uncertainty": uncertainty}), luck, decisions).transform
        assert (fixed.loss_aversion, fixed.curvature) == (2.25, 0.88)


def test_another_theory_draws_no_number_of_the_default_anew():
    default, rival = (
        AlignmentModel(load("baseline").set({"theory": theory}), 30) for theory in ("quantal-response", "satisficing")
    )
    assert (default.baku.numbers.weight_cover == rival.baku.numbers.weight_cover).all()


@pytest.mark.parametrize("theory", SEEDS.theories)
def test_a_witness_sees_the_choices_that_were_made(theory):
    plan = load("baseline").set({"theory": theory, "quarters": 4})
    seen = [
        choice.moves.tolist()
        for _, choices in watched(plan, [3, 9])
        for choice in choices
        if choice.decision.name == "baku.abroad"
    ]
    assert seen == records("baseline", theory, [3, 9], quarters=4)["move.baku.abroad"].tolist()


def test_a_rule_that_is_asked_for_stands_in_for_the_theorys_own():
    model = AlignmentModel(load("baseline").set({"theory": "satisficing"}), 20, rule="nobody-moves")
    model.step()
    assert not model.baku.moves["baku.abroad"].any()


# -- theories that cannot be put to use -------------------------------------------------------------------------------
def told(theory: Theory) -> list[str]:
    return [str(problem) for problem in unusable(theory, [WALK])]


def test_every_problem_of_a_theory_is_found_at_once():
    assert told(theory_of(rule="satisfising", transform="value-function")) == [
        "seeds/theories.yaml: made-up.rule: unknown rule 'satisfising'; "
        "expected one of quantal-response, nobody-moves, random-moves, satisficing; did you mean 'satisficing'?",
        "seeds/theories.yaml: made-up.transform: unknown transform 'value-function'; "
        "expected one of identity, value function; did you mean 'value function'?",
    ]
    assert told(theory_of(transform="value function", numbers={"curvature": 1.0})) == [
        "seeds/theories.yaml: made-up.numbers.loss_aversion: missing; "
        "expected the number that 'value function' is made of"
    ]


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ({}, "no order"),
        ({WALK.name: Familiarity(moves=("left",), why="a test")}, "left"),
        ({WALK.name: Familiarity(moves=("left", "right", "left"), why="a test")}, "left, right, left"),
        ({WALK.name: Familiarity(moves=("left", "hop"), why="a test")}, "left, hop"),
    ],
)
def test_a_search_looks_at_every_move_once(search, found):
    theory = theory_of(rule="satisficing", numbers={"tolerance": 0.0}, search=search)
    assert told(theory) == [
        f"seeds/theories.yaml: made-up.search.baku.walk: {found}; expected each once, in some order: left, right"
    ]


def test_a_theory_that_cannot_be_put_to_use_is_refused_before_anything_runs():
    broken = theory_of(rule="hop", figures={"numbers.x": Figure(value=1.0, grade="assumption", why="a test")})
    plan = SimpleNamespace(theory="made-up", seeds=SimpleNamespace(theories={"made-up": broken}), uncertainty="none")
    with pytest.raises(InputError, match="unknown rule 'hop'"):
        in_force(plan, Luck(1, [0], 0, 1), all_decisions())  # type: ignore[arg-type]
