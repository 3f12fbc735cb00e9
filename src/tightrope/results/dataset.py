"""From an ensemble's arrays to labelled ones with units, names and the sentences that must travel with them."""

from __future__ import annotations

import platform
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from tightrope import state
from tightrope.ensemble import ALL_BINS, GRAIN, Ensemble, Fold, bins_for, passing
from tightrope.outcomes import OUTCOMES, Tally
from tightrope.quarters import FIRST_YEAR, QUARTERS_PER_YEAR, format_quarter
from tightrope.results.plausible import FLAG, MARK
from tightrope.results.words import DISCLAIMER, OIL_CAVEAT, oil_path_departs, spread_in_words
from tightrope.scenario import Scenario

STATUS = ("closed", "on offer", "sought or in talks", "member", "lapsed")
"""Codes of ``world.treaty``."""

LIBRARIES = ("numpy", "scipy", "mesa", "xarray")
"""Whose versions can be seen in the numbers of a run or in its file."""

Variables = dict[str, tuple[tuple[str, ...], NDArray[Any], dict[str, Any]]]


def versions() -> dict[str, str]:
    """Versions of the program and of what it stands on, by name."""
    try:
        own = version("tightrope")
    except PackageNotFoundError:
        own = "from a checkout, not installed"
    return {"tightrope": own, "python": platform.python_version()} | {name: version(name) for name in LIBRARIES}


def attributes(key: str, moves: Mapping[str, tuple[str, ...]]) -> dict[str, Any]:
    """Units, long name, group and, of codes, their meanings."""
    if key.startswith("move."):
        decision = key.removeprefix("move.")
        return _codes(f"move chosen: {decision}", moves[decision], "move")
    base = key.removesuffix("_target")
    variable = state.BY_KEY[base]
    if variable.unit == "code":
        return _codes(variable.long_name, OUTCOMES if key == "baku.outcome" else STATUS, variable.group)
    long_name = variable.long_name if base == key else f"{variable.long_name}: dated path"
    return {"units": variable.unit, "long_name": long_name, "group": variable.group if base == key else "target"}


def _codes(long_name: str, meanings: tuple[str, ...], group: str) -> dict[str, Any]:
    return {
        "units": "code",
        "long_name": long_name,
        "group": group,
        "flag_values": np.arange(len(meanings), dtype=np.int8),
        "flag_meanings": ", ".join(meanings),
    }


def dataset(ensemble: Ensemble) -> xr.Dataset:
    """The labelled arrays of an ensemble.

    Paths have the dimensions member, quarter and, for some, lever or treaty. Of a folded ensemble (see ``ensemble``)
    these hold the members that were kept whole; ``counts.*``, ``mean.*`` and ``last.*`` speak of all of them.
    """
    plan = ensemble.plan
    moves = _moves()
    variables: Variables = {}
    for key, values in ensemble.records.items():
        variables[key] = (("member", "quarter", *_axis(key)), np.moveaxis(values, -1, 0), attributes(key, moves))
    coordinates = _coordinates(plan, ensemble.members[: ensemble.whole])
    if ensemble.vectors is not None:
        note = {"long_name": "parameter vector of the member", "vector_count": ensemble.vector_count}
        coordinates["vector"] = (("member",), ensemble.vectors[: ensemble.whole], note)
        passes = passing(plan)
        if passes is not None:
            says = {"long_name": "whether the parameter vector passes the control, a declared plausibility filter"}
            coordinates[FLAG] = (("every_vector",), passes.astype(np.int8), says)
    if ensemble.folded is not None:
        _add_folded(variables, coordinates, ensemble, moves)
    return xr.Dataset(variables, coordinates, _head(ensemble))


def _moves() -> dict[str, tuple[str, ...]]:
    from tightrope.model import AlignmentModel

    return dict(AlignmentModel.decisions())


def _axis(key: str) -> tuple[str, ...]:
    variable = state.BY_KEY.get(key)
    return () if variable is None or variable.axis is None else (variable.axis,)


