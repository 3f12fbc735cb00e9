"""The figures of a report, each with what it shows in words."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any
from xml.etree.ElementTree import Element

from tightrope.figures import FIGURES, difference, endings, positions, tipping
from tightrope.figures.columns import columns
from tightrope.figures.cut import cut_out
from tightrope.figures.files import NEEDS
from tightrope.report import describe, markup
from tightrope.report.gather import Material, Pairing

Say = Callable[[str], None]


def pictures(material: Material, say: Say) -> list[Element]:
    """The figures of the one run, or the common ones of several."""
    runs = [part.run for part in material.parts]
    if not material.alone:
        say("figures")
        return [
            _figure("columns", lambda: columns(runs), describe.columns(runs)),
            _figure("positions", lambda: positions(runs), describe.positions(runs)),
            _figure("endings", lambda: endings(runs), describe.endings(runs)),
        ]
    (run,) = runs
    drawn = []
    for name, draw in FIGURES.items():
        if run.recorded(*NEEDS[name]):
            say(f"{run.name}: {name}")
            drawn.append(_figure(name, partial(draw, run), describe.ONE[name](run)))
    return drawn


def of_pairing(pairing: Pairing, number: int) -> list[Element]:
    """The figures of a comparison; none of two runs that are the same."""
    found = pairing.found
    if found is None or found.identical:
        return []
    return [
        _figure(f"difference-{number}", lambda: difference(found), describe.difference(found)),
        _figure(f"tipping-{number}", lambda: tipping(found), describe.tipping(found)),
    ]


def _figure(name: str, draw: Callable[[], Any], alt: str) -> Element:
    cut = cut_out(draw, alt.partition(". ")[0])
    return markup.picture(f"figure-{name}", cut.png, (cut.width, cut.height), alt, cut.heading, cut.notes)
