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


def carve(shapes: Mapping[str, tuple[int, ...]], dtype: DTypeLike) -> dict[str, Array]:
    """Arrays of these shapes cut from one block: a few large pages of memory in place of thousands of small ones."""
    sizes = [int(np.prod(shape)) for shape in shapes.values()]
    parts: list[Array] = np.split(np.empty(sum(sizes), dtype=dtype), np.cumsum(sizes)[:-1])
    return {key: part.reshape(shape) for (key, shape), part in zip(shapes.items(), parts, strict=False)}


VALUES, TARGETS = "drivers", "targets of drivers"


class Record:
    """Arrays by key, time first: (quarters, members) or (quarters, axis, members); float32, moves and other
    codes int8.

    ``only`` limits what is kept to some keys; None keeps all. The drivers and their targets, which the model holds
    stacked, are written as two stacks; their keys are views of these.
    """

    def __init__(self, model: AlignmentModel, only: Collection[str] | None) -> None:
        self._model = model
        self._sources = _sources(model)
        if only is not None:
            self._sources = {key: source for key, source in self._sources.items() if key in set(only)}
        values, targets = {key: key for key in state.DRIVERS}, {f"{key}_target": key for key in state.DRIVERS}
        self._stacks: list[tuple[Array, Array]] = []
        shapes, codes = self._shapes(skip={**values, **targets} if only is None else {})
        if only is None:
            size = (model.plan.quarters, len(state.DRIVERS), len(model.members))
            shapes |= {VALUES: size, TARGETS: size}
        self.kept: dict[str, Array] = {**carve(shapes, np.float32), **carve(codes, np.int8)}
        if only is None:
            for stack, stacked, keys in (
                (VALUES, model.drivers.value, values),
                (TARGETS, model.drivers.target, targets),
            ):
                kept = self.kept.pop(stack)
                self._stacks.append((kept, stacked))
                self.kept |= {key: kept[:, place] for place, key in enumerate(keys)}
                self._sources = {key: source for key, source in self._sources.items() if key not in keys}

    def _shapes(self, skip: Collection[str]) -> tuple[dict[str, tuple[int, ...]], dict[str, tuple[int, ...]]]:
        """Shapes of what is kept as numbers and of what is kept as codes, apart from ``skip``."""
        model = self._model
        axes = {"lever": len(model.levers), "treaty": len(model.treaties.ids)}
        shapes: dict[str, tuple[int, ...]] = {}
        codes: dict[str, tuple[int, ...]] = {}
        for key in self._sources:
            variable = state.BY_KEY.get(key)
            axis = () if variable is None or variable.axis is None else (axes[variable.axis],)
            if key not in skip:
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
