"""The outcomes: shares at a few dates and ever, when they were first reached, and how often left again."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any
from xml.etree.ElementTree import Element

from tightrope.outcomes import OUTCOMES
from tightrope.quarters import format_quarter
from tightrope.report import describe
from tightrope.report.gather import Material, Part
from tightrope.report.markup import paragraph, section, table
from tightrope.report.opening import dates
from tightrope.report.words import CONFIDENCE, percent, with_interval


def outcomes(material: Material, figures: Sequence[Element]) -> Element:
    """The tables of outcomes, then the figures."""
    tables = _of_one(material.parts[0]) if material.alone else _of_several(material.parts)
    return section("outcomes", "What came out", *tables, *figures)


def _of_one(part: Part) -> list[Element]:
    run = part.run
    by_date = run.outcomes().set_index(["quarter", "outcome"])
    ever = run.ever().set_index("outcome")
    when = [format_quarter(quarter) for quarter in dates(part)]
    rows = [
        [outcome, *(_share(by_date.loc[(date, outcome)]) for date in when), _share(ever.loc[outcome], "ever")]
        for outcome in OUTCOMES
    ]
    columns = ["outcome", *when, "ever"]
    numbers = range(1, len(columns))
    return [
        table("shares", f"Share of members in each outcome{_brackets([part])}", columns, rows, numbers=numbers),
        *_vectors([part], lambda _: when),
        table("reached", "When outcomes were reached, and left again", *_reached(part), numbers=range(1, 7)),
        paragraph(
            "First reached: by when 5, 50 and 95 % of the members that ever got there had done so. Left and out at the "
            "end are shares of those members.",
            class_="note",
        ),
    ]


def _reached(part: Part) -> tuple[list[str], list[list[str]]]:
    columns = ["outcome", "first 5 %", "half", "95 %", "left at least once", "out at the end", "quarters in it, mean"]
    rows = []
    for _, row in part.run.ever().iterrows():
        if not row["ever"]:
            continue
        left = [percent(float(row[name])) for name in ("left_once", "gone_at_end")]
        when = [str(row[name]) for name in ("first_p5", "first_p50", "first_p95")]
        rows.append([str(row["outcome"]), *when, *left, f"{row['mean_quarters']:.1f}"])
    return columns, rows


def _of_several(parts: Sequence[Part]) -> list[Element]:
    ends = [part.run.outcomes().set_index(["quarter", "outcome"]).loc[describe.ends(part.run)[1]] for part in parts]
    evers = [part.run.ever().set_index("outcome") for part in parts]
    numbers = range(1, len(parts) + 1)
    at_end = [[outcome, *(_share(end.loc[outcome]) for end in ends)] for outcome in OUTCOMES]
    ever = [[outcome, *(_share(one.loc[outcome], "ever") for one in evers)] for outcome in OUTCOMES]
    last = ["outcome", *(f"{part.name}, {describe.ends(part.run)[1]}" for part in parts)]
    names = ["outcome", *(part.name for part in parts)]
    return [
        table(
            "shares", f"Share of members in each outcome at the end{_brackets(parts)}", last, at_end, numbers=numbers
        ),
        table("ever", f"Share of members ever in each outcome{_brackets(parts)}", names, ever, numbers=numbers),
        *_vectors(parts, lambda part: [describe.ends(part.run)[1]]),
    ]


def _share(row: Any, name: str = "share") -> str:
    return with_interval(float(row[name]), float(row["luck_low"]), float(row["luck_high"]))


def _brackets(parts: Sequence[Part]) -> str:
    if all(part.run.scenario.uncertainty == "none" for part in parts):
        return ""
    return f" (in brackets: what luck leaves open with so many members, {CONFIDENCE})"


def _vectors(parts: Sequence[Part], when: Any) -> list[Element]:
    """The spread between parameter vectors, where it can be told from luck."""
    rows = []
    for part in parts:
        table_of = part.run.outcomes().set_index(["quarter", "outcome"])
        for date in when(part):
            for outcome in OUTCOMES:
                row = table_of.loc[(date, outcome)]
                low, high = float(row["vector_low"]), float(row["vector_high"])
                if not math.isnan(low) and (low or high):
                    cells = [date, percent(float(row["share"])), f"{percent(low)} to {percent(high)}"]
                    rows.append([f"{part.name}: {outcome}" if len(parts) > 1 else outcome, *cells])
    if not rows:
        return []
    caption = f"How far parameter vectors lie apart, luck taken out ({CONFIDENCE})"
    return [table("vectors", caption, ["outcome", "quarter", "share", "between vectors"], rows, numbers=(2, 3))]
