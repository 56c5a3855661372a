"""Whatever happens to a build, what is in its place is a whole one: the last or the new."""

from __future__ import annotations

import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from report.run import RunError, manifest, swap, verify
from report.run.errors import BuildLocked

from .conftest import Shop, gone, notebook

WRITING = {"os.rename", "os.remove", "os.rmdir", "os.mkdir", "shutil.rmtree", "ctypes.dlsym"}


def version(shop: Shop) -> str:
    """Which build is in place; it must be whole."""
    assert verify(shop.out) == []
    return manifest.read(shop.out)["versions"]["n"]


def die_at(point: int) -> None:
    """From now on, be killed just before the nth operation that changes a file or folder."""
    left = [point]

    def hook(event: str, args: tuple) -> None:
        if event in WRITING or (event == "open" and isinstance(args[1], str) and set(args[1]) & set("wax")):
            left[0] -= 1
            if left[0] < 0:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)


def test_killed_before_any_change_to_a_file(shop: Shop) -> None:
    built = {"site": None, "jobs": 1}
    shop.build(**built, versions={"n": "0"})
    survived, seen, point = False, set(), 0
    while not survived:
        child = os.fork()
        if child == 0:
            die_at(point)
            shop.build(**built, versions={"n": str(point + 1)})  # everything is in the cache: only the folder is made
            os._exit(0)
        survived = os.waitpid(child, 0)[1] == 0
        assert version(shop) in {str(point + 1), max(seen, default="0", key=int)}
        seen.add(version(shop))
        point += 1
    assert point > 25  # or the hook missed what it was to see
    assert version(shop) == str(point) and not swap.aside(shop.out).exists()


def test_killed_at_random_moments_of_a_build_with_kernels(shop: Shop) -> None:
    shop.build(versions={"n": "0"})
    shop.write("lock.txt", "everything runs again\n")
    script = shop.write("go.py", GO.format(root=str(shop.root)))
    for moment in sorted(random.Random(5).uniform(0.2, 2.5) for _ in range(3)):
        shutil.rmtree(shop.root / "cache/executed", ignore_errors=True)
        build = subprocess.Popen([sys.executable, str(script)], stderr=subprocess.DEVNULL, start_new_session=True)
        time.sleep(moment)
        offspring = descendants(build.pid)
        build.kill()
        build.wait()
        assert version(shop) in "01"
        assert all(gone(pid) for pid in offspring)
    assert subprocess.run([sys.executable, str(script)], stderr=subprocess.DEVNULL, check=False).returncode == 0
    assert version(shop) == "1"


def test_ctrl_c_stops_at_once_and_leaves_nothing(shop: Shop) -> None:
    shop.build(versions={"n": "0"})
    shop.write("lock.txt", "everything runs again\n")
    script = shop.write("go.py", GO.format(root=str(shop.root)))
    priced = shop.root / "notebooks/priced.ipynb"
    priced.write_text(priced.read_text().replace("print(item", "import time; time.sleep(60)\\nprint(item"))
    build = subprocess.Popen([sys.executable, str(script)], stderr=subprocess.PIPE, text=True, start_new_session=True)
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and len(offspring := descendants(build.pid)) < 5:  # server, 2 kernels, 2 workers
        time.sleep(0.05)
    assert len(offspring) >= 5
    os.killpg(build.pid, signal.SIGINT)  # as a terminal does
    started = time.monotonic()
    shown = build.communicate(timeout=10)[1]
    assert time.monotonic() - started < 5.0  # 0.1 s on a machine that does nothing else
    assert build.returncode == 130 and "Traceback" not in shown
    assert all(gone(pid) for pid in offspring) and version(shop) == "0" and not swap.aside(shop.out).exists()


def test_ctrl_c_stops_also_while_something_loads_for_ever(shop: Shop) -> None:
    shop.write(
        "shop/hangs.py", "import pathlib, time\npathlib.Path(__file__).with_name('begun').touch()\ntime.sleep(600)\n"
    )
    go = GO.format(root=str(shop.root)).replace("lock=", 'preload="shop.hangs", lock=')
    script = shop.write("go.py", go)
    build = subprocess.Popen([sys.executable, str(script)], stderr=subprocess.PIPE, text=True, start_new_session=True)
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and not (shop.root / "shop/begun").exists():
        time.sleep(0.05)
    time.sleep(1)  # now tasks wait for it
    offspring = descendants(build.pid)
    os.killpg(build.pid, signal.SIGINT)
    shown = build.communicate(timeout=10)[1]
    assert build.returncode == 130 and "Traceback" not in shown and all(gone(pid) for pid in offspring)


