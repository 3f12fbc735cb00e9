"""What each kind of test does: one function per kind, from records to who passes.

Tests of one world take a ``Trace`` and say of every member whether it passes and whether it is counted. Tests of two
worlds take the numbers that each world gave, member by member, and say how much. The kinds as data, and what their
fields mean, are in ``tightrope.evidence.kinds``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from tightrope.evidence import kinds
from tightrope.hindcast.trace import Mask, Trace
from tightrope.outcomes import COVERAGE, OUTCOMES, wilson
from tightrope.world.treaties import MEMBER, STATUS

Array = NDArray[np.float64]

SAME = 1e-6
"""Records are single precision: what differs by less is the same."""


@dataclass(frozen=True, eq=False)
class Seen:
    """What one world shows: ``values`` (members,) or (outcomes, members), and which members count, (members,)."""

    values: Array
    counted: Mask


# -- numbers per member -----------------------------------------------------------------------------------------------
def amount(trace: Trace, asked: kinds.Amount) -> Array:
    """What a series comes to over a span; shape (members,)."""
    series = trace.series(asked.of, asked.during)
    if asked.take == "mean":
        return np.asarray(series.mean(axis=0))
    return np.asarray(series.max(axis=0) if asked.take == "highest" else series.min(axis=0))


def count(trace: Trace, asked: kinds.Count) -> Array:
    """In how many quarters one of some moves is made; shape (members,)."""
    return trace.made(asked.decision, asked.moves, asked.during).sum(axis=0).astype(float)


# -- tests of one world: who passes, and who is counted ---------------------------------------------------------------
def value(trace: Trace, test: kinds.Value) -> Seen:
    """An amount is above or below a number."""
    found = amount(trace, test)
    if test.above is not None:
        return _all(found > test.above)
    return _all(found < (np.inf if test.below is None else test.below))


def compare(trace: Trace, test: kinds.Compare) -> Seen:
    """One amount is above, below, at least or at most so many times another and a bit."""
    left, right = amount(trace, test.one), test.times * amount(trace, test.other) + test.plus
    return _all(
        {
            "above": left > right,
            "below": left < right,
            "at least": left >= right - SAME,
            "at most": left <= right + SAME,
        }[test.it_is]
    )


def change(trace: Trace, test: kinds.Change) -> Seen:
    """A mean moves by an amount within two bounds."""
    moved = trace.series(test.of, test.until).mean(axis=0) - trace.series(test.of, test.since).mean(axis=0)
    return _all((moved >= test.low - SAME) & (moved <= test.high + SAME))


def peak(trace: Trace, test: kinds.Peak) -> Seen:
    """The highest quarter of a long span falls inside a short one."""
    highest = test.over[0] + trace.series(test.of, test.over).argmax(axis=0)
    return _all((highest >= test.inside[0]) & (highest <= test.inside[1]))


def together(trace: Trace, test: kinds.Together) -> Seen:
    """In some quarter all of several series are above a number."""
    least = np.minimum.reduce([trace.series(key, test.during) for key in test.of])
    return _all((least > test.above).any(axis=0))


def order(trace: Trace, test: kinds.Order) -> Seen:
    """The means over several spans fall from each to the next."""
    means = np.array([trace.series(test.of, span).mean(axis=0) for span in test.spans])
    return _all((np.diff(means, axis=0) < 0).all(axis=0))


def treaty(trace: Trace, test: kinds.Standing) -> Seen:
    """Each of some treaties has a status ever, always or never."""
    code = STATUS.index(test.status)
    holds = np.array([trace.series(f"world.treaty.{name}", test.during) == code for name in test.treaties])
    if test.when == "ever":
        return _all(holds.any(axis=1).all(axis=0))
    return _all((holds if test.when == "always" else ~holds).all(axis=(0, 1)))


def moves(trace: Trace, test: kinds.Moves) -> Seen:
    """One of some moves is made ever, or none of them."""
    made = trace.made(test.decision, test.moves, test.during).any(axis=0)
    return _all(made if test.when == "ever" else ~made)


def after(trace: Trace, test: kinds.After) -> Seen:
    """What a series is some quarters after the member's own event."""
    happens = _event(trace, test)
    at = happens.argmax(axis=0)
    long = trace.series(test.of, (test.during[0], test.last))
    then = np.take_along_axis(long, at[None], axis=0)[0]
    following = np.take_along_axis(long, at + np.arange(1, test.later + 1)[:, None], axis=0)
    now = following.min(axis=0) if test.take == "lowest" else following[-1]
    passes = {
        "below": now < test.times * then,
        "at most": now <= test.times * then + SAME,
        "the same": abs(now - then) <= SAME,
    }[test.it_is]
    return Seen(passes.astype(float), np.asarray(happens.any(axis=0)))


