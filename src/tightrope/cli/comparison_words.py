"""What ``tightrope compare`` prints."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tightrope.cli import findings
from tightrope.cli.output import paragraph, say, table
from tightrope.cli.words import percent
from tightrope.comparison import words
from tightrope.comparison.data import departs
from tightrope.comparison.differences import CANNOT_TELL, EVER, Effect
from tightrope.outcomes import COVERAGE
from tightrope.results import DISCLAIMER, OIL_CAVEAT

if TYPE_CHECKING:
    from tightrope.comparison import Comparison

MOST_CHANGES = 8
"""Changes that are printed; the others are in ``comparison.json``."""


def say_comparison(found: Comparison) -> None:
    """Print what two runs differ in."""
    _say_head(found)
    for line in words.in_short(found):
        say(paragraph(line))
    for line in words.notes(found):
        say(paragraph(line))
    say()
    if found.identical:
        return
    _say_effects(found)
    if found.partings.count:
        _say_causes(found, abroad=False)
    if found.partings_abroad.count:
        _say_causes(found, abroad=True)


def _say_head(found: Comparison) -> None:
    plan = found.a.scenario
    for letter, run in (("A", found.a), ("B", found.b)):
        say(paragraph(f"{letter}: {run.scenario.title} ({run.name}), theory {run.scenario.theory}"))
    about = f"{found.pairs.count:,} pairs of members, seed {plan.seed}, {found.quarters[0]} to {found.quarters[-1]}"
    say(paragraph(f"{about}; uncertainty: {plan.uncertainty}. Every difference is B less A."))
    if departs(found):
        say(paragraph(OIL_CAVEAT))
    if found.changes:
        say("What is otherwise in B:")
        for change in found.changes[:MOST_CHANGES]:
            say(paragraph(words.change_words(change), "  "))
        if len(found.changes) > MOST_CHANGES:
            say(f"  and {len(found.changes) - MOST_CHANGES} more")
    say()


def _say_effects(found: Comparison) -> None:
    """The table of effects, without what neither run ever shows."""
    rows = [_row(one) for one in found.effects if one.a or one.b]
    title = f"Mean position and shares of members (in brackets: interval of the mean paired difference, {COVERAGE:.0%})"
    columns = ["what", "when", "A", "B", "B less A", "what can be said"]
    table(title, columns, rows, right=(2, 3, 4), wrap=(0, 4, 5))
    told = ", ".join(f"{found.quarters[row]} {name}" for name, row in found.named_rows.items())
    say(paragraph(f"Quarters: {told} of position. Differences of shares are in points of a hundred."))
    if any(one.verdict == CANNOT_TELL for one in found.effects):
        needed = "in brackets how many members would settle it, were the difference as large as it looks"
        say(paragraph(f"Cannot tell yet: the interval spans zero; {needed}."))
    say()


def _row(one: Effect) -> list[str]:
    share = words.is_share(one)
    sides = [percent(side) if share else f"{side:+.3f}" for side in (one.a, one.b)]
    return [
        words.output_words(one),
        "ever" if one.when == EVER else one.when,
        *sides,
        words.interval_words(one),
        words.verdict_words(one),
    ]


def _say_causes(found: Comparison, *, abroad: bool) -> None:
    told, others = words.causes_told(found, abroad=abroad)
    rows = [
        [
            words.decision_words(one.decision),
            words.cause_words(one, found.b.scenario.seeds),
            f"{one.pairs:,} ({percent(one.share)})",
            "" if one.mean is None else words.signed(one.mean),
            f"{one.moves[0]} → {one.moves[1]} ({one.same:,})",
        ]
        for one in told
    ]
    if others is not None:
        rows.append(
            ["all others", f"{others.causes} in tipped.csv", f"{others.pairs:,} ({percent(others.share)})", "", ""]
        )
    who = "Baku's first different choice abroad" if abroad else "the first different choice of each pair"
    columns = ["who chose", "cause", "largest in pairs", "mean", "most often, A → B"]
    table(f"What tipped {who}", columns, rows, right=(2, 3), wrap=(0, 1, 4))


def say_written(place: Path, files: Sequence[Path]) -> None:
    """Print the files, and the one sentence that goes with every result."""
    say("Written:")
    findings.say_written(place, files)
    say()
    say(DISCLAIMER)
