"""``Run``: what one ensemble of one scenario found."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import xarray as xr
from numpy.typing import NDArray

from tightrope import state
from tightrope.ensemble import Ensemble, bins_for, percentiles
from tightrope.errors import RunError
from tightrope.outcomes import Tally, between_vectors, tally
from tightrope.quarters import FIRST_YEAR, QUARTERS_PER_YEAR
from tightrope.results import tables
from tightrope.results.dataset import dataset
from tightrope.results.plausible import MARK, filtered, passing
from tightrope.scenario import Scenario

Array = NDArray[np.float64]

PERCENTS = (5.0, 25.0, 50.0, 75.0, 95.0)


class Run:
    """The results of a run.

    ``scenario`` is what was run, ``folder`` the results folder it was opened from, if any; ``data`` an
    ``xarray.Dataset`` by member and quarter (some variables also by lever or treaty) with units and long names. Of an
    ensemble too large to keep whole, ``data`` holds the first members, and percentiles, means and outcomes come from
    the counts of all: use the methods, they know.
    """

    def __init__(
        self,
        scenario: Scenario,
        data: xr.Dataset,
        *,
        name: str = "",
        seconds: float | None = None,
        folder: Path | None = None,
    ) -> None:
        self.scenario = scenario
        self.data = data
        self.name = name or scenario.name
        self.seconds = seconds
        self.folder = folder

    @classmethod
    def of(cls, ensemble: Ensemble, *, name: str = "", seconds: float | None = None) -> Run:
        """The run that an ensemble amounts to; ``seconds`` is how long it took."""
        return cls(ensemble.plan, dataset(ensemble), name=name, seconds=seconds)

    def __repr__(self) -> str:
        return f"<Run {self.name}: {self.members} members, {len(self.years)} quarters, seed {self.scenario.seed}>"

    # -- what there is ----------------------------------------------------------------------------------------------
    @property
    def members(self) -> int:
        """Number of members."""
        return int(self.data.attrs["members"])

    @property
    def folded(self) -> bool:
        """Whether only some members were kept whole."""
        return "everyone" in self.data.dims

    @property
    def years(self) -> Array:
        """Start of each quarter, in years."""
        found: Array = FIRST_YEAR + np.arange(self.scenario.start, self.last + 1) / QUARTERS_PER_YEAR
        return found

    @property
    def last(self) -> int:
        """The absolute last quarter."""
        return self.scenario.start + self.data.sizes["quarter"] - 1

    @property
    def vector_count(self) -> int:
        """Number of parameter vectors that members share; 0 where they share none."""
        return int(self.data["vector"].attrs["vector_count"]) if "vector" in self.data.coords else 0

    @property
    def passing(self) -> NDArray[np.bool_] | None:
        """Which parameter vectors pass the control, a declared plausibility filter; None where members share none."""
        return passing(self.data)

    @functools.cached_property
    def plausible(self) -> Run | None:
        """The same run with only the members whose parameter vectors pass the control; the run itself where all do.

        None where members share no vectors, and where no vector passes.
        """
        passes = self.passing
        if passes is None or not passes.any():
            return None
        if passes.all():
            return self
        return Run(self.scenario, filtered(self.data, folded=self.folded), name=self.name, seconds=self.seconds)

    def recorded(self, *keys: str) -> bool:
        """Whether all these variables were kept."""
        return all(key in self.data for key in keys)

    def require(self, *keys: str) -> None:
        """Raise RunError unless all these variables were kept."""
        missing = [key for key in keys if key not in self.data]
        if missing:
            raise RunError(
                f"the run '{self.name}' did not keep {', '.join(missing)}; run it again with nothing left out of record"
            )

    # -- numbers ----------------------------------------------------------------------------------------------------
    def percentiles(self, key: str, percents: Sequence[float] = PERCENTS) -> Array:
        """Percentiles over all members; shape (percents, quarters) or (percents, quarters, axis).

        Of a folded run they are right to within a bin.
        """
        self.require(key)
        if self.folded:
            return percentiles(self.data[f"counts.{key}"].values, bins_for(key), percents)
        return _percentiles(self._time_major(key), percents)

    def mean(self, key: str) -> Array:
        """Mean over all members; shape (quarters,) or (quarters, axis)."""
        self.require(key)
        if self.folded:
            found: Array = self.data[f"mean.{key}"].values
            return found
        return np.asarray(self._time_major(key).mean(axis=-1, dtype=float))

    def share_of_codes(self, key: str, codes: int) -> Array:
        """Share of members with each code of a variable of codes; shape (quarters[, axis], codes)."""
        self.require(key)
        if self.folded:
            counted: NDArray[np.int64] = self.data[f"counts.{key}"].values[..., :codes]
            return counted / self.members
        values = self._time_major(key)
        return np.stack([(values == code).mean(axis=-1, dtype=float) for code in range(codes)], axis=-1)

    def vector_band(self, key: str) -> tuple[Array, Array] | None:
        """Ends of the 90 % spread between the means of vectors, luck taken out; shape (quarters[, axis]) each.

        Of a folded run it rests on the members that were kept whole. None where it cannot be told apart: members share
        no vectors, or too few share one.
        """
        self.require(key)
        vectors = self.data["vector"].values if self.vector_count else np.zeros(0)
        groups = [self.data[key].values[vectors == vector].astype(float) for vector in np.unique(vectors)]
        if len(groups) < 2 or min(len(group) for group in groups) < 2:
            return None
        centre = np.array([group.mean(axis=0) for group in groups])
        luck = np.array([group.var(axis=0, ddof=1) / len(group) for group in groups]).mean(axis=0)
        return between_vectors(centre, luck, whole=self.mean(key))

    def path(self, key: str, member: int) -> NDArray[Any]:
        """One member's values; shape (quarters,) or (quarters, axis). Raises RunError unless the member was kept."""
        self.require(key)
        return np.asarray(self.data[key].values[self.row(member)])

    def row(self, member: int) -> int:
        """Where a member stands among those kept whole. Raises RunError if it does not."""
        kept = self.data["member"].values
        found = np.flatnonzero(kept == member)
        if not len(found):
            raise RunError(
                f"the run '{self.name}' holds no path of member {member}; it has {len(kept)}, "
                f"from {kept.min()} to {kept.max()}"
            )
        return int(found[0])

    def _time_major(self, key: str) -> NDArray[Any]:
        return np.moveaxis(self.data[key].values, 0, -1)

    @functools.cached_property
    def tally(self) -> Tally:
        """Who was in which outcome when, counted."""
        self.require("baku.outcome")
        if self.folded:
            return self._stored_tally()
        vectors = self.data["vector"].values if self.vector_count else None
        return tally(self._time_major("baku.outcome"), vectors, self.vector_count)

    def _stored_tally(self) -> Tally:
        counts: NDArray[np.int64] = self.data["counts.baku.outcome"].values
        first, left, gone, stayed = (self.data[f"tally.{name}"].values for name in ("first", "left", "gone", "stayed"))
        by_vector = np.zeros((0, *counts.shape), dtype=np.int64)
        ever_by_vector = np.zeros((0, counts.shape[1]), dtype=np.int64)
        if "tally.by_vector" in self.data:
            by_vector, ever_by_vector = (self.data[f"tally.{name}"].values for name in ("by_vector", "ever_by_vector"))
        return Tally(self.members, counts, first, left, gone, stayed, by_vector, ever_by_vector)

    def nearest_median(self) -> int:
        """The member, of those kept whole, whose position stays nearest to the median of all members."""
        middle = self.percentiles("baku.position", [50.0])[0]
        away = ((self.data["baku.position"].values - middle) ** 2).mean(axis=1)
        return int(self.data["member"].values[int(away.argmin())])

    def typical_members(self, count: int) -> list[int]:
        """Members evenly spread over the order of final positions: with 5, those at 10, 30, 50, 70 and 90 %."""
        final = self.data["baku.position"].values[:, -1]
        order = np.argsort(final, kind="stable")
        count = min(count, len(order))
        ranks = ((np.arange(count) + 0.5) / count * len(order)).astype(int)
        return [int(self.data["member"].values[order[rank]]) for rank in ranks]

    # -- tables -----------------------------------------------------------------------------------------------------
    def outcomes(self) -> pd.DataFrame:
        """Shares of the outcomes over time: quarter, outcome, share, luck_low, luck_high, vector_low, vector_high.

        The luck interval is what the number of members leaves open (90 %). The vector interval (90 %) is the spread
        between parameter vectors with luck taken out; it is NaN unless members share vectors: where every member draws
        its own, luck and parameters cannot be told apart. Where they do share vectors the same five columns follow once
        more, with ``plausible_`` before their names: with the control as a filter.
        """
        return tables.outcomes_table(self)

    def summary(self) -> pd.DataFrame:
        """Mean and percentiles: quarter, variable, mean, p5, p25, p50, p75, p95. Codes are left out.

        Where members share parameter vectors ``vector_low`` and ``vector_high`` are the 90 % spread between the means
        of vectors with luck taken out, and the columns from the mean on follow again, with the control as a filter.
        """
        return tables.summary_table(self)

    def ever(self) -> pd.DataFrame:
        """Per outcome: share of members ever in it with its luck and vector intervals, by which quarter 5, 50 and 95 %
        of those had reached it, and of those the share that left at least once, the share not in it at the end, and the
        mean number of quarters in it. Where members share vectors all follows again, with the control as a filter."""
        return tables.ever_table(self)

    # -- files ------------------------------------------------------------------------------------------------------
    def save(
        self,
        folder: Path | str,
        *,
        draw: Callable[[Run, Path], Sequence[Path]] | None = None,
        command: str = "",
    ) -> list[Path]:
        """Write the results folder, all of it or nothing, and return the files in it.

        ``draw`` is called with the run and the folder for its figures (``figures.draw_all``); ``command`` is noted as
        the command line. A results folder of that name is replaced. Raises InputError if there is something else.
        """
        from tightrope.results.folder import save

        return save(self, Path(folder), draw, command)

    def close(self) -> None:
        """Let go of the file that an opened run still reads from."""
        self.data.close()

    def numeric_keys(self) -> list[str]:
        """Recorded variables that are amounts or levels, not codes, in the order of the state table."""
        known = {key for key in self.data.data_vars if isinstance(key, str)}
        scalar = [key for key in state.BY_KEY if key in known and state.BY_KEY[key].unit != "code"]
        return scalar + sorted(key for key in known if key.endswith("_target") and "." in key and _plain(key))


def _plain(key: str) -> bool:
    return not key.startswith((MARK, "counts.", "mean.", "last.", "tally.", "move."))


def _percentiles(values: NDArray[Any], percents: Sequence[float]) -> Array:
    """Percentiles along the last axis, between neighbours by straight lines; shape (percents, ...)."""
    ordered = np.sort(values, axis=-1)
    places = np.asarray(percents, dtype=float) / 100 * (values.shape[-1] - 1)
    below = np.floor(places).astype(int)
    above = np.minimum(below + 1, values.shape[-1] - 1)
    part = places - below
    low, high = ordered[..., below].astype(float), ordered[..., above].astype(float)
    return np.moveaxis(low + part * (high - low), -1, 0)
