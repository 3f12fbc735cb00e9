"""The desk: worker processes that answer all visitors, each in turn.

A visitor has at most one question answered at a time, and of the same topic only the newest waits. Questions that are
asked alike are answered once, for all who ask, and remembered for a while. Questions about one thing go to one worker,
which has what it worked out for those before. What is not urgent (``idle``) is done when nothing urgent waits, and
never by all workers. What a page has asked that is away, left or reloaded, counts for nobody: it is done when nothing
else waits, but for what is a visitor's own, a move in a game say, which keeps its turn.
"""

from __future__ import annotations

import asyncio
import logging
import os
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any

from tightrope.ensemble.crew import Crew
from tightrope.errors import RunError, TightropeError
from tightrope.web.tickets import Job, Page, Ticket, Waiting

MOST_WORKERS = 4
"""Processes at the most: a class is served well by two, and the machine is the lecturer's laptop."""

MOST_FROM_ONE = 4
"""Questions that a visitor's open pages may have waiting."""

MOST_WITH_AWAY = 16
"""Questions that a visitor's pages may have waiting, those that are away included; of more, the oldest are given up."""

MOST_WAITING = 400
"""Questions that may wait in all."""

REMEMBERED = 240
"""Answers kept for whoever asks the same again."""

STOPPED = "The model stopped; try again."
"""What a visitor is told whose question ended two workers."""


log = logging.getLogger(__name__)


class BusyError(Exception):
    """Too many questions wait already; the text says so to the visitor."""


class OvertakenError(Exception):
    """The same visitor has asked again since: the older question is not answered."""


