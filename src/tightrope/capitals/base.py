"""What all capitals share: looking, appraising, choosing through the one seam, acting."""

from __future__ import annotations

from collections.abc import Mapping
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, ClassVar

import mesa
import numpy as np
from numpy.typing import NDArray

from tightrope.choice import Decision, Ledger, Moves, Open, Value

if TYPE_CHECKING:
    from tightrope.model import AlignmentModel

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]


class Capital(mesa.Agent):
    """A capital: a Mesa agent that carries its state as arrays of shape (members,).

    ``numbers`` are its parameters of this quarter; ``moves`` the last choice of each of its decisions.
    """

    name: ClassVar[str]
    DECISIONS: ClassVar[tuple[Decision, ...]]
    model: AlignmentModel

    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            """The state of ``tightrope.state.TABLE``, set on every capital by the model."""

    def __init__(self, model: AlignmentModel) -> None:
        super().__init__(model)
        self.numbers: SimpleNamespace = model.numbers.capitals[self.name]
        self.moves: dict[str, Moves] = {}
        self._gumbel = {d.name: model.luck.gumbel(d.name, d.moves) for d in self.DECISIONS}

    def ledger(self, decision: Decision) -> Ledger:
        """An empty ledger with this capital's weights under the theory in force."""
        theory = self.model.theory
        multiply = theory.multipliers.get(decision.name, {})
        weights = {}
        for consideration in decision.considerations:
            weight = getattr(self.numbers, f"weight_{consideration}")
            weights[consideration] = weight * multiply[consideration] if consideration in multiply else weight
        return Ledger(decision, weights, self.model.sink, theory.transform, members=len(self.model.members))

    def choose(self, decision: Decision, ledger: Ledger, open_moves: Mapping[str, Open]) -> Moves:
        """The one seam: the rule in force turns a ledger into one move per member."""
        gumbel = self._gumbel[decision.name][self.model.row]
        temperature = self.numbers.decision_noise * self.model.world.numbers.noise_scale
        moves = self.model.rule(decision, ledger, open_moves, temperature, gumbel)
        self.moves[decision.name] = moves
        return moves

    def push(self, name: str, move: Mask, size: Value) -> None:
        """Let a move bend one of this capital's drivers for a while."""
        self.model.drivers.push(f"{self.name}.{name}", size * move)

    # -- the four parts of a capital's turn, each overridden where there is something to do
    def look(self) -> None:
        """Update beliefs from what is to be seen."""

    def decide(self) -> None:
        """Appraise the open moves and choose."""
        raise NotImplementedError

    def act(self) -> None:
        """Carry the chosen moves out."""
        raise NotImplementedError

    def turn(self) -> None:
        """One quarter of this capital."""
        self.look()
        self.decide()
        self.act()
