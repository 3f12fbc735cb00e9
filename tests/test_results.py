from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import xarray as xr
from tests.small_runs import (
    MEMBERS,
    PASSES,
    QUARTERS,
    ensemble,
    filtered,
    history,
    run,
    sharing,
    short,
    still,
    tiny,
    with_vectors,
)

import tightrope as tr
from tightrope.ensemble import simulate
from tightrope.errors import InputError, RunError
from tightrope.evidence import ranges_digest
from tightrope.face import plan_of
from tightrope.marked import read_marked
from tightrope.outcomes import OUTCOMES, between_vectors
from tightrope.results import (
    DISCLAIMER,
    OIL_CAVEAT,
    Run,
    check_place,
    clear_leftovers,
    is_results_folder,
    numbers_used,
    open_run,
)
from tightrope.results.interrupts import interrupts_held
from tightrope.scenario import load

FILES = {
    "scenario.yaml",
    "parameters.yaml",
    "trajectories.nc",
    "trajectories.csv",
    "summary.csv",
    "outcomes.csv",
    "ever.csv",
    "run.json",
}


ONE_OF_EACH = ["world.reserves", "baku.position", "baku.outcome", "move.baku.home", "moscow.lever", "world.treaty"]
"""A variable of each kind: amounts, levels, codes, choices, and what there are several of."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A results folder as written."""
    place = tmp_path_factory.mktemp("results") / "baseline"
    run().save(place, command="tightrope run baseline")
    return place


@pytest.fixture(scope="module")
def folded() -> Run:
    """A run that was too large to keep whole."""
    with pytest.MonkeyPatch.context() as patch:
        module = sys.modules["tightrope.ensemble.simulate"]
        patch.setattr(module, "WHOLE_UP_TO", 50)
        patch.setattr(module, "KEPT_WHOLE", 20)
        return Run.of(simulate(short()))


# -- labelled arrays --------------------------------------------------------------------------------------------------


def test_paths_are_labelled_by_member_quarter_and_lever() -> None:
    data = run().data
    assert data["baku.position"].dims == ("member", "quarter")
    assert data["moscow.lever"].dims == ("member", "quarter", "lever")
    assert data["world.treaty"].dims == ("member", "quarter", "treaty")
    assert data["quarter"].values[[0, -1]].tolist() == ["2015-Q1", "2020-Q4"]
    assert data["year"].values[1] == 2015.25
    assert data["lever"].values[0] in load("baseline").seeds.levers


def test_labelling_moves_no_number() -> None:
    data = run().data
    for key, values in ensemble().records.items():
        assert np.array_equal(np.moveaxis(data[key].values, 0, -1), values), key
    assert data["baku.position"].sel(member=17, quarter="2016-Q2") == ensemble().records["baku.position"][5, 17]


def test_every_variable_has_a_unit_and_a_name_in_words() -> None:
    for key, variable in run().data.data_vars.items():
        assert variable.attrs["units"] and variable.attrs["long_name"] and "group" in variable.attrs, key


def test_codes_carry_their_meanings() -> None:
    assert run().data["baku.outcome"].attrs["flag_meanings"].split(", ") == list(OUTCOMES)
    assert run().data["move.moscow.act"].attrs["flag_meanings"].startswith("hold, invite, squeeze")
    assert run().data["world.treaty"].attrs["flag_meanings"].split(", ")[3] == "member"


def test_the_sentences_that_must_travel_do() -> None:
    found = run().data.attrs
    assert found["disclaimer"] == DISCLAIMER == "A tool for disciplined what-if reasoning, not a forecast."
    assert found["question"] == load("baseline").question
    assert "numpy" in found["versions"] and "mesa" in found["versions"]
    assert "the two are mixed" in found["spread"]
    assert "all spread is luck" in history().data.attrs["spread"]
    assert "no luck" in still().data.attrs["spread"]
    assert "5 parameter vectors" in with_vectors().data.attrs["spread"]


def test_luck_and_a_scenarios_own_ranges_are_not_called_luck() -> None:
    mixed = short(uncertainty="chance", **{"moscow.drive": {"low": 0.5, "high": 0.9}})
    found = Run.of(simulate(mixed, 2, record=["baku.position"]))
    assert "mixed with the ranges that the scenario sets" in found.data.attrs["spread"]


