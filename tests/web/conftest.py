"""The page without a browser: the framework's own simulated user, and a desk that answers in this process."""

from __future__ import annotations

import asyncio
import contextlib
import sys
import warnings
from collections.abc import AsyncIterator, Callable, Coroutine
from pathlib import Path
from typing import Any

import httpx
import pytest
from nicegui.testing import User
from nicegui.testing.general import nicegui_reset_globals, prepare_simulation

from tightrope.web.desk import Desk, carry_out
from tightrope.web.visitors import Visitors

Play = Callable[[User], Coroutine[Any, Any, None]]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """To live through a page as a user takes a second or more: the first such test of each file is for every day."""
    met: set[Path] = set()
    for item in items:
        if "with_user" in getattr(item, "fixturenames", ()):
            if item.path in met:
                item.add_marker(pytest.mark.slow)
            met.add(item.path)


class DeskHere(Desk):
    """Answers in this process, at once: what is tested is the page, not the processes."""

    def open(self, first: Callable[[int], Any] | None = None) -> None:
        """Nothing to start."""

    async def ask(self, who: str, work: Callable[..., Any], *given: Any, **how: Any) -> Any:
        """As ``Desk.ask``."""
        await asyncio.sleep(0)
        result, error = carry_out((work, given))
        if error is not None:
            raise error
        return result


@contextlib.asynccontextmanager
async def simulated(code: str | None = None) -> AsyncIterator[User]:
    """A user of the page, as the framework simulates one."""
    from nicegui import core, ui

    from tightrope.web.server import Site, build

    before = {name: module for name, module in sys.modules.items() if name.split(".")[0] == "tightrope"}
    try:
        with nicegui_reset_globals(), warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # the framework's own
            prepare_simulation()
            build(Site(Visitors(), DeskHere(1), code, None))
            ui.run(storage_secret="simulated", reload=False)
            async with core.app.router.lifespan_context(core.app):
                transport = httpx.ASGITransport(core.app)
                async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
                    yield User(client)
    finally:
        sys.modules.update(before)  # the framework forgets the modules of pages, which other tests hold on to


@pytest.fixture
def with_user(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Run a coroutine with a simulated user: ``with_user(look)``, or ``with_user(look, code="ABC234")``."""
    monkeypatch.setenv("NICEGUI_USER_SIMULATION", "true")

    def run(play: Play, code: str | None = None) -> None:
        async def whole() -> None:
            failed: BaseException | None = None
            async with simulated(code) as user:
                try:
                    await play(user)
                except BaseException as error:
                    failed = error
            if failed is not None:
                raise failed

        asyncio.run(whole())

    return run
