"""``tightrope serve``: the page."""

from __future__ import annotations

import sys

import click

from tightrope.cli.options import workers_option_for
from tightrope.cli.shell import Command


@click.command(
    cls=Command,
    examples=(
        "tightrope serve",
        "tightrope serve --port 9000",
        "tightrope serve --host 0.0.0.0",
        "tightrope serve --host 0.0.0.0 --code K7QX4M",
    ),
)
@click.option("--code", metavar="CODE", help="The class code; without it, a new one with every start.")
@click.option(
    "--host", metavar="HOST", default="127.0.0.1", show_default=True, help="Whom to serve; 0.0.0.0 is a class."
)
@click.option(
    "--port", metavar="PORT", type=click.IntRange(1, 65535), default=8080, show_default=True, help="The port."
)
@workers_option_for("Processes that run the model")
@click.option("--browser/--no-browser", default=True, help="Open a browser here, where there is a screen.")
def serve(host: str, port: int, code: str | None, workers: int | None, browser: bool) -> None:
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
    from tightrope.web.network import addresses
    from tightrope.web.server import check_free, checked_code, is_loopback, serve, site_for

    code = checked_code(host, code)
    check_free(host, port)
    site = site_for(host, workers, port=port, code=code)
    first, *others = addresses(host, port)
    click.echo(f"The page: {first}")
    for other in others:
        click.echo(f"      or: {other}")
    if site.code is not None:
        click.echo(f"Class code: {site.code}")
    click.echo("Ctrl-C ends it.")
    serve(site, host, port, show=browser and is_loopback(host) and sys.stdout.isatty())