def test_the_oil_caveat_goes_with_every_run_whose_oil_path_leaves_the_baselines() -> None:
    assert "oil_caveat" not in run().data.attrs
    assert "oil_caveat" not in history().data.attrs  # its prices are the recorded ones, before the baseline begins
    assert run("cheap-oil").data.attrs["oil_caveat"] == OIL_CAVEAT
    other = Run.of(simulate(short(**{"world.oil_price": 60}), 2, record=["baku.position"]))
    assert other.data.attrs["oil_caveat"] == OIL_CAVEAT


# -- tables -----------------------------------------------------------------------------------------------------------


def test_outcome_shares_lie_in_their_luck_interval() -> None:
    table = run().outcomes()
    assert list(table) == ["quarter", "outcome", "share", "luck_low", "luck_high", "vector_low", "vector_high"]
    assert len(table) == QUARTERS * len(OUTCOMES)
    assert table.groupby("quarter")["share"].sum().to_numpy() == pytest.approx(1)
    assert (table["luck_low"] <= table["share"]).all() and (table["share"] <= table["luck_high"]).all()


def test_the_vector_interval_is_empty_where_every_member_draws_its_own() -> None:
    assert run().outcomes()[["vector_low", "vector_high"]].isna().all(axis=None)
    assert with_vectors().outcomes()[["vector_low", "vector_high"]].notna().all(axis=None)


def test_without_chance_nothing_is_left_to_luck() -> None:
    table = still().outcomes()
    assert set(table["share"]) <= {0.0, 1.0}
    assert table["luck_low"].equals(table["share"]) and table["luck_high"].equals(table["share"])


def test_the_summary_holds_the_percentiles_of_all_members() -> None:
    table = run().summary().set_index(["variable", "quarter"])
    position = ensemble().records["baku.position"]
    row = table.loc[("baku.position", "2017-Q3")]
    assert row.to_numpy() == pytest.approx([position[10].mean(), *np.percentile(position[10], [5, 25, 50, 75, 95])])
    lever = ensemble().records["moscow.lever"][:, 4]
    assert table.loc[("moscow.lever.brokers", "2015-Q1"), "p50"] == pytest.approx(np.median(lever[0]))
    assert "baku.outcome" not in table.index.get_level_values(0)


def test_ever_tells_when_and_whether_it_lasted() -> None:
    table = run().ever().set_index("outcome")
    codes = ensemble().records["baku.outcome"]
    drift = (codes == OUTCOMES.index("tactical drift east")).any(axis=0)
    assert table.loc["tactical drift east", "ever"] == drift.mean()
    never = table[table["ever"] == 0]
    assert len(never) and never[["first_p50", "left_once", "gone_at_end"]].isna().all(axis=None)
    reached = table[table["ever"] > 0]
    assert reached["first_p50"].str.fullmatch(r"20\d\d-Q[1-4]").all()


def test_the_member_nearest_the_median_is_the_nearest() -> None:
    position = ensemble().records["baku.position"].astype(float)
    away = ((position - np.median(position, axis=1, keepdims=True)) ** 2).mean(axis=0)
    assert run().nearest_median() == away.argmin()


def test_typical_members_are_spread_over_the_final_positions() -> None:
    final = ensemble().records["baku.position"][-1]
    ranks = [int((final < final[member]).sum()) for member in run().typical_members(5)]
    assert ranks == pytest.approx([6, 18, 30, 42, 54], abs=1)


def test_a_missing_variable_or_member_is_named() -> None:
    limited = Run.of(simulate(short(quarters=2), 3, record=["baku.position"]))
    with pytest.raises(RunError, match=r"did not keep baku\.outcome; run it again"):
        limited.outcomes()
    with pytest.raises(RunError, match="holds no path of member 99; it has 60, from 0 to 59"):
        run().path("baku.position", 99)


def test_the_band_between_vectors_is_narrower_than_that_of_members() -> None:
    band = with_vectors().vector_band("baku.position")
    assert band is not None
    five = with_vectors().percentiles("baku.position")
    assert (band[1] - band[0] < five[4] - five[0]).mean() > 0.9
    assert run().vector_band("baku.position") is None


