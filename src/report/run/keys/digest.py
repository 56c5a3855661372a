"""sha256 of files, remembered by what the file system says of them, so that nothing is read twice."""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from ..kernels.reads import FILE, stamp, state

# A file written just before it was looked at can be written again within one tick of the clock that stamps it.
SETTLED_NS = 2_000_000_000

# What computes the values a memo keeps, here, of notebooks and of source.
COMPUTE = (__file__, Path(__file__).with_name("imports.py"), Path(__file__).parents[1] / "notebook.py")


def of_bytes(content: bytes) -> str:
    """sha256, in hex."""
    return hashlib.sha256(content).hexdigest()


def of_json(value: Any) -> str:
    """sha256 of a JSON value, whatever the order of its keys."""
    return of_bytes(json.dumps(value, sort_keys=True, ensure_ascii=False, default=str).encode())


def seal(name: str, value: Any) -> bytes:
    """A JSON value with a checksum of it and of the record's name, so that a truncated, altered or misplaced record is recognised."""
    return json.dumps({"sha256": of_json([name, value]), "value": value}, sort_keys=True).encode()


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


class Memo:
    """What was computed from files' contents, kept in one sealed file and used while size, times and inode are the same.

    Safe because the change time cannot be set back by a program, because a file that changed less than two seconds
    before it was read is not remembered, and because the record is sealed with the code of ``computed_by``, the modules that compute.
    """

    def __init__(self, path: Path, computed_by: Iterable[str | Path] = COMPUTE) -> None:
        self.path = path
        self.name = of_json([of_bytes(Path(file).read_bytes()) for file in computed_by])
        self.known: dict[str, list[Any]] = _load(path, self.name)
        self.looked: dict[str, list[int]] = {}
        self.changed = False

    def sha(self, file: Path) -> str:
        """sha256 of a file's content. Raises OSError if it cannot be read."""
        return str(self.derive(file, "sha256", of_bytes))

    def derive(self, file: Path, kind: str, compute: Callable[[bytes], Any]) -> Any:
        """``compute`` (a JSON value) of a file's content; ``kind`` names it, and changes when what it computes does."""
        now = stamp(file)
        self.looked.setdefault(str(file), now)
        held_stamp, held = self.known.get(str(file), [None, {}])
        if held_stamp != now:
            held = {}
        if kind not in held:
            value = compute(file.read_bytes())
            if not _settled(now) or stamp(file) != now:
                return value
            held = held | {kind: value}
            self.known[str(file)] = [now, held]
            self.changed = True
        return held[kind]

    def changed_files(self, files: Mapping[str, Path]) -> list[str]:
        """Names of files that are not as they were when they were looked at first."""
        return [name for name, file in files.items() if state(FILE, file) != self.looked.get(str(file))]

    def save(self) -> None:
        """Write the memo if it learned something; files that are gone are forgotten."""
        if self.changed:
            self.known = {name: entry for name, entry in self.known.items() if Path(name).exists()}
            write_atomically(self.path, seal(self.name, self.known))


def _load(path: Path, name: str) -> dict[str, Any]:
    """A saved memo, or nothing if there is none, it is damaged, or other code wrote it."""
    try:
        return dict(unseal(name, path.read_bytes()))
    except (OSError, ValueError):
        return {}


def _settled(found: list[int]) -> bool:
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
