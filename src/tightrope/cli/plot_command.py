"""``tightrope plot``: draw again without running."""

from __future__ import annotations

import click

from tightrope.cli.shell import Command


@click.command(cls=Command, examples=("tightrope plot results/baseline",))
@click.argument("runs", metavar="RUN...", nargs=-1, required=True)
def plot(runs: tuple[str, ...]) -> None:
    """Draw."""
