"""A visitor's own file: sent in, checked like any other, and opened; or refused with all its problems."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable

from nicegui import events, ui

from tightrope.errors import InputError, TightropeError
from tightrope.quarters import QUARTERS_PER_YEAR
from tightrope.scenario import load_text, scenario_names
from tightrope.web.desk import BusyError, Desk
from tightrope.web.layout import button, tag
from tightrope.web.visitors import PER_SECONDS, UPLOADS, Visitor

LARGEST_FILE = 64 * 1024
"""Bytes of a scenario file that is sent in."""

LONGEST_RUN = 50 * QUARTERS_PER_YEAR
"""Quarters that the page runs at most."""


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


class FileSheet:
    """A button, and the sheet behind it to which a file is brought.

    ``take`` is given the file's name and text: it checks it, keeps it, and returns what is to be done once the sheet is
    closed; what it raises is told on the sheet.
    """

    def __init__(self, visitor: Visitor, label: str, title: str, says: str, largest: int = LARGEST_FILE) -> None:
        self._visitor = visitor
        self._largest = largest
        button(label, self._show)
        with ui.dialog() as self._sheet, tag("div", "card"):
            tag("h2", text=title)
            tag("p", text=says)
            upload = ui.upload(
                label="Choose a file, or drop it here",
                auto_upload=True,
                max_files=1,
                max_file_size=largest,
                on_upload=self._received,
                on_rejected=self._rejected,
            )
            upload.props('accept=".yaml,.yml" flat bordered').style("width: 100%")
            self._upload = upload
            self._says = tag("div", role="alert")
            button("Close", self._sheet.close)

    async def take(self, filename: str, text: str) -> Callable[[], Awaitable[None]]:
        """Check and keep a file; returns what follows. Raises InputError with everything that is wrong with it."""
        raise NotImplementedError

    def _show(self) -> None:
        self._says.clear()
        self._upload.reset()
        self._sheet.open()

    def _rejected(self) -> None:
        self._tell([f"Refused: not a YAML file, or larger than {self._largest // 1024} KB."])

    async def _received(self, event: events.UploadEventArguments) -> None:
        self._upload.reset()
        if not self._visitor.may_upload():
            self._tell([f"Busy: at most {UPLOADS} files in {PER_SECONDS:.0f} seconds. Wait a little."])
            return
        raw = await event.file.read()
        if len(raw) > self._largest:
            self._rejected()
            return
        try:
            then = await self.take(event.file.name, raw.decode("utf-8-sig"))
        except UnicodeDecodeError:
            name = name_of(event.file.name)
            self._tell([f"{name}.yaml: not UTF-8; save the file with the encoding UTF-8."])
        except InputError as error:
            self._tell([str(problem) for problem in error.problems])
        except (BusyError, TightropeError) as error:
            self._tell([str(error)])
        else:
            self._sheet.close()
            await then()

    def _tell(self, lines: list[str]) -> None:
        self._says.clear()
        with self._says:
            count = len(lines)
            tag("p", "trouble", text="Refused." if count == 1 else f"Refused: {count} problems.")
            with tag("ul"):
                for line in lines:
                    tag("li", text=line)


class UploadSheet(FileSheet):
    """Open a scenario file; ``opened`` is called with the name of a good one."""

    def __init__(
        self, desk: Desk, visitor: Visitor, opened: Callable[[str], Awaitable[None]], label: str = "Open a file"
    ) -> None:
        self._desk, self._opened = desk, opened
        says = (
            f"A YAML file of at most {LARGEST_FILE // 1024} KB. It is checked like any scenario, and stays with you:"
            " nobody else sees it, and it is forgotten when the server ends."
        )
        super().__init__(visitor, label, "Open a scenario file", says)

    async def take(self, filename: str, text: str) -> Callable[[], Awaitable[None]]:
        """Check a scenario and keep it."""
        name = name_of(filename)
        await self._desk.ask(self._visitor.token, check, text, name)
        self._visitor.open_file(name, text)
        return lambda: self._opened(name)
