"""A forked kernel behaves as a spawned one: each test runs with both."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import KernelManager

from report.run import Project, Task
from report.run.errors import TaskFailed
from report.run.kernels import forkserver, surroundings
from report.run.kernels import kernel as kernel_module
from report.run.kernels.child import Job
from report.run.kernels.process import ForkedProcess
from report.run.kernels.provisioner import SPEC, ForkServerProvisioner
from report.run.work import engine

from .conftest import Shop, notebook

WAYS = ("forked", "spawned")


@pytest.fixture(params=WAYS)
def way(request, monkeypatch) -> str:
    """Both ways to start the same kernel."""
    if request.param == "spawned":
        monkeypatch.setattr(forkserver, "available", lambda: False)  # as on a system without it
    return request.param


class Specs(KernelSpecManager):
    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        return KernelSpec.from_resource_dir(str(SPEC))


@pytest.fixture
def manager(way: str, tmp_path: Path) -> Iterator[KernelManager]:
    """A stock kernel manager with our kernelspec; the kernel is not started."""
    made = KernelManager(kernel_name="forkserver", kernel_spec_manager=Specs())
    made.provisioner = ForkServerProvisioner(kernel_id="k", kernel_spec=made.kernel_spec, parent=made, preload=[])
    yield made
    while OPEN:
        OPEN.pop().stop_channels()
    if made.has_kernel:
        made.shutdown_kernel(now=True)
    made.cleanup_resources()


# Connections to close when a test is over: the collector ends a manager's context later, in any test, and waits for ever for those left open.
OPEN: list = []


class Client:
    """A connection to a started kernel."""

    def __init__(self, manager: KernelManager, **kwargs) -> None:
        self.manager = manager
        manager.start_kernel(extra_arguments=["--HistoryManager.enabled=False"], **kwargs)
        self.connect()

    def connect(self) -> None:
        self.connection = self.manager.client()
        self.connection.start_channels()
        OPEN.append(self.connection)
        self.connection.wait_for_ready(timeout=30)

    def value(self, expression: str, setup: str = "") -> object:
        """What an expression is in the kernel, by JSON."""
        self.connection.execute_interactive(setup, timeout=20)
        reply = self.connection.execute(
            "", user_expressions={"v": f"__import__('json').dumps({expression})"}, reply=True, timeout=20
        )
        return json.loads(eval(reply["content"]["user_expressions"]["v"]["data"]["text/plain"]))


STATE = """{
    'cwd': os.getcwd(), 'path': sys.path, 'argv': sys.argv[:1], 'flags': list(sys.flags), 'session': os.getsid(0) == os.getpid(),
    'executable': sys.executable, 'main': __name__, 'sigterm': str(signal.getsignal(signal.SIGTERM)),
    'sigint': str(signal.getsignal(signal.SIGINT)), 'umask': os.umask(0o22), 'encoding': sys.getfilesystemencoding(),
    'time': time.tzname, 'env': {k: v for k, v in os.environ.items() if k not in ('WARM_PRELOAD', 'PYTEST_CURRENT_TEST')},
    'start': __import__('multiprocessing').get_start_method(), 'parent': __import__('multiprocessing').parent_process() is None,
}"""


def test_forked_and_spawned_kernels_find_the_same_world(tmp_path: Path, monkeypatch) -> None:
    states = []
    env = {**os.environ, "FRUIT": "pear", "TZ": "Asia/Tokyo", "PYTHONHASHSEED": "3"}
    for chosen in WAYS:
        if chosen == "spawned":
            monkeypatch.setattr(forkserver, "available", lambda: False)
        made = KernelManager(kernel_name="forkserver", kernel_spec_manager=Specs())
        made.provisioner = ForkServerProvisioner(
            kernel_id="k", kernel_spec=made.kernel_spec, parent=made, preload=["random"]
        )
        client = Client(made, cwd=str(tmp_path), env=dict(env))
        states.append(client.value(STATE, "import os, sys, signal, time"))
        assert (type(made.provisioner.process) is ForkedProcess) == (chosen == "forked")
        client.connection.stop_channels()
        made.shutdown_kernel(now=True)
    forked, spawned = states
    assert forked == spawned
    assert forked["cwd"] == str(tmp_path) and forked["env"]["FRUIT"] == "pear" and forked["time"][0] == "JST"


def test_interrupt_restart_shutdown_and_kill(manager: KernelManager) -> None:
    client = Client(manager)
    first = client.value("__import__('os').getpid()")
    client.connection.execute("import time; time.sleep(60)")
    time.sleep(0.3)
    manager.interrupt_kernel()
    reply = client.connection.get_shell_msg(timeout=10)
    assert reply["content"]["ename"] == "KeyboardInterrupt"
    assert client.value("__import__('os').getpid()") == first  # it goes on

    client.connection.stop_channels()
    manager.restart_kernel(now=True)
    client.connect()
    second = client.value("[__import__('os').getpid(), 'x' in globals()]", "")
    assert second[0] != first and second[1] is False

    process = manager.provisioner.process
    manager.shutdown_kernel()  # asked to, it ends by itself, or (a race in ipykernel, spawned or not) when told to by a signal
    assert process.poll() in (0, -signal.SIGTERM) and not manager.has_kernel
    assert gone(first) and gone(second[0])


def test_a_graceful_end_runs_exit_handlers(manager: KernelManager, tmp_path: Path) -> None:
    client = Client(manager, cwd=str(tmp_path))
    client.value("1", "import atexit, pathlib; atexit.register(lambda: pathlib.Path('bye').write_text('bye'))")
    manager.shutdown_kernel()
    assert (tmp_path / "bye").read_text() == "bye"


def test_a_killed_kernel_is_noticed(manager: KernelManager) -> None:
    client = Client(manager)
    os.kill(client.value("__import__('os').getpid()"), signal.SIGKILL)
    deadline = time.monotonic() + 5
    while manager.is_alive() and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not manager.is_alive() and manager.provisioner.process.poll() == -signal.SIGKILL


def test_the_sockets_are_private_files_and_go_with_the_kernel(manager: KernelManager) -> None:
    Client(manager)
    folder = Path(manager.ip).parent
    assert manager.transport == "ipc" and len(list(folder.iterdir())) == 5 and folder.stat().st_mode & 0o77 == 0
    manager.shutdown_kernel(now=True)
    assert not folder.exists()


def test_folders_of_others_stay(way: str, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "thesis.txt").write_text("mine")
    made = KernelManager(kernel_name="forkserver", kernel_spec_manager=Specs(), transport="ipc")
    made.provisioner = ForkServerProvisioner(kernel_id="k", kernel_spec=made.kernel_spec, parent=made, preload=[])
    made.start_kernel(extra_arguments=["--HistoryManager.enabled=False"])
    made.shutdown_kernel(now=True)
    made.cleanup_resources()
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_each_kernel_has_random_numbers_of_its_own(way: str, shop: Shop) -> None:
    shop.write(
        "notebooks/priced.ipynb",
        notebook("import random, uuid, numpy\nprint(random.random(), uuid.uuid4(), numpy.random.rand())"),
    )
    project = Project(preload=("numpy",))
    both = [run(shop.tasks()[0], project).notebook for _ in range(2)]
    assert both[0] != both[1]


def test_what_is_printed_comes_before_what_is_said_after_it(way: str, shop: Shop) -> None:
    cells = ["import sys\nprint('out', end=''); sys.stderr.write('err'); 5", "print('last', end='')\n1 / 0"]
    shop.write("notebooks/priced.ipynb", notebook(*cells))
    with pytest.raises(TaskFailed) as caught:
        run(shop.tasks()[0], Project())
    outputs = [cell["outputs"] for cell in json.loads(caught.value.failure.notebook)["cells"] if cell.get("outputs")]
    kinds = [[output.get("name", output["output_type"]) for output in shown] for shown in outputs]
    assert kinds[-2:] == [["stdout", "stderr", "execute_result"], ["stdout", "error"]]


def test_what_others_write_for_a_cell_stays_in_it(way: str, shop: Shop) -> None:
    """C code, as os.write stands for it, and other processes: with the stock stream one cell of 200 had it late, on an idle machine."""
    write = "import os, subprocess\nos.write(1, b'c' * 40_000); subprocess.run(['echo', 'other {n}']); os.write(2, b'err{n}'); {n}"
    shop.write("notebooks/priced.ipynb", notebook(*(write.format(n=n) for n in range(25))))
    cells = json.loads(run(shop.tasks()[0], Project()).notebook)["cells"][2:]
    for n, cell in enumerate(cells):
        texts = {output["name"]: output["text"] for output in cell["outputs"] if output["output_type"] == "stream"}
        assert texts == {"stdout": "c" * 40_000 + f"other {n}\n", "stderr": f"err{n}"}


def test_what_is_printed_and_what_others_write_stay_in_order(way: str, shop: Shop) -> None:
    """And characters of several bytes whole, wherever a read of the pipe ends."""
    turns = "import os, subprocess\nfor n in range(20):\n    print('py', n); subprocess.run(['echo', f'sh {n}']); os.write(1, f'c {n}\\n'.encode())"
    long = "os.write(1, ('a' + 'é' * 3000).encode())"
    shop.write("notebooks/priced.ipynb", notebook(turns, long))
    cells = json.loads(run(shop.tasks()[0], Project()).notebook)["cells"][2:]
    assert cells[0]["outputs"][0]["text"] == "".join(f"py {n}\nsh {n}\nc {n}\n" for n in range(20))
    assert cells[1]["outputs"][0]["text"] == "a" + "é" * 3000


UNREAD = """
import asyncio, json, os, sys
from pathlib import Path
from report.run import Project, Task
from report.run.work import engine
done = asyncio.run(engine.execute(Task("a", Path(sys.argv[1])), Project()))
Path(sys.argv[2]).write_bytes(done.notebook)
"""


@pytest.mark.parametrize("reader", ["waits", "is gone"])
def test_who_reads_the_terminal_is_no_matter_of_the_notebook(shop: Shop, reader: str) -> None:
    """A pipe that is full, and one that is broken."""
    much = "import subprocess\nsubprocess.run('yes 0123456789 | head -c 300000', shell=True); print('end')"
    path = shop.write("notebooks/priced.ipynb", notebook(much))
    script, out = shop.write("unread.py", UNREAD), shop.root / "out.ipynb"
    read, write = os.pipe()
    if reader == "is gone":
        os.close(read)
    command = [sys.executable, str(script), str(path), str(out)]
    subprocess.run(command, stdout=write, stderr=write, check=True, timeout=60)
    text = json.loads(out.read_text())["cells"][-1]["outputs"][0]["text"]
    assert len(text) == 300_000 + len("end\n") and text.endswith("end\n")


def test_a_long_line_and_a_display_that_is_updated_later(shop: Shop) -> None:
    cells = [
        "import sys\nprint('x' * 300_000); sys.stdout.flush()\nprint('1 %\\r2 %\\r3 %'); shown = display('old', display_id=True); print('y')",
        "shown.update('new'); print('z')",
    ]
    shop.write("notebooks/priced.ipynb", notebook(*cells))
    first, second = json.loads(run(shop.tasks()[0], Project()).notebook)["cells"][2:]
    assert first["outputs"][0]["text"] == "x" * 300_000 + "\n3 %\ny\n"
    assert [output["data"]["text/plain"] for output in first["outputs"][1:]] == ["'new'"]
    assert [output["text"] for output in second["outputs"]] == ["z\n"]


def run(task: Task, project: Project, timeout: int | None = None) -> engine.Executed:
    return asyncio.run(engine.execute(task, project, timeout))


def test_a_kernel_whose_end_is_cut_short_leaves_no_sockets(tmp_path: Path, monkeypatch) -> None:
    async def cut_short(manager: object) -> None:
        raise asyncio.CancelledError

    async def once() -> bool:
        env = surroundings.environment({}, tmp_path)
        with pytest.raises(asyncio.CancelledError):
            async with engine.kernel((), env, tmp_path) as manager:
                connection = manager.client()
                connection.start_channels(stdin=False, hb=False, control=False)
                monkeypatch.setattr(engine, "_end", cut_short)
        monkeypatch.undo()
        await engine._end(manager)
        return manager.context.closed

    assert asyncio.run(once())


def test_forked_and_spawned_runs_give_the_same_bytes_and_the_same_reads(shop: Shop, monkeypatch) -> None:
    cells = [
        "import pandas as pd, altair as alt, warnings, sys\nframe = pd.DataFrame({'x': range(5), 'y': [i / 3 for i in range(5)]})",
        "frame.describe()",
        "alt.Chart(frame).mark_line().encode(x='x', y='y').to_dict()",
        "print('out'); print('err', file=sys.stderr); warnings.warn('take care')\nobject()",
        "import shop\nprint(shop.prices(), {'a', 'b', 'c', 'd'}, hash('tea'))",
    ]
    shop.write("notebooks/priced.ipynb", notebook(*cells))
    project = Project(
        packages=("shop",),
        inputs=shop.project.inputs,
        preload=("pandas", "altair", "shop.tables", "shop.tables:prices"),
    )
    rehearsed = replace(project, preload=(*project.preload, str(shop.root / "notebooks" / "priced.ipynb")))
    [task] = shop.tasks("jam", times=4)
    forked = run(task, project)
    again = run(task, rehearsed)
    monkeypatch.setattr(forkserver, "available", lambda: False)
    spawned = run(task, project)
    assert forked.notebook == again.notebook == spawned.notebook
    told = [{name for name in one.reads.seen if not name.startswith("modules")} for one in (forked, again, spawned)]
    assert told == [{"file data/prices.csv"}] * 3  # a fork that has all it imports looks for no modules
    nb = json.loads(forked.notebook)
    assert nb["metadata"]["kernelspec"]["name"] == "python3"
    assert nb["metadata"]["papermill"]["parameters"] == {"item": "jam", "times": 4}
    assert nb["cells"][1]["metadata"]["tags"] == ["injected-parameters"]
    assert str(shop.root) not in forked.notebook.decode() and sys.prefix not in forked.notebook.decode()


@pytest.mark.parametrize(
    ("cell", "error"),
    [
        ("import time\ntime.sleep(30)", "A cell timed out while it was being executed, after 1 seconds."),
        ("import os, signal\nos.kill(os.getpid(), signal.SIGKILL)", "the kernel died (out of memory, or killed)"),
        ("1 / 0", "ZeroDivisionError: division by zero"),
        ("raise ValueError()", "ValueError:"),
    ],
)
def test_what_stops_a_notebook_is_named_with_its_cell(way: str, shop: Shop, cell: str, error: str) -> None:
    shop.write("notebooks/priced.ipynb", notebook("x = 1", cell))
    with pytest.raises(TaskFailed) as caught:
        run(shop.tasks("jam")[0], Project(), timeout=1 if "sleep" in cell else None)
    failure = caught.value.failure
    assert (failure.task, failure.cell, failure.error.strip()) == ("priced/jam", 3, error)
    assert b"papermill-error-cell" in failure.notebook


def test_a_kernel_that_dies_while_starting_fails_its_task(shop: Shop, monkeypatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(shop.root / "broken"))
    shop.write("broken/IPython/__init__.py", "raise SystemExit(3)")
    monkeypatch.setattr(forkserver, "available", lambda: False)
    with pytest.raises(TaskFailed, match="the kernel died while it started: what it said is on the terminal"):
        run(shop.tasks("jam")[0], Project())


def test_a_kernel_that_never_answers_fails_its_task(shop: Shop, monkeypatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(shop.root / "slow"))
    shop.write("slow/IPython/__init__.py", "import time; time.sleep(60)")
    monkeypatch.setattr(forkserver, "available", lambda: False)
    monkeypatch.setattr(engine, "START_PATIENCE", 2)
    with pytest.raises(TaskFailed, match="the kernel said nothing for 2 seconds after it was started"):
        run(shop.tasks("jam")[0], Project())


def test_a_server_that_dies_takes_its_kernels_along_and_the_next_kernel_has_a_new_one(tmp_path: Path) -> None:
    env = {**os.environ, "WARM_SESSION": "a server of our own"}
    job = Job("report.run.kernels.reads:parse", ("x",), str(tmp_path), env)  # fails at once: exit code 1
    assert forkserver.fork(job, []).wait() == 1
    sleeper = forkserver.fork(Job("tests.run.test_kernels:sleep", (), str(Path.cwd()), {**env, "PYTHONPATH": "."}), [])
    server = forkserver.start({**env, "PYTHONPATH": "."}, [])
    pid = server.server._forkserver_pid
    os.kill(pid, signal.SIGKILL)
    assert sleeper.wait() == 255 and gone(sleeper.pid)
    again = forkserver.fork(Job("tests.run.test_kernels:leave", (), str(Path.cwd()), {**env, "PYTHONPATH": "."}), [])
    assert again.wait() == 7 and server.server._forkserver_pid != pid and server.idle()


def sleep(argv: list[str]) -> None:
    """A child that hangs in a C function, not letting go of the interpreter."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    time.sleep(60)


