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

import atexit
import contextlib
import ctypes
import json
import os
import pickle
import random
import signal
import sys
import threading
import time
import weakref
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

try:
    from multiprocessing import forkserver
except ImportError:  # no fork here (Windows)
    forkserver = None  # type: ignore[assignment]

from . import reads, warm

# Read by the interpreter or by a C library when it starts: a process that wants another value needs another server.
STARTUP = (
    "PYTHON",
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
PR_SET_PDEATHSIG = 1  # linux/prctl.h

set_by_imports: dict[
    str, str
] = {}  # in a server: what importing has put into the environment, as it would in a fresh interpreter


def available() -> bool:
    """Whether this platform can fork from a server."""
    return forkserver is not None and hasattr(os, "setsid")


@dataclass(frozen=True)
class Job:
    """What a forked child shall be: arguments, folder, environment, as ``subprocess.Popen`` would be told.

    ``main`` is ``"package.module:function"`` and gets ``argv``; ``independent`` children outlive their asker.
    """

    main: str
    argv: tuple[str, ...]
    cwd: str | None
    env: Mapping[str, str]
    independent: bool = False

    def _bootstrap(self, parent_sentinel: int) -> int:
        """Called by the server in the child; its name is multiprocessing's. Returns the exit code."""
        try:
            _become(self, parent_sentinel)
            warm.resolve(self.main)(list(self.argv))
            return 0
        except SystemExit as end:
            return end.code if isinstance(end.code, int) else int(end.code is not None)
        finally:
            _finish()


def _become(job: Job, parent_sentinel: int) -> None:
    """Turn the fork into what a fresh interpreter would have been: own session, streams, signals, environment, folder, randomness."""
    os.setsid()
    _adopt(forkserver.get_inherited_fds() or [])
    os.close(forkserver._forkserver._forkserver_alive_fd)  # type: ignore[attr-defined]  # or the server would never end
    forkserver._forkserver.__init__()  # type: ignore[misc]  # a child that forks on gets a server of its own
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.environ.clear()
    os.environ.update({**job.env, **set_by_imports})
    time.tzset()
    if job.cwd is not None:
        os.chdir(job.cwd)
    _reseed()
    if not job.independent:
        _die_with_server()
        threading.Thread(target=_die_with, args=(parent_sentinel,), daemon=True).start()


def _adopt(streams: Sequence[int]) -> None:
    """Make the two descriptors the asker sent standard output and standard error."""
    for target, stream in enumerate(streams, start=1):
        os.dup2(stream, target)
        os.close(stream)


def _reseed() -> None:
    """Give the child random numbers of its own, as a fresh interpreter has; forks share their parent's state."""
    random.seed()
    if "numpy.random" in sys.modules:
        sys.modules["numpy.random"].seed()


def _die_with_server() -> None:
    """On Linux, end when the server does (as it does when the asker is gone), even while a C function holds the interpreter."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def _die_with(sentinel: int) -> None:
    """Wait until the asker is gone, then end this process and what it started."""
    os.read(sentinel, 1)
    os.killpg(os.getpid(), signal.SIGKILL)


def _finish() -> None:
    """What an interpreter does on its way out; the server would leave by ``os._exit``."""
    with contextlib.suppress(Exception):
        threading._shutdown()  # type: ignore[attr-defined]
        atexit._run_exitfuncs()
        sys.stdout.flush()
        sys.stderr.flush()


class ForkedProcess:
    """A child of the fork-server, with the part of ``subprocess.Popen`` that a kernel manager uses."""

    stdin = stdout = stderr = None

    def __init__(self, pid: int, status: int, lifeline: int) -> None:
        self.pid, self._status, self._lifeline = pid, status, lifeline
        self.returncode: int | None = None

    def fileno(self) -> int:
        """Readable when the process has ended: for ``select`` and event loops."""
        return self._status

    def poll(self) -> int | None:
        """Exit code, minus the signal number if killed, 255 if the server died first; None while it runs."""
        if self.returncode is None and _readable(self._status):
            self.wait()
        return self.returncode

    def wait(self) -> int:
        """Block until the process has ended."""
        if self.returncode is None:
            try:
                self.returncode = forkserver.read_signed(self._status)
            except (OSError, EOFError):
                self.returncode = 255
            os.close(self._status)
            os.close(self._lifeline)
        return self.returncode

    def send_signal(self, signum: int) -> None:
        """Send a signal, unless it has ended (its number may be another's by now)."""
        if self.poll() is None:
            os.kill(self.pid, signum)

    def kill(self) -> None:
        """SIGKILL."""
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """SIGTERM."""
        self.send_signal(signal.SIGTERM)

    def __del__(self) -> None:
        """A process nobody holds any more is ended by its lifeline, as its asker is told of nothing."""
        if getattr(self, "returncode", 0) is None:
            with contextlib.suppress(OSError):
                os.close(self._status)
                os.close(self._lifeline)


def _readable(fd: int) -> bool:
    """Whether ``fd`` has something to read or is at its end, without waiting."""
    import select

    poller = select.poll()
    poller.register(fd, select.POLLIN | select.POLLHUP)
    return bool(poller.poll(0))


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
        with _environment(wanted):
            _servers[key].server.ensure_running()
        return _servers[key]


def _stop_past_sessions() -> None:
    """End the servers of builds that are over: what they have loaded may be out of date."""
    for key, held in list(_servers.items()):
        if held.session and key[0] == os.getpid() and held.idle():
            del _servers[key]
            held.server._stop()  # type: ignore[attr-defined]


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
    """Set and unset only what differs, as other threads may be reading."""
    for name in before.keys() - after.keys():
        os.environ.pop(name, None)
    os.environ.update({name: value for name, value in after.items() if before.get(name) != value})
