"""What was asked to be explained: a scenario, or a run that must be had again, and which member and quarter."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tightrope.errors import InputError, Problem, in_words, nearest, told
from tightrope.explanation.story import Records, Story, tell
from tightrope.explanation.summary import Summary, summarise
from tightrope.quarters import format_quarter, looks_like_quarter, parse_quarter
from tightrope.results import Run, open_run
from tightrope.results.again import check_again
from tightrope.results.folder import TRAJECTORIES
from tightrope.results.words import spread_in_words
from tightrope.scenario import Scenario, scenario_names

EXPLAINED = 1000
"""Members that a summary looks at, the first of a run."""


@dataclass(frozen=True, eq=False)
class Subject:
    """A scenario to be lived through, or a run to be lived through again.

    ``members`` are the indices that there are. ``run`` is None for a scenario; ``folder`` is where the run was read
    from, None for a run of this session.
    """

    name: str
    plan: Scenario
    spread: str
    members: Sequence[int] | NDArray[np.int64]
    run: Run | None = None
    folder: Path | None = None

    def companions(self, member: int) -> list[int]:
        """Whom to let live beside a member so that the run can be checked: one that was kept whole, if it was not."""
        if self.run is None:
            return []
        kept = self.run.data["member"].values
        return [] if member in kept else [int(kept[0])]

    def sample(self) -> list[int]:
        """The members of a summary: the first that there are, and of a large run the first that were kept."""
        known = self.members if self.run is None else self.run.data["member"].values
        return [int(member) for member in known[:EXPLAINED]]

    def check(self, records: Records, members: list[int]) -> None:
        """Raise InputError unless what members lived again is what the run holds of them."""
        if self.run is not None and self.folder is not None:
            check_again(self.folder, self.run, records, members)

    def close(self) -> None:
        """Let go of the file of a run that was read from one."""
        if self.run is not None and self.folder is not None:
            self.run.close()


def is_stored_run(word: str | Path) -> bool:
    """Whether a word names a folder, which must be one of results, and not a shipped scenario."""
    return str(word) not in scenario_names() and Path(word).is_dir()


def subject_of(asked: Scenario | Run | Path, name: str = "") -> Subject:
    """The subject that a scenario, a run or a results folder amounts to."""
    if isinstance(asked, Scenario):
        return Subject(name or asked.name, asked, spread_in_words(asked, 0), range(asked.members))
    run = open_run(asked) if isinstance(asked, Path) else asked
    source = run.data.encoding.get("source")
    folder = Path(source).parent if source and Path(source).name == TRAJECTORIES else None
    shown = asked if isinstance(asked, Path) else folder
    members = run.data["everyone" if run.folded else "member"].values
    return Subject(run.name, run.scenario, str(run.data.attrs["spread"]), members, run, shown)


# -- what was asked, checked ------------------------------------------------------------------------------------------
def asked_member(subject: Subject, member: int) -> list[Problem]:
    """What is wrong with the number of a member."""
    if member in subject.members:
        return []
    return [Problem("--member", None, None, "", in_words(member), _members_in_words(subject.members))]


def _members_in_words(members: Collection[int]) -> str:
    known = [int(member) for member in members]
    if known == list(range(known[0], known[-1] + 1)):
        return f"a member from {known[0]} to {known[-1]}"
    some = ", ".join(str(member) for member in known[:10])
    return f"one of the members {some}{' ...' if len(known) > 10 else ''}"


def asked_quarter(subject: Subject, text: str) -> tuple[int, list[Problem]]:
    """The quarter written like 2015-Q1, and what is wrong with it."""
    first, last = subject.plan.start, subject.plan.start + subject.plan.quarters - 1
    window = f"a quarter from {format_quarter(first)} to {format_quarter(last)}"
    try:
        quarter = parse_quarter(text)
    except ValueError as error:
        names = [format_quarter(one) for one in range(first, last + 1)]
        if not looks_like_quarter(text):
            return first, [Problem("--quarter", None, None, "", in_words(text), window, nearest(text, names))]
        # Of a quarter written in another way the quarter itself was meant; one beyond all time has no near spelling.
        meant = told(error)[2]
        if any(f"'{name}'" in meant for name in names):
            return first, [Problem("--quarter", None, None, "", in_words(text), window, meant)]
        return first, [Problem("--quarter", None, None, "", f"{text}, outside the run", window)]
    if not first <= quarter <= last:
        return first, [Problem("--quarter", None, None, "", f"{text}, outside the run", window)]
    return quarter, []


def wrong_with(subject: Subject, member: int | None, quarter: str | None) -> list[Problem]:
    """Everything that is wrong with what was asked of a subject."""
    problems = [] if member is None else asked_member(subject, member)
    return problems + ([] if quarter is None else asked_quarter(subject, quarter)[1])


def answer(subject: Subject, member: int | None, quarter: str | None) -> Story | Summary:
    """The story of a member, cut down to a quarter if one is asked for; without a member what decided over many.

    Raises InputError with all problems, among them a run that lives otherwise now than when it was made.
    """
    problems = wrong_with(subject, member, quarter)
    if problems:
        raise InputError(problems)
    when = None if quarter is None else asked_quarter(subject, quarter)[0]
    about = {"name": subject.name, "spread": subject.spread}
    if member is None:
        sample = subject.sample()
        summary, records = summarise(subject.plan, sample, len(subject.members), when, **about)
        subject.check(records, sample)
        return summary
    company = subject.companions(member)
    story, records = tell(subject.plan, member, company, **about)
    subject.check(records, [member, *company])
    return story if when is None else story.only(when)
