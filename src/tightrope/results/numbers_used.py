"""``parameters.yaml``: every number a run used, with the evidence it rests on. ``numbers_back`` reads it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import yaml

from tightrope import state
from tightrope.evidence import Lever, Seeds, Treaty, ranges_digest
from tightrope.quarters import format_quarter
from tightrope.scenario import Scenario
from tightrope.scenario.written import setting_data

HEAD = """\
# Every number, the state before the first quarter, the treaties and the theory of choice of this run, with grade and
# evidence. What the scenario changed says where, and what it would have been; its grade and evidence are those of the
# unchanged value.
"""

LEVER = "moscow.lever_"
"""What the key of a lever's start begins with: ``moscow.lever_karabakh``."""


def as_text(plan: Scenario) -> str:
    """The content of the file."""
    data: dict[str, Any] = {
        "seeds": plan.seeds.digest,
        "theory": theory_data(plan.seeds, plan.theory),
        "parameters": {key: _parameter(plan, key) for key in plan.seeds.parameters},
        "start": _start(plan),
        "levers": {name: lever_data(lever) for name, lever in plan.seeds.levers.items()},
        "treaties": {name: treaty_data(treaty) for name, treaty in plan.seeds.treaties.items()},
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
        "drawn_from": ranges_digest(plan.seeds.parameters),
        "candidates": list(shared.candidates),
        "passes_control": list(shared.plausible),
    }


def _parameter(plan: Scenario, key: str) -> dict[str, Any]:
    known = plan.seeds.parameters[key]
    data: dict[str, Any] = {"says": known.long_name, "unit": known.unit, "value": setting_data(plan.setting(key))}
    if not (plan.setting(key).certain and known.setting.certain):
        data["distribution"] = known.setting.distribution
    if key in plan.settings:
        data["set_by"] = plan.origins.get(key, plan.name)
        data["otherwise"] = setting_data(known.setting)
    return data | {"grade": known.grade, "evidence": list(known.evidence), "why": known.why}


def _start(plan: Scenario) -> dict[str, Any]:
    """The state before the first quarter that is simulated, as documented, in the order of the seeds."""
    begins = plan.simulated_from
    return {
        "quarter": format_quarter(begins),
        "values": {
            key: {"says": _named(plan.seeds, key), **start.model_dump(mode="json")}
            for key, start in plan.seeds.start_values.get(begins, {}).items()
        },
    }


def _named(seeds: Seeds, key: str) -> str:
    """A variable in words, with its unit."""
    if key in state.BY_KEY:
        return f"{state.BY_KEY[key].long_name} ({state.BY_KEY[key].unit})"
    lever = seeds.levers.get(key.removeprefix(LEVER))
    return key if lever is None else f"{lever.name} (level)"


def theory_data(seeds: Seeds, name: str) -> dict[str, Any]:
    """A theory of choice with its numbers, as plain data."""
    data = seeds.theories[name].model_dump(mode="json", exclude_defaults=True)
    figures = data.pop("figures", {})
    if "numbers" in data:
        data["numbers"] = {number: figures[f"numbers.{number}"] for number in data["numbers"]}
    return data


def lever_data(lever: Lever) -> dict[str, Any]:
    """A lever as plain data; its exposure, its cost and its start stand with the parameters and the starts."""
    return lever.model_dump(mode="json", exclude={"id"})


def treaty_data(treaty: Treaty) -> dict[str, Any]:
    """A treaty as plain data."""
    data = treaty.model_dump(mode="json", exclude={"id"})
    for name in ("signable", "expires"):
        data[name] = None if data[name] is None else format_quarter(data[name])
    data["windows"] = [[None if end is None else format_quarter(end) for end in window] for window in data["windows"]]
    data["status"] = {format_quarter(quarter): status for quarter, status in treaty.status.items()}
    return data


def sources_used(plan: Scenario) -> list[dict[str, str]]:
    """What the numbers, start, treaties, levers, events and theory of a run rest on: id, title, author, year."""
    seeds, theory = plan.seeds, plan.seeds.theories[plan.theory]
    entries: list[Any] = [*seeds.parameters.values(), *seeds.treaties.values(), *seeds.levers.values()]
    entries += [*seeds.events.values(), *theory.figures.values()]
    entries += seeds.start_values.get(plan.simulated_from, {}).values()
    found = {_source(seeds, evidence) for entry in entries for evidence in _evidence(entry)} | {theory.source}
    chosen = [source for name, source in seeds.sources.items() if name in found]
    return [{"id": one.id, "title": one.title, "author": one.author, "year": one.year} for one in chosen]


def _evidence(entry: Any) -> Iterable[str]:
    yield from entry.evidence
    for figure in getattr(entry, "figures", {}).values():
        yield from figure.evidence


def _source(seeds: Seeds, evidence: str) -> str:
    return seeds.claims[evidence].source if evidence in seeds.claims else evidence
