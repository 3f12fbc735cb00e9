from __future__ import annotations

import numpy as np
import pytest
from tests.properties.legal import CONSTANTS, anywhere_legal
from tests.small_model import fix

from tightrope import state
from tightrope.capitals import baku_abroad
from tightrope.capitals.baku_joining import appraise_join, open_bodies
from tightrope.model import AlignmentModel
from tightrope.scenario import load
from tightrope.world.treaties import CLOSED, MEMBER, OFFER

MEMBERS = 500
BODIES = ("cis", "fta", "csto", "eurasian_union")


def scattered(seed: int, theory: str = "quantal-response") -> AlignmentModel:
    """Members in states of their own, each with legal parameters of its own, before their first quarter."""
    model = AlignmentModel(anywhere_legal(load("baseline").set({"theory": theory}), CONSTANTS), MEMBERS)
    luck = np.random.default_rng(seed)
    for variable in state.TABLE:
        if variable.axis is None and variable.high is not None and variable.unit in ("level", "index"):
            drawn = variable.low + (variable.high - variable.low) * luck.random(MEMBERS)
            setattr(model.holders[variable.holder], variable.name, drawn)
    model.quarter = 92
    model.moscow.look()
    model.baku.look()
    model.treaties.status[:] = CLOSED
    return model


def worth_of_joining(model: AlignmentModel, row: int) -> np.ndarray:
    """The sum of the ledger for *join*, were this body the only one."""
    baku = model.baku
    baku.can_join = {row: np.ones(MEMBERS, dtype=bool)}
    ledger = baku.ledger(baku_abroad.ABROAD)
    appraise_join(baku, ledger)
    assert (baku.join_target == row).all()
    return ledger.totals["join"]


@pytest.mark.parametrize("theory", ["quantal-response", "prospect-theory"])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_of_all_bodies_on_the_table_baku_aims_at_the_one_whose_joining_its_ledger_makes_worth_most(
    seed: int, theory: str
) -> None:
    model = scattered(seed, theory)
    rows = [model.treaties.row[name] for name in BODIES]
    model.treaties.status[rows] = OFFER
    baku_abroad.reckon(model.baku)
    model.baku.can_join, _, _ = open_bodies(model.baku)
    appraise_join(model.baku, model.baku.ledger(baku_abroad.ABROAD))
    aimed = model.baku.join_target
    worth = np.stack([worth_of_joining(model, row) for row in rows])
    assert len(set(aimed.tolist())) >= 3  # several are the best somewhere, so that the claim says something
    chosen = np.array([worth[rows.index(row), member] for member, row in enumerate(aimed.tolist())])
    np.testing.assert_allclose(chosen, worth.max(axis=0), atol=1e-12)


def test_a_body_can_be_joined_on_offer_and_asked_for_where_it_protects_and_is_needed() -> None:
    model = scattered(1)
    fix(model, "baku", least_protection=0.5, ask_from=0.5, offer_pressed_for=4.0)
    treaties, pact, area = model.treaties, model.treaties.row["csto"], model.treaties.row["fta"]
    model.baku.existential, model.baku.strain = np.zeros(MEMBERS), np.zeros(MEMBERS)
    assert open_bodies(model.baku)[0] == {}
    model.baku.strain[0] = model.baku.existential[1] = model.baku.strain[2] = 0.6
    treaties.status[pact, 2] = MEMBER
    treaties.status[area, :4] = OFFER
    treaties.age[area, :5] = [0.0, 3.0, 4.0, 9.0, 0.0]
    can, invited, pressed = open_bodies(model.baku)
    assert set(can) == {pact, area}
    assert np.flatnonzero(can[pact]).tolist() == [0, 1]
    assert np.flatnonzero(can[area]).tolist() == [0, 1, 2, 3]
    assert not invited.any()
    assert np.flatnonzero(pressed).tolist() == [0, 1]


def test_an_invitation_stands_where_moscow_made_one() -> None:
    model = scattered(2)
    model.treaties.status[model.treaties.row["eurasian_union"], :3] = OFFER
    _, invited, pressed = open_bodies(model.baku)
    assert np.flatnonzero(invited).tolist() == [0, 1, 2]
    assert not pressed.any()
