"""How much may run at once on this machine."""

from __future__ import annotations

import os
from pathlib import Path

PER_JOB = 700 * 2**20  # bytes: a render worker with its JavaScript engine and typesetter, and a kernel (bench/)


def jobs() -> int:
    """Cores this process may use, but no more than memory allows at 700 MB each; at least one."""
    return max(1, min(cores(), available_memory() // PER_JOB))


def cores() -> int:
    """Cores this process may use: its affinity, and the quota of its control group."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    quota, _, period = _control_group("cpu.max").partition(" ")
    return min(usable, max(1, int(quota) // int(period))) if quota.isdigit() else usable


def available_memory() -> int:
    """Bytes that can be had without swapping: the system's, and the limit of the control group; 4 GB where neither is known."""
    limit = _control_group("memory.max")
    free = int(limit) - int(_control_group("memory.current") or 0) if limit.isdigit() else 2**62
    try:
        lines = Path("/proc/meminfo").read_text().splitlines()
        return min(free, next(int(line.split()[1]) * 1024 for line in lines if line.startswith("MemAvailable")))
    except (OSError, StopIteration):
        return min(free, 4 * 2**30)


def _control_group(name: str) -> str:
    """A value of the control group this process is in, empty where there is none."""
    try:
        return Path("/sys/fs/cgroup", name).read_text().strip()
    except OSError:
        return ""
