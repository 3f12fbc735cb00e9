from __future__ import annotations

import numpy as np
import pytest

from tightrope.bundle import Bundle
from tightrope.choice import RULES, Decision, Ledger, Value, Weights, nobody_moves, quantal_response, random_moves
from tightrope.luck import Luck

WALK = Decision("baku.walk", ("hold", "left", "right"), ("ease", "view"))
OPEN = {"left": True, "right": True}


def ledger_of(left: float, right: float, members: int = 20_000) -> Ledger:
    ledger = Ledger(WALK, Weights({"ease": 1.0}), members=members)
    ledger.add("ease", "left", left)
    ledger.add("ease", "right", right)
    return ledger


def draws(members: int = 20_000) -> np.ndarray:
    return Luck(3, range(members), 0, 1).gumbel(WALK.name, WALK.moves)[0]


def shares(moves: np.ndarray) -> list[float]:
    return [float((moves == code).mean()) for code in range(3)]


def chi_square(moves: np.ndarray, probabilities: list[float]) -> float:
    expected = [len(moves) * p for p in probabilities]
    return sum((float((moves == code).sum()) - wanted) ** 2 / wanted for code, wanted in enumerate(expected) if wanted)


# -- the quantal response ---------------------------------------------------------------------------------------------
# With 2 degrees of freedom chi-square stays below 13.82 in 999 of 1000 samples, with 1 below 10.83 (printed tables).
def test_moves_are_chosen_as_often_as_the_logit_says() -> None:
    moves = quantal_response(WALK, ledger_of(0.3, -0.2), OPEN, 0.5, draws())
    # exp(0 / 0.5) = 1, exp(0.3 / 0.5) = 1.82212, exp(-0.2 / 0.5) = 0.67032; together 3.49244.
    assert chi_square(moves, [1 / 3.49244, 1.82212 / 3.49244, 0.67032 / 3.49244]) < 13.82


def test_a_closed_move_leaves_its_share_to_the_others_in_proportion() -> None:
    moves = quantal_response(WALK, ledger_of(0.3, 5.0), {"left": True, "right": False}, 0.5, draws())
    assert chi_square(moves, [1 / 2.82212, 1.82212 / 2.82212, 0.0]) < 10.83
    assert not (moves == 2).any()


def test_a_move_without_any_term_is_worth_as_much_as_holding() -> None:
    moves = quantal_response(WALK, Ledger(WALK, Weights({}), members=20_000), OPEN, 0.5, draws())
    assert chi_square(moves, [1 / 3, 1 / 3, 1 / 3]) < 13.82


def test_each_member_has_its_own_temperature() -> None:
    noise = np.repeat([0.1, 10.0], 10_000)
    moves = quantal_response(WALK, ledger_of(0.3, -0.2), OPEN, noise, draws())
    # Cool: exp(3) = 20.08554 and exp(-2) = 0.13534, so left has 20.08554 / 21.22088 = 0.94650.
    # Hot: exp(0.03) = 1.03045 and exp(-0.02) = 0.98020, so left has 1.03045 / 3.01065 = 0.34227.
    # Four standard errors of 10,000: 4 * sqrt(0.9465 * 0.0535) / 100 = 0.009 and 4 * 0.4745 / 100 = 0.019.
    assert (moves[:10_000] == 1).mean() == pytest.approx(0.94650, abs=0.009)
    assert (moves[10_000:] == 1).mean() == pytest.approx(0.34227, abs=0.019)


@pytest.mark.parametrize("rise", [0.01, 0.2, 3.0])
def test_a_rising_utility_wins_choices_only_for_its_own_move(rise: float) -> None:
    gumbel = draws()
    before = quantal_response(WALK, ledger_of(0.3, -0.2), OPEN, 0.5, gumbel)
    after = quantal_response(WALK, ledger_of(0.3, -0.2 + rise), OPEN, 0.5, gumbel)
    changed = before != after
    assert changed.any()
    assert (after[changed] == 2).all()


def test_opening_a_move_wins_choices_only_for_that_move() -> None:
    gumbel = draws()
    before = quantal_response(WALK, ledger_of(0.3, -0.2), {"left": True, "right": False}, 0.5, gumbel)
    after = quantal_response(WALK, ledger_of(0.3, -0.2), OPEN, 0.5, gumbel)
    changed = before != after
    assert changed.any()
    assert (after[changed] == 2).all()


