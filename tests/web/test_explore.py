"""Explore, without a browser."""

from __future__ import annotations

from nicegui import ui
from nicegui.testing import User


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


def test_an_address_of_nothing_leads_back(with_user):
    async def look(user: User) -> None:
        answer = await user.http_client.get("/nowhere")
        assert answer.status_code == 404
        assert "There is nothing at this address." in answer.text
        assert 'href="/exercise"' in answer.text

    with_user(look)
