from __future__ import annotations

import functools
import gc
import os
import signal
import subprocess
import sys
import textwrap
import time
import tracemalloc
from pathlib import Path

import numpy as np
import pytest
from tests.small_runs import QUARTERS, ensemble, short

from tightrope import model
from tightrope.ensemble import Ensemble, bins_for, default_workers, percentiles, simulate
from tightrope.ensemble.crew import Crew, put_off
from tightrope.ensemble.fold import ALL_BINS, AMOUNT, LEVEL, count_in_bins, fold
from tightrope.errors import RunError
from tightrope.outcomes import tally

MODULE = sys.modules["tightrope.ensemble.simulate"]


def _same(one: Ensemble, other: Ensemble, members: object = slice(None)) -> bool:
    return list(one.records) == list(other.records) and all(
        other.records[key].tobytes() == values[..., members].tobytes() for key, values in one.records.items()
    )


# -- the same, to the last bit ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("piece", [7, 59, 4096])
def test_the_size_of_the_pieces_cannot_be_seen(piece: int) -> None:
    assert _same(ensemble(), simulate(short(), piece=piece))


def test_a_member_is_the_same_all_alone() -> None:
    assert _same(ensemble(), simulate(short(), [58, 59], piece=1), [58, 59])


def test_a_member_is_the_same_in_any_company_and_any_order() -> None:
    chosen = [41, 3, 59, 17]
    assert _same(ensemble(), simulate(short(), chosen, piece=3), chosen)


def test_a_member_beyond_the_first_block_of_luck_is_the_same_in_any_ensemble() -> None:
    around = [1023, 1024, 2047, 2048]
    many = simulate(short(quarters=4), 2050, record=["baku.position", "move.moscow.act"])
    few = simulate(short(quarters=4), around, record=["baku.position", "move.moscow.act"])
    assert _same(many, few, around)


@pytest.mark.slow
def test_the_number_of_workers_cannot_be_seen() -> None:
    shared = simulate(short(), workers=3, piece=16)
    assert shared.workers == 3
    assert _same(ensemble(), shared)


