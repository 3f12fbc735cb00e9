"""A game on the page: one question after another, and the debrief at its end.

What a seat may not know is not drawn, not even hidden: between two seats everything of the one before is taken away.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from nicegui import ui

from tightrope.errors import TightropeError
from tightrope.games.game import Taken
from tightrope.games.telling import taken_in_words
from tightrope.quarters import format_quarter
from tightrope.web.briefing_view import draw_moves, draw_news, draw_past, draw_report
from tightrope.web.debrief_view import draw_debrief
from tightrope.web.desk import BusyError, Desk, OvertakenError
from tightrope.web.game_charts import path_so_far
from tightrope.web.game_deal import file_of
from tightrope.web.game_view import draw_hand_over, draw_opening, draw_where, offered
from tightrope.web.kept import Kept, bring_forward
from tightrope.web.layout import ChartCard, button, folded, frame, tag
from tightrope.web.look_back import look_back
from tightrope.web.turn import Turn, turn
from tightrope.web.uploads import plain_name
from tightrope.web.visitors import Visitor

ELSEWHERE = "This game went on in another tab; here is how it stands."

SEEK = (
    "(function seek(left) {{ const found = document.getElementById('{name}');"
    "if (found) {{ found.focus({{preventScroll: true}}); window.scrollTo(0, 0); }}"
    "else if (left) setTimeout(() => seek(left - 1), 20); }})(100)"
)
"""Moves the focus to something that is being drawn."""


TO_MOVES = (
    "const moves = document.getElementById('moves');"
    "if (moves) { moves.focus({preventScroll: true}); moves.scrollIntoView(); }"
)


class GamePage:
    """One tab with a game of the visitor's; how far it got belongs to the visitor."""

    def __init__(self, desk: Desk, visitor: Visitor, name: str) -> None:
        self._desk, self._visitor = desk, visitor
        self._kept: Kept | None = visitor.games.get(name)
        self._drawn = 0
        self._past_open = False

    def build(self) -> None:
        """Draw the page as far as the game has been played."""
        self._client = ui.context.client
        kept = self._kept
        with frame("/play", "Play" if kept is None else f"Play: {kept.deal.title}"):
            if kept is None:
                tag("h1", text="No such game")
                tag("p", text="It was not begun in this browser, or the server has been started again since. A saved"
                    " game can be opened from its file.")  # fmt: skip
                tag("a", "plain", text="Begin a game, or open one", href="/play")
                return
            bring_forward(self._visitor, kept)
            self._status = tag("p", "status", role="status", aria_live="polite")
            self._trouble = tag("p", "trouble", role="alert")
            self._body = tag("div", "game")
        if kept.turn is None:
            self._say("Dealing ...")
            ui.timer(0, self._first, once=True)
        else:
            self._draw()
            if kept.over and kept.debrief is None:
                ui.timer(0, self._look_back, once=True)

    @property
    def kept(self) -> Kept:
        """The game."""
        assert self._kept is not None
        return self._kept

    # -- playing ------------------------------------------------------------------------------------------------------
    async def _play(
        self,
        taken: tuple[Taken, ...],
        move: str | None = None,
        *,
        says: str = "",
        undone: Sequence[tuple[Taken, ...]] = (),
        quick: bool | None = None,
    ) -> None:
        """Play on in a worker, and draw what comes of it. ``undone`` is what can be made again after that."""
        kept = self.kept
        if kept.busy:
            self._say("Wait: a move is being played already.")
            return
        kept.busy = True
        self._working(True)
        pace = kept.quick if quick is None else quick
        try:
            found: Turn = await self._desk.ask(self._visitor.token, turn, kept.deal, taken, move, pace, alike=False)
        except (BusyError, OvertakenError, TightropeError) as error:
            self._tell(str(error))
            return
        finally:
            kept.busy = False
            self._working(False)
        is_first = kept.turn is None
        kept.went(found, undone)
        bring_forward(self._visitor, kept)
        if move is not None:
            says = f"{'Done' if move else 'As the model would'}: {taken_in_words(found.taken[len(taken)])}."
        self._say("" if kept.waits_for else says)  # the next at the keyboard may not know of it
        self._draw(move_focus=not is_first)
        if kept.over:
            await self._look_back()

    async def _first(self) -> None:
        await self._play(self.kept.taken)

    async def _choose(self, move: str, mark: int) -> None:
        """Make a move, or with "" the model's; ``mark`` is how many there were when it was shown."""
        if mark == len(self.kept.taken):
            await self._play(self.kept.taken, move)
        else:
            self._say(ELSEWHERE)
            self._draw(move_focus=True)

    async def _undo(self) -> None:
        rest, back = self.kept.without_last()
        if back:
            says = f"Taken back: {taken_in_words(back[0])}."
            await self._play(rest, says=says, undone=[*self.kept.undone, back], quick=False)

    async def _redo(self) -> None:
        if self.kept.undone:
            *left, back = self.kept.undone
            says = f"Done again: {taken_in_words(back[0])}."
            await self._play((*self.kept.taken, *back), says=says, undone=left)

    async def _look_back(self) -> None:
        kept = self.kept
        try:
            kept.debrief = await self._desk.ask(self._visitor.token, look_back, kept.deal, kept.taken, alike=False)
        except (BusyError, OvertakenError, TightropeError) as error:
            self._tell(str(error))
            return
        self._draw(move_focus=True)

    async def _save(self) -> None:
        kept = self.kept
        try:
            text: str = await self._desk.ask(self._visitor.token, file_of, kept.deal, kept.taken, alike=False)
        except (BusyError, OvertakenError, TightropeError) as error:
            self._tell(str(error))
            return
        ui.download.content(text.encode(), f"{self._file_name()}.yaml", "application/yaml")

    def _file_name(self) -> str:
        return plain_name(self.kept.deal.file_name) or "game"

    def _quicken(self, event: Any) -> None:
        self.kept.quick = event.args is True
        self._say("From the next choice on, quarters with nothing at stake are passed over." if self.kept.quick else
                  "From the next choice on, you are asked every quarter.")  # fmt: skip

    def _sit_down(self) -> None:
        self.kept.at_keyboard = self.kept.waits_for or self.kept.at_keyboard
        self._say("")
        self._draw(move_focus=True)

    # -- drawing ------------------------------------------------------------------------------------------------------
    def _say(self, text: str) -> None:
        if not self._client.is_deleted:
            self._status.set_text(text)
            self._trouble.set_text("")

    def _tell(self, text: str) -> None:
        if not self._client.is_deleted:
            self._trouble.set_text(text)

    def _working(self, working: bool) -> None:
        if not self._client.is_deleted:
            self._body.props["aria-busy"] = "true" if working else "false"
            self._body.update()

    def _draw(self, *, move_focus: bool = False) -> None:
        """Draw where the game stands; with ``move_focus`` whoever uses the keyboard is led to its heading."""
        if self._client.is_deleted:
            return
        self._drawn += 1
        self._body.clear()
        kept = self.kept
        with self._body:
            if kept.turn is None:
                return
            if kept.over:
                self._draw_end()
            elif kept.waits_for:
                back = self._undo if kept.without_last()[1] else None
                draw_hand_over(kept.waits_for, kept.turn.quarter, self._heading, self._sit_down, back)
            else:
                kept.at_keyboard = kept.turn.seat
                self._draw_turn(kept.turn)
        if move_focus:
            with self._client:
                ui.run_javascript(SEEK.format(name=self._heading))

    @property
    def _heading(self) -> str:
        """The id of the heading, another one each time: the old one may still be there when the new one is sought."""
        return f"asks-{self._drawn}"

    def _draw_turn(self, now: Turn) -> None:
        kept = self.kept
        mark = len(kept.taken)

        async def choose(move: str) -> None:
            await self._choose(move, mark)

        async def follow() -> None:
            await self._choose("", mark)

        number = now.quarter - kept.deal.start + 1
        draw_where(kept.deal)
        title = f"{format_quarter(now.quarter)}: you are {now.seat.capitalize()}"
        tag("h1", text=title, id=self._heading, tabindex="-1")
        self._draw_bar(number)
        with tag("div", "table"):
            with tag("section", "card news", aria_label="What has happened"):
                if not kept.taken:
                    draw_opening(kept.deal)
                draw_news(now)
            with tag("section", "card officials", aria_label="Your officials report"):
                draw_report(now.report)
            with tag("section", "card choices", aria_label=now.heading):
                draw_moves(now, choose, follow)
            if now.place is not None and (now.place.exact or now.place.looked):
                with tag("div", "sofar"):
                    ChartCard(path_so_far(now.place), height=230)
            with tag("section", "card history", aria_label="History"):
                self._draw_history(now)

    def _draw_bar(self, number: int) -> None:
        kept = self.kept
        with tag("div", "row tools"):
            tag("label", "small", text=f"Quarter {number} of {kept.deal.quarters}", **{"for": "progress"})
            tag("progress", id="progress", value=number - 1, max=kept.deal.quarters)
            with tag("label", "tick small", **{"for": "quick"}):
                box = tag("input", type="checkbox", id="quick")
                if kept.quick:
                    box.props["^checked"] = True
                box.on("change", self._quicken, js_handler="event => emit(event.target.checked)")
                tag("span", text="Quick: skip what has nothing at stake")
            offered("Undo", self._undo, bool(kept.without_last()[1]))
            offered("Redo", self._redo, bool(kept.undone))
            button("Save as a file", self._save)
            button("To the moves", self._to_moves, "plain to-moves")

    def _to_moves(self) -> None:
        with self._client:
            ui.run_javascript(TO_MOVES)

    def _draw_history(self, now: Turn) -> None:
        if not now.past:
            tag("p", "small quiet", text="History: no quarter is over yet.")
            return
        with folded(f"History ({len(now.past)} quarter{'s' if len(now.past) > 1 else ''}, the last first)") as around:
            inside = tag("div", "acts")

        def toggle(event: Any) -> None:
            self._past_open = bool(event.args)
            inside.clear()
            if self._past_open:
                with inside:
                    draw_past(now.past)

        around.on("toggle", toggle, js_handler="event => emit(event.target.open)")
        if self._past_open:
            around.props["^open"] = True

    def _draw_end(self) -> None:
        kept = self.kept
        if kept.debrief is None:
            tag("h1", text="The game is over", id=self._heading, tabindex="-1")
            tag("p", text="Holding it against the ensemble ...", role="status")
            return
        draw_debrief(kept.debrief, self._save, self._file_name(), self._heading)
        with tag("div", "row"):
            button("Undo the last choice", self._undo)
