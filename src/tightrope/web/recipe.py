"""A recipe: what the page runs, small enough for a link. A scenario, dials turned away from it, a theory."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import parse_qsl, urlencode

from tightrope.errors import InputError, Problem, in_figures, in_words, nearest, one_of
from tightrope.evidence import load_seeds
from tightrope.quarters import format_quarter
from tightrope.scenario import Scenario, load, load_text, scenario_names
from tightrope.scenario.written import as_text
from tightrope.web.dials import load_dials
from tightrope.web.refusals import LINK

SCENARIO, THEORY = "scenario", "theory"

COMPARED = ("start", "quarters", "members", "seed", "uncertainty", "theory", "events")
"""What two scenarios must have in common, beside all settings, to be the same."""


@dataclass(frozen=True)
class Heading:
    """How a file that was opened calls what it says: the file's name, its title and question."""

    file: str
    title: str
    question: str


@dataclass(frozen=True)
class Recipe:
    """``scenario`` is the name of a shipped one or, with ``text``, of a file that a visitor has opened; ``turned`` are
    the dials that stand elsewhere than in it, ``theory`` the one in force if it is not the scenario's own. ``heading``
    is that of a file which says no more than a shipped scenario with its dials turned; it changes nothing of the run.
    """

    scenario: str = "baseline"
    text: str = ""
    turned: tuple[tuple[str, float], ...] = ()
    theory: str = ""
    heading: Heading | None = field(default=None, compare=False)

    @classmethod
    def of_file(cls, name: str, text: str) -> Recipe:
        """The recipe of a file that was opened.

        A file that says what a shipped scenario says with some dials turned becomes that, however it is written, so
        that the dials show it and a link carries it; any other is taken as it is.
        """
        own = cls(name, text)
        plan = own.base()
        if not plan.extends or plan.extends[0] not in scenario_names():
            return own
        told = cls(plan.extends[0], heading=Heading(name, plan.title, plan.question))
        for key, value in load_dials().standing(plan).items():
            told = told.turn(key, value)
        told = told.under(plan.theory)
        noted = plan.notes and plan.notes != told.base().notes
        if noted or load_dials().wrong_with(dict(told.turned)) or not _same(told.plan(), plan):
            return own
        return told

    @property
    def title(self) -> str:
        """What it is called."""
        return self.base().title if self.heading is None else self.heading.title

    @property
    def question(self) -> str:
        """What it asks."""
        return self.base().question if self.heading is None else self.heading.question

    @property
    def listed(self) -> str:
        """Its name among the scenarios to choose from: a shipped one's, or that of an opened file."""
        return self.scenario if self.heading is None else self.heading.file

    # -- what it amounts to -------------------------------------------------------------------------------------------
    def base(self) -> Scenario:
        """The scenario before any dial is turned. Raises InputError where it is refused."""
        return _base(self.scenario, self.text)

    def plan(self) -> Scenario:
        """The scenario with the dials as they stand. Raises InputError with everything that is wrong."""
        changes = self.changes()
        return self.base().set(changes) if changes else self.base()

    def changes(self) -> dict[str, Any]:
        """What the dials change in the scenario, as ``Scenario.set`` takes it."""
        changes = load_dials().changes(self.base(), dict(self.turned))
        return changes | ({"theory": self.theory} if self.theory else {})

    # -- turning it ---------------------------------------------------------------------------------------------------
    def turn(self, key: str, value: float) -> Recipe:
        """The recipe with one dial turned; turned back to where the scenario has it, it is as if never touched."""
        rest = {one: at for one, at in self.turned if one != key}
        if abs(value - load_dials().standing(self.base())[key]) > 1e-9:
            rest[key] = value
        order = list(load_dials().by_key)
        return replace(self, turned=tuple(sorted(rest.items(), key=lambda one: order.index(one[0]))))

    def under(self, theory: str) -> Recipe:
        """The recipe under a theory."""
        return replace(self, theory="" if theory == self.base().theory else theory)

    def reset(self) -> Recipe:
        """The scenario as it is."""
        return replace(self, turned=(), theory="", heading=None)

    # -- as a link and as a file --------------------------------------------------------------------------------------
    def query(self) -> str:
        """What a link carries: "scenario=cheap-oil&washington.engagement=0.5". An opened file does not fit in it."""
        parts = [(SCENARIO, self.scenario), *((key, in_figures(value)) for key, value in self.turned)]
        return urlencode([*parts, *([(THEORY, self.theory)] if self.theory else [])])

    @classmethod
    def read(cls, query: str, opened: Mapping[str, str] | None = None) -> Recipe:
        """The recipe of a link; ``opened`` are the visitor's own files by name. Raises InputError with all problems."""
        problems: list[Problem] = []
        pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=40)
        given = dict(pairs)
        if len(given) < len(pairs):
            problems.append(Problem(LINK, None, None, "", "gives something twice", "each once"))
        scenario, theory = given.pop(SCENARIO, "baseline"), given.pop(THEORY, "")
        known = load_seeds().theories
        if theory and theory not in known:
            found = f"asks for a theory {_quoted(theory)}, which there is not"
            problems.append(Problem(LINK, None, None, "", found, one_of(known), nearest(theory, known)))
        turned = {key: _number(value) for key, value in given.items()}
        problems += load_dials().wrong_with(turned)
        recipe = cls(scenario, (opened or {}).get(scenario, ""))
        try:
            recipe.base()
        except InputError as error:
            problems += error.problems
        if problems:
            raise InputError(problems)
        for key, value in turned.items():
            assert isinstance(value, float)
            recipe = recipe.turn(key, value)
        return recipe.under(theory) if theory else recipe

    def to_yaml(self) -> str:
        """A scenario file that says the same: what it changes in a shipped scenario or, of a file, all of it."""
        plan = self.plan()
        if self.text:
            return plan.to_yaml()
        plain = self.heading is None and self.changes()
        data: dict[str, Any] = {
            "title": f"{plan.title}, with dials turned" if plain else self.title,
            "question": self.question,
            "extends": self.scenario,
        }
        for key, value in self.changes().items():
            capital, dot, name = key.partition(".")
            if dot:
                data.setdefault(capital, {})[name] = value
            else:
                data[key] = value
        return as_text(data)

    def says(self) -> list[str]:
        """What is turned, in words."""
        dials, base = load_dials(), self.base()
        told = [
            f"{dials.by_key[key].name}: {dials.by_key[key].shown(value)} ({dials.spoken(base, key)} in the scenario)"
            for key, value in self.turned
        ]
        return [*told, *([f"Theory: {self.theory} ({base.theory} in the scenario)"] if self.theory else [])]

    def window(self) -> str:
        """The quarters of the run."""
        base = self.base()
        return f"{format_quarter(base.start)} to {format_quarter(base.end)}"


@functools.lru_cache(maxsize=64)
def _base(scenario: str, text: str) -> Scenario:
    """A shipped scenario, or the one that a text holds which was checked when it was opened."""
    if text:
        return load_text(text, scenario, quick=True)
    if scenario not in scenario_names():
        found = f"asks for a scenario {_quoted(scenario)}, which there is not"
        fix = nearest(scenario, scenario_names()) or "if it is somebody's own file, ask for that and open it here"
        raise InputError([Problem(LINK, None, None, "", found, "the name of a shipped scenario", fix)])
    return load(scenario)


def _same(one: Scenario, other: Scenario) -> bool:
    """Whether two scenarios are the same to run."""
    if any(getattr(one, name) != getattr(other, name) for name in COMPARED):
        return False
    quarters = range(one.simulated_from, one.end + 1)
    return all(one.setting(key).same_as(other.setting(key), quarters) for key in {*one.settings, *other.settings})


def shipped_titles() -> dict[str, str]:
    """Titles of the shipped scenarios by name."""
    return {name: _base(name, "").title for name in scenario_names()}


def _quoted(text: str) -> str:
    return in_words(text).removeprefix("the text ")


def _number(text: str) -> object:
    try:
        return float(text)
    except ValueError:
        return text
