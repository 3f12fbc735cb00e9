"""How a capital chooses, under any theory (section 7.3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tests.docs.odd_model.numbers import Numbers, drawn
from tests.docs.odd_model.page import Section

Terms = Sequence[tuple[str, float]]
"""The terms of a move: consideration and value. A consideration may have several, each felt by itself."""


class Choice:
    """A theory of choice as one member holds it. ``worth`` keeps what the open moves of a quarter were found worth."""

    def __init__(self, numbers: Numbers, section: Section) -> None:
        name = numbers.scenario["theory"]
        self.numbers, self.theory = numbers, numbers.seeds["theories"][name]
        drawing = numbers.uncertainty == "full"
        self.own = {
            number: drawn(entry, numbers.quantile(f"theory/{name}/{number}") if drawing else None)
            for number, entry in self.theory.get("numbers", {}).items()
        }
        rows = {row["decision"].strip("`"): row for row in section.rows}
        self.decisions = {name: row["moves, in the order of their codes"].split("; ") for name, row in rows.items()}
        self.factors = {name: self.factors_of(name, row["considerations"].split(", ")) for name, row in rows.items()}
        self.moves: dict[str, str] = {}
        self.worth: dict[str, dict[str, dict[str, float]]] = {}

    def factors_of(self, decision: str, considerations: Sequence[str]) -> dict[str, float]:
        """What the theory multiplies the weights that it names by; together they weigh what they did."""
        capital = decision.split(".")[0]
        named = self.theory.get("weights", {}).get(capital, {})
        times = {name: self.own[named[name]["times"]] for name in considerations if name in named}
        weights = {name: self.numbers.seeds["parameters"][f"{capital}.weight_{name}"]["value"] for name in times}
        after = sum(times[name] * weight for name, weight in weights.items())
        return {name: t * sum(weights.values()) / after for name, t in times.items()} if after else {}

    def feel(self, x: float) -> float:
        """A weighted term as the theory has it."""
        if self.theory["transform"] == "identity":
            return x
        aversion, curvature = self.own["loss_aversion"], self.own["curvature"]
        return float(2.0 / (1.0 + aversion) * (x**curvature if x >= 0.0 else -aversion * (-x) ** curvature))

    def weigh(self, decision: str, weights: Mapping[str, float], terms: Terms) -> dict[str, float]:
        """What each consideration comes to."""
        found: dict[str, float] = {}
        for name, value in terms:
            weight = weights[f"{decision.split('.')[0]}.weight_{name}"] * self.factors[decision].get(name, 1.0)
            found[name] = found.get(name, 0.0) + self.feel(weight * value)
        return found

    def choose(
        self, decision: str, weights: Mapping[str, float], noise: float, quarter: int, options: Mapping[str, Terms]
    ) -> str:
        """One move of the first, which is worth nothing, and those that are open, which have terms."""
        first, *others = self.decisions[decision]
        worth = {move: self.weigh(decision, weights, options[move]) for move in others if move in options}
        seeming = {
            move: sum(worth.get(move, {}).values()) + noise * self.numbers.gumbel(f"choice/{decision}/{move}", quarter)
            for move in (first, *worth)
        }
        chosen = max(seeming, key=seeming.__getitem__)
        if self.theory["rule"] == "satisficing":
            enough = seeming[first] - self.own["tolerance"]
            search = self.theory["search"][decision]["moves"]
            chosen = next((move for move in search if move in seeming and seeming[move] >= enough), first)
        self.worth[decision], self.moves[decision] = worth, chosen
        return chosen
