"""Exercise in a real browser: with the keyboard alone, and on a phone."""

from __future__ import annotations

import re

from tests.browser.conftest import PHONE
from tests.browser.listening import listen, named

from tightrope.exercises.session import read_sheet

FOCUSED = "(document.activeElement || {}).id"


def tab_to(page, text):
    """Press Tab until something with this text or name has the focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        here = page.evaluate(
            "(e => e.tagName === 'BODY' ? '' : `${e.id} ${e.innerText || ''}`)(document.activeElement)"
        )
        if text in here:
            return
    raise AssertionError(f"Tab never reaches {text}")


def wait_for_focus(page, name):
    """Wait until an element has the focus, and see that it is where one looks."""
    page.wait_for_function(f"{FOCUSED} === {name!r}")
    page.wait_for_function(
        "name => { const box = document.getElementById(name).getBoundingClientRect();"
        " return box.top >= 0 && box.top < innerHeight; }",
        arg=name,
    )


def go_on(page, leads_to):
    """Press "Go on" by keyboard."""
    page.get_by_role("button", name="Go on", exact=True).wait_for()
    tab_to(page, "Go on")
    page.keyboard.press("Enter")
    wait_for_focus(page, leads_to)


def test_an_exercise_is_done_to_the_end_with_the_keyboard_alone_and_handed_in(visit, pictures, tmp_path):
    page = visit("/exercise")
    page.wait_for_selector("ol.exercises")
    page.screenshot(path=pictures / "exercise-list-desktop.png", full_page=True)
    tab_to(page, "3. Cover and criticism")
    page.keyboard.press("Enter")
    page.wait_for_selector("#step-1")
    tab_to(page, "Your answers")
    page.keyboard.press("Enter")
    tab_to(page, "student")
    page.keyboard.type("Ada L.")
    go_on(page, "step-2-heading")
    page.screenshot(path=pictures / "exercise-predict-desktop.png", full_page=True)
    for place, downs in ((2, 1), (3, 0), (4, 3)):
        tab_to(page, f"answer-{place}-1")
        page.keyboard.press("Space")
        for _ in range(downs):
            page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        wait_for_focus(page, f"step-{place + 1}-heading")
    tab_to(page, "answer-5")
    page.keyboard.type("Because cover is what is lacking.")
    page.wait_for_timeout(500)  # what is being typed is remembered four times a second
    page.reload()
    page.wait_for_selector("#answer-5")
    assert page.locator("#answer-5").input_value() == "Because cover is what is lacking."
    tab_to(page, "Keep this prediction")
    assert not re.search(r"\N{PLUS-MINUS SIGN} ?\d", page.content())
    page.keyboard.press("Enter")
    wait_for_focus(page, "step-6-heading")
    tab_to(page, "Run 5 worlds")
    page.keyboard.press("Enter")
    wait_for_focus(page, "step-7-heading")
    page.wait_for_selector("#step-7 table")
    for place in (8, 9, 10, 11):
        go_on(page, f"step-{place}-heading")
    assert "Because cover is what is lacking." in page.locator("#step-11").inner_text()
    tab_to(page, "answer-11")
    page.keyboard.type("Yes.")
    page.screenshot(path=pictures / "exercise-recall-desktop.png", full_page=True)
    tab_to(page, "Keep")
    page.keyboard.press("Enter")
    wait_for_focus(page, "step-12-heading")
    go_on(page, "step-13-heading")
    tab_to(page, "answer-13-1")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=1 try left")
    page.locator("#answer-13-1").focus()
    page.keyboard.press("ArrowDown")
    page.screenshot(path=pictures / "exercise-results-desktop.png", full_page=True)
    page.keyboard.press("Enter")
    wait_for_focus(page, "verdict-13")
    go_on(page, "step-14-heading")
    page.wait_for_selector("#step-14 table")
    go_on(page, "step-15-heading")
    tab_to(page, "answer-15")
    page.keyboard.type("0,01")
    page.keyboard.press("Enter")
    wait_for_focus(page, "verdict-15")
    go_on(page, "step-16-heading")
    tab_to(page, "answer-16")
    page.keyboard.type("First cover.\nThen criticism.")
    tab_to(page, "Keep")
    page.keyboard.press("Enter")
    wait_for_focus(page, "end-heading")
    page.screenshot(path=pictures / "exercise-end-desktop.png", full_page=True)
    tab_to(page, "Download the answers")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert download.value.suggested_filename == "03-cover-and-criticism-answers.yaml"
    download.value.save_as(tmp_path / "answers.yaml")
    sheet = read_sheet(tmp_path / "answers.yaml")
    assert sheet.student == "Ada L."
    assert [one.answered for one in sheet.answers if one.step in ("only-criticism", "repression", "furthest")] == [
        "down", "up", "gentle",
    ]  # fmt: skip
    assert [one.verdict for one in sheet.answers if one.verdict] == ["as the model"] * 3 + ["right", "right"]
    assert sheet.answers[-1].answered == "First cover.\nThen criticism."


def test_a_file_of_answers_is_opened_and_a_bad_one_refused(visit, tmp_path):
    page = visit("/exercise/3")
    page.wait_for_selector("#step-1")
    page.locator("summary", has_text="Your answers").click()
    page.get_by_role("button", name="Open a file of answers").click()
    (tmp_path / "bad.yaml").write_text("exercise: 3\nanswers: 4\n", encoding="utf-8")
    page.locator("#answers-file").set_input_files(tmp_path / "bad.yaml")
    page.wait_for_selector("text=/Refused/")
    page.get_by_role("button", name="Close").click()
    page.locator("#step-1 button.main").click()
    page.wait_for_selector("#answer-2-1")
    page.get_by_role("button", name="Skip").click()
    page.wait_for_selector("#answer-3-1")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download the answers").click()
    download.value.save_as(tmp_path / "good.yaml")
    page.get_by_role("button", name="Begin again ...").click()
    page.get_by_role("button", name="Forget them and begin again").click()
    page.wait_for_selector("text=/0 of 8 questions answered/")
    page.locator("summary", has_text="Your answers").click()
    page.get_by_role("button", name="Open a file of answers").click()
    page.locator("#answers-file").set_input_files(tmp_path / "good.yaml")
    page.wait_for_selector("text=/1 of 8 questions answered/")
    page.wait_for_selector("#answer-3-1")


def test_a_step_is_told_to_who_hears_it(visit):
    page = visit("/exercise/3")
    page.wait_for_selector("#step-1")
    go_on(page, "step-2-heading")
    heard = listen(page)
    assert [one.name for one in heard if one.focused and one.role == "heading"] == [
        "2. Predict, before the run (question 1 of 8)"
    ]
    (asked,) = [one for one in heard if one.role == "group" and one.name.endswith("?")]
    assert "cannot be changed afterwards" in asked.about
    assert len(named(heard, "radio")) > 2 and all(named(heard, "radio"))
    assert "Keep this prediction" in named(heard, "button")
    assert "Questions answered" in named(heard, "progressbar")


def test_a_phone_shows_an_exercise_without_scrolling_sideways(visit, pictures):
    page = visit("/exercise/1", PHONE)
    page.wait_for_selector("#step-1")
    page.locator("#step-1 button.main").click()
    page.wait_for_selector("#answer-2-1")
    page.screenshot(path=pictures / "exercise-predict-phone.png", full_page=True)
    for value in (5, 6, 7):
        page.locator(f"#answer-2-{value}").check()
    page.locator("#step-2 button.main").click()
    page.locator("#answer-3-1").check()
    page.locator("#step-3 button.main").click()
    page.locator("#step-4 button.main").click()
    page.wait_for_selector("#step-5 canvas")
    for place in (5, 6, 7, 8):
        page.locator(f"#step-{place} .body > button.main").click()
    page.wait_for_selector("#answer-9")
    assert "as the model" in page.locator("#step-7 summary").inner_text().lower()
    page.wait_for_timeout(300)  # the chart is drawn
    page.screenshot(path=pictures / "exercise-results-phone.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
