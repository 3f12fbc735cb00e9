"""The results that words name: folders, or scenarios whose results are looked up, and made where there are none."""

from __future__ import annotations

import hashlib
import json
import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tightrope.cli.asked import Asked, asked, check_places
from tightrope.cli.options import RESULTS
from tightrope.cli.output import note
from tightrope.cli.progress import Progress
from tightrope.errors import InputError, Problem, nearest, one_of
from tightrope.marked import read_marked
from tightrope.results import is_results_folder
from tightrope.results.folder import SCENARIO
from tightrope.scenario.find import SUFFIXES

NAMED = 8
"""Results folders that are named where another was asked for."""


def results_of(words: Sequence[str]) -> list[Path]:
    """The results folders that ``words`` name; scenarios without results are run first.

    Raises InputError with all problems before anything is run.
    """
    places = {word: folder for word in words for folder in [_folder_of(word)] if folder is not None}
    lost = [word for word in words if word not in places and _looks_like_folder(word)]
    scenarios = [word for word in words if word not in places and word not in lost]
    problems = [_no_results(word) for word in lost]
    found: list[Asked] = []
    try:
        found = asked(scenarios)
    except InputError as error:
        problems.extend(error.problems)
    if problems:
        raise InputError(problems)
    missing: list[Asked] = []
    for word, one in zip(scenarios, found, strict=True):
        places[word] = RESULTS / one.name
        if is_results_folder(places[word]):
            note_if_changed(one, places[word])
        else:
            missing.append(one)
    _run_first(missing)
    return [places[word] for word in words]


def _folder_of(word: str) -> Path | None:
    """The results folder that a word names by its path, or by its name where no scenario has that name."""
    from tightrope.scenario import scenario_names

    if is_results_folder(Path(word)):
        return Path(word)
    by_name = RESULTS / word
    is_name = Path(word).name == word and word not in scenario_names() and not Path(word).exists()
    return by_name if is_name and is_results_folder(by_name) else None


def _looks_like_folder(word: str) -> bool:
    """Whether a word is the path of something that is not there and was not meant as a scenario file."""
    return Path(word).name != word and not word.endswith(SUFFIXES) and not Path(word).exists()


def _no_results(word: str) -> Problem:
    """The problem of a results folder that is not there: those that are, the nearest, and how to make one."""
    from tightrope.scenario import scenario_names

    folder = Path(word)
    there = sorted(path.name for path in folder.parent.glob("*") if is_results_folder(path))
    some = [f"{folder.parent}/{name}" for name in there[:NAMED]] + ["..."] * (len(there) > NAMED)
    expected = one_of(some) if there else "a folder that a run has left"
    meant = nearest(folder.name, there).replace("'", f"'{folder.parent}/", 1)
    known = folder.name in scenario_names()
    make = f"`tightrope run {folder.name if known else 'SCENARIO'}` makes {'it' if known else 'one'}"
    return Problem(word, None, None, "", "no such results folder", expected, f"{meant} {make}".strip())


def _run_first(missing: Sequence[Asked]) -> None:
    """Run scenarios that have no results yet; everything is checked before the first is run."""
    if not missing:
        return
    from tightrope.cli.run_command import carry_out_and_save, say_warnings

    check_places([one.name for one in missing], RESULTS)
    say_warnings(missing)
    for one in missing:
        note(f"{one.name}: no results in {RESULTS / one.name}, so it is run first")
    with Progress() as progress:
        for one in missing:
            carry_out_and_save(one, RESULTS, None, progress)


def note_if_changed(one: Asked, folder: Path) -> None:
    """Warn where the results of a scenario were made from something else than the scenario as it is now.

    What the command that made them chose for that run by an option is no change to the scenario.
    """
    head = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    try:
        now = one.scenario.set(_chosen(folder, head["command"]))
    except InputError:  # what was chosen then does not fit the scenario any more
        now = one.scenario
    digest = hashlib.sha256(now.to_yaml().encode()).hexdigest()
    if head["sha256"]["scenario"] != digest or head["sha256"]["seeds"] != now.seeds.digest:
        note(
            f"warning: {folder} was made with other settings or numbers than '{one.name}' has now; it is drawn as it "
            "is. To renew it, run the scenario again"
        )


def _chosen(folder: Path, command: str) -> dict[str, Any]:
    """What was chosen for a run alone, with the values it had.

    How many members and which seed always are: they make no other scenario. The length of the run and what members
    draw do, unless an option of the command asked for them, or --set, which is the same.
    """
    then = read_marked(folder / SCENARIO, quick=True).data
    options = {word.partition("=")[0] for word in shlex.split(command)}
    names = ["members", "seed", *(name for name in ("quarters", "uncertainty") if {name, f"--{name}"} & options)]
    return {name: then[name] for name in names}
