"""What a calibration amounts to, in words and tables: for the terminal, for JSON and for docs/calibration.md."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from tightrope.calibrate.judge import threshold
from tightrope.calibrate.posterior import Moved, unconstrained
from tightrope.evidence import Criterion, Kept, Seeds
from tightrope.outcomes import wilson
from tightrope.quarters import format_quarter
from tightrope.results import DISCLAIMER

Table = tuple[tuple[str, ...], list[list[str]]]

FITTED = ("criterion", "in words", "asked", "median tried", "ruled out", "alone", "left", "kept meet it")
CHECKED = ("criterion", "in words", "asked", "median kept", "kept meet it", "median ruled out", "ruled out meet it")


def percent(share: float) -> str:
    """A share in percent to a tenth."""
    return f"{100 * share:.1f} %"


def in_brief(kept: Kept, moved: Sequence[Moved]) -> list[str]:
    """The findings in a few paragraphs."""
    return [_acceptance(kept), _luck(kept), _cross_check(kept), _control(kept), _parameters(kept, moved)]


def _acceptance(kept: Kept) -> str:
    low, high = (percent(float(end)) for end in wilson(np.array(len(kept.left)), kept.candidates))
    share, until = percent(len(kept.left) / kept.candidates), format_quarter(kept.fitted_until)
    return (
        f"{len(kept.left)} of {kept.candidates} candidates are not ruled out by the patterns up to {until}: {share} "
        f"({low} to {high} with 90 % confidence). Each was judged on {kept.draws} draws of luck under {kept.theory}; "
        f"it is ruled out if a criterion falls short of its threshold by {kept.cutoff:g} standard errors or more "
        f"(tolerance {kept.tolerance:g}). The first {len(kept.vectors)} of those left are kept."
    )


def _luck(kept: Kept) -> str:
    return (
        f"On other luck {kept.again_all} of the {len(kept.vectors)} kept vectors meet every fitted criterion outright; "
        "the others fall short of a threshold that they were near on the luck they were judged on."
    )


def _cross_check(kept: Kept) -> str:
    others = ""
    if kept.others:
        others = (
            f" Of {kept.others} vectors that were ruled out, looked at for comparison, {kept.others_later_all} do: "
            f"{_compared(kept)}"
        )
    until = format_quarter(kept.fitted_until)
    return (
        f"Cross-check in time, after {until} to 2014: {kept.later_all} of {len(kept.vectors)} kept vectors meet all "
        f"{len(kept.checked)} criteria of those years.{others} It is not blind: the dated inputs of these years, and "
        "the ranges, were chosen by people who knew them."
    )


def _compared(kept: Kept) -> str:
    """What the comparison with vectors that were ruled out says, by criteria met on average."""
    ours = sum(one.meet for one in kept.checked.values()) / len(kept.vectors)
    others = sum(one.others_meet for one in kept.checked.values()) / kept.others
    return f"a kept vector meets {ours:.1f} of the {len(kept.checked)} on average, one that was ruled out {others:.1f}."


def _control(kept: Kept) -> str:
    low, middle, high = (
        percent(end) for end in np.quantile([one.accession for one in kept.vectors], (0.05, 0.5, 0.95))
    )
    most = percent(max(one.accession for one in kept.vectors))
    others = ""
    if kept.others_control is not None and kept.others_accession is not None:
        passing, joining = percent(kept.others_control), percent(kept.others_accession)
        others = f" Of those ruled out {passing} pass, with a median of {joining}."
    return (
        f"The control as a plausibility filter (outside both camps to {format_quarter(kept.control_until)} in at least "
        f"{percent(kept.control_at_least)} of members): {sum(kept.shared.plausible)} of {len(kept.vectors)} kept "
        f"vectors pass. Ever in Moscow's camp in the control, from vector to vector: median {middle}, 90 % of vectors "
        f"{low} to {high}, at most {most}.{others}"
    )


def _parameters(kept: Kept, moved: Sequence[Moved]) -> str:
    held = [one for one in moved if one.moved]
    named = f": {'; '.join(f'{one.key} ({_shift(one)})' for one in held)}" if held else ""
    return (
        f"Of {len(moved)} uncertain parameters, history to {format_quarter(kept.fitted_until)} moves {len(held)} "
        f"further than chance would (distance above {kept.by_chance:.3f}){named}. It does not constrain the other "
        f"{len(moved) - len(held)}: what they are is as open after the test as before it."
    )


def _shift(one: Moved) -> str:
    word = "up" if one.middle > 0.5 else "down"
    if abs(one.middle - 0.5) < NARROWED:
        return "narrowed"
    return f"{word}, median at {100 * one.middle:.0f} % of the prior"


NARROWED = 0.03
"""Shift of the median, in quantiles of the prior, below which a moved parameter is called narrowed."""


# -- tables -----------------------------------------------------------------------------------------------------------
def fitted_table(kept: Kept, seeds: Seeds) -> Table:
    """One row for each fitted criterion, in the order in which they are applied."""
    rows = []
    for name, one in kept.fitted.items():
        criterion = _criteria(seeds)[name]
        counts = [str(number) for number in (one.removed, one.alone, one.left)]
        meet = f"{one.meet} of {len(kept.vectors)}"
        rows.append([name, criterion.says, _asked(criterion), _figure(one.middle), *counts, meet])
    return FITTED, rows


def checked_table(kept: Kept, seeds: Seeds) -> Table:
    """One row for each criterion of later years."""
    rows = []
    for name, one in kept.checked.items():
        criterion = _criteria(seeds)[name]
        rows.append([
            name, criterion.says, _asked(criterion), _figure(one.kept), f"{one.meet} of {len(kept.vectors)}",
            _figure(one.ruled_out), f"{one.others_meet} of {kept.others}",
        ])  # fmt: skip
    return CHECKED, rows


def _criteria(seeds: Seeds) -> dict[str, Criterion]:
    return {criterion.id: criterion for pattern in seeds.patterns.values() for criterion in pattern.criteria}


def _asked(criterion: Criterion) -> str:
    return f"{'≥' if criterion.at_most is None else '≤'} {threshold(criterion):g}"


def _figure(value: float | None) -> str:
    return "none counted" if value is None else f"{value:.2f}"


def as_data(kept: Kept, moved: Sequence[Moved]) -> dict[str, Any]:
    """All of it for JSON."""
    return {
        "kept": kept.model_dump(mode="json"),
        "parameters": [vars(one) for one in moved],
        "not_constrained": unconstrained(moved),
        "disclaimer": DISCLAIMER,
    }


# -- the page ---------------------------------------------------------------------------------------------------------
def page(kept: Kept, moved: Sequence[Moved], seeds: Seeds, figures: Mapping[str, str]) -> str:
    """The text of docs/calibration.md; ``figures`` are file names with what they show."""
    blocks = [
        "# Parameters held against history",
        f"Written by `make calibrate`, which ran `{kept.command}`; not to be edited. The numbers it goes by are in "
        "`seeds/calibration.yaml`, the vectors in `seeds/vectors.yaml`, the patterns in `seeds/patterns.yaml`.",
        INTRODUCTION,
        "## What was found",
        *in_brief(kept, moved),
        *(f"![{says}](figures/{name})" for name, says in figures.items()),
        "## What each pattern removed",
        "Criteria in the order in which they are applied. *Ruled out*: candidates that the criterion rules out, "
        "whatever the others say; *alone*: of those, candidates that no other criterion rules out; *left*: after it "
        "and those above it; *kept meet it*: kept vectors whose share reaches the threshold on other luck.",
        _markdown(*fitted_table(kept, seeds)),
        "## The cross-check in time",
        "Patterns of later years, which nothing was fitted to here, in the kept vectors and in as many that were ruled "
        "out. Where both do alike, passing the earlier patterns says nothing about the later one.",
        _markdown(*checked_table(kept, seeds)),
        "## Which parameters history moves",
        POSTERIOR,
        _markdown(*_moved_table([one for one in moved if one.moved])),
        f"## Which it does not constrain ({len(unconstrained(moved))} of {len(moved)})",
        "The candidates that are left lie in the ranges of these as all candidates do, to within what chance makes of "
        "it. No projection may be defended by saying that history supports their values.",
        ", ".join(f"`{key}`" for key in unconstrained(moved)) + ".",
        DISCLAIMER,
    ]
    return "\n\n".join(blocks) + "\n"


INTRODUCTION = """\
A candidate is one draw of every uncertain parameter from its range. It lives through 1992 to 2008 many times over, each
time with other luck, and through the worlds that some criteria compare with. For a criterion with threshold t, of which
the share p of n counted draws passes, its implausibility is max(0, t - p) / sqrt(t (1 - t) / n + tolerance²) (the other
way round where the share is to be at most t); a candidate is ruled out by its worst criterion. This is history matching
(`vernon-goldstein-bower-2010`): it rules out and does not look for a best fit. Checks of our own, shown in the hindcast
without being asked for by the evidence, are not used. The seed of candidates and luck is used by no scenario.

The ranges are not innocent. Many were set by hand around values that show the sequence of 1992-2014, so that much of
what history could say had been said before this test began."""

POSTERIOR = """\
In quantiles of the parameter's range as candidates draw it: before the test 5, 50 and 95 % lie at 5, 50 and 95. The
distance is the largest difference between the distributions before and after (Kolmogorov and Smirnov). What is tied to
another parameter and not to a value of its own, so that only their combination is constrained, does not show here."""


def _moved_table(moved: Sequence[Moved]) -> Table:
    rows = [
        [f"`{one.key}`", f"{one.distance:.3f}", *(f"{100 * end:.0f}" for end in (one.low, one.middle, one.high))]
        for one in moved
    ]
    return ("parameter", "distance", "5 % at", "50 % at", "95 % at"), rows


def _markdown(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = ["| " + " | ".join(columns) + " |", "|" + "---|" * len(columns)]
    return "\n".join([*lines, *("| " + " | ".join(row) + " |" for row in rows)])
