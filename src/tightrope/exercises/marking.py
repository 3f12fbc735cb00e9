"""Answers: understood as they are typed, held against the model, and said again in words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from tightrope.errors import in_figures
from tightrope.exercises.found import NEVER, Found, Given, Number
from tightrope.exercises.steps import Check, Exercise, Question, Step
from tightrope.quarters import format_quarter, looks_like_quarter, meant_quarter, parse_quarter

LONGEST = 10_000
"""Characters of a text that are kept: enough for any answer, and the file stays one that can be read again."""

TRIES = 2
"""How often a question with a computable answer is asked before the model's answer is shown."""

NONE_WORDS = ("none", "no one", "nobody", "nothing", "-")
INSIDE, RIGHT, WRONG, AS_MODEL, OTHERWISE = (
    "inside the interval",
    "right",
    "not right",
    "as the model",
    "not as the model",
)


def question_of(exercise: Exercise, step: Step) -> Any:
    """The question whose answer a step deals with: its own, or that of the prediction it holds against the model."""
    return exercise.step(step.of) if isinstance(step, Check) and step.of else step


def understood(question: Question, text: str) -> Given:
    """An answer as typed, understood. Raises ValueError with what was expected."""
    typed = text.strip()
    if question.form == "choice":
        return _label(question, typed)
    if question.form == "several":
        return () if typed.lower() in NONE_WORDS else _labels(question, typed)
    if question.form == "number":
        return _number(question, typed)
    if question.form == "quarter":
        return NEVER if typed.lower() == NEVER else _quarter(question, typed)
    if not typed:
        raise ValueError("a few words")
    return cleaned(typed)


def cleaned(text: str) -> str:
    """A text without what a file cannot hold: control characters and halves of characters."""
    whole = text.encode("utf-8", "replace").decode("utf-8")
    return "".join(sign for sign in whole if sign == "\n" or sign.isprintable())[:LONGEST]


def _labels(question: Question, typed: str) -> tuple[str, ...]:
    """Some of the choices: numbers, or the choices in words with commas between them."""
    named = {_meant(question, part.strip()) for part in re.split(r"[,;]", typed) if part.strip()}
    if None in named or any("," in words for words in question.choices.values()):
        # Not by its words then: numbers and names only, however they are parted.
        parts = [part for part in re.split(r"[,;\s]+", typed) if part and part.lower() != "and"]
        named = {_named(question, part) for part in parts}
    if None in named or not named:
        raise ValueError(f"numbers from 1 to {len(question.choices)} with commas between them, or none")
    return tuple(label for label in question.choices if label in named)


def _label(question: Question, typed: str) -> str:
    found = _meant(question, typed)
    if found is None:
        raise ValueError(f"a number from 1 to {len(question.choices)}, or words of one answer alone")
    return found


def _named(question: Question, typed: str) -> str | None:
    """The choice of a number, of a name or of words in full; None where there is none or more than one."""
    labels = list(question.choices)
    if typed.isdecimal():
        return labels[int(typed) - 1] if 1 <= int(typed) <= len(labels) else None
    wanted = typed.lower()
    return _only(label for label, words in question.choices.items() if wanted in (label.lower(), words.lower()))


def _meant(question: Question, typed: str) -> str | None:
    """The choice that is named, that alone begins so, or that alone has this word."""
    wanted = " ".join(typed.lower().split())
    if not wanted or typed.isdecimal():
        return _named(question, typed)
    begins = [label for label, words in question.choices.items() if words.lower().startswith(wanted)]
    has = [label for label, words in question.choices.items() if wanted in re.findall(r"\w+", words.lower())]
    return _named(question, wanted) or _only(begins) or (None if begins else _only(has))


def _only(labels: Iterable[str]) -> str | None:
    """The one among some labels; None where there is none or more than one."""
    found = list(labels)
    return found[0] if len(found) == 1 else None


