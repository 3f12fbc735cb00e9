"""Reports that several tests read, each written once; and a reader that knows how a page must be built."""

from __future__ import annotations

import functools
from collections.abc import Callable
from html.parser import HTMLParser

from tests.small_runs import filtered, run, short, still

from tightrope.ensemble import simulate
from tightrope.report import report_of
from tightrope.results import Run

VOID = {"meta", "link", "img", "br", "wbr", "hr", "input"}
"""Elements without an end, by the standard."""


class Page(HTMLParser):
    """A page taken apart: every element with its attributes, the text under each, and whether all were closed."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.source = text
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[str, str]] = []
        self.wrong: list[str] = []
        self._open: list[str] = []
        self.feed(text)
        self.close()
        self.wrong += [f"{tag} is never closed" for tag in self._open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        self.wrong += [f"{tag}: {name} twice" for name in set(names) if names.count(name) > 1]
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop() != tag:
            self.wrong.append(f"a stray </{tag}>")

    def handle_data(self, data: str) -> None:
        self.texts.append((self._open[-1] if self._open else "", data))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        """The attributes of every element of a kind."""
        return [attributes for name, attributes in self.elements if name == tag]

    @property
    def words(self) -> str:
        """Everything that can be read, on one line, with plain spaces and minus signs as they are."""
        shown = "".join(data for tag, data in self.texts if tag not in ("style", "title"))
        return " ".join(shown.replace("\N{NO-BREAK SPACE}", " ").split())


def other_window() -> Run:
    """A run that has no pairs with the others."""
    return Run.of(simulate(short("control", quarters=12)))


def changed() -> Run:
    """The baseline with a number changed by hand."""
    plan = short(**{"washington.engagement": 0.5})
    return Run.of(simulate(plan), name="baseline+washington.engagement=0.5")


KINDS: dict[str, Callable[[], list[Run]]] = {
    "one": lambda: [run("cheap-oil")],
    "changed": lambda: [changed()],
    "war": lambda: [run("karabakh-escalation")],
    "still": lambda: [still()],
    "vectors": lambda: [filtered()],
    "two": lambda: [run(), run("cheap-oil")],
    "no pairs": lambda: [run(), other_window(), changed()],
    "the same": lambda: [run(), Run.of(simulate(short()), name="baseline again")],
}
"""Runs by what is special about a report of them."""


@functools.cache
def source(kind: str) -> str:
    return report_of(KINDS[kind]())


@functools.cache
def page(kind: str) -> Page:
    return Page(source(kind))
