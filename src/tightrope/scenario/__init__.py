"""Scenario files: read, merged with what they extend, checked whole, resolved."""

from tightrope.scenario.draft import Event
from tightrope.scenario.load import embedded, load, load_text, load_to_run, scenario_names
from tightrope.scenario.members import indices_of
from tightrope.scenario.plan import Scenario
from tightrope.scenario.schema import schema

__all__ = [
    "Event",
    "Scenario",
    "embedded",
    "indices_of",
    "load",
    "load_text",
    "load_to_run",
    "scenario_names",
    "schema",
]
