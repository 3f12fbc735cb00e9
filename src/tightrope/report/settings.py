"""What was varied, as a table: a column for what the scenarios extend, and one for each run."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree.ElementTree import Element

from tightrope.figures.curves import PROPER_NAMES
from tightrope.report.gather import Material, Part
from tightrope.report.markup import Child, joined, listing, node, paragraph, section, table
from tightrope.report.markup import key as key_of
from tightrope.report.varied import SEEDS, THEORY, event_data, head_words
from tightrope.report.words import listed, setting_in, value
from tightrope.scenario import Scenario, scenario_names
from tightrope.scenario.changes import DISPLAY as BY_HAND
from tightrope.scenario.head import INHERITED, OPTIONS

EVENT = "events."
NOTHING = "–"

NOTE = (
    "Bold: a value that the run has and what it extends has not. All other numbers, and all events not named, are as "
    "in what each run extends. A path is straight between its dates and flat before and after."
)


def settings(material: Material) -> Element:
    """What each run varies against what it extends."""
    keys = list(dict.fromkeys(change.key for part in material.parts for change in part.varied.changes))
    keys += [
        key for key in INHERITED if key != THEORY and any(_changes(part, key, material) for part in material.parts)
    ]
    told = [_extends(part) for part in material.parts]
    children: list[Child] = [paragraph(*told) if material.alone else listing(told)]
    if keys:
        children += [_table(material, keys), paragraph(NOTE, class_="note"), _hint(material)]
    return section("varied", "What was varied", *children)


def _hint(material: Material) -> Element | None:
    """What would show what the changes do, in a report of one shipped scenario as it is."""
    part = material.parts[0]
    if not material.alone or part.varied.base is None or part.name not in scenario_names():
        return None
    command = f"tightrope report {part.varied.against} {part.name}"
    return paragraph("What they change, member by member: ", node("code", command), ".", class_="note")


def _extends(part: Part) -> str:
    found, name = part.varied, part.run.scenario.name
    if found.against == SEEDS:
        chain = f"; it extends {listed(found.through)}, which is not a shipped scenario" if found.through else ""
        what = f"The scenario {name} extends no shipped one: it is held against the numbers of the seeds{chain}"
    elif found.against == name:
        what = (
            f"The scenario {name} extends no other and was changed by hand: it is held against {name} as it is shipped"
        )
    else:
        through = f" (through {listed(found.through)})" if found.through else ""
        what = f"The scenario {name} extends {found.against}{through}"
    if found.shipped is not None and (found.head or any(change.key == THEORY for change in found.changes)):
        what = f"{what}; how it was run, against {name} as it is shipped"
    if found.changes or found.head:
        return f"{what}."
    return f"{what}, and nothing differs from {'them' if found.against == SEEDS else 'it'} in these quarters."


def _table(material: Material, keys: Sequence[str]) -> Element:
    """A row for each key; what is extended has a column unless it is one of the runs itself."""
    parts = material.parts
    names = [part.name for part in parts]
    extended: dict[str, list[Part]] = {}
    for part in parts:
        if part.varied.against not in names:
            extended.setdefault(part.varied.against, []).append(part)
    rows: list[list[Child]] = []
    for key in keys:
        before = [_before(held, key) for held in extended.values()]
        after = [_own_value(part, key, material) for part in parts]
        rows.append([_named(parts[0].run.scenario, key), *before, *after, _written(material, key)])
    columns = ["what", *(f"in {name}" for name in extended), *names, "written in"]
    return table("varied-table", "What is otherwise", columns, rows)


def _named(plan: Scenario, key: str) -> Element:
    known = plan.seeds.parameters
    if key in known:
        return node("span", known[key].long_name, " ", key_of(f"{key}, {known[key].unit}"))
    if key.startswith(EVENT):
        words = key.removeprefix(EVENT).split("_")
        return node("span", f"event: {' '.join(PROPER_NAMES.get(word, word) for word in words)}")
    return node("span", key if key == THEORY else f"{key} of the run")


def _value(holder: Scenario | None, plan: Scenario, key: str) -> Child:
    """What a scenario, or without one the seeds, has of a key in the quarters of ``plan``."""
    known = plan.seeds.parameters
    if key in known:
        return setting_in(plan, known[key].setting if holder is None else holder.setting(key))
    if key.startswith(EVENT):
        event = None if holder is None else holder.events.get(key.removeprefix(EVENT))
        return "none" if event is None else value(event_data(event))
    if holder is None:
        return NOTHING
    return holder.theory if key == THEORY else head_words(holder, key)


def _before(parts: Sequence[Part], key: str) -> Child:
    """What there was of a key in what these runs are held against, or in their scenarios as they are shipped."""
    last = parts[-1]
    shipped = {part.varied.shipped.name: part.varied.shipped for part in parts if part.varied.shipped is not None}
    if key not in INHERITED or not shipped:
        return _value(last.varied.base, last.run.scenario, key)
    values = {name: str(_value(plan, plan, key)) for name, plan in shipped.items()}
    if len(set(values.values())) == 1:
        return f"{next(iter(values.values()))} as shipped"
    return f"{', '.join(f'{value} in {name}' for name, value in values.items())} as shipped"


def _own_value(part: Part, key: str, material: Material) -> Child:
    """What a run has of a key; strong where it is otherwise than in what it extends."""
    found = _value(part.run.scenario, part.run.scenario, key)
    return node("strong", found) if _changes(part, key, material) else found


def _changes(part: Part, key: str, material: Material) -> bool:
    """Whether a run has another value than what it extends: as that was run, where the report shows it."""
    if key not in INHERITED and any(change.key == key for change in part.varied.changes):
        return True
    shown = (other.run.scenario for other in material.parts if other.name == part.varied.against and other is not part)
    base = next(shown, part.varied.base or part.varied.shipped)
    return base is not None and key in INHERITED and getattr(base, key) != getattr(part.run.scenario, key)


def _written(material: Material, key: str) -> Child:
    """Where the runs that changed it wrote it; what has an option of its own is told by that."""
    changed = [part.varied.origins for part in material.parts if _changes(part, key, material)]
    places = dict.fromkeys(origins[key] for origins in changed if key in origins)
    places = {f"--{key}" if place == BY_HAND and key in OPTIONS else place: None for place in places}
    if not places:
        return NOTHING
    return joined([node("span", place, class_="date" if place.startswith("--") else "whole") for place in places])
