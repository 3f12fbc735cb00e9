"""The desk: everybody is answered, in turn, and nobody waits for what they no longer want."""

from __future__ import annotations

import asyncio
import os
import signal
import threading
import time
from typing import ClassVar
from unittest import mock

import pytest

from tightrope.ensemble.crew import Crew
from tightrope.errors import InputError, Problem, RunError
from tightrope.web import desk as desk_module
from tightrope.web.desk import BusyError, Desk, OvertakenError


def twice(number):
    return 2 * number


SEEN = []


def remember(place):
    SEEN.append(place)


def remembered(_):
    time.sleep(0.3)
    return SEEN


def slowly(name, seconds):
    time.sleep(seconds)
    return name, time.monotonic()


def refuse():
    raise InputError([Problem("here", None, None, "", "nothing", "something")])


def die():
    os.kill(os.getpid(), signal.SIGKILL)


class Kept:
    """A crew that the next desk may have when this one is closed, if it is not at work: to start one takes long."""

    idle: ClassVar[list[Crew]] = []

    def __init__(self, workers, task):
        assert (workers, task) == (1, desk_module.carry_out)
        self.crew = self.idle.pop() if self.idle else Crew(workers, task)
        self.lock, self.at_work, self.stopped = threading.Lock(), False, False

    def map(self, jobs):
        with self.lock:
            if self.stopped:
                raise RunError("stopped")
            self.at_work = True
        found = list(self.crew.map(jobs))  # at work for ever where this raises
        self.at_work = False
        return found

    def stop(self):
        with self.lock:
            if self.at_work:
                self.crew.stop()
            elif not self.stopped:
                self.idle.append(self.crew)
            self.stopped = True


@pytest.fixture(autouse=True, scope="module")
def _kept_crews():
    yield
    while Kept.idle:
        Kept.idle.pop().stop()


def run(play, workers=1):
    """Run a coroutine at an open desk."""

    async def whole():
        desk = Desk(workers)
        desk.open()
        try:
            return await play(desk)
        finally:
            desk.close()

    with mock.patch.object(desk_module, "Crew", Kept):
        return asyncio.run(whole())


def test_a_question_is_answered():
    assert run(lambda desk: desk.ask("a", twice, 21)) == 42


def test_a_refusal_comes_back_whole():
    async def play(desk):
        with pytest.raises(InputError, match="here: nothing; expected something"):
            await desk.ask("a", refuse)

    run(play)


def test_every_worker_has_done_what_comes_first():
    async def whole():
        desk = Desk(2)
        desk.open(remember)
        try:
            # A worker that is up late may leave both to the other: whoever answers has done it, once.
            return await asyncio.gather(
                desk.ask("a", remembered, 1, alike=False), desk.ask("b", remembered, 2, alike=False)
            )
        finally:
            desk.close()

    assert {tuple(seen) for seen in asyncio.run(whole())} <= {(0,), (1,)}


def test_a_worker_that_dies_is_replaced_and_what_kills_two_is_told_in_a_sentence(caplog):
    async def play(desk):
        with pytest.raises(RunError, match=r"^The model stopped; try again\.$"):
            await desk.ask("a", die)
        return await desk.ask("a", twice, 2)

    assert run(play) == 4
    assert "die was asked for and not answered: a worker process was killed by signal 9" in caplog.text


def who_answers(_):
    return os.getpid()


def test_a_killed_worker_is_not_noticed_by_who_asks_next():
    async def play(desk):
        first = await desk.ask("a", who_answers, 1)
        os.kill(first, signal.SIGKILL)  # while it waits for work
        return first, await desk.ask("a", who_answers, 2)

    first, second = run(play)
    assert second not in (first, os.getpid())


def die_once(mark):
    if not mark.exists():
        mark.touch()
        die()
    return "answered"


def test_a_worker_killed_at_work_is_replaced_and_the_question_answered(tmp_path):
    assert run(lambda desk: desk.ask("a", die_once, tmp_path / "mark")) == "answered"


