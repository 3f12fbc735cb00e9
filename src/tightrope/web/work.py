"""What the workers do for the page: run a recipe and keep what the charts need. No framework here.

Luck is kept between runs, so that a dial's answer costs the model alone; only what is drawn is recorded.
"""

from __future__ import annotations

import functools
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from tightrope.ensemble import simulate
from tightrope.luck import KeptLuck
from tightrope.outcomes import wilson
from tightrope.precision import REAL, Real
from tightrope.results import Run
from tightrope.results.words import oil_path_departs
from tightrope.web.recipe import Recipe

Array = NDArray[np.float64]

POSITION, OUTCOME, LEVER, PRESSURE = "baku.position", "baku.outcome", "moscow.lever", "moscow.pressure"
PURSE = ("world.oil_price", "world.energy_revenue", "world.reserves", "world.buffer")
CHARTED = (POSITION, OUTCOME, LEVER, PRESSURE, *PURSE)
"""What is recorded of a run of the page: what its charts draw, and nothing else."""

AT_ONCE, WHEN_IDLE = 500, 2000
"""Members of the first answer to a dial, and of the one that follows when the dials rest."""

KEPT_LUCKS = 6
"""Sets of members whose luck a worker keeps: 12 MB for 500 members over 64 quarters."""


@dataclass(frozen=True, eq=False)
class Answer:
    """What a recipe's run amounts to.

    ``position``, and each of ``purse`` by key: percentiles 5, 25, 50, 75, 95 by quarter, shape (5, quarters).
    ``shares`` (quarters, outcomes) with ``low`` and ``high``, what the number of members leaves open (90 %), and
    ``ever`` with its ends, (outcomes, 3). ``levers`` (quarters, levers) are means; ``pressure`` percentiles.
    ``paths`` (quarters, members) is everybody's position, to be paired with another answer's; ``nearest`` the member
    nearest to the median. ``oil_departs`` says that the oil price takes a path that the documents did not know of,
    ``seconds`` is what it took.
    """

    recipe: Recipe
    title: str
    seed: int
    uncertainty: str
    start: int
    members: int
    position: Array
    shares: Array
    low: Array
    high: Array
    ever: Array
    purse: dict[str, Array]
    levers: Array
    lever_names: tuple[str, ...]
    pressure: Array
    paths: NDArray[np.float32] = field(repr=False)
    nearest: int = 0
    oil_departs: bool = False
    seconds: float = 0.0

    @property
    def quarters(self) -> int:
        """Number of quarters."""
        return self.shares.shape[0]


def explore(recipe: Recipe, members: int) -> Answer:
    """Run a recipe. Raises InputError where it is refused."""
    began = time.perf_counter()
    plan = recipe.plan()
    members = min(members, WHEN_IDLE)
    run = Run.of(simulate(plan, members, workers=1, record=CHARTED, luck=kept_luck))
    return answer_of(run, recipe, began)


def answer_of(run: Run, recipe: Recipe, began: float | None = None) -> Answer:
    """What a run that has recorded all that is charted amounts to."""
    plan, members = run.scenario, run.members
    counts = run.tally.counts
    low, high = wilson(counts, members)
    ever_low, ever_high = wilson(run.tally.ever, members)
    levers = run.data[LEVER].coords["lever"].values.tolist()
    return Answer(
        recipe=recipe,
        title=plan.title,
        seed=plan.seed,
        uncertainty=plan.uncertainty,
        start=plan.start,
        members=members,
        position=run.percentiles(POSITION),
        shares=counts / members,
        low=low,
        high=high,
        ever=np.stack([run.tally.ever / members, ever_low, ever_high], axis=-1),
        purse={key: run.percentiles(key) for key in PURSE},
        levers=run.mean(LEVER),
        lever_names=tuple(plan.seeds.levers[name].name for name in levers),
        pressure=run.percentiles(PRESSURE),
        paths=np.ascontiguousarray(run.data[POSITION].values.T),
        nearest=run.nearest_median(),
        oil_departs=oil_path_departs(plan),
        seconds=0.0 if began is None else time.perf_counter() - began,
    )


def warm_up(place: int) -> int:
    """Load all that a run of the page needs; returns what it is given."""
    explore(Recipe(), AT_ONCE)
    return place


def kept_luck(
    seed: int,
    members: Sequence[int] | NDArray[np.int64],
    first: int,
    quarters: int,
    *,
    still: bool = False,
    real: Real = REAL,
) -> KeptLuck:
    """Luck for these members, drawn once and kept while others of its kind do not push it out."""
    return _kept(seed, tuple(int(one) for one in members), first, quarters, still, real)


@functools.lru_cache(maxsize=KEPT_LUCKS)
def _kept(seed: int, members: tuple[int, ...], first: int, quarters: int, still: bool, real: Real) -> KeptLuck:
    return KeptLuck(seed, members, first, quarters, still=still, real=real)
