"""The calendar: dated paths, the oil price, events, hazards, treaties."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from tightrope.curves import level
from tightrope.precision import Array
from tightrope.world import events, treasury

if TYPE_CHECKING:
    from tightrope.model import AlignmentModel


def criticism(model: AlignmentModel) -> Array:
    """Western criticism as Baku hears it: Washington's and Brussels' by weight."""
    share = model.baku.numbers.washington_share
    return share * model.washington.criticism + model.baku.lasting("washington_share") * model.brussels.criticism


def turn(model: AlignmentModel) -> None:
    """Open a quarter."""
    world, n, quarter = model.world, model.world.numbers, model.quarter
    changed = model.numbers.advance(quarter)
    for capital in model.capitals:
        if capital.name in changed:
            capital.renumber()
    model.drivers.look(quarter)
    model.drivers.follow(quarter, n)
    world.oil_shock = treasury.oil_shock(
        world.oil_shock, n.oil_shock_persistence, n.oil_shock_spread, model.oil_luck[model.row]
    )
    world.oil_price = treasury.oil_price(n.oil_price, world.oil_shock)
    struck = model.events.random_flare_up(quarter, n)
    if escalation := model.events.severity(events.ESCALATION, quarter):
        struck = np.maximum(struck, escalation)
    world.flare_up = np.maximum(world.flare_up * n.lasting("flare_up_fade"), struck)
    revolt = model.events.severity(events.REVOLUTION, quarter)
    world.subversion_salience = salience(world.subversion_salience, revolt, n)
    world.union_alive = world.union_alive * model.events.union_survives(quarter, n)
    model.treaties.calendar(quarter)
    model.western_criticism = criticism(model)


def salience(before: Array, revolt: float, n: Any) -> Array:
    """How present colour revolutions are: jumps with one, then fades (``dual-destabilisation-fear``)."""
    usual = n.usual_salience
    faded = usual + (before - usual) * n.lasting("salience_fade")
    return level(faded + n.salience_jump * revolt * (1.0 - faded)) if revolt else faded
