"""Games in a real browser, with the keyboard alone: to the debrief, through a reload, apart from each other."""

from __future__ import annotations

import re

import yaml
from tests.browser.conftest import PHONE
from tests.browser.listening import listen, named

from tightrope.games import load_game_text

FOCUS = "document.activeElement.innerText || document.activeElement.value || document.activeElement.id || ''"
MOST_TABS = 120


def tab_to(page, found):
    """Press Tab until what has the focus says so."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate(f"({found})(document.activeElement)"):
            return
    raise AssertionError(f"no Tab leads to {found}; it stands at {page.evaluate(FOCUS)}")


def tab_to_text(page, text):
    tab_to(page, f"one => (one.innerText || '').trim().startsWith({text!r})")


def press(page, text):
    tab_to_text(page, text)
    page.keyboard.press("Enter")


def begin(page, *seats, quarters, member=0):
    """Fill in the form and begin, by Tab, Space and typing."""
    page.wait_for_selector("text=Whom do you play?")
    for seat in seats:
        tab_to(page, f"one => one.id === 'play-seat-{seat}'")
        page.keyboard.press("Space")
    tab_to(page, "one => one.id === 'play-member'")
    page.keyboard.press("Control+a")
    page.keyboard.type(str(member))
    tab_to(page, "one => one.id === 'play-quarters'")
    page.keyboard.type(str(quarters))
    press(page, "Begin")
    page.wait_for_url(re.compile("/play/.+"))


def heading(page):
    return page.locator("h1").inner_text()


def choose(page, move):
    """Make a move by the keyboard; the focus has to be at the next heading afterwards."""
    before = page.evaluate("document.querySelector('h1').id")
    tab_to(page, f"one => one.matches('button.choose') && one.querySelector('.name').textContent === {move!r}")
    page.keyboard.press("Enter")
    page.wait_for_function(f"document.activeElement.id.startsWith('asks-') && document.activeElement.id !== {before!r}")


def test_a_game_as_moscow_is_played_to_its_debrief_with_the_keyboard_alone(visit, pictures):
    page = visit("/play")
    begin(page, "moscow", quarters=8)
    page.wait_for_selector("text=2015-Q1: you are Moscow")
    page.screenshot(path=pictures / "play-briefing-desktop.png", full_page=True)
    for move in ("squeeze", "invite", "hold"):
        choose(page, move)
    assert heading(page) == "2015-Q4: you are Moscow"
    assert "Baku's path so far" in page.locator(".sofar").inner_text()

    address = page.url
    page.reload()
    page.wait_for_selector("text=2015-Q4: you are Moscow")
    press(page, "History (3 quarters")
    page.wait_for_selector("text=2015-Q2: ")
    assert "Moscow squeezes Baku" in page.locator(".acts").inner_text()

    page.goto(address.split("/play")[0] + "/play")
    tab_to_text(page, "Go on")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=2015-Q4: you are Moscow")
    press(page, "Undo")
    page.wait_for_selector("text=Taken back: Moscow's 'hold' of 2015-Q3.")
    press(page, "Redo")
    page.wait_for_selector("text=2015-Q4: you are Moscow")
    page.screenshot(path=pictures / "play-later-desktop.png", full_page=True)
    for _ in range(5):
        before = heading(page)
        press(page, "Do what the model would")
        page.wait_for_function(
            f"!document.querySelector('h1') || document.querySelector('h1').innerText !== {before!r}"
        )
    page.wait_for_selector("text=Where you parted from the model")
    page.wait_for_timeout(600)
    page.screenshot(path=pictures / "play-debrief-desktop.png", full_page=True)
    assert "Debrief: Baseline, played as Moscow, member 0" in heading(page)
    with page.expect_download() as saved:
        press(page, "Download the debrief")
    assert saved.value.suggested_filename == "baseline-moscow-0-debrief.txt"
    assert "Every move" in saved.value.path().read_text(encoding="utf-8")
    with page.expect_download() as saved:
        press(page, "Save the game as a file")
    text = saved.value.path().read_text(encoding="utf-8")
    assert load_game_text(text, "game.yaml").briefing is None
    assert [one["move"] for one in yaml.safe_load(text)["moves"]][:3] == ["squeeze", "invite", "hold"]


def test_a_game_as_baku_on_a_phone_is_asked_abroad_at_home_and_for_the_tone(visit, pictures):
    page = visit("/play", PHONE)
    page.wait_for_selector("text=Whom do you play?")
    page.screenshot(path=pictures / "play-start-phone.png", full_page=True)
    begin(page, "baku", quarters=3, member=5)
    page.wait_for_selector("text=2015-Q1: you are Baku")
    page.screenshot(path=pictures / "play-briefing-phone.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    for abroad, at_home, tone in [("western security step", "keep", "softer to Moscow")] + 2 * [
        ("hold", "keep", "as it comes")
    ]:
        choose(page, abroad)
        assert page.locator("#moves").inner_text() == "At home"
        choose(page, at_home)
        assert page.locator("#moves").inner_text() == "Your tone"
        choose(page, tone)
    page.wait_for_selector("text=Where you parted from the model")
    page.wait_for_timeout(600)
    page.screenshot(path=pictures / "play-debrief-phone.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert "You changed the tone in 1 quarter." in page.locator("p.headline").inner_text()


def test_back_leads_to_the_games_where_the_one_just_left_stands_first_and_goes_on(visit):
    page = visit("/play")
    begin(page, "moscow", quarters=4)
    page.wait_for_selector("text=2015-Q1: you are Moscow")
    choose(page, "squeeze")
    page.go_back()
    page.wait_for_selector("text=Your games")
    assert "as Moscow, member 0: 2015-Q2, quarter 2 of 4" in page.locator("ul.games li").first.inner_text()
    page.goto(f"{page.url.split('/play')[0]}/play?as=ankara&quarters=3")
    page.wait_for_selector("text=Whom do you play?")
    press(page, "Begin")
    page.wait_for_selector("text=2015-Q1: you are Ankara")
    page.go_back()
    page.wait_for_selector("text=Your games")
    games = page.locator("ul.games li")
    assert games.count() == 2 and "as Ankara" in games.first.inner_text()
    games.nth(1).get_by_role("link").click()
    page.wait_for_selector("text=2015-Q2: you are Moscow")
    page.go_back()
    page.wait_for_selector("text=Your games")
    assert "as Moscow" in page.locator("ul.games li").first.inner_text()  # it was looked at last
    page.go_forward()
    page.wait_for_selector("text=2015-Q2: you are Moscow")
    choose(page, "hold")
    assert heading(page) == "2015-Q3: you are Moscow"


def test_a_game_is_told_to_who_hears_it(visit):
    """What a screen reader is given: the question with the focus, every move with its reasons, every chart in words."""
    page = visit("/play")
    begin(page, "moscow", quarters=2)
    page.wait_for_selector("text=2015-Q1: you are Moscow")
    choose(page, "squeeze")
    heard = listen(page)
    assert [one.name for one in heard if one.focused and one.role == "heading"] == ["2015-Q2: you are Moscow"]
    assert "Done: Moscow's 'squeeze' of 2015-Q1." in named(heard, "StaticText")
    moves = [one for one in heard if one.role == "button" and ": " in one.name]
    assert {"hold", "squeeze", "invite"} <= {one.name.split(":")[0] for one in moves}
    assert not any("against: On balance" in one.about for one in moves)  # nothing is said twice
    for one in moves[1:]:
        assert " On balance " in one.name
        assert re.search(r"(for|against): ", one.about), one
    assert "The other moves are held against this one." in moves[0].about
    assert not any(re.fullmatch(r"[(]?[+-]+[)]?", text) for text in named(heard, "StaticText"))  # marks are words
    assert any(name.startswith("Baku's path so far. As it looks from outside: ") for name in named(heard, "image"))
    assert "Quarter 2 of 2" in named(heard, "progressbar")
    order = [one.name for one in heard if one.role == "heading"]
    assert order.index("Your officials report") < order.index("Your moves")

    choose_last(page, "squeeze")
    heard = listen(page)
    assert [one.name for one in heard if one.focused and one.role == "heading"] == [heading(page)]
    images = [name.split(".")[0] for name in named(heard, "image")]
    assert images[0] == "Your path, and what it is held against"
    assert "What became of Baku" in named(heard, "table") and "Outcome at the end" in named(heard, "table")


def choose_last(page, move):
    """Make the last move of a game, and wait for its debrief."""
    tab_to(page, f"one => one.matches('button.choose') && one.querySelector('.name').textContent === {move!r}")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Where you parted from the model")
    page.wait_for_function("document.activeElement.tagName === 'H1'")


def test_two_visitors_play_apart_and_two_tabs_together(visit):
    ada, bob = visit("/play"), visit("/play")
    begin(ada, "ankara", quarters=4)
    begin(bob, "washington", quarters=4)
    for page, capital in ((ada, "Ankara"), (bob, "Washington")):
        page.wait_for_selector(f"text=2015-Q1: you are {capital}")
    bob.goto(ada.url)
    bob.wait_for_selector("text=No such game")  # a game is its visitor's, whoever knows the address
    other = ada.context.new_page()
    other.goto(ada.url)
    other.wait_for_selector("text=2015-Q1: you are Ankara")
    press(ada, "Do what the model would")
    ada.wait_for_selector("text=2015-Q2: you are Ankara")
    press(other, "Do what the model would")  # the question there is answered already
    other.wait_for_selector("text=This game went on in another tab")
    assert heading(other) == "2015-Q2: you are Ankara"


def told(frames):
    """Whether something of a briefing came over the wire."""
    return any(
        "drive to reintegrate its neighbours" in (one if isinstance(one, str) else one.decode("utf-8", "replace"))
        for one in frames
    )


def test_two_seats_pass_the_keyboard_and_neither_is_sent_the_others_briefing(visit, pictures):
    page, sent = visit("/play"), []
    page.on("websocket", lambda one: one.on("framereceived", lambda frame: sent.append(frame)))
    begin(page, "baku", "moscow", quarters=2)
    page.wait_for_selector("text=Pass the keyboard to Moscow.")
    page.screenshot(path=pictures / "play-pass-desktop.png")
    assert "officials report" not in page.content() and not told(sent)
    press(page, "I am Moscow")
    page.wait_for_selector("text=2015-Q1: you are Moscow")
    assert "Moscow's drive to reintegrate its neighbours" in page.content()
    assert told(sent)
    press(page, "Do what the model would")
    page.wait_for_selector("text=Pass the keyboard to Baku.")
    assert "drive to reintegrate its neighbours" not in page.content()
    sent.clear()
    answer = page.reload()
    sent.append(answer.text())  # the page brings its first elements itself
    page.wait_for_selector("text=Pass the keyboard to Baku.")
    assert "drive to reintegrate its neighbours" not in page.content() and not told(sent)
    press(page, "I am Baku")
    page.wait_for_selector("text=2015-Q1: you are Baku")
    # Both see Moscow's drive, Baku as it looks from outside: the number is Moscow's alone.
    report = page.locator(".officials").inner_text()
    assert "Moscow's drive to reintegrate its neighbours" in report and "Baku's oil fund" in report
    assert re.search(r"Moscow's drive to reintegrate its neighbours:\s+looks ", report)
