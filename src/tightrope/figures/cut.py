"""A chart without the slide around it, for pages that have a title, a question and notes of their own."""

from __future__ import annotations

import io
import struct
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from tightrope.figures import style
from tightrope.figures.page import Slide, without_words
from tightrope.results import CAVEAT, DISCLAIMER

MARGIN = 0.06
"""White kept around the chart, in inches."""

SIZE_AT = 16
"""Where width and height stand in a PNG, by its specification: after the signature and the head of the first chunk."""


@dataclass(frozen=True)
class Picture:
    """A chart as PNG, its size in pixels, and what its slide said: the heading, and the notes of this chart alone."""

    png: bytes
    width: int
    height: int
    heading: str
    notes: tuple[str, ...]


@style.styled
def cut_out(draw: Callable[[], Any], about: str) -> Picture:
    """The chart that a figure function draws, without its slide; ``about`` is kept in the file.

    The same bytes for the same chart, on one machine and set of versions.
    """
    with without_words():
        figure = np.ravel(draw())[0].get_figure(root=True)
    assert isinstance(figure, Slide)
    buffer = io.BytesIO()
    words = {"Title": about, "Description": f"{DISCLAIMER} {CAVEAT}"}
    figure.savefig(buffer, format="png", bbox_inches="tight", pad_inches=MARGIN, metadata=words)
    png = buffer.getvalue()
    width, height = struct.unpack_from(">II", png, SIZE_AT)
    return Picture(png, width, height, figure.frame.heading, figure.frame.notes)
