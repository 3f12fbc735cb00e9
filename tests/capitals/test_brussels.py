from __future__ import annotations

import numpy as np
import pytest
from tests.small_model import Terms, equal_weights, fix, put, small_model

from tightrope import state
from tightrope.model import AlignmentModel

HOLD, UP, BACK, CRITICISE, CLARIFY = range(5)


def decided(members: int = 1, **world: object) -> tuple[AlignmentModel, dict[str, dict[str, float]]]:
    terms = Terms()
    model = small_model(members, sink=terms)
    equal_weights(model, "brussels")
    fix(model, "brussels", interest_floor=0.5, tolerated_repression=0.4, parity_constraint=0.7)
    put(model, "brussels", energy_demand=0.8, engagement=0.4, criticism=0.3)
    put(model, "world", **{"self_finance": 0.5, **world})
    put(model, "baku", eu_effort=0.5, repression=0.2, openness=0.3)
    model.brussels.decide()
    return model, terms.by_move


# Interest: demand 0.8 * (0.5 + 0.5 * 0.5) = 0.6.
def test_brussels_wants_energy_that_baku_can_pay_to_bring() -> None:
    assert decided()[1]["step up"]["interest"] == pytest.approx(0.6)
    assert decided(self_finance=0.0)[1]["step up"]["interest"] == pytest.approx(0.4)
    assert decided(self_finance=1.0)[1]["step up"]["interest"] == pytest.approx(0.8)


def test_stepping_up_and_back_weigh_interest_repression_and_attention() -> None:
    terms = decided()[1]
    assert terms["step up"] == pytest.approx({"interest": 0.6, "values": -0.2, "attention": -0.6, "habit": -1.0})
    assert terms["step back"] == pytest.approx({"interest": -0.6, "values": 0.2, "attention": 0.6, "habit": -1.0})


def test_criticism_costs_interest_and_answers_closed_politics() -> None:
    # Values 0.2 - 0.4 + 1 - 0.3 = 0.5; attention 0.3 - 1.
    assert decided()[1]["criticise"] == pytest.approx(
        {"interest": -0.6, "values": 0.5, "attention": -0.7, "habit": -1.0}
    )


def test_clarity_rewards_effort_and_is_held_back_by_parity_and_repression() -> None:
    # Interest 0.6 * effort 0.5.
    assert decided()[1]["clarify"] == pytest.approx({"interest": 0.3, "values": -0.2, "parity": -0.7, "habit": -1.0})


def test_moves_bend_engagement_criticism_and_clarity_each_by_a_step() -> None:
    model, _ = decided(5)
    fix(model, "brussels", step=0.06)
    fix(model, "world", deviation_limit=0.15)
    model.brussels.moves["brussels.act"] = np.array([HOLD, UP, BACK, CRITICISE, CLARIFY], dtype=np.int8)
    model.brussels.act()
    bent = dict(zip(state.DEVIATING, model.drivers.deviation, strict=True))
    assert bent.pop("brussels.engagement") == pytest.approx([0.0, 0.06, -0.06, 0.0, 0.0])
    assert bent.pop("brussels.criticism") == pytest.approx([0.0, 0.0, 0.0, 0.06, 0.0])
    assert bent.pop("brussels.territorial_clarity") == pytest.approx([0.0, 0.0, 0.0, 0.0, 0.06])
    assert all((deviation == 0.0).all() for deviation in bent.values())


@pytest.mark.parametrize(
    ("move", "considerations"),
    [(UP, ("interest",)), (BACK, ("attention",)), (CRITICISE, ("values",)), (CLARIFY, ("parity",))],
)
def test_every_move_of_brussels_is_open(move: int, considerations: tuple[str, ...]) -> None:
    model = small_model()
    fix(model, "brussels", **{f"weight_{name}": 0.0 for name in ("interest", "values", "attention", "parity", "habit")})
    fix(model, "brussels", parity_constraint=-1.0, **{f"weight_{name}": 1000.0 for name in considerations})
    put(model, "brussels", engagement=0.0, criticism=1.0, energy_demand=1.0)
    put(model, "baku", repression=0.5, openness=0.0, eu_effort=0.0)
    model.brussels.decide()
    assert model.brussels.moves["brussels.act"].tolist() == [move]
