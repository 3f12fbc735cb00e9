"""The patterns of the seeds put to the model: what is asked, how it is run, and that no verdict changes in silence.

The stored verdicts are written again by ``make golden`` and by nothing else.
"""

from __future__ import annotations

import functools
import json
import os
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tightrope.errors import InputError
from tightrope.evidence import load_seeds
from tightrope.hindcast import Board, run_hindcast
from tightrope.hindcast.board import FAILED, IN_PART, PASSED, UNTESTED, Finding
from tightrope.hindcast.contest import MEMBERS, jobs_of, look

SEEDS = load_seeds()
STORED = Path(__file__).parent / "expected" / "verdicts.json"
REWRITE = os.environ.get("TIGHTROPE_REWRITE_GOLDEN") == "1"
AGAIN = '`make golden` writes the stored verdicts again; say why under "Moves numbers" in CHANGELOG.md'
FAST = 400
STANDARD_ERRORS = 4.0
"""Of the difference of two independent runs. The same seed elsewhere is closer than that."""
REACH = 1.645
"""Half an interval of 90 % in standard errors."""


@functools.cache
def fast() -> Board:
    """The everyday form: the model and the one in which nobody moves, few members."""
    return run_hindcast(FAST, contestants=("default", "nobody-moves"), workers=1)


# -- what is asked ----------------------------------------------------------------------------------------------------
def test_all_twenty_six_patterns_are_listed():
    assert list(SEEDS.patterns) == [f"P{number}" for number in range(1, 27)]


def test_every_pattern_names_its_evidence_and_every_criterion_carries_its_patterns_name():
    for pattern in SEEDS.patterns.values():
        assert pattern.evidence
        for criterion in pattern.criteria:
            assert re.fullmatch(rf"{pattern.id}[a-z]?", criterion.id)
        assert any(not criterion.ours for criterion in pattern.criteria)


def test_the_paired_patterns_are_paired():
    paired = {pattern.id for pattern in SEEDS.patterns.values() for one in pattern.criteria
              if not one.ours and one.worlds != ("history",)}  # fmt: skip
    assert paired == {"P2", "P6", "P17", "P19", "P23", "P24", "P26"}


def test_what_cannot_be_tested_says_why():
    untested = {one.id: one.untested for pattern in SEEDS.patterns.values() for one in pattern.criteria if one.untested}
    assert set(untested) == {"P4b", "P6b", "P8b", "P13c", "P25"}
    assert untested["P25"] == "the model has no peers"


def test_each_world_is_run_once_for_all_that_ask_for_it():
    jobs = jobs_of(SEEDS.contestants["default"], SEEDS.patterns.values(), 10, None)
    names = [job.name for job in jobs]
    assert len(set(names)) == len(names)
    assert {"history", "P2/peace", "P17/clear", "P26/deaf"} <= set(names)
    asked = [one.id for pattern in SEEDS.patterns.values() for one in pattern.criteria if one.test is not None]
    assert {one.id for job in jobs for one in job.criteria} == set(asked)


def test_a_run_ends_where_its_criteria_stop_looking():
    jobs = {job.name: job for job in jobs_of(SEEDS.contestants["default"], SEEDS.patterns.values(), 10, None)}
    for job in jobs.values():
        assert job.plan.end == job.until
    assert jobs["P2/peace"].until < jobs["history"].until < jobs["P24/calm and covered"].until


# -- how it is run ----------------------------------------------------------------------------------------------------
def test_what_a_run_shows_has_one_value_per_member():
    jobs = jobs_of(SEEDS.contestants["default"], [SEEDS.patterns["P14"]], 30, None)
    (saw,) = (look(job) for job in jobs)
    assert set(saw) == {"P14a", "P14b", "P14c", "P14d"}
    for found, among in saw.values():
        assert found.values.shape == found.counted.shape == (30,)
        assert among is None


@pytest.mark.slow
def test_workers_and_what_else_is_asked_change_nothing():
    alone = run_hindcast(60, only=("P16",), contestants=("default",), workers=1)
    together = run_hindcast(60, only=("p16", "P19"), contestants=("default",), workers=2)
    assert [row.findings for row in alone.rows] == [row.findings for row in together.rows_of("P16", ours=True)]


def test_another_seed_is_another_luck():
    first, second = (run_hindcast(90, seed, only=("P21", "P22"), contestants=("default",)) for seed in (1, 2))
    assert (first.seed, second.seed) == (1, 2)
    assert [row.findings for row in first.rows] != [row.findings for row in second.rows]


def test_progress_tells_of_every_run():
    told: list[tuple[int, int]] = []
    run_hindcast(
        5, only=("P19",), contestants=("nobody-moves",), progress=lambda done, total: told.append((done, total))
    )
    assert told == [(1, 2), (2, 2)]


