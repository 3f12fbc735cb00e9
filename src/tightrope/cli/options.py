"""Options that several commands have, worded once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])

RESULTS = Path("results")
"""Where results go unless another place is asked for, and where those of a scenario are looked for."""


def no_more_than_pay(context: click.Context, parameter: click.Parameter, asked: int | None) -> int | None:
    """As many workers as were asked for, or as many as this machine bears, which is said then."""
    if asked is None:
        return None
    from tightrope.cli.output import note
    from tightrope.ensemble.crew import cores, most_workers

    most = most_workers()
    if asked > most:
        each = f"{most // cores()} for each core"
        note(f"note: --workers {asked}: more than this machine bears; at most {most} are used, {each}")
    return min(asked, most)


def workers_option_for(what: str) -> Callable[[F], F]:
    """Add ``--workers``; ``what`` says what they are."""
    return click.option(
        "--workers", metavar="N", type=click.IntRange(min=1), callback=no_more_than_pay, help=f"{what}."
    )


workers_option = workers_option_for("Processes; by default one, or what pays")


def out_option(what: str) -> Callable[[F], F]:
    """Add ``--out``; ``what`` says what goes there."""
    return click.option(
        "--out",
        metavar="DIR",
        type=click.Path(path_type=Path),
        default=RESULTS,
        show_default=True,
        help=f"Where {what}.",
    )
