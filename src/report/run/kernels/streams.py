"""What a notebook's cells print, on its way to whoever asked.

A stranger needs: ipykernel.
"""

from __future__ import annotations

import codecs
import contextlib
import os
import select
import sys
import threading
from typing import Any

from . import warm
from .process import readable

with warm.without():
    from ipykernel.iostream import PIPE_BUFFER_SIZE, OutStream

PATIENCE = 1.0
"""Seconds to wait for another thread that hands on what is in the pipe."""


class Stream(OutStream):
    """A stream that has nothing to flush while nothing was written, and flushes what was.

    A kernel flushes both streams three times a cell, and the stock stream wakes its thread and waits for it each time: 44 ms of processor
    for a page of 30 cells, in the kernel and in whoever listens. The order stays: what was written leaves through the same thread as what is said after it.

    What C code and other processes write arrives by a pipe. The stock stream leaves that to a thread, so that it may come a cell late, or
    after what was printed later; here whoever writes or flushes takes first what is in the pipe.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._emptying = threading.RLock()
        self._decode = codecs.getincrementaldecoder("utf-8")("replace").decode  # a read may end within a character
        super().__init__(*args, **kwargs)

    def write(self, string: str) -> int | None:  # type: ignore[override]
        """Write after what is in the pipe."""
        self._empty()
        return super().write(string)

    def flush(self) -> None:
        """Have sent what was written since the last flush."""
        self._empty()
        if self.echo is not None or self._flush_pending or self._subprocess_flush_pending:
            super().flush()

    def _watch_pipe_fd(self) -> None:
        """What the thread does: wait until there is something in the pipe, and hand it on."""
        try:
            while self._should_watch and self._fid is not None:
                readable(self._fid, None)
                self._empty()
        except Exception:
            self._exc = sys.exc_info()

    def _empty(self) -> None:
        """Hand on what is in the pipe, in one thread at a time; a fork leaves it to its parent."""
        pipe = self._fid
        if pipe is None or not self._is_master_process() or not self._emptying.acquire(timeout=PATIENCE):
            return
        try:
            while self._should_watch and readable(pipe, 0):
                content = os.read(pipe, PIPE_BUFFER_SIZE)
                super().write(self._decode(content))
                _echo(content, self._original_stdstream_copy)
        finally:
            self._emptying.release()


def _echo(content: bytes, terminal: int) -> None:
    """Show it where the kernel was started, too, if somebody reads there: a reader who waits, or is gone, is no matter of the notebook's."""
    poller = select.poll()
    poller.register(terminal, select.POLLOUT)
    if dict(poller.poll(0)).get(terminal) == select.POLLOUT:
        with contextlib.suppress(OSError):
            os.write(terminal, content)
