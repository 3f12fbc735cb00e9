"""What a run prints: shares of the outcomes at a few dates and ever, and the files it wrote."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import isnan
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tightrope.cli.output import paragraph, say, table
from tightrope.cli.words import counted, percent, run_up_in_words
from tightrope.outcomes import COVERAGE, OUTCOMES
from tightrope.quarters import QUARTERS_PER_YEAR, format_quarter, parse_quarter
from tightrope.results import OIL_CAVEAT
from tightrope.results.plausible import IN_SHORT, in_words
from tightrope.results.tables import FILTERED

if TYPE_CHECKING:
    from tightrope.results import Run

WHOLE_NAME = 26
"""Characters up to which names of runs side by side are not broken."""

WITHIN_LUCK = "within luck"
"""Instead of a spread between vectors that is none in the figures printed."""

DATES = ("2020-Q4", "2030-Q4")
"""Ends of year at which outcomes are printed, beside the end of the run."""


@dataclass(frozen=True)
class Share:
    """A share of the members, with the interval that luck leaves open and, where members share parameter vectors, the
    spread between those; None where they do not."""

    share: float
    low: float
    high: float
    vector_low: float | None = None
    vector_high: float | None = None

    @property
    def between(self) -> str:
        """The spread between vectors in words; without figures where the vectors differ by no more than luck does."""
        assert self.vector_low is not None and self.vector_high is not None
        low, high = f"{100 * self.vector_low:.1f}", f"{100 * self.vector_high:.1f}"
        return WITHIN_LUCK if low == high and 0 < self.share < 1 else f"{low} to {percent(self.vector_high)}"

    def __str__(self) -> str:
        if self.low == self.high:
            return percent(self.share)
        return f"{percent(self.share)} ({100 * self.low:.1f} to {100 * self.high:.1f})"


@dataclass(frozen=True)
class Findings:
    """What there is to tell of a finished run.

    ``at`` holds a share for each date and outcome, ``ever`` for each outcome; ``plausible_at`` and ``plausible_ever``
    the same with the control as a filter, empty where members share no parameter vectors or it changes nothing.
    ``control`` says in words what the filter does; ``run_up`` what was simulated before the run began, "" if nothing.
    """

    name: str
    id: str
    title: str
    question: str
    about: str
    run_up: str
    caveat: str
    at: Mapping[str, Mapping[str, Share]]
    ever: Mapping[str, Share]
    control: str
    plausible_at: Mapping[str, Mapping[str, Share]]
    plausible_ever: Mapping[str, Share]
    folder: Path
    files: tuple[Path, ...]


def dates(first: int, last: int) -> list[str]:
    """Quarters to print for a run from ``first`` to ``last``: the usual dates within it and its end.

    A run that covers none of the usual dates also shows the end of the year in its middle.
    """
    shown = [quarter for quarter in map(parse_quarter, DATES) if first <= quarter < last]
    if not shown:
        middle = (first + last) // 2
        end_of_year = (middle // QUARTERS_PER_YEAR) * QUARTERS_PER_YEAR + QUARTERS_PER_YEAR - 1
        shown = [end_of_year] if end_of_year < last else []
    return [format_quarter(quarter) for quarter in [*shown, last]]


def findings(run: Run, folder: Path, files: Sequence[Path]) -> Findings:
    """Gather what is told of a run; the run itself can go."""
    shares = run.outcomes().set_index(["quarter", "outcome"])
    ever = run.ever().set_index("outcome")
    plan, filtered = run.scenario, run.plausible not in (None, run)
    span = f"{format_quarter(plan.start)} to {format_quarter(run.last)}"
    size, spread = counted(run.members, "member"), run.data.attrs["spread"]
    about = f"{size}, seed {plan.seed}, {span}, theory {plan.theory}; {spread}"
    run_up = run_up_in_words(plan)
    return Findings(
        name=run.name,
        id=plan.id,
        title=plan.title,
        question=plan.question,
        about=about,
        run_up=f"{format_quarter(plan.start)} is {run_up}" if run_up else "",
        caveat=OIL_CAVEAT if run.data.attrs["oil_path_departs"] else "",
        at={
            date: {outcome: _share(shares.loc[(date, outcome)], "share") for outcome in OUTCOMES}
            for date in dates(plan.start, run.last)
        },
        ever={outcome: _share(ever.loc[outcome], "ever") for outcome in OUTCOMES},
        control="" if run.passing is None else in_words(run.passing),
        plausible_at={
            date: {outcome: _share(shares.loc[(date, outcome)], "share", FILTERED) for outcome in OUTCOMES}
            for date in (dates(plan.start, run.last) if filtered else ())
        },
        plausible_ever={outcome: _share(ever.loc[outcome], "ever", FILTERED) for outcome in OUTCOMES if filtered},
        folder=folder,
        files=tuple(files),
    )


def _share(row: Any, name: str, prefix: str = "") -> Share:
    names = (name, "luck_low", "luck_high", "vector_low", "vector_high")
    share, low, high, *between = (float(row[f"{prefix}{one}"]) for one in names)
    return Share(share, low, high, *(None if isnan(end) else end for end in between))


def say_findings(found: Findings) -> None:
    """Print the table of one run."""
    say(f"{found.title} ({', '.join(part for part in (found.name, found.id) if part)})")
    say(paragraph(found.question))
    say(paragraph(f"{found.about}."))
    if found.run_up:
        say(paragraph(f"{found.run_up}."))
    if found.caveat:
        say(paragraph(found.caveat))
    title = "Share of members"
    if any(share.low < share.high for share in found.ever.values()):
        title += f" (in brackets: what this number of members leaves open, {COVERAGE:.0%})"
    _say_shares(title, found.at, found.ever, str)
    if found.control:
        if any(share.vector_low is None for share in found.ever.values()):
            say(paragraph("How far the vectors differ cannot be told from luck: it takes two members for each vector."))
        else:
            title = f"The same from parameter vector to parameter vector, luck taken out ({COVERAGE:.0%} of vectors)"
            _say_shares(title, found.at, found.ever, lambda share: share.between)
        say(paragraph(f"{found.control[0].upper()}{found.control[1:]}. {IN_SHORT}"))
        if any(WITHIN_LUCK in str(share.between) for share in every_share(found) if share.vector_low is not None):
            say(
                paragraph(
                    f"{WITHIN_LUCK.capitalize()}: the vectors differ by no more than their members' luck explains."
                )
            )
        say()
    if found.plausible_at:
        _say_shares("Only vectors that pass it", found.plausible_at, found.plausible_ever, str)
        if all(share.vector_low is not None for share in found.plausible_ever.values()):
            title = "The same from vector to vector, only those that pass it"
            _say_shares(title, found.plausible_at, found.plausible_ever, lambda share: share.between)


def every_share(found: Findings) -> list[Share]:
    """All shares that are told of a run, with and without the filter."""
    tables = [*found.at.values(), found.ever, *found.plausible_at.values(), found.plausible_ever]
    return [share for shares in tables for share in shares.values()]


def _say_shares(
    title: str, at: Mapping[str, Mapping[str, Share]], ever: Mapping[str, Share], written: Callable[[Share], str]
) -> None:
    rows = [
        [outcome, *(written(shares[outcome]) for shares in at.values()), written(ever[outcome])] for outcome in OUTCOMES
    ]
    columns = ["outcome", *at, "ever"]
    table(title, columns, rows, right=range(1, len(columns)), wrap=range(1, len(columns)))


def say_side_by_side(found: Sequence[Findings]) -> None:
    """Print one line for each of several runs: the outcomes at its end."""
    base, names = told_apart([one.name for one in found])
    rows = []
    for name, one in zip(names, found, strict=True):
        end = list(one.at)[-1]
        rows.append([name, end, *(percent(one.at[end][outcome].share) for outcome in OUTCOMES)])
    columns = ["run", "end", *OUTCOMES]
    title = f"Side by side{f', {base}' if base else ''}: share of members at the end"
    fits = max(map(len, names)) <= WHOLE_NAME
    table(title, columns, rows, right=range(2, 8), wrap=range(1 if fits else 0, 8))


def told_apart(names: Sequence[str]) -> tuple[str, list[str]]:
    """What runs' names begin with alike, up to a "+", and what is left of each."""
    parts = [name.split("+") for name in names]
    same = 0
    while all(len(one) > same + 1 and one[same] == parts[0][same] for one in parts):
        same += 1
    return "+".join(parts[0][:same]), ["+".join(one[same:]) for one in parts]


