"""The folder of a scoreboard or of directions: written beside its place, whole, and then renamed into it."""

from __future__ import annotations

import csv
import json
import os
import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tightrope.errors import InputError, Problem

if TYPE_CHECKING:
    from tightrope.hindcast import Board

SCOREBOARD, DIRECTIONS = "scoreboard.json", "directions.json"
"""Written last: a folder with neither is not ours to replace."""


def check_place(folder: Path) -> None:
    """Raise InputError unless a folder may be written: nothing is there yet, or one of ours."""
    if os.path.lexists(folder) and not any((folder / head).is_file() for head in (SCOREBOARD, DIRECTIONS)):
        found, expected = "something that is not a hindcast", f"nothing, or a folder with {SCOREBOARD} or {DIRECTIONS}"
        fix = "choose another place with --out, or move it away"
        raise InputError([Problem(str(folder), None, None, "", found, expected, fix)])


def save_board(board: Board, folder: Path) -> list[Path]:
    """Write table, figure and data of a scoreboard; returns the files."""
    from tightrope.figures.files import write
    from tightrope.figures.scoreboard import scoreboard
    from tightrope.hindcast.tables import as_data, flat

    def fill(part: Path) -> None:
        _write_csv(part / "scoreboard.csv", flat(board))
        drawn = scoreboard(board)
        for ending in ("png", "svg"):
            write(drawn, part / "figures" / f"scoreboard.{ending}", "The patterns of 1992-2014 and who shows them")
        _write_json(part / SCOREBOARD, as_data(board))

    names = ("scoreboard.csv", SCOREBOARD, "figures/scoreboard.png", "figures/scoreboard.svg")
    return _save(folder, fill, names)


def save_directions(rows: Sequence[Mapping[str, Any]], folder: Path) -> list[Path]:
    """Write the table of directions; returns the files."""

    def fill(part: Path) -> None:
        _write_csv(part / "directions.csv", rows)
        _write_json(part / DIRECTIONS, list(rows))

    return _save(folder, fill, ("directions.csv", DIRECTIONS))


def _save(folder: Path, fill: Callable[[Path], None], names: Sequence[str]) -> list[Path]:
    check_place(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    part = folder.parent / f".{folder.name}.part-{os.getpid()}"
    old = folder.parent / f".{folder.name}.old-{os.getpid()}"
    part.mkdir()
    try:
        fill(part)
        if folder.exists():
            folder.rename(old)
        part.rename(folder)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    shutil.rmtree(old, ignore_errors=True)
    return [folder / name for name in names]


def _write_csv(path: Path, rows: Sequence[Mapping[str, Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        table = csv.DictWriter(stream, list(rows[0]) if rows else [], lineterminator="\n")
        table.writeheader()
        for row in rows:
            table.writerow({key: _cell(value) for key, value in row.items()})


def _cell(value: object) -> object:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:.6g}" if isinstance(value, float) else value


def _write_json(path: Path, data: object) -> None:
    path.write_text(json.dumps(data, indent=2, ensure_ascii=False, allow_nan=False) + "\n", encoding="utf-8")
