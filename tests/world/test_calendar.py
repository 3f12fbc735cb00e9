from __future__ import annotations

import numpy as np
import pytest
from tests.small_model import fix, put, small_model

from tightrope.model import AlignmentModel
from tightrope.scenario import Event
from tightrope.world import calendar, events
from tightrope.world.events import Events
from tightrope.world.treaties import CLOSED, OFFER


def on(model: AlignmentModel, quarter: int, *given: Event) -> AlignmentModel:
    """The model in a quarter, with some events."""
    model.quarter, model.row = quarter, quarter - model.anchor
    model.events = Events(given, model.luck)
    return model


# -- criticism --------------------------------------------------------------------------------------------------------
def test_western_criticism_is_what_baku_hears_of_both_by_weight() -> None:
    model = small_model()
    fix(model, "baku", washington_share=0.25)
    put(model, "washington", criticism=0.8)
    put(model, "brussels", criticism=0.4)
    assert calendar.criticism(model) == pytest.approx([0.5])  # 0.25 * 0.8 + 0.75 * 0.4


# -- the presence of colour revolutions -------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("before", "revolt", "after"),
    [
        (0.6, 0.0, 0.56),  # 0.2 + (0.6 - 0.2) * 0.9
        (0.6, 1.0, 0.78),  # 0.56 + 0.5 * (1 - 0.56)
        (0.6, 0.2, 0.604),  # 0.56 + 0.5 * 0.2 * 0.44
        (0.2, 0.0, 0.2),  # at its usual level
        (0.1, 0.0, 0.11),  # 0.2 - 0.1 * 0.9
    ],
)
def test_a_revolution_becomes_present_and_is_forgotten(before: float, revolt: float, after: float) -> None:
    model = small_model()
    fix(model, "world", usual_salience=0.2, salience_fade=0.1, salience_jump=0.5)
    assert calendar.salience(np.array([before]), revolt, model.world.numbers) == pytest.approx([after])


def test_even_two_revolutions_at_once_are_no_more_than_fully_present() -> None:
    model = small_model()
    fix(model, "world", usual_salience=0.2, salience_fade=0.0, salience_jump=1.0)
    assert calendar.salience(np.array([0.9]), 1.0, model.world.numbers) == pytest.approx([1.0])


# -- a quarter --------------------------------------------------------------------------------------------------------
def test_war_by_event_lasts_and_then_calms() -> None:
    model = small_model()
    fix(model, "world", flare_up_fade=0.5)
    seen = []
    for quarter in (92, 93, 94, 95):
        on(model, quarter, Event("war", 92, events.ESCALATION, 0.8, 2))
        calendar.turn(model)
        seen.append(float(model.world.flare_up[0]))
    assert seen == pytest.approx([0.8, 0.8, 0.4, 0.2])


def test_a_small_flare_up_does_not_end_a_greater_one() -> None:
    model = small_model()
    fix(model, "world", flare_up_fade=0.5)
    put(model, "world", flare_up=0.9)
    calendar.turn(on(model, 92, Event("skirmish", 92, events.ESCALATION, 0.3, 1)))
    assert model.world.flare_up == pytest.approx([0.45])


def test_the_union_project_once_ended_does_not_come_back() -> None:
    model = small_model()
    fix(model, "world", project_end_hazard=0.0)
    for quarter in (92, 93, 94):
        calendar.turn(on(model, quarter, Event("end", 93, events.UNION_ENDS, 1.0, 1)))
        assert model.world.union_alive.tolist() == [1.0 if quarter < 93 else 0.0]


def test_the_oil_price_is_its_path_under_the_shock_that_is_left() -> None:
    model = small_model()
    fix(model, "world", oil_shock_persistence=0.5)
    put(model, "world", oil_shock=2 * np.log(2.0))
    calendar.turn(on(model, 92))
    # Without chance half of the shock is left, exp(ln 2) = 2, and the path of the baseline is 99.
    assert model.world.oil_price == pytest.approx([198.0])


def test_the_quarter_opens_with_this_quarters_paths() -> None:
    model = AlignmentModel(small_model().plan.set({"moscow.tycoons": {"2015-Q1": 0.2, "2015-Q2": 0.9}}))
    calendar.turn(on(model, 92))
    assert model.moscow.tycoons == pytest.approx([0.2])
    calendar.turn(on(model, 93))
    assert model.moscow.tycoons == pytest.approx([0.9])


def test_the_quarter_opens_with_this_quarters_numbers() -> None:
    plan = small_model().plan.set({"world.corridor_cost": {"2015-Q1": 0.2, "2015-Q2": 0.4}})
    model = AlignmentModel(plan)
    for quarter, cost in ((92, 0.2), (93, 0.4)):
        calendar.turn(on(model, quarter))
        assert model.world.numbers.corridor_cost == cost


def test_a_revolution_in_the_quarter_becomes_present() -> None:
    model = small_model()
    fix(model, "world", usual_salience=0.2, salience_fade=0.1, salience_jump=0.5)
    put(model, "world", subversion_salience=0.6)
    calendar.turn(on(model, 92, Event("kyiv", 92, events.REVOLUTION, 1.0, 1)))
    assert model.world.subversion_salience == pytest.approx([0.78])  # as above


def test_the_quarter_opens_and_closes_treaties() -> None:
    model = small_model(start="1992-Q1")
    pact = model.treaties.row["cst"]
    calendar.turn(on(model, 0))
    assert model.treaties.status[pact].tolist() == [CLOSED]
    calendar.turn(on(model, 1))
    assert model.treaties.status[pact].tolist() == [OFFER]


def test_the_quarter_hears_this_quarters_criticism() -> None:
    plan = small_model().plan.set({"washington.criticism": 0.2, "brussels.criticism": 0.6})
    model = AlignmentModel(plan)
    fix(model, "baku", washington_share=0.5)
    model.western_criticism = np.array([0.0])
    calendar.turn(on(model, 92))
    assert model.western_criticism == pytest.approx([0.4])