def test_visitors_are_answered_in_turn_and_not_in_the_order_of_their_zeal():
    async def play(desk):
        await desk.ask("x", twice, 0)  # the worker is up
        zealous = [asyncio.ensure_future(desk.ask("zealous", slowly, f"z{n}", 0.05)) for n in range(3)]
        other = asyncio.ensure_future(desk.ask("other", slowly, "o", 0.05))
        done = await asyncio.gather(*zealous, other)
        return [name for name, _ in sorted(done, key=lambda one: one[1])]

    # The first of the zealous one's is under way when the other asks; then it is the other's turn.
    assert run(play)[:2] == ["z0", "o"]


def test_one_visitor_has_one_question_answered_at_a_time():
    async def play(desk):
        await asyncio.gather(desk.ask("x", slowly, "", 0.3), desk.ask("y", slowly, "", 0.31))  # both workers are up
        began = time.monotonic()
        await asyncio.gather(desk.ask("a", slowly, "1", 0.2), desk.ask("a", slowly, "2", 0.2))
        return time.monotonic() - began

    assert run(play, workers=2) > 0.39


def test_a_newer_question_overtakes_the_waiting_one_of_the_same_topic():
    async def play(desk):
        first = asyncio.ensure_future(desk.ask("a", slowly, "first", 0.2, topic="dial"))
        await asyncio.sleep(0.05)
        second = asyncio.ensure_future(desk.ask("a", slowly, "second", 0.0, topic="dial"))
        await asyncio.sleep(0)
        third = asyncio.ensure_future(desk.ask("a", slowly, "third", 0.0, topic="dial"))
        return await asyncio.gather(first, second, third, return_exceptions=True)

    _, second, third = run(play)
    assert isinstance(second, OvertakenError)
    assert third[0] == "third"


def test_what_two_ask_alike_is_worked_out_once_and_remembered():
    async def play(desk):
        both = await asyncio.gather(desk.ask("a", slowly, "same", 0.1), desk.ask("b", slowly, "same", 0.1))
        later = await desk.ask("c", slowly, "same", 0.1)
        apart = await desk.ask("c", slowly, "same", 0.1, alike=False)
        return *both, later, apart

    one, two, later, apart = run(play)
    assert one == two == later
    assert apart != one


def test_overtaking_leaves_the_question_to_whoever_else_waits_for_it():
    async def play(desk):
        blocking = asyncio.ensure_future(desk.ask("x", slowly, "x", 0.2))
        await asyncio.sleep(0.05)
        mine = asyncio.ensure_future(desk.ask("a", twice, 5, topic="dial"))
        theirs = asyncio.ensure_future(desk.ask("b", twice, 5, topic="dial"))
        await asyncio.sleep(0)
        newer = asyncio.ensure_future(desk.ask("a", twice, 6, topic="dial"))
        await blocking
        return await asyncio.gather(mine, theirs, newer, return_exceptions=True)

    mine, theirs, newer = run(play)
    assert isinstance(mine, OvertakenError)
    assert (theirs, newer) == (10, 12)


def test_what_can_wait_waits_for_what_cannot():
    async def play(desk):
        blocking = asyncio.ensure_future(desk.ask("x", slowly, "x", 0.2))
        await asyncio.sleep(0.05)
        idle = asyncio.ensure_future(desk.ask("a", slowly, "idle", 0.0, idle=True))
        await asyncio.sleep(0)
        urgent = asyncio.ensure_future(desk.ask("b", slowly, "urgent", 0.0))
        done = await asyncio.gather(blocking, idle, urgent)
        return [name for name, _ in sorted(done, key=lambda one: one[1])]

    assert run(play) == ["x", "urgent", "idle"]


def test_one_visitor_cannot_fill_the_line():
    async def play(desk):
        asked = [asyncio.ensure_future(desk.ask("a", slowly, n, 0.1)) for n in range(desk_module.MOST_FROM_ONE + 3)]
        return await asyncio.gather(*asked, return_exceptions=True)

    found = run(play)
    assert sum(isinstance(one, BusyError) for one in found) in (2, 3)  # one may be under way already
    assert "wait for what you have asked for" in str(found[-1])


class Tab:
    """A page in a browser: open, away or gone for good."""

    def __init__(self):
        self.has_socket_connection = True
        self.is_deleted = False


async def from_page(desk, page, *asked, **how):
    """Ask from a page; what was asked for is waiting when this returns."""
    desk.page_asking = lambda: page
    future = asyncio.ensure_future(desk.ask("a", *asked, **how))
    await asyncio.sleep(0.01)
    desk.page_asking = lambda: None
    return future


