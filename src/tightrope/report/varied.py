"""What a run varies against what its scenario extends, and where each value was written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from tightrope.comparison.changes import Change, changes_between, quarters_of
from tightrope.marked import read_marked
from tightrope.quarters import format_quarter
from tightrope.results import Run
from tightrope.results.folder import PARAMETERS, head_of
from tightrope.scenario import Scenario, load, scenario_names
from tightrope.scenario.draft import Event
from tightrope.scenario.head import INHERITED
from tightrope.scenario.written import setting_data

THEORY = "theory"

SEEDS = "the seeds"
"""What a scenario that extends nothing is held against."""


@dataclass(frozen=True)
class Varied:
    """What differs between a run and ``against``.

    That is the nearest shipped scenario which it extends; of a shipped one that extends none and has other numbers or
    events than it is shipped with, the scenario as it is shipped; else the seeds.

    ``base`` is that scenario, None for the seeds. ``shipped`` is, of a shipped scenario held against the seeds, the
    scenario as it is shipped: what the theory and the keys of the run itself are held against. ``through`` are the
    scenarios between the two that are not shipped; ``changes`` the parameters, events and theory that differ in the
    quarters simulated; ``head`` the keys of the run itself (members, quarters, ...) that do; ``origins`` the places
    where values were written, by key, as file:line or ``--set``.
    """

    against: str
    base: Scenario | None
    through: tuple[str, ...]
    changes: tuple[Change, ...]
    head: tuple[str, ...]
    origins: Mapping[str, str]
    shipped: Scenario | None = None


def varied(run: Run) -> Varied:
    """What a run varies."""
    plan = run.scenario
    chain = chain_of(plan)
    shipped = scenario_names()
    through = tuple(name for place, name in enumerate(chain) if not set(chain[: place + 1]) & set(shipped))
    parent = next((name for name in chain if name in shipped), None)
    own = load(plan.name) if parent is None and plan.name in shipped else None
    if own is not None and any(change.key != THEORY for change in _changes(own, plan)):
        parent = plan.name  # changed by hand: what it varies is the shipped one
    if parent is None:
        changes = _against_seeds(plan)
        if own is None:
            return Varied(SEEDS, None, through, changes, (), _origins(run))
        theory = (Change(THEORY, own.theory, plan.theory),) if own.theory != plan.theory else ()
        return Varied(SEEDS, None, through, (*theory, *changes), _head(own, plan), _origins(run), own)
    base = load(parent)
    return Varied(parent, base, through, _changes(base, plan), _head(base, plan), _origins(run))


def _head(base: Scenario, plan: Scenario) -> tuple[str, ...]:
    """The keys of the run itself in which it differs, the theory apart, which is one of the changes."""
    return tuple(key for key in INHERITED if key != THEORY and getattr(base, key) != getattr(plan, key))


def chain_of(plan: Scenario) -> tuple[str, ...]:
    """What a scenario extends, the nearest first; where that was not kept, what the shipped one of its name does."""
    if plan.extends or plan.name not in scenario_names():
        return plan.extends
    return load(plan.name).extends


def _changes(base: Scenario, plan: Scenario) -> tuple[Change, ...]:
    """What differs, without the numbers that are the same and only drawn in one of the two: ``uncertainty`` says so."""
    found = changes_between(base, plan)
    return tuple(change for change in found if change.before != change.after or change.key in plan.settings)


def _against_seeds(plan: Scenario) -> tuple[Change, ...]:
    """What a scenario sets, which no other scenario set before."""
    inside = quarters_of(plan)
    found = [
        Change(key, setting_data(plan.seeds.parameters[key].setting), setting_data(setting))
        for key, setting in plan.settings.items()
        if not setting.same_as(plan.seeds.parameters[key].setting, inside)
    ]
    return (*found, *(Change(f"events.{event.name}", None, event_data(event)) for event in plan.events.values()))


def event_data(event: Event) -> dict[str, Any]:
    """An event as plain data."""
    when = format_quarter(event.quarter)
    return {"quarter": when, "event": event.kind, "severity": event.severity, "quarters": event.quarters}


def head_words(plan: Scenario, key: str) -> str:
    """A key of the run itself, as people write it."""
    value = getattr(plan, key)
    return format_quarter(value) if key == "start" else f"{value:,}" if key == "members" else str(value)


def _origins(run: Run) -> dict[str, str]:
    """Where values were written; of a run from a folder, where they were when it was made."""
    if run.folder is None:
        known = dict(run.scenario.origins)
    else:
        used = read_marked(run.folder / PARAMETERS, quick=True).data["parameters"]
        known = {key: entry["set_by"] for key, entry in used.items() if "set_by" in entry}
        known |= (head_of(run.folder) or {}).get("set_by", {})
    # The file alone, not where it lies: that is nobody's business but its owner's.
    return {key: PurePath(place).name for key, place in known.items()}
