"""Whole comparisons of small runs; expected numbers are worked out from the runs themselves, another way."""

from __future__ import annotations

import dataclasses
import functools
import json
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from tests.small_runs import MEMBERS, QUARTERS, ensemble, run, short, still

import tightrope as tr
from tightrope.comparison import Comparison, compare
from tightrope.comparison.differences import CANNOT_TELL, NONE
from tightrope.comparison.words import change_words, in_short, nothing_differs
from tightrope.ensemble import simulate
from tightrope.errors import InputError, RunError
from tightrope.outcomes import OUTCOMES
from tightrope.results import DISCLAIMER, Run

ENGAGED = {"washington.engagement": 0.5}


@functools.cache
def engaged() -> Comparison:
    """The baseline beside one with Washington engaged."""
    return compare(run(), Run.of(simulate(short(**ENGAGED)), name="baseline+washington.engagement=0.5"))


@functools.cache
def beside(key: str, value: float) -> Comparison:
    """The baseline beside one with a number changed."""
    return compare(run(), Run.of(simulate(short(**{key: value}))))


def paths(found: Run, key: str) -> np.ndarray:
    """(quarters, members), straight from the data."""
    return found.data[key].values.T.astype(float)


# -- what differs -----------------------------------------------------------------------------------------------------
def test_effects_are_the_paired_differences_of_the_named_quarters():
    found = engaged()
    values = paths(found.b, "baku.position") - paths(found.a, "baku.position")
    largest = int(np.abs(values.mean(axis=1)).argmax())
    assert {
        name: row for whole, row in found.named_rows.items() for name in whole.split(" and ") if "largest" not in name
    } == {"middle": 11, "end": 23}
    assert found.named_rows[next(name for name in found.named_rows if "largest difference" in name)] == largest
    end = found.effect("baku.position", "2020-Q4")
    error = values[-1].std(ddof=1) / np.sqrt(MEMBERS)
    assert end.difference == pytest.approx(values[-1].mean())
    assert (end.low, end.high) == pytest.approx(
        (values[-1].mean() - 1.6448536 * error, values[-1].mean() + 1.6448536 * error)
    )
    assert (end.pairs_up, end.pairs_down) == ((values[-1] > 0).sum(), (values[-1] < 0).sum())
    assert end.a == pytest.approx(paths(found.a, "baku.position")[-1].mean())


def test_shares_of_outcomes_and_ever_are_those_of_the_runs():
    found = engaged()
    for code, name in enumerate(OUTCOMES):
        for when, row in (("2020-Q4", -1), ("2017-Q4", 11)):
            sides = [paths(one, "baku.outcome")[row] == code for one in (found.a, found.b)]
            one = found.effect(name, when)
            assert (one.a, one.b) == (sides[0].mean(), sides[1].mean())
            assert one.pairs_up - one.pairs_down == sides[1].sum() - sides[0].sum()
        ever = [float(one.ever().set_index("outcome").loc[name, "ever"]) for one in (found.a, found.b)]
        assert (found.effect(name, "ever").a, found.effect(name, "ever").b) == pytest.approx(ever)


def test_an_effect_that_is_not_there_is_a_key_error():
    with pytest.raises(KeyError, match=r"baku\.position in 1999-Q1"):
        engaged().effect("baku.position", "1999-Q1")


def test_washington_engaged_moves_baku_west_and_it_says_so():
    lines = in_short(engaged())
    assert lines[0].startswith("Mean position in 2020-Q4: +0.")
    assert lines[0].endswith(", toward the West.")
    assert lines[1].startswith(
        "Some capital chooses differently in all pairs: first in 2015-Q1, in half of these by 2015-"
    )
    assert "What tipped it most often: scarce attention, in a choice of Washington's (in " in lines[1]
    assert "What tipped it most often: western cover (in " in lines[2]
    assert lines[3] == (
        "Against the mean difference in position, in 2020-Q4 the sign reverses in no pairs; averaged over the "
        "quarters the sign reverses in no pairs."
    )
    assert lines[4] == "In how many parameter vectors the sign holds cannot be said: members share none."


