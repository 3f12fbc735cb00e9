"""How things are printed: results to stdout, everything else to stderr."""

from __future__ import annotations

import io
import json
import re
import sys
import textwrap
from collections.abc import Collection, Iterable, Sequence
from typing import Any, Literal

import click

WIDTH = 110
"""Columns of text where stdout is not a terminal."""

GLUED = re.compile(r"(?<=\d) (?=%)|(?<=\d) (?=to [-+]?\d)|(?<=\d to) (?=[-+]?\d)")
"""Spaces that no line ends at: those in "12.3 %" and in "-0.12 to +0.34"."""

FIRM = "\N{NO-BREAK SPACE}"

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
    """Columns to write text in: the terminal's, at most 110, and 110 where there is none."""
    return min(WIDTH, table_width())


def table_width() -> int:
    """Columns that a table may take: the terminal's, and 110 where there is none."""
    import shutil

    return shutil.get_terminal_size((WIDTH, 40)).columns if sys.stdout.isatty() else WIDTH


def table(
    title: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    right: Iterable[int] = (),
    wrap: Iterable[int] = (),
) -> None:
    """Print a table; ``right`` lists the columns of numbers, ``wrap`` those that take several lines before others do.

    Nothing is cut off and no word broken: where even the longest words do not fit beside each other, rows become
    columns or, if there are too many of them, lists.
    """
    if title:
        say(click.style(paragraph(title), bold=True))
    body = [list(row) for row in rows]
    for line in table_lines(columns, body, set(right), set(wrap), table_width()):
        say(line)
    say()


def table_lines(
    columns: Sequence[str], rows: Sequence[Sequence[str]], right: Collection[int], wrap: Collection[int], width: int
) -> list[str]:
    """The lines of a table in ``width`` columns of text.

    One that is too wide is laid on its side, and if that is too wide as well each row is a list.
    """
    widths = column_widths([columns, *rows], wrap, width - BETWEEN * (len(columns) - 1))
    if widths is not None:
        return _beside(columns, rows, right, widths)
    names, *cells = (list(row) for row in zip(columns, *rows, strict=True))
    widths = column_widths([names, *cells], (), width - BETWEEN * (len(names) - 1))
    if widths is not None:
        return _beside(names, cells, range(1, len(names)) if 2 * len(right) > len(columns) else (), widths)
    return _as_lists(columns, rows, width)


def _beside(
    columns: Sequence[str], rows: Sequence[Sequence[str]], right: Collection[int], widths: Sequence[int]
) -> list[str]:
    """The lines of a table whose columns have these widths."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(
        file=io.StringIO(),
        width=sum(widths) + BETWEEN * len(widths),
        highlight=False,
        force_terminal=sys.stdout.isatty(),
    )
    drawn = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for position, (column, width) in enumerate(zip(columns, widths, strict=True)):
        side: Literal["left", "right"] = "right" if position in right else "left"
        drawn.add_column(Text(_broken(column, width)), justify=side, overflow="fold", width=width)
    for row in rows:
        # Text, not str: square brackets in a question are words, not markup.
        drawn.add_row(*(Text(_broken(cell, width)) for cell, width in zip(row, widths, strict=True)))
    with console.capture() as text:
        console.print(drawn)
    return [line.rstrip() for line in text.get().rstrip("\n").split("\n")]


def _as_lists(columns: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> list[str]:
    """Every row as a list of its cells, each behind the name of its column; a blank line between rows."""
    indent = max(map(len, columns)) + 2
    lines: list[str] = []
    for row in rows:
        lines += [""] if lines else []
        for column, cell in zip(columns, row, strict=True):
            told = _broken(cell, max(1, width - indent)).split("\n")
            lines += [f"{column if place == 0 else '':<{indent}}{line}".rstrip() for place, line in enumerate(told)]
    return lines


def column_widths(rows: Sequence[Sequence[str]], wrapping: Collection[int], room: int) -> list[int] | None:
    """How wide the columns of a table are made, in characters, so that they fit into ``room``; None if they cannot.

    The widest of ``wrapping`` give way first and then the widest of the others, none further than its longest word. A
    number with its interval gives way only before the bracket.
    """
    columns = list(zip(*rows, strict=True))
    widths = [max(1, *map(len, cells)) for cells in columns]
    words = [max(len(word) for cell in cells for word in _glued(cell).split(" ")) for cells in columns]
    for giving in (wrapping, range(len(widths))):
        while sum(widths) > room:
            able = [place for place in giving if widths[place] > words[place]]
            if not able:
                break
            widths[max(able, key=lambda place: widths[place])] -= 1
    return _evened(columns, widths) if sum(widths) <= room else None


def _evened(columns: Sequence[Sequence[str]], widths: Sequence[int]) -> list[int]:
    """The same widths, with what lines leave over in one column given to the one that takes most lines."""
    broken = [[_broken(cell, width) for cell in cells] for cells, width in zip(columns, widths, strict=True)]
    needed = [max(1, *(len(line) for cell in cells for line in cell.split("\n"))) for cells in broken]
    lines = [sum(cell.count("\n") for cell in cells) for cells in broken]
    if any(lines):
        needed[lines.index(max(lines))] += sum(widths) - sum(needed)
    return needed


def _glued(cell: str) -> str:
    """A cell in one line, in which a space is where a line may end: numbers keep their unit, and ranges together."""
    return GLUED.sub(FIRM, " ".join(cell.split()))


def _broken(cell: str, width: int) -> str:
    """A cell in lines of at most ``width``, unless a word is longer."""
    lines = textwrap.wrap(_glued(cell), width, break_long_words=False, break_on_hyphens=False)
    return "\n".join(lines).replace(FIRM, " ")
