"""The process in which the work of a build is done: it runs notebooks and keeps the workers that render, and all it starts ends with it.

It is a process of its own so that a build does not depend on its caller: settled surroundings (:mod:`.surroundings`), no flags of the
caller's interpreter, no code loaded before the last edit, no event loop; and so that a build is stopped by killing one group of processes.

``python -m report.run.host`` reads pickled calls from standard input and writes pickled answers, many at once.
"""

from __future__ import annotations

import contextlib
import itertools
import multiprocessing.forkserver
import os
import pickle
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, BinaryIO

from . import surroundings, workers
from .children import METHOD
from .errors import CallFailed, HostDied
from .loading import resolve
from .task import Project

THREADS = 64
"""Calls that may wait for their answer at once; how many work is the caller's business."""


class Host:
    """The process, seen from the one that asks."""

    def __init__(self, project: Project, worker_preload: Sequence[str] = (), count: int = 1) -> None:
        self._scratch = tempfile.TemporaryDirectory(prefix="run-", ignore_cleanup_errors=True)
        self._waiting: dict[int, Future[Any]] = {}
        self._numbers, self._lock, self._gone = itertools.count(), threading.Lock(), False
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", __name__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=surroundings.environment(project, self._scratch.name),
            start_new_session=True,
        )
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()
        self._send((tuple(worker_preload), count))

    def call(self, dotted: str, *args: Any) -> Any:
        """The value of a function of this package, called there. Raises CallFailed with what it raised, HostDied."""
        future: Future[Any] = Future()
        with self._lock:
            if self._gone:
                raise HostDied()
            number = next(self._numbers)
            self._waiting[number] = future
        self._send((number, dotted, args))
        answer = future.result()
        if isinstance(answer, CallFailed):
            raise answer
        return answer

    def kill(self) -> None:
        """End the process and all it has started, at once."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)

    def _send(self, message: Any) -> None:
        content = pickle.dumps(message)
        assert self._process.stdin is not None
        with self._lock, contextlib.suppress(BrokenPipeError):  # the listener will tell
            self._process.stdin.write(content)
            self._process.stdin.flush()

    def _listen(self) -> None:
        """Hand answers to who waits for them; when there are no more, say so to those who still wait."""
        assert self._process.stdout is not None
        with contextlib.suppress(EOFError, OSError, pickle.UnpicklingError):
            while True:
                number, answer = pickle.load(self._process.stdout)
                with self._lock:
                    future = self._waiting.pop(number)
                future.set_result(answer)
        with self._lock:
            self._gone = True
        for future in self._waiting.values():
            future.set_exception(HostDied())

    def close(self) -> None:
        """End it, and wait for that."""
        self.kill()
        self._process.wait()
        self._listener.join()
        for pipe in (self._process.stdin, self._process.stdout):
            with contextlib.suppress(OSError):
                pipe.close()  # type: ignore[union-attr]
        self._scratch.cleanup()


class Local:
    """The host of this machine, started when it is first needed; has what :class:`.pipeline.Means` names. Use as a context."""

    def __init__(self, project: Project, worker_preload: Sequence[str], slots: int, count: int = 0) -> None:
        self.slots, self._starting = slots, (project, worker_preload, max(1, count))
        self._host: Host | None = None
        self._lock, self._stopped = threading.Lock(), False

    def begin(self) -> Host:
        """The host."""
        with self._lock:
            if self._stopped:
                raise HostDied()
            if self._host is None:
                self._host = Host(*self._starting)
            return self._host

    def call(self, dotted: str, *args: Any) -> Any:
        """The value of a function of this package, called in the host."""
        return self.begin().call(dotted, *args)

    def kill(self) -> None:
        """End all calls, and let none begin."""
        with self._lock:
            self._stopped = True
            if self._host is not None:
                self._host.kill()

    def __enter__(self) -> Local:
        return self

    def __exit__(self, *exc: object) -> None:
        self.kill()
        if self._host is not None:
            self._host.close()


def main() -> None:
    """Answer calls until there are no more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    calls, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)  # what functions print is not an answer
    lock = threading.Lock()
    threads = ThreadPoolExecutor(THREADS)
    with contextlib.suppress(EOFError, pickle.UnpicklingError):
        preload, count = pickle.load(calls)
        workers.start(preload, count)
        threads.submit(_warm)
        while True:
            threads.submit(_answer, answers, lock, *pickle.load(calls))
    os.killpg(os.getpid(), signal.SIGKILL)  # this process and all it has started: the asker is gone


def _warm() -> None:
    """Have the fork-server load, and meanwhile what executes notebooks."""
    if METHOD == "forkserver":
        multiprocessing.forkserver.ensure_running()
    from . import executing  # noqa: F401


def _answer(answers: BinaryIO, lock: threading.Lock, number: int, dotted: str, args: tuple[Any, ...]) -> None:
    """Call a function and write what it returns, or what it raised."""
    try:
        content = pickle.dumps((number, resolve(dotted)(*args)))
    except Exception as error:
        failed = error if isinstance(error, CallFailed) else CallFailed.of(error)
        content = pickle.dumps((number, failed))
    with lock, contextlib.suppress(BrokenPipeError):
        answers.write(content)
        answers.flush()


if __name__ == "__main__":
    main()
