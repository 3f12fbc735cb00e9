from __future__ import annotations

import numpy as np
import pytest
from tests.small_model import fix, put, small_model

from tightrope.evidence import load_seeds
from tightrope.numbers import Own
from tightrope.world import treasury

PURSE = Own(
    state_share=0.5, gas_price_per_oil_price=3.0, spending_share=0.8, needs_rise=0.1, needs_fall=0.02,
    basic_needs=0.35, fund_exists=1.0, saving_share=0.5, fund_return=0.01, fund_access=1.0, buffer_horizon=12.0,
    buffer_flow_weight=0.5, currency_rate=0.2, self_finance_ceiling=0.8, self_finance_scale=20.0,
)  # fmt: skip


def of(*values: float) -> np.ndarray:
    return np.array(values)


def but(**changed: float) -> Own:
    return Own(**{**vars(PURSE), **changed})


# -- the oil price ----------------------------------------------------------------------------------------------------
def test_a_price_shock_keeps_its_share_and_adds_a_new_one() -> None:
    # 0.8 * 0.5 + 0.1 * 2 = 0.6; 0.8 * 0.5 - 0.1 = 0.3
    assert treasury.oil_shock(of(0.5, 0.5), 0.8, 0.1, of(2.0, -1.0)) == pytest.approx([0.6, 0.3])


def test_a_price_shock_stays_finite_even_where_it_does_not_revert() -> None:
    assert treasury.oil_shock(of(9.0, -9.0), 20.0, 1.0, of(1.0, -1.0)).tolist() == [10.0, -10.0]


def test_the_price_is_its_path_times_the_exponential_of_the_shock() -> None:
    # exp(ln 2) = 2 and exp(0) = 1
    assert treasury.oil_price(50.0, np.log(of(2.0, 1.0))) == pytest.approx([100.0, 50.0])


# -- revenue ----------------------------------------------------------------------------------------------------------
def test_revenue_is_the_share_of_oil_and_gas_sold_in_a_quarter() -> None:
    # Oil: 100 USD/bbl * 1,000,000 bbl/d * 91.3125 days = 9.13125 bn. Gas: 3 * 100 = 300 USD per thousand m3, 10 bcm a
    # year are 2,500,000 thousand m3 a quarter: 0.75 bn. Half of 9.88125 is 4.940625.
    assert treasury.energy_revenue(of(100.0), of(1000.0), of(10.0), PURSE) == pytest.approx([4.940625])


def test_revenue_follows_the_price_in_proportion() -> None:
    at = [treasury.energy_revenue(of(p), of(1000.0), of(10.0), PURSE)[0] for p in (40.0, 80.0)]
    assert at[1] == pytest.approx(2.0 * at[0])


# -- needs ------------------------------------------------------------------------------------------------------------
def test_needs_grow_quickly_and_are_cut_slowly() -> None:
    # Wanted: 0.8 * 5 = 4, gap +2, a tenth of it: 2.2. Wanted 0.8 * 1 = 0.8, gap -1.2, a fiftieth of it: 1.976.
    # Wanted 0.8 * 2.75 = 2.2, gap +0.2: 2.02. Wanted 0.8 * 2.25 = 1.8, gap -0.2: 1.996.
    needs = treasury.new_needs(of(2.0, 2.0, 2.0, 2.0), of(5.0, 1.0, 2.75, 2.25), PURSE)
    assert needs == pytest.approx([2.2, 1.976, 2.02, 1.996])


def test_needs_never_fall_below_the_basic_ones() -> None:
    # 0.36 + 0.02 * (0 - 0.36) = 0.3528 stays; 0.352 - 0.00704 = 0.34496 would be below 0.35.
    assert treasury.new_needs(of(0.36, 0.352), of(0.0, 0.0), PURSE) == pytest.approx([0.3528, 0.35])


# -- reserves ---------------------------------------------------------------------------------------------------------
def test_half_of_a_surplus_is_saved_and_the_corridor_is_paid() -> None:
    # 10 * 1.01 + 0.5 * (5 - 4) - 0.25 = 10.35
    assert treasury.new_reserves(of(10.0), of(5.0), of(4.0), 0.25, PURSE) == pytest.approx([10.35])


def test_the_whole_of_a_shortfall_is_taken_from_the_reserves() -> None:
    # 10 * 1.01 - (4 - 3) - 0.25 = 8.85
    assert treasury.new_reserves(of(10.0), of(3.0), of(4.0), 0.25, PURSE) == pytest.approx([8.85])


def test_nothing_is_saved_before_there_is_a_fund() -> None:
    # 0 * 1.01 + 0 * 0.5 * (5 - 4) = 0
    assert treasury.new_reserves(of(0.0), of(5.0), of(4.0), 0.0, but(fund_exists=0.0)) == pytest.approx([0.0])


def test_reserves_are_never_below_nothing() -> None:
    assert treasury.new_reserves(of(0.0, 3.0), of(0.0, 0.5), of(4.0, 4.0), 0.3, PURSE).tolist() == [0.0, 0.0]


# -- buffer, currency, self-finance -----------------------------------------------------------------------------------
# 1 - exp(-1) = 0.632121
def test_the_buffer_is_cover_by_revenue_and_cushion_by_reserves_in_equal_parts() -> None:
    # Flow 3 / 4; stock with 48 of reserves over 12 quarters of needs of 4: 0.632121. Half of each: 0.691060.
    assert treasury.buffer(of(3.0), of(4.0), of(48.0), PURSE) == pytest.approx([0.691060], abs=1e-6)


def test_revenue_beyond_the_needs_adds_nothing_to_the_buffer() -> None:
    # Flow 1 and no stock: a half, whether revenue is 4 or 40.
    assert treasury.buffer(of(4.0, 40.0), of(4.0, 4.0), of(0.0, 0.0), PURSE) == pytest.approx([0.5, 0.5])


