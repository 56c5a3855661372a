"""IPython in a process of its own: runs cells, and collects what they print and show as nbformat has it.

Notebooks get what an ordinary kernel gives them: the display formats, ``display`` and its updates, ``_`` and ``Out``,
magics, top-level ``await``, tracebacks. They do not get what needs somebody at the other end: input, outputs that are
cleared, widgets that live.
"""

from __future__ import annotations

import base64
import codecs
import json
import os
import random
import sys
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from .children import answers
from .loading import without

with without():
    from IPython.core.displayhook import DisplayHook
    from IPython.core.displaypub import DisplayPublisher
    from IPython.core.interactiveshell import InteractiveShell
    from traitlets import Type
    from traitlets.config import Config

Event = dict[str, Any]  # an output as nbformat has it, maybe with a ``display_id``
STREAMS = {1: "stdout", 2: "stderr"}


class Hook(DisplayHook):
    """Collects the value of a cell's last expression."""

    shell: Any

    def write_output_prompt(self) -> None:
        """No prompt: the cell's number is beside it."""

    def write_format_data(self, format_dict: Any, md_dict: Any = None) -> None:
        """Take the value in all its formats."""
        if format_dict:
            number = self.prompt_count
            self.shell.add("execute_result", data=format_dict, metadata=md_dict or {}, execution_count=number)


class Publisher(DisplayPublisher):
    """Collects what is shown by ``display``."""

    shell: Any

    def publish(self, data: Any, metadata: Any = None, *_: Any, **more: Any) -> None:
        """Take what is shown, with the id that later updates name."""
        kind = "update_display_data" if more.get("update") else "display_data"
        self.shell.add(kind, data=data, metadata=metadata or {}, **(more.get("transient") or {}))

    def clear_output(self, wait: bool = False) -> None:
        """Nothing: what was shown stays in the record."""


class Shell(InteractiveShell):
    """An IPython shell whose cells' outputs are collected in order."""

    displayhook_class = Type(Hook)
    display_pub_class = Type(Publisher)
    streams: Streams | None = None
    shown: list[Event]

    def run(self, code: str) -> bytes:
        """Run a cell: its number and what it shows, as JSON."""
        self.shown = []
        number = self.execution_count
        self.run_cell(code, store_history=True)
        self.drain()
        return json.dumps({"execution_count": number, "events": self.shown}, default=_plain).encode()

    def add(self, kind: str, **content: Any) -> None:
        """Collect an output, after what was printed before it."""
        self.drain()
        self.shown.append({"output_type": kind, **content})

    def drain(self) -> None:
        """Collect what was printed since the last time."""
        for name, text in self.streams.read() if self.streams else ():
            self.shown.append({"output_type": "stream", "name": name, "text": text})

    def showtraceback(self, exc_tuple: Any = None, *_: Any, **__: Any) -> None:
        """Collect the error that is being handled, also one raised while a value is formatted."""
        given: Any = exc_tuple or sys.exc_info()
        kind, error, trace = given
        formatter = self.SyntaxTB if issubclass(kind, SyntaxError) else self.InteractiveTB
        lines = formatter.structured_traceback(kind, error, trace)
        self.add("error", ename=kind.__name__, evalue=str(error), traceback=lines)

    def showsyntaxerror(self, *_: Any, **__: Any) -> None:
        """The same for a cell that is no Python."""
        self.showtraceback()


class Streams:
    """Standard output and error as files, so that what C code and other processes write is caught, in order."""

    def __init__(self, folder: Path) -> None:
        self.decoders = {}
        for number, name in STREAMS.items():
            descriptor = os.open(folder / name, os.O_RDWR | os.O_CREAT | os.O_APPEND)
            os.dup2(descriptor, number)
            os.close(descriptor)
            setattr(sys, name, open(number, "w", 1, "UTF-8", "backslashreplace", closefd=False))  # noqa: SIM115
            self.decoders[number] = codecs.getincrementaldecoder("utf-8")("replace")
        self.positions = dict.fromkeys(STREAMS, 0)

    def read(self) -> list[tuple[str, str]]:
        """What each stream has got since the last time; standard output first."""
        found = []
        for number, name in STREAMS.items():
            getattr(sys, name).flush()
            if size := os.fstat(number).st_size - self.positions[number]:
                content = os.pread(number, size, self.positions[number])
                self.positions[number] += len(content)
                found.append((name, self.decoders[number].decode(content)))
        return [(name, text) for name, text in found if text]


def _plain(value: Any) -> Any:
    """What JSON has no form for: bytes of an image, dates, numbers of numpy."""
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return value.tolist() if hasattr(value, "tolist") else str(value)


def shell() -> Shell:
    """The shell of this process; made in the server, a fork has it."""
    return Shell.instance(config=Config({"HistoryManager": {"enabled": False}}))


def serve(pipe: Connection, folder: str, scratch: str) -> None:
    """Run the cells that come through a pipe, in a folder; what they print goes to files in ``scratch``."""
    os.chdir(folder)
    installed = (n for n, path in enumerate(sys.path) if Path(path).name in ("site-packages", "dist-packages"))
    sys.path.insert(next(installed, 0), "")  # the notebook's folder, where an ordinary kernel has it
    random.seed()  # forks share their parent's state; a fresh interpreter has its own
    if "numpy.random" in sys.modules:
        sys.modules["numpy.random"].seed()
    one = shell()
    one.streams = Streams(Path(scratch))
    answers(pipe, one.run)
