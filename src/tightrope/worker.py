"""What a worker process does: one job after another, until its parent hangs up or dies.

A worker starts with this module and little else: what is heavy comes with the task, when the parent is watched already.
So a worker whose parent is killed ends at once, whether it starts, waits or computes, and not when it is done.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import threading
from collections.abc import Callable
from multiprocessing.connection import Connection, wait
from typing import Any

from tightrope.errors import RunError, TightropeError

ORPHANED = 1
"""The exit status of a worker whose parent has died; nobody is there to ask for it."""


class Failure:
    """What went wrong in a worker, in a form that always travels."""

    def __init__(self, error: Exception) -> None:
        self.known = error if isinstance(error, TightropeError) else None
        self.text = f"{type(error).__name__}: {error}"

    def error(self) -> TightropeError:
        """What the parent raises."""
        return self.known or RunError(f"a worker process failed with {self.text}; workers=1 shows where")


def work(pipe: Connection) -> None:
    """Receive the task, a pickle, and then do it with one job after another, until the parent hangs up."""
    threading.Thread(target=_end_with_parent, name="watch over the parent", daemon=True).start()
    try:
        task = _Task(pipe.recv_bytes())
        while True:
            send(pipe, task.result(pipe.recv_bytes()))
    except (EOFError, OSError):  # nobody is there any more, or not for the rest of a message
        return


class _Task:
    """What a worker is for: a function of a job, which comes as a pickle as the function itself did."""

    def __init__(self, pickled: bytes) -> None:
        self._pickled = pickled
        self._function: Callable[[Any], Any] | None = None

    def result(self, job: bytes) -> Any:
        """What comes of a job, a Failure where it or the function fails."""
        try:
            if self._function is None:
                self._function = pickle.loads(self._pickled)
            return self._function(pickle.loads(job))
        except Exception as error:
            return Failure(error)


def _end_with_parent() -> None:
    """End this process, whatever it is doing, when the one that started it is there no more."""
    parent = multiprocessing.parent_process()
    if parent is None:
        return
    wait([parent.sentinel])
    os._exit(ORPHANED)


def send(pipe: Connection, result: Any) -> None:
    """Send a result: arrays go as they lie in memory, without a copy inside a pickle."""
    buffers: list[pickle.PickleBuffer] = []
    header = pickle.dumps(result, protocol=5, buffer_callback=buffers.append)
    pipe.send((header, len(buffers)))
    for buffer in buffers:
        pipe.send_bytes(buffer.raw())


def receive(pipe: Connection) -> Any:
    """Receive what ``send`` sent. Raises EOFError or OSError where the other side is gone."""
    header, count = pipe.recv()
    return pickle.loads(header, buffers=[pipe.recv_bytes() for _ in range(count)])
