"""The door: who comes in, with what, and who does not."""

from __future__ import annotations

import asyncio
from urllib.parse import quote

import httpx
import pytest

from tightrope.web import limits
from tightrope.web import visitors as visitors_module
from tightrope.web.door import ENTRIES, KNOWN, LARGEST_BODY, LETTERS, TRIES, Door, cookies_called, new_code, visitor_of
from tightrope.web.visitors import FullError, Visitors


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
    "away",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "x",
        "http://[",
        "/\\[",
        "//[",
    ],
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


async def enter(client, code="ABC234", times=1):
    """Post a code some times, without a cookie; the last answer."""
    for _ in range(times):
        client.cookies.clear()
        answer = await client.post("/enter", data={"code": code})
    return answer


def test_codes_cannot_be_tried_through_and_one_is_told_how_long_to_wait(monkeypatch):
    now = [1e6]
    monkeypatch.setattr(limits.time, "monotonic", lambda: now[0])

    async def play(client):
        assert (await enter(client, "WRONG2", times=TRIES - 1)).status_code == 403
        now[0] += 20
        assert (await enter(client, "WRONG2")).status_code == 403
        refused = await enter(client)
        assert refused.status_code == 429
        assert "Too many wrong codes. Wait 40 seconds, then try again." in refused.text  # of the minute, 20 are gone
        now[0] += 40
        assert (await enter(client)).status_code == 303

    at_the_door(play, code="ABC234", names=None)


def test_typing_errors_of_a_class_behind_one_router_lock_nobody_out():
    """Forty students, each of whom mistypes once."""

    async def play(client):
        for _ in range(40):
            assert (await enter(client, "WRONG2")).status_code == 403
            assert (await enter(client)).status_code == 303

    assert len(at_the_door(play, code="ABC234", names=None)) == 40


def test_codes_cannot_be_tried_from_many_addresses_either(monkeypatch):
    monkeypatch.setattr(limits.time, "monotonic", lambda: 1e6)
    limit = limits.Limit(2, 5)
    for number in range(5):
        assert limit.wait(f"192.0.2.{number}") == 0
        limit.count(f"192.0.2.{number}")
    assert limit.wait("192.0.2.99") == 60


def test_one_who_has_the_code_cannot_crowd_out_the_class():
    async def play(client):
        first = await enter(client)
        mine = first.headers["set-cookie"].split(";")[0]
        refused = await enter(client, times=320)
        assert refused.status_code == 429
        assert "Many have come in just now. Wait " in refused.text
        client.cookies.clear()
        assert (await client.get("/", headers={"cookie": mine})).status_code == 200

    assert len(at_the_door(play, code="ABC234", names=None)) == ENTRIES


def test_who_has_something_to_lose_or_a_page_open_is_not_forgotten(monkeypatch):
    monkeypatch.setattr(visitors_module, "MOST_VISITORS", 4)
    visitors = Visitors()
    playing, pinning, watching, idle = (visitors.admit() for _ in range(4))
    playing.games["a"] = object()
    pinning.pinned = pinning.explored
    watching.under_way = 1
    visitors.admit()
    assert [visitors.find(one.token) for one in (playing, pinning, watching, idle)] == [
        playing,
        pinning,
        watching,
        None,
    ]
    for _ in range(10):  # the next ones push out each other
        visitors.admit()
    assert [visitors.find(one.token) for one in (playing, pinning, watching)] == [playing, pinning, watching]


@pytest.mark.parametrize("code", [None, "ABC234"])
def test_where_all_have_a_page_open_the_next_is_refused_in_a_sentence(monkeypatch, code):
    monkeypatch.setattr(visitors_module, "MOST_VISITORS", 1)
    visitors = Visitors()
    visitors.admit().under_way = 1
    with pytest.raises(FullError):
        visitors.admit()

    async def play(client):
        refused = await (enter(client) if code else client.get("/"))
        assert (refused.status_code, "The page is full" in refused.text) == (503, True)

    monkeypatch.setattr(visitors_module, "MOST_VISITORS", 0)
    at_the_door(play, code=code)


def test_a_visitor_counts_as_there_while_a_socket_is_open():
    during = []

    async def socket(scope, receive, send):
        during.append(visitor_of(scope).under_way)

    async def whole():
        visitors = Visitors()
        visitor = visitors.admit()
        headers = [(b"host", b"localhost"), (b"cookie", f"tightrope={visitor.token}".encode())]
        scope = {"type": "websocket", "path": "/_nicegui_ws", "headers": headers, "query_string": b""}
        await Door(socket, visitors=visitors)(scope, None, None)
        return visitor.under_way

    assert asyncio.run(whole()) == 0
    assert during == [1]


FOREIGN = [
    "a[b]=1; {}",
    "x; {}",
    'prefs={{"theme":"dark"}}; {}',
    "version=1; {}",
    "{}; expires=never; =;;",
    "a=b={};{}",
]


@pytest.mark.parametrize("beside", FOREIGN)
def test_cookies_of_others_on_the_same_host_keep_nobody_out(beside):
    async def play(client):
        mine = (await enter(client)).headers["set-cookie"].split(";")[0]
        client.cookies.clear()
        assert (await client.get("/", headers={"cookie": beside.format(mine, mine)})).status_code == 200

    at_the_door(play, code="ABC234", names=None)


def test_a_cookie_is_known_by_its_whole_name():
    sent = 'tightrope-8081=other; xtightrope=b; tightrope="mine"; tightrope=older'
    assert cookies_called("tightrope", sent) == ["mine", "older"]


def test_after_another_start_pages_learn_that_they_are_not_known_and_the_form_says_why():
    async def play(client):
        assert (await client.get(KNOWN)).status_code == 403
        assert "started again" not in (await client.get("/", follow_redirects=True)).text
        client.cookies.set("tightrope", "of-the-server-before")
        assert (await client.get(KNOWN)).status_code == 403
        asked = await client.get("/", follow_redirects=True)
        assert "The server was started again, so enter the class code again." in asked.text
        assert "ask for the new one" in asked.text
        assert (await enter(client)).status_code == 303
        assert (await client.get(KNOWN)).status_code == 204

    at_the_door(play, code="ABC234", names=None)


def test_asking_whether_one_is_known_makes_nobody_known():
    async def play(client):
        assert (await client.get(KNOWN)).status_code == 403

    assert len(at_the_door(play)) == 0


def test_who_is_in_already_is_led_on_from_the_form():
    async def play(client):
        await enter(client)
        assert (await client.get("/enter?next=%2Fplay")).headers["location"] == "/play"
        again = await client.post("/enter?next=%2Fplay", data={"code": "ABC234"})
        assert (again.status_code, again.headers["location"]) == (303, "/play")

    assert len(at_the_door(play, code="ABC234", names=None)) == 1


@pytest.mark.parametrize("broken", ["[", "[::1", "]", "a]b"])
def test_a_host_or_an_origin_that_is_none_is_refused_like_a_foreign_one(broken):
    async def play(client):
        assert (await client.get("/", headers={"host": broken})).status_code == 421
        assert (await client.post("/", headers={"origin": f"http://{broken}"})).status_code == 403

    assert len(at_the_door(play)) == 0


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
