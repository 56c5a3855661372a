"""IPython in a process of its own, without a front end: runs cells, and collects what they print and show as nbformat has it.

Notebooks get what an ordinary kernel gives them: the display formats, ``display`` and its updates, ``_`` and ``Out``, magics, top-level
``await``, tracebacks. They do not get what needs somebody at the other end: input, comms (widgets that live).
"""

from __future__ import annotations

import base64
import codecs
import functools
import json
import os
import random
import sys
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType
from typing import Any

from .children import answers
from .loading import without

with without():
    from IPython.core.displayhook import DisplayHook
    from IPython.core.displaypub import DisplayPublisher
    from IPython.core.interactiveshell import InteractiveShell
    from traitlets import Type
    from traitlets.config import Config

Event = dict[str, Any]
"""An output as nbformat has it, maybe with a ``display_id``; or, of type ``update_display_data``, new data for one shown before."""
STREAMS = {1: "stdout", 2: "stderr"}
ErrorInfo = tuple[type[BaseException], BaseException, TracebackType | None]


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

    def publish(
        self,
        data: Any,
        metadata: Any = None,
        source: Any = None,
        *,
        transient: Any = None,
        update: bool = False,
        **_: Any,
    ) -> None:
        """Take what is shown, with the id that later updates name."""
        kind = "update_display_data" if update else "display_data"
        self.shell.add(kind, data=data, metadata=metadata or {}, **(transient or {}))

    def clear_output(self, wait: bool = False) -> None:
        """Forget what the cell has shown, at once or when there is more."""
        self.shell.clear(wait)


class Shell(InteractiveShell):
    """An IPython shell whose cells' outputs are collected in order."""

    displayhook_class = Type(Hook)
    display_pub_class = Type(Publisher)
    streams: Streams | None = None
    shown: list[Event]
    clearing = False

    def run(self, code: str) -> bytes:
        """Run a cell: its number, what it shows, and whether it failed, as JSON."""
        self.shown, self.clearing = [], False
        number = self.execution_count
        result = self.run_cell(code, store_history=True)
        self.drain()
        said = {"execution_count": number, "events": self.shown, "failed": not result.success}
        return json.dumps(said, default=_plain).encode()

    def add(self, kind: str, **content: Any) -> None:
        """Collect an output, after what was printed before it."""
        self.drain()
        self._room()
        self.shown.append({"output_type": kind, **content})

    def drain(self) -> None:
        """Collect what was printed since the last time."""
        for name, text in self.streams.read() if self.streams else ():
            self._room()
            self.shown.append({"output_type": "stream", "name": name, "text": text})

    def clear(self, wait: bool) -> None:
        """Forget the outputs of the cell so far, now or before the next one."""
        self.drain()
        self.clearing = True
        if not wait:
            self._room()

    def _room(self) -> None:
        """Clear what was to be cleared before the next output."""
        if self.clearing:
            self.clearing = False
            self.shown = [event for event in self.shown if event["output_type"] == "update_display_data"]

    def showtraceback(self, exc_tuple: ErrorInfo | None = None, *_: Any, **__: Any) -> None:
        """Collect the error that is being handled, also one raised while a value is formatted."""
        kind, error, trace = exc_tuple or sys.exc_info()
        assert kind is not None and error is not None
        formatter = self.SyntaxTB if issubclass(kind, SyntaxError) else self.InteractiveTB
        lines = formatter.structured_traceback(kind, error, trace)
        self.add("error", ename=kind.__name__, evalue=str(error), traceback=lines)

    def showsyntaxerror(self, *_: Any, **__: Any) -> None:
        """The same for a cell that is no Python."""
        self.showtraceback()


class Streams:
    """Standard output and error as files, so that what C code and other processes write is caught too, in the order it comes."""

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


@functools.cache
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
