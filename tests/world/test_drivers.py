from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from tightrope import state
from tightrope.evidence import Knot, Setting
from tightrope.luck import Luck
from tightrope.numbers import Own, Path
from tightrope.world.drivers import Drivers

DRIVE, ENGAGEMENT, WINDOW = "moscow.drive", "brussels.engagement", "baku.election_window"
PACE = Own(follow_rate=0.5, deviation_decay=0.1, driver_noise=0.0)


def drivers(members: int = 1, first: int = 92, *, chance: bool = False, **dated: list[tuple[int, float]]) -> Drivers:
    """All drivers steady at a half, except those given knots (their dots written as two underlines)."""
    steady = Path(Setting((Knot(None, 0.5, 0.5, 0.5),)), None)
    paths = dict.fromkeys(state.DRIVERS, steady)
    for key, knots in dated.items():
        setting = Setting(tuple(Knot(quarter, value, value, value) for quarter, value in knots))
        paths[key.replace("__", ".")] = Path(setting, None)
    luck = Luck(3, range(members), first, 40, still=not chance)
    return Drivers(SimpleNamespace(paths=paths), luck, first)  # type: ignore[arg-type]


def value(model: Drivers, key: str) -> float:
    return float(model.value[model.row[key], 0])


def test_a_driver_begins_on_its_path() -> None:
    model = drivers(moscow__drive=[(90, 0.2), (94, 0.6)])
    assert value(model, DRIVE) == pytest.approx(0.4)  # half way from 0.2 to 0.6
    assert value(model, ENGAGEMENT) == 0.5


def test_the_target_walks_along_its_path_quarter_by_quarter() -> None:
    model = drivers(moscow__drive=[(94, 0.2), (98, 0.6), (99, 0.1), (103, 0.3)])
    seen = []
    for quarter in range(92, 107):
        model.look(quarter)
        seen.append(float(model.target[model.row[DRIVE], 0]))
    # Flat to 94, then a tenth up a quarter to 98, a jump to 0.1 in 99, then a twentieth a quarter to 103, then flat.
    assert seen == pytest.approx([0.2, 0.2, 0.2, 0.3, 0.4, 0.5, 0.6, 0.1, 0.15, 0.2, 0.25, 0.3, 0.3, 0.3, 0.3])


def test_a_path_may_begin_with_the_first_quarter_of_all() -> None:
    model = drivers(first=0, moscow__drive=[(0, 0.2), (2, 0.4), (3, 0.9)])
    seen = []
    for quarter in range(5):
        model.look(quarter)
        seen.append(float(model.target[model.row[DRIVE], 0]))
    assert seen == pytest.approx([0.2, 0.3, 0.4, 0.9, 0.9])


def test_the_target_agrees_with_the_path_it_comes_from() -> None:
    knots = [(80, 0.1), (93, 0.7), (94, 0.9), (101, 0.0)]
    path = Path(Setting(tuple(Knot(quarter, level, level, level) for quarter, level in knots)), None)
    model = drivers(moscow__drive=knots)
    for quarter in range(92, 110):
        model.look(quarter)
        assert float(model.target[model.row[DRIVE], 0]) == pytest.approx(path.at(quarter))


def test_a_state_closes_part_of_its_gap_to_the_target_each_quarter() -> None:
    model = drivers(moscow__drive=[(92, 0.4), (93, 0.8)])
    model.look(93)
    model.follow(93, PACE)
    assert value(model, DRIVE) == pytest.approx(0.6)  # 0.4 + 0.5 * (0.8 - 0.4)
    model.follow(94, PACE)
    assert value(model, DRIVE) == pytest.approx(0.7)  # 0.6 + 0.5 * (0.8 - 0.6)


