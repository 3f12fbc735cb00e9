"""The scoreboard and the directions on the screen."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

import click

from tightrope.cli.output import paragraph, say, table, text_width
from tightrope.cli.words import counted, figure, listed, percent
from tightrope.hindcast.board import CAUTION, FAILED, IN_PART, PASSED, THEORIES, UNTESTED
from tightrope.hindcast.contestants import DEFAULT, NULL
from tightrope.hindcast.tables import NUMBER, POINTS, SHARE, unit_of
from tightrope.results import DISCLAIMER

if TYPE_CHECKING:
    from tightrope.evidence import Contestant, Criterion, Pattern
    from tightrope.hindcast import Board, Finding, Row
    from tightrope.hindcast.directions import DirectionFound

MARKS = {PASSED: "+", IN_PART: "p", FAILED: "x", UNTESTED: "."}
ID, WANTED, OBSERVED, GAP = 5, 13, 25, "  "
"""Widths of columns, and what stands between them."""

LEAST_ROOM = 24
"""Columns that the words of a criterion need to stand beside its numbers."""


def say_board(board: Board) -> None:
    """Print the criteria, the patterns and what they add up to."""
    models = board.contestants
    key = ", ".join(f"{one.letter} {one.name}" for one in models.values())
    what = f"History, 1992 to 2014, put to {counted(len(models), 'model')}"
    say(paragraph(f"{what}: {board.members:,} members each, seed {board.seed}"))
    say()
    say(paragraph(f"The models: {key}. The marks: + passed, x failed, . not tested; ~ the threshold lies within the "
                  "interval; * a check of our own, not counted; = passes by construction."))  # fmt: skip
    say()
    _say_criteria(board)
    _say_patterns(board)
    _say_counts(board)
    for line in headline(board):
        say(paragraph(line))
    say(DISCLAIMER)


def _say_criteria(board: Board) -> None:
    first = next(iter(board.contestants))
    letters = grouped(board.contestants, [one.letter for one in board.contestants.values()])
    layout = Layout.fitting(len(letters))
    say(click.style("Criteria, as shares of members", bold=True))
    say(layout.line("", "", "wanted", f"{board.contestants[first].name} (90 %)", letters))
    for name, pattern in board.patterns.items():
        say(click.style(f"{name:{ID}}{pattern.name[0].upper()}{pattern.name[1:]}", bold=True))
        say(paragraph(f"[{source(pattern)}]", " " * ID))
        for row in board.rows_of(name, ours=True):
            say(layout.criterion(row, board.contestants))
    say()


@dataclass(frozen=True)
class Layout:
    """Columns of fixed width; ``room`` is that of the words, 0 where they stand on lines of their own."""

    room: int

    @classmethod
    def fitting(cls, marks: int) -> Layout:
        """The layout for the width of the terminal, of which the marks take their part."""
        room = text_width() - ID - WANTED - OBSERVED - marks - 3 * len(GAP)
        return cls(room if room >= LEAST_ROOM else 0)

    def line(self, number: str, words: str, wanted: str, observed: str, marks: str) -> str:
        """One line of the table."""
        beside = (f"{words:{self.room}}",) if self.room else ()
        cells = (*beside, f"{wanted:>{WANTED}}", f"{observed:<{OBSERVED}}", marks)
        return f"{number:{ID}}{GAP.join(cells)}".rstrip()

    def criterion(self, row: Row, models: Mapping[str, Contestant]) -> str:
        """A criterion on as many lines as its words need."""
        one, finding = row.criterion, row.findings[next(iter(models))]
        mark = "*" if one.ours else "=" if one.by_construction else ""
        marks = grouped(models, [MARKS[row.findings[name].verdict] for name in models])
        says = f"{one.says} (not testable yet: {one.untested})" if one.untested else one.says
        words = textwrap.wrap(says, self.room or text_width() - ID, break_long_words=False)
        number, numbers = f"  {one.id.removeprefix(row.pattern.id)}{mark}", (wanted(one), observed(finding, one), marks)
        if self.room:
            top = [self.line(number, words.pop(0), *numbers)]
        else:
            top, words = [f"{number:{ID}}{words[0]}"], [*words[1:], self.line("", "", *numbers).removeprefix(" " * ID)]
        return "\n".join([*top, *(" " * ID + line for line in words)])


def grouped(models: Mapping[str, Contestant], marks: Sequence[str]) -> str:
    """One mark for each model, a gap between those that are set apart by different things: "D NR OMCS"."""
    pairs = groupby(zip(models.values(), marks, strict=True), key=lambda pair: pair[0].group)
    return " ".join("".join(mark for _, mark in members) for _, members in pairs)


def source(pattern: Pattern) -> str:
    """What a pattern rests on and, where no document states it, that."""
    graded = "" if pattern.grade.startswith("stated") else f"; {pattern.grade}"
    return f"{', '.join(pattern.evidence) or 'no document'}{graded}"


def wanted(criterion: Criterion) -> str:
    """The threshold: "min 80 %"."""
    for word, bound in (("min", criterion.at_least), ("max", criterion.at_most)):
        if bound is not None:
            unit = {SHARE: " %", POINTS: " points", NUMBER: ""}[unit_of(criterion)]
            return f"{word} {figure(bound if unit == '' else round(100 * bound, 6))}{unit}"
    return ""


def observed(found: Finding, criterion: Criterion) -> str:
    """The estimate with its interval: "81.1 % (79.6 to 82.5) ~"."""
    if criterion.test is None:
        return ""
    one = found.estimate
    if one.value is None or one.low is None or one.high is None:
        return "no case"
    close = " ~" if found.close else ""
    if unit_of(criterion) == NUMBER:
        return f"{one.value:.3f} ({one.low:.3f} to {one.high:.3f}){close}"
    share = percent(one.value) if unit_of(criterion) == SHARE else f"{100 * one.value:.1f}"
    return f"{share} ({100 * one.low:.1f} to {100 * one.high:.1f}){close}"


def _say_patterns(board: Board) -> None:
    rows = [
        [
            name,
            pattern.name,
            *(
                MARKS[board.verdict(name, contestant)] + "~" * board.close(name, contestant)
                for contestant in board.contestants
            ),
            "yes" if board.discriminates(name) else "",
        ]
        for name, pattern in board.patterns.items()
    ]
    letters = [one.letter for one in board.contestants.values()]
    table("Patterns (only those that discriminate count)", ["", "pattern", *letters, "counts"], rows)
    say(paragraph("Letters and marks as above. p: all of it that can be tested passed, the rest cannot be tested; it "
                  "counts as passed. The patterns ask for the order of Baku's positions and for acts, not for the "
                  "height of the levels that figures of history show."))  # fmt: skip


def _say_counts(board: Board) -> None:
    rows = []
    for name, one in board.contestants.items():
        counts = (board.count(name), board.count_criteria(name), board.count_criteria(name, ours=True))
        rows.append([one.letter, one.name, *(f"{passed} of {tested}" for passed, tested in counts), one.says])
    columns = ["", "model", "patterns", "criteria", "our own *", "what it is"]
    table("Passed, of those tested", columns, rows, right=(2, 3, 4), wrap=(5,))


def headline(board: Board) -> list[str]:
    """What the scoreboard says, in sentences; the discriminating patterns first."""
    told = []
    if {DEFAULT, NULL} <= board.contestants.keys():
        telling = board.discriminating
        _, tested = board.count(DEFAULT)
        verb = "discriminates" if len(telling) == 1 else "discriminate"
        which = f": {listed(telling)}" if telling else ""
        told.append(
            f"{len(telling)} of {counted(tested, 'tested pattern')} {verb}, passed by the default and failed where "
            f"nobody moves{which}."
        )
        failed = [row for row in board.rows if row.findings[DEFAULT].verdict == FAILED]
        told.append(f"The default fails: {listed(_failure(row) for row in failed) or 'nothing'}.")
        close = [row.criterion.id for row in board.rows if row.findings[DEFAULT].close]
        if close:
            told.append(f"Too close to call with {board.members:,} members: {listed(close)}.")
    untested = [row.criterion for row in board.rows if row.criterion.untested]
    if untested:
        told.append(f"Not testable yet: {'; '.join(f'{one.id}, {one.untested}' for one in untested)}.")
    if any("theory" in one.set for one in board.contestants.values()):
        told.append(THEORIES)
    return [*told, CAUTION]


def _failure(row: Row) -> str:
    return f"{row.criterion.id} ({row.criterion.says}{'; a check of our own' if row.criterion.ours else ''})"


def _effect(row: Mapping[str, Any]) -> str:
    """An effect with its interval: "-0.330 (-0.345 to -0.316)"; amounts with fewer digits than levels."""
    digits = 1 if abs(row["effect"]) >= 10 else 3
    middle, low, high = (f"{row[name]:+.{digits}f}" for name in ("effect", "low", "high"))
    return f"{middle} ({low} to {high})"


def say_directions(found: Sequence[DirectionFound], members: int) -> None:
    """Print which way each scenario moved what was asked, beside which way it should."""
    from tightrope.hindcast.directions import rows

    told = [
        [
            row["scenario"], row["expectation"], row["output"], row["when"],
            _effect(row), "-" if row["direction"] == row["verdict"] else row["direction"], row["verdict"],
        ]
        for row in rows(found)
    ]  # fmt: skip
    columns = ["", "expectation", "output", "when", "effect (90 %)", "said", "verdict"]
    say(paragraph(f"Directions of the scenarios: {members:,} members a side, the same luck on both sides"))
    say()
    table("", columns, told, right=(4,), wrap=(1, 2, 3, 4, 5, 6))
    verdicts = [one.verdict for one in found]
    counts = [f"{verdicts.count(verdict)} {verdict}" for verdict in dict.fromkeys(verdicts)]
    say(paragraph(f"{listed(counts)}. Effects are means over members; of a status, move or outcome, shares."))
    say(DISCLAIMER)
