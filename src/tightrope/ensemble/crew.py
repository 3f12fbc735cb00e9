"""Worker processes of our own, so that a stopped run leaves none behind.

Every worker has a pipe to its parent and nothing else. If a worker dies the parent sees its pipe end; if the parent
dies, however it dies, the worker does, whatever it is doing. Ctrl-C reaches the parent alone, which kills its workers
at once: a process pool would wait for the work at hand, and would leave its workers waiting for ever after a killed
parent.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from types import TracebackType
from typing import Any

from tightrope.errors import RunError
from tightrope.worker import Failure, receive, work

THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
"""One process per core already: libraries in the workers start no threads of their own."""


PER_CORE = 4
"""Workers at the most for each core of the machine: more are no faster, and each takes 100 MB of memory and more."""


def cores() -> int:
    """The cores that this process may use."""
    available = getattr(os, "sched_getaffinity", None)
    return len(available(0)) if available is not None else os.cpu_count() or 1


def most_workers() -> int:
    """The most processes that are started on this machine, however many are asked for."""
    return PER_CORE * cores()


class Crew:
    """Some workers, at most ``most_workers``, that all call ``task`` with one argument at a time. A context manager."""

    def __init__(self, workers: int, task: Callable[[Any], Any]) -> None:
        self._workers: dict[Connection, BaseProcess] = {}
        context = multiprocessing.get_context("spawn")
        pickled = _pickled(task)
        try:
            with _starting():
                for _ in range(min(workers, most_workers())):
                    ours, theirs = context.Pipe()
                    process = context.Process(target=work, args=(theirs,), daemon=True)
                    self._workers[ours] = process
                    process.start()
                    theirs.close()
            for pipe in self._workers:  # all start meanwhile: none waits for another to have read its task
                self._send(pipe, pickled)
        except BaseException:
            self.stop()
            raise

    def __enter__(self) -> Crew:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def stop(self) -> None:
        """End every worker now, whatever it is doing."""
        for process in self._workers.values():
            if process.pid is not None:
                process.kill()
                process.join()
        for pipe in self._workers:
            pipe.close()
        self._workers.clear()

    def map(self, jobs: Sequence[Any]) -> Iterator[tuple[int, Any]]:
        """Yield (place of the job, result) as results come in; no job waits in a worker's queue.

        Raises RunError if a job fails or a worker dies.
        """
        waiting = list(enumerate(jobs))[::-1]
        busy: dict[Connection, int] = {}
        for pipe in self._workers:
            self._hand_out(pipe, waiting, busy)
        while busy:
            for ready in wait(list(busy)):
                assert isinstance(ready, Connection)
                place, result = busy.pop(ready), self._receive(ready)
                self._hand_out(ready, waiting, busy)
                yield place, result

    def _hand_out(self, pipe: Connection, waiting: list[tuple[int, Any]], busy: dict[Connection, int]) -> None:
        if not waiting:
            return
        place, job = waiting.pop()
        self._send(pipe, pickle.dumps(job))
        busy[pipe] = place

    def _send(self, pipe: Connection, message: bytes) -> None:
        try:
            pipe.send_bytes(message)
        except (BrokenPipeError, ConnectionResetError):
            raise self._death(pipe) from None

    def _receive(self, pipe: Connection) -> Any:
        try:
            result = receive(pipe)
        except (EOFError, OSError):
            raise self._death(pipe) from None
        if isinstance(result, Failure):
            raise result.error()
        return result

    def _death(self, pipe: Connection) -> RunError:
        process = self._workers[pipe]
        process.join(timeout=5)
        code = process.exitcode
        how = f"was killed by signal {-code}" if code is not None and code < 0 else f"ended with status {code}"
        return RunError(
            f"a worker process {how} before its work was done; if memory ran out, ask for fewer members or workers; "
            "in a script of your own, start the run under `if __name__ == '__main__':` or with workers=1"
        )


def _pickled(task: Callable[[Any], Any]) -> bytes:
    try:
        return pickle.dumps(task)
    except (pickle.PicklingError, AttributeError, TypeError) as error:
        raise RunError(f"this run cannot be sent to worker processes ({error}); ask for workers=1") from error


@contextmanager
def _starting() -> Iterator[None]:
    """While workers start: they inherit that Ctrl-C is not for them, and that they keep to one thread.

    A request to end waits until what a worker begins with is written: of half of it a worker would complain aloud.
    """
    before = {name: os.environ.get(name) for name in THREADS}
    resource_tracker.ensure_running()  # started later, it would let Ctrl-C through again
    masks = hasattr(signal, "pthread_sigmask")  # not on Windows, where Ctrl-C ends the workers by itself
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT}) if masks else set()
    os.environ.update(dict.fromkeys(THREADS, "1"))
    try:
        with put_off(signal.SIGTERM):
            yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
        if masks:
            signal.pthread_sigmask(signal.SIG_SETMASK, mask)


@contextmanager
def put_off(number: signal.Signals) -> Iterator[None]:
    """Let a signal take its effect afterwards; no mask can, for it would take it in another thread."""
    before = signal.getsignal(number)
    if threading.current_thread() is not threading.main_thread() or before is None:
        yield  # handlers are set by the main thread alone, and one that is not Python's cannot be put back
        return
    came: list[int] = []
    signal.signal(number, lambda number, frame: came.append(number))
    try:
        yield
    finally:
        signal.signal(number, before)
        if came:
            signal.raise_signal(number)
