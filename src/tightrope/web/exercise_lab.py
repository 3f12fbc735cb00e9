"""Where the page's workers run the worlds of an exercise: with kept luck, and holding only what is looked at."""

from __future__ import annotations

from dataclasses import replace

from tightrope.ensemble import simulate
from tightrope.exercises.compute import LEVER, Lab
from tightrope.exercises.quantities import FirstQuarter
from tightrope.exercises.steps import Check, Compare, Exercise, Show
from tightrope.model import AlignmentModel
from tightrope.results import Run
from tightrope.scenario import Scenario
from tightrope.web import charts
from tightrope.web.work import CHARTED, OUTCOME, POSITION, kept_luck

CHARTS = {
    "position": charts.position,
    "outcomes": charts.outcomes,
    "purse": charts.purse,
    "levers": charts.levers,
}
"""Figures that the page draws itself; of others it shows the picture that the terminal would write."""


class PageLab(Lab):
    """A lab whose runs hold what its exercise looks at: a tenth of all that there is."""

    def made(self, plan: Scenario, name: str) -> Run:
        """A run of the exercise's members, as any lab makes it."""
        plan, record = replace(plan, members=self.members), looked_at(self.exercise)
        return Run.of(simulate(plan, self.members, workers=1, record=record, luck=kept_luck), name=name)


def looked_at(exercise: Exercise) -> tuple[str, ...] | None:
    """The keys that an exercise's steps need; None for all, where one draws a figure that the page has no chart of."""
    found = {POSITION, OUTCOME, LEVER, *(measure.output for measure in exercise.measures.values())}
    for step in exercise.steps:
        if isinstance(step, Show) and step.figure:
            if step.figure not in CHARTS:
                return None
            found |= set(CHARTED)
        elif isinstance(step, Compare) and step.tipped:
            found |= {f"move.{decision}" for decision in AlignmentModel.decisions()}
        elif isinstance(step, Check) and isinstance(step.quantity, FirstQuarter) and step.quantity.output:
            found.add(step.quantity.output)
    return tuple(sorted(found))
