"""What tipped the choices: which consideration spoke most for each kind of move, and how often chance did."""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree.ElementTree import Element

from tightrope.comparison.words import decision_words
from tightrope.explanation import Kind, Summary
from tightrope.explanation.weigh import CHANCE
from tightrope.explanation.words import Words
from tightrope.report.gather import Material, Part
from tightrope.report.markup import Child, paragraph, section, table
from tightrope.report.words import counted, listed, percent, sentence

HOW_TO_READ = (
    "Spoke most for it: the consideration that did most for the move against the nearest other open one, and in what "
    "share of the times it was that one. By chance: the share of the times in which the considerations alone favoured "
    "another move; such a move is not explained by what was weighed."
)


def decided(material: Material) -> Element:
    """The section."""
    known = [part for part in material.parts if part.summary is not None]
    children: list[Child] = [paragraph(text) for text in _who(material.parts)]
    if known:
        children.append(paragraph(HOW_TO_READ))
        order = _kinds(known)
        for baku, title in ((True, "Baku"), (False, "The other capitals")):
            kinds = [key for key in order if key[0].startswith("baku") == baku]
            if kinds:
                name = "decided-baku" if baku else "decided-others"
                children.append(_table(name, title, kinds, known))
    return section("decided", "What tipped the choices", *children)


def _who(parts: list[Part] | tuple[Part, ...]) -> list[str]:
    """Of which members this is told; runs of which it is the same are told together."""
    lost = [f"{part.name}: cannot be said. {sentence(part.lost)}" for part in parts if part.summary is None]
    looked: dict[str, list[str]] = {}
    for part in parts:
        if part.summary is not None:
            looked.setdefault(_looked_at(part.summary), []).append(part.name)
    if len(looked) == 1 and not lost and len(parts) > 1:
        return [f"Looked at, of each run: {next(iter(looked))}."]
    return [*lost, *(f"Looked at, of {listed(names)}: {some}." for some, names in looked.items())]


def _looked_at(found: Summary) -> str:
    if found.members < found.of:
        return f"the first {found.members:,} of {counted(found.of, 'member')}"
    return f"all {found.of:,} members" if found.of > 1 else "its only member"


def _kinds(parts: Iterable[Part]) -> list[tuple[str, str]]:
    """Every kind of move that somebody made, in the order of the quarter, Baku's abroad first."""
    found = dict.fromkeys(
        (kind.decision, kind.move) for part in parts if part.summary is not None for kind in part.summary.kinds
    )
    ranks = {name: place for place, name in enumerate(dict.fromkeys(decision for decision, _ in found))}
    return sorted(found, key=lambda key: (key[0] != "baku.abroad", ranks[key[0]]))


def _table(name: str, title: str, kinds: list[tuple[str, str]], parts: list[Part]) -> Element:
    words = Words(parts[0].run.scenario.seeds)
    if len(parts) == 1:
        columns = [
            "move",
            "times",
            "members",
            "spoke most for it",
            "how often",
            "by chance",
            "nearest other",
            "how often",
        ]
        rows = [[f"{decision_words(decision)}: {move}", *_alone(_kind(parts[0], decision, move), words)]
                for decision, move in kinds]  # fmt: skip
        return table(name, title, columns, rows, numbers=(1, 2, 4, 5, 7))
    rows = [
        [
            f"{decision_words(decision)}: {move}",
            *(_beside(_kind(part, decision, move), words) for part in parts),
        ]
        for decision, move in kinds
    ]
    return table(name, title, ["move", *(part.name for part in parts)], rows)


def _kind(part: Part, decision: str, move: str) -> Kind | None:
    assert part.summary is not None
    return next((one for one in part.summary.kinds if (one.decision, one.move) == (decision, move)), None)


def _alone(kind: Kind | None, words: Words) -> list[str]:
    assert kind is not None
    leader, led = next(iter(kind.leaders.items()))
    nearest, near = next(iter(kind.nearest.items()))
    return [
        f"{kind.times:,}",
        f"{kind.members:,}",
        words.name(kind.decision, leader),
        percent(led / kind.times),
        percent(kind.deciders.get(CHANCE, 0) / kind.times),
        nearest or "none was open",
        percent(near / kind.times),
    ]


def _beside(kind: Kind | None, words: Words) -> str:
    if kind is None:
        return "never made"
    leader, led = next(iter(kind.leaders.items()))
    chance = percent(kind.deciders.get(CHANCE, 0) / kind.times)
    return f"{kind.times:,} times; {words.name(kind.decision, leader)} {percent(led / kind.times)}; chance {chance}"
