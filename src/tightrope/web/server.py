"""Serve the page: the door, the desk and the pages put together."""

from __future__ import annotations

import asyncio
import errno
import socket
from dataclasses import dataclass
from pathlib import Path

from nicegui import Client, app, ui
from nicegui.slot import Slot
from starlette.requests import Request
from starlette.responses import HTMLResponse

from tightrope.errors import InputError, Problem, in_words
from tightrope.web.desk import Desk
from tightrope.web.dials import load_dials
from tightrope.web.door import CODE_LENGTH, COOKIE, LETTERS, LOCAL_NAMES, Door, new_code, plain_code, visitor_of
from tightrope.web.door_pages import plain_page
from tightrope.web.exercise import ExerciseList, ExercisePage
from tightrope.web.explore import ExplorePage
from tightrope.web.game_page import GamePage
from tightrope.web.layout import use_look
from tightrope.web.play import PlayPage
from tightrope.web.recipe import Recipe
from tightrope.web.refusals import told
from tightrope.web.visitors import Visitors
from tightrope.web.work import warm_up

FAVICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="6" fill="#117733"/>'
    '<path d="M3 20Q16 25 29 20" stroke="#fff" stroke-width="2.4" fill="none"/>'
    '<circle cx="16" cy="8" r="3.4" fill="#fff"/><path d="M16 11v9M9 14l14-2" stroke="#fff" stroke-width="2.4"/></svg>'
)

SECONDS_TO_END = 2
"""How long pages that are open may hold up the end."""


@dataclass(frozen=True)
class Site:
    """What is served: visitors, the desk, the class code if one is asked for, the names and the port it goes by."""

    visitors: Visitors
    desk: Desk
    code: str | None
    names: frozenset[str] | None
    port: int = 0


def is_loopback(host: str) -> bool:
    """Whether a host is this machine alone."""
    return host in LOCAL_NAMES


def site_for(host: str, workers: int | None = None, *, port: int = 0, code: str | None = None) -> Site:
    """The site for a host: open to this machine alone, or with a class code, a new one where none is given."""
    if is_loopback(host):
        return Site(Visitors(), Desk(workers), None, LOCAL_NAMES, port)
    return Site(Visitors(), Desk(workers), code or new_code(), None, port)


def build(site: Site) -> None:
    """Register pages and door with the framework."""
    use_look()
    ui.add_head_html(
        f"<script>{Path(__file__).with_name('known.js').read_text(encoding='utf-8')}</script>", shared=True
    )
    cookie = f"{COOKIE}-{site.port}"  # two servers on one host keep theirs apart
    app.add_middleware(Door, visitors=site.visitors, code=site.code, names=site.names, cookie=cookie)
    load_dials()  # and with them seeds/, before anybody waits
    site.desk.page_asking = page_asking
    app.on_connect(site.desk.look_again)
    app.on_delete(lambda: asyncio.get_running_loop().call_soon(site.desk.look_again))  # it is deleted after this
    app.on_startup(lambda: site.desk.open(warm_up))
    app.on_shutdown(site.desk.close)

    async def not_found(request: Request, error: Exception) -> HTMLResponse:
        return HTMLResponse(plain_page("No such page", "There is nothing at this address."), status_code=404)

    app.add_exception_handler(404, not_found)

    @ui.page("/")
    def explore(request: Request) -> None:
        visitor = visitor_of(request.scope)
        trouble = ""
        try:
            query, recipe = request.url.query, visitor.explored
            if query and query != recipe.query():
                recipe = Recipe.read(query, visitor.opened)
            recipe.base()
            visitor.explored = recipe  # what a link has opened is there again after a look at another page
        except InputError as error:
            recipe = Recipe()
            trouble = f"This link leads nowhere, so you see the baseline. {told(error)}"
        ExplorePage(site.desk, visitor, recipe, trouble).build()

    @ui.page("/play")
    def play(request: Request) -> None:
        PlayPage(site.desk, visitor_of(request.scope), request.url.query).build()

    @ui.page("/play/{name}")
    def game(request: Request, name: str) -> None:
        GamePage(site.desk, visitor_of(request.scope), name).build()

    @ui.page("/exercise")
    def exercises(request: Request) -> None:
        ExerciseList(site.desk, visitor_of(request.scope)).build()

    @ui.page("/exercise/{word}")
    def exercise(request: Request, word: str) -> None:
        ExercisePage(site.desk, visitor_of(request.scope), word).build()


def page_asking() -> Client | None:
    """The page whose event is being answered; None where it is nobody's."""
    for slot in reversed(Slot.get_stack()):
        try:
            return slot.parent.client
        except RuntimeError:  # that part of the page is no longer there
            continue
    return None


def checked_code(host: str, code: str | None) -> str | None:
    """The class code asked for, as it is used. Raises InputError unless it can be one, and the host asks for one."""
    if not host.strip():
        expected = "127.0.0.1 for this machine alone, 0.0.0.0 for a class, or one address of this machine"
        raise InputError([Problem("--host", None, None, "", "nothing", expected, "leave --host out")])
    if code is None:
        return None
    plain, problems = plain_code(code), []
    if is_loopback(host):
        found, expected = f"a class code, but --host {host} asks for none", "a host that others reach"
        problems.append(Problem("--code", None, None, "", found, expected, "add --host 0.0.0.0"))
    if len(plain) != CODE_LENGTH or not set(plain) <= set(LETTERS):
        expected, fix = f"{CODE_LENGTH} signs, each one of {LETTERS}", f"such as {new_code()}"
        problems.append(Problem("--code", None, None, "", in_words(code), expected, fix))
    if problems:
        raise InputError(problems)
    return plain


def check_free(host: str, port: int) -> None:
    """Raise InputError unless the address can be served."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind((host, port))
        except OSError as error:
            if isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL:
                expected, fix = "an address of this machine", "127.0.0.1 is for you alone, 0.0.0.0 for a class"
                raise InputError([Problem("--host", None, None, "", f"'{host}'", expected, fix)]) from error
            found = f"{host}, port {port}: {error.strerror or error}"
            expected = "an address of this machine and a port that is free"
            raise InputError([Problem("--port", None, None, "", found, expected, "choose another --port")]) from error


def serve(site: Site, host: str, port: int, *, show: bool) -> None:
    """Serve until stopped."""
    build(site)
    ui.run(
        host=host,
        port=port,
        title="tightrope",
        favicon=FAVICON,
        language="en-US",
        reload=False,
        show=show,
        tailwind=False,
        show_welcome_message=False,
        reconnect_timeout=30.0,
        timeout_graceful_shutdown=SECONDS_TO_END,
    )
