"""Which files a process reads: recorded by an audit hook, so that a cache can check them again.

:func:`watch` installs the hook and remembers every file opened for reading and every folder listed below the given roots, also
those that are not there (their absence is what was read), each with its state at that moment. :func:`start_log` starts to append each
new one to a file, first those already seen: a forked kernel inherits what its server read while warming up. :func:`changed` tells
afterwards which are not any more as they were.

Seen: everything that goes through Python's ``open``, ``os.open``, ``os.listdir`` and ``os.scandir`` (also ``glob``). Not seen:
``os.stat`` alone, files opened by C libraries or by child processes.

A stranger needs: named roots, ``{"data": "/abs/data"}``; names in the record are ``data/sub/file.csv``, so that two
machines agree on them. What the import system reads in a root that is a Python package is not recorded: :mod:`..keys.closure` accounts
for modules. Elsewhere, as beside a notebook, a module counts as a file that was read, compiled or not.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from importlib.util import source_from_cache
from pathlib import Path, PurePosixPath
from typing import Any

ROOTS = "READS_ROOTS"
LOG = "READS_LOG"
BESIDE = "READS_BESIDE"
"""The variable with the name of one more root, the folder a kernel starts in."""
FILE, LIST, MODULES = "file", "list", "modules"
"""Kinds of reads: a file, the names in a folder, the modules that could be imported from there."""
OWN = re.compile(r"__pycache__|\..+\.(new|old|lock)")
"""Names that come and go with a build, the interpreter's and ours (see :mod:`..swap`)."""
IMPORTLIB = "<frozen importlib"
INSTALLED = (f"{os.sep}site-packages{os.sep}", f"{os.sep}dist-packages{os.sep}")
WROTE = "wrote"
"""Stands in a log for what the process made itself."""
State = list[Any] | None
"""What the file system says of a file, or the names in a folder; None where there is nothing."""


@dataclass(frozen=True)
class Log:
    """What a process has read, with its state when it was read first, and the names of what it has made itself."""

    seen: Mapping[str, State] = field(default_factory=dict)
    wrote: frozenset[str] = frozenset()


class Recorder:
    """The files and folders below ``roots`` that this process has read, as ``file data/x.csv`` and ``list data/plans``, and their state then."""

    def __init__(self, roots: Mapping[str, str]) -> None:
        self.roots: dict[str, str] = {}
        self.packages = {name for name, folder in roots.items() if Path(folder, "__init__.py").exists()}
        self.seen: dict[str, State] = {}
        self.wrote: set[str] = set()
        self.log: int | None = None
        self.place(roots)

    def place(self, roots: Mapping[str, str]) -> None:
        """Add roots; one within another comes first."""
        known = self.roots | {os.path.realpath(folder): name for name, folder in roots.items()}
        self.roots = dict(sorted(known.items(), key=lambda root: -len(root[0])))

    def name(self, path: Any) -> str | None:
        """``path`` relative to the root that holds it, or None. Open file numbers and None (the working folder) are not paths.

        As it was written, if that is below a root: where a link leads is looked at again by whoever reads the name.
        """
        with contextlib.suppress(TypeError, ValueError):
            written = os.fsdecode(path)
            return self._below(_as_written(written)) or self._below(os.path.realpath(written))
        return None

    def _below(self, path: str) -> str | None:
        """The name of an absolute path; what belongs to the interpreter has none, the lock accounts for it."""
        for folder, name in self.roots.items():
            if path == folder or path.startswith(folder + os.sep):
                installed = _of_python(path) and not _of_python(folder + os.sep)
                return None if installed else name + path[len(folder) :].replace(os.sep, "/")
        return None

    def __call__(self, event: str, args: tuple[Any, ...]) -> None:
        """The audit hook."""
        if event == "open" and _writes(args):
            self._own(args[0], _asker())
        elif event == "open" and _reads(args):
            self._add(FILE, args[0], _asker())
        elif event in ("os.mkdir", "os.rename"):
            self._own(args[event == "os.rename"], _asker())
        elif event in ("os.listdir", "os.scandir"):
            self._add(LIST, args[0] if args[0] is not None else ".", _asker())

    def _own(self, path: Any, asker: str) -> None:
        """Remember that this process makes ``path`` itself: what it reads there is none of its inputs, unless it has read it before."""
        name = None if asker.startswith(IMPORTLIB) else self.name(path)
        if name is not None and name not in self.wrote and self.seen.get(f"{FILE} {name}") is None:
            self.wrote.add(name)
            self._write([[WROTE, name]])

    def _add(self, kind: str, path: Any, asker: str) -> None:
        """Remember ``path`` once, with its state, and log it if there is a log."""
        if asker == __file__:  # we list a folder that was listed
            return
        path = _source(path)
        name = self.name(path)
        if name is None:
            return
        if asker.startswith(IMPORTLIB):
            if name.partition("/")[0] in self.packages:
                return  # the closure accounts for it
            kind = MODULES if kind == LIST else kind
        if (entry := f"{kind} {name}") not in self.seen and (kind != FILE or name not in self.wrote):
            self.seen[entry] = state(kind, path)
            self.flush([entry])

    def flush(self, entries: Iterable[str]) -> None:
        """Append entries to the log, with their states."""
        self._write([[entry, self.seen[entry]] for entry in entries])

    def _write(self, lines: list[list[Any]]) -> None:
        """Append lines to the log in one write, so that a killed process leaves whole ones."""
        if self.log is not None and lines:
            os.write(self.log, "".join(json.dumps(line) + "\n" for line in lines).encode())


