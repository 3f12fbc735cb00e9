"""Write a resolved scenario as a file that inherits nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import yaml

from tightrope.evidence import CAPITALS, Setting
from tightrope.evidence.setting import Knot
from tightrope.plain_scalars import resolve_plain
from tightrope.quarters import format_quarter

if TYPE_CHECKING:
    from tightrope.scenario.plan import Scenario

WIDTH = 110
ENDLESS = 10**9


def as_data(scenario: Scenario) -> dict[str, Any]:
    """Return the plain data of a complete scenario file."""
    data: dict[str, Any] = {"title": scenario.title, "question": scenario.question}
    if scenario.id:
        data["id"] = scenario.id
    if leads_beyond(scenario):
        data["resolved"] = True
    data["start"] = format_quarter(scenario.start)
    for key in ("quarters", "members", "seed", "uncertainty", "theory"):
        data[key] = getattr(scenario, key)
    for capital in CAPITALS:
        section = {
            key.partition(".")[2]: setting_data(setting)
            for key, setting in scenario.settings.items()
            if key.startswith(f"{capital}.")
        }
        if section:
            data[capital] = section
    if scenario.events:
        data["events"] = {
            event.name: {
                "quarter": format_quarter(event.quarter),
                "event": event.kind,
                "severity": event.severity,
                "quarters": event.quarters,
            }
            for event in scenario.events.values()
        }
    if scenario.notes:
        data["notes"] = dict(scenario.notes)
    return data


def leads_beyond(scenario: Scenario) -> bool:
    """Whether some path has a knot, or some event is, in a quarter that the run does not keep."""
    knots = [knot.quarter for setting in scenario.settings.values() for knot in setting.knots]
    quarters = [*knots, *(event.quarter for event in scenario.events.values())]
    return any(quarter is not None and not scenario.start <= quarter <= scenario.end for quarter in quarters)


def setting_data(setting: Setting) -> Any:
    """Return a setting as a file would hold it."""
    if setting.knots[0].quarter is None:
        return _knot_data(setting.knots[0])
    return {format_quarter(knot.quarter): _knot_data(knot) for knot in setting.knots if knot.quarter is not None}


def _knot_data(knot: Knot) -> float | dict[str, float]:
    if knot.certain:
        return _shortest(knot.value)
    return {"value": _shortest(knot.value), "low": _shortest(knot.low), "high": _shortest(knot.high)}


def _shortest(number: float) -> float:
    return int(number) if number.is_integer() and abs(number) < 1e15 else number


class _Dumper(yaml.SafeDumper):
    """Quotes whatever our own reader would not take for text; PyYAML by itself goes by YAML 1.1."""


def _represent_text(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    try:
        is_text = isinstance(resolve_plain(text), str)
    except ValueError:
        is_text = False
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=None if is_text else '"')


_Dumper.add_representer(str, _represent_text)


def as_text(data: Mapping[str, Any]) -> str:
    """Return YAML, the innermost mappings of capitals and events each on a line of its own."""
    parts = []
    for key, value in data.items():
        one_line_each = key in CAPITALS or key == "events"
        if one_line_each:
            parts.append(f"{key}:\n")
            for name, inner in value.items():
                braced = _dump({name: inner}, default_flow_style=True, width=ENDLESS).strip()
                parts.append(f"  {braced[1:-1]}\n")
        else:
            parts.append(_dump({key: value}, default_flow_style=False, width=WIDTH))
    return "".join(parts)


def plain_text(data: Mapping[str, Any]) -> str:
    """Return YAML of any plain data, written so that our own reader takes text for text and numbers for numbers."""
    return _dump(data, default_flow_style=False, width=WIDTH)


def _dump(data: Mapping[str, Any], *, default_flow_style: bool, width: int) -> str:
    return yaml.dump(
        dict(data),
        Dumper=_Dumper,
        default_flow_style=default_flow_style,
        width=width,
        allow_unicode=True,
        sort_keys=False,
    )
