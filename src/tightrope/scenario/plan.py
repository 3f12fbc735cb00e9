"""A scenario as a run needs it: resolved, checked and complete."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from tightrope.errors import Problem
from tightrope.evidence import Seeds, Setting, Vectors
from tightrope.scenario import changes, written
from tightrope.scenario.draft import Draft, Event
from tightrope.scenario.layer import lay_over
from tightrope.scenario.resolve import events_of_run, idle_overrides, run_up, settings_of_run, shown, vector_warnings


@dataclass(frozen=True)
class Scenario:
    """One what-if: a run of ``quarters`` quarters from ``start``, and what differs from the seeds in it.

    ``settings`` holds only the parameters whose values differ from the seeds' within the run, ``origins`` the
    place of every value by dotted key, ``extends`` the chain of names from the nearest to the root,
    ``warnings`` texts beginning with "warning: " or "note: ".
    """

    name: str
    title: str
    question: str
    id: str
    start: int
    quarters: int
    members: int
    seed: int
    uncertainty: str
    theory: str
    settings: Mapping[str, Setting]
    events: Mapping[str, Event]
    notes: Mapping[str, str]
    extends: tuple[str, ...]
    origins: Mapping[str, str]
    warnings: tuple[str, ...]
    seeds: Seeds = field(repr=False, compare=False)
    draft: Draft = field(repr=False, compare=False)

    @property
    def end(self) -> int:
        """The last quarter of the run."""
        return self.start + self.quarters - 1

    @property
    def vectors(self) -> Vectors | None:
        """The parameter vectors that members share; None unless the uncertainty is history."""
        return self.seeds.vectors if self.uncertainty == "history" else None

    @property
    def simulated_from(self) -> int:
        """The quarter in which the simulation begins: the latest documented start not after ``start``."""
        return run_up(self.seeds, self.start)

    @classmethod
    def from_draft(cls, draft: Draft, seeds: Seeds) -> Scenario:
        """Return the scenario of a draft in which nothing is wrong or missing."""
        window = draft.window
        assert window is not None
        simulated = (run_up(seeds, window[0]), window[1])
        settings, setting_notes = settings_of_run(draft, seeds, simulated)
        events, event_notes = events_of_run(draft, simulated)
        return cls(
            name=draft.name,
            title=draft.title,
            question=draft.question,
            id=draft.id,
            **draft.head,
            settings=settings,
            events=events,
            notes=draft.notes,
            extends=draft.extends,
            origins={key: shown(at) for key, at in draft.origins.items()},
            warnings=(*draft.warnings, *setting_notes, *event_notes, *vector_warnings(draft.head, seeds)),
            seeds=seeds,
            draft=draft,
        )

    def set(self, changed: Mapping[str, object]) -> Scenario:
        """Return the scenario with some values changed, after the same checks as in a file.

        Keys are "capital.name", members, seed, quarters, start, uncertainty and theory; values are numbers,
        dicts like those of a file, or text as on a command line. Raises InputError with every problem.
        """
        problems: list[Problem] = []
        marked = changes.as_file(changed, self.seeds.parameters, problems)
        above = self.draft
        draft = lay_over(above, marked, self.seeds, problems)
        if problems:
            raise changes.refused(problems)
        idle = idle_overrides(above, draft, self.seeds, head=False)
        draft = replace(
            draft,
            name=above.name,
            title=above.title,
            question=above.question,
            id=above.id,
            notes=above.notes,
            extends=above.extends,
            warnings=(*above.warnings, *draft.warnings, *idle),
        )
        return Scenario.from_draft(draft, self.seeds)

    def setting(self, key: str) -> Setting:
        """Return what a parameter is set to, here or else in the seeds; KeyError for an unknown one."""
        return self.settings[key] if key in self.settings else self.seeds.parameters[key].setting

    def resolved(self) -> dict[str, Any]:
        """Return the content of a scenario file that says the same and inherits nothing."""
        return written.as_data(self)

    def to_yaml(self) -> str:
        """Return the text of a scenario file that says the same and inherits nothing."""
        return written.as_text(self.resolved())
