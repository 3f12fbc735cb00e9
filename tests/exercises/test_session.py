from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.exercises.benches import text, written

from tightrope.errors import InputError
from tightrope.exercises.answers import Answers, sheet_of_text
from tightrope.exercises.load import load_exercise
from tightrope.exercises.marking import cleaned
from tightrope.exercises.session import Session, read_sheet

NOON = datetime(2030, 1, 2, 12, 0, tzinfo=UTC)


@pytest.fixture
def exercise(tmp_path):
    return load_exercise(written(tmp_path))


def begun(exercise, tmp_path, **more: str) -> Session:
    return Session.open(exercise, tmp_path / "answers.yaml", now=lambda: NOON, **more)


def test_nothing_is_written_before_the_first_answer(exercise, tmp_path):
    session = begun(exercise, tmp_path)
    assert not session.path.exists()
    assert (session.place, session.answered) == (1, 0)


def test_every_answer_is_in_the_file_at_once_and_read_back(exercise, tmp_path):
    session = begun(exercise, tmp_path, student="Ada")
    session.keep(exercise.step("direction"), "down")
    session.keep(exercise.step("share"), 12.5)
    sheet = read_sheet(session.path)
    assert (sheet.exercise, sheet.student, sheet.begun) == ("small", "Ada", "2030-01-02 12:00:00 UTC")
    assert [(one.step, one.answered, one.in_words) for one in sheet.answers] == [
        ("direction", "down", "further east"), ("share", 12.5, ""),
    ]  # fmt: skip
    assert sheet.answers[0].asked.startswith("Washington engages again.")


def test_a_session_goes_on_where_it_stopped_and_shows_the_last_results_again(exercise, tmp_path):
    session = begun(exercise, tmp_path)
    session.keep(exercise.step("direction"), "up")
    session.keep(exercise.step("share"), None)
    again = begun(exercise, tmp_path)
    assert again.answered == 2 and again.answer_to("direction") == "up" and again.answer_to("share") is None
    # The next question is the first check; the run and the table before it are shown once more.
    assert [step.kind for step in exercise.steps[again.resume_from : again.place + 1]] == ["run", "show", "check"]


def test_an_answer_to_a_question_that_has_changed_is_asked_again(exercise, tmp_path):
    session = begun(exercise, tmp_path)
    session.keep(exercise.step("direction"), "up")
    changed = load_exercise(written(tmp_path, text(**{"Washington engages again. Where": "Washington leaves. Where"})))
    again = Session.open(changed, session.path)
    assert again.dropped == ("direction",) and again.place == 1


def test_an_answer_that_the_question_does_not_admit_is_asked_again(exercise, tmp_path):
    session = begun(exercise, tmp_path)
    session.keep(exercise.step("direction"), "up")
    session.path.write_text(session.text().replace("answered: up", "answered: sideways"), encoding="utf-8")
    again = begun(exercise, tmp_path)
    assert again.dropped == ("direction",) and again.place == 1


def test_answers_in_memory_are_the_text_that_the_file_would_hold(exercise, tmp_path):
    session = begun(exercise, tmp_path, student="Ada")
    inside = Answers.begin(exercise, now=lambda: NOON)
    inside.name("Ada")
    for one in (session, inside):
        one.keep(exercise.step("direction"), "up")
        one.keep(exercise.step("share"), None)
    assert inside.text() == session.path.read_text(encoding="utf-8")
    assert Answers(exercise, sheet_of_text(inside.text(), "x.yaml", "small")).kept == session.kept
    with pytest.raises(InputError, match="answers to 'small'"):
        sheet_of_text(inside.text(), "x.yaml", "cover-and-criticism")


@given(answer=st.text(max_size=300))
def test_any_text_comes_back_from_the_file_as_it_was_kept(answer, tmp_path_factory):
    folder = tmp_path_factory.mktemp("text")
    exercise = load_exercise(written(folder))
    session = begun(exercise, folder)
    session.keep(exercise.steps[-1], cleaned(answer))
    assert begun(exercise, folder).answer_to(exercise.steps[-1].id) == cleaned(answer)


def test_a_file_of_another_exercise_is_left_alone(exercise, tmp_path):
    session = begun(exercise, tmp_path)
    session.keep(exercise.step("direction"), "up")
    kept = session.path.read_text(encoding="utf-8")
    with pytest.raises(InputError, match="answers to 'small'"):
        Session.open(load_exercise("3"), session.path)
    assert session.path.read_text(encoding="utf-8") == kept


@pytest.mark.parametrize("content", ["", "nonsense", "exercise: small\n", "exercise: small\nanswers: 3\n", "a: b\n"])
def test_a_file_that_is_no_file_of_answers_is_refused_and_left_alone(exercise, tmp_path, content):
    (tmp_path / "answers.yaml").write_text(content, encoding="utf-8")
    with pytest.raises(InputError):
        begun(exercise, tmp_path)
    assert (tmp_path / "answers.yaml").read_text(encoding="utf-8") == content


def test_a_folder_that_is_not_there_is_refused_before_anything_is_asked(exercise, tmp_path):
    with pytest.raises(InputError, match="no folder"):
        Session.open(exercise, tmp_path / "nowhere" / "answers.yaml")


def test_the_old_file_stays_where_the_new_one_cannot_be_written(exercise, tmp_path, monkeypatch):
    session = begun(exercise, tmp_path)
    session.keep(exercise.step("direction"), "up")
    before = session.path.read_text(encoding="utf-8")

    def fails(*_: object) -> None:
        raise OSError("no room")

    monkeypatch.setattr("tightrope.exercises.session.os.replace", fails)
    with pytest.raises(OSError, match="no room"):
        session.keep(exercise.step("share"), 3.0)
    assert session.path.read_text(encoding="utf-8") == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["answers.yaml", "small"]
