"""What a quick game stops for."""

from __future__ import annotations

from collections.abc import Iterator

from tightrope.explanation.story import HOME
from tightrope.games.briefing import Briefing, torn_between
from tightrope.games.game import TONE
from tightrope.games.notes import MOVE
from tightrope.games.setting import Setting


def at_stake(briefing: Briefing, setting: Setting) -> tuple[str, ...]:
    """Why a decision deserves a person, in words; nothing where it can be passed over.

    What has happened is put to a capital with the first decision of its quarter. A move of the model's own counts
    where it changes something and no person has lately weighed it, and two moves that are close where nobody has lately
    chosen between them. An offer that lapses asks for nothing. The tone is asked for in a quarter in which
    something else was.
    """
    if briefing.decision == TONE:
        return () if briefing.fresh else ("you are at the table anyway",)
    return tuple(_reasons(briefing, setting))


def passed_over(briefing: Briefing) -> str:
    """The move made where nobody is asked: the model's, or none where a person has lately declined it."""
    return briefing.ways[0].move if briefing.model_move in briefing.declined else briefing.model_move


def _reasons(briefing: Briefing, setting: Setting) -> Iterator[str]:
    if briefing.decision != HOME:
        for note in briefing.news:
            moves = setting.file.stakes.moves.get(note.decision, ())
            if (note.kind != MOVE and not note.closes) or note.move in moves:
                yield note.says.rstrip(".")
    first = briefing.ways[0].move
    if briefing.model_move != first and briefing.model_move not in briefing.weighed:
        yield "your officials would not sit still"
    torn = torn_between({way.move: way.value for way in briefing.ways}, setting.file.stakes.close)
    if torn and torn not in briefing.torn:
        yield "your officials are torn between two moves"
