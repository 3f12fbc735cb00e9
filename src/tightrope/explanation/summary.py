"""What decided, counted over many members: which consideration most often decided each kind of move."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from tightrope.explanation.story import Records
from tightrope.explanation.weigh import CONSIDERATIONS, NONE, Balance, leaders, weigh
from tightrope.model import all_decisions
from tightrope.results.words import spread_in_words
from tightrope.scenario import Scenario
from tightrope.witness import watched


@dataclass(frozen=True)
class Kind:
    """One kind of move, over all quarters and members looked at.

    ``times`` it was made, by ``members`` of them. ``deciders`` counts what decided most: a consideration, or chance or
    the rule where these did; ``leaders`` the consideration that spoke most for it whatever decided, "" where none did;
    ``nearest`` the moves that came closest. All three have the most frequent first and add up to ``times``. ``margin``
    is the median by which it won.
    """

    decision: str
    move: str
    times: int
    members: int
    deciders: Mapping[str, int]
    leaders: Mapping[str, int]
    nearest: Mapping[str, int]
    margin: float


@dataclass(frozen=True)
class Summary:
    """What decided in the quarters ``first`` to ``last`` of the members looked at, ``members`` out of ``of``."""

    name: str
    scenario: Scenario
    spread: str
    members: int
    of: int
    first: int
    last: int
    kinds: tuple[Kind, ...]


@dataclass
class _Count:
    """What is known of one kind of move while the quarters go by."""

    who: set[int] = field(default_factory=set)
    deciders: Counter[str] = field(default_factory=Counter)
    leaders: Counter[str] = field(default_factory=Counter)
    nearest: Counter[str] = field(default_factory=Counter)
    margins: list[float] = field(default_factory=list)


def summarise(
    plan: Scenario, members: Sequence[int], of: int, quarter: int | None = None, *, name: str = "", spread: str = ""
) -> tuple[Summary, Records]:
    """Let some members live again and count what decided; returns the summary, and the members' records.

    ``of`` is how many members the run has; with ``quarter`` only that quarter is counted.
    """
    counts: dict[tuple[str, str], _Count] = {}
    records: Records = {}
    for model, choices in watched(plan, members):
        records = model.records
        if quarter is not None and model.quarter != quarter:
            continue
        for choice in choices:
            _count(weigh(choice), counts)
    last = plan.start + plan.quarters - 1
    first, last = (plan.start, last) if quarter is None else (quarter, quarter)
    kinds = tuple(
        _kind(decision.name, move, counts[decision.name, move])
        for decision in all_decisions()
        for move in decision.moves[1:]
        if (decision.name, move) in counts
    )
    return Summary(
        name or plan.name, plan, spread or spread_in_words(plan, 0), len(members), of, first, last, kinds
    ), records


def _count(balance: Balance, counts: dict[tuple[str, str], _Count]) -> None:
    decision = balance.choice.decision
    leading = leaders(balance)
    kinds = balance.decided_by()
    for place in np.flatnonzero(balance.chosen).tolist():
        count = counts.setdefault((decision.name, decision.moves[balance.chosen[place]]), _Count())
        count.who.add(place)
        count.leaders[leading[place]] += 1
        count.deciders[leading[place] if kinds[place] == CONSIDERATIONS else kinds[place]] += 1
        nearest = int(balance.nearest[place])
        count.nearest["" if nearest == NONE else decision.moves[nearest]] += 1
        count.margins.append(float(balance.margin[place]))


def _kind(decision: str, move: str, count: _Count) -> Kind:
    return Kind(
        decision=decision,
        move=move,
        times=len(count.margins),
        members=len(count.who),
        deciders=_ordered(count.deciders),
        leaders=_ordered(count.leaders),
        nearest=_ordered(count.nearest),
        margin=float(np.median(count.margins)),
    )


def _ordered(counter: Counter[str]) -> dict[str, int]:
    """The most frequent first; those as frequent in the order of their names."""
    return dict(sorted(counter.items(), key=lambda item: (-item[1], item[0])))
