"""A comparison in words: numbers with their signs, what changed, and the sentences that sum it up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tightrope.comparison.changes import Change
from tightrope.comparison.differences import AVERAGE, CANNOT_TELL, MOST_MEMBERS, NONE, POSITION, UP, Effect, Signs
from tightrope.comparison.tipping import NOISE, NOT_OPEN, Cause
from tightrope.ensemble import WHOLE_UP_TO
from tightrope.evidence import Seeds
from tightrope.explanation.reasons import load_reasons
from tightrope.quarters import format_quarter

if TYPE_CHECKING:
    from tightrope.comparison.comparison import Comparison

DECISION_WORDS = {"baku.abroad": "Baku abroad", "baku.home": "Baku at home"}
MOST_CAUSES = 6
"""Causes of a comparison that are told one by one."""

MOST_DATES = 3
"""Dates of a path that are written out."""

LEAST = 1e-4
"""A difference smaller than this is only said to be above or below 0."""


def decision_words(name: str) -> str:
    """Who decides: "Moscow" for ``moscow.act``, "Baku abroad"."""
    return DECISION_WORDS.get(name, name.partition(".")[0].capitalize())


def cause_words(one: Cause, seeds: Seeds) -> str:
    """A cause as people write it: a consideration by the name that all commands call it."""
    other = {NOISE: "how noisy the choice is", NOT_OPEN: "a move that was not open"}
    if one.cause in other:
        return other[one.cause]
    known = load_reasons(seeds)
    if (one.decision, one.cause) in known.considerations:
        return known.name(one.decision, one.cause)
    return one.cause


@dataclass(frozen=True)
class Others:
    """The causes that are not told one by one: how many they are, and in how many pairs one of them was the largest."""

    causes: int
    pairs: int
    share: float


def causes_told(found: Comparison, *, abroad: bool) -> tuple[list[Cause], Others | None]:
    """The causes that were the largest in most pairs, and what is left of them, if more than one."""
    ranked = [one for one in found.causes(abroad=abroad) if one.pairs]
    if len(ranked) <= MOST_CAUSES + 1:
        return ranked, None  # one more takes no more room than a row of others
    told, rest = ranked[:MOST_CAUSES], ranked[MOST_CAUSES:]
    return told, Others(len(rest), sum(one.pairs for one in rest), sum(one.share for one in rest))


def output_words(found: Effect) -> str:
    """What an effect is on: "mean position", or an outcome."""
    return found.output if is_share(found) else "mean position"


def figure(value: float) -> str:
    """A number in at most three digits after the point: 0.35, 99, 0."""
    return f"{value:.3f}".rstrip("0").rstrip(".")


def signed(value: float, *, share: bool = False) -> str:
    """A difference: "+0.123", or of shares "+12.3" (points); small ones to one digit, "-0.0002"."""
    if value == 0:
        return "0"
    if abs(value) < LEAST:
        return ("above" if value > 0 else "below") + " 0"
    scaled, digits = (100 * value, 1) if share else (value, 3)
    rounded = f"{scaled:+.{digits}f}"
    return rounded if float(rounded) else f"{scaled:+.1g}"


def is_share(found: Effect) -> bool:
    """Whether an effect is one on a share of members."""
    return found.output != POSITION


def interval_words(found: Effect) -> str:
    """ "+0.123 (+0.100 to +0.146)", in points for a share."""
    share = is_share(found)
    middle = signed(found.difference, share=share)
    if found.low == found.high or found.verdict == NONE:
        return middle
    return f"{middle} ({signed(found.low, share=share)} to {signed(found.high, share=share)})"


def settled_words(found: Effect) -> str:
    """With how many members it could be told, were the difference as large as it looks: "about 4,100 members"."""
    if found.settled_by is None:
        return f"more than {MOST_MEMBERS:,} members"
    return f"about {_rounded_up(found.settled_by):,} members"


def _rounded_up(count: int) -> int:
    """To two digits, upwards: the number is no more exact than that."""
    step = 10 ** max(0, len(str(count)) - 2)
    return -(-count // step) * step


def verdict_words(found: Effect) -> str:
    """What can be said: "toward the West", "fewer", "cannot tell yet (about 4,100 members)"."""
    if found.verdict == NONE:
        return NONE
    if found.verdict == CANNOT_TELL:
        return f"{CANNOT_TELL} ({settled_words(found)})"
    if is_share(found):
        return "more" if found.verdict == UP else "fewer"
    return "toward the West" if found.verdict == UP else "toward Moscow"


# -- what changed -----------------------------------------------------------------------------------------------------
def value_words(value: Any) -> str:
    """A setting or an event as plain data, on one line: "0.3 (0.1 to 0.5)", "2015-Q1 0.2, 2019-Q4 0.05"."""
    if value is None:
        return "none"
    if isinstance(value, float | int):
        return figure(value)
    if not isinstance(value, Mapping):
        return str(value)
    if "event" in value:
        lasting = f"severity {figure(value['severity'])}, {value['quarters']} quarter{'s' * (value['quarters'] != 1)}"
        return f"{value['event']} in {value['quarter']}, {lasting}"
    if "low" in value:
        middle = f"{figure(value['value'])} " if "value" in value else ""
        return f"{middle}({figure(value['low'])} to {figure(value['high'])})"
    written = [f"{date} {value_words(part)}" for date, part in value.items()]
    if len(written) > MOST_DATES:
        return f"{written[0]} ... {written[-1]} ({len(written)} dates)"
    return ", ".join(written)


def change_words(change: Change) -> str:
    """What is otherwise: "washington.engagement: 0.2 in A, 0.5 in B"."""
    return f"{change.key}: {value_words(change.before)} in A, {value_words(change.after)} in B"


# -- sentences --------------------------------------------------------------------------------------------------------
def nothing_differs(found: Comparison) -> list[str]:
    """What is said of two runs that are the same: that they are, and which override did nothing."""
    lines = [f"No member differs in any quarter: the two runs are the same in all {found.pairs.count:,} pairs."]
    lines += [f"{one.key}: {one.why}; it did nothing." for one in found.idle]
    lines += [f"{change_words(change)}: without effect on any member here." for change in found.changes]
    if not found.idle and not found.changes:
        lines.append("They are one scenario: nothing in it was changed.")
    return lines


def in_short(found: Comparison) -> list[str]:
    """The findings in a few sentences: position, when choices part, how pairs agree, where nobody could tell."""
    if found.identical:
        return nothing_differs(found)
    lines = [position_sentence(found)]
    if found.partings.count:
        lines += [parting_sentence(found), parting_sentence(found, abroad=True)]
    else:
        few = ", ".join(found.differing[:4]) + (" and others" if len(found.differing) > 4 else "")
        lines.append(f"No pair ever chooses differently; only amounts and levels differ ({few}).")
    lines += signs_sentences(found)
    return lines + [f"{one.key}: {one.why}; it did nothing." for one in found.idle]


def position_sentence(found: Comparison) -> str:
    """Where Baku ends, and whether that is sure; a mean that few pairs follow is told as such."""
    end = found.effect(POSITION, found.quarters[-1])
    if end.verdict == NONE:
        return f"In {end.when} no pair differs in its position."
    if end.verdict == CANNOT_TELL:
        return (
            f"Mean position in {end.when}: cannot tell yet. The mean difference is {interval_words(end)}; "
            f"{settled_words(end)} would settle it, were it as large as it looks."
        )
    signs = found.signs[0]
    although = ", though most pairs went the other way" if signs.reversed > signs.same else ""
    return f"Mean position in {end.when}: {interval_words(end)}, {verdict_words(end)}{although}."


def parting_sentence(found: Comparison, *, abroad: bool = False) -> str:
    """How many pairs part, when first, and what most often tipped them."""
    partings = (found.tips_abroad if abroad else found.tips).partings
    what = "Baku chooses differently abroad" if abroad else "Some capital chooses differently"
    if partings.count == 0:
        return f"{what} in no pair."
    first, half = (format_quarter(partings.percentile(percent) or 0) for percent in (0.0, 50.0))
    where = share_words(partings.count, found.pairs.count)
    top = found.causes(abroad=abroad)[0]
    decider = "" if abroad else f", in a choice of {decision_words(top.decision)}'s"
    cause = cause_words(top, found.b.scenario.seeds)
    return (
        f"{what} in {where} pairs: first in {first}, in half of these by {half}. What tipped it most often: "
        f"{cause}{decider} (in {share_words(top.pairs, partings.count)} these pairs)."
    )


def share_words(part: int, whole: int) -> str:
    """ "62 % of", "all", and how many of how many where that would round to all or nothing."""
    if part in (0, whole):
        return "all" if part else "no"
    percent = 100 * part / whole
    return f"{percent:.0f} % of" if 0.5 <= percent < 99.5 else f"{part:,} of {whole:,}"


def signs_sentences(found: Comparison) -> list[str]:
    """In how many pairs, and parameter vectors, the sign is the mean's."""
    told = [one for one in found.signs if one.mean]
    if not told:
        return []
    parts = []
    for one in told:
        pairs = one.same + one.reversed + one.zero
        unmoved = f", and {share_words(one.zero, pairs)} pairs do not differ" if one.zero else ""
        parts.append(f"{_when(one)} the sign reverses in {share_words(one.reversed, pairs)} pairs{unmoved}")
    lines = [f"Against the mean difference in position, {'; '.join(parts)}."]
    if not told[0].vectors:
        return [*lines, "In how many parameter vectors the sign holds cannot be said: members share none."]
    held = [
        f"in {one.vectors_same} {_when(one)} ({one.vectors_sure} surely; {one.vectors_against} surely the other way)"
        for one in told
    ]
    lines.append(f"Of {told[0].vectors} parameter vectors the sign holds {', '.join(held)}.")
    spread = [
        f"from {signed(one.vector_low)} to {signed(one.vector_high)} {_when(one)}"
        for one in told
        if one.vector_low is not None and one.vector_high is not None
    ]
    if spread:
        lines.append(f"Between vectors, luck taken out, the mean difference runs (90 %) {', '.join(spread)}.")
    return lines


def _when(found: Signs) -> str:
    return "averaged over the quarters" if found.when == AVERAGE else f"in {found.when}"


def notes(found: Comparison) -> list[str]:
    """What a reader must know about which members were compared."""
    if not (found.a.folded or found.b.folded):
        return []
    return [
        f"Of {found.a.members:,} members the {found.pairs.count:,} that both runs kept whole are compared; a run of at "
        f"most {WHOLE_UP_TO:,} members keeps all."
    ]