@pytest.mark.parametrize("rule", [quantal_response, random_moves])
def test_a_closed_move_is_never_chosen_however_good_it_looks(rule: object) -> None:
    gumbel = draws()
    mask = np.arange(20_000) % 2 == 0
    moves = rule(WALK, ledger_of(1e6, 1e9), {"left": mask, "right": False}, 0.5, gumbel)  # type: ignore[operator]
    assert not (moves == 2).any()
    assert not (moves[~mask] == 1).any()
    assert (moves[mask] == 1).any()


def test_a_tie_goes_to_the_earlier_move() -> None:
    nothing = np.zeros((3, 2))
    ledger = ledger_of(0.0, 0.0, 2)
    ledger.add("ease", "left", np.array([0.0, 0.5]))
    ledger.add("ease", "right", np.array([0.0, 0.5]))
    assert quantal_response(WALK, ledger, OPEN, 1.0, nothing).tolist() == [0, 1]


def test_without_chance_the_best_move_is_chosen() -> None:
    ledger = ledger_of(0.0, 0.0, 3)
    ledger.add("ease", "left", np.array([0.2, -0.1, -0.1]))
    ledger.add("ease", "right", np.array([0.1, 0.3, -0.2]))
    assert quantal_response(WALK, ledger, OPEN, 1.0, np.zeros((3, 3))).tolist() == [1, 2, 0]


def test_choosing_leaves_the_luck_and_the_ledger_as_they_were() -> None:
    gumbel, ledger = draws(50), ledger_of(0.3, -0.2, 50)
    ledger.add("ease", "left", np.full(50, 0.1))
    before, left = gumbel.copy(), np.array(ledger.totals["left"])
    for rule in RULES.values():
        rule(WALK, ledger, {"left": np.arange(50) < 25, "right": True}, 0.5, gumbel)
    np.testing.assert_array_equal(gumbel, before)
    np.testing.assert_array_equal(ledger.totals["left"], left)


# -- the null models --------------------------------------------------------------------------------------------------
def test_where_nobody_moves_everybody_holds_whatever_the_ledger_says() -> None:
    moves = nobody_moves(WALK, ledger_of(100.0, 100.0, 100), OPEN, 0.5, draws(100))
    assert moves.tolist() == [0] * 100


def test_random_moves_take_every_open_move_equally_often_whatever_the_ledger_says() -> None:
    moves = random_moves(WALK, ledger_of(100.0, -100.0), OPEN, 0.001, draws())
    assert chi_square(moves, [1 / 3, 1 / 3, 1 / 3]) < 13.82
    halves = random_moves(WALK, ledger_of(100.0, -100.0), {"left": False, "right": True}, 0.001, draws())
    assert chi_square(halves, [1 / 2, 0.0, 1 / 2]) < 10.83


def test_rules_are_found_by_the_names_of_the_design() -> None:
    assert {"quantal-response", "nobody-moves", "random-moves"} <= set(RULES)


@pytest.mark.parametrize("name", list(RULES))
def test_every_rule_gives_one_move_per_member(name: str) -> None:
    moves = RULES[name](WALK, ledger_of(0.3, -0.2, 7), OPEN, 0.5, draws(7))
    assert moves.shape == (7,)
    assert set(moves.tolist()) <= {0, 1, 2}


# -- the ledger -------------------------------------------------------------------------------------------------------
def test_a_term_is_its_value_times_the_weight_of_its_consideration() -> None:
    ledger = Ledger(WALK, Weights({"ease": 2.0, "view": np.array([0.5, 3.0])}), members=2)
    ledger.add("ease", "left", np.array([0.1, -0.2]))
    ledger.add("view", "left", 0.4)
    ledger.add("view", "right", 1.0)
    # left: 2 * 0.1 + 0.5 * 0.4 = 0.4 and 2 * (-0.2) + 3 * 0.4 = 0.8; right: the weights themselves.
    assert ledger.totals["left"] == pytest.approx([0.4, 0.8])
    assert ledger.totals["right"] == pytest.approx([0.5, 3.0])


def test_a_term_against_a_move_is_taken_off() -> None:
    ledger = Ledger(WALK, Weights({"ease": 2.0, "view": 0.5}), members=2)
    ledger.against("view", "left", np.array([0.2, -0.4]))
    ledger.add("ease", "left", 0.3)
    ledger.against("ease", "left", np.array([0.1, 0.0]))
    # -0.1 + 0.6 - 0.2 = 0.3 and 0.2 + 0.6 = 0.8
    assert ledger.totals["left"] == pytest.approx([0.3, 0.8])


