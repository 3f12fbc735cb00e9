"""A results folder: made beside its place, whole, and then renamed into it.

A folder of results is one that holds ``run.json``, which is written last. While it is made it is called
``.<name>.part-<process>``; a folder it replaces waits as ``.<name>.old-<process>`` for the moment between two renames.
So whatever stops a run, no folder looks finished that is not, and the next start clears up.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from copy import copy
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import xarray as xr

from tightrope.errors import InputError, Problem
from tightrope.quarters import format_quarter
from tightrope.release import RELEASED, own_version
from tightrope.results import numbers_back, numbers_used, tables
from tightrope.results.dataset import versions
from tightrope.results.interrupts import interrupts_held
from tightrope.results.others import carry_over, others
from tightrope.results.plausible import in_words
from tightrope.results.words import CAVEAT, DISCLAIMER, OIL_CAVEAT
from tightrope.scenario.find import RESULTS_FILE
from tightrope.scenario.head import INHERITED

if TYPE_CHECKING:
    from tightrope.results.run import Run

RUN, TRAJECTORIES = "run.json", "trajectories.nc"
SCENARIO, PARAMETERS = RESULTS_FILE, numbers_back.PARAMETERS
KIND = "tightrope results"
LEFTOVER = re.compile(r"\.(?P<name>.+)\.(?P<kind>part|old)-(?P<process>[0-9]+)")

FILES = {
    SCENARIO: "the scenario as resolved, nothing inherited; runs again",
    PARAMETERS: "every number, start and treaty used, with its grade and evidence",
    TRAJECTORIES: "every path by member and quarter (NetCDF; opens in xarray)",
    "trajectories.csv": "the median path and five members, long form",
    "summary.csv": "quarter, variable, mean and percentiles over members",
    "outcomes.csv": (
        "quarter, outcome, share, interval of luck, interval between parameter vectors (plausible_...: the same with "
        "the control as a filter)"
    ),
    "ever.csv": "per outcome: ever reached, when first, how often left again",
    RUN: "this file",
}

Draw = Callable[["Run", Path], Sequence[Path]]


def is_results_folder(folder: Path) -> bool:
    """Whether a folder holds a finished run."""
    return not folder.is_symlink() and head_of(folder) is not None


def head_of(folder: Path) -> dict[str, Any] | None:
    """What ``run.json`` says; None where there is no finished run."""
    try:
        head = json.loads((folder / RUN).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return head if isinstance(head, dict) and head.get("kind") == KIND else None


def check_place(folder: Path) -> None:
    """Raise InputError unless results may be written there: nothing is there yet, or a results folder."""
    if os.path.lexists(folder) and not is_results_folder(folder):
        raise InputError(
            [
                Problem(
                    str(folder), None, None, "", "something that is not a results folder",
                    "nothing, or a folder with run.json", "choose another place with --out, or move it away",
                )
            ]
        )  # fmt: skip


def clear_leftovers(parent: Path, name: str = "") -> list[Path]:
    """Clear up after runs that were killed while writing to ``parent``; returns what was cleared.

    Unfinished folders are removed. A finished one that was just being replaced is put back if its successor never came.
    What carries this process's own number is taken for another's (numbers are used again) only under ``name``, the
    folder about to be written: this process may be writing others just now.
    """
    cleared = []
    for path in sorted(parent.glob(".*-*")) if parent.is_dir() else []:
        match = LEFTOVER.fullmatch(path.name)
        if match is None or (_alive(int(match["process"])) and not _reused(match, name)):
            continue
        if match["kind"] == "old" and not os.path.lexists(parent / match["name"]):
            path.rename(parent / match["name"])
        else:
            shutil.rmtree(path)
        cleared.append(path)
    return cleared


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _reused(match: re.Match[str], name: str) -> bool:
    return match["name"] == name and int(match["process"]) == os.getpid()


def save(run: Run, folder: Path, draw: Draw | None, command: str) -> list[Path]:
    """See ``Run.save``."""
    began = time.perf_counter()
    folder = Path(os.path.abspath(folder))
    with made_beside(folder, check_place, lambda place: others(place, written_by_run(place))) as part:
        figures = _write(run, part, draw)
        _write_head(run, part, command, figures, time.perf_counter() - began)
    return [folder / name for name in [*FILES, *figures]]


def written_by_run(folder: Path) -> set[str]:
    """The files that belong to the run in a folder, by their place in it: its own and the figures drawn with it."""
    return {*FILES, *(head_of(folder) or {}).get("figures", ())}


@contextmanager
def made_beside(
    folder: Path, check: Callable[[Path], None], keep: Callable[[Path], Sequence[str]] = lambda _: ()
) -> Iterator[Path]:
    """An empty folder to fill, which then takes the place of ``folder``: whole, or not at all.

    ``check`` raises where that place may not be taken; ``keep`` names files there that are carried over, as they were
    not written by us. Leftovers of killed runs there are cleared up first.
    """
    check(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    clear_leftovers(folder.parent, folder.name)
    part = folder.parent / f".{folder.name}.part-{os.getpid()}"
    part.mkdir()
    try:
        yield part
        check(folder)
        carry_over(keep(folder), folder, part)
        _put(part, folder)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise


def _put(part: Path, folder: Path) -> None:
    """Rename the finished folder into its place, in whole view or not at all."""
    old = folder.parent / f".{folder.name}.old-{os.getpid()}"
    replacing = folder.exists()
    if replacing:
        folder.rename(old)
    try:
        part.rename(folder)
    except BaseException:
        if replacing:
            old.rename(folder)
        raise
    if replacing:
        shutil.rmtree(old)


def _write(run: Run, part: Path, draw: Draw | None) -> list[str]:
    """Write everything but ``run.json``; returns the figures' names."""
    (part / SCENARIO).write_text(run.scenario.to_yaml(), encoding="utf-8")
    (part / PARAMETERS).write_text(numbers_used.as_text(run.scenario), encoding="utf-8")
    _write_trajectories(run.data, part / TRAJECTORIES)
    written = {"trajectories.csv": tables.trajectories_table, "summary.csv": tables.summary_table}
    if run.recorded("baku.outcome"):
        written |= {"outcomes.csv": tables.outcomes_table, "ever.csv": tables.ever_table}
    for name, table in written.items():
        table(run).to_csv(part / name, index=False, float_format="%.6g")
    if draw is None:
        return []
    return [path.relative_to(part).as_posix() for path in draw(run, part / "figures")]


