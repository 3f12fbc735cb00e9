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
"""Visitors remembered; of more, those that were seen longest ago are forgotten."""

MOST_FILES = 5
"""Scenario files that a visitor may have open; of more, the oldest is closed."""

UPLOADS, PER_SECONDS = 10, 60.0
"""Files that a visitor may send in, and within what time."""


@dataclass(eq=False)
class Visitor:
    """One browser: the files it has opened, what it has explored, pinned and tried, the game it last asked for, its
    games and its exercises."""

    token: str
    seen: float = 0.0
    opened: OrderedDict[str, str] = field(default_factory=OrderedDict)
    explored: Recipe = field(default_factory=Recipe)
    pinned: Recipe | None = None
    tried: list[Any] = field(default_factory=list)
    ordered: Any = None
    games: dict[str, Any] = field(default_factory=dict)
    sheets: dict[str, Any] = field(default_factory=dict)
    _uploads: deque[float] = field(default_factory=deque)

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


class Visitors:
    """Everybody who has been let in, by token."""

    def __init__(self) -> None:
        self._known: OrderedDict[str, Visitor] = OrderedDict()

    def admit(self) -> Visitor:
        """A new visitor."""
        visitor = Visitor(secrets.token_urlsafe(24), time.monotonic())
        self._known[visitor.token] = visitor
        while len(self._known) > MOST_VISITORS:
            self._known.popitem(last=False)
        return visitor

    def find(self, token: str) -> Visitor | None:
        """The visitor of a token; None for a token that was never given or is forgotten."""
        visitor = self._known.get(token)
        if visitor is not None:
            visitor.seen = time.monotonic()
            self._known.move_to_end(token)
        return visitor

    def __len__(self) -> int:
        return len(self._known)
