"""A capital is told what it can know: its own state exactly, that of others as it looks, and reasons for each move."""

from __future__ import annotations

import dataclasses
import itertools
import re

import numpy as np
import pytest
from tests.games.tables import briefings, game, plan, saying, turning, until
from tests.small_runs import SINGLE

from tightrope.cli import play_words
from tightrope.games import (
    CHOSEN,
    PASSED,
    SEATS,
    TONE,
    Answer,
    Note,
    Sight,
    Way,
    at_stake,
    follow,
    load_setting,
    passed_over,
    replay,
    telling,
)
from tightrope.games.briefing import NEAR, torn_between
from tightrope.games.notes import settled
from tightrope.model import AlignmentModel
from tightrope.state import BY_KEY

SETTING = load_setting(plan().seeds)


@pytest.mark.parametrize("seat", SEATS)
def test_what_others_hold_is_told_in_words_alone(seat):
    for briefing in briefings(game(seat), turning()):
        for sight in briefing.sights:
            own = BY_KEY[sight.key].holder == seat or seat in SETTING.file.sights[sight.key].known_to
            assert sight.known == own == (sight.value is not None)
            told = telling.sight_in_words(sight)
            assert bool(re.search("[0-9]", told)) == own, told


@pytest.mark.parametrize("seat", SEATS)
def test_a_whole_briefing_holds_no_number_of_anothers(seat):
    (first, *_) = briefings(game(seat), until(follow, 1))
    text = "\n".join([*play_words.opening(first, whole=True), *play_words.moves(first, set(), whole=True)])
    (outside,) = re.findall(r"as it looks from outside: (.*?)\n\S", text, re.DOTALL)
    assert len(outside.split(";")) == sum(not sight.known for sight in first.sights)
    assert not re.search("[0-9]", outside)


def test_the_first_report_of_a_capital_fits_a_page():
    # Twenty-four lines are the height of the smallest terminal in use.
    for seat in SEATS:
        (first, *_) = briefings(game(seat), until(follow, 1))
        assert len([line for text in play_words.opening(first, whole=True) for line in text.splitlines()]) < 24


def test_what_a_capital_holds_is_told_as_it_is():
    first = replay(game("moscow")).briefing
    seen = {sight.key: sight.value for sight in first.sights if sight.known}
    model = AlignmentModel(plan(), [3])
    model.step()
    # What Moscow does not move itself is in its first turn as it is recorded for the quarter.
    assert seen["moscow.drive"] == float(model.moscow.drive[0]) and seen["world.oil_price"] == model.world.oil_price[0]
    assert SETTING.band("moscow.drive", 0.05) == "next to nothing" and SETTING.band("moscow.drive", 1.0) == "very high"
    assert SETTING.band("moscow.drive", 0.3) == "moderate"  # a band begins at its lower bound


@pytest.mark.parametrize("seat", ["baku", "moscow"])
def test_a_slow_change_is_told_once_it_has_added_up(seat):
    # What the seat knows is held against what it was last told, however many briefings ago that was.
    told, before, slow = {}, {}, 0
    for briefing in briefings(game(seat, quarters=24), follow_openly):
        for sight in briefing.sights if briefing.fresh else ():
            if sight.value is not None:
                allowed = NEAR * (1.0 if sight.unit in ("level", "index") else max(abs(told.get(sight.key, 0.0)), 1.0))
                moved = abs(sight.value - told.get(sight.key, np.inf)) > allowed
                assert sight.changed or not moved, sight
                slow += sight.key in told and moved and abs(sight.value - before[sight.key]) <= allowed
                if sight.changed:
                    told[sight.key] = sight.value
                before[sight.key] = sight.value
    assert slow > 0  # small steps that have added up


def follow_openly(briefing):
    """Does what the model would, having been asked."""
    return Answer(briefing.model_move, CHOSEN)


def test_a_change_of_word_is_told_however_small():
    sight = Sight("baku.repression", "repression", "level", True, 0.3005, "moderate", 0.2995, "low")
    assert sight.changed
    assert telling.sight_in_words(sight) == "0.30, moderate (was 0.30, low)"
    assert not dataclasses.replace(sight, was=0.3001, was_band="moderate").changed
    # Of an amount that is known no word is told.
    assert not dataclasses.replace(sight, unit="USD bn", value=50.1, band="very large", was=49.9).changed


