"""Which way the scenarios S1 to S25 move things, beside which way the documents say that things go.

Every comparison is paired: both sides run the same members, so each member meets the same luck and, where nothing is
set otherwise, the same drawn parameters on both sides. What is compared is data (``seeds/directions.yaml``); nothing
here knows of a scenario.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from tightrope import state
from tightrope.ensemble import simulate
from tightrope.errors import InputError, Problem, RunError
from tightrope.evidence import Direction, Expectation, Measure, Seeds, Side, load_seeds
from tightrope.hindcast.contest import check_seed
from tightrope.luck import BLOCK
from tightrope.model import AlignmentModel
from tightrope.outcomes import COVERAGE, OUTCOMES, wilson
from tightrope.quarters import format_quarter
from tightrope.scenario import Scenario, load
from tightrope.world.treaties import STATUS

Array = NDArray[np.float64]
Records = Mapping[str, NDArray[Any]]
Progress = Callable[[int, int], None]

AS_SAID, AGAINST, CANNOT_TELL, TOO_SMALL, NONE_GIVEN = "as said", "against", "cannot tell", "too small", "none given"

PIECE = 4 * BLOCK
"""Members run at once; only one number of each is kept."""


@dataclass(frozen=True)
class DirectionFound:
    """What one expectation met.

    ``effect`` is the mean of the paired differences (or, of ``above`` and ``below``, the mean itself) with its 90 %
    interval of luck and drawn parameters; ``varied`` and ``base`` are the means of the first pair of sides, ``base``
    None where one side stands alone.
    """

    scenario: str
    place: int
    expectation: Expectation
    varied: float
    base: float | None
    effect: float
    low: float
    high: float
    verdict: str


def run_directions(
    members: int,
    seed: int | None = None,
    progress: Progress | None = None,
    *,
    only: Iterable[str] | None = None,
) -> list[DirectionFound]:
    """Run every side of every direction and judge each expectation, in the order of the data.

    ``seed`` None leaves each scenario its own. ``progress`` is called with (members done, of how many); ``only`` limits
    the run to some ids. Raises InputError for fewer than two members and where a side's scenario or setting is refused,
    RunError where an expectation names an output, a code or a quarter that the runs do not have.
    """
    if members < 2:
        found, expected = f"{members} of them", "at least 2, for one shows no spread"
        raise InputError([Problem("--members", None, None, "", found, expected)])
    check_seed(seed)
    seeds = load_seeds()
    wanted = None if only is None else set(only)
    directions = [d for d in seeds.directions.values() if wanted is None or d.id in wanted]
    asked = [
        _Asked(direction, place, name, expectation)
        for direction in directions
        for place, expectation in enumerate(direction.expected)
        for name in dict.fromkeys(expectation.sides)
    ]
    runs: dict[str, list[_Asked]] = {}
    for one in asked:
        runs.setdefault(one.run, []).append(one)
    measured: dict[tuple[str, int, str], Array] = {}
    done = 0
    for together in runs.values():
        measured.update(_run(together, members, seed, seeds))
        done += members
        if progress is not None:
            progress(done, members * len(runs))
    return [
        judge(direction.id, place, expectation, {s: measured[direction.id, place, s] for s in expectation.sides})
        for direction in directions
        for place, expectation in enumerate(direction.expected)
    ]


@dataclass(frozen=True)
class _Asked:
    """One number per member that an expectation needs of one side."""

    direction: Direction
    place: int
    name: str
    expectation: Expectation

    @property
    def side(self) -> Side:
        return self.direction.sides[self.name]

    @property
    def run(self) -> str:
        """The same for all that one run can answer, if it is long enough for each of them."""
        return json.dumps([self.side.scenario, self.side.set], sort_keys=True)


def plan_of(side: Side, until: int, seed: int | None = None) -> Scenario:
    """The scenario of a side, run to the quarter ``until``. Raises InputError where it is refused."""
    plan = load(side.scenario)
    also = {"quarters": until - plan.start + 1, **({} if seed is None else {"seed": seed})}
    # Its own settings first: they may speak of quarters that the run is then cut to.
    return plan.set(side.set).set(also)


def _run(together: Sequence[_Asked], members: int, seed: int | None, seeds: Seeds) -> dict[tuple[str, int, str], Array]:
    """Run one side once, as far as the last who asks, and take from it, piece by piece, all that is asked of it.

    What comes after is nothing to those who look at earlier quarters: a longer run only adds to a shorter one.
    """
    plan = plan_of(together[0].side, max(one.direction.until for one in together), seed)
    for one in together:
        _check(one, plan)
    keys = {one.expectation.output for one in together}
    found: dict[tuple[str, int, str], list[Array]] = {}
    for first in range(0, members, PIECE):
        piece = simulate(plan, range(first, min(first + PIECE, members)), record=keys, workers=1)
        for one in together:
            value = measure(one.expectation, piece.records, plan.start, seeds)
            found.setdefault((one.direction.id, one.place, one.name), []).append(value)
    return {key: np.concatenate(pieces) for key, pieces in found.items()}


def _check(one: _Asked, plan: Scenario) -> None:
    (first, last), until = one.expectation.when, one.direction.until
    if first < plan.start or last > until:
        raise RunError(
            f"{one.direction.id}: '{one.expectation.says}' asks for {format_quarter(first)} to {format_quarter(last)}; "
            f"{plan.name} runs from {format_quarter(plan.start)} to {format_quarter(until)}"
        )


# -- from records to one number per member ------------------------------------------------------------------------
def measure(expectation: Measure, records: Records, start: int, seeds: Seeds) -> Array:
    """What is measured, shape (members,); ``start`` is the quarter of the records' first row."""
    key = expectation.output
    if key not in records:
        raise RunError(f"'{key}' is no output of the model")
    values = records[key][expectation.when[0] - start : expectation.when[1] - start + 1]
    if expectation.which:
        values = values[:, _place(expectation.which, _axis(key, seeds), key)]
    elif values.ndim > 2:
        raise RunError(f"'{key}' has several parts; 'which' says which one is meant")
    if expectation.counting:
        codes = [_place(name, _codes(key), key) for name in expectation.counting]
        values = np.isin(values.astype(np.int64), codes)
    if expectation.take == "ever":
        return np.asarray((values > 0).any(axis=0), dtype=float)
    if expectation.take == "most":
        return np.asarray(values.max(axis=0), dtype=float)
    if expectation.take == "when most":
        return np.asarray(values.argmax(axis=0), dtype=float)
    return np.asarray(values.mean(axis=0, dtype=float))


