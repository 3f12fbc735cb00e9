"""Nothing in ``seeds/`` is idle: every claim is used or said to be context, every number read, every weight weighed."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tightrope import numbers, state
from tightrope.evidence import load_seeds
from tightrope.locate import data_folder
from tightrope.marked import read_marked
from tightrope.model import AlignmentModel, all_decisions
from tightrope.scenario import load

SEEDS = load_seeds()
SOURCE = Path(numbers.__file__).parent


# -- claims -----------------------------------------------------------------------------------------------------------
def evidence_named(data: object) -> Iterator[str]:
    """Every id in a list called evidence, however deep."""
    if isinstance(data, list):
        for part in data:
            yield from evidence_named(part)
    elif isinstance(data, dict):
        for key, part in data.items():
            if key == "evidence":
                yield from part
            else:
                yield from evidence_named(part)


def users() -> dict[str, set[str]]:
    """The files of ``seeds/`` that name a claim as evidence, by claim."""
    folder = data_folder("seeds")
    found: dict[str, set[str]] = {name: set() for name in SEEDS.claims}
    for path in sorted(folder.rglob("*.yaml")):
        name = path.relative_to(folder).as_posix()
        if not name.startswith("claims/"):
            for identifier in evidence_named(read_marked(path, quick=True).data):
                if identifier in found:
                    found[identifier].add(name)
    return found


USERS = users()


def test_evidence_is_found_however_deep():
    data = {"a": {"evidence": ["x"], "checks": [{"b": {"evidence": ["y", "z"]}}]}, "c": [1, "evidence"]}
    assert list(evidence_named(data)) == ["x", "y", "z"]
    assert "parameters/baku.yaml" in USERS["duress-memory"]
    assert {"treaties.yaml", "mechanisms.yaml", "starts.yaml"} <= set().union(*USERS.values())


def test_every_claim_is_used_or_said_to_be_context():
    unused = {name for name, files in USERS.items() if not files}
    assert unused == set(SEEDS.context)


@pytest.mark.parametrize("kind", ["claims", "mechanisms"])
def test_what_the_code_names_is_in_the_seeds(kind: str):
    patterns = {"claims": r"``([a-z]+(?:-[a-z0-9]+)+)``", "mechanisms": r"\bM[1-9][0-9]?\b"}
    known = {"claims": {*SEEDS.claims, *SEEDS.sources, *SEEDS.theories}, "mechanisms": set(SEEDS.mechanisms)}
    named = {
        name
        for room in ("capitals", "world", "consequences.py")
        for path in ([SOURCE / room] if room.endswith(".py") else sorted((SOURCE / room).glob("*.py")))
        for name in re.findall(patterns[kind], path.read_text(encoding="utf-8"))
    }
    assert len(named) > 20
    assert named - known[kind] == set()


# -- numbers ----------------------------------------------------------------------------------------------------------
MEMBERS = 20
RUNS: tuple[tuple[str, dict[str, object]], ...] = (("history", {}), ("baseline", {"quarters": 8}))


def watched(runs: Iterable[tuple[str, dict[str, object]]], monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The parameters that some runs read: a driver by taking its path, any other as an attribute."""
    read: set[str] = set()

    class Place(numbers.Own):
        """Parameters of a capital that tell when they are read, once they know whose they are."""

        def __getattribute__(self, name: str) -> Any:
            capital = object.__getattribute__(self, "__dict__").get("capital, as told")
            if capital is not None:
                read.add(f"{capital}.{name}")
            return object.__getattribute__(self, name)

    class Paths(dict[str, Any]):
        """Paths of the drivers that tell when they are taken."""

        def __getitem__(self, key: str) -> Any:
            read.add(key)
            return super().__getitem__(key)

    class Watched(numbers.Numbers):
        """Numbers as the model has them, watched from the moment they are ready."""

        def __init__(self, *given: Any) -> None:
            super().__init__(*given)
            self.paths = Paths(self.paths)
            for capital, place in self.capitals.items():
                vars(place)["capital, as told"] = capital

    monkeypatch.setattr("tightrope.numbers.Own", Place)
    monkeypatch.setattr("tightrope.model.Numbers", Watched)
    for name, changes in runs:
        model = AlignmentModel(load(name).set(changes), MEMBERS, record=())
        model.run()
        model.close()
    return read


def test_every_parameter_is_read_by_the_model(monkeypatch: pytest.MonkeyPatch):
    assert set(SEEDS.parameters) - watched(RUNS, monkeypatch) == set()


def test_a_parameter_that_is_not_read_is_seen(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("tightrope.capitals.baku_home.decide", lambda baku: baku.moves.update({"baku.home": NOBODY}))
    unread = set(SEEDS.parameters) - watched(RUNS, monkeypatch)
    assert {"baku.purge_wish", "baku.weight_purge_risk", "baku.liberalisation_reward"} <= unread
    assert not unread & {"baku.weight_memory", "moscow.drive", "world.oil_price", "baku.repression_step"}


NOBODY = np.zeros(MEMBERS, dtype=np.int8)


def history(changes: dict[str, object]) -> dict[str, Any]:
    """What a run of the first documented years records."""
    model = AlignmentModel(load("history").set({"quarters": 40, **changes}), MEMBERS)
    model.run()
    model.close()
    return model.record.kept


@functools.cache
def as_it_was() -> dict[str, Any]:
    return history({})


@pytest.mark.parametrize("driver", state.DRIVERS)
def test_the_path_of_a_driver_moves_more_than_the_driver(driver: str):
    # Far from where it mostly is: the whole way up from a level of 0.3, the whole way down from one of 0.7.
    mean = float(as_it_was()[f"{driver}_target"].mean())
    low, high = SEEDS.parameters[driver].legal
    found = history({driver: high if high - mean > mean - low else low})
    moved = {key for key, values in found.items() if not np.array_equal(values, as_it_was()[key])}
    assert len(moved - {driver, f"{driver}_target"}) >= 3


# -- weights ----------------------------------------------------------------------------------------------------------
CONSIDERATIONS = {(decision.name, name) for decision in all_decisions() for name in decision.considerations}


def test_every_consideration_has_a_weight_and_every_weight_a_consideration():
    weights = {key for key in SEEDS.parameters if key.partition(".")[2].startswith("weight_")}
    assert weights == {f"{decision.split('.')[0]}.weight_{name}" for decision, name in CONSIDERATIONS}
    assert weights == {key for key, parameter in SEEDS.parameters.items() if parameter.role == "weight"}


def test_every_consideration_is_weighed_by_some_move():
    weighed: set[tuple[str, str]] = set()
    model = AlignmentModel(
        load("history"), MEMBERS, record=(), sink=lambda decision, name, move, term: weighed.add((decision, name))
    )
    model.run()
    model.close()
    assert weighed == CONSIDERATIONS


# -- mechanisms -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", SEEDS.mechanisms)
def test_a_mechanism_names_numbers_and_claims_that_there_are(name: str):
    mechanism = SEEDS.mechanisms[name]
    assert mechanism.parameters
    assert len(set(mechanism.parameters)) == len(mechanism.parameters)
    assert set(mechanism.parameters) <= set(SEEDS.parameters)
    assert mechanism.evidence
    assert len(set(mechanism.evidence)) == len(mechanism.evidence)
    assert set(mechanism.evidence) <= set(SEEDS.claims)