def test_a_word_of_what_another_capital_holds_is_told_when_it_changes():
    heard = {}
    for briefing in briefings(game("moscow", quarters=24), follow_openly):
        for sight in briefing.sights:
            assert sight.known or sight.changed == (heard.get(sight.key) != sight.band)
            heard[sight.key] = sight.band


def test_what_a_move_is_worth_is_the_sum_of_what_is_said_of_it():
    # The sums that the model chooses by, without chance.
    for briefing in briefings(game("moscow", "baku", "ankara"), turning()):
        for way in briefing.ways:
            if briefing.decision != TONE:
                assert sum(one.size for one in way.arguments) == pytest.approx(way.value, abs=SINGLE)
                assert [abs(one.size) for one in way.arguments] == sorted(
                    (abs(one.size) for one in way.arguments), reverse=True
                )


def test_a_move_has_the_same_number_in_every_quarter():
    numbers = {}
    for briefing in briefings(game("moscow", "baku", quarters=24), turning()):
        for way in briefing.ways:
            assert numbers.setdefault((briefing.decision, way.move), way.number) == way.number
    assert max(numbers.values()) == 11  # the most moves that a decision has


def test_a_move_says_in_one_line_what_it_does_and_does_not_repeat_its_name():
    said = {}
    for seat in SEATS:
        for briefing in briefings(game(seat, quarters=24), turning()):
            if briefing.decision != TONE:
                said |= {(briefing.decision, way.move): way.says for way in briefing.ways}
    assert len(said) > 24  # most of the moves there are
    for (decision, move), says in said.items():
        assert 10 < len(says) < 110 and "{" not in says, (decision, move)
        assert not says.startswith((move, f"{move[:-1]}ing")), (decision, move, says)
    assert said["baku.abroad", "join"].startswith("become a member: ")


def test_what_is_said_of_every_move_alike_is_said_once():
    # Habit speaks against each of Moscow's moves by the same weight.
    (first, *_) = briefings(game("moscow"), until(follow, 1))
    (alike,) = telling.said_of_all(first)
    assert alike.consideration == "habit"
    text = list(play_words.moves(first, set()))
    assert sum("leaving things as they are" in line for line in text) == 1


def test_help_keeps_to_the_width_and_breaks_no_word(monkeypatch):
    monkeypatch.setattr(play_words, "text_width", lambda: 80)
    lines = "\n".join(play_words.help_lines()).splitlines()
    assert max(map(len, lines)) <= 80
    said = " ".join(" ".join(lines).split())
    assert "what the model would do in your place, chance included ?" in said and said.endswith(play_words.MARKS)


def test_marks_go_by_size_and_side():
    assert [SETTING.mark(size) for size in (0.0, 0.02, 0.1, -0.1, 0.39, -0.4)] == ["", "", "+", "-", "++", "---"]


def test_a_quiet_move_is_learned_of_only_by_those_who_are_told():
    # Moscow invites; Baku stalls first and then offers a deal. Moscow notices both, Washington the deal alone.
    wanted = {"moscow.act": ("invite", "hold")}

    def ask(briefing):
        moves = wanted.get(briefing.decision, (briefing.model_move,))
        if briefing.decision == "baku.abroad":
            moves = ("stall",) if briefing.quarter == plan().start else ("bilateral deal",)
        return Answer(next(move for move in moves if move in briefing.moves), "chosen")

    asked = list(briefings(game("baku", "moscow", "washington"), ask))
    heard = {seat: {n.says for one in asked if one.capital == seat for n in one.news} for seat in SEATS}
    assert "Baku stalls." in heard["moscow"] - heard["washington"]
    assert "Baku offers Moscow a bilateral deal." in heard["moscow"] & heard["washington"]


def test_nobody_is_told_what_it_did_itself_and_everybody_what_happened_since_it_was_last_asked():
    asked = [one for one in briefings(game("moscow", "baku"), turning()) if one.decision == "baku.abroad"]
    assert all(note.capital != "baku" for one in asked for note in one.news)
    for before, after in itertools.pairwise(asked):
        assert after.since == before.quarter
        assert not set(before.news) & set(after.news)
        assert all(note.quarter >= before.quarter for note in after.news)
    everything = [note for one in asked for note in one.news if note.decision == "moscow.act"]
    moved = [met.taken for met in replay(asked[-1].game).met if met.taken.decision == "moscow.act"]
    assert [(note.quarter, note.move) for note in everything] == [
        (one.quarter, one.move) for one in moved if one.move != "hold"
    ]


