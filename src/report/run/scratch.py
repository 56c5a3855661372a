"""A folder in the system's temporary one for what a run's processes leave lying about; killed runs' go with the next run."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

from .errors import RunError
from .swap import HOLDER, locked, remove, work

LONGEST = 50  # bytes, as macOS has it: what is made below takes 52 more
PREFIX = f"{__package__.partition('.')[0]}-run-"


class Scratch:
    """A fresh folder, held by a lock while this process needs it, and gone when it does not, or ends."""

    def __init__(self) -> None:
        clear()
        self._folder = tempfile.TemporaryDirectory(prefix=PREFIX, dir=_top(), ignore_cleanup_errors=True)
        self.path = Path(self._folder.name)
        self._held = contextlib.ExitStack()
        self._held.enter_context(locked(_held(self.path)))

    def close(self) -> None:
        """Remove it."""
        self._folder.cleanup()
        self._held.close()


def clear() -> None:
    """Remove what killed runs left: folders of this name whose lock a run has written into and nobody holds."""
    for folder in Path(_top()).glob(f"{PREFIX}*"):
        with contextlib.suppress(OSError, RunError, UnicodeDecodeError):
            if HOLDER.fullmatch((work(_held(folder)) / "lock").read_text()):
                with locked(_held(folder)):
                    remove(folder)


def _held(folder: Path) -> Path:
    return folder / "run"


def _top() -> str:
    """The temporary folder; /tmp where that of the user is too long: sockets are made in it, whose names may have 103 bytes."""
    usual = tempfile.gettempdir()
    return usual if len(os.fsencode(usual)) <= LONGEST else "/tmp"
