"""What was varied, as a table: a column for what the scenarios extend, and one for each run."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from tightrope.report.gather import Material, Part
from tightrope.report.markup import Child, joined, node, paragraph, section, table
from tightrope.report.varied import SEEDS
from tightrope.report.words import listed, setting_in, value

THEORY = "theory"
EVENT = "events."


def settings(material: Material) -> Element:
    """What each run varies against what it extends."""
    keys = list(dict.fromkeys(change.key for part in material.parts for change in part.varied.changes))
    heads = list(dict.fromkeys(key for part in material.parts for key in part.varied.head))
    against = list(dict.fromkeys(part.varied.against for part in material.parts))
    names = [part.name for part in material.parts]
    children: list[Child] = [paragraph(_extends(part)) for part in material.parts]
    if keys or heads:
        rows = [[_named(material, key), *_values(material, key, against)] for key in keys]
        rows += [[f"{key} of the run", *_head_values(material, key, against)] for key in heads]
        columns = ["what", *(f"in {name}" for name in against), *names, "written in"]
        children.append(table("varied-table", "What is otherwise", columns, rows))
        others = (
            "All other numbers, and all events not named, are as in what each run extends. A path is straight between "
            "its dates and flat before and after."
        )
        children.append(paragraph(others, class_="note"))
    return section("varied", "What was varied", *children)


def _extends(part: Part) -> str:
    found, name = part.varied, part.run.scenario.name
    if found.against == SEEDS:
        chain = f"; it extends {listed(found.through)}, which is not a shipped scenario" if found.through else ""
        what = f"The scenario {name} extends no shipped one: it is held against the numbers of the seeds{chain}"
    else:
        through = f" (through {listed(found.through)})" if found.through else ""
        what = f"The scenario {name} extends {found.against}{through}"
    if found.changes or found.head:
        return f"{what}."
    return f"{what}, and nothing differs from {'them' if found.against == SEEDS else 'it'} in these quarters."


def _named(material: Material, key: str) -> Element:
    known = material.parts[0].run.scenario.seeds.parameters
    if key in known:
        unit = known[key].unit
        return node("span", known[key].long_name, " ", node("span", f"{key}, {unit}", class_="key"))
    if key.startswith(EVENT):
        return node("span", f"event: {key.removeprefix(EVENT).replace('_', ' ')}")
    return node("span", key)


def _values(material: Material, key: str, against: list[str]) -> list[Child]:
    """The value in what is extended, that in each run, and where the latter were written."""
    before = {part.varied.against: change.before for part in material.parts for change in part.varied.changes
              if change.key == key}  # fmt: skip
    found: list[Child] = [value(before[name]) if name in before else "–" for name in against]
    for part in material.parts:
        changed = next((change for change in part.varied.changes if change.key == key), None)
        found.append(value(changed.after) if changed is not None else _unchanged(part, key))
    return [*found, _written(material, key)]


def _written(material: Material, key: str) -> Element:
    places = {
        part.name: part.varied.origins.get(key, "–")
        for part in material.parts
        if any(change.key == key for change in part.varied.changes)
    }
    return joined([node("span", place, class_="whole") for place in dict.fromkeys(places.values())])


def _unchanged(part: Part, key: str) -> Child:
    plan = part.run.scenario
    if key in plan.seeds.parameters:
        return setting_in(plan, plan.setting(key))
    return plan.theory if key == THEORY else "none"


def _head_values(material: Material, key: str, against: list[str]) -> list[str]:
    base = {part.varied.against: part.varied.head[key][0] for part in material.parts if key in part.varied.head}
    own = [part.varied.head[key][1] if key in part.varied.head else "as extended" for part in material.parts]
    return [*(base.get(name, "–") for name in against), *own, "–"]
