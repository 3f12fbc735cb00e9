"""Each kind of test on records small enough to judge by eye: rows are quarters, columns members."""

from __future__ import annotations

import numpy as np
import pytest

from tightrope.errors import RunError
from tightrope.evidence import kinds
from tightrope.hindcast.criteria import CHECKS, COMPARISONS, Estimate, Seen, estimate, seen, share
from tightrope.hindcast.trace import Trace
from tightrope.outcomes import OUTCOMES
from tightrope.quarters import FIRST, format_quarter, parse_quarter
from tightrope.world.treaties import LAPSED, MEMBER, OFFER


def at(quarter: int) -> str:
    """The quarter of a row."""
    return format_quarter(FIRST + quarter)


def span(first: int, last: int) -> tuple[str, str]:
    return at(first), at(last)


def trace(**records) -> Trace:
    """Records by key, written with __ for a dot."""
    arrays = {key.replace("__", "."): np.array(values) for key, values in records.items()}
    places = {"moscow.lever": {"karabakh": 0, "trade": 1}, "world.treaty": {"cis": 0, "cst": 1}}
    moves = {"baku.abroad": ("hold", "stall", "join"), "moscow.act": ("hold", "visit")}
    return Trace(arrays, FIRST, places, moves)


def passes(found: Seen) -> list[bool]:
    return [bool(value) for value in found.values]


def test_every_kind_has_its_function_and_no_function_lacks_a_kind():
    assert CHECKS.keys() == {shape.kind for shape in kinds.SINGLE}
    assert COMPARISONS.keys() == {shape.kind for shape in kinds.PAIRED}


POSITION = trace(baku__position=[[0.1, 0.3, 0.2], [0.3, 0.3, 0.0], [0.5, 0.3, 0.0]])


@pytest.mark.parametrize(
    ("take", "bound", "expected"),
    [
        ("mean", {"above": 0.25}, [True, True, False]),
        ("highest", {"above": 0.25}, [True, True, False]),
        ("lowest", {"above": 0.25}, [False, True, False]),
        ("highest", {"below": 0.25}, [False, False, True]),
        ("lowest", {"below": 0.05}, [False, False, True]),
    ],
)
def test_value_holds_a_mean_or_an_extreme_against_a_number(take, bound, expected):
    probe = kinds.Value(of="baku.position", during=span(0, 2), take=take, **bound)
    assert passes(seen(POSITION, probe)) == expected


def test_value_looks_at_its_quarters_only_and_the_bound_itself_is_neither_above_nor_below():
    assert passes(seen(POSITION, kinds.Value(of="baku.position", during=at(2), above=0.3))) == [True, False, False]
    assert passes(seen(POSITION, kinds.Value(of="baku.position", during=at(2), below=0.3))) == [False, False, True]


def test_a_series_may_be_one_lever_of_several():
    run = trace(moscow__lever=[[[0.1, 0.5], [0.9, 0.9]]])
    assert passes(seen(run, kinds.Value(of="moscow.lever.karabakh", during=at(0), above=0.3))) == [False, True]
    assert passes(seen(run, kinds.Value(of="moscow.lever.trade", during=at(0), above=0.3))) == [True, True]


@pytest.mark.parametrize(
    ("it_is", "expected"),
    [("above", [True, False, False]), ("at least", [True, True, False]),
     ("below", [False, False, True]), ("at most", [False, True, True])],
)  # fmt: skip
def test_compare_holds_one_amount_against_so_many_times_another_and_a_bit(it_is, expected):
    run = trace(baku__tone_west=[[0.51, 0.5, 0.49]], baku__eu_effort=[[0.2, 0.2, 0.2]])
    one, other = (kinds.Amount(of=key, during=at(0)) for key in ("baku.tone_west", "baku.eu_effort"))
    assert passes(seen(run, kinds.Compare(one=one, it_is=it_is, other=other, times=2.0, plus=0.1))) == expected


