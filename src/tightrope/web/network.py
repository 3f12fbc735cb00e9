"""The addresses of this machine, as others in the same network type them. Nothing is sent to find them out."""

from __future__ import annotations

import socket
import struct
import sys

IS_UP, IS_RUNNING = 0x1, 0x40
"""Flags of a network interface: it is switched on, and it is connected."""

ASK_FLAGS, ASK_ADDRESS = 0x8913, 0x8915
"""What Linux is asked about an interface: SIOCGIFFLAGS and SIOCGIFADDR."""

EVERYWHERE = ("0.0.0.0", "::")
"""Hosts that stand for every address of this machine."""


def addresses(host: str, port: int) -> list[str]:
    """What visitors type, the likeliest first.

    Of a host that stands for every address of this machine, all those by which others may reach it; where there is no
    network, the one for this machine alone.
    """
    if host == "0.0.0.0":
        first = _on_the_way_to(socket.AF_INET, "192.0.2.1")
        shown = _for_others([*first, *(_of_interfaces() or _by_name(socket.AF_INET))]) or ["127.0.0.1"]
    elif host == "::":
        first = _on_the_way_to(socket.AF_INET6, "2001:db8::1")
        shown = _for_others([*first, *_by_name(socket.AF_INET6)]) or ["::1"]
    else:
        shown = [host]
    return [f"http://{f'[{one}]' if ':' in one else one}:{port}/" for one in shown]


def _for_others(found: list[str]) -> list[str]:
    """Those that other machines can use, each once; addresses that a machine gave itself only where there are no
    others."""
    usable = [one for one in dict.fromkeys(found) if not one.startswith(("127.", "0.")) and one not in ("::", "::1")]
    given = [one for one in usable if not one.lower().startswith(("169.254.", "fe80:"))]
    return given or [one for one in usable if "%" not in one]


def _on_the_way_to(family: socket.AddressFamily, elsewhere: str) -> list[str]:
    """The address by which one would go out; no packet is sent."""
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as asked:
            asked.connect((elsewhere, 9))
            return [str(asked.getsockname()[0])]
    except OSError:  # no way out
        return []


def _by_name(family: socket.AddressFamily) -> list[str]:
    """The addresses under this machine's own name: on Windows and macOS, all."""
    try:
        found = socket.getaddrinfo(socket.gethostname(), None, family, socket.SOCK_DGRAM)
    except (OSError, UnicodeError):
        return []
    return [str(where[0]) for *_, where in found]


def _of_interfaces() -> list[str]:
    """The IPv4 address of every interface that is up and connected, as Linux tells it."""
    if not sys.platform.startswith("linux"):
        return []
    import fcntl

    found = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
        for _, name in socket.if_nameindex():
            question = struct.pack("256s", name.encode()[:15])
            try:
                (flags,) = struct.unpack_from("H", fcntl.ioctl(asked, ASK_FLAGS, question), 16)
                if flags & IS_UP and flags & IS_RUNNING:
                    found.append(socket.inet_ntoa(fcntl.ioctl(asked, ASK_ADDRESS, question)[20:24]))
            except OSError:  # it has no IPv4 address
                continue
    return found
