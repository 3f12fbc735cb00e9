"""A progress bar with the time left, on a terminal, for anything that takes over two seconds."""

from __future__ import annotations

import sys
import threading
import time
from types import TracebackType
from typing import Any

PATIENCE = 2.0
"""Seconds of silence before the bar appears."""


class Progress:
    """Shows how far the work is on stderr. Call it with (done, total); ``phase`` names what is being done.

    Without a terminal it does nothing. Use it as a context manager: the bar is gone afterwards.
    """

    def __init__(self, patience: float = PATIENCE) -> None:
        self._patience = patience
        self._lock = threading.Lock()
        self._bars: Any = None
        self._task: Any = None
        self._timer: threading.Timer | None = None

    def __enter__(self) -> Progress:
        if sys.stderr.isatty():
            self._bars = _bars()
            self._timer = threading.Timer(self._patience, self._show)
            self._timer.daemon = True
            self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._timer is not None:
            self._timer.cancel()
        with self._lock:
            if self._bars is not None:
                self._bars.stop()
                self._bars = None

    def phase(self, name: str) -> None:
        """Begin something new, of unknown length until the first call tells."""
        if self._bars is None:
            return
        if self._task is not None:
            self._bars.remove_task(self._task)
        self._task = self._bars.add_task(name, total=None)

    def step(self, name: str, done: float, total: float) -> None:
        """Go on with what has begun, under another name, with ``done`` of ``total`` finished."""
        if self._task is None:
            self.phase(name)
        if self._bars is not None and self._task is not None:
            self._bars.update(self._task, description=name, completed=done, total=total, at=time.monotonic())

    def __call__(self, done: int, total: int) -> None:
        """Tell that ``done`` of ``total`` is finished."""
        if self._bars is not None and self._task is not None:
            self._bars.update(self._task, completed=done, total=total, at=time.monotonic())

    def _show(self) -> None:
        with self._lock:
            if self._bars is not None:
                self._bars.start()


def _bars() -> Any:
    from rich.console import Console
    from rich.progress import BarColumn, ProgressColumn, Task, TaskProgressColumn, TextColumn
    from rich.progress import Progress as Bars
    from rich.text import Text

    class Left(ProgressColumn):
        def render(self, task: Task) -> Text:
            return Text(time_left(task.completed, task.total, task.elapsed, task.fields.get("at")))

    return Bars(
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        Left(),
        console=Console(file=sys.stderr),
        transient=True,
    )


def time_left(
    done: float, total: float | None, elapsed: float | None, at: float | None, now: float | None = None
) -> str:
    """How long the rest will take, in words, if it goes on as before; "" until that can be said.

    ``elapsed`` is in seconds since the start; ``at`` is when ``done`` was last told, on the clock of ``now``.
    """
    if not done or not total or elapsed is None or at is None:
        return ""
    since = (time.monotonic() if now is None else now) - at
    seconds = max(0.0, (elapsed - since) * (total - done) / done - since)
    if seconds < 60:
        return f"{seconds:.0f} s left"
    return f"{seconds / 60:.0f} min left"
