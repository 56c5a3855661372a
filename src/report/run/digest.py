"""sha256 of contents and values, and what tells that a file has changed."""

from __future__ import annotations

import hashlib
import json
from errno import EINVAL
from pathlib import Path
from stat import S_ISREG
from typing import Any


def of_bytes(content: bytes) -> str:
    """sha256, in hex."""
    return hashlib.sha256(content).hexdigest()


def of_json(value: Any) -> str:
    """sha256 of a JSON value, whatever the order of its keys."""
    return of_bytes(json.dumps(value, sort_keys=True, ensure_ascii=False, default=str).encode(errors="surrogateescape"))


def of_file(file: Path) -> str:
    """sha256 of a file's content. Raises OSError if it cannot be read."""
    return of_bytes(file.read_bytes())


def stamp(file: Path) -> list[int]:
    """What changes when a file does: size, times and inode; the change time cannot be set back. Raises OSError."""
    found = file.stat()
    if not S_ISREG(found.st_mode):  # reading a pipe would wait for ever
        raise OSError(EINVAL, "not a regular file", str(file))
    return [found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino]
