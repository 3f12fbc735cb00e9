from __future__ import annotations

import numpy as np
import pytest

from tightrope import state
from tightrope.evidence import Knot, Setting
from tightrope.luck import Luck
from tightrope.numbers import Numbers, Path, drawn, knot_value, triangular
from tightrope.scenario import Scenario, load

UNCERTAIN = "moscow.patience"
ELSEWHERE = "moscow.visit_decay"
CERTAIN = "world.flare_up_low"


def numbers_of(scenario: Scenario, members: int = 400) -> Numbers:
    luck = Luck(scenario.seed, range(members), 0, 1, still=scenario.uncertainty == "none")
    return Numbers(scenario, luck, state.DRIVERS)


# -- one knot ---------------------------------------------------------------------------------------------------------
# Low 0, mode 1, high 4. The density rises to 2 / 4 at 1, so F(x) = x^2 / (4 * 1) up to the mode, F(1) = 1/4, and
# 1 - F(x) = (4 - x)^2 / (4 * 3) above it. F(0.5) = 1/16; 1 - F(2.5) = 2.25 / 12 = 3/16.
@pytest.mark.parametrize(("quantile", "value"), [(0.0, 0.0), (1 / 16, 0.5), (0.25, 1.0), (13 / 16, 2.5)])
def test_a_triangular_value_is_the_inverse_of_its_distribution(quantile: float, value: float) -> None:
    assert triangular(np.array([quantile]), 0.0, 1.0, 4.0) == pytest.approx([value])


# A right triangle: with the mode at 0, 1 - F(x) = (4 - x)^2 / 16 and 1 - F(2) = 1/4; with the mode at 4,
# F(x) = x^2 / 16 and F(2) = 1/4.
def test_a_triangle_may_have_its_mode_at_an_end() -> None:
    assert triangular(np.array([0.75]), 0.0, 0.0, 4.0) == pytest.approx([2.0])
    assert triangular(np.array([0.25]), 0.0, 4.0, 4.0) == pytest.approx([2.0])


def test_triangular_values_rise_with_the_quantile_and_stay_in_their_range() -> None:
    values = triangular(np.linspace(0.0, 1.0, 1001), 0.2, 0.3, 0.7)
    assert (np.diff(values) > 0).all()
    assert values[0] == pytest.approx(0.2) and values[-1] == pytest.approx(0.7)


def test_a_uniform_knot_is_a_straight_line_over_its_range() -> None:
    # 2 + 0.25 * (6 - 2) = 3
    assert knot_value(Knot(None, 3.5, 2.0, 6.0), "uniform", np.array([0.25, 1.0])) == pytest.approx([3.0, 6.0])


def test_a_certain_knot_is_its_value_for_everybody() -> None:
    assert knot_value(Knot(None, 3.5, 3.5, 3.5), "triangular", np.array([0.1, 0.9])) == 3.5


def test_a_knot_from_which_nothing_is_drawn_is_its_central_value() -> None:
    assert knot_value(Knot(None, 1.0, 0.0, 4.0), "triangular", None) == 1.0


# -- paths ------------------------------------------------------------------------------------------------------------
def certain(*knots: tuple[int, float]) -> Setting:
    return Setting(tuple(Knot(quarter, value, value, value) for quarter, value in knots))


@pytest.mark.parametrize(
    ("quarter", "value"),
    [(0, 1.0), (9, 1.0), (10, 1.0), (11, 1.5), (13, 2.5), (14, 3.0), (15, 2.75), (22, 1.0), (99, 1.0)],
)
def test_a_path_runs_straight_between_knots_and_flat_outside_them(quarter: int, value: float) -> None:
    # From 1 to 3 in 4 quarters is a half each; from 3 to 1 in 8 is a quarter down each.
    assert Path(certain((10, 1.0), (14, 3.0), (22, 1.0)), None).at(quarter) == pytest.approx(value)


def test_a_jump_is_two_adjacent_quarters() -> None:
    path = Path(certain((10, 0.2), (11, 0.9)), None)
    assert [path.at(quarter) for quarter in (9, 10, 11, 12)] == [0.2, 0.2, 0.9, 0.9]


def test_a_constant_holds_throughout() -> None:
    path = Path(Setting((Knot(None, 0.7, 0.7, 0.7),)), None)
    assert [path.at(quarter) for quarter in (0, 92, 195)] == [0.7, 0.7, 0.7]


def test_one_quantile_moves_all_knots_of_a_path_together() -> None:
    setting = Setting((Knot(10, 1.0, 0.0, 4.0), Knot(14, 20.0, 10.0, 50.0)))
    path = Path(setting, np.array([1 / 16, 13 / 16]))
    # The second knot is ten times the first, plus ten: 0.5 -> 15 and 2.5 -> 35. Half way: 7.75 and 18.75.
    assert path.at(10) == pytest.approx([0.5, 2.5])
    assert path.at(14) == pytest.approx([15.0, 35.0])
    assert path.at(12) == pytest.approx([7.75, 18.75])


# -- which ranges are drawn -------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("uncertainty", "seeds_drawn", "scenario_drawn"),
    [("none", False, False), ("chance", False, True), ("full", True, True)],
)
def test_uncertainty_says_which_ranges_are_drawn(uncertainty: str, seeds_drawn: bool, scenario_drawn: bool) -> None:
    scenario = load("baseline").set({"uncertainty": uncertainty, UNCERTAIN: {"low": 2, "value": 3, "high": 5}})
    assert drawn(scenario, ELSEWHERE) is seeds_drawn
    assert drawn(scenario, UNCERTAIN) is scenario_drawn
    assert drawn(scenario, CERTAIN) is False
    moscow = numbers_of(scenario).capitals["moscow"]
    assert (np.ndim(moscow.visit_decay) == 1) is seeds_drawn
    assert (np.ndim(moscow.patience) == 1) is scenario_drawn


