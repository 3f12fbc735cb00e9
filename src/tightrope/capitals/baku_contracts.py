"""Contracts with Brussels: which Baku could seek or conclude, and what they are worth to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from tightrope.bundle import Bundle
from tightrope.capitals.baku_joining import of_target
from tightrope.choice import Ledger, Open, Value
from tightrope.curves import balance
from tightrope.precision import NEAR, Array
from tightrope.world.treaties import MEMBER, OFFER, SOUGHT

if TYPE_CHECKING:
    from tightrope.capitals.baku import Baku


def find_contracts(baku: Baku) -> None:
    """With Brussels: a standing partnership first; then the deep contract if its language would do, else another.

    A contract that turns on territorial language can be explored before it is signable, and afterwards only where the
    language would do; talks over it are not given up for a shallower one where it would (M16, M19). Talks once begun
    can be concluded when signable and long enough under way.
    """
    treaties, n, quarter = baku.model.treaties, baku.numbers, baku.model.quarter
    seek = np.full(len(baku.model.members), -1, dtype=np.int8)
    conclude = seek.copy()
    clear = baku.model.brussels.territorial_clarity >= baku.fixed("clear", lambda n: n.clarity_need - NEAR)
    free: Open = True
    rows = treaties.pole("eu")
    status = treaties.status[rows]
    sought = status == SOUGHT
    neither = ~sought & (status != MEMBER)
    for place, row in enumerate(rows):
        fact = treaties.facts[row]
        if not treaties.is_open(row, quarter):
            continue
        if fact.offer == "standing":
            offered = status[place] == OFFER
            free = free & ~offered
            np.putmask(seek, offered, row)
            continue
        wanted = neither[place]
        signable = treaties.signable(row, quarter)
        if fact.turns_on_clarity and signable:
            wanted = wanted & clear
        for deeper in range(place + 1, len(rows)):
            wanted = wanted & ~(clear & sought[deeper])
        if wanted.any():
            np.putmask(seek, wanted & free & ((seek < 0) | clear), row)
        if signable:
            talked = sought[place] & (treaties.age[row] >= n.talks_last)
            np.putmask(conclude, talked, row)
    baku.seek_target, baku.conclude_target = seek, conclude


def contract_terms(baku: Baku, ledger: Ledger) -> Bundle:
    """What a contract with Brussels is worth: benefit, long run, cover; punishment and fear against (M14, M18, M39)."""
    terms = Bundle(ledger, standing_contract_terms)
    deep_trade = baku.fixed("deep trade", lambda n: n.deep_trade_benefit - n.farm_protection * n.productivity_gap)
    benefit = baku.numbers.western_benefit * baku.model.brussels.engagement
    terms.add("market_and_farms", always=benefit, economy=deep_trade)
    terms.add("cover", depth=baku.trust_in_cover)
    terms.against("punishment", depth=baku.feared)
    terms.against("regime_against_west", depth=baku.perceived_western_threat)
    terms.add("brokers", depth=baku.brokers_pull)
    return terms


def standing_contract_terms(terms: Bundle, n: Any) -> None:
    """What of a contract's worth is the same in every quarter. ``n`` are Baku's numbers."""
    terms.add("long_run", depth=n.membership_horizon)
    terms.add("second_best", depth=n.ideal_point)
    terms.add("opinion", depth=balance(n.support_for_europe))


def write_contract(baku: Baku, ledger: Ledger, move: str, depth: Array, economy: Value) -> None:
    """Write what a contract of each member's depth and economic content is worth; its terms are those of any other."""
    terms = ledger.once("contract", lambda: contract_terms(baku, ledger))
    terms.write(move, {"depth": depth, "economy": economy})


def appraise_partnership(baku: Baku, ledger: Ledger) -> None:
    """Enter a standing partnership or open talks: half a step, judged at the depth that talks alone commit to."""
    n = baku.numbers
    depth = of_target(baku, baku.seek_target, "depth")
    standing = of_target(baku, baku.seek_target, "standing")
    committed = depth * (standing + (1.0 - standing) * n.talks_commit)
    write_contract(baku, ledger, "seek partnership", committed, 0.0)


def appraise_association(baku: Baku, ledger: Ledger) -> None:
    """Conclude the contract in talks: clarity on territory is nearly necessary for the deep one (M16-M18)."""
    n = baku.numbers
    depth = of_target(baku, baku.conclude_target, "depth")
    economy = of_target(baku, baku.conclude_target, "economy")
    write_contract(baku, ledger, "conclude association", depth, economy)
    missing = np.maximum(n.clarity_need - baku.model.brussels.territorial_clarity, 0.0)
    ledger.against("territorial_clarity", "conclude association", missing * depth)
    ledger.against("continuity", "conclude association", depth, times="cost_of_large_move")
