"""``Comparison``: two runs laid on each other, member by member."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tightrope.comparison import tables
from tightrope.comparison.changes import Change, Idle, changes_between, idle_overrides
from tightrope.comparison.differences import (
    AVERAGE,
    EVER,
    OUTCOME,
    POSITION,
    Effect,
    Signs,
    differing,
    effect,
    effect_on_share,
    intervals,
    signs,
    vector_band,
)  # fmt: skip
from tightrope.comparison.pairs import Pairs, pair_up
from tightrope.comparison.partings import Partings, first_partings
from tightrope.comparison.tipping import Cause, Tips, causes, tip
from tightrope.comparison.words import change_words
from tightrope.model import AlignmentModel
from tightrope.outcomes import OUTCOMES
from tightrope.quarters import format_quarter
from tightrope.results import Run
from tightrope.results.again import check_again

Array = NDArray[np.float64]
Progress = Callable[[int, int], None]

ABROAD = "baku.abroad"
"""The decision whose partings are also looked at by themselves."""

MOST_TOLD = 3
"""Changes that tell a comparison of two runs of one name from others."""

SAMPLE = 64
"""Members of a results folder that are lived again before anything else, to see whether they can be."""


@dataclass(frozen=True, eq=False)
class Comparison:
    """What two runs differ in: everywhere B less A, and every pair of members under the same luck.

    ``tips`` say when pairs first chose differently and why, ``tips_abroad`` the same of Baku's choice abroad alone.
    ``changes`` are what B has otherwise, ``idle`` its overrides that are none, ``differing`` the variables in which any
    pair differs in any quarter, the changed inputs themselves apart.
    """

    pairs: Pairs
    changes: tuple[Change, ...]
    idle: tuple[Idle, ...]
    differing: tuple[str, ...]
    tips: Tips
    tips_abroad: Tips

    def __repr__(self) -> str:
        return f"<Comparison of {self.a.name} and {self.b.name}: {self.pairs.count} pairs{self._told_apart()}>"

    def _told_apart(self) -> str:
        """What is otherwise in B, where the names are the same; "" where they tell the two apart."""
        if self.a.name != self.b.name:
            return ""
        told = [change_words(change) for change in self.changes[:MOST_TOLD]]
        more = [f"{len(self.changes) - MOST_TOLD} more"] if len(self.changes) > MOST_TOLD else []
        return f"; {'; '.join([*told, *more])}" if told else "; nothing is otherwise"

    @property
    def a(self) -> Run:
        """The first run."""
        return self.pairs.a

    @property
    def b(self) -> Run:
        """The second run."""
        return self.pairs.b

    @property
    def identical(self) -> bool:
        """Whether no pair differs in any variable in any quarter."""
        return not self.differing

    @property
    def partings(self) -> Partings:
        """When pairs first chose differently."""
        return self.tips.partings

    @property
    def partings_abroad(self) -> Partings:
        """When Baku first chose differently abroad."""
        return self.tips_abroad.partings

    @property
    def quarters(self) -> list[str]:
        """Every quarter in words."""
        return [format_quarter(quarter) for quarter in range(self.a.scenario.start, self.a.last + 1)]

    @functools.cached_property
    def position(self) -> Array:
        """The difference in position of every pair; shape (quarters, pairs)."""
        return self.pairs.difference(POSITION)

    @functools.cached_property
    def named_rows(self) -> dict[str, int]:
        """The quarters that are told of, in order: the middle of the run, its end, and where positions differ most on
        average. One that is two of these has the names of both."""
        count = len(self.position)
        largest = int(np.abs(self.position.mean(axis=1)).argmax())
        names: dict[int, list[str]] = {}
        for name, row in (("middle", (count - 1) // 2), ("end", count - 1), ("largest difference", largest)):
            names.setdefault(row, []).append(name)
        return {" and ".join(names[row]): row for row in sorted(names)}

    @functools.cached_property
    def effects(self) -> tuple[Effect, ...]:
        """Position and outcome shares in the named quarters, and which outcomes were ever reached."""
        found = []
        position, outcome = self.pairs.of(POSITION), self.pairs.of(OUTCOME)
        still = self.pairs.still
        for row in self.named_rows.values():
            when = self.quarters[row]
            found.append(effect(POSITION, when, position[0][row], position[1][row], still=still))
            for code, name in enumerate(OUTCOMES):
                one, other = (side[row] == code for side in outcome)
                found.append(effect_on_share(name, when, one, other, still=still))
        for code, name in enumerate(OUTCOMES):
            one, other = ((side == code).any(axis=0) for side in outcome)
            found.append(effect_on_share(name, EVER, one, other, still=still))
        return tuple(found)

    def effect(self, output: str, when: str) -> Effect:
        """One of ``effects``; KeyError if there is none."""
        for found in self.effects:
            if (found.output, found.when) == (output, when):
                return found
        raise KeyError(f"{output} in {when}")

    @functools.cached_property
    def signs(self) -> tuple[Signs, ...]:
        """Whether pairs, and parameter vectors, agree with the mean on which way the position moved: at the end, and on
        average over the run."""
        return (
            signs(POSITION, self.quarters[-1], self.position[-1], self.vectors),
            signs(POSITION, AVERAGE, self.position.mean(axis=0), self.vectors),
        )

    def causes(self, *, abroad: bool = False) -> list[Cause]:
        """What tipped the first different choice, the most frequent first; ``abroad``: of Baku abroad alone."""
        return causes(self.tips_abroad if abroad else self.tips)

    def interval(self, key: str) -> tuple[Array, Array, Array]:
        """Mean difference of a variable and the ends of its 90 % interval; shape (quarters,) or (quarters, axis)."""
        return intervals(self.pairs.difference(key), still=self.pairs.still)

    def percentiles(self, key: str, percents: Sequence[float] = tables.PERCENTS) -> Array:
        """Percentiles of the pairs' own differences; shape (percents, quarters) or (percents, quarters, axis)."""
        return np.asarray(np.percentile(self.pairs.difference(key), percents, axis=-1))

    @property
    def vectors(self) -> NDArray[np.int64] | None:
        """The parameter vector of each pair; None where members share none."""
        return np.asarray(self.a.data["vector"].values[self.pairs.rows_a]) if self.a.vector_count else None

    def vector_band(self, key: str) -> tuple[Array, Array] | None:
        """Ends of the 90 % spread between parameter vectors of a variable's mean difference, luck taken out.

        Shape (quarters,) or (quarters, axis) each; None where it cannot be told apart from luck.
        """
        return None if self.vectors is None else vector_band(self.pairs.difference(key), self.vectors)

    # -- tables and files ---------------------------------------------------------------------------------------------
    def differences(self) -> pd.DataFrame:
        """Every amount and level: quarter, variable, a, b, difference, low, high, p5 to p95 of the pairs."""
        return tables.differences_table(self)

    def outcomes(self) -> pd.DataFrame:
        """Shares of the outcomes: quarter (or "ever"), outcome, a, b, difference, low, high, pairs_up, pairs_down."""
        return tables.outcomes_table(self)

    def parted(self) -> pd.DataFrame:
        """One row for each pair that chose differently: member, when, who, the moves, the largest causes."""
        return tables.parted_table(self)

    def tipped(self) -> pd.DataFrame:
        """The causes of first partings, of any capital's and of Baku's abroad."""
        return tables.tipped_table(self)

    def as_data(self) -> dict[str, Any]:
        """What there is to tell, as plain data for JSON."""
        from tightrope.comparison.data import as_data

        return as_data(self)

    def save(
        self,
        folder: Path | str,
        *,
        draw: Callable[[Comparison, Path], Sequence[Path]] | None = None,
        command: str = "",
    ) -> list[Path]:
        """Write a folder with tables and data, all of it or nothing, and return its files.

        ``draw`` is called with the comparison and the folder for its figures (``figures.draw_comparison``). A folder
        of an earlier comparison is replaced. Raises InputError if there is something else.
        """
        from tightrope.comparison.folder import save

        return save(self, Path(folder), draw, command)

    def close(self) -> None:
        """Let go of the files that opened runs still read from."""
        self.a.close()
        self.b.close()


