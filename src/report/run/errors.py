"""What can go wrong in a run, in words for the person who started it, with a remedy."""

from __future__ import annotations

import contextlib
import os
import traceback
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ..files import explained, write_atomically
from ..printable import printable


class RunError(ValueError):
    """A run that cannot start or finish; the message, safe to print, says what to do."""

    def __str__(self) -> str:
        return printable(super().__str__())


@contextlib.contextmanager
def in_words() -> Iterator[None]:
    """Raise what the system says as RunError. Around the public calls: no caller meets an OSError."""
    try:
        yield
    except OSError as error:
        raise RunError(explained(error)) from error


def refuse_file(folder: Path, use: str) -> None:
    """Raise RunError where a folder, or one it is to be in, is a file; ``use`` says what the folder is wanted for."""
    file = next((place for place in (folder, *folder.parents) if place.is_file()), None)
    if file is not None:
        raise RunError(f"{file} is a file: name a folder to {use}")


@dataclass(frozen=True)
class Failure:
    """One task that failed: where, and the first line of why.

    ``notebook`` is the executed copy, up to the error if that was in a cell; ``trace`` a traceback that is not in it.
    """

    task: str
    stage: str
    error: str
    cell: int | None = None
    notebook: bytes | None = None
    trace: str = ""

    def __str__(self) -> str:
        where = f"cell {self.cell}" if self.cell is not None else self.stage
        return f"{self.task}: {where}: {self.error}"


class TaskFailed(RunError):
    """Raised with the :class:`Failure` of one task; the others go on."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(str(failure))
        self.failure = failure


class CallFailed(RunError):
    """A function called in another process raised; the message is the first line, ``trace`` the traceback."""

    def __init__(self, message: str, trace: str = "") -> None:
        super().__init__(message)
        self.trace = trace

    @classmethod
    def of(cls, error: BaseException) -> CallFailed:
        """An error in a form that can be sent: its kind and the first line of what it says."""
        first = str(error).strip().splitlines() or ["no message"]
        return cls(f"{type(error).__name__}: {first[0]}", "".join(traceback.format_exception(error)))

    def __reduce__(self) -> tuple[type[CallFailed], tuple[str, str]]:
        return type(self), (str(self), self.trace)


class HostDied(RunError):
    """The process that does the work of a build is gone: it was stopped, or killed by somebody else."""

    def __init__(self) -> None:
        super().__init__("the process that does the work was killed, maybe for want of memory; try fewer jobs")


def keep(out: Path, failure: Failure) -> str | None:
    """Write ``<out>.failed/<task>.ipynb`` up to the error, or ``.txt`` with a traceback; where that is, from here."""
    kept = None
    for file, content in zip(_files(out, failure.task), (failure.notebook, failure.trace.encode()), strict=True):
        if content:
            write_atomically(kept := file, content)
    return None if kept is None else os.path.relpath(kept)


def forget(out: Path, tasks: Iterable[str]) -> None:
    """Remove what earlier failures of these tasks left, and folders that hold nothing more."""
    if not (top := _top(out)).is_dir():
        return
    for file in (file for task in tasks for file in _files(out, task)):
        file.unlink(missing_ok=True)
    for folder in (*sorted((place for place in top.rglob("*") if place.is_dir()), reverse=True), top):
        with contextlib.suppress(OSError):  # something is in it
            folder.rmdir()


def _top(out: Path) -> Path:
    return out.with_name(f"{out.name}.failed")


def _files(out: Path, task: str) -> list[Path]:
    return [_top(out) / f"{task}{suffix}" for suffix in (".ipynb", ".txt")]
