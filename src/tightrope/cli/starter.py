"""The file that ``tightrope scenario new`` writes."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from tightrope.errors import InputError, Problem
from tightrope.quarters import format_quarter
from tightrope.scenario.head import STARTER_QUESTION

if TYPE_CHECKING:
    from tightrope.scenario import Scenario

SCHEMA_FILE = "tightrope.schema.json"

TEXT = """\
# yaml-language-server: $schema={schema}
# Write only what differs from {above}; what is commented out shows how, with the values now in force.
title: "{title}"
question: {question}
extends: {extends}

# start: {start}
# quarters: {quarters}
# members: {members}
# seed: {seed}
# uncertainty: {uncertainty}          # none | chance | full | history
# theory: {theory}

# Any number of the model, by its capital and name: `tightrope evidence parameters WORD` finds it. Set it to a
# number, to a dated path (straight lines between the dates, flat outside them), to a range from which every
# member draws its own, or to a fall.
# washington:
#   engagement: 0.5
# brussels:
#   criticism: {{{start}: 0.2, {end}: 0.4}}
# moscow:
#   drive: {{low: 0.7, high: 0.95}}
# world:
#   oil_price: {{fall: 60 %, over: 3 years}}

# Dated events by any name; null removes one that is inherited. Kinds:
{kinds}
# events:
#   flare_up: {{quarter: {middle}, event: {kind}, severity: 0.8}}

# notes:
#   notice: What to watch when it has run.
#   try: What to change next.
"""


def start_file(name: str, extends: str) -> Path:
    """Write the starter file and return its path.

    ``name`` is a bare name or a path; ``extends`` the name of a shipped scenario or a path. Raises InputError
    if the scenario cannot be loaded, or the file exists or cannot be there.
    """
    from tightrope.scenario import load, scenario_names

    path = Path(name if name.endswith((".yaml", ".yml")) else f"{name}.yaml")
    problems: list[Problem] = []
    above = None
    try:
        above = load(extends)
    except InputError as error:
        problems.extend(error.problems)
    problems.extend(_place_problems(path, scenario_names()))
    if above is None or problems:
        raise InputError(problems)
    shown = extends if extends in scenario_names() else _relative(extends, path)
    text = starter(above, path.stem, shown)
    with path.open("x", encoding="utf-8") as file:
        file.write(text)
    return path


def _place_problems(path: Path, shipped: list[str]) -> list[Problem]:
    def problem(found: str, expected: str) -> Problem:
        return Problem(str(path), None, None, "", found, expected)

    if re.fullmatch(r"[\w+.=-]+", path.stem) is None or path.stem.startswith("."):
        return [problem("not a name for a scenario", "letters, digits and hyphens, such as dear-oil")]
    if path.stem in shipped:
        return [problem("the name of a shipped scenario", "another name, so that results are not mixed up")]
    if os.path.lexists(path):
        return [problem("a file that exists already; it is left as it is", "a new name")]
    if not path.parent.is_dir():
        return [problem(f"no folder {path.parent}", "a folder that exists")]
    return []


def _relative(extends: str, path: Path) -> str:
    """The path to a scenario file as seen from the new file; it keeps a slash, so that it reads as a path."""
    target = Path(extends) / "scenario.yaml" if Path(extends).is_dir() else Path(extends)
    relative = Path(os.path.relpath(target, path.parent)).as_posix()
    return relative if "/" in relative else f"./{relative}"


def starter(above: Scenario, name: str, extends: str) -> str:
    """The text of a starter file; everything in it that is commented out is legal where it stands."""
    kinds = list(above.seeds.events)
    title = name.replace("-", " ").replace("_", " ")
    return TEXT.format(
        schema=SCHEMA_FILE,
        above=above.name,
        title=title[:1].upper() + title[1:],
        question=STARTER_QUESTION,
        extends=extends,
        start=format_quarter(above.start),
        end=format_quarter(above.end),
        middle=format_quarter((above.start + above.end) // 2),
        quarters=above.quarters,
        members=above.members,
        seed=above.seed,
        uncertainty=above.uncertainty,
        theory=above.theory,
        kinds="\n".join(f"#   {event.id}: {event.says}" for event in above.seeds.events.values()),
        kind="karabakh_escalation" if "karabakh_escalation" in kinds else kinds[0],
    )
