"""A member's story: its quarters lived again, each decision weighed, and what came of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tightrope.errors import RunError
from tightrope.evidence import Claim
from tightrope.explanation.reasons import Reasons, load_reasons
from tightrope.explanation.weigh import Weighing, weigh, weighing
from tightrope.model import AlignmentModel
from tightrope.numbers import drawn
from tightrope.outcomes import OUTCOMES
from tightrope.results.words import spread_in_words
from tightrope.scenario import Scenario
from tightrope.witness import Choice, watched
from tightrope.world.treaties import CLOSED, MEMBER, OFFER, STATUS

Records = Mapping[str, NDArray[Any]]

ABROAD, HOME = "baku.abroad", "baku.home"

TARGETS = {
    "join": "join_target",
    "leave": "leave_target",
    "seek partnership": "seek_target",
    "conclude association": "conclude_target",
}
"""Moves of Baku abroad that are aimed at a treaty, and where its row is kept."""

SEEN = {
    "position": "baku.position",
    "pressure": "moscow.pressure",
    "buffer": "world.buffer",
    "trust_in_cover": "baku.trust_in_cover",
    "perceived_moscow_threat": "baku.perceived_moscow_threat",
    "perceived_western_threat": "baku.perceived_western_threat",
    "perceived_punishment": "baku.perceived_punishment",
}
"""State that a quarter is told with. All but the position are as they were when Baku chose."""

EXTREME = 0.05
"""A weight is unusual for a member if no more than this part of members lies beyond it."""


@dataclass(frozen=True)
class Happening:
    """Something that happened and was nobody's move, or what came of one.

    ``kind`` is event, hazard, treaty, broker or outcome; ``subject`` the event's name, the treaty's id, the broker or
    the outcome; ``before`` and ``after`` are statuses or outcomes where there are some.
    """

    kind: str
    subject: str
    says: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class Moment:
    """One quarter: what happened, every decision weighed, and the state it was taken in.

    ``state`` holds the values of ``SEEN``, and ``duress``: how far the state's existence seemed at stake, 0-1.
    """

    quarter: int
    outcome: str
    state: Mapping[str, float]
    happenings: tuple[Happening, ...]
    weighings: tuple[Weighing, ...]

    def weighing(self, decision: str) -> Weighing:
        """One decision of the quarter."""
        return next(one for one in self.weighings if one.decision == decision)

    @property
    def moved(self) -> tuple[Weighing, ...]:
        """The decisions that changed something."""
        return tuple(one for one in self.weighings if one.changes)

    @property
    def eventful(self) -> bool:
        """Whether anything happened at all."""
        return bool(self.happenings or self.moved)


@dataclass(frozen=True)
class Unusual:
    """A weight that this member drew far out in its range: larger than in ``quantile`` of all members."""

    key: str
    says: str
    consideration: str
    value: float
    low: float
    high: float
    quantile: float


@dataclass(frozen=True)
class Story:
    """Every quarter of one member. ``spread`` says what members draw; ``unusual`` are weights of Baku's."""

    name: str
    scenario: Scenario
    member: int
    spread: str
    moments: tuple[Moment, ...]
    unusual: tuple[Unusual, ...]

    def at(self, quarter: int) -> Moment:
        """One quarter of it."""
        return next(moment for moment in self.moments if moment.quarter == quarter)

    def only(self, quarter: int) -> Story:
        """The story cut down to one quarter."""
        return replace(self, moments=(self.at(quarter),))

    def claims(self, identifiers: Iterable[str]) -> list[Claim]:
        """The claims of these ids, in the order of the documents."""
        wanted = set(identifiers)
        return [claim for name, claim in self.scenario.seeds.claims.items() if name in wanted]


def tell(
    plan: Scenario, member: int, company: Sequence[int] = (), *, name: str = "", spread: str = ""
) -> tuple[Story, Records]:
    """Let a member live again; returns its story, and the records of the member and of its ``company``.

    Records are time-major, (quarters[, axis], members); a member is the same in any company. Raises RunError where
    nothing can be told of a run.
    """
    reasons = load_reasons(plan.seeds)
    moments: list[Moment] = []
    records: Records = {}
    unusual: tuple[Unusual, ...] = ()
    before: Before | None = None
    for model, choices in watched(plan, [member, *company], opening=True):
        if before is None:
            unusual = _unusual(model, reasons)
        else:
            moments.append(moment_of(model, choices, before, reasons))
        before = Before.of(model)
        records = model.records
    if not moments:
        raise RunError(f"the run '{name or plan.name}' has no quarters to tell of")
    return Story(name or plan.name, plan, member, spread or spread_in_words(plan, 0), tuple(moments), unusual), records


