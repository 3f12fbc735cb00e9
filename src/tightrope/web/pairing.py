"""Two answers member by member: what one does to the position that the other does not, on the same luck."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from tightrope.outcomes import COVERAGE
from tightrope.web.work import Answer

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Difference:
    """The mean of the paired differences in position, by quarter, with the ends of its 90 % interval; ``start`` is the
    first quarter that both have, ``members`` how many pairs there are."""

    start: int
    members: int
    mean: Array
    low: Array
    high: Array

    def says(self) -> str:
        """The last quarter's difference in words."""
        mean, low, high = (float(values[-1]) for values in (self.mean, self.low, self.high))
        side = "further west" if low > 0 else "further east" if high < 0 else "no further east or west that can be told"
        return f"{mean:+.3f} ({low:+.3f} to {high:+.3f}): {side}"


def paired(now: Answer, pinned: Answer) -> Difference | None:
    """The difference of two answers; None where they share no luck or no quarter."""
    first = max(now.start, pinned.start)
    last = min(now.start + now.quarters, pinned.start + pinned.quarters)
    members = min(now.members, pinned.members)
    if now.seed != pinned.seed or last <= first or members < 2:
        return None
    away = now.paths[first - now.start : last - now.start, :members].astype(float)
    away -= pinned.paths[first - pinned.start : last - pinned.start, :members]
    mean = away.mean(axis=1)
    reach = float(ndtri(0.5 + COVERAGE / 2)) * away.std(axis=1, ddof=1) / np.sqrt(members)
    return Difference(first, members, mean, mean - reach, mean + reach)
