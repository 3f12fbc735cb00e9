"""``tightrope compare``: two runs member by member on common luck."""

from __future__ import annotations

from pathlib import Path

import click

from tightrope.cli.options import workers_option
from tightrope.cli.output import json_option, print_json
from tightrope.cli.shell import Command


@click.command(
    cls=Command,
    examples=(
        "tightrope compare baseline cheap-oil",
        "tightrope compare baseline --set washington.engagement=0.5",
        "tightrope compare results/cheap-oil --set world.fund_access=0 --json",
        "tightrope compare baseline worst-case --members 500 --out /tmp/results",
    ),
)
@click.argument("first", metavar="A")
@click.argument("second", metavar="[B]", required=False)
@click.option(
    "--set", "sets", metavar="CAPITAL.NAME=VALUE", multiple=True, help="Change a number of B; may be repeated."
)
@click.option("--members", metavar="N", type=int, help="How many members both have.")
@click.option("--seed", metavar="S", type=int, help="The seed of all chance, of both.")
@workers_option
@click.option(
    "--out",
    metavar="DIR",
    type=click.Path(path_type=Path),
    default=Path("results"),
    show_default=True,
    help="Where the folder with tables and figures goes.",
)
@json_option
def compare(
    first: str,
    second: str | None,
    sets: tuple[str, ...],
    members: int | None,
    seed: int | None,
    workers: int | None,
    out: Path,
    as_json: bool,
) -> None:
    """Compare two runs member by member, each pair under the same luck.

    A and B are scenarios' names, scenario files or results folders; without B, B is A with what --set changes. Prints
    what differs and how surely, when the members of a pair first choose differently and what tipped them, or that it
    cannot be told yet; writes tables and figures to a folder in DIR. Both must have the same quarters, seed and
    members.
    """
    from tightrope.cli import comparing, comparison_words
    from tightrope.cli.progress import Progress

    both = comparing.wanted(first, second, sets, {"members": members, "seed": seed}, out)
    comparing.say_warnings(both)
    try:
        with Progress() as progress:
            found, files = comparing.carry_out(both, workers, progress)
        if as_json:
            print_json({**found.as_data(), "folder": str(both.place), "files": [str(path) for path in files]})
        else:
            comparison_words.say_comparison(found)
            comparison_words.say_written(both.place, files)
    finally:
        both.close()