def _write_trajectories(data: xr.Dataset, path: Path) -> None:
    encoding: dict[Any, dict[str, Any]] = {}
    for name, variable in data.data_vars.items():
        if variable.ndim >= 2:
            members = min(1000, variable.shape[0])
            chunks = (members, *variable.shape[1:])
            encoding[name] = {
                "compression": "gzip", "compression_opts": 1, "shuffle": True, "chunksizes": chunks
            }  # fmt: skip
    # Made in memory and written by Python, which says that a disk is full: the library that makes it crashes then.
    with interrupts_held():
        whole = data.to_netcdf(engine="h5netcdf", encoding=encoding)
    path.write_bytes(whole)


def about(run: Run) -> dict[str, Any]:
    """What ``run.json`` says of a run: what stands in its folder, or of a run without one all that is known."""
    known = None if run.folder is None else head_of(run.folder)
    if known is not None:
        return known
    plan = run.scenario
    found = versions()
    return {
        "kind": KIND,
        "disclaimer": DISCLAIMER,
        "caveats": [CAVEAT, OIL_CAVEAT],
        "name": run.name,
        "scenario": plan.name,
        "extends": list(plan.extends),
        "title": plan.title,
        "question": plan.question,
        "start": format_quarter(plan.start),
        "quarters": plan.quarters,
        "members": run.members,
        "seed": plan.seed,
        "uncertainty": plan.uncertainty,
        "spread": run.data.attrs["spread"],
        "control": None if run.passing is None else in_words(run.passing),
        "theory": plan.theory,
        "set_by": {key: at for key, at in plan.origins.items() if key in INHERITED or key.startswith("events.")},
        "command": "",
        "versions": found,
        "sha256": {
            "scenario": hashlib.sha256(plan.to_yaml().encode()).hexdigest(),
            "seeds": plan.seeds.digest,
        },
        "seconds": {"simulating": run.seconds},
        "sources": numbers_used.sources_used(plan),
        "cite": (
            f"the tightrope authors ({RELEASED[:4]}): tightrope, version {own_version()} [computer program]; scenario "
            f"'{plan.title}' ({plan.name}), {run.members} members, seed {plan.seed}. With the two hashes above."
        ),
    }


def _write_head(run: Run, part: Path, command: str, figures: list[str], writing: float) -> None:
    run = copy(run)
    run.folder = None  # one that was opened is described anew where it is written again
    head = about(run) | {
        "command": command,
        "seconds": {"simulating": run.seconds, "writing": round(writing, 3)},
        "files": {name: says for name, says in FILES.items() if name == RUN or (part / name).exists()},
        "figures": figures,
    }
    (part / RUN).write_text(json.dumps(head, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def open_run(folder: Path | str) -> Run:
    """Open a results folder. Its arrays are read when they are used; ``close`` lets go of the file.

    Raises InputError if it is none. If the project's numbers have changed since, the scenario carries the run's own
    as far as it can, and ``warnings`` of the scenario say which, and what could not be brought back.
    """
    from tightrope.results.run import Run

    folder = Path(folder)
    head = head_of(folder)
    if head is None:
        expected = "a folder written by a run, with its run.json"
        raise InputError([Problem(str(folder), None, None, "", "not a results folder", expected)])
    plan, said = numbers_back.plan_in(folder)
    chain = tuple(head.get("extends", ()))
    plan = replace(plan, name=head["scenario"], extends=chain, warnings=(*plan.warnings, *said))
    data = _trajectories(folder / TRAJECTORIES)
    return Run(plan, data, name=head["name"], seconds=head["seconds"]["simulating"], folder=folder)


def _trajectories(path: Path) -> xr.Dataset:
    try:
        return xr.open_dataset(path, engine="h5netcdf")
    except (OSError, ValueError) as error:
        found = "missing" if not path.exists() else f"not readable, perhaps cut off ({path.stat().st_size:,} bytes)"
        expected, fix = "the file as the run wrote it", "run the scenario again"
        raise InputError([Problem(str(path), None, None, "", found, expected, fix)]) from error
