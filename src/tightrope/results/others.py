"""What lies in a results folder beside the files of its run: figures drawn there since, and files of the reader's own.

A run that takes the place of another drops the figures, which show the old one, and keeps what it did not write.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from tightrope.results.words import DISCLAIMER

FIGURES = "figures"
IMAGES = (".png", ".svg", ".pdf")


def drawn_since(folder: Path, written: Collection[str]) -> list[str]:
    """The figures that were drawn into the folder of a run later, by their place in it.

    ``written`` are the files of the run itself. A figure of ours is known by the disclaimer that it carries.
    """
    return [name for name in _beside(folder, written) if _is_figure(folder / name, name)]


def others(folder: Path, written: Collection[str]) -> list[str]:
    """The files in the folder of a run that are none of ours, by their place in it. ``written`` as above."""
    return [name for name in _beside(folder, written) if not _is_figure(folder / name, name)]


def carry_over(names: Iterable[str], folder: Path, to: Path) -> None:
    """Have files of one folder in another as well, as far as their places are free there; nothing is taken away."""
    for name in names:
        place = to / name
        if os.path.lexists(place):
            continue
        place.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(folder / name, place, follow_symlinks=False)
        except OSError:  # where a file cannot have two names
            shutil.copy2(folder / name, place, follow_symlinks=False)


def _beside(folder: Path, written: Collection[str]) -> Iterator[str]:
    for root, folders, files in os.walk(folder):
        links = [name for name in folders if os.path.islink(os.path.join(root, name))]
        folders.sort()
        for file in sorted([*files, *links]):
            name = Path(root, file).relative_to(folder).as_posix()
            if name not in written:
                yield name


def _is_figure(path: Path, name: str) -> bool:
    if Path(name).parent != Path(FIGURES) or path.suffix not in IMAGES:
        return False
    try:
        return DISCLAIMER.encode() in path.read_bytes()
    except OSError:  # not readable, so not known to be ours
        return False
