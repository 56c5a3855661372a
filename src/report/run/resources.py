"""How much may run at once on this machine."""

from __future__ import annotations

import os
from pathlib import Path

PER_JOB = 700 * 2**20  # bytes: a render worker with its JavaScript engine and typesetter, and a notebook's process
GROUP = Path("/sys/fs/cgroup")  # what limits a container, as seen from inside


def jobs() -> int:
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
