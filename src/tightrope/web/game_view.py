"""What stands around a briefing: which game it is, how it is read, whose turn it is."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from tightrope.quarters import format_quarter
from tightrope.web.game_deal import Deal
from tightrope.web.layout import Handler, button, folded, tag


def draw_where(deal: Deal) -> None:
    """Which game it is, and the way out of it."""
    with tag("p", "small quiet where"):
        tag("span", text=f"{deal.title}, member {deal.member}. ")
        tag("a", text="All your games", href="/play")
        tag("span", text=": this one waits there.")


def draw_opening(deal: Deal) -> None:
    """What is played, before its first move."""
    tag("p", text=deal.question)
    with folded("What you play, and how to read a briefing", "small"):
        tag("p", "quiet", text=deal.about)


def draw_hand_over(seat: str, quarter: int, heading: str, sit_down: Handler, undo: Handler | None) -> None:
    """Ask another seat to the keyboard, with nothing to be seen of anybody's briefing."""
    name = seat.capitalize()
    with tag("section", "card handover"):
        tag("h1", text=f"Pass the keyboard to {name}.", id=heading, tabindex="-1")
        tag("p", text=f"{format_quarter(quarter)}. What {name} is told is for {name} alone.")
        button(f"I am {name}: show my briefing", sit_down, "main")
        if undo is not None:
            button("Undo the last choice", undo)


def offered(text: str, act: Callable[[], Awaitable[None]], is_open: bool) -> None:
    """A button that can be pressed only where there is something to do."""
    made = button(text, act)
    if not is_open:
        made.props["disabled"] = True
