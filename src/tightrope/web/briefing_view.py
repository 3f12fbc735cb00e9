"""A briefing on the page: what has happened, what officials report, the moves and what speaks for and against them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from tightrope.games.telling import Past
from tightrope.quarters import format_quarter
from tightrope.web.layout import button, folded, tag
from tightrope.web.turn import Line, Option, Point, Turn

MARKS = {
    "+": "somewhat for",
    "++": "for",
    "+++": "strongly for",
    "-": "somewhat against",
    "--": "against",
    "---": "strongly against",
    "(+)": "hardly for",
    "(-)": "hardly against",
    "": "neither for nor against",
}
"""Marks as they are read aloud."""

BETTER = "On balance better"

Choose = Callable[[str], Awaitable[None]]


def draw_news(turn: Turn) -> None:
    """What went by, what has happened, why one is asked, and what was decided already in this quarter."""
    if turn.passed:
        tag("p", "quiet", text=f"Passed over: {turn.passed}")
    tag("h2", text=turn.since.rstrip(":"))
    if turn.news:
        with tag("ul", "news"):
            for says in turn.news:
                tag("li", text=says)
    if turn.why:
        tag("p", text=f"You are asked because: {'; '.join(turn.why)}.")
    for says in turn.mine:
        tag("p", "done", text=f"Decided this quarter: {says}.")


def draw_report(report: Sequence[Line]) -> None:
    """What officials report: what has changed first, the rest folded below."""
    tag("h2", text="Your officials report", id="report")
    news = [line for line in report if line.changed]
    rest = [line for line in report if not line.changed]
    if not news:
        tag("p", "quiet", text="No change.")
    else:
        _draw_lines(news)
    if rest:
        with folded(f"No change in the rest ({len(rest)})", "small"):
            _draw_lines(rest)


def _draw_lines(lines: Sequence[Line]) -> None:
    with tag("ul", "report"):
        for line in lines:
            with tag("li"):
                tag("span", "what", text=f"{line.name[0].upper()}{line.name[1:]}: ")
                with tag("span", "now"):
                    tag("strong", text=line.now)
                    if line.before:
                        tag("span", "quiet", text=f" ({line.before})")


# -- moves ------------------------------------------------------------------------------------------------------------
def draw_moves(turn: Turn, choose: Choose, follow: Callable[[], Awaitable[None]]) -> None:
    """The open moves as buttons, each with its considerations; the first is what the others are held against."""
    plain = not any(option.told or option.rest for option in turn.options)
    with tag("div", "row"):
        tag("h2", text=turn.heading, id="moves", tabindex="-1")
        if turn.decision != "baku.tone":
            button("Do what the model would", follow, aria_label="Do what the model would do in your place")
    if not plain:
        tag("p", "small quiet", text="Bars: what speaks for a move (green) or against it (red, hatched), held against"
            f" '{turn.options[0].move}'; from one mark to three.")  # fmt: skip
    with tag("ol", "moves tones" if plain else "moves"):
        for option in turn.options:
            with tag("li", "move"):
                _draw_option(option, turn, choose)
    if turn.closed:
        tag("p", "small quiet", text=f"Not open this quarter: {', '.join(turn.closed)}.")


def _draw_option(option: Option, turn: Turn, choose: Choose) -> None:
    async def act() -> None:
        await choose(option.move)

    tone, first = turn.decision == "baku.tone", option is turn.options[0]
    balance = "" if first or tone else f"On balance {MARKS[option.balance]}"
    made = button("", act, "choose", aria_label=f"{option.move}: {option.says}. {balance}".strip())
    with made, tag("span", "line"):
        tag("span", "name", text=option.move)
        tag("span", "says", text=f": {option.says}")
    if tone:
        return
    made.props["aria-describedby"] = f"said-{option.number}"
    if not first:
        with tag("p", "balance small"):
            draw_mark(option.balance, spoken=False)
            tag("span", text=balance)
            if turn.habit == option.move:
                tag("span", "habit", text="as last quarter")
    with tag("div", id=f"said-{option.number}"):
        if first:
            _draw_measure(turn)
        if option.told:
            _draw_points(option.told)
    if option.rest:
        more = "more" if option.told else "said of it, all small"
        with folded(f"{len(option.rest)} {more}", "small"):
            _draw_points(option.rest)


def _draw_measure(turn: Turn) -> None:
    """What it means to change nothing: the others are held against it."""
    first, *others = turn.options
    habit = " It is what you did last quarter." if turn.habit == first.move else ""
    tag("p", "small", text=f"The other moves are held against this one.{habit}")
    for words, those in (
        (BETTER, [one for one in others if "+" in one.balance]),
        ("As good", [one for one in others if not one.balance]),
        ("Worse", [one for one in others if "-" in one.balance]),
    ):
        if those or words == BETTER:
            tag("p", "small", text=f"{words}: {', '.join(one.move for one in those) or 'none'}.")
    if turn.alike:
        tag("p", "small", text="Said of every other move alike:")
        _draw_points(turn.alike)


def _draw_points(points: Sequence[Point]) -> None:
    with tag("ul", "points"):
        for point in points:
            with tag("li"):
                draw_mark(point.sign)
                with tag("span", "words"):
                    tag("span", text=point.says or point.name)
                    if point.says:
                        tag("span", "quiet", text=f" ({point.name})")
                    tag("span", "heard", text=".")


def draw_mark(sign: str, *, spoken: bool = True) -> None:
    """A small bar as long as a mark is strong, and the mark itself; in words for who hears it, unless these follow."""
    size = sign.count("+") + sign.count("-") if not sign.startswith("(") else 0
    side = "for" if "+" in sign else "against" if "-" in sign else "even"
    with tag("span", f"mark {side}"):
        tag("span", f"bar n{size}", aria_hidden="true")
        tag("span", "sign", text=sign, aria_hidden="true")
        if spoken:
            tag("span", "heard", text=f"{MARKS[sign]}: ")


# -- the past ---------------------------------------------------------------------------------------------------------
def draw_past(past: Sequence[Past]) -> None:
    """The quarters so far, the last first: what happened, what one did, what others did and why."""
    for one in past:
        with tag("section", "past"):
            tag("h3", text=f"{format_quarter(one.quarter)}: {one.outcome}")
            for says in one.happened:
                tag("p", text=says)
            for own in one.own:
                asked = " (not asked)" if own.how == "passed" else ""
                with tag("p", "own"):
                    tag("span", text=f"{own.says}{asked}")
                    tag("span", "quiet", text=f": {own.beside_model}")
            for other in one.others:
                with tag("p"):
                    tag("span", text=other.says)
                    tag("span", "quiet", text=f" {other.why}")
