"""The debrief of a game in words: as lines, short for the terminal and whole for a teacher; and its sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from tightrope.explanation.story import SEEN, Moment
from tightrope.explanation.words import STATE_NAMES, outcomes_in_words, plain, signed, treaties_in_words
from tightrope.games.briefing import Argument
from tightrope.games.debrief import POSITION, Debrief, Habit, Parting
from tightrope.games.game import PASSED
from tightrope.games.lines import Hanging
from tightrope.outcomes import OUTCOMES
from tightrope.quarters import format_quarter
from tightrope.results import CAVEAT, DISCLAIMER, OIL_CAVEAT
from tightrope.results.words import oil_path_departs
from tightrope.wording import counted, listed, percent

MOST_HABITS = 8
"""Kinds of parting that are told with their reasons: those in which most was at stake by the capital's own lights."""

LEADING = 3
"""Considerations told with a kind of parting."""

HOW_TO_READ = (
    "What you did in place of what the model would have done in the very state you were in. The size is how much more"
    " the capital's considerations made of your move than of the model's, in units of value, all times together: below"
    " 0 you paid for it by the capital's own lights, above 0 you took what chance had the model miss. It is an account"
    " of reasons, not of what came of it: that is in the outcomes above. Reasons told are those of the time with most"
    " at stake. The marks beside your moves left chance out; what the model would have done includes it, so it may be a"
    " move with marks against it."
)

ONE_OF_MANY = "One course among many: no member is the likely one."


def short(found: Debrief) -> Iterator[str | Hanging]:
    """The debrief as the terminal shows it."""
    yield from _head(found)
    yield from _ends(found)
    yield from _habits(found)
    yield from _totals(found)
    yield from _end(found)


def whole(found: Debrief) -> Iterator[str | Hanging]:
    """The debrief with every parting and every move, for a teacher."""
    yield from _head(found)
    yield from _ends(found)
    yield from _habits(found)
    yield from _totals(found)
    yield from _partings(found)
    yield from _moves(found)
    yield from _end(found)


def _head(found: Debrief) -> Iterator[str | Hanging]:
    yield ""
    yield title(found)
    yield Hanging(found.game.plan.question)
    yield Hanging(summary(found))
    yield ""


def title(found: Debrief) -> str:
    """Which game it was."""
    seats = listed(seat.capitalize() for seat in found.game.seats)
    return f"Debrief: {found.game.plan.title}, played as {seats}, member {found.game.member}"


def summary(found: Debrief) -> str:
    """What was played, and how many decisions were made as the model would have made them."""
    game, plan = found.game, found.game.plan
    window = f"{format_quarter(plan.start)} to {format_quarter(plan.end)}"
    apart = ", the tone apart" if "baku" in game.seats else ""
    same = found.decisions - len(found.partings)
    text = (
        f"{window}; theory: {plan.theory}; seed {plan.seed}. {counted(found.decisions, 'decision')}{apart}:"
        f" {same} as the model would have made in your place, {len(found.partings)} otherwise."
    )
    unasked = sum(one.taken.how == PASSED for one in found.partings)
    if unasked:
        text += (
            f" Of these {len(found.partings)}, {unasked} you were not asked about: a quick game passes over what you"
            " declined."
        )
    if found.tones:
        text += f" You changed the tone in {counted(len(found.tones), 'quarter')}."
    return text


def _ends(found: Debrief) -> Iterator[str | Hanging]:
    """What became of Baku in the game, in the same member with nobody at the table, and in the ensemble."""
    seeds = found.game.plan.seeds
    rows: Sequence[tuple[str, Sequence[Moment]]] = (("Your game", found.moments), ("Without you", found.alone.moments))
    for name, moments in rows:
        yield f"{name}"
        yield Hanging(f"Outcomes: {outcomes_in_words(moments)}.", 2, 4)
        yield Hanging(f"Treaties: {treaties_in_words(moments, seeds)}.", 2, 4)
        state = moments[-1].state
        yield Hanging("At the end: " + ", ".join(f"{STATE_NAMES[key]} {state[key]:.2f}" for key in SEEN) + ".", 2, 4)
    yield f"  {parted(found)}"
    yield f"Among {found.run.members:,} members of this scenario"
    yield Hanging(place_among(found), 2, 4)
    yield Hanging(outcomes_among(found), 2, 4)
    yield ""


def parted(found: Debrief) -> str:
    """When the game and the same member with nobody at the table part."""
    if found.parted is None:
        return "Baku's position is the same throughout" + (
            "." if not found.partings else ": nothing you did otherwise moved it."
        )
    first = found.parted == found.game.plan.start
    same = "" if first else f"is the same until {format_quarter(found.parted - 1)} and "
    return f"Baku's position {same}differs from {format_quarter(found.parted)} on."


def place_among(found: Debrief) -> str:
    """Where the game ends among the members of the ensemble."""
    low, median, high = found.run.percentiles(POSITION, (5.0, 50.0, 95.0))[:, -1]
    end = float(np.float32(found.path[-1]))
    place = "inside" if low <= end <= high else "outside"
    return (
        f"Position at the end: yours {end:.2f}, {place} the 90 % of members from {low:.2f} to {high:.2f} (median"
        f" {median:.2f}); {percent(found.below)} of members end further toward Moscow."
    )


