"""What a run keeps: every recorded state variable, the targets of the drivers and the moves, quarter by quarter."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from tightrope import state

if TYPE_CHECKING:
    from tightrope.model import AlignmentModel

Array = NDArray[Any]


def carve(shapes: Mapping[str, tuple[int, ...]], dtype: type) -> dict[str, Array]:
    """Arrays of these shapes cut from one block: a few large pages of memory in place of thousands of small ones."""
    sizes = [int(np.prod(shape)) for shape in shapes.values()]
    parts = np.split(np.empty(sum(sizes), dtype=dtype), np.cumsum(sizes)[:-1])
    return {key: part.reshape(shape) for (key, shape), part in zip(shapes.items(), parts, strict=False)}


class Record:
    """Arrays by key, time first: (quarters, members) or (quarters, axis, members); float32, moves int8.

    ``only`` limits what is kept to some keys; None keeps all.
    """

    def __init__(self, model: AlignmentModel, only: Collection[str] | None) -> None:
        self._model = model
        self._sources: dict[str, Callable[[], Any]] = {
            v.key: partial(getattr, model.holders[v.holder], v.name) for v in state.TABLE if v.recorded
        }
        for place, key in enumerate(state.DRIVERS):
            self._sources[f"{key}_target"] = partial(model.drivers.target.__getitem__, place)
        self._sources["world.oil_price_target"] = partial(getattr, model.world.numbers, "oil_price")
        for capital in model.capitals:
            for decision in capital.DECISIONS:
                self._sources[f"move.{decision.name}"] = partial(capital.moves.__getitem__, decision.name)
        if only is not None:
            self._sources = {key: source for key, source in self._sources.items() if key in set(only)}
        quarters, size = model.plan.quarters, len(model.members)
        axes = {"lever": len(model.levers), "treaty": len(model.treaties.ids)}
        shapes: dict[str, tuple[int, ...]] = {}
        for key in self._sources:
            variable = state.BY_KEY.get(key)
            axis = () if variable is None or variable.axis is None else (axes[variable.axis],)
            shapes[key] = (quarters, *axis, size)
        self.kept = {
            **carve({key: shape for key, shape in shapes.items() if not key.startswith("move.")}, np.float32),
            **carve({key: shape for key, shape in shapes.items() if key.startswith("move.")}, np.int8),
        }

    def close(self) -> None:
        """Let go of the model; what was kept stays."""
        self._sources = {}
        del self._model

    def write(self) -> None:
        """Write the model's present quarter; the quarters before the scenario's start are not kept."""
        place = self._model.quarter - self._model.plan.start
        if place < 0:
            return
        for key, source in self._sources.items():
            self.kept[key][place] = source()
