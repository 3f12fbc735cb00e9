"""The door: who comes in, with what, and who does not."""

from __future__ import annotations

import asyncio
from urllib.parse import quote

import httpx
import pytest

from tightrope.web import door as door_module
from tightrope.web.door import LARGEST_BODY, LETTERS, Door, new_code, visitor_of
from tightrope.web.visitors import Visitors


async def inside(scope, receive, send):
    """An application that says who came in, and reads what was brought."""
    brought, more = 0, scope["type"] == "http"
    while more:
        message = await receive()
        brought, more = brought + len(message.get("body", b"")), message.get("more_body", False)
    text = f"{visitor_of(scope).token} {brought}".encode()
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": text})


def at_the_door(play, *, code=None, base="http://localhost", **how):
    """Run a coroutine with a client at the door; the visitors are returned."""
    visitors = Visitors()

    async def whole():
        transport = httpx.ASGITransport(Door(inside, visitors=visitors, code=code, **how))
        async with httpx.AsyncClient(transport=transport, base_url=base) as client:
            await play(client)

    asyncio.run(whole())
    return visitors


def test_without_a_code_everybody_comes_in_and_is_known_again():
    async def play(client):
        first, second = await client.get("/"), await client.get("/")
        assert first.text == second.text
        assert "tightrope=" in first.headers["set-cookie"]
        assert "HttpOnly" in first.headers["set-cookie"]
        assert "set-cookie" not in second.headers
        assert "default-src 'self'" in first.headers["content-security-policy"]

    assert len(at_the_door(play)) == 1


@pytest.mark.parametrize("base", ["http://evil.example", "http://192.0.2.7:8080"])
def test_a_page_for_this_machine_goes_by_no_other_name(base):
    async def play(client):
        assert (await client.get("/")).status_code == 421

    assert len(at_the_door(play, base=base)) == 0


@pytest.mark.parametrize("base", ["http://127.0.0.1:8080", "http://localhost:8080", "http://[::1]:8080"])
def test_it_goes_by_the_names_of_this_machine(base):
    async def play(client):
        assert (await client.get("/")).status_code == 200

    at_the_door(play, base=base)


def test_another_sites_page_can_send_nothing():
    async def play(client):
        refused = await client.post("/", headers={"origin": "http://evil.example"})
        assert (refused.status_code, "another site" in refused.text) == (403, True)
        assert (await client.post("/", headers={"origin": "http://localhost"})).status_code == 200

    at_the_door(play)


def test_too_much_is_refused_whether_announced_or_not():
    async def pieces():
        for _ in range(5):
            yield b"x" * (LARGEST_BODY // 4)

    async def play(client):
        assert (await client.post("/", content=b"x" * LARGEST_BODY)).status_code == 200
        assert (await client.post("/", content=b"x" * (LARGEST_BODY + 1))).status_code == 413
        assert (await client.post("/", content=pieces())).status_code == 413

    at_the_door(play)


def test_the_class_code_is_asked_for_before_anything_else():
    async def play(client):
        sent = await client.get("/?scenario=cheap-oil")
        assert (sent.status_code, sent.headers["location"]) == (
            303,
            f"/enter?next={quote('/?scenario=cheap-oil', safe='')}",
        )
        assert (await client.get("/_nicegui/anything.js")).status_code == 403
        assert (await client.post("/play")).status_code == 403
        asked = await client.get(sent.headers["location"])
        assert "Class code" in asked.text
        wrong = await client.post("/enter", data={"code": "ABC999"})
        assert (wrong.status_code, "not the class code" in wrong.text) == (403, True)
        right = await client.post(sent.headers["location"], data={"code": " abc-234 "})
        assert (right.status_code, right.headers["location"]) == (303, "/?scenario=cheap-oil")
        assert (await client.get("/")).status_code == 200

    assert len(at_the_door(play, code="ABC234", base="http://192.0.2.7", names=None)) == 1


@pytest.mark.parametrize(
    "away", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "x"]
)
def test_after_the_code_nobody_is_sent_elsewhere(away):
    async def play(client):
        right = await client.post(f"/enter?next={quote(away, safe='')}", data={"code": "ABC234"})
        assert right.headers["location"] == "/"

    at_the_door(play, code="ABC234", names=None)


def test_what_is_asked_for_is_never_markup():
    async def play(client):
        asked = await client.get(f"/enter?next={quote('/<script>alert(1)</script>', safe='')}")
        assert "<script>" not in asked.text

    at_the_door(play, code="ABC234", names=None)


def test_codes_cannot_be_tried_through(monkeypatch):
    async def play(client):
        for _ in range(door_module.TRIES):
            assert (await client.post("/enter", data={"code": "WRONG2"})).status_code == 403
        assert (await client.post("/enter", data={"code": "ABC234"})).status_code == 429
        monkeypatch.setattr(door_module.time, "monotonic", lambda: 1e9)
        assert (await client.post("/enter", data={"code": "ABC234"})).status_code == 303

    at_the_door(play, code="ABC234", names=None)


def test_a_token_that_was_never_given_opens_nothing():
    async def play(client):
        client.cookies.set("tightrope", "guessed")
        assert (await client.get("/")).status_code == 303

    assert len(at_the_door(play, code="ABC234", names=None)) == 0


def test_a_socket_needs_a_token():
    sent = []

    async def whole():
        async def receive():
            return {"type": "websocket.connect"}

        async def send(message):
            sent.append(message["type"])

        headers = [(b"host", b"localhost")]
        scope = {"type": "websocket", "path": "/_nicegui_ws", "headers": headers, "query_string": b""}
        await Door(inside, visitors=Visitors())(scope, receive, send)

    asyncio.run(whole())
    assert sent == ["websocket.close"]


def test_a_code_is_six_signs_that_are_not_mistaken_for_others():
    codes = {new_code() for _ in range(200)}
    assert len(codes) == 200
    assert {len(code) for code in codes} == {6}
    assert set("".join(codes)) <= set(LETTERS)
    assert not set("IL1O0") & set(LETTERS)
