"""A Moscow that does not want to reintegrate pulls no lever."""

from __future__ import annotations

import numpy as np
import pytest
from tests.properties.legal import CONSTANTS, anywhere_legal, corners

from tightrope.model import AlignmentModel
from tightrope.scenario import load

ROUNDING = 1e-12


def without_drive(plan):
    """A scenario in which Moscow's drive is 0 throughout; the noise on drive goes with it."""
    return plan.set({"moscow.drive": 0, "world.driver_noise": 0})


def standing_base(model):
    return model.moscow.numbers.broker_base * model.baku.top_broker


def raised(plan, members, **options):
    """The levers that ever stand above 0, or above the brokers' standing base, when all start at 0."""
    model = AlignmentModel(plan, members, precision="double", **options)
    model.moscow.lever[:] = 0.0
    base, found = standing_base(model), set()
    while model.running:
        model.step()
        for place, lever in enumerate(model.levers):
            allowed = base if lever == "brokers" else 0.0
            if (model.moscow.lever[place] > allowed + ROUNDING).any():
                found.add(lever)
    model.close()
    return found


@pytest.mark.parametrize("name", ["history", "baseline", "karabakh-escalation", "worst-case"])
@pytest.mark.parametrize("rule", [None, "random-moves"])
def test_without_drive_no_lever_is_ever_raised(name, rule):
    assert raised(without_drive(load(name).set({"uncertainty": "full"})), 200, rule=rule) == set()


@pytest.mark.parametrize("name", ["history", "worst-case"])
def test_without_drive_no_lever_is_ever_raised_whatever_the_parameters(name, monkeypatch):
    corners(monkeypatch, 1)
    free = [key for key in CONSTANTS if key not in ("moscow.drive", "world.driver_noise")]
    with np.errstate(all="ignore"):
        assert raised(anywhere_legal(without_drive(load(name)), free), 400) == set()


def test_with_drive_levers_are_raised():
    found = raised(load("history"), 200)
    assert {"karabakh", "brokers", "tycoons"} <= found, found
