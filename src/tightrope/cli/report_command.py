"""``tightrope report``: one file about a run, or several side by side."""

from __future__ import annotations

from pathlib import Path

import click

from tightrope.cli.output import say
from tightrope.cli.shell import Command


@click.command(
    cls=Command,
    examples=(
        "tightrope report cheap-oil",
        "tightrope report results/cheap-oil --out cheap-oil.html",
        "tightrope report baseline cheap-oil --members 1000",
        "tightrope report my-what-if.yaml results/baseline",
    ),
)
@click.argument("runs", metavar="RUN...", nargs=-1, required=True)
@click.option("--members", metavar="N", type=int, help="How many members the scenarios are run with.")
@click.option(
    "--out", metavar="FILE", type=click.Path(path_type=Path), help="The file; results/report-NAME.html if not."
)
def report(runs: tuple[str, ...], members: int | None, out: Path | None) -> None:
    """Write one file about a run, or several side by side: to read offline, to print, to pass on.

    RUN is the name of a scenario or a scenario file, which is run, or a results folder, which is read as it is. The
    file holds the question, what was varied against what the scenario extends, the outcomes, the figures, what tipped
    the choices, the numbers that matter with what they rest on, the limits, how to cite it and how to run it again; of
    several runs, each compared pair by pair with the first where their members are pairs. Printed, one run takes about
    ten pages, six about twenty. It asks nothing of any network. Nothing else is written; an earlier report
    is replaced, any other file is not.
    """
    from tightrope.cli import reporting
    from tightrope.cli.progress import Progress
    from tightrope.results import DISCLAIMER

    wanted = reporting.wanted(runs, members, out)
    try:
        reporting.say_warnings(wanted)
        with Progress() as progress:
            path = reporting.carry_out(wanted, progress)
    finally:
        wanted.close()
    say(f"Written: {path} ({path.stat().st_size / 1e6:.1f} MB; opens in any browser, without a network)")
    say(DISCLAIMER)
