"""Workers: warm processes that call functions, and what becomes of calls that go wrong."""

from __future__ import annotations

import asyncio
import os
import pickle
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from report.run.kernels import reads, warm
from report.run.work import resources
from report.run.work.nodes import notebook_node
from report.run.work.pool import CallFailed, Pool

from .conftest import Shop
from .test_kernels import gone

FUNCTIONS = """
import os, signal, sys, time
LOADED = []
def add(a, b):
    print("printing does not disturb", flush=True)
    return a + b
def fail(text):
    raise ValueError(text)
def die():
    os.kill(os.getpid(), signal.SIGKILL)
def who():
    return os.getpid()
def load():
    LOADED.append(os.getpid())
def loaded():
    return LOADED
def leave(code):
    os.close(1)  # the answers end a moment before the process does
    for descriptor in range(3, 20):
        try:
            os.close(descriptor)
        except OSError:
            pass
    time.sleep(0.3)
    os._exit(code)
def unsendable():
    return lambda: None
def big(size):
    return bytes(size)
"""


@pytest.fixture
def calls(shop: Shop):
    """Call functions in a pool of some size, one after the other; errors come back as values."""
    shop.write("shop/work.py", FUNCTIONS)

    async def each(size: int, preload: tuple[str, ...], wanted) -> list[object]:
        async with Pool(size, preload) as pool:
            return [await attempt(pool, name, args) for name, *args in wanted]

    async def attempt(pool: Pool, name: str, args) -> object:
        try:
            return await pool.call(f"shop.work:{name}", *args)
        except CallFailed as error:
            return error

    return lambda *wanted, size=1, preload=(): asyncio.run(each(size, preload, wanted))


def test_a_worker_survives_errors_and_is_replaced_when_it_dies(calls) -> None:
    three, error, first, dead, second, length = calls(
        ("add", 1, 2), ("fail", "first line\nsecond line"), ("who",), ("die",), ("who",), ("big", 3_000_000)
    )
    assert three == 3 and len(length) == 3_000_000
    assert str(error) == "ValueError: first line" and "second line" in error.trace
    assert str(dead) == "the process of shop.work:die died (exit code -9)"
    assert first != second and gone(first) and gone(second)  # all are gone with the pool


def test_a_worker_that_leaves_is_told_with_its_exit_code_and_what_cannot_be_sent_is_an_error(calls) -> None:
    left, unsendable, three = calls(("leave", 7), ("unsendable",), ("add", 1, 2))
    assert str(left) == "the process of shop.work:leave died (exit code 7)"
    assert "pickle" in str(unsendable) and three == 3


def test_a_call_that_cannot_be_sent_costs_no_worker(shop: Shop) -> None:
    shop.write("shop/work.py", FUNCTIONS)

    async def twice() -> int:
        async with Pool(1) as pool:
            with pytest.raises((AttributeError, TypeError, pickle.PicklingError)):
                await pool.call("shop.work:add", lambda: None, 2)
            return int(await pool.call("shop.work:add", 1, 2))

    assert asyncio.run(twice()) == 3


def test_what_workers_load_is_loaded_once(calls) -> None:
    pids = calls(("loaded",), ("loaded",), ("who",), preload=("shop.work:load", "no.such.module"))
    assert pids[0] == pids[1] == [pids[2]]


def test_no_more_workers_than_asked_for(shop: Shop) -> None:
    shop.write("shop/work.py", FUNCTIONS)

    async def many() -> set[int]:
        async with Pool(2) as pool:
            return set(await asyncio.gather(*(pool.call("shop.work:who") for _ in range(12))))

    assert 1 <= len(asyncio.run(many())) <= 2


def test_a_worker_ends_with_its_asker(tmp_path: Path) -> None:
    script = (
        "import asyncio, os\nfrom report.run.work.pool import Pool\n"
        "async def main():\n    async with Pool(1) as pool:\n        print(await pool.call('os:getpid'), flush=True)\n"
        "        os.kill(os.getpid(), 9)\nasyncio.run(main())\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == -9 and gone(int(done.stdout))


def test_modules_hidden_while_importing_can_be_imported_afterwards() -> None:
    with warm.without(("wave",)), pytest.raises(ImportError):
        import wave
    import wave  # noqa: F401


def test_a_record_of_what_was_read(tmp_path: Path) -> None:
    for name in ("data/a.csv", "data/sub/b.csv", "pkg/__init__.py", "pkg/text.html", "elsewhere.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x = 1")
    (tmp_path / "link").symlink_to(tmp_path / "data")
    script = (
        "import os, pathlib, glob\nfrom report.run.kernels import reads\nreads.watch(); reads.watch()\n"
        "open('data/a.csv').read(); reads.start_log()\n"
        "import pkg; open('pkg/text.html'); pathlib.Path('link/sub/b.csv').read_bytes(); open('elsewhere.txt')\n"
        "open('data/new.csv', 'w').write('x'); open('data/a.csv', 'r+')\n"
        "os.close(os.open('data/sub/b.csv', os.O_RDONLY)); os.open('data/other', os.O_WRONLY | os.O_CREAT)\n"
        "try: open('data/missing.csv')\nexcept OSError: pass\n"
        "list(pathlib.Path('data/sub').iterdir()); glob.glob('data/*'); os.chdir('data'); os.listdir(); open(0)\n"
    )
    roots = f'{{"data": "{tmp_path}/data", "pkg": "{tmp_path}/pkg"}}'
    env = {**os.environ, reads.ROOTS: roots, reads.LOG: str(tmp_path / "log"), "PYTHONPATH": str(tmp_path)}
    subprocess.run([sys.executable, "-c", script], cwd=tmp_path, env=env, check=True)
    log = reads.parse((tmp_path / "log").read_text())
    assert log.wrote == {"data/new.csv", "data/other"}
    assert list(log.seen) == [
        "file data/a.csv",
        "file data/missing.csv",
        "file data/sub/b.csv",
        "file pkg/text.html",
        "list data",
        "list data/sub",
    ]


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
    assert [resources._room(group) for group in groups] == [4 * gb, 2 * gb]
    assert resources.control_groups(tmp_path / "none") == []
    monkeypatch.setattr(resources, "control_groups", lambda: groups)
    assert resources.cores() == 1 and resources.available_memory() <= 2 * gb


def test_a_node_is_what_nbformat_makes_of_it_but_for_its_data() -> None:
    data = {"application/json": {"a": [{"b": 1}]}, "text/plain": "x"}
    cells = [
        {"cell_type": "markdown", "id": "m", "metadata": {"tags": []}, "source": "text"},
        {
            "cell_type": "code",
            "id": "c",
            "metadata": {},
            "source": "1",
            "execution_count": 1,
            "outputs": [
                {"output_type": "execute_result", "metadata": {}, "execution_count": 1, "data": data},
                {"output_type": "stream", "name": "stdout", "text": "x"},
            ],
        },
    ]
    written = {"cells": cells, "metadata": {"papermill": {}}, "nbformat": 4, "nbformat_minor": 5}
    node = notebook_node(written)
    assert node == nbformat.from_dict(written)
    assert node.cells[1].outputs[1].name == "stdout"
    assert node.cells[1].outputs[0]["data"] is data
