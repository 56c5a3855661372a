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

import psutil
import pytest

from report.run import RunError, manifest, swap, verify

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


def begun(shop: Shop, preload: str = "") -> subprocess.Popen:
    """A build in a process group of its own, as a shell starts it."""
    output = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE, "text": True}
    return subprocess.Popen(shop.command(preload=preload), **output, start_new_session=True)


def wait_for(condition) -> None:
    deadline = time.monotonic() + 30
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert condition()


def interrupt(build: subprocess.Popen, seconds: float = 10) -> str:
    """Press Ctrl-C, and wait until the build has ended; what it printed."""
    offspring = descendants(build.pid)
    os.killpg(build.pid, signal.SIGINT)  # as a terminal does
    shown = build.communicate(timeout=seconds)[1]
    assert build.returncode == 130 and "Traceback" not in shown and all(gone(pid) for pid in offspring)
    return shown


def test_killed_at_random_moments_of_a_build_with_kernels(shop: Shop) -> None:
    shop.build(versions={"n": "0"})
    shop.write("lock.txt", "everything runs again\n")
    for moment in sorted(random.Random(5).uniform(0.2, 2.5) for _ in range(3)):
        shutil.rmtree(shop.root / "cache/executed", ignore_errors=True)
        build = begun(shop)
        time.sleep(moment)
        offspring = descendants(build.pid)
        build.kill()
        build.wait()
        assert version(shop) in "01" and all(gone(pid) for pid in offspring)
    assert begun(shop).wait() == 0 and version(shop) == "1"


def test_ctrl_c_stops_at_once_and_leaves_nothing(shop: Shop) -> None:
    shop.build(versions={"n": "0"})
    shop.write("lock.txt", "everything runs again\n")
    shop.write("notebooks/priced.ipynb", notebook("import time; time.sleep(60)"))
    build = begun(shop)
    wait_for(lambda: len(descendants(build.pid)) >= 5)  # server, 2 kernels, 2 workers
    interrupt(build, 5)  # 0.1 s on a machine that does nothing else
    assert version(shop) == "0" and not swap.aside(shop.out).exists()


def test_ctrl_c_stops_also_while_something_loads_for_ever(shop: Shop) -> None:
    hanging = "import pathlib, time\npathlib.Path(__file__).with_name('begun').touch()\ntime.sleep(600)\n"
    shop.write("shop/hangs.py", hanging)
    build = begun(shop, "shop.hangs")
    wait_for((shop.root / "shop/begun").exists)
    time.sleep(1)  # now tasks wait for it
    interrupt(build)


def test_ctrl_c_in_cells_is_no_death_of_a_kernel(shop: Shop) -> None:
    busy = "import time\nfor n in range(10): print(n); time.sleep(0.005)"
    shop.write("notebooks/priced.ipynb", notebook(*[busy] * 300))
    for moment in (1.5, 2.0, 2.5):
        build = begun(shop)
        time.sleep(moment)
        assert interrupt(build) == "" and not (shop.root / "build.failed").exists()


def test_ctrl_c_before_anything_runs_is_told_by_the_result(shop: Shop, monkeypatch) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("report.run.builder.Standing", stop)
    result = shop.build()
    assert (result.exit_code, result.interrupted, result.unchanged) == (130, True, False)


def descendants(pid: int) -> list[int]:
    """All processes below one."""
    return [child.pid for child in psutil.Process(pid).children(recursive=True)]


def full_disk(shop: Shop, limit: int) -> int:
    """Exit code of a build in a process that may write no file longer than this: 3 says that the disk is full."""
    child = os.fork()
    if child == 0:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        try:
            shop.build(site=None, versions={"n": "1"})
        except RunError as error:
            os._exit(3 if "no space left" in str(error) and str(shop.out.parent) in str(error) else 4)
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
        RunError, match=rf"build is being built by process {child}, started \d\d:\d\d:\d\d; wait for it, or stop it"
    ):
        shop.build()
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    assert shop.build().exit_code == 0  # the lock went with its holder


def test_where_folders_cannot_be_exchanged_two_renames_do_it(shop: Shop, monkeypatch) -> None:
    shop.build(versions={"n": "0"})
    monkeypatch.setattr(swap, "_exchange", lambda new, out: False)  # as on a file system that cannot
    shop.build(versions={"n": "1"})
    work = shop.root / ".build.work"
    assert version(shop) == "1" and [path.name for path in work.iterdir()] == ["lock"]

    shop.out.rename(work / "old")  # killed between the two
    (work / "new").mkdir()
    swap.clear(shop.out)
    assert version(shop) == "1" and [path.name for path in work.iterdir()] == ["lock"]


def test_a_build_that_is_not_whole_is_no_build(tmp_path: Path) -> None:
    with pytest.raises(RunError, match=r"it is not a build, or not a whole one"):
        verify(tmp_path)
    (tmp_path / manifest.NAME).write_text("{")
    with pytest.raises(RunError, match="damaged"):
        verify(tmp_path)
    manifest.write(tmp_path, {})
    with pytest.raises(RunError, match="without a single file"):
        verify(tmp_path)
    (tmp_path / "page").write_text("x")
    manifest.write(tmp_path, {})
    (tmp_path / "more").write_text("x")
    assert verify(tmp_path) == ["more: not in the manifest"]
