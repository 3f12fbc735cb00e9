"""One student at one exercise in a terminal: the answers, kept in a file to hand in.

The file is written whole after every answer, beside its place and renamed into it, so a session that is killed goes on
where it stopped.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from tightrope.errors import InputError, Problem
from tightrope.exercises.answers import Answers, Sheet, new_sheet, of_exercise, sheet_in, utc_now
from tightrope.exercises.found import Given
from tightrope.exercises.steps import Exercise, Step
from tightrope.marked import read_marked


class Session(Answers):
    """Answers that are written to a file as they are kept."""

    def __init__(self, exercise: Exercise, path: Path, sheet: Sheet, now: Callable[[], datetime]) -> None:
        super().__init__(exercise, sheet, now)
        self.path = path

    @classmethod
    def open(
        cls, exercise: Exercise, path: Path, *, student: str = "", now: Callable[[], datetime] | None = None
    ) -> Session:
        """Begin, or go on with what is in the file. Raises InputError where the file is something else."""
        clock = now or utc_now
        if os.path.lexists(path):
            sheet = of_exercise(read_sheet(path), str(path), exercise.name, "choose another --answers")
            check_student(sheet, student, path)
            sheet = sheet if sheet.student else sheet.model_copy(update={"student": student})
        else:
            check_place(path)
            sheet = new_sheet(exercise, student, clock)
        return cls(exercise, path, sheet, clock)

    def keep(
        self, step: Step, given: Given | None, *, earlier: tuple[Given, ...] = (), model: str = "", verdict: str = ""
    ) -> None:
        """Keep what was answered and found at a step, and write the file."""
        super().keep(step, given, earlier=earlier, model=model, verdict=verdict)
        self.save()

    def save(self) -> None:
        """Write the file: all of it, or the old one stays."""
        beside = self.path.with_name(f".{self.path.name}.{os.getpid()}")
        try:
            beside.write_text(self.text(), encoding="utf-8")
            os.replace(beside, self.path)
        finally:
            beside.unlink(missing_ok=True)


def read_sheet(path: Path) -> Sheet:
    """Read a file of answers. Raises InputError with all that is wrong with it."""
    return sheet_in(read_marked(path))


def check_student(sheet: Sheet, student: str, path: Path) -> None:
    """Raise InputError where a file holds the answers of somebody else than ``student``; "" is nobody in particular."""
    if student and sheet.student and student.casefold() != sheet.student.casefold():
        found, expected = f"the answers of {sheet.student}", f"those of {student}"
        fix = f"go on with --name '{sheet.student}' or without --name, or choose another --answers"
        raise InputError([Problem(str(path), None, None, "student", found, expected, fix)])


def check_place(path: Path) -> None:
    """Raise InputError unless a file of answers may be written there."""
    folder = path.absolute().parent
    if not folder.is_dir() or not os.access(folder, os.W_OK):
        found = f"no folder {folder}" if not folder.is_dir() else f"the folder {folder} may not be written"
        raise InputError(
            [Problem(str(path), None, None, "", found, "a folder that may be written", "choose another --answers")]
        )