def test_what_cannot_be_told_yet_says_how_many_members_would_settle_it():
    found = beside("ankara.closeness", 0.5)
    unsure = [one for one in found.effects if one.verdict == CANNOT_TELL]
    assert unsure
    for one in unsure:
        assert one.low <= 0 <= one.high and one.pairs_up + one.pairs_down > 0
        assert one.settled_by is None or one.settled_by > MEMBERS
    assert all(one.pairs_up + one.pairs_down == 0 for one in found.effects if one.verdict == NONE)


def test_comparing_the_other_way_round_turns_every_sign():
    there, back = engaged(), compare(engaged().b, engaged().a)
    for one, other in zip(there.effects, back.effects, strict=True):
        assert (one.difference, one.low, one.high) == pytest.approx((-other.difference, -other.high, -other.low))
    assert back.partings.quarter.tolist() == there.partings.quarter.tolist()
    # What a consideration takes from a and gives to b it gives back on the way back.
    for name, terms in there.tips.terms.items():
        assert np.allclose(terms, back.tips.terms[name], equal_nan=True)


# -- when pairs part --------------------------------------------------------------------------------------------------
def test_partings_are_the_first_quarters_in_which_any_move_differs():
    found = engaged()
    names = [key for key in found.a.data.data_vars if str(key).startswith("move.")]
    differs = np.any([paths(found.a, key) != paths(found.b, key) for key in names], axis=0)
    expected = np.where(differs.any(axis=0), found.a.scenario.start + differs.argmax(axis=0), -1)
    assert found.partings.quarter.tolist() == expected.tolist()
    abroad = paths(found.a, "move.baku.abroad") != paths(found.b, "move.baku.abroad")
    assert found.partings_abroad.count == abroad.any(axis=0).sum()
    assert (found.partings_abroad.quarter[found.partings_abroad.parted] >= expected[found.partings_abroad.parted]).all()


def test_before_it_parts_a_pair_differs_in_amounts_and_levels_alone():
    found = engaged()
    for pair in range(MEMBERS):
        rows = int(found.partings.quarter[pair]) - found.a.scenario.start
        for key in ("move.moscow.act", "move.baku.abroad", "move.washington.act"):
            assert (paths(found.a, key)[:rows, pair] == paths(found.b, key)[:rows, pair]).all()


def test_every_pair_that_parts_has_a_cause_and_the_causes_add_up_to_them():
    for abroad in (False, True):
        ranked = engaged().causes(abroad=abroad)
        count = (engaged().partings_abroad if abroad else engaged().partings).count
        assert sum(one.pairs for one in ranked) == count
        assert sum(one.share for one in ranked) == pytest.approx(1)
        assert [one.pairs for one in ranked] == sorted((one.pairs for one in ranked), reverse=True)
        assert all(one.same <= one.pairs for one in ranked)


# -- runs that are the same -------------------------------------------------------------------------------------------
def test_a_run_beside_itself_is_reported_as_the_same():
    found = compare(run(), run())
    assert found.identical and found.partings.count == 0
    assert (
        in_short(found)
        == nothing_differs(found)
        == [
            "No member differs in any quarter: the two runs are the same in all 60 pairs.",
            "They are one scenario: nothing in it was changed.",
        ]
    )
    assert {one.verdict for one in found.effects} == {NONE}


def test_an_override_that_equals_what_there_is_is_named():
    found = beside("world.oil_price", 99)
    assert in_short(found) == [
        "No member differs in any quarter: the two runs are the same in all 60 pairs.",
        "world.oil_price: equals what the first run has; it did nothing.",
    ]


def test_a_parameter_without_effect_on_any_member_here_is_named():
    # What a neighbour's invasion teaches, in a run in which none is invaded.
    found = beside("baku.demonstration_jump", 0.0)
    assert found.identical
    assert in_short(found)[1:] == [f"{change_words(found.changes[0])}: without effect on any member here."]
    assert found.changes[0].key == "baku.demonstration_jump"


