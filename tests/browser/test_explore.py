"""Explore in a real browser."""

from __future__ import annotations

from tests.browser.conftest import PHONE

from tightrope.scenario import load
from tightrope.web.recipe import Recipe
from tightrope.web.story import tale

READY = "text=/^2,000 futures/"


def headline(page):
    """What the last answer said."""
    return page.locator("p.headline").inner_text()


def test_a_dial_is_moved_and_the_charts_change(visit, pictures):
    page = visit("/")
    page.wait_for_selector(READY)
    before = headline(page)
    page.locator("#dial-world-oil_price-fall").focus()
    for _ in range(14):
        page.keyboard.press("ArrowRight")
    page.wait_for_selector("text=/Turned: Fall of the oil price: 70 %/")
    page.wait_for_selector(READY)
    assert headline(page) != before
    assert "world.oil_price.fall=70" in page.url
    page.screenshot(path=pictures / "explore-desktop.png", full_page=True)
    page.reload()
    page.wait_for_selector("text=/Turned: Fall of the oil price: 70 %/")


def test_a_phone_shows_all_of_it_without_scrolling_sideways(visit, pictures):
    page = visit("/", PHONE)
    page.wait_for_selector(READY)
    page.screenshot(path=pictures / "explore-phone.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_a_pinned_run_stays_behind_with_the_paired_difference(visit, pictures):
    page = visit("/?scenario=cheap-oil")
    page.wait_for_selector(READY)
    page.get_by_role("button", name="Pin this run behind").click()
    page.locator("#dial-washington-engagement").focus()
    for _ in range(10):
        page.keyboard.press("ArrowRight")
    page.wait_for_selector("text=/on the same luck .2,000 pairs./")
    assert page.get_by_text("Pinned, drawn in grey: Cheap oil, distant West (as it is).").is_visible()
    page.screenshot(path=pictures / "explore-pinned.png", full_page=True)
    page.reload()
    page.wait_for_selector("text=/on the same luck .2,000 pairs./")
    page.get_by_role("button", name="Unpin").click()
    page.wait_for_selector("text=/on the same luck/", state="detached")


def test_a_dial_is_reset_to_where_the_scenario_has_it(visit):
    page = visit("/?scenario=cheap-oil&moscow.drive=0.2")
    page.wait_for_selector("text=/Turned: Moscow's drive to reintegrate: 0.20/")
    slider = page.locator("#dial-moscow-drive")
    assert slider.input_value() == "0.2"
    page.get_by_role("button", name="Reset: Moscow's drive to reintegrate").click()
    page.wait_for_function("!location.search.includes('moscow.drive')")
    page.wait_for_selector("text=/Turned:/", state="detached")
    assert page.evaluate("document.activeElement.id") == "dial-moscow-drive"
    assert slider.input_value() == "0.75"  # seeds/parameters/moscow.yaml, drive at the end of the run


def test_why_tells_a_members_story_with_its_sources(visit, pictures):
    page = visit("/?scenario=worst-case")
    page.wait_for_selector(READY)
    page.get_by_role("button", name="Why? One future's story").click()
    page.wait_for_selector("text=The claims behind it")
    member = page.locator("#story-member")
    member.fill("17")
    member.press("Enter")
    found = tale(Recipe("worst-case"), 17)
    told = page.get_by_role("region", name="The story")
    told.get_by_text(f"Outcomes: {found.outcomes}.").wait_for()
    chapter = next(one for one in found.chapters if one.decisions)
    assert told.get_by_text(f"{chapter.decisions[0].says}. {chapter.decisions[0].verdict}").count() >= 1
    assert told.get_by_text(found.claims[0].says).count() >= 1
    page.screenshot(path=pictures / "explore-why.png")
    told.locator("summary:has-text('Documented: ')").first.click()
    why = next(one for one in chapter.decisions[0].whys if one.claims)
    claim = next(one for one in found.claims if one.id == why.claims[0])
    assert told.get_by_text(f"{claim.says} ({claim.document}, {claim.place})").first.is_visible()


def test_the_members_are_leafed_through_both_ways(visit):
    page = visit("/?scenario=worst-case")
    page.wait_for_selector(READY)
    page.get_by_role("button", name="Why? One future's story").click()
    page.wait_for_selector("text=The claims behind it")
    member = page.locator("#story-member")
    first = int(member.input_value())
    for name, other in (("Previous", first - 1), ("Next", first), ("Next", first + 1)):
        page.get_by_role("button", name=f"{name} member").click()
        page.wait_for_selector(f"text=/^Member {other}: /", state="attached")
        assert member.input_value() == str(other)


def test_the_theory_is_chosen_and_the_dials_saved_as_a_file(visit, tmp_path):
    page = visit("/?scenario=cheap-oil&baku.openness=0.6")
    page.wait_for_selector(READY)
    page.get_by_label("Theory of choice").select_option("omnibalancing")
    page.wait_for_selector("text=/Theory: omnibalancing/")
    with page.expect_download() as told:
        page.get_by_role("button", name="Save as a file").click()
    saved = tmp_path / told.value.suggested_filename
    told.value.save_as(saved)
    plan = load(saved)
    assert (plan.theory, plan.setting("baku.openness").at(plan.end).value) == ("omnibalancing", 0.6)


def open_file(page, path):
    """Open a file of one's own."""
    page.get_by_role("button", name="Open a file").click()
    page.get_by_label("The file").set_input_files(path)
    page.wait_for_selector(READY)


def test_a_file_saved_from_the_dials_shows_them_turned_when_it_is_opened_again(visit, tmp_path):
    page = visit("/?scenario=cheap-oil&baku.openness=0.6&theory=omnibalancing")
    page.wait_for_selector(READY)
    with page.expect_download() as told:
        page.get_by_role("button", name="Save as a file").click()
    told.value.save_as(tmp_path / "from-ada.yaml")
    friend = visit("/")
    friend.wait_for_selector(READY)
    open_file(friend, tmp_path / "from-ada.yaml")
    friend.wait_for_selector("text=/Turned: Openness of politics in Baku: 0.60/")
    assert friend.locator("h1").inner_text() == "Cheap oil, distant West, with dials turned"
    assert friend.locator("#dial-baku-openness").input_value() == "0.6"
    assert friend.get_by_label("Theory of choice").input_value() == "omnibalancing"
    assert friend.url.endswith("?scenario=cheap-oil&baku.openness=0.6&theory=omnibalancing")
    friend.reload()
    friend.wait_for_selector("text=Your file from-ada: Cheap oil, distant West, dials turned.")


def test_a_link_is_copied_where_the_browser_allows_it_and_shown_in_any_case(visit):
    page = visit("/?scenario=cheap-oil&moscow.drive=0.3")
    page.wait_for_selector(READY)
    page.evaluate("Object.defineProperty(navigator, 'clipboard', {value: undefined})")  # as in a class, without https
    page.evaluate("document.execCommand = () => false")
    page.get_by_role("button", name="Copy the link").click()
    page.wait_for_selector("text=copy it from here")
    shown = page.get_by_label("The link")
    assert shown.input_value() == page.url
    assert shown.evaluate("field => field.selectionEnd - field.selectionStart") == len(page.url)


def test_of_a_file_that_no_link_can_carry_the_file_is_handed_on(visit, tmp_path):
    mine = tmp_path / "mine.yaml"
    mine.write_text("title: Mine\nquestion: q\nextends: baseline\nmoscow: {drive: {2015-Q1: 0.2, 2020-Q1: 0.9}}\n")
    page = visit("/")
    page.wait_for_selector(READY)
    open_file(page, mine)
    page.wait_for_selector("text=A link to mine means nothing to others: it is a file of yours.")
    assert page.get_by_role("button", name="Copy the link").count() == 0
    with page.expect_download() as told:
        page.get_by_role("button", name="Save the file to hand on").click()
    told.value.save_as(tmp_path / "saved.yaml")
    assert (
        load(tmp_path / "saved.yaml")
        .setting("moscow.drive")
        .same_as(load(mine).setting("moscow.drive"), range(load(mine).start, load(mine).end + 1))
    )
    stranger = visit(page.url.removeprefix(page.url.split("/?")[0]))
    stranger.wait_for_selector("text=If it is somebody's own file, ask for that and open it here.")


def test_every_chart_has_its_table_and_its_downloads(visit, tmp_path):
    page = visit("/")
    page.wait_for_selector(READY)
    charts = page.locator("section.chart")
    assert charts.count() == 4
    for place in range(4):
        chart = charts.nth(place)
        chart.locator("summary").click()
        assert chart.locator("table tbody tr").first.inner_text().startswith("2015-Q1")
        assert chart.locator("table tbody tr").count() == 64
        with page.expect_download() as told:
            chart.get_by_role("button", name="numbers").click()
        lines = told.value.path().read_text().splitlines()
        assert len(lines) == 65
        with page.expect_download() as told:
            chart.get_by_role("button", name="picture").click()
        assert told.value.path().read_bytes().startswith(b"\x89PNG")


def test_a_bad_file_is_refused_with_every_problem_and_a_good_one_opened(visit, tmp_path, pictures):
    bad, good = tmp_path / "mine.yaml", tmp_path / "my own.yaml"
    bad.write_text("title: Mine\nquestion: Why?\nextends: ../../etc/passwd\nmoscow: {drve: 0.4}\nmembers: many\n")
    good.write_text("title: A <b>gentle</b> Moscow\nquestion: q\nextends: baseline\nmoscow: {drive: 0.1}\n")
    page = visit("/")
    page.wait_for_selector(READY)
    page.get_by_role("button", name="Open a file").click()
    choose = page.get_by_label("The file")
    choose.set_input_files(bad)
    page.wait_for_selector("text=Refused: 3 problems.")
    told = page.locator("[role=alert] li").all_inner_texts()
    assert told == [
        "Line 3, extends: the text '../../etc/passwd'. Expected: a shipped scenario's name.",
        "Line 4, moscow.drve: unknown key. Expected: one of the parameters of moscow. Did you mean 'drive'?",
        "Line 5, members: the text 'many'. Expected: a whole number.",
    ]
    page.screenshot(path=pictures / "explore-refused.png")
    choose.set_input_files(good)
    page.wait_for_selector("h1:text('A <b>gentle</b> Moscow')")
    page.wait_for_selector(READY)
    assert page.locator("#dial-moscow-drive").input_value() == "0.1"


def test_a_link_that_is_wrong_says_so_and_shows_the_baseline(visit):
    page = visit("/?scenario=cheep-oil")
    page.wait_for_selector(READY)
    alert = page.get_by_role("alert").first.inner_text()
    assert alert == (
        "This link leads nowhere, so you see the baseline. The link asks for a scenario 'cheep-oil', which there is"
        " not. Expected: the name of a shipped scenario. Did you mean 'cheap-oil'?"
    )
    assert page.locator("h1").inner_text() == "Baseline"


def test_all_of_it_is_reached_by_the_keyboard(visit):
    page = visit("/")
    page.wait_for_selector(READY)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the page"
    reached = set()
    for _ in range(80):
        page.keyboard.press("Tab")
        reached |= set(page.evaluate("[document.activeElement.id, document.activeElement.textContent.trim()]"))
    assert {
        "dial-world-oil_price-fall",
        "dial-baku-openness",
        "Pin this run behind",
    } <= reached
    assert {"scenario: 0.20; source: inference", "Download the numbers (CSV)", "Open a file"} <= reached
    assert "Table: Position between Moscow and the West" in reached
