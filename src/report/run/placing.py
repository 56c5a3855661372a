"""Where files go: results into the new folder, what failed into a folder beside the build and named after it."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath

from . import digest
from .errors import Failure, RunError, TaskFailed
from .manifest import NAME as MANIFEST
from .manifest import misplaced
from .standing import SITE

SUFFIXES = (".ipynb", ".txt")


class Placer:
    """Writes the files of tasks into a folder; two tasks that write one path are an error, not a surprise."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.owners: dict[str, str] = {}
        self.folders: dict[str, str] = {}

    def __call__(self, task: str, files: Mapping[str, bytes]) -> None:
        """Write the files of one task. Raises TaskFailed for a path that is taken, or is not one for a file of a task."""
        for name, content in files.items():
            if complaint := self._taken(name) or misplaced(name):
                raise TaskFailed(Failure(task, "writing", f"{name} {complaint}"))
            self.owners[name] = task
            self.folders.update(dict.fromkeys(_above(name), task))
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)

    def _taken(self, name: str) -> str:
        """What stands where a file is to go, empty if nothing: the file, a folder of its name, or a file with the name of its folder."""
        if name in self.owners:
            return f"was already written by {self.owners[name]}"
        if name in self.folders:
            return f"is a folder, in which {self.folders[name]} has written"
        file = next((folder for folder in _above(name) if folder in self.owners), "")
        return f"cannot be in {file}, which is a file of {self.owners[file]}" if file else ""


def _above(name: str) -> list[str]:
    """The folders a path is in."""
    return [str(folder) for folder in PurePosixPath(name).parents]


def refuse_own_manifest(folder: Path) -> None:
    """Raise TaskFailed if the last step wrote what is the build's own."""
    if (folder / MANIFEST).exists():
        raise TaskFailed(Failure(SITE, "writing", f"{MANIFEST} {misplaced(MANIFEST)}"))


def failed_beside(out: Path) -> Path:
    """The folder for what fails of a build: ``build.failed`` for ``build``, so that it can be told whose it is."""
    return out.with_name(f"{out.name}.failed")


class Keeper:
    """Keeps what failed, for the person who has to mend it: ``<task>.ipynb`` up to the error, ``<task>.txt`` with a traceback.

    Which files are ours is noted beside them, so that none of somebody else's is replaced or removed.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.note = folder / ".kept"
        self.ours = set(self.note.read_text("utf-8").splitlines()) if self.note.is_file() else set()

    def refuse_foreign(self, tasks: Iterable[str]) -> None:
        """Raise RunError where a file we did not keep stands where one of these tasks' would."""
        foreign = [name for name in _kept_names(tasks) if name not in self.ours and (self.folder / name).exists()]
        if foreign:
            raise RunError(
                f"{self.folder} holds {foreign[0]}, which no build kept there: remove it, or name another folder for what fails"
            )

    def __call__(self, failure: Failure) -> str | None:
        """Write what there is; return where, from here, to print."""
        kept = None
        for name, content in zip(_kept_names([failure.task]), (failure.notebook, failure.trace.encode()), strict=True):
            if content:
                kept = self.folder / name
                self._note(self.ours | {name})
                digest.write_atomically(kept, content)
        return None if kept is None else os.path.relpath(kept)

    def forget(self, tasks: Iterable[str]) -> None:
        """Remove what earlier failures of these tasks left, and the folders that this empties."""
        gone = self.ours & set(_kept_names(tasks))
        for name in gone:
            (self.folder / name).unlink(missing_ok=True)
        if gone:
            self._note(self.ours - gone)
            for name in gone:
                _remove_empty((self.folder / name).parent, self.folder)

    def _note(self, ours: set[str]) -> None:
        """Remember which files are ours."""
        if ours == self.ours:
            return
        self.ours = ours
        if ours:
            digest.write_atomically(self.note, "".join(f"{name}\n" for name in sorted(ours)).encode())
        else:
            self.note.unlink(missing_ok=True)


def _kept_names(tasks: Iterable[str]) -> list[str]:
    """What the files of failed tasks are called."""
    return [f"{task}{suffix}" for task in tasks for suffix in SUFFIXES]


def _remove_empty(folder: Path, top: Path) -> None:
    """Remove a folder and those it is in, up to the top one, as far as they hold nothing."""
    with contextlib.suppress(OSError):  # somebody's file is in it
        folder.rmdir()
        if folder != top:
            _remove_empty(folder.parent, top)
