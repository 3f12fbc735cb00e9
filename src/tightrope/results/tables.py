"""The tables of a run, as data frames; what the spreadsheets of a results folder are written from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from tightrope.outcomes import (
    OUTCOMES,
    ever_vector_interval,
    passage_quarters,
    reversibility,
    shares,
    vector_interval,
    wilson,
)
from tightrope.quarters import format_quarter

if TYPE_CHECKING:
    from tightrope.results.run import Run

SINGLE_PATHS = 5
"""Members written out in ``trajectories.csv`` beside the median."""


def _quarters(run: Run) -> list[str]:
    return [format_quarter(quarter) for quarter in range(run.scenario.start, run.last + 1)]


FILTERED = "plausible_"
"""What stands before the name of a column that is with the control as a filter."""


def _with_filter(run: Run, keys: Sequence[str], table: Callable[[Run], pd.DataFrame]) -> pd.DataFrame:
    """A table and, where members share vectors, its columns once more with the control as a filter."""
    plain = table(run)
    if run.passing is None:
        return plain
    again = run.plausible
    columns = [column for column in plain.columns if column not in keys]
    filtered = plain[columns] if again is run else None if again is None else table(again)[columns]
    if filtered is None:
        filtered = pd.DataFrame(np.nan, plain.index, columns)
    return plain.join(filtered.add_prefix(FILTERED))


def outcomes_table(run: Run) -> pd.DataFrame:
    """See ``Run.outcomes``."""
    return _with_filter(run, ("quarter", "outcome"), _outcomes)


def _outcomes(run: Run) -> pd.DataFrame:
    found = run.tally
    if run.scenario.uncertainty == "none":
        # Every member is the same, whatever their number: nothing is left to luck.
        low = high = shares(found)
    else:
        low, high = wilson(found.counts, found.members)
    vector_low, vector_high = vector_interval(found)
    quarters = _quarters(run)
    return pd.DataFrame(
        {
            "quarter": np.repeat(quarters, len(OUTCOMES)),
            "outcome": np.tile(OUTCOMES, len(quarters)),
            "share": shares(found).ravel(),
            "luck_low": low.ravel(),
            "luck_high": high.ravel(),
            "vector_low": vector_low.ravel(),
            "vector_high": vector_high.ravel(),
        }
    )


def summary_table(run: Run) -> pd.DataFrame:
    """See ``Run.summary``. Levers are named ``moscow.lever.<id>``."""
    return _with_filter(run, ("quarter", "variable"), _summary)


def _summary(run: Run) -> pd.DataFrame:
    quarters = _quarters(run)
    parts: list[pd.DataFrame] = []
    names = ("p5", "p25", "p50", "p75", "p95")
    for key in run.numeric_keys():
        columns = dict(zip(names, run.percentiles(key), strict=True))
        columns = {"mean": run.mean(key), **columns}
        if run.vector_count:
            band = run.vector_band(key) or (np.full_like(columns["mean"], np.nan),) * 2
            columns |= dict(zip(("vector_low", "vector_high"), band, strict=True))
        dims = run.data[key].dims
        if len(dims) == 2:
            parts.append(pd.DataFrame({"quarter": quarters, "variable": key, **columns}))
            continue
        for place, label in enumerate(run.data[dims[2]].values):
            here = {name: values[:, place] for name, values in columns.items()}
            parts.append(pd.DataFrame({"quarter": quarters, "variable": f"{key}.{label}", **here}))
    if not parts:
        return pd.DataFrame(columns=["quarter", "variable", "mean", *names])
    return pd.concat(parts, ignore_index=True)


def ever_table(run: Run) -> pd.DataFrame:
    """See ``Run.ever``."""
    return _with_filter(run, ("outcome",), _ever)


def _ever(run: Run) -> pd.DataFrame:
    found = run.tally
    vector_low, vector_high = ever_vector_interval(found)
    low, high = wilson(found.ever, found.members)
    left, gone, stayed = reversibility(found)
    five, half, most = (
        [None if np.isnan(place) else format_quarter(run.scenario.start + int(place)) for place in row]
        for row in passage_quarters(found, (5.0, 50.0, 95.0))
    )
    share = found.ever / found.members
    if run.scenario.uncertainty == "none":
        low = high = share
    return pd.DataFrame(
        {
            "outcome": OUTCOMES,
            "ever": share,
            "luck_low": low,
            "luck_high": high,
            "vector_low": vector_low,
            "vector_high": vector_high,
            "first_p5": five,
            "first_p50": half,
            "first_p95": most,
            "left_once": left,
            "gone_at_end": gone,
            "mean_quarters": stayed,
        }
    )


def trajectories_table(run: Run) -> pd.DataFrame:
    """The median path and a few members in long form: path, quarter, variable, unit, value.

    The median is taken quarter by quarter and variable by variable: no member need have lived it.
    """
    members = run.typical_members(SINGLE_PATHS) if run.recorded("baku.position") else []
    paths: list[tuple[str, str, str, list[str]]] = []
    for key in run.numeric_keys():
        if len(run.data[key].dims) != 2:
            continue
        unit = run.data[key].attrs["units"]
        paths.append(("median", key, unit, _written(run.percentiles(key, [50.0])[0])))
        paths += [(f"member {member}", key, unit, _written(run.path(key, member))) for member in members]
    if run.recorded("baku.outcome"):
        words = np.array(OUTCOMES)
        for member in members:
            path = words[run.path("baku.outcome", member).astype(int)]
            paths.append((f"member {member}", "baku.outcome", "words", path.tolist()))
    quarters = _quarters(run)
    names, keys, units, values = zip(*paths, strict=True) if paths else ((), (), (), ())
    return pd.DataFrame(
        {
            "path": np.repeat(names, len(quarters)),
            "quarter": np.tile(quarters, len(paths)),
            "variable": np.repeat(keys, len(quarters)),
            "unit": np.repeat(units, len(quarters)),
            "value": [value for path in values for value in path],
        }
    )


def _written(values: Any) -> list[str]:
    """Values as text: a column that also holds the words of outcomes is no column of numbers."""
    return [f"{value:.6g}" for value in values.tolist()]