def _number(question: Question, typed: str) -> Given:
    if typed.lower() == NEVER and may_be_never(question):
        return NEVER
    plain = typed.replace("\N{MINUS SIGN}", "-").removesuffix("%").strip()
    if re.fullmatch(r"[+-]?\d+,\d+", plain):
        plain = plain.replace(",", ".")
    expected = number_wanted(question)
    if re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)", plain) is None:
        raise ValueError(expected)
    value = float(plain)
    if not _admits(question, value):
        raise ValueError(expected)
    return value


def _admits(question: Question, value: float) -> bool:
    return (question.low is None or value >= question.low) and (question.high is None or value <= question.high)


def may_be_never(question: Question) -> bool:
    """Whether that it does not happen at all is an answer."""
    return question.form == "quarter" or f"or {NEVER}" in question.asks


def number_wanted(question: Question) -> str:
    """What number a question asks for: "a number in percent from 0 to 100, or never"."""
    wanted = "a number" + (f" in {question.unit}" if question.unit else "")
    if question.low is not None and question.high is not None:
        wanted += f" from {in_figures(question.low)} to {in_figures(question.high)}"
    return f"{wanted}, or {NEVER}" if may_be_never(question) else wanted


def quarter_wanted(question: Question) -> str:
    """What quarter a question asks for: "a quarter from 2015-Q1 to 2030-Q4, or never"."""
    if question.between is None:
        return f"a quarter such as 2018-Q2, or {NEVER}"
    return "a quarter from {} to {}, or {}".format(*map(format_quarter, question.between), NEVER)


def _quarter(question: Question, typed: str) -> str:
    """A quarter of the run, however it is written: 2018-Q2, 2018q2, Q2 2018."""
    written = meant_quarter(typed)
    if not _reached(question, written):
        outside = f"; the run has no {written}" if looks_like_quarter(typed) else ""
        raise ValueError(f"{quarter_wanted(question)}{outside}")
    return written


def _reached(question: Question, written: str) -> bool:
    """Whether a text is a quarter that the question admits."""
    try:
        quarter = parse_quarter(written)
    except ValueError:
        return False
    return question.between is None or question.between[0] <= quarter <= question.between[1]


def fits(question: Question, given: Given) -> bool:
    """Whether a question admits an answer that a file brings."""
    if question.form == "choice":
        return isinstance(given, str) and given in question.choices
    if question.form == "several":
        return isinstance(given, tuple) and set(given) <= set(question.choices)
    if question.form == "text" or (given == NEVER and may_be_never(question)):
        return True
    if question.form == "number":
        return isinstance(given, float | int) and _admits(question, given)
    return _reached(question, str(given))


def shown(question: Question, given: Given | None) -> str:
    """An answer in words."""
    if given is None:
        return "skipped"
    if question.form == "choice":
        return question.choices.get(str(given), str(given))
    if question.form == "several":
        labels = given if isinstance(given, tuple) else (str(given),)
        return ", ".join(question.choices.get(label, label) for label in labels) or "none"
    if isinstance(given, float | int):
        return f"{in_figures(float(given))}{f' {question.unit}' if question.unit else ''}"
    return str(given)


def verdict(question: Question, found: Found, given: Given | None, *, predicted: bool) -> str:
    """What is said of an answer that is held against the model."""
    if given is None:
        return "skipped"
    if found.agrees(given, question.to):
        if not predicted:
            return RIGHT
        return INSIDE if isinstance(found, Number) else AS_MODEL
    side = found.side(given)
    if predicted:
        # Only once nothing is asked any more: how far off it is would give the answer away.
        away = found.away(given, question.to) if isinstance(found, Number) and side else ""
        return (f"{side}, by {away}" if away else side) or OTHERWISE
    return f"{WRONG}: {side}" if side else WRONG


def best_answer(question: Question, found: Found) -> Given:
    """An answer that the model accepts: the solution written down, or of a number the model's own, as exact as asked.

    A solution that the model does not accept any more is returned all the same: that is for the caller to find out.
    """
    if isinstance(found, Number):
        if found.value is None:
            return NEVER
        value = found.asked(found.value)
        return format_quarter(int(value)) if found.quarter else round(round(value / question.to) * question.to, 10)
    if question.form == "several":
        return question.solution if isinstance(question.solution, tuple) else ((question.solution or ""),)
    return str(question.solution)
