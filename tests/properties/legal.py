"""Scenarios drawn from anywhere the legal ranges allow, and runs of them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray

from tightrope.evidence import Knot, Parameter, Setting, load_seeds
from tightrope.luck import Luck
from tightrope.model import AlignmentModel
from tightrope.quarters import LAST, format_quarter
from tightrope.scenario import Event, Scenario

SEEDS = load_seeds()
PARAMETERS: Mapping[str, Parameter] = SEEDS.parameters
CONSTANTS = tuple(key for key, parameter in PARAMETERS.items() if not parameter.setting.dated)


def run(plan: Scenario | str, members: Any, **options: Any) -> dict[str, NDArray[Any]]:
    """The records of a whole run."""
    model = AlignmentModel(plan, members, **options)
    model.run()
    model.close()
    return model.records


def differing(
    one: Mapping[str, NDArray[Any]], other: Mapping[str, NDArray[Any]], quarters: int | None = None
) -> list[str]:
    """The keys whose records are not the same to the last bit, over all quarters or the first few."""
    assert one.keys() == other.keys()
    return [key for key in one if one[key][:quarters].tobytes() != other[key][:quarters].tobytes()]


def anywhere_legal(plan: Scenario, keys: Iterable[str] = PARAMETERS) -> Scenario:
    """The scenario in which every member draws the given parameters from all of their legal ranges."""
    ranges = {key: _whole(PARAMETERS[key]) for key in keys}
    return replace(plan, settings={**plan.settings, **ranges}, uncertainty="chance")


def _whole(parameter: Parameter) -> Setting:
    """All of the legal range, at every knot that the seeds have."""
    low, high = parameter.legal
    knots = tuple(Knot(knot.quarter, (low + high) / 2, low, high) for knot in parameter.setting.knots)
    return Setting(knots, "uniform")


def corners(monkeypatch: Any, seed: int) -> None:
    """Let half of all members draw a parameter's very lowest or highest value; drawn evenly, few come near."""
    drawn = Luck.quantile

    def quantile(luck: Luck, name: str) -> NDArray[np.float64]:
        if not name.startswith("parameter/"):
            return drawn(luck, name)
        digest = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big")
        generator = np.random.default_rng([seed, digest])
        where, between = generator.random((2, len(luck.members)))
        found: NDArray[np.float64] = np.select([where < 0.25, where < 0.5], [0.0, 1.0], between)
        return found

    monkeypatch.setattr(Luck, "quantile", quantile)


def values(parameter: Parameter) -> st.SearchStrategy[float]:
    """A legal value of a parameter, the extremes more often than not."""
    low, high = parameter.legal
    return st.one_of(st.sampled_from([low, high]), st.floats(low, high))


@st.composite
def legal_settings(draw: st.DrawFn, key: str, start: int, quarters: int) -> Any:
    """A number, a range, or a path of two numbers, as a scenario file would hold it."""
    parameter = PARAMETERS[key]
    one, other = draw(values(parameter)), draw(values(parameter))
    kind = draw(st.sampled_from(["number", "range", "jump", "path"]))
    if kind == "number" or quarters < 3:
        return one
    if kind == "range":
        return {"low": min(one, other), "high": max(one, other)}
    first = draw(st.integers(0, quarters - 2))
    second = first + 1 if kind == "jump" else draw(st.integers(first + 1, quarters - 1))
    return {format_quarter(start + first): one, format_quarter(start + second): other}


@st.composite
def legal_events(draw: st.DrawFn, start: int, quarters: int) -> Event:
    """Any kind of event, of any severity and length, somewhere in the run."""
    kind = draw(st.sampled_from(sorted(SEEDS.events)))
    quarter = start + draw(st.integers(0, quarters - 1))
    return Event("drawn", quarter, kind, draw(st.floats(0.0, 1.0)), draw(st.integers(1, 40)))


@dataclass(frozen=True)
class Drawn:
    """What a drawn scenario changes in a shipped one: short enough to be shown when a test fails."""

    scenario: str
    changed: Mapping[str, Any]
    events: tuple[Event, ...]

    def plan(self, shipped: Mapping[str, Scenario]) -> Scenario:
        """The scenario."""
        plan = shipped[self.scenario].set(self.changed)
        return replace(plan, events={**plan.events, **{event.name: event for event in self.events}})


@st.composite
def legal_changes(draw: st.DrawFn, shipped: Mapping[str, Scenario], quarters: int) -> Drawn:
    """A shipped scenario with a start, uncertainty, theory, seed, event and any number of legal settings of its own."""
    name = draw(st.sampled_from(sorted(shipped)))
    first = shipped[name].start
    start = draw(st.sampled_from([first, first, first + 5, LAST + 1 - quarters]))
    changed: dict[str, Any] = {
        "start": format_quarter(start),
        "quarters": quarters,
        "uncertainty": draw(st.sampled_from(["none", "chance", "full"])),
        "theory": draw(st.sampled_from(sorted(SEEDS.theories))),
        "seed": draw(st.integers(0, 2**32 - 1)),
    }
    for key in draw(st.lists(st.sampled_from(sorted(PARAMETERS)), max_size=40, unique=True)):
        changed[key] = draw(legal_settings(key, start, quarters))
    return Drawn(name, changed, tuple(draw(st.lists(legal_events(start, quarters), max_size=1))))
