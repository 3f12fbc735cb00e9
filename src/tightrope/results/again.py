"""Whether a run can be had again: its members are explained by living them once more."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tightrope.errors import InputError, Problem
from tightrope.results.dataset import versions
from tightrope.results.folder import RUN
from tightrope.results.run import Run

CLOSE = 1e-5
"""Records are kept as float32; what is recomputed on the same machine and versions agrees to their last bit."""


def check_again(
    folder: Path, run: Run, records: Mapping[str, NDArray[Any]], members: list[int], *, purpose: str = "explained"
) -> None:
    """Raise InputError unless recomputed records are those of a results folder.

    ``records`` are of ``members`` and time-major, (quarters[, axis], members); ``purpose`` is what cannot be done with
    the run otherwise. Says which versions differ, or that the numbers or the machine must.
    """
    kept = set(run.data["member"].values.tolist())
    here = [place for place, member in enumerate(members) if member in kept]
    rows = [run.row(members[place]) for place in here]
    different = [
        key
        for key, values in records.items()
        if here
        and key in run.data
        and not np.allclose(
            np.moveaxis(run.data[key].values[rows], 0, -1), values[..., here], rtol=CLOSE, atol=CLOSE, equal_nan=True
        )
    ]
    if different:
        raise InputError(
            [
                Problem(
                    str(folder), None, None, "", _why(folder, run, purpose), "a run that this version can repeat",
                    "run it again",
                )
            ]
        )  # fmt: skip


def _why(folder: Path, run: Run, purpose: str) -> str:
    head = json.loads((folder / RUN).read_text(encoding="utf-8"))
    now, then = versions(), head["versions"]
    parts = [f"{name} {then.get(name, 'unknown')}, now {now[name]}" for name in now if then.get(name) != now[name]]
    if head["sha256"]["seeds"] != run.scenario.seeds.digest:
        parts.append("other numbers in seeds/")
    made_by = "; ".join(parts) or "the same versions on another machine, or with rules changed since"
    return f"its members live otherwise today, so it cannot be {purpose}. Made by {made_by}"
