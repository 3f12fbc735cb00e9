"""What a command line asks for: scenarios with their changes, each under the name its results will have.

Everything is checked before anything runs: all problems of all scenarios are refused together.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tightrope.cli.side_by_side import check_common_place
from tightrope.errors import InputError, Problem, in_words
from tightrope.scenario.changes import DISPLAY, IN_PYTHON
from tightrope.scenario.head import OPTIONS

if TYPE_CHECKING:
    from tightrope.scenario import Scenario

LONGEST_NAME = 120
"""Characters of a results folder's name; file systems stop at 255 bytes."""

TOGETHER = "together"
"""What the name of a folder of runs side by side begins with; it stands beside those of the runs."""

ALL = "all"
"""Asked for as a theory: every theory there is, each in a run of its own."""


@dataclass(frozen=True)
class Asked:
    """One run that was asked for: the scenario with all changes made, and the name of its results folder."""

    name: str
    scenario: Scenario


def read_changes(sets: Sequence[str], options: Mapping[str, Any]) -> tuple[dict[str, Any], list[Problem]]:
    """Changes from ``--set capital.name=value`` options and from options of their own, such as members.

    Values are left as text, to be read like those of a file. Returns the changes that can be read, and the problems of
    the others; of two changes to one key the first is taken.
    """
    changes = {key: value for key, value in options.items() if value is not None}
    problems: list[Problem] = []
    for text in sets:
        key, equals, value = (part.strip() for part in text.partition("="))
        if not equals or not key or not value:
            example = "for instance --set washington.engagement=0.5"
            problems.append(Problem(DISPLAY, None, None, "", in_words(text), "capital.name=value", example))
        elif key in changes:
            problems.append(Problem(DISPLAY, None, None, key, "given twice", "one value"))
        else:
            changes[key] = value
    return changes, problems


def ending(sets: Sequence[str], theory: str | None, uncertainty: str | None = None) -> str:
    """The readable end of a changed run's name: "+washington.engagement=0.5", safe for file names.

    The order of the options does not matter, nor whether what members draw was given as an option or with --set.
    """
    drawn = [] if uncertainty is None else [f"uncertainty={uncertainty}"]
    parts = sorted(_safe(text) for text in [*sets, *drawn]) + ([_safe(theory)] if theory is not None else [])
    return "".join(f"+{part}" for part in parts)


def _safe(text: str) -> str:
    """Letters, digits and ._=- only: "{low: 0.2, high: 0.4}" becomes "low_0.2_high_0.4"."""
    compact = re.sub(r"\s*([=:,])\s*", r"\1", re.sub(r"\s*%", "percent", text.strip()))
    return re.sub(r"[^\w.=-]", "", re.sub(r"[:,\s]+", "_", compact), flags=re.ASCII)


def shortened(name: str) -> str:
    """A name short enough for a folder; a digest keeps apart what is cut off."""
    if len(name) <= LONGEST_NAME:
        return name
    digest = hashlib.sha256(name.encode()).hexdigest()[:8]
    return f"{name[: LONGEST_NAME - 9]}-{digest}"


def common_name(names: Sequence[str]) -> str:
    """The name of the folder that shows runs of these names side by side."""
    return shortened("-".join([TOGETHER, *names]))


def asked(words: Sequence[str], sets: Sequence[str] = (), options: Mapping[str, Any] | None = None) -> list[Asked]:
    """The runs that ``words`` name, each a scenario's name, a scenario file or a results folder.

    ``sets`` are changes written "capital.name=value", ``options`` changes to keys such as members; None
    changes nothing, and the theory "all" asks for a run under each. Raises InputError with the problems of all of them.
    """
    from tightrope.face import changed, plan_of

    given = options or {}
    drawn = given.get("uncertainty")
    found: list[Asked] = []
    changes, problems = read_changes(sets, given)
    for word in words:
        try:
            plan = plan_of(word)
            for theory in plan.seeds.theories if given.get("theory") == ALL else [given.get("theory")]:
                here = changes if theory is None else {**changes, "theory": theory}
                found.append(Asked(shortened(plan.name + ending(sets, theory, drawn)), changed(plan, here)))
        except InputError as error:
            # A change that every scenario refuses is refused once.
            refused = (_as_typed(problem) for problem in error.problems)
            problems.extend(problem for problem in refused if problem not in problems)
    problems.extend(_unusable_names(found))
    if problems:
        raise InputError(problems)
    return found


def _as_typed(problem: Problem) -> Problem:
    """The problem of a change, shown at the option that has the key's name where there is one, else at --set."""
    if problem.file != IN_PYTHON:
        return problem
    if problem.where in OPTIONS:
        return replace(problem, file=f"--{problem.where}", where="")
    return replace(problem, file=DISPLAY)


def _unusable_names(found: Sequence[Asked]) -> list[Problem]:
    names = [one.name for one in found]
    return [
        Problem(name, None, None, "", "asked for more than once", "runs with different names")
        for name in dict.fromkeys(names)
        if names.count(name) > 1
    ]


def check_places(names: Sequence[str], out: Path, together: str = "") -> None:
    """Raise InputError, with all problems, unless results of these names may be written to ``out``.

    ``together`` is the name of the folder that shows them side by side, if there is to be one.
    """
    from tightrope.results import check_place

    if out.exists() and not out.is_dir():
        raise InputError([Problem(str(out), None, None, "", "a file", "a folder for results", "choose another --out")])
    existing = next(folder for folder in [out, *out.absolute().parents] if folder.exists())
    if not os.access(existing, os.W_OK):
        fix = "choose another --out"
        raise InputError([Problem(str(out), None, None, "", "may not be written", "a folder of your own", fix)])
    problems: list[Problem] = []
    places = [(check_place, out / name) for name in names]
    if together:
        places.append((check_common_place, out / together))
    for check, place in places:
        try:
            check(place)
        except InputError as error:
            problems.extend(error.problems)
    if problems:
        raise InputError(problems)
