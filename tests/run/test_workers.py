"""Workers and the process that keeps them: what becomes of calls that go wrong, and of all of them when their asker is gone."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from report.run import Project, resources
from report.run.errors import CallFailed, HostDied, WorkerDied
from report.run.host import Host
from report.run.loading import without
from report.run.workers import CALL

from .conftest import Shop, gone

FUNCTIONS = """
import os, signal
LOADED = []
def add(a, b):
    print("printing does not disturb", flush=True)
    return a + b
def fail(text):
    raise ValueError(text)
def die(code):
    os._exit(code)
def who():
    return os.getpid()
def load():
    LOADED.append(os.getpid())
def loaded():
    return LOADED
def unsendable():
    return lambda: None
def big(size):
    return bytes(size)
"""


@pytest.fixture
def call(shop: Shop) -> Iterator[Callable[..., Any]]:
    """Call functions in the one worker of a host."""
    shop.write("shop/work.py", FUNCTIONS)
    host = Host(Project(), ("shop.work:load", "no.such.module"))
    yield lambda name, *args: host.call(CALL, f"shop.work:{name}", *args)
    host.close()


def test_a_worker_survives_errors_and_is_replaced_when_it_dies(call) -> None:
    assert call("add", 1, 2) == 3 and len(call("big", 3_000_000)) == 3_000_000
    with pytest.raises(CallFailed, match=r"^ValueError: first line$") as caught:
        call("fail", "first line\nsecond line")
    assert "second line" in caught.value.trace
    with pytest.raises(CallFailed, match="pickle"):
        call("unsendable")
    with pytest.raises((AttributeError, TypeError, pickle.PicklingError)):
        call("add", lambda: None, 2)
    first = call("who")
    assert call("loaded") == [first]  # once
    with pytest.raises(WorkerDied, match=r"the process of shop\.work:die died \(exit code 7\)"):
        call("die", 7)
    assert call("who") != first and gone(first)


def test_all_end_with_the_host_and_it_ends_with_its_asker(tmp_path: Path) -> None:
    script = (
        "import os\nfrom report.run import Project\nfrom report.run.host import Host\nfrom report.run.workers import CALL\n"
        "host = Host(Project())\nprint(host.call(CALL, 'os:getpid'), host.call('os:getpid'), flush=True)\nos.kill(os.getpid(), 9)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == -9 and all(gone(int(pid)) for pid in done.stdout.split())


def test_a_host_that_is_killed_is_told_at_once() -> None:
    host = Host(Project())
    worker = host.call(CALL, "os:getpid")
    os.kill(host.call("os:getpid"), signal.SIGKILL)
    for _ in range(2):
        with pytest.raises(HostDied, match="the process that does the work was killed"):
            host.call("time:sleep", 60)
    host.close()
    assert gone(worker)


def test_modules_hidden_while_importing_can_be_imported_afterwards() -> None:
    with without(("wave",)), pytest.raises(ImportError):
        import wave
    import wave  # noqa: F401


def test_jobs_are_bounded_by_cores_and_memory() -> None:
    assert 1 <= resources.jobs() <= resources.cores() <= os.cpu_count()
    assert resources.available_memory() > 2**20


def test_what_control_groups_leave(tmp_path: Path, monkeypatch) -> None:
    """A group of 4 GB within one of 3 GB, of which 2 are taken, half of that by files nobody uses: 2 GB are left, 3 − 2 + 1."""
    gb = 2**30
    values = {
        "cpu.max": "max 100000",
        "memory.max": str(3 * gb),
        "memory.current": str(2 * gb),
        "memory.stat": f"anon {gb}\ninactive_file {gb}",
        "a/cpu.max": "100000 100000",
        "a/memory.max": str(4 * gb),
        "a/memory.current": "0",
    }
    for name, value in values.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(value)
    (tmp_path / "self").write_text("12:cpu:/x\n0::/a\n")
    groups = resources.control_groups(tmp_path / "self", tmp_path)
    assert groups == [tmp_path / "a", tmp_path]
    assert [resources.room(group) for group in groups] == [4 * gb, 2 * gb]
    assert resources.control_groups(tmp_path / "none") == []
    monkeypatch.setattr(resources, "control_groups", lambda: groups)
    assert resources.cores() == 1 and resources.available_memory() <= 2 * gb
