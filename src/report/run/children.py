"""Processes forked from a server that has loaded what they share, each with a pipe to the one that asks it.

The server is the standard library's (``multiprocessing``, start method ``forkserver``; Linux and macOS have it). A
child answers one question after another, and ends with whoever started it, also when that is killed.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import threading
from collections.abc import Callable
from functools import partial
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext
from pathlib import Path
from typing import Any

EVERY = 5.0  # seconds between two looks; one takes some thousandths of a second


class ChildDied(Exception):
    """A child ended before it answered; the exit code is minus the signal that killed it."""

    def __init__(self, code: int | None) -> None:
        super().__init__(f"the process died (exit code {code}): out of memory, or killed")


def forking() -> ForkServerContext:
    """How processes are started: by the server, which first imports what they share."""
    found = multiprocessing.get_context("forkserver")
    found.set_forkserver_preload([f"{__package__}.preload"])
    return found


class Child(contextlib.AbstractContextManager["Child"]):
    """A process in which ``serve(pipe, *arguments)`` runs. Use as a context: leaving kills it."""

    def __init__(self, serve: Callable[..., None], *arguments: Any) -> None:
        context = forking()
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=_begin, args=(serve, theirs, *arguments))
        try:
            self.process.start()
        except (EOFError, ConnectionError):  # the server was killed before it answered; the next child starts another
            raise ChildDied(None) from None
        theirs.close()

    def ask(self, question: Any, timeout: float | None = None) -> Any:
        """The child's answer. Raises TimeoutError after so many seconds, ChildDied, and whatever sending raises."""
        try:
            self.pipe.send(question)
            if not self.pipe.poll(timeout):
                raise TimeoutError(f"not done within {timeout} seconds")
            return self.pipe.recv()
        except (EOFError, ConnectionError):
            self.process.join(timeout=5)
            raise ChildDied(self.process.exitcode) from None

    def __exit__(self, *exc: object) -> None:
        self.process.kill()
        self.process.join()
        self.pipe.close()


def answers(pipe: Connection, answer: Callable[[Any], Any]) -> None:
    """Answer what is asked through a pipe until its other end is gone."""
    with contextlib.suppress(EOFError, ConnectionError):
        while True:
            pipe.send(answer(pipe.recv()))


def _begin(serve: Callable[..., None], pipe: Connection, *arguments: Any) -> None:
    """What a child does."""
    if (parent := multiprocessing.parent_process()) is not None:
        end_after(parent.join, partial(os._exit, 1))
    serve(pipe, *arguments)


def end_after(gone: Callable[[], object], end: Callable[[], object]) -> None:
    """Wait in a thread until whoever started this process is gone, then end it."""
    threading.Thread(target=lambda: (gone(), end()), daemon=True).start()


def watch(session: int, over: threading.Event, say: Callable[[str], None]) -> None:
    """Say once of each process of a session that somebody stopped (SIGSTOP, a debugger) how to go on, until it is over.

    A run would wait for it without a word. Linux only, which has the state of processes in ``/proc``.
    """
    told: set[int] = set()
    while not over.wait(EVERY):
        now = stopped(session)
        for pid in sorted(now - told):
            say(f"process {pid} was stopped, and is waited for: continue it with 'kill -CONT {pid}', or kill it")
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