@dataclass(frozen=True)
class Before:
    """What a quarter is compared with: the state of the told member, the first, at the end of the one before."""

    treaties: tuple[int, ...]
    outcome: int
    flare_up: float
    union_alive: float
    lesser_broker: float
    top_broker: float

    @staticmethod
    def of(model: AlignmentModel) -> Before:
        world, baku = model.world, model.baku
        return Before(
            treaties=tuple(int(status) for status in model.treaties.status[:, 0]),
            outcome=int(baku.outcome[0]),
            flare_up=float(world.flare_up[0]),
            union_alive=float(world.union_alive[0]),
            lesser_broker=float(baku.lesser_broker[0]),
            top_broker=float(baku.top_broker[0]),
        )


def moment_of(model: AlignmentModel, choices: Sequence[Choice], before: Before, reasons: Reasons) -> Moment:
    """The quarter that a model has just lived through, for its first member."""
    targets = targets_of(model)
    holders = model.holders
    state = {name: float(getattr(holders[key.split(".")[0]], key.split(".")[1])[0]) for name, key in SEEN.items()}
    return Moment(
        quarter=model.quarter,
        outcome=OUTCOMES[int(model.baku.outcome[0])],
        state=state | {"duress": float(model.baku.existential[0])},
        happenings=tuple(happenings_of(model, before)),
        weighings=tuple(
            weighing(weigh(choice), 0, targets if choice.decision.name == ABROAD else {}, reasons) for choice in choices
        ),
    )


def targets_of(model: AlignmentModel) -> dict[str, str]:
    """The treaties that Baku's moves abroad are aimed at this quarter, by move, for the first member."""
    rows = {move: int(getattr(model.baku, name)[0]) for move, name in TARGETS.items()}
    return {move: model.treaties.ids[row] for move, row in rows.items() if row >= 0}


def happenings_of(model: AlignmentModel, before: Before) -> Iterable[Happening]:
    """What has happened in this quarter, in the order in which the model lets it happen."""
    plan, quarter, after = model.plan, model.quarter, Before.of(model)
    for event in plan.events.values():
        if event.quarter == quarter:
            says = re.split(r"[:(]", plan.seeds.events[event.kind].says)[0].strip(" .")
            yield Happening("event", event.name, f"{says} (severity {event.severity:g}).")
    struck = float(model.events.random_flare_up(quarter, model.world.numbers)[0])
    if struck > 0.0:
        yield Happening("hazard", "flare_up", f"The line of contact flares up (severity {struck:.2f}).")
    if after.union_alive < before.union_alive:
        yield Happening("hazard", "union_ends", "The union project ends.")
    for row, (old, new) in enumerate(zip(before.treaties, after.treaties, strict=True)):
        if old != new:
            fact = model.treaties.facts[row]
            yield Happening("treaty", fact.id, _treaty_says(fact.says, old, new), STATUS[old], STATUS[new])
    for broker, says in (("lesser_broker", "lesser"), ("top_broker", "top")):
        if getattr(after, broker) < getattr(before, broker):
            yield Happening("broker", broker, f"The {says} power broker falls.")
    if quarter > plan.start and after.outcome != before.outcome:
        old_name, new_name = OUTCOMES[before.outcome], OUTCOMES[after.outcome]
        yield Happening("outcome", new_name, f"The outcome turns from {old_name} to {new_name}.", old_name, new_name)


def _treaty_says(name: str, old: int, new: int) -> str:
    if new == MEMBER:
        return f"Baku is now in: {name}."
    if old == MEMBER:
        return f"Baku is no longer in: {name} ({STATUS[new]})."
    if new == CLOSED:
        return f"{name}: {'the offer lapses' if old == OFFER else 'the talks end without a contract'}."
    return f"{name}: {STATUS[new]} from now on."


def _unusual(model: AlignmentModel, reasons: Reasons) -> tuple[Unusual, ...]:
    """Baku's weights abroad that the told member drew from the ends of their ranges, the most unusual first."""
    plan, found = model.plan, []
    decision = next(one for one in model.baku.DECISIONS if one.name == ABROAD)
    for consideration in decision.considerations:
        key = f"baku.weight_{consideration}"
        setting = plan.setting(key)
        if not drawn(plan, key) or setting.dated:
            continue
        quantile = float(model.luck.quantile(f"parameter/{key}")[0])
        if min(quantile, 1.0 - quantile) <= EXTREME:
            value = float(np.asarray(getattr(model.numbers.capitals["baku"], f"weight_{consideration}"))[0])
            knot, says = setting.knots[0], reasons.name(ABROAD, consideration)
            found.append(Unusual(key, says, consideration, value, knot.low, knot.high, quantile))
    return tuple(sorted(found, key=lambda one: min(one.quantile, 1.0 - one.quantile)))
