"""The file of a report: written beside its place, whole, and then renamed into it."""

from __future__ import annotations

import os
from pathlib import Path

from tightrope.errors import InputError, Problem
from tightrope.report.markup import GENERATOR

HEAD_BYTES = 4096
"""How far into a file the mark of a report is looked for."""

MARK = f'name="generator" content="{GENERATOR}"'


def is_report(path: Path) -> bool:
    """Whether a file is a report."""
    try:
        with path.open("rb") as file:
            return MARK.encode() in file.read(HEAD_BYTES)
    except OSError:
        return False


def check_file(path: Path) -> None:
    """Raise InputError, with all problems, unless a report may be written there: nothing is there yet, or a report."""
    problems = []
    fix = "choose another --out"
    if path.is_dir():
        problems.append(
            Problem(str(path), None, None, "", "a folder", "a file for the report, such as report.html", fix)
        )
    elif os.path.lexists(path) and (path.is_symlink() or not is_report(path)):
        expected = "nothing, or an earlier report"
        problems.append(Problem(str(path), None, None, "", "a file that is not a report", expected, fix))
    parent = next(folder for folder in path.absolute().parents if os.path.lexists(folder))
    if not parent.is_dir():
        problems.append(Problem(str(parent), None, None, "", "a file", "a folder for the report", fix))
    elif not os.access(parent, os.W_OK):
        problems.append(Problem(str(parent), None, None, "", "may not be written", "a folder of your own", fix))
    if problems:
        raise InputError(problems)


def write_report(page: str, path: Path) -> Path:
    """Write a page, all of it or nothing. Raises InputError where something else is in its place."""
    check_file(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.parent / f".{path.name}.part-{os.getpid()}"
    try:
        part.write_bytes(page.encode("utf-8"))
        check_file(path)
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return path
