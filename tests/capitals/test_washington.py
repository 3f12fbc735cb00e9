from __future__ import annotations

import numpy as np
import pytest
from tests.small_model import Terms, equal_weights, fix, put, small_model

from tightrope import state
from tightrope.model import AlignmentModel

HOLD, UP, BACK, CRITICISE = range(4)


def decided(members: int = 1, **washington: object) -> tuple[AlignmentModel, dict[str, dict[str, float]]]:
    terms = Terms()
    model = small_model(members, sink=terms)
    equal_weights(model, "washington")
    fix(model, "washington", interest_in_security=0.25, tolerated_repression=0.4)
    put(model, "washington", **{"engagement": 0.3, "criticism": 0.6, **washington})
    put(model, "moscow", drive=0.8)
    put(model, "baku", western_security=0.4, repression=0.5, openness=0.2)
    model.washington.decide()
    return model, terms.by_move


# Interest: 0.25 * 0.4 + 0.75 * 0.8 = 0.7, security in hand and a Moscow on the move.
def test_stepping_up_is_worth_the_interest_less_repression_and_scarce_attention() -> None:
    assert decided()[1]["step up"] == pytest.approx({"interest": 0.7, "values": -0.5, "attention": -0.7, "habit": -1.0})


def test_stepping_back_is_its_mirror_image() -> None:
    assert decided()[1]["step back"] == pytest.approx(
        {"interest": -0.7, "values": 0.5, "attention": 0.7, "habit": -1.0}
    )


def test_criticism_answers_abuse_beyond_what_is_tolerated_and_closed_politics() -> None:
    # Values 0.5 - 0.4 + 1 - 0.2 = 0.9; there is less to add to what is said already: 0.6 - 1.
    assert decided()[1]["criticise"] == pytest.approx(
        {"interest": -0.7, "values": 0.9, "attention": -0.4, "habit": -1.0}
    )


def test_every_move_of_washington_is_open() -> None:
    for move, consideration in {UP: "interest", CRITICISE: "values", BACK: "attention"}.items():
        terms = Terms()
        model = small_model(sink=terms)
        equal_weights(model, "washington")
        fix(model, "washington", **{f"weight_{consideration}": 1000.0})
        put(model, "washington", engagement=0.0, criticism=1.0)
        put(model, "moscow", drive=1.0)
        put(model, "baku", western_security=1.0, repression=0.5, openness=0.0)
        model.washington.decide()
        assert model.washington.moves["washington.act"].tolist() == [move]


def test_moves_bend_engagement_and_criticism_each_by_a_step() -> None:
    model, _ = decided(4)
    fix(model, "washington", step=0.06)
    fix(model, "world", deviation_limit=0.15)
    model.washington.moves["washington.act"] = np.array([HOLD, UP, BACK, CRITICISE], dtype=np.int8)
    model.washington.act()
    bent = dict(zip(state.DEVIATING, model.drivers.deviation, strict=True))
    assert bent.pop("washington.engagement") == pytest.approx([0.0, 0.06, -0.06, 0.0])
    assert bent.pop("washington.criticism") == pytest.approx([0.0, 0.0, 0.0, 0.06])
    assert all((deviation == 0.0).all() for deviation in bent.values())


def test_however_often_washington_steps_up_it_departs_from_its_path_by_no_more_than_the_limit() -> None:
    model, _ = decided()
    fix(model, "washington", step=0.06)
    fix(model, "world", deviation_limit=0.15)
    model.washington.moves["washington.act"] = np.array([UP], dtype=np.int8)
    for _ in range(5):
        model.washington.act()
    model.drivers.settle(model.world.numbers)
    assert model.drivers.deviation[state.DEVIATING.index("washington.engagement")] == pytest.approx([0.15])
