"""The figures of a report, each with what it shows in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any
from xml.etree.ElementTree import Element

from tightrope.figures import FIGURES, difference, endings, positions, tipping
from tightrope.figures.columns import columns
from tightrope.figures.cut import Picture, cut_out
from tightrope.figures.files import NEEDS
from tightrope.report import describe, markup
from tightrope.report.gather import Material, Pairing

Say = Callable[[str], None]


@dataclass(frozen=True)
class _Drawn:
    """A figure before it is put into the page: its chart, and what it shows in words."""

    name: str
    cut: Picture
    alt: str


def pictures(material: Material, say: Say) -> list[Element]:
    """The figures of the one run, or the common ones of several; what several would note stands once, above them."""
    runs = [part.run for part in material.parts]
    if not material.alone:
        say("figures")
        common = [
            _drawn("columns", lambda: columns(runs), describe.columns(runs)),
            _drawn("positions", lambda: positions(runs), describe.positions(runs)),
            _drawn("endings", lambda: endings(runs), describe.endings(runs)),
        ]
        return _figures(common)
    (run,) = runs
    drawn = []
    for name, draw in FIGURES.items():
        if run.recorded(*NEEDS[name]):
            say(f"{run.name}: {name}")
            drawn.append(_drawn(name, partial(draw, run), describe.ONE[name](run)))
    return _figures(drawn)


def of_pairing(pairing: Pairing, number: int) -> list[Element]:
    """The figures of a comparison; none of two runs that are the same."""
    found = pairing.found
    if found is None or found.identical:
        return []
    pair = [
        _drawn(f"difference-{number}", lambda: difference(found), describe.difference(found)),
        _drawn(f"tipping-{number}", lambda: tipping(found), describe.tipping(found)),
    ]
    return _figures(pair)


def _drawn(name: str, draw: Callable[[], Any], alt: str) -> _Drawn:
    return _Drawn(name, cut_out(draw, alt.partition(". ")[0]), alt)


def _figures(drawn: Iterable[_Drawn]) -> list[Element]:
    """The figures, after the notes that more than one of them has."""
    known = list(drawn)
    counts = Counter(note for one in known for note in dict.fromkeys(one.cut.notes))
    common = [note for note, count in counts.items() if count > 1]
    return [*(markup.paragraph(note, class_="note") for note in common), *(_figure(one, common) for one in known)]


def _figure(one: _Drawn, said: Iterable[str]) -> Element:
    cut = one.cut
    notes = [note for note in cut.notes if note not in said]
    return markup.picture(f"figure-{one.name}", cut.png, (cut.width, cut.height), one.alt, cut.heading, notes)
