"""A witness of the choices: what every consideration said, which moves were open, what luck added.

Nothing of this is stored with a run. Members are run again with a witness, which takes a fraction of a second, so any
run can be explained, old ones too.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from tightrope.choice import Decision, Ledger, Moves, Open, Rule, Value, disturbance
from tightrope.luck import Luck
from tightrope.model import AlignmentModel, all_decisions
from tightrope.precision import Array
from tightrope.scenario import Scenario
from tightrope.theories import in_force


@dataclass(frozen=True, eq=False)
class Choice:
    """One decision of one quarter as every member met it.

    ``moves`` are the codes chosen, shape (members,); ``open``, ``values`` (the ledger's sums) and ``luck`` (what chance
    added to each value) have shape (moves, members); ``terms`` holds each consideration's weighted sum for each move,
    by (consideration, move), shape (members,). What no consideration speaks of is absent, and nothing at all.
    """

    quarter: int
    decision: Decision
    moves: Moves
    open: NDArray[np.bool_]
    values: Array
    luck: Array
    terms: Mapping[tuple[str, str], Array]


@dataclass
class Witness:
    """A sink and a rule for ``AlignmentModel``, around the rule in force. ``choices`` grows as the model steps."""

    rule: Rule
    model: AlignmentModel | None = None
    choices: list[Choice] = field(default_factory=list)
    _terms: dict[str, dict[tuple[str, str], Array]] = field(default_factory=dict)

    def hear(self, decision: str, consideration: str, move: str, term: Value) -> None:
        """The sink: terms of one consideration for one move add up."""
        heard = self._terms.setdefault(decision, {})
        key = (consideration, move)
        heard[key] = heard[key] + term if key in heard else np.array(term, dtype=float)

    def __call__(
        self, decision: Decision, ledger: Ledger, open_moves: Mapping[str, Open], noise: Value, gumbel: Array
    ) -> Moves:
        """The rule in force, written down."""
        chosen = self.rule(decision, ledger, open_moves, noise, gumbel)
        members = gumbel.shape[-1]
        heard = self._terms.pop(decision.name, {})
        openness = [np.broadcast_to(open_moves.get(move, True), (members,)) for move in decision.moves]
        self.choices.append(
            Choice(
                quarter=-1 if self.model is None else self.model.quarter,
                decision=decision,
                moves=chosen,
                open=np.array(openness, dtype=bool),
                values=ledger.sums.copy(),
                luck=disturbance(noise, gumbel),
                terms={key: np.array(np.broadcast_to(term, (members,))) for key, term in heard.items()},
            )
        )
        return chosen


def watched(
    plan: Scenario,
    members: Sequence[int],
    *,
    opening: bool = False,
    table: Callable[[Witness], Rule] | None = None,
) -> Generator[tuple[AlignmentModel, list[Choice]], None, None]:
    """Run some members again; after each quarter the model as it stands and the choices of that quarter.

    ``members`` are indices, and each is exactly what it is in any ensemble of the scenario. With ``opening`` the model
    comes once more, first, as it stands before its first quarter and with no choices. ``table`` makes the rule that
    chooses, given the witness, which knows what the theory's rule would have chosen.
    """
    luck = Luck(plan.seed, list(members), 0, 1, still=plan.uncertainty == "none")
    witness = Witness(in_force(plan, luck, all_decisions()).rule)
    rule = witness if table is None else table(witness)
    model = AlignmentModel(plan, list(members), rule=rule, sink=witness.hear)
    witness.model = model
    try:
        if opening:
            yield model, []
        while model.running:
            witness.choices.clear()
            model.step()
            yield model, list(witness.choices)
    finally:
        model.close()
