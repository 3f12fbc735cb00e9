"""A plain-Mesa stand-in for the alignment model: the same amount of work, written one member at a time.

It is what the model would be without arrays: five Mesa agents, scalar Python, a data collector, ``mesa.batch_run``. It
says nothing about anybody: its coefficients are drawn at random once. Only its size is meant, which was counted in the
array model when this file was written and is not kept in step with it since:

* five capitals make six choices among 33 moves, weighing 156 considerations, each worth a difference times a weight;
* a choice is the largest sum of weighted considerations plus one Gumbel draw per move;
* 80 levels follow their targets, ten operations each. The array model makes some 1,160 operations of arithmetic per
  member and quarter outside its ledgers, treaties and stacked drivers counted row by row: these 800 and two in each
  consideration are a little fewer. What it does with masks, ordinary code does with ``if``: that is left out here.

It is written to be quick as Python goes: flat lists, local names, comparisons instead of calls, no objects made inside a
quarter. Reading attributes by name, as the story of a model invites one to, would make it slower. It draws its
parameters per run and records five numbers a quarter, where the array model records everything.
"""

from __future__ import annotations

from math import log
from random import Random

import mesa

DECISIONS: dict[str, tuple[tuple[int, int], ...]] = {
    "ankara": ((3, 7),),
    "brussels": ((5, 16),),
    "washington": ((4, 12),),
    "moscow": ((6, 24),),
    "baku": ((11, 84), (4, 13)),
}
"""Moves and considerations of every choice, by capital."""

LEVELS = 16
"""Levels that each capital carries."""

QUARTERS = 64


class Plain:
    """Coefficients of everything, the same in every run."""

    def __init__(self) -> None:
        chance = Random(1)
        all_levels = LEVELS * len(DECISIONS)
        self.rules = {}
        self.terms = {}
        for place, (capital, decisions) in enumerate(DECISIONS.items()):
            own = range(place * LEVELS, (place + 1) * LEVELS)
            # level, base, slope, seen level, slope, seen level
            self.rules[capital] = [
                (i, chance.random(), chance.random(), chance.randrange(all_levels), chance.random(),
                 chance.randrange(all_levels)) for i in own
            ]
            # move, parameter, seen level, seen level
            self.terms[capital] = [
                [(1 + n % (moves - 1), chance.randrange(all_levels), chance.randrange(all_levels),
                  chance.choice(own)) for n in range(terms)] for moves, terms in decisions
            ]


PLAIN = Plain()


class Capital(mesa.Agent):
    """Follows targets, weighs considerations, chooses, and lets the choice push one of its levels."""

    def __init__(self, model: PlainModel, name: str) -> None:
        super().__init__(model)
        self.rules = PLAIN.rules[name]
        self.decisions = [(moves, terms) for (moves, _), terms in
                          zip(DECISIONS[name], PLAIN.terms[name], strict=True)]
        self.noise = 0.2 + 0.1 * model.random.random()

    def step(self) -> None:
        """One quarter of this capital."""
        levels, parameters, noise = self.model.levels, self.model.parameters, self.noise
        random = self.model.random.random
        for i, base, up, a, down, b in self.rules:
            now = levels[i]
            target = base + up * levels[a] - down * levels[b]
            if target < 0.0:
                target = 0.0
            elif target > 1.0:
                target = 1.0
            levels[i] = now + parameters[i] * (target - now)
        for moves, terms in self.decisions:
            worth = [0.0] * moves
            for move, weight, a, b in terms:
                worth[move] += parameters[weight] * (levels[a] * (1.0 - levels[b]))
            chosen, best = 0, -1e30
            for move, value in enumerate(worth):
                value -= noise * log(-log(random()))
                if value > best:
                    chosen, best = move, value
            i = self.rules[chosen][0]
            levels[i] += 0.1 * (1.0 - levels[i])


class PlainModel(mesa.Model):
    """One member: five capitals and everything they carry."""

    def __init__(self, number: int = 0) -> None:
        super().__init__(rng=number)
        self.levels = [self.random.random() for _ in range(LEVELS * len(DECISIONS))]
        self.parameters = [self.random.triangular(0.0, 1.0, 0.3) for _ in self.levels]
        self.capitals = [Capital(self, name) for name in DECISIONS]
        self.datacollector = mesa.DataCollector(
            model_reporters={f"level {i}": lambda model, i=i: model.levels[i] for i in range(0, 80, LEVELS)}
        )
        self.quarter = 0

    def step(self) -> None:
        """One quarter; the last is the 64th."""
        self.agents.do("step")
        self.datacollector.collect(self)
        self.quarter += 1
        self.running = self.quarter < QUARTERS


def run(members: int) -> list[dict[str, float]]:
    """Run that many members through ``mesa.batch_run``, every quarter of every one kept."""
    return mesa.batch_run(
        PlainModel, {"number": range(members)}, data_collection_period=1, display_progress=False
    )