def test_an_idle_override_beside_a_real_one_is_named_too():
    other = Run.of(simulate(short(**{"world.oil_price": 99, **ENGAGED})))
    assert in_short(compare(run(), other))[-1] == "world.oil_price: equals what the first run has; it did nothing."


def test_without_chance_every_pair_is_the_same_and_nothing_has_an_interval():
    other = Run.of(simulate(short(uncertainty="none", members=3, **ENGAGED)))
    found = compare(still(), other)
    end = found.effect("baku.position", "2020-Q4")
    assert end.low == end.difference == end.high > 0
    assert end.pairs_up == 3
    assert len(set(found.partings.quarter.tolist())) == 1


# -- parameter vectors ------------------------------------------------------------------------------------------------
def test_the_sign_is_counted_by_vector_where_members_share_vectors():
    vectors = {"vectors": np.arange(MEMBERS) % 5, "vector_count": 5}
    a = Run.of(dataclasses.replace(ensemble(), **vectors))
    b = Run.of(dataclasses.replace(simulate(short(**ENGAGED)), **vectors))
    found = compare(a, b)
    end = found.signs[0]
    assert (end.vectors, end.vectors_same, end.vectors_sure, end.vectors_against) == (5, 5, 5, 0)
    assert in_short(found)[-2] == (
        "Of 5 parameter vectors the sign holds in 5 in 2020-Q4 (5 surely; 0 surely the other way), in 5 averaged "
        "over the quarters (5 surely; 0 surely the other way)."
    )
    low, high = found.vector_band("baku.position")
    assert (low[-1], high[-1]) == pytest.approx((end.vector_low, end.vector_high))
    # Vectors that differ in nothing but their luck: the spread left between them is small beside that of pairs.
    assert high[-1] - low[-1] < np.ptp(np.percentile(found.position[-1], [5, 95])) / 2
    assert in_short(found)[-1].startswith("Between vectors, luck taken out, the mean difference runs (90 %) from +0.")


# -- refusals ---------------------------------------------------------------------------------------------------------
def test_runs_without_the_moves_cannot_be_compared():
    bare = Run.of(simulate(short(), record=["baku.position", "baku.outcome"]), name="bare")
    with pytest.raises(RunError, match=r"the run 'bare' did not keep move\.ankara\.act, "):
        compare(bare, bare)


def test_a_run_by_another_rule_of_choice_is_not_explained():
    other = Run.of(simulate(short(**ENGAGED), rule="random-moves"), name="random")
    with pytest.raises(RunError, match=r"run again, pairs choose otherwise in 2015-Q1 .*another rule of choice"):
        compare(run(), other)


