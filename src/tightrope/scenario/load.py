"""Load a scenario: find it, read what it extends, check it all, and resolve it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tightrope.errors import InputError, Problem, in_words
from tightrope.evidence import Seeds, load_seeds
from tightrope.locate import data_folder
from tightrope.marked import Marked
from tightrope.scenario.draft import Draft
from tightrope.scenario.find import Chain, Found, find, read_chain, shipped_names
from tightrope.scenario.head import INHERITED, STARTER_QUESTION, Head
from tightrope.scenario.layer import lay_over
from tightrope.scenario.plan import Scenario
from tightrope.scenario.resolve import idle_overrides, shown


def scenario_names(*, scenarios: Path | None = None) -> list[str]:
    """Return the names of the shipped scenarios, or of those in another folder."""
    return shipped_names(data_folder("scenarios") if scenarios is None else scenarios)


def load(name_or_path: str | Path, *, seeds: Seeds | None = None, scenarios: Path | None = None) -> Scenario:
    """Return a scenario by shipped name, by path, or from a results folder.

    ``seeds`` and ``scenarios`` (the folder of shipped ones) are the package's own unless given. Raises
    InputError with all problems of the file and of everything it extends.
    """
    known = load_seeds() if seeds is None else seeds
    folder = data_folder("scenarios") if scenarios is None else scenarios
    problems: list[Problem] = []
    return _resolved(read_chain(find(name_or_path, folder), folder, problems), known, problems)


def load_to_run(name_or_path: str | Path) -> Scenario:
    """Return a scenario by shipped name or from a file.

    A results folder is refused: its scenario ran with numbers of its own, which ``tightrope.load`` reads too.
    """
    if Path(name_or_path).is_dir() and str(name_or_path) not in scenario_names():
        raise InputError([
            Problem(str(name_or_path), None, None, "", "a folder", "the name of a scenario, or a scenario file",
                    f"load(\"{name_or_path}\") reads a results folder with the numbers of its run")
        ])  # fmt: skip
    return load(name_or_path)


def load_text(
    text: str, name: str, *, quick: bool = False, seeds: Seeds | None = None, scenarios: Path | None = None
) -> Scenario:
    """Return the scenario that a text holds, as if it lay in a file of that name.

    It may extend shipped scenarios by their names and no file. ``quick`` is for a text that has been read before and
    was sound. Raises InputError with all problems.
    """
    known = load_seeds() if seeds is None else seeds
    folder = data_folder("scenarios") if scenarios is None else scenarios
    problems: list[Problem] = []
    found = Found(Path(f"{name}.yaml"), f"{name}.yaml", name)
    return _resolved(read_chain(found, folder, problems, text=text, quick=quick), known, problems)


def _resolved(chain: Chain, known: Seeds, problems: list[Problem]) -> Scenario:
    """Return the scenario that a chain of files amounts to; ``problems`` are those found in reading them."""
    above = draft = Draft(complete=chain.complete)
    for found, marked in chain.files:
        above, draft = draft, lay_over(draft, marked, known, problems, found.name)
    if chain.files:
        misspelt = any(problem.fix == "did you mean 'extends'?" for problem in problems)
        problems = [*_missing(chain, draft, misspelt), *problems]
    if problems:
        raise InputError(problems)
    warnings = (*_unasked(chain, draft), *idle_overrides(above, draft, known))
    return Scenario.from_draft(_with_warnings(draft, warnings), known)


def embedded(marked: Marked, key: str, name: str, *, seeds: Seeds | None = None) -> Scenario:
    """Return the scenario that another file holds under a key, complete, as ``Scenario.resolved`` writes it.

    Raises InputError with every problem, at its line of that file.
    """
    data = marked.data.get(key)
    if not isinstance(data, dict):
        found = "missing" if key not in marked.data else in_words(data)
        raise InputError([marked.problem((key,), found, "a complete scenario")])
    known = load_seeds() if seeds is None else seeds
    inner = Marked(data, {loc[1:]: at for loc, at in marked.marks.items() if loc[:1] == (key,)}, marked.file)
    problems: list[Problem] = []
    if "extends" in data:
        problems.append(inner.problem(("extends",), "a scenario to extend", "a scenario written out whole"))
    draft = lay_over(Draft(), inner, known, problems, name)
    problems += [
        inner.problem((word,), "missing", str(Head.model_fields[word].description))
        for word in ("title", "question", *INHERITED)
        if word not in data
    ]
    if problems:
        raise InputError(problems)
    return Scenario.from_draft(draft, known)


def _with_warnings(draft: Draft, warnings: tuple[str, ...]) -> Draft:
    return replace(draft, warnings=(*draft.warnings, *warnings))


def _unasked(chain: Chain, draft: Draft) -> tuple[str, ...]:
    """A warning where a file asks no question of its own yet."""
    if draft.question != STARTER_QUESTION:
        return ()
    place = shown(chain.files[-1][1].at(("question",)))
    return (f"warning: {place}: question: still that of the template; say what this scenario asks",)


def _missing(chain: Chain, draft: Draft, misspelt: bool) -> list[Problem]:
    """Return the problems of what the loaded file needs and has neither written nor inherited.

    ``misspelt`` says that it does extend something, by a word that has been refused.
    """
    marked = chain.files[-1][1]
    problems = [
        marked.problem((key,), "missing", str(Head.model_fields[key].description))
        for key in ("title", "question")
        if key not in marked.data
    ]
    unwritten = [key for key in INHERITED if all(key not in file.data for _, file in chain.files)]
    if chain.complete and not misspelt and len(unwritten) > len(INHERITED) / 2:
        # Hardly meant to say all itself: one problem, with the one line that solves it.
        expected = f"the scenario that gives {', '.join(unwritten[:-1])} and {unwritten[-1]}"
        fix = "add the line 'extends: baseline'"
        return [chain.files[0][1].problem(("extends",), "missing", expected, fix), *problems]
    if draft.complete:
        problems += [
            marked.problem((key,), "missing", str(Head.model_fields[key].description), "or extend baseline")
            for key in INHERITED
            if key not in draft.head
        ]
    return problems
