"""Which of Moscow's bodies Baku could join, what membership is worth, and which of them it would rather join."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from tightrope.bundle import Bundle
from tightrope.choice import Ledger, Open, Value
from tightrope.curves import balance
from tightrope.precision import Array
from tightrope.world.treaties import OFFER

if TYPE_CHECKING:
    from tightrope.capitals.baku import Baku

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
            can[row] = offered | (asks & treaties.lacks(row) & protects)
    return {row: mask for row, mask in can.items() if mask.any()}, invited, pressed


def protection(baku: Baku, row: int) -> Open:
    """Whether a body protects, in each member's eyes."""
    treaties = baku.model.treaties
    content = treaties.facts[row].content.security
    protects: Mask | np.bool_ = baku.fixed(f"{treaties.ids[row]} protects", lambda n: content > n.least_protection)
    return protects if isinstance(protects, np.ndarray) else bool(protects)


def appraise_join(baku: Baku, ledger: Ledger) -> None:
    """Join, of the bodies on the table, the one whose joining is worth most; the deeper one in a tie.

    Standing resistance and the leader's leaning speak of any body. Each is appraised apart, as if it were the only one.
    """
    n, worth, members = baku.numbers, {}, len(baku.model.members)
    ledger.against("continuity", "join", baku.leader_type, times="nationalist_refusal")
    ledger.against("continuity", "join", 1.0 - n.duress_breaks_resistance * baku.existential, times="resistance")
    facts, before = baku.model.treaty_facts, ledger.total("join")
    contents = {row: {fact: float(values[row]) for fact, values in facts.items()} for row in baku.can_join}
    held = {fact for fact in facts if ledger.heard or any(content[fact] for content in contents.values())}
    terms = join_terms(baku, ledger, held)
    for row, content in contents.items():
        worth[row] = terms.worth(before, content)
    baku.join_target = np.full(members, -1, dtype=np.int8)
    best = np.full(members, -np.inf, before.dtype)
    for row, mask in baku.can_join.items():
        better = mask & (worth[row] >= best)
        np.putmask(baku.join_target, better, row)
        np.putmask(best, better, worth[row])
    if ledger.heard:
        terms.write("join", {fact: of_target(baku, baku.join_target, fact) for fact in facts})
    else:
        ledger.put("join", best)


def of_target(baku: Baku, target: NDArray[np.int8], attribute: str) -> Array:
    """A fact of each member's target treaty, 0 where there is none; shape (members,)."""
    found: Array = baku.model.treaty_facts[attribute].take(target)
    return found


def join_terms(baku: Baku, ledger: Ledger, held: Collection[str]) -> Bundle:
    """What membership costs, what it buys, and what weighs in extremity, by the content of the body.

    ``held`` is what some body on the table has. What depth with Moscow eases (threat, need) is set against what western
    cover eases: threat * (depth - trust). So more cover lowers the worth of joining by at least as much as that of any
    other move.
    """
    n, world, ankara = baku.numbers, baku.model.world, baku.model.ankara
    terms = Bundle(ledger, standing_join_terms)
    doubt = -baku.trust_in_cover
    if "energy" in held:
        terms.against("energy_sovereignty", energy=baku.rent, times="energy_autonomy_loss")
    if "economy" in held:
        terms.add("market_and_farms", economy=baku.market)
        terms.against("ankara", economy=ankara.numbers.alliance_weight * (1.0 - ankara.closeness))
    if "security" in held:
        terms.add("duress", security=baku.existential)
    terms.add("punishment", depth=baku.spared)
    terms.add("regime_against_moscow", depth=baku.perceived_moscow_threat, always=baku.perceived_moscow_threat * doubt)
    terms.add("regime_against_west", depth=baku.perceived_western_threat)
    remembered = baku.memory * n.memory_of_any_body
    terms.against("memory", depth=baku.memory - remembered, always=remembered)
    terms.add("patron", depth=baku.need, always=baku.need * doubt)
    terms.against("brokers", depth=baku.brokers_pull)
    terms.against("coalition", depth=baku.coalition_effort * world.like_minded)
    return terms


def standing_join_terms(terms: Bundle, n: Any) -> None:
    """What of it is the same in every quarter. ``n`` are Baku's numbers."""
    terms.against("long_run", depth=n.sovereignty_horizon)
    terms.add("opinion", depth=balance(n.support_for_moscow_body))


def rent_at_stake(baku: Baku) -> Array:
    """How much of an energy policy of one's own there is to lose, 0-1 (M2)."""
    revenue = baku.model.world.energy_revenue
    share: Array = revenue / (revenue + baku.numbers.rent_scale)
    return share


def market_and_farms(baku: Baku) -> Array:
    """Net worth of a customs union apart from energy, -1..1 (M4-M7): small gains, a farm loss weighed by jobs.

    gains = Russian economy * (market + sectors + farm access) + labour made legal, worth more where workers are sent
    home (``labour-lever-removed-by-cu``);
    loss = protection * farm employment / scale * (productivity gap + windfall * (currency - even) + net farm loss)
    """
    n, moscow, world = baku.numbers, baku.model.moscow, baku.model.world
    gains = moscow.resources * baku.fixed("market gains", lambda n: n.market_access + n.sector_gain + n.farm_access)
    expelled = 1.0 + n.relief_when_expelled * moscow.lever[baku.model.levers.index("workers")]
    legal = baku.fixed("labour made legal", labour_made_legal) * expelled
    windfall = n.dutch_disease * (world.currency - n.even_currency)
    lost = baku.fixed("farm losses", lambda n: n.productivity_gap + n.farm_loss)
    return gains + legal - baku.fixed("farms", farms) * (lost + windfall)


def labour_made_legal(n: Any) -> Value:
    """What membership is worth to workers in Russia who are not legal there. ``n`` are Baku's numbers."""
    return n.labour_relief * n.workers_in_russia / n.workers_scale * (1.0 - n.workers_legal)


def farms(n: Any) -> Value:
    """How much farms weigh, by protection and employment. ``n`` are Baku's numbers."""
    return n.farm_protection * n.farm_employment / n.farm_employment_scale
