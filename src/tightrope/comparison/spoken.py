"""What a run with changed numbers changed, for a headline: the name of its results folder with words for keys."""

from __future__ import annotations

import functools
from collections.abc import Mapping

from tightrope.comparison.words import value_words
from tightrope.locate import data_folder
from tightrope.marked import read_marked
from tightrope.results import Run
from tightrope.scenario import Scenario
from tightrope.scenario.written import setting_data

DIALS = "dials.yaml"
"""Where the numbers that people turn most have short names."""


def changes_spoken(run: Run, besides: str = "") -> list[str]:
    """What the end of a run's name says, part by part: "Washington's engagement 0.5", "prospect-theory".

    ``besides`` is what the name begins with, the scenario's own name if nothing; none where it does not.
    """
    base = besides or run.scenario.name
    if not run.name.startswith(f"{base}+"):
        return []
    return [_spoken(run.scenario, part) for part in run.name.removeprefix(f"{base}+").split("+")]


def _spoken(plan: Scenario, part: str) -> str:
    """One part of a name, with the value that the run really has."""
    key, _, _ = part.partition("=")
    known = plan.seeds.parameters.get(key)
    if known is None:
        return part.replace("=", " ")
    return f"{_short_names().get(key, known.long_name)} {value_words(setting_data(plan.setting(key)))}"


@functools.cache
def _short_names() -> Mapping[str, str]:
    """The names of the dials, by parameter."""
    dials = read_marked(data_folder("seeds") / DIALS, display=f"seeds/{DIALS}", quick=True).data["levels"]["dials"]
    return {key: dial["name"] for key, dial in dials.items()}
