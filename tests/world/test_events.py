from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from tightrope.evidence import load_seeds
from tightrope.luck import Luck
from tightrope.scenario import Event
from tightrope.world import events
from tightrope.world.events import Events

HAZARDS = SimpleNamespace(flare_up_hazard=0.1, flare_up_low=0.2, flare_up_high=0.6, project_end_hazard=0.19)


def of(*given: Event, members: int = 3, quarters: int = 8, still: bool = False) -> Events:
    return Events(given, Luck(3, range(members), 92, quarters, still=still))


# -- dated events -----------------------------------------------------------------------------------------------------
def test_an_event_strikes_in_its_quarter_and_for_as_long_as_it_lasts() -> None:
    war = of(Event("war", 94, events.ESCALATION, 0.8, 3))
    assert [war.severity(events.ESCALATION, quarter) for quarter in range(92, 99)] == [0, 0, 0.8, 0.8, 0.8, 0, 0]


def test_an_event_of_one_kind_is_none_of_another() -> None:
    war = of(Event("war", 94, events.ESCALATION, 0.8, 3))
    assert war.severity(events.INVASION, 94) == 0.0


def test_where_two_events_of_a_kind_overlap_the_severer_one_counts() -> None:
    wars = of(Event("long", 94, events.ESCALATION, 0.3, 4), Event("hard", 95, events.ESCALATION, 0.9, 1))
    assert [wars.severity(events.ESCALATION, quarter) for quarter in range(94, 98)] == [0.3, 0.9, 0.3, 0.3]


def test_the_kinds_the_model_knows_are_those_of_the_seeds() -> None:
    assert set(events.KINDS) == set(load_seeds().events)


# -- flare-ups by chance ----------------------------------------------------------------------------------------------
def test_a_flare_up_strikes_where_the_draw_is_below_the_hazard_with_a_size_of_its_own() -> None:
    happening = of(members=200)
    luck = Luck(3, range(200), 95, 1)
    strikes, size = luck.uniform("hazard/flare_up")[0], luck.uniform("hazard/flare_up_severity")[0]
    wanted = [0.2 + 0.4 * v if u < 0.1 else 0.0 for u, v in zip(strikes, size, strict=True)]
    assert any(wanted) and not all(wanted)
    assert happening.random_flare_up(95, HAZARDS) == pytest.approx(wanted)


def test_flare_ups_come_as_often_as_the_hazard_says_and_are_of_middling_size() -> None:
    happening = of(members=4_000, quarters=5)
    struck = np.concatenate([happening.random_flare_up(quarter, HAZARDS) for quarter in range(92, 97)])
    # 20,000 draws at 0.1: four standard errors are 4 * sqrt(0.09 / 20000) = 0.0085. Sizes uniform from 0.2 to 0.6: mean
    # 0.4, of about 2,000: 4 * 0.4 / sqrt(12) / sqrt(2000) = 0.0103.
    assert (struck > 0).mean() == pytest.approx(0.1, abs=0.0085)
    assert struck[struck > 0].mean() == pytest.approx(0.4, abs=0.0103)
    assert struck[struck > 0].min() >= 0.2 and struck.max() <= 0.6


def test_a_hazard_strikes_members_apart() -> None:
    struck = of(members=200).random_flare_up(92, HAZARDS) > 0
    assert struck.any() and not struck.all()


def test_without_chance_no_flare_up_strikes_even_at_a_hazard_of_one() -> None:
    certain = SimpleNamespace(**{**vars(HAZARDS), "flare_up_hazard": 1.0})
    assert of(still=True).random_flare_up(92, certain).tolist() == [0.0, 0.0, 0.0]


# -- the end of the union project -------------------------------------------------------------------------------------
def test_a_yearly_hazard_leaves_its_share_alive_after_four_quarters() -> None:
    happening = of(members=20_000, quarters=4)
    alive = np.ones(20_000)
    for quarter in range(92, 96):
        alive = alive * happening.union_survives(quarter, HAZARDS)
    # 1 - 0.19 = 0.81; four standard errors of 20,000: 4 * sqrt(0.81 * 0.19 / 20000) = 0.0111.
    assert alive.mean() == pytest.approx(0.81, abs=0.0111)


def test_the_quarterly_hazard_is_the_fourth_root() -> None:
    happening = of(members=500)
    uniform = Luck(3, range(500), 93, 1).uniform("hazard/union_ends")[0]
    # 1 - 0.81 ** 0.25: the root of 0.81 is 0.9, and that of 0.9 is 0.948683.
    assert happening.union_survives(93, HAZARDS).tolist() == (uniform >= 1 - 0.9486832980505138).tolist()


def test_without_a_hazard_the_project_lives() -> None:
    none = SimpleNamespace(project_end_hazard=0.0)
    assert of().union_survives(92, none).tolist() == [1.0, 1.0, 1.0]


def test_an_event_ends_the_project_for_everybody() -> None:
    ending = of(Event("end", 95, events.UNION_ENDS, 0.1, 1))
    none = SimpleNamespace(project_end_hazard=0.0)
    assert [ending.union_survives(quarter, none).tolist() for quarter in (94, 95)] == [[1.0] * 3, [0.0] * 3]


def test_without_chance_the_project_lives_even_at_a_hazard_of_one() -> None:
    assert of(still=True).union_survives(92, SimpleNamespace(project_end_hazard=1.0)).tolist() == [1.0, 1.0, 1.0]


def test_an_added_event_reshuffles_no_hazard() -> None:
    plain, busy = of(members=200), of(Event("war", 94, events.ESCALATION, 0.8, 3), members=200)
    np.testing.assert_array_equal(plain.random_flare_up(94, HAZARDS), busy.random_flare_up(94, HAZARDS))
