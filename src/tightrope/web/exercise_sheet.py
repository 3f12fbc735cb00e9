"""A student's answers on the page: whose they are, taking them away, going on from a file, beginning anew."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from nicegui import ui

from tightrope.exercises.answers import Answers
from tightrope.exercises.marking import cleaned
from tightrope.web.exercise_way import Way
from tightrope.web.exercise_work import sheet_in_file
from tightrope.web.layout import VALUE, button, folded, tag
from tightrope.web.uploads import FileSheet, plain_name

if TYPE_CHECKING:
    from tightrope.web.exercise import ExercisePage

LARGEST_ANSWERS = 128 * 1024
"""Bytes of a file of answers that is sent in."""

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


class AnswersFile(FileSheet):
    """Go on from a file of answers."""

    def __init__(self, page: ExercisePage) -> None:
        self._page = page
        says = (
            f"A file of answers to this exercise, of at most {LARGEST_ANSWERS // 1024} KB, as the page or the terminal"
            " wrote it. It takes the place of the answers here."
        )
        super().__init__(page.visitor, "Open a file of answers", "Go on from a file of answers", says, LARGEST_ANSWERS)

    async def take(self, filename: str, text: str) -> Callable[[], Awaitable[None]]:
        """Check a file of answers and go on from it."""
        page = self._page
        file = f"{plain_name(filename) or 'answers'}.yaml"
        sheet = await page.desk.ask(page.visitor.token, sheet_in_file, text, file, page.way.exercise.name)
        way = Way(Answers(page.way.exercise, sheet))

        return lambda: page.take_way(way)


def file_name(way: Way) -> str:
    """What the terminal would call the file."""
    return f"{way.exercise.folder.name}-answers.yaml"


def download(way: Way) -> None:
    """Send the file of answers to the browser."""
    ui.download.content(way.answers.text().encode(), file_name(way), "application/yaml")