def leave(argv: list[str]) -> None:
    """A child that ends with a code."""
    raise SystemExit(7)


def test_no_kernel_outlives_its_asker_even_when_that_is_killed(tmp_path: Path) -> None:
    script = (
        "import os, sys\nfrom report.run.kernels import forkserver\nfrom report.run.kernels.child import Job\n"
        "job = Job('tests.run.test_kernels:sleep', (), os.getcwd(), {**os.environ, 'PYTHONPATH': '.'})\n"
        "child = forkserver.fork(job, [])\n"
        "print(child.pid, forkserver.start(job.env, []).server._forkserver_pid, flush=True)\nsys.stdin.read()\n"
    )
    asker = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, stdin=subprocess.PIPE, text=True)
    pids = [int(pid) for pid in asker.stdout.readline().split()]
    assert len(pids) == 2 and not any(gone(pid, 0) for pid in pids)
    asker.kill()
    asker.communicate()
    assert all(gone(pid) for pid in pids)


def gone(pid: int, patience: float = 3.0) -> bool:
    """Whether a process ends within some seconds (a zombie has ended)."""
    deadline = time.monotonic() + patience
    while True:
        try:
            if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                return True
        except OSError:
            return True
        if time.monotonic() >= deadline:
            return False
        time.sleep(0.02)


def test_an_interrupt_of_an_idle_kernel_is_no_news() -> None:
    said = logging.LogRecord("kernel", logging.ERROR, __file__, 1, "KeyboardInterrupt caught in kernel.", None, None)
    other = logging.LogRecord("kernel", logging.ERROR, __file__, 1, "Exception in message handler:", None, None)
    assert (kernel_module._is_news(said), kernel_module._is_news(other)) == (False, True)