def test_one_term_may_count_for_several_moves() -> None:
    ledger = Ledger(WALK, Weights({"ease": 2.0}), members=1)
    ledger.add("ease", ("left", "right"), 0.3)
    ledger.against("ease", ("right", "left"), 0.1)
    assert ledger.totals["left"] == pytest.approx([0.4])
    assert ledger.totals["right"] == pytest.approx([0.4])


def test_the_sink_sees_every_weighted_term_with_its_name() -> None:
    seen: list[tuple[str, str, str, float]] = []
    ledger = Ledger(WALK, Weights({"ease": 2.0, "view": 0.5}), lambda *term: seen.append(term), members=1)
    ledger.add("ease", "left", 0.1)
    ledger.add("view", "right", -1.0)
    ledger.against("ease", ("left", "right"), 0.25)
    assert seen == [
        ("baku.walk", "ease", "left", 0.2),
        ("baku.walk", "view", "right", -0.5),
        ("baku.walk", "ease", "left", -0.5),
        ("baku.walk", "ease", "right", -0.5),
    ]


def test_what_the_sink_was_told_does_not_change_afterwards() -> None:
    kept: list[np.ndarray] = []
    ledger = Ledger(WALK, Weights({"ease": 2.0}), lambda *term: kept.append(term[3]), members=2)
    ledger.add("ease", "left", np.array([0.1, 0.2]))
    ledger.against("ease", "left", np.array([0.3, 0.4]))
    assert [term.tolist() for term in kept] == [[0.2, 0.4], [-0.6, -0.8]]


def test_a_sink_changes_no_sum_by_a_single_bit() -> None:
    values = Luck(3, range(40), 0, 6).normal("values")
    ledgers = (
        Ledger(WALK, Weights({"ease": 0.3}), members=40),
        Ledger(WALK, Weights({"ease": 0.3}), lambda *term: None, members=40),
    )
    for ledger in ledgers:
        for value in values:
            ledger.add("ease", "left", value)
            ledger.against("ease", ("left", "right"), value * value)
    for move in ("left", "right"):
        np.testing.assert_array_equal(ledgers[0].totals[move], ledgers[1].totals[move])


def test_terms_are_added_in_the_order_in_which_they_come() -> None:
    ledger = Ledger(WALK, Weights({"ease": 1.0}), members=1)
    for value in (0.1, 0.2, 0.3):
        ledger.add("ease", "left", value)
    # In doubles the order shows: (0.1 + 0.2) + 0.3 is 0.6000000000000001 and 0.1 + (0.2 + 0.3) is 0.6.
    assert ledger.totals["left"] == 0.6000000000000001


class Own:
    """A capital's numbers."""

    pace = 0.5


def test_a_term_may_be_multiplied_by_a_number_of_the_capital() -> None:
    ledger = Ledger(WALK, Weights({"ease": 3.0}, Own), members=1)
    ledger.add("ease", "left", 4.0, times="pace")
    ledger.against("ease", "right", 2.0, times="pace")
    # 3 * 0.5 * 4 = 6 and -3 * 0.5 * 2 = -3
    assert (ledger.totals["left"], ledger.totals["right"]) == (6.0, -3.0)


def test_adding_a_term_changes_no_array_that_was_handed_in() -> None:
    value, weight = np.array([0.1, 0.2]), np.array([1.0, 1.0])
    ledger = Ledger(WALK, Weights({"ease": 1.0, "view": weight}), members=2)
    for _ in range(2):
        ledger.add("ease", "left", value)
        ledger.against("view", "left", value)
        ledger.add("view", ("left", "right"), 1.0)
    assert value.tolist() == [0.1, 0.2]
    assert weight.tolist() == [1.0, 1.0]


def test_a_transform_acts_on_the_weighted_term_and_the_sink_sees_its_result() -> None:
    seen: list[float] = []
    ledger = Ledger(
        WALK,
        Weights({"ease": 2.0}),
        lambda *term: seen.append(term[3]),
        lambda term: term if term > 0 else 2.25 * term,
        members=1,
    )
    ledger.add("ease", "left", 0.5)
    ledger.add("ease", "left", -0.5)
    ledger.against("ease", "left", 1.0)
    # 2 * 0.5 = 1 stays; 2 * (-0.5) = -1 weighs 2.25 times as much, and so does what is taken off, -2.
    assert seen == [1.0, -2.25, -4.5]
    assert ledger.totals["left"] == -5.75


