"""A scenario in the making: everything written along the chain of files, not yet cut to the run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tightrope.evidence import Setting
from tightrope.marked import At


@dataclass(frozen=True)
class Event:
    """Something that happens in a quarter of the run, and lasts."""

    name: str
    quarter: int
    kind: str
    severity: float
    quarters: int


@dataclass(frozen=True)
class Draft:
    """What a file and all it extends say together.

    ``head`` holds the inherited keys written so far, ``origins`` the place of every value by dotted key.
    ``complete`` is False where something above could not be read, so that its absence is no news.
    """

    name: str = ""
    title: str = ""
    question: str = ""
    id: str = ""
    notes: Mapping[str, str] = field(default_factory=dict)
    head: Mapping[str, Any] = field(default_factory=dict)
    settings: Mapping[str, Setting] = field(default_factory=dict)
    events: Mapping[str, Event] = field(default_factory=dict)
    origins: Mapping[str, At] = field(default_factory=dict)
    extends: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    complete: bool = True

    @property
    def window(self) -> tuple[int, int] | None:
        """First and last quarter of the run, where both are known."""
        if "start" not in self.head or "quarters" not in self.head:
            return None
        start: int = self.head["start"]
        return start, start + int(self.head["quarters"]) - 1
