"""How fast the model is, measured on this machine: a plain table, nothing asserted (``make bench``).

The array model and the plain-Mesa stand-in take turns, A B A B, so that a machine whose speed wanders slows both; the
ratio is taken turn by turn. README.md beside this file says what the lines mean.
"""

from __future__ import annotations

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")  # before NumPy is imported: one core is what is measured

import argparse
import gc
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib.metadata import version

import mesa

import page
import plain_mesa
from counting import MEMBERS, calls_per_quarter
from tightrope.ensemble import simulate
from tightrope.luck import Luck
from tightrope.model import AlignmentModel
from tightrope.scenario import load
from tightrope.web.work import AT_ONCE, WHEN_IDLE

PLAN = load("baseline")
QUARTERS = PLAN.quarters
QUICK_MEMBERS = 4_096
PLAIN_MEMBERS, QUICK_PLAIN_MEMBERS = 80, 30
ROUNDS, QUICK_ROUNDS = 7, 3


def seconds(work: Callable[[], object]) -> float:
    """Wall time of one call, with nothing left over from the one before."""
    gc.collect()
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def array_model(members: int) -> None:
    simulate(PLAN, members, workers=1)


def stand_in(members: int) -> None:
    mesa.batch_run(plain_mesa.Member, {"number": range(members)}, data_collection_period=1, display_progress=False)
    getattr(mesa.Agent, "_ids", {}).clear()  # Mesa 3.3 keeps every model it has seen


def in_turns(members: int, plain_members: int, rounds: int) -> tuple[list[float], list[float]]:
    """Member-quarters per second of both, one of each per round, after one unmeasured round."""
    fast, plain = [], []
    for _ in range(rounds + 1):
        fast.append(members * QUARTERS / seconds(lambda: array_model(members)))
        plain.append(plain_members * QUARTERS / seconds(lambda: stand_in(plain_members)))
    return fast[1:], plain[1:]


def one_member(rounds: int) -> list[float]:
    """Milliseconds for a single member of 64 quarters, drawing and recording included."""

    def run() -> None:
        model = AlignmentModel(PLAN, 1)
        model.run()
        model.close()

    run()
    return [1e3 * seconds(run) for _ in range(rounds)]


@contextmanager
def timed_luck() -> Iterator[list[float]]:
    """A list whose one entry grows by the time spent in ``Luck``'s draws while the block runs."""
    spent, depth = [0.0], 0
    names = ("quantile", "uniform", "normal", "gumbel")
    plain = {name: getattr(Luck, name) for name in names}

    def timed(draw: Callable[..., object]) -> Callable[..., object]:
        def call(*given: object, **named: object) -> object:
            nonlocal depth
            start, depth = time.perf_counter(), depth + 1
            try:
                return draw(*given, **named)
            finally:
                depth -= 1
                if depth == 0:  # one kind of draw may use another
                    spent[0] += time.perf_counter() - start

        return call

    try:
        for name in names:
            setattr(Luck, name, timed(plain[name]))
        yield spent
    finally:
        for name in names:
            setattr(Luck, name, plain[name])


def share_of_luck(members: int, rounds: int) -> list[float]:
    """The share of a run's time that goes into drawing."""
    shares = []
    for _ in range(rounds):
        with timed_luck() as spent:
            whole = seconds(lambda: array_model(members))
        shares.append(spent[0] / whole)
    return shares


def cold_starts(rounds: int) -> tuple[list[float], list[float]]:
    """Milliseconds of ``tightrope --help`` and of importing NumPy, each in a new interpreter, in turns."""

    def start(*arguments: str) -> float:
        command = [sys.executable, *arguments]
        return 1e3 * seconds(lambda: subprocess.run(command, check=True, stdout=subprocess.DEVNULL))

    pairs = [(start("-m", "tightrope", "--help"), start("-c", "import numpy")) for _ in range(rounds + 1)]
    return [ours for ours, _ in pairs[1:]], [numpy for _, numpy in pairs[1:]]


def row(name: str, found: Sequence[float], shape: str = ",.0f", remark: str = "") -> str:
    """A line of the table: median, least and most."""
    numbers = [format(number, shape) for number in (statistics.median(found), min(found), max(found))]
    return f"{name:46}" + "".join(f"{number:>12}" for number in numbers) + (f"   {remark}" if remark else "")


def ratios(above: Sequence[float], below: Sequence[float]) -> list[float]:
    return [a / b for a, b in zip(above, below, strict=True)]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Measure how fast the model runs on this machine.")
    parser.add_argument("--quick", action="store_true", help="fewer members and rounds: some ten seconds")
    quick = parser.parse_args().quick
    rounds = QUICK_ROUNDS if quick else ROUNDS
    members = QUICK_MEMBERS if quick else MEMBERS
    versions = ", ".join(f"{name} {version(name)}" for name in ("numpy", "mesa"))
    print(f"Python {platform.python_version()}, {versions}, {platform.machine()}, one process on one core")
    print(f"baseline, {members:,} members x {QUARTERS} quarters, everything recorded; {rounds} rounds\n")
    print(f"{'':46}{'median':>12}{'least':>12}{'most':>12}")
    fast, plain = in_turns(members, QUICK_PLAIN_MEMBERS if quick else PLAIN_MEMBERS, rounds)
    print(row("member-quarters per second", fast))
    print(row("member-quarters per second, plain Mesa", plain))
    print(row("ratio", ratios(fast, plain), ".1f", "at least 60, aim 100"))
    print(row("share of the time spent drawing luck", share_of_luck(members, rounds), ".1%"))
    print(row("one member of 64 quarters, ms", one_member(rounds), ".1f"))
    for scenario in ("baseline", "worst-case"):
        calls = sum(calls_per_quarter(scenario).values())
        print(row(f"calls to NumPy per quarter, {scenario}", [calls], remark="below 1,200, of the baseline"))
    one, rest, everybody = page.measured(rounds)
    print(row(f"page: {AT_ONCE} members for one visitor, ms", one, ".0f", "at most 300"))
    print(row(f"page: {WHEN_IDLE:,} members when idle, ms", rest, ".0f"))
    print(row(f"page: {page.CLASS} visitors at once, all answered, s", everybody, ".2f", "at most 3"))
    ours, numpy = cold_starts(rounds)
    print(row("tightrope --help, cold, ms", ours))
    print(row("python -c 'import numpy', cold, ms", numpy))
    print(row("ratio", ratios(ours, numpy), ".2f", "at most 3"))


if __name__ == "__main__":
    main()