@pytest.mark.slow
def test_a_results_folder_made_by_other_versions_is_refused_and_they_are_named(tmp_path):
    other = tr.run("baseline", members=5, quarters=6)
    other.data["baku.position"] = other.data["baku.position"] + 0.25
    other.save(tmp_path / "other")
    head = json.loads((tmp_path / "other" / "run.json").read_text(encoding="utf-8"))
    now = head["versions"]["numpy"]
    head["versions"]["numpy"] = "1.26.4"
    (tmp_path / "other" / "run.json").write_text(json.dumps(head), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        tr.compare(tmp_path / "other", set=ENGAGED)
    assert str(caught.value) == (
        f"{tmp_path / 'other'}: its members live otherwise today, so it cannot be compared. Made by numpy 1.26.4, now "
        f"{now}; expected a run that this version can repeat; run it again"
    )


# -- tables and files -------------------------------------------------------------------------------------------------
def test_the_folder_holds_the_tables_and_both_scenarios_and_is_read_back(tmp_path):
    found = engaged()
    files = found.save(tmp_path / "compared", command="tightrope compare ...")
    assert sorted(path.name for path in files) == sorted(path.name for path in (tmp_path / "compared").iterdir())
    assert [path.name for path in files] == [
        "a.yaml", "b.yaml", "differences.csv", "outcomes.csv", "partings.csv", "parted.csv", "tipped.csv",
        "comparison.json",
    ]  # fmt: skip
    assert tr.load(tmp_path / "compared" / "b.yaml").setting("washington.engagement").at(92).value == 0.5
    table = pd.read_csv(tmp_path / "compared" / "differences.csv").set_index(["variable", "quarter"])
    end = found.effect("baku.position", "2020-Q4")
    row = table.loc[("baku.position", "2020-Q4")]
    assert (row["difference"], row["low"], row["high"]) == pytest.approx((end.difference, end.low, end.high), rel=1e-4)
    assert row["p5"] <= row["p50"] <= row["p95"]
    assert row["p95"] > row["high"], "the spread of pairs is not the interval of their mean"
    assert ("moscow.lever.workers", "2015-Q1") in table.index
    parted = pd.read_csv(tmp_path / "compared" / "parted.csv")
    assert len(parted) == found.partings.count + found.partings_abroad.count
    counted = pd.read_csv(tmp_path / "compared" / "partings.csv")
    assert counted.drop(columns=["quarter", "first_abroad"]).to_numpy().sum() == found.partings.count
    assert counted["first_abroad"].sum() == found.partings_abroad.count
    outcomes = pd.read_csv(tmp_path / "compared" / "outcomes.csv")
    assert len(outcomes) == (QUARTERS + 1) * len(OUTCOMES)
    assert list(outcomes["quarter"][:1]) == ["2015-Q1"] and list(outcomes["quarter"][-1:]) == ["ever"]


def test_the_largest_cause_in_the_table_is_the_largest_contribution():
    table = engaged().parted()
    weighed = table[table["contribution_1"].notna()]
    assert (weighed["cause"] == weighed["consideration_1"]).all()
    assert (weighed["contribution_1"] >= weighed["contribution_2"]).all()
    shut = table[table["cause"] == "was not open"]
    assert shut["contribution_1"].isna().all() and (shut["closed"] != "").all()


def test_the_data_are_plain_stable_and_whole(tmp_path):
    found = engaged()
    text = json.dumps(found.as_data(), allow_nan=False)
    assert text == json.dumps(compare(found.a, found.b).as_data(), allow_nan=False)
    data = json.loads(text)
    assert list(data) == [
        "disclaimer", "caveats", "a", "b", "pairs", "seed", "start", "end", "uncertainty", "coverage", "identical",
        "changes", "did_nothing", "differing", "in_short", "notes", "quarters", "effects", "signs", "partings",
        "partings_abroad", "tipped", "tipped_abroad",
    ]  # fmt: skip
    assert data["disclaimer"] == DISCLAIMER
    assert (data["pairs"], data["identical"], data["b"]["name"]) == (60, False, "baseline+washington.engagement=0.5")
    assert sum(data["partings"]["by_quarter"].values()) == data["partings"]["pairs"] == 60 - data["partings"]["never"]
    assert data["effects"][0].keys() >= {"output", "when", "difference", "low", "high", "verdict", "settled_by"}


def test_a_folder_of_an_earlier_comparison_is_replaced_and_nothing_else_is(tmp_path):
    place = tmp_path / "compared"
    engaged().save(place)
    (place / "notes.txt").write_text("mine")
    (place / "figures").mkdir()
    (place / "figures" / "old.png").write_text(DISCLAIMER)
    engaged().save(place)
    assert (place / "notes.txt").read_text() == "mine"
    assert not (place / "figures").exists()
    (place / "comparison.json").unlink()
    with pytest.raises(InputError) as caught:
        engaged().save(place)
    assert str(caught.value) == (
        f"{place}: something that is not a comparison; expected nothing, or a folder with comparison.json; choose "
        "another place with --out, or move it away"
    )
    assert (place / "parted.csv").is_file()
    assert [path.name for path in tmp_path.iterdir()] == ["compared"]


def test_an_interrupt_leaves_the_earlier_folder_and_nothing_beside_it(tmp_path):
    place = tmp_path / "compared"
    engaged().save(place)
    before = (place / "comparison.json").read_bytes()

    def interrupted(found, folder):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        engaged().save(place, draw=interrupted)
    assert (place / "comparison.json").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["compared"]


# -- from Python ------------------------------------------------------------------------------------------------------
def test_scenarios_and_changes_will_do_from_python():
    plan = tr.load("baseline").set({"quarters": 8})
    found = tr.compare(plan, set=ENGAGED, members=20)
    by_run = tr.compare(tr.run(plan, members=20), tr.run(plan.set(ENGAGED), members=20))
    assert found.as_data()["effects"] == by_run.as_data()["effects"]
    assert repr(found) == (
        "<Comparison of baseline and baseline: 20 pairs; washington.engagement: 0.2 (0.05 to 0.35) in A, 0.5 in B>"
    )


def test_a_comparison_says_of_one_name_what_is_otherwise_and_of_two_names_those_alone():
    short = tr.load("baseline").set({"quarters": 4, "members": 2})
    same = tr.compare(tr.run(short), tr.run(short))
    assert repr(same) == "<Comparison of baseline and baseline: 2 pairs; nothing is otherwise>"
    changes = {"moscow.drive": 0.4, "baku.openness": 0.4, "washington.criticism": 0.4, "washington.engagement": 0.5}
    many = tr.compare(tr.run(short), tr.run(short.set(changes)))
    assert repr(many).count(" in A, ") == 3 and repr(many).endswith("; 1 more>")
    assert repr(tr.compare(short, tr.load("control").set({"quarters": 4, "members": 2}))).endswith(": 2 pairs>")


def test_a_change_to_a_run_is_tried_on_the_members_that_it_holds():
    some = tr.run("baseline", members=[17, 90], quarters=6)
    found = tr.compare(some, set=ENGAGED)
    assert found.pairs.members.tolist() == [17, 90]


@pytest.mark.slow
def test_a_results_folder_is_compared_by_the_data_it_holds(tmp_path):
    first = tr.run("baseline", members=8, quarters=6)
    first.save(tmp_path / "first")
    found = tr.compare(tmp_path / "first", set=ENGAGED)
    assert found.a.folder == tmp_path / "first"
    assert found.as_data()["effects"] == tr.compare(first, set=ENGAGED).as_data()["effects"]
    found.close()
    anew = tr.compare(tmp_path / "first", set=ENGAGED, members=4)
    assert (anew.a.folder, anew.pairs.count) == (None, 4)


def test_one_run_and_nothing_changed_is_refused():
    with pytest.raises(InputError, match=r"compare: one run and nothing changed; expected a second run, or set=\{\}"):
        tr.compare("baseline")


def test_what_cannot_be_paired_is_refused_before_the_second_runs(monkeypatch):
    first = tr.run("baseline", members=4, quarters=4)
    monkeypatch.setattr("tightrope.face.carry_out", lambda *_, **__: pytest.fail("it was run"))
    with pytest.raises(InputError, match="B: window: 1992-Q1 to 2014-Q4, and 2015-Q1 to 2015-Q4 in A"):
        tr.compare(first, "history")


def test_of_large_runs_the_members_kept_whole_are_compared_and_it_says_so(monkeypatch):
    module = sys.modules["tightrope.ensemble.simulate"]
    monkeypatch.setattr(module, "WHOLE_UP_TO", 40)
    monkeypatch.setattr(module, "KEPT_WHOLE", 10)
    plan = short(quarters=6)
    found = compare(Run.of(simulate(plan, 50)), Run.of(simulate(plan.set(ENGAGED), 50)))
    assert found.pairs.count == 10
    assert found.as_data()["notes"] == [
        "Of 50 members the 10 that both runs kept whole are compared; a run of at most 20,000 members keeps all."
    ]


def test_paths_in_the_results_are_not_in_the_words(tmp_path):
    assert str(Path.home()) not in json.dumps(engaged().as_data())
