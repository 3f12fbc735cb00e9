from __future__ import annotations

from pathlib import Path

import pytest
from tests.small_seeds import write_seeds

from tightrope.errors import InputError
from tightrope.evidence import Seeds, kinds, load_seeds
from tightrope.quarters import parse_quarter


def refusal(folder: Path, old: str, new: str, name: str = "patterns.yaml") -> list[str]:
    with pytest.raises(InputError) as error:
        load_seeds(write_seeds(folder, {name: (old, new)}))
    return str(error.value).split("\n")


def test_a_pattern_is_read_with_its_criteria_and_its_worlds(seeds: Seeds) -> None:
    pattern = seeds.patterns["P1"]
    assert (pattern.id, pattern.period) == ("P1", (parse_quarter("1997-Q1"), parse_quarter("2008-Q2")))
    assert [one.id for one in pattern.criteria] == ["P1a", "P1b", "P1c"]
    mean, paired, unknown = pattern.criteria
    assert isinstance(mean.test, kinds.Value)
    assert (mean.test.of, mean.test.take, mean.test.above, mean.at_least) == ("baku.position", "mean", 0.2, 0.8)
    assert (mean.worlds, mean.paired, mean.ours) == (("history",), False, False)
    assert (paired.worlds, paired.paired, paired.ours) == (("history", "calm"), True, True)
    assert (unknown.test, unknown.untested) == (None, "nobody speaks")
    assert pattern.worlds["calm"].set == {"moscow.drive": 0.25}
    assert pattern.worlds["calm"].since == parse_quarter("2005-Q1")


def test_a_span_may_be_a_single_quarter(seeds: Seeds) -> None:
    test = seeds.patterns["P1"].criteria[1].test
    assert isinstance(test, kinds.Lower)
    assert test.amount.during == (parse_quarter("2008-Q2"),) * 2


def test_a_contestant_is_read_with_its_rule_and_what_it_sets(seeds: Seeds) -> None:
    assert seeds.contestants["nobody-moves"].rule == "nobody-moves"
    assert seeds.contestants["without-drive"].set == {"moscow.drive": 0.25}


KINDS = (
    "one of value, compare, change, peak, together, order, treaty, moves, after, recovery, every, "
    "lower, effect, apart, outcomes"
)
VALUE = "test: {kind: value, of: baku.position, during: [2004-Q1, 2008-Q2], above: 0.2}"
FAULTS = [
    (
        "kind: value", "kind: valeu",
        f"P1.criteria.P1a.test.kind: unknown kind of test: the text 'valeu'; expected {KINDS}; did you mean 'value'?",
    ),
    ("kind: value, ", "", f"P1.criteria.P1a.test.kind: missing; expected {KINDS}"),
    (
        "above: 0.2", "abvoe: 0.2",
        "P1.criteria.P1a.test.abvoe: unknown key; "
        "expected one of of, during, take, above, below; did you mean 'above'?",
    ),
    (", above: 0.2", "", "P1.criteria.P1a.test: not one bound; expected above or below"),
    (
        "[2004-Q1, 2008-Q2], above", "[2008-Q3, 2008-Q2], above",
        "P1.criteria.P1a.test.during: a span that ends before it begins; expected the earlier quarter first",
    ),
    (
        "2008-Q2], above", "2008-Q5], above",
        "P1.criteria.P1a.test.during.1: '2008-Q5' is not a quarter; expected a year and a quarter, such as 2015-Q1",
    ),
    (VALUE, "test: 3", "P1.criteria.P1a.test: 3; expected a mapping of keys to values"),
    (
        VALUE, "test: {kind: every, tests: []}",
        "P1.criteria.P1a.test.tests: a list; expected a list of tests",
    ),
    (
        VALUE, "test: {kind: every, tests: [{kind: outcomes, at: 2014}]}",
        "P1.criteria.P1a.test.tests.0.at: 2014 is not a quarter; expected a year and a quarter, such as 2015-Q1",
    ),
    (
        VALUE, "test: {kind: after, during: 1993-Q3, of: world.war_duress, later: 2, it_is: below}",
        "P1.criteria.P1a.test: not one event; expected a decision with a move, or a treaty",
    ),
    (VALUE, "", "P1.criteria.P1a: not one of test and untested; expected a test, or why there is none"),
    ("      at_least: 0.8\n", "", "P1.criteria.P1a: not one threshold; expected at_least or at_most"),
    (
        "at_least: 0.8", "at_least: 0.8\n      at_most: 0.9",
        "P1.criteria.P1a: not one threshold; expected at_least or at_most",
    ),
    ("[history, calm]", "[calm]", "P1.criteria.P1b: 1 under worlds; expected two worlds to compare"),
    (
        "[history, calm]", "[history, clam]",
        "P1.criteria.P1b.worlds: unknown world 'clam'; expected one of history, calm; did you mean 'calm'?",
    ),
    ("set: {moscow.drive: 0.25}", "set: 3", "P1.worlds.calm.set: 3; expected a mapping of keys to values"),
    (
        "evidence: [cover-doubted]", "evidence: [cover-doubtful]",
        "P1.evidence: unknown id 'cover-doubtful'; "
        "expected the id of a claim or a source; did you mean 'cover-doubted'?",
    ),
    (
        "says: Baku leans west.", "sais: Baku leans west.",
        "P1.sais: unknown key; expected one of name, says, period, evidence, grade, note; did you mean 'says'?",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "message"), FAULTS)
def test_a_faulty_pattern_is_refused_with_its_place(tmp_path: Path, old: str, new: str, message: str) -> None:
    found = [line.split(": ", 1) for line in refusal(tmp_path, old, new)]
    assert message in [said for _, said in found]
    assert all(place.startswith("seeds/patterns.yaml:") for place, _ in found)


def test_two_faults_are_told_at_once(tmp_path: Path) -> None:
    written = "seeds/patterns.yaml"
    folder = write_seeds(tmp_path, {"patterns.yaml": ("above: 0.2", "above: high")})
    text = (folder / "patterns.yaml").read_text()
    (folder / "patterns.yaml").write_text(text.replace("[history, calm]", "[history, clam]"))
    with pytest.raises(InputError) as error:
        load_seeds(folder)
    assert [line.split(": ")[1] for line in str(error.value).split("\n") if line.startswith(written)] == [
        "P1.criteria.P1a.test.above", "P1.criteria.P1b.worlds",
    ]  # fmt: skip


def test_a_contestant_has_a_letter(tmp_path: Path) -> None:
    assert refusal(tmp_path, "letter: N", "letter: none", "contestants.yaml") == [
        "seeds/contestants.yaml:2:16: nobody-moves.letter: the text 'none'; expected some text"
    ]
