from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from tightrope.errors import InputError
from tightrope.evidence import load_seeds
from tightrope.figures.documents import END, load_documents
from tightrope.quarters import format_quarter, parse_quarter


def test_the_shipped_file_is_sound_and_ends_with_the_documents() -> None:
    found = load_documents(load_seeds())
    assert all(0 <= one.since <= one.until < END for one in found.positions)
    assert all(0 <= one.quarter < END for one in found.events)
    assert format_quarter(END) == "2015-Q1"


def test_periods_follow_each_other() -> None:
    for earlier, later in pairwise(load_documents(load_seeds()).positions):
        assert earlier.until < later.since
    dates = [one.quarter for one in load_documents(load_seeds()).events]
    assert dates == sorted(dates)


def test_positions_stand_in_the_order_that_the_documents_describe() -> None:
    # 2004-08 highest, then 2008-10, then 2011-13, at least mid-2014, then December 2014; September 1993 lowest.
    at = {
        format_quarter(one.since)[:4] + format_quarter(one.since)[-2:]: one.value
        for one in load_documents(load_seeds()).positions
    }
    assert at["2004Q1"] > at["2008Q3"] > at["2011Q1"] >= at["2012Q4"] >= at["2013Q4"] > at["2014Q3"] > at["1993Q3"]


def test_the_main_events_are_some_of_them() -> None:
    main = [one for one in load_documents(load_seeds()).events if one.main]
    assert 3 <= len(main) <= 8


def _file(folder: Path, text: str) -> Path:
    path = folder / "documents.yaml"
    path.write_text(text)
    return path


def test_every_problem_of_a_file_is_reported_with_its_place(tmp_path: Path) -> None:
    text = """\
positions:
  - {since: 1993-Q3, until: 1993-Q4, value: -2, says: low, evidence: [return-cis-cst-1993]}
  - {since: 1993-Q5, until: 1993-Q4, value: 0, says: odd, evidence: [return-cis-cst-1994]}
events:
  - {quarter: 1993-Q3, says: back, evidence: [return-cis-cst-1994]}
"""
    with pytest.raises(InputError) as told:
        load_documents(load_seeds(), _file(tmp_path, text))
    lines = str(told.value).splitlines()
    assert [line.split(":")[:2] for line in lines] == [
        ["seeds/documents.yaml", "2"],
        ["seeds/documents.yaml", "3"],
        ["seeds/documents.yaml", "5"],
    ]
    assert "no claim 'return-cis-cst-1994'; expected ids of claims; did you mean 'return-cis-cst-1993'?" in lines[2]


def test_a_file_without_its_lists_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="positions: no list; expected a list of positions"):
        load_documents(load_seeds(), _file(tmp_path, "events: []\n"))
    assert parse_quarter("1993-Q3") == 6
