"""The cache, and files written whole or not at all: what is kept, and how what is damaged is noticed."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from report.run import digest
from report.run.cache import KEEP_DAYS, Cache

KEY = digest.of_bytes(b"abc")
FILES = {"a": b"abc", "b": b"", "c": b"1\n2"}


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    made = Cache(tmp_path)
    made.put_files("rendered", KEY, FILES)
    return made


def test_a_cache_gives_back_what_it_was_given(cache: Cache) -> None:
    assert KEY == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"  # FIPS 180-2, appendix B.1
    assert cache.get_files("rendered", KEY) == FILES and cache.get_files("rendered", "other") is None
    cache.write("asked", KEY, ["EST", 1.5])
    assert cache.record("asked", KEY) == ["EST", 1.5] and cache.record("asked", "other") is None


@pytest.mark.parametrize(
    "damage", [lambda c: b"", lambda c: c[:-1], lambda c: c[:-1] + b"x", lambda c: b"x" + c[1:], lambda c: c + b"x"]
)
def test_what_is_damaged_is_a_miss(cache: Cache, damage) -> None:
    file = cache.folder / "rendered" / KEY
    file.write_bytes(damage(file.read_bytes()))
    assert cache.get_files("rendered", KEY) is None
    cache.put_files("rendered", KEY, FILES)
    assert cache.get_files("rendered", KEY) == FILES  # mended


def test_a_result_in_the_place_of_another_is_none(cache: Cache) -> None:
    (cache.folder / "executed").mkdir()
    for name in ("rendered/other", f"executed/{KEY}"):
        (cache.folder / name).write_bytes((cache.folder / "rendered" / KEY).read_bytes())
    assert cache.get_files("rendered", "other") is None and cache.get_files("executed", KEY) is None


def test_what_nobody_used_for_a_month_goes_and_files_of_others_stay(cache: Cache) -> None:
    old, long_ago = digest.of_bytes(b"old"), time.time() - (KEEP_DAYS + 1) * 86_400
    cache.put_files("rendered", old, FILES)
    (cache.folder / "rendered/notes.csv").write_text("mine")
    for path in cache.folder.rglob("*"):
        os.utime(path, (long_ago, long_ago))
    assert cache.get_files("rendered", KEY) == FILES  # used now
    cache.prune()
    assert sorted(path.name for path in (cache.folder / "rendered").iterdir()) == [KEY, "notes.csv"]


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "a"
    digest.write_atomically(path, b"old")
    with pytest.raises(TypeError):
        digest.write_atomically(path, "text")  # type: ignore[arg-type]
    assert path.read_bytes() == b"old" and list(tmp_path.iterdir()) == [path]
