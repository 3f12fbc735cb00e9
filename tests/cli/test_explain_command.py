from __future__ import annotations

import json
import re
from pathlib import Path

import h5py
import pytest

from tightrope.results import DISCLAIMER
from tightrope.scenario import load

LATER = "".join(f"  {event}: null\n" for event in load("history").events)
SHORT = f"title: T\nquestion: Q?\nextends: history\nquarters: 8\nmembers: 6\nevents:\n{LATER}"


@pytest.fixture
def short(tmp_path: Path) -> str:
    """A scenario of 1992 and 1993."""
    (tmp_path / "short.yaml").write_text(SHORT, encoding="utf-8")
    return "short.yaml"


# -- the three things it prints ---------------------------------------------------------------------------------------
def test_the_story_of_1993_reads_as_the_documents_tell_it(short, tightrope):
    result = tightrope("explain", short, "--member", 3)
    assert (result.exit_code, result.stderr) == (0, "")
    text = " ".join(result.stdout.split())
    assert text.startswith("T (short: member 3) Q? 1992-Q1 to 1993-Q4; theory: quantal-response; uncertainty: chance")
    number = r"[+-]?[0-9]\.[0-9]{2}"
    assert re.search(
        rf"1993-Q3 coerced; position {number}, pressure {number}, buffer {number}, trust in cover {number}, duress "
        rf"{number} Baku is now in: Commonwealth of Independent States. Baku is now in: Collective Security Treaty. "
        r"The outcome turns from going it alone to coerced\.",
        text,
    )
    # The sizes are checked term by term in tests/explanation/test_story.py.
    assert re.search(
        rf"Baku joins the Collective Security Treaty. Nearest alternative: [A-Za-z ]+, which lost by {number} "
        rf"\(considerations {number}, chance {number}\)\. {number}\* existential duress: the state itself is at stake, "
        r"and a body that protects brings relief \[return-cis-cst-1993, duress-memory\]",
        text,
    )
    assert (
        "Azerbaijan: Going It Alone (going-it-alone)" in text
        and "return-cis-cst-1993 (Evolution, p. 147, footnote 7): Heydar Aliyev replaced the nationalists" in text
    )
    assert text.endswith(DISCLAIMER)


def test_what_was_said_of_an_earlier_move_is_not_said_again(short, tightrope):
    text = " ".join(tightrope("explain", short, "--member", 3).stdout.split())
    assert text.count("declining quietly spares retaliation") == 1
    assert text.count("* pressure and punishment") > 2


def test_every_line_fits_the_page(short, tightrope):
    for options in (["--member", 3], ["--member", 3, "--quarter", "1993-Q3"], []):
        lines = tightrope("explain", short, *options).stdout.splitlines()
        assert max(map(len, lines)) <= 110


def test_a_quarter_in_full_shows_every_decision_every_open_move_and_names_those_that_were_not_open(short, tightrope):
    result = tightrope("explain", short, "--member", 3, "--quarter", "1993-Q3")
    assert (result.exit_code, result.stderr) == (0, "")
    text = result.stdout
    for heading in ("(ankara.act: back Baku)", "(brussels.act: hold)", "(washington.act: hold)", "(moscow.act: visit)",
                    "Baku joins the Collective Security Treaty (baku.abroad: join)", "(baku.home: keep)"):  # fmt: skip
        assert heading in text
    assert "  Not open: stall, leave, seek partnership, conclude association, coalition of refusers.\n" in text
    relief = r"a body that protects brings relief \([0-9]+ % of the margin\) \[return-cis-cst-1993, duress-memory\]"
    assert re.search(relief, " ".join(text.split()))
    parts = [int(part) for part in re.findall(r"(-?[0-9]+) % of the margin", text)]
    assert parts and max(map(abs, parts)) <= 500, "beyond that a size stands alone: the move was won by a hair"
    assert "-0.30 leaving things as they are: things are rather left as they are [no document" in " ".join(text.split())
    rows = [line.split("   ")[0].strip() for line in text.splitlines() if "+" in line[20:50] or "-0" in line[20:50]]
    assert {"join", "assurance", "bilateral deal", "western security step", "non-aligned"} <= set(rows)


