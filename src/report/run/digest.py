"""sha256 of files, remembered by what the file system says of them, so that nothing is read twice."""

from __future__ import annotations

import hashlib
import json
import os
import time
from pathlib import Path
from typing import Any

# A file written just before it was looked at can be written again within one tick of the clock that stamps it.
SETTLED_NS = 2_000_000_000
Stamp = list[int]


def of_bytes(content: bytes) -> str:
    """sha256, in hex."""
    return hashlib.sha256(content).hexdigest()


def of_json(value: Any) -> str:
    """sha256 of a JSON value, whatever the order of its keys."""
    return of_bytes(json.dumps(value, sort_keys=True, ensure_ascii=False, default=str).encode())


def seal(name: str, value: Any) -> bytes:
    """A JSON value with a checksum of it and of the record's name, so that a truncated, altered or misplaced record is recognised."""
    return json.dumps({"sha256": of_json([name, value]), "value": value}).encode()


def unseal(name: str, content: bytes) -> Any:
    """The value in the sealed record of this name. Raises ValueError when it is damaged, or another's."""
    try:
        record = json.loads(content)
        value, stated = record["value"], record["sha256"]
        sealed = of_json([name, value])
    except (KeyError, TypeError, RecursionError) as error:
        raise ValueError("not a sealed record") from error
    if sealed != stated:
        raise ValueError("damaged record")
    return value


def stamp(file: Path) -> Stamp:
    """What changes when a file does: size, times and inode; the change time cannot be set back. Raises OSError where there is none."""
    found = file.stat()
    return [found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino]


class Memo:
    """Digests of files, kept in one sealed file and used while a file's stamp is the same.

    Safe because a file that changed less than two seconds before it was read is not remembered.
    """

    NAME = "memo"

    def __init__(self, path: Path) -> None:
        self.path = path
        self.known: dict[str, list[Any]] = _load(path)
        self.changed = False

    def sha(self, file: Path) -> str:
        """sha256 of a file's content. Raises OSError if it cannot be read."""
        now = stamp(file)
        known_stamp, sha = self.known.get(str(file), [None, ""])
        if known_stamp == now:
            return str(sha)
        sha = of_bytes(file.read_bytes())
        if _settled(now) and stamp(file) == now:
            self.known[str(file)] = [now, sha]
            self.changed = True
        return sha

    def save(self) -> None:
        """Write the memo if it learned something; files that are gone are forgotten."""
        if self.changed:
            self.known = {name: entry for name, entry in self.known.items() if Path(name).exists()}
            write_atomically(self.path, seal(self.NAME, self.known))


def _load(path: Path) -> dict[str, Any]:
    """A saved memo, or nothing if there is none or it is damaged."""
    try:
        return dict(unseal(Memo.NAME, path.read_bytes()))
    except (OSError, ValueError):
        return {}


def _settled(found: Stamp) -> bool:
    """Whether a file with this stamp would get another one if it were changed now."""
    return time.time_ns() - max(found[1], found[2]) > SETTLED_NS


def write_atomically(path: Path, content: bytes) -> None:
    """Write a whole file or nothing, also when two processes, of one machine or several, write it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f"{path.name}.{os.urandom(6).hex()}.part")
    try:
        aside.write_bytes(content)
        aside.replace(path)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise
