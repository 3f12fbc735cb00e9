"""Cut a draft to its run, and say what was cut and which overrides change nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tightrope.evidence import Seeds, Setting, ranges_digest
from tightrope.evidence.vectors import AGAIN
from tightrope.marked import At
from tightrope.quarters import format_quarter
from tightrope.scenario.draft import Draft, Event
from tightrope.scenario.head import INHERITED


def run_up(seeds: Seeds, start: int) -> int:
    """Return the latest documented start not after ``start``: from there a run is simulated, kept from ``start`` on.

    What is inherited of the quarters between is part of the run; without a documented start nothing runs up.
    """
    return max((quarter for quarter in seeds.starts if quarter <= start), default=start)


def shown(at: At) -> str:
    """Return a place as file:line, or the file alone where there are no lines."""
    return at.file if at.line is None else f"{at.file}:{at.line}"


def cut(setting: Setting, start: int, end: int) -> tuple[Setting, tuple[int, ...]]:
    """Return the setting with no more knots than the run needs, and the quarters of the knots outside the run.

    The nearest knot on either side of the run stays: the path inside leads to it, so every value inside, of every
    member, is what it was.
    """
    quarters = [knot.quarter for knot in setting.knots if knot.quarter is not None]
    outside = tuple(quarter for quarter in quarters if not start <= quarter <= end)
    first = max((quarter for quarter in quarters if quarter <= start), default=start)
    last = min((quarter for quarter in quarters if quarter >= end), default=end)
    kept = tuple(knot for knot in setting.knots if knot.quarter is None or first <= knot.quarter <= last)
    return Setting(kept, setting.distribution), outside


def settings_of_run(draft: Draft, seeds: Seeds, window: tuple[int, int]) -> tuple[dict[str, Setting], list[str]]:
    """Return the settings that differ from the seeds within the run, and notes on what was cut."""
    start, end = window
    settings: dict[str, Setting] = {}
    notes: list[str] = []
    for key, parameter in seeds.parameters.items():
        if key not in draft.settings:
            continue
        setting, dropped = cut(draft.settings[key], start, end)
        if dropped:
            notes.append(_cut_note(draft, key, dropped, window))
        if not (setting.certain and setting.same_as(parameter.setting, range(start, end + 1))):
            settings[key] = setting
    return settings, notes


def _wholly_outside(setting: Setting, window: tuple[int, int]) -> bool:
    quarters = [knot.quarter for knot in setting.knots if knot.quarter is not None]
    return bool(quarters) and (quarters[-1] < window[0] or quarters[0] > window[1])


def _cut_note(draft: Draft, key: str, dropped: tuple[int, ...], window: tuple[int, int]) -> str:
    place = f"{shown(draft.origins[key])}: {key}"
    run = f"the run, {format_quarter(window[0])} to {format_quarter(window[1])}"
    if _wholly_outside(draft.settings[key], window):
        return f"warning: {place}: the whole path lies outside {run}; it is flat there"
    gone = ", ".join(format_quarter(quarter) for quarter in dropped)
    return f"note: {place}: outside {run}, so never reached: {gone}; the path inside is the same"


def events_of_run(draft: Draft, window: tuple[int, int]) -> tuple[dict[str, Event], list[str]]:
    """Return the events that begin within the run, and notes on those that do not."""
    events: dict[str, Event] = {}
    notes: list[str] = []
    for name, event in draft.events.items():
        if window[0] <= event.quarter <= window[1]:
            events[name] = event
            continue
        place = f"{shown(draft.origins[f'events.{name}'])}: events.{name}"
        run = f"the run, {format_quarter(window[0])} to {format_quarter(window[1])}"
        notes.append(f"note: {place}: {format_quarter(event.quarter)} is outside {run}, so dropped")
    return events, notes


def idle_overrides(parent: Draft, draft: Draft, seeds: Seeds, *, head: bool = True) -> tuple[str, ...]:
    """Return a warning for each key that the draft's last layer writes and that changes nothing.

    ``head`` says whether keys such as members count as well as parameters and events.
    """
    return tuple(
        f"warning: {shown(draft.origins[key])}: {key}: equals {what}; it changes nothing"
        for key, what in _idle(parent, draft, seeds, head)
        if draft.origins[key] is not parent.origins.get(key)
    )


def _idle(parent: Draft, draft: Draft, seeds: Seeds, head: bool) -> Iterator[tuple[str, str]]:
    """Yield each key whose value is the parent's, with a word on whose that is."""
    set_there = f"what {parent.name} sets"
    for key in INHERITED if head else ():
        if key in parent.head and parent.head[key] == draft.head[key]:
            yield key, set_there
    window = draft.window
    assert window is not None
    quarters = range(run_up(seeds, window[0]), window[1] + 1)
    for key, setting in draft.settings.items():
        inherited = parent.settings.get(key)
        if setting.same_as(inherited or seeds.parameters[key].setting, quarters):
            yield key, set_there if inherited else "the value in the seeds"
    for name, event in draft.events.items():
        if parent.events.get(name) == event:
            yield f"events.{name}", set_there


def vector_warnings(head: Mapping[str, Any], seeds: Seeds) -> list[str]:
    """Return warnings where members share parameter vectors that were kept for something else."""
    kept = seeds.kept
    if head.get("uncertainty") != "history" or kept is None:
        return []
    found = []
    if kept.ranges != ranges_digest(seeds.parameters):
        says = "the parameter vectors were kept for other ranges than those of seeds/ now"
        found.append(f"warning: uncertainty: history: {says}; {AGAIN}")
    if kept.theory != head["theory"]:
        says = f"the parameter vectors were kept under the theory {kept.theory}, not {head['theory']}"
        found.append(f"warning: uncertainty: history: {says}; history may rule them out")
    return found
