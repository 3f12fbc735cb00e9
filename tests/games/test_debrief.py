"""The look back: what parted from the model, what it cost on each consideration, and how it went with nobody there."""

from __future__ import annotations

import functools
import json

import numpy as np
import pytest
from tests.games.tables import game, odd, plan
from tests.small_runs import SINGLE

from tightrope.cli import debrief_words
from tightrope.ensemble import simulate
from tightrope.games import Answer, debrief, follow, replay, retelling
from tightrope.games.data import debrief_as_data
from tightrope.games.debrief import Debrief
from tightrope.outcomes import OUTCOMES
from tightrope.results import DISCLAIMER


@functools.cache
def looked_back(*seats: str) -> Debrief:
    return debrief(odd(*seats))


@functools.cache
def followed() -> Debrief:
    return debrief(replay(game("moscow"), follow))


def test_whoever_follows_the_model_parts_nowhere_and_walks_the_members_own_path():
    found = followed()
    assert found.partings == found.totals == found.habits() == () and found.parted is None
    assert np.array_equal(np.float32(found.path), np.float32(found.path_alone))
    assert found.moments == found.alone.moments
    text = "\n".join(debrief_words.short(found))
    assert "Nowhere: you did what the model would have done each time." in text
    assert "Baku's position is the same throughout.\n" in text


def test_the_path_without_a_person_is_the_member_of_the_ensemble():
    records = simulate(plan(), 8).records
    assert np.array_equal(np.float32(looked_back("moscow").path_alone), records["baku.position"][:, 3])


@pytest.mark.parametrize("seats", [("moscow",), ("baku",), ("moscow", "baku")])
def test_every_decision_that_was_not_the_models_is_a_parting_and_no_other(seats):
    found, standing = looked_back(*seats), odd(*seats)
    apart = [met.taken for met in standing.met if met.taken.move != met.model_move]
    assert apart and [one.taken for one in found.partings] == apart
    assert found.decisions == len(standing.met)
    assert sum(len(habit.partings) for habit in found.habits()) == len(apart)


@pytest.mark.parametrize("seats", [("moscow",), ("baku",)])
def test_what_a_parting_cost_is_the_difference_of_the_two_values_and_adds_up_by_consideration(seats):
    values = {met.taken: met for met in odd(*seats).met}
    for one in looked_back(*seats).partings:
        met = values[one.taken]
        column = met.choice.values[:, 0]
        moves = met.choice.decision.moves
        by_hand = column[moves.index(one.taken.move)] - column[moves.index(met.model_move)]
        assert one.difference == pytest.approx(by_hand, abs=1e-12)
        assert sum(part.size for part in one.parts) == pytest.approx(by_hand, abs=SINGLE)
        assert one.by_chance == (by_hand >= 0)
        assert all(part.says for part in one.parts)


def test_what_all_partings_cost_together_is_their_sum():
    found = looked_back("moscow", "baku")
    for decision in {one.taken.decision for one in found.partings}:
        whole = sum(one.difference for one in found.partings if one.taken.decision == decision)
        assert sum(one.size for one in found.totals if one.decision == decision) == pytest.approx(whole)
    assert sum(habit.size for habit in found.habits()) == pytest.approx(sum(one.difference for one in found.partings))


def test_the_place_among_the_members_is_counted_from_the_ensemble():
    found = looked_back("baku")
    records = simulate(plan()).records
    ends = records["baku.position"][-1]
    assert found.run.members == plan().members == len(ends)
    assert found.below == float((ends < found.path[-1]).mean())
    for code in range(len(OUTCOMES)):
        assert found.share_of(code) == float((records["baku.outcome"][-1] == code).mean())


def test_the_first_quarter_in_which_the_paths_differ_is_the_first():
    found = looked_back("moscow")
    ours, theirs = np.float32(found.path), np.float32(found.path_alone)
    before = found.parted - plan().start
    assert np.array_equal(ours[:before], theirs[:before]) and ours[before] != theirs[before]


def test_the_text_for_a_teacher_holds_every_parting_and_every_move():
    found = looked_back("moscow", "baku")
    text = "\n".join(debrief_words.whole(found))
    assert text.count("; the model: ") == len(found.partings) + len(found.habits()[: retelling.MOST_HABITS])
    for one in found.game.taken:
        assert f"{retelling.decided_by(one.decision)}: {one.move}" in " ".join(text.split())
    assert DISCLAIMER in text
    short = "\n".join(debrief_words.short(found))
    assert len(short) < len(text)
    assert all(len(line) <= 110 for line in text.splitlines())


def test_the_data_are_plain_and_say_the_same():
    found = looked_back("moscow", "baku")
    data = json.loads(json.dumps(debrief_as_data(found), allow_nan=False))
    assert len(data["partings"]) == len(found.partings) and len(data["moves"]) == len(found.game.taken)
    assert data["position"] == [round(value, 6) for value in found.path.tolist()]
    assert data["ensemble"]["members"] == plan().members
    assert sum(data["ensemble"]["outcomes_at_the_end"].values()) == pytest.approx(1.0, abs=1e-5)
    assert len(data["ensemble"]["position_percentiles"]["50"]) == plan().quarters


def test_a_tone_that_was_asked_for_is_counted():
    def ask(briefing):
        tone = "warmer to the West" if briefing.quarter < plan().start + 2 else "as it comes"
        return Answer(tone if briefing.decision == "baku.tone" else briefing.model_move, "chosen")

    found = debrief(replay(game("baku"), ask))
    assert len(found.tones) == 2 and found.partings == () and found.parted == plan().start
    assert "You changed the tone in 2 quarters." in " ".join(" ".join(debrief_words.short(found)).split())
