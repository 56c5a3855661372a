"""What a process imports once, before the work arrives.

Imported by the fork-server (see :mod:`.forkserver`) as its only preload, and by the workers (see :mod:`.worker`). The items to
load come from the environment variable ``WARM_PRELOAD``, a JSON list of ``"package.module"`` (imported) or
``"package.module:function"`` (called without arguments, to fill its caches before the fork).

A stranger needs: nothing. An item that fails is skipped here and fails in the notebook that needs it, with its own traceback.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import Any

PRELOAD = "WARM_PRELOAD"
SESSION = "WARM_SESSION"

# jsonschema imports this when it is there (JupyterLab brings it) and builds a grammar of all of RFC 3987 at import:
# 1.5 s in every process that touches nbformat or altair, for checking IRIs, which neither of them does.
UNUSED = ("rfc3987_syntax",)


@contextlib.contextmanager
def without(modules: Iterable[str] = UNUSED) -> Iterator[None]:
    """Make optional modules look absent while others are imported; afterwards they can be imported as usual."""
    hidden = [name for name in modules if name not in sys.modules]
    sys.modules.update(dict.fromkeys(hidden))  # type: ignore[arg-type]  # None means "not importable"
    try:
        yield
    finally:
        for name in hidden:
            sys.modules.pop(name, None)


def resolve(dotted: str) -> Callable[..., Any]:
    """The function named ``"package.module:function"``. Raises ImportError or AttributeError when there is none."""
    module, _, name = dotted.partition(":")
    with without():
        return getattr(importlib.import_module(module), name)


def load(items: Iterable[str]) -> None:
    """Import every module and call every function named; what fails is left for the notebook to report."""
    for item in items:
        with contextlib.suppress(Exception):
            if ":" in item:
                resolve(item)()
            else:
                with without():
                    importlib.import_module(item)


def prepare() -> None:
    """Load what ``WARM_PRELOAD`` names, then keep the collector off those objects so that forks share their pages."""
    load(json.loads(os.environ.get(PRELOAD, "[]")))
    gc.collect()
    gc.freeze()
