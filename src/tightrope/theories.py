"""The theories of choice: ``seeds/theories.yaml`` turned into what ledgers and the one seam need.

A theory is a profile of three things, each of which may be left as it is in the default:

* *multipliers* on the weights of considerations. What a theory names is weighed anew, what it does not name keeps its
  weight. In each decision the named considerations weigh together, at the central weights of the seeds, what they
  weighed before, so that no theory wins by shouting: it moves weight, it adds none;
* a *transform* of every weighted term, which is a difference from holding: a gain or a loss;
* a *rule* that turns the sums into one move per member.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from tightrope.choice import RULES, Decision, Ledger, Moves, Open, Rule, Value, seeming
from tightrope.errors import InputError, Problem, nearest, one_of
from tightrope.evidence import Knot, Seeds, Theory
from tightrope.luck import Luck
from tightrope.numbers import knot_value, reckoned_in
from tightrope.precision import Array
from tightrope.scenario import Scenario

Transform = Callable[[Value], Value]
Numbers = Mapping[str, Value]
"""A theory's own numbers, by name: a number, or one per member."""


@dataclass(frozen=True)
class Profile:
    """A theory in force: by its name, as the members of one run hold it.

    ``multipliers`` holds a factor for each consideration that the theory names, by decision; ``transform`` None leaves
    terms as they are.
    """

    id: str
    rule: Rule
    transform: Transform | None
    multipliers: Mapping[str, Numbers]


def in_force(plan: Scenario, luck: Luck, decisions: Sequence[Decision]) -> Profile:
    """The theory of a scenario for the members of ``luck``.

    Its numbers are drawn from their ranges where those of the seeds are (``uncertainty: full``), each from the stream
    ``theory/<theory>/<number>``. Raises InputError with every problem of a theory that cannot be put to use.
    """
    theory = plan.seeds.theories[plan.theory]
    problems = list(unusable(theory, decisions))
    if problems:
        raise InputError(problems)
    numbers = numbers_of(theory, luck if plan.uncertainty == "full" else None)
    return Profile(
        theory.id,
        rule=MADE_RULES[theory.rule](theory, numbers) if theory.rule in MADE_RULES else RULES[theory.rule],
        transform=TRANSFORMS[theory.transform](numbers),
        multipliers={one.name: found for one in decisions if (found := multipliers(theory, numbers, plan.seeds, one))},
    )


def numbers_of(theory: Theory, luck: Luck | None = None) -> dict[str, Value]:
    """A theory's numbers: their central values, or with ``luck`` one per member from each range."""
    found: dict[str, Value] = {}
    for name, value in theory.numbers.items():
        figure = theory.figures[f"numbers.{name}"]
        low, high = (value if edge is None else edge for edge in (figure.low, figure.high))
        quantile = None if luck is None else luck.quantile(f"theory/{theory.id}/{name}")
        drawn = knot_value(Knot(None, value, low, high), "triangular", quantile)
        found[name] = drawn if luck is None else reckoned_in(luck.real, drawn)
    return found


# -- multipliers ------------------------------------------------------------------------------------------------------
def multipliers(theory: Theory, numbers: Numbers, seeds: Seeds, decision: Decision) -> dict[str, Value]:
    """A factor for each consideration of a decision that a theory names, by consideration.

    factor_c = t_c * sum(w) / sum(t * w), over the named considerations in their order: t is the theory's number, w the
    central weight in the seeds. So sum(factor * w) = sum(w).
    """
    emphases = theory.weights.get(decision.capital, {})
    named = [name for name in decision.considerations if name in emphases]
    before: float = 0.0
    after: Value = 0.0
    for name in named:
        weight = central_weight(seeds, decision, name)
        before = before + weight
        after = after + numbers[emphases[name].times] * weight
    if before == 0.0:  # nothing is weighed, so there is nothing to move
        return {}
    return {name: numbers[emphases[name].times] * (before / after) for name in named}


def central_weight(seeds: Seeds, decision: Decision, consideration: str) -> float:
    """What a consideration weighs in the seeds; of a dated weight, at its first date."""
    return seeds.parameters[f"{decision.capital}.weight_{consideration}"].setting.knots[0].value