def test_reserves_out_of_reach_are_no_cushion() -> None:
    # With access to half, 96 cushion like 48; with none, only the flow counts.
    assert treasury.buffer(of(3.0), of(4.0), of(96.0), but(fund_access=0.5)) == pytest.approx([0.691060], abs=1e-6)
    assert treasury.buffer(of(3.0), of(4.0), of(96.0), but(fund_access=0.0)) == pytest.approx([0.375])


def test_the_weight_of_the_flow_divides_the_buffer() -> None:
    # 0.2 * 0.75 + 0.8 * 0.632121 = 0.655697
    buffer = treasury.buffer(of(3.0), of(4.0), of(48.0), but(buffer_flow_weight=0.2))
    assert buffer == pytest.approx([0.655697], abs=1e-6)


def test_the_currency_closes_a_fifth_of_its_gap_to_revenue_over_needs() -> None:
    # Ratio 3: target 3 / 4, from 0.5 a fifth of 0.25 up. Ratio 1: target 0.5, no change.
    assert treasury.currency(of(0.5, 0.5), of(3.0, 2.0), of(1.0, 2.0), PURSE) == pytest.approx([0.55, 0.5])


def test_the_state_pays_for_more_of_the_corridor_the_more_it_has() -> None:
    # 0.8 * (1 - exp(-20 / 20)) = 0.505696; nothing without reserves; at most 0.8.
    paid = treasury.self_finance(of(20.0, 0.0, 1e6), PURSE)
    assert paid == pytest.approx([0.505696, 0.0, 0.8], abs=1e-6)


def test_reserves_out_of_reach_pay_for_nothing() -> None:
    assert treasury.self_finance(of(20.0), but(fund_access=0.0)).tolist() == [0.0]


# -- a quarter --------------------------------------------------------------------------------------------------------
def test_a_quarter_settles_needs_then_reserves_then_the_buffer() -> None:
    model = small_model()
    fix(model, "world", **vars(PURSE), corridor_cost=0.5)
    put(model, "world", oil_price=100.0, oil_production=1000.0, gas_exports=10.0, needs=2.0, reserves=10.0,
        currency=0.5, self_finance=0.6)  # fmt: skip
    put(model, "ankara", rival_pipeline=0.0)
    treasury.turn(model)
    world = model.world
    # Revenue 4.940625 as above. Needs: wanted 3.9525, gap 1.9525, a tenth: 2.19525.
    assert world.energy_revenue == pytest.approx([4.940625])
    assert world.needs == pytest.approx([2.19525])
    # Reserves: 10.1 + 0.5 * (4.940625 - 2.19525) - 0.5 * 0.6, with the self-finance of the quarter before: 11.1726875.
    assert world.reserves == pytest.approx([11.1726875])
    # Currency: target 4.940625 / 7.135875 = 0.692364; 0.5 + 0.2 * 0.192364 = 0.538473.
    assert world.currency == pytest.approx([0.538473], abs=1e-6)
    # Buffer: flow 1, stock 1 - exp(-11.1726875 / (12 * 2.19525)) = 1 - exp(-0.424124) = 0.345657: 0.672828.
    assert world.buffer == pytest.approx([0.672828], abs=1e-6)
    # Self-finance: 0.8 * (1 - exp(-0.558634)) = 0.8 * 0.428010 = 0.342408.
    assert world.self_finance == pytest.approx([0.342408], abs=1e-6)


def test_a_rival_pipeline_displaces_gas_as_far_as_it_is_firm() -> None:
    model = small_model()
    fix(model, "world", **vars(PURSE), gas_displaced=0.4)
    put(model, "world", oil_price=100.0, oil_production=1000.0, gas_exports=10.0)
    put(model, "ankara", rival_pipeline=0.5)
    assert treasury.gas_sold(model) == pytest.approx([8.0])  # 10 * (1 - 0.4 * 0.5)
    treasury.earn(model)
    # A fifth of the gas of 0.75 bn goes: half of 9.13125 + 0.6 is 4.865625.
    assert model.world.energy_revenue == pytest.approx([4.865625])


# -- the figures of 2014 ----------------------------------------------------------------------------------------------
def test_the_purse_of_late_2014_is_the_one_the_documents_describe() -> None:
    model = small_model()
    # The fund's assets at the end of 2014 (evidence: sofaz-reports).
    assert model.world.reserves == pytest.approx([37.1])
    # Buffer high in 2014, 0.75 (0.60 to 0.90; evidence: energy-bet); self-finance of the corridor high, 0.75
    # (0.5 to 0.95; evidence: sofaz-finances-sgc).
    assert 0.60 <= model.world.buffer[0] <= 0.90
    assert 0.50 <= model.world.self_finance[0] <= 0.95


def test_the_year_2014_earns_what_its_prices_and_volumes_say() -> None:
    # Quarterly prices of 2014, USD/bbl (World Bank); output 851 kb/d and exports of 8.5 bcm in the year.
    path = load_seeds().parameters["world.oil_price"].setting
    assert [path.at(quarter).value for quarter in range(88, 92)] == [108.17, 109.70, 101.82, 76.40]
    # Their mean is 396.09 / 4 = 99.0225. Oil 99.0225 * 851,000 * 91.3125 = 7.69474 bn; gas 3.3 * 99.0225 = 326.774 USD
    # per thousand m3, times 2,125,000 = 0.69440 bn; 0.55 of 8.38914 is 4.61402 bn a quarter.
    numbers = but(state_share=0.55, gas_price_per_oil_price=3.3)
    assert treasury.energy_revenue(of(99.0225), of(851.0), of(8.5), numbers) == pytest.approx([4.61402], abs=1e-5)