async def reload_often(desk, times, **how):
    """A page that asks what takes long, and is left before it is answered, again and again."""
    left = []
    for number in range(times):
        tab = Tab()
        left.append((tab, await from_page(desk, tab, slowly, number, 0.02, **how)))
        tab.has_socket_connection = False
    return left


@pytest.mark.parametrize("alike", [True, False])
def test_pages_that_were_left_do_not_keep_the_next_one_out(alike):
    async def play(desk):
        blocking = asyncio.ensure_future(desk.ask("x", slowly, "x", 0.5))
        await asyncio.sleep(0.1)
        left = await reload_often(desk, 3 * desk_module.MOST_FROM_ONE, alike=alike)
        last = await desk.ask("a", slowly, "last", 0.0)
        await blocking
        return last, [(await future)[0] for _, future in left]

    last, left = run(play)
    assert last[0] == "last"
    assert left == list(range(12))  # nothing is lost: a page that is away may come back


def test_what_a_page_that_is_away_asked_waits_for_everybody_else_but_not_a_visitors_own():
    async def play(desk):
        blocking = asyncio.ensure_future(desk.ask("x", slowly, "x", 0.3))
        await asyncio.sleep(0.1)
        ((_, alike),) = await reload_often(desk, 1)
        ((_, own),) = await reload_often(desk, 1, alike=False)
        other = asyncio.ensure_future(desk.ask("b", slowly, "other", 0.0))
        done = await asyncio.gather(blocking, alike, own, other)
        return [place for place, _ in sorted(enumerate(done), key=lambda one: one[1][1])]

    blocking, alike, own, other = 0, 1, 2, 3
    assert run(play) == [blocking, own, other, alike]


def test_a_page_that_is_gone_for_good_is_not_answered_and_one_that_comes_back_is():
    async def play(desk):
        blocking = asyncio.ensure_future(desk.ask("x", slowly, "x", 0.3))
        await asyncio.sleep(0.1)
        (back, first), (gone, second) = await reload_often(desk, 2)
        back.has_socket_connection, gone.is_deleted = True, True
        desk.look_again()
        with pytest.raises(OvertakenError):
            desk.page_asking = lambda: gone
            await desk.ask("a", twice, 1)
        return await asyncio.gather(blocking, first, second, return_exceptions=True)

    _, first, second = run(play)
    assert first[0] == 0
    assert isinstance(second, OvertakenError)


def test_also_what_pages_left_behind_has_an_end():
    async def play(desk):
        blocking = asyncio.ensure_future(desk.ask("x", slowly, "x", 1.0))
        await asyncio.sleep(0.1)
        left = await reload_often(desk, desk_module.MOST_WITH_AWAY + 2, alike=False)
        await blocking
        return await asyncio.gather(*[future for _, future in left], return_exceptions=True)

    found = run(play)
    assert [isinstance(one, OvertakenError) for one in found[:3]] == [True, True, False]
    assert [one[0] for one in found[2:]] == list(range(2, 18))


def test_the_line_has_an_end(monkeypatch):
    monkeypatch.setattr(desk_module, "MOST_WAITING", 3)

    async def play(desk):
        asked = [asyncio.ensure_future(desk.ask(f"v{n}", slowly, n, 0.1)) for n in range(6)]
        return await asyncio.gather(*asked, return_exceptions=True)

    assert any(isinstance(one, BusyError) and "too many questions" in str(one) for one in run(play))


def where(place, seconds):
    time.sleep(seconds)
    return os.getpid(), place


def test_questions_about_one_thing_go_to_one_worker_and_about_several_to_all():
    """Also where another worker is free; so that what a worker keeps of a thing is worked out once."""

    async def play(desk):
        asked = [desk.ask(f"{name} {n}", where, (name, n), 0.05, about=name) for name in "xy" for n in range(4)]
        found = await asyncio.gather(*asked)
        return {name: {pid for pid, (about, _) in found if about == name} for name in "xy"}

    homes = run(play, workers=2)
    assert len(homes["x"]) == len(homes["y"]) == 1 and homes["x"] != homes["y"]