def _axis(key: str, seeds: Seeds) -> Sequence[str]:
    variable = state.BY_KEY.get(key)
    axis = None if variable is None else variable.axis
    return {"lever": list(seeds.levers), "treaty": list(seeds.treaties)}.get(axis or "", [])


def _codes(key: str) -> Sequence[str]:
    if key.startswith("move."):
        return AlignmentModel.decisions()[key.removeprefix("move.")]
    return {"baku.outcome": OUTCOMES, "world.treaty": STATUS}.get(key, ())


def _place(name: str, names: Sequence[str], key: str) -> int:
    if name not in names:
        raise RunError(f"'{key}' has no '{name}'; it has {', '.join(names) or 'no such parts'}")
    return list(names).index(name)


# -- from numbers to a verdict ------------------------------------------------------------------------------------
def judge(scenario: str, place: int, expectation: Expectation, values: Mapping[str, Array]) -> DirectionFound:
    """Weigh one expectation. ``values`` are the measured numbers by side, shape (members,) each."""
    first = values[expectation.of]
    if expectation.level is not None:
        effect, low, high = interval_of_level(first)
        base = None
    else:
        base = float(values[expectation.against].mean())
        difference = first - values[expectation.against]
        if expectation.than is not None:
            less = values[expectation.than[0]] - values[expectation.than[1]]
            if expectation.size:
                difference, less = difference * np.sign(difference.mean()), less * np.sign(less.mean())
            difference = difference - less
        effect, low, high = interval(difference)
    verdict = verdict_of(expectation, low, high)
    return DirectionFound(scenario, place, expectation, float(first.mean()), base, effect, low, high, verdict)


