"""Exercises and labs for the tests: one that is small, and a lab whose members' numbers are known."""

from __future__ import annotations

import functools
from pathlib import Path

import numpy as np
import yaml

from tightrope.exercises.compute import Lab
from tightrope.exercises.load import load_exercise
from tightrope.exercises.starter import EXERCISE, GUIDE
from tightrope.exercises.steps import Exercise

MEMBERS = 60


REASON = """  - kind: predict
    id: share-why
    reason_for: share
    asks: In one line, why?
"""
RECALL = """  - kind: recall                     # quotes the reason, and asks whether it still holds
    of: share-why
"""


def starter() -> str:
    """The starter's exercise as it is written."""
    whole = EXERCISE.format(name="small", title="Small", steps="#", kinds="#")
    assert REASON in whole and RECALL in whole
    return whole


def text(**changes: str) -> str:
    """The starter's exercise without the reason it asks for, with fewer members and some of its text replaced."""
    whole = starter().replace(REASON, "").replace(RECALL, "")
    whole = whole.replace("# members: 400", f"members: {MEMBERS}")
    for old, new in changes.items():
        assert old in whole, old
        whole = whole.replace(old, new)
    return whole


def written(folder: Path, whole: str | None = None) -> Path:
    """An exercise in a folder of its own."""
    place = folder / "small"
    place.mkdir(exist_ok=True)
    (place / "exercise.yaml").write_text(text() if whole is None else whole, encoding="utf-8")
    (place / "teacher.md").write_text(GUIDE, encoding="utf-8")
    return place


@functools.cache
def shipped(name: str) -> Exercise:
    """A shipped exercise, read once."""
    return load_exercise(name)


class Known(Lab):
    """A lab in which every measure in every world has numbers that the test wrote down."""

    def __init__(self, exercise: Exercise, numbers: dict[tuple[str, str], list[float]]) -> None:
        super().__init__(exercise, members=len(next(iter(numbers.values()))))
        self.numbers = numbers

    def values(self, named: str, world: str) -> np.ndarray:
        return np.array(self.numbers[named, world], dtype=float)


def typed(data: object) -> str:
    """Plain data as YAML."""
    return yaml.safe_dump(data, sort_keys=False)
