"""How things are printed: results to stdout, everything else to stderr."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterable, Sequence
from typing import Any, Literal

import click

WIDTH = 110
"""Columns of text where stdout is not a terminal."""

json_option = click.option("--json", "as_json", is_flag=True, help="Print the data as JSON.")


def say(text: str = "") -> None:
    """Print a line of the result."""
    click.echo(text)


def note(text: str) -> None:
    """Tell the reader something that is not part of the result."""
    click.echo(text, err=True)


def warn(texts: Iterable[str]) -> None:
    """Print warnings, one per line."""
    for text in texts:
        click.echo(f"warning: {text}", err=True)


def print_json(data: Any) -> None:
    """Print plain data as JSON. Numbers that are not finite are refused: JSON has none."""
    click.echo(json.dumps(data, indent=2, ensure_ascii=False, allow_nan=False))


def paragraph(text: str, indent: str = "", width: int | None = None) -> str:
    """Text wrapped to the width of the terminal, every line indented."""
    return click.wrap_text(
        text,
        width=width or text_width(),
        initial_indent=indent,
        subsequent_indent=indent,
        preserve_paragraphs=True,
    )


def text_width() -> int:
    """Columns to write in: the terminal's, at most 110, and 110 where there is none."""
    import shutil

    return min(WIDTH, shutil.get_terminal_size((WIDTH, 40)).columns) if sys.stdout.isatty() else WIDTH


def table(
    title: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    right: Iterable[int] = (),
    wrap: Iterable[int] = (),
) -> None:
    """Print a table; ``right`` lists the columns of numbers, ``wrap`` those that may take several lines."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    if title:
        say(click.style(title, bold=True))
    drawn = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    numbers, wrapping = set(right), set(wrap)
    for position, column in enumerate(columns):
        side: Literal["left", "right"] = "right" if position in numbers else "left"
        drawn.add_column(Text(column), justify=side, no_wrap=position not in wrapping, overflow="fold")
    for row in rows:
        # Text, not str: square brackets in a question are words, not markup.
        drawn.add_row(*(Text(cell) for cell in row))
    if sys.stdout.isatty():
        Console(highlight=False).print(drawn)
    else:
        console = Console(file=io.StringIO(), width=WIDTH, highlight=False)
        with console.capture() as text:
            console.print(drawn)
        say("\n".join(line.rstrip() for line in text.get().rstrip("\n").split("\n")))
    say()
