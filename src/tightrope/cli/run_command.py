"""``tightrope run``: scenarios to results and figures."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tightrope.cli.options import out_option, workers_option
from tightrope.cli.output import json_option, note, print_json, say
from tightrope.cli.shell import Command, command_line

if TYPE_CHECKING:
    from tightrope.cli.asked import Asked
    from tightrope.cli.findings import Findings
    from tightrope.cli.progress import Progress
    from tightrope.results import Run

UNCERTAINTY_HELP = (
    "What members draw: none (nothing, all are alike), chance (luck, and the ranges that the scenario writes), "
    "full (the ranges of all numbers as well), or history."
)


@click.command(
    cls=Command,
    examples=(
        "tightrope run baseline --members 500",
        "tightrope run baseline cheap-oil --out /tmp/results",
        "tightrope run baseline --set washington.engagement=0.5 --set baku.openness=0.4",
        "tightrope run baseline --set 'world.oil_price={fall: 60 %, over: 3 years}'",
        "tightrope run my-what-if.yaml --uncertainty none --members 1",
        "tightrope run baseline --theory prospect-theory",
        "tightrope run baseline --theory all",
    ),
)
@click.argument("scenarios", metavar="SCENARIO...", nargs=-1, required=True)
@click.option("--members", metavar="N", type=int, help="How many members the ensemble has.")
@click.option("--seed", metavar="S", type=int, help="The seed of all chance.")
@click.option("--quarters", metavar="N", type=int, help="How many quarters to run.")
@click.option("--set", "sets", metavar="CAPITAL.NAME=VALUE", multiple=True, help="Change a number; may be repeated.")
@click.option("--theory", metavar="T", help="The theory by which capitals choose, or all of them in turn.")
@click.option("--uncertainty", metavar="U", help=UNCERTAINTY_HELP)
@workers_option
@out_option("the results folders go")
@json_option
def run(
    scenarios: tuple[str, ...],
    members: int | None,
    seed: int | None,
    quarters: int | None,
    sets: tuple[str, ...],
    theory: str | None,
    uncertainty: str | None,
    workers: int | None,
    out: Path,
    as_json: bool,
) -> None:
    """Run one or many scenarios, and write their results and figures.

    SCENARIO is the name of a shipped scenario, a scenario file, or a results folder to run again. Each run
    gets a folder DIR/NAME, its name extended by what --set, --theory and --uncertainty change; several
    also get DIR/together-NAME-NAME. How many members, which seed and how many quarters, by an option or
    by --set, make no other question and so no other name: a run replaces the one there that had others,
    and says so. With --theory all each scenario is run under every theory of choice. Everything is
    checked first: if anything is refused, nothing is run.
    """
    from tightrope.cli.asked import asked, check_places

    options = {
        "members": members,
        "seed": seed,
        "quarters": quarters,
        "theory": theory,
        "uncertainty": uncertainty,
    }
    sets, options = as_options(sets, options)
    runs = asked(scenarios, sets, options)
    common = _common(runs, theory)
    check_places([one.name for one in runs], out, common)
    say_warnings(runs)
    from tightrope.cli.progress import Progress

    with Progress() as progress:
        found = [carry_out_and_save(one, out, workers, progress) for one in runs]
        together: list[Path] = []
        if len(found) > 1:
            from tightrope.cli.side_by_side import save_together

            progress.phase("side by side")
            together = save_together([one.folder for one in found], out / common)
    _tell(found, together, as_json)


def as_options(sets: Sequence[str], options: Mapping[str, Any]) -> tuple[tuple[str, ...], dict[str, Any]]:
    """The same with what --set gives and an option could have given as that option, so that both make one name."""
    rest: list[str] = []
    found = dict(options)
    for text in sets:
        key, _, value = (part.strip() for part in text.partition("="))
        if value and key in found and found[key] is None:
            found[key] = value
        else:
            rest.append(text)
    return tuple(rest), found


def say_warnings(runs: Sequence[Asked]) -> None:
    """Print the warnings and notes of all scenarios, each once."""
    from tightrope.cli.notes import say_notes

    say_notes(one.scenario for one in runs)


def _common(runs: Sequence[Asked], theory: str | None) -> str:
    """The name of the folder that shows the runs side by side, "" for a single run; all theories are told as one."""
    from tightrope.cli.asked import ALL, common_name

    names = [one.name for one in runs]
    if theory == ALL:
        names = list(dict.fromkeys(f"{one.name.removesuffix('+' + one.scenario.theory)}+{ALL}" for one in runs))
    return common_name(names) if len(runs) > 1 else ""


def carry_out_and_save(one: Asked, out: Path, workers: int | None, progress: Progress) -> Findings:
    """Run one scenario, write its folder with figures, and return what to tell of it."""
    from tightrope.cli.findings import findings
    from tightrope.cli.replaced import held
    from tightrope.face import carry_out
    from tightrope.figures import draw_all
    from tightrope.figures.files import FIGURES, NEEDS

    def draw(run: Run, folder: Path) -> list[Path]:
        names = [name for name in FIGURES if run.recorded(*NEEDS[name])]
        progress.phase(f"{one.name}: figures")
        files: list[Path] = []
        for done, name in enumerate(names, start=1):
            files += draw_all(run, folder, names=[name])
            progress(done, len(names))
        return files

    progress.phase(f"{one.name}: simulating")
    finished = carry_out(one.scenario, one.name, workers=workers, progress=progress)
    progress.phase(f"{one.name}: tables")
    place = out / one.name
    before = held(place)
    files = finished.save(place, draw=draw, command=command_line())
    if told := before and before.against(held(place)):
        note(f"{place}: {told}")
    # Shown as the reader typed it, not from the root of the file system.
    return findings(finished, place, [place / file.relative_to(os.path.abspath(place)) for file in files])


def _tell(found: Sequence[Findings], together: Sequence[Path], as_json: bool) -> None:
    from tightrope.cli import findings
    from tightrope.results import DISCLAIMER

    if as_json:
        runs = [findings.as_data(one) for one in found]
        common = [str(path) for path in together]
        print_json({"runs": runs, "together": common, "disclaimer": DISCLAIMER})
        return
    for one in found:
        findings.say_findings(one)
    if len(found) > 1:
        findings.say_side_by_side(found)
    say("Written:")
    if len(found) == 1:
        findings.say_written(found[0].folder, found[0].files)
    else:
        for one in found:
            findings.say_written_briefly(one.folder, one.files)
        findings.say_written_briefly(together[0].parent, together)
    say()
    say(DISCLAIMER)
