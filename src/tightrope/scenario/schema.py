"""The JSON Schema of scenario files, for editors."""

from __future__ import annotations

from typing import Any

from tightrope.errors import in_figures
from tightrope.evidence import CAPITALS, Parameter, Seeds, load_seeds
from tightrope.evidence.shapes import QUARTER_PATTERN
from tightrope.scenario.fall import AT_ONCE, DURATION, PERCENTAGE
from tightrope.scenario.head import INHERITED, EventShape, Head

DRAFT = "https://json-schema.org/draft/2020-12/schema"


def schema(seeds: Seeds | None = None) -> dict[str, Any]:
    """Return a JSON Schema (draft 2020-12) with every parameter's unit, meaning and legal range.

    A file that extends another may leave out what it inherits; one that does not may not.
    """
    known = load_seeds() if seeds is None else seeds
    head = Head.model_json_schema()
    notes = head["$defs"]["Notes"]
    ranges = {_name(parameter.legal): _setting(parameter.legal) for parameter in known.parameters.values()}
    return {
        "$schema": DRAFT,
        "title": "tightrope scenario",
        "type": "object",
        "additionalProperties": False,
        "properties": _properties(head, known),
        "required": ["title", "question"],
        "if": {"required": ["extends"]},
        "else": {"required": list(INHERITED)},
        "$defs": {
            "Notes": notes | {"properties": _without_defaults(notes)},
            "Event": _event(known),
            "fall": FALL,
            **ranges,
        },
    }


def _properties(head: dict[str, Any], seeds: Seeds) -> dict[str, Any]:
    """Return the schema of each key at the top of a file."""
    properties = _without_defaults(head)
    properties["theory"]["enum"] = list(seeds.theories)
    for capital in CAPITALS:
        properties[capital] = {
            "type": "object",
            "additionalProperties": False,
            "description": f"parameters of {capital}",
            "properties": {
                parameter.name: _parameter(parameter)
                for parameter in seeds.parameters.values()
                if parameter.capital == capital
            },
        }
    properties["events"] = {
        "type": "object",
        "description": "dated events by name; null removes an inherited one",
        "additionalProperties": {"anyOf": [{"$ref": "#/$defs/Event"}, {"type": "null"}]},
    }
    return properties


FALL = {
    "type": "object",
    "description": "falls from what is extended, beginning with the run",
    "additionalProperties": False,
    "required": ["fall", "over"],
    "properties": {
        "fall": {"type": "string", "pattern": f"^{PERCENTAGE}$"},
        "over": {"type": "string", "pattern": f"^({DURATION}|{AT_ONCE})$"},
    },
}


def _event(seeds: Seeds) -> dict[str, Any]:
    shape = EventShape.model_json_schema()
    properties = _without_defaults(shape)
    properties["event"]["enum"] = list(seeds.events)
    return shape | {"properties": properties, "title": "Event"}


def _parameter(parameter: Parameter) -> dict[str, Any]:
    """Return the schema of one parameter, by reference to what a number of its range may be set to."""
    low, high = (in_figures(bound) for bound in parameter.legal)
    return {
        "description": f"{parameter.long_name} ({parameter.unit}, {low} to {high})",
        "unit": parameter.unit,
        "$ref": f"#/$defs/{_name(parameter.legal)}",
    }


def _name(legal: tuple[float, float]) -> str:
    low, high = (in_figures(bound) for bound in legal)
    return f"from_{low}_to_{high}"


def _setting(legal: tuple[float, float]) -> dict[str, Any]:
    """Return the schema of whatever a parameter with this legal range may be set to."""
    number = {"type": "number", "minimum": legal[0], "maximum": legal[1]}
    band = {
        "type": "object",
        "description": "a range; every member draws its own",
        "additionalProperties": False,
        "minProperties": 1,
        "properties": {"value": number, "low": number, "high": number},
        "dependentRequired": {"low": ["high"], "high": ["low"]},
    }
    path = {
        "type": "object",
        "description": "a path: straight lines between dates, flat outside them",
        "minProperties": 1,
        "additionalProperties": False,
        "patternProperties": {QUARTER_PATTERN: {"anyOf": [number, band]}},
    }
    return {"anyOf": [number, band, path, {"$ref": "#/$defs/fall"}]}


def _without_defaults(shape: dict[str, Any]) -> dict[str, Any]:
    return {key: _without_default(value) for key, value in shape["properties"].items()}


def _without_default(field: dict[str, Any]) -> dict[str, Any]:
    """Leave out a default that only stands for "not written", and the title made from the key."""
    return {key: value for key, value in field.items() if key not in ("default", "title")}
