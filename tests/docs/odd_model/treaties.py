"""Bodies and contracts: facts, status and age (sections 2, 7.1 and 7.12)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.docs.odd_model.numbers import number_of

CLOSED, OFFER, SOUGHT, MEMBER, LAPSED = range(5)
STATUS = ("closed", "on offer", "sought or in talks", "member", "lapsed")


@dataclass
class Treaty:
    """A body or contract of ``seeds/treaties.yaml`` as one member knows it."""

    name: str
    facts: Mapping[str, Any]
    status: int
    age: float

    def __post_init__(self) -> None:
        self.pole, self.depth, self.offer = self.facts["pole"], float(self.facts["depth"]), self.facts["offer"]
        self.security, self.economy, self.energy = (
            float(self.facts["content"][part]) for part in ("security", "economy", "energy")
        )
        self.windows = [
            (number_of(first), 10**6 if last is None else number_of(last)) for first, last in self.facts["windows"]
        ]

    @classmethod
    def before(cls, name: str, facts: Mapping[str, Any], documented: str) -> Treaty:
        """A treaty before the first quarter: an offer or talks are as old as their window, less one quarter."""
        start, status = number_of(documented), STATUS.index(facts["status"][documented])
        opened = [number_of(first) for first, _ in facts["windows"] if number_of(first) < start]
        return cls(name, facts, status, start - 1 - max(opened) if opened and status in (OFFER, SOUGHT) else 0)

    def open(self, quarter: int) -> bool:
        return any(first <= quarter <= last for first, last in self.windows)

    def signable(self, quarter: int) -> bool:
        return quarter >= number_of(self.facts["signable"])

    def becomes(self, status: int) -> None:
        """A status that changes begins a new age."""
        if self.status != status:
            self.status, self.age = status, 0

    def leave(self, quarter: int) -> None:
        self.becomes(OFFER if self.offer == "standing" and self.open(quarter) else LAPSED)

    def pass_quarter(self, quarter: int) -> None:
        """A quarter begins: terms run out, windows open and close."""
        self.age += 1
        if self.status == MEMBER and "expires" in self.facts and number_of(self.facts["expires"]) == quarter:
            self.becomes(LAPSED)
        offered = self.offer == "standing" or self.facts.get("offered_at_opening", False)
        if offered and any(first == quarter for first, _ in self.windows) and self.status in (CLOSED, LAPSED):
            self.becomes(OFFER)
        if any(last + 1 == quarter for _, last in self.windows) and self.status in (OFFER, SOUGHT):
            self.becomes(CLOSED)
