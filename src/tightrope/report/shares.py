"""The outcomes: shares at a few dates and ever, when they were first reached, and how often left again."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element

from tightrope.outcomes import OUTCOMES
from tightrope.quarters import format_quarter
from tightrope.report import describe
from tightrope.report.gather import Material, Part
from tightrope.report.markup import paragraph, section, table
from tightrope.report.opening import dates, left_once, out_at_end
from tightrope.report.words import CONFIDENCE, percent, sentence, with_interval
from tightrope.results import Run
from tightrope.results.plausible import IN_SHORT, in_words

LUCK = f" (in brackets: what this number of members leaves open, {CONFIDENCE})"
VECTORS = f", from parameter vector to parameter vector, luck taken out ({CONFIDENCE} of vectors)"
TOO_FEW = "How far the parameter vectors differ cannot be told from luck: it takes two members for each vector."
FIRST = (
    "First reached: by when 5, 50 and 95 % of the members that ever got there had done so. Left and out at the end are "
    "shares of those members."
)


@dataclass(frozen=True)
class Column:
    """A column of shares: its heading, and by outcome the share with its intervals of luck and between vectors."""

    heading: str
    rows: Mapping[str, Mapping[str, float]]


def outcomes(material: Material, figures: Sequence[Element]) -> Element:
    """The tables of outcomes, then the figures."""
    runs = [part.run for part in material.parts]
    tables = _tables("", "", runs, material)
    if material.alone:
        tables += _reached(runs[0])
    tables += _filtered(material)
    return section("outcomes", "What came out", *tables, *figures)


def _tables(name: str, which: str, runs: Sequence[Run], material: Material) -> list[Element]:
    """Of one run the dates side by side, of several each date in a table; ``which`` members are counted."""
    if material.alone:
        columns = [_at(runs[0], format_quarter(quarter)) for quarter in dates(material.parts[0])]
        return _pair(f"{name}shares", f"Share of members in each outcome{which}", [*columns, _ever(runs[0], "ever")])
    ends = [_at(run, describe.ends(run)[1], f"{run.name}, ") for run in runs]
    evers = [_ever(run, run.name) for run in runs]
    return [
        *_pair(f"{name}shares", f"Share of members in each outcome at the end{which}", ends),
        *_pair(f"{name}ever", f"Share of members ever in each outcome{which}", evers),
    ]


def _at(run: Run, date: str, whose: str = "") -> Column:
    found = run.outcomes()
    return Column(f"{whose}{date}", _by_outcome(found[found["quarter"] == date], "share"))


def _ever(run: Run, heading: str) -> Column:
    return Column(heading, _by_outcome(run.ever(), "ever"))


def _by_outcome(found: Any, name: str) -> dict[str, dict[str, float]]:
    keys = ("luck_low", "luck_high", "vector_low", "vector_high")
    return {row["outcome"]: {"share": row[name], **{key: row[key] for key in keys}} for row in found.to_dict("records")}


def _pair(name: str, caption: str, columns: Sequence[Column]) -> list[Element]:
    """The shares with the interval of luck and, where they can be told, the spread between vectors."""
    numbers = range(1, len(columns) + 1)
    headings = ["outcome", *(column.heading for column in columns)]
    cells = [[outcome, *(_luck(column.rows[outcome]) for column in columns)] for outcome in OUTCOMES]
    wide = any(row["luck_low"] < row["luck_high"] for column in columns for row in column.rows.values())
    drawn = [table(name, f"{caption}{LUCK if wide else ''}", headings, cells, numbers=numbers)]
    if any(not math.isnan(row["vector_low"]) for column in columns for row in column.rows.values()):
        cells = [[outcome, *(_between(column.rows[outcome]) for column in columns)] for outcome in OUTCOMES]
        drawn.append(table(f"{name}-vectors", f"{caption}{VECTORS}", headings, cells, numbers=numbers))
    return drawn


def _luck(row: Mapping[str, float]) -> str:
    return with_interval(row["share"], row["luck_low"], row["luck_high"])


def _between(row: Mapping[str, float]) -> str:
    low, high = row["vector_low"], row["vector_high"]
    return "–" if math.isnan(low) else f"{100 * low:.1f} to {percent(high)}"


def _reached(run: Run) -> list[Element]:
    columns = ["outcome", "first 5 %", "half", "95 %", "left at least once", "out at the end", "quarters in it, mean"]
    left, gone = left_once(run), out_at_end(run)
    rows = [
        [
            str(row["outcome"]),
            *(str(row[name]) for name in ("first_p5", "first_p50", "first_p95")),
            left[row["outcome"]],
            gone[row["outcome"]],
            f"{row['mean_quarters']:.1f}",
        ]
        for row in run.ever().to_dict("records")
        if row["ever"]
    ]
    drawn = table("reached", "When outcomes were reached, and left again", columns, rows, numbers=range(1, 7))
    return [drawn, paragraph(FIRST, class_="note")]


def _filtered(material: Material) -> list[Element]:
    """Where members share parameter vectors: what the control does as a filter, and the shares with it."""
    found: list[Element] = []
    for part in material.parts:
        passes = part.run.passing
        if passes is not None:
            told = f"{sentence(in_words(passes))} {IN_SHORT}"
            found.append(paragraph(told if material.alone else f"{part.name}: {told}"))
    if any(_without_band(part) for part in material.parts):
        found.append(paragraph(TOO_FEW))
    kept = [one for part in material.parts if (one := part.run.plausible) is not None and one is not part.run]
    if kept:
        found += _tables("plausible-", ", only vectors that pass the control", kept, material)
    return found


def _without_band(part: Part) -> bool:
    return bool(part.run.vector_count) and part.run.vector_band("baku.position") is None
