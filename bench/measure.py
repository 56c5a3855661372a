"""Time, processor time and memory of a command and everything it starts."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import psutil

EVERY = 0.25  # seconds between two looks at the processes: adding up their shared pages twenty times a second slows what is measured by a fifth


@dataclass(frozen=True)
class Cost:
    """Seconds on the clock, seconds of processors, and the most memory held at once, in MB.

    Memory is the proportional share (PSS) where the system tells it: pages that forks share count once.
    """

    wall: float
    cpu: float
    peak: float


def command(*arguments: str | Path, env: Mapping[str, str] | None = None, log: Path | None = None) -> Cost:
    """Run a command to its end and measure its whole tree. Raises RuntimeError, with its last words, when it fails."""
    log = log or Path(os.devnull)
    started = time.perf_counter()
    with log.open("w") as output:
        process = subprocess.Popen(
            [str(one) for one in arguments], env={**os.environ, **(env or {})}, stdout=output, stderr=output
        )
        with ThreadPoolExecutor(1) as aside:
            watched = aside.submit(_watch, process)
            process.wait()
            wall = time.perf_counter() - started  # not when the next look is due
    cpu, peak = watched.result()
    if process.returncode:
        raise RuntimeError(f"{process.args} failed ({process.returncode}):\n{log.read_text()[-2000:]}")
    return Cost(wall, cpu, peak)


def _watch(process: subprocess.Popen[bytes]) -> tuple[float, float]:
    """Processor seconds and peak memory (MB) of a tree until its root ends."""
    cpu = peak = 0.0
    while process.returncode is None:
        tree = _tree(process.pid)
        cpu = max(cpu, sum(_seconds(one) for one in tree))
        peak = max(peak, sum(_memory(one) for one in tree) / 2**20)
        time.sleep(EVERY)
    return cpu, peak


def _tree(pid: int) -> list[psutil.Process]:
    """A process and all below it that still are."""
    try:
        root = psutil.Process(pid)
        return [root, *root.children(recursive=True)]
    except psutil.Error:
        return []


def _seconds(process: psutil.Process) -> float:
    """Processor time of a process and of its children that have ended."""
    try:
        return float(sum(process.cpu_times()[:4]))
    except psutil.Error:
        return 0.0


def _memory(process: psutil.Process) -> float:
    """Bytes held by a process; shared pages in proportion."""
    try:
        held = process.memory_full_info()
    except psutil.Error:
        return 0.0
    return float(getattr(held, "pss", held.rss))


def middle(measured: Callable[[], Cost], times: int = 3) -> Cost:
    """The measurement that is neither the quickest nor the slowest."""
    return sorted((measured() for _ in range(times)), key=lambda cost: cost.wall)[times // 2]


def median(measured: Callable[[], float], times: int = 5) -> float:
    """The median of a measurement made several times."""
    return statistics.median(measured() for _ in range(times))


def python(*arguments: str | Path) -> list[str | Path]:
    """A command line of this interpreter."""
    return [sys.executable, *arguments]


def wall(arguments: Sequence[str | Path], times: int = 5) -> float:
    """Median seconds a command takes."""

    def once() -> float:
        started = time.perf_counter()
        subprocess.run([str(one) for one in arguments], check=True, capture_output=True)
        return time.perf_counter() - started

    return median(once, times)


def machine() -> str:
    """Processor, cores, memory, system and Python, in one line."""
    lines = Path("/proc/cpuinfo").read_text().splitlines() if Path("/proc/cpuinfo").exists() else []
    model = next(
        (line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "unknown processor"
    )
    memory = psutil.virtual_memory().total / 2**30
    version = ".".join(str(part) for part in sys.version_info[:3])
    return f"{model}, {psutil.cpu_count()} cores, {memory:.0f} GB, {sys.platform}, Python {version}"
