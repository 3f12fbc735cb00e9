"""What is refused in the files of mechanisms and of claims that are context only."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.small_seeds import write_seeds

from tightrope.errors import InputError
from tightrope.evidence import Seeds, load_seeds
from tightrope.quarters import parse_quarter

REFUSED = [
    (
        "mechanisms.yaml", "[cover-doubted]", "[cover-doubte]",
        "seeds/mechanisms.yaml:7:3: M1.evidence: unknown id 'cover-doubte'; "
        "expected the id of a claim or a source; did you mean 'cover-doubted'?",
    ),
    (
        "mechanisms.yaml", "parameters: [moscow.rapport]", "parameters: [moscow.raport]",
        "seeds/mechanisms.yaml:10:3: M1.parameters: unknown parameter 'moscow.raport'; "
        "expected the name of a parameter; did you mean 'moscow.rapport'?",
    ),
    (
        "mechanisms.yaml", "off: {moscow.rapport:", "off: {moscow.raport:",
        "seeds/mechanisms.yaml:14:13: M1.checks.0.off.moscow.raport: unknown parameter 'moscow.raport'; "
        "expected the name of a parameter; did you mean 'moscow.rapport'?",
    ),
    (
        "mechanisms.yaml", "given: {moscow.drive: 0.5}", "given: {moscow.drift: 0.5}",
        "seeds/mechanisms.yaml:13:15: M1.checks.0.given.moscow.drift: unknown parameter 'moscow.drift'; "
        "expected the name of a parameter; did you mean 'moscow.drive'?",
    ),
    (
        "mechanisms.yaml", "support: strong", "support: strange",
        "seeds/mechanisms.yaml:8:3: M1.support: the text 'strange'; "
        "expected one of strong, medium, weak; did you mean 'strong'?",
    ),
    (
        "mechanisms.yaml", "  says: Good relations hold pressure back.\n", "",
        "seeds/mechanisms.yaml:1:1: M1.says: missing; expected the mechanism in a sentence",
    ),
    (
        "context.yaml", "cover-doubted:", "cover-dubted:",
        "seeds/context.yaml:1:1: cover-dubted: unknown claim 'cover-dubted'; "
        "expected the id of a claim; did you mean 'cover-doubted'?",
    ),
    (
        "context.yaml", "It is said of another time.", "[1]",
        "seeds/context.yaml:1:1: cover-doubted: a list; expected a sentence that says why it is context only",
    ),
]  # fmt: skip


def test_a_mechanism_names_its_evidence_its_numbers_and_the_runs_that_show_it(seeds: Seeds) -> None:
    mechanism = seeds.mechanisms["M1"]
    assert (mechanism.id, mechanism.sign, mechanism.support) == ("M1", "-", "strong")
    assert (mechanism.evidence, mechanism.parameters) == (("cover-doubted",), ("moscow.rapport",))
    (check,) = mechanism.checks
    assert check.off == {"moscow.rapport": {"1992-Q1": -0.25, "2014-Q4": 0}}
    assert check.given == {"moscow.drive": 0.5}
    assert check.when == (parse_quarter("2015-Q1"), parse_quarter("2016-Q4"))
    assert (check.expect, check.by_at_least) == ("down", 0.1)


def test_a_claim_may_be_context_only_and_says_why(seeds: Seeds) -> None:
    assert seeds.context == {"cover-doubted": "It is said of another time."}


@pytest.mark.parametrize(("name", "old", "new", "message"), REFUSED)
def test_a_faulty_mechanism_or_context_is_refused(tmp_path: Path, name: str, old: str, new: str, message: str) -> None:
    with pytest.raises(InputError) as error:
        load_seeds(write_seeds(tmp_path, {name: (old, new)}))
    assert str(error.value).split("\n") == [message]


def test_a_faulty_number_is_not_one_problem_more_where_a_mechanism_names_it(tmp_path: Path) -> None:
    with pytest.raises(InputError) as error:
        load_seeds(write_seeds(tmp_path, {"parameters/moscow.yaml": ("value: -0.25", "value: low")}))
    assert [problem.where for problem in error.value.problems] == ["rapport.value"]
