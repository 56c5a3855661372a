"""Workers and the process that keeps them: what becomes of calls that go wrong; and one function called with many
arguments on them. That all end with a killed asker, ``test_soak`` shows."""

from __future__ import annotations

import io
import os
import pickle
import queue
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from processes import begun, gone, interrupt
from report.run import Project, RunError, children, fan_out, many
from report.run.errors import CallFailed, HostDied
from report.run.host import Host
from report.run.loading import without
from report.run.view import Lines
from report.run.workers import CALL

from .conftest import Shop

FUNCTIONS = """
import os
LOADED = []
def add(a, b):
    print("printing does not disturb", flush=True)
    return a + b
def fail(text):
    raise ValueError(text)
def die(code):
    os._exit(code)
def load():
    LOADED.append(os.getpid())
def loaded():
    return os.getpid(), LOADED
def unsendable():
    return lambda: None
def big(size):
    return bytes(size)
"""


@pytest.fixture
def work(shop: Shop) -> Shop:
    """The small project with functions to call."""
    shop.write("shop/work.py", FUNCTIONS)
    return shop


@pytest.fixture
def call(work: Shop) -> Iterator[Callable[..., Any]]:
    """Call functions in the one worker of a host."""
    with Host(Project(renderer="shop.work:load")) as host:
        yield lambda name, *args: host.call(CALL, f"shop.work:{name}", *args)


def test_a_worker_survives_errors_and_is_replaced_when_it_dies(call) -> None:
    assert call("add", 1, 2) == 3 and len(call("big", 3_000_000)) == 3_000_000
    with pytest.raises(CallFailed, match=r"^ValueError: first line$") as caught:
        call("fail", "first line\nsecond line")
    assert "second line" in caught.value.trace
    for name, said in (("unsendable", "pickle"), ("none", "AttributeError")):
        with pytest.raises(CallFailed, match=said):
            call(name)
    with pytest.raises((AttributeError, TypeError, pickle.PicklingError)):
        call("add", lambda: None, 2)
    first, loaded = call("loaded")
    assert loaded == [first]  # once
    with pytest.raises(CallFailed, match=r"shop\.work:die: the process died \(exit code 7\)"):
        call("die", 7)
    assert call("loaded")[0] != first and gone(first)


def test_values_come_in_the_order_of_the_calls_and_a_call_that_fails_is_named(work: Shop) -> None:
    calls = {str(number): (number, 1) for number in range(40)}
    how: dict[str, Any] = {"jobs": 2, "show": Lines(io.StringIO())}
    assert fan_out("shop.work:add", calls, work.project, **how) == list(range(1, 41))
    with pytest.raises(RunError, match=r"^salt: TypeError: "):
        fan_out("shop.work:add", {"tea": (1, 1), "salt": ("a", 1)}, work.project, **how)
    with pytest.raises(RunError, match=r"^salt: shop\.work:die: the process died \(exit code 7\)"):
        fan_out("shop.work:die", {"salt": (7,)}, work.project, **how)


def test_ctrl_c_ends_many_calls_at_once() -> None:
    code = (
        "from report.run import Project, fan_out\n"
        "fan_out('time:sleep', {str(n): (0.2,) for n in range(200)}, Project(), jobs=2)"
    )
    calling = begun([sys.executable, "-c", code])
    time.sleep(2)
    assert interrupt(calling).strip().endswith("KeyboardInterrupt")


def test_a_worker_whose_server_was_killed_as_it_began_is_said_and_not_waited_for() -> None:
    script = (
        "from multiprocessing import popen_forkserver\nfrom report.run import workers\n"
        "def killed(*_): raise EOFError('unexpected EOF')\n"
        "popen_forkserver.Popen.__init__ = killed\nworkers.start('', 1)\n"
        "for _ in range(2):\n  try: workers.call('os:getpid')\n  except Exception as error: print(error)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False, timeout=60)
    assert done.stdout.count("the process died") == 2, done.stderr


def test_a_long_temporary_folder_does_not_matter(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / ("x" * 60)))
    with Host(Project()) as host:
        assert host.call(CALL, "os:getpid")


def test_what_a_killed_run_leaves_in_the_temporary_folder_goes_with_the_next(monkeypatch) -> None:
    with tempfile.TemporaryDirectory(prefix="t-", dir="/tmp") as folder:  # a name that leaves room for those of sockets
        monkeypatch.setattr("tempfile.tempdir", folder)
        monkeypatch.setenv("TMPDIR", folder)
        script = "import os\nfrom report.run.host import scratch\nwith scratch():\n    os.kill(os.getpid(), 9)\n"
        left = subprocess.run([sys.executable, "-c", script], check=False)
        assert left.returncode == -9 and len(list(Path(folder).iterdir())) == 1
        others = [Path(folder, "report-run-notes"), Path(folder, "report-run-theirs/.run.work")]
        for other in others:
            other.mkdir(parents=True)
        (others[1] / "lock").write_text("mine\n")
        with Host(Project()) as first, Host(Project()) as second:
            assert first.call(CALL, "os:getcwd") == second.call(CALL, "os:getcwd")  # neither has removed the other's
        assert sorted(Path(folder).iterdir()) == [others[0], others[1].parent]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells")
def test_a_process_that_was_stopped_is_told(monkeypatch) -> None:
    monkeypatch.setattr(children, "EVERY", 0.05)
    said: queue.Queue[str] = queue.Queue()
    with Host(Project(), say=said.put) as host:
        worker = host.call(CALL, "os:getpid")
        os.kill(worker, signal.SIGSTOP)
        told = f"process {worker} was stopped, and is waited for: continue it with 'kill -CONT"
        assert said.get(timeout=30).startswith(told)
        os.kill(worker, signal.SIGCONT)
        assert host.call(CALL, "os:getpid") == worker and said.empty()  # once


def test_a_host_that_is_killed_is_told_at_once() -> None:
    with Host(Project()) as host:
        worker = host.call(CALL, "os:getpid")
        os.kill(host.call("os:getpid"), signal.SIGKILL)
        for _ in range(2):
            with pytest.raises(HostDied, match="the process that does the work was killed"):
                host.call("time:sleep", 60)
    assert gone(worker)


def test_modules_hidden_while_importing_can_be_imported_afterwards() -> None:
    with without(("wave",)), pytest.raises(ImportError):
        import wave
    import wave  # noqa: F401


def test_jobs_are_bounded_by_cores_and_memory(tmp_path: Path, monkeypatch) -> None:
    """A container of 4 GB, of which 2 are taken, half of that by files nobody uses: 3 GB are left, 4 - 2 + 1."""
    assert 1 <= many.usual_jobs() <= many.cores() <= os.cpu_count()
    free, gb = many.available_memory(), 2**30
    stat = f"anon {gb}\ninactive_file {gb}"
    values = {"cpu.max": "100000 100000", "memory.max": 4 * gb, "memory.current": 2 * gb, "memory.stat": stat}
    for name, value in values.items():
        (tmp_path / name).write_text(str(value))
    monkeypatch.setattr(many, "GROUP", tmp_path)
    assert many.cores() == 1 and 2**20 < many.available_memory() <= min(3 * gb, 2 * free)
