"""``AlignmentModel``: five capitals, one quarter after another, any number of members at once.

``QUARTER`` is the quarter, in order. It is what runs, and what ``tightrope evidence model`` prints.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from types import SimpleNamespace
from typing import Any

import mesa
import numpy as np
from numpy.typing import NDArray

from tightrope import consequences, state
from tightrope.capitals.ankara import Ankara
from tightrope.capitals.baku import Baku
from tightrope.capitals.base import Capital
from tightrope.capitals.brussels import Brussels
from tightrope.capitals.moscow import Moscow
from tightrope.capitals.washington import Washington
from tightrope.choice import RULES, Decision, Rule, Sink
from tightrope.errors import InputError, RunError
from tightrope.evidence.starts import lacking
from tightrope.luck import Luck
from tightrope.numbers import Numbers, shared_luck
from tightrope.precision import REALS, Array, Precision
from tightrope.quarters import format_quarter
from tightrope.record import Record, Room, carve
from tightrope.scenario import Scenario, indices_of, load_to_run
from tightrope.theories import in_force
from tightrope.world import calendar, treasury
from tightrope.world.drivers import Drivers
from tightrope.world.events import Events
from tightrope.world.treaties import Treaties

Part = Callable[["AlignmentModel"], None]
LuckMaker = Callable[..., Luck]
"""``Luck``, or something else that takes the same and draws the same."""

QUARTER: tuple[tuple[str, str, Part], ...] = (
    ("calendar", "dated paths, events, hazards; the oil price; treaties open and close", calendar.turn),
    ("treasury", "production, revenue, needs, reserves, currency, buffer", treasury.turn),
    ("Ankara", "looks, chooses, acts", lambda model: model.ankara.turn()),
    ("Brussels", "looks, chooses, acts", lambda model: model.brussels.turn()),
    ("Washington", "looks, chooses, acts", lambda model: model.washington.turn()),
    ("Moscow", "looks, chooses, acts: levers rise and fall", lambda model: model.moscow.turn()),
    ("Baku", "updates beliefs, chooses abroad and at home, acts, sets its tone", lambda model: model.baku.turn()),
    ("consequences", "duress, offers run out, depth and commitment, position, outcome", consequences.turn),
    ("record", "the quarter is written down", lambda model: model.record.write()),
)


def quarter_steps() -> list[str]:
    """The quarter in order, one line a step."""
    return [f"{place}. {name}: {what}" for place, (name, what, _) in enumerate(QUARTER, start=1)]


REPORTERS: dict[str, Callable[[Any], float]] = {
    "quarter": lambda model: float(model.quarter),
    "position": lambda model: float(model.baku.position.mean()),
    "buffer": lambda model: float(model.world.buffer.mean()),
    "pressure": lambda model: float(model.moscow.pressure.mean()),
    "trust_in_cover": lambda model: float(model.baku.trust_in_cover.mean()),
    "accession": lambda model: float((model.baku.outcome >= consequences.ACCESSION).mean()),
}
"""Scalar reporters for Mesa's data collector and ``mesa.batch_run``: means and shares over the members."""


