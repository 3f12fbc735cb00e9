"""A game is scenario, member and moves: played again it is the same game, and with nobody at it the member itself."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from tests.games.tables import QUARTERS, briefings, game, odd, plan, saying, turning, until

from tightrope.ensemble import simulate
from tightrope.games import (
    CHOSEN,
    PASSED,
    SEATS,
    TONE,
    Answer,
    NotOpenError,
    Taken,
    follow,
    in_order,
    load_setting,
    replay,
    wait,
)
from tightrope.games.table import Table
from tightrope.model import AlignmentModel
from tightrope.witness import Witness, watched

POSITION = "baku.position"


def records(some, ask):
    """What the model records of a game."""
    tables = []

    def sit(witness: Witness) -> Table:
        tables.append(Table(some, witness, ask))
        return tables[0]

    found = {}
    for model, _ in watched(some.plan, [some.member], opening=True, table=sit):
        tables[0].finish(model)
        found = {key: values.copy() for key, values in model.records.items()}
    return found


@pytest.mark.parametrize("name", ["baseline", "history"])
@pytest.mark.parametrize("seats", [("baku",), ("moscow",), SEATS])
def test_a_game_in_which_everybody_follows_the_model_is_the_member_of_the_ensemble_to_the_last_bit(name, seats):
    some = game(*seats, name=name)
    member = simulate(some.plan, 8).records
    played = records(some, follow)
    assert played.keys() == member.keys()
    assert all(np.array_equal(played[key][..., 0], member[key][..., 3]) for key in played)


def test_a_game_that_starts_between_the_documented_starts_asks_nobody_before_its_first_quarter():
    some = game("baku", name="history", start="2010-Q1")
    assert replay(some).briefing.quarter == some.plan.start
    member = simulate(some.plan, 8).records[POSITION][:, 3]
    assert np.array_equal(np.float32(replay(some, follow).path), member)


def test_moves_of_ones_own_lead_elsewhere():
    played = odd("moscow", "baku")
    assert played.briefing is None
    assert not np.array_equal(np.float32(played.path), simulate(plan(), 8).records[POSITION][:, 3])


@pytest.mark.parametrize("seats", [("moscow",), ("baku",), ("moscow", "baku")])
def test_a_game_played_again_from_its_moves_is_the_same_game(seats):
    first = odd(*seats)
    again = replay(first.game, wait)
    assert again.briefing is None
    assert (again.game, again.path, again.notes, again.tones) == (first.game, first.path, first.notes, first.tones)
    assert [one.taken for one in again.met] == [one.taken for one in first.met]
    assert again.moments == first.moments


def test_a_game_waits_at_the_first_decision_that_nobody_has_made():
    standing = replay(game("moscow", "baku"), saying("hold", "hold"))
    assert standing.briefing.decision == "baku.home"
    assert [one.decision for one in standing.game.taken] == ["moscow.act", "baku.abroad"]
    assert standing.moments == () and standing.path == ()


def test_people_are_asked_in_the_order_of_the_quarter_and_baku_for_its_tone_last():
    asked = [one.decision for one in briefings(game("baku", "ankara", "moscow"), until(follow, 5))][:5]
    assert asked == ["ankara.act", "moscow.act", "baku.abroad", "baku.home", TONE]
    assert in_order(["baku", "washington", "ankara"]) == ("ankara", "washington", "baku")


def test_undone_and_done_again_the_game_is_as_before():
    standing = replay(game("moscow"), until(turning(), 4))
    back, taken = standing.game.undone()
    assert back.taken == standing.game.taken[:-1] and taken == standing.game.taken[-1:]
    assert replay(back).briefing.quarter == standing.briefing.quarter - 1
    again = replay(back.with_move(*taken))
    assert (again.path, again.notes, again.briefing) == (standing.path, standing.notes, standing.briefing)


def test_undoing_takes_back_what_was_asked_for_and_not_what_was_passed_over():
    made = [Taken(92, "moscow.act", "squeeze"), Taken(93, "moscow.act", "hold", PASSED)]
    asked, passed = game("moscow").with_move(*made), game("moscow").with_move(made[1])
    assert asked.undone() == (game("moscow"), tuple(made))
    assert passed.undone() == (passed, ())


def test_what_the_model_would_have_chosen_is_known_in_the_state_of_the_game():
    # In the first quarter the game has not parted from the member, so the model's move is the member's own.
    first = replay(game("baku"), until(turning(), 2)).met[0]
    codes = simulate(plan(), 8).records["move.baku.abroad"][:, 3]
    assert first.model_move == first.choice.decision.moves[codes[0]]
    assert first.taken.move != first.model_move


# -- tone -------------------------------------------------------------------------------------------------------------
def tones(first: str, key: str) -> np.ndarray:
    """A tone of Baku's, by quarter, after one is asked for in the first quarter and no more."""

    def ask(briefing):
        tone = first if briefing.quarter == plan().start else "as it comes"
        return Answer(tone if briefing.decision == TONE else briefing.model_move, CHOSEN)

    return records(game("baku"), ask)[f"baku.{key}"][:, 0].astype(float)


