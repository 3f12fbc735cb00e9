"""What a run varies: by value, against the nearest shipped scenario, with the place where it was written."""

from __future__ import annotations

import pytest
from tests.report.pages import Page, page
from tests.small_runs import short

from tightrope.ensemble import simulate
from tightrope.report import report_of
from tightrope.report.varied import SEEDS, varied
from tightrope.results import Run, open_run
from tightrope.scenario import load

RECORD = ["baku.position", "baku.outcome"]


def of(plan, name="") -> Run:
    return Run.of(simulate(plan, 3, record=RECORD), name=name)


@pytest.fixture
def chain(tmp_path):
    """mine.yaml, which extends between.yaml, which extends cheap-oil."""
    (tmp_path / "between.yaml").write_text(
        "title: B\nquestion: Q?\nextends: cheap-oil\nquarters: 8\nwashington: {firmness: 0.5}\n", encoding="utf-8"
    )
    path = tmp_path / "mine.yaml"
    path.write_text(
        "title: M\nquestion: Q?\nextends: ./between.yaml\nmembers: 3\nmoscow: {drive: 0.9}\n", encoding="utf-8"
    )
    return path


def test_a_shipped_scenario_is_held_against_what_it_extends():
    found = varied(of(short("cheap-oil")))
    assert (found.against, found.through) == ("baseline", ())
    assert {change.key for change in found.changes} == {"world.oil_price", "washington.engagement"}
    assert set(found.head) == {"quarters", "members"}
    assert found.origins["world.oil_price"].startswith("cheap-oil.yaml:")


def test_a_scenario_that_extends_nothing_is_held_against_the_seeds():
    found = varied(of(short()))
    assert (found.against, found.base, found.head) == (SEEDS, None, ("quarters", "members"))
    # The baseline sets one number: the oil price stays as it was.
    assert [change.key for change in found.changes] == ["world.oil_price"]


def test_a_scenario_that_extends_nothing_changed_by_hand_is_held_against_itself():
    found = varied(of(short(**{"moscow.drive": 0.9})))
    assert found.against == "baseline"
    assert [change.key for change in found.changes] == ["moscow.drive"]


def test_other_uncertainty_is_one_change_and_not_one_of_every_number():
    found = varied(of(short("cheap-oil", uncertainty="chance")))
    assert {change.key for change in found.changes} == {"world.oil_price", "washington.engagement"}
    assert "uncertainty" in found.head


def test_a_change_by_hand_is_one_of_the_changes():
    found = varied(of(short("cheap-oil", **{"moscow.drive": 0.9})))
    assert "moscow.drive" in {change.key for change in found.changes}
    assert found.origins["moscow.drive"] == "--set"


def test_a_chain_of_files_leads_to_the_nearest_shipped_one(chain):
    found = varied(of(load(chain)))
    assert (found.against, found.through) == ("cheap-oil", ("between",))
    assert {change.key for change in found.changes} == {"moscow.drive", "washington.firmness"}
    assert found.origins["moscow.drive"] == "mine.yaml:5"


def test_results_remember_what_was_extended_and_where_it_was_written(chain, tmp_path):
    made = of(load(chain))
    made.save(tmp_path / "results")
    opened = open_run(tmp_path / "results")
    try:
        assert varied(opened).changes == varied(made).changes
        assert varied(opened).against == "cheap-oil"
        assert varied(opened).origins["moscow.drive"] == "mine.yaml:5"
    finally:
        opened.close()


def test_results_that_do_not_say_what_was_extended_are_taken_by_name(tmp_path):
    plan = short("cheap-oil", quarters=2)
    of(plan).save(tmp_path / "cheap-oil")
    head = tmp_path / "cheap-oil" / "run.json"
    written = head.read_text(encoding="utf-8")
    assert '"extends": [\n    "baseline"\n  ],\n' in written
    head.write_text(written.replace('"extends": [\n    "baseline"\n  ],\n', ""), encoding="utf-8")
    opened = open_run(tmp_path / "cheap-oil")
    try:
        assert opened.scenario.extends == ()
        assert varied(opened).against == "baseline"
    finally:
        opened.close()


