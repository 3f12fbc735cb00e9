"""Baku at home: keep, repress, open up, or remove a broker (M29, M30, M35, M42)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from tightrope.choice import Decision, Ledger, Value
from tightrope.curves import level, of_members

if TYPE_CHECKING:
    from tightrope.capitals.baku import Baku

Mask = NDArray[np.bool_]

HOME = Decision(
    "baku.home",
    ("keep", "repress", "open up", "remove a broker"),
    ("threat", "cover", "broker_strength", "purge_risk", "western_leverage", "habit"),
)


def stand(baku: Baku, ledger: Ledger) -> None:
    """Habit speaks against every move."""
    ledger.against("habit", HOME.moves[1:], 1.0)


def decide(baku: Baku) -> None:
    """Appraise the moves at home.

    Repression answers threat from either side; criticism holds it back only as far as the West has leverage (M23).
    Openness is worth what western cover it buys and costs the weak points it bares, the more so the less the West would
    make up for Moscow's use of them (M35; ``western-cover-doubted``). It lets in some of what is feared from the West
    and takes the ground from the rest. Removing a broker is worth the tasks he keeps from the president, and costs the
    risk that he strikes back (M29).
    """
    n, ledger = baku.numbers, baku.ledger(HOME)
    room = 1.0 - baku.repression
    ledger.add(
        "threat",
        "repress",
        (baku.perceived_western_threat + n.repress_for_moscow * baku.perceived_moscow_threat * baku.election_window)
        * room,
    )
    swayed = leverage(baku) * baku.model.western_criticism
    ledger.add("western_leverage", "open up", swayed, against="repress")
    ledger.against("threat", "repress", baku.repression)

    ledger.add("cover", "open up", baku.trust_in_cover, times="liberalisation_reward")
    ledger.against("threat", "open up", baku.perceived_moscow_threat * baku.uncovered, times="openness_vulnerability")
    ledger.against("threat", "open up", baku.perceived_western_threat, times="regime_in_openness")

    lesser = target_is_lesser(baku)
    strength = baku.top_broker + (baku.lesser_broker - baku.top_broker) * lesser
    risk = n.purge_risk_top + baku.fixed("purge risk", lambda n: n.purge_risk_lesser - n.purge_risk_top) * lesser
    ledger.add("broker_strength", "remove a broker", strength * (1.0 + baku.pretext), times="purge_wish")
    ledger.against("purge_risk", "remove a broker", risk * (1.0 - n.pretext_cover * baku.pretext))
    ledger.against("threat", "remove a broker", baku.perceived_moscow_threat, times="purge_exposure")
    baku.choose(HOME, ledger, {"repress": True, "open up": True, "remove a broker": strength > n.least_broker})


def leverage(baku: Baku) -> np.ndarray:
    """What the West can sway Baku with (M23; ``west-no-instruments``): less, the more the state finances itself."""
    n = baku.numbers
    return n.western_leverage * (1.0 - baku.model.world.self_finance) * (1.0 - baku.perceived_western_threat)


def target_is_lesser(baku: Baku) -> np.ndarray:
    """1 where the lesser broker still stands and is the one to go first, else 0 (``abbasov-removed-2004``)."""
    stands: np.ndarray = baku.lesser_broker > baku.numbers.least_broker
    return stands.astype(baku.model.luck.real)


def act(baku: Baku) -> None:
    """Repression builds and fades; openness bends; a purge runs its course."""
    n = baku.numbers
    repress, open_up, remove = baku.by_move(HOME.name)
    baku.repression = level(baku.repression * baku.lasting("repression_fade") + n.repression_step * repress)
    baku.push("openness", n.openness_step, open_up, repress)
    if remove.any():
        purge(baku, remove)


def purge(baku: Baku, remove: Mask) -> None:
    """A purge, of few members in any quarter, succeeds by luck, at the odds of its target.

    A broker who survives the attempt strikes back with Moscow's help: its lever rises by backfire * reach * (ceiling -
    lever).
    """
    who, moscow = np.flatnonzero(remove), baku.model.moscow

    def their(name: str) -> Value:
        return of_members(getattr(baku.numbers, name), who)

    lesser = target_is_lesser(baku).take(who)
    odds = np.where(lesser, their("purge_success_lesser"), their("purge_success_top"))
    falls = baku.model.purge_luck[baku.model.row].take(who) < odds
    left = np.where(falls, their("left_after_purge"), 1.0)
    baku.lesser_broker[who] *= np.where(lesser, left, 1.0)
    baku.top_broker[who] *= np.where(lesser, 1.0, left)
    lever = moscow.lever[moscow.broker_row]
    room = np.maximum(of_members(moscow.numbers.lever_ceiling, who) - lever.take(who), 0.0)
    lever[who] += their("purge_backfire") * moscow.reach.take(who) * ~falls * room