class Desk:
    """Workers and the lines before them. ``open`` starts them, ``close`` ends them at once.

    ``page_asking`` says which page a question comes from, None where it comes from none.
    """

    def __init__(self, workers: int | None = None) -> None:
        self.page_asking: Callable[[], Page | None] = lambda: None
        self.workers = workers or max(1, min(MOST_WORKERS, os.cpu_count() or 1))
        self._lines: OrderedDict[str, list[Ticket]] = OrderedDict()
        self._served: set[str] = set()
        self._idle_served = 0
        self._homes: dict[Hashable, int] = {}
        self._known: OrderedDict[Hashable, Any] = OrderedDict()
        self._asked: dict[Hashable, Ticket] = {}
        self._change = threading.Condition()
        self._crews: list[Crew] = []
        self._closed = False
        self.loop: asyncio.AbstractEventLoop | None = None

    def open(self, first: Callable[[int], Any] | None = None) -> None:
        """Start the workers; to be called where the event loop runs.

        Every worker does ``first`` before anything else, with its number, so that nobody waits for what it loads.
        """
        self.loop = asyncio.get_running_loop()
        self._crews = [Crew(1, carry_out) for _ in range(self.workers)]
        for place in range(self.workers):
            threading.Thread(target=self._serve, args=(place, first), name=f"desk {place}", daemon=True).start()

    def close(self) -> None:
        """End the workers, whatever they are doing."""
        with self._change:
            self._closed = True
            self._change.notify_all()
        for crew in self._crews:
            crew.stop()

    # -- asking -------------------------------------------------------------------------------------------------------
    async def ask(
        self, who: str, work: Callable[..., Any], *given: Any, topic: str = "", idle: bool = False, alike: bool = True,
        about: Hashable = None,
    ) -> Any:  # fmt: skip
        """What ``work(*given)`` returns in a worker; both must travel by pickle.

        A waiting question of the same visitor and topic is given up for this one. With ``alike`` the arguments must be
        hashable, and the answer may be one that somebody else was given. All questions ``about`` one thing go to the
        worker that answered the first; there should be few such things.

        Raises BusyError where too much waits already, OvertakenError where the visitor has asked again since or the
        page is gone, RunError if a worker dies and then another, and whatever the work itself raises.
        """
        key: Hashable = (work, given) if alike else object()
        loop = asyncio.get_running_loop()
        waiting = Waiting(who, topic, self.page_asking(), loop.create_future())
        if waiting.gone:
            raise OvertakenError
        with self._change:
            if key in self._known:
                self._known.move_to_end(key)
                return self._known[key]
            self._give_up(lambda one: bool(topic) and (one.who, one.topic) == (who, topic))
            ticket = self._asked.get(key)
            if ticket is None:
                self._refuse_if_busy(who)
                ticket = self._asked[key] = Ticket((work, given), key, alike, idle, about)
                self._lines.setdefault(who, []).append(ticket)
                self._change.notify_all()
            ticket.idle = ticket.idle and idle
            ticket.waiting.append(waiting)
        return await waiting.future

    def waiting_before(self, who: str) -> int:
        """How many visitors wait before this one."""
        with self._change:
            lines = [name for name, line in self._lines.items() if any(one.is_wanted() for one in line)]
            return lines.index(who) if who in lines else 0

    def look_again(self) -> None:
        """A page has come back, or is gone for good: what it waits for is urgent again, or is given up."""
        with self._change:
            self._give_up(lambda one: one.gone)
            self._change.notify_all()

    def _refuse_if_busy(self, who: str) -> None:
        """Raise BusyError where no further question can wait; make room where pages that are away take it."""
        line = self._lines.get(who, [])
        if sum(one.is_wanted(who) for one in line) >= MOST_FROM_ONE:
            raise BusyError("Busy: wait for what you have asked for already.")
        if len(line) >= MOST_WITH_AWAY:
            oldest = next(one for one in line if not one.is_wanted(who))
            self._give_up(lambda one: one.who == who and one in oldest.waiting)
        if sum(one.is_wanted() for line in self._lines.values() for one in line) >= MOST_WAITING:
            raise BusyError("Busy: too many questions are waiting. Try again in a few seconds.")

    def _give_up(self, which: Callable[[Waiting], bool]) -> None:
        """Tell some that they are not answered; drop what nobody waits for then."""
        for line in self._lines.values():
            for ticket in list(line):
                for one in [one for one in ticket.waiting if which(one)]:
                    ticket.waiting.remove(one)
                    _tell(one.future, error=OvertakenError())
                if not ticket.waiting:
                    line.remove(ticket)
                    self._asked.pop(ticket.key, None)
        for empty in [name for name, line in self._lines.items() if not line]:
            del self._lines[empty]

    # -- answering ----------------------------------------------------------------------------------------------------
    def _next(self, place: int) -> tuple[str, Ticket, bool] | None:
        """Whose turn it is with a worker, the question, and whether it could have waited."""
        for idle in (False, True):
            if idle and self._idle_served >= max(1, self.workers - 1):
                return None
            for who, line in self._lines.items():
                ticket = next((one for one in line if one.can_wait is idle and self._is_for(one, place)), None)
                if ticket is None or who in self._served:
                    continue
                if ticket.about is not None:
                    self._homes[ticket.about] = place
                line.remove(ticket)
                if line:
                    self._lines.move_to_end(who)
                else:
                    del self._lines[who]
                return who, ticket, idle
        return None

    def _is_for(self, ticket: Ticket, place: int) -> bool:
        return ticket.about is None or self._homes.get(ticket.about, place) == place

    def _serve(self, place: int, first: Callable[[int], Any] | None) -> None:
        """What a thread does: hand one question after another to its worker process."""
        if first is not None:
            self._answer(place, (first, (place,)))
        while True:
            with self._change:
                while not self._closed and (found := self._next(place)) is None:
                    self._change.wait()
                if self._closed:
                    return
                assert found is not None
                who, ticket, idle = found
                self._served.add(who)
                self._idle_served += idle
            result, error = self._answer(place, ticket.job)
            with self._change:
                self._served.discard(who)
                self._idle_served -= idle
                self._asked.pop(ticket.key, None)
                waiting = [one.future for one in ticket.waiting]
                if error is None and result is not None and ticket.alike:
                    self._remember(ticket.key, result)
                self._change.notify_all()
            for future in waiting:
                self._pass_on(future, result, error)

    def _remember(self, key: Hashable, result: Any) -> None:
        self._known[key] = result
        while len(self._known) > REMEMBERED:
            self._known.popitem(last=False)

    def _answer(self, place: int, job: Job) -> tuple[Any, Exception | None]:
        """The answer, or what to say instead; a worker that has died is replaced, and the new one asked once more."""
        for _ in range(2):
            try:
                ((_, (result, error)),) = self._crews[place].map([job])
            except Exception as failure:
                found = failure
                if not self._closed:
                    self._crews[place].stop()
                    self._crews[place] = Crew(1, carry_out)
            else:
                return result, error
        if not self._closed:
            log.error("%s was asked for and not answered: %s", job[0].__name__, found)
        return None, RunError(STOPPED)

    def _pass_on(self, future: asyncio.Future[Any], result: Any, error: Exception | None) -> None:
        assert self.loop is not None
        try:
            self.loop.call_soon_threadsafe(_tell, future, result, error)
        except RuntimeError:  # the loop has ended
            return


def _tell(future: asyncio.Future[Any], result: Any = None, error: Exception | None = None) -> None:
    if future.done():
        return
    if error is None:
        future.set_result(result)
    else:
        future.set_exception(error)


def carry_out(job: Job) -> tuple[Any, Exception | None]:
    """What a worker does with a question: the answer, or what the work raised knowingly."""
    work, given = job
    try:
        return work(*given), None
    except (TightropeError, ValueError, LookupError) as error:
        return None, error
