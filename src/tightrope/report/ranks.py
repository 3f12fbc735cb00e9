"""Which drawn numbers go with the ending: rank correlations over members, each with an interval.

Where members draw every uncertain number independently, what goes with a number over many members is what moving it
through its range does on average, under this scenario. Where they share parameter vectors, the cases are the vectors,
whose numbers history has made dependent on each other. Spearman's coefficient sees any effect that rises or falls
throughout; it does not see one that turns round, nor what two numbers do only together, and a number with a narrow
range cannot show much of either.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri
from scipy.stats import rankdata

from tightrope.ensemble.simulate import PIECE
from tightrope.model import AlignmentModel
from tightrope.numbers import drawn
from tightrope.outcomes import COVERAGE, OUTCOMES
from tightrope.results import Run
from tightrope.scenario import Scenario

Array = NDArray[np.float64]

FEWEST = 30
"""Members, or parameter vectors, below which no correlation is told."""

FEWEST_EITHER_WAY = 10
"""Members that must be in a state, and out of it, before anything is correlated with it."""

BY_CHANCE = 0.05
"""How often the strongest of numbers that all do nothing may pass for one that stands out."""

ACCESSION = "Eurasian accession"


@dataclass(frozen=True)
class Rank:
    """A rank correlation with the ends of its interval (90 %), over ``count`` members or parameter vectors."""

    value: float
    low: float
    high: float
    count: int

    @property
    def strength(self) -> float:
        """How far from none, either way."""
        return abs(self.value)


@dataclass(frozen=True)
class Links:
    """Rank correlations of every drawn number with the ending of a run.

    By key: with the ``position`` in the last quarter and with being in ``accession`` then; the latter is empty where
    too few, or too many, are. ``least`` is the strength from which one stands out from chance, by key.
    """

    position: dict[str, Rank]
    accession: dict[str, Rank]
    least: dict[str, float]
    members: int

    def standing_out(self, most: int) -> list[str]:
        """The keys that stand out in either, the strongest first, at most so many."""
        strength = {
            key: max(one.strength for one in self._both(key))
            for key in self.position
            if any(one.strength >= self.least[key] for one in self._both(key))
        }
        return sorted(strength, key=lambda key: (-strength[key], key))[:most]

    def _both(self, key: str) -> list[Rank]:
        return [table[key] for table in (self.position, self.accession) if key in table]


def links(run: Run) -> Links | None:
    """The links of a run's drawn numbers with its ending; None where nothing is drawn or members are too few.

    Of a run too large to keep whole, over the members that it kept. Needs position and outcome.
    """
    keys = [key for key in run.scenario.seeds.parameters if drawn(run.scenario, key)]
    members = run.data["member"].values.astype(np.int64)
    if not keys or len(members) < FEWEST:
        return None
    vectors = run.data["vector"].values if run.vector_count else None
    endings = {"position": run.data["baku.position"].values[:, -1].astype(float)}
    there = run.data["baku.outcome"].values[:, -1] == OUTCOMES.index(ACCESSION)
    if min(there.sum(), (~there).sum()) >= FEWEST_EITHER_WAY:
        endings["accession"] = there.astype(float)
    found: dict[str, dict[str, Rank]] = {"position": {}, "accession": {}}
    for key, values in drawn_values(run.scenario, members, keys).items():
        for name, ending in endings.items():
            one = _linked(values, ending, vectors)
            if one is not None:
                found[name][key] = one
    tried = len(keys) * len(endings)
    least = {key: outstanding(one.count, tried) for key, one in found["position"].items()}
    return Links(found["position"], found["accession"], least, len(members))


def drawn_values(plan: Scenario, members: Sequence[int] | NDArray[np.int64], keys: Sequence[str]) -> dict[str, Array]:
    """What members drew for some numbers, by key; shape (members,).

    Of a dated path, its first uncertain knot: one draw moves all knots together.
    """
    parts: dict[str, list[Array]] = {key: [] for key in keys}
    for start in range(0, len(members), PIECE):
        model = AlignmentModel(plan, np.asarray(members[start : start + PIECE]), record=["baku.position"])
        try:
            for key in keys:
                parts[key].append(next(np.asarray(v) for v in model.numbers.knots(key) if np.ndim(v)))
        finally:
            model.close()
    return {key: np.concatenate(found) for key, found in parts.items()}


def _linked(values: Array, ending: Array, vectors: NDArray[np.int64] | None) -> Rank | None:
    """Over members or, of a number that members of a vector share, over the vectors with the mean of their endings."""
    if vectors is not None:
        groups = [vectors == vector for vector in np.unique(vectors)]
        if all(np.ptp(values[group]) == 0 for group in groups):
            values = np.array([values[group][0] for group in groups])
            ending = np.array([ending[group].mean() for group in groups])
    if len(values) < FEWEST or np.ptp(values) == 0 or np.ptp(ending) == 0:
        return None
    return spearman(values, ending)


def spearman(one: Array, other: Array) -> Rank:
    """Spearman's rank correlation with a 90 % interval by Fisher's transformation, its standard error that of Bonett
    and Wright (2000): the root of (1 + r^2/2)/(n - 3). Ties have their mean rank."""
    first, second = (rankdata(values) for values in (one, other))
    value = float(np.clip(np.corrcoef(first, second)[0, 1], -1.0, 1.0))
    if abs(value) == 1.0:
        return Rank(value, value, value, len(one))
    reach = float(ndtri(0.5 + COVERAGE / 2)) * math.sqrt((1 + value**2 / 2) / (len(one) - 3))
    middle = math.atanh(value)
    return Rank(value, math.tanh(middle - reach), math.tanh(middle + reach), len(one))


def outstanding(count: int, tried: int) -> float:
    """The strength that the strongest of ``tried`` numbers which all do nothing reaches in one case of twenty.

    Under independence a rank correlation has the variance 1/(n - 1); each of the numbers gets its part of the chance
    (Bonferroni).
    """
    return float(-ndtri(BY_CHANCE / (2 * tried))) / math.sqrt(count - 1)
