"""HTML from a tree of elements: all text is escaped where the tree is written, so nothing in it can be markup.

Whoever reads with the ears or on a phone is served by the same few pieces: headings in order, tables with captions and
scopes that scroll by themselves, pictures that say in words what they show.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TypeAlias
from xml.etree.ElementTree import Element, tostring

Child: TypeAlias = "Element | str | None"

GENERATOR = "tightrope report"
"""Marks a file as a report, which may be replaced by another."""

QUARTER = re.compile(r"(\d{4}-Q[1-4])")

SHORT = 7
"""Rows of a table up to which it is not broken between two printed pages."""

APART = ("p", "section", "div", "table", "thead", "tbody", "tr", "ul", "ol", "li", "figure", "dl", "dt", "dd", "pre")
"""Elements that begin on a line of their own, for people who compare files."""


def node(tag: str, *children: Child, **attributes: str) -> Element:
    """An element. In names of attributes ``class_`` is class, and ``aria_label`` aria-label."""
    made = Element(tag, {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()})
    if tag in APART:
        made.tail = "\n"
    for child in children:
        _append(made, child)
    return made


def _append(parent: Element, child: Child) -> None:
    """Add an element, or text after whatever stands last."""
    if child is None:
        return
    if isinstance(child, Element):
        parent.append(child)
    elif len(parent):
        parent[-1].tail = (parent[-1].tail or "") + child
    else:
        parent.text = (parent.text or "") + child


def paragraph(*children: Child, **attributes: str) -> Element:
    """A paragraph."""
    return node("p", *children, **attributes)


def listing(items: Iterable[Child], *, ordered: bool = False, **attributes: str) -> Element:
    """A list."""
    return node("ol" if ordered else "ul", *(node("li", item) for item in items), **attributes)


def section(name: str, title: str, *children: Child, level: int = 2) -> Element:
    """A part of the page under a heading; ``name`` is its address in the page."""
    return node("section", node(f"h{level}", title, id=name), *children, aria_labelledby=name)


def table(
    name: str,
    caption: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[Child]],
    *,
    numbers: Iterable[int] = (),
) -> Element:
    """A table, which scrolls sideways by itself where it is too wide.

    The first cell of a row is its heading; ``numbers`` are the columns that hold figures.
    """
    right = set(numbers)
    side = {place: {"class_": "number"} if place in right else {} for place in range(len(columns))}
    head = node("tr", *(node("th", text, scope="col", **side[place]) for place, text in enumerate(columns)))

    def cell(place: int, content: Child) -> Element:
        whole = figures if place in right else dated
        return node("td", whole(content) if isinstance(content, str) else content, **side[place])

    body = [
        node("tr", node("th", row[0], scope="row"), *(cell(place, row[place]) for place in range(1, len(row))))
        for row in rows
    ]
    drawn = node(
        "table", node("caption", node("span", caption), id=f"{name}-caption"), node("thead", head), node("tbody", *body)
    )
    kind = "scroll short" if len(body) <= SHORT else "scroll"
    return node("div", drawn, class_=kind, role="region", aria_labelledby=f"{name}-caption", tabindex="0")


def picture(name: str, png: bytes, size: tuple[int, int], alt: str, heading: str, notes: Sequence[str] = ()) -> Element:
    """A figure inside the page: ``alt`` says in words and numbers what it shows."""
    source = f"data:image/png;base64,{base64.b64encode(png).decode('ascii')}"
    image = node("img", src=source, alt=alt, width=str(size[0]), height=str(size[1]))
    caption = node("figcaption", node("strong", heading), *(paragraph(note) for note in notes), id=f"{name}-caption")
    frame = node("div", image, class_="scroll", role="region", aria_labelledby=f"{name}-caption", tabindex="0")
    return node("figure", caption, frame, id=name)


def dated(text: str) -> Element:
    """Text in which no quarter, 2015-Q1, is broken."""
    pieces = QUARTER.split(text)
    return node(
        "span", *(node("span", piece, class_="date") if place % 2 else piece for place, piece in enumerate(pieces))
    )


def figures(text: str) -> Element:
    """Figures that may only be broken before a bracket: "53.4 %", "(49.7 to 57.0)"."""
    pieces = text.split(" (")
    made = node("span", node("span", pieces[0], class_="whole"))
    for piece in pieces[1:]:
        _append(made, " ")
        _append(made, node("span", f"({piece}", class_="whole"))
    return made


def key(text: str) -> Element:
    """The name of a number as files write it, small; it may be broken after a dot or an underscore."""
    made = node("span", class_="key")
    for piece in re.split(r"(?<=[._])", text):
        _append(made, piece)
        _append(made, node("wbr") if piece.endswith((".", "_")) else None)
    return made


def document(title: str, body: Sequence[Child]) -> str:
    """A whole page, which asks nothing of any network: its style is inside, and a policy forbids the rest."""
    style = (Path(__file__).parent / "page.css").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode("ascii")
    policy = f"default-src 'none'; img-src data:; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    head = node(
        "head",
        node("meta", charset="utf-8"),
        node("meta", http_equiv="Content-Security-Policy", content=policy),
        node("meta", name="generator", content=GENERATOR),
        node("meta", name="viewport", content="width=device-width, initial-scale=1"),
        node("meta", name="color-scheme", content="light"),
        node("link", rel="icon", href="data:,"),
        node("title", title),
        node("style", style),
    )
    root = node("html", head, node("body", *body), lang="en")
    return f"<!DOCTYPE html>\n{tostring(root, encoding='unicode', method='html')}\n"


def joined(parts: Iterable[Element], between: str = ", ") -> Element:
    """Elements one after the other in a span, with something between them."""
    made = node("span")
    for place, part in enumerate(parts):
        _append(made, between if place else None)
        _append(made, part)
    return made
