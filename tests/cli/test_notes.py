"""What is said of a scenario before it is run."""

from __future__ import annotations

import tightrope as tr
from tightrope.cli.notes import notes_of, say_notes
from tightrope.face import plan_of
from tightrope.scenario import load


def test_what_a_shorter_run_leaves_out_is_told_in_a_line():
    # history.yaml dates eight events after 1993 and no other number's path goes on after it.
    short = load("history").set({"quarters": 8})
    assert len(short.warnings) == 8
    assert list(notes_of(short)) == ["note: 8 events after 1993-Q4 are left out."]


def test_one_event_and_paths_that_lead_further_are_told_by_their_number():
    assert list(notes_of(load("karabakh-escalation").set({"quarters": 8}))) == [
        "note: 1 event after 2016-Q4 is left out."
    ]
    # worst-case.yaml leads five numbers beyond 2015 in the seeds' names and the oil price to 2018-Q1.
    assert list(notes_of(load("worst-case").set({"quarters": 4}))) == [
        "note: 6 numbers would have changed further after 2015-Q4."
    ]


def test_other_notes_and_warnings_of_a_shorter_run_are_told_as_they_are():
    early = load("history").set({"start": "2015-Q1", "quarters": 8})
    told = list(notes_of(early))
    assert told == list(early.warnings) and any("2003-Q4 is outside the run" in text for text in told)


def test_a_file_that_is_too_short_for_its_events_is_told_each_with_its_line(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text("title: T\nquestion: Q?\nextends: history\nquarters: 8\n", encoding="utf-8")
    plan = load(path)
    assert list(notes_of(plan)) == list(plan.warnings) and len(plan.warnings) == 8


def test_results_of_a_shorter_run_tell_it_in_a_line_too(tmp_path):
    tr.run("worst-case", quarters=4, members=2, record=["baku.position"]).save(tmp_path / "worst-case")
    assert list(notes_of(plan_of(tmp_path / "worst-case"))) == [
        "note: 6 numbers would have changed further after 2015-Q4."
    ]


def test_notes_of_several_scenarios_are_said_once_each(capsys):
    short = load("history").set({"quarters": 8})
    say_notes([short, short, load("baseline")])
    assert capsys.readouterr().err == "note: 8 events after 1993-Q4 are left out.\n"
