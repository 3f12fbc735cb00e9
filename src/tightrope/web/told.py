"""Trouble with a question to the desk, told to whoever asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tightrope.errors import TightropeError
from tightrope.web.desk import BusyError, OvertakenError
from tightrope.web.refusals import lines


@contextmanager
def trouble_told(tell: Callable[[list[str]], None]) -> Iterator[None]:
    """Hand what goes wrong inside to ``tell``, one line a problem; what follows inside is not done then."""
    try:
        yield
    except (BusyError, OvertakenError, TightropeError) as error:
        tell(lines(error))
