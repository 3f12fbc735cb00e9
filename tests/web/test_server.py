"""The parts put together: what the door, the desk and the pages know of each other."""

from __future__ import annotations

import asyncio

import pytest


@pytest.mark.parametrize("path", ["/", "/play", "/exercise", "/exercise/3"])
def test_the_desk_knows_which_page_asks(with_user, monkeypatch, path):
    """A question of a page that was left must count for nobody, so none may come without its page."""
    from tests.web.conftest import DeskHere

    asking, plain = [], DeskHere.ask

    async def ask(self, who, *given, **how):
        if not who.startswith("ahead of"):  # what is worked out for everybody at an exercise
            asking.append(self.page_asking())
        return await plain(self, who, *given, **how)

    async def play(user):
        await user.open(path)
        for _ in range(100):
            if asking:
                break
            await asyncio.sleep(0.02)
        assert asking and set(asking) == {user.client}

    monkeypatch.setattr(DeskHere, "ask", ask)
    with_user(play)
