"""The memo and the cache: what they remember, and how they notice that it is not true any more."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from report.run import digest
from report.run.cache import KEEP_DAYS, Cache
from report.run.digest import Memo

ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"  # sha256("abc"), FIPS 180-2 appendix B.1


def settled(path: Path, content: bytes) -> Path:
    """A file written long enough ago to be remembered: two seconds must pass for the change time."""
    path.write_bytes(content)
    time.sleep(digest.SETTLED_NS / 1e9 + 0.1)
    return path


def test_a_memo_remembers_by_stamp_and_forgets_when_it_changes(tmp_path: Path) -> None:
    file = settled(tmp_path / "a", b"abc")
    memo = Memo(tmp_path / "memo.json")
    assert memo.sha(file) == ABC
    memo.save()
    again = Memo(tmp_path / "memo.json")
    assert list(again.known) == [str(file)] and again.sha(file) == ABC
    stamp = file.stat()
    file.write_bytes(b"abd")
    os.utime(file, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))  # same size, same time of writing: the change time tells
    assert again.sha(file) != ABC


def test_a_file_just_written_is_not_remembered(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"abc")
    memo = Memo(tmp_path / "memo.json")
    assert memo.sha(tmp_path / "a") == ABC and memo.known == {}


def test_a_damaged_memo_is_an_empty_one(tmp_path: Path) -> None:
    path = tmp_path / "memo.json"
    digest.write_atomically(path, digest.seal(Memo.NAME, {"a": [[1], {}]}))
    assert Memo(path).known == {"a": [[1], {}]}
    path.write_bytes(path.read_bytes().replace(b"[1]", b"[2]"))
    assert Memo(path).known == {}


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b'{"value": 1}', b'{"sha256": "0", "value": 1}', b"null"])
def test_a_record_that_is_not_sealed_is_refused(content: bytes) -> None:
    with pytest.raises(ValueError):
        digest.unseal("memo", content)


def test_a_record_in_the_place_of_another_is_none(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.write("reads", "key", ["file a"])
    (tmp_path / "executed").mkdir()
    for name in ("reads/other.json", "executed/key.json"):
        (tmp_path / name).write_bytes((tmp_path / "reads/key.json").read_bytes())
    assert cache.record("reads", "key") == ["file a"]
    assert cache.record("reads", "other") is None and cache.record("executed", "key") is None
    (tmp_path / "reads/key.json").write_text("[" * 100_000)
    assert cache.record("reads", "key") is None


def test_a_cache_gives_back_what_it_was_given_or_nothing(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.put_files("rendered", "key", {"a": b"abc", "b": b""})
    assert cache.get_files("rendered", "key") == {"a": b"abc", "b": b""}
    assert cache.get_files("rendered", "other") is None and cache.get("0" * 64) is None

    kept = tmp_path / "objects" / ABC[:2] / ABC
    kept.write_bytes(b"abd")
    assert cache.get(ABC) is None and cache.get_files("rendered", "key") is None
    assert cache.put(b"abc") == ABC and cache.get(ABC) == b"abc"  # mended
    (tmp_path / "rendered/key.json").write_bytes(b'{"sha')
    assert cache.get_files("rendered", "key") is None


def test_what_nobody_used_for_a_month_goes(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.put(b"abc"), cache.put(b"old")
    long_ago = time.time() - (KEEP_DAYS + 1) * 86_400
    for path in tmp_path.rglob("*"):
        os.utime(path, (long_ago, long_ago))
    assert cache.get(ABC) == b"abc"  # used now
    cache.prune()
    assert cache.get(ABC) == b"abc" and cache.get(digest.of_bytes(b"old")) is None


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "a"
    digest.write_atomically(path, b"old")
    with pytest.raises(TypeError):
        digest.write_atomically(path, "text")  # type: ignore[arg-type]
    assert path.read_bytes() == b"old" and list(tmp_path.iterdir()) == [path]
