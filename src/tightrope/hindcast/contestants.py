"""The models that meet the patterns, as scenarios: history with what a contestant and a world change in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tightrope.evidence import Contestant, Knot, World
from tightrope.quarters import FIRST, format_quarter
from tightrope.scenario import Scenario, load

HISTORY = "history"
"""The scenario that is run."""

DEFAULT, NULL = "default", "nobody-moves"
"""The contestant on trial, and the one whose passing shows that a pattern says nothing."""


def history() -> Scenario:
    """History as it is shipped."""
    return load(HISTORY)


def scenario_of(contestant: Contestant, world: World | None, *, until: int, seed: int | None = None) -> Scenario:
    """History as a contestant lives it in a world, to the quarter ``until``; members differ by chance alone.

    ``world`` None is history itself; ``seed`` None leaves it its own. Raises InputError where a change is refused.
    """
    plan = history()
    head: dict[str, Any] = {"quarters": until - plan.start + 1, "uncertainty": "chance"}
    if seed is not None:
        head["seed"] = seed
    return scenario_in(plan.set({**head, **contestant.set}), world)


def scenario_in(plan: Scenario, world: World | None, *, ranges: bool = False) -> Scenario:
    """A scenario with what a world changes in it; None changes nothing.

    Where a world changes something from a quarter on, what was before is the central path, or with ``ranges`` the path
    with its ranges, so that members that draw their parameters differ by the change alone.
    """
    if world is None:
        return plan
    return plan.set(world.set if world.since is None else _since(plan, world.set, world.since, ranges))


def _since(plan: Scenario, changes: Mapping[str, Any], quarter: int, ranges: bool) -> dict[str, Any]:
    """Paths that are history's until just before a quarter, and the changed number from then on."""
    return {key: _switched(plan, key, value, quarter, ranges) for key, value in changes.items()}


def _switched(plan: Scenario, key: str, value: Any, quarter: int, ranges: bool) -> Any:
    if key not in plan.seeds.parameters:
        return value  # refused with the nearest name when it is set
    setting = plan.setting(key)
    dated = [knot.quarter for knot in setting.knots if knot.quarter is not None and knot.quarter < quarter]
    before = {at: _written(setting.at(at), ranges) for at in (min(dated, default=FIRST), *dated, quarter - 1)}
    return {format_quarter(at): written for at, written in sorted({**before, quarter: value}.items())}


def _written(knot: Knot, ranges: bool) -> Any:
    """A knot as a file would hold it."""
    return {"low": knot.low, "value": knot.value, "high": knot.high} if ranges and not knot.certain else knot.value
