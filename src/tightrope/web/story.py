"""Why: a member's story, quarter by quarter, with what decided and where it is documented."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from nicegui import ui

from tightrope.errors import TightropeError
from tightrope.explanation.story import tell
from tightrope.explanation.words import (
    Words,
    claims_told,
    outcomes_in_words,
    place_of,
    signed,
    told,
    told_parts,
    treaties_in_words,
)
from tightrope.quarters import format_quarter
from tightrope.web.desk import BusyError, Desk
from tightrope.web.layout import button, field, folded, put, tag
from tightrope.web.recipe import Recipe
from tightrope.web.visitors import Visitor
from tightrope.web.work import WHEN_IDLE, Answer

HOW_CHOSEN = (
    "Opened at the future whose position stays nearest to the median; any other is as possible. It is told with the"
    " dials as they stand now."
)

LARGEST_BAR = 100
"""Width of the longest bar, in pixels."""


@dataclass(frozen=True)
class Why:
    """One consideration of a decision: how much it did for (+) or against (-) the move made, in units of value."""

    size: float
    says: str
    claims: tuple[str, ...]


@dataclass(frozen=True)
class Told:
    """One decision: what was done, against what it won, and why."""

    says: str
    verdict: str
    whys: tuple[Why, ...]


@dataclass(frozen=True)
class Chapter:
    """One quarter in which something happened."""

    quarter: str
    outcome: str
    happened: tuple[str, ...]
    decisions: tuple[Told, ...]


@dataclass(frozen=True)
class Cited:
    """A claim that something rests on: what it says, and where it stands in which document."""

    id: str
    says: str
    document: str
    place: str


@dataclass(frozen=True)
class Tale:
    """A member's story, ready to be shown, and the claims that it rests on."""

    member: int
    outcomes: str
    treaties: str
    chapters: tuple[Chapter, ...]
    claims: tuple[Cited, ...]


def tale(recipe: Recipe, member: int) -> Tale:
    """The story of a member of a recipe's run."""
    plan = recipe.plan()
    story, _ = tell(plan, member)
    words = Words(plan.seeds)
    chapters = tuple(
        Chapter(
            format_quarter(moment.quarter),
            moment.outcome,
            tuple(one.says for one in moment.happenings),
            tuple(
                Told(
                    words.does(one),
                    words.verdict(one),
                    tuple(Why(part.size, f"{part.name}: {part.says}", part.evidence) for part in told_parts(one)),
                )
                for one in told(moment)
            ),
        )
        for moment in story.moments
        if moment.happenings or told(moment)
    )
    weighings = [one for moment in story.moments for one in told(moment)]
    claims = tuple(
        Cited(one.id, one.says, plan.seeds.sources[one.source].title, place_of(one).removeprefix(f"{one.source}, "))
        for one in claims_told(story, weighings)
    )
    treaties = treaties_in_words(story.moments, plan.seeds)
    return Tale(member, outcomes_in_words(story.moments), treaties, chapters, claims)


