"""Bodies and contracts: which are open, on offer, in talks, joined or lapsed.

Status codes per treaty and member: closed, on offer, sought (or in talks), member, lapsed. A *standing* body is on
offer while its window is open; an *invited* one only for as long as an offer lasts after Moscow's invitation; a
*talks* one must be sought first and can be concluded once it is signable and the talks have lasted long enough.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from tightrope.choice import from_one
from tightrope.evidence import Treaty
from tightrope.evidence.entries import Content
from tightrope.precision import REAL, Array, Real

Mask = NDArray[np.bool_]

CLOSED, OFFER, SOUGHT, MEMBER, LAPSED = range(5)
STATUS = ("closed", "on offer", "sought or in talks", "member", "lapsed")
FOREVER = 10**6


class Treaties:
    """The treaties of ``seeds/`` in a run: ``status`` and ``age`` (quarters since the status began) have shape
    (treaty, members)."""

    def __init__(self, treaties: Mapping[str, Treaty], start: int, members: int, real: Real = REAL) -> None:
        self.ids = tuple(treaties)
        self.row = {name: place for place, name in enumerate(self.ids)}
        self.facts = tuple(treaties.values())
        codes = [STATUS.index(treaty.status_at(start)) for treaty in self.facts]
        self.status = np.repeat(np.array(codes, dtype=np.int8)[:, None], members, axis=1)
        ages = [self.age_at(place, start) for place in range(len(self.facts))]
        self.age = np.repeat(np.array(ages, real)[:, None], members, axis=1)
        self._facts = {
            part: np.array([getattr(treaty.content, part) for treaty in self.facts], real)
            for part in Content.model_fields
        } | {"depth": np.array([treaty.depth for treaty in self.facts], real)}
        self._ranks: dict[tuple[str, tuple[int, ...]], tuple[list[int], Array]] = {}
        self._poles: dict[str, list[int]] = {}
        for place in sorted(range(len(self.facts)), key=lambda place: self.facts[place].depth):
            self._poles.setdefault(self.facts[place].pole, []).append(place)

    def age_at(self, place: int, start: int) -> int:
        """How old an offer or talks are before the first quarter: as old as their window, else 0."""
        treaty = self.facts[place]
        opened = [since for since, _ in treaty.windows if since < start]
        waiting = treaty.status_at(start) in (STATUS[OFFER], STATUS[SOUGHT])
        return start - 1 - max(opened) if opened and waiting else 0

    def pole(self, pole: str) -> list[int]:
        """Rows of one pole's treaties, shallowest first."""
        return self._poles.get(pole, [])

    def is_open(self, place: int, quarter: int) -> bool:
        """Whether a treaty's window is open."""
        return any(
            since <= quarter <= (FOREVER if until is None else until) for since, until in self.facts[place].windows
        )

    def signable(self, place: int, quarter: int) -> bool:
        """Whether talks over a treaty may be concluded yet."""
        return quarter >= (self.facts[place].signable or 0)

    def has(self, place: int) -> Mask:
        """Members in whose run Baku is a member."""
        member: Mask = self.status[place] == MEMBER
        return member

    def lacks(self, place: int) -> Mask:
        """Members in whose run Baku is no member."""
        outside: Mask = self.status[place] != MEMBER
        return outside

    def set(self, place: int, mask: Mask, status: int) -> None:
        """Give some members a new status and reset its age."""
        np.putmask(self.status[place], mask, status)
        np.putmask(self.age[place], mask, 0.0)

    def calendar(self, quarter: int) -> None:
        """Windows open and close, standing offers are made, terms expire."""
        self.age += 1.0
        for place, treaty in enumerate(self.facts):
            if treaty.expires is not None and quarter == treaty.expires:
                self.set(place, self.has(place), LAPSED)
            opens = any(since == quarter for since, _ in treaty.windows)
            closes = any(until is not None and quarter == until + 1 for _, until in treaty.windows)
            if opens and (treaty.offer == "standing" or treaty.offered_at_opening):
                self.set(place, (self.status[place] == CLOSED) | (self.status[place] == LAPSED), OFFER)
            if closes:
                self.set(place, (self.status[place] == OFFER) | (self.status[place] == SOUGHT), CLOSED)

    def invite(self, place: int, mask: Mask) -> None:
        """Moscow puts an invited body on the table."""
        self.set(place, mask & self.lacks(place), OFFER)

    def withdraw(self, place: int, mask: Mask) -> None:
        """An offer on the table is declined or runs out: in most quarters nobody's."""
        withdrawn = mask & (self.status[place] == OFFER)
        if withdrawn.any():
            self.set(place, withdrawn, CLOSED)

    def join(self, place: int, mask: Mask, quarter: int) -> None:
        """Enter a treaty and what it requires."""
        for needed in self.facts[place].needs:
            row = self.row[needed]
            self.set(row, mask & self.lacks(row), MEMBER)
        self.set(place, mask & self.lacks(place), MEMBER)

    def leave(self, place: int, mask: Mask, quarter: int) -> None:
        """Leave a treaty; a standing offer stays open to return."""
        after = OFFER if self.facts[place].offer == "standing" and self.is_open(place, quarter) else LAPSED
        self.set(place, mask & self.has(place), after)

    def depth_of(self, rows: list[int]) -> Array:
        """The deepest membership among some rows; shape (members,)."""
        return self._most("depth", rows)

    def content_of(self, rows: list[int], part: str) -> Array:
        """The largest content of one kind (security, economy, energy) among memberships; shape (members,)."""
        return self._most(part, rows)

    def _most(self, part: str, rows: list[int]) -> Array:
        """The largest fact of one kind among memberships, found by its rank; 0 where there is none."""
        rising, facts = self._ranked(part, rows)
        ranks = ((self.status[rising] == MEMBER) * from_one(len(rising))).max(axis=0, initial=0)
        most: Array = facts.take(ranks)
        return most

    def _ranked(self, part: str, rows: list[int]) -> tuple[list[int], Array]:
        """Some rows in the order of a fact, least first, and that fact by rank, rank 0 being no membership."""
        key = (part, tuple(rows))
        if key not in self._ranks:
            facts = self._facts[part]
            rising = sorted(rows, key=lambda row: float(facts[row]))
            self._ranks[key] = rising, np.array([0.0, *facts[rising]], facts.dtype)
        return self._ranks[key]
