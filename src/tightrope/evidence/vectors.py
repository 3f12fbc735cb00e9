"""Parameter vectors that history does not rule out: the file that ``make calibrate`` writes, and what runs need of it.

A vector is a *candidate*: its number under a seed. Parameter p of candidate i is drawn from p's range by the quantile
that member i of that seed draws for it (``luck.Luck.quantile``), so a number is all there is to keep.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import Field

from tightrope.evidence.parameters import Parameter
from tightrope.evidence.shapes import Quarter, Sentence, Shape, Share

VECTORS_FILE = "vectors.yaml"
AGAIN = "run make calibrate"
"""What to do where the kept vectors are missing or belong to other ranges."""

Numbers = Annotated[tuple[int, ...], Field(strict=False)]


@dataclass(frozen=True)
class Vectors:
    """Parameter vectors that members share: member m has the one at ``(m // each) mod len(candidates)``.

    ``plausible`` says of each vector whether it passes the control; empty where that is not asked. Ranges that a
    scenario writes are drawn by every member for itself, unless ``written_too``: then they come from the vector too.
    """

    seed: int
    candidates: tuple[int, ...]
    plausible: tuple[bool, ...] = ()
    each: int = 1
    written_too: bool = False

    def places(self, members: Any) -> Any:
        """Which vector each member has, from 0; an array of indices in, one of the same shape out."""
        return (members // self.each) % len(self.candidates)


class Fitted(Shape):
    """What a fitted criterion did to the candidates."""

    middle: float | None = Field(description="the median of what it found in the candidates")
    removed: int = Field(ge=0, description="candidates that it rules out")
    alone: int = Field(ge=0, description="of those, candidates that nothing else rules out")
    left: int = Field(ge=0, description="candidates left after it and those before it")
    kept: float | None = Field(description="the median of what it found in the kept vectors on other luck")
    meet: int = Field(ge=0, description="kept vectors that meet it on other luck")


class Checked(Shape):
    """What a criterion of later years found: in the kept vectors, and in as many that were ruled out."""

    kept: float | None = Field(description="the median of what it found in the kept vectors")
    meet: int = Field(ge=0, description="kept vectors that meet it")
    ruled_out: float | None = Field(description="the median in the others")
    others_meet: int = Field(ge=0, description="others that meet it")


class Vector(Shape):
    """A kept vector: how implausible its worst and second worst criterion are, and what the fitted criteria found."""

    candidate: int = Field(ge=0, description="the number of the candidate")
    implausibility: float = Field(ge=0, description="the largest implausibility of any criterion")
    second: float = Field(ge=0, description="the second largest")
    control: Share = Field(description="the share of members that stays outside both camps in the control")
    accession: Share = Field(description="the share of members that is ever in Moscow's camp in the control")
    shares: dict[str, float | None] = Field(description="what the fitted criteria found")


class Kept(Shape):
    """The whole file. ``ranges`` is the digest of the parameters that the candidates were drawn from, ``by_chance`` the
    largest distance between prior and posterior of any parameter that a criterion without meaning would make in one
    calibration of twenty."""

    version: int = Field(ge=1, le=1, description="the version of this format, 1")
    command: Sentence = Field(description="the command that made it")
    theory: Sentence = Field(description="the theory by which the capitals chose")
    ranges: Sentence = Field(description="the digest of the parameters' values and ranges")
    seed: int = Field(ge=0, description="the seed of candidates and luck")
    fitted_until: Quarter = Field(description="the last quarter of the patterns fitted")
    candidates: int = Field(ge=1, description="how many were tried")
    draws: int = Field(ge=1, description="draws of luck for each")
    cutoff: float = Field(gt=0, description="the implausibility from which a candidate is ruled out")
    tolerance: float = Field(ge=0, description="the tolerance of a share")
    control_at_least: Share = Field(description="the share outside both camps that the control asks for")
    control_until: Quarter = Field(description="the last quarter in which the control asks for it")
    others: int = Field(ge=0, description="candidates ruled out that were looked at in later years")
    others_control: Share | None = Field(description="the share of those that pass the control")
    others_accession: Share | None = Field(description="their median share of members ever in Moscow's camp in it")
    again_all: int = Field(ge=0, description="kept vectors that meet every fitted criterion on other luck")
    later_all: int = Field(ge=0, description="kept vectors that meet every criterion of later years")
    others_later_all: int = Field(ge=0, description="others that do")
    by_chance: Share = Field(description="the distance from which a parameter counts as moved")
    fitted: dict[str, Fitted] = Field(description="the fitted criteria, by id")
    checked: dict[str, Checked] = Field(description="the criteria of later years, by id")
    left: Numbers = Field(description="the candidates that are not ruled out")
    vectors: tuple[Vector, ...] = Field(strict=False, min_length=1, description="the kept vectors")

    @property
    def shared(self) -> Vectors:
        """What a run needs."""
        plausible = tuple(vector.control >= self.control_at_least for vector in self.vectors)
        return Vectors(self.seed, tuple(vector.candidate for vector in self.vectors), plausible)


def ranges_digest(parameters: Mapping[str, Parameter] | Iterable[Parameter]) -> str:
    """SHA-256 of the values and ranges of all parameters, whatever their order."""
    entries = parameters.values() if isinstance(parameters, Mapping) else parameters
    data = {
        one.key: [one.setting.distribution, [[k.quarter, k.value, k.low, k.high] for k in one.setting.knots]]
        for one in entries
    }
    return hashlib.sha256(json.dumps(data, sort_keys=True).encode()).hexdigest()