def test_a_consideration_that_was_not_declared_is_refused() -> None:
    with pytest.raises(KeyError, match="weather"):
        Ledger(WALK, Weights({"ease": 1.0}), members=1).add("weather", "left", 1.0)


def test_a_move_that_was_not_declared_is_refused() -> None:
    with pytest.raises(KeyError, match="hop"):
        Ledger(WALK, Weights({"ease": 1.0}), members=1).add("ease", "hop", 1.0)


def test_a_decision_knows_its_capital_and_the_codes_of_its_moves() -> None:
    assert WALK.capital == "baku"
    assert [WALK.index(move) for move in WALK.moves] == [0, 1, 2]


# -- terms that grow with something -----------------------------------------------------------------------------------
def bundled(ledger: Ledger) -> Bundle:
    bundle = Bundle(ledger)
    bundle.add("ease", always=0.5, depth=np.array([2.0, 4.0]))
    bundle.against("view", depth=0.25, energy=1.0)
    return bundle


# Of depth 0.5 and energy 0.1, ease weighing 2 and view 3, member 0 has 2 (0.5 + 2 * 0.5) - 3 (0.25 * 0.5 + 0.1) = 2.325
# and member 1 has 2 (0.5 + 4 * 0.5) - 0.675 = 4.325.
HELD, WORTH = {"depth": 0.5, "energy": 0.1}, [2.325, 4.325]


@pytest.mark.parametrize("heard", [False, True])
def test_terms_of_a_bundle_add_up_to_the_same_whether_somebody_listens_or_not(heard: bool) -> None:
    told: dict[str, list[float]] = {}

    def hear(decision: str, consideration: str, move: str, term: Value) -> None:
        told[consideration] = np.broadcast_to(term, 2).tolist()

    ledger = Ledger(WALK, Weights({"ease": 2.0, "view": 3.0}), hear if heard else None, members=2)
    assert bundled(ledger).worth(np.array([1.0, 0.0]), HELD) == pytest.approx([1.0 + WORTH[0], WORTH[1]])
    assert told == {}  # it is only reckoned
    bundled(ledger).write("left", HELD)
    assert ledger.totals["left"] == pytest.approx(WORTH)
    assert ledger.totals["right"].tolist() == [0.0, 0.0]
    if heard:
        assert told == {"ease": pytest.approx([3.0, 5.0]), "view": pytest.approx([-0.675, -0.675])}


def test_a_theory_bends_a_term_of_a_bundle_as_a_whole() -> None:
    # The square of each weighted term: (2 (0.5 + 2 * 0.5))^2 + (-0.675)^2 = 9.455625, and 25.455625.
    ledger = Ledger(WALK, Weights({"ease": 2.0, "view": 3.0}), transform=lambda term: term**2, members=2)
    bundled(ledger).write("left", HELD)
    assert ledger.totals["left"] == pytest.approx([9.455625, 25.455625])


def test_a_bundle_says_nothing_of_what_is_not_there() -> None:
    told: list[str] = []
    ledger = Ledger(WALK, Weights({"view": 3.0}), lambda _, name, move, term: told.append(name), members=2)
    bundle = Bundle(ledger)
    bundle.against("view", energy=np.ones(2))
    bundle.write("left", {"energy": 0.0})
    assert told == []


@pytest.mark.parametrize("heard", [False, True])
def test_standing_terms_of_a_bundle_are_made_once_and_no_bundle_adds_to_them(heard: bool) -> None:
    made: list[object] = []

    def standing(bundle: Bundle, numbers: object) -> None:
        made.append(numbers)
        bundle.add("ease", depth=np.array([0.5, 1.0]), times="pace")

    weights = Weights({"ease": 2.0, "view": 3.0}, Own)
    sink = (lambda *term: None) if heard else None
    for _ in range(2):
        ledger = Ledger(WALK, weights, sink, members=2)
        bundle = Bundle(ledger, standing)
        bundle.against("view", depth=0.1)
        bundle.add("view", depth=0.2)
        bundle.write("left", {"depth": 0.5})
        # Of depth 0.5: 2 * 0.5 (0.5 and 1) - 3 * 0.1 + 3 * 0.2, halved.
        assert ledger.totals["left"] == pytest.approx([0.4, 0.65])
    assert made == [Own]
