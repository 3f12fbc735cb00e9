"""The tables of a comparison, as data frames; what its spreadsheets are written from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tightrope.comparison.differences import EVER, OUTCOME, intervals, share_intervals
from tightrope.comparison.partings import NEVER, decisions
from tightrope.comparison.tipping import NOT_OPEN, RULE, Tips, weighed
from tightrope.outcomes import OUTCOMES
from tightrope.quarters import format_quarter

if TYPE_CHECKING:
    from tightrope.comparison.comparison import Comparison

PERCENTS = (5.0, 25.0, 50.0, 75.0, 95.0)
NAMES = ("p5", "p25", "p50", "p75", "p95")

TELLING = 3
"""Causes that are named of each pair."""


def differences_table(found: Comparison) -> pd.DataFrame:
    """See ``Comparison.differences``. Levers are named ``moscow.lever.<id>``."""
    shared = set(found.pairs.shared())
    parts = []
    for key in found.b.numeric_keys():
        if key not in shared:
            continue
        one, other = found.pairs.of(key)
        dims = found.b.data[key].dims
        if len(dims) == 2:
            parts.append(_rows(found, key, one, other))
        else:
            for place, label in enumerate(found.b.data[dims[2]].values):
                parts.append(_rows(found, f"{key}.{label}", one[:, place], other[:, place]))
    return pd.concat(parts, ignore_index=True)


def _rows(found: Comparison, name: str, one: NDArray[Any], other: NDArray[Any]) -> pd.DataFrame:
    values = other.astype(float) - one.astype(float)
    mean, low, high = intervals(values, still=found.pairs.still)
    means = {"a": one.mean(axis=1, dtype=float), "b": other.mean(axis=1, dtype=float)}
    counts = {"pairs_up": (values > 0).sum(axis=1), "pairs_down": (values < 0).sum(axis=1)}
    spread = dict(zip(NAMES, np.percentile(values, PERCENTS, axis=1), strict=True))
    head = {"quarter": found.quarters, "variable": name}
    return pd.DataFrame(head | means | {"difference": mean, "low": low, "high": high} | counts | spread)


def outcomes_table(found: Comparison) -> pd.DataFrame:
    """See ``Comparison.outcomes``."""
    one, other = found.pairs.of(OUTCOME)
    parts = []
    for code, name in enumerate(OUTCOMES):
        # A last row for "ever".
        there = [np.vstack([side == code, (side == code).any(axis=0)]) for side in (one, other)]
        up, down = (there[1] & ~there[0]).sum(axis=1), (there[0] & ~there[1]).sum(axis=1)
        mean, low, high = share_intervals(up, down, found.pairs.count, still=found.pairs.still)
        parts.append(
            pd.DataFrame(
                {
                    "quarter": [*found.quarters, EVER], "outcome": name, "a": there[0].mean(axis=1),
                    "b": there[1].mean(axis=1), "difference": mean, "low": low, "high": high, "pairs_up": up,
                    "pairs_down": down,
                }
            )
        )  # fmt: skip
    rows = pd.concat(parts)
    return rows.sort_index(kind="stable").reset_index(drop=True)


def parted_table(found: Comparison) -> pd.DataFrame:
    """See ``Comparison.parted``: first partings of any capital, then those of Baku's choice abroad."""
    rows = []
    for scope, tips in (("any", found.tips), ("abroad", found.tips_abroad)):
        for pair in np.flatnonzero(tips.partings.parted):
            rows.append({"scope": scope, "member": int(found.pairs.members[pair]), **_parting(tips, int(pair))})
    columns = ["scope", "member", "quarter", "decision", "move_a", "move_b", "cause", "closed"]
    columns += [f"{what}_{rank}" for rank in range(1, TELLING + 1) for what in ("consideration", "contribution")]
    return pd.DataFrame(rows, columns=columns)


def _parting(tips: Tips, pair: int) -> dict[str, Any]:
    """When, who, which moves and why, of one pair that parts."""
    partings = tips.partings
    name = partings.decisions[int(partings.decision[pair])]
    closed = [side for side, shut in (("A", tips.closed_a), ("B", tips.closed_b)) if shut[pair]]
    row: dict[str, Any] = {
        "quarter": format_quarter(int(partings.quarter[pair])),
        "decision": name,
        "move_a": decisions()[name][int(partings.a[pair])],
        "move_b": decisions()[name][int(partings.b[pair])],
        "cause": tips.cause(pair),
        "closed": " and ".join(closed),
    }
    if row["cause"] in (NOT_OPEN, RULE):
        return row
    terms = tips.terms[name][:, pair]
    for rank, place in enumerate(np.argsort(-terms, kind="stable")[:TELLING], start=1):
        row |= {f"consideration_{rank}": weighed(name)[place], f"contribution_{rank}": float(terms[place])}
    return row


def tipped_table(found: Comparison) -> pd.DataFrame:
    """See ``Comparison.tipped``."""
    rows = [
        {
            "scope": scope, "decision": one.decision, "cause": one.cause, "pairs": one.pairs, "share": one.share,
            "mean_contribution": one.mean, "move_a": one.moves[0], "move_b": one.moves[1], "pairs_with_moves": one.same,
        }
        for scope, abroad in (("any", False), ("abroad", True))
        for one in found.causes(abroad=abroad)
    ]  # fmt: skip
    columns = ["scope", "decision", "cause", "pairs", "share", "mean_contribution", "move_a", "move_b"]
    return pd.DataFrame(rows, columns=[*columns, "pairs_with_moves"])


def partings_by_quarter(found: Comparison) -> pd.DataFrame:
    """How many pairs first part in each quarter, by decision, and how many of Baku's choices abroad."""
    start, count = found.a.scenario.start, len(found.quarters)
    counted = found.partings.by_quarter(start, count)
    columns = {name: counted[:, place] for place, name in enumerate(found.partings.decisions)}
    abroad = found.partings_abroad.by_quarter(start, count).sum(axis=1)
    return pd.DataFrame({"quarter": found.quarters, **columns, "first_abroad": abroad})


def never_parted(tips: Tips) -> int:
    """How many pairs make the same choices throughout."""
    return int((tips.partings.quarter == NEVER).sum())
