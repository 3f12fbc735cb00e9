"""The door: who may come in, and with what.

Plain ASGI, before everything else. Served to this machine alone, whoever comes is let in and given a token; served to a
network, the class code is asked for first. Requests that another site's page has a browser make, that name another
host, or that are too large go no further.
"""

from __future__ import annotations

import secrets
import time
from urllib.parse import parse_qs, quote, urlsplit

from tightrope.web.answers import (
    LARGEST_BODY,
    TOO_LARGE,
    App,
    Receive,
    Scope,
    Send,
    TooLargeError,
    answer,
    body_of,
    measured,
    refuse,
    send_to,
    with_headers,
)
from tightrope.web.door_pages import form
from tightrope.web.limits import Limit
from tightrope.web.visitors import FullError, Visitor, Visitors

COOKIE = "tightrope"
"""What the cookie's name begins with. Browsers keep a host's cookies together, whatever the port."""

KNOWN = "/_known"
"""Where a page asks whether it is still known: 204, or 403 after the server was started again."""

LETTERS, CODE_LENGTH = "ABCDEFGHJKMNPQRSTUVWXYZ23456789", 6
"""What a class code is made of: nothing that is mistaken for something else when read from a wall."""

TRIES, ALL_TRIES = 60, 1200
"""Wrong codes that may be tried in a minute, from one address and from all together. A class may share one address, and
mistype; of 31 ** 6 codes, 887 million, a day of trying from everywhere finds one in five hundred times."""

ENTRIES, ALL_ENTRIES = 120, 240
"""Browsers that may come in with the code in a minute, from one address and from all together."""

STARTED_AGAIN = (
    "The server was started again, so enter the class code again. If it is no longer right, ask for the new one."
)

FULL = "The page is full: too many browsers have it open. Close those that are not needed, then try again."

LOCAL_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})


def new_code() -> str:
    """A class code."""
    return "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))


def plain_code(said: str) -> str:
    """A class code without what people put between and around its letters."""
    return "".join(said.split()).upper().replace("-", "")


