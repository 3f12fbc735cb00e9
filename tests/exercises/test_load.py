from __future__ import annotations

import pytest
from tests.exercises.benches import RECALL, starter, text, written

from tightrope.errors import InputError
from tightrope.exercises.load import find, load_exercise, number_and_name
from tightrope.figures import FIGURES
from tightrope.quarters import format_quarter


def refused(tmp_path, **changes: str) -> list[str]:
    """The problems of the small exercise with some of its text replaced."""
    with pytest.raises(InputError) as refusal:
        load_exercise(written(tmp_path, text(**changes)))
    return [str(problem) for problem in refusal.value.problems]


def test_the_starter_is_an_exercise(tmp_path):
    found = load_exercise(written(tmp_path))
    assert (found.title, found.minutes, found.number, found.name) == ("Small", 45, None, "small")
    assert [step.kind for step in found.steps] == [
        "read",
        "predict",
        "predict",
        "run",
        "show",
        "check",
        "check",
        "explain",
    ]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"minutes: 45": "minutes: 400"}, "minutes: 400; expected at most 180"),
        ({"title: \"Small\"": "titel: Small"}, "titel: unknown key; expected one of"),
        ({"claims: [no-faith-western-support]}": "claims: [no-fath-western-support]}"},
         "unknown claim 'no-fath-western-support'"),
        ({"section: bullet 3": "section: bullet 2"}, "'no-faith-western-support' is in closer-to-russia, bullet 3"),
        ({"document: closer-to-russia": "document: closer"}, "unknown document 'closer'"),
        ({"washington.engagement: 0.6": "washington.engagment: 0.6"}, "did you mean 'engagement'?"),
        ({"washington.engagement: 0.6": "washington.engagement: 1.6"}, "1.6 is out of range"),
        ({"output: baku.position": "output: baku.positoin"}, "unknown output 'baku.positoin'"),
        ({"counting: [tactical drift east]": "counting: [tactical drift]"}, "no 'tactical drift'"),
        ({"when: [2018-Q1, 2022-Q4]": "when: [2022-Q4, 2018-Q1]"}, "expected the earlier quarter first"),
        ({"when: 2022-Q4": "when: 2035-Q4"},
         "asks for 2035-Q4 to 2035-Q4; the world 'changed' runs from 2015-Q1 to 2030-Q4"),
        ({"kind: explain": "kind: explian"}, "did you mean 'explain'?"),
        ({"kind: level, of: drift": "kind: levle, of: drift"}, "did you mean 'level'?"),
        ({"of: direction": "of: directoin"}, "unknown prediction 'directoin'"),
        ({"solution: up ": "solution: west "}, "the solution 'west' is no choice"),
        ({"solution: up ": "#"}, "no solution; expected an answer that the model accepts"),
        ({"down: further east, none: in the same place": "down: further east"},
         "choices up, down; expected a choice for each answer there can be: up, down, none"),
        ({"form: number": "form: quarter"}, "gives a number and is asked for as a quarter"),
        ({"worlds: [as is, changed]\n  - kind: show": "worlds: [as is]\n  - kind: show"},
         "'changed' has not been run yet"),
        ({"marks:\n      what earns marks: 2\n      what else does: 1": "marks: {}"}, "marks"),
        ({"above: 0": "found: up"}, "expected above or below of a number"),
        ({"kind: difference, of: position": "kind: difference, of: postion"}, "unknown measure 'postion'"),
        ({"id: share\n": "id: direction\n"}, "a second step 'direction'"),
    ],
    ids=lambda one: one if isinstance(one, str) else None,
)  # fmt: skip
def test_a_mistake_is_refused_with_its_line_and_what_was_expected(tmp_path, changes, said):
    problems = refused(tmp_path, **changes)
    assert any(said in problem for problem in problems), problems
    assert all("exercise.yaml:" in problem for problem in problems)


def test_all_mistakes_are_told_at_once_in_the_order_of_the_file(tmp_path):
    problems = refused(
        tmp_path,
        **{"minutes: 45": "minutes: x", "kind: explain": "kind: explan", "output: baku.position": "output: ''"},
    )
    lines = [int(problem.split("exercise.yaml:")[1].split(":")[0]) for problem in problems]
    assert len(problems) >= 3 and lines == sorted(lines)


