"""Baku abroad: eleven moves and the considerations that decide them.

Every term is a difference from *hold*. Depths, contents and prices of bodies are those of ``seeds/treaties.yaml``.
"""

from __future__ import annotations

import functools
import operator
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from tightrope.bundle import Bundle
from tightrope.capitals.baku_contracts import appraise_association, appraise_partnership, find_contracts
from tightrope.capitals.baku_joining import appraise_join, market_and_farms, of_target, open_bodies, rent_at_stake
from tightrope.choice import Decision, Ledger, from_one
from tightrope.curves import balance, level
from tightrope.world.treaties import MEMBER, OFFER

if TYPE_CHECKING:
    from tightrope.capitals.baku import Baku

Mask = NDArray[np.bool_]

ABROAD = Decision(
    "baku.abroad",
    (
        "hold",
        "stall",
        "join",
        "leave",
        "bilateral deal",
        "assurance",
        "western security step",
        "seek partnership",
        "conclude association",
        "non-aligned",
        "coalition of refusers",
    ),
    (
        "energy_sovereignty",
        "market_and_farms",
        "ankara",
        "punishment",
        "cover",
        "regime_against_moscow",
        "regime_against_west",
        "territorial_clarity",
        "duress",
        "memory",
        "second_best",
        "symmetry",
        "coalition",
        "patron",
        "long_run",
        "opinion",
        "brokers",
        "continuity",
    ),
)
SMALL_MOVES = ("stall", "western security step", "seek partnership", "conclude association")


def decide(baku: Baku) -> None:
    """Find what is on the table, appraise every move that someone can make, choose."""
    reckon(baku)
    find_targets(baku)
    ledger = baku.ledger(ABROAD)
    appraise_alike(baku, ledger)
    for move, appraise in APPRAISALS.items():
        may = baku.open_abroad[move]
        if ledger.heard or may is True or (may is not False and may.any()):
            appraise(baku, ledger)
    baku.choose(ABROAD, ledger, baku.open_abroad)


def stand(baku: Baku, ledger: Ledger) -> None:
    """What a move costs whatever the hour, what a badge of neutrality and an even hand are worth, and opinion."""
    n = baku.numbers
    ledger.against("continuity", SMALL_MOVES, n.cost_of_small_move)
    ledger.against("continuity", "leave", n.cost_of_leaving)
    ledger.against("continuity", "bilateral deal", n.cost_of_deal)
    ledger.against("continuity", "assurance", n.cost_of_large_move)
    ledger.against("continuity", "non-aligned", n.cost_of_non_alignment)
    ledger.against("continuity", "coalition of refusers", n.cost_of_coalition)
    ledger.add("symmetry", "assurance", n.symmetry_of_assurance)
    ledger.add("symmetry", "non-aligned", n.badge)
    ledger.add("opinion", "non-aligned", balance(n.support_for_neutrality))


def reckon(baku: Baku) -> None:
    """What moves are weighed by: a market's worth, the rent at stake, the punishment that depth spares or that a step
    west would draw, the threat and the need that nobody covers, the brokers' pull (away from Moscow where positive)."""
    n = baku.numbers
    baku.market, baku.rent = market_and_farms(baku), rent_at_stake(baku)
    baku.spared = baku.strain + baku.model.moscow.pressure * baku.thinness
    baku.exposed = baku.perceived_moscow_threat * baku.uncovered
    baku.feared = baku.perceived_punishment * baku.visible
    baku.needing = baku.need * baku.uncovered
    baku.brokers_pull = n.broker_preference * baku.top_broker


# -- what is on the table ---------------------------------------------------------------------------------------------
def find_targets(baku: Baku) -> None:
    """The target of each move per member, as a row of the treaties (-1: none), and which moves are open.

    Of the bodies that could be joined the target is found where joining is appraised.
    """
    treaties, n, quarter = baku.model.treaties, baku.numbers, baku.model.quarter
    rows = treaties.pole("moscow")
    baku.can_join, invited, pressed = open_bodies(baku)
    baku.leave_target = deepest(rows, treaties.status[rows] == MEMBER)
    find_contracts(baku)
    refusers, third_way = treaties.row["guam"], treaties.row["nam"]
    baku.open_abroad = {
        "stall": invited | pressed,
        "join": functools.reduce(operator.or_, baku.can_join.values()) if baku.can_join else False,
        "leave": (baku.leave_target >= 0) & (baku.existential < n.ask_from),
        "bilateral deal": True,
        "assurance": (baku.model.moscow.pressure > n.assurance_from) & (baku.assured < n.assurance_again),
        "western security step": True,
        "seek partnership": baku.seek_target >= 0,
        "conclude association": baku.conclude_target >= 0,
        "non-aligned": treaties.status[third_way] == OFFER,
        "coalition of refusers": treaties.is_open(refusers, quarter),
    }


def deepest(rows: list[int], those: Mask) -> NDArray[np.int8]:
    """The row of the last of some treaties, shallowest first, that each member has among ``those``; -1 where none.

    ``those`` has shape (rows, members).
    """
    last = (those * from_one(len(rows))).max(axis=0)
    return np.array([-1, *rows], dtype=np.int8).take(last)


