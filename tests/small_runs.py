"""Small runs that several tests look at; each is made once."""

from __future__ import annotations

import dataclasses
import functools

import numpy as np

from tightrope.ensemble import Ensemble, simulate
from tightrope.evidence import Vectors
from tightrope.results import Run
from tightrope.scenario import Scenario, load

MEMBERS, QUARTERS = 60, 24
SINGLE = 2e-6
"""How near sums of a dozen terms of a few units come to one another in single precision, which has seven digits."""


def short(name: str = "baseline", **changes: object) -> Scenario:
    """A shipped scenario, cut short."""
    return load(name).set({"quarters": QUARTERS, "members": MEMBERS, **changes})


@functools.cache
def ensemble(name: str = "baseline") -> Ensemble:
    """Everything that a short run records."""
    return simulate(short(name))


@functools.cache
def run(name: str = "baseline") -> Run:
    """A short run of a shipped scenario."""
    return Run.of(ensemble(name), seconds=0.5)


@functools.cache
def tiny() -> Run:
    """A run for tests of what happens to its folder: quickly written, and nothing is missing from it."""
    return Run.of(simulate(short(quarters=2), 3, record=["baku.position", "baku.outcome"]))


@functools.cache
def history() -> Run:
    """The years that the documents speak of, whole."""
    return Run.of(simulate(load("history"), 40))


@functools.cache
def still() -> Run:
    """A run with no chance in it."""
    return Run.of(simulate(short(uncertainty="none", members=3)))


PASSES = (True, False, True, True, False, True)


def sharing(name: str = "cheap-oil", passes: tuple[bool, ...] = PASSES) -> Scenario:
    """A shipped scenario whose members share parameter vectors, of which some pass the control."""
    plan = short(name, uncertainty="history")
    vectors = Vectors(11, tuple(range(len(passes))), passes)
    return dataclasses.replace(plan, seeds=dataclasses.replace(plan.seeds, vectors=vectors))


@functools.cache
def filtered() -> Run:
    """A run whose members share six parameter vectors, four of which pass the control."""
    return Run.of(simulate(sharing()))


@functools.cache
def with_vectors() -> Run:
    """A run whose members share five parameter vectors, made from one whose members do not."""
    found = ensemble()
    return Run.of(dataclasses.replace(found, vectors=np.arange(MEMBERS) % 5, vector_count=5))
