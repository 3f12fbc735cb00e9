"""The folder of a comparison: made beside its place, whole, and then renamed into it, like one of results."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tightrope.errors import InputError, Problem
from tightrope.results.dataset import versions
from tightrope.results.folder import made_beside
from tightrope.results.others import others

if TYPE_CHECKING:
    from tightrope.comparison.comparison import Comparison

HEAD = "comparison.json"
"""Written last: a folder without it is not ours to replace, or not finished."""

KIND = "tightrope comparison"

FILES = {
    "a.yaml": "the first scenario as resolved; runs again",
    "b.yaml": "the second",
    "differences.csv": "quarter, variable, means, mean difference with its interval, percentiles of the pairs",
    "outcomes.csv": "quarter (or ever), outcome, shares, difference with its interval, pairs that changed",
    "partings.csv": "pairs that first choose differently in each quarter, by decision",
    "parted.csv": "one row for each such pair: member, when, who, the moves, the largest causes",
    "tipped.csv": "the causes of first partings, ranked",
    HEAD: "this file",
}


def is_comparison(folder: Path) -> bool:
    """Whether a folder holds a finished comparison."""
    if folder.is_symlink():
        return False
    try:
        head = json.loads((folder / HEAD).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(head, dict) and head.get("kind") == KIND


def check_place(folder: Path) -> None:
    """Raise InputError unless a comparison may be written there: nothing is there yet, or an earlier one."""
    if os.path.lexists(folder) and not is_comparison(folder):
        found, expected = "something that is not a comparison", f"nothing, or a folder with {HEAD}"
        fix = "choose another place with --out, or move it away"
        raise InputError([Problem(str(folder), None, None, "", found, expected, fix)])


def not_ours(folder: Path) -> list[str]:
    """The files in the folder of a comparison that no comparison wrote, by their place in it."""
    if not is_comparison(folder):
        return []
    return others(folder, {*FILES, *json.loads((folder / HEAD).read_text(encoding="utf-8")).get("figures", ())})


def save(
    found: Comparison, folder: Path, draw: Callable[[Comparison, Path], Sequence[Path]] | None, command: str
) -> list[Path]:
    """See ``Comparison.save``."""
    from tightrope.comparison import tables

    place = Path(os.path.abspath(folder))
    written = {
        "differences.csv": tables.differences_table,
        "outcomes.csv": tables.outcomes_table,
        "partings.csv": tables.partings_by_quarter,
        "parted.csv": tables.parted_table,
        "tipped.csv": tables.tipped_table,
    }
    with made_beside(place, check_place, not_ours) as part:
        (part / "a.yaml").write_text(found.a.scenario.to_yaml(), encoding="utf-8")
        (part / "b.yaml").write_text(found.b.scenario.to_yaml(), encoding="utf-8")
        for file, table in written.items():
            table(found).to_csv(part / file, index=False, float_format="%.6g")
        figures = [] if draw is None else [path.relative_to(part) for path in draw(found, part / "figures")]
        _write_head(found, part, command, figures)
    return [folder / file for file in [*map(Path, FILES), *figures]]


def _write_head(found: Comparison, part: Path, command: str, figures: Sequence[Path]) -> None:
    head = {
        "kind": KIND,
        "command": command,
        "versions": versions(),
        "sha256": {name: hashlib.sha256((part / name).read_bytes()).hexdigest() for name in ("a.yaml", "b.yaml")}
        | {"seeds": found.b.scenario.seeds.digest},
        **found.as_data(),
        "files": FILES,
        "figures": [path.as_posix() for path in figures],
    }
    text = json.dumps(head, indent=2, ensure_ascii=False, allow_nan=False)
    (part / HEAD).write_text(text + "\n", encoding="utf-8")
