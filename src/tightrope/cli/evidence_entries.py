"""What else has a name in ``seeds/`` and ``scenarios/``: found by that name, or by the words that describe it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tightrope.cli.evidence_search import all_in
from tightrope.cli.words import counted, figure, listed, setting_in_words
from tightrope.quarters import format_quarter

if TYPE_CHECKING:
    from tightrope.evidence import EventKind, Lever, Mechanism, Pattern, Seeds, Theory, Treaty
    from tightrope.evidence.entries import Evidenced
    from tightrope.scenario import Scenario

CODE = re.compile(r"(P|M|LV|S)[0-9]+[a-z]?", re.IGNORECASE)
"""What patterns, mechanisms, levers and scenarios are numbered with."""

LISTED = 6
"""Entries of a kind that are named in passing; of more it is said how many."""


@dataclass(frozen=True)
class Entry:
    """Something with a name: what it is called and what is told of it, the last part being where there is more.

    ``names`` are those it is found by, the first the one it is shown under; ``title`` is a few words or "", ``says`` a
    sentence or ""; ``data`` is itself, for JSON.
    """

    kind: str
    names: tuple[str, ...]
    title: str
    says: str
    parts: tuple[str, ...]
    data: Mapping[str, Any]


def named(found: Sequence[Entry], words: Sequence[str]) -> list[Entry]:
    """The entries that one of the words is a name of."""
    folded = {word.casefold() for word in words}
    return [entry for entry in found if folded & {name.casefold() for name in entry.names}]


def mentioning(found: Sequence[Entry], words: Sequence[str]) -> dict[str, list[Entry]]:
    """The entries, by kind, in whose names or description every word occurs; a number such as P7 is no word."""
    kinds: dict[str, list[Entry]] = {}
    if any(CODE.fullmatch(word) for word in words):
        return kinds
    for entry in found:
        if all_in(words, " ".join([*entry.names, entry.title, entry.says])):
            kinds.setdefault(entry.kind, []).append(entry)
    return kinds


def in_passing(found: Sequence[Entry]) -> str:
    """Their names, with their titles: "P1 (a tilt), P7 (a squeeze) and 3 more"."""
    shown = [f"{entry.names[0]} ({entry.title})" if entry.title else entry.names[0] for entry in found[:LISTED]]
    return ", ".join(shown) + (f" and {len(found) - LISTED} more" if len(found) > LISTED else "")


def numbering(found: Sequence[Entry]) -> str:
    """From where to where each kind is numbered: "patterns are P1 to P26, ..."."""
    codes: dict[str, list[str]] = {}
    for entry in found:
        if CODE.fullmatch(entry.names[0]):
            codes.setdefault(entry.kind, []).append(entry.names[0])
    ordered = {kind: sorted(names, key=lambda name: (len(name), name)) for kind, names in codes.items()}
    return listed(f"{kind}s are {names[0]} to {names[-1]}" for kind, names in ordered.items())


# -- what there is ----------------------------------------------------------------------------------------------------
def entries(seeds: Seeds) -> list[Entry]:
    """Everything that has a name, but for claims, sources and parameters."""
    from tightrope.scenario import load, scenario_names

    found = [_pattern(pattern) for pattern in seeds.patterns.values()]
    found += [_mechanism(mechanism) for mechanism in seeds.mechanisms.values()]
    found += [_lever(lever, seeds) for lever in seeds.levers.values()]
    found += [_treaty(treaty) for treaty in seeds.treaties.values()]
    found += [_event(event) for event in seeds.events.values()]
    found += [_theory(theory) for theory in seeds.theories.values()]
    return found + [_scenario(load(name), seeds) for name in scenario_names()]


def _pattern(pattern: Pattern) -> Entry:
    since, until = map(format_quarter, pattern.period)
    several = len(pattern.criteria) > 1
    asks = [
        f"{f'{one.id}: ' if several else ''}{one.says}{' (untested)' if one.untested else ''}"
        for one in pattern.criteria
    ]
    parts = (
        f"{since} to {until}. Grade: {pattern.grade}.",
        f"Asked: {'; '.join(asks)}.",
        _evidence(pattern.evidence),
        f"`tightrope hindcast --only {pattern.id}` puts it to the model.",
    )
    names = pattern.id, *(one.id for one in pattern.criteria if one.id != pattern.id)
    data = {**pattern.model_dump(mode="json", exclude={"criteria", "worlds"}), "period": [since, until]}
    return Entry("pattern", names, pattern.name, pattern.says, parts, data)


def _mechanism(mechanism: Mechanism) -> Entry:
    support = f"Support: {mechanism.support}. {mechanism.note}".rstrip()
    parts = (
        f"{', '.join(mechanism.inputs)} -> {mechanism.output} ({mechanism.sign})",
        f"Of {', '.join(mechanism.agents)}. {support}",
        *((f"Left out: {mechanism.left_out}",) if mechanism.left_out else ()),
        _evidence(mechanism.evidence),
        f"Numbers: {', '.join(mechanism.parameters)}",
        "`tightrope evidence model` shows all mechanisms.",
    )
    data = mechanism.model_dump(mode="json", exclude={"checks"})
    return Entry("mechanism", (mechanism.id,), "", mechanism.says, parts, data)


def _lever(lever: Lever, seeds: Seeds) -> Entry:
    keys = [f"moscow.exposure_{lever.id}", f"moscow.cost_{lever.id}"]
    known = [key for key in keys if key in seeds.parameters]
    numbers = [f"{key} = {setting_in_words(seeds.parameters[key].setting)}" for key in known]
    parts = (
        *_why(lever),
        *((f"Numbers: {'; '.join(numbers)}",) if numbers else ()),
        f"`tightrope evidence parameters {lever.id}` shows what its numbers rest on.",
    )
    return Entry("lever", (lever.code, lever.id), lever.name, lever.says, parts, lever.model_dump(mode="json"))


def _treaty(treaty: Treaty) -> Entry:
    windows = [[format_quarter(first), last and format_quarter(last)] for first, last in treaty.windows]
    status = {format_quarter(quarter): status for quarter, status in treaty.status.items()}
    dates = {
        name: at and format_quarter(at) for name, at in (("signable", treaty.signable), ("expires", treaty.expires))
    }
    open_when = listed(f"{first} to {last or 'further notice'}" for first, last in windows) or "never"
    parts = (
        f"Pole {treaty.pole}, depth {figure(treaty.depth)}, offer {treaty.offer}, open {open_when}; "
        f"{', '.join(f'{what} in {quarter}' for quarter, what in status.items())}.",
        *_why(treaty),
        "Written in seeds/treaties.yaml.",
    )
    data = {**treaty.model_dump(mode="json"), **dates, "windows": windows, "status": status}
    return Entry("treaty", (treaty.id,), treaty.says, "", parts, data)


def _event(event: EventKind) -> Entry:
    lasts = (
        f"Severity {figure(event.severity)}, {counted(event.quarters, 'quarter')}, unless a scenario says otherwise."
    )
    parts = lasts, *_why(event), "A scenario dates one under `events`."
    return Entry("event", (event.id,), "", event.says, parts, event.model_dump(mode="json"))


def _theory(theory: Theory) -> Entry:
    run = f"`tightrope run baseline --theory {theory.id}` lets the capitals choose by it."
    return Entry(
        "theory", (theory.id,), "", theory.says, (f"Source: {theory.source}", run), theory.model_dump(mode="json")
    )


def _scenario(plan: Scenario, seeds: Seeds) -> Entry:
    direction = seeds.directions.get(plan.id)
    compared = f"`tightrope hindcast --directions --only {plan.id}` compares it with what the documents say."
    parts = (
        *((f"Varied: {direction.says.rstrip('.')}.",) if direction else ()),
        f"`tightrope scenario show {plan.name}` shows it.",
        f"`tightrope run {plan.name}` runs it.",
        *((compared,) if direction else ()),
    )
    names = (plan.id, plan.name) if plan.id else (plan.name,)
    data = {"id": plan.id, "name": plan.name, "title": plan.title, "question": plan.question}
    return Entry("scenario", names, plan.title, plan.question, parts, data)


def _why(entry: Evidenced) -> tuple[str, ...]:
    return (f"Grade: {entry.grade}. {entry.why}", *((_evidence(entry.evidence),) if entry.evidence else ()))


def _evidence(identifiers: Sequence[str]) -> str:
    return f"Rests on: {', '.join(identifiers)}"
