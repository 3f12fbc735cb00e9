from __future__ import annotations

import json

import pytest
from tests.small_seeds import write_seeds

from tightrope.calibrate.posterior import posterior
from tightrope.cli.evidence_entries import Entry, in_passing
from tightrope.cli.evidence_search import meant, resting, written_at
from tightrope.evidence import load_seeds
from tightrope.explanation.reasons import load_reasons
from tightrope.locate import data_folder
from tightrope.model import all_decisions, quarter_steps
from tightrope.quarters import format_quarter


def flat(text: str) -> str:
    return " ".join(text.split())


def block(said: str, name: str) -> str:
    """What is printed below a name that begins a line, up to the next empty line."""
    return flat(f"\n{said}".partition(f"\n{name}\n")[2].partition("\n\n")[0])


def test_a_word_finds_claims_with_the_numbers_that_rest_on_them(tightrope):
    result = tightrope("evidence", "duress-memory")
    assert result.exit_code == 0
    claim = load_seeds().claims["duress-memory"]
    shown = block(result.stdout, "duress-memory")
    assert shown.startswith(f"{claim.source}, {claim.section}, p. {claim.page}; {claim.period}")
    assert flat(claim.says) in shown
    assert f"In the model: {flat(claim.reading)}" in shown
    assert "Numbers that rest on it: baku.memory_strength = 0.85 (0.7 to 0.95)" in shown


def test_the_name_of_a_number_finds_the_claims_it_rests_on(tightrope):
    parameter = load_seeds().parameters["washington.engagement"]
    found = json.loads(tightrope("evidence", "washington.engagement", "--json").stdout)
    assert set(parameter.evidence) <= {claim["id"] for claim in found["claims"]}
    assert all(
        any(number["name"] == "washington.engagement" for number in claim["numbers"]) or "engagement" in claim["says"]
        for claim in found["claims"]
    )


def test_several_words_must_all_occur(tightrope):
    def ids(*words: str) -> set[str]:
        return {claim["id"] for claim in json.loads(tightrope("evidence", *words, "--json").stdout)["claims"]}

    assert ids("oil", "Fund") == ids("oil") & ids("fund")
    assert ids("oil") > ids("oil", "fund") > set()


def test_a_word_is_found_at_the_beginning_of_words_only(tightrope):
    found = json.loads(tightrope("evidence", "oil", "--json").stdout)["claims"]
    assert found
    assert "uaor-created-2012" not in {claim["id"] for claim in found}  # its only "oil" is in Lukoil


def test_a_source_shows_what_rests_on_it_directly(tightrope):
    said = block(tightrope("evidence", "mckelvey").stdout, "mckelvey-palfrey-1995")
    assert said.startswith("Source (article, ")
    assert "Numbers that rest directly on it: world.noise_scale = " in said


def test_a_claim_that_no_number_rests_on_says_so(tightrope):
    rests = resting(load_seeds())
    unused = next(name for name in load_seeds().claims if name not in rests)
    assert block(tightrope("evidence", unused).stdout, unused).endswith("No number rests on it.")


def test_without_a_word_every_claim_is_listed(tightrope):
    said = tightrope("evidence").stdout
    seeds = load_seeds()
    assert set(seeds.claims) <= set(said.splitlines())
    assert flat(said).endswith(
        f"{len(seeds.claims)} claims of 2 documents; {len(seeds.parameters)} parameters. "
        "`tightrope evidence WORD` shows claims whole."
    )


