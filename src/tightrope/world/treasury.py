"""The purse: oil price, revenue, needs, reserves, currency and the buffer they make.

Every function takes arrays of shape (members,) or numbers and returns arrays of shape (members,).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from tightrope import state
from tightrope.precision import Array
from tightrope.quarters import QUARTERS_PER_YEAR

if TYPE_CHECKING:
    from tightrope.model import AlignmentModel

Value = Array | float

DAYS_PER_QUARTER = 365.25 / QUARTERS_PER_YEAR
"""A unit of conversion, not a parameter."""
BARRELS_PER_KB = 1e3
USD_PER_BILLION = 1e9
TCM_PER_BCM = 1e6
LEAST_SHOCK, LARGEST_SHOCK = state.BY_KEY["world.oil_shock"].low, state.BY_KEY["world.oil_shock"].high


def oil_shock(before: Array, persistence: Value, spread: Value, normal: Array) -> Array:
    """Mean-reverting shock in logs: x' = persistence * x + spread * z. Outside the documents."""
    return np.clip(persistence * before + spread * normal, LEAST_SHOCK, LARGEST_SHOCK)


def oil_price(target: Value, shock: Array) -> Array:
    """USD/bbl: the path times exp(shock); the path is the median price."""
    return target * np.exp(shock)


def energy_revenue(price: Array, production: Array, gas: Array, numbers: Any) -> Array:
    """State revenue from oil and gas, USD bn/quarter (M1; ``energy-bet``).

    revenue = share * (price * production * days + gas price * gas exports / 4), the gas price being tied to oil.
    ``price`` USD/bbl, ``production`` kb/d, ``gas`` bcm/yr.
    """
    per_barrel_day = BARRELS_PER_KB * DAYS_PER_QUARTER / USD_PER_BILLION
    gas_per_quarter = TCM_PER_BCM / USD_PER_BILLION / QUARTERS_PER_YEAR * gas
    return (
        numbers.state_share * price * (per_barrel_day * production + numbers.gas_price_per_oil_price * gas_per_quarter)
    )


def gas_sold(model: AlignmentModel) -> Array:
    """Gas exports, bcm/yr, less what a rival pipeline takes of the market (M37; ``turkish-route-pipeline``)."""
    displaced = model.world.numbers.gas_displaced * model.ankara.rival_pipeline
    sold: Array = model.world.gas_exports * (1.0 - displaced)
    return sold


def new_needs(needs: Array, revenue: Array, numbers: Any) -> Array:
    """What the state has got used to spending, USD bn/quarter.

    Needs chase a share of revenue, quickly up and slowly down, and never fall below the basic needs.
    """
    wanted = numbers.spending_share * revenue
    gap = wanted - needs
    quicker = numbers.fixed("quicker", lambda n: n.needs_rise - n.needs_fall)
    pace = numbers.needs_fall + quicker * (gap > 0.0)
    return np.maximum(needs + pace * gap, numbers.basic_needs)


def new_reserves(reserves: Array, revenue: Array, needs: Array, corridor: Value, numbers: Any) -> Array:
    """The oil fund, USD bn: return, the saved part of a surplus, the whole of a shortfall, the corridor's bill.

    Saving starts with the fund (``fund_exists``, 0 before it). Never below zero (``sofaz-finances-sgc``).
    """
    balance = revenue - needs
    saved = numbers.fixed("saving", lambda n: n.fund_exists * n.saving_share) * np.maximum(balance, 0.0)
    spent = np.maximum(-balance, 0.0) + corridor
    return np.maximum(reserves * numbers.fixed("growth", lambda n: 1.0 + n.fund_return) + saved - spent, 0.0)


def buffer(revenue: Array, needs: Array, reserves: Array, numbers: Any) -> Array:
    """How far revenue and reserves cover the state's needs, 0-1 (M1; ``energy-bet``, ``energy-finite``).

    buffer = w * min(1, revenue / needs) + (1 - w) * (1 - exp(-usable reserves / (horizon * needs)))
    """
    flow = np.minimum(revenue / needs, 1.0)
    drain = numbers.fixed("drain", lambda n: -n.fund_access / n.buffer_horizon)
    stock = 1.0 - np.exp(drain * (reserves / needs))
    return numbers.buffer_flow_weight * flow + numbers.lasting("buffer_flow_weight") * stock


def currency(before: Array, revenue: Array, needs: Array, numbers: Any) -> Array:
    """Strength of the currency, 0-1, following revenue over needs (M5; ``dutch-disease-manat``).

    Target: ratio / (1 + ratio), 0.5 where revenue just covers the needs.
    """
    target = revenue / (revenue + needs)
    return before + numbers.currency_rate * (target - before)


def self_finance(reserves: Array, numbers: Any) -> Array:
    """Share of the export corridor that the state can pay itself (M1, M23; ``sofaz-finances-sgc``).

    share = ceiling * (1 - exp(-usable reserves / scale)); ``scale`` USD bn.
    """
    pace = numbers.fixed("self-finance", lambda n: -n.fund_access / n.self_finance_scale)
    return numbers.self_finance_ceiling * (1.0 - np.exp(pace * reserves))


def settle(model: AlignmentModel) -> None:
    """Revenue, buffer and self-finance from the state as it stands."""
    earn(model)
    stock_take(model)


def earn(model: AlignmentModel) -> None:
    """Revenue of the quarter from prices and volumes."""
    world = model.world
    world.energy_revenue = energy_revenue(world.oil_price, world.oil_production, gas_sold(model), world.numbers)


def stock_take(model: AlignmentModel) -> None:
    """Buffer and self-finance from revenue, needs and reserves."""
    world, n = model.world, model.world.numbers
    world.buffer = buffer(world.energy_revenue, world.needs, world.reserves, n)
    world.self_finance = self_finance(world.reserves, n)


def turn(model: AlignmentModel) -> None:
    """One quarter of the purse."""
    earn(model)
    world, n = model.world, model.world.numbers
    revenue = world.energy_revenue
    world.needs = new_needs(world.needs, revenue, n)
    corridor = n.corridor_cost * world.self_finance
    world.reserves = new_reserves(world.reserves, revenue, world.needs, corridor, n)
    world.currency = currency(world.currency, revenue, world.needs, n)
    stock_take(model)
