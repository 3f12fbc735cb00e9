"""How often one quarter of the model calls NumPy, operators included.

Counted is every call that a line of the package makes itself: a ufunc by operator or by name, a function, a method, an
assignment into an array. What NumPy does inside such a call is its own affair, and looking at a row of an array, which
makes a view and computes nothing, is not counted.

Operators cannot be seen from outside. So the arrays of a running model are replaced by arrays of a subclass,
``Counted``, that every result inherits; what starts from plain arrays (``np.zeros`` and the like) is seen by a profile
function.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import BuiltinFunctionType, FrameType, SimpleNamespace
from typing import Any

import numpy as np

import tightrope
from tightrope.model import AlignmentModel
from tightrope.scenario import Scenario

PACKAGE = str(Path(tightrope.__file__).parent)
NUMPY = str(Path(np.__file__).parent)
Place = tuple[str, str]
MEMBERS = 10_000
"""As many as the benchmark runs."""
tally: Counter[Place] = Counter()
"""Calls by file and function of the package."""


def _count(frame: FrameType | None) -> None:
    """Count a call if the line that makes it is the package's."""
    if frame is not None and frame.f_code.co_filename.startswith(PACKAGE):
        tally[frame.f_code.co_filename[len(PACKAGE) + 1 :], frame.f_code.co_name] += 1


def _plain(value: Any) -> Any:
    if isinstance(value, Counted):
        return value.view(np.ndarray)
    if isinstance(value, tuple | list):
        return type(value)(map(_plain, value))
    return value


def _counted(value: Any) -> Any:
    return value.view(Counted) if type(value) is np.ndarray else value


class Counted(np.ndarray):
    """An array that counts what is done with it."""

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **options: Any) -> Any:
        _count(sys._getframe(1))
        out = options.get("out")
        result = getattr(ufunc, method)(*_plain(inputs), **{name: _plain(value) for name, value in options.items()})
        return _counted(result) if out is None else out[0]

    def __array_function__(self, function: Any, types: Any, inputs: Any, options: Any) -> Any:
        if not _written_in_c(function):
            _count(sys._getframe(1))
        return _counted(function(*_plain(inputs), **{name: _plain(value) for name, value in options.items()}))

    def __setitem__(self, place: Any, value: Any) -> None:
        _count(sys._getframe(1))
        self.view(np.ndarray)[_plain(place)] = _plain(value)


def _written_in_c(function: Any) -> bool:
    return isinstance(getattr(function, "_implementation", None), BuiltinFunctionType)


def _profile(frame: FrameType, event: str, called: Any) -> None:
    """Every function asks a small function of its own whether an argument wants to answer in its place. Of functions
    written in C that question is all there is to see; of others it comes on top, as the inside of a method does."""
    if event == "call":
        code = frame.f_code
        inside = code.co_name.endswith("_dispatcher") or code.co_filename.endswith("_methods.py")
        if code.co_filename.startswith(NUMPY) and not inside:
            _count(frame.f_back)
    elif event == "c_call":
        owner = getattr(called, "__self__", None)
        if isinstance(owner, np.ndarray) or str(getattr(called, "__module__", "")).startswith("numpy"):
            _count(frame)


def _replace(holder: Any, seen: dict[int, Any]) -> Any:
    """The same thing with every array in it, however deep, replaced by a counted view of the same memory."""
    if isinstance(holder, np.ndarray):
        return _counted(holder)
    if type(holder) is tuple:
        return tuple(_replace(value, seen) for value in holder)
    if id(holder) in seen:
        return holder
    seen[id(holder)] = holder
    ours = type(holder).__module__.startswith("tightrope.")
    if isinstance(holder, dict):
        holder.update({key: _replace(value, seen) for key, value in holder.items()})
    elif isinstance(holder, list):
        holder[:] = [_replace(value, seen) for value in holder]
    if (ours and not hasattr(holder, "__dataclass_fields__")) or isinstance(holder, SimpleNamespace):
        vars(holder).update({key: _replace(value, seen) for key, value in vars(holder).items()})
        for name in getattr(type(holder), "__slots__", ()):
            setattr(holder, name, _replace(getattr(holder, name), seen))
    return holder


@contextmanager
def watched() -> Iterator[None]:
    """Count, while the block runs, what starts from plain arrays as well."""
    before = sys.getprofile()
    sys.setprofile(_profile)
    try:
        yield
    finally:
        sys.setprofile(before)


def calls_per_quarter(
    scenario: Scenario | str = "baseline", members: int = MEMBERS, quarters: int | None = None
) -> Counter[Place]:
    """Calls to NumPy in the average quarter, everything recorded, by file and function of the package.

    ``quarters`` are those after the first, by default all. ``members`` matter: what few do is done in a quarter in
    which somebody does it.
    """
    model = AlignmentModel(scenario, members)
    quarters = model.plan.quarters - 1 if quarters is None else quarters
    model.step()
    _replace(model, {})
    tally.clear()
    with watched():
        for _ in range(quarters):
            model.step()
    model.close()
    return Counter({place: round(calls / quarters, 1) for place, calls in tally.items()})
