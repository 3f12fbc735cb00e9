"""What a run replaced in its folder: told where the one before was made otherwise, or drawn on since."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tightrope.cli.words import counted, listed
from tightrope.results.folder import head_of

SETTINGS = ("members", "seed", "start", "quarters", "uncertainty", "theory")
"""What ``run.json`` says of a run that the name of its folder does not."""


@dataclass(frozen=True)
class Held:
    """What a results folder holds: how its run was made, and how many figures were drawn beside the run's own."""

    head: dict[str, Any]
    drawn_since: int

    def against(self, other: Held | None) -> str:
        """What was lost when ``other`` took its place, in words; "" if it was the same run with the same figures."""
        now = {} if other is None else other.head
        differ = [name for name in SETTINGS if self.head.get(name) != now.get(name)]
        if not differ and not self.drawn_since:
            return ""
        said = [counted(self.head["members"], "member"), f"seed {self.head['seed']}"]
        said += [
            counted(self.head["quarters"], "quarter") if name == "quarters" else f"{name} {self.head[name]}"
            for name in differ
            if name not in ("members", "seed")
        ]
        figures = f", and {counted(self.drawn_since, 'figure')} drawn there since" if self.drawn_since else ""
        return f"replaced the run of {listed(said)}{figures}"


def held(place: Path) -> Held | None:
    """What a folder holds just now; None where it holds no run."""
    head = head_of(place)
    if head is None:
        return None
    there = {path.relative_to(place).as_posix() for path in (place / "figures").glob("*")}
    return Held(head, len(there - set(head.get("figures", ()))))
