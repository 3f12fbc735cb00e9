from __future__ import annotations

import math
from statistics import NormalDist

import numpy as np
import pytest

from tightrope.luck import BLOCK, Luck, stream_key

# sha256sum of the ten bytes "hazard/war" begins with these sixteen digits; likewise the name of Baku's joining.
KEYS = {"hazard/war": 0x981D77808D04EA47, "choice/baku.abroad/join": 0x49F0A1557AA9A5E7}

MASK = 2**128 - 1
MULTIPLIER = 0x2360ED051FC65DA44385DF649FCCF645


def by_hand(seed: int, name: str, member: int, row: int) -> float:
    """One uniform by the recipe, in whole-number arithmetic: PCG64 (XSL-RR 128/64), one step for each double."""
    return double(np.random.SeedSequence(seed, spawn_key=(KEYS[name], member // 1024)), 1024 * row + member % 1024)


def double(sequence: np.random.SeedSequence, number: int) -> float:
    """A double of a stream, counted from 0."""
    start = np.random.PCG64(sequence).state["state"]
    state, increment = start["state"], start["inc"]
    for _ in range(number + 1):
        state = (state * MULTIPLIER + increment) & MASK
    mixed, turn = (state >> 64) ^ (state & (2**64 - 1)), state >> 122
    word = ((mixed >> turn) | (mixed << (64 - turn))) & (2**64 - 1)
    return (word >> 11) * 2.0**-53


@pytest.mark.parametrize("name", KEYS)
def test_the_key_of_a_stream_is_the_first_eight_bytes_of_the_digest_of_its_name(name: str) -> None:
    assert stream_key(name) == KEYS[name]


@pytest.mark.parametrize(("member", "row"), [(0, 0), (17, 0), (17, 2), (1023, 1), (1024, 0), (5000, 1)])
def test_a_uniform_is_what_the_recipe_gives(member: int, row: int) -> None:
    drawn = Luck(3, [member], 0, 3).uniform("hazard/war")
    assert drawn[row, 0] == by_hand(3, "hazard/war", member, row)


def test_rows_are_absolute_quarters_so_a_later_start_meets_the_same_luck() -> None:
    late = Luck(3, [17, 1040], 92, 2).uniform("hazard/war")
    assert late[1, 0] == by_hand(3, "hazard/war", 17, 93)
    np.testing.assert_array_equal(late, Luck(3, [17, 1040], 0, 94).uniform("hazard/war")[92:])


@pytest.mark.parametrize("member", [0, 17, 1023, 1024, 5000])
def test_a_quantile_is_the_members_own_double_of_the_stream_wherever_the_run_begins(member: int) -> None:
    sequence = np.random.SeedSequence(3, spawn_key=(KEYS["hazard/war"],))
    assert Luck(3, [member], 92, 4).quantile("hazard/war")[0] == double(sequence, member)


def test_members_17_and_90_meet_the_luck_they_meet_in_any_ensemble() -> None:
    everybody = Luck(3, range(3000), 0, 5)
    for members in ([17, 90], [90, 17], [2999, 17, 1023, 1024], list(range(1000, 1100)), [5, 5]):
        few = Luck(3, members, 0, 5)
        np.testing.assert_array_equal(few.uniform("a"), everybody.uniform("a")[:, members])
        np.testing.assert_array_equal(few.quantile("a"), everybody.quantile("a")[members])
        np.testing.assert_array_equal(few.normal("a"), everybody.normal("a")[:, members])
        np.testing.assert_array_equal(few.gumbel("d", "xy"), everybody.gumbel("d", "xy")[..., members])


ONE_BLOCK, TWO_BLOCKS = np.arange(BLOCK), np.arange(2 * BLOCK)
ORDERS = {
    "one after the other": TWO_BLOCKS,
    "the later first": np.roll(TWO_BLOCKS, BLOCK),
    "backwards": ONE_BLOCK[::-1],
    "shuffled into each other": TWO_BLOCKS.reshape(2, BLOCK).T.ravel(),  # 0, 1024, 1, 1025, ...
    "one within the other": np.concatenate([ONE_BLOCK[:5], ONE_BLOCK + BLOCK, ONE_BLOCK[5:]]),
}


@pytest.mark.parametrize("order", ORDERS)
def test_whole_blocks_may_come_in_any_order(order: str) -> None:
    members, everybody = ORDERS[order], Luck(3, TWO_BLOCKS, 0, 2)
    luck = Luck(3, members, 0, 2)
    np.testing.assert_array_equal(luck.uniform("a"), everybody.uniform("a")[:, members])
    np.testing.assert_array_equal(luck.quantile("a"), everybody.quantile("a")[members])
    np.testing.assert_array_equal(luck.normal("a"), everybody.normal("a")[:, members])
    np.testing.assert_array_equal(luck.gumbel("d", "xy"), everybody.gumbel("d", "xy")[..., members])


def test_a_longer_horizon_only_adds_rows() -> None:
    short, long = Luck(3, [17], 0, 10), Luck(3, [17], 0, 40)
    np.testing.assert_array_equal(short.uniform("a"), long.uniform("a")[:10])
    np.testing.assert_array_equal(short.gumbel("d", "xyz"), long.gumbel("d", "xyz")[:10])


def test_a_stream_does_not_care_which_others_were_drawn_before_it() -> None:
    alone = Luck(3, [17, 90], 0, 5).uniform("a")
    busy = Luck(3, [17, 90], 0, 5)
    busy.normal("b"), busy.quantile("c"), busy.gumbel("d", "xy")
    np.testing.assert_array_equal(busy.uniform("a"), alone)


def test_a_new_move_leaves_the_luck_of_the_others_as_it_was() -> None:
    luck = Luck(3, [17, 90], 0, 5)
    few, more = luck.gumbel("d", ["hold", "join"]), luck.gumbel("d", ["hold", "leave", "join"])
    np.testing.assert_array_equal(few, more[:, [0, 2]])


def test_seeds_names_blocks_and_quarters_do_not_share_luck() -> None:
    drawn = [
        Luck(3, [17], 0, 2).uniform("a"), Luck(4, [17], 0, 2).uniform("a"),
        Luck(3, [17], 0, 2).uniform("b"), Luck(3, [17 + BLOCK], 0, 2).uniform("a"),
    ]  # fmt: skip
    assert len({float(value) for rows in drawn for value in rows.ravel()}) == 8


def test_a_gumbel_draw_is_minus_the_log_of_minus_the_log_of_its_uniform_to_seven_digits() -> None:
    drawn = Luck(3, [17, 1040], 5, 2).gumbel("baku.abroad", ["hold", "join"])
    for column, member in enumerate((17, 1040)):
        uniform = by_hand(3, "choice/baku.abroad/join", member, 6)
        assert drawn[1, 1, column] == pytest.approx(-math.log(-math.log(uniform)), rel=1e-7, abs=1e-7)


def test_gumbel_draws_have_the_mean_and_spread_of_the_standard_distribution() -> None:
    drawn = Luck(3, range(20_000), 0, 1).gumbel("d", ["x"]).ravel()
    # Mean 0.57722 (Euler's constant), variance pi^2 / 6 = 1.64493; four standard errors of 20,000 draws: the mean
    # 4 * 1.2825 / 141.42 = 0.0363; the variance, with kurtosis 5.4, 4 * 1.64493 * sqrt(4.4 / 20000) = 0.0976.
    assert drawn.mean() == pytest.approx(0.57722, abs=0.0363)
    assert drawn.var() == pytest.approx(1.64493, abs=0.0976)


def test_a_normal_shock_is_the_inverse_of_the_normal_distribution_at_its_uniform() -> None:
    shock = Luck(3, [17], 0, 3).normal("hazard/war")[2, 0]
    assert shock == pytest.approx(NormalDist().inv_cdf(by_hand(3, "hazard/war", 17, 2)), abs=1e-12)


def test_a_uniform_of_exactly_nought_makes_a_large_draw_and_not_an_infinite_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Empty:
        """A generator that only ever gives nought."""

        def __init__(self, bits: object) -> None:
            pass

        def random(self, shape: tuple[int, int]) -> np.ndarray:
            return np.zeros(shape)

    monkeypatch.setattr(np.random, "Generator", Empty)
    luck = Luck(3, [17], 0, 1)
    # Half of the smallest uniform stands in, 2 ** -54: -log(2 ** -54) = 54 * log 2 = 37.42995, whose log is 3.622471.
    assert luck.gumbel("d", "x").ravel() == pytest.approx([-3.622471], abs=1e-6)
    assert luck.normal("a").ravel() == pytest.approx([NormalDist().inv_cdf(2.0**-54)])


def test_still_luck_takes_the_middle_of_every_range_and_shakes_nothing() -> None:
    still = Luck(3, [17, 90], 0, 4, still=True)
    assert (still.quantile("a") == 0.5).all() and still.quantile("a").shape == (2,)
    assert (still.normal("a") == 0.0).all() and still.normal("a").shape == (4, 2)
    gumbel = still.gumbel("d", "xyz")
    assert (gumbel == gumbel[:, :1]).all() and gumbel.shape == (4, 3, 2)


def test_under_still_luck_not_even_a_certain_hazard_strikes() -> None:
    assert not (Luck(3, [17, 90], 0, 4, still=True).uniform("hazard/war") < 1.0).any()