# -- transforms -------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class ValueFunction:
    """The value function of prospect theory (``tversky-kahneman-1992``): losses weigh more, and each further one less.

    v(x) = k x^a for a gain x, -k l (-x)^a for a loss, with l = ``loss_aversion`` and a = ``curvature``. The reference
    point is holding, which every term is a difference from. k = 2 / (1 + l), so that a gain and a loss of 1 weigh
    together what they do without it, and luck weighs no less than elsewhere.
    """

    loss_aversion: Value
    curvature: Value

    def __call__(self, term: Value) -> Value:
        """A weighted term as it is felt; the same shape."""
        size = np.abs(term) ** self.curvature
        felt: Array = np.where(np.less(term, 0.0), -self.loss_aversion * size, size)
        return felt * (2.0 / (1.0 + self.loss_aversion))


TRANSFORMS: Mapping[str, Callable[[Numbers], Transform | None]] = {
    "identity": lambda numbers: None,
    "value function": lambda numbers: ValueFunction(numbers["loss_aversion"], numbers["curvature"]),
}


# -- rules that have numbers of their own -----------------------------------------------------------------------------
@dataclass(frozen=True)
class Satisficing:
    """Take the first move that is good enough (``simon-1955``).

    Good enough is what comes up to the aspiration: the value of holding less ``tolerance``. Open moves are looked at in
    the order of ``search``, most familiar first, and the first that comes up to it is taken; if none does, hold.

    Luck is that of the quantal response: a move seems to be worth U_m + s G_m and holding s G_hold, with temperature s
    and Gumbel draws G. So a move passes where U_m + s G_m >= s G_hold - tolerance, by itself with chance
    1 / (1 + exp(-(U_m + tolerance) / s)); all moves of a quarter are held against the same G_hold.
    With no tolerance a capital holds in the same quarters as under the quantal response, and only which move it makes
    differs.
    """

    tolerance: Value
    search: Mapping[str, tuple[str, ...]]

    def __call__(
        self, decision: Decision, ledger: Ledger, open_moves: Mapping[str, Open], noise: Value, gumbel: Array
    ) -> Moves:
        """One move per member."""
        scores = seeming(ledger, noise, gumbel)
        aspiration = scores[0] - self.tolerance
        chosen = np.zeros(gumbel.shape[-1], dtype=np.int8)
        for move in reversed(self.search[decision.name]):  # a more familiar one takes the place of those behind it
            may = open_moves[move]
            if may is False:
                continue
            code = decision.index(move)
            enough = scores[code] >= aspiration
            np.putmask(chosen, enough if may is True else enough & may, code)
        return chosen


MADE_RULES: Mapping[str, Callable[[Theory, Numbers], Rule]] = {
    "satisficing": lambda theory, numbers: Satisficing(
        numbers["tolerance"], {decision: order.moves for decision, order in theory.search.items()}
    ),
}
NEEDS: Mapping[str, tuple[str, ...]] = {
    "value function": ("loss_aversion", "curvature"),
    "satisficing": ("tolerance",),
}
"""The numbers that a transform or a rule is made of."""


# -- what may be wrong with a theory ----------------------------------------------------------------------------------
def unusable(theory: Theory, decisions: Sequence[Decision]) -> Iterator[Problem]:
    """What keeps a theory from being put to use: rules, transforms, numbers or moves that are not there."""
    rules = (*RULES, *MADE_RULES)
    for field, name, known in (("rule", theory.rule, rules), ("transform", theory.transform, tuple(TRANSFORMS))):
        if name not in known:
            yield _problem(theory, field, f"unknown {field} '{name}'", one_of(known), nearest(name, known))
        for number in NEEDS.get(name, ()):
            if number not in theory.numbers:
                yield _problem(theory, f"numbers.{number}", "missing", f"the number that '{name}' is made of")
    if theory.rule == "satisficing":
        for decision in decisions:
            yield from _search(theory, decision)


def _search(theory: Theory, decision: Decision) -> Iterator[Problem]:
    order = theory.search[decision.name].moves if decision.name in theory.search else ()
    moves = decision.moves[1:]
    if sorted(order) != sorted(moves):
        found = ", ".join(order) if order else "no order"
        yield _problem(theory, f"search.{decision.name}", found, f"each once, in some order: {', '.join(moves)}")


def _problem(theory: Theory, where: str, found: str, expected: str, fix: str = "") -> Problem:
    return Problem("seeds/theories.yaml", None, None, f"{theory.id}.{where}", found, expected, fix)
