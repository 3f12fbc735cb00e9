"""Input data and luck (section 6): what a member finds in ``seeds/``, in its scenario and in its streams."""

from __future__ import annotations

import functools
import hashlib
import math
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path
from statistics import NormalDist
from typing import Any

import numpy as np
import yaml

CAPITALS = ("baku", "moscow", "brussels", "washington", "ankara", "world")
BLOCK, QUARTERS = 1024, 196
FILES = ("treaties", "levers", "starts", "events", "theories", "vectors")


def number_of(quarter: str) -> int:
    """The number of a quarter; 1992-Q1 is 0."""
    year, place = quarter.split("-Q")
    return 4 * (int(year) - 1992) + int(place) - 1


def level(x: float) -> float:
    return min(max(x, 0.0), 1.0)


def rises(x: float, threshold: float, width: float) -> float:
    steps = (threshold - x) / width
    return 1.0 / (1.0 + math.exp(steps)) if steps < 700.0 else 0.0


def read_seeds(folder: Path) -> dict[str, Any]:
    """All of ``seeds/`` that the model needs, as it stands in the files; parameters by ``capital.name``."""

    def read(name: str) -> Any:
        return yaml.load((folder / f"{name}.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)

    entries = {capital: read(f"parameters/{capital}") for capital in CAPITALS}
    parameters = {f"{capital}.{name}": entries[capital][name] for capital in CAPITALS for name in entries[capital]}
    return {"parameters": parameters, **{name: read(name) for name in FILES}}


def generator(stream: str, seed: int, *block: int) -> np.random.Generator:
    key = int.from_bytes(hashlib.sha256(stream.encode()).digest()[:8], "big")
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence(seed, spawn_key=(key, *block))))


@functools.cache
def rows(stream: str, seed: int, block: int) -> np.ndarray:
    """The uniforms of a stream in a block of members, all quarters of it."""
    return generator(stream, seed, block).random((QUARTERS, BLOCK))


def quantile(stream: str, seed: int, member: int) -> float:
    return float(generator(stream, seed).random(member + 1)[member])


def drawn(knot: Any, q: float | None) -> float:
    """A number or a range at a quantile of its triangular distribution; without one, its central value."""
    if not isinstance(knot, Mapping):
        return float(knot)
    value, low, high = (knot.get(name) for name in ("value", "low", "high"))
    value = (low + high) / 2 if value is None else value
    if q is None or low is None or low == high:
        return float(value)
    if q < (value - low) / (high - low):
        return float(low + math.sqrt(q * (high - low) * (value - low)))
    return float(high - math.sqrt((1.0 - q) * (high - low) * (high - value)))


def along(path: list[tuple[int, float]], quarter: int) -> float:
    """Straight lines between knots, flat outside."""
    if quarter <= path[0][0]:
        return path[0][1]
    for (since, left), (until, right) in pairwise(path):
        if quarter <= until:
            return left + (right - left) * (quarter - since) / (until - since)
    return path[-1][1]


class Numbers:
    """The parameters, events and luck of one member of a scenario that inherits nothing."""

    def __init__(self, seeds: Mapping[str, Any], scenario: Mapping[str, Any], member: int) -> None:
        self.seeds, self.scenario, self.member = seeds, scenario, member
        self.seed, self.uncertainty = scenario["seed"], scenario["uncertainty"]
        self.paths = {name: self.path(name) for name in seeds["parameters"]}

    def path(self, name: str) -> list[tuple[int, float]]:
        """The knots of a parameter as this member meets them."""
        capital, parameter = name.split(".")
        entry = self.seeds["parameters"][name]
        written = self.scenario.get(capital, {}).get(parameter)
        if written is not None:
            drawing, shared = self.uncertainty != "none", False
        else:
            written = entry["value"] if isinstance(entry["value"], Mapping) else entry
            drawing, shared = self.uncertainty in ("full", "history"), self.uncertainty == "history"
        q = self.quantile(f"parameter/{name}", shared) if drawing else None
        if not isinstance(written, Mapping) or not next(iter(written))[0].isdigit():
            return [(0, drawn(written, q))]
        return [(number_of(quarter), drawn(knot, q)) for quarter, knot in written.items()]

    def quantile(self, stream: str, shared: bool = False) -> float:
        """The member's own quantile, or that of the parameter vector it shares."""
        if not shared:
            return quantile(stream, self.seed, self.member)
        vectors = self.seeds["vectors"]
        candidates = [vector["candidate"] for vector in vectors["vectors"]]
        return quantile(stream, vectors["seed"], candidates[self.member % len(candidates)])

    def at(self, name: str, quarter: int) -> float:
        return along(self.paths[name], quarter)

    def uniform(self, stream: str, quarter: int) -> float:
        if self.uncertainty == "none":
            return 1.0
        block, column = divmod(self.member, BLOCK)
        return float(rows(stream, self.seed, block)[quarter, column]) or 2.0**-54

    def normal(self, stream: str, quarter: int) -> float:
        return 0.0 if self.uncertainty == "none" else NormalDist().inv_cdf(self.uniform(stream, quarter))

    def gumbel(self, stream: str, quarter: int) -> float:
        return 0.0 if self.uncertainty == "none" else -math.log(-math.log(self.uniform(stream, quarter)))

    def severity(self, kind: str, quarter: int) -> float:
        """The largest severity of the events of a kind that last in a quarter; 0 where there is none."""
        found = [0.0]
        for event in self.scenario.get("events", {}).values():
            given = {**self.seeds["events"][kind], **event}
            since = number_of(event["quarter"])
            if event["event"] == kind and since <= quarter < since + given["quarters"]:
                found.append(float(given["severity"]))
        return max(found)
