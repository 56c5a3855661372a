"""How a command ends: with one clear line about what a user can mend, whatever the streams it prints to."""

from __future__ import annotations

import os
import sys
import warnings
from contextlib import suppress
from errno import EBADF
from io import BytesIO, TextIOWrapper
from typing import Any, NoReturn

import click

from report.files import explained
from report.folders import VARIABLE
from report.printable import printable


def _use(ctx: click.Context, option: click.Parameter, folder: str | None) -> None:
    """Read another folder of tables while a command runs; the environment hands it on to every process of a build."""
    if folder is not None:
        before = os.environ.get(VARIABLE)
        os.environ[VARIABLE] = folder
        ctx.call_on_close(lambda: os.environ.pop(VARIABLE) if before is None else os.environ.update({VARIABLE: before}))


class Reported(click.Group):
    """A group whose commands read tables of the user's own, and end with one clear line when something is wrong."""

    group_class = type

    def add_command(self, cmd: click.Command, name: str | None = None) -> None:
        """Register a command, which takes ``--data`` besides its own options."""
        if not isinstance(cmd, click.Group):
            folder = click.Path(exists=True, file_okay=False, resolve_path=True)
            words = "Folder of tables of your own (see `burdenshare data copy`)."
            cmd.params.append(click.Option(["--data"], type=folder, help=words, expose_value=False, callback=_use))
        super().add_command(cmd, name)

    def main(self, *args: Any, **options: Any) -> Any:
        """Run what was typed; also help and version need somewhere to be written to."""
        closed = sys.stdout is None  # Python's word for a descriptor that was closed: >&-
        for descriptor in range(3):  # or a file opened later would get its number, and what is printed
            with suppress(OSError):
                os.fstat(descriptor)
                continue
            os.open(os.devnull, os.O_RDWR)
        sys.stdout, sys.stderr = (stream or TextIOWrapper(BytesIO()) for stream in (sys.stdout, sys.stderr))
        if closed:
            _leave(OSError(EBADF, "it is closed", "standard output"))
        try:
            return super().main(*args, **options)
        except OSError as error:
            return _leave(error)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; turn the errors meant for users into a message and exit code 2."""
        for stream in (sys.stdout, sys.stderr):
            stream.reconfigure(errors="replace")  # type: ignore[union-attr]  # a sign it lacks becomes a question mark
        try:
            with warnings.catch_warnings():
                warnings.showwarning = _warn
                done = super().invoke(ctx)
            sys.stdout.flush()
            return done
        except KeyboardInterrupt:  # as a build has it: a script tells it from what is wrong
            ctx.exit(130)
        except click.UsageError as error:
            raise click.UsageError(printable(error.format_message()), error.ctx) from None
        except (ValueError, OSError) as error:
            _leave(error)


def _warn(message: Warning | str, *_: Any, **__: Any) -> None:
    """Say what figures rest on that nobody published, and go on."""
    click.secho(f"burdenshare: {message}", err=True, fg="yellow" if sys.stderr.isatty() else None)


def _leave(error: ValueError | OSError) -> NoReturn:
    """Leave with exit code 2 and one line about an error that the user can mend; raise any other."""
    if not (said := _for_users(error)):
        raise error
    if isinstance(error, OSError) and error.filename is None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # or Python tries again at its end, and leaves with 120
    click.secho(f"burdenshare: {said}", err=True, fg="red" if sys.stderr.isatty() else None)
    sys.exit(2)


def _for_users(error: ValueError | OSError) -> str:
    """What is said of an error that the user can mend; nothing of others, and of a reader who has gone (``| head``)."""
    from report.run.errors import RunError

    if isinstance(error, OSError):
        return "" if isinstance(error, BrokenPipeError) else explained(error)
    from report.tables.errors import ReportError

    if isinstance(error, UnicodeEncodeError):
        return f"what is given holds a byte that is not UTF-8, in {ascii(error.object)[:60]}: write it in UTF-8"
    return str(error) if isinstance(error, ReportError | RunError) else ""
