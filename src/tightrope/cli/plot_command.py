"""``tightrope plot``: draw again without running."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from tightrope.cli.output import say
from tightrope.cli.shell import Command


def _words(context: click.Context, parameter: click.Parameter, given: Sequence[str]) -> list[str]:
    """Words from an option that may be repeated and may hold several with commas between them."""
    return [word.strip() for text in given for word in text.split(",") if word.strip()]


def _numbers(context: click.Context, parameter: click.Parameter, given: Sequence[str]) -> list[int]:
    words = _words(context, parameter, given)
    wrong = [word for word in words if not word.isdecimal()]
    if wrong:
        raise click.BadParameter(f"'{wrong[0]}' is not the number of a member; expected for instance 3,17")
    return [int(word) for word in words]


@click.command(
    cls=Command,
    examples=(
        "tightrope plot results/baseline",
        "tightrope plot results/baseline --figure position --members 3,17 --format pdf",
        "tightrope plot results/baseline --variables world.reserves,baku.trust_in_cover",
        "tightrope plot baseline history --figure outcomes",
        "tightrope plot baseline cheap-oil --variables world.reserves,baku.position",
    ),
)
@click.argument("runs", metavar="RUN...", nargs=-1, required=True)
@click.option(
    "--figure",
    "figures",
    metavar="NAME",
    multiple=True,
    callback=_words,
    help="Which figures; if none, all of a run, position and outcomes of several.",
)
@click.option("--variables", metavar="A,B", multiple=True, callback=_words, help="Draw these variables over time.")
@click.option("--members", metavar="3,17", multiple=True, callback=_numbers, help="Show these members singly.")
@click.option(
    "--format",
    "formats",
    metavar="PNG,SVG,PDF",
    multiple=True,
    default=("png,svg",),
    show_default=True,
    callback=_words,
    help="Kinds of files.",
)
@click.option("--out", metavar="DIR", type=click.Path(path_type=Path), help="Where the figures go.")
def plot(
    runs: tuple[str, ...],
    figures: list[str],
    variables: list[str],
    members: list[int],
    formats: list[str],
    out: Path | None,
) -> None:
    """Draw the figures of a run again, or several runs side by side.

    RUN is a results folder, the name of a scenario or a scenario file; of a scenario the results in results/NAME are
    drawn, and if there are none it is run first. Figures go to the folder "figures" of the run; those of several runs,
    with their tables in one, to a folder "together-A-B" beside them; or all figures go to DIR. Figures with --members
    or --variables have file names of their own; those of several runs show them over each other, a colour each.
    """
    from tightrope.cli.drawing import Wanted, draw

    wanted = Wanted(tuple(figures), tuple(variables), tuple(members), tuple(dict.fromkeys(formats)))
    for path in draw(runs, wanted, out):
        say(str(path))
