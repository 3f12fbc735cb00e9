"""``tightrope serve``: the page."""

from __future__ import annotations

import sys

import click

from tightrope.cli.options import workers_option_for
from tightrope.cli.shell import Command


@click.command(
    cls=Command, examples=("tightrope serve", "tightrope serve --port 9000", "tightrope serve --host 0.0.0.0")
)
@click.option(
    "--host", metavar="HOST", default="127.0.0.1", show_default=True, help="Whom to serve; 0.0.0.0 is a class."
)
@click.option(
    "--port", metavar="PORT", type=click.IntRange(1, 65535), default=8080, show_default=True, help="The port."
)
@workers_option_for("Processes that run the model")
@click.option("--browser/--no-browser", default=True, help="Open a browser here, where there is a screen.")
def serve(host: str, port: int, workers: int | None, browser: bool) -> None:
    """Serve the page: explore with dials, play a capital, do the exercises, in a browser and without internet.

    Without --host the page is for this machine alone. With it a class can come in: the class code, shown here, is asked
    of everybody. Ctrl-C ends it; what visitors have not saved is forgotten then.
    """
    from tightrope.errors import InputError, Problem

    try:
        import nicegui  # noqa: F401
    except ImportError as error:
        found = "the package nicegui is not installed"
        fix = "pip install 'tightrope[web]'"
        raise InputError([Problem("tightrope serve", None, None, "", found, "the extra for the page", fix)]) from error
    from tightrope.web.server import check_free, is_loopback, serve, site_for

    check_free(host, port)
    site = site_for(host, workers)
    click.echo(f"The page: {address(host, port)}")
    if site.code is not None:
        click.echo(f"Class code: {site.code}")
    click.echo("Ctrl-C ends it.")
    serve(site, host, port, show=browser and is_loopback(host) and sys.stdout.isatty())


def address(host: str, port: int) -> str:
    """What visitors type: of a host that is every address of this machine, the one by which others reach it."""
    import socket

    shown = host
    if host in ("0.0.0.0", "::"):
        # No packet is sent: this only asks which way one would go.
        family, elsewhere = (socket.AF_INET6, "2001:db8::1") if host == "::" else (socket.AF_INET, "192.0.2.1")
        with socket.socket(family, socket.SOCK_DGRAM) as asked:
            try:
                asked.connect((elsewhere, 9))
                shown = asked.getsockname()[0]
            except OSError:
                shown = socket.gethostname()
    return f"http://{f'[{shown}]' if ':' in shown else shown}:{port}/"
