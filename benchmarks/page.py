"""How fast the page answers: a dial turned by one visitor, and by thirty at once, on two worker processes.

What is timed is what the desk takes from the question to the answer, luck kept and only what is charted recorded; the
drawing is the browser's.
"""

from __future__ import annotations

import asyncio
import time

from tightrope.web.desk import Desk
from tightrope.web.recipe import Recipe
from tightrope.web.work import AT_ONCE, WHEN_IDLE, explore

WORKERS = 2
CLASS = 30


async def _ask(desk: Desk, who: str, drive: float, members: int = AT_ONCE) -> float:
    """Seconds from a turn of the dial of Moscow's drive to its answer; no turn is like another: none is remembered."""
    began = time.perf_counter()
    await desk.ask(who, explore, Recipe().turn("moscow.drive", drive), members)
    return time.perf_counter() - began


async def _all(rounds: int) -> tuple[list[float], list[float], list[float]]:
    desk = Desk(WORKERS)
    desk.open()
    try:
        for members in (AT_ONCE, WHEN_IDLE):  # both workers have loaded everything and drawn their luck
            await asyncio.gather(*(_ask(desk, f"first {n}", 0.001 * n, members) for n in range(4 * WORKERS)))
        one = [await _ask(desk, "one", 0.1 + 0.001 * n) for n in range(4 * rounds)]
        rest = [await _ask(desk, "one", 0.3 + 0.001 * n, WHEN_IDLE) for n in range(rounds)]
        everybody = []
        for turn in range(rounds):
            began = time.perf_counter()
            await asyncio.gather(*(_ask(desk, f"visitor {n}", 0.4 + 0.01 * n + 0.0001 * turn) for n in range(CLASS)))
            everybody.append(time.perf_counter() - began)
        return one, rest, everybody
    finally:
        desk.close()


def measured(rounds: int) -> tuple[list[float], list[float], list[float]]:
    """Milliseconds of one visitor's answers, at once and when idle, and seconds until thirty have theirs."""
    one, rest, everybody = asyncio.run(_all(rounds))
    return [1e3 * took for took in one], [1e3 * took for took in rest], everybody
