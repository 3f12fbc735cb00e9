"""What a run keeps: every recorded state variable, the targets of the drivers and the moves, quarter by quarter."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
from numpy.typing import DTypeLike, NDArray

from tightrope import state

if TYPE_CHECKING:
    from tightrope.model import AlignmentModel

Array = NDArray[Any]


Block = tuple[str, ...]
"""Keys that are written together: the rows of one array in their order, or one key alone."""
Shapes = Mapping[Block, tuple[int, ...]]
Room = Callable[[Shapes, DTypeLike], dict[Block, Array]]
"""Gives empty arrays of these shapes, by block."""
Name = TypeVar("Name", str, Block)


def carve(shapes: Mapping[Name, tuple[int, ...]], dtype: DTypeLike) -> dict[Name, Array]:
    """Arrays of these shapes cut from one piece: a few large pages of memory in place of thousands of small ones."""
    sizes = [int(np.prod(shape)) for shape in shapes.values()]
    parts: list[Array] = np.split(np.empty(sum(sizes), dtype=dtype), np.cumsum(sizes)[:-1])
    return {name: part.reshape(shape) for (name, shape), part in zip(shapes.items(), parts, strict=False)}


def by_key(written: Mapping[Block, Array]) -> dict[str, Array]:
    """Everything written by its own key: the keys of a block of several are views of it."""
    found: dict[str, Array] = {}
    for block, array in written.items():
        found |= {block[0]: array} if len(block) == 1 else {key: array[:, row] for row, key in enumerate(block)}
    return found


OIL_TARGET = "world.oil_price_target"
"""May be one number for all members, where everything else is one for each."""


class Record:
    """Arrays by key, time first: (quarters, members) or (quarters, axis, members); float32, moves and other
    codes int8.

    ``only`` limits what is kept to some keys; None keeps all. ``room`` gives the arrays to write to.
    """

    def __init__(self, model: AlignmentModel, only: Collection[str] | None, room: Room = carve) -> None:
        self._model = model
        sources = {key: source for key, source in _sources(model).items() if only is None or key in set(only)}
        numbers, codes = (self._shapes([key for key in sources if _is_code(key) is code]) for code in (False, True))
        written: dict[Block, Array] = {}
        for asked, dtype in ((numbers, np.float32), (codes, np.int8)):
            written |= room(asked, dtype) if asked else {}
        self._written = [(kept, [sources[key] for key in block]) for block, kept in written.items()]
        self.kept = by_key(written)

    def _shapes(self, keys: Collection[str]) -> dict[Block, tuple[int, ...]]:
        """Shapes of what some keys are written to: all that have no axis of their own to one array."""
        model = self._model
        sizes = {"lever": len(model.levers), "treaty": len(model.treaties.ids)}
        axes = {key: state.BY_KEY[key].axis if key in state.BY_KEY else None for key in keys}
        alone = [key for key, axis in axes.items() if axis is not None or key == OIL_TARGET]
        rows = tuple(key for key in keys if key not in alone)
        shapes: dict[Block, tuple[int, ...]] = {rows: (len(rows),) if len(rows) > 1 else ()} if rows else {}
        shapes |= {(key,): (sizes[axis],) if (axis := axes[key]) else () for key in alone}
        return {block: (model.plan.quarters, *shape, len(model.members)) for block, shape in shapes.items()}

    def close(self) -> None:
        """Let go of the model; what was kept stays."""
        self._written = []
        del self._model

    def write(self) -> None:
        """Write the model's present quarter; the quarters before the scenario's start are not kept."""
        place = self._model.quarter - self._model.plan.start
        if place < 0:
            return
        for kept, sources in self._written:
            kept[place] = sources[0]() if len(sources) == 1 else [source() for source in sources]


def _is_code(key: str) -> bool:
    return key.startswith("move.") or (key in state.BY_KEY and state.BY_KEY[key].unit == "code")


def _sources(model: AlignmentModel) -> dict[str, Callable[[], Any]]:
    """Where each key's value of the quarter is found."""
    found: dict[str, Callable[[], Any]] = {
        v.key: partial(getattr, model.holders[v.holder], v.name) for v in state.TABLE if v.recorded
    }
    for place, key in enumerate(state.DRIVERS):
        found[f"{key}_target"] = partial(model.drivers.target.__getitem__, place)
    found["world.oil_price_target"] = partial(getattr, model.world.numbers, "oil_price")
    for capital in model.capitals:
        for decision in capital.DECISIONS:
            found[f"move.{decision.name}"] = partial(capital.moves.__getitem__, decision.name)
    return found
