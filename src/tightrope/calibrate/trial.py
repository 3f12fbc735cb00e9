"""Put candidates on trial: each lives through history, and the worlds its criteria compare, many times over.

A candidate's draws of luck are members side by side: candidate number c of a trial, with L draws, is members c L to
c L + L - 1 of the trial's seed of luck. A block of candidates is run and looked at where it is run; only what the
criteria found comes back, so the number of workers cannot be seen in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from tightrope.calibrate.judge import implausibility
from tightrope.ensemble import simulate
from tightrope.ensemble.crew import Crew
from tightrope.ensemble.simulate import PIECE
from tightrope.evidence import Criterion, Pattern, Vectors, World
from tightrope.hindcast.contest import Saw, keys_of, last_of, limited, saw, world_name
from tightrope.hindcast.contestants import history, scenario_in
from tightrope.hindcast.criteria import Estimate, Seen, estimate
from tightrope.scenario import Scenario

Array = NDArray[np.float64]
Progress = Callable[[int, int], None]
Asked = tuple[tuple[Pattern, Criterion], ...]


@dataclass(frozen=True)
class Trial:
    """Who is on trial: ``vectors`` (each with as many draws as ``vectors.each``), the theory, and the seed of luck."""

    vectors: Vectors
    theory: str
    luck: int
    asked: Asked

    @property
    def draws(self) -> int:
        """Draws of luck for each candidate."""
        return self.vectors.each


@dataclass(frozen=True, eq=False)
class Found:
    """What the criteria found, a share or a difference, and how implausible that is; (candidates, criteria) each.

    A value is NaN where no draw counted.
    """

    criteria: tuple[Criterion, ...]
    values: Array
    implausible: Array


@dataclass(frozen=True)
class _World:
    """A world to run and the criteria that look at it."""

    name: str
    plan: Scenario
    criteria: tuple[Criterion, ...]


def asked_until(patterns: Iterable[Pattern], after: int | None, until: int) -> Asked:
    """The criteria that the evidence asks for whose last quarter lies after one quarter and not after another.

    Checks of our own are left out: they are shown in the hindcast and not counted.
    """
    return tuple(
        (pattern, criterion)
        for pattern in patterns
        for criterion in pattern.criteria
        if criterion.test is not None
        and not criterion.ours
        and (after is None or last_of(criterion) > after)
        and last_of(criterion) <= until
    )


def try_candidates(trial: Trial, tolerance: float, workers: int = 1, progress: Progress | None = None) -> Found:
    """Run every candidate and judge it by every criterion."""
    count = len(trial.vectors.candidates)
    size = max(1, PIECE // trial.draws)
    blocks = [range(at, min(at + size, count)) for at in range(0, count, size)]
    task = _Task(trial, tuple(_worlds(trial)), tolerance)
    values = np.full((count, len(trial.asked)), np.nan)
    implausible = np.zeros_like(values)
    done = 0
    for place, part in _run_all(task, blocks, min(workers, len(blocks))):
        block = blocks[place]
        values[block.start : block.stop], implausible[block.start : block.stop] = part
        done += len(block)
        if progress is not None:
            progress(done, count)
    return Found(tuple(criterion for _, criterion in trial.asked), values, implausible)


def _run_all(task: _Task, blocks: list[range], workers: int) -> Iterator[tuple[int, tuple[Array, Array]]]:
    if workers <= 1:
        for place, block in enumerate(blocks):
            yield place, task(block)
        return
    with Crew(workers, task) as crew:
        yield from crew.map(blocks)


def _worlds(trial: Trial) -> Iterator[_World]:
    """Every world that some criterion needs, once."""
    needed: dict[str, tuple[World | None, list[Criterion]]] = {}
    for pattern, criterion in trial.asked:
        for name in criterion.worlds:
            held = needed.setdefault(world_name(pattern, name), (pattern.worlds.get(name), []))
            held[1].append(criterion)
    vectors = replace(trial.vectors, written_too=True)
    for name, (world, criteria) in needed.items():
        until = max(map(last_of, criteria))
        changes = {"quarters": until - history().start + 1, "theory": trial.theory, "seed": trial.luck}
        plan = scenario_in(history().set(changes), world, ranges=True)
        yield _World(name, sharing(plan, vectors), tuple(criteria))


def sharing(plan: Scenario, vectors: Vectors) -> Scenario:
    """The scenario in which members share these parameter vectors."""
    return replace(plan, uncertainty="history", seeds=replace(plan.seeds, vectors=vectors))


@dataclass(frozen=True)
class _Task:
    """What a worker does with a block of candidates."""

    trial: Trial
    worlds: tuple[_World, ...]
    tolerance: float

    def __call__(self, block: range) -> tuple[Array, Array]:
        draws = self.trial.draws
        found = {world.name: self._live(world, range(block.start * draws, block.stop * draws)) for world in self.worlds}
        values = np.full((len(block), len(self.trial.asked)), np.nan)
        implausible = np.zeros_like(values)
        for column, (pattern, criterion) in enumerate(self.trial.asked):
            seen = [limited(*found[world_name(pattern, world)][criterion.id]) for world in criterion.worlds]
            for row in range(len(block)):
                one = self._estimate(criterion, seen, slice(row * draws, (row + 1) * draws))
                values[row, column] = np.nan if one.value is None else one.value
                implausible[row, column] = implausibility(criterion, one, self.tolerance)
        return values, implausible

    def _live(self, world: _World, members: range) -> Saw:
        run = simulate(world.plan, members, workers=1, record=keys_of(world.criteria))
        return saw(world.criteria, run.records, world.plan)

    def _estimate(self, criterion: Criterion, worlds: Sequence[Seen], members: slice) -> Estimate:
        assert criterion.test is not None
        parts = tuple(Seen(one.values[..., members], one.counted[members]) for one in worlds)
        return estimate(criterion.test, parts)