def say_written(folder: Path, files: Sequence[Path]) -> None:
    """Print the files of a results folder, the figures in one line."""
    figures = [path for path in files if path.parent.name == "figures"]
    say(f"  {folder}/")
    for path in files:
        if path not in figures:
            say(f"    {path.name}")
    if figures:
        names = ", ".join(dict.fromkeys(path.stem for path in figures))
        kinds = ", ".join(dict.fromkeys(path.suffix.lstrip(".") for path in figures))
        say(paragraph(f"figures/ ({kinds}): {names}", "    "))


def say_written_briefly(folder: Path, files: Sequence[Path]) -> None:
    """Print a results folder and how much it holds, in one line."""
    figures = sum(path.parent.name == "figures" for path in files)
    say(f"  {folder}/ ({counted(len(files) - figures, 'file')}, {counted(figures, 'figure')})")


def as_data(found: Findings) -> dict[str, Any]:
    """What is told of a run as plain data for JSON."""
    return {
        "name": found.name,
        "id": found.id,
        "title": found.title,
        "question": found.question,
        "about": found.about,
        "run_up": found.run_up,
        "caveat": found.caveat,
        "outcomes": {
            date: {outcome: vars(share) for outcome, share in shares.items()} for date, shares in found.at.items()
        },
        "ever": {outcome: vars(share) for outcome, share in found.ever.items()},
        "control": found.control,
        "plausible_outcomes": {
            date: {outcome: vars(share) for outcome, share in shares.items()}
            for date, shares in found.plausible_at.items()
        },
        "plausible_ever": {outcome: vars(share) for outcome, share in found.plausible_ever.items()},
        "folder": str(found.folder),
        "files": [str(path) for path in found.files],
    }
