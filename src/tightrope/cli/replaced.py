"""What a run replaced in its folder, and what it kept: told where the one before was made otherwise, or drawn on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tightrope.cli.words import counted, listed
from tightrope.errors import InputError
from tightrope.marked import read_marked
from tightrope.results.folder import SCENARIO, head_of, written_by_run
from tightrope.results.others import drawn_since, others

SETTINGS = ("members", "seed", "start", "quarters", "uncertainty", "theory")
"""What ``run.json`` says of a run that the name of its folder does not."""

CHANGE_NO_MORE = ("members", "seed")
"""Those of them that change nothing else in a scenario as it is written out."""

NAMED = 3
"""Files that are named; more are counted."""


@dataclass(frozen=True)
class Held:
    """What a results folder holds: how its run was made (``run.json`` and the scenario as written there), how many
    figures were drawn beside the run's own, and the names of the files that are none of ours."""

    head: dict[str, Any]
    scenario: Any
    drawn_since: int
    others: tuple[str, ...]

    def against(self, other: Held | None) -> str:
        """What became of it when ``other`` took its place, in words; "" if that is the same and nothing lay beside."""
        return "; ".join(part for part in (self._replaced_by(other), kept_in_words(self.others)) if part)

    def _replaced_by(self, other: Held | None) -> str:
        now = {} if other is None else other.head
        differ = [name for name in SETTINGS if self.head.get(name) != now.get(name)]
        apart = self._made_otherwise(differ, now, None if other is None else other.scenario)
        if not differ and not self.drawn_since and not apart:
            return ""
        said = [counted(self.head["members"], "member"), f"seed {self.head['seed']}"]
        said += [
            counted(self.head["quarters"], "quarter") if name == "quarters" else f"{name} {self.head[name]}"
            for name in differ
            if name not in CHANGE_NO_MORE
        ]
        made = f", made {listed(apart)}" if apart else ""
        figures = f", and {counted(self.drawn_since, 'figure')} drawn there since" if self.drawn_since else ""
        return f"replaced the run of {listed(said)}{made}{figures}"

    def _made_otherwise(self, differ: list[str], now: dict[str, Any], scenario: Any) -> list[str]:
        """Of what other scenario and numbers it was made; no more than its settings if these alone may explain it."""
        was, new = self.head.get("sha256", {}), now.get("sha256", {})
        found = []
        comparable = was.get("scenario") != new.get("scenario") and set(differ) <= set(CHANGE_NO_MORE)
        if comparable and (not differ or _beyond(self.scenario) != _beyond(scenario)):
            found.append("from another version of the scenario")
        if was.get("seeds") != new.get("seeds"):
            found.append("with other numbers in seeds/")
        return found


def kept_in_words(names: Sequence[str]) -> str:
    """What was kept of a folder that was replaced; "" where that is nothing."""
    if not names:
        return ""
    named = listed(names) if len(names) <= NAMED else f"{len(names)} files, {', '.join(names[:NAMED])} ..."
    return f"kept what no run wrote: {named}"


def _beyond(scenario: Any) -> Any:
    """A scenario as written out, without what changes nothing else in it."""
    if not isinstance(scenario, dict):
        return scenario
    return {key: value for key, value in scenario.items() if key not in CHANGE_NO_MORE}


def held(place: Path) -> Held | None:
    """What a folder holds just now; None where it holds no run."""
    head = head_of(place)
    if head is None:
        return None
    written = written_by_run(place)
    return Held(head, _scenario(place), len(drawn_since(place, written)), tuple(others(place, written)))


def _scenario(place: Path) -> Any:
    try:
        return read_marked(place / SCENARIO, quick=True).data
    except (InputError, OSError):  # lost since, or changed by hand
        return None