def test_without_a_member_it_says_what_decided_over_all_of_them(short, tightrope):
    result = tightrope("explain", short)
    assert (result.exit_code, result.stderr) == (0, "")
    assert "T (short: 6 members)\n" in result.stdout
    assert "baku.abroad: what decided\n" in result.stdout
    (row,) = [line for line in result.stdout.splitlines() if line.startswith("join ")]
    data = json.loads(tightrope("explain", short, "--json").stdout)
    (kind,) = [one for one in data["moves"] if one["move"] == "join"]
    assert row.split() == ["join", str(kind["times"]), str(kind["members"]), "existential", "duress", "100.0", "%",
                           f"{100 * kind['decided_by'].get('chance', 0) / kind['times']:.1f}", "%",
                           *next(iter(kind["nearest"])).split(),
                           f"{100 * next(iter(kind['nearest'].values())) / kind['times']:.1f}", "%"]  # fmt: skip
    assert result.stdout.rstrip().endswith(DISCLAIMER)


def test_of_a_large_run_the_first_members_are_looked_at_and_that_is_said(short, tightrope, monkeypatch):
    monkeypatch.setattr("tightrope.explanation.asked.EXPLAINED", 4)
    assert "T (short: the first 4 of 6 members)\n" in tightrope("explain", short).stdout


def test_a_quarter_without_a_member_counts_that_quarter(short, tightrope):
    data = json.loads(tightrope("explain", short, "--quarter", "1993-Q3", "--json").stdout)
    assert (data["start"], data["end"], data["members"], data["of_members"]) == ("1993-Q3", "1993-Q3", 6, 6)
    assert all(kind["times"] <= 6 for kind in data["moves"])


# -- as data ----------------------------------------------------------------------------------------------------------
def test_a_story_as_json_is_complete_and_the_same_each_time(short, tightrope):
    once = tightrope("explain", short, "--member", 3, "--json")
    assert once.stdout == tightrope("explain", short, "--member", 3, "--json").stdout
    data = json.loads(once.stdout)
    assert list(data) == [
        "run", "scenario", "title", "question", "theory", "spread", "seed", "member", "start", "end",
        "unusual_weights", "moments", "claims", "disclaimer", "figures",
    ]  # fmt: skip
    (moment,) = [one for one in data["moments"] if one["quarter"] == "1993-Q3"]
    assert list(moment) == ["quarter", "outcome", "state", "happenings", "decisions"]
    (joining,) = [one for one in moment["decisions"] if one["decision"] == "baku.abroad"]
    assert list(joining) == [
        "decision", "move", "target", "says", "nearest", "nearest_target", "margin", "considerations", "chance",
        "decided_by", "favourite", "favourite_target", "favourite_ahead", "parts",
    ]  # fmt: skip
    assert (joining["move"], joining["target"], joining["nearest"]) == ("join", "cst", "assurance")
    sizes = [part["size"] for part in joining["parts"]]
    assert sum(sizes) == pytest.approx(joining["considerations"], abs=1e-5)
    assert sizes == sorted(sizes, reverse=True)
    cited = {name for one in data["moments"] for d in one["decisions"] for p in d["parts"] for name in p["evidence"]}
    assert set(data["claims"]) == cited
    assert data["claims"]["return-cis-cst-1993"] | {"says": ""} == {
        "document": "going-it-alone", "title": "Azerbaijan: Going It Alone", "section": "Evolution", "page": "147",
        "says": "", "confidence": "stated figure",
    }  # fmt: skip


def test_a_quarter_as_json_has_every_decision_with_every_move(short, tightrope):
    data = json.loads(tightrope("explain", short, "--member", 3, "--quarter", "1993-Q3", "--json").stdout)
    (moment,) = data["moments"]
    assert [one["decision"] for one in moment["decisions"]] == [
        "ankara.act", "brussels.act", "washington.act", "moscow.act", "baku.abroad", "baku.home",
    ]  # fmt: skip
    for one in moment["decisions"]:
        chosen, *_ = [option for option in one["options"] if option["move"] == one["move"]]
        best = max(option["value"] + option["luck"] for option in one["options"] if option["open"])
        assert chosen["value"] + chosen["luck"] == best
        for option in one["options"]:
            assert sum(option["terms"].values()) == pytest.approx(option["value"], abs=1e-5)


