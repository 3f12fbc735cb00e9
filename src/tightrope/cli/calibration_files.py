"""The folder of a calibration: written beside its place, whole, and then renamed into it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tightrope.errors import InputError, Problem

if TYPE_CHECKING:
    from tightrope.calibrate.posterior import Moved
    from tightrope.evidence import Kept, Seeds

VECTORS, PAGE = "vectors.yaml", "calibration.md"
FIGURES = {
    "calibration-parameters.png": "What history did to the parameters: prior against posterior",
    "calibration-control.png": "How the kept vectors differ in the control",
}
"""The figures, and what they show."""


def check_place(folder: Path) -> None:
    """Raise InputError unless a folder may be written: nothing is there yet, or a calibration."""
    if os.path.lexists(folder) and not (folder / VECTORS).is_file():
        found, expected = "something that is not a calibration", f"nothing, or a folder with {VECTORS}"
        fix = "choose another place with --out, or move it away"
        raise InputError([Problem(str(folder), None, None, "", found, expected, fix)])


def save_calibration(kept: Kept, moved: Sequence[Moved], seeds: Seeds, folder: Path) -> list[Path]:
    """Write vectors, account and figures; returns the files. The same calibration gives the same vectors' bytes."""
    from tightrope.calibrate.account import page
    from tightrope.calibrate.keep import as_text
    from tightrope.figures.calibration import control, parameters
    from tightrope.figures.files import write

    check_place(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    part = folder.parent / f".{folder.name}.part-{os.getpid()}"
    part.mkdir()
    try:
        for (name, says), drawn in zip(FIGURES.items(), (parameters(kept, moved), control(kept)), strict=True):
            write(drawn, part / "figures" / name, says)
        (part / PAGE).write_text(page(kept, moved, seeds, FIGURES), encoding="utf-8")
        (part / VECTORS).write_text(as_text(kept), encoding="utf-8")
        if folder.exists():
            shutil.rmtree(folder)
        part.rename(folder)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    return [folder / VECTORS, folder / PAGE, *(folder / "figures" / name for name in FIGURES)]
