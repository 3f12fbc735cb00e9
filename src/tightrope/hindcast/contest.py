"""Put the patterns to the contestants: each runs through history once, and through each world that a criterion needs.

A run is looked at where it is made, and only what the criteria saw of its members comes back.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from numpy.typing import NDArray

from tightrope.ensemble import WHOLE_UP_TO, default_workers, simulate
from tightrope.ensemble.crew import Crew
from tightrope.errors import InputError, Problem, nearest, one_of
from tightrope.evidence import Contestant, Criterion, Pattern, Seeds, World, load_seeds
from tightrope.evidence.patterns import HISTORY
from tightrope.hindcast.board import NOTHING, Board, Finding, Row, judge
from tightrope.hindcast.contestants import history, scenario_of
from tightrope.hindcast.criteria import Seen, estimate, seen
from tightrope.hindcast.trace import Trace
from tightrope.model import AlignmentModel
from tightrope.scenario import Scenario
from tightrope.scenario.head import SEEDS_END

MEMBERS = 2000

Progress = Callable[[int, int], None]
Saw = dict[str, tuple[Seen, Seen | None]]
"""What a run showed each criterion, by id: of its test, and of the test that limits who is counted."""

EntryT = TypeVar("EntryT")


@dataclass(frozen=True)
class Job:
    """One run of a contestant and the criteria that look at it, to the quarter ``until``.

    ``name`` is "history", or the pattern's and the world's: "P19/open".
    """

    contestant: Contestant
    name: str
    world: World | None
    criteria: tuple[Criterion, ...]
    until: int
    members: int
    seed: int | None

    @property
    def plan(self) -> Scenario:
        """The scenario it runs."""
        return scenario_of(self.contestant, self.world, until=self.until, seed=self.seed)


def run_hindcast(
    members: int = MEMBERS,
    seed: int | None = None,
    *,
    only: Collection[str] = (),
    contestants: Collection[str] = (),
    workers: int | None = None,
    progress: Progress | None = None,
    seeds: Seeds | None = None,
) -> Board:
    """Put patterns to contestants; all of them unless ``only`` and ``contestants`` name some.

    ``seed`` None is history's own. ``workers`` is the number of processes, by default one per core where that pays;
    ``progress`` is called with (runs done, of how many). Raises InputError for an unknown pattern or contestant, for
    too many members and for a change that is refused, RunError where a criterion asks for what no run records.
    """
    known = load_seeds() if seeds is None else seeds
    patterns = chosen("--only", known.patterns, only)
    models = chosen("contestants", known.contestants, contestants)
    _check_members(members)
    check_seed(seed)
    jobs = [job for model in models.values() for job in jobs_of(model, patterns.values(), members, seed)]
    if workers is None:
        workers = default_workers(sum(members * job.plan.quarters for job in jobs))
    saw: dict[tuple[str, str], Saw] = {}
    for done, (place, part) in enumerate(_run_all(jobs, min(workers, len(jobs))), start=1):
        saw[jobs[place].contestant.id, jobs[place].name] = part
        if progress is not None:
            progress(done, len(jobs))
    rows = tuple(
        Row(pattern, criterion, {model: _finding(pattern, criterion, model, saw) for model in models})
        for pattern in patterns.values()
        for criterion in pattern.criteria
    )
    return Board(rows, models, members, history().seed if seed is None else seed)


def chosen(option: str, known: Mapping[str, EntryT], wanted: Collection[str]) -> dict[str, EntryT]:
    """Some entries in the order of the data, all unless some are wanted; capitals do not matter."""
    by_lower = {name.lower(): name for name in known}
    problems = [
        Problem(option, None, None, "", f"unknown '{name}'", one_of(known), nearest(name, known))
        for name in wanted
        if name.lower() not in by_lower
    ]
    if problems:
        raise InputError(problems)
    names = {by_lower[name.lower()] for name in wanted} or set(known)
    return {name: entry for name, entry in known.items() if name in names}


def check_seed(seed: int | None) -> None:
    """Raise InputError for a seed that is none."""
    if seed is not None and not 0 <= seed < SEEDS_END:
        raise InputError([Problem("--seed", None, None, "", str(seed), "a whole number from 0")])


def _check_members(members: int) -> None:
    if not 1 <= members <= WHOLE_UP_TO:
        expected = f"1 to {WHOLE_UP_TO}, every path being looked at"
        raise InputError([Problem("--members", None, None, "", f"{members} members", expected)])


def jobs_of(contestant: Contestant, patterns: Iterable[Pattern], members: int, seed: int | None) -> list[Job]:
    """The runs that some patterns need of a contestant, each world once."""
    asked: dict[str, tuple[World | None, list[Criterion]]] = {}
    for pattern in patterns:
        for criterion in pattern.criteria:
            for world in criterion.worlds if criterion.test is not None else ():
                held = asked.setdefault(world_name(pattern, world), (pattern.worlds.get(world), []))
                held[1].append(criterion)
    return [
        Job(contestant, name, world, tuple(criteria), max(map(last_of, criteria)), members, seed)
        for name, (world, criteria) in asked.items()
    ]


def world_name(pattern: Pattern, world: str) -> str:
    """The name of a world among those of all patterns; history is the same for all."""
    return world if world == HISTORY else f"{pattern.id}/{world}"


def last_of(criterion: Criterion) -> int:
    """The last quarter that a criterion looks at."""
    return max(probe.last for probe in (criterion.test, criterion.among) if probe is not None)


def _run_all(jobs: list[Job], workers: int) -> Iterator[tuple[int, Saw]]:
    if workers <= 1:
        for place, job in enumerate(jobs):
            yield place, look(job)
        return
    with Crew(workers, look) as crew:
        yield from crew.map(jobs)


def look(job: Job) -> Saw:
    """Run a job and let its criteria look; called in the workers."""
    plan = job.plan
    run = simulate(plan, job.members, workers=1, record=keys_of(job.criteria), rule=job.contestant.rule or None)
    return saw(job.criteria, run.records, plan)


def keys_of(criteria: Iterable[Criterion]) -> frozenset[str]:
    """The records that some criteria look at."""
    probes = [probe for one in criteria for probe in (one.test, one.among) if probe is not None]
    return frozenset().union(*(probe.keys for probe in probes))


def saw(criteria: Iterable[Criterion], records: Mapping[str, NDArray[Any]], plan: Scenario) -> Saw:
    """What criteria see in the records of a run of a scenario."""
    places = {
        "moscow.lever": {name: place for place, name in enumerate(plan.seeds.levers)},
        "world.treaty": {name: place for place, name in enumerate(plan.seeds.treaties)},
    }
    trace = Trace(records, plan.start, places, AlignmentModel.decisions())
    return {
        one.id: (seen(trace, one.test), None if one.among is None else seen(trace, one.among))
        for one in criteria
        if one.test is not None
    }


def _finding(pattern: Pattern, criterion: Criterion, model: str, saw: Mapping[tuple[str, str], Saw]) -> Finding:
    if criterion.test is None:
        return NOTHING
    worlds = [limited(*saw[model, world_name(pattern, world)][criterion.id]) for world in criterion.worlds]
    return judge(criterion, estimate(criterion.test, tuple(worlds)))


def limited(found: Seen, among: Seen | None) -> Seen:
    """What was seen of those members that pass another test."""
    if among is None:
        return found
    return Seen(found.values, found.counted & among.counted & (among.values > 0))
