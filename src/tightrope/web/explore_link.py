"""Handing on what one sees: a link, or the file where a link would mean nothing to others."""

from __future__ import annotations

import json
from collections.abc import Callable

from nicegui import ui

from tightrope.web.layout import button, tag
from tightrope.web.recipe import Recipe

COPY, SEND = "Copy the link", "Save the file to hand on"

FIELD = "explore-link"

COPIED = "Copied: it restores scenario, dials and theory."
BY_HAND = "Your browser does not let the page copy: the link is marked, copy it from here."

SCRIPT = f"""const field = document.getElementById('{FIELD}');
field.value = location.origin + location.pathname + '?' + %s;
field.select();
let copied = false;
try {{ await navigator.clipboard.writeText(field.value); copied = true; }}
catch {{ copied = document.execCommand('copy'); }}
return copied;"""
"""Browsers let a page copy by the new way only where it is served to their own machine; a class has the old one."""


class Handing:
    """The button that hands on: ``note`` draws what it says below."""

    def __init__(self, asked: Callable[[], Recipe], save: Callable[[], None]) -> None:
        self._asked, self._save = asked, save
        self._button = button(COPY, self._hand_on)

    def draw_note(self) -> None:
        """The link itself once it was asked for, and what became of it."""
        self._says = tag("p", "small", role="status")
        with tag("div", "link") as self._around:
            tag("label", "small", text="The link", **{"for": FIELD})
            tag("input", type="text", id=FIELD, readonly=True)
        self._around.set_visibility(False)

    def show(self, recipe: Recipe) -> None:
        """Offer what others can do something with."""
        of_file = bool(recipe.text)
        self._button.set_text(SEND if of_file else COPY)
        self._around.set_visibility(False)
        self._says.set_text(
            f"A link to {recipe.scenario} means nothing to others: it is a file of yours. Send them the file; they"
            " open it with 'Open a file'."
            if of_file
            else ""
        )

    async def _hand_on(self) -> None:
        if self._asked().text:
            self._save()
            return
        self._around.set_visibility(True)
        try:
            copied = await ui.run_javascript(SCRIPT % json.dumps(self._asked().query()), timeout=3.0)
        except TimeoutError:
            copied = False
        self._says.set_text(COPIED if copied else BY_HAND)
