"""The figures of a comparison, as files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from tightrope.comparison import Comparison
from tightrope.figures.difference import difference, outputs, title
from tightrope.figures.files import write
from tightrope.figures.parting import parting, tipping

COMPARED: dict[str, Callable[..., Any]] = {
    "difference": difference,
    "outputs": outputs,
    "parting": parting,
    "tipping": tipping,
}
"""Two runs, one slide each."""


def draw_comparison(found: Comparison, folder: Path, formats: Sequence[str] = ("png", "svg")) -> list[Path]:
    """Draw the figures of a comparison into a folder; returns the files, none for two runs that are the same."""
    if found.identical:
        return []
    files = []
    for name, draw in COMPARED.items():
        drawn = draw(found)
        files += [write(drawn, folder / f"{name}.{ending}", f"{title(found)}: {name}") for ending in formats]
    return files
