"""What follows from a quarter's acts: duress, offers running out, depth, commitment, position, outcome."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from tightrope import state
from tightrope.curves import level, rises
from tightrope.precision import Array, Real
from tightrope.world import calendar, treasury
from tightrope.world.treaties import Treaties

if TYPE_CHECKING:
    from tightrope.model import AlignmentModel


ALONE, DRIFT, TILT, ASSOCIATION, ACCESSION, COERCED = range(6)


def treaty_facts(treaties: Treaties, real: Real) -> dict[str, Array]:
    """Facts of the treaties by row, and a last 0 that row -1 (no treaty) finds."""
    facts = {
        "depth": [fact.depth for fact in treaties.facts],
        "security": [fact.content.security for fact in treaties.facts],
        "economy": [fact.content.economy for fact in treaties.facts],
        "energy": [fact.content.energy for fact in treaties.facts],
        "exit_price": [fact.exit_price for fact in treaties.facts],
        "standing": [float(fact.offer == "standing") for fact in treaties.facts],
    }
    return {name: np.array([*values, 0.0], real) for name, values in facts.items()}


def begin(model: AlignmentModel, start: Mapping[str, float]) -> None:
    """The state before the first quarter: documented values, then what follows from them by rule."""
    size, real = len(model.members), model.luck.real
    for variable in state.TABLE:
        if variable.start == "seeds" and variable.axis is None:
            setattr(model.holders[variable.holder], variable.name, np.full(size, float(start[variable.key]), real))
    model.moscow.lever = np.repeat(
        np.array([float(start[f"moscow.lever_{lever}"]) for lever in model.levers], real)[:, None], size, axis=1
    )
    model.treaty_facts = treaty_facts(model.treaties, real)
    model.drivers.attach(model.holders)
    model.numbers.advance(model.anchor)
    world, baku = model.world, model.baku
    baku.lesser_broker = baku.numbers.lesser_broker_at_start + np.zeros(size, real)
    baku.top_broker = baku.numbers.top_broker_at_start + np.zeros(size, real)
    world.treaty, world.offer_age = model.treaties.status, model.treaties.age
    world.oil_price = treasury.oil_price(world.numbers.oil_price, world.oil_shock)
    treasury.earn(model)
    treasury.settle(model)
    model.western_criticism = calendar.criticism(model)
    model.moscow.begin()
    depths(model)
    baku.moscow_effective_depth = baku.moscow_depth * baku.moscow_commitment
    baku.position = position(model)
    baku.outcome = outcome(model)


def turn(model: AlignmentModel) -> None:
    """The consequences of one quarter."""
    baku = model.baku
    model.drivers.settle(model.world.numbers)
    offers_run_out(model)
    depths(model)
    baku.coerced = baku.coerced * (baku.moscow_depth > baku.numbers.coerced_depth)
    duress(model)
    commitment(model)
    baku.position = position(model)
    baku.outcome = outcome(model)


def offers_run_out(model: AlignmentModel) -> None:
    """An invitation can be answered in some quarters, the one of its making included."""
    for row, fact in enumerate(model.treaties.facts):
        if fact.offer == "invited":
            model.treaties.withdraw(row, model.treaties.age[row] >= model.moscow.numbers.offer_lasts - 1.0)


def depths(model: AlignmentModel) -> None:
    """Paper depth with each camp: the deepest body Baku is in."""
    baku, treaties = model.baku, model.treaties
    baku.moscow_depth = treaties.depth_of(treaties.pole("moscow"))
    baku.eu_depth = treaties.depth_of(treaties.pole("eu"))
    baku.non_aligned = treaties.has(treaties.row["nam"]).astype(model.luck.real)
    baku.protected = treaties.content_of(treaties.pole("moscow"), "security")


def duress(model: AlignmentModel) -> None:
    """Duress from Karabakh (M8, M9; ``russia-backs-armenia-punishment``, ``return-cis-cst-1993``).

    target = war + (1 - war) * (flare-up + effect * exposure * Karabakh lever); what Moscow has in hand of it is eased
    by ``relief`` times the security content of Baku's membership.
    """
    baku, world, n = model.baku, model.world, model.world.numbers
    lever = model.levers.index("karabakh")
    aided = n.duress_from_lever * model.moscow.numbers.exposure_karabakh * model.moscow.lever[lever]
    sheltered = baku.protected * n.relief_after_joining
    added = (world.flare_up + aided) * (1.0 - sheltered)
    target = n.karabakh_war * (1.0 - n.relief_of_war * sheltered) + n.lasting("karabakh_war") * level(added)
    world.war_duress = world.war_duress + n.duress_rate * (target - world.war_duress)


def commitment(model: AlignmentModel) -> None:
    """How much of a paper membership is lived: all of it under duress or strain, little once they lift (M11)."""
    baku, n = model.baku, model.baku.numbers
    pressed = np.maximum(rises(model.world.war_duress, n.commitment_duress, n.commitment_width), baku.strain)
    target = n.commitment_floor + n.lasting("commitment_floor") * pressed
    baku.moscow_commitment = baku.moscow_commitment + n.commitment_rate * (target - baku.moscow_commitment)
    baku.moscow_effective_depth = baku.moscow_depth * baku.moscow_commitment


def position(model: AlignmentModel) -> Array:
    """One number for ordinal checks and plots, -1 Moscow to +1 West; the six outputs stay apart (evidence 4.0)."""
    baku, n = model.baku, model.baku.numbers
    west = (
        n.position_eu_depth * baku.eu_depth
        + n.position_eu_effort * baku.eu_effort
        + n.position_security * baku.western_security
    )
    east = n.position_moscow_depth * baku.moscow_effective_depth + n.position_cooperation * baku.moscow_cooperation
    tone = n.position_tone * (baku.tone_west - baku.tone_moscow)
    held: Array = np.clip(west - east + tone - n.position_non_aligned * baku.non_aligned, -1.0, 1.0)
    return held


def outcome(model: AlignmentModel) -> NDArray[np.int8]:
    """The outcome of the quarter, by precedence: coerced > accession > association > tilt > drift > alone."""
    baku, n = model.baku, model.baku.numbers
    result = (baku.position <= n.drift_below) * np.int8(DRIFT)
    np.putmask(result, baku.position >= n.tilt_above, TILT)
    np.putmask(result, baku.eu_depth >= n.association_depth, ASSOCIATION)
    np.putmask(result, baku.moscow_depth >= n.accession_depth, ACCESSION)
    np.putmask(result, baku.coerced > 0.0, COERCED)
    return result
