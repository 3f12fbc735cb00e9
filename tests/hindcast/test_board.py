"""What follows from findings: verdicts of criteria, of patterns, and which of them count."""

from __future__ import annotations

import csv
import io
import json

import pytest
from tests.hindcast.boards import board, criterion, estimate

from tightrope.hindcast.board import CAUTION, FAILED, IN_PART, PASSED, UNTESTED, judge
from tightrope.hindcast.tables import as_data, flat
from tightrope.results import DISCLAIMER


@pytest.mark.parametrize(
    ("wanted", "value", "verdict", "close"),
    [
        ({"at_least": 0.8}, 0.9, PASSED, False),
        ({"at_least": 0.8}, 0.8, PASSED, True),
        ({"at_least": 0.8}, 0.79, FAILED, True),
        ({"at_least": 0.8}, 0.5, FAILED, False),
        ({"at_most": 0.05}, 0.0, PASSED, False),
        ({"at_most": 0.05}, 0.05, PASSED, True),
        ({"at_most": 0.05}, 0.06, FAILED, True),
        ({"at_most": 0.05}, 0.5, FAILED, False),
    ],
)
def test_a_share_is_held_against_the_threshold_and_luck_that_could_turn_it_is_told(wanted, value, verdict, close):
    found = judge(criterion("P1").model_copy(update={"at_least": None, **wanted}), estimate(value))
    assert (found.verdict, found.close) == (verdict, close)


@pytest.mark.parametrize("wanted", [{"at_least": 0.8}, {"at_most": 0.05}])
def test_a_pattern_that_never_gets_its_occasion_fails(wanted):
    found = judge(criterion("P1").model_copy(update={"at_least": None, **wanted}), estimate(None))
    assert (found.verdict, found.close) == (FAILED, False)


UNKNOWN = criterion("b", untested="no move does it")


@pytest.mark.parametrize(
    ("found", "criteria", "expected"),
    [
        ({("P1", "a"): (0.9, 0, 0), ("P1", "b"): (0.9, 0, 0)}, {}, PASSED),
        ({("P1", "a"): (0.9, 0, 0), ("P1", "b"): (0.7, 0, 0)}, {}, FAILED),
        ({("P1", "a"): (0.9, 0, 0), ("P1", "b"): (0, 0, 0)}, {"b": UNKNOWN}, IN_PART),
        ({("P1", "a"): (0.7, 0, 0), ("P1", "b"): (0, 0, 0)}, {"b": UNKNOWN}, FAILED),
        ({("P1", "b"): (0, 0, 0)}, {"b": UNKNOWN}, UNTESTED),
        ({("P1", "a"): (0.9, 0, 0), ("P1", "b"): (0, 0, 0)}, {"b": criterion("b", ours=True)}, PASSED),
    ],
)
def test_a_pattern_is_passed_when_all_that_the_evidence_asks_and_can_be_tested_is(found, criteria, expected):
    assert board(found, **criteria).verdict("P1", "default") == expected


@pytest.mark.parametrize(
    ("shares", "more", "expected"),
    [
        ((0.9, 0.1, 0.9), {}, True),
        ((0.9, None, 0.9), {}, True),
        ((0.9, 0.9, 0.1), {}, False),
        ((0.7, 0.1, 0.9), {}, False),
        ((0.9, 0.1, 0.9), {"by_construction": "it cannot fail"}, False),
        ((0.9, 0.1, 0.9), {"ours": True}, False),
    ],
)
def test_a_pattern_counts_only_if_the_default_passes_and_fails_where_nobody_moves(shares, more, expected):
    # Beside it stands a criterion that everybody passes.
    found = board({("P1", "a"): shares, ("P1", "z"): (0.9, 0.9, 0.9)}, a=criterion("a", **more))
    assert found.discriminates("P1") is expected
    assert found.discriminating == (["P1"] if expected else [])


@pytest.mark.parametrize(
    ("first", "second", "close"),
    [
        (0.9, 0.9, False),
        (0.9, 0.81, True),
        (0.9, 0.79, True),
        (0.5, 0.79, False),
        (0.79, 0.79, True),
        (0.5, 0.81, False),
    ],
)
def test_a_verdict_is_close_where_luck_might_turn_it(first, second, close):
    found = board({("P1", "a"): (first, 0, 0), ("P1", "b"): (second, 0, 0)})
    assert found.close("P1", "default") is close


def test_one_failed_criterion_takes_the_whole_pattern_out_of_the_count():
    found = board({("P1", "a"): (0.9, 0.1, 0.9), ("P1", "b"): (0.7, 0.1, 0.9)})
    assert found.rows[0].discriminates
    assert not found.discriminates("P1")


MIXED = board(
    {
        ("P1", "a"): (0.9, 0.1, 0.9),
        ("P2", "c"): (0.9, 0.9, 0.7),
        ("P2", "d"): (0.9, 0.9, 0.9),
        ("P3", "b"): (0, 0, 0),
        ("P3", "e"): (0.1, 0.1, 0.9),
    },
    b=UNKNOWN,
    e=criterion("e", ours=True),
)


def test_patterns_criteria_and_our_own_checks_are_counted_apart():
    assert MIXED.count("default") == (2, 2)
    assert MIXED.count("nobody-moves") == (1, 2)
    assert MIXED.count("without-oil") == (1, 2)
    assert MIXED.count_criteria("without-oil") == (2, 3)
    assert MIXED.count_criteria("default", ours=True) == (0, 1)
    assert [row.criterion.id for row in MIXED.rows_of("P3")] == ["b"]
    assert [row.criterion.id for row in MIXED.rows_of("P3", ours=True)] == ["b", "e"]


def test_the_flat_table_has_one_row_per_criterion_and_says_what_it_rests_on():
    rows = flat(MIXED)
    assert [row["criterion"] for row in rows] == ["a", "c", "d", "b", "e"]
    first = rows[0]
    assert (first["pattern"], first["at_least"], first["unit"], first["source"]) == ("P1", 0.8, "share", "nam-2011")
    assert (first["default: value"], first["default: low"], first["default: high"]) == (0.9, 0.88, 0.92)
    assert (first["nobody-moves: verdict"], first["discriminates"]) == (FAILED, True)
    assert (rows[3]["default: verdict"], rows[3]["not_tested_because"]) == (UNTESTED, "no move does it")
    stream = io.StringIO()
    csv.DictWriter(stream, list(first)).writerows(rows)
    assert all(row.keys() == first.keys() for row in rows)


def test_the_data_begin_with_the_headline_and_are_plain_json():
    data = json.loads(json.dumps(as_data(MIXED), allow_nan=False))
    assert next(iter(data)) == "headline"
    assert data["headline"] == {
        "discriminating": ["P1"], "tested": ["P1", "P2"], "caution": CAUTION, "disclaimer": DISCLAIMER,
    }  # fmt: skip
    assert data["contestants"]["nobody-moves"]["patterns_passed"] == {"passed": 1, "tested": 2}
    assert data["patterns"]["P2"]["verdicts"] == {"default": PASSED, "nobody-moves": PASSED, "without-oil": FAILED}
    assert data["patterns"]["P2"]["criteria"][0]["found"]["without-oil"]["value"] == 0.7
    assert data["patterns"]["P1"]["evidence"] == ["nam-2011"]
