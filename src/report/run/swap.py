"""A new folder in the place of an old one, at once and whole.

The new one is made in a folder of work beside the old one and exchanged with it in a single system call (Linux
``renameat2``), so at every moment, also after a crash, there is one or the other. Elsewhere two renames do it; a crash
between them is mended by the next build, which finds the old one at work. One build at a time: the lock is the
operating system's and goes with its holder. It is a file in the folder of work, by which that is known as ours.
"""

from __future__ import annotations

import contextlib
import ctypes
import datetime
import fcntl
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

from .errors import RunError

AT_FDCWD, RENAME_EXCHANGE = -100, 2  # linux/fcntl.h, linux/fs.h
HOLDER = re.compile(r"process \d+, started [\d:]{8}\n")


def work(out: Path) -> Path:
    """Where ``out`` is made: next to the old one, so that both are on one file system."""
    return out.with_name(f".{out.name}.work")


def aside(out: Path) -> Path:
    """The new folder while it is made."""
    return work(out) / "new"


def _old(out: Path) -> Path:  # waits between two renames
    return work(out) / "old"


@contextlib.contextmanager
def locked(out: Path) -> Iterator[None]:
    """Hold the right to replace ``out``. Raises RunError, naming process and start, if another has it."""
    place = work(out)
    place.mkdir(parents=True, exist_ok=True)
    names = {path.name for path in place.iterdir()}
    with contextlib.closing(os.fdopen(os.open(place / "lock", os.O_RDWR | os.O_CREAT, 0o644), "r+")) as file:
        holder = file.read()
        if not HOLDER.fullmatch(holder) and (holder or names - {"lock"}):
            raise RunError(f"{place} holds files that no build made: move it elsewhere, or build into another folder")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise RunError(f"{out.name} is being built by {holder.strip()}; wait for it, or stop it") from None
        except OSError as error:
            raise RunError(f"{place} cannot be locked ({error.strerror}); build on another disk") from error
        mine = f"process {os.getpid()}, started {datetime.datetime.now():%H:%M:%S}\n".encode()
        os.pwrite(file.fileno(), mine, 0)  # over the last one's, so that it is never empty
        os.ftruncate(file.fileno(), len(mine))
        yield


@contextlib.contextmanager
def replacing(out: Path) -> Iterator[Path]:
    """An empty folder that takes the place of ``out`` when the block ends well, and goes when it does not.

    Call with the lock held: what is found aside was left by a killed build.
    """
    new = aside(out)
    clear(out)
    try:
        new.mkdir()
        yield new
        os.sync()  # a power cut just after leaves a whole build, too
        _take_place(new, out)
    except OSError as error:
        error.filename = error.filename or str(out)  # of a full disk the system does not say
        raise
    finally:
        with contextlib.suppress(OSError):  # the next build tries again, and says why it cannot
            remove(new)


def clear(out: Path) -> None:
    """Remove what a killed build left; put the old folder back if it was killed between two renames."""
    if _old(out).exists() and not out.exists():
        _old(out).rename(out)
    for leftover in (aside(out), _old(out)):
        remove(leftover)


def remove(folder: Path) -> None:
    """Remove a folder of ours, if it is there, also one that has been made read-only."""
    if folder.exists():
        folder.chmod(0o700)
        for where, folders, _ in os.walk(folder):
            for place in (Path(where, name) for name in folders):
                if not place.is_symlink():
                    place.chmod(0o700)
        shutil.rmtree(folder)


def _take_place(new: Path, out: Path) -> None:
    """Put ``new`` where ``out`` is, or will be."""
    if not out.exists():
        new.rename(out)
        return
    with contextlib.suppress(OSError):
        out.chmod(out.stat().st_mode | 0o700)  # a folder that may not be written to cannot be moved
    if not _exchange(new, out):
        out.rename(_old(out))
        new.rename(out)
        remove(_old(out))


def _exchange(new: Path, out: Path) -> bool:
    """Exchange two folders in one step; False where the system or file system cannot."""
    libc = ctypes.CDLL(None, use_errno=True)
    paths = os.fsencode(new), os.fsencode(out)
    try:
        return bool(libc.renameat2(AT_FDCWD, paths[0], AT_FDCWD, paths[1], RENAME_EXCHANGE) == 0)
    except AttributeError:
        return False
