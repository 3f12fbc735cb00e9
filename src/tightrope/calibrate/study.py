"""A calibration from end to end: try candidates, keep what history does not rule out, look at it on other luck."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tightrope.calibrate.control import in_control
from tightrope.calibrate.judge import meets, worst
from tightrope.calibrate.posterior import by_chance, quantiles
from tightrope.calibrate.trial import Asked, Found, Progress, Trial, asked_until, try_candidates
from tightrope.errors import InputError, Problem, RunError, nearest, one_of
from tightrope.evidence import Kept, Seeds, Vectors, ranges_digest
from tightrope.evidence.calibration import Settings
from tightrope.quarters import format_quarter

Array = NDArray[np.float64]
Places = NDArray[np.int64]
Phases = Callable[[str], Progress | None]
"""Called with the name of what begins; gives what to tell how far it is."""

DIGITS = 4
"""Decimals of the numbers that are kept."""


@dataclass(frozen=True)
class Asking:
    """What a calibration is asked for: how many candidates, draws of luck for each, the seed and the theory."""

    candidates: int
    draws: int
    seed: int
    theory: str
    workers: int = 1

    def under(self, theory: str) -> Asking:
        """The same under another theory."""
        return replace(self, theory=theory)

    @property
    def command(self) -> str:
        """The command that asks for it; the number of workers cannot be seen in what it finds."""
        return (
            f"tightrope calibrate --candidates {self.candidates} --draws {self.draws} --seed {self.seed} "
            f"--theory {self.theory}"
        )


def calibrate(asking: Asking, settings: Settings, seeds: Seeds, phases: Phases | None = None) -> Kept:
    """Hold candidates against history and return what is kept of them.

    Raises InputError for an unknown theory, RunError where too few candidates are left: no criterion is loosened.
    """
    check_theories([asking.theory], seeds)
    phase = phases or (lambda name: None)
    early = fitted_to(settings, seeds)
    later = asked_until(seeds.patterns.values(), settings.fitted_until.value, settings.checked_until.value)
    tried = try_all(asking, settings, early, phase("trying candidates"))
    left, out = _split(tried, asking, settings)
    chosen = left[: settings.most.value]
    others = out[: len(chosen)]
    # On the next seed's luck: what was chosen for its luck shows it here.
    vectors = Vectors(asking.seed, (*chosen.tolist(), *others.tolist()), each=asking.draws)
    again = _try(asking, settings, vectors, asking.seed + 1, (*early, *later), phase("cross-check"))
    calm, joined = in_control(vectors, asking.theory, asking.seed + 1, settings.control, phase("control"))
    phase("prior and posterior")
    data: dict[str, Any] = {
        **_head(asking, settings, seeds),
        **_control(settings, calm[len(chosen) :], joined[len(chosen) :]),
        **_wholly(again, len(early), len(chosen)),
        "by_chance": _rounded(by_chance(quantiles(seeds, asking.seed, asking.candidates), len(left), asking.seed)),
        "fitted": _fitted(tried, settings.cutoff.value, again, len(chosen)),
        "checked": _checked(again, len(early), len(chosen)),
        "left": left.tolist(),
        "vectors": [_vector(tried, one, calm[place], joined[place]) for place, one in enumerate(chosen.tolist())],
    }
    return Kept.model_validate(data)


def _split(tried: Found, asking: Asking, settings: Settings) -> tuple[Places, Places]:
    """The candidates that are left and those ruled out, by number."""
    largest, _ = worst(tried.implausible)
    left = np.flatnonzero(largest < settings.cutoff.value)
    if len(left) < settings.fewest.value:
        raise RunError(
            f"history rules out all but {len(left)} of {asking.candidates} candidates, and {settings.fewest.value} are "
            "needed; try more with --candidates: no criterion is loosened"
        )
    return left, np.flatnonzero(largest >= settings.cutoff.value)


def _head(asking: Asking, settings: Settings, seeds: Seeds) -> dict[str, Any]:
    """What was asked for, and of what."""
    return {
        "version": 1,
        "command": asking.command,
        "theory": asking.theory,
        "ranges": ranges_digest(seeds.parameters),
        "seed": asking.seed,
        "fitted_until": format_quarter(settings.fitted_until.value),
        "candidates": asking.candidates,
        "draws": asking.draws,
        "cutoff": settings.cutoff.value,
        "tolerance": settings.tolerance.value,
    }


def _vector(tried: Found, candidate: int, calm: float, joined: float) -> dict[str, Any]:
    """What is kept of one candidate."""
    largest, second = worst(tried.implausible[candidate : candidate + 1])
    found = zip(tried.criteria, tried.values[candidate], strict=True)
    return {
        "candidate": candidate,
        "implausibility": _rounded(largest[0]),
        "second": _rounded(second[0]),
        "control": _rounded(calm),
        "accession": _rounded(joined),
        "shares": {criterion.id: _rounded(value) for criterion, value in found},
    }


def fitted_to(settings: Settings, seeds: Seeds) -> Asked:
    """The criteria that candidates have to meet."""
    return asked_until(seeds.patterns.values(), None, settings.fitted_until.value)


def try_all(asking: Asking, settings: Settings, asked: Asked, progress: Progress | None = None) -> Found:
    """Put every candidate on trial, on the luck of the seed that they are drawn with."""
    vectors = Vectors(asking.seed, tuple(range(asking.candidates)), each=asking.draws)
    return _try(asking, settings, vectors, asking.seed, asked, progress)


def check_theories(names: list[str], seeds: Seeds) -> None:
    """Raise InputError with every theory that is not known."""
    problems = [
        Problem(
            "--theory",
            None,
            None,
            "",
            f"unknown theory '{name}'",
            one_of(seeds.theories),
            nearest(name, seeds.theories),
        )
        for name in names
        if name not in seeds.theories
    ]
    if problems:
        raise InputError(problems)


def _try(
    asking: Asking, settings: Settings, vectors: Vectors, luck: int, asked: Asked, progress: Progress | None
) -> Found:
    trial = Trial(vectors, asking.theory, luck, asked)
    return try_candidates(trial, settings.tolerance.value, asking.workers, progress)


# -- what is told of the criteria -------------------------------------------------------------------------------------
def _fitted(tried: Found, cutoff: float, again: Found, kept: int) -> dict[str, Any]:
    """What each criterion did to the candidates, in the order of the criteria."""
    out = tried.implausible >= cutoff
    told: dict[str, Any] = {}
    for place, criterion in enumerate(tried.criteria):
        told[criterion.id] = {
            "middle": _middle(tried.values[:, place]),
            "removed": int(out[:, place].sum()),
            "alone": int((out[:, place] & (out.sum(axis=1) == 1)).sum()),
            "left": int((~out[:, : place + 1].any(axis=1)).sum()),
            "kept": _middle(again.values[:kept, place]),
            "meet": int(meets(criterion, again.values[:kept, place]).sum()),
        }
    return told


def _checked(again: Found, since: int, kept: int) -> dict[str, Any]:
    """What the criteria of later years found in the kept vectors and in the others."""
    told: dict[str, Any] = {}
    for place, criterion in enumerate(again.criteria[since:], start=since):
        ours, others = again.values[:kept, place], again.values[kept:, place]
        told[criterion.id] = {
            "kept": _middle(ours),
            "meet": int(meets(criterion, ours).sum()),
            "ruled_out": _middle(others),
            "others_meet": int(meets(criterion, others).sum()),
        }
    return told


def _wholly(again: Found, since: int, kept: int) -> dict[str, int]:
    """How many vectors meet every criterion, of those fitted and of later years."""
    met = np.array([meets(one, again.values[:, place]) for place, one in enumerate(again.criteria)])
    return {
        "again_all": int(met[:since, :kept].all(axis=0).sum()),
        "later_all": int(met[since:, :kept].all(axis=0).sum()),
        "others_later_all": int(met[since:, kept:].all(axis=0).sum()),
    }


def _control(settings: Settings, calm: Array, joined: Array) -> dict[str, Any]:
    """What the control asks for, and what it found in the others."""
    return {
        "control_at_least": settings.control.at_least,
        "control_until": format_quarter(settings.control.until),
        "others": len(calm),
        "others_control": _rounded((calm >= settings.control.at_least).mean()) if len(calm) else None,
        "others_accession": _middle(joined),
    }


def _middle(values: Array) -> float | None:
    known = values[~np.isnan(values)]
    return _rounded(np.median(known)) if len(known) else None


def _rounded(value: Any) -> float | None:
    return None if np.isnan(value) else round(float(value), DIGITS)