NOTHING = "nothing mentions it; expected a word of the documents, or the name of something in the model"
NO_NUMBER = "no parameter mentions it; expected a word of its name, meaning, grade or evidence"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("karabahk",), f"karabahk: {NOTHING}; did you mean 'Karabakh'?"),
        (("nosuchthing",), f"nosuchthing: {NOTHING}; `tightrope evidence` lists every claim"),
        (("parameter", "--json"), f"parameter: {NOTHING}; did you mean 'parameters'?"),
        (("eurasian_unoin",), f"eurasian_unoin: {NOTHING}; did you mean 'eurasian_union'?"),
        (("parameters", "engagment"), f"engagment: {NO_NUMBER}; did you mean 'engagement'?"),
        (("parameters", "zzz"), f"zzz: {NO_NUMBER}; `tightrope evidence parameters` lists all of them"),
    ],
)
def test_a_word_that_nothing_mentions_is_refused_with_the_nearest(words, said, tightrope):
    result = tightrope("evidence", *words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"{said}\nRefused: 1 problem; nothing was run or written.\n"


@pytest.mark.parametrize("code", ["P77", "m99", "LV10", "S0", "P7z"])
def test_a_number_that_nothing_has_is_answered_with_those_that_there_are(code, tightrope):
    seeds = load_seeds()
    patterns, mechanisms = list(seeds.patterns), list(seeds.mechanisms)
    result = tightrope("evidence", code)
    assert result.exit_code == 2
    assert result.stderr.startswith(
        f"{code}: {NOTHING}; patterns are P1 to {patterns[-1]}, mechanisms are M1 to {mechanisms[-1]}, "
        f"levers are LV1 to LV{len(seeds.levers)} and scenarios are S1 to S25\n"
    )


@pytest.fixture
def small(tmp_path, monkeypatch):
    """The command line with seeds small enough for a test to know by heart."""
    seeds = load_seeds(write_seeds(tmp_path))
    monkeypatch.setattr("tightrope.evidence.load_seeds", lambda: seeds)


NAMED = {
    "P1": """\
P1  P1a, P1b, P1c
    Pattern: a tilt. Baku leans west.
    1997-Q1 to 2008-Q2. Grade: stated judgement.
    Asked: P1a: leans west on average; P1b: a calmer Moscow makes for more of it; P1c: says so (untested).
    Rests on: cover-doubted
    `tightrope hindcast --only P1` puts it to the model.

""",
    "m1": """\
M1
    Mechanism: Good relations hold pressure back.
    rapport -> pressure (-)
    Of Moscow, Baku. Support: strong. one case
    Rests on: cover-doubted
    Numbers: moscow.rapport
    `tightrope evidence model` shows all mechanisms.

""",
    "LV3": """\
LV3  workers
    Lever: workers. guest workers.
    Grade: inference. many work there
    Rests on: report
    `tightrope evidence parameters workers` shows what its numbers rest on.

""",
    "security": """\
security
    Treaty: a pact.
    Pole moscow, depth 0.45, offer invited, open 1992-Q2 to 1992-Q4 and 1993-Q3 to 1994-Q4; closed in 1992-Q1,
    lapsed in 2015-Q1.
    Grade: outside source. dates from the report
    Rests on: report
    Written in seeds/treaties.yaml.

""",
    "broker_scandal": """\
broker_scandal
    Event: a scandal.
    Severity 0.25, 1 quarter, unless a scenario says otherwise.
    Grade: assumption. a scale
    A scenario dates one under `events`.

""",
    "satisficing": """\
satisficing
    Theory: good enough.
    Source: report
    `tightrope run baseline --theory satisficing` lets the capitals choose by it.

""",
    "S1": """\
S1  cheap-oil
    Scenario: Cheap oil, distant West. Does going it alone survive a 60 % fall in the oil price while the West
    keeps its distance?
    Varied: The leaders get on better.
    `tightrope scenario show cheap-oil` shows it.
    `tightrope run cheap-oil` runs it.
    `tightrope hindcast --directions --only S1` compares it with what the documents say.

""",
    "rapport": """\
moscow.rapport  rapport with Baku
    -0.25 (constant, index, legal -0.5 to 0.5)
    Grade: assumption. nothing is known
    Written in seeds/parameters/moscow.yaml:{line}

""",
}


@pytest.mark.parametrize("word", NAMED)
def test_what_a_word_is_the_name_of_is_shown_whole_and_first(word, small, tightrope):
    said = tightrope("evidence", word).stdout
    line = written_at(load_seeds().parameters["moscow.rapport"]).rpartition(":")[2]
    assert said.startswith(NAMED[word].format(line=line))


@pytest.mark.parametrize(
    ("word", "kind", "shown"),
    [("P7", "pattern", "id"), ("p7a", "pattern", "id"), ("M21", "mechanism", "id"), ("LV5", "lever", "code"),
     ("brokers", "lever", "id"), ("S1", "scenario", "id"), ("cheap-oil", "scenario", "name"), ("csto", "treaty", "id"),
     ("union_ends", "event", "id"), ("quantal-response", "theory", "id")],
)  # fmt: skip
def test_every_kind_of_entry_is_found_by_number_and_by_name(word, kind, shown, tightrope):
    entries = json.loads(tightrope("evidence", word, "--json").stdout)["entries"]
    assert [(entry["kind"], entry[shown]) for entry in entries] == [(kind, "P7" if word == "p7a" else word)]


def test_entries_as_data_have_quarters_as_they_are_written(tightrope):
    (pattern,) = json.loads(tightrope("evidence", "P7", "--json").stdout)["entries"]
    assert pattern["period"] == [format_quarter(quarter) for quarter in load_seeds().patterns["P7"].period]
    (treaty,) = json.loads(tightrope("evidence", "cst", "--json").stdout)["entries"]
    assert (treaty["windows"], treaty["expires"]) == ([["1992-Q2", "1994-Q2"]], "1999-Q2")
    assert treaty["status"] == {"1992-Q1": "closed", "2015-Q1": "lapsed"}


def test_the_name_of_a_number_finds_it_with_its_capital_or_without(tightrope):
    for word in ("moscow.patience", "patience", "Patience"):
        (parameter,) = json.loads(tightrope("evidence", word, "--json").stdout)["parameters"]
        assert parameter["key"] == "moscow.patience"
        assert tightrope("evidence", word).stdout.startswith("moscow.patience  ")


def test_what_else_mentions_a_word_is_named_with_where_it_is_shown(small, tightrope):
    also = "Mentioned also by (`tightrope evidence NAME` shows one)\n"
    assert tightrope("evidence", "leans").stdout == f"{also}    patterns: P1 (a tilt)\n\n"
    assert tightrope("evidence", "decline").stdout == (
        f"{also}    parameters: 1; `tightrope evidence parameters decline` shows them\n\n"
    )


def test_of_many_that_mention_a_word_some_are_named_and_the_others_counted():
    some = [Entry("lever", (f"LV{place}",), f"lever {place}" if place else "", "", (), {}) for place in range(8)]
    assert in_passing(some[:2]) == "LV0, LV1 (lever 1)"
    assert in_passing(some) == (
        "LV0, LV1 (lever 1), LV2 (lever 2), LV3 (lever 3), LV4 (lever 4), LV5 (lever 5) and 2 more"
    )


def test_what_is_no_parameter_is_said_to_be_shown_elsewhere(tightrope):
    result = tightrope("evidence", "parameters", "P7")
    assert result.exit_code == 2
    assert result.stderr.startswith(f"P7: {NO_NUMBER}; `tightrope evidence P7` shows the pattern\n")


def test_the_nearest_word_is_that_of_the_word_not_found():
    assert meant(load_seeds(), ["oil", "karabahk"]) == "did you mean 'Karabakh'?"


def test_parameters_show_value_range_grade_evidence_and_place(tightrope):
    said = tightrope("evidence", "parameters", "baku.memory_strength").stdout
    shown = flat(said)
    assert shown.startswith("baku.memory_strength ")
    assert "0.85 (0.7 to 0.95) (constant, level, legal 0 to 1, triangular range)" in shown
    parameter = load_seeds().parameters["baku.memory_strength"]
    assert f"Grade: {parameter.grade}. {parameter.why}" in shown
    assert f"duress-memory (going-it-alone, Evolution, p. 147): {load_seeds().claims['duress-memory'].says}" in shown
    assert f"Written in {written_at(parameter)}" in shown


def test_a_parameter_says_what_history_does_to_it_and_a_certain_one_nothing(tightrope):
    seeds = load_seeds()
    found = posterior(seeds, seeds.kept)
    for one in (found[0], found[-1]):
        name = one.key.partition(".")[2]
        entries = json.loads(tightrope("evidence", "parameters", one.key, "--json").stdout)
        [entry] = [entry for entry in entries if entry["key"] == one.key]
        assert entry["history"] == {key: value for key, value in vars(one).items() if key != "key"}
        told = flat(tightrope("evidence", "parameters", name).stdout)
        assert ("2008-Q4 move it: 5, 50 and 95 %" if one.moved else "2008-Q4 do not constrain it") in told
    certain = next(key for key, parameter in seeds.parameters.items() if parameter.setting.certain)
    entries = json.loads(tightrope("evidence", "parameters", certain, "--json").stdout)
    assert [entry["history"] for entry in entries if entry["key"] == certain] == [None]


def test_the_place_of_a_parameter_is_the_line_it_is_written_in():
    parameter = load_seeds().parameters["washington.engagement"]
    name, line = written_at(parameter).split(":")
    text = (data_folder("seeds").parent / name).read_text(encoding="utf-8").splitlines()
    assert text[int(line) - 1].startswith("engagement:")


def test_parameters_of_a_capital_or_a_grade_can_be_listed_as_data(tightrope):
    found = json.loads(tightrope("evidence", "parameters", "assumption", "--json").stdout)
    graded = {key for key, one in load_seeds().parameters.items() if one.grade == "assumption"}
    assert graded <= {entry["key"] for entry in found}
    first = found[0]
    assert set(first) == {
        "key", "says", "role", "unit", "legal", "distribution", "knots", "grade", "why", "evidence", "written",
        "history",
    }  # fmt: skip


def test_everything_that_rests_on_a_claim_is_found():
    seeds, rests = load_seeds(), resting(load_seeds())
    for parameter in seeds.parameters.values():
        for identifier in parameter.evidence:
            assert parameter.key in {number.name for number in rests[identifier]}
    for treaty in seeds.treaties.values():
        for identifier in treaty.evidence:
            assert f"treaty {treaty.id}" in {number.name for number in rests[identifier]}


def test_the_model_in_words_has_every_step_move_and_consideration(tightrope):
    said = flat(tightrope("evidence", "model").stdout)
    for step in quarter_steps():
        assert flat(step) in said
    for decision in all_decisions():
        assert f"{decision.name} Moves: {'; '.join(decision.moves)}." in said
        for consideration in decision.considerations:
            # Beside the key stands the name that explain, compare and the figures use.
            name = load_reasons(load_seeds()).name(decision.name, consideration)
            assert f" {consideration} {name}: " in said
    for theory in load_seeds().theories.values():
        assert flat(f"{theory.id} ({theory.source}) {theory.says}") in said
    assert "Terms: value function. loss_aversion 2.25 (1.3 to 3). curvature 0.88 (0.7 to 1)." in said
    assert "Rule: satisficing. tolerance 0.05 (0 to 0.1)." in said
    stressed = "Moscow: pushing_west; Washington: interest; Ankara: alliance."
    assert f"times the weight of Baku: punishment, duress, memory, cover, ankara, coalition; {stressed}" in said


def test_the_model_in_words_gives_each_mechanism_with_its_sign_claims_and_numbers(tightrope):
    said = flat(tightrope("evidence", "model").stdout)
    for mechanism in load_seeds().mechanisms.values():
        shown = said.partition(f" {mechanism.id} {mechanism.says} ")[2].partition(" Of ")
        assert shown[0] == f"{', '.join(mechanism.inputs)} -> {mechanism.output} ({mechanism.sign})"
        numbers = f"Claims: {', '.join(mechanism.evidence)} Numbers: {', '.join(mechanism.parameters)}"
        support = f"Support: {mechanism.support}. {mechanism.note}".rstrip()
        rest = f"{', '.join(mechanism.agents)} {support} {numbers}"
        rest += f" Left out: {mechanism.left_out}" if mechanism.left_out else ""
        assert shown[2].startswith(f"{rest} ")


def test_the_model_in_words_says_why_a_claim_is_context_only(tightrope):
    said = flat(tightrope("evidence", "model").stdout)
    assert load_seeds().context
    for name, why in load_seeds().context.items():
        assert f" {name}: {why} " in said


def test_the_mechanisms_come_as_data_with_the_runs_that_show_them(tightrope):
    data = json.loads(tightrope("evidence", "model", "--json").stdout)
    assert list(data["mechanisms"]) == list(load_seeds().mechanisms)
    (check, *_) = data["mechanisms"]["M5"]["checks"]
    assert check["off"] == {"baku.dutch_disease": 0}
    assert data["context"] == dict(load_seeds().context)


def test_starting_values_that_rest_on_a_claim_share_a_line_for_each_start(tightrope):
    lines = tightrope("evidence", "reprieve-2013").stdout.splitlines()
    # What happened in 2013 says nothing of 1992.
    (line,) = (line for line in lines if line.startswith("      start of "))
    assert line.startswith("      start of 2015-Q1: baku.assured = 0.3, moscow.accumulated = 0.3")


def test_every_consideration_has_a_weight_among_the_parameters(tightrope):
    data = json.loads(tightrope("evidence", "model", "--json").stdout)
    for decision in data["decisions"].values():
        for weight in decision["considerations"].values():
            assert weight["low"] <= weight["value"] <= weight["high"]