def test_change_is_the_later_mean_less_the_earlier_and_both_bounds_count():
    run = trace(baku__position=[[0.5, 0.5, 0.5, 0.5], [0.5, 0.5, 0.5, 0.5], [0.4, 0.5, 0.1, 0.6]])
    probe = kinds.Change(of="baku.position", since=span(0, 1), until=at(2), low=-0.3, high=-0.1)
    assert passes(seen(run, probe)) == [True, False, False, False]


def test_peak_is_the_first_of_the_highest_quarters():
    run = trace(moscow__pressure=[[0.1, 0.1, 0.4], [0.4, 0.4, 0.1], [0.2, 0.4, 0.2], [0.1, 0.1, 0.5]])
    probe = kinds.Peak(of="moscow.pressure", over=span(0, 3), inside=span(1, 2))
    assert passes(seen(run, probe)) == [True, True, False]
    later = kinds.Peak(of="moscow.pressure", over=span(0, 3), inside=span(2, 3))
    assert passes(seen(run, later)) == [False, False, True]


def test_together_means_in_the_same_quarter():
    run = trace(moscow__lever=[[[0.3, 0.3], [0.3, 0.1]], [[0.1, 0.1], [0.1, 0.3]]])
    probe = kinds.Together(of=("moscow.lever.karabakh", "moscow.lever.trade"), above=0.2, during=span(0, 1))
    assert passes(seen(run, probe)) == [True, False]


def test_order_falls_from_each_span_to_the_next_and_equal_is_not_lower():
    run = trace(baku__position=[[0.3, 0.3, 0.1], [0.2, 0.2, 0.2], [0.1, 0.2, 0.3]])
    assert passes(seen(run, kinds.Order(of="baku.position", spans=(at(0), at(1), at(2))))) == [True, False, False]


TREATIES = trace(
    world__treaty=[
        [[OFFER, OFFER, MEMBER, MEMBER], [OFFER, OFFER, OFFER, MEMBER]],
        [[MEMBER, OFFER, MEMBER, MEMBER], [MEMBER, OFFER, OFFER, LAPSED]],
    ]
)


@pytest.mark.parametrize(
    ("treaties", "when", "expected"),
    [
        (["cis"], "ever", [True, False, True, True]),
        (["cis"], "always", [False, False, True, True]),
        (["cis"], "never", [False, True, False, False]),
        (["cis", "cst"], "ever", [True, False, False, True]),
        (["cis", "cst"], "always", [False, False, False, False]),
        (["cis", "cst"], "never", [False, True, False, False]),
    ],
)
def test_treaty_asks_the_same_of_each_treaty_named(treaties, when, expected):
    probe = kinds.Standing(treaties=treaties, when=when, during=span(0, 1))
    assert passes(seen(TREATIES, probe)) == expected


def test_a_treaty_may_be_asked_for_another_status():
    probe = kinds.Standing(treaties=["cst"], status="lapsed", when="ever", during=span(0, 1))
    assert passes(seen(TREATIES, probe)) == [False, False, False, True]


MOVES = trace(move__baku__abroad=[[0, 1, 2], [1, 0, 0]])


@pytest.mark.parametrize(
    ("moves", "when", "expected"),
    [
        (["stall"], "ever", [True, True, False]),
        (["stall"], "never", [False, False, True]),
        (["stall", "join"], "ever", [True, True, True]),
        (["join"], "never", [True, True, False]),
    ],
)
def test_moves_are_made_ever_or_never(moves, when, expected):
    probe = kinds.Moves(decision="baku.abroad", moves=moves, when=when, during=span(0, 1))
    assert passes(seen(MOVES, probe)) == expected


def visited(pressure: list[list[float]], visits: list[list[int]]) -> Trace:
    return trace(moscow__pressure=pressure, move__moscow__act=visits)


