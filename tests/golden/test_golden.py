"""Shares of outcomes and means of some state of every shipped scenario, against numbers stored beside this file.

Across processors ``exp`` and ``log`` differ in the last bit, one flipped choice changes a member's path, and so members
cannot be compared; shares and means can, within sampling error. ``make golden`` writes the stored numbers again, and
nothing else does.
"""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tightrope.model import AlignmentModel
from tightrope.outcomes import OUTCOMES
from tightrope.quarters import format_quarter, parse_quarter
from tightrope.scenario import Scenario, load, scenario_names

STORED = Path(__file__).with_name("shares_and_means.json")
MEMBERS = 2000
SEED = 20141203
STANDARD_ERRORS = 4.0
"""Of the difference of two independent runs. The same seed elsewhere is closer than that."""
MEANS = ("baku.position", "world.buffer", "moscow.pressure", "baku.trust_in_cover")
LOOKED_AT = ("1994-Q4", "2008-Q2", "2016-Q4", "2020-Q4", "2030-Q4")
DIGITS = 6

REWRITE = os.environ.get("TIGHTROPE_REWRITE_GOLDEN") == "1"
AGAIN = '`make golden` writes the stored numbers again; say why under "Moves numbers" in CHANGELOG.md'


def quarters_of(plan: Scenario) -> tuple[str, ...]:
    """When a scenario is looked at: as often as its run allows, and at its end."""
    known = (quarter for quarter in LOOKED_AT if plan.start <= parse_quarter(quarter) < plan.end)
    return *known, format_quarter(plan.end)


def measured(name: str) -> dict[str, Any]:
    """By quarter: [share, its standard error] of every outcome, [mean, its standard error] of some state."""
    plan = load(name)
    model = AlignmentModel(plan, MEMBERS, seed=SEED, record=("baku.outcome", *MEANS))
    model.run()
    model.close()
    found = {}
    for quarter in quarters_of(plan):
        row = parse_quarter(quarter) - plan.start
        codes = np.bincount(model.records["baku.outcome"][row].astype(int), minlength=len(OUTCOMES))
        found[quarter] = {
            "shares": {outcome: share(int(count)) for outcome, count in zip(OUTCOMES, codes, strict=True)},
            "means": {key: mean(model.records[key][row].astype(float)) for key in MEANS},
        }
    return found


def share(count: int) -> list[float]:
    """A share with its standard error, two of each kind added so that none and all are not held to be certain."""
    smoothed = (count + 2) / (MEMBERS + 4)
    return [round(count / MEMBERS, DIGITS), round(float(np.sqrt(smoothed * (1 - smoothed) / MEMBERS)), DIGITS)]


def mean(values: Any) -> list[float]:
    """A mean with its standard error."""
    return [round(float(values.mean()), DIGITS), round(float(values.std(ddof=1) / np.sqrt(MEMBERS)), DIGITS)]


def moved(stored: Any, found: Any, where: str = "") -> list[str]:
    """What is further from the stored number than sampling error allows, in words."""
    if isinstance(stored, dict) and isinstance(found, dict):
        lines = [f"{where}{key}: only {'stored' if key in stored else 'found'}" for key in stored.keys() ^ found.keys()]
        for key in stored.keys() & found.keys():
            lines += moved(stored[key], found[key], f"{where}{key}, ")
        return sorted(lines)
    (was, was_error), (now, now_error) = stored, found
    allowed = STANDARD_ERRORS * float(np.hypot(was_error, now_error)) + 10.0**-DIGITS
    return [] if abs(now - was) <= allowed else [f"{where}{was:g} stored, {now:g} found, {allowed:.2g} allowed"]


def read() -> dict[str, Any]:
    stored: dict[str, Any] = json.loads(STORED.read_text(encoding="utf-8")) if STORED.is_file() else {}
    return stored


def write(scenarios: dict[str, Any]) -> None:
    content = {
        "what": f"[value, standard error] with {MEMBERS} members, seed {SEED}; written by `make golden` only",
        "scenarios": dict(sorted(scenarios.items())),
    }
    # One pair a line, so that a change is read as one.
    text = re.sub(r"\[\s+([^\[\],]+),\s+([^\[\],]+?)\s+\]", r"[\1, \2]", json.dumps(content, indent=1))
    STORED.write_text(text + "\n", encoding="utf-8")


@pytest.mark.slow
@pytest.mark.golden
@pytest.mark.parametrize("name", scenario_names())
def test_shares_and_means_are_the_stored_ones_within_sampling_error(name):
    found, stored = measured(name), read().get("scenarios", {})
    if REWRITE:
        write({known: old for known, old in {**stored, name: found}.items() if known in scenario_names()})
        return
    assert name in stored, f"nothing is stored for {name}; {AGAIN}"
    assert moved(stored[name], found) == [], AGAIN


@pytest.mark.golden
def test_every_stored_scenario_is_shipped():
    assert set(read()["scenarios"]) == set(scenario_names()), AGAIN


def test_a_number_that_moved_is_seen():
    stored = {"2016-Q4": {"shares": {"coerced": [0.10, 0.0067]}}}
    within, beyond = ({"2016-Q4": {"shares": {"coerced": [value, 0.0067]}}} for value in (0.13, 0.15))
    assert moved(stored, within) == []
    assert moved(stored, beyond) == ["2016-Q4, shares, coerced, 0.1 stored, 0.15 found, 0.038 allowed"]
    assert moved(stored, {"2016-Q4": {"shares": {}}}) == ["2016-Q4, shares, coerced: only stored"]
    assert moved(stored, {}) == ["2016-Q4: only stored"]


def test_a_share_of_none_has_a_standard_error():
    value, error = share(0)
    assert value == 0.0
    assert 0.0 < error < 0.002
