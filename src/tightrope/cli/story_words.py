"""A member's story, one of its quarters, and a summary of many members, as ``tightrope explain`` prints them."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence

import click

from tightrope.cli.output import paragraph, say, table, text_width
from tightrope.cli.words import counted, percent
from tightrope.explanation.story import ABROAD, SEEN, Moment, Story
from tightrope.explanation.summary import Kind, Summary
from tightrope.explanation.weigh import CHANCE, Option, Part, Weighing
from tightrope.explanation.words import (
    STATE_NAMES,
    Words,
    claims_told,
    counted_moves,
    decided_in_words,
    gather,
    outcomes_in_words,
    place_of,
    signed,
    stretch,
    stretches,
    told,
    told_parts,
    treaties_in_words,
)
from tightrope.quarters import format_quarter
from tightrope.results import CAVEAT, DISCLAIMER, OIL_CAVEAT
from tightrope.results.words import oil_path_departs
from tightrope.scenario import Scenario

HOW_TO_READ = (
    "A move is made when its value and chance together come out highest. Sizes are in units of value and compare the"
    " move made with the nearest other open move: + spoke for the move made, - against it. Chance is what the"
    " considerations leave open. A size marked * was needed:"
    " without it the nearest alternative would have won. The documents give directions; the sizes are the model's."
)

MANY_MARGINS = 5
"""Beyond so many margins, either way, a size is told alone, as in a whole story: the move was won by a hair."""

MARGIN = 4
"""Spaces before what is said of a quarter."""

STATE_WORDS = {**STATE_NAMES, "duress": "duress"}

LONG_STORY = ("position", "pressure", "buffer", "trust_in_cover")
"""What a quarter of a whole story is told with."""


# -- a whole story ----------------------------------------------------------------------------------------------------
def say_story(story: Story) -> None:
    """Print a member's story: in short, what went on all the time, quarter by quarter, and the claims behind it."""
    words = Words(story.scenario.seeds)
    _say_head(story.scenario, f"{story.name}: member {story.member}", story.spread, _window(story.moments))
    say(paragraph(HOW_TO_READ))
    _say_unusual(story)
    _say_short(story, words)
    _say_background(story, words)
    say(click.style("Quarter by quarter", bold=True))
    said: set[str] = set()
    for moment in story.moments:
        if moment.happenings or told(moment):
            _say_moment(moment, words, said)
    _say_claims(story, [one for moment in story.moments for one in told(moment)])
    _say_end(story.scenario)


def _window(moments: Sequence[Moment]) -> str:
    return stretch(moments[0].quarter, moments[-1].quarter)


def _say_head(plan: Scenario, name: str, spread: str, window: str) -> None:
    say(click.style(paragraph(f"{plan.title} ({name})"), bold=True))
    say(paragraph(plan.question))
    say(paragraph(f"{window}; theory: {plan.theory}; {spread}; seed {plan.seed}."))
    say()


def _say_unusual(story: Story) -> None:
    told_of = [
        f"{one.says} at {one.value:.2f}, "
        f"{'more' if one.quantile > 0.5 else 'less'} than {percent(max(one.quantile, 1 - one.quantile))} of members"
        f" (range {one.low:g} to {one.high:g})"
        for one in story.unusual[:3]
    ]
    if told_of:
        say(paragraph(f"Of its own draws: this Baku weighs {'; '.join(told_of)}."))
    say()


def _say_short(story: Story, words: Words) -> None:
    abroad = [moment.weighing(ABROAD) for moment in story.moments]
    moved = [one for one in abroad if one.changes]
    say(click.style("In short", bold=True))
    say(paragraph(f"Outcomes: {outcomes_in_words(story.moments)}.", "  "))
    say(paragraph(f"Treaties: {treaties_in_words(story.moments, story.scenario.seeds)}.", "  "))
    if moved:
        text = f"Baku abroad: {counted(len(moved), 'move')} ({counted_moves(moved)})."
        say(paragraph(f"{text} What decided them: {decided_in_words(moved, words)}.", "  "))
    else:
        say("  Baku abroad: no move.")
    say()