@pytest.mark.parametrize(("take", "expected"), [("lowest", [True, True, False]), ("at the end", [True, False, False])])
def test_after_counts_from_the_members_own_first_event_and_leaves_out_who_had_none(take, expected):
    run = visited(
        [[0.5, 0.9, 0.5, 0.5], [0.4, 0.5, 0.5, 0.5], [0.2, 0.2, 0.4, 0.1], [0.2, 0.4, 0.4, 0.1]],
        [[1, 0, 1, 0], [1, 1, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0]],
    )
    probe = kinds.After(
        decision="moscow.act", move="visit", during=span(0, 1), of="moscow.pressure", later=2, take=take,
        it_is="at most", times=0.6,
    )  # fmt: skip
    found = seen(run, probe)
    assert found.counted.tolist() == [True, True, True, False]
    assert passes(found)[:3] == expected
    assert probe.last == FIRST + 3


@pytest.mark.parametrize(("it_is", "expected"), [("below", [True, False]), ("the same", [False, True])])
def test_after_an_entry_is_after_the_quarter_in_which_membership_begins(it_is, expected):
    # The third member was in before the years looked at, the fourth never enters.
    out, early, later = [OFFER] * 4, [OFFER, OFFER, MEMBER, OFFER], [MEMBER, MEMBER, MEMBER, OFFER]
    inside = [[out, out], [out, early], [out, later], [out, later]]
    duress = [[0.9] * 4, [0.9] * 4, [0.8, 0.8, 0.8, 0.8], [0.7, 0.8, 0.1, 0.1]]
    run = trace(world__treaty=inside, world__war_duress=duress)
    probe = kinds.After(treaty="cst", during=at(2), of="world.war_duress", later=1, it_is=it_is)
    found = seen(run, probe)
    assert found.counted.tolist() == [True, True, False, False]
    assert passes(found)[:2] == expected


def test_recovery_is_a_part_of_what_was_lost_and_only_losers_count():
    run = trace(baku__position=[[0.4, 0.4, 0.4], [0.2, 0.2, 0.5], [0.31, 0.1, 0.5], [0.1, 0.29, 0.5]])
    probe = kinds.Recovery(of="baku.position", start=at(0), turn=at(1), during=span(2, 3), part=0.5)
    found = seen(run, probe)
    assert found.counted.tolist() == [True, True, False]
    assert passes(found)[:2] == [True, False]


def test_every_asks_for_all_and_counts_whom_all_count():
    run = visited([[0.5, 0.5, 0.5], [0.1, 0.1, 0.1]], [[1, 1, 0], [0, 0, 0]])
    low = kinds.After(decision="moscow.act", move="visit", during=at(0), of="moscow.pressure", later=1, it_is="below")
    first = kinds.Value(of="moscow.pressure", during=at(0), above=0.3)
    never = kinds.Value(of="moscow.pressure", during=at(0), above=0.9)
    assert seen(run, kinds.Every(tests=(low, first))).counted.tolist() == [True, True, False]
    assert passes(seen(run, kinds.Every(tests=(low, first))))[:2] == [True, True]
    assert passes(seen(run, kinds.Every(tests=(low, never))))[:2] == [False, False]


# -- estimates --------------------------------------------------------------------------------------------------------
def found(values: list[float], counted: list[bool] | None = None) -> Seen:
    return Seen(np.array(values, dtype=float), np.array([True] * len(values) if counted is None else counted))


def test_a_share_is_of_the_members_that_count_with_wilsons_interval():
    one = share(found([1, 1, 1, 0, 0], [True, True, True, True, False]))
    assert (one.value, one.counted) == (0.75, 4)
    # Wilson (1927) for 3 of 4 with z = 1.6449: (0.75 + 0.3382 -+ 1.6449 sqrt(0.75 * 0.25 / 4 + 2.7055 / 64)) / 1.6764.
    assert (one.low, one.high) == (pytest.approx(0.3561, abs=1e-3), pytest.approx(0.9421, abs=1e-3))


def test_nobody_counted_is_no_share():
    assert share(found([1.0], [False])) == Estimate(None, None, None, 0)


AMOUNT = kinds.Amount(of="moscow.pressure", during=at(0))


def test_lower_compares_member_by_member_and_equal_is_not_lower():
    one = estimate(kinds.Lower(amount=AMOUNT), (found([0.1, 0.2, 0.3, 0.2]), found([0.2, 0.2, 0.2, 0.3])))
    assert (one.value, one.counted) == (0.5, 4)


