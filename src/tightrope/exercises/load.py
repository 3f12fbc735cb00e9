"""Find exercises, read them, and say all that is wrong with one at once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tightrope.errors import InputError, Problem, in_words, nearest, one_of
from tightrope.evidence.shapes import read_shape
from tightrope.exercises import quantities
from tightrope.exercises import steps as shapes
from tightrope.exercises.quantities import Quantity
from tightrope.exercises.steps import Exercise, Ground, Step
from tightrope.locate import data_folder
from tightrope.marked import Loc, Marked, read_marked

FILE, TEACHER = "exercise.yaml", "teacher.md"

NUMBERED = re.compile(r"(\d\d)-(.+)")


def exercise_folders(exercises: Path | None = None) -> list[Path]:
    """The folders of the shipped exercises in their order, or of those in another folder."""
    folder = data_folder("exercises") if exercises is None else exercises
    return sorted(path.parent for path in folder.glob(f"*/{FILE}"))


def find(wanted: str, exercises: Path | None = None) -> Path:
    """The folder of an exercise by number ("3"), name or path. Raises InputError if there is none."""
    folders = exercise_folders(exercises)
    for folder in folders:
        number, name = number_and_name(folder)
        if wanted in (folder.name, name) or (wanted.isdecimal() and number == int(wanted)):
            return folder
    path = Path(wanted)
    if path.name == FILE:
        path = path.parent
    if (path / FILE).is_file():
        return path
    if path.is_dir() or "/" in wanted:
        raise InputError([Problem(wanted, None, None, "", f"no {FILE} there", "the folder of an exercise")])
    names = [number_and_name(folder)[1] for folder in folders]
    expected = f"a number from 1 to {len(folders)}, a name, or the folder of an exercise"
    raise InputError([Problem(wanted, None, None, "", "unknown exercise", expected, nearest(wanted, names))])


def number_and_name(folder: Path) -> tuple[int | None, str]:
    """The number and the name in the name of a folder: 3 and "cover-and-criticism" of "03-cover-and-criticism"."""
    found = NUMBERED.fullmatch(folder.absolute().name)
    return (int(found[1]), found[2]) if found else (None, folder.absolute().name)


def load_exercise(wanted: str | Path, exercises: Path | None = None, *, checked: bool = True) -> Exercise:
    """An exercise by number, name or folder.

    ``checked`` False leaves out whether the scenarios, measures and claims that it names are there: for a list. Raises
    InputError with every problem found.
    """
    folder = find(wanted, exercises) if isinstance(wanted, str) else wanted
    marked = read_exercise(folder)
    problems: list[Problem] = []
    steps = _list(marked, "steps", problems, _step, needed=True)
    grounds = _list(marked, "rests_on", problems, _ground)
    found = _read(marked, folder, problems, tuple(steps.values()), tuple(grounds.values()))
    if found is not None and checked:
        from tightrope.exercises.checks import problems_of

        written = marked.data.get("steps")
        whole = isinstance(written, list) and len(steps) == len(written)
        problems.extend(problems_of(found, marked, list(steps), list(grounds), whole=whole))
    if problems:
        raise InputError(sorted(problems, key=lambda one: (one.line or 0, one.column or 0)))
    assert found is not None
    if not checked:
        return found
    from tightrope.exercises.terms import with_terms

    return with_terms(found)


def read_exercise(folder: Path) -> Marked:
    """The file of an exercise as it is written."""
    ours = folder.parent == data_folder("exercises")
    shown = f"{folder.name}/{FILE}" if ours else str(folder / FILE)
    return read_marked(folder / FILE, display=shown, quick=ours)


def _read(
    marked: Marked, folder: Path, problems: list[Problem], steps: tuple[Step, ...], grounds: tuple[Ground, ...]
) -> Exercise | None:
    number, name = number_and_name(folder)
    given = {
        "folder": folder,
        "name": name,
        "number": number,
        "teacher": _teacher(marked, folder, problems),
        "steps": steps,
        "rests_on": grounds,
    }
    written = {key: value for key, value in marked.data.items() if key not in ("steps", "rests_on")}
    before = len(problems)
    found = read_shape(Exercise, marked, (), written, problems, **{key: value for key, value in given.items()})
    return found if len(problems) == before else None


def _teacher(marked: Marked, folder: Path, problems: list[Problem]) -> str:
    """The teacher's page beside the file."""
    path = folder / TEACHER
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        text = ""
    if not text.strip():
        problems.append(Problem(str(path), None, None, "", "no page for the teacher", f"a text in {TEACHER}"))
    return text


