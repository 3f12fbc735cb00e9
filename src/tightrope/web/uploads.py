"""A visitor's own file: sent in, checked like any other, and opened; or refused with all its problems."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from nicegui import ui
from nicegui.element import Element
from nicegui.events import GenericEventArguments

from tightrope.errors import InputError, TightropeError
from tightrope.scenario import load_text, scenario_names
from tightrope.web.desk import BusyError, Desk
from tightrope.web.layout import button, tag
from tightrope.web.refusals import sentence
from tightrope.web.visitors import PER_SECONDS, UPLOADS, Visitor

LARGEST_FILE = 64 * 1024
"""Bytes of a file that is sent in."""


def check(text: str, name: str) -> str:
    """The title of the scenario that a text holds. Raises InputError with everything that is wrong with it."""
    return load_text(text, name).title


def name_of(filename: str) -> str:
    """A name for an opened file that is no path and none of the shipped scenarios'."""
    plain = plain_name(filename) or "scenario"
    return f"{plain}-mine" if plain in scenario_names() else plain


def plain_name(filename: str) -> str:
    """The name of a file without folders, ending and anything unusual; it may be empty."""
    stem = re.sub(r"\.ya?ml$", "", filename.replace("\\", "/").rsplit("/", 1)[-1])
    return re.sub(r"[^A-Za-z0-9_-]+", "-", stem).strip("-")[:40]


@dataclass(frozen=True)
class Sent:
    """A file as a browser sends it: its name and, unless it was too large or no text, what is in it."""

    name: str
    text: str

    @classmethod
    def read(cls, given: object, largest: int = LARGEST_FILE) -> Sent:
        """What came from a browser, which may be anything. Raises ValueError with what to tell the visitor."""
        name, text = (given.get(key) for key in ("name", "text")) if isinstance(given, dict) else (None, None)
        if not isinstance(name, str):
            raise ValueError("no file")
        if not isinstance(text, str):
            raise ValueError(f"{Path(name).name}: larger than {largest // 1024} KB, or not UTF-8 text")
        if len(text.encode("utf-8", "surrogatepass")) > largest:
            raise ValueError(f"{Path(name).name}: larger than {largest // 1024} KB")
        return cls(name, text.removeprefix("\ufeff"))


READ = """async event => {
    const file = event.target.files[0];
    if (!file) return;
    let text = null;
    if (file.size <= LARGEST) {
        try { text = new TextDecoder('utf-8', {fatal: true}).decode(await file.arrayBuffer()); } catch { }
    }
    event.target.value = '';
    emit({name: file.name, text: text});
}"""
"""The browser reads the file itself, so that what is too large is never sent."""


def file_field(
    label: str, name: str, visitor: Visitor, act: Callable[[Sent], Awaitable[None]], largest: int = LARGEST_FILE
) -> Element:
    """A labelled field for a YAML file; returns where refusals are told (``tell``).

    ``act`` is called with a file of a sound size; how many may be sent in a minute is bounded.
    """
    tag("label", text=label, **{"for": name})
    chosen = tag("input", type="file", id=name, accept=".yaml,.yml")
    told = tag("div", role="alert")

    async def received(event: GenericEventArguments) -> None:
        told.clear()
        if not visitor.may_upload():
            tell(told, [f"Busy: at most {UPLOADS} files in {PER_SECONDS:.0f} seconds. Wait a little."])
            return
        try:
            sent = Sent.read(event.args, largest)
        except ValueError as error:
            tell(told, [str(error)])
            return
        await act(sent)

    chosen.on("change", received, js_handler=READ.replace("LARGEST", str(largest)))
    return told


def tell(told: Element, lines: Sequence[str]) -> None:
    """Say why a file was refused, a line for each problem."""
    told.clear()
    with told:
        count = len(lines)
        tag("p", "trouble", text="Refused." if count == 1 else f"Refused: {count} problems.")
        with tag("ul"):
            for line in lines:
                tag("li", text=line)


class UploadSheet:
    """The button "Open a file", and the sheet behind it; ``opened`` is called with the name of a good one."""

    def __init__(
        self, desk: Desk, visitor: Visitor, opened: Callable[[str], Awaitable[None]], label: str = "Open a file"
    ) -> None:
        self._desk, self._visitor, self._opened = desk, visitor, opened
        button(label, self._show)
        with ui.dialog().props('aria-label="Open a scenario file"') as self._sheet, tag("div", "card"):
            tag("h2", text="Open a scenario file")
            tag(
                "p",
                text=f"A YAML file of at most {LARGEST_FILE // 1024} KB. It is checked like any scenario, and stays"
                " with you: nobody else sees it, and it is forgotten when the server ends.",
            )
            self._told = file_field("The file", "scenario-file", visitor, self._received)
            button("Close", self._sheet.close)

    def _show(self) -> None:
        self._told.clear()
        self._sheet.open()

    async def _received(self, sent: Sent) -> None:
        name = name_of(sent.name)
        try:
            await self._desk.ask(self._visitor.token, check, sent.text, name)
        except InputError as error:
            tell(self._told, [sentence(problem) for problem in error.problems])
        except (BusyError, TightropeError) as error:
            tell(self._told, [str(error)])
        else:
            self._visitor.open_file(name, sent.text)
            self._sheet.close()
            await self._opened(name)