class StorySheet:
    """The button "Why?" and the sheet behind it."""

    def __init__(self, desk: Desk, visitor: Visitor, asked: Callable[[], tuple[Recipe, Answer | None]]) -> None:
        self._desk, self._visitor, self._asked = desk, visitor, asked
        button("Why? One future's story", self._show)
        with (
            ui.dialog().props('aria-label="One future"') as self._sheet,
            tag("div", "card").style("width: min(60rem, 94vw); max-width: none"),
        ):
            with tag("div", "story-head"):
                tag("h2", text="Why? One future, told quarter by quarter")
                with tag("div", "row"):
                    tag("label", text="Member", **{"for": "story-member"})
                    self._number = field("number", "story-member", 0, self._chosen, min=0, max=WHEN_IDLE - 1, step=1)
                    button("Previous", self._previous, aria_label="Previous member")
                    button("Next", self._next, aria_label="Next member")
                    button("Close", self._sheet.close)
            self._heard = tag("p", "heard", role="status")
            self._says = tag("div", role="region", aria_label="The story", tabindex="0")
        self._member = 0

    async def _show(self) -> None:
        _, answer = self._asked()
        self._sheet.open()
        await self._tell(answer.nearest if answer is not None else 0)

    async def _chosen(self, event: object) -> None:
        given = getattr(event, "args", None)
        if isinstance(given, int | float) and 0 <= given < WHEN_IDLE and int(given) == given:
            await self._tell(int(given))

    async def _previous(self) -> None:
        await self._tell((self._member - 1) % WHEN_IDLE)

    async def _next(self) -> None:
        await self._tell((self._member + 1) % WHEN_IDLE)

    async def _tell(self, member: int) -> None:
        self._member = member
        put(self._number, member)
        self._says.clear()
        with self._says:
            tag("p", text="Living it again ...")
        recipe, _ = self._asked()
        try:
            found: Tale = await self._desk.ask(self._visitor.token, tale, recipe, member)
        except (BusyError, TightropeError) as error:
            self._says.clear()
            with self._says:
                tag("p", "trouble", text=str(error), role="alert")
            return
        if member != self._member:
            return
        self._says.clear()
        with self._says:
            draw_tale(found)
        self._heard.set_text(f"Member {member}: {found.outcomes}.")
        ui.run_javascript(f"getHtmlElement({self._says.id})?.parentElement.scrollTo(0, 0)")


def draw_tale(found: Tale) -> None:
    """Show a story."""
    tag("p", "small quiet", text=HOW_CHOSEN)
    tag("p", text=f"Outcomes: {found.outcomes}.")
    tag("p", text=f"Treaties: {found.treaties}.")
    tag(
        "p",
        "small quiet",
        text="Sizes compare the move made with the nearest other open move, in units of value; the documents give"
        " directions, the sizes are the model's. One possible course among many: no member is the likely one.",
    )
    claims = {one.id: one for one in found.claims}
    largest = max((abs(why.size) for c in found.chapters for d in c.decisions for why in d.whys), default=1.0) or 1.0
    for chapter in found.chapters:
        tag("h3", text=f"{chapter.quarter}: {chapter.outcome}")
        for says in chapter.happened:
            tag("p", text=says)
        for one in chapter.decisions:
            tag("p", text=f"{one.says}. {one.verdict}")
            with tag("ul"):
                for why in one.whys:
                    _draw_why(why, largest, claims)
    if found.claims:
        tag("h3", text="The claims behind it")
    for document in dict.fromkeys(one.document for one in found.claims):
        tag("p", "document", text=document)
        with tag("ul"):
            for claim in found.claims:
                if claim.document == document:
                    with tag("li", text=f"{claim.says} ({claim.place})"):
                        tag("span", "quiet small", text=f" {claim.id}")


def _draw_why(why: Why, largest: float, claims: Mapping[str, Cited]) -> None:
    """A consideration: its size, what it says, and the claims behind it, their sentences to be unfolded."""
    known = [claims[name] for name in why.claims]
    with tag("li"):
        draw_bar(why.size, largest)
        tag("span", text=f"{signed(why.size)} {why.says}")
        if not known:
            tag("p", "quiet small", text="No document speaks of it.")
            return
        with folded(f"Documented: {'; '.join(dict.fromkeys(one.place for one in known))}", "small"), tag("ul"):
            for claim in known:
                tag("li", text=f"{claim.says} ({claim.document}, {claim.place})")


def draw_bar(size: float, largest: float) -> None:
    """A small bar: green for, red against; the number beside it says the same."""
    width = max(2, round(LARGEST_BAR * abs(size) / largest))
    colour = "#117733" if size >= 0 else "#9c1c1c"
    tag("span", aria_hidden="true").style(
        f"display:inline-block;height:.7em;width:{width}px;background:{colour};margin-right:.5em;border-radius:2px"
    )