class Door:
    """Wraps the page.

    ``code`` is the class code, None where none is asked for; ``names`` are the hosts it goes by, None for any;
    ``cookie`` is what its cookie is called.
    """

    def __init__(
        self, app: App, *, visitors: Visitors, code: str | None = None, names: frozenset[str] | None = LOCAL_NAMES,
        cookie: str = COOKIE,
    ) -> None:  # fmt: skip
        self._app = app
        self._visitors = visitors
        self._code = code
        self._names = names
        self._cookie = cookie
        self._tries = Limit(TRIES, ALL_TRIES)
        self._entries = Limit(ENTRIES, ALL_ENTRIES)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request in, or answer it here."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        headers = {key.decode("latin-1").lower(): value.decode("latin-1") for key, value in scope["headers"]}
        refusal = self._refusal(scope, headers)
        if refusal is not None:
            await refuse(scope, receive, send, *refusal)
            return
        tokens = cookies_called(self._cookie, headers.get("cookie", ""))
        visitor = next((found for token in tokens if (found := self._visitors.find(token)) is not None), None)
        if (scope["type"], scope["path"]) == ("http", KNOWN):
            await (refuse(scope, receive, send, 403, "Not known.") if visitor is None else answer(send, 204, ""))
        elif self._code is not None and (visitor is None or scope["path"] == "/enter"):
            await self._at_the_door(scope, receive, send, visitor, STARTED_AGAIN if tokens else "")
        elif visitor is None and scope["type"] == "websocket":
            await refuse(scope, receive, send, 403, "Open the page first.")
        else:
            await self._inside(scope, receive, send, visitor)

    async def _inside(self, scope: Scope, receive: Receive, send: Send, visitor: Visitor | None) -> None:
        """Hand a request on, with its visitor; a new one where None is known."""
        cookie = None
        if visitor is None:
            try:
                visitor = self._visitors.admit()
            except FullError:
                await refuse(scope, receive, send, 503, FULL)
                return
            cookie = self._set_cookie(visitor)
        scope.setdefault("state", {})["visitor"] = visitor
        visitor.under_way += 1  # a socket is, for as long as the page is open
        try:
            await self._app(scope, measured(receive), with_headers(send, cookie))
        except TooLargeError:
            await refuse(scope, receive, send, 413, TOO_LARGE)
        finally:
            visitor.under_way -= 1
            visitor.seen = time.monotonic()

    def _refusal(self, scope: Scope, headers: dict[str, str]) -> tuple[int, str] | None:
        """Why a request goes no further: status and text."""
        host = headers.get("host", "")
        if self._names is not None and _hostname(host) not in self._names:
            return 421, "This page is served to this machine alone, under the name localhost."
        changes = scope["type"] == "websocket" or scope["method"] not in ("GET", "HEAD", "OPTIONS")
        origin = headers.get("origin")
        if changes and origin is not None and not (host and _parts(origin)[1] == host):
            return 403, "This comes from another site."
        try:
            if int(headers.get("content-length", "0")) > LARGEST_BODY:
                return 413, TOO_LARGE
        except ValueError:
            return 400, "A length that is no number."
        return None

    # -- the class code -----------------------------------------------------------------------------------------------
    async def _at_the_door(
        self, scope: Scope, receive: Receive, send: Send, visitor: Visitor | None, trouble: str
    ) -> None:
        """Ask for the class code, or hear it; ``trouble`` is what to say with the question."""
        if scope["type"] == "websocket" or scope["path"] != "/enter":
            wants_page = scope["type"] == "http" and scope["method"] == "GET" and not scope["path"].startswith("/_")
            if not wants_page:
                await refuse(scope, receive, send, 403, "The class code is needed first.")
                return
            wanted = scope["path"] + (f"?{scope['query_string'].decode('latin-1')}" if scope["query_string"] else "")
            await send_to(send, f"/enter?next={quote(wanted, safe='')}")
            return
        query = parse_qs(scope["query_string"].decode("latin-1"))
        wanted = _own_path(query.get("next", ["/"])[0])
        if visitor is not None:  # in already: they went back, or entered twice
            await send_to(send, wanted)
        elif scope["method"] == "POST":
            said = parse_qs((await body_of(receive)).decode("utf-8", "replace")).get("code", [""])[0]
            await self._hear(send, str((scope.get("client") or ("?",))[0]), said, wanted)
        else:
            await answer(send, 200, form(wanted, trouble))

    async def _hear(self, send: Send, address: str, said: str, wanted: str) -> None:
        """Let in whoever says the code, unless from there too much was tried."""
        if wait := self._tries.wait(address):
            await answer(send, 429, form(wanted, f"Too many wrong codes. Wait {_seconds(wait)}, then try again."))
        elif not self._right(said):
            self._tries.count(address)
            await answer(send, 403, form(wanted, "That is not the class code. It has six letters and digits."))
        elif wait := self._entries.wait(address):
            told = f"Many have come in just now. Wait {_seconds(wait)}, then enter the code again."
            await answer(send, 429, form(wanted, told))
        else:
            try:
                visitor = self._visitors.admit()
            except FullError:
                await answer(send, 503, form(wanted, FULL))
                return
            self._entries.count(address)
            await send_to(send, wanted, self._set_cookie(visitor))

    def _right(self, said: str) -> bool:
        assert self._code is not None
        return secrets.compare_digest(plain_code(said).encode(), self._code.encode())

    def _set_cookie(self, visitor: Visitor) -> tuple[bytes, bytes]:
        return b"set-cookie", f"{self._cookie}={visitor.token}; Path=/; HttpOnly; SameSite=Lax".encode()


def visitor_of(scope: Scope) -> Visitor:
    """The visitor whose request this is."""
    visitor: Visitor = scope["state"]["visitor"]
    return visitor


# -- plain answers ----------------------------------------------------------------------------------------------------
def cookies_called(name: str, sent: str) -> list[str]:
    """The values of all cookies of a name, in the order sent, whatever else is sent beside them.

    Other servers on the same host set cookies of theirs, which need not be well formed.
    """
    pairs = (pair.strip().partition("=") for pair in sent.split(";"))
    return [value.strip().strip('"') for called, _, value in pairs if called.strip() == name]


def _parts(address: str) -> tuple[str, str]:
    """Scheme and host of an address; "" for each where it is none."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return "", ""
    return parts.scheme, parts.netloc


def _hostname(host: str) -> str:
    """A host without its port; "" where it is none."""
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def _own_path(wanted: str) -> str:
    """A path of this page; anything else becomes the first page."""
    own = wanted.startswith("/") and not wanted.startswith(("//", "/\\")) and _parts(wanted) == ("", "")
    return wanted if own and wanted.isprintable() else "/"


def _seconds(count: int) -> str:
    return f"{count} second{'' if count == 1 else 's'}"