class AlignmentModel(mesa.Model):
    """A simulation of the alignment choice; a plain Mesa model.

    ``scenario`` is a scenario or the name of one; ``members`` a count or a list of indices: ``members=[17, 90]``
    are members 17 and 90 exactly as they are in any ensemble. ``seed`` (or ``rng``, as Mesa calls it; vary that one
    in ``mesa.batch_run``) replaces the scenario's. ``record`` limits what is kept to some keys. ``rule`` (a name of
    ``choice.RULES`` or a callable) stands in for the theory's rule, and ``sink`` is called with every weighted
    consideration. ``room`` gives the arrays for what is recorded, ``luck`` makes the luck of the members,
    and ``precision`` is what it is all reckoned in. Under
    ``uncertainty: history`` members share parameter vectors: member k has vector k mod V and the luck of member k.
    ``tone_choice`` is what a person who plays Baku adds to its tone to Moscow and to the West this quarter; None
    leaves the tone as it comes.

    Raises InputError where the scenario or the members are refused. State is carried by ``world`` and the capitals as
    arrays of shape (members,) or (axis, members).
    """

    ankara: Ankara
    brussels: Brussels
    washington: Washington
    moscow: Moscow
    baku: Baku
    record: Record
    western_criticism: Array

    def __init__(
        self,
        scenario: Scenario | str = "baseline",
        members: int | Sequence[int] | NDArray[np.int64] = 1,
        *,
        seed: int | None = None,
        rng: int | None = None,
        record: Collection[str] | None = None,
        rule: str | Rule | None = None,
        sink: Sink | None = None,
        room: Room = carve,
        luck: LuckMaker = Luck,
        precision: Precision = "single",
    ) -> None:
        plan = load_to_run(scenario) if isinstance(scenario, str) else scenario
        given = seed if seed is not None else rng
        chance = plan.seed if given is None else int(given)
        chosen = indices_of(members)
        problems = lacking(plan.seeds.starts, plan.seeds.levers, plan.seeds.parameters)
        if problems:
            raise InputError(problems)
        super().__init__(rng=chance)
        self.plan = plan
        self.members = chosen
        self.anchor = max(quarter for quarter in plan.seeds.starts if quarter <= plan.start)
        self.last = plan.start + plan.quarters - 1
        self.quarter, self.row = self.anchor - 1, -1
        still = plan.uncertainty == "none"
        quarters = self.last - self.anchor + 1
        self.luck = luck(chance, self.members, self.anchor, quarters, still=still, real=REALS[precision])
        self.numbers = Numbers(plan, self.luck, state.DRIVERS, shared_luck(plan, self.luck))
        self.theory = in_force(plan, self.luck, all_decisions())
        self.rule: Rule = rule if callable(rule) else RULES[rule] if rule else self.theory.rule
        self.sink = sink
        self.tone_choice: tuple[float, float] | None = None
        self._populate()
        self.record = Record(self, record, room)
        self.datacollector = mesa.DataCollector(model_reporters=REPORTERS)
        while self.quarter < plan.start - 1:
            self._one_quarter()

    def _populate(self) -> None:
        """World and capitals at the latest documented start."""
        plan, size = self.plan, len(self.members)
        self.levers = tuple(plan.seeds.levers)
        self.treaties = Treaties(plan.seeds.treaties, self.anchor, size, self.luck.real)
        self.events = Events(plan.events.values(), self.luck)
        self.drivers = Drivers(self.numbers, self.luck, self.anchor)
        self.oil_luck = self.luck.normal("shock/world.oil_price")
        self.purge_luck = self.luck.uniform("chance/purge")
        self.world = SimpleNamespace(numbers=self.numbers.capitals["world"])
        self.ankara, self.brussels, self.washington = Ankara(self), Brussels(self), Washington(self)
        self.moscow, self.baku = Moscow(self), Baku(self)
        self.capitals: tuple[Capital, ...] = (self.ankara, self.brussels, self.washington, self.moscow, self.baku)
        self.holders: Mapping[str, Any] = {"world": self.world, **{c.name: c for c in self.capitals}}
        consequences.begin(self, plan.seeds.starts[self.anchor])

    # -- the quarter --------------------------------------------------------------------------------------------------
    @np.errstate(over="ignore")  # of exp, in curves.rises
    def _one_quarter(self) -> None:
        self.quarter += 1
        self.row += 1
        for _, _, part in QUARTER:
            part(self)

    def step(self) -> None:
        """One quarter; ``running`` turns False after the scenario's last. Raises RunError beyond it."""
        if self.quarter >= self.last:
            raise RunError(f"the run ended in {format_quarter(self.last)}; ask for more quarters to go on")
        self._one_quarter()
        self.datacollector.collect(self)
        self.running = self.quarter < self.last

    def run(self) -> None:
        """Step to the end of the scenario."""
        while self.running:
            self.step()

    @property
    def vectors(self) -> NDArray[np.int64] | None:
        """Which parameter vector each member has, (members,); None where members share none."""
        shared = self.plan.vectors
        return None if shared is None else shared.places(self.members)

    @property
    def vector_count(self) -> int:
        """Number of parameter vectors that members share."""
        shared = self.plan.vectors
        return 0 if shared is None else len(shared.candidates)

    @property
    def records(self) -> dict[str, NDArray[Any]]:
        """What was recorded: (quarters, members) or (quarters, axis, members), float32; moves int8."""
        return self.record.kept

    @staticmethod
    def decisions() -> dict[str, tuple[str, ...]]:
        """Moves by decision, in the order of their codes in records."""
        return {decision.name: decision.moves for decision in all_decisions()}

    def close(self) -> None:
        """Let go of this model: Mesa 3.3 keeps every model alive in a class-level table."""
        if "capitals" not in self.__dict__:
            return
        self.remove_all_agents()
        getattr(mesa.Agent, "_ids", {}).pop(self, None)
        # Model and capitals know each other: taken apart here, their arrays go at once instead of at some collection.
        for capital in self.capitals:
            capital.__dict__.clear()
        record = self.record
        record.close()
        self.__dict__.clear()
        self.record = record


def all_decisions() -> tuple[Decision, ...]:
    """Every decision of every capital, in the order in which they are made."""
    return tuple(d for capital in (Ankara, Brussels, Washington, Moscow, Baku) for d in capital.DECISIONS)
