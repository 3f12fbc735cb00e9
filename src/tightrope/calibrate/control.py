"""The declared plausibility filter: does a vector keep the control calm?"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tightrope.calibrate.trial import Progress, sharing
from tightrope.consequences import ACCESSION, ASSOCIATION
from tightrope.ensemble import simulate
from tightrope.ensemble.simulate import PIECE
from tightrope.evidence import Vectors
from tightrope.evidence.calibration import Filter
from tightrope.scenario import load

Array = NDArray[np.float64]


def in_control(
    vectors: Vectors, theory: str, luck: int, asked: Filter, progress: Progress | None
) -> tuple[Array, Array]:
    """Of each vector the share of its members that stay outside both camps until the filter's quarter, and the share
    ever in Moscow's camp to the end of the run; shape (vectors,) each.

    Ranges that the control writes are drawn by every member for itself.
    """
    plan = sharing(load(asked.scenario).set({"theory": theory, "seed": luck}), vectors)
    count, size = len(vectors.candidates), max(1, PIECE // vectors.each)
    calm, joined = np.empty(count), np.empty(count)
    for at in range(0, count, size):
        here = range(at, min(at + size, count))
        members = range(here.start * vectors.each, here.stop * vectors.each)
        run = simulate(plan, members, workers=1, record=["baku.outcome"])
        codes = run.records["baku.outcome"]
        inside = (codes[: asked.until - plan.start + 1] >= ASSOCIATION).any(axis=0)
        calm[at : here.stop] = 1.0 - inside.reshape(len(here), -1).mean(axis=1)
        joined[at : here.stop] = (codes >= ACCESSION).any(axis=0).reshape(len(here), -1).mean(axis=1)
        if progress is not None:
            progress(here.stop, count)
    return calm, joined
