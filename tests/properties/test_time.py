"""What has happened does not depend on what will: to the last bit, in every record."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.properties.legal import PARAMETERS, SEEDS, differing, run, values

from tightrope.consequences import ASSOCIATION
from tightrope.model import AlignmentModel
from tightrope.precision import Precision
from tightrope.quarters import format_quarter
from tightrope.scenario import Event, load, scenario_names

MEMBERS = 16
QUARTERS = 16
DRIVERS = sorted(key for key, parameter in PARAMETERS.items() if parameter.role == "driver")
DATED = sorted(key for key, parameter in PARAMETERS.items() if parameter.setting.dated)


def shortened(name, uncertainty="full", quarters=QUARTERS):
    return load(name).set({"uncertainty": uncertainty, "quarters": quarters})


@given(data=st.data())
def test_a_path_that_changes_in_a_quarter_leaves_every_record_before_it_as_it_was(data):
    plan = shortened(data.draw(st.sampled_from(["history", "baseline", "worst-case"])))
    key = data.draw(st.sampled_from(DRIVERS + DATED))
    first, last, one, other = (data.draw(values(PARAMETERS[key])) for _ in range(4))
    quarter = data.draw(st.integers(2, QUARTERS - 1))
    # Both paths are the same up to the quarter before, ramps included, and part there.
    shared = {format_quarter(plan.start): first, format_quarter(plan.start + quarter - 1): last}
    ends = (plan.set({key: {**shared, format_quarter(plan.start + quarter): end}}) for end in (one, other))
    before, after = (run(end, MEMBERS) for end in ends)
    assert differing(before, after, quarter) == []


@given(data=st.data())
def test_an_event_leaves_every_record_before_it_as_it_was(data):
    plan = shortened(data.draw(st.sampled_from(["history", "baseline", "karabakh-escalation"])))
    kind = data.draw(st.sampled_from(sorted(SEEDS.events)))
    quarter = data.draw(st.integers(0, QUARTERS - 1))
    added = Event("added", plan.start + quarter, kind, 1.0, data.draw(st.integers(1, 8)))
    struck = replace(plan, events={**plan.events, "added": added})
    assert differing(run(plan, MEMBERS), run(struck, MEMBERS), quarter) == []


@pytest.mark.parametrize("kind", sorted(SEEDS.events))
def test_an_event_in_the_last_quarter_changes_nothing_but_that_quarter(kind):
    plan = load("baseline")
    added = Event("added", plan.end, kind, 1.0, 1)
    calm, struck = run(plan, MEMBERS), run(replace(plan, events={"added": added}), MEMBERS)
    assert differing(calm, struck, plan.quarters - 1) == []


@pytest.mark.parametrize("kind", sorted(SEEDS.events))
def test_an_event_does_change_something_from_its_quarter_on(kind):
    plan = shortened("baseline", "chance")
    added = Event("added", plan.start + 8, kind, 1.0, 4)
    assert differing(run(plan, MEMBERS), run(replace(plan, events={"added": added}), MEMBERS), 10)


@pytest.mark.parametrize("name", scenario_names())
@pytest.mark.slow
def test_a_longer_horizon_only_adds_to_a_shipped_scenario(name):
    quarters = 7  # which ends in the middle of the ramps that scenarios begin with
    short, long = run(shortened(name, quarters=quarters), MEMBERS), run(shortened(name, quarters=30), MEMBERS)
    assert differing(short, {key: kept[:quarters] for key, kept in long.items()}) == []


@given(data=st.data())
def test_a_longer_horizon_only_adds_whatever_the_paths(data):
    plan = shortened("baseline", "chance")
    key = data.draw(st.sampled_from(DRIVERS))
    last = data.draw(st.integers(2, QUARTERS - 1))
    knots = {}
    for quarter in (0, last):
        ends = sorted(data.draw(values(PARAMETERS[key])) for _ in range(3))
        knots[format_quarter(plan.start + quarter)] = dict(zip(("low", "value", "high"), ends, strict=True))
    plan = plan.set({key: knots})
    quarters = data.draw(st.integers(1, last))
    short, long = run(plan.set({"quarters": quarters}), MEMBERS), run(plan, MEMBERS)
    assert differing(short, {key: kept[:quarters] for key, kept in long.items()}) == []


def test_a_run_from_a_later_start_is_the_run_up_to_it_and_on():
    # A start without documents behind it is simulated from the latest documented one.
    plan = shortened("baseline", "full", 40)
    later = plan.set({"start": format_quarter(plan.start + 10), "quarters": 30})
    whole = run(plan, MEMBERS)
    assert differing(run(later, MEMBERS), {key: kept[10:] for key, kept in whole.items()}) == []


@pytest.mark.parametrize("precision", ["single", "double"])
def test_a_target_that_is_set_exactly_on_a_limit_is_reached(precision: Precision) -> None:
    # Clarity that is promised as clear as it must be: no rounding decides whether it ever is; a little more is like it.
    def concluded(clarity: float) -> int:
        words = {"brussels.territorial_clarity": {"2015-Q1": 0.2, "2016-Q1": clarity}, "uncertainty": "chance"}
        model = AlignmentModel(load("baseline").set(words), 200, precision=precision)
        model.run()
        model.close()
        return int((model.records["baku.outcome"] == ASSOCIATION).any(axis=0).sum())

    need = load("baseline").setting("baku.clarity_need").knots[0].value
    below, at, above = (concluded(need + more) for more in (-0.001, 0.0, 0.001))
    assert below < 0.5 * at
    assert at >= 0.6 * above
