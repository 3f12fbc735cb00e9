"""Tables on the screen: what gives way where there is too little room."""

from __future__ import annotations

import pytest

from tightrope.cli.output import WIDTH, column_widths, table, table_lines

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
    [(30, [7, 15, 7]), (20, [7, 9, 4]), (18, [7, 7, 4]), (17, None)],
)
def test_columns_that_wrap_give_way_before_others_and_none_below_its_longest_word(room, widths):
    # The longest words have seven, seven and four letters: below 18 columns they do not fit beside each other.
    assert column_widths([["seventh", "a drift eastern", "and one"], ["", "", "four"]], (0, 1), room) == widths


def test_where_words_do_not_fit_beside_each_other_every_row_is_a_list():
    rows = [["tactical drift east", "82.0 % (79.0 to 84.6)"], ["coerced", ""]]
    assert table_lines(["outcome", "ever"], rows, (1,), (), 24) == [
        "outcome  tactical drift",
        "         east",
        "ever     82.0 %",
        "         (79.0 to 84.6)",
        "",
        "outcome  coerced",
        "ever",
    ]


def test_a_table_too_wide_for_its_words_is_laid_on_its_side_where_that_fits():
    columns = ["run", "tactical drift east", "association", "accession"]
    rows = [["one", "82.0 %", "0.0 %", "18.0 %"], ["two", "100.0 %", "3.5 %", "0.0 %"]]
    # Beside each other the longest words and the gaps take 40 columns, on its side 30.
    lines = table_lines(columns, rows, (1, 2, 3), (), 32)
    assert [line.split() for line in lines[:1] + lines[2:]] == [
        ["run", "one", "two"],
        ["tactical", "82.0", "%", "100.0", "%"],
        ["drift", "east"],
        ["association", "0.0", "%", "3.5", "%"],
        ["accession", "18.0", "%", "0.0", "%"],
    ]


def test_a_number_keeps_its_unit_and_a_range_its_ends(capsys):
    cell = "in 12.5 % it is 0.2 to 0.4 or -0.1 to +0.3"
    lines = table_lines(["what"], [[cell]], (), (), 12)
    assert [line.strip() for line in lines[2:]] == ["in 12.5 % it", "is", "0.2 to 0.4", "or", "-0.1 to +0.3"]


def test_a_number_with_its_interval_is_only_broken_before_the_bracket(capsys):
    number = "+0.123 (+0.100 to +0.146)"
    table("", ["effect", "w"], [[number, "x" * (WIDTH - 22)]], right=(0,), wrap=(0,))
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()[2:4]] == ["+0.123", "(+0.100"]


def test_room_that_lines_leave_over_goes_to_the_column_that_takes_most_lines():
    rows = [["+0.152 (+0.141 to +0.163)", "cannot tell yet (about 210 members)"]]
    # Of 32 the number with its interval needs 18, in two lines, however wide it is made below 25.
    assert column_widths(rows, (0, 1), 32) == [18, 14]
