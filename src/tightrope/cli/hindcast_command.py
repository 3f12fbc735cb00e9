"""``tightrope hindcast``: the model against the years that the documents speak of."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from tightrope.cli.options import out_option, workers_option
from tightrope.cli.output import json_option, print_json, say
from tightrope.cli.shell import Command


def _words(context: click.Context, parameter: click.Parameter, given: Sequence[str]) -> tuple[str, ...]:
    """Words from an option that may be repeated and may hold several with commas between them."""
    return tuple(dict.fromkeys(word.strip() for text in given for word in text.split(",") if word.strip()))


@click.command(
    cls=Command,
    examples=(
        "tightrope hindcast",
        "tightrope hindcast --only P14,P16 --members 500",
        "tightrope hindcast --directions",
        "tightrope hindcast --only P21 --json",
    ),
)
@click.option("--members", metavar="N", type=int, default=2000, show_default=True,
              help="How many members each run has.")  # fmt: skip
@click.option("--seed", metavar="S", type=int, help="The seed of all chance.")
@click.option("--only", metavar="P14", multiple=True, callback=_words, help="Only these patterns (or scenarios, S1).")
@click.option("--directions", is_flag=True, help="Which way the scenarios S1 to S25 move things, beside the documents.")
@workers_option
@out_option("the folder with tables and figure goes")
@json_option
def hindcast(
    members: int,
    seed: int | None,
    only: tuple[str, ...],
    directions: bool,
    workers: int | None,
    out: Path,
    as_json: bool,
) -> None:
    """Put the patterns P1 to P26 of 1992-2014 to the model, and to models that should not show them.

    Prints what share of members shows each pattern, beside a model in which nobody moves, random moves, and models with
    one cause taken out; writes tables and a figure to DIR/hindcast. A pattern that fails is reported as failed. With
    --directions the scenarios are compared instead with the directions that the documents give.
    """
    if directions:
        _directions(members, seed, only, out, as_json)
        return
    from tightrope.cli import scoreboard_files, scoreboard_words
    from tightrope.cli.progress import Progress
    from tightrope.evidence import load_seeds
    from tightrope.hindcast import run_hindcast
    from tightrope.hindcast.contest import chosen

    names = list(chosen("--only", load_seeds().patterns, only)) if only else []
    place = out / "-".join(["hindcast", *names])
    scoreboard_files.check_place(place)
    with Progress() as progress:
        progress.phase("hindcast: runs")
        board = run_hindcast(members, seed, only=names, workers=workers, progress=progress)
        progress.phase("hindcast: tables and figure")
        files = scoreboard_files.save_board(board, place)
    if as_json:
        from tightrope.hindcast.tables import as_data

        print_json({**as_data(board), "files": [str(path) for path in files]})
        return
    scoreboard_words.say_board(board)
    _say_written(files)


def _directions(members: int, seed: int | None, only: tuple[str, ...], out: Path, as_json: bool) -> None:
    from tightrope.cli import scoreboard_files, scoreboard_words
    from tightrope.cli.progress import Progress
    from tightrope.evidence import load_seeds
    from tightrope.hindcast.contest import chosen
    from tightrope.hindcast.directions import rows, run_directions
    from tightrope.results import DISCLAIMER

    names = list(chosen("--only", load_seeds().directions, only)) if only else []
    place = out / "-".join(["directions", *names])
    scoreboard_files.check_place(place)
    with Progress() as progress:
        progress.phase("directions: runs")
        found = run_directions(members, seed, progress, only=names or None)
    files = scoreboard_files.save_directions(rows(found), place)
    if as_json:
        paths = [str(path) for path in files]
        print_json({"members": members, "directions": rows(found), "files": paths, "disclaimer": DISCLAIMER})
        return
    scoreboard_words.say_directions(found, members)
    _say_written(files)


def _say_written(files: Sequence[Path]) -> None:
    say("Written:")
    for path in files:
        say(f"  {path}")
