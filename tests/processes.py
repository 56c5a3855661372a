"""Processes that tests start, bind, interrupt and wait for."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import psutil
import pytest

from report.run import RunError


def in_a_child(work: Callable[[], object]) -> tuple[int, str]:
    """Do something in a child, which may be bound or killed: its exit code, and what the RunError said that it raised."""
    ours, theirs = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            work()
        except RunError as error:
            os.write(theirs, str(error).encode())
        except BaseException as error:
            os.write(theirs, f"not in words: {error!r}".encode())
        os._exit(0)
    os.close(theirs)
    with os.fdopen(ours, "rb") as said:
        text = said.read().decode()
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), text


@contextlib.contextmanager
def mounted(source: str, place: Path, *options: str) -> Iterator[None]:
    """Something mounted on a folder, which needs root."""
    place.mkdir()
    if (
        os.geteuid()
        or subprocess.run(["mount", *options, source, str(place)], check=False, capture_output=True).returncode
    ):
        pytest.skip("not allowed to mount here")
    try:
        yield
    finally:
        subprocess.run(["umount", str(place)], check=True)


def begun(command: Sequence[str]) -> subprocess.Popen:
    """A command in a process group of its own, as a shell starts it."""
    output = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE, "text": True}
    return subprocess.Popen(command, **output, start_new_session=True)


def interrupt(command: subprocess.Popen, seconds: float = 10) -> str:
    """Press Ctrl-C, and wait until it has ended with all it started; what it printed."""
    family = descendants(command.pid)
    os.killpg(command.pid, signal.SIGINT)  # as a terminal does
    shown = command.communicate(timeout=seconds)[1]
    assert all(gone(pid) for pid in family)
    return shown


def descendants(pid: int) -> list[int]:
    """All processes below one; none where it has ended."""
    with contextlib.suppress(psutil.NoSuchProcess):
        return [child.pid for child in psutil.Process(pid).children(recursive=True)]
    return []


def wait_for(condition: Callable[[], object]) -> None:
    """Wait until something is so; a test fails where it is not within half a minute."""
    deadline = time.monotonic() + 30
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.02)
    assert condition()


def gone(pid: int, patience: float = 3.0) -> bool:
    """Whether a process ends within some seconds (a zombie has ended)."""
    deadline = time.monotonic() + patience
    while (alive := _runs(pid)) and time.monotonic() < deadline:
        time.sleep(0.02)
    return not alive


def _runs(pid: int) -> bool:
    with contextlib.suppress(psutil.NoSuchProcess):
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    return False