def _event(trace: Trace, test: kinds.After) -> Mask:
    """In which quarters the event happens; entering a treaty takes not having been in it the quarter before."""
    if not test.treaty:
        return trace.made(test.decision, (test.move,), test.during)
    key, (since, until) = f"world.treaty.{test.treaty}", test.during
    before = max(since - 1, trace.first)
    inside = trace.series(key, (before, until)) == MEMBER
    entered = inside & ~np.vstack([np.zeros_like(inside[:1]), inside[:-1]])
    return entered[since - before :]


def recovery(trace: Trace, test: kinds.Recovery) -> Seen:
    """Part of what a series lost is back in some later quarter."""
    start, turn = (trace.series(test.of, (quarter, quarter))[0] for quarter in (test.start, test.turn))
    regained = trace.series(test.of, test.during).max(axis=0) - turn
    return Seen((regained >= test.part * (start - turn)).astype(float), start - turn > SAME)


def every(trace: Trace, test: kinds.Every) -> Seen:
    """Several tests at once."""
    parts = [seen(trace, part) for part in test.tests]
    passes = np.multiply.reduce([part.values for part in parts])
    return Seen(passes, np.logical_and.reduce([part.counted for part in parts]))


def _all(passes: Any) -> Seen:
    """Everybody counts."""
    return Seen(np.asarray(passes, dtype=float), np.ones(np.shape(passes), dtype=bool))


CHECKS: Mapping[str, Callable[[Trace, Any], Seen]] = {
    "value": value,
    "compare": compare,
    "change": change,
    "peak": peak,
    "together": together,
    "order": order,
    "treaty": treaty,
    "moves": moves,
    "after": after,
    "recovery": recovery,
    "every": every,
}


# -- tests of two worlds: first what each shows, then the two against each other --------------------------------------
def seen(trace: Trace, test: kinds.Probe) -> Seen:
    """What one world shows of any test."""
    if isinstance(test, kinds.Apart):
        return seen(trace, test.test)
    if isinstance(test, kinds.Lower):
        return Seen(amount(trace, test.amount), np.ones(trace.members, dtype=bool))
    if isinstance(test, kinds.Effect):
        return Seen(count(trace, test.count), np.ones(trace.members, dtype=bool))
    if isinstance(test, kinds.Outcomes):
        codes = trace.series("baku.outcome", (trace.first, test.at))
        there = np.array([codes == code for code in range(len(OUTCOMES))])
        return Seen(np.vstack([there[:, -1], there.any(axis=1)]).astype(float), np.ones(trace.members, dtype=bool))
    return CHECKS[test.kind](trace, test)


@dataclass(frozen=True)
class Estimate:
    """A share or an amount with its 90 % interval of luck, and of how many members; None where none is counted."""

    value: float | None
    low: float | None
    high: float | None
    counted: int


def share(one: Seen) -> Estimate:
    """The share of the counted members that pass, with Wilson's interval."""
    counted = int(one.counted.sum())
    if counted == 0:
        return Estimate(None, None, None, 0)
    passed = int((one.values * one.counted).sum())
    low, high = wilson(np.array(passed), counted)
    return Estimate(passed / counted, float(low), float(high), counted)


def lower(first: Seen, second: Seen) -> Estimate:
    """The share of members whose amount is lower in the first world; equal is not lower."""
    return share(Seen((first.values < second.values - SAME).astype(float), first.counted & second.counted))


def apart(first: Seen, second: Seen) -> Estimate:
    """The mean of the members' differences, first world less second; of tests it is the difference of the shares.

    The members meet the same luck in both worlds, so the interval is that of paired differences.
    """
    both = first.counted & second.counted
    return _mean((first.values - second.values)[..., both])


def outcomes(first: Seen, second: Seen) -> Estimate:
    """The largest difference in the share of any outcome, at a date or ever, with the interval of that one."""
    differences = first.values - second.values
    means = differences.mean(axis=1)
    largest = int(abs(means).argmax())
    return _mean(differences[largest] * (1.0 if means[largest] >= 0 else -1.0))


def _mean(values: Array) -> Estimate:
    if len(values) == 0:
        return Estimate(None, None, None, 0)
    mean = float(values.mean())
    reach = float(ndtri(0.5 + COVERAGE / 2) * values.std() / np.sqrt(len(values)))
    return Estimate(mean, mean - reach, mean + reach, len(values))


COMPARISONS: Mapping[str, Callable[[Seen, Seen], Estimate]] = {
    "lower": lower,
    "effect": apart,
    "apart": apart,
    "outcomes": outcomes,
}


def estimate(test: kinds.Probe, worlds: tuple[Seen, ...]) -> Estimate:
    """How many members pass a test, or how much it comes to, from what its world or worlds show."""
    return COMPARISONS[test.kind](*worlds) if test.kind in COMPARISONS else share(worlds[0])
