from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tightrope.evidence import Seeds
from tightrope.marked import read_marked
from tightrope.scenario import Scenario, load
from tightrope.scenario.written import as_text

Loaded = Callable[..., Scenario]

FULL = """\
extends: baseline
id: S1
quarters: 40
world:
  oil_price: {fall: 60 %, over: 3 years}
moscow:
  drive: {low: 0.7, high: 0.95}
  rapport: -0.1
events:
  "odd: name": {quarter: 2018-Q2, event: karabakh_escalation}
notes:
  notice: "60 % is a lot: watch it"
  try: 'Nothing'
"""


def test_a_resolved_scenario_loads_back_with_nothing_inherited(loaded: Loaded, seeds: Seeds, shipped: Path) -> None:
    scenario = loaded(FULL)
    Path("again.yaml").write_text(scenario.to_yaml())
    again = load("again.yaml", seeds=seeds, scenarios=shipped)
    assert again.extends == ()
    assert again.warnings == ()
    assert again.resolved() == scenario.resolved()
    for key in ("title", "question", "id", "notes", "start", "quarters", "members", "seed", "uncertainty"):
        assert getattr(again, key) == getattr(scenario, key), key
    assert again.settings == scenario.settings
    assert again.events == scenario.events


def test_what_is_simulated_before_the_start_is_written_and_loads_back(
    loaded: Loaded, seeds: Seeds, shipped: Path
) -> None:
    # 2017-Q1 has no documented state, so the run is simulated from 2015-Q1, with the paths and events of that time.
    scenario = loaded("extends: baseline\nstart: 2017-Q1\nquarters: 40\n")
    assert scenario.resolved()["washington"] == {"engagement": {"2015-Q1": 0.4, "2019-Q1": 0.2}}
    assert "scandal" in scenario.events
    assert scenario.resolved()["resolved"] is True
    Path("again.yaml").write_text(scenario.to_yaml())
    again = load("again.yaml", seeds=seeds, scenarios=shipped)
    assert again.resolved() == scenario.resolved()
    assert again.warnings == ()


def test_a_resolved_scenario_reads_like_one_written_by_hand(loaded: Loaded) -> None:
    assert (
        loaded(FULL).to_yaml()
        == """\
title: Mine
question: What if?
id: S1
start: 2015-Q1
quarters: 40
members: 2000
seed: 1
uncertainty: full
theory: quantal-response
world:
  oil_price: {2015-Q1: {value: 100, low: 80, high: 120}, 2018-Q1: {value: 40, low: 32, high: 48}}
moscow:
  drive: {value: 0.825, low: 0.7, high: 0.95}
  rapport: -0.1
washington:
  engagement: {2015-Q1: 0.4, 2019-Q1: 0.2}
events:
  scandal: {quarter: 2016-Q1, event: broker_scandal, severity: 0.25, quarters: 1}
  war: {quarter: 2020-Q1, event: karabakh_escalation, severity: 0.9, quarters: 3}
  'odd: name': {quarter: 2018-Q2, event: karabakh_escalation, severity: 0.5, quarters: 2}
notes:
  notice: '60 % is a lot: watch it'
  try: Nothing
"""
    )


# What read_marked refuses inside text cannot come from a file, so it need not be written.
readable = st.text(
    st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"], exclude_characters="\ufeff") | st.just("\n"),
    min_size=1,
    max_size=80,
)
names = readable.filter(str.isprintable)
awkward = st.sampled_from(["1e6", "~", "null", "true", ".nan", "0x1F", "no", "60 %", "<<", "- a", "# x", "a: b"])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(title=readable | awkward, name=names | awkward, number=st.floats(0, 1))
def test_any_text_and_number_survives_writing(tmp_path: Path, title: str, name: str, number: float) -> None:
    data = {"title": title, "notes": {"try": title}, "events": {name: {"severity": number}}}
    path = tmp_path / "x.yaml"
    path.write_text(as_text(data), encoding="utf-8")
    assert read_marked(path).data == data
