"""A plain-Mesa stand-in for the alignment model: as much work, written for one member at a time.

It is what the model would be without arrays: five Mesa agents, scalar Python, a data collector, ``mesa.batch_run``. It
says nothing about anybody; only its size is meant, counted in the array model once and not kept in step with it: 6
choices among 33 moves by 156 considerations, each a difference, a product, a weight and a sum; a Gumbel draw per move;
90 levels that follow targets, 25 of them along dated paths and pushed by moves; 12 treaties that every choice looks at;
400 uncertain numbers drawn once per run; five numbers kept a quarter (the array model keeps 120). README.md says more.
"""

from bisect import bisect_right
from math import log
from random import Random

import mesa

CHOICES = {"ankara": ((3, 7),), "brussels": ((5, 16),), "washington": ((4, 12),), "moscow": ((6, 24),),
           "baku": ((11, 84), (4, 13))}  # fmt: skip  # moves and considerations of every choice
LEVELS, DATED, WEIGHTS, TREATIES, KNOTS = 18, 5, 6, 12, [0, 16, 40, 64]
PAIRS = iter(Random(1).choices(range(LEVELS * len(CHOICES)), k=600))  # decides once what depends on what
LINKS = {name: [(next(PAIRS), next(PAIRS)) for _ in range(LEVELS)] for name in CHOICES}
MOVES = {name: [[f"move {n}" for n in range(moves)] for moves, _ in choices] for name, choices in CHOICES.items()}
TERMS = {
    name: [[(f"weight {n % WEIGHTS}", f"move {1 + n % (moves - 1)}", next(PAIRS), next(PAIRS)) for n in range(terms)]
           for moves, terms in choices] for name, choices in CHOICES.items()
}  # fmt: skip


def level(value: float) -> float:
    return 0.0 if value < 0.0 else 1.0 if value > 1.0 else value


class Level:
    """A level between 0 and 1 that follows a target; one other level helps it, one hinders it."""

    def __init__(self, model: "Member", dated: bool) -> None:
        self.path = [model.draw() for _ in KNOTS] if dated else None
        self.value, self.pushed, self.base, self.raised, self.lowered = 0.3, 0.0, *(model.draw() for _ in range(3))

    def follow(self, helps: "Level", hinders: "Level", rate: float, quarter: int) -> None:
        target = level(self.dated(quarter) + self.raised * helps.value - self.lowered * hinders.value)
        self.value = level(self.value + rate * (target - self.value))

    def dated(self, quarter: int) -> float:
        if self.path is None:
            return self.base
        right = bisect_right(KNOTS, quarter)
        since, until, left = KNOTS[right - 1], KNOTS[right], self.path[right - 1]
        self.pushed *= 0.8
        return left + (self.path[right] - left) * ((quarter - since) / (until - since)) + self.pushed


class Treaty:
    """A treaty that opens, waits and is joined."""

    def __init__(self, opens: int) -> None:
        self.opens, self.closes, self.status, self.since = opens, opens + 40, "closed", 0

    def set(self, status: str, quarter: int) -> None:
        self.status, self.since = status, quarter

    def is_open(self, quarter: int) -> bool:
        return self.opens <= quarter <= self.closes


class Capital(mesa.Agent):
    """Follows its targets, weighs considerations, chooses, acts."""

    def __init__(self, model: "Member", name: str) -> None:
        super().__init__(model)
        self.levels = [Level(model, dated=n < DATED) for n in range(LEVELS)]
        self.told = None  # whoever wants to hear of every consideration
        self.weights = {f"weight {n}": model.draw() for n in range(WEIGHTS)}
        self.links, self.decisions = LINKS[name], list(zip(MOVES[name], TERMS[name], strict=True))

    def step(self) -> None:
        everyone = self.model.levels
        for own, (helps, hinders) in zip(self.levels, self.links, strict=True):
            own.follow(everyone[helps], everyone[hinders], 0.2, self.model.quarter)
        for moves, terms in self.decisions:
            self.totals = {}
            for consideration, move, wish, doubt in terms:
                self.add(consideration, move, everyone[wish].value * (1.0 - everyone[doubt].value))
            self.act(moves.index(self.choose(moves)), self.model.quarter)

    def add(self, consideration: str, move: str, value: float) -> None:
        term = self.weights[consideration] * value
        self.totals[move] = self.totals.get(move, 0.0) + term
        if self.told is not None:
            self.told(consideration, move, term)

    def choose(self, moves: list[str]) -> str:
        worth = {move: self.totals.get(move, 0.0) - 0.25 * log(-log(self.random.random())) for move in moves}
        return max(worth, key=worth.get)

    def act(self, move: int, quarter: int) -> None:
        self.levels[move].pushed = level(self.levels[move].pushed + 0.1)
        for treaty in self.model.treaties:
            if treaty.status == "closed" and treaty.is_open(quarter):
                treaty.set("on offer", quarter)
            elif treaty.status == "on offer" and quarter - treaty.since > move:
                treaty.set("member", quarter)


class Member(mesa.Model):
    """One member of an ensemble."""

    def __init__(self, number: int = 0) -> None:
        super().__init__(rng=number)
        self.quarter, self.treaties = 0, [Treaty(4 * n) for n in range(TREATIES)]
        self.levels = [own for name in CHOICES for own in Capital(self, name).levels]
        self.datacollector = mesa.DataCollector({f"level {n}": lambda m, n=n: m.levels[n].value for n in range(5)})

    def draw(self) -> float:
        return self.random.triangular(0.0, 1.0, 0.3)

    def step(self) -> None:
        self.agents.do("step")
        self.datacollector.collect(self)
        self.quarter += 1
        self.running = self.quarter < KNOTS[-1]
