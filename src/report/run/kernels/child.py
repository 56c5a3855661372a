"""What a fork of the server becomes: a process as if it had been started fresh, but for what is loaded."""

from __future__ import annotations

import atexit
import contextlib
import ctypes
import os
import random
import signal
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from . import warm

try:
    from multiprocessing import forkserver
except ImportError:  # no fork here (Windows)
    forkserver = None  # type: ignore[assignment]

PR_SET_PDEATHSIG = 1  # linux/prctl.h

set_by_imports: dict[
    str, str
] = {}  # in a server: what importing has put into the environment, as it would in a fresh interpreter


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
    sys.excepthook = sys.__excepthook__  # the server's is not for what we do
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