def _as_written(path: str) -> str:
    """An absolute path with the links it goes through left as they are, but for those before a ``..``, which leads up from their targets."""
    parts = Path(path).parts
    if os.pardir not in parts:
        return os.path.abspath(path)  # noqa: PTH100  not resolved
    up = len(parts) - parts[::-1].index(os.pardir)
    return str(Path(os.path.realpath(Path(*parts[:up])), *parts[up:]))


def _of_python(path: str) -> bool:
    """Whether a path is below the interpreter's folders, or those of packages installed for it."""
    return path.startswith((sys.prefix + os.sep, sys.base_prefix + os.sep)) or any(name in path for name in INSTALLED)


def _asker() -> str:
    """The file of the code whose call the hook was told of."""
    frame = sys._getframe(1).f_back
    return frame.f_code.co_filename if frame else ""


def _source(path: Any) -> Any:
    """The source of a compiled module, which is what it stands for; other paths as they are."""
    if isinstance(path, str) and path.endswith(".pyc"):
        with contextlib.suppress(ValueError):  # compiled without its source beside it
            return source_from_cache(path)
    return path


def state(kind: str, path: Any) -> State:
    """What there is to say of a file or folder without reading it, for comparing."""
    try:
        if kind != FILE:
            return list(listed(kind, path))
        return stamp(path)
    except (OSError, ValueError):  # ValueError: a name that no file can have
        return None


def stamp(file: Any) -> list[Any]:
    """What changes when a file's content does, its change time among it, which no program can set back. Raises OSError where there is none."""
    status = Path(file).stat()
    return [status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino]


def listed(kind: str, folder: Any) -> list[str]:
    """The names in a folder that somebody put there, or only those of modules, sorted. Raises OSError where there is none."""
    names = (os.fsdecode(name) for name in os.listdir(folder))  # noqa: PTH208  the hook knows this file
    return sorted(name for name in names if not OWN.fullmatch(name) and (kind == LIST or _is_module(folder, name)))


def _is_module(folder: Any, name: str) -> bool:
    """Whether a name in a folder can be imported: a module or a package."""
    return name.endswith((".py", ".so", ".pyd")) or Path(os.fsdecode(folder), name, "__init__.py").exists()


def changed(log: Log, place: Callable[[str], Path]) -> list[str]:
    """Names of what is not any more as it was when it was read, but for what the reader itself has made; ``place`` tells where a name is."""
    split = [(*entry.partition(" ")[::2], then) for entry, then in log.seen.items()]
    return [
        name for kind, name, then in split if _others(log, name, state(kind, place(name))) != _others(log, name, then)
    ]


def _others(log: Log, folder: str, found: State) -> State:
    """The names in a folder that the reader has not made; of a file its state."""
    return found and [one for one in found if f"{folder}/{one}" not in log.wrote]


def _writes(args: tuple[Any, ...]) -> bool:
    """Whether the arguments of an ``open`` event make a file, or make it anew."""
    mode = args[1]
    if isinstance(mode, str):
        return bool(set(mode) & set("wax"))
    return bool(args[2] & (os.O_CREAT | os.O_TRUNC)) and args[2] & os.O_ACCMODE != os.O_RDONLY


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
    """Write what was read so far to the file ``READS_LOG``, and from now on each new name; also of the folder a kernel starts in."""
    if _recorder is not None and (path := os.environ.get(LOG)):
        if beside := os.environ.get(BESIDE):
            _recorder.place({beside: str(Path.cwd())})
        try:
            _recorder.log = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        except FileNotFoundError:
            os._exit(1)  # the folder went with whoever asked for this process
        _recorder.flush(list(_recorder.seen))
        _recorder._write([[WROTE, name] for name in _recorder.wrote])


def parse(text: str) -> Log:
    """What a log says, in order of names."""
    found: dict[str, State] = {}
    wrote: set[str] = set()
    for line in text.splitlines():
        entry, then = json.loads(line)
        if entry == WROTE:
            wrote.add(then)
        else:
            found.setdefault(entry, then)
    seen = {entry: then for entry, then in sorted(found.items()) if not _is_made(entry.partition(" ")[2], wrote)}
    return Log(seen, frozenset(wrote))


def _is_made(name: str, wrote: set[str]) -> bool:
    """Whether a name, or a folder it is in, was made by who reads it."""
    return name in wrote or any(str(folder) in wrote for folder in PurePosixPath(name).parents)
