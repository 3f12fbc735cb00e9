"""A scenario in full: what it asks, its run, the values that are its own, and where each was written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tightrope.cli.evidence_search import written_at
from tightrope.cli.output import paragraph, say, table
from tightrope.cli.words import MOST_DATES, counted, figure, run_up_in_words, setting_in_words
from tightrope.quarters import format_quarter

if TYPE_CHECKING:
    from tightrope.scenario import Scenario

HEAD = ("start", "quarters", "members", "seed", "uncertainty", "theory")


def say_scenario(plan: Scenario, everything: bool = False) -> None:
    """Print a scenario; with ``everything`` also the numbers that are as in the seeds."""
    say(f"{plan.title} ({', '.join(part for part in (plan.name, plan.id) if part)})")
    say(paragraph(plan.question))
    if plan.extends:
        say(f"Extends {', which extends '.join(plan.extends)}.")
    _say_run(plan)
    _say_settings(plan, everything)
    _say_events(plan)
    for title, text in plan.notes.items():
        say(paragraph(f"{_HEADINGS.get(title, title)}: {text}"))


_HEADINGS = {"notice": "Things to notice", "try": "Things to try"}


def _say_run(plan: Scenario) -> None:
    values = {key: str(getattr(plan, key)) for key in HEAD} | {"start": format_quarter(plan.start)}
    run_up = run_up_in_words(plan)
    values["start"] += f" ({run_up})" if run_up else ""
    values["quarters"] += f" (to {format_quarter(plan.end)})"
    rows = [[key, values[key], plan.origins.get(key, "")] for key in HEAD]
    table("The run", ["", "value", "written in"], rows)


def _say_settings(plan: Scenario, everything: bool) -> None:
    known = plan.seeds.parameters
    rows = [
        [
            key,
            setting_in_words(setting, MOST_DATES),
            known[key].unit,
            setting_in_words(known[key].setting, MOST_DATES),
            plan.origins.get(key, ""),
        ]
        for key, setting in plan.settings.items()
    ]
    if rows:
        columns = ["number", "value", "unit", "in the seeds", "written in"]
        table("Numbers that differ from the seeds", columns, rows, wrap=(1, 3))
    others = [parameter for key, parameter in known.items() if key not in plan.settings]
    if everything:
        say("Numbers as in the seeds")
        for parameter in others:
            value = setting_in_words(parameter.setting, MOST_DATES)
            say(paragraph(f"{parameter.key} = {value} {parameter.unit}; {written_at(parameter)}", "  "))
        say()
        return
    count = counted(len(others), "other number") if plan.settings else f"All {counted(len(others), 'number')}"
    told = "--all lists them, `tightrope evidence parameters` says what they rest on"
    say(paragraph(f"{count} as in the seeds: {told}."))
    say()


def _say_events(plan: Scenario) -> None:
    if not plan.events:
        return
    rows = [
        [
            event.name,
            format_quarter(event.quarter),
            event.kind,
            figure(event.severity),
            counted(event.quarters, "quarter"),
            plan.origins.get(f"events.{event.name}", ""),
        ]
        for event in sorted(plan.events.values(), key=lambda event: event.quarter)
    ]
    table("Events", ["name", "when", "kind", "severity", "lasts", "written in"], rows)
