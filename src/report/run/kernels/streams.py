"""What a notebook's cells print, on its way to whoever asked.

A stranger needs: ipykernel.
"""

from __future__ import annotations

from . import warm

with warm.without():
    from ipykernel.iostream import OutStream


class Stream(OutStream):
    """A stream that has nothing to flush while nothing was written.

    A kernel flushes both streams three times a cell, and the stock stream wakes its thread and waits for it each time: 44 ms of processor
    for a page of 30 cells, in the kernel and in whoever listens. The order stays: what was written leaves through the same thread as what is said after it.
    """

    def flush(self) -> None:
        """Have sent what was written since the last flush."""
        if self.echo is not None or self._flush_pending or self._subprocess_flush_pending:
            super().flush()
