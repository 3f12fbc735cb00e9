"""Explore, without a browser."""

from __future__ import annotations

import asyncio

from nicegui import ui
from nicegui.testing import User
from tests.web.conftest import DeskHere

from tightrope.web import explore, work
from tightrope.web.charts import levers
from tightrope.web.desk import BusyError
from tightrope.web.explore import ExplorePage
from tightrope.web.recipe import Recipe


def test_the_page_shows_the_baseline_and_its_charts(with_user):
    async def look(user: User) -> None:
        await user.open("/")
        await user.should_see("Baseline", retries=30)
        await user.should_see("In 2030-Q4", retries=60)
        with user:
            charts = [element for element in user.client.elements.values() if isinstance(element, ui.echart)]
        assert [chart.props["aria-label"].split(".")[0] for chart in charts] == [
            "Chart: Position between Moscow and the West",
            "Chart: What becomes of Baku",
            "Chart: The purse",
            "Chart: Moscow's levers",
        ]

    with_user(look)


async def until(user: User, text: str) -> None:
    """Wait for some text that is not hidden."""
    for _ in range(300):
        with user:
            shown = [getattr(one, "text", "") for one in user.client.elements.values() if one.visible]
        if any(text in str(one) for one in shown):
            return
        await asyncio.sleep(0.02)
    raise AssertionError(f"'{text}' is not to be seen in {shown}")


def test_a_page_that_is_told_to_wait_asks_again_by_itself(with_user, monkeypatch):
    monkeypatch.setattr(explore, "AGAIN", 0.3)
    ask, refused = DeskHere.ask, []

    async def busy_at_first(self, *given, **how):
        if len(refused) < 2:
            refused.append(given)
            raise BusyError("Busy: wait for what you have asked for already.")
        return await ask(self, *given, **how)

    monkeypatch.setattr(DeskHere, "ask", busy_at_first)

    async def look(user: User) -> None:
        await user.open("/")
        await until(user, "Busy: wait for what you have asked for already. The page asks again by itself.")
        await until(user, "In 2030-Q4: ")
        await until(user, "2,000 futures")

    with_user(look)
    assert len(refused) == 2


def test_a_second_tab_names_the_run_that_the_first_has_pinned(with_user):
    async def look(user: User) -> None:
        await user.open("/?moscow.drive=0.3")
        await until(user, "2,000 futures")
        with user:
            (pages,) = [[one for one in user.client.elements.values() if isinstance(one, ui.timer)]]
            page = next(one.callback.__self__ for one in pages if isinstance(one.callback.__self__, ExplorePage))
            page._visitor.pinned = Recipe("cheap-oil")  # as another tab does it
            await page.ask()
        await until(user, "Pinned, drawn in grey: Cheap oil, distant West (as it is).")
        await until(user, "Unpin")

    with_user(look)


def test_a_link_with_very_many_fields_leads_to_the_baseline_and_says_so(with_user):
    async def look(user: User) -> None:
        await user.open("/?" + "&".join(f"a{place}=1" for place in range(60)))
        await until(user, "This link leads nowhere, so you see the baseline. The link says more than 40 things.")

    with_user(look)


def test_an_address_of_nothing_leads_back(with_user):
    async def look(user: User) -> None:
        answer = await user.http_client.get("/nowhere")
        assert answer.status_code == 404
        assert "There is nothing at this address." in answer.text
        assert 'href="/exercise"' in answer.text

    with_user(look)


def test_what_a_link_has_opened_is_there_again_after_a_look_at_another_page(with_user):
    async def look(user):
        await user.open("/?scenario=worst-case&moscow.drive=0.3")
        await until(user, "Everything against Baku")
        await user.open("/play")
        await user.open("/")
        await until(user, "Everything against Baku")

    with_user(look)


def test_one_scale_of_pressure_serves_every_run():
    answers = [
        work.explore(Recipe.read(query), 20) for query in ("scenario=baseline", "scenario=baseline&moscow.drive=1")
    ]
    assert {levers(one, None).options["visualMap"]["max"] for one in answers} == {1}