def test_a_seat_is_reminded_of_its_own_moves_and_not_of_standing_still():
    first, second, third = itertools.islice(briefings(game("moscow"), saying("squeeze", "hold", "hold")), 3)
    assert telling.own_moves(first) == [] == telling.own_moves(third)
    [told] = [line for line in telling.happened(second) if line.startswith("You, ")]
    assert told == (
        "You, in 2015-Q1: squeeze. Moved since: Moscow's pressure on Baku and what Moscow's squeeze has built up to."
    )
    assert telling.since(second) == "What has happened since you chose in 2015-Q1:"


def test_of_ones_own_move_is_told_what_it_moved_or_that_it_moved_little_or_nothing_where_no_report_shows_it():
    at_home = replay(game("baku"), saying("hold", "repress", "as it comes")).briefing
    opened = replay(game("baku"), saying("hold", "open up", "as it comes")).briefing

    def with_repression(was):
        sights = [
            dataclasses.replace(one, was=was, was_band=SETTING.band(one.key, was))
            if one.key == "baku.repression"
            else one
            for one in at_home.sights
        ]
        return next(telling.happened(dataclasses.replace(at_home, sights=tuple(sights))))

    (now,) = [one.value for one in at_home.sights if one.key == "baku.repression"]
    assert with_repression(now - 0.1) == "You, in 2015-Q1: repress. Moved since: repression in Baku."
    assert with_repression(now) == "You, in 2015-Q1: repress. It moved little."
    assert next(telling.happened(opened)) == "You, in 2015-Q1: open up."


@pytest.mark.parametrize(
    ("decision", "move"), [(decision, move) for decision, some in SETTING.file.bears_on.items() for move in some]
)
def test_a_move_changes_what_it_is_said_to_bear_on(decision, move):
    # Against the same member that changes nothing; a broker withstands some attempts, so several members are tried.
    seat, keys = decision.split(".")[0], SETTING.bears_on(decision, move)

    def seen(member, wanted):
        def ask(briefing):
            makes = briefing.decision == decision and briefing.quarter == plan().start and wanted in briefing.moves
            return Answer(wanted if makes else briefing.moves[0], CHOSEN)

        asked = briefings(game(seat, member=member, quarters=2), ask)
        return {one.key: one.value for one in asked[-1].sights}

    for member in range(8):
        made, held = seen(member, move), seen(member, "")
        if all(made[key] != held[key] for key in keys):
            return
    pytest.fail(f"{move} has not changed all of {keys}")


def test_the_second_decision_of_a_quarter_comes_with_no_fresh_news():
    fresh = [one.fresh for one in briefings(game("baku"), until(turning(), 6))][:6]
    assert fresh == [True, False, False, True, False, False]


# -- offers -----------------------------------------------------------------------------------------------------------
def offers(*told):
    """Notes on bodies in the order of "pact: on offer", each a quarter of its own or, after "+", of the one before."""
    notes, quarter = [], 92
    for one in told:
        quarter += not one.startswith("+")
        subject, _, after = one.removeprefix("+").partition(": ")
        before = {"on offer": "closed", "closed": "on offer", "member": "on offer", "lapsed": "member"}[after]
        says = f"{subject}: on offer from now on." if after == "on offer" else f"{subject}: {after}."
        notes.append(Note(quarter, "treaty", says, subject=subject, before=before, after=after))
    return notes


def test_of_an_offer_is_told_how_it_stands_in_the_end():
    notes = offers("pact: on offer", "pact: closed", "club: on offer", "pact: on offer", "club: closed")
    assert [one.says for one in settled(notes)] == ["pact: on offer from now on.", "club: closed."]


def test_membership_is_told_every_time():
    notes = offers("pact: on offer", "pact: member", "pact: lapsed")
    assert list(settled(notes)) == notes


def test_an_invitation_is_told_with_what_it_puts_on_offer_and_nothing_older():
    invites = Note(94, "move", "Moscow invites Baku.", "moscow.act", "invite")
    older, *offered = offers("club: on offer", "pact: on offer", "+union: on offer")
    notes = [older, invites, *offered]
    assert [one.says for one in settled(notes)] == [older.says, "Moscow invites Baku (on offer: pact; union)."]
    assert list(settled([older, *offered])) == [older, *offered]  # Moscow, which is not told of its own moves


