"""``tightrope serve``: what is checked and said before anything is served."""

from __future__ import annotations

import builtins
import os
import re
import socket

import pytest

from tightrope.web import network


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


def test_served_to_a_class_every_address_is_shown_that_others_may_reach(tightrope, served, monkeypatch):
    monkeypatch.setattr(network, "_on_the_way_to", lambda *_: ["192.168.43.17"])
    monkeypatch.setattr(network, "_of_interfaces", lambda: ["127.0.0.1", "10.0.0.5", "192.168.43.17", "169.254.9.9"])
    result = tightrope("serve", "--host", "0.0.0.0", "--port", "8769")
    assert result.stdout.splitlines()[:2] == [
        "The page: http://192.168.43.17:8769/",
        "      or: http://10.0.0.5:8769/",
    ]


def test_a_class_code_can_be_kept_over_a_restart(tightrope, served):
    for _ in range(2):
        assert "Class code: K7QX4M\n" in tightrope("serve", "--host", "0.0.0.0", "--code", "k7q-x4m").stdout
    assert [site.code for site, *_ in served] == ["K7QX4M", "K7QX4M"]
    assert {site.port for site, *_ in served} == {8080}


@pytest.mark.parametrize("code", ["", "K7QX4", "K7QX4MM", "K7QX40", "K7QX4I", "K7QX4Ä"])
def test_a_class_code_that_cannot_be_one_is_refused(tightrope, served, code):
    result = tightrope("serve", "--host", "0.0.0.0", "--code", code)
    assert (result.exit_code, served) == (2, [])
    expected = "expected 6 signs, each one of ABCDEFGHJKMNPQRSTUVWXYZ23456789; such as "
    assert result.stderr.startswith(f"--code: the text '{code}'; {expected}")


def test_where_no_code_is_asked_for_none_is_taken(tightrope, served):
    result = tightrope("serve", "--code", "K7QX4M")
    assert (result.exit_code, served) == (2, [])
    assert result.stderr.startswith(
        "--code: a class code, but --host 127.0.0.1 asks for none; expected a host that others reach; "
        "add --host 0.0.0.0\n"
    )


@pytest.mark.parametrize("host", ["", "  "])
def test_an_empty_host_which_would_serve_everybody_is_refused(tightrope, served, host):
    result = tightrope("serve", "--host", host)
    assert (result.exit_code, served) == (2, [])
    assert result.stderr.startswith("--host: nothing; expected 127.0.0.1 for this machine alone, 0.0.0.0 for a class")
