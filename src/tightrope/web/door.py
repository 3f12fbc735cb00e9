"""The door: who may come in, and with what.

Plain ASGI, before everything else. Served to this machine alone, whoever comes is let in and given a token; served to a
network, the class code is asked for first. Requests that another site's page has a browser make, that name another
host, or that are too large go no further.
"""

from __future__ import annotations

import html
import secrets
import time
from collections import OrderedDict, deque
from collections.abc import Awaitable, Callable, MutableMapping
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

from tightrope.web.visitors import Visitor, Visitors

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

COOKIE = "tightrope"

LARGEST_BODY = 256 * 1024
"""Bytes that a request may bring."""

TOO_LARGE = f"Too large: at most {LARGEST_BODY // 1024} KB."

LETTERS, CODE_LENGTH = "ABCDEFGHJKMNPQRSTUVWXYZ23456789", 6
"""What a class code is made of: nothing that is mistaken for something else when read from a wall."""

TRIES, PER_SECONDS = 10, 60.0
"""Wrong codes that one address may try, and within what time; many times as many from all together."""

ALL_TRIES = 300

LOCAL_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})

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


def new_code() -> str:
    """A class code."""
    return "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))


class Door:
    """Wraps the page.

    ``code`` is the class code, None where none is asked for; ``names`` are the hosts it goes by, None for any.
    """

    def __init__(
        self, app: App, *, visitors: Visitors, code: str | None = None, names: frozenset[str] | None = LOCAL_NAMES
    ) -> None:
        self._app = app
        self._visitors = visitors
        self._code = code
        self._names = names
        self._tries: OrderedDict[str, deque[float]] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request in, or answer it here."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        headers = {key.decode("latin-1").lower(): value.decode("latin-1") for key, value in scope["headers"]}
        refusal = self._refusal(scope, headers)
        if refusal is not None:
            await _refuse(scope, receive, send, *refusal)
            return
        visitor = self._visitors.find(_token(headers.get("cookie", "")))
        if visitor is None and self._code is not None:
            await self._at_the_door(scope, receive, send, headers)
            return
        is_new = visitor is None
        if visitor is None:
            if scope["type"] == "websocket":
                await _refuse(scope, receive, send, 403, "Open the page first.")
                return
            visitor = self._visitors.admit()
        scope.setdefault("state", {})["visitor"] = visitor
        try:
            await self._app(scope, _measured(receive), _with_headers(send, visitor if is_new else None))
        except TooLargeError:
            await _refuse(scope, receive, send, 413, TOO_LARGE)

    def _refusal(self, scope: Scope, headers: dict[str, str]) -> tuple[int, str] | None:
        """Why a request goes no further: status and text."""
        host = headers.get("host", "")
        if self._names is not None and (urlsplit(f"//{host}").hostname or "") not in self._names:
            return 421, "This page is served to this machine alone, under the name localhost."
        changes = scope["type"] == "websocket" or scope["method"] not in ("GET", "HEAD", "OPTIONS")
        origin = headers.get("origin")
        if changes and origin is not None and urlsplit(origin).netloc != host:
            return 403, "This comes from another site."
        try:
            if int(headers.get("content-length", "0")) > LARGEST_BODY:
                return 413, TOO_LARGE
        except ValueError:
            return 400, "A length that is no number."
        return None

    # -- the class code -----------------------------------------------------------------------------------------------
    async def _at_the_door(self, scope: Scope, receive: Receive, send: Send, headers: dict[str, str]) -> None:
        """Ask for the class code, or hear it."""
        if scope["type"] == "websocket" or scope["path"] != "/enter":
            wants_page = scope["type"] == "http" and scope["method"] == "GET" and not scope["path"].startswith("/_")
            if not wants_page:
                await _refuse(scope, receive, send, 403, "The class code is needed first.")
                return
            wanted = scope["path"] + (f"?{scope['query_string'].decode('latin-1')}" if scope["query_string"] else "")
            await _answer(send, 303, "", [(b"location", f"/enter?next={quote(wanted, safe='')}".encode())])
            return
        query = parse_qs(scope["query_string"].decode("latin-1"))
        wanted = _own_path(query.get("next", ["/"])[0])
        if scope["method"] != "POST":
            await _answer(send, 200, _form(wanted, ""))
            return
        said = parse_qs((await _body(receive)).decode("utf-8", "replace")).get("code", [""])[0]
        address = str((scope.get("client") or ("?",))[0])
        if not self._may_try(address):
            await _answer(send, 429, _form(wanted, "Too many wrong codes. Wait a minute, then try again."))
        elif not self._right(said):
            self._tries.setdefault(address, deque()).append(time.monotonic())
            await _answer(send, 403, _form(wanted, "That is not the class code. It has six letters and digits."))
        else:
            visitor = self._visitors.admit()
            await _answer(send, 303, "", [(b"location", wanted.encode("latin-1", "replace")), _cookie(visitor)])

    def _right(self, said: str) -> bool:
        assert self._code is not None
        plain = "".join(said.split()).upper().replace("-", "")
        return secrets.compare_digest(plain.encode(), self._code.encode())

    def _may_try(self, address: str) -> bool:
        now = time.monotonic()
        for tries in self._tries.values():
            while tries and tries[0] <= now - PER_SECONDS:
                tries.popleft()
        self._tries = OrderedDict((one, tries) for one, tries in self._tries.items() if tries)
        return len(self._tries.get(address, ())) < TRIES and sum(map(len, self._tries.values())) < ALL_TRIES