def outcomes_among(found: Debrief) -> str:
    """How the members of the ensemble end, and which end is the game's."""
    yours, alone = found.moments[-1].outcome, found.alone.moments[-1].outcome
    shares = [
        f"{outcome} {percent(found.share_of(code))}{_whose(outcome, yours, alone)}"
        for code, outcome in enumerate(OUTCOMES)
        if found.share_of(code) > 0 or outcome in (yours, alone)
    ]
    return f"Outcome at the end: {'; '.join(shares)}."


def _whose(outcome: str, yours: str, alone: str) -> str:
    who = [name for name, one in (("yours", yours), ("without you", alone)) if one == outcome]
    return f" ({' and '.join(who)})" if who else ""


def _habits(found: Debrief) -> Iterator[str | Hanging]:
    """Where people parted from the model, by kind, the weightiest kinds first."""
    yield "Where you parted from the model"
    habits = found.habits()
    if not habits:
        yield "  Nowhere: you did what the model would have done each time."
        yield ""
        return
    yield Hanging(HOW_TO_READ, 2, 2)
    for habit in habits[:MOST_HABITS]:
        yield Hanging(f"{signed(habit.size)}  {kind_of_parting(habit)}", 2, 9)
        yield from _parts(habit.weightiest)
    if len(habits) > MOST_HABITS:
        yield f"  and {counted(len(habits) - MOST_HABITS, 'lesser kind')}; all of it is in debrief.txt"
    yield ""


def kind_of_parting(habit: Habit) -> str:
    """What was done in place of what, and when."""
    one = habit.weightiest
    when = format_quarter(one.taken.quarter)
    if len(habit.partings) > 1:
        when = f"{len(habit.partings)} times, most at stake in {when}"
    return f"{one.says}; the model: {_without(one)} ({when})."


def decided_by(decision: str) -> str:
    """A decision in short: "Moscow", "Baku at home"."""
    capital, _, what = decision.partition(".")
    return capital.capitalize() + {"abroad": " abroad", "home": " at home", "tone": " in tone"}.get(what, "")


def _parts(one: Parting) -> Iterator[str | Hanging]:
    parts = [_part(part) for part in one.parts[:LEADING] if part.mark]
    if parts:
        yield Hanging("; ".join(parts), 9, 9)


def _partings(found: Debrief) -> Iterator[str | Hanging]:
    """Every parting, in the order of time."""
    if not found.partings:
        return
    yield "One by one"
    for one in found.partings:
        chance = "; the considerations were with you, chance had the model do otherwise" if one.by_chance else ""
        when = format_quarter(one.taken.quarter)
        yield Hanging(f"{when}  {signed(one.difference)}  {one.says}; the model: {_without(one)}{chance}.", 2, 18)
        parts = [f"{signed(part.size)} {part.name}" for part in one.parts if part.mark]
        if parts:
            yield Hanging("; ".join(parts), 18, 18)
    yield ""


def _without(one: Parting) -> str:
    """What the model would have done, without naming the capital again."""
    return one.model_says.removeprefix(f"{one.taken.capital.capitalize()} ")


def _part(part: Argument) -> str:
    return f"{signed(part.size)} {part.name}" + (f": {part.says}" if part.says else "")


def _totals(found: Debrief) -> Iterator[str | Hanging]:
    """What all of it cost and won, by consideration."""
    if not found.totals:
        return
    yield "What that cost and won on each consideration, all partings together"
    for decision in dict.fromkeys(one.decision for one in found.totals):
        mine = [one for one in found.totals if one.decision == decision]
        whole_sum = sum(one.size for one in mine)
        sizes = [one for one in mine if abs(one.size) >= 0.005]
        cost = "; ".join(f"{one.name} {signed(one.size)}" for one in sizes if one.size < 0) or "nothing"
        won = "; ".join(f"{one.name} {signed(one.size)}" for one in reversed(sizes) if one.size > 0) or "nothing"
        verb = "cost" if whole_sum < 0 else "won"
        yield Hanging(f"{decided_by(decision)}: together {verb} {plain(abs(whole_sum))}", 2, 4)
        yield Hanging(f"cost: {cost}", 4, 6)
        yield Hanging(f"won: {won}", 4, 6)
    yield ""


def _moves(found: Debrief) -> Iterator[str | Hanging]:
    """Every move, quarter by quarter."""
    yield "Every move (* otherwise than the model; ~ not asked in a quick game)"
    apart = {(one.taken.quarter, one.taken.decision) for one in found.partings}
    for quarter in dict.fromkeys(one.quarter for one in found.game.taken):
        made = [
            f"{decided_by(one.decision)}: {one.move}"
            + ("*" if (quarter, one.decision) in apart else "")
            + ("~" if one.how == PASSED else "")
            for one in found.game.taken
            if one.quarter == quarter
        ]
        yield Hanging(f"{format_quarter(quarter)}  {'; '.join(made)}", 2, 11)
    yield ""


def _end(found: Debrief) -> Iterator[str | Hanging]:
    if oil_path_departs(found.game.plan):
        yield Hanging(OIL_CAVEAT, 0, 0)
    yield Hanging(f"{ONE_OF_MANY} {CAVEAT}")
    yield DISCLAIMER
