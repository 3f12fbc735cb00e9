"""What two scenarios differ in, and which overrides of the second make no difference at all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tightrope.evidence import Knot, Setting
from tightrope.numbers import drawn
from tightrope.quarters import format_quarter
from tightrope.scenario import Scenario
from tightrope.scenario.draft import Event
from tightrope.scenario.resolve import run_up
from tightrope.scenario.written import setting_data

BY_HAND = "--set"
"""Where a change made by hand comes from (``Scenario.origins``)."""

EQUAL = "equals what the first run has"
OUTSIDE = "differs from the first run only in quarters that the run never reaches"


@dataclass(frozen=True)
class Change:
    """One thing that is otherwise in B: a parameter, an event (``events.<name>``) or ``theory``; before is A's.

    The values are plain data as a scenario file holds them; None stands for an event that is not there.
    """

    key: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Idle:
    """An override of B that makes no difference to A, and why."""

    key: str
    why: str


def quarters_of(plan: Scenario) -> range:
    """Every quarter that is simulated, those before the first one kept included."""
    return range(run_up(plan.seeds, plan.start), plan.end + 1)


def changes_between(a: Scenario, b: Scenario) -> tuple[Change, ...]:
    """Everything that differs in the quarters that are simulated, in the order of the seeds."""
    found = [Change("theory", a.theory, b.theory)] if a.theory != b.theory else []
    for key in b.seeds.parameters:
        if not _same(a, b, key):
            found.append(Change(key, *(setting_data(in_run(plan.setting(key), quarters_of(b))) for plan in (a, b))))
    for name in sorted({*a.events, *b.events}):
        before, after = a.events.get(name), b.events.get(name)
        if before != after:
            found.append(Change(f"events.{name}", _event(before), _event(after)))
    return tuple(found)


def in_run(setting: Setting, quarters: range) -> Setting:
    """A setting as the run meets it: its knots there and its values at both ends, or the one value that it keeps."""
    inside = [knot for knot in setting.knots if knot.quarter is not None and knot.quarter in quarters]
    first, last = setting.at(quarters[0]), setting.at(quarters[-1])
    knots = {knot.quarter: knot for knot in (first, *inside, last)}
    if all(knot.close_to(first) for knot in knots.values()):
        return Setting((Knot(None, first.value, first.low, first.high),), setting.distribution)
    return Setting(tuple(knots.values()), setting.distribution)


def _same(a: Scenario, b: Scenario, key: str) -> bool:
    """Whether a parameter has the same values, and the same draws, in both."""
    return drawn(a, key) == drawn(b, key) and a.setting(key).same_as(b.setting(key), quarters_of(b))


def _event(event: Event | None) -> dict[str, Any] | None:
    if event is None:
        return None
    return {
        "quarter": format_quarter(event.quarter),
        "event": event.kind,
        "severity": event.severity,
        "quarters": event.quarters,
    }


def idle_overrides(a: Scenario, b: Scenario, changes: tuple[Change, ...], *, by_hand: bool = True) -> tuple[Idle, ...]:
    """The overrides of B that are no change to A; ``by_hand`` keeps to those of the command line."""
    changed = {change.key for change in changes}
    return tuple(
        Idle(key, why)
        for key, why in _overrides(a, b)
        if key not in changed and (not by_hand or b.origins[key] == BY_HAND)
    )


def _overrides(a: Scenario, b: Scenario) -> Iterator[tuple[str, str]]:
    """What B writes and A does not, or not in the same place; and why it would be idle."""
    for key, origin in b.origins.items():
        if a.draft.origins.get(key) is b.draft.origins.get(key) or (a.origins.get(key) == origin != BY_HAND):
            continue
        if key in b.draft.settings:
            before = a.draft.settings.get(key, a.seeds.parameters[key].setting)
            every = range(min(quarters_of(b)), max(quarters_of(b)) + 1)
            knots = [knot.quarter for one in (before, b.draft.settings[key]) for knot in one.knots if knot.quarter]
            wide = range(min([*knots, every.start]), max([*knots, every.stop]) + 1)
            yield key, EQUAL if before.same_as(b.draft.settings[key], wide) else OUTSIDE
        elif key.startswith("events.") or key == "theory":
            yield key, EQUAL
