"""The way through an exercise, and what the workers do for it, without any page."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.exercises.benches import written

from tightrope.errors import InputError
from tightrope.exercises.answers import Answers
from tightrope.exercises.compute import Lab
from tightrope.exercises.found import Choice
from tightrope.exercises.load import load_exercise
from tightrope.exercises.marking import LONGEST, TRIES
from tightrope.exercises.steps import Check, Explain, Predict, Show
from tightrope.web.exercise_way import NONE, Way, given_in, plain
from tightrope.web.exercise_work import Drawn, Picture, figure, opened, result

SEVEN = load_exercise("7")
ANY = Choice("up", ("up",))
"""What a model might say to any question."""

ACTS = st.lists(
    st.tuples(st.sampled_from(["go on", "keep", "hold", "check", "draft"]), st.integers(0, 21)), max_size=120
)


def act(way: Way, what: str, place: int, answer: str) -> None:
    """Something that a page may be told by a browser, in any order and of any step."""
    place = min(place, len(way.steps) - 1)
    step = way.steps[place]
    if what == "go on":
        way.go_on(place)
    elif what == "keep" and isinstance(step, Predict | Explain):
        way.keep(place, answer)
    elif what == "hold" and isinstance(step, Check) and step.of:
        way.hold(place, ANY)
    elif what == "check":
        way.check(place, answer, ANY)
    elif what == "draft":
        way.draft(place, (answer,))


@settings(max_examples=60)
@given(acts=ACTS, honest=st.integers(0, 21))
def test_whatever_a_browser_sends_no_answer_changes_and_no_question_is_passed_by(acts, honest):
    way = Way(Answers.begin(SEVEN))
    walk = [(what, place) for place in range(honest) for what in ("keep", "hold", "check", "check", "go on")]
    kept: dict[str, object] = {}
    for number, (what, place) in enumerate([*walk, *acts]):
        before = way.at
        act(way, what, place, f"answer {number}")
        now = {name: one.answered for name, one in way.answers.kept.items()}
        assert {name: now[name] for name in kept} == kept
        kept = now
        assert before <= way.at <= before + 1
        assert all(way.settled(earlier) for earlier in range(way.at))
        assert not [step.id for step in way.steps[way.at + 1 :] if step.id in kept]
        assert len(way.tries) < TRIES


@pytest.mark.parametrize(
    ("sent", "understood"),
    [
        (["1"], ("1",)),
        ([3, None, "1"], ("1",)),
        ("1", ()),
        (None, ()),
        ({"a": 1}, ()),
        (["x" * 20_000], ("x" * LONGEST,)),
        (["x" * 20_000] * 100, ("x" * 8,) * 40),
    ],
)
def test_whatever_a_browser_sends_is_a_few_texts(sent, understood):
    assert plain(sent) == understood


def test_none_of_several_is_said_and_not_left_out():
    several = Predict(id="q", asks="?", form="several", choices={"a": "x", "b": "y"})
    assert given_in(several, (NONE,)) == ()
    assert given_in(several, ("2", "1")) == ("a", "b")
    for values in ((), (NONE, "1"), ("3",)):
        with pytest.raises(ValueError, match=r"what applies|numbers from"):
            given_in(several, values)


@pytest.mark.parametrize("word", ["3", "03", "cover-and-criticism", "03-cover-and-criticism"])
def test_an_exercise_is_found_by_number_and_name(word):
    assert opened(word).name == "cover-and-criticism"


@pytest.mark.parametrize(
    "word",
    [
        "0",
        "11",
        "-3",
        "3.0",
        ".",
        "..",
        "/etc",
        "exercises/03-cover-and-criticism",
        "\N{SUPERSCRIPT THREE}",
        "9" * 5000,
    ],
)
def test_nothing_else_is_an_exercise_of_the_page(word):
    with pytest.raises(InputError, match="unknown exercise"):
        opened(word)


def test_a_step_that_shows_nothing_has_no_result():
    with pytest.raises(LookupError):
        result("reading-the-levers", 0)


def test_a_figure_is_a_chart_where_the_page_has_one_and_else_a_picture(tmp_path):
    lab = Lab(load_exercise(written(tmp_path)))
    drawn, picture = (figure(lab, Show(id="s", worlds=("changed",), figure=name)) for name in ("position", "beliefs"))
    assert isinstance(drawn, Drawn) and drawn.chart.table.rows and drawn.chart.title.startswith("Position")
    assert isinstance(picture, Picture) and picture.png.startswith(b"\x89PNG") and picture.about.endswith(": beliefs")
