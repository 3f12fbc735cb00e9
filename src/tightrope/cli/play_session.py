"""People at the keyboard: shows briefings, reads answers, saves after each, until the game is over or left."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

import click

from tightrope.cli import play_words
from tightrope.cli.words import LEAVE
from tightrope.errors import nearest
from tightrope.games import (
    CHOSEN,
    FOLLOWED,
    PASSED,
    TONE,
    Answer,
    Briefing,
    Game,
    Standing,
    Taken,
    at_stake,
    load_setting,
    passed_over,
    replay,
    save_game,
)
from tightrope.games.notes import seen_by
from tightrope.games.telling import taken_in_words

COMMANDS = ("?", "h", "f", "b", "e", "u", "r", "s", *LEAVE)


class _AgainError(Exception):
    """The game has changed: play it again from its moves."""


class _LeaveError(Exception):
    """The game is left."""


class Session:
    """One sitting. ``game`` is as far as it got, saved in ``file``; with ``quick`` only what is at stake is asked.

    Everything is shown on stdout or, with ``aside``, on stderr.
    """

    def __init__(self, game: Game, file: Path, *, quick: bool, aside: bool) -> None:
        self.game = game
        self.file = file
        self._quick, self._aside = quick, aside
        self._setting = load_setting(game.plan.seeds)
        self._path: tuple[float, ...] = ()
        self._undone: list[tuple[Taken, ...]] = []
        self._reported: set[str] = set()
        self._said: set[str] = set()
        self._shown: tuple[int, str] | None = None
        self._at_keyboard = ""

    def tell(self, *lines: str) -> None:
        """Show some lines."""
        for line in lines:
            click.echo(line, err=self._aside)

    def tell_all(self, lines: Iterable[str]) -> None:
        """Show lines as they come."""
        self.tell(*lines)

    # -- the game -----------------------------------------------------------------------------------------------------
    def play(self) -> Standing | None:
        """Play to the end; None if the game was left before. Saved after every answer, also if it is interrupted."""
        while True:
            try:
                standing = replay(self.game, self.ask)
            except _AgainError:
                continue
            except _LeaveError:
                return None
            self.game, self._path = standing.game, standing.path
            self.save()
            if not self._takes_back():
                return standing

    def _takes_back(self) -> bool:
        """Whether, the game being over, somebody takes the last choice back, and plays on; told on a terminal only."""
        if not sys.stdin.isatty():
            return False
        self.tell("")
        while True:
            try:
                text = self._line("The game is over [Enter: the debrief; u: take back your last choice]> ").lower()
            except _LeaveError:
                return False
            if text != "u":
                return False
            game, back = self.game.undone()
            if back:
                self.tell(f"Taken back: {taken_in_words(back[0])}.")
                self._undone.append(back)
                self.game, self._shown = game, None
                self._path = self._path[: max(0, game.taken[-1].quarter - game.plan.start)] if game.taken else ()
                self.save()
                return True
            self.tell("There is nothing to undo.")

    def save(self) -> None:
        """Write the game as far as it got."""
        save_game(self.game, self._path, self.file)

    def ask(self, briefing: Briefing) -> Answer | None:
        """Answer for a person: pass over what is not at stake in a quick game, else show and read."""
        self.game, self._path = briefing.game, briefing.path
        why = at_stake(briefing, self._setting)
        if self._quick and not why:
            return Answer(passed_over(briefing), PASSED)
        self._show(briefing, why)
        while True:
            answer = self._obey(self._read(briefing), briefing)
            if answer is not None:
                taken = Taken(briefing.quarter, briefing.decision, answer.move, answer.how)
                self.game = briefing.game.with_move(taken)
                self._undone.clear()
                self.save()
                return answer

    def _show(self, briefing: Briefing, why: tuple[str, ...]) -> None:
        """Show a briefing: what is new once a quarter, then the moves."""
        seat = briefing.capital
        if seat != self._at_keyboard:
            self._hand_over(seat)
        if self._shown != (briefing.quarter, seat):
            self.tell("")
            self.tell_all(play_words.opening(briefing, whole=seat not in self._reported))
            if self._quick and briefing.decision != TONE:
                self.tell(play_words.hanging(f"You are asked because: {'; '.join(why)}.", 0, 2))
            self._shown = (briefing.quarter, seat)
            self._reported.add(seat)
        self.tell_all(play_words.moves(briefing, self._said))

    def _hand_over(self, seat: str) -> None:
        """With several people: the keyboard goes to the next, and on a terminal the screen is cleared."""
        if len(self.game.seats) > 1:
            self.tell("", f"Pass the keyboard to {seat.capitalize()}.")
            if sys.stdin.isatty():
                self._line("Press Enter when you sit there. ")
                click.clear()
        self._at_keyboard = seat

    # -- answers ------------------------------------------------------------------------------------------------------
    def _read(self, briefing: Briefing) -> str:
        first = briefing.ways[0].move
        return self._line(f"{briefing.capital.capitalize()} [Enter: {first}; h: help]> ")

    def _line(self, prompt: str) -> str:
        """One line of input; the end of input leaves the game."""
        click.echo(prompt, nl=False, err=self._aside)
        line = sys.stdin.readline()
        if not line:
            self.tell("")
            raise _LeaveError
        text = line.strip()
        if not sys.stdin.isatty():
            self.tell(text)
        return text

    def _obey(self, text: str, briefing: Briefing) -> Answer | None:
        """Carry out a command, or return the answer; None where there is still none."""
        command = text.lower()
        if command == "f":
            self.tell(f"Followed: {briefing.model_move}.")
            return Answer(briefing.model_move, FOLLOWED)
        if command in COMMANDS:
            self._command(command, briefing)
            return None
        move, trouble = read_move(text, briefing)
        if move is None:
            self.tell(trouble)
            return None
        return Answer(move, CHOSEN)

    def _command(self, command: str, briefing: Briefing) -> None:
        if command in LEAVE:
            raise _LeaveError
        if command == "u":
            self._undo(briefing)
        elif command == "r":
            self._redo(briefing)
        elif command == "h":
            self.tell_all(play_words.help_lines())
        elif command == "?":
            self.tell_all(play_words.moves(briefing, self._said, whole=True))
        elif command == "b":
            self.tell_all(play_words.report(briefing, whole=True))
        elif command == "s":
            self.save()
            self.tell(f"Saved: {self.file}")
        elif command == "e":
            standing = replay(briefing.game)
            seen = list(seen_by(briefing.capital, list(standing.notes), self._setting))
            self.tell_all(play_words.last_quarter(standing, briefing.capital, seen))

    def _undo(self, briefing: Briefing) -> None:
        game, back = briefing.game.undone()
        if not back:
            self.tell("There is nothing to undo.")
            return
        one = back[0]
        self.tell(f"Taken back: {taken_in_words(one)}.")
        self._undone.append(back)
        self._start_over(game)

    def _redo(self, briefing: Briefing) -> None:
        if not self._undone:
            self.tell("There is nothing to redo.")
            return
        back = self._undone.pop()
        self.tell(f"Done again: {taken_in_words(back[0])}.")
        self._start_over(briefing.game.with_move(*back))

    def _start_over(self, game: Game) -> None:
        self.game, self._shown = game, None
        self._path = self._path[: max(0, game.taken[-1].quarter - game.plan.start)] if game.taken else ()
        self.save()
        raise _AgainError


def read_move(text: str, briefing: Briefing) -> tuple[str | None, str]:
    """The move that a line names, by number, name or beginning of the name; else None and what is wrong."""
    if not text:
        return briefing.moves[0], ""
    if text.isdecimal():
        numbers = {way.number: way.move for way in briefing.ways}
        if int(text) in numbers:
            return numbers[int(text)], ""
        return None, f"Number {text} is not open here; there are {', '.join(map(str, numbers))}."
    wanted = " ".join(text.lower().split())
    exact = [move for move in briefing.moves if move.lower() == wanted]
    found = exact or [move for move in briefing.moves if move.lower().startswith(wanted)]
    if len(found) == 1:
        return found[0], ""
    if found:
        return None, f"'{text}' could be {' or '.join(found)}."
    closed = [move for move in briefing.closed if move.lower().startswith(wanted)]
    if closed:
        return None, f"'{closed[0]}' is not open this quarter."
    meant = nearest(text, [*briefing.moves, *COMMANDS])
    return None, f"'{text}' is no move here{f'; {meant}' if meant else ''}; h shows what can be typed."
