"""What a run prints whose members share parameter vectors."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.small_runs import filtered, run, sharing

from tightrope.cli.findings import Share, as_data, findings, say_findings
from tightrope.ensemble import simulate
from tightrope.results import Run

WITHOUT, WITH = (
    "from parameter vector to parameter vector, luck taken out (90% of vectors)",
    "Only vectors that pass it",
)


def told(found: Run, capsys: pytest.CaptureFixture[str]) -> str:
    say_findings(findings(found, Path("x"), []))
    return " ".join(capsys.readouterr().out.split())


def test_the_spread_between_vectors_stands_apart_from_that_of_luck_with_and_without_the_filter(capsys):
    printed = told(filtered(), capsys)
    assert WITHOUT in printed and WITH in printed
    assert (
        "4 of 6 vectors pass the control as a plausibility filter; with it only their members are counted." in printed
    )
    row = filtered().outcomes().set_index(["quarter", "outcome"]).loc[("2020-Q4", "tactical drift east")]
    for prefix in ("", "plausible_"):
        low, high = (row[f"{prefix}vector_{end}"] for end in ("low", "high"))
        assert f"{100 * low:.1f} to {100 * high:.1f} %" in printed
        assert f"{100 * row[f'{prefix}share']:.1f} % (" in printed


def test_what_vectors_and_the_filter_are_is_said_where_they_are_printed(capsys):
    printed = told(filtered(), capsys)
    assert "A parameter vector is one full draw of all uncertain numbers, shared by several members." in printed
    assert "The control is the world of mid-2014" in printed


def test_a_range_that_is_none_in_print_is_told_in_words():
    assert Share(0.998, 0.99, 0.999, 0.998, 0.998).between == "within luck"
    assert Share(0.998, 0.99, 0.999, 0.997, 0.998).between == "99.7 to 99.8 %"
    assert Share(0.0, 0.0, 0.01, 0.0, 0.0).between == "0.0 to 0.0 %", "nobody there is no matter of luck"


def test_a_filter_that_changes_nothing_is_told_in_a_sentence(capsys):
    printed = told(Run.of(simulate(sharing(passes=(True, True)))), capsys)
    assert WITHOUT in printed and WITH not in printed
    assert "With and without the control as a plausibility filter the shares are the same: all 2 vectors" in printed


def test_with_a_member_for_each_vector_nothing_is_said_of_their_spread(capsys):
    printed = told(Run.of(simulate(sharing(), 6)), capsys)
    assert "it takes two members for each vector" in printed and WITHOUT not in printed


def test_where_members_share_no_vectors_none_of_it_is_printed(capsys):
    printed = told(run(), capsys)
    assert "vector" not in printed and "filter" not in printed


def test_as_data_the_filter_stands_beside_the_rest():
    data = as_data(findings(filtered(), Path("x"), []))
    row = filtered().ever().set_index("outcome").loc["tactical drift east"]
    assert data["plausible_ever"]["tactical drift east"]["share"] == row["plausible_ever"]
    assert data["ever"]["tactical drift east"]["vector_high"] == row["vector_high"]
    assert as_data(findings(run(), Path("x"), []))["plausible_ever"] == {}