@pytest.mark.slow
def test_the_number_of_workers_cannot_be_seen_in_a_folded_ensemble(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(MODULE, "WHOLE_UP_TO", 50)
    monkeypatch.setattr(MODULE, "KEPT_WHOLE", 20)
    alone, shared = simulate(short(), workers=1, piece=25), simulate(short(), workers=2, piece=9)
    assert _same(alone, shared)
    assert alone.folded is not None and shared.folded is not None
    assert alone.last is not None and shared.last is not None
    for key in alone.folded.counts:
        assert np.array_equal(alone.folded.counts[key], shared.folded.counts[key])
        assert np.array_equal(alone.folded.sums[key], shared.folded.sums[key])
        assert np.array_equal(alone.last[key], shared.last[key])


# -- what is asked for ------------------------------------------------------------------------------------------------


def test_the_scenario_says_how_many_members_unless_told() -> None:
    assert simulate(short(quarters=1), record=["baku.position"]).members.tolist() == list(range(60))
    assert simulate(short(quarters=1), 5, record=["baku.position"]).members.tolist() == [0, 1, 2, 3, 4]


def test_record_limits_what_is_kept() -> None:
    kept = simulate(short(quarters=2), 3, record=["baku.outcome", "moscow.lever"])
    assert set(kept.records) == {"baku.outcome", "moscow.lever"}
    assert kept.records["baku.outcome"].dtype == np.int8
    assert kept.records["moscow.lever"].shape == (2, 9, 3)


def test_a_rule_stands_in_for_the_theory() -> None:
    idle = simulate(short(quarters=6), 20, record=["move.moscow.act"], rule="nobody-moves")
    assert not idle.records["move.moscow.act"].any()
    assert ensemble().records["move.moscow.act"].any()


def test_progress_is_told_after_every_piece() -> None:
    told: list[tuple[int, int]] = []
    simulate(short(quarters=1), 10, piece=4, progress=lambda done, total: told.append((done, total)))
    assert told == [(4, 10), (8, 10), (10, 10)]


def test_small_runs_start_no_workers() -> None:
    assert default_workers(2000 * 64) == 1
    assert default_workers(10**9) == len(os.sched_getaffinity(0))


# -- memory -----------------------------------------------------------------------------------------------------------


def test_no_model_outlives_its_piece() -> None:
    def alive() -> set[int]:
        gc.collect()
        return {id(found) for found in gc.get_objects() if isinstance(found, model.AlignmentModel)}

    before = alive()
    simulate(short(quarters=2), 10, piece=1)
    assert len(alive() - before) == 0


def test_a_failing_model_is_let_go_too(monkeypatch: pytest.MonkeyPatch) -> None:
    closed = []
    monkeypatch.setattr(model.AlignmentModel, "run", lambda self: 1 / 0)
    monkeypatch.setattr(model.AlignmentModel, "close", lambda self: closed.append(self.members.tolist()))
    with pytest.raises(ZeroDivisionError):
        simulate(short(quarters=2), 2)
    assert closed == [[0, 1]]


@pytest.mark.slow
def test_memory_stays_flat_over_many_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    # Every piece records 10 kB and its model holds more: twenty of them kept would show.
    monkeypatch.setattr(MODULE, "WHOLE_UP_TO", 10)
    monkeypatch.setattr(MODULE, "KEPT_WHOLE", 5)
    in_use: list[int] = []

    def look(done: int, total: int) -> None:
        gc.collect()
        in_use.append(tracemalloc.get_traced_memory()[0])

    tracemalloc.start()
    try:
        simulate(short(quarters=4), 25 * 64, piece=64, record=["baku.position", "moscow.lever"], progress=look)
    finally:
        tracemalloc.stop()
    assert len(in_use) == 25
    assert in_use[-1] - in_use[4] < 50_000


# -- workers that fail ------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_dying_worker_is_reported_with_what_to_do() -> None:
    with (
        Crew(1, os._exit) as crew,
        pytest.raises(RunError, match="ended with status 3 before its work was done") as told,
    ):
        list(crew.map([3]))
    assert "workers=1" in str(told.value)


@pytest.mark.slow
def test_a_killed_worker_is_reported_as_killed() -> None:
    with Crew(1, signal.raise_signal) as crew, pytest.raises(RunError, match="was killed by signal 9"):
        list(crew.map([signal.SIGKILL]))


@pytest.mark.slow
def test_an_error_in_a_worker_is_told_in_the_parent() -> None:
    with Crew(1, int) as crew, pytest.raises(RunError, match="failed with ValueError: invalid literal"):
        list(crew.map(["no number"]))


@pytest.mark.slow
def test_every_job_comes_back_once_with_its_place() -> None:
    with Crew(2, abs) as crew:
        assert sorted(crew.map([-5, 4, -3, 2, -1])) == [(0, 5), (1, 4), (2, 3), (3, 2), (4, 1)]


def test_what_cannot_be_sent_to_workers_is_said() -> None:
    with pytest.raises(RunError, match=r"cannot be sent to worker processes .* ask for workers=1"):
        Crew(1, lambda job: job)


SCRIPT = """
    import multiprocessing, signal
    from tightrope.ensemble import simulate
    from tightrope.scenario import load

    def told(done, total):
        print(*[child.pid for child in multiprocessing.active_children()], flush=True)

    if __name__ == "__main__":
        signal.signal(signal.SIGINT, signal.default_int_handler)
        simulate(load("baseline"), 1_000_000, workers=2, record=["baku.position"], piece=512, progress=told)
"""


def _running(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def _begun(code: str, folder: Path) -> subprocess.Popen[str]:
    """A process of its own that runs some code; what it says can be read."""
    script = folder / "script.py"
    script.write_text(textwrap.dedent(code))
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    return subprocess.Popen(
        [sys.executable, str(script)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    )


@pytest.mark.slow
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_stopping_a_run_leaves_no_worker_behind(how: signal.Signals, tmp_path: Path) -> None:
    with _begun(SCRIPT, tmp_path) as parent:
        assert parent.stdout is not None and parent.stderr is not None
        workers = [int(word) for word in parent.stdout.readline().split()]
        assert len(workers) == 2 and all(_running(worker) for worker in workers)
        parent.send_signal(how)
        parent.wait(timeout=20)
        errors = parent.stderr.read()
    # A worker that was busy when its parent was killed finishes its piece and finds nobody to give it to.
    for _ in range(100):
        if not any(_running(worker) for worker in workers):
            break
        time.sleep(0.1)
    assert not [worker for worker in workers if _running(worker)]
    if how == signal.SIGINT:
        assert errors.strip().endswith("KeyboardInterrupt")
        assert errors.count("Traceback") == 1  # the parent's; no worker complains


ORPHANS = """
    import asyncio, multiprocessing, sys, time
    from tightrope.ensemble.crew import Crew, put_off
    from tightrope.web.desk import Desk

    def for_ever(job):
        while True:
            pass

    class Slow:
        def __reduce__(self):
            return time.sleep, (600,)

    def told():
        print(*[child.pid for child in multiprocessing.active_children()], flush=True)
        time.sleep(600)

    async def serve(state):
        desk = Desk(6)
        desk.open(for_ever if state == "at the desk" else None)
        time.sleep(3)
        told()

    if __name__ == "__main__":
        state = sys.argv[1]
        if "desk" in state:
            asyncio.run(serve(state))
        task = Slow() if state == "starting" else for_ever
        with Crew(6, task) as crew:
            for pipe in crew._workers:
                if state != "waiting":
                    pipe.send(1)
            time.sleep(3)
            told()
"""


@pytest.mark.slow
@pytest.mark.parametrize("state", ["starting", "waiting", "computing", "at the desk", "waiting at the desk"])
def test_a_worker_whose_parent_is_killed_ends_whatever_it_is_doing(state: str, tmp_path: Path) -> None:
    # Left alone the busy ones would go on for ever: only what watches over the parent can end them.
    script = tmp_path / "script.py"
    script.write_text(textwrap.dedent(ORPHANS))
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    with subprocess.Popen(
        [sys.executable, str(script), state],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
        start_new_session=True,
    ) as parent:
        assert parent.stdout is not None and parent.stderr is not None
        workers = [int(word) for word in parent.stdout.readline().split()]
        assert len(workers) == 6 and all(_running(worker) for worker in workers)
        parent.kill()
        for _ in range(100):
            if not any(_running(worker) for worker in workers):
                break
            time.sleep(0.1)
        left = [worker for worker in workers if _running(worker)]
        for worker in left:
            os.kill(worker, signal.SIGKILL)
        assert not left
        assert "Traceback" not in parent.stderr.read()


ENDED = """
    import functools, sys, time
    from tightrope.ensemble.crew import Crew, put_off

    if __name__ == "__main__":
        print("starting", flush=True)
        Crew(3, functools.partial(max, bytes(30_000_000)))
        print("started", flush=True)
    else:
        time.sleep(3)  # a worker: it has begun, and not yet read what it is for
"""


@pytest.mark.slow
def test_a_request_to_end_while_workers_start_ends_them_without_a_traceback(tmp_path: Path) -> None:
    with _begun(ENDED, tmp_path) as parent:
        assert parent.stdout is not None and parent.stderr is not None
        assert parent.stdout.readline() == "starting\n"
        time.sleep(1)
        parent.terminate()
        assert (parent.wait(timeout=20), parent.stdout.read(), parent.stderr.read()) == (-signal.SIGTERM, "", "")


def test_a_request_to_end_takes_its_effect_when_the_workers_have_begun() -> None:
    came: list[str] = []
    before = signal.signal(signal.SIGTERM, lambda *_: came.append("ended"))
    try:
        with put_off(signal.SIGTERM):
            signal.raise_signal(signal.SIGTERM)
            came.append("begun")
    finally:
        signal.signal(signal.SIGTERM, before)
    assert came == ["begun", "ended"]


# -- folding ----------------------------------------------------------------------------------------------------------


@functools.cache
def _folded() -> Ensemble:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(MODULE, "WHOLE_UP_TO", 50)
        patch.setattr(MODULE, "KEPT_WHOLE", 20)
        return simulate(short(), piece=16)


def test_a_folded_ensemble_keeps_the_first_members_whole_and_the_last_quarter_of_all() -> None:
    whole, folded = ensemble(), _folded()
    assert folded.whole == 20 and folded.last is not None
    for key, values in whole.records.items():
        assert np.array_equal(folded.records[key], values[..., :20])
        assert np.array_equal(folded.last[key], values[-1])


def test_folded_percentiles_are_right_to_within_a_bin() -> None:
    whole, folded = ensemble(), _folded()
    assert folded.folded is not None
    checked = 0
    for key, values in whole.records.items():
        bins = bins_for(key)
        if bins.codes:
            continue
        found = percentiles(folded.folded.counts[key], bins, [5, 25, 50, 75, 95])
        # The true percentile by counting, so that a jump between two members does not matter.
        low = np.percentile(values, [5, 25, 50, 75, 95], axis=-1, method="lower")
        high = np.percentile(values, [5, 25, 50, 75, 95], axis=-1, method="higher")
        width = np.diff(bins.edges)[bins.place(high)]
        assert (found >= low - width - 1e-6).all() and (found <= high + width + 1e-6).all(), key
        checked += 1
    assert checked > 60


def test_folded_means_are_the_means_to_a_millionth() -> None:
    whole, folded = ensemble(), _folded()
    assert folded.folded is not None
    for key, values in whole.records.items():
        found = folded.folded.sums[key] * 2.0**-20 / 60
        assert np.allclose(found, values.mean(axis=-1, dtype=float), atol=1e-6), key


def test_folded_outcomes_are_counted_exactly() -> None:
    whole, folded = ensemble(), _folded()
    assert folded.folded is not None and folded.folded.outcomes is not None
    expected = tally(whole.records["baku.outcome"])
    for name in ("counts", "first", "left", "gone", "stayed"):
        assert np.array_equal(getattr(folded.folded.outcomes, name), getattr(expected, name))


def test_every_recorded_variable_has_bins_that_hold_all_its_values() -> None:
    for key, values in ensemble().records.items():
        bins = bins_for(key)
        assert bins in ALL_BINS
        assert values.min() >= bins.edges[0] and values.max() <= bins.edges[-1], key
        counts = count_in_bins(values, bins)
        assert counts.shape == (*values.shape[:-1], bins.count)
        assert (counts.sum(axis=-1) == values.shape[-1]).all()


def test_bins_hold_their_lower_edge_and_the_ends_take_what_lies_beyond() -> None:
    assert LEVEL.place(np.array([-0.1, 0.0, 0.0049, 0.005, 0.5, 1.0, 1.1])).tolist() == [0, 0, 0, 1, 100, 199, 199]
    assert AMOUNT.place(np.array([0.0, 0.0099, 1e9])).tolist() == [0, 0, AMOUNT.count - 1]
    inside = np.array([0.011, 1.0, 99.0, 12345.6])
    places = AMOUNT.place(inside)
    assert (AMOUNT.edges[places] <= inside).all() and (inside < AMOUNT.edges[places + 1]).all()


def test_folds_add_up_in_any_order() -> None:
    records = ensemble().records
    parts = [
        fold({key: values[..., cut] for key, values in records.items()})
        for cut in (slice(0, 11), slice(11, 40), slice(40, 60))
    ]
    forwards, backwards = parts[0] + parts[1] + parts[2], parts[2] + (parts[1] + parts[0])
    for key in forwards.counts:
        assert np.array_equal(forwards.counts[key], backwards.counts[key])
        assert np.array_equal(forwards.sums[key], backwards.sums[key])
    assert forwards.members == 60 and forwards.counts["baku.position"].shape == (QUARTERS, 200)


def test_the_largest_ensemble_kept_whole_is_the_one_promised() -> None:
    assert MODULE.WHOLE_UP_TO == 20_000 and MODULE.KEPT_WHOLE == 1000
