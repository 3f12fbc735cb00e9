"""The model can be written again from its description: the page, carried out, is the code.

``odd_model`` knows nothing of the package. What is compared is everything there is: every state variable, recorded or
not, every move, and what every consideration of every open move is worth, quarter by quarter.
"""

from __future__ import annotations

import functools
import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.docs.odd_model.member import Member
from tests.docs.odd_model.numbers import number_of, quantile, read_seeds, rows
from tests.docs.odd_model.page import Page

from tightrope import AlignmentModel, load, state
from tightrope.outcomes import OUTCOMES
from tightrope.quarters import format_quarter
from tightrope.scenario import Scenario

ROOT = Path(__file__).resolve().parents[2]
LUCK = json.loads((ROOT / "docs" / "odd-luck.json").read_text(encoding="utf-8"))
NEAR = 1e-9
"""Both reckon in doubles, in another order: they part by a few steps of the last digit."""

EVERYTHING = {
    "uncertainty": "full",
    "theory": "prospect-theory",
    "world.oil_price": {"2015-Q1": 99, "2019-Q1": 15},
    "world.shield": {"low": 0.1, "high": 0.6},
    "world.like_minded": 0.8,
    "world.flare_up_hazard": 0.3,
    "moscow.dormant_levers": 0.3,
    "moscow.release_workers": {"2015-Q1": 0, "2020-Q1": 1},
    "moscow.release_trade": 0.5,
    "moscow.release_karabakh": 0.8,
    "moscow.accession_belief": 1,
    "moscow.offer_lasts": 4,
    "moscow.cost_invite": 0,
    "baku.leader_type": {"2015-Q1": -0.5, "2022-Q1": 0.6},
    "baku.nationalist_refusal": 0.5,
    "baku.resistance": 0.3,
    "baku.decision_noise": 0.6,
    "baku.cost_of_leaving": 0,
    "baku.purge_risk_top": 0,
    "baku.liberalisation_reward": 1,
    "baku.least_broker": 0.02,
    "brussels.engagement": 0.8,
    "brussels.territorial_clarity": {"2015-Q1": 0.3, "2020-Q1": 0.9},
    "washington.engagement": 0.8,
    "ankara.rival_pipeline": {"2015-Q1": 0.3, "2020-Q1": 1},
}
"""A world in which nearly every rule has something to do."""

WORLDS: dict[str, tuple[str, dict[str, Any], tuple[int, ...]]] = {
    "the baseline": ("baseline", {}, (0, 1024)),
    "history": ("history", {}, (0, 5000)),
    "no chance at all": ("worst-case", {"uncertainty": "none"}, (0,)),
    "vectors, and a range of the scenario's own": ("nightmare-coalition", {"uncertainty": "history"}, (0, 700)),
    "war, coercion and a theory of weights": ("karabakh-escalation", {"theory": "omnibalancing"}, (0, 1, 2)),
    "contracts and a search": ("clear-language", {"theory": "satisficing", "uncertainty": "full"}, (0, 1, 2)),
    "the worst, for gain": ("worst-case", {"theory": "bandwagoning-for-profit"}, (1, 1023)),
    "the shield, for threat": ("ukraine-as-shield", {"theory": "balance-of-threat"}, (2,)),
    "everything at once": ("karabakh-escalation", EVERYTHING, tuple(range(8))),
    "a project that ends": ("project-ends", {}, (3,)),
    "brokers that fall": ("broker-purge", {}, (0, 1, 2)),
}


@functools.cache
def page() -> Page:
    return Page(ROOT / "docs" / "odd.md")


@functools.cache
def seeds() -> dict[str, Any]:
    return read_seeds(ROOT / "seeds")


