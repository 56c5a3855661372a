"""A child of the fork-server, seen from the process that asked for it."""

from __future__ import annotations

import contextlib
import os
import select
import signal

try:
    from multiprocessing import forkserver
except ImportError:  # no fork here (Windows)
    forkserver = None  # type: ignore[assignment]


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
        if self.returncode is None and readable(self._status):
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


def readable(fd: int, milliseconds: int | None = 0) -> bool:
    """Whether ``fd`` has something to read or is at its end: at once, or within a time (None: however long it takes)."""
    poller = select.poll()
    poller.register(fd, select.POLLIN | select.POLLHUP)
    return bool(poller.poll(milliseconds))
