"""How a report ends: what it cannot tell, how to cite it, and how to run it again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.etree.ElementTree import Element

from tightrope.report.gather import Material, Part
from tightrope.report.markup import Child, listing, node, paragraph, section, table
from tightrope.report.matter import grades
from tightrope.report.words import counted, listed
from tightrope.results import CAVEAT, DISCLAIMER, OIL_CAVEAT
from tightrope.results.folder import SCENARIO

FOLDERS = re.compile(r"\S*/(?=[^\s/]+\.ya?ml)")
"""Where a file lies: the business of its owner alone."""

LONGEST = 122
"""Signs of a line of a file that a printed page has room for."""

HISTORY = (
    "One set of rules and numbers carries the model through 1992-2014 and agrees with most of the documented sequence. "
    "That is weak evidence: many numbers were set by hand so that it would. `tightrope hindcast` shows what "
    "discriminates between this model and one in which nobody moves, and what does not."
)


def limits(material: Material) -> Element:
    """What the numbers above do not say."""
    plan = material.parts[0].run.scenario
    theories = listed(dict.fromkeys(part.run.scenario.theory for part in material.parts))
    gaps = [one.left_out for one in plan.seeds.mechanisms.values() if one.left_out]
    items = [
        f"{DISCLAIMER} Shares of members are shares of simulated histories under the stated assumptions, not "
        "probabilities that anyone has measured.",
        CAVEAT,
        f"Of the {len(plan.seeds.parameters)} numbers of the model {grades(plan.seeds)}.",
        OIL_CAVEAT,
        HISTORY,
        "The interval beside a share is what the number of members leaves open. How far the ranges of the numbers "
        "could move a result is another, mostly larger, matter.",
        *dict.fromkeys(_spread(part) for part in material.parts),
        f"The capitals chose by one theory of choice at a time ({theories}); under another, other moves win. "
        f"There are {len(plan.seeds.theories)} to try.",
        "The two documents are of 2014: nothing that happened after December of that year is in the model unless a "
        "scenario puts it there.",
        f"The mechanisms leave things out, {counted(len(gaps), 'of them says so', 'of them say so')}: "
        "`tightrope evidence model` lists what.",
    ]
    notes = dict.fromkeys(FOLDERS.sub("", text) for part in material.parts for text in part.run.scenario.warnings)
    children: list[Child] = [listing([_with_code(item) for item in items])]
    if notes:
        children += [node("h3", "Notes on these runs"), listing(notes)]
    return section("limits", "What this cannot tell you", *children)


def _spread(part: Part) -> str:
    return f"{part.name}: {part.run.data.attrs['spread']}."


def _with_code(text: str) -> Element:
    """Text in which what stands between backticks is code."""
    pieces = text.split("`")
    return node("span", *(node("code", piece) if place % 2 else piece for place, piece in enumerate(pieces)))


def citing(material: Material) -> Element:
    """How to cite each run, the hashes, and the sources behind the numbers."""
    rows = [
        [part.name, part.head["cite"], node("span", part.head["sha256"]["scenario"], class_="hash"),
         node("span", part.head["sha256"]["seeds"], class_="hash")]
        for part in material.parts
    ]  # fmt: skip
    columns = ["run", "cite as", "SHA-256 of the scenario", "SHA-256 of the seeds"]
    sources = {one["id"]: one for part in material.parts for one in part.head["sources"]}
    told = [
        f"{one['title']}. {one['author'] or 'author not given'}, {one['year'] or 'no year'}."
        for one in sources.values()
    ]
    return section(
        "cite",
        "How to cite",
        table("cite-table", "Each run", columns, rows),
        node("h3", "Sources behind the numbers"),
        listing(told),
    )


def again(material: Material) -> Element:
    """The commands and the scenario files that give the same runs."""
    children: list[Child] = []
    for number, part in enumerate(material.parts, start=1):
        children += _again(part, number, material.alone)
    return section("again", "How to run it again", *children, _versions(material.parts))


def _again(part: Part, number: int, alone: bool) -> list[Child]:
    plan = part.run.scenario
    file = f"{plan.name}-again.yaml"
    children: list[Child] = [] if alone else [node("h3", part.name, id=f"again-{number}")]
    if part.head["command"]:
        children.append(paragraph("It was made with ", node("code", part.head["command"]), "."))
    if part.run.folder is not None:
        stored = (
            "Its results folder runs again to the same paths, on the same versions: tightrope run and the path of the "
            f"folder. The file below is the folder's {SCENARIO}."
        )
        children.append(paragraph(stored))
    children += [
        paragraph("Save this as ", node("code", file), " and type ", node("code", f"tightrope run {file}"), ":"),
        node("pre", _file(plan.to_yaml()), tabindex="0", role="region", aria_label=f"The file {file}"),
    ]
    return children


def _file(text: str) -> Element:
    """A scenario file as it is; lines too long for paper are marked, so that what is broken off hangs."""
    lines = text.splitlines(keepends=True)
    if max(map(len, lines)) <= LONGEST:
        return node("code", text)
    return node("code", *(node("span", line, class_="long") if len(line) > LONGEST else line for line in lines))


def _versions(parts: Sequence[Part]) -> Element:
    told = dict.fromkeys(listed(f"{name} {number}" for name, number in part.head["versions"].items()) for part in parts)
    return paragraph(f"Versions: {'; '.join(told)}. Other versions of NumPy may draw other luck.", class_="note")
