from __future__ import annotations

from pathlib import Path

import pytest
from tests.small_seeds import write_seeds

from tightrope.errors import InputError
from tightrope.evidence import Seeds, load_seeds
from tightrope.quarters import parse_quarter


def test_a_direction_has_its_sides_and_what_is_expected_of_them(seeds: Seeds) -> None:
    direction = seeds.directions["S1"]
    assert direction.until == parse_quarter("2016-Q4")
    assert direction.sides["varied"].set == {"moscow.rapport": 0.5}
    (expectation,) = direction.expected
    assert expectation.when == (parse_quarter("2016-Q1"), parse_quarter("2016-Q4"))
    assert (expectation.of, expectation.against, expectation.take, expectation.fails) == ("varied", "base", "mean", "")
    assert expectation.sides == ("varied", "base")


WHOLE = """\
  expected:
    - says: the position moves west
      output: baku.position
      when: [2016-Q1, 2016-Q4]
      direction: up
      basis: implied
      evidence: [cover-doubted]
"""
SIGNS = "one of up, down, not up, not down, above, below, none given"
REFUSED = [
    (
        "direction: up",
        "direction: upp",
        f"11:7: S1.expected.0.direction: the text 'upp'; expected {SIGNS}; did you mean 'up'?",
    ),
    (
        "evidence: [cover-doubted]",
        "evidence: [cover-douted]",
        "13:7: S1.expected.0.evidence: unknown id 'cover-douted'; expected the id of a claim or a source; "
        "did you mean 'cover-doubted'?",
    ),
    (
        "moscow.rapport",
        "moscow.raport",
        "5:40: S1.sides.varied.set.moscow.raport: unknown parameter 'moscow.raport'; "
        "expected the name of a parameter; did you mean 'moscow.rapport'?",
    ),
    ("base: {", "bare: {", "4:3: S1.sides: unknown side 'base'; expected one of its sides; did you mean 'bare'?"),
    (
        "direction: up",
        "than: [varied, bas]\n      direction: up",
        "8:7: S1.expected.0: unknown side 'bas'; expected one of its sides; did you mean 'base'?",
    ),
    (
        "direction: up",
        "direction: above",
        "8:7: S1.expected.0: a level belongs to above and below; expected it there and nowhere else",
    ),
    (
        "direction: up",
        "direction: up\n      size: true",
        "8:7: S1.expected.0: a size is compared with nothing; expected another pair of sides in 'than'",
    ),
    (
        "[2016-Q1, 2016-Q4]",
        "[2016-Q4, 2016-Q1]",
        "8:7: S1.expected.0: the first quarter of 'when' is after its last; expected two quarters in order",
    ),
    (
        "evidence: [cover-doubted]",
        "evidence: []",
        "8:7: S1.expected.0: no evidence for the basis 'implied'; expected ids, or the basis ours",
    ),
    (
        "direction: up",
        "direction: none given\n      fails: it cannot",
        "8:7: S1.expected.0: nothing was said that could fail; expected a note in place of 'fails'",
    ),
    (WHOLE, "  expected: []\n", "1:1: S1: nothing in 'expected'; expected at least one expectation"),
]


@pytest.mark.parametrize(("old", "new", "message"), REFUSED)
def test_a_faulty_direction_is_refused(tmp_path: Path, old: str, new: str, message: str) -> None:
    with pytest.raises(InputError) as error:
        load_seeds(write_seeds(tmp_path, {"directions.yaml": (old, new)}))
    assert str(error.value) == f"seeds/directions.yaml:{message}"
