"""Play, without a browser: what is asked for and refused, moves, undoing, seats, quick games, files."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from nicegui import ui
from nicegui.testing import User
from nicegui.testing.user_interaction import UserInteraction

from tightrope.cli import program
from tightrope.errors import InputError
from tightrope.games import CHOSEN, FOLLOWED, PASSED, load_game_text
from tightrope.web import kept
from tightrope.web.game_deal import Deal, Order, deal, file_of, opened
from tightrope.web.look_back import look_back
from tightrope.web.play import read_order
from tightrope.web.recipe import Recipe
from tightrope.web.turn import turn
from tightrope.web.visitors import Visitor

SHORT = "title: Short\nquestion: Short?\nextends: baseline\nquarters: 4\nmembers: 40\n"


def short(*seats: str, member: int = 3) -> Deal:
    """A game of four quarters and forty members."""
    return deal(Order(Recipe("short", SHORT), seats, member))


# -- what a simulated user does ---------------------------------------------------------------------------------------
def shown(user: User) -> str:
    """All text of the page that is not hidden."""
    with user:
        return "\n".join(
            str(getattr(element, "text", "")) for element in user.client.elements.values() if element.visible
        )


def everything(user: User) -> str:
    """All that the browser is sent of the page's elements."""
    with user:
        return "\n".join(str(element._to_dict()) for element in user.client.elements.values())


async def until(user: User, text: str) -> None:
    """Wait for some text."""
    for _ in range(400):
        if text in shown(user):
            return
        await asyncio.sleep(0.02)
    raise AssertionError(f"'{text}' is not to be seen in: {shown(user)}")


def act(user: User, event: str, args: object = None, **props: str) -> None:
    """Trigger an event of the one element with these props, or this text."""
    text = props.pop("text", None)
    with user:
        found = {
            element
            for element in user.client.elements.values()
            if element.visible
            and (text is None or getattr(element, "text", None) == text)
            and all(element.props.get(key) == value for key, value in props.items())
        }
    assert len(found) == 1, (props, text, len(found))
    UserInteraction(user, found, None).trigger(event, args)


def press(user: User, text: str) -> None:
    act(user, "click", text=text)


def choose(user: User, move: str) -> None:
    """Press the button of a move."""
    with user:
        found = {one for one in user.client.elements.values() if one.props.get("aria-label", "").startswith(f"{move}:")}
    assert len(found) == 1, move
    UserInteraction(user, found, None).trigger("click")


async def begun(user: User, query: str, sees: str) -> None:
    """Begin the game that a link asks for."""
    await user.open(f"/play?{query}")
    await until(user, "Whom do you play?")
    press(user, "Begin")
    await until(user, sees)


async def saved(user: User) -> str:
    """The game's file."""
    press(user, "Save as a file")
    return (await user.download.next(timeout=5)).text


async def sent_in(user: User, name: str, text: str | None) -> None:
    """Bring a file to the field for saved games, as the browser sends it."""
    act(user, "change", {"name": name, "text": text}, id="game-file")


# -- beginning --------------------------------------------------------------------------------------------------------
def test_a_game_is_asked_for_and_begun(with_user):
    async def play(user: User) -> None:
        await user.open("/play")
        await until(user, "If everything stays as it was in December 2014")
        act(user, "change", True, id="play-seat-moscow")
        act(user, "change", 7, id="play-member")
        act(user, "change", 3, id="play-quarters")
        await user.open("/play")  # a reload keeps what was filled in
        await until(user, "Whom do you play?")
        press(user, "Begin")
        await until(user, "2015-Q1: you are Moscow")
        assert "Quarter 1 of 3" in shown(user) and "Baseline, member 7" in shown(user)
        await user.open("/play")
        await until(user, "Baseline, as Moscow, member 7: 2015-Q1, quarter 1 of 3")

    with_user(play)


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("", ["Whom to play: missing; expected whom to play, one of baku, moscow, brussels, washington, ankara"]),
        ("as=moscow&member=2000", ["Member: 2000; expected a member from 0 to 1999"]),
        ("as=mosco&quarters=400", ["did you mean 'moscow'?", "expected an end in 2040-Q4 at the latest", "2 problems"]),
        ("as=baku&scenario=baselin", ["unknown scenario 'baselin'", "did you mean 'baseline'?"]),
    ],
)
@pytest.mark.slow
def test_what_cannot_be_played_is_refused_with_all_that_is_wrong(query, told, with_user):
    async def play(user: User) -> None:
        await user.open(f"/play?{query}")
        await until(user, "Whom do you play?")
        if not query:
            press(user, "Begin")
        for words in told:
            await until(user, words)
        assert "Your games" not in shown(user)

    with_user(play)


def test_a_link_says_what_is_played_and_with_which_dials_turned():
    order = read_order("scenario=cheap-oil&washington.engagement=0.5&as=Baku,moscow&as=ankara&member=3&quick=yes", {})
    assert order == Order(Recipe("cheap-oil", "", (("washington.engagement", 0.5),)), ("baku", "moscow", "ankara"), 3,
                          None, True)  # fmt: skip
    assert deal(order).name == "cheap-oil-turned" and deal(order).seats == ("ankara", "moscow", "baku")
    with pytest.raises(InputError, match=r"washington\.engagement"):
        read_order("washington.engagement=7&as=baku", {})


