"""``tightrope serve``: what is checked and said before anything is served."""

from __future__ import annotations

import builtins
import os
import re
import socket

import pytest

from tightrope.cli.serve_command import address


@pytest.fixture
def served(monkeypatch):
    """What would have been served, instead of serving it."""
    found = []
    monkeypatch.setattr("tightrope.web.server.serve", lambda *given, **more: found.append((*given, more)))
    return found


def test_served_to_this_machine_alone_no_code_is_asked_for(tightrope, served):
    result = tightrope("serve", "--port", "8765")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == "The page: http://127.0.0.1:8765/\nCtrl-C ends it.\n"
    ((site, host, port, more),) = served
    assert (host, port, more) == ("127.0.0.1", 8765, {"show": False})  # no terminal, so no browser either
    assert site.code is None
    assert site.names == {"localhost", "127.0.0.1", "::1"}


def test_served_to_a_class_the_code_is_shown(tightrope, served):
    result = tightrope("serve", "--host", "0.0.0.0", "--port", "8766")
    ((site, *_),) = served
    assert result.exit_code == 0
    assert f"Class code: {site.code}\n" in result.stdout
    assert re.fullmatch(r"[A-HJ-KM-NP-Z2-9]{6}", site.code)
    assert site.names is None


def test_a_port_that_is_taken_is_refused_in_a_sentence(tightrope, served):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = tightrope("serve", "--port", str(port))
    assert result.exit_code == 2
    assert result.stderr == (
        f"--port: 127.0.0.1, port {port}: Address already in use; expected an address of this machine and a port that"
        " is free; choose another --port\nRefused: 1 problem; nothing was run or written.\n"
    )
    assert served == []


@pytest.mark.parametrize("host", ["nonsense.invalid", "192.0.2.1"])
def test_a_host_that_is_not_this_machine_is_refused_as_such(host, tightrope, served):
    result = tightrope("serve", "--host", host, "--port", "8767")
    assert (result.exit_code, served) == (2, [])
    assert result.stderr == (
        f"--host: '{host}'; expected an address of this machine; 127.0.0.1 is for you alone, 0.0.0.0 for a class\n"
        "Refused: 1 problem; nothing was run or written.\n"
    )


def test_more_workers_than_the_machine_bears_are_not_started(tightrope, served):
    most = 4 * len(os.sched_getaffinity(0))
    for asked, told in ((most, ""), (500, f"note: --workers 500: more than this machine bears; at most {most} are ")):
        result = tightrope("serve", "--port", "8768", "--workers", asked)
        assert result.exit_code == 0
        assert result.stderr.startswith(told) and bool(result.stderr) == bool(told)
    assert [site.desk.workers for site, *_ in served] == [most, most]


def test_without_the_extra_it_says_what_to_install(tightrope, served, monkeypatch):
    plain = builtins.__import__

    def without(name, *rest):
        if name.split(".")[0] == "nicegui":
            raise ModuleNotFoundError("No module named 'nicegui'")
        return plain(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)
    result = tightrope("serve")
    assert result.exit_code == 2
    assert "the package nicegui is not installed; expected the extra for the page; pip install 'tightrope[web]'" in (
        result.stderr
    )


def test_the_address_of_every_interface_is_one_that_others_can_type(monkeypatch):
    assert address("127.0.0.1", 80) == "http://127.0.0.1:80/"
    assert address("::1", 80) == "http://[::1]:80/"
    assert "0.0.0.0" not in address("0.0.0.0", 80)
