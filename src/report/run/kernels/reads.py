"""Which files a process reads: recorded by an audit hook, so that a cache can check them again.

``watch()`` installs the hook and remembers every file opened for reading and every folder listed below the given roots, also
those that are not there (their absence is what was read). ``write_to(log)`` starts to append each new one to a file, first
those already seen: a forked kernel inherits what its server read while warming up.

Seen: everything that goes through Python's ``open``, ``os.open``, ``os.listdir`` and ``os.scandir`` (also ``glob``). Not seen:
``os.stat`` alone, files opened by C libraries or by child processes.

A stranger needs: named roots, ``{"data": "/abs/data"}``; names in the record are ``data/sub/file.csv``, so that two
machines agree on them. In a root that is a Python package its modules are not recorded, only what else is read there.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

ROOTS = "READS_ROOTS"
LOG = "READS_LOG"


class Recorder:
    """The files and folders below ``roots`` that this process has read, as ``file data/x.csv`` and ``list data/plans``."""

    def __init__(self, roots: Mapping[str, str]) -> None:
        ordered = sorted(roots.items(), key=lambda root: -len(root[1]))  # a root within another comes first
        self.roots = {os.path.realpath(folder): name for name, folder in ordered}
        self.packages = {name for name, folder in roots.items() if Path(folder, "__init__.py").exists()}
        self.seen: dict[str, None] = {}
        self.log: int | None = None

    def name(self, path: Any) -> str | None:
        """``path`` relative to the root that holds it, or None. Open file numbers and None (the working folder) are not paths."""
        with contextlib.suppress(TypeError, ValueError):
            real = os.path.realpath(os.fsdecode(path))
            for folder, name in self.roots.items():
                if real == folder or real.startswith(folder + os.sep):
                    return name + real[len(folder) :].replace(os.sep, "/")
        return None

    def __call__(self, event: str, args: tuple[Any, ...]) -> None:
        """The audit hook."""
        if event == "open" and _reads(args):
            self.add("file", args[0])
        elif event in ("os.listdir", "os.scandir"):
            self.add("list", args[0] if args[0] is not None else ".")

    def add(self, kind: str, path: Any) -> None:
        """Remember ``path`` once, and log it if there is a log."""
        name = self.name(path)
        if name is None or self._is_import(kind, name):
            return
        if (entry := f"{kind} {name}") not in self.seen:
            self.seen[entry] = None
            self.flush([entry])

    def _is_import(self, kind: str, name: str) -> bool:
        """Whether this is the import system at work, whose modules :mod:`.closure` accounts for, and not the notebook."""
        return name.partition("/")[0] in self.packages and (kind == "list" or name.endswith((".py", ".pyc")))

    def flush(self, entries: list[str]) -> None:
        """Append entries to the log in one write, so that a killed process leaves whole lines."""
        if self.log is not None and entries:
            os.write(self.log, "".join(json.dumps(entry) + "\n" for entry in entries).encode())


def _reads(args: tuple[Any, ...]) -> bool:
    """Whether the arguments of an ``open`` event ask to read: (path, mode or None, flags)."""
    mode = args[1]
    return not set(mode) & set("wax") if isinstance(mode, str) else args[2] & os.O_ACCMODE != os.O_WRONLY


_recorder: Recorder | None = None


def watch() -> None:
    """Install the hook if ``READS_ROOTS`` (JSON, name to folder) asks for it; a hook cannot be removed, so only once."""
    global _recorder
    roots = os.environ.get(ROOTS)
    if roots and _recorder is None:
        _recorder = Recorder(json.loads(roots))
        sys.addaudithook(_recorder)


def start_log() -> None:
    """Write what was read so far to the file ``READS_LOG``, and from now on each new name."""
    if _recorder is not None and (path := os.environ.get(LOG)):
        try:
            _recorder.log = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        except FileNotFoundError:
            os._exit(1)  # the folder went with whoever asked for this process
        _recorder.flush(list(_recorder.seen))


def parse(text: str) -> list[str]:
    """The entries of a log, sorted, each once."""
    return sorted({json.loads(line) for line in text.splitlines()})