def test_one_step_that_cannot_be_read_is_one_problem_and_the_others_keep_their_lines(tmp_path):
    whole = text().replace("form: number", "form: nubmer")
    whole = whole.replace("quantity: {kind: level, of: drift, world", "quantity: {kind: level, of: drfit, world")
    with pytest.raises(InputError) as refusal:
        load_exercise(written(tmp_path, whole))
    lines = whole.splitlines()
    told = [(problem.line, problem.found) for problem in refusal.value.problems]
    # Nothing of what other steps say of the one that cannot be read; the misspelt measure where it is written.
    assert [lines[line - 1].strip().partition(" ")[0] for line, _ in told] == ["form:", "quantity:"], told
    assert [found for _, found in told] == ["the text 'nubmer'", "unknown measure 'drfit'"]


def test_a_prediction_of_what_has_been_run_is_refused(tmp_path):
    whole = text()
    predict, run = whole.index("  - kind: predict\n    id: share"), whole.index("  - kind: run")
    show = whole.index("  - kind: show")
    moved = whole[:predict] + whole[run:show] + whole[predict:run] + whole[show:]
    with pytest.raises(InputError, match="predicts what has been run already"):
        load_exercise(written(tmp_path, moved))


def test_a_prediction_never_held_against_the_model_is_refused(tmp_path):
    whole = text()
    start, end = whole.index("  - kind: check\n    of: share"), whole.index("  - kind: explain")
    with pytest.raises(InputError, match="a prediction that is never held against the model"):
        load_exercise(written(tmp_path, whole[:start] + whole[end:]))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (RECALL, "", "a text that is never taken up again; expected a recall of share-why"),
        ("reason_for: share", "reason_for: shrae", "unknown earlier prediction 'shrae'"),
        ("reason_for: share", "reason_for: share\n    form: number", "expected a text"),
        ("of: share-why", "of: share-wy", "unknown earlier prediction in words 'share-wy'"),
        ("of: share-why", "of: share", "unknown earlier prediction in words 'share'"),
    ],
)
def test_a_reason_that_is_not_taken_up_as_it_should_be_is_refused_with_its_line(tmp_path, old, new, said):
    whole = starter()
    assert old in whole
    with pytest.raises(InputError) as refusal:
        load_exercise(written(tmp_path, whole.replace(old, new)))
    told = [str(problem) for problem in refusal.value.problems]
    assert any(said in one and "exercise.yaml:" in one for one in told), told


def test_a_reason_is_not_looked_back_at_before_the_result_is_known(tmp_path):
    whole = starter().replace(RECALL, "").replace("  - kind: run\n", f"{RECALL}  - kind: run\n")
    with pytest.raises(InputError, match="looks back before the result is known; expected after the check of share"):
        load_exercise(written(tmp_path, whole))


def test_a_question_knows_the_terms_on_which_it_is_judged(tmp_path):
    found = load_exercise(written(tmp_path))
    assert found.step("direction").terms == (
        "'In the same place' takes in what differs by less than 0.005, and whatever 60 members cannot tell."
    )
    (when,) = [step for step in load_exercise("2").steps if getattr(step, "form", "") == "quarter"]
    assert [format_quarter(quarter) for quarter in when.between] == ["2015-Q1", "2030-Q4"]


def test_an_exercise_without_a_teachers_page_is_refused(tmp_path):
    folder = written(tmp_path)
    (folder / "teacher.md").unlink()
    with pytest.raises(InputError, match="no page for the teacher"):
        load_exercise(folder)


@pytest.mark.parametrize("content", ["", "- a list", "steps: 3", "a: [", "worlds: {a: &x 1, b: *x}", "\x00"])
def test_what_is_no_exercise_at_all_is_refused(tmp_path, content):
    with pytest.raises(InputError):
        load_exercise(written(tmp_path, content))


def test_an_exercise_is_found_by_number_name_folder_and_file():
    folder = find("3")
    assert number_and_name(folder) == (3, "cover-and-criticism")
    for words in ("03", "cover-and-criticism", "03-cover-and-criticism", str(folder), str(folder / "exercise.yaml")):
        assert find(words) == folder


@pytest.mark.parametrize(
    ("words", "said"),
    [("11", "a number from 1 to 10"), ("cover-and-critcism", "did you mean"), ("/", "no exercise.yaml")],
)
def test_an_unknown_exercise_is_refused(words, said):
    with pytest.raises(InputError, match=said):
        find(words)


def test_the_figures_that_can_be_shown_are_those_there_are():
    from typing import get_args

    from tightrope.exercises.steps import Figure

    assert set(get_args(Figure)) == set(FIGURES)
