"""Tables on the screen: what gives way where there is too little room."""

from __future__ import annotations

import pytest

from tightrope.cli.output import WIDTH, column_widths, table

NAMES = ["going it alone", "tactical drift east", "western tilt", "European association", "Eurasian accession"]


def test_a_word_is_never_broken_where_its_column_can_be_wider(capsys):
    # Beside each other the heads take 114 columns; "association" once was cut to "associatio" and "n".
    table("", ["run", *NAMES], [["x" * 30, *["50.0 %"] * 5]], right=range(1, 6), wrap=range(1, 6))
    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) <= WIDTH
    assert {word for line in lines[:2] for word in line.split()} == {"run", *" ".join(NAMES).split()}


def test_a_long_key_makes_its_column_wider_and_the_words_beside_it_give_way(capsys):
    rows = [["the independent line gets harder to hold " * 3, "world.self_financing_of_the_budget", "as said"]]
    table("", ["expectation", "output", "verdict"], rows, wrap=(0, 1, 2))
    told = capsys.readouterr().out
    assert "world.self_financing_of_the_budget" in told
    assert max(map(len, told.splitlines())) <= WIDTH


@pytest.mark.parametrize(
    ("room", "widths"),
    [(30, [7, 15, 3]), (20, [7, 10, 3]), (17, [7, 7, 3]), (12, [4, 5, 3])],
)
def test_the_widest_column_gives_way_first_to_its_longest_word_and_only_then_within_words(room, widths):
    # The longest words have seven letters each, and the last column is never wrapped: below 17 words must break.
    assert column_widths([["seventh", "a drift eastern", "one"]], (0, 1), room) == widths


def test_a_number_with_its_interval_is_only_broken_before_the_bracket(capsys):
    number = "+0.123 (+0.100 to +0.146)"
    table("", ["effect", "w"], [[number, "x" * (WIDTH - 22)]], right=(0,), wrap=(0,))
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()[2:4]] == ["+0.123", "(+0.100"]
