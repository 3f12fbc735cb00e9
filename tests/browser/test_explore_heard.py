"""Explore as it is heard: the tree that screen readers read, what is announced, and contrast."""

from __future__ import annotations

import pytest
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.test_explore import READY, headline


def tree(page):
    """What a screen reader meets, in its order: (role, name, description)."""
    nodes = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    by_id = {node["nodeId"]: node for node in nodes}
    found = []

    def read(node):
        if not node.get("ignored"):
            found.append(tuple(node.get(key, {}).get("value", "") for key in ("role", "name", "description")))
        for child in node.get("childIds", ()):
            if child in by_id:
                read(by_id[child])

    read(nodes[0])
    return found


def of(found, role):
    """Names of everything of a role, in order."""
    return [name for one, name, _ in found if one == role]


def test_who_hears_the_page_is_told_what_who_sees_it_sees(visit):
    page = visit("/?scenario=cheap-oil&moscow.drive=0.5")
    page.wait_for_selector(READY)
    found = tree(page)
    assert [len(of(found, role)) for role in ("banner", "main", "navigation", "complementary")] == [1, 1, 1, 1]
    assert [level for level in of(found, "heading")] == [
        "Cheap oil, distant West", "Position between Moscow and the West", "What becomes of Baku", "The purse",
        "Moscow's levers",
    ]  # fmt: skip
    sliders = {name: says for role, name, says in found if role == "slider"}
    assert len(sliders) == 10
    assert sliders["Washington's engagement"] == (
        "from 0.00, absent, to 1.00, close; in the scenario 0.20 in 2015-Q1, 0.05 in the end"
    )
    assert sliders["Fall of the oil price"] == "from 0 % to 90 %; in the scenario 60 %"
    values = page.locator("input[type=range]").evaluate_all("all => all.map(one => one.ariaValueText)")
    assert values[:3] == ["60 %", "12 quarters", "0.05 of 1"]
    says = page.locator("section.chart p.small").all_inner_texts()
    titles = page.locator("section.chart h2").all_inner_texts()
    assert of(found, "image") == [
        f"Chart: {title}. {one} The table below has all numbers." for title, one in zip(titles, says, strict=True)
    ]
    assert "Table: The purse" in [name.replace(" :", ":") for name in of(found, "DisclosureTriangle")]
    assert "Download the numbers (CSV): The purse" in of(found, "button")
    named = ("button", "link", "slider", "combobox", "DisclosureTriangle", "textbox", "image", "region")
    assert [one for one in found if one[0] in named and not one[1].strip()] == []


ANNOUNCED = """() => {
    window.announced = [];
    const watch = new MutationObserver(seen => seen.forEach(one => {
        const around = (one.target.nodeType === 1 ? one.target : one.target.parentElement)?.closest(
            '[role=status], [role=alert], [aria-live]:not([aria-live=off]), output');
        if (around?.textContent) announced.push(around.textContent);
    }));
    watch.observe(document.querySelector('#main'), {subtree: true, childList: true, characterData: true});
}"""


def test_a_dial_being_turned_is_not_chattered_about(visit):
    page = visit("/")
    page.wait_for_selector(READY)
    page.wait_for_timeout(1500)
    page.evaluate(ANNOUNCED)
    page.locator("#dial-moscow-drive").focus()
    for _ in range(8):
        page.keyboard.press("ArrowLeft")
        page.wait_for_timeout(200)
    page.wait_for_function("announced.length > 0")
    page.wait_for_timeout(1500)
    (heard,) = set(page.evaluate("announced"))
    assert heard.startswith("Baseline: Moscow's drive to reintegrate: 0.35 (0.75 in the scenario).")
    assert heard.endswith(headline(page))


CONTRAST = """() => {
    const plain = text => (text.match(/[\\d.]+/g) || []).map(Number);
    const light = parts => { const [r, g, b] = parts.map(one => { const part = one / 255;
        return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4; });
        return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
    const behind = element => { for (let at = element; at; at = at.parentElement) {
        const parts = plain(getComputedStyle(at).backgroundColor);
        if (parts.length === 3 || parts[3] === 1) return parts; } return [255, 255, 255]; };
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found = [];
    while (walk.nextNode()) {
        const around = walk.currentNode.parentElement;
        if (!walk.currentNode.textContent.trim() || !around.checkVisibility() || around.closest(':disabled')) continue;
        const [one, other] = [light(plain(getComputedStyle(around).color)), light(behind(around).slice(0, 3))];
        const ratio = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
        found.push([ratio, walk.currentNode.textContent.trim().slice(0, 40)]);
    }
    return found;
}"""


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_all_text_stands_out_from_what_is_behind_it(visit, size):
    page = visit("/?scenario=cheep-oil", size)  # with a refusal
    page.wait_for_selector(READY)
    page.get_by_role("button", name="Pin this run behind").click()
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    page.locator("#dial-moscow-drive").focus()
    page.keyboard.press("ArrowLeft")
    page.wait_for_selector("text=1 turned")
    page.wait_for_selector(READY)
    ratios = page.evaluate(CONTRAST)
    assert len(ratios) > 100
    assert [one for one in ratios if one[0] < 4.5] == []  # WCAG 2.2, 1.4.3
