from __future__ import annotations

import numpy as np
import pytest
from tests.small_model import Terms, equal_weights, fix, put, small_model

from tightrope import state
from tightrope.model import AlignmentModel

HOLD, BACK, NEAR = range(3)


def decided(members: int = 1) -> tuple[AlignmentModel, dict[str, dict[str, float]]]:
    terms = Terms()
    model = small_model(members, sink=terms)
    equal_weights(model, "ankara")
    fix(model, "ankara", transit_interest=0.3)
    put(model, "ankara", support=0.6, closeness=0.5, rival_pipeline=0.2)
    put(model, "world", war_duress=0.7)
    put(model, "moscow", drive=0.8, resources=0.6)
    put(model, "baku", trust_in_cover=0.1, perceived_moscow_threat=0.5)
    model.ankara.decide()
    return model, terms.by_move


def test_ankara_backs_a_hard_pressed_ally_against_its_own_ties_with_moscow() -> None:
    # Alliance 0.6 * 0.7; ties -0.5 * 0.8.
    assert decided()[1]["back Baku"] == pytest.approx({"alliance": 0.42, "ties_with_moscow": -0.40, "habit": -1.0})


def test_ankara_draws_near_moscow_for_gas_and_ties_unless_its_ally_is_threatened() -> None:
    # Gas 0.6 * (0.3 + 0.2); ties 0.5 - 0.1; alliance -0.6 * 0.5.
    assert decided()[1]["draw near Moscow"] == pytest.approx(
        {"gas_and_transit": 0.30, "ties_with_moscow": 0.40, "alliance": -0.30, "habit": -1.0}
    )


def test_moves_bend_support_and_closeness_each_by_a_step() -> None:
    model, _ = decided(3)
    fix(model, "ankara", step=0.05)
    fix(model, "world", deviation_limit=0.15)
    model.ankara.moves["ankara.act"] = np.array([HOLD, BACK, NEAR], dtype=np.int8)
    model.ankara.act()
    bent = dict(zip(state.DEVIATING, model.drivers.deviation, strict=True))
    assert bent.pop("ankara.support") == pytest.approx([0.0, 0.05, 0.0])
    assert bent.pop("ankara.closeness") == pytest.approx([0.0, -0.05, 0.05])
    assert all((deviation == 0.0).all() for deviation in bent.values())


@pytest.mark.parametrize(("weight", "move"), [("alliance", BACK), ("gas_and_transit", NEAR), ("habit", HOLD)])
def test_every_move_of_ankara_is_open(weight: str, move: int) -> None:
    model = small_model()
    fix(model, "ankara", **{f"weight_{weight}": 1000.0})
    put(model, "world", war_duress=1.0)
    model.ankara.decide()
    assert model.ankara.moves["ankara.act"].tolist() == [move]


def test_whatever_ankara_does_changes_its_stance_by_no_more_than_the_limit() -> None:
    seen = []
    for rule in ("nobody-moves", "random-moves"):
        model = AlignmentModel(small_model(quarters=30).plan.set({"uncertainty": "chance"}), 40, rule=rule)
        model.run()
        seen.append((model.ankara.support.copy(), model.ankara.closeness.copy()))
    limit = model.world.numbers.deviation_limit
    for still, moved in zip(*seen, strict=True):
        assert 0.0 < np.abs(moved - still).max() <= limit + 1e-12
