"""How often something may be done from one address, and from all together."""

from __future__ import annotations

import math
import time
from collections import deque

PER_SECONDS = 60.0
"""Within what time it is counted."""


class Limit:
    """At most ``each`` times from one address and ``together`` times in all, in any ``PER_SECONDS``."""

    def __init__(self, each: int, together: int) -> None:
        self._each = each
        self._together = together
        self._times: dict[str, deque[float]] = {}

    def wait(self, address: str) -> int:
        """Seconds until it may be done again from an address, 0 where it may be done now."""
        now = time.monotonic()
        for times in self._times.values():
            while times and times[0] <= now - PER_SECONDS:
                times.popleft()
        self._times = {one: times for one, times in self._times.items() if times}
        free = max(
            _free_at(list(self._times.get(address, ())), self._each),
            _free_at(sorted(moment for times in self._times.values() for moment in times), self._together),
        )
        return max(0, math.ceil(free - now))

    def count(self, address: str) -> None:
        """It was done."""
        self._times.setdefault(address, deque()).append(time.monotonic())


def _free_at(times: list[float], most: int) -> float:
    """When there will be fewer than ``most`` again; times in order."""
    return times[-most] + PER_SECONDS if len(times) >= most else 0.0