def test_ctrl_c_in_cells_is_no_death_of_a_kernel(shop: Shop, capfd) -> None:
    busy = "import time\nfor n in range(10): print(n); time.sleep(0.005)"
    shop.write("notebooks/priced.ipynb", notebook(*[busy] * 300))
    script = shop.write("go.py", GO.format(root=str(shop.root)))
    for moment in (1.5, 2.0, 2.5):
        build = subprocess.Popen(
            [sys.executable, str(script)], stderr=subprocess.PIPE, text=True, start_new_session=True
        )
        time.sleep(moment)
        os.killpg(build.pid, signal.SIGINT)
        shown = build.communicate(timeout=10)[1]
        assert build.returncode == 130 and shown == "" and not (shop.root / "build.failed").exists()


def test_ctrl_c_before_anything_runs_is_told_by_the_result(shop: Shop, monkeypatch) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("report.run.builder.Standing", stop)
    result = shop.build()
    assert (result.exit_code, result.interrupted, result.unchanged) == (130, True, False)


GO = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell starts what it sends to the background with SIGINT ignored
from pathlib import Path
sys.path.insert(0, {root!r})
from report.run import Project, Task, build
root = Path({root!r})
tasks = [Task(f"priced/{{item}}", root / "notebooks/priced.ipynb", {{"item": item}}) for item in ("tea", "jam")]
project = Project(packages=("shop",), inputs={{"data": root / "data"}}, lock=root / "lock.txt")
where = dict(cache=root / "cache", render="shop.publish:page", site="shop.publish:site", jobs=2, versions={{"n": "1"}})
sys.exit(build(tasks, project, root / "build", **where).exit_code)
"""


def descendants(pid: int) -> list[int]:
    """All processes below one."""
    parents = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                parents[int(folder.name)] = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue
    found = [pid]
    for one in found:
        found += [child for child, parent in parents.items() if parent == one]
    return found[1:]


def full_disk(shop: Shop, limit: int) -> int:
    """Exit code of a build in a process that may write no file longer than this: 3 says that the disk is full."""
    child = os.fork()
    if child == 0:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        try:
            shop.build(site=None, versions={"n": "1"})
        except RunError as error:
            os._exit(
                3 if "no space left to build build" in str(error) and "the last build is as it was" in str(error) else 4
            )
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def test_a_full_disk_leaves_the_last_build(shop: Shop) -> None:
    shop.build(site=None, versions={"n": "0"})
    largest = (shop.out / manifest.NAME).stat().st_size
    assert full_disk(shop, largest // 2) == 3  # the manifest does not fit any more
    assert version(shop) == "0" and not swap.aside(shop.out).exists()
    assert full_disk(shop, 2**20) == 0 and version(shop) == "1"


@pytest.mark.skipif(os.geteuid() != 0 or sys.platform != "linux", reason="mounting a small disk needs root")
def test_a_really_full_disk_leaves_the_last_build(shop: Shop, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(disk)], check=False).returncode:
        pytest.skip("not allowed to mount here")
    try:
        shop.build(site=None, out=disk / "build", versions={"n": "0"})
        (disk / "ballast").write_bytes(bytes(shutil.disk_usage(disk).free - 4096))
        with pytest.raises(RunError, match="no space left"):
            shop.build(site=None, out=disk / "build", versions={"n": "1"})
        assert verify(disk / "build") == [] and manifest.read(disk / "build")["versions"]["n"] == "0"
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_two_builds_of_one_folder_do_not_mix(shop: Shop) -> None:
    ready, release = os.pipe(), os.pipe()
    child = os.fork()
    if child == 0:
        with swap.locked(shop.out):
            os.write(ready[1], b"x")
            os.read(release[0], 1)
        os._exit(0)
    os.read(ready[0], 1)
    with pytest.raises(
        BuildLocked, match=rf"build is being built by process {child}, started \d\d:\d\d:\d\d; wait for it, or stop it"
    ):
        shop.build()
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    assert shop.build().exit_code == 0  # the lock went with its holder


def test_where_folders_cannot_be_exchanged_two_renames_do_it(shop: Shop, monkeypatch) -> None:
    shop.build(versions={"n": "0"})
    monkeypatch.setattr(swap, "_exchange", lambda new, out: False)  # as on a file system that cannot
    shop.build(versions={"n": "1"})
    assert version(shop) == "1" and sorted(path.name for path in shop.root.glob(".build.*")) == [".build.lock"]

    shop.out.rename(shop.root / ".build.old")  # killed between the two
    (shop.root / ".build.new").mkdir()
    swap.clear(shop.out)
    assert version(shop) == "1" and sorted(path.name for path in shop.root.glob(".build.*")) == [".build.lock"]


def test_a_build_that_is_not_whole_is_no_build(tmp_path: Path) -> None:
    with pytest.raises(RunError, match=r"it is not a build, or not a whole one"):
        verify(tmp_path)
    (tmp_path / manifest.NAME).write_text("{")
    with pytest.raises(RunError, match="damaged"):
        verify(tmp_path)
    manifest.write(tmp_path, {})
    (tmp_path / "more").write_text("x")
    assert verify(tmp_path) == ["more: not in the manifest"]
