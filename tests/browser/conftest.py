"""The page as it is served, in a real headless Chromium; run by ``make test-browser``."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost",
)
DESKTOP, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
HERE = ("127.0.0.1", "localhost")


class Server:
    """``tightrope serve`` in a process of its own."""

    def __init__(self, *options: str, port: int = 0) -> None:
        with socket.socket() as free:
            free.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            free.bind(("127.0.0.1", port))
            self.port = free.getsockname()[1]
        command = [sys.executable, "-m", "tightrope", "serve", "--no-browser", "--port", str(self.port), *options]
        # The framework asks the environment whether it is being tested, and would not serve.
        plain = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
        self._process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=plain
        )
        self.url = f"http://127.0.0.1:{self.port}"
        self.said = ""
        assert self._process.stdout is not None
        while "Ctrl-C" not in self.said:
            line = self._process.stdout.readline()
            assert line, f"the server ended: {self.said}"
            self.said += line
        self._wait()

    @property
    def code(self) -> str:
        """The class code, as the terminal shows it."""
        found = re.search(r"Class code: (\w+)", self.said)
        return found[1] if found else ""

    def _wait(self) -> None:
        for _ in range(200):
            try:
                with urlopen(f"{self.url}/", timeout=5):
                    return
            except OSError:
                time.sleep(0.1)
        self.stop()
        raise AssertionError("the server does not answer")

    @property
    def pid(self) -> int:
        """Its process."""
        return self._process.pid

    def rest(self) -> str:
        """What it says until it has ended."""
        return self._process.communicate(timeout=60)[0]

    def stop(self) -> None:
        """End it as Ctrl-C does."""
        self._process.terminate()
        try:
            self._process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process.stdout.close()


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A server for this machine alone."""
    made = Server("--workers", "2")
    yield made
    made.stop()


@pytest.fixture(scope="session")
def class_server() -> Iterator[Server]:
    """A server for a class, with its code."""
    made = Server("--workers", "2", "--host", "0.0.0.0")
    yield made
    made.stop()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser; names other than this machine's lead nowhere."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ["TIGHTROPE_BROWSER"], args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium: Browser, server: Server) -> Iterator[Callable[..., Page]]:
    """Open a path as a new visitor: ``visit("/")``, ``visit("/play", PHONE)``.

    At the end every request must have gone to this machine, and no page may have complained.
    """
    opened, elsewhere, complaints = [], [], []

    def watch(page: Page) -> None:
        page.on("request", lambda one: _note(elsewhere, one.url))
        page.on("console", lambda one: complaints.append(one.text) if _is_complaint(one) else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))

    def open_page(path: str = "/", size: dict[str, int] = DESKTOP, at: Server = server) -> Page:
        context = chromium.new_context(viewport=size, accept_downloads=True)
        opened.append(context)
        page = context.new_page()
        watch(page)
        page.goto(f"{at.url}{path}")
        return page

    yield open_page
    for context in opened:
        context.close()
    assert elsewhere == []
    assert complaints == []


def _is_complaint(message: ConsoleMessage) -> bool:
    """An error, but for the browser's own remark that a wrong class code was refused."""
    return message.type == "error" and "/enter" not in message.location["url"]


def _note(elsewhere: list[str], url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme in ("http", "https", "ws", "wss") and parts.hostname not in HERE:
        elsewhere.append(url)


@pytest.fixture(scope="session")
def pictures() -> Path:
    """Where screenshots go, to be looked at."""
    folder = Path(__file__).parents[2] / "results" / "screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