def _say_background(story: Story, words: Words) -> None:
    """The moves that are not told one by one: when they were made, and what decided them."""
    kinds = gather(story.moments)
    if not kinds:
        return
    say(click.style("All along", bold=True))
    for made in kinds.values():
        when = stretches([one.quarter for one in made])
        text = f"{words.does(made[0])}, {counted(len(made), 'quarter')}: {when}."
        say(_hanging(f"{text} Decided by: {decided_in_words(made, words)}.", 2, 4))
    say()


def _say_moment(moment: Moment, words: Words, said: set[str]) -> None:
    apart = told(moment)
    written = format_quarter(moment.quarter)
    _say_headed(written, f"  {moment.outcome}; {_state(moment, LONG_STORY)}")
    for happening in moment.happenings:
        say(paragraph(happening.says, " " * MARGIN))
    for one in apart:
        _say_decision(one, words, said)
    others = [words.does(one) for one in moment.moved if one not in apart]
    if others:
        say(paragraph(f"In the same quarter: {'; '.join(others)}.", " " * MARGIN))
    say()


def _state(moment: Moment, names: Iterable[str]) -> str:
    parts = [f"{STATE_WORDS[name]} {moment.state[name]:.2f}" for name in names]
    if "duress" not in names and moment.state["duress"] >= 0.1:
        parts.append(f"duress {moment.state['duress']:.2f}")
    return ", ".join(parts)


def _say_decision(one: Weighing, words: Words, said: set[str]) -> None:
    """A move and why; what was said of an earlier move is named and not said again."""
    say(_hanging(f"{words.does(one)}. {words.verdict(one)}", MARGIN, MARGIN + 2))
    parts = told_parts(one)
    if all(part.says in said for part in parts):
        say(_hanging("; ".join(words.brief(part) for part in parts), MARGIN + 2, MARGIN + 2))
        return
    for part in parts:
        text = words.brief(part) if part.says in said else f"{words.reason(part)} {words.behind(part)}"
        say(_hanging(text, MARGIN + 2, MARGIN + 9))
        said.add(part.says)


def _hanging(text: str, indent: int, rest: int) -> str:
    """A paragraph whose lines after the first begin further in, and that leaves ids whole."""
    return textwrap.fill(
        text, text_width(), initial_indent=" " * indent, subsequent_indent=" " * rest, break_on_hyphens=False
    )


def _say_headed(heading: str, rest: str) -> None:
    """A paragraph that begins with a heading."""
    told = _hanging(f"{heading}{rest}", 0, MARGIN)
    say(told.replace(heading, click.style(heading, bold=True), 1))


def _say_claims(story: Story, weighings: Sequence[Weighing]) -> None:
    claims = claims_told(story, weighings)
    if not claims:
        return
    say(click.style("The claims behind it", bold=True))
    for source in dict.fromkeys(claim.source for claim in claims):
        say(f"  {story.scenario.seeds.sources[source].title} ({source})")
        for claim in claims:
            if claim.source == source:
                place = place_of(claim).removeprefix(f"{source}, ")
                say(_hanging(f"{claim.id} ({place}): {claim.says}", 4, 6))
    say()


def _say_end(plan: Scenario) -> None:
    if oil_path_departs(plan):
        say(paragraph(OIL_CAVEAT))
    say(paragraph(f"One possible course among many: no member is the likely one. {CAVEAT}"))
    say(DISCLAIMER)


# -- one quarter ------------------------------------------------------------------------------------------------------
def say_quarter(story: Story, quarter: int) -> None:
    """Print one quarter of a member in full: every decision, every open move with all that was said of it."""
    words, moment = Words(story.scenario.seeds), story.at(quarter)
    written = format_quarter(quarter)
    _say_head(story.scenario, f"{story.name}: member {story.member} in {written}", story.spread, _window([moment]))
    say(paragraph(HOW_TO_READ))
    say()
    say(paragraph(f"{moment.outcome.capitalize()}; {_state(moment, (*SEEN, 'duress'))}."))
    for happening in moment.happenings:
        say(paragraph(happening.says))
    say()
    for one in moment.weighings:
        _say_in_full(one, words)
    _say_claims(story, moment.weighings)
    _say_end(story.scenario)


