"""How the parts of an exercise are called, in a terminal and on the page alike."""

from __future__ import annotations

from tightrope.evidence import Claim
from tightrope.exercises.steps import Check, Compare, Exercise, Explain, Predict, Read, Recall, Run, Show, Step

HEADINGS: dict[type[Step], str] = {
    Read: "Read",
    Predict: "Predict, before the run",
    Run: "Run",
    Show: "Look",
    Compare: "Compare",
    Recall: "Look back",
    Explain: "Explain",
}

HELD = "Your prediction, held against the model"

TABLE_WORDS = (
    "A member is one simulated history; luck, and uncertain numbers where drawn, are its own.",
    "A position runs from -1, Moscow, to +1, the West; a level from 0 to 1.",
    "± and (a to b), as a rule: what the number of members leaves open, at 90 %.",
)
"""What the words and signs of a table mean, whatever the exercise."""


def heading_of(exercise: Exercise, step: Step) -> str:
    """What stands above a step, with the number of the question that it deals with."""
    if isinstance(step, Check) and step.of:
        return f"{HELD} ({number_of(exercise, exercise.step(step.of))})"
    if isinstance(step, Check):
        return number_of(exercise, step).capitalize()
    number = f" ({number_of(exercise, step)})" if step.asks_for_something else ""
    return f"{HEADINGS[type(step)]}{number}"


def number_of(exercise: Exercise, step: Step) -> str:
    """Which of the questions a step is."""
    return f"question {exercise.questions.index(step) + 1} of {len(exercise.questions)}"


def title_of(exercise: Exercise) -> str:
    """An exercise with its number and how long it takes."""
    number = f"Exercise {exercise.number}: " if exercise.number is not None else ""
    return f"{number}{exercise.title} (about {exercise.minutes} minutes)"


def claim_told(claim: Claim) -> str:
    """What a document says, and where."""
    place = ", ".join(part for part in (claim.section, claim.page and f"p. {claim.page}") if part)
    return f"{claim.says} ({claim.source}, {place})"
