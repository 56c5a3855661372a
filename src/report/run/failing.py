"""What failed, to be mended: ``<out>.failed/<task>.ipynb`` up to the error, ``<task>.txt`` with a traceback."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable
from pathlib import Path

from .digest import write_atomically
from .errors import Failure

SUFFIXES = (".ipynb", ".txt")


def keep(out: Path, failure: Failure) -> str | None:
    """Write what there is of a failure; return where, from here, to print."""
    kept, top = None, out.with_name(f"{out.name}.failed")
    for suffix, content in zip(SUFFIXES, (failure.notebook, failure.trace.encode()), strict=True):
        if content:
            kept = top / f"{failure.task}{suffix}"
            write_atomically(kept, content)
    return None if kept is None else os.path.relpath(kept)


def forget(out: Path, tasks: Iterable[str]) -> None:
    """Remove what earlier failures of these tasks left, and folders that hold nothing more."""
    top = out.with_name(f"{out.name}.failed")
    if not top.is_dir():
        return
    for file in (top / f"{task}{suffix}" for task in tasks for suffix in SUFFIXES):
        file.unlink(missing_ok=True)
    for folder in (*sorted((place for place in top.rglob("*") if place.is_dir()), reverse=True), top):
        with contextlib.suppress(OSError):  # something is in it
            folder.rmdir()
