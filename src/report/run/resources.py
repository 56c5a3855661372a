"""How much may run at once on this machine."""

from __future__ import annotations

import os
from pathlib import Path

PER_JOB = 700 * 2**20  # bytes: a render worker with its JavaScript engine and typesetter, and a kernel (bench/)


def jobs() -> int:
    """Cores this process may use, but no more than memory allows at 700 MB each; at least one."""
    return max(1, min(cores(), available_memory() // PER_JOB))


def cores() -> int:
    """Cores this process may use: its affinity, and the quotas of its control groups."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    quotas = (_of_group(group, "cpu.max").partition(" ")[::2] for group in control_groups())
    return min([usable, *(max(1, int(quota) // int(period)) for quota, period in quotas if quota.isdigit())])


def available_memory() -> int:
    """Bytes that can be had without swapping: the system's, and what its control groups leave; 4 GB where neither is known."""
    free = [left for group in control_groups() if (left := room(group)) is not None]
    try:
        lines = Path("/proc/meminfo").read_text().splitlines()
        return min([*free, next(int(line.split()[1]) * 1024 for line in lines if line.startswith("MemAvailable"))])
    except (OSError, StopIteration):
        return min([*free, 4 * 2**30])


def room(group: Path) -> int | None:
    """Bytes a control group may still take; pages of files not used lately do not count as taken, they are given back. None: as many as there are."""
    limit = _of_group(group, "memory.max")
    if not limit.isdigit():
        return None
    taken = int(_of_group(group, "memory.current") or 0)
    files = dict(line.split() for line in _of_group(group, "memory.stat").splitlines())
    return max(0, int(limit) - taken + int(files.get("inactive_file", 0)))


def control_groups(of: Path = Path("/proc/self/cgroup"), top: Path = Path("/sys/fs/cgroup")) -> list[Path]:
    """The folders of the control group (version 2) this process is in, and of those around it; none where there are none."""
    try:
        own = next(line[3:] for line in of.read_text().splitlines() if line.startswith("0::"))
    except (OSError, StopIteration):
        return []
    group = top / own.strip().lstrip("/")
    return [folder for folder in (group, *group.parents) if folder.is_relative_to(top)]


def _of_group(group: Path, name: str) -> str:
    """A value of a control group, empty where there is none."""
    try:
        return (group / name).read_text().strip()
    except OSError:
        return ""