def test_no_briefing_says_of_one_body_that_its_offer_lapses_and_that_it_is_on_offer():
    # Moscow invites, Baku stalls, Moscow invites again: two things in one briefing, of which the second holds.
    def ask(briefing):
        for move in ("invite", "stall", "hold"):
            if move in briefing.moves:
                return Answer(move, CHOSEN)
        return Answer(briefing.moves[0], CHOSEN)

    lapsed, offered = set(), set()
    for briefing in briefings(game("moscow", "baku", quarters=12), ask):
        told = " ".join([*telling.happened(briefing), *at_stake(briefing, SETTING)])
        for fact in plan().seeds.treaties.values():
            lapses, offer = f"{fact.says}: the offer lapses" in told, re.search(rf"on offer: [^)]*{fact.says}", told)
            assert not (lapses and (offer or f"{fact.says}: on offer" in told)), told
            assert not re.search("closed until now|closed from now on", told)
            lapsed |= {fact.says} if lapses else set()
            offered |= {fact.says} if offer else set()
    assert lapsed & offered  # each was told, at its own time


# -- quick games ------------------------------------------------------------------------------------------------------
def way(move: str, value: float) -> Way:
    return Way(1, move, move, "", value, "")


def calm(seat="moscow", **changes):
    """A briefing in which nothing is at stake, with some of it changed."""
    first = replay(game(seat)).briefing
    still = {"news": (), "model_move": "hold", "ways": (way("hold", 0.0), way("visit", -0.5)), "weighed": frozenset()}
    return dataclasses.replace(first, **{**still, **changes})


def note(kind, says="Something happens.", decision="", move=""):
    return Note(92, kind, says, decision, move)


def test_nothing_is_at_stake_where_nothing_happens_and_the_best_move_is_clearly_to_hold():
    assert at_stake(calm(), SETTING) == ()


@pytest.mark.parametrize("kind", ["event", "hazard", "treaty", "broker", "outcome"])
def test_what_happens_is_worth_a_stop(kind):
    assert at_stake(calm(news=(note(kind),)), SETTING) == ("Something happens",)


@pytest.mark.parametrize(
    ("decision", "move", "stops"),
    [
        ("moscow.act", "invite", True),
        ("moscow.act", "squeeze", False),
        ("baku.abroad", "bilateral deal", True),
        ("washington.act", "step back", False),
    ],
)
def test_an_invitation_or_an_offer_is_worth_a_stop_and_an_everyday_move_is_not(decision, move, stops):
    assert bool(at_stake(calm(news=(note("move", decision=decision, move=move),)), SETTING)) == stops


def test_a_move_of_the_models_is_worth_a_stop_unless_it_was_weighed_lately():
    assert at_stake(calm(model_move="visit"), SETTING)
    assert not at_stake(calm(model_move="visit", weighed=frozenset({"visit"})), SETTING)
    assert at_stake(calm(model_move="visit", weighed=frozenset({"squeeze"})), SETTING)


def test_what_was_declined_lately_is_not_done_without_asking():
    assert passed_over(calm(model_move="visit")) == "visit"
    assert passed_over(calm(model_move="visit", declined=frozenset({"visit"}))) == "hold"


def test_advice_that_is_declined_is_not_given_again_for_a_year():
    asked, passed = [], []

    def decline(briefing):
        if not at_stake(briefing, SETTING):
            passed.append(briefing)
            return Answer(passed_over(briefing), PASSED)
        asked.append(briefing)
        return Answer("hold", CHOSEN)

    taken = replay(game("moscow", quarters=64), decline).game.taken
    # Nobody wanted anything done, and nothing was.
    assert {one.move for one in taken} == {"hold"}
    year = SETTING.file.stakes.lately
    for one in [*asked, *passed]:
        lately = [other for other in asked if 0 < one.quarter - other.quarter <= year]
        assert one.weighed == {move for other in lately for move in (other.model_move, "hold")}
        assert one.declined == one.weighed - {"hold"}
    advice = [one.quarter for one in asked if at_stake(one, SETTING) == ("your officials would not sit still",)]
    assert len(advice) > 2 and len(asked) < 40
    assert any(one.model_move != "hold" for one in passed)


