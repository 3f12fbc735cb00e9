"""What a script calls: the few functions behind ``import tightrope``."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, overload

from tightrope.errors import InputError, Problem, in_words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from tightrope.comparison import Comparison
    from tightrope.evidence import Seeds
    from tightrope.explanation import Story, Summary
    from tightrope.results import Run
    from tightrope.scenario import Scenario

T = TypeVar("T")


def version() -> str:
    """The version of the package, also where it is used from a checkout without being installed."""
    from tightrope.release import own_version

    return own_version()


def run(
    scenario: Scenario | str | Path,
    *,
    members: int | Sequence[int] | NDArray[np.int64] | None = None,
    seed: int | None = None,
    quarters: int | None = None,
    set: Mapping[str, Any] | None = None,
    theory: str | None = None,
    uncertainty: str | None = None,
    workers: int | None = None,
    record: Collection[str] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Run:
    """Run a scenario and return what it found; no folder is written (``Run.save`` does).

    ``scenario`` is a scenario, the name of a shipped one, or the path of a scenario file or a results folder.
    ``members`` is a count, or a list of indices: ``members=[17, 90]`` gives members 17 and 90 exactly as they
    are in any ensemble. ``set`` maps "capital.name" to a number, a dated path or a range. ``record`` limits
    what is kept to some variables; ``progress`` is called with (members done, of how many). Whatever is left
    out is the scenario's own.

    Raises InputError, with all problems, where the scenario or a change to it is refused, and RunError where
    the run fails.
    """
    from tightrope.scenario import indices_of

    problems: list[Problem] = []
    indices = None if members is None else _tried(lambda: indices_of(members), problems)
    by_index = hasattr(members, "__iter__")
    given = {
        "members": None if indices is None or by_index else len(indices),
        "seed": seed,
        "quarters": quarters,
        "theory": theory,
        "uncertainty": uncertainty,
    }
    changes = {**(set or {}), **{key: value for key, value in given.items() if value is not None}}
    plan = _tried(lambda: changed(plan_of(scenario), changes), problems)
    if plan is None or problems:
        raise InputError(_by_argument(problem, set or {}) for problem in problems)
    chosen = indices if by_index else None
    return carry_out(plan, plan.name, members=chosen, workers=workers, record=record, progress=progress)


def _by_argument(problem: Problem, by_hand: Mapping[str, Any]) -> Problem:
    """The problem, shown at the argument that has the key's name unless the key was given in ``set``."""
    from dataclasses import replace

    from tightrope.scenario.changes import IN_PYTHON
    from tightrope.scenario.head import OPTIONS

    if problem.file == IN_PYTHON and problem.where in OPTIONS and problem.where not in by_hand:
        return replace(problem, file=problem.where, where="")
    return problem


def _tried(make: Callable[[], T], problems: list[Problem]) -> T | None:
    """What a function makes; None where it refuses, with the problems noted."""
    try:
        return make()
    except InputError as error:
        problems.extend(error.problems)
        return None


def plan_of(scenario: Scenario | str | Path) -> Scenario:
    """The scenario itself, loaded if need be; that of a results folder with the numbers of its run.

    Raises InputError, with all problems, for anything else.
    """
    from dataclasses import replace

    from tightrope.scenario import load, scenario_names

    if not isinstance(scenario, str | Path):
        return _loaded(scenario)
    folder = Path(scenario)
    if str(scenario) in scenario_names() or not folder.is_dir():
        return load(scenario)
    from tightrope.results.numbers_back import plan_in

    plan, said = plan_in(folder)
    told = tuple(text.replace(": ", f": {folder}: ", 1) for text in said)
    # In the draft too, so that they are still told when some values are changed.
    draft = replace(plan.draft, warnings=(*plan.draft.warnings, *told))
    return replace(plan, draft=draft, warnings=(*plan.warnings, *told))


def load(name_or_path: str | Path, *, seeds: Seeds | None = None, scenarios: Path | None = None) -> Scenario:
    """Return a scenario by shipped name or by path, or that of a results folder with the numbers of its run.

    ``seeds`` and ``scenarios`` (the folder of shipped ones) are the package's own unless given. Raises InputError with
    all problems.
    """
    from tightrope.scenario import load as load_file

    if seeds is None and scenarios is None:
        return plan_of(name_or_path)
    return load_file(name_or_path, seeds=seeds, scenarios=scenarios)


