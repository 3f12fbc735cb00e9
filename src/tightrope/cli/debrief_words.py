"""The debrief of a game as lines of text: short for the terminal, whole for a teacher."""

from __future__ import annotations

from collections.abc import Iterator

from tightrope.cli.output import text_width
from tightrope.games import Debrief, retelling
from tightrope.games.lines import laid_out


def short(found: Debrief) -> Iterator[str]:
    """The debrief as the terminal shows it."""
    return laid_out(retelling.short(found), text_width())


def whole(found: Debrief) -> Iterator[str]:
    """The debrief with every parting and every move, for a teacher."""
    return laid_out(retelling.whole(found), text_width())
