"""Plain requests and answers, as ASGI has them: how they are read, measured, refused and given their headers."""

from __future__ import annotations

import html
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from tightrope.web.door_pages import page

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

LARGEST_BODY = 256 * 1024
"""Bytes that a request may bring."""

TOO_LARGE = f"Too large: at most {LARGEST_BODY // 1024} KB."

POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' ws: wss:; frame-ancestors 'none'; "
    "form-action 'self'; base-uri 'self'"
)
"""What a browser may load: nothing from elsewhere. The framework runs scripts of its own from text."""

HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
)


def with_headers(send: Send, cookie: tuple[bytes, bytes] | None) -> Send:
    """Add the headers of every answer, and the cookie for a new visitor."""

    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            more = [*HEADERS, *([cookie] if cookie is not None else [])]
            message = {**message, "headers": [*message.get("headers", []), *more]}
        await send(message)

    return sent


class TooLargeError(Exception):
    """A request that brought more than it may."""


def measured(receive: Receive) -> Receive:
    """Count what a request brings, also where it does not say how much."""
    brought = 0

    async def received() -> Message:
        nonlocal brought
        message = await receive()
        if message["type"] == "http.request":
            brought += len(message.get("body", b""))
            if brought > LARGEST_BODY:
                raise TooLargeError
        return message

    return received


async def body_of(receive: Receive) -> bytes:
    """What a request brings, as far as it is taken."""
    body = b""
    while True:
        message = await receive()
        body += message.get("body", b"")
        if len(body) > LARGEST_BODY or not message.get("more_body"):
            return body[:LARGEST_BODY]


async def refuse(scope: Scope, receive: Receive, send: Send, status: int, text: str) -> None:
    """Refuse a request or a socket."""
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": 1008, "reason": text})
        return
    await answer(send, status, page("tightrope", f"<p>{html.escape(text)}</p>"))


async def send_to(send: Send, path: str, *headers: tuple[bytes, bytes]) -> None:
    """Answer with the way to another page."""
    await answer(send, 303, "", [(b"location", path.encode("latin-1", "replace")), *headers])


async def answer(send: Send, status: int, text: str, headers: list[tuple[bytes, bytes]] | None = None) -> None:
    """Answer with a page."""
    about = [
        (b"content-type", b"text/html; charset=utf-8"),
        (b"cache-control", b"no-store"),
        *HEADERS,
        *(headers or []),
    ]
    await send({"type": "http.response.start", "status": status, "headers": about})
    await send({"type": "http.response.body", "body": text.encode()})
