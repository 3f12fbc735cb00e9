"""The models that meet the patterns, as scenarios: history with what a contestant and a world change in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tightrope.evidence import Contestant, World
from tightrope.numbers import Path
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
    plan = plan.set({**head, **contestant.set})
    if world is None:
        return plan
    return plan.set(world.set if world.since is None else _since(plan, world.set, world.since))


def _since(plan: Scenario, changes: Mapping[str, Any], quarter: int) -> dict[str, Any]:
    """Paths that are history's central ones until just before a quarter, and the changed number from then on."""
    return {key: _switched(plan, key, value, quarter) for key, value in changes.items()}


def _switched(plan: Scenario, key: str, value: Any, quarter: int) -> Any:
    if key not in plan.seeds.parameters:
        return value  # refused with the nearest name when it is set
    setting = plan.setting(key)
    before = {knot.quarter: knot.value for knot in setting.knots if knot.quarter is not None and knot.quarter < quarter}
    path = Path(setting, None)
    first = min(before, default=FIRST)
    ends = {edge: float(path.at(edge)) for edge in (first, quarter - 1)}
    return {format_quarter(at): number for at, number in sorted({**ends, **before, quarter: value}.items())}