def test_a_pattern_without_a_test_takes_no_run():
    board = run_hindcast(5, only=("P25",))
    assert {finding.verdict for row in board.rows for finding in row.findings.values()} == {UNTESTED}
    assert board.discriminating == []


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"only": ["P114"]}, "--only: unknown 'P114'; expected one of P1, .*; did you mean 'P14'"),
        ({"contestants": ["nobody"]}, "contestants: unknown 'nobody'; expected one of default, nobody-moves"),
        ({"members": 0}, "--members: 0 members; expected 1 to 20000"),
        ({"members": 20_001}, "--members: 20001 members; expected 1 to 20000"),
    ],
)
def test_what_is_not_there_or_too_much_is_refused(more, message):
    with pytest.raises(InputError, match=message):
        run_hindcast(**more)


# -- what comes of it -------------------------------------------------------------------------------------------------
def told(finding: Finding) -> list[Any]:
    """Verdict, value and standard error, as stored."""
    found = finding.estimate
    if found.value is None or found.low is None or found.high is None:
        return [finding.verdict, None, None]
    # Half a member more, so that none and all are not held to be certain.
    error = (found.high - found.low) / (2 * REACH) + 0.5 / found.counted
    return [finding.verdict + (", close" if finding.close else ""), round(found.value, 4), round(error, 4)]


def changes(stored: dict[str, list[Any]], board: Board, model: str) -> list[str]:
    """What differs from the stored verdicts by more than luck, in words."""
    lines = []
    for row in board.rows:
        name, (verdict, value, error) = row.criterion.id, stored[row.criterion.id]
        now, found, found_error = told(row.findings[model])
        if (value is None) != (found is None):
            lines.append(f"{name} in {model}: {verdict} {value} stored, {now} {found} found")
        elif value is not None and abs(found - value) > STANDARD_ERRORS * np.hypot(error, found_error):
            lines.append(f"{name} in {model}: {value} stored, {found} found")
        elif now != verdict and "close" not in now + verdict:
            lines.append(f"{name} in {model}: {verdict} stored, {now} found")
    return lines


def stored() -> dict[str, dict[str, list[Any]]]:
    found: dict[str, dict[str, list[Any]]] = json.loads(STORED.read_text(encoding="utf-8"))["contestants"]
    return found


@pytest.mark.parametrize("model", ["default", "nobody-moves"])
@pytest.mark.slow
def test_no_verdict_has_changed(model):
    assert set(stored()[model]) == {row.criterion.id for row in fast().rows}, AGAIN
    assert changes(stored()[model], fast(), model) == [], AGAIN


@pytest.mark.slow
@pytest.mark.golden
def test_no_verdict_of_any_contestant_has_changed():
    board = run_hindcast(MEMBERS, workers=2)
    if REWRITE:
        write(board)
    assert set(stored()) == set(SEEDS.contestants), AGAIN
    assert [line for model in SEEDS.contestants for line in changes(stored()[model], board, model)] == [], AGAIN


def write(board: Board) -> None:
    verdicts = {
        model: {row.criterion.id: told(row.findings[model]) for row in board.rows} for model in board.contestants
    }
    what = f"[verdict, value, standard error] with {board.members} members, seed {board.seed}; by `make golden` only"
    text = json.dumps({"what": what, "contestants": verdicts}, indent=1)
    text = re.sub(r"\[\s+([^\[\],]+(?:, close\")?),\s+([^\[\],]+),\s+([^\[\],]+?)\s+\]", r"[\1, \2, \3]", text)
    STORED.parent.mkdir(exist_ok=True)
    STORED.write_text(text + "\n", encoding="utf-8")


@pytest.mark.slow
def test_a_verdict_that_turned_is_seen():
    held = {row.criterion.id: told(row.findings["default"]) for row in fast().rows}
    assert changes(held, fast(), "default") == []
    for verdict in (["failed", 0.3, 0.01], ["passed", None, None]):
        assert len(changes({**held, "P1": verdict}, fast(), "default")) == 1
    turned = {**held, "P1": ["failed", *held["P1"][1:]]}
    assert changes(turned, fast(), "default") == ["P1 in default: failed stored, passed found"]


def test_a_model_in_which_nobody_moves_shows_few_patterns_and_the_default_more():
    board = fast()
    passed, tested = board.count("default")
    null, _ = board.count("nobody-moves")
    assert tested == 25
    assert null < passed / 2


def test_what_nobody_moving_shows_is_never_counted():
    board = fast()
    shown = {name for name in board.patterns if board.verdict(name, "nobody-moves") in (PASSED, IN_PART)}
    assert shown >= {"P5", "P15", "P18", "P20"}
    assert not shown & set(board.discriminating)
    # Its lapsing is the calendar's: the null model fails for want of a member, and still it does not count.
    (lapse,) = [row for row in board.rows if row.criterion.id == "P4a"]
    assert (lapse.findings["default"].verdict, lapse.findings["nobody-moves"].verdict) == (PASSED, FAILED)
    assert "P4" not in board.discriminating
