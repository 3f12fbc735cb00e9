"""A calibration small enough for tests, made once."""

from __future__ import annotations

import functools

from tightrope.calibrate.study import Asking, calibrate
from tightrope.evidence import Kept, load_seeds
from tightrope.evidence.calibration import Settings, load_settings

CANDIDATES, DRAWS, SEED = 24, 30, 5


def settings(**changes: float) -> Settings:
    """The shipped settings with fewer vectors asked for."""
    shipped = load_settings()
    wanted = {"fewest": 1, "most": 4, **changes}
    return shipped.model_copy(
        update={name: getattr(shipped, name).model_copy(update={"value": value}) for name, value in wanted.items()}
    )


def asking(workers: int = 1, **changes: object) -> Asking:
    found = {"candidates": CANDIDATES, "draws": DRAWS, "seed": SEED, "theory": "quantal-response", **changes}
    return Asking(**found, workers=workers)  # type: ignore[arg-type]


@functools.cache
def kept(workers: int = 1) -> Kept:
    return calibrate(asking(workers), settings(), load_seeds())
