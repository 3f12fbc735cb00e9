from __future__ import annotations

from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tightrope.figures.page import STRIP_ROW, Mark, spread, strip_rows, text_width, wrapped

YEARS = (1992.0, 2015.0)


def test_text_is_as_wide_as_it_is_drawn() -> None:
    # DejaVu Sans: an em of capital M is 0.863 wide; ten of them at 72 points.
    assert text_width("M" * 10, 72) == pytest.approx(8.63, abs=0.05)
    assert text_width("word", 12, "bold") > text_width("word", 12)


@given(st.text(alphabet="ab ", max_size=60), st.floats(0.5, 6))
def test_wrapped_lines_keep_every_word_and_the_width(text: str, width: float) -> None:
    lines = wrapped(text, 12, width)
    assert " ".join(lines).split() == text.split()
    assert all(text_width(line, 12) <= width or " " not in line for line in lines)


@given(st.lists(st.floats(1992, 2015), min_size=1, max_size=16), st.floats(5, 12))
def test_labels_of_events_never_overlap(dates: list[float], width: float) -> None:
    marks = [Mark(date, "a label of some length") for date in dates]
    needed = text_width(marks[0].label, 9.5)
    spans = []
    for mark, (row, leftwards) in zip(marks, strip_rows(marks, YEARS, width), strict=True):
        at = (mark.year - YEARS[0]) / (YEARS[1] - YEARS[0]) * width
        begin = at - needed if leftwards else at
        assert begin >= 0 and begin + needed <= width + 1e-9
        spans.append((row, begin, begin + needed))
    for one, other in combinations(spans, 2):
        assert one[0] != other[0] or one[2] <= other[1] or other[2] <= one[1]


def test_few_events_take_one_row() -> None:
    marks = [Mark(1995.0, "first"), Mark(2005.0, "second")]
    assert strip_rows(marks, YEARS, 10.0) == [(0, False), (0, False)]
    assert STRIP_ROW > 0


def test_an_event_near_the_end_is_labelled_to_its_left() -> None:
    assert strip_rows([Mark(2014.9, "article and arrest")], YEARS, 10.0) == [(0, True)]


@given(st.lists(st.floats(0, 1), min_size=1, max_size=9))
def test_spread_labels_keep_their_distance_and_stay_within(wanted: list[float]) -> None:
    places = spread(wanted, 0.1, 0.0, 1.0)
    ordered = sorted(places)
    assert all(later - earlier >= 0.1 - 1e-6 for earlier, later in pairwise(ordered))
    assert ordered[0] >= -1e-9 and ordered[-1] <= 1 + 1e-9


def test_labels_that_have_room_stay_where_they_are_wanted() -> None:
    assert spread([0.9, 0.1, 0.5], 0.1, 0.0, 1.0) == [0.9, 0.1, 0.5]


def test_spread_keeps_the_order() -> None:
    places = spread([0.50, 0.52, 0.51], 0.1, 0.0, 1.0)
    assert places[0] < places[2] < places[1]
