"""``tightrope calibrate``: parameters held against history. For maintainers; ``make calibrate`` calls it."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tightrope.cli.options import workers_option_for
from tightrope.cli.output import json_option, paragraph, print_json, say, table
from tightrope.cli.shell import Command

if TYPE_CHECKING:
    from tightrope.calibrate.study import Asking
    from tightrope.cli.progress import Progress
    from tightrope.evidence import Seeds
    from tightrope.evidence.calibration import Settings

CALIBRATION = "calibration"
"""The name of the folder that is written."""


@click.command(
    cls=Command,
    hidden=True,
    examples=(
        "tightrope calibrate",
        "tightrope calibrate --candidates 500 --out /tmp/try",
        "tightrope calibrate --theories --candidates 1000",
    ),
)
@click.option("--candidates", metavar="N", type=click.IntRange(min=2), help="How many parameter vectors are tried.")
@click.option("--draws", metavar="N", type=click.IntRange(min=2), help="Draws of luck for each.")
@click.option("--seed", metavar="S", type=click.IntRange(min=0), help="The seed of candidates and luck.")
@click.option("--theory", metavar="T", default="quantal-response", show_default=True, help="How the capitals choose.")
@click.option("--theories", is_flag=True, help="Compare all theories on the same candidates instead; writes nothing.")
@workers_option_for("Processes; by default one per core")
@click.option(
    "--out",
    metavar="DIR",
    type=click.Path(path_type=Path),
    default=Path("results"),
    show_default=True,
    help="Where the folder with the vectors goes.",
)
@json_option
def calibrate(
    candidates: int | None,
    draws: int | None,
    seed: int | None,
    theory: str,
    theories: bool,
    workers: int | None,
    out: Path,
    as_json: bool,
) -> None:
    """Try parameter vectors from the ranges of seeds/, and keep those that history up to 2008 does not rule out.

    Writes DIR/calibration: vectors.yaml (which `uncertainty: history` projects across once it is in seeds/), an account
    of what was found, and its figures. What is not given is that of seeds/calibration.yaml.
    """
    from tightrope.calibrate.study import Asking
    from tightrope.cli.progress import Progress
    from tightrope.ensemble import default_workers
    from tightrope.evidence import load_seeds
    from tightrope.evidence.calibration import load_settings

    seeds, settings = load_seeds(), load_settings()
    count = candidates or settings.candidates.value
    each = draws or settings.draws.value
    asking = Asking(
        count,
        each,
        settings.seed.value if seed is None else seed,
        theory,
        workers or default_workers(count * each * QUARTERS),
    )
    with Progress() as progress:
        if theories:
            _rank(asking, settings, seeds, progress, as_json)
        else:
            _keep(asking, settings, seeds, progress, out / CALIBRATION, as_json)


QUARTERS = 100
"""About how many quarters each member lives, in all worlds together; for choosing how many processes pay."""


def _phases(progress: Progress) -> Callable[[str], Progress]:
    def begin(name: str) -> Progress:
        progress.phase(f"calibrate: {name}")
        return progress

    return begin


def _keep(asking: Asking, settings: Settings, seeds: Seeds, progress: Progress, folder: Path, as_json: bool) -> None:
    from tightrope.calibrate import account
    from tightrope.calibrate.posterior import posterior
    from tightrope.calibrate.study import calibrate as study
    from tightrope.cli.calibration_files import check_place, save_calibration

    check_place(folder)
    began = time.perf_counter()
    kept = study(asking, settings, seeds, _phases(progress))
    moved = posterior(seeds, kept)
    progress.phase("calibrate: figures")
    files = save_calibration(kept, moved, seeds, folder)
    if as_json:
        print_json({**account.as_data(kept, moved), "files": [str(path) for path in files]})
        return
    for block in account.in_brief(kept, moved):
        say(paragraph(block))
        say()
    table("What each fitted criterion does", *account.fitted_table(kept, seeds), right=range(2, 8), wrap=(1,))
    table("The cross-check in time", *account.checked_table(kept, seeds), right=range(2, 7), wrap=(1,))
    say(f"Took {time.perf_counter() - began:.0f} s with {asking.workers} processes. Written:")
    for path in files:
        say(f"  {path}")


def _rank(asking: Asking, settings: Settings, seeds: Seeds, progress: Progress, as_json: bool) -> None:
    from tightrope.calibrate.theories import rank_theories
    from tightrope.cli.words import percent

    found = rank_theories(list(seeds.theories), asking, settings, seeds, _phases(progress))
    if as_json:
        print_json({"theories": [{**vars(one), "share": one.share} for one in found]})
        return
    say(
        paragraph(
            f"{asking.candidates} candidates from the ranges, the same under every theory, {asking.draws} draws of "
            f"luck each, seed {asking.seed}; share that the fitted patterns do not rule out (in brackets: 90 %), and "
            "how far that is behind the best, candidate by candidate, in points."
        )
    )
    rows = [
        [
            one.theory, str(one.left), f"{percent(one.share)} ({100 * one.low:.1f} to {100 * one.high:.1f})",
            f"{100 * one.behind:.1f} ({100 * one.behind_low:.1f} to {100 * one.behind_high:.1f})", one.hardest,
        ]
        for one in found
    ]  # fmt: skip
    table("", ["theory", "left", "share left", "behind the best", "hardest criterion"], rows, right=range(1, 4))