# -- the control as a filter ------------------------------------------------------------------------------------------
def test_with_the_control_as_a_filter_only_members_of_vectors_that_pass_are_counted() -> None:
    again = filtered().plausible
    assert again is not None and again is not filtered()
    members = [member for member in range(MEMBERS) if PASSES[member % 6]]
    assert again.data["member"].values.tolist() == members
    assert (again.members, again.vector_count) == (40, 4)
    # The vectors that are left are numbered anew: 0, 2, 3 and 5 become 0 to 3.
    assert again.data["vector"].values[:6].tolist() == [0, 1, 2, 3, 0, 1]
    alone = simulate(sharing(), members, record=["baku.position"])
    assert np.array_equal(again.data["baku.position"].values.T, alone.records["baku.position"])


@pytest.mark.parametrize(("table", "keys"), [("outcomes", 2), ("ever", 1), ("summary", 2)])
def test_every_table_of_shared_vectors_is_given_with_and_without_the_filter(table: str, keys: int) -> None:
    both = getattr(filtered(), table)()
    own = getattr(filtered().plausible, table)()
    plain = [column for column in both.columns if not column.startswith("plausible_")]
    assert list(both.columns) == plain + [f"plausible_{column}" for column in plain[keys:]]
    assert {"vector_low", "vector_high"} <= set(plain)
    for column in plain[keys:]:
        pd.testing.assert_series_equal(both[f"plausible_{column}"], own[column], check_names=False)
    assert not both[plain[keys]].equals(both[f"plausible_{plain[keys]}"])
    assert not [column for column in getattr(run(), table)().columns if column.startswith("plausible_")]


def test_a_filter_that_all_vectors_pass_changes_nothing_and_one_that_none_passes_leaves_nothing() -> None:
    everyone = Run.of(simulate(sharing(passes=(True, True))))
    assert everyone.plausible is everyone
    table = everyone.outcomes()
    assert table["share"].equals(table["plausible_share"])
    nobody = Run.of(simulate(sharing(passes=(False, False))))
    assert nobody.plausible is None
    assert nobody.outcomes()["plausible_share"].isna().all()
    assert run().passing is None and run().plausible is None


def test_the_vector_interval_of_ever_is_that_of_the_vectors_shares_with_luck_taken_out() -> None:
    found = filtered()
    codes = found.data["baku.outcome"].values
    share = np.array([(codes[vector::6] == 1).any(axis=1).mean() for vector in range(6)])
    low, high = between_vectors(share, (share * (1 - share) / 9).mean())
    row = found.ever().set_index("outcome").loc["tactical drift east"]
    assert (row["vector_low"], row["vector_high"]) == pytest.approx((low, high))


