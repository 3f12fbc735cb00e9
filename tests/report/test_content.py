"""What a report says is what the run found."""

from __future__ import annotations

import functools
import re

import numpy as np
import pytest
from tests.report.pages import KINDS, Page, page
from tests.small_runs import filtered, history, run, sharing, short, still

from tightrope.comparison import compare
from tightrope.comparison.differences import DOWN, UP
from tightrope.comparison.words import causes_told, interval_words, is_share
from tightrope.ensemble import simulate
from tightrope.explanation import answer, subject_of
from tightrope.figures import FIGURES
from tightrope.numbers import drawn
from tightrope.outcomes import OUTCOMES, wilson
from tightrope.release import RELEASED, own_version
from tightrope.report import closing, describe, report_of
from tightrope.report.words import MINUS, signed
from tightrope.results import Run, open_run
from tightrope.scenario import load

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
    assert shared not in words and shared in of_forty_vectors().words


# -- several runs -----------------------------------------------------------------------------------------------------
def test_pairs_are_compared_with_the_first_run():
    found = compare(run(), run("cheap-oil"))
    end = found.effect("baku.position", found.quarters[-1])
    words = page("two").words
    assert f"{found.pairs.count:,} pairs of members" in words
    assert f"Mean position in {found.quarters[-1]}: {end.difference:+.3f}".replace("-0.", "−0.") in words


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


# -- what stands once -------------------------------------------------------------------------------------------------
def test_a_note_that_several_figures_have_stands_once_above_them():
    found = Page(report_of([history()]))
    for note in ("Dotted lines: dates of real events", "Events: (a) "):
        assert found.words.count(note) == 1
        assert found.words.index("What came out") < found.words.index(note) < found.words.index("Baku's position: ")
    captions = found.source.split("<figcaption")[1:]
    assert len(captions) == len(FIGURES)
    # What only one figure has stays with it.
    assert sum("One possible course among many" in one.split("</figcaption>")[0] for one in captions) == 1


def test_runs_of_the_same_size_are_looked_at_in_one_sentence():
    assert page("two").words.count("Looked at, of ") == 1
    assert "Looked at, of each run: all 60 members." in page("two").words


# -- parameter vectors ------------------------------------------------------------------------------------------------
@functools.cache
def of_forty_vectors() -> Page:
    """Two members for each of forty parameter vectors: enough vectors for a correlation."""
    plan = sharing("baseline", (True,) * 40).set({"members": 80, "quarters": 8})
    return Page(report_of([Run.of(simulate(plan))]))


def test_members_that_share_vectors_are_not_said_to_draw_for_themselves():
    words = of_forty_vectors().words
    assert "Every member drew its own value" not in words
    assert "Members share parameter vectors: a vector is one full draw" in words
    drawn_here = len([key for key in load("baseline").seeds.parameters if drawn(sharing("baseline"), key)])
    assert f"{drawn_here} numbers drawn by 40 parameter vectors, which 80 members share;" in words
    assert "Every member drew its own value" in page("one").words
    assert "60 members" in page("one").words and "parameter vectors, which" not in page("one").words


# -- in short ---------------------------------------------------------------------------------------------------------
def in_short(found: Page) -> str:
    return found.words.split("In short")[2].split("What was varied")[0]


def test_what_everybody_reached_and_left_again_is_said_in_short():
    rows = history().ever().set_index("outcome")
    assert rows.loc["coerced", "ever"] == 1 and rows.loc["coerced", "gone_at_end"] == 1
    told = in_short(Page(report_of([history()])))
    assert "Reached by every member, and left again by some: " in told
    # 40 of 40 out of it: Wilson's interval at 90 % goes from 40/(40 + 1.645^2) = 93.7 % to 100 %.
    assert f"coerced (half of them by {rows.loc['coerced', 'first_p50']}; 100.0 % (93.7 to 100.0) are out" in told


def test_a_share_of_those_that_reached_an_outcome_has_its_interval():
    one = run("cheap-oil")
    code = OUTCOMES.index("Eurasian accession")
    ever, gone = int(one.tally.ever[code]), int(one.tally.gone[code])
    assert 0 < ever < one.members
    low, high = wilson(np.array(gone), ever)
    told = f"{100 * gone / ever:.1f} % ({100 * float(low):.1f} to {100 * float(high):.1f})"
    assert f"{told} of these are out of it at the end" in in_short(page("one"))


def test_a_second_run_is_told_in_short_by_its_differences_to_the_first():
    found = compare(run(), run("cheap-oil"))
    told = in_short(page("two")).replace(MINUS, "-")
    last = found.quarters[-1]
    assert f"Beside baseline, pair by pair, in {last} (in brackets: 90 % intervals): " in told
    ends = [one for one in found.effects if one.when == last and one.verdict in (UP, DOWN)]
    shares = sorted((one for one in ends if is_share(one)), key=lambda one: -abs(one.difference))
    assert shares
    assert [told.index(f"{one.output} {interval_words(one)} points") for one in shares[:3]] == sorted(
        told.index(f"{one.output} {interval_words(one)} points") for one in shares[:3]
    )
    assert "Beside " not in in_short(page("one"))


def test_runs_that_cannot_be_compared_or_do_not_differ_say_so_in_short():
    assert "It cannot be compared with baseline pair by pair. Window: " in in_short(page("no pairs"))
    assert "No member differs from baseline in any quarter." in in_short(page("the same"))


def test_a_difference_of_positions_is_called_one_of_means():
    words = page("two").words
    assert "Mean position in 2020-Q4: " in words and "Mean position and shares of members" in words
    heads = [text for tag, text in page("two").texts if tag == "th"]
    assert "mean position" in heads and "position" not in heads


def test_causes_that_are_not_listed_are_counted_in_a_last_row():
    found = compare(run(), run("cheap-oil"))
    told, others = causes_told(found, abroad=False)
    ranked = [one for one in found.causes() if one.pairs]
    assert others is not None and len(ranked) == len(told) + others.causes
    assert sum(one.pairs for one in told) + others.pairs == found.partings.count
    assert f"all others ({others.causes} causes)" in page("two").words


# -- citing -----------------------------------------------------------------------------------------------------------
def test_a_citation_has_author_year_and_version():
    told = f"the tightrope authors ({RELEASED[:4]}): tightrope, version {own_version()} [computer program]; scenario"
    assert told in page("one").words


def test_a_line_too_long_for_paper_hangs_and_the_file_stays_the_same():
    text = f"title: T\nquestion: {'what ' * 40}?\nmembers: 3\n"
    made = closing._file(text)
    assert "".join(made.itertext()) == text
    assert [one.get("class") for one in made] == ["long"]
    assert len(closing._file("title: T\nmembers: 3\n")) == 0
