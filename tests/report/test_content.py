"""What a report says is what the run found."""

from __future__ import annotations

import re

import numpy as np
import pytest
from tests.report.pages import KINDS, Page, page
from tests.small_runs import filtered, run, short, still

from tightrope.comparison import compare
from tightrope.ensemble import simulate
from tightrope.explanation import answer, subject_of
from tightrope.figures import FIGURES
from tightrope.outcomes import OUTCOMES
from tightrope.report import describe, report_of
from tightrope.report.words import signed
from tightrope.results import Run, open_run

pytestmark = pytest.mark.slow  # pages with all their figures


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


# -- outcomes and figures ---------------------------------------------------------------------------------------------
def test_the_table_of_outcomes_has_the_shares_of_the_run():
    one = run("cheap-oil")
    table = one.outcomes().set_index(["quarter", "outcome"]).loc["2020-Q4"]
    for outcome in OUTCOMES:
        row = table.loc[outcome]
        share, low, high = (100 * row[name] for name in ("share", "luck_low", "luck_high"))
        assert f"{share:.1f} % ({low:.1f} to {high:.1f})" in page("one").words


def test_without_chance_no_interval_is_told():
    assert not re.search(r"[0-9] % \([0-9]", page("still").words)
    assert "no number was drawn (uncertainty: none)" in page("still").words


def test_shared_vectors_are_told_apart_from_luck_with_and_without_the_filter():
    words = page("vectors").words
    assert "from parameter vector to parameter vector, luck taken out (90 % of vectors)" in words
    assert "4 of 6 vectors pass the control as a plausibility filter" in words
    kept = filtered().plausible
    assert kept is not None
    row = kept.ever().set_index("outcome").loc["tactical drift east"]
    assert f"{100 * row['ever']:.1f} %" in words.split("only vectors that pass the control")[1]
    assert "Means of parameter vectors: " in describe.position(filtered())


def test_every_figure_of_a_run_has_a_description():
    assert set(describe.ONE) == set(FIGURES)
    assert len(page("one").all("img")) == len(FIGURES)


def test_the_words_of_the_position_are_its_numbers():
    five = run("cheap-oil").percentiles("baku.position")
    text = describe.position(run("cheap-oil"))
    assert f"The median goes from {signed(five[2, 0])} to {signed(five[2, -1])}" in text
    assert f"90 % of them between {signed(five[0, -1])} and {signed(five[4, -1])}." in text


def test_the_words_of_the_levers_are_their_strongest_quarters():
    one = run("karabakh-escalation")
    text = describe.levers(one)
    mean = one.mean("moscow.lever")
    for place, name in enumerate(one.data["lever_name"].values):
        if mean[:, place].max() >= 0.005:
            assert f"{name} {mean[:, place].max():.2f} in " in text
        else:
            assert str(name) in text.split("not used: ")[1]


def test_the_words_of_the_chronicle_count_every_move():
    one = run()
    member = one.nearest_median()
    text = describe.chronicle(one)
    assert f"member {member}," in text
    meanings = str(one.data["move.moscow.act"].attrs["flag_meanings"]).split(", ")
    codes, counts = np.unique(one.path("move.moscow.act", member), return_counts=True)
    for code, count in zip(codes, counts, strict=True):
        if code:
            assert f"{meanings[int(code)]} {count}" in text


# -- choices and numbers ----------------------------------------------------------------------------------------------
def test_what_tipped_the_choices_is_what_explaining_counts():
    summary = answer(subject_of(run("cheap-oil")), None, None)
    words = page("one").words
    for kind in summary.kinds:  # type: ignore[union-attr]
        assert f": {kind.move}{kind.times:,}{kind.members:,}" in words


def test_a_number_that_was_set_stands_with_grade_reason_and_passage():
    known = run("cheap-oil").scenario.seeds.parameters["washington.engagement"]
    words = page("one").words
    assert " ".join(known.why.split()) in words and known.grade in words
    links = {link["href"] for link in page("one").all("a")}
    assert {f"#claim-{name}" for name in known.evidence} <= links


