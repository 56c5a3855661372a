"""Results kept by what they were made from: a file for each, ``<kind>/<key>``, with one or more named contents.

    executed/<key>    the executed notebook of a task
    rendered/<key>    the files of a task's page
    built/<key>       what the last build into a folder was made from (see :mod:`..freshness`)

A file begins with the checksum of its own place and all that follows: one that is truncated, altered or misplaced is a
miss, never a result. Written atomically: builds may share a cache. Files unused for ``KEEP_DAYS`` go.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..files import write_atomically
from . import digest

KEEP_DAYS = 30
OURS = re.compile(r"[0-9a-f]{64}(\.[0-9a-f]+\.part)?")  # a part is what a killed process leaves


class Cache:
    """A folder of results."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put_files(self, kind: str, key: str, files: Mapping[str, bytes]) -> None:
        """Keep named contents under a key."""
        index = json.dumps({name: len(content) for name, content in files.items()})
        body = b"\n".join([index.encode(), b"".join(files.values())])
        write_atomically(self.folder / kind / key, _seal(kind, key, body) + body)

    def get_files(self, kind: str, key: str) -> dict[str, bytes] | None:
        """The contents kept under a key, None if there are none or they are damaged."""
        path = self.folder / kind / key
        try:
            content = path.read_bytes()
        except OSError:
            return None
        body = content[64:]
        if content[:64] != _seal(kind, key, body):
            return None
        with contextlib.suppress(OSError):
            os.utime(path)  # it is used
        index, _, rest = body.partition(b"\n")
        files = {}
        for name, size in json.loads(index).items():
            files[name], rest = rest[:size], rest[size:]
        return files

    def write(self, kind: str, key: str, value: Any) -> None:
        """Record a JSON value."""
        self.put_files(kind, key, {"record": json.dumps(value).encode()})

    def record(self, kind: str, key: str) -> Any:
        """The value recorded under a key, None if there is none or it is damaged."""
        files = self.get_files(kind, key)
        return None if files is None else json.loads(files["record"])

    def prune(self) -> None:
        """Remove what no build has used for a month; only what is named as ours are, whatever else the folder holds."""
        old = time.time() - KEEP_DAYS * 86_400
        for path in self.folder.glob("*/*"):
            with contextlib.suppress(OSError):
                if OURS.fullmatch(path.name) and path.is_file() and path.stat().st_mtime < old:
                    path.unlink()


def _seal(kind: str, key: str, body: bytes) -> bytes:
    """The checksum of a file's place and content."""
    return digest.of_bytes(f"{kind}/{key}\n".encode() + body).encode()
