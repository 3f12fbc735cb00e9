"""The scoreboard as plain data: one flat row per criterion for a spreadsheet, and all of it for JSON."""

from __future__ import annotations

from typing import Any

from tightrope.evidence import Criterion
from tightrope.hindcast.board import CAUTION, Board, Finding, Row
from tightrope.quarters import format_quarter
from tightrope.results import DISCLAIMER

SHARE, POINTS, NUMBER = "share", "difference of shares", "number"


def unit_of(criterion: Criterion) -> str:
    """What the criterion's threshold and estimates are."""
    kind = "" if criterion.test is None else criterion.test.kind
    return {"apart": POINTS, "outcomes": POINTS, "effect": NUMBER}.get(kind, SHARE)


def period_of(row: Row) -> str:
    """The years a pattern speaks of: "2012-Q1 to 2013-Q3", or a single quarter."""
    first, last = (format_quarter(quarter) for quarter in row.pattern.period)
    return first if first == last else f"{first} to {last}"


def flat(board: Board) -> list[dict[str, Any]]:
    """One row per criterion; the estimate, interval, members counted and verdict of each contestant in its columns."""
    return [_flat(board, row) for row in board.rows]


def _flat(board: Board, row: Row) -> dict[str, Any]:
    criterion = row.criterion
    held: dict[str, Any] = {
        "pattern": row.pattern.id,
        "name": row.pattern.name,
        "period": period_of(row),
        "criterion": criterion.id,
        "in_words": criterion.says,
        "ours": criterion.ours,
        "unit": unit_of(criterion),
        "at_least": criterion.at_least,
        "at_most": criterion.at_most,
        "discriminates": row.discriminates,
        "pattern_discriminates": board.discriminates(row.pattern.id),
        "grade": row.pattern.grade,
        "source": " ".join(row.pattern.evidence),
        "not_tested_because": criterion.untested,
        "by_construction_because": criterion.by_construction,
        "note": criterion.note,
    }
    for name, finding in row.findings.items():
        held.update({f"{name}: {key}": value for key, value in told(finding).items()})
    return held


def told(finding: Finding) -> dict[str, Any]:
    """What a criterion found, as plain data."""
    found = finding.estimate
    return {
        "verdict": finding.verdict,
        "value": found.value,
        "low": found.low,
        "high": found.high,
        "members_counted": found.counted,
        "close": finding.close,
    }


def as_data(board: Board) -> dict[str, Any]:
    """The scoreboard for JSON, headline first."""
    patterns = board.patterns
    return {
        "headline": {
            "discriminating": board.discriminating,
            "tested": [name for name in patterns if board.verdict(name, next(iter(board.contestants))) != "not tested"],
            "caution": CAUTION,
            "disclaimer": DISCLAIMER,
        },
        "members": board.members,
        "seed": board.seed,
        "interval": "90 %, luck only",
        "contestants": {
            name: {
                "says": one.says,
                "rule": one.rule,
                "set": one.set,
                "patterns_passed": _of(board.count(name)),
                "criteria_passed": _of(board.count_criteria(name)),
                "our_own_checks_passed": _of(board.count_criteria(name, ours=True)),
            }
            for name, one in board.contestants.items()
        },
        "patterns": {name: _pattern(board, name) for name in patterns},
    }


def _of(count: tuple[int, int]) -> dict[str, int]:
    return {"passed": count[0], "tested": count[1]}


def _pattern(board: Board, name: str) -> dict[str, Any]:
    rows = board.rows_of(name, ours=True)
    pattern = rows[0].pattern
    return {
        "name": pattern.name,
        "says": pattern.says,
        "period": period_of(rows[0]),
        "grade": pattern.grade,
        "evidence": list(pattern.evidence),
        "verdicts": {contestant: board.verdict(name, contestant) for contestant in board.contestants},
        "close": [contestant for contestant in board.contestants if board.close(name, contestant)],
        "discriminates": board.discriminates(name),
        "criteria": [_criterion(row) for row in rows],
    }


def _criterion(row: Row) -> dict[str, Any]:
    one = row.criterion
    return {
        "id": one.id,
        "says": one.says,
        "worlds": list(one.worlds),
        "unit": unit_of(one),
        "at_least": one.at_least,
        "at_most": one.at_most,
        "ours": one.ours,
        "untested": one.untested,
        "by_construction": one.by_construction,
        "note": one.note,
        "discriminates": row.discriminates,
        "found": {contestant: told(finding) for contestant, finding in row.findings.items()},
    }
