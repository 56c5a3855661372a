"""Says of a process of a run that somebody stopped it (SIGSTOP, a debugger): the run would wait for it without a word.

Linux only, which tells the state of processes in ``/proc``; elsewhere nothing is said.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from pathlib import Path

EVERY = 5.0  # seconds between two looks; one takes some thousandths of a second


def watch(session: int, over: threading.Event, say: Callable[[str], None]) -> None:
    """Say once of each stopped process of a session how to go on, until it is over."""
    told: set[int] = set()
    while not over.wait(EVERY):
        now = stopped(session)
        for pid in sorted(now - told):
            say(
                f"process {pid} was stopped, and is waited for: continue it with 'kill -CONT {pid}', or end it (kill -9)"
            )
        told = now


def stopped(session: int) -> set[int]:
    """The stopped processes of a session."""
    found = set()
    for status in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):  # it has ended
            state, _parent, _group, belongs = status.read_text(errors="replace").rpartition(")")[2].split()[:4]
            if state == "T" and int(belongs) == session:
                found.add(int(status.parent.name))
    return found