# -- results folders --------------------------------------------------------------------------------------------------
def test_a_results_folder_is_explained_as_it_was_run(results, tightrope):
    from_folder = json.loads(tightrope("explain", "results/baseline", "--member", 4, "--json").stdout)
    assert (from_folder["run"], from_folder["end"]) == ("baseline", "2015-Q4")
    whole = json.loads(tightrope("explain", "baseline", "--member", 4, "--json").stdout)
    assert from_folder["moments"] == whole["moments"][: len(from_folder["moments"])]


@pytest.mark.slow
def test_a_run_of_chosen_members_is_explained_and_knows_which_it_has(tightrope, tmp_path):
    import tightrope as tr

    tr.run("baseline", members=[17, 90], quarters=3).save(tmp_path / "some")
    assert json.loads(tightrope("explain", "some", "--member", 90, "--json").stdout)["member"] == 90
    refused = tightrope("explain", "some", "--member", 18)
    assert (refused.exit_code, refused.stderr) == (
        2,
        "--member: 18; expected one of the members 17, 90\nRefused: 1 problem; nothing was run or written.\n",
    )


def made_otherwise(folder: Path, *, moved: bool = True, versions: dict[str, str] | None = None) -> None:
    """Make a folder look as if another version had written it."""
    head = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    head["versions"] |= versions or {}
    (folder / "run.json").write_text(json.dumps(head), encoding="utf-8")
    if moved:
        with h5py.File(folder / "trajectories.nc", "r+") as stored:
            stored["baku.position"][...] += 0.125


@pytest.mark.slow
def test_a_folder_that_other_versions_made_and_these_cannot_repeat_is_refused_naming_them(results, tightrope):
    import numpy

    made_otherwise(results / "baseline", versions={"numpy": "1.0", "python": "3.8.1"})
    import platform

    for options in ([], ["--member", 2], ["--member", 2, "--quarter", "2015-Q2"]):
        result = tightrope("explain", "results/baseline", *options)
        assert (result.exit_code, result.stdout, result.stderr) == (
            2,
            "",
            "results/baseline: its members live otherwise today, so it cannot be explained. Made by python 3.8.1, now "
            f"{platform.python_version()}; numpy 1.0, now {numpy.__version__}; expected a run that this version can "
            "repeat; run it again\nRefused: 1 problem; nothing was run or written.\n",
        )


def test_a_folder_of_the_same_versions_that_cannot_be_repeated_is_refused_too(results, tightrope):
    made_otherwise(results / "baseline")
    result = tightrope("explain", "results/baseline", "--member", 2)
    assert (result.exit_code, result.stderr) == (
        2,
        "results/baseline: its members live otherwise today, so it cannot be explained. Made by the same versions on "
        "another machine, or with rules changed since; expected a run that this version can repeat; run it again\n"
        "Refused: 1 problem; nothing was run or written.\n",
    )


def test_other_versions_that_gave_the_same_paths_are_no_reason_to_refuse(results, tightrope):
    made_otherwise(results / "baseline", moved=False, versions={"numpy": "1.0"})
    assert tightrope("explain", "results/baseline", "--member", 2).exit_code == 0


@pytest.mark.slow
def test_a_member_that_was_not_kept_is_checked_by_one_that_was(tightrope, tmp_path, monkeypatch):
    import sys

    import tightrope as tr

    module = sys.modules["tightrope.ensemble.simulate"]
    monkeypatch.setattr(module, "WHOLE_UP_TO", 4)
    monkeypatch.setattr(module, "KEPT_WHOLE", 2)
    tr.run("baseline", members=6, quarters=3).save(tmp_path / "large")
    story = json.loads(tightrope("explain", "large", "--member", 5, "--json").stdout)
    whole = json.loads(tightrope("explain", "baseline", "--member", 5, "--json").stdout)
    assert story["moments"] == whole["moments"][: len(story["moments"])]
    assert json.loads(tightrope("explain", "large", "--json").stdout)["members"] == 2
    made_otherwise(tmp_path / "large")
    assert tightrope("explain", "large", "--member", 5).exit_code == 2
    assert "expected a member from 0 to 5\n" in tightrope("explain", "large", "--member", 6).stderr


