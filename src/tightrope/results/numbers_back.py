"""A results folder read back as a scenario: with the numbers of its run, whatever ``seeds/`` holds by now.

All that a run reads of ``seeds/`` stands in its ``parameters.yaml`` and ``scenario.yaml``: parameters, the state before
the first quarter, treaties, the levers, the theory, and the parameter vectors that members share. From
these the seeds are made that the run had; what cannot be had again is named.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from tightrope.errors import InputError, Problem, in_words
from tightrope.evidence import (
    Figure,
    Lever,
    Parameter,
    Seeds,
    StartValue,
    Theory,
    Treaty,
    Vectors,
    load_seeds,
    ranges_digest,
)
from tightrope.evidence.setting import Allowed, SettingReader
from tightrope.evidence.shapes import read_shape
from tightrope.marked import Marked, read_marked
from tightrope.quarters import format_quarter, parse_quarter
from tightrope.results.numbers_used import lever_data, theory_data, treaty_data
from tightrope.scenario import Scenario, load
from tightrope.scenario.find import RESULTS_FILE
from tightrope.scenario.resolve import run_up
from tightrope.scenario.written import setting_data

PARAMETERS = "parameters.yaml"
NAMED = 5
"""Numbers that are named where others are used than those of today; more are counted."""

ALWAYS, SINCE = ("parameters", "treaties"), ("theory", "levers", "start")
"""What every file of numbers has had from the first version on, and what came later."""


WORDS = ("code", "name", "says", "why", "evidence", "grade", "figures")
"""What an entry has besides what the rules read."""


@dataclass
class _Then:
    """The numbers of a run, being read: those that were others than today, and what is lost, by name."""

    used: Marked
    today: Seeds
    others: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def plan_in(folder: Path, *, seeds: Seeds | None = None) -> tuple[Scenario, list[str]]:
    """The scenario of a results folder with the numbers of its run.

    ``seeds`` are those of today, by default the package's own. Also returns texts that begin with "warning: " or
    "note: ": what could not be brought back, and which numbers were others than today. Raises InputError with every
    problem of the two files.
    """
    today = load_seeds() if seeds is None else seeds
    if not (folder / RESULTS_FILE).is_file():
        return load(folder, seeds=today), []
    used = read_marked(folder / PARAMETERS, quick=True)
    then = _Then(used, today)
    scenario = read_marked(folder / RESULTS_FILE, quick=True, in_part=True)
    plan = load(folder, seeds=_seeds_of(then, _quarter(scenario.data.get("start"))))
    return plan, [*(f"warning: {text}" for text in then.lost), *_notes(then)]


def _quarter(written: object) -> int | None:
    """The quarter that a text is, None where it is none."""
    try:
        return parse_quarter(written) if isinstance(written, str) else None
    except ValueError:
        return None


def _notes(then: _Then) -> list[str]:
    """Which numbers are others than today, in a sentence."""
    if not then.others:
        return []
    more = len(then.others) - NAMED
    named = ", ".join(then.others[:NAMED]) + (f" and {more} more" if more > 0 else "")
    if then.used.data["seeds"] == then.today.digest:
        return [f"warning: {PARAMETERS} was changed by hand since the run; taken from it: {named}"]
    return [f"note: seeds/ has other numbers by now; taken as they were in the run: {named}"]


def _seeds_of(then: _Then, first: int | None) -> Seeds:
    """The seeds that a run had, in what a run reads; ``first`` is its first quarter, None where that is not known."""
    used, today = then.used.data, then.today
    _check_sections(then)
    found = _with_start(then, today, first)
    found = replace(
        found,
        parameters=_parameters(then),
        treaties=_treaties(then, used["treaties"]),
        theories=_theories(then, used.get("theory")),
        levers=_levers(then, used.get("levers")),
    )
    if then.problems:
        raise InputError(then.problems)
    found = _with_vectors(then, found)
    return replace(found, digest=_digest(then)) if then.others or then.lost else found


def _check_sections(then: _Then) -> None:
    """Raise InputError where a section is not what a run writes."""
    used, start = then.used.data, then.used.data.get("start")
    then.problems += [
        then.used.problem((key,), in_words(used.get(key)), "a mapping, as a run writes it")
        for key in (*ALWAYS, *(key for key in SINCE if key in used))
        if not isinstance(used.get(key), dict)
    ]
    begins = _quarter(start.get("quarter")) if isinstance(start, dict) else None
    if isinstance(start, dict) and (begins is None or not isinstance(start.get("values"), dict)):
        then.problems.append(
            then.used.problem(("start",), in_words(start), "a quarter and values, as a run writes them")
        )
    if then.problems:
        raise InputError(then.problems)


def _digest(then: _Then) -> str:
    """The digest of the seeds that the run had; of a mixture with those of today one that says so."""
    of_run, of_today = str(then.used.data.get("seeds")), then.today.digest
    if of_run != of_today and not then.lost:
        return of_run
    return hashlib.sha256(f"{of_run} in part, else {of_today}\n".encode()).hexdigest()


# -- parameters -------------------------------------------------------------------------------------------------------
def _parameters(then: _Then) -> dict[str, Parameter]:
    used, known = then.used.data["parameters"], then.today.parameters
    then.lost += [f"the parameter {key} is no longer known" for key in used if key not in known]
    then.lost += [f"the parameter {key} is new since the run" for key in known if key not in used]
    return {key: _parameter(then, one, used[key]) if key in used else one for key, one in known.items()}


def _parameter(then: _Then, today: Parameter, entry: Mapping[str, Any]) -> Parameter:
    """A parameter as the run had it, before its scenario changed it."""
    if entry.get("unit", today.unit) != today.unit:
        then.lost.append(f"the parameter {today.key} is counted in {today.unit} now, in {entry['unit']} in the run")
        return today
    part = "otherwise" if "otherwise" in entry else "value"
    distribution = entry.get("distribution", today.setting.distribution)
    if entry.get(part) == setting_data(today.setting) and distribution == today.setting.distribution:
        return today
    reader = SettingReader(then.used, Allowed(today.unit, (-math.inf, math.inf), distribution))
    setting = reader.setting(("parameters", today.key, part), entry.get(part))
    then.problems += reader.problems
    if setting is None:
        return today
    then.others.append(today.key)
    grade, why, evidence = entry.get("grade", today.grade), entry.get("why", today.why), entry.get("evidence")
    ids = today.evidence if evidence is None else tuple(evidence)
    return replace(today, setting=setting, grade=grade, why=why, evidence=ids)


# -- the start --------------------------------------------------------------------------------------------------------
def _with_start(then: _Then, found: Seeds, first: int | None) -> Seeds:
    """The seeds with the state in which the run began, and no later one that it did not begin in."""
    used, today = then.used.data.get("start"), then.today
    if not used:  # a folder of before starts were kept
        if then.used.data.get("seeds") != today.digest:
            says = "the state in which it began (seeds/starts.yaml) was not kept, and seeds/ has changed since"
            then.lost.append(says)
        return found
    quarter = parse_quarter(used["quarter"])
    first = quarter if first is None else first
    now = today.start_values.get(quarter) or today.start_values.get(run_up(today, first), {})
    then.lost += [f"the start of {key} is no longer known" for key in used["values"] if key not in now]
    then.lost += [f"the start of {key} is new since the run" for key in now if key not in used["values"]]
    values = {key: _start_value(then, key, one) if key in used["values"] else one for key, one in now.items()}
    others = {when: each for when, each in today.start_values.items() if not quarter <= when <= first}
    if quarter not in today.start_values or run_up(today, first) != quarter:
        then.others.append(f"the quarter of the start, {format_quarter(quarter)}")
    starts = dict(sorted({**others, quarter: values}.items()))
    numbers = {when: {key: one.value for key, one in each.items()} for when, each in starts.items()}
    return replace(found, start_values=starts, starts=numbers)


def _start_value(then: _Then, key: str, today: StartValue) -> StartValue:
    entry = {name: part for name, part in then.used.data["start"]["values"][key].items() if name != "says"}
    if entry == today.model_dump(mode="json"):
        return today
    found = read_shape(StartValue, then.used, ("start", "values", key), entry, then.problems)
    if found is None or found.value == today.value:
        return found or today
    then.others.append(f"the start of {key}")
    return found


# -- treaties, levers, theory -----------------------------------------------------------------------------------------
def _treaties(then: _Then, used: Mapping[str, Any]) -> dict[str, Treaty]:
    """The treaties of the run in their order; what has come up since takes part as well, and is named."""
    known = then.today.treaties
    found: dict[str, Treaty] = {}
    for name, entry in used.items():
        if name in known and entry == treaty_data(known[name]):
            found[name] = known[name]
            continue
        treaty = read_shape(Treaty, then.used, ("treaties", name), entry, then.problems, id=name)
        if treaty is not None:
            found[name] = treaty
            if name not in known or _rules(entry) != _rules(treaty_data(known[name])):
                then.others.append(f"the treaty {name}")
    if list(found) != [name for name in known if name in found]:
        then.others.append("the order of the treaties")
    new = {name: treaty for name, treaty in known.items() if name not in used}
    then.lost += [f"the treaty {name} is new since the run" for name in new]
    begins = _quarter(then.used.data.get("start", {}).get("quarter"))
    return {**found, **{name: one for name, one in new.items() if begins is None or begins in one.status}}


def _levers(then: _Then, used: Mapping[str, Any] | None) -> Mapping[str, Lever]:
    """The levers of the run in their order; what they can do are parameters and starts. One that is no longer known
    cannot be had again, one that has come up since takes part as well, and both are named."""
    known = then.today.levers
    if used is None:  # a folder of before they were kept
        return known
    then.lost += [f"the lever {name} is no longer known" for name in used if name not in known]
    then.lost += [f"the lever {name} is new since the run" for name in known if name not in used]
    found: dict[str, Lever] = {}
    for name, entry in used.items():
        if name not in known:
            continue
        now = lever_data(known[name])
        lever = (
            known[name]
            if entry == now
            else read_shape(Lever, then.used, ("levers", name), entry, then.problems, id=name)
        )
        if lever is not None:
            found[name] = lever
            if _rules(entry) != _rules(now):
                then.others.append(f"the lever {name}")
    if list(found) != [name for name in known if name in found]:
        then.others.append("the order of the levers")
    return {**found, **{name: lever for name, lever in known.items() if name not in used}}


def _rules(entry: Any) -> dict[str, Any]:
    """What the rules read of an entry: all but its words and its evidence."""
    return {key: part for key, part in entry.items() if key not in WORDS} if isinstance(entry, dict) else {}


def _theories(then: _Then, used: Mapping[str, Any] | None) -> Mapping[str, Theory]:
    known = then.today.theories
    name = None if used is None else str(used.get("id"))
    if used is None or name is None or (name in known and used == theory_data(then.today, name)):
        return known
    figures: dict[str, Figure | None] = {
        f"numbers.{number}": read_shape(Figure, then.used, ("theory", "numbers", number), data, then.problems)
        for number, data in used.get("numbers", {}).items()
    }
    data = {key: part for key, part in used.items() if key not in ("id", "numbers")}
    numbers = {key.removeprefix("numbers."): figure.value for key, figure in figures.items() if figure is not None}
    theory = read_shape(
        Theory, then.used, ("theory",), data, then.problems, id=name, figures=figures, numbers=numbers
    ) if None not in figures.values() else None  # fmt: skip
    if theory is None:
        return known
    if name not in known or _acts(theory) != _acts(known[name]):
        then.others.append(f"the theory {name}")
    return {**known, name: theory}


def _acts(theory: Theory) -> tuple[Any, ...]:
    """What the rules read of a theory."""
    numbers = {name: (figure.value, figure.low, figure.high) for name, figure in theory.figures.items()}
    weights = {(at, name): one.times for at, each in theory.weights.items() for name, one in each.items()}
    return theory.rule, theory.transform, numbers, weights, {name: one.moves for name, one in theory.search.items()}


# -- vectors ----------------------------------------------------------------------------------------------------------
def _with_vectors(then: _Then, found: Seeds) -> Seeds:
    """The seeds with the parameter vectors that the run used.

    Candidates are numbers: taken through other ranges they would be other parameters.
    """
    used = then.used.data.get("vectors")
    if used is None:
        return found
    drawn_from, ranges = used.get("drawn_from", used["ranges"]), used["ranges"]
    if drawn_from is not None and drawn_from != ranges_digest(found.parameters):
        then.lost.append("its parameter vectors were drawn from ranges that have changed since the run")
        return found
    shared = Vectors(used["seed"], tuple(used["candidates"]), tuple(used["passes_control"]))
    if shared != found.vectors:
        then.others.append("the parameter vectors")
    kept = None if found.kept is None or ranges is None else found.kept.model_copy(update={"ranges": ranges})
    return replace(found, vectors=shared, kept=kept)