@pytest.mark.slow
def test_a_folded_run_is_filtered_like_a_whole_one(tmp_path: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        module = sys.modules["tightrope.ensemble.simulate"]
        patch.setattr(module, "WHOLE_UP_TO", 50)
        patch.setattr(module, "KEPT_WHOLE", 20)
        folded = Run.of(simulate(sharing(), piece=25, record=ONE_OF_EACH))
    assert folded.folded
    whole = Run.of(simulate(sharing(), record=ONE_OF_EACH))
    for found in (folded, open_run(_saved(folded, tmp_path / "folded"))):
        again = found.plausible
        assert again is not None and again.members == 40
        pd.testing.assert_frame_equal(found.outcomes(), whole.outcomes())
        pd.testing.assert_frame_equal(found.ever(), whole.ever())
        one, other = found.summary(), whole.summary()
        assert one["plausible_mean"].to_numpy() == pytest.approx(other["plausible_mean"].to_numpy(), abs=1e-5)


@pytest.mark.slow
def test_a_run_of_older_vectors_runs_again_with_them(tmp_path: Path) -> None:
    place = tmp_path / "run"
    filtered().save(place)
    shared = plan_of(place).vectors
    assert shared == sharing().vectors
    assert open_run(place).scenario.vectors == shared
    text = (place / "parameters.yaml").read_text(encoding="utf-8")
    digest = ranges_digest(run().scenario.seeds.parameters)
    (place / "parameters.yaml").write_text(
        text.replace(digest, "0" * 64).replace(f"seeds: {run().scenario.seeds.digest}", "seeds: older"),
        encoding="utf-8",
    )
    assert "parameter vectors were drawn from ranges that have changed since the run" in plan_of(place).warnings[-1]


# -- a folded run -----------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_folded_run_answers_like_a_whole_one(folded: Run, tmp_path: Path) -> None:
    assert folded.members == MEMBERS and folded.data.sizes["member"] == 20
    assert folded.data["last.baku.position"].dims == ("everyone",)
    for found in (folded, open_run(_saved(folded, tmp_path / "folded"))):
        pd.testing.assert_frame_equal(found.outcomes(), run().outcomes())
        pd.testing.assert_frame_equal(found.ever(), run().ever())
        one, other = found.summary(), run().summary()
        assert one[["quarter", "variable"]].equals(other[["quarter", "variable"]])
        assert one["mean"].to_numpy() == pytest.approx(other["mean"].to_numpy(), abs=1e-5)


def _saved(found: Run, place: Path) -> Path:
    found.save(place)
    return place


# -- the folder -------------------------------------------------------------------------------------------------------


def test_a_results_folder_holds_what_is_promised(folder: Path) -> None:
    assert {path.name for path in folder.iterdir()} == FILES
    assert is_results_folder(folder)
    assert list(folder.parent.iterdir()) == [folder]  # nothing is left beside it


def test_the_trajectories_open_in_plain_xarray(folder: Path) -> None:
    with xr.open_dataset(folder / "trajectories.nc") as data:
        assert data["baku.position"].dtype == np.float32
        assert np.array_equal(data["baku.position"].values.T, ensemble().records["baku.position"])
        assert data["world.reserves"].attrs["units"] == "USD bn"
        assert data.attrs["disclaimer"] == DISCLAIMER


def test_the_same_run_writes_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    again = Run.of(simulate(short(), piece=13), seconds=0.5)
    again.save(tmp_path / "again")
    for name in FILES - {"run.json"}:
        assert (tmp_path / "again" / name).read_bytes() == (folder / name).read_bytes(), name


def test_the_scenario_in_the_folder_runs_again_to_the_same_paths(folder: Path) -> None:
    again = simulate(load(str(folder / "scenario.yaml")))
    for key, values in ensemble().records.items():
        assert np.array_equal(again.records[key], values), key


def test_an_opened_run_answers_like_the_one_that_was_saved(folder: Path) -> None:
    opened = open_run(folder)
    assert opened.name == "baseline" and opened.scenario.name == "baseline" and opened.seconds == 0.5
    pd.testing.assert_frame_equal(opened.summary(), run().summary())
    pd.testing.assert_frame_equal(opened.outcomes(), run().outcomes())
    assert opened.nearest_median() == run().nearest_median()
    opened.close()


def test_parameters_are_written_with_grade_and_evidence(folder: Path) -> None:
    text = (folder / "parameters.yaml").read_text()
    for key, parameter in load("baseline").seeds.parameters.items():
        assert f"\n  {key}:\n" in text, key
        assert parameter.grade in text
    cheap = numbers_used.as_text(load("cheap-oil"))
    entry = cheap[cheap.index("\n  world.oil_price:") :].split("\n  world.", 2)[1]
    assert "set_by: " in entry and "cheap-oil.yaml:" in entry and "otherwise:" in entry


def test_the_theory_of_a_run_is_written_with_its_numbers_and_its_source_and_comes_back_after_a_change(
    tmp_path: Path,
) -> None:
    tr.run("baseline", members=3, quarters=2, theory="prospect-theory").save(tmp_path / "loss")
    written = read_marked(tmp_path / "loss" / "parameters.yaml").data["theory"]
    assert (written["id"], written["transform"]) == ("prospect-theory", "value function")
    assert written["numbers"]["loss_aversion"]["value"] == 2.25
    assert written["numbers"]["loss_aversion"]["unit"] == "factor"
    head = json.loads((tmp_path / "loss" / "run.json").read_text())
    assert {"kahneman-tversky-1979", "tversky-kahneman-1992"} <= {source["id"] for source in head["sources"]}
    # As if loss aversion had been another when the run was made.
    path = tmp_path / "loss" / "parameters.yaml"
    text = path.read_text().replace(load("baseline").seeds.digest, "0" * 64)
    path.write_text(text.replace("value: 2.25", "value: 2.5"))
    opened = open_run(tmp_path / "loss")
    assert opened.scenario.seeds.theories["prospect-theory"].numbers["loss_aversion"] == 2.5
    assert any(text.endswith("the theory prospect-theory") for text in opened.scenario.warnings)
    opened.close()


def test_run_json_says_how_to_make_and_to_cite_it(folder: Path) -> None:
    head = json.loads((folder / "run.json").read_text())
    assert head["command"] == "tightrope run baseline"
    assert (head["seed"], head["members"], head["quarters"]) == (20141203, MEMBERS, QUARTERS)
    assert head["sha256"]["scenario"] == hashlib.sha256((folder / "scenario.yaml").read_bytes()).hexdigest()
    assert head["sha256"]["seeds"] == load("baseline").seeds.digest
    assert {"tightrope", "python", "numpy", "mesa"} <= set(head["versions"])
    assert head["seconds"]["simulating"] == 0.5 and head["seconds"]["writing"] > 0
    assert {"going-it-alone", "closer-to-russia"} <= {source["id"] for source in head["sources"]}
    assert head["disclaimer"] == DISCLAIMER and OIL_CAVEAT in head["caveats"]
    assert "seed 20141203" in head["cite"]
    assert set(head["files"]) == FILES


def test_the_spreadsheet_has_the_median_and_five_members_in_long_form(folder: Path) -> None:
    table = pd.read_csv(folder / "trajectories.csv", dtype={"value": str})
    assert list(table) == ["path", "quarter", "variable", "unit", "value"]
    assert list(dict.fromkeys(table["path"])) == ["median", *(f"member {one}" for one in run().typical_members(5))]
    median = table[(table["path"] == "median") & (table["variable"] == "baku.position")]
    expected = np.median(ensemble().records["baku.position"], axis=1)
    assert median["value"].astype(float).to_numpy() == pytest.approx(expected, rel=1e-5)
    assert set(table[table["variable"] == "baku.outcome"]["value"]) <= set(OUTCOMES)


def test_a_run_with_a_limited_record_is_written_without_what_it_did_not_keep(tmp_path: Path) -> None:
    limited = Run.of(simulate(short(quarters=2), 3, record=["baku.position"]))
    limited.save(tmp_path / "limited")
    assert {path.name for path in (tmp_path / "limited").iterdir()} == FILES - {"outcomes.csv", "ever.csv"}
    assert set(json.loads((tmp_path / "limited" / "run.json").read_text())["files"]) == FILES - {
        "outcomes.csv",
        "ever.csv",
    }


def test_a_run_that_kept_nothing_to_tabulate_is_written_with_empty_tables(tmp_path: Path) -> None:
    Run.of(simulate(short(quarters=2), 3, record=["baku.outcome"])).save(tmp_path / "limited")
    assert (tmp_path / "limited" / "summary.csv").read_text() == "quarter,variable,mean,p5,p25,p50,p75,p95\n"
    assert (tmp_path / "limited" / "trajectories.csv").read_text() == "path,quarter,variable,unit,value\n"


# -- never half, never over something else ----------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["folder", "file", "link", "foreign"])
def test_what_is_no_results_folder_is_never_replaced(kind: str, tmp_path: Path, folder: Path) -> None:
    place = tmp_path / "baseline"
    if kind == "file":
        place.write_text("a thesis")
    elif kind == "link":
        place.symlink_to(folder)
    else:
        place.mkdir()
        (place / "thesis.txt").write_text("a thesis")
        if kind == "foreign":
            (place / "run.json").write_text('{"kind": "something else"}')
    before = sorted(str(path) for path in tmp_path.rglob("*"))
    with pytest.raises(InputError, match="something that is not a results folder; expected nothing, or a folder with"):
        tiny().save(place)
    with pytest.raises(InputError):
        check_place(place)
    assert sorted(str(path) for path in tmp_path.rglob("*")) == before


def test_a_results_folder_is_replaced_whole(tmp_path: Path) -> None:
    place = tmp_path / "baseline"
    tiny().save(place)
    (place / "figures").mkdir()
    (place / "figures" / "levers.svg").write_text(f"<svg>{DISCLAIMER}</svg>")
    tiny().save(place, command="again")
    assert {path.name for path in place.iterdir()} == FILES
    assert json.loads((place / "run.json").read_text())["command"] == "again"
    assert list(tmp_path.iterdir()) == [place]


OWN = ("notes.txt", "figures/mine.png", "figures/notes.txt", "for class/deep/sheet.csv")


def test_what_no_run_wrote_is_carried_over_when_a_run_takes_the_place_of_another(tmp_path: Path) -> None:
    place = tmp_path / "baseline"
    tiny().save(place)
    for name in OWN:
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_text(f"my {name}")
    (place / "summary.csv").write_text("of the old run")
    (place / "link").symlink_to("notes.txt")
    (place / "elsewhere").symlink_to(tmp_path)
    tiny().save(place, command="again")
    assert [(place / name).read_text() for name in OWN] == [f"my {name}" for name in OWN]
    assert os.readlink(place / "link") == "notes.txt" and os.readlink(place / "elsewhere") == str(tmp_path)
    assert (place / "summary.csv").read_text() != "of the old run"
    assert list(tmp_path.iterdir()) == [place]


def test_what_no_run_wrote_is_still_there_where_a_file_cannot_have_two_names_or_the_writing_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(*_: object, **__: object) -> None:
        raise PermissionError

    place = tmp_path / "baseline"
    tiny().save(place)
    (place / "notes.txt").write_text("mine")
    monkeypatch.setattr(os, "link", no_links)
    tiny().save(place)
    assert (place / "notes.txt").read_text() == "mine"
    monkeypatch.setattr("tightrope.results.others.shutil.copy2", no_links)
    with pytest.raises(PermissionError):
        tiny().save(place, command="again")
    assert (place / "notes.txt").read_text() == "mine"
    assert json.loads((place / "run.json").read_text())["command"] == ""
    assert list(tmp_path.iterdir()) == [place]


def test_a_failure_while_writing_leaves_the_old_folder_and_nothing_else(tmp_path: Path) -> None:
    place = tmp_path / "baseline"
    tiny().save(place, command="first")

    def fail(_: Run, __: Path) -> list[Path]:
        raise RuntimeError("no more paper")

    with pytest.raises(RuntimeError, match="no more paper"):
        tiny().save(place, draw=fail)
    assert list(tmp_path.iterdir()) == [place]
    assert json.loads((place / "run.json").read_text())["command"] == "first"


def test_figures_are_part_of_the_whole(tmp_path: Path) -> None:
    def draw(_: Run, into: Path) -> list[Path]:
        into.mkdir()
        (into / "position.svg").write_text("<svg/>")
        return [into / "position.svg"]

    files = tiny().save(tmp_path / "baseline", draw=draw)
    assert tmp_path / "baseline" / "figures" / "position.svg" in files
    assert all(path.is_file() for path in files)
    assert json.loads((tmp_path / "baseline" / "run.json").read_text())["figures"] == ["figures/position.svg"]


KILLED = """
    import os, signal, sys
    from pathlib import Path
    sys.path.insert(0, {root!r})
    from tests.small_runs import run

    def draw(run, folder):
        os.kill(os.getpid(), {how})

    if __name__ == "__main__":
        signal.signal(signal.SIGINT, signal.default_int_handler)
        run().save(Path(sys.argv[1]), draw=draw)
"""


@pytest.mark.slow
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_a_run_that_is_stopped_leaves_nothing_that_looks_finished(how: signal.Signals, tmp_path: Path) -> None:
    script, results = tmp_path / "script.py", tmp_path / "results"
    root = str(Path(__file__).parents[1])
    script.write_text(textwrap.dedent(KILLED).format(root=root, how=int(how)))
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    stopped = subprocess.run(
        [sys.executable, str(script), str(results / "baseline")], capture_output=True, text=True, env=environment
    )
    assert stopped.returncode != 0
    left = list(results.iterdir())
    assert not (results / "baseline").exists()
    if how == signal.SIGINT:
        assert "KeyboardInterrupt" in stopped.stderr and not left
        return
    # Killed outright it leaves its unfinished folder, which does not pass for results and goes with the next run.
    assert [path.name.startswith(".baseline.part-") for path in left] == [True]
    assert not is_results_folder(left[0])
    run().save(results / "other")
    assert sorted(path.name for path in results.iterdir()) == ["other"]


def _dead_process() -> int:
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        process.wait()
    return process.pid


def test_a_folder_caught_between_two_renames_is_put_back(tmp_path: Path) -> None:
    tiny().save(tmp_path / "baseline")
    waiting = tmp_path / f".baseline.old-{_dead_process()}"
    (tmp_path / "baseline").rename(waiting)
    assert clear_leftovers(tmp_path) == [waiting]
    assert [path.name for path in tmp_path.iterdir()] == ["baseline"]
    assert is_results_folder(tmp_path / "baseline")


def test_the_unfinished_folder_of_a_run_that_still_goes_on_is_left_alone(tmp_path: Path) -> None:
    mine = [tmp_path / f".baseline.part-{os.getppid()}", tmp_path / ".gitignore", tmp_path / ".part-of-my-thesis-1"]
    for path in mine:
        path.mkdir()
    assert clear_leftovers(tmp_path) == []
    assert sorted(tmp_path.iterdir()) == sorted(mine)


def test_a_leftover_with_this_processs_own_number_goes_only_with_the_folder_it_stands_for(tmp_path: Path) -> None:
    mine = tmp_path / f".baseline.part-{os.getpid()}"
    mine.mkdir()
    tiny().save(tmp_path / "other")
    assert mine.exists()
    tiny().save(tmp_path / "baseline")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["baseline", "other"]


@pytest.mark.parametrize("content", [None, "not json", "[]", "{}"])
def test_opening_what_is_no_results_folder_is_refused(content: str | None, tmp_path: Path) -> None:
    if content is not None:
        (tmp_path / "run.json").write_text(content)
    with pytest.raises(InputError, match="not a results folder; expected a folder written by a run"):
        open_run(tmp_path)


@pytest.mark.parametrize("size", [0, 100, 5000, None])
def test_trajectories_that_are_cut_off_or_lost_are_refused_by_the_name_of_their_file(
    size: int | None, tmp_path: Path, folder: Path
) -> None:
    place = Path(shutil.copytree(folder, tmp_path / "cut"))
    file = place / "trajectories.nc"
    if size is None:
        file.unlink()
    else:
        os.truncate(file, size)
    found = "missing" if size is None else rf"not readable, perhaps cut off \({size:,} bytes\)"
    with pytest.raises(InputError, match=rf"cut/trajectories.nc: {found}; expected the file as the run wrote it"):
        open_run(place)


def test_a_run_keeps_its_numbers_when_the_projects_change(tmp_path: Path) -> None:
    tiny().save(tmp_path / "old")
    path = tmp_path / "old" / "parameters.yaml"
    text = path.read_text().replace(load("baseline").seeds.digest, "0" * 64)
    # As if the weight had been another when the run was made, and a parameter had gone since.
    head, mark, tail = text.partition("\n  baku.memory_decay:\n")
    assert mark
    path.write_text(f"{head}\n  baku.gone: {{value: 1.0}}{mark}{_with_value(tail, 0.0123)}")
    opened = open_run(tmp_path / "old")
    assert opened.scenario.setting("baku.memory_decay").knots[0].value == 0.0123
    assert any("the parameter baku.gone is no longer known" in text for text in opened.scenario.warnings)
    opened.close()


def _with_value(entry: str, value: float) -> str:
    """An entry of parameters.yaml with another value, certain."""
    before, _, after = entry.partition("    value:")
    rest = after[after.index("\n    ", 1) + 1 :]
    while rest.startswith("      "):
        rest = rest[rest.index("\n") + 1 :]
    return f"{before}    value: {value}\n{rest}"


# -- while the trajectories are written -------------------------------------------------------------------------------
def test_an_interrupt_waits_until_the_trajectories_are_made() -> None:
    done = []
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # in the background a shell has it ignored
    try:
        with pytest.raises(KeyboardInterrupt), interrupts_held():
            signal.raise_signal(signal.SIGINT)
            done.append("made")
        assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    finally:
        signal.signal(signal.SIGINT, before)
    assert done == ["made"]


@pytest.mark.skipif(sys.platform != "linux", reason="limits the size of files as Linux does")
def test_a_disk_that_is_full_is_told_and_leaves_nothing(tmp_path: Path) -> None:
    code = (
        "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000));"
        "from tightrope.cli import main; main()"
    )
    words = ["run", "baseline", "--members", "300", "--quarters", "8", "--out", str(tmp_path)]
    done = subprocess.run([sys.executable, "-c", code, *words], capture_output=True, text=True, timeout=120)
    assert done.returncode == 1
    assert "Failed: " in done.stderr and "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []
