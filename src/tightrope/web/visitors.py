"""Visitors: what belongs to one browser, kept in memory while the page is served.

A visitor is known by a random token in a cookie. Nothing of this is written to disk; the server forgets when it ends.
"""

from __future__ import annotations

import secrets
import time
from collections import OrderedDict, deque
from dataclasses import dataclass, field
from typing import Any

from tightrope.web.recipe import Recipe

MOST_VISITORS = 300
"""Visitors remembered; of more, one is forgotten that has no page open, and rather one that has nothing to lose."""

MOST_FILES = 5
"""Scenario files that a visitor may have open; of more, the oldest is closed."""

UPLOADS, PER_SECONDS = 10, 60.0
"""Files that a visitor may send in, and within what time."""


@dataclass(eq=False)
class Visitor:
    """One browser: the files it has opened, what it has explored, pinned and tried, the game it last asked for, its
    games and its exercises.

    ``under_way`` counts its requests that are being answered, and its open sockets."""

    token: str
    seen: float = 0.0
    under_way: int = 0
    opened: OrderedDict[str, str] = field(default_factory=OrderedDict)
    explored: Recipe = field(default_factory=Recipe)
    pinned: Recipe | None = None
    tried: list[Any] = field(default_factory=list)
    ordered: Any = None
    games: dict[str, Any] = field(default_factory=dict)
    sheets: dict[str, Any] = field(default_factory=dict)
    _uploads: deque[float] = field(default_factory=deque)

    @property
    def holds(self) -> bool:
        """Whether it has something that would be lost."""
        return bool(self.games or self.sheets or self.tried or self.opened or self.pinned is not None)

    def may_upload(self, now: float | None = None) -> bool:
        """Whether this visitor may send in another file now; if so, it is counted."""
        moment = time.monotonic() if now is None else now
        while self._uploads and self._uploads[0] <= moment - PER_SECONDS:
            self._uploads.popleft()
        if len(self._uploads) >= UPLOADS:
            return False
        self._uploads.append(moment)
        return True

    def open_file(self, name: str, text: str) -> None:
        """Remember a file that was checked."""
        self.opened.pop(name, None)
        self.opened[name] = text
        while len(self.opened) > MOST_FILES:
            self.opened.popitem(last=False)


class FullError(Exception):
    """Nobody can be forgotten for a new visitor: all have a page open."""


class Visitors:
    """Everybody who has been let in, by token."""

    def __init__(self) -> None:
        self._known: dict[str, Visitor] = {}

    def admit(self) -> Visitor:
        """A new visitor. Raises FullError where there are too many who have a page open."""
        while len(self._known) >= MOST_VISITORS:
            self._forget_one()
        visitor = Visitor(secrets.token_urlsafe(24), time.monotonic())
        self._known[visitor.token] = visitor
        return visitor

    def _forget_one(self) -> None:
        """Of those without an open page: one that holds nothing before others, and the one seen longest ago."""
        away = [visitor for visitor in self._known.values() if not visitor.under_way]
        if not away:
            raise FullError
        del self._known[min(away, key=lambda visitor: (visitor.holds, visitor.seen)).token]

    def find(self, token: str) -> Visitor | None:
        """The visitor of a token; None for a token that was never given or is forgotten."""
        visitor = self._known.get(token)
        if visitor is not None:
            visitor.seen = time.monotonic()
        return visitor

    def __len__(self) -> int:
        return len(self._known)
