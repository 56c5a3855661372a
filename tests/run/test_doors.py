"""What a user may give or have lying about: files of others are kept, and every refusal is a sentence with a remedy."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Callable

import pytest

from processes import in_a_child, mounted
from report.files import explained
from report.run import RunError, swap

from .conftest import Shop, tree_of

WORK = r"\.build\.work holds files that no build made: move it elsewhere"
FOREIGN = "holds files that no build made, which a build would replace"
OTHERS = [
    ({".build.work/new/letter.txt": "Dear Ann"}, WORK),
    ({".build.work/letter.txt": "Dear Ann"}, WORK),
    ({".build.work/lock": "mine"}, WORK),
    ({".build.work/lock": "mine", ".build.work/new/letter.txt": "Dear Ann"}, WORK),
    ({"build/letter.txt": "Dear Ann"}, FOREIGN),
    *(({"build/manifest.json": text}, FOREIGN) for text in ("{}", "[1]", "not JSON")),
]


@pytest.mark.parametrize(("files", "said"), OTHERS)
def test_files_of_others_are_kept_where_a_build_would_be_made(shop: Shop, files: dict[str, str], said: str) -> None:
    for name, text in files.items():
        shop.write(name, text)
    with pytest.raises(RunError, match=said):
        shop.build()
    assert {name: (shop.root / name).read_text() for name in files} == files
    assert set(tree_of(shop.out)) == {name.removeprefix("build/") for name in files if name.startswith("build/")}


def test_files_of_others_in_a_build_are_kept(built: Shop) -> None:
    note = built.write("build/notes.md", "by hand")
    with pytest.raises(RunError, match=r"build holds notes\.md, which no build made"):
        built.build()
    assert note.read_text() == "by hand"
    note.rename(built.out / ".notes")
    assert built.build().unchanged


@pytest.mark.parametrize("bound", [False, True])
def test_a_mount_point_is_refused_before_anything_runs(shop: Shop, bound: bool) -> None:
    out = shop.root / "out put"
    with mounted(str(shop.root / "data"), out, "--bind") if bound else mounted("tmpfs", out, "-t", "tmpfs"):
        with pytest.raises(RunError, match="out put is a mount point, which a build cannot replace: name a folder in"):
            shop.build(out=out)
        assert not (shop.root / "cache").exists()


def bound_by_permissions() -> None:
    """From now on, be a user whom permissions bind, which root may do without."""
    if os.geteuid() == 0:  # linux/capability.h: CAP_DAC_OVERRIDE is bit 1, CAP_DAC_READ_SEARCH bit 2
        libc, header, sets = ctypes.CDLL(None), (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)()
        assert libc.capget(header, sets) == 0
        sets[0] &= ~0b110
        assert libc.capset(header, sets) == 0


def built_as_a_user(shop: Shop, n: int) -> str:
    """Place a build of what is in the cache, as a user whom permissions bind; what is said of it."""
    code, said = in_a_child(lambda: (bound_by_permissions(), shop.build(site=None, jobs=1, versions={"n": str(n)})))
    assert code == 0
    return said


def test_a_build_once_made_read_only_is_replaced_and_leaves_nothing(built: Shop) -> None:
    for path in (*built.out.rglob("*"), built.out):
        path.chmod(path.stat().st_mode & ~0o222)
    assert [built_as_a_user(built, n) for n in (1, 2)] == ["", ""] and built.version == "2"
    assert [path.name for path in swap.work(built.out).iterdir()] == ["lock"] and not (
        built.out / "index.html"
    ).exists()


def unreadable(path: str) -> Callable[[Shop], None]:
    return lambda shop: (shop.root / path).chmod(0)


def read_only(path: str) -> Callable[[Shop], None]:
    return lambda shop: (shop.root / path).chmod(0o555)


def links(target: str) -> Callable[[Shop], None]:
    return lambda shop: (shop.root / "data/x").symlink_to(target)


def cold(shop: Shop) -> None:
    (shop.root / "cache").rename(shop.root / "cache before")
    (shop.root / "cache/executed").mkdir(parents=True)
    read_only("cache/executed")(shop)


def without_room(shop: Shop) -> None:
    (swap.work(shop.out) / "lock").unlink(), swap.work(shop.out).rmdir()
    read_only(".")(shop)


AT_ODDS = {
    r"prices\.csv: Permission denied: name another place, or change": unreadable("data/prices.csv"),
    "offers: Permission denied: ": unreadable("data/offers"),
    r"cannot read notebook priced\.ipynb: Permission denied": unreadable("notebooks/priced.ipynb"),
    "build: Permission denied: ": unreadable("build"),
    "executed/[0-9a-f]{64}: Permission denied: ": cold,
    r"\.build\.work(/new)?: Permission denied: ": without_room,
    "pipe: not a regular file: remove it, or name another place": lambda shop: os.mkfifo(shop.root / "data/pipe"),
    "data/x: No such file or directory: ": links("none"),
    "data/x: Too many levels of symbolic links: ": links("x"),
}
"""What a folder is like, by what is said of it."""


@pytest.mark.parametrize("said", AT_ODDS)
def test_what_the_system_refuses_is_a_sentence_with_a_remedy(built: Shop, said: str) -> None:
    before = tree_of(built.out)
    AT_ODDS[said](built)
    with pytest.raises(RunError, match=said):
        raise RunError(built_as_a_user(built, 1))
    built.out.chmod(0o755)
    assert tree_of(built.out) == before


def test_what_cannot_be_remembered_is_no_failure_of_a_build_that_is_in_its_place(built: Shop) -> None:
    read_only("cache/built")(built)
    assert built_as_a_user(built, 1) == "" and built.version == "1"


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (PermissionError(13, "Permission denied", "/a/.out.csv.0123456789ab.part"), "/a/out.csv: Permission denied: "),
        (OSError(24, "Too many open files"), "output: Too many open files: try fewer jobs, or raise the limit of "),
    ],
)
def test_a_file_is_named_as_what_it_will_be_and_no_file_as_output(error: OSError, said: str) -> None:
    assert explained(error).startswith(said)


def test_a_parameter_that_a_notebook_lacks_is_refused_by_the_engine(shop: Shop) -> None:
    from papermill import execute_notebook

    how = {"engine_name": "burdenshare", "progress_bar": False, "cwd": str(shop.root)}
    with pytest.raises(RunError, match="the notebook has no parameter 'itme'; it declares: item, times"):
        execute_notebook(str(shop.root / "notebooks/priced.ipynb"), None, {"itme": "jam"}, **how)


def test_a_place_whose_name_is_no_utf8_can_be_built_into_and_an_input_is_refused(built: Shop) -> None:
    assert built.build(out=built.root / os.fsdecode(b"b\xfc"), site=None).exit_code == 0
    (built.root / os.fsdecode(b"data/\xfc.csv")).touch()
    with pytest.raises(RunError, match=r"data holds a file whose name is not UTF-8, .*: rename it"):
        built.build()
