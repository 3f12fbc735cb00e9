"""What ``tightrope report`` does: find or make the runs, write the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tightrope.cli.asked import Asked, asked, shortened
from tightrope.cli.notes import say_notes
from tightrope.cli.progress import Progress
from tightrope.errors import InputError, Problem
from tightrope.figures.files import FIGURES, NEEDS
from tightrope.report import check_file, report_of, write_report
from tightrope.results import is_results_folder, open_run

if TYPE_CHECKING:
    from tightrope.results import Run

EFFORTS = {"what decided": 4, "pair by pair": 3, "figures": 2}
"""Steps that take longer than drawing one figure, and how many times as long."""

RESULTS = Path("results")
"""Where a report goes unless it is said."""


@dataclass(frozen=True)
class Wanted:
    """The runs of a report in their order, those to be made and those that there are, and its file. Close it."""

    runs: tuple[Asked | Run, ...]
    place: Path

    def close(self) -> None:
        """Let go of opened results."""
        for one in self.runs:
            if not isinstance(one, Asked):
                one.close()


def wanted(words: Sequence[str], members: int | None, out: Path | None) -> Wanted:
    """Find the runs. Raises InputError, with all problems, before anything is run or written."""
    problems: list[Problem] = []
    runs: list[Asked | Run] = []
    for word in words:
        try:
            runs.append(_one(word, members))
        except InputError as error:
            problems.extend(problem for problem in error.problems if problem not in problems)
    _tell_apart(runs)
    names = [one.name for one in runs]
    place = out or RESULTS / f"{shortened('-'.join(['report', *dict.fromkeys(names)]))}.html"
    problems += _unusable(words, names, place)
    if problems:
        Wanted(tuple(runs), place).close()
        raise InputError(problems)
    return Wanted(tuple(runs), place)


def _one(word: str, members: int | None) -> Asked | Run:
    folder = Path(word)
    if not is_results_folder(folder):
        (found,) = asked([word], options={"members": members})
        return found
    if members is not None:
        found_words = f"together with the results folder {word}, which is read as it is"
        raise InputError([Problem("--members", None, None, "", found_words, "scenarios, which are run")])
    return open_run(folder)


def _tell_apart(runs: Sequence[Asked | Run]) -> None:
    """Call results by their folder where two runs have one name."""
    names = [one.name for one in runs]
    for one in runs:
        if not isinstance(one, Asked) and names.count(one.name) > 1:
            one.name = str(one.folder)


def _unusable(words: Sequence[str], names: Sequence[str], place: Path) -> list[Problem]:
    """What is wrong with the runs together, and with the file."""
    from tightrope.figures.columns import MOST

    problems = [
        Problem(name, None, None, "", "asked for more than once", "runs with different names")
        for name in dict.fromkeys(names)
        if names.count(name) > 1
    ]
    if len(words) > MOST:
        fix = "tightrope plot puts more on one figure"
        problems.append(Problem("report", None, None, "", f"{len(words)} runs", f"at most {MOST}", fix))
    try:
        check_file(place)
    except InputError as error:
        problems.extend(error.problems)
    return problems


def carry_out(wanted: Wanted, progress: Progress) -> Path:
    """Run what there is not yet, and write the page; returns the file."""
    from tightrope import face

    runs: list[Run] = []
    for one in wanted.runs:
        if isinstance(one, Asked):
            progress.phase(f"{one.name}: simulating")
            runs.append(face.carry_out(one.scenario, one.name, progress=progress))
        else:
            runs.append(one)
    return write_report(report_of(runs, Steps(progress, runs)), wanted.place)


class Steps:
    """Tells a bar how far a report of some runs is: call it with what is being done."""

    def __init__(self, progress: Progress, runs: Sequence[Run]) -> None:
        self._progress = progress
        self._total = sum(map(_effort, _to_be_done(runs)))
        self._done = self._going_on = 0

    def __call__(self, name: str) -> None:
        """Begin a step; the one before is done."""
        self._done += self._going_on
        self._going_on = _effort(name)
        self._progress.step(name, min(self._done, self._total), self._total)


def _to_be_done(runs: Sequence[Run]) -> list[str]:
    """The steps of a report, by the words that it says of each."""
    steps = [step for _ in runs for step in ("what decided", "what goes with the ending")]
    if len(runs) == 1:
        return [*steps, *(name for name in FIGURES if runs[0].recorded(*NEEDS[name]))]
    return [*steps, "figures", *(step for _ in runs[1:] for step in ("pair by pair", "beside: figures"))]


def _effort(step: str) -> int:
    """How long a step takes, in parts of a report: lives lived again take longest."""
    return next((effort for words, effort in EFFORTS.items() if step.endswith(words)), 1)


def say_warnings(wanted: Wanted) -> None:
    """Print the warnings and notes of all scenarios, each once."""
    say_notes(one.scenario for one in wanted.runs)
