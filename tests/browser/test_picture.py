"""The picture of the page in the README is a picture of the page."""

from __future__ import annotations

import os
from pathlib import Path

import matplotlib.image
import numpy as np

PICTURE = Path(__file__).parents[2] / "docs" / "figures" / "page.png"
SIZE = {"width": 1440, "height": 1080}
COARSE = 24
"""Pixels in the side of a square that is compared as one: type and fonts differ from machine to machine."""
CLOSE = 0.012
"""Mean difference in lightness (0 to 1) that is still the same page; another page differs more."""


def coarse(path):
    """A picture in squares, shape (rows, columns, 3)."""
    pixels = matplotlib.image.imread(path)[..., :3]
    rows, columns = (side // COARSE for side in pixels.shape[:2])
    return pixels[: rows * COARSE, : columns * COARSE].reshape(rows, COARSE, columns, COARSE, 3).mean(axis=(1, 3))


def taken(visit, path):
    """A picture of Explore with a run pinned behind and Washington's dial turned."""
    page = visit("/?scenario=cheap-oil", SIZE)
    page.wait_for_selector("text=/^2,000 futures/")
    page.get_by_role("button", name="Pin this run behind").click()
    page.wait_for_selector("text=/Pinned, drawn in grey/")
    page.locator("#dial-washington-engagement").focus()
    for _ in range(7):
        page.keyboard.press("ArrowRight")
    page.wait_for_selector("text=/on the same luck .2,000 pairs./")
    page.wait_for_selector("text=/^2,000 futures.*Turned: Washington.s engagement: 0.40/")
    page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
    page.mouse.move(0, 0)
    page.wait_for_timeout(600)
    page.screenshot(path=path)
    return path


def test_the_readmes_picture_is_what_the_page_shows(visit, tmp_path):
    now = taken(visit, tmp_path / "now.png")
    if os.environ.get("TIGHTROPE_REWRITE_GOLDEN"):
        PICTURE.write_bytes(now.read_bytes())
    stored = coarse(PICTURE)
    assert np.abs(coarse(now) - stored).mean() < CLOSE
    other = visit("/exercise", SIZE)
    other.wait_for_selector("text=Cover and criticism")
    other.screenshot(path=tmp_path / "other.png")
    assert np.abs(coarse(tmp_path / "other.png") - stored).mean() > 2 * CLOSE
