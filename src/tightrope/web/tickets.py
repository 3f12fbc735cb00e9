"""Questions that wait at the desk, and who waits for each, on which page."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any, Protocol

Job = tuple[Callable[..., Any], tuple[Any, ...]]
"""A function and what it is called with."""


class Page(Protocol):
    """A page in a browser, as the framework knows it."""

    @property
    def has_socket_connection(self) -> bool:
        """Whether the browser has it open."""

    @property
    def is_deleted(self) -> bool:
        """Whether it has been away for too long to come back."""


@dataclass(frozen=True, eq=False)
class Waiting:
    """Who waits for an answer, and on which page; the page is None where the asker is none."""

    who: str
    topic: str
    page: Page | None
    future: asyncio.Future[Any]

    @property
    def here(self) -> bool:
        """Whether the page is open in a browser."""
        return self.page is None or self.page.has_socket_connection

    @property
    def gone(self) -> bool:
        """Whether the page will not come back."""
        return self.page is not None and self.page.is_deleted


@dataclass(eq=False)
class Ticket:
    """A question that waits or is being answered, and all who wait for it."""

    job: Job
    key: Hashable
    alike: bool
    idle: bool
    about: Hashable = None
    waiting: list[Waiting] = field(default_factory=list)

    def is_wanted(self, who: str | None = None) -> bool:
        """Whether somebody, or one visitor, waits for it on a page that is open."""
        return any(one.here for one in self.waiting if who is None or one.who == who)

    @property
    def can_wait(self) -> bool:
        """Whether it is done only where nothing else is to be done."""
        return self.idle or (self.alike and not self.is_wanted())