def test_an_address_of_no_game_says_so(with_user):
    async def play(user: User) -> None:
        await user.open("/play/nothing")
        await until(user, "No such game")

    with_user(play)


# -- playing ----------------------------------------------------------------------------------------------------------
def test_moves_are_made_taken_back_and_made_again_and_a_reload_loses_nothing(with_user):
    async def play(user: User) -> None:
        await begun(user, "as=moscow&quarters=4", "2015-Q1: you are Moscow")
        assert "On balance strongly against" in shown(user) and "Your officials report" in shown(user)
        choose(user, "squeeze")
        await until(user, "Done: Moscow's 'squeeze' of 2015-Q1.")
        press(user, "Do what the model would")
        await until(user, "2015-Q3: you are Moscow")
        await user.open(user.client.request.url.path)
        await until(user, "2015-Q3: you are Moscow")
        assert "Quarter 3 of 4" in shown(user) and "History (2 quarters, the last first)" in shown(user)
        press(user, "Undo")
        await until(user, "2015-Q2: you are Moscow")
        press(user, "Undo")
        await until(user, "Taken back: Moscow's 'squeeze' of 2015-Q1.")
        press(user, "Redo")
        await until(user, "Done again: Moscow's 'squeeze' of 2015-Q1.")
        with user:
            assert [one.text for one in user.client.elements.values() if one.tag == "h1"] == ["2015-Q2: you are Moscow"]
        moves = [(one.move, one.how) for one in load_game_text(await saved(user), "game.yaml").game.taken]
        assert moves == [("squeeze", CHOSEN)]

    with_user(play)


@pytest.mark.slow
def test_a_game_ends_with_its_debrief_and_the_files_of_the_terminal(with_user, tmp_path, monkeypatch):
    """What is downloaded is, byte for byte, what the same moves leave in the terminal."""
    monkeypatch.chdir(tmp_path)
    words = ["play", "cheap-oil", "--as", "moscow", "--member", "5", "--quarters", "4"]
    done = CliRunner().invoke(program, words, prog_name="tightrope", input="squeeze\nhold\nf\nvisit\n")
    assert done.exit_code == 0, done.output

    async def play(user: User) -> None:
        await begun(user, "scenario=cheap-oil&as=moscow&member=5&quarters=4", "2015-Q1: you are Moscow")
        for move in ("squeeze", "hold", "", "visit"):
            before = re.search(r"20\d\d-Q\d: you are", shown(user))
            choose(user, move) if move else press(user, "Do what the model would")
            while before and before[0] in shown(user):
                await asyncio.sleep(0.02)
        await until(user, "Where you parted from the model")
        assert "Debrief: Cheap oil, distant West, played as Moscow, member 5" in shown(user)
        with user:
            charts = [one.props["aria-label"] for one in user.client.elements.values() if isinstance(one, ui.echart)]
        assert [name.split(".")[0] for name in charts] == [
            "Your path, and what it is held against",
            "What choosing otherwise cost and won",
        ]
        press(user, "Download the debrief (for your teacher)")
        debrief = (await user.download.next()).text
        press(user, "Save the game as a file")
        game = (await user.download.next(timeout=5)).text
        there = Path("results/games/cheap-oil-moscow-5.yaml")
        assert game == there.read_text(encoding="utf-8")
        assert debrief == Path("results/games/cheap-oil-moscow-5-debrief/debrief.txt").read_text(encoding="utf-8")
        await user.open(user.client.request.url.path)
        await until(user, "Where you parted from the model")

    with_user(play)


def test_baku_is_asked_abroad_at_home_and_for_its_tone(with_user):
    async def play(user: User) -> None:
        await begun(user, "as=baku&quarters=2", "Abroad")
        choose(user, "hold")
        await until(user, "At home")
        assert "Decided this quarter: Baku does nothing new." in shown(user)
        choose(user, "keep")
        await until(user, "Your tone")
        assert "Do what the model would" not in shown(user)  # no rule of the model's chooses a tone
        choose(user, "softer to Moscow")
        await until(user, "2015-Q2: you are Baku")

    with_user(play)


def test_between_two_seats_nothing_of_the_one_before_is_left_on_the_page(with_user):
    async def play(user: User) -> None:
        await begun(user, "as=baku&as=moscow&quarters=2", "Pass the keyboard to Moscow.")
        assert "officials report" not in everything(user)
        press(user, "I am Moscow: show my briefing")
        await until(user, "2015-Q1: you are Moscow")
        assert "Moscow's drive to reintegrate its neighbours" in everything(user)
        press(user, "Do what the model would")
        await until(user, "Pass the keyboard to Baku.")
        assert "drive to reintegrate its neighbours" not in everything(user) and "officials report" not in everything(
            user
        )
        assert "of 2015-Q1" not in everything(user)  # nor what Moscow has just done
        press(user, "I am Baku: show my briefing")
        await until(user, "2015-Q1: you are Baku")
        assert "Baku's oil fund" in everything(user) and "Moscow's goodwill toward Baku" not in everything(user)

    with_user(play)


