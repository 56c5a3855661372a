"""Imported by the server that notebooks' processes are forked from, and only there: what they share is loaded once.

That is IPython, what the project's ``preload`` imports and, once the workers that render are forked, what its ``fill``
puts into caches (:class:`.task.Project`). What fails here fails again in the notebook that needs it, with its own
traceback.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import json
import os
import signal

from . import cells, workers  # noqa: F401
from .loading import FILL, PRELOAD, resolve, without


def load(name: str, **arguments: object) -> None:
    """Call a function of the project. Nothing loaded is garbage: the collector rests, and leaves all to be shared."""
    gc.disable()
    if name:
        with contextlib.suppress(Exception), without():
            resolve(name)(**arguments)
    getattr(ctypes.CDLL(None), "malloc_trim", id)(0)  # freed memory goes back where the C library can: 40 MB, in 3 ms
    gc.freeze()
    gc.enable()


preload, fill, arguments = json.loads(os.environ.get(PRELOAD, '["", "", {}]'))
signal.signal(FILL, lambda *_: load(fill, **arguments))
cells.shell().run_cell("None", silent=True)  # what IPython does late, forks need not do again; it leaves no trace
load(preload)
