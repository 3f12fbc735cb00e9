"""Trouble with a question to the desk, told to whoever asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tightrope.errors import InputError, TightropeError
from tightrope.web.desk import BusyError, OvertakenError


@contextmanager
def trouble_told(tell: Callable[[list[str]], None]) -> Iterator[None]:
    """Hand what goes wrong inside to ``tell``, one line a problem; what follows inside is not done then."""
    try:
        yield
    except InputError as error:
        tell([str(problem) for problem in error.problems])
    except (BusyError, OvertakenError, TightropeError) as error:
        tell([str(error)])
