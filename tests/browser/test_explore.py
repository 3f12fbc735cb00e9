"""Explore in a real browser."""

from __future__ import annotations

from tests.browser.conftest import PHONE

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
