"""Where files go: results into the new folder, what failed into a folder next to the build."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from .errors import Failure, TaskFailed
from .keys import digest

SUFFIXES = (".ipynb", ".txt")


class Placer:
    """Writes the files of tasks into a folder; two tasks that write one path are an error, not a surprise."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.owners: dict[str, str] = {}

    def __call__(self, task: str, files: Mapping[str, bytes]) -> None:
        """Write the files of one task. Raises TaskFailed for a path that is taken."""
        for name, content in files.items():
            if name in self.owners:
                raise TaskFailed(Failure(task, "writing", f"{name} was already written by {self.owners[name]}"))
            self.owners[name] = task
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)


class Keeper:
    """Keeps what failed, for the person who has to mend it: ``<task>.ipynb`` up to the error, ``<task>.txt`` with a traceback."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, failure: Failure) -> str | None:
        """Write what there is; return where, from here, to print."""
        kept = None
        for suffix, content in zip(SUFFIXES, (failure.notebook, failure.trace.encode()), strict=True):
            if content:
                kept = self.folder / f"{failure.task}{suffix}"
                digest.write_atomically(kept, content)
        return None if kept is None else os.path.relpath(kept)

    def forget(self, tasks: Iterable[str]) -> None:
        """Remove what earlier failures of these tasks left."""
        for task in tasks:
            for suffix in SUFFIXES:
                (self.folder / f"{task}{suffix}").unlink(missing_ok=True)
