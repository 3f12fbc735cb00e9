"""A student's answers on the page: whose they are, taking them away, going on from a file, beginning anew."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nicegui import ui

from tightrope.exercises.answers import Answers, sheet_of_text
from tightrope.exercises.marking import cleaned
from tightrope.web.exercise_way import Way
from tightrope.web.layout import VALUE, button, folded, tag
from tightrope.web.told import trouble_told
from tightrope.web.uploads import LARGEST_FILE, Sent, file_field, plain_name, tell

if TYPE_CHECKING:
    from tightrope.web.exercise import ExercisePage

LONGEST_NAME = 80


class AnswersPanel:
    """The student's name, and what can be done with the answers."""

    def __init__(self, page: ExercisePage) -> None:
        self._page = page
        with folded("Your answers: your name, download, go on from a file", "card fold"):
            with tag("p"):
                tag("label", text="Your name, for the file you hand in ", **{"for": "student"})
                made = tag("input", type="text", id="student", maxlength=LONGEST_NAME, autocomplete="name")
                made.props["^value"] = page.way.answers.student
                made.on("change", self._named, js_handler=VALUE)
            with tag("div", "row"):
                button("Download the answers", page.download)
                AnswersFile(page)
                self._anew = button("Begin again ...", self._sure)
            with tag("div", role="alert") as self._asked:
                pass
            command = f"tightrope exercise {page.word} --answers {file_name(page.way)}"
            with tag("p", "small quiet", text="The file is the one that the terminal writes; to go on there: "):
                tag("code", text=command)

    def _named(self, event: Any) -> None:
        if isinstance(event.args, str):
            self._page.way.answers.name(" ".join(cleaned(event.args).split())[:LONGEST_NAME])

    def _sure(self) -> None:
        self._asked.clear()
        with self._asked:
            tag("p", text="This forgets every answer to this exercise here; download them first to keep them.")
            with tag("div", "row"):
                button("Forget them and begin again", self._page.begin_again)
                button("Keep them", self._keep)

    def _keep(self) -> None:
        self._asked.clear()


class AnswersFile:
    """The button "Open a file of answers", and the sheet behind it."""

    def __init__(self, page: ExercisePage) -> None:
        self._page = page
        button("Open a file of answers", self._show)
        title = "Go on from a file of answers"
        with ui.dialog().props(f'aria-label="{title}"') as self._sheet, tag("div", "card"):
            tag("h2", text=title)
            tag(
                "p",
                text=f"A file of answers to this exercise, of at most {LARGEST_FILE // 1024} KB, as the page or the"
                " terminal wrote it. It takes the place of the answers here.",
            )
            self._told = file_field("The file", "answers-file", page.visitor, self._received)
            button("Close", self._sheet.close)

    def _show(self) -> None:
        self._told.clear()
        self._sheet.open()

    async def _received(self, sent: Sent) -> None:
        page, file = self._page, f"{plain_name(sent.name) or 'answers'}.yaml"
        with trouble_told(lambda lines: tell(self._told, lines)):
            sheet = await page.desk.ask(page.visitor.token, sheet_of_text, sent.text, file, page.way.exercise.name)
            self._sheet.close()
            await page.take_way(Way(Answers(page.way.exercise, sheet)))


def file_name(way: Way) -> str:
    """What the terminal would call the file."""
    return f"{way.exercise.folder.name}-answers.yaml"


def download(way: Way) -> None:
    """Send the file of answers to the browser."""
    ui.download.content(way.answers.text().encode(), file_name(way), "application/yaml")