def test_a_move_bends_the_state_away_from_its_target_and_the_bend_decays() -> None:
    model = drivers()
    model.push(ENGAGEMENT, np.array([0.1]))
    model.follow(92, PACE)
    assert value(model, ENGAGEMENT) == pytest.approx(0.55)  # 0.5 + 0.5 * (0.5 + 0.1 - 0.5); the bend is 0.09 now
    model.follow(93, PACE)
    assert value(model, ENGAGEMENT) == pytest.approx(0.57)  # 0.55 + 0.5 * (0.59 - 0.55); the bend is 0.081 now
    model.follow(94, PACE)
    assert value(model, ENGAGEMENT) == pytest.approx(0.5755)  # 0.57 + 0.5 * (0.581 - 0.57)


def test_pushes_add_up_to_a_limit_in_both_directions_for_each_member() -> None:
    model = drivers(members=2)
    place = state.DEVIATING.index(ENGAGEMENT)
    for _ in range(4):
        model.push(ENGAGEMENT, np.array([0.06, -0.06]))
        model.settle(Own(deviation_limit=0.15))
    assert model.deviation[place] == pytest.approx([0.15, -0.15])
    model.push(ENGAGEMENT, np.array([-0.05, 0.0]))
    model.settle(Own(deviation_limit=0.15))
    assert model.deviation[place] == pytest.approx([0.10, -0.15])


def test_a_push_moves_no_other_driver() -> None:
    model = drivers()
    model.push(ENGAGEMENT, np.array([0.1]))
    model.follow(92, PACE)
    moved = [key for key in state.DRIVERS if value(model, key) != 0.5]
    assert moved == [ENGAGEMENT]


def test_a_driver_that_no_capital_moves_cannot_be_pushed() -> None:
    with pytest.raises(KeyError):
        drivers().push(DRIVE, np.array([0.1]))


def test_a_prompt_driver_is_its_target_at_once() -> None:
    model = drivers(baku__election_window=[(92, 0.0), (93, 1.0), (94, 0.0)])
    seen = []
    for quarter in (92, 93, 94):
        model.look(quarter)
        model.follow(quarter, PACE)
        seen.append(value(model, WINDOW))
    assert seen == [0.0, 1.0, 0.0]


def test_shocks_move_those_drivers_that_take_them_and_no_others() -> None:
    model = drivers(members=3, chance=True)
    model.follow(93, Own(follow_rate=0.5, deviation_decay=0.1, driver_noise=0.02))
    drawn = Luck(3, range(3), 93, 1)
    for key in state.DRIVERS:
        place = model.row[key]
        if state.BY_KEY[key].shocked:
            # 0.5 + 0.02 * z, with the shocks of that quarter from the driver's own stream
            assert model.value[place] == pytest.approx(0.5 + 0.02 * drawn.normal(f"shock/{key}")[0])
        else:
            assert model.value[place].tolist() == [0.5, 0.5, 0.5]


def test_a_state_never_leaves_its_bounds() -> None:
    model = drivers(members=50, chance=True, moscow__drive=[(92, 1.0)], baku__leader_type=[(92, -1.0)])
    for quarter in range(92, 100):
        model.look(quarter)
        model.push(ENGAGEMENT, np.full(50, 0.9))
        model.follow(quarter, Own(follow_rate=1.0, deviation_decay=0.0, driver_noise=1.0))
        assert model.value[model.row[DRIVE]].min() >= 0.0 and model.value[model.row[DRIVE]].max() <= 1.0
        assert model.value[model.row[ENGAGEMENT]].max() <= 1.0
        assert (model.value[model.row["baku.leader_type"]] == -1.0).all()


def test_what_the_holders_carry_is_the_state_that_follows() -> None:
    model = drivers(moscow__drive=[(92, 0.4), (93, 0.8)])
    holders = {name: SimpleNamespace() for name in state.HOLDERS}
    model.attach(holders)
    model.look(93)
    model.follow(93, PACE)
    assert holders["moscow"].drive == pytest.approx([0.6])
    assert holders["baku"].election_window == pytest.approx([0.5])
    assert holders["world"].deviation.shape == (len(state.DEVIATING), 1)
