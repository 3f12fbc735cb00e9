"""Two answers member by member: what one does to the position that the other does not, on the same luck."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from tightrope.outcomes import COVERAGE
from tightrope.quarters import format_quarter
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


def within(pinned: Answer, now: Answer) -> Answer | None:
    """A pinned answer cut down to the quarters of another; None where they share none."""
    first = max(now.start, pinned.start)
    last = min(now.start + now.quarters, pinned.start + pinned.quarters)
    if last <= first:
        return None
    cut = slice(first - pinned.start, last - pinned.start)
    return replace(
        pinned,
        start=first,
        position=pinned.position[:, cut],
        shares=pinned.shares[cut],
        low=pinned.low[cut],
        high=pinned.high[cut],
        purse={key: fan[:, cut] for key, fan in pinned.purse.items()},
        levers=pinned.levers[cut],
        pressure=pinned.pressure[:, cut],
        paths=pinned.paths[cut],
    )


def unlike(now: Answer, pinned: Answer) -> str:
    """Why the members of two answers are no pairs, as ``tightrope compare`` has it; "" where they are."""
    reasons = []
    if (now.start, now.quarters) != (pinned.start, pinned.quarters):
        reasons.append(f"it runs from {_window(pinned)}, this one from {_window(now)}")
    if now.seed != pinned.seed:
        reasons.append(f"its luck is another (seed {pinned.seed}, here {now.seed})")
    if now.uncertainty != pinned.uncertainty:
        reasons.append(f"its uncertainty is '{pinned.uncertainty}', here it is '{now.uncertainty}'")
    return "; ".join(reasons)


def _window(answer: Answer) -> str:
    return f"{format_quarter(answer.start)} to {format_quarter(answer.start + answer.quarters - 1)}"


def paired(now: Answer, pinned: Answer) -> Difference | None:
    """The difference of two answers; None where their members are no pairs (``unlike`` says why)."""
    members = min(now.members, pinned.members)
    if unlike(now, pinned) or members < 2:
        return None
    away = now.paths[:, :members].astype(float) - pinned.paths[:, :members]
    mean = away.mean(axis=1)
    reach = float(ndtri(0.5 + COVERAGE / 2)) * away.std(axis=1, ddof=1) / np.sqrt(members)
    return Difference(now.start, members, mean, mean - reach, mean + reach)
