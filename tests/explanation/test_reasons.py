"""Every consideration has words and claims, and the words are there wherever a run needs them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tightrope.errors import InputError
from tightrope.evidence import load_seeds
from tightrope.explanation.reasons import load_reasons
from tightrope.locate import data_folder
from tightrope.model import all_decisions
from tightrope.scenario import load, scenario_names
from tightrope.witness import watched

SEEDS = load_seeds()
REASONS = load_reasons(SEEDS)
TEXT = (data_folder("seeds") / "considerations.yaml").read_text(encoding="utf-8")


def test_every_move_and_consideration_of_every_decision_has_words():
    decisions = all_decisions()
    assert set(REASONS.moves) == {(d.name, move) for d in decisions for move in d.moves}
    assert set(REASONS.considerations) == {(d.name, name) for d in decisions for name in d.considerations}


def without_words(name: str, members: int) -> set[tuple[str, str, str, bool]]:
    """What a run's considerations said without having words for it: decision, consideration, move, whether for it."""
    found = set()
    for _, choices in watched(load(name), range(members)):
        for choice in choices:
            for (consideration, move), term in choice.terms.items():
                for favourable in (True, False):
                    said = (term > 0.0).any() if favourable else (term < 0.0).any()
                    if said and not REASONS.says(choice.decision.name, consideration, move, favourable):
                        found.add((choice.decision.name, consideration, move, favourable))
    return found


@pytest.mark.parametrize("name", ["history", "baseline", "worst-case"])
def test_whatever_a_consideration_says_in_a_run_has_words(name):
    assert without_words(name, 20) == set()


@pytest.mark.slow
@pytest.mark.parametrize("name", scenario_names())
def test_whatever_a_consideration_says_in_any_shipped_scenario_has_words(name):
    assert without_words(name, 60) == set()


def test_no_words_are_written_for_what_no_consideration_says():
    # A move of which a consideration never speaks would have idle words: its terms are never heard.
    heard = set()
    for name in ("history", "baseline", "worst-case"):
        for _, choices in watched(load(name), range(3)):
            heard |= {(c.decision.name, *key) for c in choices for key in c.terms}
    written = {(*key, move) for key, entry in REASONS.considerations.items() for move in entry.moves}
    assert written == heard


def test_the_claims_behind_a_consideration_are_those_of_its_mechanisms_its_weight_or_their_numbers():
    for (decision, name), entry in REASONS.considerations.items():
        weight = SEEDS.parameters[f"{decision.split('.')[0]}.weight_{name}"]
        known = set(weight.evidence)
        for mechanism in (SEEDS.mechanisms[one] for one in entry.mechanisms):
            known |= set(mechanism.evidence)
            known |= {one for key in mechanism.parameters for one in SEEDS.parameters[key].evidence}
        said = set(entry.evidence).union(*(argument.evidence or () for argument in entry.moves.values()))
        assert said <= known, (decision, name)


def test_only_costs_and_habits_are_said_to_have_no_document_behind_them():
    bare = {key for key, entry in REASONS.considerations.items() if not entry.evidence}
    assert bare == {
        ("baku.abroad", "continuity"), ("baku.home", "habit"), ("moscow.act", "habit"), ("moscow.act", "cost"),
        ("ankara.act", "habit"), ("brussels.act", "habit"), ("washington.act", "habit"),
    }  # fmt: skip


def test_a_move_has_the_claims_of_its_own_where_it_has_some():
    assert REASONS.evidence("baku.abroad", "punishment", "assurance") == ("reprieve-2013", "putin-visit-2013")
    assert REASONS.evidence("baku.abroad", "cover", "join") == REASONS.considerations["baku.abroad", "cover"].evidence
    assert REASONS.says("baku.abroad", "cover", "join", True) == ""
    assert REASONS.says("baku.abroad", "cover", "stall", False) == ""


def refused(tmp_path: Path, *changes: tuple[str, str]) -> list[str]:
    text = TEXT
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path = tmp_path / "considerations.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load_reasons(SEEDS, path)
    return [problem.split(": ", 1)[1] for problem in str(caught.value).splitlines()]


def test_faults_of_the_file_are_refused_all_at_once(tmp_path):
    assert refused(
        tmp_path,
        ("    repress: {does: represses at home, doing: repressing at home}\n", ""),
        ("evidence: [aa-territorial-language, ", "evidence: [aa-teritorial-language, "),
        ("mechanisms: [M16]", "mechanisms: [M160]"),
        ('leave: {for: "as far as western', 'leaves: {for: "as far as western'),
        ("  ankara.act:\n    alliance:", "  ankara.act:\n    friendship:"),
    ) == [
        "moves.baku.home.repress: missing; expected words for it",
        "considerations.ankara.act.friendship: unknown key 'friendship'; expected one of alliance, gas_and_transit, "
        "ties_with_moscow, habit",
        "considerations.ankara.act.alliance: missing; expected words for it",
        "considerations.baku.abroad.cover.moves.leaves: unknown move 'leaves'; expected one of hold, stall, join, "
        "leave, bilateral deal, assurance, western security step, seek partnership, conclude association, "
        "non-aligned, coalition of refusers; did you mean 'leave'?",
        "considerations.baku.abroad.territorial_clarity.evidence: unknown claim 'aa-teritorial-language'; expected "
        "the id of a claim; did you mean 'aa-territorial-language'?",
        "considerations.baku.abroad.territorial_clarity.mechanisms: unknown mechanism 'M160'; expected the id of a "
        "mechanism; did you mean 'M16'?",
    ]
