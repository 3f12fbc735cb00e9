"""Quantities on numbers that are written down here; expected intervals are mean -+ 1.6449 s / sqrt(n)."""

from __future__ import annotations

import numpy as np
import pytest
from tests.exercises.benches import Known, written

from tightrope.exercises import quantities as kinds
from tightrope.exercises.compute import FINDERS, Lab, filled_in, has_been
from tightrope.exercises.load import load_exercise
from tightrope.exercises.steps import Exercise
from tightrope.outcomes import OUTCOMES


@pytest.fixture(scope="module")
def exercise(tmp_path_factory: pytest.TempPathFactory) -> Exercise:
    return load_exercise(written(tmp_path_factory.mktemp("compute")))


@pytest.fixture(scope="module")
def lab(exercise: Exercise) -> Lab:
    return Lab(exercise)


def known(exercise: Exercise, **numbers: list[float]) -> Known:
    """A lab where the position is as given, by world."""
    return Known(exercise, {("position", world.replace("_", " ")): held for world, held in numbers.items()})


def test_every_kind_of_quantity_is_worked_out_and_documented():
    assert set(FINDERS) == set(kinds.KINDS)
    assert all(len(kinds.in_a_line(shape)) > 40 for shape in kinds.KINDS.values())


def test_a_difference_is_paired(exercise):
    # Members differ widely among themselves and by exactly 1, 2, 3, 2 between the worlds: mean 2, s = 0.8165.
    found = known(exercise, a=[10, 20, 30, 40], b=[11, 22, 33, 42]).difference("position", "b", "a")
    assert found.value == pytest.approx(2.0)
    assert found.high - found.value == pytest.approx(1.6449 * 0.81650 / 2, abs=1e-4)


def test_a_share_has_wilsons_interval_and_is_told_in_percent(exercise):
    held = Known(exercise, {("drift", "a"): [1.0] * 3 + [0.0] * 7})
    found = held.level("drift", "a")
    # Wilson (1927), z = 1.6449, 3 of 10: centre (0.3 + z²/20)/(1 + z²/10) = 0.3426, and
    # reach z sqrt(0.021 + z²/400)/(1 + z²/10) = 0.2157.
    assert (found.low, found.high) == pytest.approx((0.1269, 0.5583), abs=2e-4)
    assert found.percent


@pytest.mark.parametrize(
    ("values", "says"),
    [([0.1, 0.2, 0.3, 0.2], "up"), ([-0.1, -0.2, -0.3, -0.2], "down"), ([0.3, -0.3, 0.2, -0.1], "none"),
     # Sure, and too small to speak of.
     ([0.001, 0.0011, 0.0009, 0.001], "none")],
)  # fmt: skip
def test_a_sign_is_up_down_or_none(exercise, values, says):
    held = known(exercise, a=[0.0] * 4, b=values)
    assert held.find(kinds.Sign(of="position", world="b", against="a")).best == says


def test_the_largest_effect_takes_in_what_cannot_be_told_from_it(exercise):
    held = known(exercise, a=[0, 0, 0, 0], b=[-4, -5, -6, -5], c=[-5, -4, -6, -5], d=[1, 2, 1, 2])
    found = held.find(kinds.Largest(of="position", world=("b", "c", "d"), against="a", size=True))
    assert set(found.accepted) == {"b", "c"}
    assert held.find(kinds.Largest(of="position", world=("b", "c", "d"), against="a")).accepted == ("d",)
    assert (
        held.find(kinds.Largest(of="position", world=("b", "c", "d"), against="a", size=True, least=True)).best == "d"
    )


def test_causes_that_each_take_away_the_whole_do_less_together_than_their_sum(exercise):
    held = known(exercise, none=[10, 11, 12, 11], one=[2, 3, 4, 3], other=[1, 2, 3, 2], both=[1, 2, 3, 3])
    asked = kinds.Together(of="position", alone=("one", "other"), world="both", against="none")
    assert held.find(asked).best == "down"
    more = known(exercise, none=[0, 0, 0, 0], one=[1, 1, 1, 1], other=[0, 0, 0, 0], both=[5, 6, 5, 6])
    assert more.find(asked).best == "up"


def test_beyond_keeps_apart_what_is_sure_and_what_spans_the_level(exercise):
    held = Known(
        exercise, {("drift", "a"): [1.0] * 10, ("drift", "b"): [1.0] * 5 + [0.0] * 5, ("drift", "c"): [0.0] * 10}
    )
    found = held.find(kinds.Beyond(of="drift", world=("a", "b", "c"), level=0.5))
    assert (found.sure, found.open) == (("a",), ("b",))


def test_a_change_is_taken_within_one_world(exercise):
    held = Known(exercise, {("position", "a"): [0.5, 0.6, 0.7], ("drift", "a"): [0.1, 0.3, 0.2]})
    assert held.find(kinds.Change(of="position", since="drift", world="a")).value == pytest.approx(0.4)