def test_bold_is_only_what_differs_from_the_column_beside_it_and_an_option_is_told_as_it_is_typed():
    plans = [load(name).set({"members": 3, "quarters": 2}) for name in ("baseline", "cheap-oil")]
    made = report_of([of(plan) for plan in plans])
    varied_part = Page(made).words.split("What was varied")[2].split("What came out")[0]
    # The baseline is a run of three members too: it differs from what is shipped, and cheap-oil from nothing.
    assert f"members of the run{load('baseline').members:,} as shipped33--members" in varied_part
    members = made.split("members of the run")[1].split("</tr>")[0]
    assert members.count("<strong>") == 1
    assert "Bold: a value that the run has and what it extends has not." in varied_part
    alone = Page(report_of([of(plans[1])])).words
    assert f"members of the run{load('baseline').members:,}3--members" in alone
    assert "--set" not in alone


@pytest.mark.slow
def test_the_page_shows_both_values_and_where_they_were_written():
    words = page("changed").words
    assert "washington.engagement, level" in words
    assert "it is held against baseline as it is shipped." in words
    assert "0.2 (0.05 to 0.35)0.5--set" in words
    assert "in the seeds" not in words.split("What came out")[0]
    war = page("war").words
    assert "The scenario karabakh-escalation extends baseline." in war
    assert "event: war returns" in war and "karabakh_escalation in 2018-Q2" in war


@pytest.mark.slow
@pytest.mark.parametrize(
    ("key", "value", "shipped"),
    [("members", 7, "2,000"), ("seed", 5, "20141203"), ("uncertainty", "chance", "full"),
     ("theory", "prospect-theory", "quantal-response")],
)  # fmt: skip
def test_what_only_the_run_has_otherwise_is_told_beside_the_scenario_as_it_is_shipped(key, value, shipped):
    plan = load("baseline").set({key: value})
    found = varied(Run.of(simulate(plan, 3, record=RECORD)))
    assert (found.against, found.shipped) == (SEEDS, load("baseline"))
    # What the baseline itself sets is told as before.
    assert "world.oil_price" in {change.key for change in found.changes}
    assert (found.head == (key,)) != (key == "theory" and "theory" in {change.key for change in found.changes})
    written = Page(report_of([Run.of(simulate(plan, 3, record=RECORD))])).words
    told = written.split("What was varied")[2].split("What came out")[0]
    assert "how it was run, against baseline as it is shipped." in told
    name = key if key == "theory" else f"{key} of the run"
    assert f"{name}{shipped} as shipped{value}--{key}" in told


def test_a_shipped_scenario_as_it_is_has_no_row_of_the_run():
    found = varied(Run.of(simulate(load("baseline"), 3, record=RECORD)))
    assert found.head == () and "theory" not in {change.key for change in found.changes}


def test_results_remember_by_what_option_the_run_was_made_otherwise(tmp_path):
    of(short(theory="prospect-theory", quarters=2)).save(tmp_path / "results")
    opened = open_run(tmp_path / "results")
    try:
        assert varied(opened).origins["theory"] == "--set"
        assert "theoryquantal-response as shippedprospect-theory--theory" in Page(report_of([opened])).words
    finally:
        opened.close()


def test_results_remember_where_an_event_was_written(tmp_path):
    plan = short("karabakh-escalation", quarters=16)
    of(plan).save(tmp_path / "results")
    opened = open_run(tmp_path / "results")
    try:
        (event,) = (key for key in varied(of(plan)).origins if key.startswith("events."))
        assert varied(opened).origins[event] == varied(of(plan)).origins[event]
        assert varied(opened).origins[event].startswith("karabakh-escalation.yaml:")
    finally:
        opened.close()
