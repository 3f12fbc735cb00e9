"""How parameter vectors are held against history: the numbers of ``seeds/calibration.yaml``."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field

from tightrope.errors import InputError, Problem
from tightrope.evidence.entries import Grade
from tightrope.evidence.shapes import Quarter, Sentence, Shape, Share, Words, read_shape
from tightrope.locate import data_folder
from tightrope.marked import read_marked

FILE = "calibration.yaml"


class _Choice(Shape):
    """Something chosen, with its reason."""

    says: Sentence = Field(description="what it is, in words")
    evidence: Words = ()
    grade: Grade
    why: Sentence = Field(description="a sentence that says why")


class _Count(_Choice):
    value: int = Field(ge=0, description="a whole number")


class _Number(_Choice):
    value: float = Field(ge=0, description="a number")


class _Date(_Choice):
    value: Quarter = Field(description="a quarter, such as 2008-Q4")


class Filter(_Choice):
    """A world that a believable vector keeps calm in."""

    scenario: Sentence = Field(description="the name of a scenario")
    until: Quarter = Field(description="a quarter, such as 2016-Q4")
    at_least: Share = Field(description="a share of members")


class Settings(Shape):
    """What a calibration goes by; each entry with its reason."""

    fitted_until: _Date
    checked_until: _Date
    candidates: _Count
    draws: _Count
    seed: _Count
    cutoff: _Number
    tolerance: _Number
    fewest: _Count
    most: _Count
    control: Filter


def load_settings(folder: Path | None = None) -> Settings:
    """Return the settings of a folder of seeds, by default the package's own. Raises InputError with every problem."""
    seeds = data_folder("seeds") if folder is None else Path(folder)
    marked = read_marked(seeds / FILE, display=f"{seeds.name}/{FILE}", quick=True)
    problems: list[Problem] = []
    found = read_shape(Settings, marked, (), marked.data, problems)
    if found is None:
        raise InputError(problems)
    return found