def _coordinates(plan: Scenario, members: NDArray[np.int64]) -> dict[str, Any]:
    quarters = range(plan.start, plan.start + plan.quarters)
    years = FIRST_YEAR + np.array(quarters) / QUARTERS_PER_YEAR
    return {
        "member": (("member",), members, {"long_name": "index of the member"}),
        "quarter": (("quarter",), np.array([format_quarter(quarter) for quarter in quarters], dtype=object)),
        "year": (("quarter",), years, {"units": "year", "long_name": "start of the quarter"}),
        "lever": (("lever",), np.array(list(plan.seeds.levers), dtype=object)),
        "lever_name": (("lever",), np.array([lever.name for lever in plan.seeds.levers.values()], dtype=object)),
        "treaty": (("treaty",), np.array(list(plan.seeds.treaties), dtype=object)),
        "outcome": (("outcome",), np.array(OUTCOMES, dtype=object)),
    }


def _head(ensemble: Ensemble) -> dict[str, Any]:
    plan = ensemble.plan
    head: dict[str, Any] = {
        "title": plan.title,
        "question": plan.question,
        "disclaimer": DISCLAIMER,
        "scenario": plan.name,
        "seed": plan.seed,
        "members": len(ensemble.members),
        "uncertainty": plan.uncertainty,
        "spread": spread_in_words(plan, ensemble.vector_count),
        "theory": plan.theory,
        "oil_path_departs": int(oil_path_departs(plan)),
        "versions": ", ".join(f"{name} {number}" for name, number in versions().items()),
    }
    if head["oil_path_departs"]:
        head["oil_caveat"] = OIL_CAVEAT
    return head


def _add_folded(
    variables: Variables, coordinates: dict[str, Any], ensemble: Ensemble, moves: Mapping[str, tuple[str, ...]]
) -> None:
    assert ensemble.folded is not None and ensemble.last is not None
    folded = ensemble.folded
    coordinates["everyone"] = (("everyone",), ensemble.members, {"long_name": "index of the member, of all members"})
    for bins in ALL_BINS:
        edges = {"long_name": f"edges of the bins of '{bins.name}'"}
        coordinates[f"{bins.name}_low"] = ((f"{bins.name}_bin",), bins.edges[:-1], edges)
        coordinates[f"{bins.name}_high"] = ((f"{bins.name}_bin",), bins.edges[1:], edges)
    for key, values in ensemble.last.items():
        variables[f"last.{key}"] = (("everyone", *_axis(key)), np.moveaxis(values, -1, 0), attributes(key, moves))
    _add_fold(variables, folded, moves)
    if folded.plausible is not None:
        passed: Variables = {}
        _add_fold(passed, folded.plausible, moves, "every_passing_vector")
        variables.update({f"{MARK}{name}": variable for name, variable in passed.items()})


def _add_fold(
    variables: Variables, folded: Fold, moves: Mapping[str, tuple[str, ...]], vectors: str = "every_vector"
) -> None:
    """Counts, means and tally of the members of a fold; ``vectors`` is the name of their vectors' dimension."""
    for key, counts in folded.counts.items():
        about, along = attributes(key, moves), ("quarter", *_axis(key))
        counted = {"units": "members", "long_name": f"members in each bin: {about['long_name']}"}
        variables[f"counts.{key}"] = ((*along, f"{bins_for(key).name}_bin"), counts, counted)
        if about["units"] != "code":
            variables[f"mean.{key}"] = (along, folded.sums[key] * GRAIN / folded.members, about)
    if folded.outcomes is not None:
        _add_tally(variables, folded.outcomes, vectors)


def _add_tally(variables: Variables, found: Tally, vectors: str) -> None:
    members = {"units": "members"}
    says = "members that entered the outcome for the first time"
    variables["tally.first"] = (("quarter", "outcome"), found.first, members | {"long_name": says})
    variables["tally.left"] = (("outcome",), found.left, members | {"long_name": "members that left it at least once"})
    says = "members that were in it and are not in the last quarter"
    variables["tally.gone"] = (("outcome",), found.gone, members | {"long_name": says})
    says = "quarters that all members spent in it together"
    variables["tally.stayed"] = (("outcome",), found.stayed, {"units": "quarters", "long_name": says})
    if len(found.by_vector):
        says = "members in each outcome by parameter vector"
        along = (vectors, "quarter", "outcome")
        variables["tally.by_vector"] = (along, found.by_vector, members | {"long_name": says})
        says = "members ever in each outcome by parameter vector"
        variables["tally.ever_by_vector"] = ((vectors, "outcome"), found.ever_by_vector, members | {"long_name": says})
