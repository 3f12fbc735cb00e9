"""Baku abroad, carrying out what it chose: treaties, cooperation, security, effort and assurance."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from tightrope.capitals.baku_abroad import ABROAD
from tightrope.curves import level, rises
from tightrope.world.treaties import LAPSED, OFFER, SOUGHT

if TYPE_CHECKING:
    from tightrope.capitals.baku import Baku

Mask = NDArray[np.bool_]


def act(baku: Baku) -> None:
    """Carry the chosen move out on treaties, cooperation, security, effort and assurance."""
    n, treaties, quarter = baku.numbers, baku.model.treaties, baku.model.quarter
    stall, join, leave, deal, assure, step, seek, conclude, neutral, refuse = baku.by_move(ABROAD.name)
    for row in treaties.pole("moscow") if stall.any() else ():
        if treaties.facts[row].offer == "invited":
            treaties.withdraw(row, stall)
    if join.any():  # no target is found where nobody can join
        for row in aimed_at(baku.join_target, join):
            treaties.join(row, join & (baku.join_target == row), quarter)
        baku.moscow_commitment = np.maximum(baku.moscow_commitment, join)
        baku.coerced = np.maximum(baku.coerced, join & (baku.existential > n.coerced_from))
    for row in aimed_at(baku.leave_target, leave):
        treaties.leave(row, leave & (baku.leave_target == row), quarter)
    act_west(baku, seek, conclude, step)
    for body, entering in (("nam", neutral), ("guam", refuse)):
        if entering.any():
            treaties.join(treaties.row[body], entering, quarter)
    baku.coalition_effort = level(baku.coalition_effort * baku.lasting("coalition_fade") + n.coalition_step * refuse)
    baku.deal_on_offer = level(baku.deal_on_offer * baku.lasting("deal_offer_fade") + deal)
    lapsed = n.cooperation_fade * (baku.moscow_cooperation - n.usual_cooperation)
    warmth = baku.moscow_cooperation - lapsed + n.deal_step * deal
    baku.moscow_cooperation = level(np.minimum(warmth, n.full_cooperation))
    baku.assured = np.maximum(baku.assured * baku.lasting("assurance_fade"), assure)
    moscow = baku.model.moscow
    moscow.goodwill = np.maximum(moscow.goodwill, assure * moscow.numbers.goodwill_for_assurance)


def aimed_at(target: NDArray[np.int8], those: Mask) -> list[int]:
    """The treaties that some members aim at, by row; -1 stands for none."""
    return sorted(set(target[those].tolist()) - {-1})


def act_west(baku: Baku, seek: Mask, conclude: Mask, step: Mask) -> None:
    """Contracts sought or concluded, security steps taken, effort on the European track."""
    n, treaties, quarter, brussels = baku.numbers, baku.model.treaties, baku.model.quarter, baku.model.brussels
    for row in aimed_at(baku.seek_target, seek):
        seeking = seek & (baku.seek_target == row)
        if treaties.facts[row].offer == "standing":
            treaties.join(row, seeking, quarter)
            continue
        for other in treaties.pole("eu"):
            if other != row and treaties.facts[other].offer == "talks":
                treaties.set(other, seeking & (treaties.status[other] == SOUGHT), LAPSED)
        treaties.set(row, seeking, SOUGHT)
    for row in aimed_at(baku.conclude_target, conclude):
        treaties.join(row, conclude & (baku.conclude_target == row), quarter)
    for row in treaties.pole("west") if step.any() else ():
        treaties.join(row, step & (treaties.status[row] == OFFER), quarter)
    freed = n.security_after_purge * (2.0 - baku.lesser_broker - baku.top_broker)
    upkeep = (n.security_upkeep + freed) * baku.trust_in_cover
    kept = baku.western_security + n.security_fade * (upkeep - baku.western_security)
    baku.western_security = level(kept + n.security_step * step * (1.0 - baku.western_security))
    drawn = n.ideal_point + n.effort_from_trust * baku.trust_in_cover
    held = baku.feared + n.effort_from_western_threat * baku.perceived_western_threat
    worth = rises(drawn, held + n.effort_threshold, n.effort_width)
    effort = n.effort_ceiling * brussels.engagement * worth + n.effort_from_depth * baku.eu_depth
    baku.eu_effort = baku.eu_effort + n.belief_rate * (level(effort) - baku.eu_effort)
