"""How things are printed: results to stdout, everything else to stderr."""

from __future__ import annotations

import io
import json
import re
import sys
from collections.abc import Collection, Iterable, Sequence
from typing import Any, Literal

import click

WIDTH = 110
"""Columns of text where stdout is not a terminal."""

INTERVAL = re.compile(r"(?<=[0-9%]) (\([-+0-9.]+ to [-+0-9.]+\)$)")
"""The interval behind a number: "+0.123 (+0.100 to +0.146)"."""

BETWEEN = 3
"""Columns between the columns of a table."""

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
    """Print a table; ``right`` lists the columns of numbers, ``wrap`` those that may take several lines.

    A column that may is never made so narrow that a word in it breaks, unless the longest words do not fit beside each
    other at all.
    """
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    if title:
        say(click.style(title, bold=True))
    terminal = sys.stdout.isatty()
    console = Console(highlight=False) if terminal else Console(file=io.StringIO(), width=WIDTH, highlight=False)
    drawn = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    numbers, wrapping, body = set(right), set(wrap), [list(row) for row in rows]
    widths = column_widths([columns, *body], wrapping, console.width - BETWEEN * (len(columns) - 1))
    for position, column in enumerate(columns):
        side: Literal["left", "right"] = "right" if position in numbers else "left"
        drawn.add_column(
            Text(column), justify=side, no_wrap=position not in wrapping, overflow="fold", width=widths[position]
        )
    for row in body:
        # Text, not str: square brackets in a question are words, not markup.
        drawn.add_row(*(Text(_broken(cell, width)) for cell, width in zip(row, widths, strict=True)))
    if terminal:
        console.print(drawn)
    else:
        with console.capture() as text:
            console.print(drawn)
        say("\n".join(line.rstrip() for line in text.get().rstrip("\n").split("\n")))
    say()


def column_widths(rows: Sequence[Sequence[str]], wrapping: Collection[int], room: int) -> list[int]:
    """How wide the columns of a table are made, in characters, so that they fit into ``room`` if they can.

    Only ``wrapping`` ones give way, the widest first: to their longest words and, if even these do not fit beside each
    other, within words. A number with its interval gives way only before the bracket.
    """
    columns = list(zip(*rows, strict=True))
    widths = [max(map(len, cells)) for cells in columns]
    words = [max((len(word) for cell in cells for word in _words(cell)), default=1) for cells in columns]
    for least in (words, [1] * len(widths)):
        while sum(widths) > room:
            able = [place for place in wrapping if widths[place] > least[place]]
            if not able:
                break
            widths[max(able, key=lambda place: widths[place])] -= 1
    return widths


def _words(cell: str) -> list[str]:
    """What is not broken between two lines: words, and of a number with its interval each of the two."""
    return _broken(cell, 0).split("\n") if INTERVAL.search(cell) else cell.split()


def _broken(cell: str, width: int) -> str:
    """A number with its interval on two lines where one is too short."""
    return INTERVAL.sub(r"\n\1", cell) if len(cell) > width else cell
