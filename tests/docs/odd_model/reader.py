"""Carries out the page: what its names stand for, its formulas in their order, its tables of moves (section 7)."""

from __future__ import annotations

from collections.abc import Mapping

from tests.docs.odd_model.choice import Choice, Terms
from tests.docs.odd_model.page import Expression, Page


class Reader:
    """Keeps what there is to know of one member, and brings it up to date as the page says.

    ``values`` holds variables and parameters by ``capital.name``, ``reckoned`` what formulas made on the way, and
    ``deviation`` what moves have added to drivers.
    """

    def __init__(self, page: Page, choice: Choice) -> None:
        self.page, self.choice, self.quarter = page, choice, 0
        self.values = dict.fromkeys(page.variables, 0.0)
        self.reckoned: dict[str, float] = {}
        self.deviation = dict.fromkeys(page.drivers, 0.0)
        self.homes: dict[tuple[str, str], str | None] = {}

    def look(self, name: str, capital: str, local: Mapping[str, float]) -> float:
        """What a name stands for in a rule of a capital."""
        if name in local:
            return local[name]
        own, home = f"{capital}.{name}", self.home(name, capital)
        if own in self.reckoned:
            return self.reckoned[own]
        return self.reckoned[name] if home is None else self.values[home]

    def home(self, name: str, capital: str) -> str | None:
        """The variable or parameter that a name means; None where it means neither."""
        if (name, capital) not in self.homes:
            own = f"{capital}.{name}"
            found = [key for key in self.values if key in (name, own)] or [
                key for key in self.values if key.endswith(f".{name}")
            ]
            if len(found) > 1:
                raise KeyError(f"'{name}' may be any of {', '.join(found)}")
            self.homes[name, capital] = found[0] if found else None
        return self.homes[name, capital]

    def made(self, move: str) -> float:
        return float(move in self.choice.moves.values())

    def value(self, expression: Expression, capital: str, local: Mapping[str, float]) -> float:
        return expression.value(lambda name: self.look(name, capital, local), self.made)

    def carry_out(self, key: str, capital: str, only: tuple[str, ...] = (), **local: float) -> dict[str, float]:
        """The formulas of a section in their order; returns what they made of the local names."""
        for formula in self.page.sections[key].formulas:
            if only and formula.name not in only:
                continue
            value, home = self.value(formula.expression, capital, local), self.home(formula.name, capital)
            if formula.primed != (formula.name in local or home is not None):
                raise ValueError(f"{key}: of {formula.name}, a prime marks a new value of what there was before")
            if formula.name in local:
                local[formula.name] = value
            else:
                (self.reckoned if home is None else self.values)[home or formula.name] = value
        return local

    def decide(self, key: str, decision: str, targets: Mapping[str, Mapping[str, float]] | None = None) -> str:
        """Appraise the open moves of a table, choose, and let the move bend its drivers."""
        capital = decision.split(".")[0]
        table = self.page.moves[key]
        options: dict[str, Terms] = {}
        for move in self.choice.decisions[decision][1:]:
            local = (targets or {}).get(move, {})
            if self.value(table[move].open, capital, local) > 0.0:
                options[move] = [(name, self.value(term, capital, local)) for name, term in table[move].terms]
        noise = self.values[f"{capital}.decision_noise"] * self.values["world.noise_scale"]
        chosen = self.choice.choose(decision, self.values, noise, self.quarter, options)
        for name, step in table[chosen].effects if chosen in table else ():
            self.deviation[self.home(name, capital) or name] += self.value(step, capital, {})
        return chosen