def _loaded(scenario: object) -> Scenario:
    """A scenario that is one already."""
    from tightrope.scenario import Scenario

    if not isinstance(scenario, Scenario):
        expected = "a scenario, the name of one, or the path of a scenario file or a results folder"
        raise InputError([Problem("scenario", None, None, "", in_words(scenario), expected)])
    return scenario


def changed(plan: Scenario, changes: Mapping[str, Any]) -> Scenario:
    """The scenario with some values changed, or itself."""
    return plan.set(changes) if changes else plan


def carry_out(
    plan: Scenario,
    name: str,
    *,
    members: Sequence[int] | NDArray[np.int64] | None = None,
    workers: int | None = None,
    record: Collection[str] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Run:
    """Run a scenario as it stands and return what it found, under a name for its results."""
    import time

    from tightrope.ensemble import simulate
    from tightrope.results import Run

    began = time.perf_counter()
    ensemble = simulate(plan, members, workers=workers, record=record, progress=progress)
    return Run.of(ensemble, name=name, seconds=round(time.perf_counter() - began, 3))


@overload
def explain(run: Run | Scenario | str | Path, *, member: int, quarter: str | None = None) -> Story: ...


@overload
def explain(run: Run | Scenario | str | Path, *, member: None = None, quarter: str | None = None) -> Summary: ...


def explain(
    run: Run | Scenario | str | Path, *, member: int | None = None, quarter: str | None = None
) -> Story | Summary:
    """Say why: the story of one member, or what decided each kind of move over many.

    ``run`` is a run, a scenario, the name of one, or the path of a scenario file or a results folder. A story holds
    every quarter with every decision weighed, and its ``only`` and ``at`` single quarters; ``quarter``, written like
    "2021-Q1", leaves that one. Members live again for it, which takes a fraction of a second.

    Raises InputError, with all problems, for a member or quarter that there is not, and for a results folder that
    these versions cannot repeat.
    """
    from tightrope.explanation import answer, is_stored_run, subject_of
    from tightrope.results import Run

    stored = isinstance(run, str | Path) and is_stored_run(run)
    subject = subject_of(Path(run) if stored else run if isinstance(run, Run) else plan_of(run))  # type: ignore[arg-type]
    try:
        return answer(subject, member, quarter)
    finally:
        if stored:
            subject.close()


def compare(
    a: Run | Scenario | str | Path,
    b: Run | Scenario | str | Path | None = None,
    *,
    set: Mapping[str, Any] | None = None,
    members: int | None = None,
    seed: int | None = None,
    workers: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Comparison:
    """Compare two runs member by member on common luck; no folder is written (``Comparison.save`` does).

    Each is a run, or what ``run`` takes; results folders are opened, scenarios run. ``set`` changes values in ``b`` or,
    where there is no ``b``, in a copy of ``a``. ``members`` and ``seed`` are given to both, which are then run anew;
    ``progress`` is called with (done, of how many) by each part of the work.

    Raises InputError, with all problems, where something is refused or the two cannot be paired, and RunError where a
    run fails or lacks what is needed.
    """
    from tightrope.comparison import Facts, problems_of
    from tightrope.comparison import compare as lay_together
    from tightrope.errors import InputError, Problem
    from tightrope.results import Run

    if b is None and not set:
        raise InputError([Problem("compare", None, None, "", "one run and nothing changed", "a second run, or set={}")])
    both = {key: value for key, value in {"members": members, "seed": seed}.items() if value is not None}
    first = _run_or_plan(a, both)
    if not isinstance(first, Run):
        first = carry_out(first, first.name, workers=workers, progress=progress)
    second = _run_or_plan(first if b is None else b, {**both, **(set or {})})
    if not isinstance(second, Run):
        # A change to what was run before is tried on the very members that it holds.
        chosen = first.data["member"].values.tolist() if b is None else None
        facts = Facts.of_plan("B", second, None if chosen is None else len(chosen))
        if problems := problems_of(Facts.of_run(first, "A"), facts):
            raise InputError(problems)
        second = carry_out(second, second.name, members=chosen, workers=workers, progress=progress)
    return lay_together(first, second, progress=progress)


def _run_or_plan(side: Run | Scenario | str | Path, changes: Mapping[str, Any]) -> Run | Scenario:
    """A run that is there already, or the scenario to run."""
    from tightrope.results import Run, is_results_folder, open_run

    if isinstance(side, Run):
        return changed(side.scenario, changes) if changes else side
    if isinstance(side, str | Path) and not changes and is_results_folder(Path(side)):
        return open_run(side)
    return changed(plan_of(side), changes)