def test_what_is_not_drawn_has_its_central_value() -> None:
    scenario = load("baseline").set({"uncertainty": "none", UNCERTAIN: {"low": 2, "value": 3.25, "high": 5}})
    assert numbers_of(scenario).capitals["moscow"].patience == 3.25


def test_a_number_that_a_scenario_writes_is_the_same_for_everybody() -> None:
    scenario = load("baseline").set({"uncertainty": "full", UNCERTAIN: 2.5})
    assert numbers_of(scenario).capitals["moscow"].patience == 2.5


def test_members_draw_over_the_whole_range_with_the_mode_where_it_belongs() -> None:
    scenario = load("baseline").set({"uncertainty": "full", UNCERTAIN: {"low": 0.5, "value": 1.5, "high": 4.5}})
    drawn_values = numbers_of(scenario, 20_000).capitals["moscow"].patience
    assert drawn_values.min() >= 0.5 and drawn_values.max() <= 4.5
    # A triangle 4 wide with its mode 1 up: a quarter of the members below it; mean (0.5 + 1.5 + 4.5) / 3 = 2.16667.
    # Four standard errors of 20,000: 4 * sqrt(3/16 / 20000) = 0.0122; the variance is
    # (0.25 + 2.25 + 20.25 - 0.75 - 2.25 - 6.75) / 18 = 0.72222, so 4 * sqrt(0.72222 / 20000) = 0.0240.
    assert (drawn_values < 1.5).mean() == pytest.approx(0.25, abs=0.0122)
    assert drawn_values.mean() == pytest.approx(2.16667, abs=0.0240)


def test_a_member_draws_the_same_whatever_else_is_drawn() -> None:
    lone = load("baseline").set({"uncertainty": "chance", UNCERTAIN: {"low": 2, "value": 3, "high": 5}})
    crowd = lone.set({"uncertainty": "full"})
    few, many = numbers_of(lone).capitals["moscow"], numbers_of(crowd).capitals["moscow"]
    np.testing.assert_array_equal(few.patience, many.patience)


def test_parameters_are_drawn_apart_from_one_another() -> None:
    moscow = numbers_of(load("baseline")).capitals["moscow"]
    # 400 independent pairs: correlation within four standard errors, 4 / sqrt(400) = 0.2.
    assert abs(np.corrcoef(moscow.patience, moscow.visit_decay)[0, 1]) < 0.2


def test_a_dated_parameter_that_is_no_driver_takes_its_new_value_with_the_quarter() -> None:
    numbers = numbers_of(load("baseline").set({"uncertainty": "none"}))
    world = numbers.capitals["world"]
    # The oil fund begins in the year 2000, which is quarter 32 (evidence: sofaz-reports).
    numbers.advance(31)
    assert world.fund_exists == 0.0
    numbers.advance(32)
    assert world.fund_exists == 1.0


def test_drivers_are_paths_and_everything_else_is_a_number_in_force() -> None:
    numbers = numbers_of(load("baseline").set({"uncertainty": "none"}))
    numbers.advance(92)
    assert set(numbers.paths) == set(state.DRIVERS)
    assert not hasattr(numbers.capitals["moscow"], "drive")
    assert hasattr(numbers.capitals["world"], "karabakh_war")


# -- the past and the end of the run ----------------------------------------------------------------------------------
BENDING = {"2015-Q1": {"low": 0.1, "value": 0.2, "high": 0.9}, "2025-Q1": {"low": 0.1, "value": 0.8, "high": 0.9}}


def test_where_a_run_ends_does_not_change_the_path_before_it() -> None:
    long = load("baseline").set({"moscow.drive": BENDING})
    short = long.set({"quarters": 20})
    for quarter in range(short.start, short.end + 1):
        np.testing.assert_allclose(
            numbers_of(short).paths["moscow.drive"].at(quarter),
            numbers_of(long).paths["moscow.drive"].at(quarter),
            rtol=1e-12,
        )


def test_where_a_run_ends_does_not_change_whether_a_path_is_drawn() -> None:
    usual = load("baseline").seeds.parameters["moscow.resources"].setting.at(92)
    today = {"low": usual.low, "value": usual.value, "high": usual.high}
    later = {"low": 0.1, "value": 0.2, "high": 0.3}
    long = load("baseline").set(
        {"uncertainty": "chance", "moscow.resources": {"2015-Q1": today, "2022-Q1": today, "2023-Q1": later}}
    )
    assert drawn(long, "moscow.resources")
    assert drawn(long.set({"quarters": 20}), "moscow.resources")


# -- what members have ------------------------------------------------------------------------------------------------
def test_the_knots_of_a_number_are_what_members_have_of_it_wherever_it_is_kept() -> None:
    # A constant that is drawn, a driver with a path, a dated path that is no driver, and a certain number.
    plan = load("baseline").set(
        {"moscow.drive": BENDING, ELSEWHERE: {"2015-Q1": 0.1, "2020-Q1": {"low": 0.1, "high": 0.3}}}
    )
    numbers = numbers_of(plan, 50)
    (patience,) = numbers.knots(UNCERTAIN)
    assert np.shape(patience) == (50,) and patience is numbers.capitals["moscow"].patience
    assert numbers.knots("moscow.drive") == numbers.paths["moscow.drive"].values
    assert [np.shape(knot) for knot in numbers.knots(ELSEWHERE)] == [(), (50,)]
    assert numbers.knots(CERTAIN) == [plan.setting(CERTAIN).knots[0].value]
