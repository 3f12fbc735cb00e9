"""``tightrope scenario``: list, show, start, check; and the schema for editors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from tightrope.cli.output import json_option, note, print_json, say, table
from tightrope.cli.shell import Group

if TYPE_CHECKING:
    from tightrope.errors import Problem
    from tightrope.scenario import Scenario


@click.group(
    cls=Group,
    examples=(
        "tightrope scenario list",
        "tightrope scenario show baseline",
        "tightrope scenario new my-what-if --extends baseline",
    ),
)
def scenario() -> None:
    """List, show, start and check scenarios."""


@scenario.command("list", examples=("tightrope scenario list",))
@json_option
def list_scenarios(as_json: bool) -> None:
    """The shipped scenarios and the question each of them asks."""
    from tightrope.errors import InputError
    from tightrope.quarters import format_quarter
    from tightrope.scenario import load, scenario_names

    plans: list[Scenario] = []
    problems: list[Problem] = []
    for name in scenario_names():
        try:
            plans.append(load(name))
        except InputError as error:
            problems.extend(problem for problem in error.problems if problem not in problems)
    if problems:
        raise InputError(problems)
    if as_json:
        print_json([
            {
                "name": plan.name,
                "id": plan.id,
                "title": plan.title,
                "question": plan.question,
                "start": format_quarter(plan.start),
                "end": format_quarter(plan.end),
            }
            for plan in plans
        ])  # fmt: skip
        return
    rows = [[plan.name, plan.id, plan.question] for plan in plans]
    table("", ["name", "id", "question"], rows, wrap=(2,))


@scenario.command(examples=("tightrope scenario show baseline", "tightrope scenario show baseline --yaml > whole.yaml"))
@click.argument("name", metavar="SCENARIO")
@click.option("--all", "everything", is_flag=True, help="Also list the numbers that are as in the seeds.")
@click.option("--yaml", "as_yaml", is_flag=True, help="Print a file that says the same and inherits nothing.")
@json_option
def show(name: str, everything: bool, as_yaml: bool, as_json: bool) -> None:
    """Show a scenario fully resolved, and where each value was written.

    SCENARIO is the name of a shipped scenario, a scenario file or a results folder.
    """
    from tightrope.face import plan_of

    plan = plan_of(name)
    for warning in plan.warnings:
        note(warning)
    if as_yaml:
        say(plan.to_yaml().rstrip("\n"))
    elif as_json:
        chain, origins = list(plan.extends), dict(plan.origins)
        print_json({"name": plan.name, "extends": chain, **plan.resolved(), "origins": origins})
    else:
        from tightrope.cli.scenario_in_words import say_scenario

        say_scenario(plan, everything)


@scenario.command(
    examples=("tightrope scenario new my-what-if", "tightrope scenario new dear-oil.yaml --extends baseline")
)
@click.argument("name", metavar="NAME")
@click.option("--extends", metavar="S", default="baseline", show_default=True, help="The scenario to start from.")
def new(name: str, extends: str) -> None:
    """Start a scenario file, NAME.yaml, with what can be written in it as comments.

    NAME is a name, for a file in this folder, or a path. An existing file is not touched.
    """
    from tightrope.cli.starter import start_file

    path = start_file(name, extends)
    say(f"Written: {path}")
    say(f"Edit it, then: tightrope scenario check {path}")
    say("For an editor's help with it: tightrope scenario schema > tightrope.schema.json")


@scenario.command(examples=("tightrope scenario check my-what-if.yaml", "tightrope scenario check *.yaml"))
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@json_option
def check(files: tuple[str, ...], as_json: bool) -> None:
    """Check scenario files: every problem of every file at once, with file, line and what was expected."""
    from tightrope.errors import InputError
    from tightrope.face import plan_of

    plans: dict[str, Scenario] = {}
    problems: dict[str, tuple[Problem, ...]] = {}
    for file in files:
        try:
            plans[file] = plan_of(file)
        except InputError as error:
            problems[file] = error.problems
    if as_json:
        print_json([_checked(file, plans.get(file), problems.get(file, ())) for file in files])
    else:
        for file, plan in plans.items():
            say(f"ok: {file}")
            for warning in plan.warnings:
                note(warning)
    if problems:
        raise InputError(problem for found in problems.values() for problem in found)


def _checked(file: str, plan: Scenario | None, problems: tuple[Problem, ...]) -> dict[str, Any]:
    return {
        "file": file,
        "ok": plan is not None,
        "problems": [{**vars(problem), "text": str(problem)} for problem in problems],
        "warnings": list(plan.warnings) if plan is not None else [],
    }


@scenario.command("schema", examples=("tightrope scenario schema > tightrope.schema.json",))
def print_schema() -> None:
    """Print the JSON Schema of scenario files, for an editor that completes and checks as one types."""
    from tightrope.scenario import schema

    print_json(schema())
