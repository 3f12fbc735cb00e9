"""Lines of text before their width is known."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

PAPER = 110
"""Columns of a text that no terminal shows."""


@dataclass(frozen=True)
class Hanging:
    """A paragraph whose first line begins ``indent`` columns in, and the others ``rest``."""

    text: str
    indent: int = 0
    rest: int = 0


def laid_out(lines: Iterable[str | Hanging], width: int) -> Iterator[str]:
    """Paragraphs broken into lines of a width; what is a line already stays as it is."""
    for one in lines:
        yield one if isinstance(one, str) else laid_out_at(one.text, width, one.indent, one.rest)


def laid_out_at(text: str, width: int, indent: int, rest: int) -> str:
    """One paragraph broken into lines of a width."""
    return textwrap.fill(text, width, initial_indent=" " * indent, subsequent_indent=" " * rest, break_on_hyphens=False)