def test_the_x_of_a_breaking_point_is_filled_in_wherever_it_stands():
    setting = {"world.oil_price": {"fall": "{x} %", "over": "3 years"}, "moscow.patience": "{x}", "n": 1}
    assert filled_in(setting, 40.0) == {
        "world.oil_price": {"fall": "40 %", "over": "3 years"},
        "moscow.patience": "40",
        "n": 1,
    }


# -- on the model -----------------------------------------------------------------------------------------------------
def test_a_measure_is_what_the_run_recorded(lab):
    run = lab.run("as is")
    window = run.data["baku.position"].values[:, 12:32]  # 2018-Q1 to 2022-Q4 of a run from 2015-Q1
    assert lab.values("position", "as is") == pytest.approx(window.mean(axis=1, dtype=float))


def test_worlds_run_the_same_members_each_once(lab):
    assert lab.run("changed") is lab.run("changed")
    assert lab.run("as is").data["member"].values.tolist() == lab.run("changed").data["member"].values.tolist()


def test_whoever_watches_is_told_in_words_what_is_run(exercise):
    heard: list[str] = []
    told = Lab(exercise, members=4, told=heard.append)
    told.run("changed")
    told.run("changed")
    assert heard == [exercise.worlds["changed"].says]
    told.find(
        kinds.BreakingPoint(
            of="drift", world="as is", set={"washington.engagement": "{x}"}, tries=(0.2, 0.6), below=0.5
        )
    )
    assert heard[1:] == [f"{exercise.worlds['as is'].says}, 2 times, each with another number from 0.2 to 0.6"]


def test_the_first_quarter_is_that_by_which_half_of_the_members_have_been_there(lab):
    run = lab.run("as is")
    position = run.data["baku.position"].values
    own = sorted(next((q for q, value in enumerate(line) if value < -0.2), 99) for line in position)
    found = lab.find(kinds.FirstQuarter(output="baku.position", world="as is", below=-0.2))
    # Of 60 members the 15th, the 30th and the 45th.
    dates = [None if own[place - 1] == 99 else run.scenario.start + own[place - 1] for place in (15, 30, 45)]
    assert [found.low, found.value, found.high] == dates and dates[0] is not None
    assert found.half and found.quarter


def test_who_has_been_there_once_has_been_there_ever_after():
    there = np.array([[False, True, False, False], [False, False, False, True]])
    assert has_been(there).tolist() == [0.0, 0.5, 0.5, 1.0]


@pytest.mark.parametrize("threshold", [{"above": 0.3}, {"below": 0.8}])
def test_the_first_quarter_of_a_share_has_the_shares_own_interval(lab, threshold):
    asked = kinds.FirstQuarter(output="baku.outcome", counting=("tactical drift east",), world="as is", **threshold)
    found, run = lab.find(asked), lab.run("as is")
    share = run.share_of_codes("baku.outcome", 6)[:, OUTCOMES.index("tactical drift east")]
    there = share > 0.3 if "above" in threshold else share < 0.8
    assert found.value == run.scenario.start + int(np.flatnonzero(there)[0])
    assert found.low <= found.value and (found.high is None or found.value <= found.high) and not found.half


def test_what_never_happens_is_never(lab):
    found = lab.find(kinds.FirstQuarter(output="baku.position", world="as is", above=0.99))
    assert (found.value, found.high) == (None, None)


def test_a_breaking_point_lies_where_the_share_crosses_the_level(lab):
    asked = kinds.BreakingPoint(
        of="drift", world="as is", set={"washington.engagement": "{x}"}, tries=(0.2, 0.4, 0.6, 0.8), below=0.5
    )
    found = lab.find(asked)
    shares = [
        lab.made(lab.run("as is").scenario.set({"washington.engagement": x}), "x").share_of_codes("baku.outcome", 6)[31]
        for x in asked.tries
    ]
    drifting = [share[OUTCOMES.index("tactical drift east")] for share in shares]
    assert drifting[0] >= 0.5 > drifting[-1]
    assert found.value == next(x for x, share in zip(asked.tries, drifting, strict=True) if share < 0.5)
    assert found.low < found.value <= found.high


def test_levers_are_told_by_name(lab):
    most = lab.find(kinds.MostPulled(world="as is", when=("2016-Q1", "2020-Q4")))
    levels = {lever: number.value for lever, number in most.numbers.items()}
    assert most.best == max(levels, key=levels.__getitem__)
    pulled = lab.find(kinds.Pulled(world="as is", when=("2016-Q1", "2020-Q4"), level=0.0001))
    assert "workers" not in (*pulled.sure, *pulled.open) and most.best in pulled.sure