@pytest.mark.parametrize(
    ("tone", "moscow", "west"),
    [("softer to Moscow", 1, 0), ("harder to Moscow", -1, 0), ("warmer to the West", 0, 1), ("colder to both", -1, -1)],
)
def test_a_tone_moves_the_side_it_is_meant_for_by_its_nudge_at_the_pace_of_tone(tone, moscow, west):
    # By hand: in the quarter itself the tone goes tone_rate of the way to a goal that lies the nudge further, or as far
    # as a level can.
    model = AlignmentModel(plan(), [3])
    rate, nudge = float(model.baku.numbers.tone_rate[0]), load_setting(plan().seeds).file.nudge.value
    for key, sign in (("tone_moscow", moscow), ("tone_west", west)):
        plain, asked = tones("as it comes", key), tones(tone, key)
        if sign == 0:
            assert asked[0] == plain[0]
        else:
            start = float(getattr(model.baku, key)[0])
            goal = start + (plain[0] - start) / rate
            reached = np.clip(goal + sign * nudge, 0.0, 1.0)
            assert asked[0] == pytest.approx(start + rate * (reached - start), abs=1e-6)
            assert np.sign(asked[0] - plain[0]) == sign
            assert abs(asked[2] - plain[2]) < abs(asked[0] - plain[0])


def test_a_tone_that_comes_as_it_will_is_no_choice():
    assert load_setting(plan().seeds).nudges("as it comes") is None
    everything = records(game("baku"), lambda b: Answer(b.model_move, CHOSEN))
    alone = simulate(plan(), 8).records
    assert all(np.array_equal(everything[key][..., 0], alone[key][..., 3]) for key in alone)


# -- what cannot be ---------------------------------------------------------------------------------------------------
def test_a_move_that_is_not_open_is_not_made():
    with pytest.raises(NotOpenError) as caught:
        replay(game("baku"), saying("non-aligned"))  # Baku is that already
    assert caught.value.taken == Taken(92, "baku.abroad", "non-aligned")
    assert "hold" in caught.value.open and "non-aligned" not in caught.value.open


@pytest.mark.parametrize(
    "taken",
    [
        Taken(93, "moscow.act", "hold"),  # the quarter before is open
        Taken(92 + QUARTERS, "moscow.act", "hold"),
    ],
)
def test_a_move_out_of_turn_is_not_made(taken):
    with pytest.raises(NotOpenError) as caught:
        replay(dataclasses.replace(game("moscow"), taken=(taken,)))
    assert caught.value.taken == taken and caught.value.open == ()


def test_a_move_beyond_the_last_quarter_is_not_made():
    over = odd("moscow").game
    late = Taken(92 + QUARTERS, "moscow.act", "hold")
    with pytest.raises(NotOpenError):
        replay(over.with_move(late))
