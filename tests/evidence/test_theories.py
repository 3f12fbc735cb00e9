"""What a file of theories may not say, each refusal in full; in a seeds folder small enough to read."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.small_seeds import write_seeds

from tightrope.errors import InputError
from tightrope.evidence import load_seeds


def refusal(folder: Path, *changes: tuple[str, str]) -> list[str]:
    seeds = write_seeds(folder)
    path = seeds / "theories.yaml"
    text = path.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as error:
        load_seeds(seeds)
    return [str(problem).partition("seeds/theories.yaml:")[2] for problem in error.value.problems]


TOLERANCE = "{value: 0.1, low: 0, high: 0.2, unit: level, grade: assumption, why: a guess}"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "source: report\n",
            "source: reports\n",
            "4:3: satisficing.source: unknown source 'reports'; expected the id of a source; did you mean 'report'?",
        ),
        (
            TOLERANCE,
            "0.1",
            "8:5: satisficing.numbers.tolerance: a bare number; expected value, low, high, unit, grade and why",
        ),
        (
            "unit: level, ",
            "",
            "8:5: satisficing.numbers.tolerance.unit: missing; expected one of level, index, USD/bbl",
        ),
        (
            "unit: level",
            "unit: levle",
            "8:48: satisficing.numbers.tolerance.unit: unknown unit 'levle'; "
            "expected one of level, index, USD/bbl; did you mean 'level'?",
        ),
        (
            "low: 0, high: 0.2, ",
            "",
            "8:5: satisficing.numbers.tolerance: no range; expected low and high",
        ),
        (
            "value: 0.1, low: 0, high: 0.2",
            "value: 0.3, low: 0, high: 0.2",
            "8:5: satisficing.numbers.tolerance: 0.3 in a range from 0 to 0.2; "
            "expected low, value and high in order, from 0 to 1",
        ),
        (
            "high: 0.2",
            "high: 1.2",
            "8:5: satisficing.numbers.tolerance: 0.1 in a range from 0 to 1.2; "
            "expected low, value and high in order, from 0 to 1",
        ),
        (
            "grade: assumption",
            "grade: guess",
            "8:61: satisficing.numbers.tolerance.grade: the text 'guess'; expected one of stated figure, "
            "stated judgement, inference, outside source, calibrated, assumption",
        ),
        (
            "grade: assumption",
            "grade: inference",
            "8:5: satisficing.numbers.tolerance.evidence: no evidence for grade 'inference'; "
            "expected the id of a claim or a source; or the grade assumption",
        ),
        (
            "{moscow: {influence",
            "{moskow: {influence",
            "10:13: satisficing.weights.moskow: 'moskow', which weighs nothing; expected one of moscow; "
            "did you mean 'moscow'?",
        ),
        (
            "influence: {times",
            "influense: {times",
            "10:22: satisficing.weights.moscow.influense: unknown consideration 'influense'; "
            "expected one of the considerations of moscow; did you mean 'influence'?",
        ),
        (
            "times: twice",
            "times: twise",
            "10:34: satisficing.weights.moscow.influence.times: unknown number 'twise'; "
            "expected one of tolerance, twice; did you mean 'twice'?",
        ),
        (
            "why: it matters",
            "why: ''",
            "10:48: satisficing.weights.moscow.influence.why: the text ''; expected some text",
        ),
        (
            "{value: 2, low: 1.5",
            "{value: 0, low: 0",
            "10:34: satisficing.weights.moscow.influence.times: 'twice', which is 0; expected a multiplier above 0",
        ),
    ],
)
def test_a_faulty_theory_is_refused(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert refusal(tmp_path, (old, new)) == [message]


def test_all_problems_of_a_theory_come_at_once(tmp_path: Path) -> None:
    found = refusal(tmp_path, ("source: report\n", "source: x\n"), ("unit: level", "unit: x"), ("influence:", "fame:"))
    assert [problem.split(": ")[1] for problem in found] == [
        "satisficing.source",
        "satisficing.numbers.tolerance.unit",
        "satisficing.weights.moscow.fame",
    ]
