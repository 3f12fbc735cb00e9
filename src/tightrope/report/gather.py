"""Everything that a report tells, worked out before a word of it is written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from tightrope.comparison import Comparison, Facts, compare, problems_of
from tightrope.errors import InputError, RunError
from tightrope.explanation import Summary, answer, subject_of
from tightrope.report.ranks import Links, links
from tightrope.report.varied import Varied, varied
from tightrope.results import Run
from tightrope.results.folder import about

Phase = Callable[[str], None]

NEEDED = ("baku.position", "baku.outcome")
"""Variables without which there is nothing to report."""


@dataclass(frozen=True, eq=False)
class Part:
    """One run of a report.

    ``head`` is what ``run.json`` says; ``summary`` what decided each kind of move and ``links`` what goes with the
    ending, None where that cannot be said. ``lost`` says why not, of a run whose members live otherwise today.
    """

    run: Run
    head: dict[str, Any]
    varied: Varied
    summary: Summary | None
    links: Links | None
    lost: str = ""

    @property
    def name(self) -> str:
        """The run's name."""
        return self.run.name


@dataclass(frozen=True, eq=False)
class Pairing:
    """The first run beside another: compared member by member, or why they cannot be."""

    a: Part
    b: Part
    found: Comparison | None
    why_not: str = ""


@dataclass(frozen=True, eq=False)
class Material:
    """What a report is made of."""

    parts: tuple[Part, ...]
    pairings: tuple[Pairing, ...]

    @property
    def alone(self) -> bool:
        """Whether the report is of one run."""
        return len(self.parts) == 1


def gather(runs: Sequence[Run], phase: Phase | None = None) -> Material:
    """Work out what there is to tell of runs with different names; ``phase`` is told what is being done.

    Raises RunError where a run did not record position and outcome.
    """
    for run in runs:
        run.require(*NEEDED)
    say = phase or (lambda _: None)
    parts = tuple(_part(run, say) for run in runs)
    return Material(parts, tuple(_pairing(parts[0], other, say) for other in parts[1:]))


def _part(run: Run, say: Phase) -> Part:
    say(f"{run.name}: what decided")
    try:
        summary = answer(subject_of(run), None, None)
    except InputError as error:
        return Part(run, about(run), varied(run), None, None, _reason(error))
    assert isinstance(summary, Summary)
    say(f"{run.name}: what goes with the ending")
    return Part(run, about(run), varied(run), summary, links(run))


def _pairing(a: Part, b: Part, say: Phase) -> Pairing:
    say(f"{a.name} and {b.name}: pair by pair")
    problems = problems_of(Facts.of_run(a.run, a.name), Facts.of_run(b.run, b.name))
    if problems:
        return Pairing(a, b, None, _reason(InputError(problems)))
    lost = [f"{one.name}: {one.lost}" for one in (a, b) if one.lost]
    if lost:
        return Pairing(a, b, None, "; ".join(lost))
    try:
        return Pairing(a, b, compare(a.run, b.run))
    except InputError as error:
        return Pairing(a, b, None, _reason(error))
    except RunError as error:
        return Pairing(a, b, None, str(error))


def _reason(error: InputError) -> str:
    """Problems as a sentence, without the place, which is a folder's."""
    return "; ".join(f"{one.where}: {one.found}" if one.where else one.found for one in error.problems)