class Both:
    """A scenario lived through by the code and by the page, side by side."""

    def __init__(self, scenario: Scenario, members: tuple[int, ...]) -> None:
        self.said: dict[tuple[str, str, str], Any] = {}
        self.members = members
        self.model = AlignmentModel(scenario, members=list(members), sink=self.hear, precision="double")
        self.others = [Member(page(), seeds(), scenario.resolved(), member) for member in members]

    def hear(self, decision: str, consideration: str, move: str, term: Any) -> None:
        key = decision, move, consideration
        self.said[key] = self.said.get(key, 0.0) + np.broadcast_to(term, len(self.members))

    def differences(self) -> Iterator[str]:
        """What is not the same in some quarter of some member, the first quarter that has any."""
        lives = [other.quarters() for other in self.others]
        while self.model.running:
            self.said.clear()
            self.model.step()
            for place, (other, life) in enumerate(zip(self.others, lives, strict=True)):
                assert next(life) == self.model.quarter
                where = f"member {self.members[place]}, {format_quarter(self.model.quarter)}"
                code, text = self.by_code(place, other), self.by_page(other)
                assert code.keys() == text.keys()
                yield from (
                    f"{where}, {name}: {code[name]} by the code, {text[name]} by the page"
                    for name in code
                    if not alike(code[name], text[name])
                )

    def by_code(self, place: int, other: Member) -> dict[str, Any]:
        """Everything of a member by the code: terms of the moves that the page has open."""
        found: dict[str, Any] = {f"move of {name}": move for name, move in self.moves(place)}
        for variable in state.TABLE:
            axis = {"lever": self.model.levers, "treaty": self.model.treaties.ids, "deviating": state.DEVIATING}
            value = getattr(self.model.holders[variable.holder], variable.name)[..., place]
            names = axis[variable.axis] if variable.axis else ("",)
            found |= {
                f"{variable.key} {name}": number for name, number in zip(names, np.atleast_1d(value), strict=True)
            }
        for key, terms in self.said.items():
            if key[1] in other.choice.worth[key[0]]:
                found[" ".join(key)] = terms[place]
        return found

    def moves(self, place: int) -> Iterator[tuple[str, str]]:
        for name, moves in AlignmentModel.decisions().items():
            yield name, moves[self.model.holders[name.split(".")[0]].moves[name][place]]

    def by_page(self, other: Member) -> dict[str, Any]:
        """The same by the page."""
        found: dict[str, Any] = {f"move of {name}": move for name, move in other.choice.moves.items()}
        found |= {f"{name} ": other.values[name] for name in page().variables}
        found["baku.outcome "] = OUTCOMES.index(other.outcome)
        found |= {f"moscow.lever {lever}": other.values[f"moscow.lever_{lever}"] for lever in seeds()["levers"]}
        for name, treaty in other.treaties.items():
            found |= {f"world.treaty {name}": treaty.status, f"world.offer_age {name}": treaty.age}
        found |= {f"world.deviation {name}": other.deviation[name] for name in state.DEVIATING}
        for decision, worth in other.choice.worth.items():
            for move, considerations in worth.items():
                found |= {f"{decision} {move} {name}": value for name, value in considerations.items()}
        return found


def alike(one: Any, other: Any) -> bool:
    if isinstance(one, str):
        return bool(one == other)
    return math.isclose(one, other, rel_tol=NEAR, abs_tol=NEAR)


def first_differences(scenario: Scenario, members: tuple[int, ...]) -> list[str]:
    """Some of what is not the same; then one of the two is wrong."""
    differences = Both(scenario, members).differences()
    return [found for found, _ in zip(differences, range(8), strict=False)]


@pytest.mark.parametrize("name", WORLDS)
def test_the_page_carried_out_makes_every_move_and_number_of_the_code(name):
    base, changes, members = WORLDS[name]
    assert first_differences(load(base).set(changes), members) == []


def test_a_run_that_starts_between_documented_states_is_simulated_from_the_one_before(tmp_path):
    text = "title: From 2003\nquestion: The same?\nextends: history\nstart: 2003-Q2\nquarters: 30\nuncertainty: full\n"
    (tmp_path / "from-2003.yaml").write_text(text, encoding="utf-8")
    assert first_differences(load(tmp_path / "from-2003.yaml"), (0, 17)) == []


@pytest.mark.slow
def test_these_worlds_make_every_move_and_ask_for_every_formula_and_cell_of_the_page():
    made: set[tuple[str, str]] = set()
    for base, changes, members in WORLDS.values():
        for member in members:
            one = Member(page(), seeds(), load(base).set(changes).resolved(), member)
            for _ in one.quarters():
                made |= set(one.choice.moves.items())
    every = {(name, move) for name, moves in AlignmentModel.decisions().items() for move in moves}
    assert every - made == set()
    assert [expression.text for expression in page().expressions() if not expression.used] == []


def test_draws_by_the_recipe_are_those_of_the_file_of_luck():
    seed = LUCK["seed"]
    for stream, draws in LUCK["streams"].items():
        for place, member in enumerate(LUCK["members"]):
            for name, values in draws.items():
                if name == "quantile":
                    assert quantile(stream, seed, member) == values[place]
                elif name != "key":
                    block, column = divmod(member, 1024)
                    assert rows(stream, seed, block)[number_of(name), column] == values[place]
