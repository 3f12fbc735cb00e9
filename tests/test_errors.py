from __future__ import annotations

import pickle

import pytest

from tightrope.errors import InputError, Problem, RunError, TightropeError, in_words, nearest, told


def test_a_problem_reads_as_place_path_found_expected_and_fix() -> None:
    problem = Problem(
        "cheap.yaml", 7, 3, "washington.engagment", "unknown key", "one of the parameters of washington",
        "did you mean 'engagement'?",
    )  # fmt: skip
    assert str(problem) == (
        "cheap.yaml:7:3: washington.engagment: unknown key; expected one of the parameters of washington; "
        "did you mean 'engagement'?"
    )


def test_a_problem_leaves_out_what_is_not_known() -> None:
    assert str(Problem("x.yaml", None, None, "", "empty", "")) == "x.yaml: empty"
    assert str(Problem("--set", None, None, "members", "2.5", "a whole number")) == (
        "--set: members: 2.5; expected a whole number"
    )


def test_an_input_error_says_all_its_problems_one_to_a_line() -> None:
    error = InputError([Problem("a", 1, 1, "", "x", "y"), Problem("b", None, None, "", "z", "")])
    assert str(error) == "a:1:1: x; expected y\nb: z"
    assert len(error.problems) == 2


def test_an_input_error_survives_the_way_back_from_a_worker_process() -> None:
    error = InputError([Problem("a", 1, 1, "", "x", "y")])
    assert pickle.loads(pickle.dumps(error)).problems == error.problems


def test_every_refusal_and_failure_is_one_family() -> None:
    assert issubclass(InputError, TightropeError)
    assert issubclass(RunError, TightropeError)


def test_the_nearest_word_is_named_whatever_its_case_and_only_if_it_is_near() -> None:
    assert nearest("engagment", ["drive", "Engagement"]) == "did you mean 'Engagement'?"
    assert nearest("zzz", ["drive", "engagement"]) == ""


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "nothing (null)"),
        (True, "true"),
        (3, "3"),
        (99.0, "99"),
        (0.35, "0.35"),
        (float("nan"), "not a number"),
        (float("inf"), "infinity"),
        (10**400, "a number too large to hold"),
        ("a" * 50, "the text '" + "a" * 37 + "...'"),
        ([1], "a list"),
        ({}, "a mapping"),
        (b"x", "a bytes"),
    ],
)
def test_values_are_described_in_words(value: object, words: str) -> None:
    assert in_words(value) == words


@pytest.mark.parametrize(
    ("said", "parts"),
    [
        ("'x; y' is wrong; expected z; did you mean 'w'?", ("'x; y' is wrong", "z", "did you mean 'w'?")),
        ("wrong; expected z", ("wrong", "z", "")),
        ("wrong", ("wrong", "", "")),
    ],
)
def test_an_error_in_one_sentence_is_taken_apart(said: str, parts: tuple[str, str, str]) -> None:
    assert told(ValueError(said)) == parts
