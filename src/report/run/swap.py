"""A new folder in the place of an old one, at once and whole.

The new one is made aside and exchanged with the old one in a single system call (Linux ``renameat2``), so at
every moment, also after a crash, there is one or the other. Elsewhere two renames do it; a crash between them is
mended by the next build, which finds the old one aside. One build at a time: the lock is the operating system's and
goes with its holder.
"""

from __future__ import annotations

import contextlib
import ctypes
import datetime
import fcntl
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from .errors import FULL, RunError

AT_FDCWD, RENAME_EXCHANGE = -100, 2  # linux/fcntl.h, linux/fs.h


def aside(out: Path) -> Path:
    """Where the new folder is made: next to the old one, so that both are on one file system."""
    return out.with_name(f".{out.name}.new")


def _old(out: Path) -> Path:  # waits between two renames
    return out.with_name(f".{out.name}.old")


@contextlib.contextmanager
def locked(out: Path) -> Iterator[None]:
    """Hold the right to replace ``out``. Raises RunError, naming process and start, if another has it."""
    out.parent.mkdir(parents=True, exist_ok=True)
    with out.with_name(f".{out.name}.lock").open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            raise RunError(f"{out.name} is being built by {file.read().strip()}; wait for it, or stop it") from None
        except OSError as error:
            raise RunError(f"{file.name} cannot be locked ({error.strerror}); build on another disk") from error
        file.truncate(0)
        file.write(f"process {os.getpid()}, started {datetime.datetime.now():%H:%M:%S}\n")
        file.flush()
        yield


@contextlib.contextmanager
def replacing(out: Path) -> Iterator[Path]:
    """An empty folder that takes the place of ``out`` when the block ends well, and goes when it does not.

    Call with the lock held: what is found aside was left by a killed build. Raises RunError when the disk is full.
    """
    new = aside(out)
    clear(out)
    try:
        new.mkdir()
        yield new
        os.sync()  # a power cut just after leaves a whole build, too
        _take_place(new, out)
    except OSError as error:
        if error.errno in FULL:
            message = f"no space left to build {out.name} ({error.strerror}); the last build is as it was"
            raise RunError(message) from error
        raise
    finally:
        shutil.rmtree(new, ignore_errors=True)


def clear(out: Path) -> None:
    """Remove what a killed build left; put the old folder back if it was killed between two renames."""
    if _old(out).exists() and not out.exists():
        _old(out).rename(out)
    for leftover in (aside(out), _old(out)):
        if leftover.exists():
            shutil.rmtree(leftover)


def _take_place(new: Path, out: Path) -> None:
    """Put ``new`` where ``out`` is, or will be."""
    if not out.exists():
        new.rename(out)
    elif not _exchange(new, out):
        out.rename(_old(out))
        new.rename(out)
        shutil.rmtree(_old(out))


def _exchange(new: Path, out: Path) -> bool:
    """Exchange two folders in one step; False where the system or file system cannot."""
    libc = ctypes.CDLL(None, use_errno=True)
    paths = os.fsencode(new), os.fsencode(out)
    try:
        return bool(libc.renameat2(AT_FDCWD, paths[0], AT_FDCWD, paths[1], RENAME_EXCHANGE) == 0)
    except AttributeError:
        return False
