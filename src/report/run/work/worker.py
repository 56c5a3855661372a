"""A process that calls functions for another one: reads pickled calls from standard input, writes pickled answers.

Started once and kept, so that what a function sets up in its process (a JavaScript engine, a typesetter, templates) is set
up once per worker. Ends with its standard input, so no worker outlives its asker.
"""

from __future__ import annotations

import os
import pickle
import signal
import struct
import traceback
from typing import Any, BinaryIO

from ..errors import one_line
from ..kernels import warm

LENGTH = struct.Struct(">Q")
DONE, ERROR = "done", "error"


def frame(value: Any) -> bytes:
    """A message: its length, then the pickled value."""
    content = pickle.dumps(value, protocol=pickle.HIGHEST_PROTOCOL)
    return LENGTH.pack(len(content)) + content


def serve(calls: BinaryIO, answers: BinaryIO) -> None:
    """Answer calls ``(dotted, args)`` with ``("done", value)`` or ``("error", first line, traceback)`` until there are none."""
    while header := calls.read(LENGTH.size):
        dotted, args = pickle.loads(calls.read(LENGTH.unpack(header)[0]))
        said = answer(dotted, args)
        try:
            message = frame(said)
        except Exception as error:  # a value that cannot be sent
            message = frame(_error(error))
        answers.write(message)
        answers.flush()


def answer(dotted: str, args: tuple[Any, ...]) -> tuple[Any, ...]:
    """Call the function named and say how it went."""
    try:
        return DONE, warm.resolve(dotted)(*args)
    except Exception as error:
        return _error(error)


def _error(error: Exception) -> tuple[str, str, str]:
    """An error, in one line and in full."""
    return ERROR, one_line(error), "".join(traceback.format_exception(error))


def main() -> None:
    """Serve on standard input and output; what functions print goes to standard error."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the asker
    calls, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)
    warm.prepare()
    serve(calls, answers)


if __name__ == "__main__":
    main()
