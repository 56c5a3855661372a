"""Results kept by what they were made from.

    objects/ab/ab12…      contents, named by their sha256
    executed/<key>.json   the executed notebook of a task: {"notebook": sha256}
    rendered/<key>.json   the files of a task's page: {path: sha256}
    built/<key>.json      what the last build into a folder was made from (see :mod:`..standing`)
    <other>/<key>.json    what a caller keeps of its own
    memo.json             digests of files (see :mod:`.digest`)

Records are sealed with their place and contents carry their checksum as their name, so a truncated, altered or misplaced file is a miss,
never a result.
Written atomically: builds may share a cache. Files unused for ``KEEP_DAYS`` go.
"""

from __future__ import annotations

import contextlib
import os
import re
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from . import digest

KEEP_DAYS = 30
OURS = re.compile(r"[0-9a-f]{64}(\.json)?(\.[0-9a-f]+\.part)?")
"""What files are called here, and what a process that was killed leaves of them."""


class Cache:
    """A folder of results."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def holds_no_results(self) -> bool:
        """Whether no task has ever been executed into it."""
        return not (self.folder / "executed").is_dir()

    def record(self, kind: str, key: str) -> Any:
        """The value recorded under a key, None if there is none or it is damaged."""
        path = self._record(kind, key)
        try:
            value = digest.unseal(f"{kind}/{key}", path.read_bytes())
        except (OSError, ValueError):
            return None
        _touch(path)
        return value

    def write(self, kind: str, key: str, value: Any) -> None:
        """Record a JSON value."""
        digest.write_atomically(self._record(kind, key), digest.seal(f"{kind}/{key}", value))

    def put(self, content: bytes) -> str:
        """Keep a content, return its sha256."""
        sha = digest.of_bytes(content)
        if self.get(sha) is None:
            digest.write_atomically(self._object(sha), content)
        return sha

    def get(self, sha: str) -> bytes | None:
        """The content with this sha256, None if there is none or it is damaged."""
        path = self._object(sha)
        try:
            content = path.read_bytes()
        except OSError:
            return None
        if digest.of_bytes(content) != sha:
            return None
        _touch(path)
        return content

    def put_files(self, kind: str, key: str, files: Mapping[str, bytes]) -> None:
        """Keep several named contents under one key."""
        self.write(kind, key, {name: self.put(content) for name, content in sorted(files.items())})

    def get_files(self, kind: str, key: str) -> dict[str, bytes] | None:
        """All contents kept under a key, None if any of them is missing or damaged."""
        record = self.record(kind, key)
        if record is None:
            return None
        files = {name: self.get(sha) for name, sha in record.items()}
        whole = {name: content for name, content in files.items() if content is not None}
        return whole if len(whole) == len(files) else None

    def prune(self) -> None:
        """Remove what no build has used for a month; only what is named as ours are, whatever else the folder holds."""
        old = time.time() - KEEP_DAYS * 86_400
        for path in (*self.folder.glob("*/*"), *self.folder.glob("objects/??/*")):
            with contextlib.suppress(OSError):
                if OURS.fullmatch(path.name) and path.is_file() and path.stat().st_mtime < old:
                    path.unlink()

    def _record(self, kind: str, key: str) -> Path:
        return self.folder / kind / f"{key}.json"

    def _object(self, sha: str) -> Path:
        return self.folder / "objects" / sha[:2] / sha


def _touch(path: Path) -> None:
    """Mark as used, at most once a day: a stamp that changes makes others hash the file again."""
    with contextlib.suppress(OSError):
        if time.time() - path.stat().st_mtime > 86_400:
            os.utime(path)
