"""Explore on a phone, at a desk and on a projector: what is in sight where."""

from __future__ import annotations

import pytest
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.test_explore import READY

from tightrope.web.dials import load_dials

PROJECTOR = {"width": 1920, "height": 1080}

SLIDERS = [f"#dial-{key.replace('.', '-')}" for key in load_dials().by_key]


def box(page, selector):
    """Where an element is on the screen."""
    return page.locator(selector).first.evaluate("element => element.getBoundingClientRect().toJSON()")


def test_on_a_phone_the_answer_stays_in_sight_over_every_dial(visit, pictures):
    page = visit("/", PHONE)
    page.wait_for_selector(READY)
    assert box(page, ".strip")["bottom"] <= PHONE["height"]  # headline and shares on the first screen
    for summary in page.locator(".group > summary").all():
        summary.click()
    for slider in SLIDERS:
        page.locator(slider).scroll_into_view_if_needed()
        page.locator(slider).focus()
        strip, dial = box(page, ".strip"), box(page, slider)
        assert strip["top"] >= 0
        assert strip["bottom"] <= dial["top"] and dial["bottom"] <= PHONE["height"], slider
    page.locator("#dial-moscow-drive").focus()
    before = page.locator(".strip").inner_text()
    for _ in range(12):
        page.keyboard.press("ArrowLeft")
    page.wait_for_function("said => document.querySelector('.strip').innerText !== said", arg=before)
    assert 0 <= box(page, ".strip")["top"] < box(page, "#dial-moscow-drive")["top"]
    page.screenshot(path=pictures / "explore-phone-dial.png")
    page.locator("section.chart").nth(1).scroll_into_view_if_needed()
    page.evaluate("document.querySelectorAll('section.chart')[1].scrollIntoView()")
    assert box(page, ".strip")["bottom"] < 0  # where the charts are in sight, nothing covers them


def test_on_a_phone_the_dials_are_folded_but_for_what_is_turned(visit):
    page = visit("/?moscow.drive=0.3", PHONE)
    page.wait_for_selector(READY)
    opened = page.locator(".group").evaluate_all("all => all.map(one => [one.innerText.split('\\n')[0], one.open])")
    assert [name for name, is_open in opened if is_open] == ["Moscow 1 turned"]
    assert len(opened) == 5
    page.get_by_role("button", name="Reset: Moscow's drive to reintegrate").click()
    page.wait_for_selector("text=1 turned", state="detached")


def test_at_a_desk_scenario_and_theory_are_on_the_first_screen(visit):
    page = visit("/", DESKTOP)
    page.wait_for_selector(READY)
    for place, label in enumerate(("Scenario", "Theory of choice")):
        assert page.locator(".choices label > span").nth(place).inner_text() == label
        assert page.locator(".choices select").nth(place).bounding_box()["y"] < DESKTOP["height"] / 4
    assert page.locator(".group[open]").count() == 5
    assert not page.locator(".strip").is_visible()


SMALLEST = """() => {
    const walk = document.createTreeWalker(document.querySelector('#main'), NodeFilter.SHOW_TEXT);
    const sizes = [];
    while (walk.nextNode()) {
        const around = walk.currentNode.parentElement;
        if (walk.currentNode.textContent.trim() && around.checkVisibility() && !around.closest('.heard'))
            sizes.push(parseFloat(getComputedStyle(around).fontSize));
    }
    return Math.min(...sizes);
}"""

IN_CHARTS = """() => [...document.querySelectorAll('.picture')].flatMap(picture => {
    const options = getElement(+picture.id.slice(1)).chart.getOption();
    return [...options.xAxis, ...options.yAxis].map(axis => axis.axisLabel.fontSize);
})"""


@pytest.mark.parametrize(("size", "plain", "small", "chart"), [(PROJECTOR, 20, 16, 16), (DESKTOP, 16, 12.5, 11)])
def test_type_is_large_where_it_is_read_from_the_last_row(visit, pictures, size, plain, small, chart):
    page = visit("/?scenario=cheap-oil", size)
    page.wait_for_selector(READY)
    page.wait_for_timeout(600)
    page.screenshot(path=pictures / f"explore-{size['width']}.png")
    assert page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") == plain
    assert page.evaluate(SMALLEST) >= small
    assert min(page.evaluate(IN_CHARTS)) >= chart
    if size is PROJECTOR:  # the first charts whole on the first screen, and the page as wide as the screen
        assert box(page, ".chart .picture")["bottom"] <= size["height"]
        assert box(page, ".explore")["width"] > 0.95 * size["width"]
    else:
        assert max(page.evaluate(IN_CHARTS)) < 16


def test_runs_so_far_are_noted_one_beside_the_other(visit, pictures):
    page = visit("/?scenario=baseline")
    page.wait_for_selector("text=/Runs so far .1./")
    page.get_by_role("button", name="Pin this run behind").click()
    turns = (
        ("#dial-world-oil_price-fall", "Fall of the oil price: 60 %", 2),
        ("#dial-washington-engagement", "0.80", 3),
    )
    for slider, turned, runs in turns:
        page.locator(slider).focus()
        for _ in range(12):
            page.keyboard.press("ArrowRight")
        page.wait_for_selector(f"text=/^2,000 futures.*{turned}/")
        page.wait_for_selector(f"text=/Runs so far .{runs}./")
        page.get_by_role("button", name="Reset all").click()
        page.wait_for_selector("text=/Turned:/", state="detached")
    page.locator("summary:has-text('Runs so far')").click()
    rows = page.locator(".tried tbody th").all_inner_texts()
    assert "Baseline: Fall of the oil price: 60 % (0 % in the scenario)" in rows
    assert "Baseline: Washington's engagement: 0.80 (0.20 in the scenario)" in rows
    page.locator(".tried").scroll_into_view_if_needed()
    page.screenshot(path=pictures / "explore-tried.png")
    page.reload()
    page.wait_for_selector("text=/Runs so far .3./")
