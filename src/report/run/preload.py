"""Imported by the server that notebooks' processes are forked from, and only there: what all of them share is loaded once.

That is IPython, and the project's own ``preload`` function (see :class:`.task.Project`), which may fill caches. What fails here fails
again in the notebook that needs it, with its own traceback.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import subprocess  # noqa: F401  # as the host imports, whose module every child loads: 30 ms
from concurrent.futures import ThreadPoolExecutor  # noqa: F401

from . import cells, surroundings, workers  # noqa: F401
from .loading import PRELOAD, call


def load(name: str, arguments: dict[str, object]) -> None:
    """Import the project's module, or call its function. Next to nothing loaded is garbage, so the collector rests, and leaves it to forks to share."""
    gc.disable()
    cells.shell().run_cell("None", silent=True)  # what IPython does late, forks need not do again; it leaves no trace
    if name:
        with contextlib.suppress(Exception):
            call(name, **arguments)
    gc.freeze()
    gc.enable()


load(*json.loads(os.environ.get(PRELOAD, '["", {}]')))
