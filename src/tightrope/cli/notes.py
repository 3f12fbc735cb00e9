"""The warnings and notes of scenarios that a command is about to run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from tightrope.cli.output import note
from tightrope.cli.words import counted
from tightrope.quarters import format_quarter

if TYPE_CHECKING:
    from tightrope.scenario import Scenario


def say_notes(plans: Iterable[Scenario]) -> None:
    """Print the warnings and notes of scenarios, each once."""
    for text in dict.fromkeys(text for plan in plans for text in notes_of(plan)):
        note(text)


def notes_of(plan: Scenario) -> Iterator[str]:
    """The warnings and notes of a scenario; of one that was only shortened for this run, what that cuts off in a line.

    Who writes a file that is too short for its events wants to know which lines; who asks for a few quarters does not.
    """
    if not _shortened(plan.origins.get("quarters", "")):
        yield from plan.warnings
        return
    events = [f"events.{name}" for name, event in plan.draft.events.items() if event.quarter > plan.end]
    paths = [key for key in plan.draft.settings if _led_further(plan, key)]
    cut = tuple(f"note: {plan.origins[key]}: {key}: " for key in (*events, *paths))
    yield from (text for text in plan.warnings if not text.startswith(cut))
    end = format_quarter(plan.end)
    if events:
        yield f"note: {counted(len(events), 'event')} after {end} {'is' if len(events) == 1 else 'are'} left out."
    if paths:
        yield f"note: {counted(len(paths), 'number')} would have changed further after {end}."


def _shortened(origin: str) -> bool:
    """Whether the length of a run was chosen by an option, now or when the results were made that it is read from."""
    from tightrope.results import is_results_folder
    from tightrope.results.folder import SCENARIO

    file = Path(origin.rpartition(":")[0])
    return origin.startswith("--") or (file.name == SCENARIO and is_results_folder(file.parent))


def _led_further(plan: Scenario, key: str) -> bool:
    """Whether a number's path leads beyond the end of the run, and does not begin before it."""
    quarters = [knot.quarter for knot in plan.draft.settings[key].knots if knot.quarter is not None]
    return bool(quarters) and max(quarters) > plan.end and min(quarters) >= plan.simulated_from
