"""The helpers that hold documents against what happens find what differs, and nothing else."""

from __future__ import annotations

import pytest
from tests.docs.shown import SEEN, Shown, called, carried_out, environment, files, matches, same_line, shown, trouble

EXAMPLE = """
```sh
make run
```

```console
$ tightrope run baseline
Baseline
...
accession   3.3 % (2.1 to 5.0)

$ make bench
```
"""


def test_commands_are_found_with_their_output():
    assert shown(EXAMPLE) == [
        Shown(7, "tightrope run baseline", ("Baseline", "...", "accession   3.3 % (2.1 to 5.0)", "")),
        Shown(12, "make bench", ()),
    ]
    assert shown("no block at all") == []


@pytest.mark.parametrize(
    ("expected", "found", "same"),
    [
        ("accession 3.3 % (2.1 to 5.0)", "accession    8.9 % (7.1 to 10.9)", True),
        ("accession 3.3 % (2.1 to 5.0)", "accession    9.9 % (7.1 to 10.9)", False),
        ("coerced 0.0 % (0.0 to 0.5)", "coerced 0.2 % (0.0 to 1.0)", True),
        ("share 0.30", "share 0.35", True),
        ("share 0.30", "share 0.37", False),
        ("500 members, seed 3", "500 members, seed 3", True),
        ("500 members, seed 3", "501 members, seed 3", False),
        ("2016-Q4", "2016-Q3", False),
        ("a b", "a b c", False),
        ("──────", "─────────", True),
    ],
)
def test_lines_are_the_same_but_for_space_and_sampling_error(expected, found, same):
    assert same_line(expected, found) is same


@pytest.mark.parametrize(
    ("expected", "found", "same"),
    [
        ("a|...|d", "a|b|c|d", True),
        ("a|...|d", "a|d", True),
        ("a|...|d", "a|b|c", False),
        ("...", "", True),
        ("a", "a|b", False),
        ("a|...", "b|a", False),
        ("...|b|...|d", "a|b|b|c|d", True),
        ("a", "a||", True),
    ],
)
def test_a_line_of_dots_stands_for_any_lines(expected, found, same):
    assert matches(expected.split("|"), found.split("|")) is same


def test_what_stands_behind_a_prompt_is_typed():
    asked = (
        "Moscow [Enter: hold; h: help]> squeeze",
        "Moscow [Enter: hold; h: help]>",
        "...",
        "Your answer (1 to 3): 2",
        "Your answer: 0.01",
        "> Two words",
    )
    assert Shown(1, "tightrope play baseline", asked).typed == "squeeze\n\n2\n0.01\nTwo words\n"
    assert Shown(1, "tightrope run baseline", ("Your game", "going it alone  63.8 %")).typed == ""


def test_a_file_shown_whole_has_its_name_behind_the_fence():
    text = "```yaml mine.yaml\ntitle: Mine\n```\n\n```yaml\ntitle: A part\n```\n"
    assert files(text) == [(1, "mine.yaml", "title: Mine\n")]


@pytest.mark.slow
def test_a_refusal_that_is_shown_has_to_happen(tmp_path):
    variables = environment(tmp_path)
    refusal = ("...", "Refused: 1 problem; nothing was run or written.")
    assert trouble(Shown(1, "tightrope run no-such-scenario", refusal), tmp_path, variables) == ""
    assert "exit status 0" in trouble(Shown(1, "tightrope scenario list", refusal), tmp_path, variables)


@pytest.mark.slow
def test_a_command_that_fails_is_seen(tmp_path):
    variables = environment(tmp_path)
    assert "exit status 2" in trouble(Shown(1, "tightrope run no-such-scenario", ()), tmp_path, variables)
    shows = Shown(1, "tightrope scenario list", ("nothing",))
    assert "README.md shows\nnothing" in trouble(shows, tmp_path, variables)
    assert trouble(Shown(1, "tightrope scenario list", ("...", "")), tmp_path, variables) == ""


@pytest.mark.slow
def test_what_is_called_in_this_process_is_what_a_shell_would_have_done(tmp_path, monkeypatch):
    variables = environment(tmp_path)
    monkeypatch.setattr("tests.docs.shown.called", lambda *_: "called")
    SEEN.discard("explain")
    words = "tightrope explain baseline --member 3 --quarter 2015-Q3"
    first = carried_out(words, "", tmp_path, variables)
    assert first == called(words, tmp_path) and (first.status, first.err) == (0, "")
    assert carried_out(words, "", tmp_path, variables) == "called"
    through = carried_out(f"{words} | head -1", "", tmp_path, variables)
    assert through.out == first.out.splitlines(keepends=True)[0]
