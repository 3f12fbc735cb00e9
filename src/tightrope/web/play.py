"""Play: the page on which a game is begun, gone on with, or opened from its file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, urlencode

from nicegui import ui

from tightrope.games import SEATS
from tightrope.quarters import format_quarter
from tightrope.results import DISCLAIMER
from tightrope.scenario import load, scenario_names
from tightrope.web.desk import Desk
from tightrope.web.game_deal import Order, deal, opened
from tightrope.web.kept import Kept, keep
from tightrope.web.layout import button, choice, field, frame, tag
from tightrope.web.recipe import Recipe
from tightrope.web.told import trouble_told
from tightrope.web.uploads import Sent, UploadSheet, file_field, plain_name, tell
from tightrope.web.visitors import Visitor

EXPLORED = "as turned on Explore"

LARGEST_GAME = 160 * 1024
"""Bytes of a game's file that is sent in: five seats over the longest run fill less."""

OWN_KEYS = ("as", "member", "quarters", "quick")
"""What a link to this page says beside what a link to Explore does."""

HOLDS = {
    "baku": "what to do abroad, at home, and in which tone",
    "moscow": "its levers, invitations and reprieves",
    "brussels": "how far it engages, criticises, and speaks of territory",
    "washington": "how far it engages and how it criticises",
    "ankara": "whether it backs Baku",
}


def shipped() -> dict[str, tuple[str, str]]:
    """Title and question of every shipped scenario."""
    plans = {name: load(name) for name in scenario_names()}
    return {name: (plan.title, plan.question) for name, plan in plans.items()}


def read_order(query: str, files: dict[str, str]) -> Order:
    """The game that a link asks for. Raises InputError where its scenario or its dials are not understood."""
    pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=60)
    given = {key: value for key, value in pairs if key in OWN_KEYS}
    recipe = Recipe.read(urlencode([pair for pair in pairs if pair[0] not in OWN_KEYS]), files)
    seats = tuple(seat for key, value in pairs if key == "as" for seat in value.lower().split(",") if seat)
    member, quarters = _number(given.get("member", "0")), given.get("quarters", "")
    return Order(recipe, seats, member, _number(quarters) if quarters else None, given.get("quick", "no") != "no")


def _number(text: str) -> object:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else text


class PlayPage:
    """One tab: what is asked for, and the visitor's games."""

    def __init__(self, desk: Desk, visitor: Visitor, query: str = "") -> None:
        self._desk, self._visitor, self._query = desk, visitor, query
        self._order: Order = visitor.ordered or Order()
        self._scenarios: dict[str, tuple[str, str]] = {}
        self._busy = False

    def build(self) -> None:
        """Draw the page; the form comes when the scenarios are read."""
        self._client = ui.context.client
        with frame("/play", "Play"), tag("div", "play"):
            tag("h1", text="Play: take a capital's place")
            tag("p", text="Each quarter you get a briefing and choose among the moves that are open; the other capitals"
                " choose by the model. In the end you see where you parted from it, and what that cost or won."
                )  # fmt: skip
            self._trouble = tag("div", role="alert")
            self._games = tag("section", "card", aria_label="Games under way")
            self._form = tag("section", "card", aria_label="A new game")
            tag("p", "small quiet", text=DISCLAIMER)
        self._list_games()
        ui.timer(0, self._fill, once=True)

    async def _fill(self) -> None:
        with trouble_told(self._refuse):
            self._scenarios = await self._desk.ask(self._visitor.token, shipped)
            if self._query:
                self._order = read_order(self._query, self._visitor.opened)
                await self._desk.ask(self._visitor.token, deal, self._order)
        if not self._client.is_deleted:
            self._draw_form()

    def _refuse(self, lines: list[str]) -> None:
        tell(self._trouble, lines)

    # -- the form -----------------------------------------------------------------------------------------------------
    def _draw_form(self) -> None:
        self._form.clear()
        with self._form:
            tag("h2", text="A new game")
            self._draw_scenario()
            self._draw_seats()
            with tag("div", "row numbers-asked"):
                _labelled("Member of the ensemble", "member", self._order.member, self._set_member, low=0)
                _labelled("Quarters", "quarters", self._order.quarters, self._set_quarters, low=1, hint="all")
            tag("p", "small quiet", text="A member is one luck and one set of numbers: the same member is the same"
                " world for everybody who plays it.")  # fmt: skip
            _ticked("quick", "Quick: ask me only where something is at stake", self._order.quick, self._set_quick)
            with tag("div", "row"):
                self._begin_button = button("Begin", self._begin, "main")
                GameSheet(self._desk, self._visitor)
                UploadSheet(self._desk, self._visitor, self._opened_scenario, "Open a scenario file")

    def _draw_scenario(self) -> None:
        names = {name: title for name, (title, _) in self._scenarios.items()}
        names |= {name: f"{name} (your file)" for name in self._visitor.opened}
        if self._visitor.explored.turned or self._visitor.explored.theory:
            names[EXPLORED] = f"{names.get(self._visitor.explored.scenario, '')}, {EXPLORED}".lstrip(", ")
        turned = self._order.recipe == self._visitor.explored and EXPLORED in names
        choice("Scenario", names, EXPLORED if turned else self._order.recipe.scenario, self._pick)
        self._question = tag("p", "quiet", text=self._asks())

    def _asks(self) -> str:
        return self._scenarios.get(self._order.recipe.scenario, ("", ""))[1]

    def _draw_seats(self) -> None:
        with tag("fieldset", "seats"):
            tag("legend", text="Whom do you play?")
            tag("p", "small quiet", text="One capital, or several: then one keyboard goes round.")
            for seat in SEATS:
                with tag("div", "seat"):
                    _ticked(f"seat-{seat}", seat.capitalize(), seat in self._order.seats, self._sit(seat))
                    tag("span", "small quiet", text=HOLDS[seat])

    def _change(self, **changed: Any) -> None:
        self._order = self._visitor.ordered = replace(self._order, **changed)

    def _pick(self, name: str) -> None:
        turned = name == EXPLORED
        self._change(recipe=self._visitor.explored if turned else Recipe(name, self._visitor.opened.get(name, "")))
        self._question.set_text(self._asks())

    def _sit(self, seat: str) -> Callable[[bool], None]:
        def change(sits: bool) -> None:
            others = tuple(one for one in self._order.seats if one != seat)
            self._change(seats=(*others, seat) if sits else others)

        return change

    def _set_member(self, value: object) -> None:
        self._change(member=value)

    def _set_quarters(self, value: object) -> None:
        self._change(quarters=value)

    def _set_quick(self, quick: bool) -> None:
        self._change(quick=quick)

    async def _opened_scenario(self, name: str) -> None:
        self._pick(name)
        self._draw_form()

    async def _begin(self) -> None:
        if self._busy:
            return
        self._busy = True
        try:
            with trouble_told(self._refuse):
                dealt = await self._desk.ask(self._visitor.token, deal, self._order)
                ui.navigate.to(f"/play/{keep(self._visitor, dealt, quick=self._order.quick).name}")
        finally:
            self._busy = False

    # -- games under way ----------------------------------------------------------------------------------------------
    def _list_games(self) -> None:
        games: list[Kept] = list(reversed(self._visitor.games.values()))
        self._games.set_visibility(bool(games))
        if not games:
            return
        with self._games:
            tag("h2", text="Your games")
            with tag("ul", "games"):
                for game in games:
                    with tag("li"):
                        word = "Debrief" if game.over else "Go on"
                        tag("a", "plain", text=word, href=f"/play/{game.name}", aria_label=f"{word}: {describe(game)}")
                        tag("span", text=describe(game))


