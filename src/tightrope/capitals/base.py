"""What all capitals share: looking, appraising, choosing through the one seam, acting."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

import mesa
import numpy as np
from numpy.typing import NDArray

from tightrope.choice import Decision, Ledger, Moves, Open, Value, Weights, from_one
from tightrope.numbers import Own
from tightrope.precision import Array

if TYPE_CHECKING:
    from tightrope.model import AlignmentModel

Mask = NDArray[np.bool_]


class Capital(mesa.Agent):
    """A capital: a Mesa agent that carries its state as arrays of shape (members,).

    ``numbers`` are its parameters of this quarter, ``fixed`` and ``lasting`` what is made of them alone; ``moves`` the
    last choice of each of its decisions.
    """

    name: ClassVar[str]
    DECISIONS: ClassVar[tuple[Decision, ...]]
    model: AlignmentModel

    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            """The state of ``tightrope.state.TABLE``, set on every capital by the model."""

    def __init__(self, model: AlignmentModel) -> None:
        super().__init__(model)
        self.numbers: Own = model.numbers.capitals[self.name]
        self.fixed, self.lasting = self.numbers.fixed, self.numbers.lasting
        self.moves: dict[str, Moves] = {}
        self._weights: dict[str, Weights] = {}
        self._standing: dict[str, Array] = {}
        self._noise: tuple[Value, Value, Value] | None = None
        self._gumbel = {d.name: model.luck.gumbel(d.name, d.moves) for d in self.DECISIONS}

    def ledger(self, decision: Decision) -> Ledger:
        """A ledger with this capital's weights under the theory in force, its standing terms written.

        These are the same every quarter: unless somebody listens they are written once and copied, until a number of
        this capital changes.
        """
        transform = self.model.theory.transform
        weights = self._weights.get(decision.name)
        sums = self._standing.get(decision.name)
        if weights is None or sums is None:
            weights = self.weights(decision)
            size, real = len(self.model.members), self.model.luck.real
            ledger = Ledger(decision, weights, self.model.sink, transform, members=size, real=real)
            self.stand(ledger)
            if self.model.sink is None:
                self._weights[decision.name], self._standing[decision.name] = weights, ledger.sums.copy()
            return ledger
        return Ledger(decision, weights, None, transform, sums=sums.copy())

    def weights(self, decision: Decision) -> Weights:
        """The weight of every consideration of a decision under the theory in force."""
        multiply = self.model.theory.multipliers.get(decision.name, {})
        weights = {}
        for consideration in decision.considerations:
            weight = getattr(self.numbers, f"weight_{consideration}")
            weights[consideration] = weight * multiply[consideration] if consideration in multiply else weight
        return Weights(weights, self.numbers)

    def renumber(self) -> None:
        """Some number of this capital has changed: its weights and standing terms are to be made again."""
        self._weights.clear()
        self._standing.clear()

    @property
    def temperature(self) -> Value:
        """The logit temperature: this capital's noise times the world's scale, multiplied again when either changes."""
        own, scale = self.numbers.decision_noise, self.model.world.numbers.noise_scale
        if self._noise is None or self._noise[0] is not own or self._noise[1] is not scale:
            self._noise = own, scale, own * scale
        return self._noise[2]

    def stand(self, ledger: Ledger) -> None:
        """Write the standing terms of a decision: those that are made of this capital's own numbers alone."""

    def choose(self, decision: Decision, ledger: Ledger, open_moves: Mapping[str, Open]) -> Moves:
        """The one seam: the rule in force turns a ledger into one move per member."""
        gumbel = self._gumbel[decision.name][self.model.row]
        moves = self.model.rule(decision, ledger, open_moves, self.temperature, gumbel)
        self.moves[decision.name] = moves
        return moves

    def by_move(self, decision: str) -> Mask:
        """Who made each move but the first; shape (moves - 1, members)."""
        made: Mask = self.moves[decision] == from_one(self._gumbel[decision].shape[1] - 1)
        return made

    def push(self, name: str, size: Value, up: Mask, down: Mask | None = None) -> None:
        """Let a move bend one of this capital's drivers up for a while, and another bend it down."""
        step = up if down is None else np.subtract(up, down, dtype=np.int8)
        self.model.drivers.push(f"{self.name}.{name}", size * step)

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
