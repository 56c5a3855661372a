"""Whatever happens to a build, what is in its place is a whole one: the last or the new. ``test_soak`` kills and
interrupts builds at random moments."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import sys
import time
from pathlib import Path

import pytest

from processes import begun, descendants, in_a_child, interrupt, mounted, wait_for
from report.run import RunError, manifest, swap, verify

from .conftest import Shop, notebook

WRITING = {"os.rename", "os.remove", "os.rmdir", "os.mkdir", "shutil.rmtree", "ctypes.dlsym"}
DONE = {"site": None, "jobs": 1}
"""Of a build of which all is in the cache, so that only the folder is made."""


def die_at(point: int) -> None:
    """From now on, be killed just before the nth operation that changes a file or folder."""
    left = [point]

    def hook(event: str, args: tuple) -> None:
        if event in WRITING or (event == "open" and isinstance(args[1], str) and set(args[1]) & set("wax")):
            left[0] -= 1
            if left[0] < 0:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)


def test_killed_before_any_change_to_a_file(built: Shop) -> None:
    survived, seen, point = False, set(), 0
    while not survived:
        survived = in_a_child(lambda n=point: (die_at(n), built.build(**DONE, versions={"n": str(n + 1)}))) == (0, "")
        assert built.version in {str(point + 1), max(seen, default="0", key=int)}
        seen.add(built.version)
        point += 1
    assert point > 25  # or the hook missed what it was to see
    assert built.version == str(point) and not swap.aside(built.out).exists()


HANGS = "import pathlib, time\npathlib.Path(__file__).with_name('begun').touch()\ntime.sleep(600)\n"
BUSY = "import time\nfor n in range(10): print(n); time.sleep(0.005)"
UNDER_WAY = {  # cells, what is loaded before them, and when Ctrl-C is pressed
    "while cells sleep": (["import time; time.sleep(60)"], "", lambda shop, pid: len(descendants(pid)) >= 5),
    "while something loads for ever": ([], "shop.hangs", lambda shop, pid: (shop.root / "shop/begun").exists()),
    "while cells print": ([BUSY] * 300, "", lambda shop, pid: time.sleep(1.5) is None),
    "a little later": ([BUSY] * 300, "", lambda shop, pid: time.sleep(2.2) is None),
}  # server, two kernels, two workers


@pytest.mark.parametrize("moment", UNDER_WAY)
def test_ctrl_c_stops_at_once_and_leaves_the_last_build_and_nothing_else(built: Shop, moment: str) -> None:
    cells, preload, come = UNDER_WAY[moment]
    built.write("shop/hangs.py", HANGS)
    built.write("notebooks/priced.ipynb", notebook(*cells))
    build = begun(built.command(preload=preload))
    wait_for(lambda: come(built, build.pid))
    assert interrupt(build, 5) == "" and build.returncode == 130  # 0.1 s on a machine that does nothing else
    assert built.version == "0" and not swap.aside(built.out).exists() and not (built.root / "build.failed").exists()


def test_ctrl_c_before_anything_runs_is_told_by_the_result(shop: Shop, monkeypatch) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("report.run.builder.Freshness", stop)
    result = shop.build()
    assert (result.exit_code, result.interrupted, result.unchanged) == (130, True, False)


def limited(limit: int) -> None:
    """From now on, write no file longer than this."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)


def test_a_full_disk_leaves_the_last_build(built: Shop) -> None:
    largest = (built.out / manifest.NAME).stat().st_size
    half, ample = (
        in_a_child(lambda n=n: (limited(n), built.build(site=None, versions={"n": str(n)})))
        for n in (largest // 2, 2**20)  # the manifest does not fit any more; it does
    )
    assert half[0] == 0 and "no space left" in half[1] and str(built.out.parent) in half[1]
    assert ample == (0, "") and built.version == str(2**20)


def test_a_really_full_disk_leaves_the_last_build(built: Shop, tmp_path: Path) -> None:
    out = tmp_path / "disk/build"
    with mounted("tmpfs", out.parent, "-t", "tmpfs", "-o", "size=64k"):
        built.build(**DONE, out=out, versions={"n": "0"})
        (out.parent / "ballast").write_bytes(bytes(shutil.disk_usage(out.parent).free - 4096))
        with pytest.raises(RunError, match="no space left"):
            built.build(**DONE, out=out, versions={"n": "1"})
        assert verify(out) == [] and manifest.read(out)["versions"]["n"] == "0"


def test_two_builds_of_one_folder_do_not_mix(built: Shop) -> None:
    with swap.locked(built.out):
        said = rf"build is being built by process {os.getpid()}, started \d\d:\d\d:\d\d; wait for it, or stop it"
        with pytest.raises(RunError, match=said):
            built.build()

    def killed() -> None:
        with swap.locked(built.out):
            os.kill(os.getpid(), signal.SIGKILL)

    assert in_a_child(killed)[0] == -signal.SIGKILL
    assert built.build().unchanged  # the lock went with its holder


def test_where_folders_cannot_be_exchanged_two_renames_do_it(built: Shop, monkeypatch) -> None:
    monkeypatch.setattr("ctypes.CDLL", lambda *_, **__: None)  # as on a system that cannot
    built.build(versions={"n": "1"})
    work = swap.work(built.out)
    assert built.version == "1" and [path.name for path in work.iterdir()] == ["lock"]

    built.out.rename(work / "old")  # killed between the two
    (work / "new").mkdir()
    swap.clear(built.out)
    assert built.version == "1" and [path.name for path in work.iterdir()] == ["lock"]


NOT_WHOLE = {
    "it is not a build, or not a whole one": lambda folder: None,
    "damaged": lambda folder: (folder / manifest.NAME).write_text("{"),
    "without a single file": lambda folder: manifest.write(folder, {}),
}


@pytest.mark.parametrize("said", NOT_WHOLE)
def test_a_build_that_is_not_whole_is_no_build(tmp_path: Path, said: str) -> None:
    NOT_WHOLE[said](tmp_path)
    with pytest.raises(RunError, match=said):
        verify(tmp_path)


def test_a_file_that_was_added_to_a_build_is_named(built: Shop) -> None:
    built.write("build/more", "x")
    assert verify(built.out) == ["more: not in the manifest"]