def describe(game: Kept) -> str:
    """A game in one line."""
    seats = " and ".join(seat.capitalize() for seat in game.deal.seats)
    if game.over:
        where = "played to its end"
    elif game.turn is None:
        where = "not begun"
    else:
        where = f"{format_quarter(game.turn.quarter)}, quarter {game.turn.quarter - game.deal.start + 1}"
        where += f" of {game.deal.quarters}"
        if len(game.deal.seats) > 1:
            where += f", {game.turn.seat.capitalize()}'s turn"
    return f"{game.deal.title}, as {seats}, member {game.deal.member}: {where}"


class GameSheet:
    """The button "Open a saved game", and the sheet behind it."""

    def __init__(self, desk: Desk, visitor: Visitor) -> None:
        self._desk, self._visitor = desk, visitor
        button("Open a saved game", self._show)
        with ui.dialog().props('aria-label="Open a saved game"') as self._sheet, tag("div", "card"):
            tag("h2", text="Open a saved game")
            tag(
                "p",
                text=f"A game that was saved here or by `tightrope play`, at most {LARGEST_GAME // 1024} KB. It is"
                " played again from its moves, and refused where it would go otherwise today.",
            )
            self._told = file_field("The file", "game-file", visitor, self._received, LARGEST_GAME)
            button("Close", self._sheet.close)

    def _show(self) -> None:
        self._told.clear()
        self._sheet.open()

    async def _received(self, sent: Sent) -> None:
        """Check a game by playing it as far as it goes, and keep it."""
        name = f"{plain_name(sent.name) or 'game'}.yaml"
        with trouble_told(lambda lines: tell(self._told, lines)):
            dealt, taken = await self._desk.ask(self._visitor.token, opened, sent.text, name, alike=False)
            self._sheet.close()
            ui.navigate.to(f"/play/{keep(self._visitor, dealt, quick=False, taken=taken).name}")


def _labelled(label: str, name: str, value: object, act: Callable[[object], None], *, low: int, hint: str = "") -> None:
    with tag("div"):
        tag("label", "small", text=label, **{"for": f"play-{name}"})
        shown = value if isinstance(value, int | str) else ""
        made = field("number", f"play-{name}", shown, lambda event: act(event.args), min=low, step=1)
        made.props["placeholder"] = hint


def _ticked(name: str, label: str, ticked: bool, act: Callable[[bool], None]) -> None:
    with tag("label", "tick", **{"for": f"play-{name}"}):
        box = tag("input", type="checkbox", id=f"play-{name}")
        if ticked:
            box.props["^checked"] = True
        box.on("change", lambda event: act(event.args is True), js_handler=TICKED)
        tag("span", text=label)


TICKED = "event => emit(event.target.checked)"
