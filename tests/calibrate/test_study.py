"""Small calibrations: what is kept, that it is the same whoever did the work, and what is refused."""

from __future__ import annotations

import numpy as np
import pytest
from tests.calibrate.small import CANDIDATES, DRAWS, SEED, asking, kept, settings

from tightrope.calibrate import study
from tightrope.calibrate.judge import worst
from tightrope.calibrate.keep import as_text
from tightrope.calibrate.study import calibrate, fitted_to, try_all
from tightrope.calibrate.theories import rank_theories
from tightrope.calibrate.trial import Trial, asked_until, try_candidates
from tightrope.errors import InputError, RunError
from tightrope.evidence import Kept, Vectors, load_seeds, ranges_digest
from tightrope.evidence.calibration import load_settings
from tightrope.hindcast.contest import last_of
from tightrope.marked import read_marked
from tightrope.quarters import parse_quarter

SEEDS = load_seeds()


def test_the_patterns_that_are_fitted_end_by_2008_and_none_is_a_check_of_our_own() -> None:
    fitted = fitted_to(load_settings(), SEEDS)
    assert {criterion.id for _, criterion in fitted} >= {"P1", "P2a", "P3a", "P6a", "P7a", "P8a"}
    assert max(last_of(criterion) for _, criterion in fitted) <= parse_quarter("2008-Q4")
    assert not any(criterion.ours for _, criterion in fitted)
    later = asked_until(SEEDS.patterns.values(), parse_quarter("2008-Q4"), parse_quarter("2014-Q4"))
    assert not {criterion.id for _, criterion in fitted} & {criterion.id for _, criterion in later}


def test_the_seeds_of_calibration_are_those_of_no_scenario() -> None:
    from tightrope.scenario import load, scenario_names

    seed = load_settings().seed.value
    assert not {load(name).seed for name in scenario_names()} & {seed, seed + 1}


@pytest.mark.slow
def test_the_number_of_workers_cannot_be_seen_in_the_file() -> None:
    assert as_text(kept(1)) == as_text(kept(2))


def test_what_is_written_is_what_is_read(tmp_path) -> None:
    path = tmp_path / "vectors.yaml"
    path.write_text(as_text(kept()), encoding="utf-8")
    assert Kept.model_validate(read_marked(path).data) == kept()


def test_the_file_says_how_it_was_made() -> None:
    found = kept()
    assert (found.seed, found.candidates, found.draws) == (SEED, CANDIDATES, DRAWS)
    assert found.command == (
        f"tightrope calibrate --candidates {CANDIDATES} --draws {DRAWS} --seed {SEED} --theory quantal-response"
    )
    assert found.ranges == ranges_digest(SEEDS.parameters)


def test_what_is_kept_is_the_first_of_those_that_no_criterion_rules_out() -> None:
    tried = try_all(asking(), settings(), fitted_to(settings(), SEEDS))
    left = np.flatnonzero(worst(tried.implausible)[0] < 3)
    assert 4 < len(left) < CANDIDATES
    assert kept().left == tuple(left)
    assert [vector.candidate for vector in kept().vectors] == left[:4].tolist()
    assert all(vector.second <= vector.implausibility < 3 for vector in kept().vectors)


def test_the_counts_of_the_criteria_add_up() -> None:
    counts = list(kept().fitted.values())
    assert counts[-1].left == len(kept().left)
    before = [CANDIDATES, *(one.left for one in counts)]
    for had, one in zip(before, counts, strict=False):
        assert had - one.left <= one.removed and one.alone <= one.removed
    assert sum(one.alone for one in counts) <= CANDIDATES - len(kept().left)


def test_a_candidate_shows_the_same_whatever_others_are_tried_beside_it() -> None:
    asked = tuple(pair for pair in fitted_to(settings(), SEEDS) if pair[1].id == "P8a")
    few, more = (
        try_candidates(Trial(Vectors(SEED, tuple(range(count)), each=DRAWS), "quantal-response", SEED, asked), 0.0)
        for count in (3, 7)
    )
    assert np.array_equal(few.values, more.values[:3])
    assert len(np.unique(more.values)) > 2


def test_where_too_few_are_left_nothing_is_kept_and_no_criterion_is_loosened() -> None:
    with pytest.raises(RunError, match=r"rules out all but \d+ of 6 candidates, and 7 are needed; try more"):
        calibrate(asking(candidates=6), settings(fewest=7), SEEDS)


def test_an_unknown_theory_is_refused_before_anything_runs(monkeypatch) -> None:
    monkeypatch.setattr(study, "try_candidates", None)
    with pytest.raises(InputError, match=r"--theory: unknown theory 'quantal-respons'; .*did you mean"):
        calibrate(asking(theory="quantal-respons"), settings(), SEEDS)


def test_a_theory_is_ranked_by_the_share_of_candidates_that_it_leaves() -> None:
    [found] = rank_theories(["quantal-response"], asking(), settings(), SEEDS)
    assert (found.left, found.tried) == (len(kept().left), CANDIDATES)
    assert found.low < found.share < found.high
    assert (found.behind, found.behind_low, found.behind_high) == (0.0, 0.0, 0.0)


def test_theories_that_leave_the_same_candidates_are_not_apart(monkeypatch) -> None:
    # A second name for the one rule: the same candidates on the same luck, so no difference and no doubt about it.
    from dataclasses import replace

    twins = replace(SEEDS, theories={**SEEDS.theories, "twin": SEEDS.theories["quantal-response"]})
    monkeypatch.setattr(
        "tightrope.calibrate.theories.try_all",
        lambda asking, settings, asked, progress: try_all(asking.under("quantal-response"), settings, asked),
    )
    first, second = rank_theories(["quantal-response", "twin"], asking(), settings(), twins)
    assert (first.theory, second.theory) == ("quantal-response", "twin")
    assert first.share == second.share and second.behind_high == 0.0


def test_each_of_two_theories_is_set_against_the_best_candidate_by_candidate(monkeypatch) -> None:
    # Of four candidates the better leaves three and the other one of those: behind by 0.5 on average. The differences
    # are 1, 1, 0, 0 with deviation 0.5, so the 90 % interval reaches 1.644854 * 0.5 / 2 = 0.411.
    from dataclasses import replace

    from tightrope.calibrate import theories
    from tightrope.calibrate.trial import Found

    [criterion] = [one for _, one in fitted_to(settings(), SEEDS) if one.id == "P8a"]
    out = {"quantal-response": [9.0, 9.0, 0.0, 9.0], "twin": [0.0, 0.0, 0.0, 9.0]}
    monkeypatch.setattr(
        theories, "try_all",
        lambda asking, settings, asked, progress: Found((criterion,), np.zeros((4, 1)), np.c_[out[asking.theory]]),
    )  # fmt: skip
    twins = replace(SEEDS, theories={**SEEDS.theories, "twin": SEEDS.theories["quantal-response"]})
    best, other = rank_theories(["quantal-response", "twin"], asking(), settings(), twins)
    assert (best.theory, best.left, other.left, other.hardest) == ("twin", 3, 1, "P8a")
    assert other.behind == pytest.approx(0.5)
    assert other.behind_high - other.behind == pytest.approx(0.4112, abs=1e-4)