# -- refusals ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("baseline", "--member", 2000), "--member: 2000; expected a member from 0 to 1999\n"),
        (
            ("results/baseline", "--member", -1, "--quarter", "2015-q2"),
            "--member: -1; expected a member from 0 to 4\n"
            "--quarter: the text '2015-q2'; expected a quarter from 2015-Q1 to 2015-Q4; did you mean '2015-Q2'?\n",
        ),
        (
            ("results/baseline", "--quarter", "2021-Q1"),
            "--quarter: 2021-Q1, outside the run; expected a quarter from 2015-Q1 to 2015-Q4\n",
        ),
        (
            ("results/baseline", "--quarter", "1990-Q1"),
            "--quarter: 1990-Q1, outside the run; expected a quarter from 2015-Q1 to 2015-Q4\n",
        ),
        (
            ("results/baseline", "--quarter", "1990q1"),
            "--quarter: 1990q1, outside the run; expected a quarter from 2015-Q1 to 2015-Q4\n",
        ),
        (
            ("baseline", "--theory", "quantal-respons", "--out", "here"),
            "--theory: unknown theory 'quantal-respons'; expected one of quantal-response; did you mean "
            "'quantal-response'?\n"
            "--out: without a whole story; expected --member alone: the figure shows a whole story\n",
        ),
        (
            ("baseline", "--theory", "all"),
            "--theory: 'all'; expected one theory: reasons are those of one\n",
        ),
        (
            ("results/baseline", "--theory", "quantal-response"),
            "--theory: together with a results folder; expected a scenario, whose members can live under any theory\n",
        ),
        (
            ("results/baseline", "--member", 2, "--quarter", "2015-Q2", "--out", "a-file"),
            "--out: together with --quarter; expected --member alone: the figure shows a whole story\n"
            "a-file: a file; expected a folder for the figure; choose another --out\n",
        ),
        (
            ("empty",),
            "empty: not a results folder; expected a folder written by a run, with its run.json\n",
        ),
        (
            ("baselin",),
            "baselin: unknown scenario; expected a shipped scenario's name, a scenario file or a results folder; did "
            "you mean 'baseline'?\n",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_explained_is_refused_with_everything_that_is_wrong(words, said, results, tightrope, tmp_path):
    (tmp_path / "empty").mkdir()
    (tmp_path / "a-file").write_text("", encoding="utf-8")
    count = said.count("\n")
    problems = "1 problem" if count == 1 else f"{count} problems"
    result = tightrope("explain", *words)
    assert (result.exit_code, result.stdout) == (2, "")
    if words == ("baseline", "--theory", "quantal-respons", "--out", "here"):
        # Theories are data, so more of them may be named.
        first, _, rest = said.partition("expected one of quantal-response")
        assert result.stderr.startswith(first + "expected one of quantal-response")
        assert rest.partition("; did")[2].partition("\n")[2] in result.stderr
        return
    assert result.stderr == f"{said}Refused: {problems}; nothing was run or written.\n"


def test_a_folder_that_is_not_whole_is_no_run_though_its_scenario_would_load(results, tightrope):
    (results / "baseline" / "run.json").unlink()
    result = tightrope("explain", "results/baseline", "--member", 1)
    assert (result.exit_code, result.stderr.split(";")[0]) == (2, "results/baseline: not a results folder")


# -- the figure -------------------------------------------------------------------------------------------------------
@pytest.mark.slow
def test_the_figure_of_a_story_goes_where_it_is_asked_for(short, tightrope, tmp_path):
    result = tightrope("explain", short, "--member", 3, "--out", "slides")
    assert result.exit_code == 0, result.stderr
    assert result.stdout.endswith(
        f"{DISCLAIMER}\nWritten: slides/story-member-3.png\nWritten: slides/story-member-3.svg\n"
    )
    assert sorted(path.name for path in (tmp_path / "slides").iterdir()) == ["story-member-3.png", "story-member-3.svg"]
    data = json.loads(tightrope("explain", short, "--member", 3, "--out", "slides", "--json").stdout)
    assert data["figures"] == ["slides/story-member-3.png", "slides/story-member-3.svg"]
