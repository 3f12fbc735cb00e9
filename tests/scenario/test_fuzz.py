"""Whatever a file holds, it loads or is refused in words; nothing else ever comes out."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tightrope.errors import InputError
from tightrope.evidence import Seeds
from tightrope.scenario import Scenario, load

WHOLE = """\
title: Mine
question: What if?
extends: baseline
start: 2015-Q1
quarters: 64
members: 2000
seed: 3
uncertainty: chance
theory: satisficing
world:
  oil_price: {fall: 60 %, over: 3 years}
moscow: {drive: {low: 0.5, high: 0.75}, rapport: {2016-Q1: 0.1, 2017-Q1: {value: 0, low: -0.1, high: 0.1}}}
events:
  war: null
  more: {quarter: 2018-Q2, event: karabakh_escalation, severity: 0.8, quarters: 2}
notes: {notice: this, try: that}
"""
WORDS = "null ~ true 0 -1 1e999 .nan 2015-Q1 2040-Q4:1, low:1, % ... --- # @ ` &a *a !!str <<: ? : - { } [ ] | >"
snippets = st.sampled_from(
    ["", " ", "\n", "\t", ": ", "'", '"', "60 %", "\x00", "\ufeff", "\u2028", "é", "9" * 400]
    + [spaced for word in WORDS.split() for spaced in (word, f" {word} ")]
)
cuts = st.integers(0, len(WHOLE))


def loads_or_is_refused(path: Path, text: str, seeds: Seeds, shipped: Path) -> None:
    path.write_text(text, encoding="utf-8", newline="")
    try:
        scenario = load(path, seeds=seeds, scenarios=shipped)
    except InputError as error:
        assert error.problems
        assert all(str(problem).isprintable() for problem in error.problems)
        return
    assert isinstance(scenario, Scenario)
    path.write_text(scenario.to_yaml(), encoding="utf-8")
    assert load(path, seeds=seeds, scenarios=shipped).resolved() == scenario.resolved()


def test_the_text_that_is_spoilt_below_is_sound_itself(tmp_path: Path, seeds: Seeds, shipped: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(WHOLE)
    assert load(path, seeds=seeds, scenarios=shipped).settings


@pytest.mark.parametrize("of", ["spoilt", "random"])
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data())
def test_any_file_loads_or_is_refused(
    tmp_path: Path, seeds: Seeds, shipped: Path, of: str, data: st.DataObject
) -> None:
    if of == "random":
        text = data.draw(st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
    else:
        start, end = sorted((data.draw(cuts), data.draw(cuts)))
        end = min(end, start + data.draw(st.integers(0, 12)))
        text = WHOLE[:start] + data.draw(snippets) + WHOLE[end:]
    loads_or_is_refused(tmp_path / "x.yaml", text, seeds, shipped)
