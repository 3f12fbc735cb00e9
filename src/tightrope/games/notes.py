"""What happened in a game, in the order in which it happened, and who learns of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from tightrope.explanation.story import ABROAD, Before, happenings_of, targets_of
from tightrope.explanation.words import Words
from tightrope.games.setting import Setting
from tightrope.model import AlignmentModel
from tightrope.world.treaties import CLOSED, MEMBER, OFFER, STATUS

INVITE = "invite"
"""Moscow's move that puts bodies on offer."""

MOVE = "move"
"""The kind of a note on what a capital did; the others are kinds of ``explanation.Happening``."""


MEASURED = re.compile(r" \(severity [^)]*\)")
"""How bad it was is for every capital to judge."""


@dataclass(frozen=True)
class Note:
    """Something that happened. ``decision`` and ``move`` are set where a capital did it.

    ``subject``, ``before`` and ``after`` are those of an ``explanation.Happening``.
    """

    quarter: int
    kind: str
    says: str
    decision: str = ""
    move: str = ""
    subject: str = ""
    before: str = ""
    after: str = ""

    @property
    def capital(self) -> str:
        """The capital that did it, or ""."""
        return self.decision.split(".")[0]

    @property
    def of_an_offer(self) -> bool:
        """Whether it tells of a body that Baku is not in, and neither enters nor leaves: what can be had of it now."""
        return self.kind == "treaty" and STATUS[MEMBER] not in (self.before, self.after)

    @property
    def closes(self) -> bool:
        """Whether an offer lapses or talks end with it: nothing that asks for an answer."""
        return self.of_an_offer and self.after == STATUS[CLOSED]


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
                    says = MEASURED.sub("", one.says)
                    changes = {"subject": one.subject, "before": one.before, "after": one.after}
                    self.notes.append(Note(model.quarter, one.kind, says, **changes))
        self._before = Before.of(model)

    def moved(self, model: AlignmentModel, decision: str, move: str) -> None:
        """Note a move that changes something."""
        target = targets_of(model).get(move, "") if decision == ABROAD else ""
        self.notes.append(Note(model.quarter, MOVE, f"{self._words.acts(decision, move, target)}.", decision, move))


def settled(notes: Iterable[Note]) -> Iterator[Note]:
    """What a seat is told at one time: of each body's offer how it ends, together with the invitation that made it."""
    last: dict[str, Note] = {}
    found = list(notes)
    for note in found:
        if note.of_an_offer:
            last[note.subject] = note
    standing = [note for note in found if not note.of_an_offer or last[note.subject] is note]
    for place, note in enumerate(standing):
        if note.move == INVITE and note.kind == MOVE:
            made = [one for one in standing[place:] if _made_by(one, note)]
            yield replace(note, says=_with_offers(note.says, made))
        elif not any(one.move == INVITE and _made_by(note, one) for one in standing[:place]):
            yield note


def _made_by(offer: Note, invitation: Note) -> bool:
    """Whether an offer that is told after an invitation came with it."""
    return offer.of_an_offer and offer.after == STATUS[OFFER] and offer.quarter == invitation.quarter


def _with_offers(says: str, offers: Sequence[Note]) -> str:
    names = "; ".join(one.says.removesuffix(f": {STATUS[OFFER]} from now on.") for one in offers)
    return f"{says.rstrip('.')} ({STATUS[OFFER]}: {names})." if names else says


def seen_by(capital: str, notes: list[Note], setting: Setting) -> Iterator[Note]:
    """The notes that a capital learns of: all but what others did quietly, and what it did itself."""
    for note in notes:
        if note.kind != MOVE or (note.capital != capital and setting.seen(capital, note.decision, note.move)):
            yield note
