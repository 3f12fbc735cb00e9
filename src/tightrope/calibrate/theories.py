"""Theories side by side: of the same candidates on the same luck, how many does history not rule out under each?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from tightrope.calibrate.judge import worst
from tightrope.calibrate.study import Asking, Phases, check_theories, fitted_to, try_all
from tightrope.evidence import Seeds
from tightrope.evidence.calibration import Settings
from tightrope.outcomes import COVERAGE, wilson

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Standing:
    """How a theory fared: the share of candidates not ruled out with its 90 % interval, how far that is behind the
    best (paired, candidate by candidate, with its 90 % interval), and the criterion that removes most."""

    theory: str
    tried: int
    left: int
    low: float
    high: float
    behind: float
    behind_low: float
    behind_high: float
    hardest: str

    @property
    def share(self) -> float:
        """The share of candidates not ruled out."""
        return self.left / self.tried


def rank_theories(
    names: Sequence[str], asking: Asking, settings: Settings, seeds: Seeds, phases: Phases | None = None
) -> list[Standing]:
    """Put the same candidates to history under each theory, the best first.

    ``asking`` says how many candidates and draws and which seed; its theory is not looked at. Raises InputError with
    every theory that is not known.
    """
    check_theories(list(names), seeds)
    passed: dict[str, Mask] = {}
    hardest: dict[str, str] = {}
    for name in names:
        progress = phases(f"theory: {name}") if phases is not None else None
        found = try_all(asking.under(name), settings, fitted_to(settings, seeds), progress)
        passed[name] = worst(found.implausible)[0] < settings.cutoff.value
        removed = (found.implausible >= settings.cutoff.value).sum(axis=0)
        hardest[name] = found.criteria[int(removed.argmax())].id
    order = sorted(names, key=lambda name: (-int(passed[name].sum()), list(names).index(name)))
    return [_standing(name, passed[name], passed[order[0]], hardest[name]) for name in order]


def _standing(name: str, passed: Mask, best: Mask, hardest: str) -> Standing:
    low, high = wilson(np.array(passed.sum()), len(passed))
    behind = best.astype(float) - passed
    reach = float(ndtri(0.5 + COVERAGE / 2) * behind.std() / np.sqrt(len(behind)))
    middle = float(behind.mean())
    return Standing(
        name, len(passed), int(passed.sum()), float(low), float(high), middle, middle - reach, middle + reach, hardest
    )