def _say_in_full(one: Weighing, words: Words) -> None:
    _say_headed(words.does(one), f" ({one.decision}: {one.move})")
    say(_hanging(words.verdict(one), 2, 2))
    for part in one.parts:
        if abs(part.size) >= 0.005 or part.needed:
            say(_hanging(f"{words.reason(part)}{_of_margin(part)} {words.behind(part)}", 4, 11))
    open_moves = sorted((one for one in one.options if one.open), key=lambda option: -(option.value + option.luck))
    rows = [
        [
            option.move,
            signed(option.value),
            signed(option.luck),
            signed(option.value + option.luck),
            _terms(one.decision, option, words),
        ]
        for option in open_moves
    ]
    table("", ["open move", "value", "chance", "together", "what made the value"], rows, right=(1, 2, 3), wrap=(4,))
    closed = [option.move for option in one.options if not option.open]
    if closed:
        say(paragraph(f"Not open: {', '.join(closed)}.", "  "))
        say()


def _of_margin(part: Part) -> str:
    """A size as a part of the margin, " (86 % of the margin)"; "" where that would say nothing."""
    if part.of_margin is None or abs(part.of_margin) > MANY_MARGINS:
        return ""
    return f" ({100 * part.of_margin:.0f} % of the margin)"


def _terms(decision: str, option: Option, words: Words) -> str:
    terms = sorted(option.terms.items(), key=lambda item: -abs(item[1]))
    return (
        ", ".join(f"{words.name(decision, name)} {signed(term)}" for name, term in terms if abs(term) >= 0.005) or "-"
    )


# -- many members -----------------------------------------------------------------------------------------------------
def say_summary(summary: Summary) -> None:
    """Print what decided each kind of move, over many members."""
    words = Words(summary.scenario.seeds)
    some = f"the first {summary.members:,} of {summary.of:,} members"
    all_of_them = counted(summary.of, "member") if summary.of < 1000 else f"{summary.of:,} members"
    who = all_of_them if summary.members == summary.of else some
    _say_head(summary.scenario, f"{summary.name}: {who}", summary.spread, stretch(summary.first, summary.last))
    decisions = dict.fromkeys(kind.decision for kind in summary.kinds)
    for decision in sorted(decisions, key=lambda name: not name.startswith("baku")):
        rows = [_row(kind, words) for kind in summary.kinds if kind.decision == decision]
        title = f"{decision}: what decided"
        columns = ["move", "times", "members", "spoke most for it", "share", "by chance", "nearest other", "share"]
        table(title, columns, rows, right=(1, 2, 4, 5, 7), wrap=(0, 3, 6))
    if not summary.kinds:
        say("Nobody made a move.")
        say()
    say(
        paragraph(
            "Spoke most for it: the consideration that did most for the move against the nearest other open one, and in"
            " what share of the times. By chance: the share in which the considerations alone favoured another move."
            " Add --member K for the story of one member."
        )
    )
    say()
    if oil_path_departs(summary.scenario):
        say(paragraph(OIL_CAVEAT))
    say(paragraph(CAVEAT))
    say(DISCLAIMER)


def _row(kind: Kind, words: Words) -> list[str]:
    leader, led = next(iter(kind.leaders.items()))
    nearest, near = next(iter(kind.nearest.items()))
    return [
        kind.move,
        f"{kind.times:,}",
        f"{kind.members:,}",
        words.name(kind.decision, leader),
        percent(led / kind.times),
        percent(kind.deciders.get(CHANCE, 0) / kind.times),
        nearest or "none was open",
        percent(near / kind.times),
    ]
