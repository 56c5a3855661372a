"""One function called with many arguments, on all cores or on a cluster; and how much runs at once."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import view
from .errors import CallFailed, in_words
from .host import Host
from .keys import Keys, Steps
from .task import Project
from .workers import CALL

if TYPE_CHECKING:
    from .cluster import Cluster

PER_JOB = 700 * 2**20  # bytes: a render worker with its JavaScript engine and typesetter, and a notebook's process
GROUP = Path("/sys/fs/cgroup")  # what limits a container, as seen from inside


@in_words()
def fan_out(
    function: str,
    calls: Mapping[str, tuple[Any, ...]],
    project: Project,
    *,
    jobs: int | None = None,
    scheduler: str | None = None,
    show: view.Lines | None = None,
) -> list[Any]:
    """The values of ``function`` (``"package.module:name"``) for the arguments of every call, in their order.

    ``calls``: arguments by what the progress view and errors call them. ``project``: the packages and inputs that the
    function depends on, alike on every machine of a cluster. ``jobs`` and ``scheduler`` are those of a build.
    Raises CallFailed with what the first call to fail raised, which ends the others.
    """
    show, slots = show or view.choose(sys.stderr), max(1, jobs or usual_jobs())
    working: Host | Cluster = Host(project, slots, slots, show.say)
    if scheduler:
        from .cluster import Cluster

        working = Cluster(scheduler, Keys(project, Steps()))

    def one(name: str) -> Any:
        try:
            value = means.call(CALL, function, *calls[name])
        except CallFailed as error:
            raise CallFailed(f"{name}: {error}", error.trace) from None
        show.finish(name, True)
        return value

    with contextlib.closing(show), working as means:
        show.total = len(calls)
        return in_threads(means, means.slots, one, calls)


def in_threads(means: Host | Cluster, count: int, work: Callable[[Any], Any], items: Iterable[Any]) -> list[Any]:
    """The values of ``work`` for every item, so many at once. An error, or Ctrl-C, ends all before it is raised."""
    with ThreadPoolExecutor(count) as threads:
        try:
            coming = [threads.submit(work, item) for item in items]
            for one in wait(coming, return_when=FIRST_EXCEPTION).done:
                one.result()
            return [one.result() for one in coming]
        except BaseException:
            threads.shutdown(wait=False, cancel_futures=True)
            means.kill()
            raise


def usual_jobs() -> int:
    """Cores this process may use, but no more than memory allows at 700 MB each; at least one."""
    return max(1, min(cores(), available_memory() // PER_JOB))


def cores() -> int:
    """Cores this process may use: its affinity, and the quota of its container."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    quota, _, period = _read(GROUP / "cpu.max").partition(" ")
    return min(usable, max(1, int(quota) // int(period))) if quota.isdigit() else usable


def available_memory() -> int:
    """Bytes that can be had without swapping, on the machine and in its container; 4 GB where that is not known."""
    lines = _read(Path("/proc/meminfo")).splitlines()
    free = next((int(line.split()[1]) * 1024 for line in lines if line.startswith("MemAvailable")), 4 * 2**30)
    limit = _read(GROUP / "memory.max")
    if not limit.isdigit():
        return free
    files = dict(line.split() for line in _read(GROUP / "memory.stat").splitlines())  # unused ones are given back
    taken = int(_read(GROUP / "memory.current") or 0) - int(files.get("inactive_file", 0))
    return max(0, min(free, int(limit) - taken))


def _read(path: Path) -> str:
    """A file of the system, empty where there is none."""
    try:
        return path.read_text().strip()
    except OSError:
        return ""
