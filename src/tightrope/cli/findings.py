"""What a run prints: shares of the outcomes at a few dates and ever, and the files it wrote."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tightrope.cli.output import paragraph, say, table
from tightrope.cli.words import counted, percent, run_up_in_words
from tightrope.outcomes import COVERAGE, OUTCOMES
from tightrope.quarters import QUARTERS_PER_YEAR, format_quarter, parse_quarter
from tightrope.results import OIL_CAVEAT

if TYPE_CHECKING:
    from tightrope.results import Run

WHOLE_NAME = 26
"""Characters up to which names of runs side by side are not broken."""

DATES = ("2020-Q4", "2030-Q4")
"""Ends of year at which outcomes are printed, beside the end of the run."""


@dataclass(frozen=True)
class Share:
    """A share of the members, with the interval that luck leaves open."""

    share: float
    low: float
    high: float

    def __str__(self) -> str:
        if self.low == self.high:
            return percent(self.share)
        return f"{percent(self.share)} ({100 * self.low:.1f} to {100 * self.high:.1f})"


@dataclass(frozen=True)
class Findings:
    """What there is to tell of a finished run.

    ``at`` holds a share for each date and outcome, ``ever`` for each outcome; ``run_up`` what was simulated before the
    run began, "" if nothing.
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
    plan = run.scenario
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
        folder=folder,
        files=tuple(files),
    )


def _share(row: Any, name: str) -> Share:
    return Share(float(row[name]), float(row["luck_low"]), float(row["luck_high"]))


def say_findings(found: Findings) -> None:
    """Print the table of one run."""
    say(f"{found.title} ({', '.join(part for part in (found.name, found.id) if part)})")
    say(paragraph(found.question))
    say(paragraph(f"{found.about}."))
    if found.run_up:
        say(paragraph(f"{found.run_up}."))
    if found.caveat:
        say(paragraph(found.caveat))
    rows = [
        [outcome, *(str(shares[outcome]) for shares in found.at.values()), str(found.ever[outcome])]
        for outcome in OUTCOMES
    ]
    columns = ["outcome", *found.at, "ever"]
    title = "Share of members"
    if any(share.low < share.high for share in found.ever.values()):
        title += f" (in brackets: what luck leaves open, {COVERAGE:.0%})"
    table(title, columns, rows, right=range(1, len(columns)))


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
        "folder": str(found.folder),
        "files": [str(path) for path in found.files],
    }