def plain_page(title: str, text: str) -> str:
    """A page of a sentence, with the way back to the first."""
    back = '<a href="/">Explore</a>, <a href="/play">Play</a>, <a href="/exercise">Exercise</a>'
    return _page(title, f"<h1>{html.escape(title)}</h1><p>{html.escape(text)}</p><p>{back}</p>")


def visitor_of(scope: Scope) -> Visitor:
    """The visitor whose request this is."""
    visitor: Visitor = scope["state"]["visitor"]
    return visitor


# -- plain answers ----------------------------------------------------------------------------------------------------
def _token(cookies: str) -> str:
    try:
        found = SimpleCookie(cookies).get(COOKIE)
    except CookieError:
        return ""
    return found.value if found is not None else ""


def _cookie(visitor: Visitor) -> tuple[bytes, bytes]:
    return b"set-cookie", f"{COOKIE}={visitor.token}; Path=/; HttpOnly; SameSite=Lax".encode()


def _own_path(wanted: str) -> str:
    """A path of this page; anything else becomes the first page."""
    parts = urlsplit(wanted)
    own = wanted.startswith("/") and not wanted.startswith(("//", "/\\")) and not parts.scheme and not parts.netloc
    return wanted if own and wanted.isprintable() else "/"


def _with_headers(send: Send, new: Visitor | None) -> Send:
    """Add the headers of every answer, and the token for a new visitor."""

    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            more = [*HEADERS, *([_cookie(new)] if new is not None else [])]
            message = {**message, "headers": [*message.get("headers", []), *more]}
        await send(message)

    return sent


class TooLargeError(Exception):
    """A request that brought more than it may."""


def _measured(receive: Receive) -> Receive:
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


async def _body(receive: Receive) -> bytes:
    body = b""
    while True:
        message = await receive()
        body += message.get("body", b"")
        if len(body) > LARGEST_BODY or not message.get("more_body"):
            return body[:LARGEST_BODY]


async def _refuse(scope: Scope, receive: Receive, send: Send, status: int, text: str) -> None:
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": 1008, "reason": text})
        return
    await _answer(send, status, _page("tightrope", f"<p>{html.escape(text)}</p>"))


async def _answer(send: Send, status: int, text: str, headers: list[tuple[bytes, bytes]] | None = None) -> None:
    about = [
        (b"content-type", b"text/html; charset=utf-8"),
        (b"cache-control", b"no-store"),
        *HEADERS,
        *(headers or []),
    ]
    await send({"type": "http.response.start", "status": status, "headers": about})
    await send({"type": "http.response.body", "body": text.encode()})


def _form(wanted: str, trouble: str) -> str:
    said = f'<p role="alert" class="trouble">{html.escape(trouble)}</p>' if trouble else ""
    return _page(
        "Class code",
        f"""<h1>tightrope</h1>
<p>What-if reasoning about a small energy exporter between Moscow, Brussels, Washington and Ankara.</p>
<form method="post" action="/enter?next={quote(wanted, safe="")}">
<label for="code">Class code</label>
<input id="code" name="code" autocomplete="off" autocapitalize="characters" spellcheck="false" required autofocus>
{said}<button>Enter</button></form>
<p>The code is on the lecturer's screen, where the page was started.</p>""",
    )


def _page(title: str, body: str) -> str:
    return f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{html.escape(title)}</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><style>
body{{font:18px/1.5 system-ui,sans-serif;max-width:30rem;margin:12vh auto 0;padding:0 1rem;color:#1a1a1a}}
input{{font:inherit;font-size:1.6rem;letter-spacing:.2em;width:100%;padding:.4rem;text-transform:uppercase}}
label{{font-weight:600}}
button{{font:inherit;margin-top:1rem;padding:.6rem 1.4rem;background:#117733;color:#fff;border:0;border-radius:6px}}
.trouble{{color:#9c1c1c;font-weight:600}}input,button{{box-sizing:border-box}}</style></head>
<body><main>{body}</main></body></html>"""