# -- what several moves share -----------------------------------------------------------------------------------------
def appraise_alike(baku: Baku, ledger: Ledger) -> None:
    """What is said in the same words of several moves.

    Cover makes what it would replace worth less. A nationalist leader is drawn out of Moscow's bodies and shuns ties to
    it. Memory of coercion speaks, less loudly than against any body, against ties short of one.
    """
    ledger.against("cover", ("join", "bilateral deal", "assurance", "non-aligned"), baku.trust_in_cover)
    ties, nationalist = ("bilateral deal", "assurance"), level(baku.leader_type)
    ledger.add("continuity", "leave", nationalist, times="nationalist_refusal", against=ties)
    ledger.against("memory", ("bilateral deal", "assurance"), baku.memory, times="memory_of_deals")


# -- the East ---------------------------------------------------------------------------------------------------------
def appraise_stall(baku: Baku, ledger: Ledger) -> None:
    """Decline quietly and stay away (M20): a low profile spares some retaliation that silence would draw."""
    moscow = baku.model.moscow
    ledger.add("punishment", "stall", moscow.reach + moscow.pressure, times="tone_discount")
    ledger.against("regime_against_moscow", "stall", baku.perceived_moscow_threat, times="stall_risk")


def appraise_leave(baku: Baku, ledger: Ledger) -> None:
    """Leave the deepest Moscow-led body, at its price (M11): judged with the duress that led in gone."""
    n = baku.numbers
    price = of_target(baku, baku.leave_target, "exit_price")
    ledger.against("duress", "leave", baku.existential)
    terms = Bundle(ledger)
    terms.add("memory", depth=baku.memory, times="exit_drive")
    exacted = n.exit_price_floor + baku.lasting("exit_price_floor") * baku.model.moscow.reach
    terms.against("punishment", always=price * exacted, depth=baku.strain)
    terms.against("regime_against_moscow", depth=baku.exposed, times="exit_fear")
    terms.against("patron", depth=baku.needing)
    terms.add("cover", depth=baku.trust_in_cover)
    terms.add("brokers", depth=baku.brokers_pull)
    terms.write("leave", {"depth": of_target(baku, baku.leave_target, "depth")})


def appraise_deal(baku: Baku, ledger: Ledger) -> None:
    """A bilateral deal with Moscow instead of membership (M19): Baku's own substitute, kept short of any bloc."""
    n, ankara = baku.numbers, baku.model.ankara
    room = level(1.0 - baku.moscow_cooperation / n.full_cooperation)
    ally = ankara.numbers.follow_the_ally * (ankara.closeness - n.usual_closeness)
    terms = Bundle(ledger)
    terms.add("regime_against_moscow", room=baku.exposed)
    terms.add("regime_against_west", room=baku.perceived_western_threat)
    terms.add("ankara", always=ally, room=ankara.numbers.pipeline_damage * ankara.rival_pipeline)
    terms.add("patron", room=baku.needing)
    terms.against("brokers", room=baku.brokers_pull)
    terms.write("bilateral deal", {"room": room})
    ledger.against("second_best", "bilateral deal", 1.0 - room, times="ideal_point")


def appraise_assurance(baku: Baku, ledger: Ledger) -> None:
    """A quiet assurance to Moscow that buys a reprieve (M34; ``reprieve-2013``)."""
    n, moscow = baku.numbers, baku.model.moscow
    ledger.add("punishment", "assurance", moscow.pressure + n.visit_impression * moscow.visit_echo)
    ledger.add("regime_against_moscow", "assurance", baku.exposed)


# -- the West ---------------------------------------------------------------------------------------------------------
def appraise_security(baku: Baku, ledger: Ledger) -> None:
    """A security step with the West: worth its cover, against punishment and fear for the regime (M14, M21, M22)."""
    room = 1.0 - baku.western_security
    ledger.add("cover", "western security step", baku.trust_in_cover * room)
    ledger.add("second_best", "western security step", room, times="ideal_point")
    ledger.add("patron", "western security step", baku.need * baku.trust_in_cover)
    ledger.against("punishment", "western security step", baku.feared)
    ledger.against(
        "regime_against_west", "western security step", baku.perceived_western_threat, times="regime_in_security"
    )
    ledger.add("brokers", "western security step", baku.brokers_pull)
    ledger.against("symmetry", "western security step", baku.non_aligned)


# -- neither ----------------------------------------------------------------------------------------------------------
def appraise_non_aligned(baku: Baku, ledger: Ledger) -> None:
    """Non-alignment as an institution (M15, M41): second best for a state that fears both steps and can pay its way."""
    n, world = baku.numbers, baku.model.world
    fear = baku.perceived_punishment + n.second_best_from_threat * baku.perceived_moscow_threat
    ledger.add("second_best", "non-aligned", world.buffer * fear, times="second_best_scale")
    ledger.add("memory", "non-aligned", baku.memory, times="memory_for_neutrality")


def appraise_coalition(baku: Baku, ledger: Ledger) -> None:
    """Work with other refusers (M12): worth the company there is, against being seen by Moscow."""
    world, moscow = baku.model.world, baku.model.moscow
    room = 1.0 - baku.coalition_effort
    ledger.add("coalition", "coalition of refusers", world.like_minded * room, times="resistance")
    ledger.add("memory", "coalition of refusers", baku.memory, times="memory_for_neutrality")
    ledger.against("punishment", "coalition of refusers", moscow.bearing_down * baku.visible)


APPRAISALS: Mapping[str, Callable[[Baku, Ledger], None]] = {
    "stall": appraise_stall,
    "join": appraise_join,
    "leave": appraise_leave,
    "bilateral deal": appraise_deal,
    "assurance": appraise_assurance,
    "western security step": appraise_security,
    "seek partnership": appraise_partnership,
    "conclude association": appraise_association,
    "non-aligned": appraise_non_aligned,
    "coalition of refusers": appraise_coalition,
}
