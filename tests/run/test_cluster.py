"""The same tasks on a Dask cluster: a real scheduler and two worker processes on this machine, one of them killed
half-way."""

from __future__ import annotations

import io
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from processes import wait_for
from report.run import RunError, build, fan_out
from report.run import cluster as means
from report.run.keys import Keys, Steps
from report.run.view import Lines

from .conftest import Shop, notebook, tree_of

pytest.importorskip("distributed")
ITEMS = " ".join(f"x{number}" for number in range(6))


class Cluster:
    """A scheduler and workers, as a user would start them."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.env = folder, dict(os.environ)
        self.processes: list[subprocess.Popen] = []
        self.run("scheduler", "--port", "0", "--scheduler-file", "scheduler.json")
        wait_for((folder / "scheduler.json").exists)
        self.address = json.loads((folder / "scheduler.json").read_text())["address"]

    def run(self, *words: str) -> subprocess.Popen:
        command = [sys.executable, "-m", "dask", *words, "--host", "127.0.0.1", "--no-dashboard"]
        output = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self.processes.append(subprocess.Popen(command, env=self.env, cwd=self.folder, **output))
        return self.processes[-1]

    def worker(self) -> subprocess.Popen:
        return self.run("worker", self.address, "--nthreads", "1", "--no-nanny")


@pytest.fixture
def cluster(shop: Shop, tmp_path: Path) -> Iterator[Cluster]:
    shop.write("data/prices.csv", "item,price\n" + "".join(f"x{number},{number}\n" for number in range(6)))
    made = Cluster(tmp_path)
    yield made
    for process in made.processes:
        process.kill()
        process.wait()


class KillAt(Lines):
    """Kills a process when some tasks are done."""

    def __init__(self, process: subprocess.Popen, done: int) -> None:
        super().__init__(io.StringIO())
        self.process, self.at = process, done

    def finish(self, task: str, worked: bool) -> None:
        super().finish(task, worked)
        if self.done == self.at:
            self.process.kill()


def test_a_cluster_gives_what_this_machine_gives_even_when_a_worker_is_lost(shop: Shop, cluster: Cluster) -> None:
    slow = "import shop, time\ntime.sleep(0.2)\nprint(item, shop.prices())"
    shop.write("notebooks/priced.ipynb", notebook(slow))
    first, second = cluster.worker(), cluster.worker()
    tasks = shop.tasks(ITEMS)
    there = shop.build(tasks, scheduler=cluster.address, show=KillAt(first, 2), cache=shop.root / "cache there")
    assert there.failures == [] and (there.executed, there.rendered) == (6, 6)
    assert first.wait(5) == -signal.SIGKILL and second.poll() is None
    built = tree_of(shop.out)
    shutil.rmtree(shop.out)
    assert shop.build(tasks, cache=shop.root / "cache here").executed == 6
    assert tree_of(shop.out) == built

    shop.write("notebooks/priced.ipynb", notebook("import shop", "shop.prices()[item]"))
    failures = shop.build(shop.tasks("x1 salt"), scheduler=cluster.address).failures
    assert [str(failure) for failure in failures] == ["priced/salt: cell 3: KeyError: 'salt'"]
    assert (shop.root / "build.failed/priced/salt.ipynb").exists()

    for factor in (2, 3):  # an edit is seen, on the same files
        shop.write("shop/sums.py", f"def one(times):\n    return times * {factor}\n")
        calls = {str(number): (number,) for number in range(40)}
        ways = {"scheduler": cluster.address, "show": Lines(io.StringIO())}
        assert fan_out("shop.sums:one", calls, shop.project, **ways) == [number * factor for number in range(40)]


def test_a_worker_with_other_code_is_refused_and_one_with_other_data_in_its_environment_reads_ours(
    shop: Shop, cluster: Cluster, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    shutil.copytree(shop.root, other)
    (other / "data/prices.csv").write_text("item,price\nx1,99\n")
    cluster.env |= {"SHOP_DATA": str(other / "data")}
    hostile = cluster.worker()
    project = replace(shop.project, environment={"SHOP_DATA": str(shop.root / "data")})
    where = shop.where(scheduler=cluster.address, show=Lines(io.StringIO()))
    assert build(shop.tasks("x1"), project, shop.out, **where).failures == []
    assert (shop.out / "priced/x1.html").read_text().startswith("<p>x1 2 ")  # 1 × 2
    hostile.kill()

    cluster.env |= {"PYTHONPATH": str(other)}
    (other / "shop/tables.py").write_text("prices = 1\n")
    cluster.worker()
    [failure] = build(shop.tasks("x2"), project, shop.out, **where).failures
    assert "differ: shop/tables.py changed; install the same version there" in failure.error


@pytest.mark.parametrize("path", ["data/prices.csv", "data/new.csv", "shop/tables.py", "notebooks/priced.ipynb"])
def test_what_differs_on_a_worker_is_named(shop: Shop, path: str) -> None:
    keys = Keys(shop.project, Steps(), shop.tasks())
    shop.write(path, notebook("print('other')"))
    asked = (shop.project, Steps(), keys.rendering | keys.sources, "os:getpid", tuple(shop.tasks()))
    said = str(means.answered("session", *asked))
    assert f" differ: {path.removeprefix('notebooks/')} " in said and "install the same version there" in said


def test_no_scheduler_and_no_worker_are_said_plainly(shop: Shop, cluster: Cluster, monkeypatch) -> None:
    monkeypatch.setattr(means, "PATIENCE", 1)
    with pytest.raises(RunError, match=r"has no workers: start one with 'dask worker'"):
        shop.build(scheduler=cluster.address)
    with pytest.raises(RunError, match=r"no Dask scheduler answers at tcp://127.0.0.1:1"):
        shop.build(scheduler="tcp://127.0.0.1:1")
