"""A world of small seeds and two shipped scenarios, and files written beside them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.small_seeds import write_seeds

from tightrope.errors import InputError
from tightrope.evidence import Seeds, load_seeds
from tightrope.scenario import Scenario, load

BASELINE = """\
title: Baseline
question: What if nothing changes?
start: 2015-Q1
quarters: 64
members: 2000
seed: 1
uncertainty: full
theory: quantal-response
washington:
  engagement: {2015-Q1: 0.4, 2019-Q1: 0.2}
events:
  scandal: {quarter: 2016-Q1, event: broker_scandal}
  war: {quarter: 2020-Q1, event: karabakh_escalation, severity: 0.9, quarters: 3}
notes:
  notice: nothing
"""


@pytest.fixture
def seeds(tmp_path: Path) -> Seeds:
    return load_seeds(write_seeds(tmp_path))


@pytest.fixture
def shipped(tmp_path: Path) -> Path:
    folder = tmp_path / "scenarios"
    folder.mkdir()
    (folder / "baseline.yaml").write_text(BASELINE)
    (folder / "hard-moscow.yaml").write_text(
        "title: Hard Moscow\nquestion: And if it presses?\nextends: baseline\nmoscow:\n  drive: 0.9\n"
    )
    return folder


Loaded = Callable[..., Scenario]
Refused = Callable[..., list[str]]

HEAD = "title: Mine\nquestion: What if?\n"


@pytest.fixture
def loaded(tmp_path: Path, seeds: Seeds, shipped: Path, monkeypatch: pytest.MonkeyPatch) -> Loaded:
    """Write a file x.yaml (with a title and a question) and load it."""
    monkeypatch.chdir(tmp_path)

    def write_and_load(text: str, head: str = HEAD) -> Scenario:
        Path("x.yaml").write_text(head + text)
        return load("x.yaml", seeds=seeds, scenarios=shipped)

    return write_and_load


@pytest.fixture
def refused(loaded: Loaded) -> Refused:
    """Write a file x.yaml and return the lines with which it is refused."""

    def write_and_fail(text: str, head: str = HEAD) -> list[str]:
        with pytest.raises(InputError) as error:
            loaded(text, head)
        return str(error.value).split("\n")

    return write_and_fail
