"""``tightrope calibrate``, whole and small."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.calibrate import small

from tightrope.calibrate import study
from tightrope.calibrate.keep import as_text
from tightrope.results import DISCLAIMER

FEW = ("--candidates", small.CANDIDATES, "--draws", small.DRAWS, "--seed", small.SEED, "--workers", 1)


@pytest.fixture(autouse=True)
def few_vectors(monkeypatch: pytest.MonkeyPatch) -> None:
    """So few candidates do not leave thirty vectors."""
    monkeypatch.setattr("tightrope.evidence.calibration.load_settings", small.settings)


@pytest.mark.slow
def test_a_calibration_prints_what_it_found_and_writes_vectors_page_and_figures(tightrope):
    result = tightrope("calibrate", *FEW)
    assert (result.exit_code, result.stderr) == (0, "")
    told = " ".join(result.stdout.split())
    kept = small.kept()
    assert f"{len(kept.left)} of {small.CANDIDATES} candidates are not ruled out by the patterns up to 2008-Q4" in told
    assert "It is not blind: the dated inputs of these years, and the ranges, were chosen by people who knew" in told
    assert "The control as a plausibility filter (outside both camps to 2016-Q4 in at least 80.0 % of members)" in told
    assert "It does not constrain the other" in told
    folder = Path("results/calibration")
    assert (folder / "vectors.yaml").read_text(encoding="utf-8") == as_text(kept)
    page = (folder / "calibration.md").read_text(encoding="utf-8")
    assert DISCLAIMER in page and kept.command in page and "| P8a |" in page and "| P21b |" in page
    assert all(
        (folder / "figures" / f"calibration-{name}.png").stat().st_size > 1000 for name in ("parameters", "control")
    )
    assert tightrope("calibrate", *FEW).exit_code == 0  # a calibration may be replaced


@pytest.mark.slow
def test_as_json_it_holds_every_parameter_and_those_that_history_does_not_constrain(tightrope):
    found = json.loads(tightrope("calibrate", *FEW, "--json").stdout)
    assert found["kept"]["candidates"] == small.CANDIDATES
    free = {one["key"] for one in found["parameters"] if not one["moved"]}
    assert set(found["not_constrained"]) == free and found["disclaimer"] == DISCLAIMER


def test_the_theories_are_printed_beside_each_other(tightrope):
    result = tightrope("calibrate", *FEW, "--theories")
    assert result.exit_code == 0, result.output
    assert f"{len(small.kept().left)}   " in result.stdout and "0.0 (0.0 to 0.0)" in result.stdout
    assert not Path("results").exists()


def test_what_cannot_be_done_is_refused_before_anything_runs(tightrope, monkeypatch):
    monkeypatch.setattr(study, "try_candidates", None)
    result = tightrope("calibrate", *FEW, "--theory", "none")
    assert result.exit_code == 2 and "--theory: unknown theory 'none'; expected" in result.stderr
    Path("results/calibration").mkdir(parents=True)
    result = tightrope("calibrate", *FEW)
    assert result.exit_code == 2
    assert "results/calibration: something that is not a calibration; expected nothing, or a folder" in result.stderr