def interval(values: Array, coverage: float = COVERAGE) -> tuple[float, float, float]:
    """The mean of the members' numbers and the ends of its interval; no width where all are alike."""
    mean = float(values.mean())
    reach = float(ndtri(0.5 + coverage / 2) * values.std(ddof=1) / np.sqrt(len(values)))
    return mean, mean - reach, mean + reach


def interval_of_level(values: Array) -> tuple[float, float, float]:
    """The same of one side alone: of a share Wilson's interval, which keeps a width where all are alike."""
    if not np.isin(values, (0.0, 1.0)).all():
        return interval(values)
    low, high = wilson(np.array(values.sum()), len(values))
    return float(values.mean()), float(low), float(high)


def verdict_of(expectation: Expectation, low: float, high: float) -> str:
    """The verdict on an effect (or on a level) from the ends of its interval.

    As said or against: all of it lies on one side. Too small: so it does, but its middle is less than the least effect
    that counts. Cannot tell: zero (or the level) lies inside. ``not up`` and ``not down`` are as said unless against.
    """
    direction, zero = expectation.direction, expectation.level or 0.0
    if direction == "none given":
        return NONE_GIVEN
    least = expectation.least if expectation.level is None else 0.0
    sure, enough = low > zero or high < zero, abs((low + high) / 2 - zero) >= least
    rises = low > zero
    if direction in ("not up", "not down"):
        return AGAINST if sure and enough and rises == (direction == "not up") else AS_SAID
    if not sure:
        return CANNOT_TELL
    if not enough:
        return TOO_SMALL
    return AS_SAID if rises == (direction in ("up", "above")) else AGAINST


# -- a table --------------------------------------------------------------------------------------------------------
COLUMNS = (
    "scenario", "expectation", "output", "when", "varied", "base", "effect", "low", "high", "direction", "verdict",
    "basis", "evidence", "note",
)  # fmt: skip


def rows(findings: Iterable[DirectionFound]) -> list[dict[str, Any]]:
    """The findings as plain data, one row each, under ``COLUMNS``; quarters and lists are written out."""
    return [_row(finding) for finding in findings]


def _row(finding: DirectionFound) -> dict[str, Any]:
    expectation = finding.expectation
    since, until = (format_quarter(quarter) for quarter in expectation.when)
    level = expectation.level
    direction = expectation.direction if level is None else f"{expectation.direction} {level:g}"
    held = (
        finding.scenario, expectation.says, described(expectation), since if since == until else f"{since} to {until}",
        finding.varied, finding.base, finding.effect, finding.low, finding.high, direction, finding.verdict,
        expectation.basis, ", ".join(expectation.evidence),
        "; ".join(part for part in (expectation.note, expectation.fails) if part),
    )  # fmt: skip
    return dict(zip(COLUMNS, held, strict=True))


def described(expectation: Expectation) -> str:
    """The output in words: "ever moscow.lever workers", "baku.position, size against cheap less dear"."""
    taken = {"mean": "", "ever": "ever ", "most": "most of ", "when most": "quarter of most "}[expectation.take]
    parts = [expectation.output, expectation.which, " or ".join(expectation.counting)]
    text = taken + " ".join(part for part in parts if part)
    if expectation.level is not None:
        return f"{text} ({expectation.of})"
    pair = f"{expectation.of} less {expectation.against}"
    if expectation.than is not None:
        return f"{text} ({pair}, {'size ' if expectation.size else ''}against {' less '.join(expectation.than)})"
    return text if pair == "varied less base" else f"{text} ({pair})"
