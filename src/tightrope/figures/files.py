"""Figures as files: the same bytes for the same run, on one machine and set of versions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure

from tightrope.errors import InputError, Problem, nearest, one_of
from tightrope.figures import style
from tightrope.figures.alignment import alignment
from tightrope.figures.beliefs import beliefs
from tightrope.figures.chronicle import chronicle
from tightrope.figures.levers import levers
from tightrope.figures.outcomes import outcomes
from tightrope.figures.overlaid import alignments, beliefs_together, levers_together, purses
from tightrope.figures.position import position
from tightrope.figures.purse import purse
from tightrope.figures.together import endings, positions
from tightrope.results import DISCLAIMER, Run

FIGURES: dict[str, Callable[..., Any]] = {
    "position": position,
    "alignment": alignment,
    "outcomes": outcomes,
    "purse": purse,
    "levers": levers,
    "beliefs": beliefs,
    "chronicle": chronicle,
}
"""One run, one slide each; in the order in which they tell their story."""

TOGETHER: dict[str, Callable[[Sequence[Run]], Any]] = {
    "position": positions,
    "outcomes": endings,
    "alignment": alignments,
    "purse": purses,
    "levers": levers_together,
    "beliefs": beliefs_together,
}
"""Several runs on one slide; the first two tell it in short."""

IN_SHORT = ("position", "outcomes")

NEEDS = {
    "position": ("baku.position",),
    "alignment": ("baku.moscow_depth", "baku.moscow_effective_depth", "baku.moscow_cooperation", "baku.tone_moscow",
                  "baku.tone_west", "baku.eu_depth", "baku.eu_effort", "baku.western_security", "baku.non_aligned"),
    "outcomes": ("baku.outcome",),
    "purse": ("world.oil_price", "world.oil_price_target", "world.energy_revenue", "world.needs", "world.reserves",
              "world.buffer"),
    "levers": ("moscow.lever",),
    "beliefs": ("baku.trust_in_cover", "baku.perceived_punishment", "baku.perceived_moscow_threat",
                "baku.perceived_western_threat", "world.subversion_salience", "baku.memory"),
    "chronicle": ("baku.position", "baku.outcome", "world.treaty", "move.baku.abroad"),
}  # fmt: skip

FORMATS = ("png", "svg", "pdf")


def write(drawn: Any, path: Path, about: str) -> Path:
    """Write the slide that some axes are on; the ending of ``path`` says in which format.

    ``about`` is the text for readers who cannot see it, kept in the file.
    """
    figure = np.ravel(drawn)[0].get_figure(root=True)
    assert isinstance(figure, Figure)
    metadata: dict[str, dict[str, Any]] = {
        ".png": {"Title": about, "Description": DISCLAIMER},
        ".svg": {"Title": about, "Description": DISCLAIMER, "Date": None},
        ".pdf": {"Title": about, "Subject": DISCLAIMER, "CreationDate": None},
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    with mpl.rc_context(style.SETTINGS):
        figure.savefig(path, metadata=metadata[path.suffix])
    return path


def draw_all(
    run: Run, folder: Path, formats: Sequence[str] = ("png", "svg"), names: Sequence[str] | None = None
) -> list[Path]:
    """Draw the figures of a run into a folder, by default every one that its recorded variables allow.

    Returns the files. Raises InputError for an unknown figure or format, and RunError where a figure asked for by name
    needs what was not recorded.
    """
    _check(names or (), formats, FIGURES)
    written = []
    for name in names or [name for name in FIGURES if run.recorded(*NEEDS[name])]:
        drawn = FIGURES[name](run)
        about = f"{run.scenario.title}: {name}"
        written += [write(drawn, folder / f"{name}.{ending}", about) for ending in formats]
    return written


def draw_together(
    runs: Sequence[Run], folder: Path, formats: Sequence[str] = ("png", "svg"), names: Sequence[str] | None = None
) -> list[Path]:
    """Draw figures that show several runs into a folder, by default position and outcomes; as ``draw_all``."""
    _check(names or (), formats, TOGETHER)
    written = []
    for name in names or IN_SHORT:
        drawn = TOGETHER[name](runs)
        about = f"{name}: {', '.join(run.name for run in runs)}"
        written += [write(drawn, folder / f"{name}.{ending}", about) for ending in formats]
    return written


def _check(names: Sequence[str], formats: Sequence[str], known: dict[str, Any]) -> None:
    problems = [
        Problem(name, None, None, "", "no such figure", one_of(known), nearest(name, known))
        for name in names
        if name not in known
    ]
    problems += [
        Problem(name, None, None, "", "no such format", one_of(FORMATS), nearest(name, FORMATS))
        for name in formats
        if name not in FORMATS
    ]
    if problems:
        raise InputError(problems)
