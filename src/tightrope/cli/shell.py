"""What all commands share: examples in help, spelling suggestions, and one way of failing."""

from __future__ import annotations

import errno
import shlex
import sys
import traceback
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import click

from tightrope.errors import InputError, RunError, nearest

FAILED = 1
REFUSED = 2
INTERRUPTED = 130
"""128 + SIGINT, what a shell reports for a program stopped by Ctrl-C."""

_DEBUG = "tightrope.debug"
_COMMAND_LINE = "tightrope.command_line"

F = TypeVar("F", bound=Callable[..., Any])


def _remember_debug(context: click.Context, parameter: click.Parameter, asked: bool) -> None:
    if asked:
        context.meta[_DEBUG] = True


def debug_option(function: F) -> F:
    """Add ``--debug``; it works before and after the name of the command."""
    return click.option(
        "--debug",
        is_flag=True,
        expose_value=False,
        callback=_remember_debug,
        help="Show the traceback of an error.",
    )(function)


class _WithExamples(click.Command):
    """A command whose help ends with commands to copy."""

    def __init__(self, *args: Any, examples: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.examples = tuple(examples)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        if self.examples:
            with formatter.section("Example" if len(self.examples) == 1 else "Examples"):
                for example in self.examples:
                    formatter.write(f"{'':>{formatter.current_indent}}{example}\n")
        super().format_epilog(ctx, formatter)


class Command(_WithExamples):
    """A command of the program: examples in its help, and ``--debug`` among its options."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        debug_option(self)


class Group(_WithExamples, click.Group):
    """Several commands under one name; an unknown one is answered with the nearest."""

    command_class = Command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if self.get_command(ctx, name) is None and not name.startswith("-") and not ctx.resilient_parsing:
            shown = sorted(known for known, command in self.commands.items() if not command.hidden)
            meant = nearest(name, self.commands) or f"there are {', '.join(shown)}"
            raise click.UsageError(f"no command '{name}'; {meant}", ctx)
        return super().resolve_command(ctx, args)


Group.group_class = Group


class Program(Group):
    """The outermost group: turns every error into a message and an exit status."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        ctx.meta[_COMMAND_LINE] = list(args)
        return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except BaseException as error:
            status = _status(error)
            if status is None:
                raise
            if ctx.meta.get(_DEBUG):
                traceback.print_exception(error)
            click.echo(message(error), err=True)
            sys.exit(status)


def _status(error: BaseException) -> int | None:
    """The exit status an error stands for; None where it is not for us to explain."""
    if isinstance(error, KeyboardInterrupt):
        return INTERRUPTED
    if isinstance(error, InputError):
        return REFUSED
    if not isinstance(error, Exception) or (isinstance(error, OSError) and error.errno == errno.EPIPE):
        return None
    return FAILED


def message(error: BaseException) -> str:
    """What the reader is told about an error that ended the command."""
    if isinstance(error, InputError):
        count = len(error.problems)
        problems = "1 problem" if count == 1 else f"{count} problems"
        return f"{error}\nRefused: {problems}; nothing was run or written."
    if isinstance(error, KeyboardInterrupt):
        return "Stopped by Ctrl-C; nothing unfinished was written."
    if isinstance(error, RunError):
        return f"Failed: {error}"
    if isinstance(error, MemoryError):
        return "Failed: not enough memory; ask for fewer --members or fewer --workers."
    if isinstance(error, OSError):
        place = f"{error.filename}: " if error.filename else ""
        return f"Failed: {place}{error.strerror or error}"
    return (
        f"Failed: {type(error).__name__}: {error}\n"
        "This is a fault of the program, not of the input; add --debug to see where it happened."
    )


def command_line() -> str:
    """The command line in force, as one would type it again."""
    context = click.get_current_context(silent=True)
    words: list[str] = context.meta.get(_COMMAND_LINE, []) if context is not None else []
    return shlex.join(["tightrope", *words])
