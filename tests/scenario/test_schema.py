from __future__ import annotations

import json
import re
from typing import Any

import pytest

from tightrope.evidence import CAPITALS, Seeds
from tightrope.scenario import schema
from tightrope.scenario.head import INHERITED, Head


@pytest.fixture
def found(seeds: Seeds) -> dict[str, Any]:
    return schema(seeds)


def test_the_schema_is_json_of_the_2020_draft(found: dict[str, Any]) -> None:
    assert json.loads(json.dumps(found, allow_nan=False)) == found
    assert found["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_the_schema_knows_the_same_keys_as_the_loader_and_no_others(found: dict[str, Any]) -> None:
    assert set(found["properties"]) == set(Head.model_fields)
    assert found["additionalProperties"] is False
    assert set(found["$defs"]["Notes"]["properties"]) == {"notice", "try"}


def test_a_file_that_extends_may_leave_out_what_it_inherits(found: dict[str, Any]) -> None:
    assert found["required"] == ["title", "question"]
    assert found["if"] == {"required": ["extends"]}
    assert "then" not in found
    assert found["else"] == {"required": list(INHERITED)}


def test_every_parameter_has_its_unit_its_meaning_and_its_legal_range(found: dict[str, Any], seeds: Seeds) -> None:
    for parameter in seeds.parameters.values():
        entry = found["properties"][parameter.capital]["properties"][parameter.name]
        assert entry["unit"] == parameter.unit
        assert parameter.long_name in entry["description"]
        kinds = found["$defs"][entry["$ref"].removeprefix("#/$defs/")]["anyOf"]
        assert (kinds[0]["minimum"], kinds[0]["maximum"]) == parameter.legal
    assert found["properties"]["moscow"]["properties"]["rapport"]["description"] == (
        "rapport with Baku (index, -0.5 to 0.5)"
    )


def test_unknown_parameters_are_flagged_in_every_capital(found: dict[str, Any]) -> None:
    for capital in CAPITALS:
        assert found["properties"][capital]["additionalProperties"] is False


def test_theories_and_kinds_of_events_are_listed(found: dict[str, Any]) -> None:
    assert found["properties"]["theory"]["enum"] == ["quantal-response", "satisficing"]
    event = found["$defs"]["Event"]
    assert event["properties"]["event"]["enum"] == ["karabakh_escalation", "broker_scandal"]
    assert event["required"] == ["quarter", "event"]
    assert {"type": "null"} in found["properties"]["events"]["additionalProperties"]["anyOf"]


def test_no_key_has_a_default_that_would_hide_its_absence(found: dict[str, Any]) -> None:
    assert '"default"' not in json.dumps(found)


def test_every_reference_leads_somewhere(found: dict[str, Any]) -> None:
    for reference in re.findall(r'"\$ref": "#/\$defs/([^"]+)"', json.dumps(found)):
        assert reference in found["$defs"]


@pytest.mark.parametrize(
    ("text", "legal"),
    [
        ("2015-Q1", True),
        ("1992-Q1", True),
        ("2040-Q4", True),
        ("1991-Q4", False),
        ("2041-Q1", False),
        ("2015-Q5", False),
    ],
)
def test_the_pattern_of_a_quarter_is_that_of_the_loader(found: dict[str, Any], text: str, legal: bool) -> None:
    assert bool(re.search(found["properties"]["start"]["pattern"], text)) is legal


def test_the_patterns_of_a_fall_are_those_of_the_loader(found: dict[str, Any]) -> None:
    fall = found["$defs"]["fall"]["properties"]
    assert re.search(fall["fall"]["pattern"], "60 %") and not re.search(fall["fall"]["pattern"], "0.6")
    for over in ("3 years", "1 quarter", "18 months", "at once"):
        assert re.search(fall["over"]["pattern"], over)
    assert not re.search(fall["over"]["pattern"], "soon")
