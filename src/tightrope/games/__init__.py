"""Games: people in the place of capitals, one decision after another, and what their choices cost and won.

A ``Game`` is data: scenario, member, seats and the moves made. ``replay`` plays it as far as its moves go and asks for
the next, or hands back the ``Briefing`` it waits for. Nothing here prints.
"""

from tightrope.games.briefing import Argument, Briefing, Sight, Way
from tightrope.games.debrief import Debrief, Habit, Parting, Total, debrief
from tightrope.games.files import free_place, load_game, save_game
from tightrope.games.game import CHOSEN, FOLLOWED, PASSED, TONE, Game, Taken, in_order
from tightrope.games.notes import Note
from tightrope.games.setting import SEATS, Setting, load_setting
from tightrope.games.stakes import at_stake, passed_over
from tightrope.games.table import Answer, NotOpenError, Standing, follow, replay, wait

__all__ = [
    "CHOSEN",
    "FOLLOWED",
    "PASSED",
    "SEATS",
    "TONE",
    "Answer",
    "Argument",
    "Briefing",
    "Debrief",
    "Game",
    "Habit",
    "NotOpenError",
    "Note",
    "Parting",
    "Setting",
    "Sight",
    "Standing",
    "Taken",
    "Total",
    "Way",
    "at_stake",
    "debrief",
    "follow",
    "free_place",
    "in_order",
    "load_game",
    "load_setting",
    "passed_over",
    "replay",
    "save_game",
    "wait",
]
