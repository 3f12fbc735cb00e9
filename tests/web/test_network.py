"""The addresses that are shown for a class to type."""

from __future__ import annotations

import socket
import sys

import pytest

from tightrope.web import network
from tightrope.web.network import addresses


@pytest.fixture
def networks(monkeypatch):
    """Set what the machine says of itself: the way out, the interfaces, what its name stands for."""

    def say(way_out=(), interfaces=(), name=()):
        monkeypatch.setattr(network, "_on_the_way_to", lambda *_: list(way_out))
        monkeypatch.setattr(network, "_of_interfaces", lambda: list(interfaces))
        monkeypatch.setattr(network, "_by_name", lambda _: list(name))

    return say


def test_a_host_that_was_named_is_shown_as_it_is():
    assert addresses("127.0.0.1", 80) == ["http://127.0.0.1:80/"]
    assert addresses("::1", 80) == ["http://[::1]:80/"]
    assert addresses("desk.example", 80) == ["http://desk.example:80/"]


def test_with_two_networks_both_addresses_are_shown_the_one_that_leads_out_first(networks):
    networks(way_out=["10.0.0.5"], interfaces=["127.0.0.1", "192.168.43.17", "10.0.0.5"])
    assert addresses("0.0.0.0", 80) == ["http://10.0.0.5:80/", "http://192.168.43.17:80/"]


def test_in_a_network_that_leads_nowhere_the_address_is_shown_all_the_same(networks):
    networks(interfaces=["127.0.0.1", "192.168.43.17"])
    assert addresses("0.0.0.0", 80) == ["http://192.168.43.17:80/"]
    networks(name=["127.0.1.1", "192.168.43.17"])  # as Windows and macOS tell it
    assert addresses("0.0.0.0", 80) == ["http://192.168.43.17:80/"]


def test_an_address_that_a_machine_gave_itself_is_shown_only_for_want_of_others(networks):
    networks(interfaces=["169.254.3.4", "192.168.43.17"])
    assert addresses("0.0.0.0", 80) == ["http://192.168.43.17:80/"]
    networks(interfaces=["169.254.3.4"])
    assert addresses("0.0.0.0", 80) == ["http://169.254.3.4:80/"]


@pytest.mark.parametrize(("host", "alone"), [("0.0.0.0", "127.0.0.1"), ("::", "[::1]")])
def test_without_a_network_the_address_for_this_machine_is_shown_and_no_name_that_nobody_knows(networks, host, alone):
    networks(name=["127.0.1.1", "::1"])
    assert addresses(host, 80) == [f"http://{alone}:80/"]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="interfaces are asked one by one on Linux only")
def test_what_linux_tells_of_its_interfaces_is_theirs():
    found = network._of_interfaces()
    assert set(network._on_the_way_to(socket.AF_INET, "192.0.2.1")) <= set(found)
    for address in found:  # one can be served at each
        with socket.socket() as tried:
            tried.bind((address, 0))


def test_what_a_machine_cannot_tell_is_left_out(monkeypatch):
    def refuse(*_):
        raise OSError("no network")

    monkeypatch.setattr(network.socket, "getaddrinfo", refuse)
    monkeypatch.setattr(network.socket, "socket", refuse)
    assert network._by_name(socket.AF_INET) == network._on_the_way_to(socket.AF_INET, "192.0.2.1") == []
