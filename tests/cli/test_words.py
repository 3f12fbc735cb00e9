from __future__ import annotations

import pytest

from tightrope.cli.words import counted, figure, percent, setting_as_data, setting_in_words
from tightrope.evidence import Knot, Setting

PATH = Setting((Knot(92, 0.2, 0.1, 0.3), Knot(100, 0.05, 0.05, 0.05)))


@pytest.mark.parametrize(
    ("value", "written"),
    [(99.0, "99"), (0.35, "0.35"), (0.123456, "0.1235"), (20141203, "20141203"), (12345.6, "12346"), (0, "0")],
)
def test_figures_are_short(value, written):
    assert figure(value) == written


@pytest.mark.parametrize(
    ("share", "written"), [(0.0, "0.0 %"), (0.5, "50.0 %"), (0.0001, "<0.1 %"), (0.0005, "0.1 %"), (1.0, "100.0 %")]
)
def test_a_share_that_is_not_zero_is_never_printed_as_zero(share, written):
    assert percent(share) == written


def test_a_setting_is_written_with_its_dates_and_ranges():
    assert setting_in_words(Setting((Knot(None, 0.3, 0.1, 0.5),))) == "0.3 (0.1 to 0.5)"
    assert setting_in_words(PATH) == "2015-Q1 0.2 (0.1 to 0.3), 2017-Q1 0.05"


def test_a_long_path_is_shortened_only_when_asked():
    assert setting_in_words(PATH, most=1) == "2015-Q1 0.2 (0.1 to 0.3) ... 2017-Q1 0.05 (2 dates)"
    assert setting_in_words(PATH, most=2) == setting_in_words(PATH)


def test_a_setting_as_data_names_its_quarters():
    assert setting_as_data(PATH)["knots"][1] == {"quarter": "2017-Q1", "value": 0.05, "low": 0.05, "high": 0.05}


def test_counting_knows_one_from_many():
    assert [counted(0, "claim"), counted(1, "claim"), counted(2, "entry", "entries")] == [
        "0 claims",
        "1 claim",
        "2 entries",
    ]