@pytest.mark.slow
def test_a_quick_game_passes_over_what_has_nothing_at_stake_and_can_be_slowed_down(with_user):
    async def play(user: User) -> None:
        await begun(user, "scenario=history&as=washington&quarters=24&quick=yes", "You are asked because: ")
        while "with nothing new at stake (" not in shown(user):
            press(user, "Do what the model would")
            await asyncio.sleep(0.1)
        act(user, "change", False, id="quick")
        await until(user, "From the next choice on, you are asked every quarter.")
        before = load_game_text(await saved(user), "game.yaml").game.taken
        press(user, "Do what the model would")
        await asyncio.sleep(0.2)
        after = load_game_text(await saved(user), "game.yaml").game.taken
        assert {one.how for one in before} == {FOLLOWED, PASSED}
        assert len(after) == len(before) + 1

    with_user(play)


# -- files ------------------------------------------------------------------------------------------------------------
def test_a_saved_game_is_opened_and_a_bad_one_refused_with_its_line(with_user):
    dealt = short("moscow")
    text = file_of(dealt, turn(dealt, (), "squeeze", False).taken)
    bad = text.replace("move: squeeze", "move: squeese").replace("member: 3", "member: 90")

    async def play(user: User) -> None:
        await user.open("/play")
        await until(user, "Whom do you play?")
        await sent_in(user, "../../mine.yaml", bad)
        await until(user, "did you mean 'squeeze'?")
        assert re.search(r"^mine\.yaml:\d+:\d+: member: 90; expected a member from 0 to 39$", shown(user), re.M)
        await sent_in(user, "mine.yaml", None)  # what the browser sends of one that is too large, or no text
        await until(user, "larger than 160 KB, or not UTF-8 text")
        await sent_in(user, "mine.yaml", "a: " + "x" * 170_000)
        await until(user, "mine.yaml: larger than 160 KB")
        await sent_in(user, "mine.yaml", text)
        await until(user, "2015-Q2: you are Moscow")

    with_user(play)


def test_a_game_that_is_saved_and_opened_is_the_same_game():
    dealt = short("moscow", "baku")
    now = turn(dealt, (), None, False)
    for move in ("squeeze", "western security step", "keep", "softer to Moscow", ""):
        now = turn(dealt, now.taken, move, False)
    again, taken = opened(file_of(dealt, now.taken), "game.yaml")
    assert (again.scenario, again.seats, again.member, taken) == (dealt.scenario, dealt.seats, 3, now.taken)
    assert turn(again, taken, None, False) == now


# -- what a seat is told ----------------------------------------------------------------------------------------------
def test_a_turn_holds_no_number_that_the_seat_does_not_know():
    """What others hold comes as it looks, the position of Baku for Moscow as one of five bands, arguments as marks."""
    moscow, baku = (turn(short(seat), (), "", False) for seat in ("moscow", "baku"))
    lines = {line.name: line.now for line in moscow.report}
    assert lines["Baku's trust in western cover"].startswith("looks ") and not re.search(r"\d", lines["how far Baku can"
                                                                                         " pay its way"])  # fmt: skip
    assert re.match(r"0\.\d\d, ", lines["Moscow's drive to reintegrate its neighbours"])
    assert moscow.place is not None and moscow.place.exact == () and len(moscow.place.looked) == 1
    while baku.decision != "baku.abroad":
        baku = turn(short("baku"), baku.taken, "keep" if baku.decision == "baku.home" else "as it comes", False)
    assert baku.place is not None and len(baku.place.exact) == 1 and baku.place.looked == ()
    points = [point for option in moscow.options for point in (*option.told, *option.rest)]
    assert points and {point.sign.strip("()+-") for point in points} == {""}


def test_the_debrief_counts_what_was_not_the_models():
    dealt = short("moscow")
    now = turn(dealt, (), None, False)
    while now.seat:
        now = turn(dealt, now.taken, "squeeze", False)
    found = look_back(dealt, now.taken)
    otherwise = [row for row in found.moves.rows if row[3]]
    assert found.members == 40 and found.decisions == 4 and found.otherwise == len(otherwise) > 0
    assert sum(one.size for one in found.sums) == pytest.approx(sum(kind.size for kind in found.kinds))
    assert len(found.path) == len(found.path_alone) == 4 and found.fan.shape == (5, 4)
    assert sum(one.share for one in found.shares) == pytest.approx(1.0)


def test_a_visitor_keeps_so_many_games_and_no_more(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(kept, "MOST_GAMES", 3)
    visitor, dealt = Visitor("token"), short("baku")
    made = [kept.keep(visitor, dealt, quick=False).name for _ in range(5)]
    assert list(visitor.games) == made[2:]
