"""``parameters.yaml``: every number a run used, with the evidence it rests on; and back again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml

from tightrope.evidence import Seeds, Treaty, Vectors, ranges_digest
from tightrope.marked import read_marked
from tightrope.quarters import format_quarter
from tightrope.scenario import Scenario
from tightrope.scenario.written import setting_data

HEAD = """\
# Every number, the treaties and the theory of choice of this run, with grade and evidence. What the scenario changed
# says where, and what it would have been; its grade and evidence are those of the unchanged value.
"""


def as_text(plan: Scenario) -> str:
    """The content of the file."""
    data: dict[str, Any] = {
        "seeds": plan.seeds.digest,
        "theory": _theory(plan),
        "parameters": {key: _parameter(plan, key) for key in plan.seeds.parameters},
        "treaties": {name: _treaty(treaty) for name, treaty in plan.seeds.treaties.items()},
    }
    if plan.vectors is not None:
        data["vectors"] = _vectors(plan)
    # The C library writes the same text twenty times as fast, where there is one.
    dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
    return HEAD + yaml.dump(data, Dumper=dumper, sort_keys=False, allow_unicode=True, width=110)


def _vectors(plan: Scenario) -> dict[str, Any]:
    """The parameter vectors that members share: the seed and numbers of the candidates, and which pass the control."""
    shared, kept = plan.vectors, plan.seeds.kept
    assert shared is not None
    return {
        "seed": shared.seed,
        "ranges": None if kept is None else kept.ranges,
        "candidates": list(shared.candidates),
        "passes_control": list(shared.plausible),
    }


def _parameter(plan: Scenario, key: str) -> dict[str, Any]:
    known = plan.seeds.parameters[key]
    data: dict[str, Any] = {"says": known.long_name, "unit": known.unit, "value": setting_data(plan.setting(key))}
    if not plan.setting(key).certain:
        data["distribution"] = plan.setting(key).distribution
    if key in plan.settings:
        data["set_by"] = plan.origins.get(key, plan.name)
        data["otherwise"] = setting_data(known.setting)
    return data | {"grade": known.grade, "evidence": list(known.evidence), "why": known.why}


def _theory(plan: Scenario) -> dict[str, Any]:
    data = plan.seeds.theories[plan.theory].model_dump(mode="json", exclude_defaults=True)
    figures = data.pop("figures", {})
    if "numbers" in data:
        data["numbers"] = {name: figures[f"numbers.{name}"] for name in data["numbers"]}
    return data


def _treaty(treaty: Treaty) -> dict[str, Any]:
    data = treaty.model_dump(mode="json", exclude={"id"})
    for name in ("signable", "expires"):
        data[name] = None if data[name] is None else format_quarter(data[name])
    data["windows"] = [[None if end is None else format_quarter(end) for end in window] for window in data["windows"]]
    data["status"] = {format_quarter(quarter): status for quarter, status in treaty.status.items()}
    return data


def with_numbers_of(plan: Scenario, path: Path) -> tuple[Scenario, list[str]]:
    """The scenario with the parameters that a run used, where the project's have changed since; and what could not be
    brought back, in words. ``path`` is the run's ``parameters.yaml``."""
    used = read_marked(path, quick=True).data
    plan, gone = _with_vectors(plan, used.get("vectors"))
    if used["seeds"] == plan.seeds.digest:
        return plan, gone
    known = plan.seeds.parameters
    changes = {
        key: entry["value"]
        for key, entry in used["parameters"].items()
        if key in known and entry["value"] != setting_data(plan.setting(key))
    }
    lost = [f"the parameter {key} is no longer known" for key in used["parameters"] if key not in known]
    lost += [f"the parameter {key} is new since the run" for key in known if key not in used["parameters"]]
    now = {name: _treaty(treaty) for name, treaty in plan.seeds.treaties.items()}
    if "theory" in used and used["theory"] != _theory(plan):
        lost.append(f"the theory {plan.theory} has changed since the run")
    lost += [f"the treaty {name} has changed since the run" for name in _different(used["treaties"], now)]
    return plan.set(changes) if changes else plan, gone + lost


def _with_vectors(plan: Scenario, used: dict[str, Any] | None) -> tuple[Scenario, list[str]]:
    """The scenario with the parameter vectors that a run used, and what could not be brought back.

    Candidates are numbers: taken through other ranges they would be other parameters.
    """
    if used is None or plan.vectors is None:
        return plan, []
    if used["ranges"] != ranges_digest(plan.seeds.parameters):
        return plan, ["its parameter vectors were drawn from ranges that have changed since the run"]
    shared = Vectors(used["seed"], tuple(used["candidates"]), tuple(used["passes_control"]))
    return replace(plan, seeds=replace(plan.seeds, vectors=shared)), []


def _different(one: dict[str, Any], other: dict[str, Any]) -> list[str]:
    return [name for name in {**one, **other} if one.get(name) != other.get(name)]


def sources_used(plan: Scenario) -> list[dict[str, str]]:
    """What the numbers, treaties, levers, events and the theory of a run rest on: id, title, author, year."""
    seeds, theory = plan.seeds, plan.seeds.theories[plan.theory]
    entries: list[Any] = [*seeds.parameters.values(), *seeds.treaties.values(), *seeds.levers.values()]
    entries += [*seeds.events.values(), *theory.figures.values()]
    found = {_source(seeds, evidence) for entry in entries for evidence in _evidence(entry)} | {theory.source}
    chosen = [source for name, source in seeds.sources.items() if name in found]
    return [{"id": one.id, "title": one.title, "author": one.author, "year": one.year} for one in chosen]


def _evidence(entry: Any) -> Iterable[str]:
    yield from entry.evidence
    for figure in getattr(entry, "figures", {}).values():
        yield from figure.evidence


def _source(seeds: Seeds, evidence: str) -> str:
    return seeds.claims[evidence].source if evidence in seeds.claims else evidence
