"""A class on one machine: the code at the door, and thirty at once."""

from __future__ import annotations

import time

from tightrope.web.recipe import Recipe
from tightrope.web.work import AT_ONCE, explore

CLASS = 30


def test_a_wrong_class_code_is_refused_and_the_right_one_leads_to_the_page(visit, class_server, pictures):
    assert len(class_server.code) == 6
    page = visit("/?scenario=cheap-oil", at=class_server)
    assert page.locator("label").inner_text() == "Class code"
    page.screenshot(path=pictures / "class-code.png")
    page.get_by_label("Class code").fill("WRONG9")
    with page.expect_response("**/enter**") as told:
        page.get_by_role("button", name="Enter").click()
    assert told.value.status == 403
    assert "That is not the class code" in page.get_by_role("alert").inner_text()
    page.get_by_label("Class code").fill(class_server.code.lower())
    page.get_by_role("button", name="Enter").click()
    page.wait_for_selector("h1:text('Cheap oil, distant West')")


def test_thirty_at_once_each_see_their_own(visit, server):
    pages = [visit(f"/?moscow.drive={place / 100 + 0.3:.2f}") for place in range(CLASS)]
    for page in pages:
        page.wait_for_selector("text=/^[25],?[05]00 futures/", timeout=60_000)
    began = time.monotonic()
    for page in pages:
        page.evaluate("""() => { const dial = document.querySelector('#dial-brussels-engagement');
            dial.value = '0.9'; dial.dispatchEvent(new Event('input')); }""")
    for place, page in enumerate(pages):
        page.wait_for_selector("text=/Turned: .*Brussels. engagement: 0.90.*Moscow's drive/", timeout=60_000)
        assert f"Moscow's drive to reintegrate: {place / 100 + 0.3:.2f}" in page.locator("p.working").inner_text()
    print(f"{CLASS} at once: {time.monotonic() - began:.1f} s, the browsers' work on this machine included")
    # What each sees is what the model says to their own dials.
    for place in (0, 13, 29):
        pages[place].wait_for_selector("text=/^2,000 futures/", timeout=60_000)
        recipe = Recipe().turn("moscow.drive", round(place / 100 + 0.3, 2)).turn("brussels.engagement", 0.9)
        few, many = explore(recipe, AT_ONCE), explore(recipe, 2000)
        assert few.members == AT_ONCE
        alone = f"{100 * many.shares[-1, 0]:.0f} %"
        assert f"going it alone {alone}" in pages[place].locator("p.headline").inner_text()
