"""Run an ensemble piece by piece and gather what it recorded."""

from __future__ import annotations

import ctypes
import functools
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from tightrope.choice import Rule
from tightrope.ensemble.crew import Crew, cores, most_workers
from tightrope.ensemble.fold import Fold, Records, fold
from tightrope.luck import BLOCK, Luck
from tightrope.precision import Precision
from tightrope.record import Room, Shapes, by_key, carve
from tightrope.scenario import Scenario, indices_of, load_to_run

Members = NDArray[np.int64]
Progress = Callable[[int, int], None]

PIECE = 5 * BLOCK
"""Members run at once: few enough for their arrays to stay in the processor's cache, and no power of two, at which rows
of different arrays fall on the same places of it and push one another out (a tenth slower at 4 blocks and at 8)."""

PIECE_ALONE = 2 * PIECE
"""The same where one process does all: there is nobody to share with, and half as many calls save more than the cache
loses (a twenty-fifth of ten thousand members)."""

WHOLE_UP_TO = 20_000
"""The largest ensemble whose every path is kept; beyond it members are folded into counts."""

KEPT_WHOLE = 1000
"""Members of a folded ensemble whose paths are kept all the same: the first ones."""

WORTH_WORKERS = 3_000_000
"""Member-quarters from which starting other processes, a second or two each, pays."""


@dataclass(frozen=True, eq=False)
class Ensemble:
    """What an ensemble recorded.

    ``members`` are the absolute indices of all members, ``whole`` the number of them, from the first, whose paths are
    in ``records`` (arrays of shape (quarters, members) or (quarters, axis, members)). Beyond ``WHOLE_UP_TO`` members
    ``folded`` holds the counts of all and ``last`` everybody's last quarter, (members,) or (axis, members). ``vectors``
    is each member's parameter vector where members share vectors, else None, and ``vector_count`` the number of
    vectors there are. ``first`` is the absolute first quarter.
    """

    plan: Scenario
    members: Members
    first: int
    whole: int
    records: Records
    vectors: Members | None = None
    vector_count: int = 0
    folded: Fold | None = None
    last: Records | None = None
    workers: int = 1


@dataclass(frozen=True, eq=False)
class _Piece:
    """What one piece gives back: paths of the first ``whole`` of its members, and the fold of all if folding."""

    records: Records
    vectors: Members | None
    vector_count: int
    folded: Fold | None = None
    last: Records | None = None


@dataclass(frozen=True)
class _Job:
    """Some members, and how many of them to keep whole; None keeps all and folds nothing."""

    members: Members
    keep: int | None


def simulate(
    scenario: Scenario | str,
    members: int | Sequence[int] | Members | None = None,
    *,
    workers: int | None = None,
    record: Collection[str] | None = None,
    rule: Rule | str | None = None,
    progress: Progress | None = None,
    piece: int | None = None,
    luck: Callable[..., Luck] = Luck,
    precision: Precision = "single",
) -> Ensemble:
    """Run members of a scenario, by default as many as it says.

    ``members`` is a count or a list of different indices; ``record`` limits what is kept to these keys; ``rule``
    (a name or a callable) replaces the theory's rule of choice; ``progress`` is called with (members done, of how
    many). ``workers`` is the number of processes, by default one, or one per core where that pays; never more than
    ``most_workers``. ``piece`` is the number of members run at once; ``luck`` makes their luck, which may be kept from
    an earlier run; ``precision`` is what everything is reckoned in (what is recorded is single precision).

    Raises InputError where there can be no such members or nothing is recorded by such a key, and RunError if a worker
    dies; an interrupt leaves no process behind.
    """
    plan = load_to_run(scenario) if isinstance(scenario, str) else scenario
    indices = indices_of(plan.members if members is None else members)
    folding = len(indices) > WHOLE_UP_TO
    if workers is None:
        workers = default_workers(len(indices) * plan.quarters)
    if piece is None:
        piece = PIECE if workers > 1 else PIECE_ALONE
    starts = range(0, len(indices), piece)
    jobs = [_Job(indices[at : at + piece], max(0, KEPT_WHOLE - at) if folding else None) for at in starts]
    workers = max(1, min(workers, len(jobs), most_workers()))
    gathered = _Gathered(len(indices), min(len(indices), KEPT_WHOLE) if folding else len(indices))
    kept = None if record is None else (record,) if isinstance(record, str) else tuple(record)
    task = functools.partial(_run_piece, plan, kept, rule, luck, precision)
    done = 0
    if workers == 1 and not folding:  # written where it belongs at once
        rooms = [functools.partial(gathered.room, start) for start in starts]
        parts: Iterator[tuple[int, _Piece]] = enumerate(map(task, jobs, rooms))
    else:
        parts = _run_all(task, jobs, workers)
    for place, part in parts:
        gathered.add(starts[place], part)
        done += len(jobs[place].members)
        if progress is not None:
            progress(done, len(indices))
    return gathered.ensemble(plan, indices, workers)


