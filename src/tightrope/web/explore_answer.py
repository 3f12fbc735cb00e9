"""The answer of Explore in short: headline, what the pinned run says against it, and the strip above the dials."""

from __future__ import annotations

import html

from tightrope.figures.style import OUTCOME_STYLES
from tightrope.outcomes import EAST_TO_WEST, OUTCOMES
from tightrope.quarters import format_quarter
from tightrope.results import OIL_CAVEAT
from tightrope.web import work
from tightrope.web.charts import WORTH_NAMING, headline
from tightrope.web.layout import folded, tag
from tightrope.web.pairing import Difference
from tightrope.web.recipe import Recipe
from tightrope.web.work import Answer

LUCK_ONLY = "In brackets: what this number of members leaves open (90 %). Not knowing the numbers leaves far more open."

ABOUT = (
    "A simulation of a hard choice: a small energy exporter, Azerbaijan, between a Moscow that wants it inside its"
    " union, a Brussels and a Washington that offer association but little protection, and an Ankara with interests of"
    " its own. Five capitals look, weigh and act, quarter by quarter; every future has its own luck,"
    " and its own numbers where the scenario draws them.",
    "Going it alone: outside both camps. Tactical drift east: leaning to Moscow without joining; that is where the"
    " state of late 2014 stands. Eurasian accession: in one of Moscow's bodies. Western tilt, European association: the"
    " same to the other side. Coerced: joined under a threat to the state's existence.",
    "Position: from -1, with Moscow, to +1, with the West. Buffer: how far revenue and reserves cover what the state"
    " needs (0 to 1). Theory of choice: how a capital turns what it weighs into a move; quantal response means that"
    " the better move is likelier, not certain.",
    "To see what one dial does by itself, pin the run before you turn it. To compare two dials, pin the scenario as it"
    " is, turn the one, reset, turn the other: both stand under 'Runs so far' at the end of the page.",
)


class AnswerCard:
    """What there is to read before the charts; ``heard`` is for screen readers, which are told once the dials rest."""

    def __init__(self) -> None:
        self.title = tag("h1", text="")
        self._question = tag("p", "quiet", text="")
        self._file = tag("p", "small", text="")
        self._headline = tag("p", "headline", text="")
        self._against = tag("p", "against", text="")
        self._pinned = tag("p", "small quiet", text="")
        self._working = tag("p", "small quiet working", text="")
        self._heard = tag("p", "heard", text="", role="status", aria_live="polite")

    def draw_caveat(self) -> None:
        """What the numbers leave out."""
        self._caveat = tag("p", "small quiet", text=LUCK_ONLY)

    def wait(self, text: str, *, trouble: bool = False) -> None:
        """Say that a run is under way, or what came in its way."""
        self._working.classes("trouble") if trouble else self._working.classes(remove="trouble")
        self._working.set_text(text)
        if trouble:
            self.hear(text)

    def show(self, recipe: Recipe, answer: Answer, against_pinned: str) -> None:
        """Say what a recipe's run amounts to, and what the pinned run says against it."""
        self.title.set_text(recipe.title)
        self._question.set_text(recipe.question)
        of_file = recipe.heading
        self._file.set_text(
            "" if of_file is None else f"Your file {of_file.file}: {recipe.base().title}, dials turned."
        )
        self._caveat.set_text(f"{LUCK_ONLY} {OIL_CAVEAT}" if answer.oil_departs else LUCK_ONLY)
        self._headline.set_text(headline(answer))
        self._against.set_text(against_pinned)
        more = "" if answer.members == work.WHEN_IDLE else "; more follow"
        turned = f" Turned: {'; '.join(recipe.says())}." if recipe.changes() else ""
        self.wait(f"{answer.members:,} futures, {1000 * answer.seconds:.0f} ms{more}.{turned}")

    def say_pinned(self, pinned: Recipe | None) -> None:
        """Say which run is drawn behind."""
        turned = "" if pinned is None else "; ".join(pinned.says()) or "as it is"
        self._pinned.set_text("" if pinned is None else f"Pinned, drawn in grey: {pinned.title} ({turned}).")

    def hear(self, text: str) -> None:
        """Tell who hears the page; the same is not said twice."""
        self._heard.set_text(text)


def against(difference: Difference | None, reason: str = "") -> str:
    """What the pinned run says against this one, or why it cannot."""
    if difference is not None:
        return f"Position against the pinned run: {difference.says()}."
    return f"No difference from the pinned run is drawn: {reason}." if reason else ""


def draw_about() -> None:
    """What the words mean, to be unfolded."""
    with folded("What am I looking at?", "about"):
        for line in ABOUT:
            tag("p", text=line)


class Strip:
    """The answer in two lines above the dials, for a screen that has no room for charts beside them.

    It is for the eye: who hears the page is told by the answer's card.
    """

    def __init__(self) -> None:
        self._strip = tag("div", "strip", aria_hidden="true")

    def show(self, answer: Answer, pinned: Answer | None) -> None:
        """Draw the shares of the last quarter, the pinned run's under them."""
        bars = bar_html(answer) + (bar_html(pinned, " pinned") if pinned is not None else "")
        self._strip.props["innerHTML"] = bars + legend_html(answer, pinned)
        self._strip.update()


def _last(answer: Answer) -> list[tuple[str, float]]:
    """The outcomes of the last quarter that are worth naming, from east to west, with their shares."""
    shares = [(OUTCOMES[code], float(answer.shares[-1, code])) for code in EAST_TO_WEST]
    return [(name, share) for name, share in shares if share >= WORTH_NAMING]


def bar_html(answer: Answer, classes: str = "") -> str:
    """Shares as one bar."""
    parts = "".join(
        f'<span style="flex:{share:.4f};background:{OUTCOME_STYLES[name].colour}"></span>'
        for name, share in _last(answer)
    )
    return f'<div class="shares{classes}">{parts}</div>'


def legend_html(answer: Answer, pinned: Answer | None) -> str:
    """What the bar shows, in words and numbers."""
    names = "".join(
        f'<span class="key"><i style="background:{OUTCOME_STYLES[name].colour}"></i>'
        f"{html.escape(name)} {100 * share:.0f} %</span>"
        for name, share in _last(answer)
    )
    last = format_quarter(answer.start + answer.quarters - 1)
    before = "" if pinned is None else f" (pinned {float(pinned.position[2, -1]):+.2f})"
    return f"<p>{names}<span>{last}: position {float(answer.position[2, -1]):+.2f}{before}</span></p>"
