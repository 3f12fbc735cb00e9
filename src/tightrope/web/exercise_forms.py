"""The form of a question: choices, a number, a quarter or a text, kept in the browser until it is sent."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from nicegui.elements.mixins.text_element import TextElement

from tightrope.exercises.marking import LONGEST, number_wanted, quarter_wanted
from tightrope.exercises.steps import Check, Explain, Predict, Question, Step
from tightrope.report.words import counted
from tightrope.web.exercise_way import NONE
from tightrope.web.layout import button, tag

SENT = "event => {{ {first} emit([...new FormData(event.currentTarget).values()].map(String)); }}"
SUBMITTED, CHANGED = SENT.format(first="event.preventDefault();"), SENT.format(first="")

DRAFT_SECONDS = 0.25
"""How often what is being typed is remembered."""

Submit = Callable[[object], Awaitable[None]]


class QuestionForm:
    """What a step asks, with room for the answer; ``submit`` is called with what is in it, ``draft`` as it changes."""

    def __init__(
        self, step: Step, place: int, draft: Sequence[str], submit: Submit, skip: Callable[[], Awaitable[None]],
        changed: Callable[[object], None],
    ) -> None:  # fmt: skip
        self._step, self._name, self._draft = step, f"answer-{place + 1}", draft
        with tag("form", "question", novalidate=True) as form:
            if isinstance(step, Question) and step.choices:
                self._draw_choices(step)
            else:
                self._draw_writing(step)
            self._says = tag("p", "trouble", role="alert", id=f"{self._name}-trouble")
            with tag("div", "row"):
                self._buttons = [
                    tag("button", "main", text=_word(step), type="submit"),
                    button("Skip", skip, aria_label="Skip: leave this question open"),
                ]
        form.on("submit", lambda event: submit(event.args), js_handler=SUBMITTED)
        form.on("input", lambda event: changed(event.args), js_handler=CHANGED, throttle=DRAFT_SECONDS)

    def tell(self, text: str) -> None:
        """Say what was expected, or that an answer was not right."""
        self._says.set_text(text)

    def leave(self, tries: int) -> None:
        """Say how many tries are left."""
        self._tries.set_text(f"{counted(tries, 'try', 'tries')} left.")

    def hold(self, held: bool) -> None:
        """Take no answer while one is being held against the model."""
        for made in self._buttons:
            made.props["disabled"] = held
            made.update()

    # -- drawing ------------------------------------------------------------------------------------------------------
    def _draw_choices(self, step: Question) -> None:
        several = step.form == "several"
        with tag("fieldset", aria_describedby=f"{self._name}-hint {self._name}-trouble"):
            tag("legend", text=step.asks)
            self._hint(step, "Tick all that apply." if several else step.terms)
            options = {str(place): words for place, words in enumerate(step.choices.values(), start=1)}
            for value, words in {**options, **({NONE: "none of these"} if several else {})}.items():
                with tag("label", "option"):
                    self._tick("checkbox" if several else "radio", value)
                    tag("span", text=words)

    def _tick(self, kind: str, value: str) -> TextElement:
        made = _sent_along(tag("input", type=kind, value=value, id=f"{self._name}-{value}"))
        if value in self._draft:
            made.props["^checked"] = True  # an attribute: what is ticked afterwards belongs to the browser
        return made

    def _draw_writing(self, step: Step) -> None:
        asks = step.asks if isinstance(step, Question | Explain) else ""
        tag("label", "asks", text=asks, **{"for": self._name})
        self._hint(step, _how(step))
        about = {"id": self._name, "aria_describedby": f"{self._name}-hint {self._name}-trouble"}
        if isinstance(step, Question) and step.form in ("number", "quarter"):
            made = _sent_along(tag("input", "short", type="text", autocomplete="off", maxlength=40, **about))
            made.props["^value"] = self._draft[0] if self._draft else ""
            if step.unit:
                tag("span", "unit", text=step.unit)
            return
        rows = 8 if isinstance(step, Explain) else 2
        _sent_along(tag("textarea", text=self._draft[0] if self._draft else "", rows=rows, maxlength=LONGEST, **about))

    def _hint(self, step: Step, says: str) -> None:
        kept = "Kept when you press the button; it cannot be changed afterwards." if isinstance(step, Predict) else ""
        with tag("p", "small quiet", id=f"{self._name}-hint"):
            tag("span", text=" ".join(part for part in (says, kept) if part) + " ")
            self._tries = tag("span")


def _sent_along(made: TextElement) -> TextElement:
    """An element whose value is sent with its form."""
    made.props["name"] = "answer"
    return made


def _word(step: Step) -> str:
    return "Keep this prediction" if isinstance(step, Predict) else "Answer" if isinstance(step, Check) else "Keep"


def _how(step: Step) -> str:
    """How an answer is to be written."""
    if isinstance(step, Explain):
        return f"{counted(sum(step.marks.values()), 'mark')}. As many lines as you like."
    assert isinstance(step, Question)
    if step.form == "quarter":
        wanted = quarter_wanted(step)
        return f"{wanted[:1].upper()}{wanted[1:]}."
    if step.form != "number":
        return "One line is enough."
    wanted = number_wanted(step)
    return f"{wanted[:1].upper()}{wanted[1:]}."
