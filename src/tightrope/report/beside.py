"""Runs compared pair by pair with the first: what differs and how surely, what tipped it, or why it cannot be said."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from xml.etree.ElementTree import Element

from tightrope.comparison import Comparison, words
from tightrope.comparison.differences import EVER, Effect
from tightrope.report.gather import Material, Pairing
from tightrope.report.markup import Child, listing, paragraph, section, table
from tightrope.report.pictures import of_pairing
from tightrope.report.words import CONFIDENCE, counted, percent, sentence, with_minus

HOW_TO_READ = (
    "Member 17 meets the same luck in both runs, so whatever differs within a pair comes from what was changed. Every "
    "difference is the second run less the first; those of shares are in points of a hundred."
)


def beside(material: Material, say: Callable[[str], None]) -> Element:
    """The section, a part for each run after the first."""
    parts: list[Element] = []
    for number, pairing in enumerate(material.pairings, start=1):
        say(f"{pairing.b.name} beside {pairing.a.name}: figures")
        parts.append(_pairing(pairing, number))
    return section("beside", "Pair by pair", paragraph(HOW_TO_READ), *parts)


def _pairing(pairing: Pairing, number: int) -> Element:
    name, title = f"pairing-{number}", f"{pairing.b.name}, beside {pairing.a.name}"
    found = pairing.found
    if found is None:
        why = sentence(pairing.why_not)
        return section(name, title, paragraph(f"These runs cannot be compared pair by pair. {why}"), level=3)
    children: list[Child] = [
        paragraph(_who(pairing, found)),
        listing([with_minus(one) for one in words.in_short(found)]),
    ]
    if not found.identical:
        children += [_effects(found, number), *_causes(found, number), *of_pairing(pairing, number)]
    return section(name, title, *children, level=3)


def _who(pairing: Pairing, found: Comparison) -> str:
    notes = " ".join(words.notes(found))
    return f"A is {pairing.a.name}, B is {pairing.b.name}; {found.pairs.count:,} pairs of members. {notes}".strip()


def _effects(found: Comparison, number: int) -> Element:
    rows = [_effect(one) for one in found.effects if one.a or one.b]
    columns = ["what", "when", "A", "B", "B less A", "what can be said"]
    caption = f"Mean position and shares of members (in brackets: interval of the mean paired difference, {CONFIDENCE})"
    return table(f"effects-{number}", caption, columns, rows, numbers=(2, 3, 4))


def _effect(one: Effect) -> list[str]:
    sides = [percent(side) if words.is_share(one) else f"{side:+.3f}" for side in (one.a, one.b)]
    when = "ever" if one.when == EVER else one.when
    return [
        words.output_words(one),
        when,
        *(with_minus(f" {text}").strip() for text in (*sides, words.interval_words(one))),
        words.verdict_words(one),
    ]


def _causes(found: Comparison, number: int) -> list[Element]:
    tables = []
    scopes: Sequence[tuple[bool, str]] = (
        (False, "What tipped the first different choice of each pair"),
        (True, "What tipped Baku's first different choice abroad"),
    )
    for abroad, caption in scopes:
        told, others = words.causes_told(found, abroad=abroad)
        if told:
            rows = [
                [
                    f"{words.decision_words(one.decision)}: {words.cause_words(one, found.b.scenario.seeds)}",
                    f"{one.pairs:,} ({percent(one.share)})",
                    f"{one.moves[0]} → {one.moves[1]} ({one.same:,})",
                ]
                for one in told
            ]
            if others is not None:
                left = f"all others ({counted(others.causes, 'cause')})"
                rows.append([left, f"{others.pairs:,} ({percent(others.share)})", "–"])
            name = f"tipped-{'abroad' if abroad else 'any'}-{number}"
            columns = ["who chose, and the largest cause", "pairs", "most often, A → B"]
            tables.append(table(name, caption, columns, rows, numbers=(1,)))
    return tables