def _list(marked: Marked, key: str, problems: list[Problem], read: Any, *, needed: bool = False) -> dict[int, Any]:
    """The entries of a list that can be read, by their place in the file."""
    data = marked.data.get(key, [])
    if not isinstance(data, list) or (needed and not data):
        found = "missing" if key not in marked.data else "not a list with something in it"
        problems.append(marked.problem((key,), found, f"a list of {key.replace('_', ' ')}"))
        return {}
    entries = {place: read(marked, (key, place), part, problems, place) for place, part in enumerate(data)}
    return {place: entry for place, entry in entries.items() if entry is not None}


def _step(marked: Marked, loc: Loc, data: Any, problems: list[Problem], place: int) -> Step | None:
    given: dict[str, object] = {}
    if isinstance(data, dict):
        if not isinstance(data.get("id", ""), str):
            problems.append(marked.problem((*loc, "id"), "not a text", "a name for the step"))
            return None
        given["id"] = data.get("id") or f"step-{place + 1}"
        data = {key: value for key, value in data.items() if key != "id"}
        if data.get("kind") == shapes.Check.kind:
            quantity = read_quantity(marked, (*loc, "quantity"), data.get("quantity"), problems)
            if quantity is None:
                return None
            given["quantity"] = quantity
            data = {key: value for key, value in data.items() if key != "quantity"}
    found: Step | None = read_kind(shapes.KINDS, "step", marked, loc, data, problems, **given)
    return found


def _ground(marked: Marked, loc: Loc, data: Any, problems: list[Problem], place: int) -> Ground | None:
    if not isinstance(data, dict):
        problems.append(marked.problem(loc, "not a mapping", one_of(("says", "quantity", "found", "above", "below"))))
        return None
    quantity = read_quantity(marked, (*loc, "quantity"), data.get("quantity"), problems)
    if quantity is None:
        return None
    rest = {key: value for key, value in data.items() if key != "quantity"}
    return read_shape(Ground, marked, loc, rest, problems, quantity=quantity)


# -- entries of several kinds ------------------------------------------------------------------------------------------
def read_quantity(marked: Marked, loc: Loc, data: Any, problems: list[Problem]) -> Quantity | None:
    """Return a quantity, whatever its kind; or None with every problem noted."""
    return read_kind(quantities.KINDS, "quantity", marked, loc, data, problems)


def read_kind(
    kinds: Mapping[str, type[Any]],
    what: str,
    marked: Marked,
    loc: Loc,
    data: Any,
    problems: list[Problem],
    **given: object,
) -> Any:
    """Return an entry whose key ``kind`` says which shape it has; or None with every problem noted."""
    if not isinstance(data, dict):
        problems.append(marked.problem(loc, in_words(data), f"a {what}: a mapping with the key kind"))
        return None
    kind = data.get("kind")
    if not isinstance(kind, str) or kind not in kinds:
        found = "missing" if kind is None else f"unknown kind of {what}: {in_words(kind)}"
        problems.append(marked.problem((*loc, "kind"), found, one_of(kinds), nearest(str(kind), kinds)))
        return None
    rest = {name: value for name, value in data.items() if name != "kind" and name not in given}
    return read_shape(kinds[kind], marked, loc, rest, problems, **given)
