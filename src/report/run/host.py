"""The process in which the work of a build is done: it runs notebooks, keeps the workers that render.

It is a process of its own so that a build does not depend on its caller: the same environment on every machine,
no flags of the caller's interpreter, no code loaded before the last edit; and so that killing one group stops a build.
Calls reach it by the standard library's :mod:`multiprocessing.managers`, many at once.
"""

from __future__ import annotations

import contextlib
import json
import multiprocessing.forkserver
import os
import pickle
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from functools import partial
from multiprocessing.managers import BaseManager
from pathlib import Path
from typing import Any

from . import workers
from .children import end_after, forking, watch
from .errors import CallFailed, HostDied, RunError
from .loading import PRELOAD, resolve
from .swap import HOLDER, locked, remove, work
from .task import Project

LONGEST = 50  # bytes, as macOS has it: what is made below takes 52 more
PREFIX = f"{__package__.partition('.')[0]}-run-"

# One thread per numerical library: sums come out in one order, and processes do not fight for cores.
FIXED = {
    "LC_ALL": "C.UTF-8",
    "TZ": "UTC",
    "COLUMNS": "80",
    "LINES": "24",
    "PYTHONHASHSEED": "0",
    "PYTHONUTF8": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "VECLIB_MAXIMUM_THREADS": "1",
}
TOP = Path(__file__).resolve().parents[__package__.count(".")]  # the package that all this is in
KEPT = ("PYTHONPATH", "PYTHONHOME", "PYTHONNOUSERSITE", "PYTHONPYCACHEPREFIX")
DROPPED = ("PYTHON", "PYTEST_", "LANG", "LC_")


@contextlib.contextmanager
def scratch() -> Iterator[Path]:
    """A fresh folder for what a run's processes leave, held by a lock; killed runs' go with the next."""
    clear_scratch()
    made = tempfile.TemporaryDirectory(prefix=PREFIX, dir=_top(), ignore_cleanup_errors=True)
    with made as folder, locked(Path(folder, "run")):
        yield Path(folder)


def clear_scratch() -> None:
    """Remove what killed runs left: folders of this name whose lock a run has written into and nobody holds."""
    for folder in Path(_top()).glob(f"{PREFIX}*"):
        with contextlib.suppress(OSError, RunError, UnicodeDecodeError):
            if HOLDER.fullmatch((work(folder / "run") / "lock").read_text()):
                with locked(folder / "run"):
                    remove(folder)


def _top() -> str:
    """The temporary folder; /tmp where the user's is too long for sockets, whose names may have 103 bytes."""
    usual = tempfile.gettempdir()
    return usual if len(os.fsencode(usual)) <= LONGEST else "/tmp"


_ready = threading.Event()


class Work:
    """What the process offers."""

    def call(self, dotted: str, *args: Any) -> Any:
        """The value of a function, called once the server is filled. Raises CallFailed with what it raised."""
        _ready.wait()
        try:
            return resolve(dotted)(*args)
        except Exception as error:
            raise error if isinstance(error, CallFailed) else CallFailed.of(error) from None


class Calls(BaseManager):
    """The way to it."""


Calls.register("work", Work, exposed=("call",))


class Host(contextlib.AbstractContextManager["Host"]):
    """The process, seen from the one that asks; started when it is first needed. Use as a context: leaving ends it.

    ``slots`` is how much the caller may ask at once, ``count`` how many workers may render; ``say`` is called with a
    line about a process that somebody stopped.
    """

    def __init__(
        self, project: Project, slots: int = 1, count: int = 1, say: Callable[[str], None] | None = None
    ) -> None:
        self.project, self.slots, self.count, self.say = project, slots, max(1, count), say
        self._lock, self._connecting, self._ended = threading.Lock(), threading.Lock(), threading.Event()
        self._held = contextlib.ExitStack()
        self._process: subprocess.Popen[bytes] | None = None
        self._work: Any = None

    def begin(self) -> None:
        """Start it, if that has not been done. Raises HostDied when it was ended."""
        with self._lock:
            if self._ended.is_set():
                raise HostDied()
            if self._process is None:
                folder = self._held.enter_context(scratch())
                address, key = f"{folder}/calls", os.urandom(16)
                self._calls = Calls(address, key)
                self._process = subprocess.Popen(
                    [sys.executable, "-P", "-c", f"from {__name__} import main; main()"],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    env=_environment(self.project, str(folder)),
                    start_new_session=True,
                )
                watching = self._process.pid, self._ended, lambda line: self.say and self.say(line)
                threading.Thread(target=watch, args=watching, daemon=True).start()
                assert self._process.stdin is not None
                with contextlib.suppress(BrokenPipeError):  # the first call will tell
                    self._process.stdin.write(pickle.dumps((address, key, self.project.renderer, self.count)))
                    self._process.stdin.flush()

    def call(self, dotted: str, *args: Any) -> Any:
        """The value of a function of this package, called there. Raises CallFailed with what it raised, HostDied."""
        self.begin()
        try:
            return self._offered().call(dotted, *args)
        except (EOFError, OSError):  # of the connection: the function's own come as CallFailed
            raise HostDied() from None

    def _offered(self) -> Any:
        """What the process offers, once it listens."""
        with self._connecting:
            if self._work is None and self._process is not None:
                assert self._process.stdout is not None
                self._process.stdout.read(1)
                self._calls.connect()
                self._work = self._calls.work()  # type: ignore[attr-defined]
            return self._work

    def kill(self) -> None:
        """End the process and all it has started, at once, and let no call begin."""
        with self._lock:
            self._ended.set()
            if self._process is not None:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(self._process.pid, signal.SIGKILL)

    def __exit__(self, *exc: object) -> None:
        self.kill()
        if self._process is not None:
            with self._process:  # closes pipes and waits
                self._process = None
        self._held.close()


def _environment(project: Project, scratch: str) -> dict[str, str]:
    """The caller's environment without what changes results, and with what fixes them; ``scratch`` is for files."""
    kept = {name: value for name, value in os.environ.items() if name in KEPT or not name.startswith(DROPPED)}
    if "site-packages" not in TOP.parts:
        kept["PYTHONPATH"] = os.pathsep.join(filter(None, [str(TOP.parent), kept.get("PYTHONPATH")]))
    preload = json.dumps([project.preload, project.fill, dict(project.arguments)])
    own = dict.fromkeys(filter(None, ["IPYTHONDIR", "TMPDIR", project.shared]), scratch)
    return kept | FIXED | own | {PRELOAD: preload} | dict(project.environment)


def main() -> None:
    """Answer calls until there are no more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    asker = os.fdopen(os.dup(0), "rb")
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    address, key, renderer, count = pickle.load(asker)
    end_after(asker.read, partial(os.killpg, os.getpid(), signal.SIGKILL))
    server = Calls(address, key).get_server()
    threading.Thread(target=_warm, args=(renderer, count), daemon=True).start()
    os.write(1, b"\n")
    os.dup2(2, 1)  # what functions print is not an answer
    server.serve_forever()


def _warm(renderer: str, count: int) -> None:
    """Have the fork-server load, and meanwhile what executes notebooks; then start what renders, and fill it."""
    with contextlib.suppress(Exception):  # it fails again where it is needed
        forking()
        multiprocessing.forkserver.ensure_running()
        from . import executing  # noqa: F401
    workers.start(renderer, count)
    _ready.set()
