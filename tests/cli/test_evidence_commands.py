from __future__ import annotations

import json

import pytest

from tightrope.calibrate.posterior import posterior
from tightrope.cli.evidence_search import meant, resting, written_at
from tightrope.evidence import load_seeds
from tightrope.locate import data_folder
from tightrope.model import all_decisions, quarter_steps


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


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("karabahk",), "No claim or source mentions 'karabahk'. Did you mean 'Karabakh'?\n"),
        (("qqqqqq",), "No claim or source mentions 'qqqqqq'.\n"),
        (("parameters", "engagment"), "No parameter mentions 'engagment'. Did you mean 'engagement'?\n"),
    ],
)
def test_a_word_that_nothing_mentions_is_answered_with_the_nearest(words, said, tightrope):
    result = tightrope("evidence", *words)
    assert (result.exit_code, result.stdout) == (0, said)


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
            assert f" {consideration} " in said
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
    (line,) = (line for line in lines if line.startswith("      start of 1992-Q1: "))
    assert line.startswith("      start of 1992-Q1: baku.assured = 0, moscow.accumulated = 0")


def test_every_consideration_has_a_weight_among_the_parameters(tightrope):
    data = json.loads(tightrope("evidence", "model", "--json").stdout)
    for decision in data["decisions"].values():
        for weight in decision["considerations"].values():
            assert weight["low"] <= weight["value"] <= weight["high"]
