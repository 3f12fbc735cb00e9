"""Options that several commands have, worded once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

RESULTS = Path("results")
"""Where results go unless another place is asked for, and where those of a scenario are looked for."""

F = TypeVar("F", bound=Callable[..., Any])

workers_option = click.option(
    "--workers", metavar="N", type=click.IntRange(min=1), help="Processes; by default one, or what pays."
)


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
