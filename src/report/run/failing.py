"""What failed, to be mended: ``<out>.failed/<task>.ipynb`` up to the error, ``<task>.txt`` with a traceback."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable
from pathlib import Path

from .digest import write_atomically
from .errors import Failure


def keep(out: Path, failure: Failure) -> str | None:
    """Write what there is of a failure; return where, from here, to print."""
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