def test_apart_is_the_difference_of_shares_with_the_interval_of_paired_differences():
    probe = kinds.Apart(test=kinds.Value(of="moscow.pressure", during=at(0), above=0.5))
    one = estimate(probe, (found([1, 1, 1, 0]), found([0, 1, 0, 0])))
    assert one.value == 0.5
    # Differences 1, 0, 1, 0: standard deviation 0.5, over sqrt(4), times 1.645.
    assert one.high is not None and one.high - one.value == pytest.approx(1.645 * 0.25, abs=1e-3)


def test_effect_is_the_mean_difference_of_counts():
    count = kinds.Count(decision="baku.abroad", moves=["stall", "join"], during=span(0, 1))
    probe = kinds.Effect(count=count)
    assert seen(MOVES, probe).values.tolist() == [1.0, 1.0, 1.0]
    assert estimate(probe, (found([0, 1, 1]), found([1, 1, 1]))).value == pytest.approx(-1 / 3)


def test_outcomes_are_apart_by_the_largest_difference_at_the_date_or_ever():
    alone, drift = OUTCOMES.index("going it alone"), OUTCOMES.index("tactical drift east")
    probe = kinds.Outcomes(at=at(1))
    one = seen(trace(baku__outcome=[[alone] * 4, [alone] * 4]), probe)
    other = seen(trace(baku__outcome=[[alone] * 4, [alone, alone, alone, drift]]), probe)
    assert one.values.shape == (2 * len(OUTCOMES), 4)
    assert estimate(probe, (one, other)).value == 0.25
    # Nobody ends differently here, but two have been elsewhere.
    elsewhere = seen(trace(baku__outcome=[[drift, drift, alone, alone], [alone] * 4]), probe)
    assert estimate(probe, (one, elsewhere)).value == 0.5
    assert estimate(probe, (elsewhere, one)).value == 0.5


# -- what is not there ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("probe", "message"),
    [
        ({"of": "baku.positon", "during": at(0)}, "'baku.positon', which is no record"),
        ({"of": "baku.position", "during": at(3)}, "1992-Q4 of baku.position; there is 1992-Q1 to 1992-Q3"),
        ({"of": "baku.position.west", "during": at(0)}, "'west' of baku.position, which has no such parts"),
    ],
)
def test_what_no_run_records_is_named(probe, message):
    with pytest.raises(RunError, match=message):
        seen(POSITION, kinds.Value(above=0.0, **probe))


def test_a_lever_or_a_move_that_is_not_there_is_named_with_those_that_are():
    run = trace(moscow__lever=[[[0.1], [0.2]]])
    with pytest.raises(RunError, match=r"'gas' of moscow\.lever, which has karabakh, trade"):
        seen(run, kinds.Value(of="moscow.lever.gas", during=at(0), above=0.0))
    with pytest.raises(RunError, match=r"'leave' of baku\.abroad, which has hold, stall, join"):
        seen(MOVES, kinds.Moves(decision="baku.abroad", moves=["leave"], when="ever", during=at(0)))


def test_a_test_knows_its_records_and_its_last_quarter():
    probe = kinds.Every(
        tests=(
            kinds.Moves(decision="baku.abroad", moves=["stall"], when="ever", during=("2011-Q4", "2012-Q3")),
            kinds.Value(of="moscow.lever.trade", during="2013-Q1", above=0.1),
            kinds.Standing(treaties=["cst"], when="ever", during=("1993-Q1", "1993-Q4")),
        )
    )
    assert probe.keys == {"move.baku.abroad", "moscow.lever", "world.treaty"}
    assert probe.last == parse_quarter("2013-Q1")
    apart = kinds.Apart(test=kinds.Order(of="baku.position", spans=(("2004-Q1", "2008-Q2"), "1993-Q4")))
    assert (apart.keys, apart.last) == ({"baku.position"}, parse_quarter("2008-Q2"))
    assert kinds.Outcomes(at="2014-Q4").keys == {"baku.outcome"}
