"""Processes forked from a warm server instead of started cold.

``multiprocessing``'s fork-server is one small process without threads that has imported what every job needs; each job is a fork
of it (3 ms and shared memory instead of 1–3 s of imports). We use the server and its wire protocol, but not
``multiprocessing.Process``: that would import the caller's main script into each child, refuse to work below a daemonic worker, and
join children when the caller exits.

A child dies with the process that asked for it, even if that one is killed: the read end of a pipe whose write end only the
asker holds comes to its end. The server itself ends when its asker does.

A stranger needs: POSIX; modules that start no threads at import. Elsewhere ``available()`` is False and callers spawn.
"""

from __future__ import annotations

import contextlib
import json
import os
import pickle
import signal
import threading
import weakref
from collections.abc import Iterator, Mapping, Sequence
from multiprocessing import resource_tracker, util

try:
    from multiprocessing import forkserver
except ImportError:  # no fork here (Windows)
    forkserver = None  # type: ignore[assignment]

from . import reads, warm
from .child import Job
from .process import ForkedProcess

# Read by the interpreter or by a library when it is loaded: a process that wants another value needs another server.
LOOKS = ("COLORTERM", "FORCE_COLOR", "NO_COLOR", "CLICOLOR", "MPL")
STARTUP = (
    "PYTHON",
    "TZ",
    "COLUMNS",
    "LINES",
    *LOOKS,
    "PYDEVD_",
    "LC_",
    "LANG",
    "LD_",
    "DYLD_",
    "OMP_",
    "OPENBLAS_",
    "MKL_",
    "VECLIB_",
    reads.ROOTS,
    "WARM_",
)


def available() -> bool:
    """Whether this platform can fork from a server."""
    return forkserver is not None and hasattr(os, "setsid")


class Server:
    """One fork-server of this process and the children it made."""

    def __init__(self, session: str) -> None:
        self.session = session
        self.server = forkserver.ForkServer()
        self.server.set_forkserver_preload([f"{__package__}.serve"])
        self.children: weakref.WeakSet[ForkedProcess] = weakref.WeakSet()

    def fork(self, job: Job, streams: tuple[int, int]) -> ForkedProcess:
        """A child that does ``job``. Blocks until it is forked, so the first time until the server is warm."""
        status, lifeline = self.server.connect_to_new_process(list(streams))
        try:
            pid = forkserver.read_signed(status)
            with open(lifeline, "wb", closefd=False) as pipe:
                pickle.dump({}, pipe)  # "preparation data": nothing, the child prepares itself
                pickle.dump(job, pipe)
        except BaseException:
            os.close(status)
            os.close(lifeline)
            raise
        child = ForkedProcess(pid, status, lifeline)
        self.children.add(child)
        return child

    def kill(self) -> None:
        """End the server at once."""
        if (pid := self.server._forkserver_pid) is not None:  # type: ignore[attr-defined]
            os.kill(pid, signal.SIGKILL)
            self.server._stop()  # type: ignore[attr-defined]

    def idle(self) -> bool:
        """Whether all its children have ended."""
        return all(child.poll() is not None for child in self.children)


_servers: dict[tuple[object, ...], Server] = {}
_lock = threading.Lock()


def fork(job: Job, preload: Sequence[str], streams: tuple[int, int] = (1, 2)) -> ForkedProcess:
    """Start ``job`` in a fork of the server warmed with ``preload``, with these descriptors as standard output and error.

    Raises OSError or EOFError when the server cannot be started; the caller then spawns.
    """
    return start(job.env, preload).fork(job, streams)


def start(env: Mapping[str, str], preload: Sequence[str]) -> Server:
    """This process's server for a preload and the start-up variables of ``env``; started if it does not run, without waiting for it."""
    wanted = {name: value for name, value in env.items() if name.startswith(STARTUP)}
    wanted[warm.PRELOAD] = json.dumps(list(preload))
    key = (os.getpid(), tuple(sorted(wanted.items())))
    with _lock:
        if key not in _servers:
            _stop_past_sessions()
            _servers[key] = Server(wanted.get(warm.SESSION, ""))
        resource_tracker.ensure_running()  # or it would be started below, and let interrupts through
        with _environment(wanted), _no_flags(), _no_interrupts():
            _servers[key].server.ensure_running()
        return _servers[key]


def _stop_past_sessions() -> None:
    """End the servers of builds that are over: what they have loaded may be out of date."""
    for key, held in list(_servers.items()):
        if held.session and key[0] == os.getpid() and held.idle():
            del _servers[key]
            held.server._stop()  # type: ignore[attr-defined]


def end(session: str) -> None:
    """Kill the servers of a session, also while they load, and with them what they forked: whoever waits for a fork is told that there is none."""
    with _lock:
        for key, held in list(_servers.items()):
            if held.session == session and key[0] == os.getpid():
                del _servers[key]
                held.kill()


def undisturbed() -> dict[str, str]:
    """This process's own environment, also while another thread has changed it to start a server."""
    with _lock:
        return dict(os.environ)


@contextlib.contextmanager
def _no_flags() -> Iterator[None]:
    """No flags of this interpreter (``-O``, ``-W``, ``-X``) for the one that is started: a kernel spawned by its command has none either."""
    ours = util._args_from_interpreter_flags  # type: ignore[attr-defined]
    util._args_from_interpreter_flags = list  # type: ignore[attr-defined]
    try:
        yield
    finally:
        util._args_from_interpreter_flags = ours  # type: ignore[attr-defined]


@contextlib.contextmanager
def _no_interrupts() -> Iterator[None]:
    """Ctrl-C waits here, and in a process that is started until it says what it thinks of it (:mod:`.serve`)."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextlib.contextmanager
def _environment(wanted: Mapping[str, str]) -> Iterator[None]:
    """This process's start-up variables as a child shall see them; the server takes them from us, it has no other way."""
    ours = {name: value for name, value in os.environ.items() if name.startswith(STARTUP)}
    _change_environment(ours, wanted)
    try:
        yield
    finally:
        _change_environment(wanted, ours)


def _change_environment(before: Mapping[str, str], after: Mapping[str, str]) -> None:
    """Set and unset only what differs. Whoever must not see it asks :func:`undisturbed`."""
    for name in before.keys() - after.keys():
        os.environ.pop(name, None)
    os.environ.update({name: value for name, value in after.items() if before.get(name) != value})
