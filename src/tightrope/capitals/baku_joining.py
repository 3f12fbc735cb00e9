"""Which of Moscow's bodies Baku could join, and which of them it would rather join.

What sets one body apart from another is its content: depth, security, economy and energy. All other terms of joining
(cover, resistance, the leader) are the same for each, so the bodies are ranked by their content alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from tightrope.choice import Open, Value
from tightrope.curves import balance
from tightrope.world.treaties import OFFER

if TYPE_CHECKING:
    from tightrope.capitals.baku import Baku

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]


def open_bodies(baku: Baku) -> tuple[dict[int, Mask], Mask, Mask]:
    """The bodies each member could join by row; where an invitation stands; where an offer is pressed.

    A body can be joined while it is on offer. One that protects can also be asked for, where survival is at stake or
    the squeeze is more than Baku can bear (M9; ``return-cis-cst-1993``). A standing offer is pressed for its first
    quarters.
    """
    treaties, n, quarter = baku.model.treaties, baku.numbers, baku.model.quarter
    invited = np.zeros(len(baku.model.members), dtype=bool)
    pressed = invited.copy()
    asks = np.maximum(baku.existential, baku.strain) > n.ask_from
    can: dict[int, Mask] = {}
    for row in treaties.pole("moscow"):
        if not treaties.is_open(row, quarter):
            continue
        can[row] = offered = treaties.status[row] == OFFER
        if treaties.facts[row].offer == "invited":
            invited |= offered
        else:
            pressed |= offered & (treaties.age[row] < n.offer_pressed_for)
        protects = protection(baku, row)
        if protects is not False:
            can[row] = offered | (asks & ~treaties.has(row) & protects)
    return {row: mask for row, mask in can.items() if mask.any()}, invited, pressed


def protection(baku: Baku, row: int) -> Open:
    """Whether a body protects, in each member's eyes."""
    treaties = baku.model.treaties
    content = treaties.facts[row].content.security
    protects: Open = baku.fixed(f"{treaties.ids[row]} protects", lambda n: content > n.least_protection)
    return protects


def best_body(baku: Baku, can: Mapping[int, Mask], weights: Mapping[str, Value]) -> NDArray[np.int8]:
    """The body that each member would rather join, as a row of the treaties (-1: none); the deeper one in a tie."""
    target = np.full(len(baku.model.members), -1, dtype=np.int8)
    if len(can) == 1:
        ((row, mask),) = can.items()
        np.putmask(target, mask, row)
    elif can:
        of_content = worth_of_content(baku, weights)
        best = np.full(target.shape, -np.inf)
        for row, mask in can.items():
            facts = baku.model.treaties.facts[row]
            parts = (facts.depth, facts.content.security, facts.content.economy, facts.content.energy)
            worth, *more = (amount * rate for amount, rate in zip(parts, of_content, strict=True) if amount)
            for part in more:
                worth = worth + part
            better = mask & (worth >= best)
            np.putmask(target, better, row)
            np.putmask(best, better, worth)
    return target


def worth_of_content(baku: Baku, weights: Mapping[str, Value]) -> tuple[Value, Value, Value, Value]:
    """What joining is worth for each unit of a body's depth, security, economy and energy: the terms of *join*."""
    world, ankara, w = baku.model.world, baku.model.ankara, weights
    lasting = baku.fixed(
        "depth for good",
        lambda n: w["opinion"] * balance(n.support_for_moscow_body) - w["long_run"] * n.sovereignty_horizon,
    )
    depth = (
        lasting
        + w["punishment"] * baku.spared
        + w["regime_against_moscow"] * baku.perceived_moscow_threat
        + w["regime_against_west"] * baku.perceived_western_threat
        - baku.fixed("deep memory", lambda n: w["memory"] * (1.0 - n.memory_of_any_body)) * baku.memory
        + w["patron"] * baku.need
        - w["brokers"] * baku.brokers_pull
        - w["coalition"] * baku.coalition_effort * world.like_minded
    )
    economy = w["market_and_farms"] * baku.market
    economy = economy - w["ankara"] * ankara.numbers.alliance_weight * (1.0 - ankara.closeness)
    energy = baku.fixed("energy", lambda n: w["energy_sovereignty"] * n.energy_autonomy_loss) * baku.rent
    return depth, w["duress"] * baku.existential, economy, -energy
