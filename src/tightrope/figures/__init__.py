"""One function per figure: ``figure(run, *, ax=None)`` draws and returns the axes it drew in.

Without ``ax`` a figure is a slide of its own, with title, question and footer; with one it draws there and leaves the
rest to the caller. A figure of several panels divides the place of a single ``ax`` between them and returns an array of
axes. ``draw_all`` and ``draw_together`` write files.
"""

from tightrope.figures.alignment import alignment
from tightrope.figures.beliefs import beliefs
from tightrope.figures.chronicle import chronicle
from tightrope.figures.comparison import COMPARED, draw_comparison
from tightrope.figures.debrief import debrief_choices, debrief_path
from tightrope.figures.difference import difference, outputs
from tightrope.figures.files import FIGURES, FORMATS, TOGETHER, draw_all, draw_together, write
from tightrope.figures.levers import levers
from tightrope.figures.outcomes import outcomes
from tightrope.figures.overlaid import check_variables, variables_together
from tightrope.figures.parting import parting, tipping
from tightrope.figures.position import position
from tightrope.figures.purse import purse
from tightrope.figures.story import story
from tightrope.figures.together import endings, positions
from tightrope.figures.variables import choices, variables

__all__ = [
    "COMPARED",
    "FIGURES",
    "FORMATS",
    "TOGETHER",
    "alignment",
    "beliefs",
    "check_variables",
    "choices",
    "chronicle",
    "debrief_choices",
    "debrief_path",
    "difference",
    "draw_all",
    "draw_comparison",
    "draw_together",
    "endings",
    "levers",
    "outcomes",
    "outputs",
    "parting",
    "position",
    "positions",
    "purse",
    "story",
    "tipping",
    "variables",
    "variables_together",
    "write",
]