def test_what_a_correlation_is_and_is_not_is_said():
    words = page("one").words
    assert "The rank correlation (Spearman, −1 to +1) says" in words
    assert "It is not a share of the variance" in words
    assert "would reach 0." in words and "in one case of twenty" in words
    shared = "a number may owe its correlation to another that goes with it"
    assert shared not in words and shared in page("vectors").words


# -- several runs -----------------------------------------------------------------------------------------------------
def test_pairs_are_compared_with_the_first_run():
    found = compare(run(), run("cheap-oil"))
    end = found.effect("baku.position", found.quarters[-1])
    words = page("two").words
    assert f"{found.pairs.count:,} pairs of members" in words
    assert f"Position in {found.quarters[-1]}: {end.difference:+.3f}".replace("-0.", "−0.") in words


def test_runs_that_are_no_pairs_are_told_why():
    words = page("no pairs").words
    assert "These runs cannot be compared pair by pair. Window: 2015-Q1 to 2017-Q4, and 2015-Q1 to 2020-Q4" in words
    assert "A is baseline, B is baseline+washington.engagement=0.5" in words


def test_runs_that_are_the_same_are_told_so():
    assert "No member differs in any quarter: the two runs are the same" in page("the same").words


@pytest.mark.parametrize("kind", [kind for kind in KINDS if len(KINDS[kind]()) > 1])
def test_every_run_has_a_column_of_its_own(kind):
    heads = [text for tag, text in page(kind).texts if tag == "th"]
    for one in KINDS[kind]():
        assert heads.count(one.name) >= 3


# -- results made earlier ---------------------------------------------------------------------------------------------
@pytest.fixture
def folder(tmp_path):
    made = Run.of(simulate(short("cheap-oil", members=40, quarters=8)))
    made.save(tmp_path / "cheap-oil", command="tightrope run cheap-oil --members 40")
    return tmp_path / "cheap-oil"


def written_from(folder) -> str:
    opened = open_run(folder)
    try:
        return report_of([opened])
    finally:
        opened.close()


def test_a_folder_is_told_as_the_run_was(folder):
    words = plain(written_from(folder))
    assert "tightrope run cheap-oil --members 40" in words
    assert "The scenario cheap-oil extends baseline." in words and "cheap-oil.yaml:" in words


def test_a_folder_that_would_live_otherwise_now_is_told_without_what_needs_it(folder, monkeypatch):
    # As if the rules had changed since: members that live again have another position.
    import xarray as xr

    path = folder / "trajectories.nc"
    with xr.open_dataset(path, engine="h5netcdf") as opened:
        data = opened.load()
    data["baku.position"] = data["baku.position"] * 0.5
    data.to_netcdf(path, engine="h5netcdf")
    words = written_from(folder)
    assert "cheap-oil: cannot be said. Its members live otherwise today, so it cannot be explained." in words
    assert "Share of members in each outcome" in words
    assert "spoke most for it" not in words


def test_a_scenario_of_the_report_runs_again(tmp_path):
    one = still()
    text = next(data for tag, data in page("still").texts if tag == "code" and data.startswith("title: "))
    path = tmp_path / "again.yaml"
    path.write_text(text, encoding="utf-8")
    from tightrope.scenario import load

    again = simulate(load(path))
    kept = np.moveaxis(one.data["baku.position"].values, 0, -1)
    assert np.array_equal(again.records["baku.position"], kept)


def test_ranges_that_differ_between_runs_are_told_for_each():
    narrow, wide = ({"low": low, "high": high} for low, high in ((0.4, 0.6), (0.0, 1.0)))
    runs = [
        Run.of(simulate(short(members=200, uncertainty="chance", **{"washington.engagement": one})), name=name)
        for name, one in (("narrow", narrow), ("wide", wide))
    ]
    found = Page(report_of(runs))
    assert "narrow: 0.5 (0.4 to 0.6); wide: 0.5 (0 to 1)" in found.words
    assert {"narrow: with position", "wide: with position"} <= {text for tag, text in found.texts if tag == "th"}
