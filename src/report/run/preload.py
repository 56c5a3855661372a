"""Imported by the server that notebooks' processes are forked from, and only there: what they share is loaded once.

That is IPython, and the project's own ``preload`` function (:class:`.task.Project`), which may fill caches. What
fails here fails again in the notebook that needs it, with its own traceback.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os

from . import cells, workers  # noqa: F401
from .loading import PRELOAD, resolve, without


def load(name: str, arguments: dict[str, object]) -> None:
    """Call the project's function. Nothing loaded is garbage: the collector rests, and leaves it to forks to share."""
    gc.disable()
    cells.shell().run_cell("None", silent=True)  # what IPython does late, forks need not do again; it leaves no trace
    if name:
        with contextlib.suppress(Exception), without():
            resolve(name)(**arguments)
    gc.freeze()
    gc.enable()


load(*json.loads(os.environ.get(PRELOAD, '["", {}]')))
