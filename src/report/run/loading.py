"""Functions by name; and what importing them does without."""

from __future__ import annotations

import contextlib
import importlib
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import Any

PRELOAD = "RUN_PRELOAD"
"""The variable with the project's preload function and its arguments, as JSON (see :mod:`.preload`)."""

# jsonschema imports these when they are there (JupyterLab brings them), for checking IRIs and durations, which neither nbformat nor
# altair does: the one builds a grammar of all of RFC 3987, 0.7 s in every process that touches either, the other loads arrow, 20 ms.
UNUSED = ("rfc3987_syntax", "isoduration")


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


def call(dotted: str, *args: Any, **named: Any) -> Any:
    """Import a module and, where one is named after a colon, call its function."""
    if ":" in dotted:
        return resolve(dotted)(*args, **named)
    with without():
        return importlib.import_module(dotted)


def resolve(dotted: str) -> Callable[..., Any]:
    """The function named ``"package.module:function"``. Raises ImportError or AttributeError when there is none."""
    module, _, name = dotted.partition(":")
    with without():
        return getattr(importlib.import_module(module), name)
