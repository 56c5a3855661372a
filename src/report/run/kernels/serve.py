"""Imported by a fork-server, and only there: what it does before its first fork. See :mod:`.forkserver`."""

import os
import signal
import sys

# Ctrl-C is for the asker, who ends us; no traceback of ours on its terminal. It was blocked until now.
signal.signal(signal.SIGINT, signal.SIG_IGN)
signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGINT])

from . import child, reads, warm  # noqa: E402

before = dict(os.environ)

# What ipykernel imports only while a kernel starts; loaded here, that start takes 35 ms instead of 110.
AT_KERNEL_START = (
    "ipykernel.debugger",
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.core.oinspect",
    "IPython.extensions.storemagic",
    "IPython.utils.wildcard",
    "sqlite3",
    "tornado.locks",
    "tornado.platform.asyncio",
    "tornado.queues",
)


def quiet(kind: type[BaseException], error: BaseException, trace: object) -> None:
    """Say nothing of a fork whose asker went away before it said what to do; anything else as usual."""
    if kind is not EOFError:
        sys.__excepthook__(kind, error, trace)  # type: ignore[arg-type]


sys.excepthook = quiet
reads.watch()
warm.prepare([f"{__package__}.kernel", *AT_KERNEL_START])
child.set_by_imports.update({name: value for name, value in os.environ.items() if before.get(name) != value})
