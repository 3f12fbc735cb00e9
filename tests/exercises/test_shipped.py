"""The ten exercises: each is led through with its solution, and what its pages say of the model is put to the model."""

from __future__ import annotations

import functools
import io
import re
import tomllib
from pathlib import Path

import pytest
from tests.exercises.benches import shipped

from tightrope.cli.asked import asked
from tightrope.cli.exercise_lead import Lead
from tightrope.exercises.compute import Lab, plan_of
from tightrope.exercises.found import Given
from tightrope.exercises.load import exercise_folders, number_and_name
from tightrope.exercises.marking import INSIDE, RIGHT
from tightrope.exercises.session import Session
from tightrope.exercises.solve import problems_of_solution, solve
from tightrope.exercises.steps import Check, Exercise, Explain, Question
from tightrope.exercises.tables import options

NUMBERS = [str(number) for number in range(1, 11)]
EVERY_DAY = ("4", "8")
"""Led through with every change; the others are slow."""

LESSON = 90
"""Minutes."""

EACH = [n if n in EVERY_DAY else pytest.param(n, marks=pytest.mark.slow) for n in NUMBERS]


@functools.cache
def lab(number: str) -> Lab:
    return Lab(shipped(number))


def test_there_are_ten_in_order():
    assert [number_and_name(folder)[0] for folder in exercise_folders()] == list(range(1, 11))


@pytest.mark.parametrize("number", NUMBERS)
def test_an_exercise_is_sound_and_fits_a_lesson(number):
    exercise = shipped(number)
    assert exercise.minutes <= LESSON
    assert {reading.document for reading in exercise.reading} <= {"going-it-alone", "closer-to-russia"}
    # In each something can be wrong, in the words of the student as well.
    assert sum(isinstance(step, Check) for step in exercise.steps) >= 3
    marks = [step.marks for step in exercise.steps if isinstance(step, Explain)]
    assert [sum(one.values()) for one in marks] == [10]
    for part in ("What to expect", "Common misreadings", "Ninety minutes", "Discussion", "Marking"):
        assert f"## {part}" in exercise.teacher


@pytest.mark.parametrize("number", NUMBERS)
def test_the_lesson_in_its_guide_goes_from_the_first_minute_to_the_last_and_tells_of_every_question(number):
    exercise = shipped(number)
    lesson = exercise.teacher.partition("## Ninety minutes")[2].partition("## Discussion")[0]
    spans = [(int(begin), int(end)) for begin, end in re.findall(r"\*(\d+)-(\d+)\*", lesson)]
    assert [begin for begin, _ in spans] == [0, *(end for _, end in spans[:-1])] and spans[-1][1] == LESSON
    for part in ("Short of time", "Done early", "Stuck"):
        assert f"* *{part}:* " in lesson
    asked = [int(n) for n in re.findall(r"[Qq]uestions? (\d+)", lesson)]
    asked += [int(n) for n in re.findall(r"questions? \d+ (?:and|to) (\d+)", lesson, re.IGNORECASE)]
    assert 1 in asked and max(asked) < len(exercise.questions), "the last is the essay"


def test_every_scenario_and_number_that_a_guide_says_to_run_is_there():
    guides = "\n".join(shipped(number).teacher for number in NUMBERS)
    commands = re.findall(r"`tightrope (?:run|compare) ([^`]+)`", guides)
    assert len(commands) >= 6
    for command in commands:
        words = command.split()
        sets = [words[place + 1] for place, word in enumerate(words) if word == "--set"]
        assert asked([word for word in words if word != "--set" and word not in sets], sets, {})


@pytest.mark.parametrize("number", NUMBERS)
def test_a_range_named_in_a_question_is_the_one_that_an_answer_is_held_to(number):
    for step in shipped(number).steps:
        if isinstance(step, Question) and step.form == "number":
            for low, high in re.findall(r"\((-?[0-9.]+) to (-?[0-9.]+)\)", step.asks):
                assert (float(low), float(high)) == (step.low, step.high), step.asks


@pytest.mark.parametrize("number", NUMBERS)
def test_the_command_shown_makes_the_same_run(number):
    exercise = shipped(number)
    for world in exercise.worlds.values():
        name, *words = options(world, exercise.members)
        sets = [words[place + 1] for place, word in enumerate(words) if word == "--set"]
        given = {word.removeprefix("--"): words[place + 1] for place, word in enumerate(words)
                 if word in ("--theory", "--quarters")}  # fmt: skip
        (by_hand,) = asked([name], sets, given)
        plan = plan_of(world)
        assert by_hand.scenario.resolved() == plan.resolved() | {"seed": by_hand.scenario.seed}


@pytest.mark.parametrize("number", EACH)
def test_its_solution_and_what_its_guide_says_are_true_of_the_model(number):
    assert [str(problem) for problem in problems_of_solution(lab(number))] == []


def typed(question: Question, answer: Given) -> str:
    labels = list(question.choices)
    if question.form == "choice":
        return str(labels.index(str(answer)) + 1)
    if question.form == "several":
        assert isinstance(answer, tuple)
        return ", ".join(str(labels.index(label) + 1) for label in answer) or "none"
    return str(answer)


def solution(exercise: Exercise, found: Lab) -> str:
    """What somebody types who knows the answers."""
    answers: dict[str, str] = {}
    for one in solve(found):
        answers[one.question.id] = typed(one.question, one.answer)
    lines = []
    for step in exercise.questions:
        lines.append(answers.get(step.id, "Because of this."))
        if isinstance(step, Explain):
            lines += ["And of that.", ""]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("number", EACH)
def test_it_can_be_led_through_with_its_solution(number, tmp_path, monkeypatch, capsys):
    exercise, found = shipped(number), lab(number)
    monkeypatch.setattr("sys.stdin", io.StringIO(solution(exercise, found)))
    session = Session.open(exercise, tmp_path / "answers.yaml")
    Lead(session, found, tmp_path / "figures", "tightrope exercise").go()
    told = capsys.readouterr().out
    assert f"Done. Hand in: {tmp_path / 'answers.yaml'}" in told
    verdicts = {step.id: session.kept[step.id].verdict for step in exercise.steps if isinstance(step, Check)}
    assert set(verdicts.values()) <= {RIGHT, INSIDE, "as the model"}, verdicts
    drawn = [step.figure for step in exercise.steps if getattr(step, "figure", None)]
    assert len(list((tmp_path / "figures").glob("*.png")) if drawn else []) == len(drawn)


def test_they_travel_with_the_package():
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8"))
    wheel = project["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert "exercises" in wheel["only-include"]
    assert wheel["sources"]["exercises"] == "tightrope/_data/exercises"