def test_advice_that_is_taken_up_again_is_declined_no_longer():
    # Moscow declines whatever it is advised in its first quarter and does what it is advised in its second.
    found = []

    def ask(briefing):
        found.append(briefing)
        return Answer("hold" if briefing.quarter == plan().start else briefing.model_move, CHOSEN)

    replay(game("moscow", quarters=24), ask)
    (first, *later) = found
    assert first.model_move != "hold" and later[0].declined == {first.model_move}
    (taken_up, *_) = [one for one in later if one.model_move == first.model_move]
    assert taken_up.quarter - first.quarter < SETTING.file.stakes.lately
    assert {one.quarter for one in later if one.declined} == set(range(first.quarter + 1, taken_up.quarter + 1))


TORN = "your officials are torn between two moves"


def test_two_moves_of_nearly_the_same_worth_are_worth_a_stop():
    close = SETTING.file.stakes.close
    assert at_stake(calm(ways=(way("hold", 0.0), way("visit", -close))), SETTING)
    assert not at_stake(calm(ways=(way("hold", 0.0), way("visit", -1.1 * close))), SETTING)
    # The same two are none once a person has lately chosen between them; another two are.
    lately = frozenset({frozenset({"hold", "visit"})})
    assert not at_stake(calm(ways=(way("hold", 0.0), way("visit", -close)), torn=lately), SETTING)
    assert at_stake(calm(ways=(way("hold", 0.0), way("squeeze", -close)), torn=lately), SETTING)


def test_an_offer_that_lapses_is_not_worth_a_stop_and_one_that_is_made_is():
    (made, lapsed) = offers("pact: on offer", "pact: closed")
    assert at_stake(calm(news=(made,)), SETTING) and not at_stake(calm(news=(lapsed,)), SETTING)
    (_, left) = offers("pact: member", "pact: lapsed")
    assert at_stake(calm(news=(left,)), SETTING)


def test_a_quick_game_does_not_stop_twice_in_a_year_for_the_same_torn_pair():
    stops, spared = [], 0

    def ask(briefing):
        nonlocal spared
        if briefing.decision == TONE:
            return Answer(passed_over(briefing), PASSED)
        why = at_stake(briefing, SETTING)
        pair = torn_between({one.move: one.value for one in briefing.ways}, SETTING.file.stakes.close)
        if TORN in why:
            stops.append((briefing.decision, pair, briefing.quarter))
        spared += bool(pair) and TORN not in why
        return Answer(briefing.moves[0], CHOSEN) if why else Answer(passed_over(briefing), PASSED)

    replay(game("baku", quarters=64, member=1), ask)
    assert len(stops) > 2 and spared > 2
    for (decision, pair, first), (other, same, second) in itertools.combinations(stops, 2):
        assert (decision, pair) != (other, same) or second - first > SETTING.file.stakes.lately


def quick(briefing):
    at_table = at_stake(briefing, SETTING)
    return Answer(briefing.model_move, "followed") if at_table else Answer(passed_over(briefing), PASSED)


def test_the_tone_is_asked_for_in_quarters_in_which_something_else_was():
    some = replay(game("baku", quarters=24), quick).game.taken
    asked = {one.quarter for one in some if one.how != PASSED and one.decision != TONE}
    assert asked and len(asked) < 24
    assert {one.quarter for one in some if one.how != PASSED and one.decision == TONE} == asked


def test_quarters_passed_over_are_told_at_the_next_stop():
    some = briefings(game("moscow", quarters=24), quick)
    passed = [one for one in some if at_stake(one, SETTING) and one.passed]
    assert passed
    for one in passed:
        first = one.since + 1 if one.since is not None else 92
        assert [taken.quarter for taken in one.passed] == list(range(first, one.quarter))
        assert all(taken.how == PASSED for taken in one.passed)


def test_a_quick_game_that_follows_is_the_member_too():
    some = game("baku", quarters=24)
    assert replay(some, quick).path == replay(some, follow).path


def test_a_game_waiting_is_the_same_whether_it_was_stopped_or_gone_through():
    asked = list(briefings(game("moscow"), turning()))
    stopped = replay(game("moscow"), until(turning(), 3)).briefing
    assert stopped == asked[3]
    assert np.array_equal(stopped.path, asked[3].path)


def test_saying_nothing_stops_the_game():
    assert replay(game("moscow"), saying()).briefing is not None