def passing(plan: Scenario) -> NDArray[np.bool_] | None:
    """Which of the parameter vectors that members share pass the control; None where that is not known."""
    shared = plan.vectors
    return None if shared is None or not shared.plausible else np.array(shared.plausible)


def default_workers(member_quarters: int) -> int:
    """Processes that pay for this much work on this machine."""
    if member_quarters < WORTH_WORKERS:
        return 1
    return cores()


def _run_all(task: Callable[[_Job], _Piece], jobs: list[_Job], workers: int) -> Iterator[tuple[int, _Piece]]:
    if workers == 1:
        for place, job in enumerate(jobs):
            yield place, task(job)
        return
    with Crew(workers, task) as crew:
        yield from crew.map(jobs)


def _run_piece(
    plan: Scenario,
    record: tuple[str, ...] | None,
    rule: Rule | str | None,
    luck: Callable[..., Luck],
    precision: Precision,
    job: _Job,
    room: Room = carve,
) -> _Piece:
    """Run one piece, its records written to ``room``; the model is let go before anything is returned."""
    from tightrope.model import AlignmentModel

    _keep_memory()
    model = AlignmentModel(plan, job.members, record=record, rule=rule, room=room, luck=luck, precision=precision)
    try:
        model.run()
        records, vectors, count = model.records, model.vectors, model.vector_count
    finally:
        model.close()
    if job.keep is None:
        return _Piece(records, vectors, count)
    whole = {key: values[..., : job.keep].copy() for key, values in records.items()}
    last = {key: values[-1].copy() for key, values in records.items()}
    return _Piece(whole, vectors, count, fold(records, vectors, count, passing(plan)), last)


@functools.cache
def _keep_memory() -> None:
    """Have the C library keep what one piece frees for the next: taking fresh pages for each costs a tenth of a run.

    Without effect where there is no ``mallopt``.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(-1, 1 << 30)  # M_TRIM_THRESHOLD
        mallopt(-3, 1 << 30)  # M_MMAP_THRESHOLD


class _Gathered:
    """Puts pieces where they belong: whatever order they come in, the result is the same."""

    def __init__(self, members: int, whole: int) -> None:
        self.records: dict[str, NDArray[Any]] = {}
        self._written: dict[str, NDArray[Any]] = {}
        self.last: dict[str, NDArray[Any]] = {}
        self.folded: Fold | None = None
        self.vectors = np.full(members, -1, dtype=np.int64)
        self.vector_count = 0
        self._members = members
        self._whole = whole

    def ensemble(self, plan: Scenario, members: Members, workers: int) -> Ensemble:
        """All pieces as one."""
        return Ensemble(
            plan,
            members,
            plan.start,
            self._whole,
            self.records,
            self.vectors if self.vector_count else None,
            self.vector_count,
            self.folded,
            self.last if self.folded is not None else None,
            workers,
        )

    def room(self, start: int, shapes: Shapes, dtype: DTypeLike) -> dict[str, NDArray[Any]]:
        """Places, in what is gathered, for what the piece whose first member stands at ``start`` writes."""
        members = next(iter(shapes.values()))[-1]
        if not shapes.keys() <= self._written.keys():
            self._written |= carve({key: (*shape[:-1], self._whole) for key, shape in shapes.items()}, dtype)
            self.records = by_key(self._written)
        return {key: self._written[key][..., start : start + members] for key in shapes}

    def add(self, start: int, part: _Piece) -> None:
        """Add the piece whose first member stands at ``start`` in the ensemble, unless it is written there already."""
        if not self._written:
            _place(self.records, part.records, start, self._whole)
        if part.last is not None:
            _place(self.last, part.last, start, self._members)
        if part.folded is not None:
            self.folded = part.folded if self.folded is None else self.folded + part.folded
        if part.vectors is not None:
            self.vector_count = part.vector_count
            self.vectors[start : start + len(part.vectors)] = part.vectors


def _place(into: dict[str, NDArray[Any]], records: Mapping[str, NDArray[Any]], start: int, total: int) -> None:
    if not into:
        room: dict[str, NDArray[Any]] = {}
        for dtype in {values.dtype for values in records.values()}:
            shapes = {key: (*v.shape[:-1], total) for key, v in records.items() if v.dtype == dtype}
            room |= carve(shapes, dtype)
        into |= {key: room[key] for key in records}
    for key, values in records.items():
        into[key][..., start : start + values.shape[-1]] = values
