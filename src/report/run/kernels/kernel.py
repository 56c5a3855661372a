"""An IPython kernel that can say which files it read: ``python -m report.run.kernels.kernel -f connection.json``.

Runs the ordinary ipykernel application, in a fresh interpreter or (``main``) in a fork of a warm one. With ``READS_ROOTS`` and
``READS_LOG`` in its environment it logs what the notebook reads (see :mod:`.reads`).
"""

from __future__ import annotations

import logging
import os
import sys
from pathlib import Path

from . import reads, streams, warm

with warm.without():
    from ipykernel.kernelapp import IPKernelApp

STREAMS = f"--IPKernelApp.outstream_class={streams.Stream.__module__}.{streams.Stream.__name__}"


def main(argv: list[str]) -> None:
    """Be a kernel with these arguments until told to stop."""
    sys.argv = [__file__, *argv]
    if sys.path and sys.path[0] in ("", str(Path.cwd())):
        del sys.path[0]  # the folder of whoever started us; ipykernel puts the notebook's there
    reads.watch()
    reads.start_log()
    IPKernelApp.instance().log.addFilter(_is_news)
    IPKernelApp.launch_instance(argv=[*argv, STREAMS, *_parent_handle()])


def _is_news(record: logging.LogRecord) -> bool:
    """Not that an interrupt reached a kernel that has nothing to interrupt: every client sends one before it asks a kernel to end."""
    return not record.getMessage().startswith("KeyboardInterrupt caught in kernel")


def _parent_handle() -> list[str]:
    """Whose end is ours too. ipykernel reads the variable when it is imported, which in a fork was somebody else's time."""
    return (
        [f"--IPKernelApp.parent_handle={os.getppid()}"]
        if os.environ.get("JPY_PARENT_PID") and os.name == "posix"
        else []
    )


if __name__ == "__main__":
    reads.watch()
    warm.prepare()  # a fork has that from its server; what is read then counts either way
    main(sys.argv[1:])
