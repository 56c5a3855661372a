"""What a user may give or have lying about: files of others are kept, and every refusal is a sentence with a remedy."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from report.run import RunError, Task, build, manifest, swap, verify
from report.run.errors import explained

from .conftest import Shop

LINUX_ROOT = pytest.mark.skipif(os.geteuid() != 0 or sys.platform != "linux", reason="mounting needs root")


@pytest.mark.parametrize("names", [["new/letter.txt"], ["letter.txt"], ["lock"], ["lock", "new/letter.txt"]])
def test_a_folder_of_work_of_somebody_else_is_kept(shop: Shop, tree, names: list[str]) -> None:
    for name in names:
        shop.write(f".build.work/{name}", "Dear Ann,\n" if name != "lock" else "mine\n")
    before = tree(swap.work(shop.out))
    with pytest.raises(RunError, match=r"\.build\.work holds files that no build made: move it elsewhere"):
        shop.build()
    assert {name: before[name] for name in names} == {name: tree(swap.work(shop.out))[name] for name in names}


@contextmanager
def mounted(source: str, place: Path, *options: str) -> Iterator[None]:
    """Something mounted on a folder."""
    if subprocess.run(["mount", *options, source, str(place)], check=False, capture_output=True).returncode:
        pytest.skip("not allowed to mount here")
    try:
        yield
    finally:
        subprocess.run(["umount", str(place)], check=True)


@LINUX_ROOT
@pytest.mark.parametrize("bound", [False, True])
def test_a_mount_point_is_refused_before_anything_runs(shop: Shop, bound: bool) -> None:
    out, other = shop.root / "out put", shop.root / "other"
    out.mkdir(), other.mkdir()
    with mounted(str(other), out, "--bind") if bound else mounted("tmpfs", out, "-t", "tmpfs"):
        with pytest.raises(RunError, match="out put is a mount point, which a build cannot replace: name a folder in"):
            shop.build(out=out)
        assert not (shop.root / "cache").exists()
        assert shop.build(out=out / "site").exit_code == 0


def test_nothing_to_do_is_no_success(shop: Shop) -> None:
    shop.build()
    with pytest.raises(RunError, match="there is no task, so nothing to build: name at least one"):
        build([], shop.project, shop.out, **shop.where())
    assert verify(shop.out) == []


def test_a_task_may_not_be_called_as_the_last_step(shop: Shop) -> None:
    with pytest.raises(RunError, match="'site' is the name of the last step; choose another"):
        shop.build([Task("site", shop.root / "notebooks/priced.ipynb")])


def bound_by_permissions(work: Callable[[], object]) -> None:
    """Do something as a user whom permissions bind, which root may do without; raises its RunError."""
    ours, theirs = os.pipe()
    child = os.fork()
    if child == 0:
        libc, header, sets = ctypes.CDLL(None), (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)()
        if os.geteuid() == 0:  # linux/capability.h: CAP_DAC_OVERRIDE is bit 1, CAP_DAC_READ_SEARCH bit 2
            assert libc.capget(header, sets) == 0
            sets[0] &= ~0b110
            assert libc.capset(header, sets) == 0
        try:
            work()
        except RunError as error:
            os.write(theirs, str(error).encode())
        except BaseException as error:
            os.write(theirs, f"not in words: {error!r}".encode())
        os._exit(0)
    os.close(theirs)
    with os.fdopen(ours, "rb") as said:
        text = said.read().decode()
    os.waitpid(child, 0)
    if text:
        raise RunError(text)


def test_a_build_once_made_read_only_is_replaced_and_leaves_nothing(shop: Shop) -> None:
    shop.build(versions={"n": "0"})
    for path in (*shop.out.rglob("*"), shop.out):
        path.chmod(path.stat().st_mode & ~0o222)
    for n in "12":
        bound_by_permissions(lambda n=n: shop.build(versions={"n": n}, site=None, render=None, jobs=1))
    assert [path.name for path in swap.work(shop.out).iterdir()] == ["lock"] and not (shop.out / "index.html").exists()


def unreadable(path: str) -> Callable[[Shop], None]:
    return lambda shop: (shop.root / path).chmod(0)


def read_only(path: str) -> Callable[[Shop], None]:
    return lambda shop: (shop.root / path).chmod(0o555)


AT_ODDS = {
    "unreadable table": (unreadable("data/prices.csv"), "prices.csv: Permission denied: name another place, or change"),
    "unreadable folder": (unreadable("data/offers"), "offers: Permission denied: "),
    "unreadable notebook": (
        unreadable("notebooks/priced.ipynb"),
        "cannot read notebook priced.ipynb: Permission denied",
    ),
    "unreadable build": (unreadable("build"), "build: Permission denied: "),
    "read-only cache": (read_only("cache/executed"), "executed/[0-9a-f]{64}: Permission denied: "),
    "read-only parent": (read_only("."), r"\.build\.work(/new)?: Permission denied: "),
    "pipe": (
        lambda shop: os.mkfifo(shop.root / "data/pipe"),
        "pipe: not a regular file: remove it, or name another place",
    ),
    "link to nothing": (lambda shop: (shop.root / "data/x").symlink_to("none"), "data/x: No such file or directory: "),
    "link to itself": (
        lambda shop: (shop.root / "data/x").symlink_to("x"),
        "data/x: Too many levels of symbolic links: ",
    ),
}


@pytest.mark.parametrize("kind", AT_ODDS)
def test_what_the_system_refuses_is_a_sentence_with_a_remedy(shop: Shop, tree, kind: str) -> None:
    shop.build(site=None, render=None)
    before = tree(shop.out)
    harm, said = AT_ODDS[kind]
    (shop.root / "cache").rename(shop.root / "cache before") if kind == "read-only cache" else None
    (shop.root / "cache/executed").mkdir(parents=True, exist_ok=True)
    if kind == "read-only parent":
        (swap.work(shop.out) / "lock").unlink(), swap.work(shop.out).rmdir()
    harm(shop)
    with pytest.raises(RunError, match=said):
        bound_by_permissions(lambda: shop.build(site=None, render=None, versions={"n": "1"}))
    shop.out.chmod(0o755)
    assert tree(shop.out) == before


def test_what_cannot_be_remembered_is_no_failure_of_a_build_that_is_in_its_place(shop: Shop) -> None:
    shop.build(site=None, render=None)
    (shop.root / "cache/built").chmod(0o555)
    bound_by_permissions(lambda: shop.build(site=None, render=None, versions={"n": "1"}))
    assert verify(shop.out) == [] and manifest.read(shop.out)["versions"]["n"] == "1"


@pytest.mark.parametrize(
    ("out", "said"),
    [
        ("x" * 300, "File name too long: name a shorter one"),
        ("lock.txt/x", "lock.txt is a file: name a folder to build"),
    ],
)
def test_a_place_that_cannot_be_is_refused(shop: Shop, out: str, said: str) -> None:
    with pytest.raises(RunError, match=said):
        shop.build(out=shop.root / out)


def test_a_file_under_way_is_named_as_what_it_will_be() -> None:
    assert explained(PermissionError(13, "Permission denied", "/a/.out.csv.0123456789ab.part")).startswith(
        "/a/out.csv: Perm"
    )
    assert explained(OSError(24, "Too many open files")) == (
        "output: Too many open files: try fewer jobs, or raise the limit of open files (ulimit -n)"
    )


def test_a_parameter_that_a_notebook_lacks_is_refused_by_the_engine(shop: Shop) -> None:
    from papermill import execute_notebook

    how = {"engine_name": "burdenshare", "progress_bar": False, "cwd": str(shop.root)}
    with pytest.raises(RunError, match="the notebook has no parameter 'itme'; it declares: item, times"):
        execute_notebook(str(shop.root / "notebooks/priced.ipynb"), None, {"itme": "jam"}, **how)


def test_a_place_whose_name_is_no_utf8_can_be_built_into_and_an_input_is_refused(shop: Shop) -> None:
    assert shop.build(out=shop.root / os.fsdecode(b"b\xfc"), render=None, site=None).exit_code == 0
    (shop.root / os.fsdecode(b"data/\xfc.csv")).touch()
    with pytest.raises(RunError, match=r"data holds a file whose name is not UTF-8, .*: rename it"):
        shop.build()
