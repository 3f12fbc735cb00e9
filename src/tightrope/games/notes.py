"""What happened in a game, in the order in which it happened, and who learns of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tightrope.explanation.story import ABROAD, Before, happenings_of, targets_of
from tightrope.explanation.words import Words
from tightrope.games.setting import Setting
from tightrope.model import AlignmentModel

MOVE = "move"
"""The kind of a note on what a capital did; the others are kinds of ``explanation.Happening``."""


MEASURED = re.compile(r" \(severity [^)]*\)")
"""How bad it was is for every capital to judge."""


@dataclass(frozen=True)
class Note:
    """Something that happened. ``decision`` and ``move`` are set where a capital did it."""

    quarter: int
    kind: str
    says: str
    decision: str = ""
    move: str = ""

    @property
    def capital(self) -> str:
        """The capital that did it, or ""."""
        return self.decision.split(".")[0]


class Chronicle:
    """Notes as a model goes along, one member of it. Call ``look`` before each thing that is noted."""

    def __init__(self, words: Words) -> None:
        self.notes: list[Note] = []
        self._words = words
        self._before: Before | None = None
        self._said: set[tuple[int, str]] = set()

    def look(self, model: AlignmentModel) -> None:
        """Note what has happened since the last look and was no capital's move."""
        if self._before is not None:
            for one in happenings_of(model, self._before):
                if (model.quarter, one.says) not in self._said:
                    self._said.add((model.quarter, one.says))
                    self.notes.append(Note(model.quarter, one.kind, MEASURED.sub("", one.says)))
        self._before = Before.of(model)

    def moved(self, model: AlignmentModel, decision: str, move: str) -> None:
        """Note a move that changes something."""
        target = targets_of(model).get(move, "") if decision == ABROAD else ""
        self.notes.append(Note(model.quarter, MOVE, f"{self._words.acts(decision, move, target)}.", decision, move))


def seen_by(capital: str, notes: list[Note], setting: Setting) -> Iterator[Note]:
    """The notes that a capital learns of: all but what others did quietly, and what it did itself."""
    for note in notes:
        if note.kind != MOVE or (note.capital != capital and setting.seen(capital, note.decision, note.move)):
            yield note