def compare(a: Run, b: Run, *, progress: Progress | None = None) -> Comparison:
    """Lay two runs of the same members, quarters and seed on each other.

    Pairs that choose differently are run again to see why; ``progress`` is called with (pairs done, of how many).
    Raises InputError where the runs cannot be paired or one from a results folder cannot be had again, RunError where
    something needed was not recorded or a pair does not part again as it did.
    """
    pairs = pair_up(a, b)
    for run in (a, b):
        run.require(POSITION, OUTCOME)
        check_repeatable(run)
    changes = changes_between(a.scenario, b.scenario)
    scopes = [first_partings(pairs), first_partings(pairs, [ABROAD])]
    inputs = {change.key for change in changes}
    found = tuple(key for key in differing(pairs) if key not in inputs)
    idle = idle_overrides(a.scenario, b.scenario, changes, by_hand=bool(found))
    tips, tips_abroad = tip(a.scenario, b.scenario, pairs.members, scopes, progress)
    return Comparison(pairs, changes, idle, found, tips, tips_abroad)


def check_repeatable(run: Run) -> None:
    """Raise InputError where a run comes from a results folder and some of its members, lived again, are others."""
    if run.folder is None:
        return
    kept = run.data["member"].values
    members = kept[np.unique(np.linspace(0, len(kept) - 1, min(SAMPLE, len(kept))).astype(int))].tolist()
    model = AlignmentModel(run.scenario, members)
    try:
        model.run()
        records = dict(model.records)
    finally:
        model.close()
    check_again(run.folder, run, records, members, purpose="compared")
