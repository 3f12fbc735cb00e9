from __future__ import annotations

import json
import re

import pytest
from tests.exercises.benches import starter, text, written

from tightrope.errors import InputError
from tightrope.exercises.compute import Lab
from tightrope.exercises.load import load_exercise
from tightrope.exercises.printable import student_page, teacher_page, write_pages
from tightrope.exercises.solve import solve
from tightrope.exercises.telling import TABLE_WORDS

NASTY = "<script>alert('x')</script> & \"quotes\""


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Lab:
    whole = text(
        **{'title: "Small"': f"title: {json.dumps(NASTY)}", "says: What to think about now.": "says: Think of SAID."}
    )
    whole = whole.replace("    measures: [position, drift]\n", "    figure: position\n", 1).replace(
        "    worlds: [as is, changed]\n  - kind: check", "    worlds: [changed]\n  - kind: check", 1
    )
    return Lab(load_exercise(written(tmp_path_factory.mktemp("pages"), whole)))


def words_of(page: str) -> str:
    """What a reader sees."""
    return re.sub(r"<[^>]*>", " ", re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL))


def test_the_page_to_hand_out_asks_everything_and_answers_nothing(lab):
    page = student_page(lab)
    for step in lab.exercise.questions:
        assert step.asks in words_of(page)
    for meaning in TABLE_WORDS:
        assert meaning in words_of(page)
    for one in solve(lab):
        assert one.model not in words_of(page)
    assert lab.exercise.steps[-1].model_answer not in page
    assert "Think of SAID" not in page


def test_the_teachers_page_has_what_the_model_says_now_and_the_model_answers(lab):
    page = teacher_page(lab)
    for one in solve(lab):
        assert one.model in words_of(page)
    assert lab.exercise.steps[-1].model_answer in page
    assert "Common misreadings</h2>" in page and "<em>One of them.</em>" in page
    assert 'src="data:image/png;base64,iVBOR' in page


def test_pages_are_escaped_and_fetch_nothing(lab):
    for page in (student_page(lab), teacher_page(lab)):
        assert "<script" not in page and "&lt;script&gt;" in page
        assert not re.search(r"(src|href)=\"(?!data:)|url\(|@import", page)
        assert "A tool for disciplined what-if reasoning, not a forecast." in page


def test_html_in_the_guide_is_shown_as_it_is_written(tmp_path):
    folder = written(tmp_path)
    (folder / "teacher.md").write_text("# Hello\n\n<img src=x onerror=alert(1)> *so*\n", encoding="utf-8")
    page = teacher_page(Lab(load_exercise(folder)))
    assert "&lt;img src=x" in page and "<em>so</em>" in page


def test_a_page_says_when_a_solution_is_no_longer_accepted(tmp_path):
    whole = text(**{"solution: up ": "solution: down "}).replace("    above: 0", "    below: 0")
    page = teacher_page(Lab(load_exercise(written(tmp_path, whole))))
    assert "The solution written down is not accepted any more: further east" in page
    assert "does not stand any more" in page


def test_the_page_to_hand_out_has_room_to_look_back_at_a_reason(tmp_path):
    found = Lab(load_exercise(written(tmp_path, starter().replace("# members: 400", "members: 60"))))
    page = words_of(student_page(found))
    share = found.exercise.step("share").asks
    assert f"Look again at what you wrote before the run. The question was: {share} In one line, why?" in page
    assert "Does it still hold" in page and "Does it still hold" in words_of(teacher_page(found))


def test_both_pages_are_written_side_by_side(lab, tmp_path):
    paths = write_pages(lab, tmp_path / "handouts")
    assert [path.name for path in paths] == ["small.html", "small-teacher.html"]
    assert all(path.read_text(encoding="utf-8").startswith("<!doctype html>") for path in paths)
    (tmp_path / "file").touch()
    with pytest.raises(InputError, match="a folder for the pages"):
        write_pages(lab, tmp_path / "file")


def test_a_page_with_an_oil_price_says_that_the_link_is_an_assumption(tmp_path):
    whole = text(**{"set: {washington.engagement: 0.6}": "set: {world.oil_price: 40}"})
    found = Lab(load_exercise(written(tmp_path, whole)))
    for page in (student_page(found), teacher_page(found)):
        assert "The link from oil to alignment is an assumption" in page
