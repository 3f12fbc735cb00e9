"""What a run keeps: every recorded state variable, the targets of the drivers and the moves, quarter by quarter."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from tightrope import state

if TYPE_CHECKING:
    from tightrope.model import AlignmentModel

Array = NDArray[Any]


Shapes = Mapping[str, tuple[int, ...]]
Room = Callable[[Shapes, DTypeLike], dict[str, Array]]
"""Gives empty arrays of these shapes, by name."""


def carve(shapes: Shapes, dtype: DTypeLike) -> dict[str, Array]:
    """Arrays of these shapes cut from one block: a few large pages of memory in place of thousands of small ones."""
    sizes = [int(np.prod(shape)) for shape in shapes.values()]
    parts: list[Array] = np.split(np.empty(sum(sizes), dtype=dtype), np.cumsum(sizes)[:-1])
    return {key: part.reshape(shape) for (key, shape), part in zip(shapes.items(), parts, strict=False)}


VALUES, TARGETS = "drivers", "targets of drivers"
STACKS = {VALUES: state.DRIVERS, TARGETS: tuple(f"{key}_target" for key in state.DRIVERS)}
"""What the model holds stacked is written as stacks: their names, and the keys of their rows."""


def by_key(written: Mapping[str, Array]) -> dict[str, Array]:
    """Everything written by its own key: those of a stack are views of it."""
    found = {key: array for key, array in written.items() if key not in STACKS}
    for stack, keys in STACKS.items():
        if stack in written:
            found |= {key: written[stack][:, place] for place, key in enumerate(keys)}
    return found


class Record:
    """Arrays by key, time first: (quarters, members) or (quarters, axis, members); float32, moves and other
    codes int8.

    ``only`` limits what is kept to some keys; None keeps all. ``room`` gives the arrays to write to.
    """

    def __init__(self, model: AlignmentModel, only: Collection[str] | None, room: Room = carve) -> None:
        self._model = model
        self._sources = _sources(model)
        if only is not None:
            self._sources = {key: source for key, source in self._sources.items() if key in set(only)}
        stacked = {} if only is not None else {VALUES: model.drivers.value, TARGETS: model.drivers.target}
        in_stacks = {key for stack in stacked for key in STACKS[stack]}
        self._sources = {key: source for key, source in self._sources.items() if key not in in_stacks}
        shapes, codes = self._shapes()
        shapes |= {stack: (model.plan.quarters, *array.shape) for stack, array in stacked.items()}
        written: dict[str, Array] = {}
        for asked, dtype in ((shapes, np.float32), (codes, np.int8)):
            written |= room(asked, dtype) if asked else {}
        self._stacks = [(written[stack], array) for stack, array in stacked.items()]
        self.kept = by_key(written)

    def _shapes(self) -> tuple[dict[str, tuple[int, ...]], dict[str, tuple[int, ...]]]:
        """Shapes of what is kept as numbers and of what is kept as codes, stacks apart."""
        model = self._model
        axes = {"lever": len(model.levers), "treaty": len(model.treaties.ids)}
        shapes: dict[str, tuple[int, ...]] = {}
        codes: dict[str, tuple[int, ...]] = {}
        for key in self._sources:
            variable = state.BY_KEY.get(key)
            axis = () if variable is None or variable.axis is None else (axes[variable.axis],)
            group = codes if key.startswith("move.") or _is_code(variable) else shapes
            group[key] = (model.plan.quarters, *axis, len(model.members))
        return shapes, codes

    def close(self) -> None:
        """Let go of the model; what was kept stays."""
        self._sources, self._stacks = {}, []
        del self._model

    def write(self) -> None:
        """Write the model's present quarter; the quarters before the scenario's start are not kept."""
        place = self._model.quarter - self._model.plan.start
        if place < 0:
            return
        for kept, stacked in self._stacks:
            kept[place] = stacked
        for key, source in self._sources.items():
            self.kept[key][place] = source()


def _is_code(variable: state.Variable | None) -> bool:
    return variable is not None and variable.unit == "code"


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
