"""The command line: parse, call one function, print.

Only click is imported here; every command imports what it needs when it runs, so that help is immediate.
"""

from __future__ import annotations

import sys

import click

from tightrope.cli.calibrate_command import calibrate
from tightrope.cli.compare_command import compare
from tightrope.cli.evidence_commands import evidence
from tightrope.cli.exercise_command import exercise
from tightrope.cli.explain_command import explain
from tightrope.cli.hindcast_command import hindcast
from tightrope.cli.play_command import play
from tightrope.cli.plot_command import plot
from tightrope.cli.report_command import report
from tightrope.cli.run_command import run
from tightrope.cli.scenario_commands import scenario
from tightrope.cli.serve_command import serve
from tightrope.cli.shell import Program, debug_option

__all__ = ["main", "program"]


def _print_version(context: click.Context, parameter: click.Parameter, asked: bool) -> None:
    if asked and not context.resilient_parsing:
        from tightrope.face import version

        click.echo(f"tightrope {version()}")
        context.exit()


@click.group(
    cls=Program,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
    examples=(
        "tightrope scenario list",
        "tightrope run baseline --members 500",
        "tightrope run baseline --set washington.engagement=0.5",
        "tightrope evidence oil",
    ),
)
@debug_option
@click.option(
    "--version",
    is_flag=True,
    expose_value=False,
    is_eager=True,
    callback=_print_version,
    help="Print the version and stop.",
)
def program() -> None:
    """What-if reasoning about a small energy exporter between Moscow, Brussels, Washington and Ankara.

    An ensemble of simulated histories of Baku's choices, each number traced to the documents behind it.
    A tool for disciplined what-if reasoning, not a forecast.

    Exit status: 0 done, 1 the run failed, 2 the input was refused.
    """


for _command in (run, plot, explain, compare, report, play, exercise, serve, hindcast, scenario, evidence, calibrate):
    program.add_command(_command)


def main() -> None:
    """Run the command line of this process; does not return."""
    for stream in (sys.stdout, sys.stderr):
        # Names of people and places must not stop a command on a terminal that cannot show them.
        getattr(stream, "reconfigure", lambda **_: None)(errors="replace")
    program(prog_name="tightrope")
