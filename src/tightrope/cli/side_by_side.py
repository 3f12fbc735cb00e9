"""Several runs side by side: a folder named after them, with their tables in one and their common figures.

Tables and figures in it are always of the same runs: it is written whole, and drawn into only while it is theirs.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tightrope.cli.output import note
from tightrope.errors import InputError, Problem

if TYPE_CHECKING:
    from tightrope.results import Run

HEAD = "together.json"
"""Written last: a folder without it is not ours to replace, or not finished."""


def check_common_place(folder: Path) -> None:
    """Raise InputError unless the common folder may be written: it is not there yet, or it is one of ours."""
    if os.path.lexists(folder) and not (folder / HEAD).is_file():
        found, expected = "something that is not a folder of runs side by side", f"nothing, or a folder with {HEAD}"
        fix = "choose another place with --out, or move it away"
        raise InputError([Problem(str(folder), None, None, "", found, expected, fix)])


def draw_again(
    folders: Sequence[Path], runs: Sequence[Run], place: Path, formats: Sequence[str], names: Sequence[str] | None
) -> list[Path]:
    """Draw figures into the folder of these runs, which is written whole unless it is theirs; returns the files."""
    from tightrope.figures import draw_together

    if made_from(place) == digests(folders):
        return draw_together(runs, place / "figures", formats, names)
    return save_together(folders, place, formats, names)


def in_place(folders: Sequence[Path], place: Path, formats: Sequence[str]) -> list[Path]:
    """Write the folder of these runs unless it is theirs; returns the files written."""
    return [] if made_from(place) == digests(folders) else save_together(folders, place, formats)


def digests(folders: Sequence[Path]) -> list[str]:
    """What tells these very runs from later ones in the same folders."""
    return [hashlib.sha256((folder / "run.json").read_bytes()).hexdigest() for folder in folders]


def made_from(place: Path) -> list[str]:
    """The digests of the runs that a common folder was made from; none where there is no such folder."""
    try:
        head = json.loads((place / HEAD).read_text(encoding="utf-8"))
        return [str(digest) for digest in head["sha256"]]
    except (OSError, ValueError, KeyError, TypeError):
        return []


def save_together(
    folders: Sequence[Path],
    place: Path,
    formats: Sequence[str] = ("png", "svg"),
    names: Sequence[str] | None = None,
) -> list[Path]:
    """Write tables and figures (all, or those named) of several finished runs to ``place``, all or nothing.

    Returns the files.
    """
    from tightrope.cli.replaced import kept_in_words
    from tightrope.results import open_run
    from tightrope.results.others import carry_over, others

    check_common_place(place)
    part = place.parent / f".{place.name}.part-{os.getpid()}"
    part.mkdir()
    runs = []
    try:
        runs = [open_run(folder) for folder in folders]
        written = _write(runs, part, digests(folders), formats, names)
        own = others(place, {name.as_posix() for name in written})
        carry_over(own, place, part)
        _put(part, place)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    finally:
        for run in runs:
            run.close()
    if own:
        note(f"{place}: {kept_in_words(own)}")
    return [place / name for name in written]


def _write(
    runs: Sequence[Run], part: Path, made_of: list[str], formats: Sequence[str], names: Sequence[str] | None
) -> list[Path]:
    """Write everything; returns the names of the files, inside the folder."""
    import pandas as pd

    from tightrope.figures import draw_together
    from tightrope.results import DISCLAIMER

    tables = {
        "outcomes.csv": pd.concat([run.outcomes().assign(run=run.name) for run in runs]),
        "ever.csv": pd.concat([run.ever().assign(run=run.name) for run in runs]),
    }
    for name, table in tables.items():
        columns = ["run", *(column for column in table.columns if column != "run")]
        table[columns].to_csv(part / name, index=False, float_format="%.6g")
    figures = [path.relative_to(part) for path in draw_together(runs, part / "figures", formats, names)]
    head = {"disclaimer": DISCLAIMER, "runs": [run.name for run in runs], "sha256": made_of}
    (part / HEAD).write_text(json.dumps(head, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return [*map(Path, tables), Path(HEAD), *figures]


def _put(part: Path, place: Path) -> None:
    """Rename the finished folder into its place; an older one is removed when the new one is there."""
    old = place.parent / f".{place.name}.old-{os.getpid()}"
    if place.exists():
        place.rename(old)
    part.rename(place)
    shutil.rmtree(old, ignore_errors=True)
