"""Sentences that travel with every result, and what a run says about its own spread."""

from __future__ import annotations

from tightrope.quarters import format_quarter
from tightrope.scenario import Scenario, load

DISCLAIMER = "A tool for disciplined what-if reasoning, not a forecast."

OIL_CAVEAT = "The link from oil to alignment is an assumption: neither document mentions an oil-price fall."

CAVEAT = "Every level from 0 to 1 is a coding of the project's own; the documents print hardly any of them."

OIL_PATH = "world.oil_price"
BASELINE = "baseline"

_SPREAD = {
    "none": "uncertainty: none (central values, no luck, every member the same)",
    "chance": "uncertainty: chance (central values; all spread is luck)",
    "full": "uncertainty: full (every member draws its own parameters and its own luck; the two are mixed)",
    "history": "uncertainty: history (parameter vectors that history does not rule out)",
}


def spread_in_words(plan: Scenario, vector_count: int) -> str:
    """What the spread between members consists of."""
    if vector_count:
        kept = ""
        if plan.seeds.kept is not None and plan.vectors is not None:
            kept = f" that history to {format_quarter(plan.seeds.kept.fitted_until)} does not rule out"
        shared = f"{vector_count} parameter vectors{kept}, in turn"
        return f"uncertainty: {plan.uncertainty} ({shared}; every member has its own luck)"
    if plan.uncertainty == "chance" and not all(setting.certain for setting in plan.settings.values()):
        return "uncertainty: chance (luck, mixed with the ranges that the scenario sets)"
    return _SPREAD[plan.uncertainty]


def oil_path_departs(plan: Scenario) -> bool:
    """Whether a run's oil price path is another than the baseline's, in the quarters that the baseline covers."""
    baseline = load(BASELINE)
    covered = range(max(plan.start, baseline.start), plan.start + plan.quarters)
    return not plan.setting(OIL_PATH).same_as(baseline.setting(OIL_PATH), covered)
