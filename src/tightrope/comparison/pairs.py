"""Which runs can be laid on each other member by member, and their values laid side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tightrope.ensemble import WHOLE_UP_TO
from tightrope.errors import InputError, Problem
from tightrope.quarters import format_quarter
from tightrope.results import Run
from tightrope.scenario import Scenario

Array = NDArray[np.float64]

FEWEST = 2
"""Pairs below which nothing can be said about a spread."""


@dataclass(frozen=True)
class Facts:
    """What two runs must share; ``shown`` is how the reader named the run, ``members`` how many it keeps whole."""

    shown: str
    start: int
    end: int
    seed: int
    members: int
    uncertainty: str

    @classmethod
    def of_plan(cls, shown: str, plan: Scenario, members: int | None = None) -> Facts:
        """Of a run that is still to be made; ``members`` None: as many as the scenario says."""
        count = plan.members if members is None else members
        return cls(shown, plan.start, plan.end, plan.seed, count, plan.uncertainty)

    @classmethod
    def of_run(cls, run: Run, shown: str = "") -> Facts:
        """Of a run that there is."""
        return cls(
            shown or shown_name(run), run.scenario.start, run.last, run.scenario.seed, run.data.sizes["member"],
            run.scenario.uncertainty,
        )  # fmt: skip

    @property
    def window(self) -> str:
        """First and last quarter in words."""
        return f"{format_quarter(self.start)} to {format_quarter(self.end)}"


def shown_name(run: Run) -> str:
    """A run as the reader knows it: its folder or its name."""
    return str(run.folder) if run.folder is not None else run.name


def problems_of(a: Facts, b: Facts) -> list[Problem]:
    """Why members of two runs are no pairs: all that is wrong."""
    same_window = f"add --set start={format_quarter(a.start)} --set quarters={a.end - a.start + 1}"
    wanted = (
        ("window", a.window, b.window, "the same quarters in both", same_window),
        ("seed", str(a.seed), str(b.seed), "the same luck in both", "--seed gives both the same"),
        ("members", f"{a.members:,}", f"{b.members:,}", "the same members in both", "--members gives both as many"),
        ("uncertainty", a.uncertainty, b.uncertainty, "the same in both", f"add --set uncertainty={a.uncertainty}"),
    )
    problems = [
        Problem(b.shown, None, None, where, f"{second}, and {first} in {a.shown}", expected, fix)
        for where, first, second, expected, fix in wanted
        if first != second
    ]
    few, many = min((a, b), key=lambda one: one.members), max((a, b), key=lambda one: one.members)
    fix = "--members gives both as many"
    if few.members < FEWEST and a.uncertainty != "none":
        expected = f"at least {FEWEST}, for one pair shows no spread"
        problems.append(Problem(few.shown, None, None, "members", str(few.members), expected, fix))
    if many.members > WHOLE_UP_TO:
        expected = f"at most {WHOLE_UP_TO:,}, for every pair is compared whole"
        problems.append(Problem(many.shown, None, None, "members", f"{many.members:,}", expected, fix))
    return problems


@dataclass(frozen=True, eq=False)
class Pairs:
    """Members that both runs kept whole; ``rows_a`` and ``rows_b`` say where each stands in its run."""

    a: Run
    b: Run
    members: NDArray[np.int64]
    rows_a: NDArray[np.int64]
    rows_b: NDArray[np.int64]

    @property
    def count(self) -> int:
        """Number of pairs."""
        return len(self.members)

    @property
    def still(self) -> bool:
        """Whether nothing is left to luck, so that every pair is the same."""
        return self.a.scenario.uncertainty == "none"

    def of(self, key: str) -> tuple[NDArray[Any], NDArray[Any]]:
        """A variable in A and in B as it was kept; shape (quarters, pairs) or (quarters, axis, pairs)."""
        return _time_major(self.a, key, self.rows_a), _time_major(self.b, key, self.rows_b)

    def difference(self, key: str) -> Array:
        """B less A, pair by pair; shape as in ``of``."""
        one, other = self.of(key)
        return other.astype(float) - one.astype(float)

    def shared(self) -> list[str]:
        """What both runs kept of every member, in the order of B."""
        return [
            str(key)
            for key, variable in self.b.data.data_vars.items()
            if key in self.a.data and variable.dims[:2] == ("member", "quarter")
        ]


def _time_major(run: Run, key: str, rows: NDArray[np.int64]) -> NDArray[Any]:
    values = run.data[key].values
    whole = len(rows) == len(values) and bool((rows == np.arange(len(rows))).all())
    return np.ascontiguousarray(np.moveaxis(values if whole else values[rows], 0, -1))


def pair_up(a: Run, b: Run) -> Pairs:
    """Lay two runs on each other. Raises InputError, with all that is wrong, where their members are no pairs.

    Of runs too large to keep whole the members are paired that both kept.
    """
    names = ("A", "B") if shown_name(a) == shown_name(b) else (shown_name(a), shown_name(b))
    problems = problems_of(Facts.of_run(a, names[0]), Facts.of_run(b, names[1]))
    kept_a, kept_b = (run.data["member"].values.astype(np.int64) for run in (a, b))
    common, rows_a, rows_b = np.intersect1d(kept_a, kept_b, assume_unique=True, return_indices=True)
    if not problems and len(common) < max(len(kept_a), len(kept_b)) and not (a.folded or b.folded):
        found = f"other members than {names[0]} has"
        problems.append(Problem(names[1], None, None, "members", found, "the same members in both"))
    if not problems and a.vector_count and not _same_vectors(a, b, rows_a, rows_b):
        found, expected = f"other parameter vectors than {names[0]} has", "the same in both"
        problems.append(Problem(names[1], None, None, "vectors", found, expected, "run both again"))
    if problems:
        raise InputError(problems)
    return Pairs(a, b, common, rows_a, rows_b)


def _same_vectors(a: Run, b: Run, rows_a: NDArray[np.int64], rows_b: NDArray[np.int64]) -> bool:
    return a.vector_count == b.vector_count and bool(
        (a.data["vector"].values[rows_a] == b.data["vector"].values[rows_b]).all()
    )
