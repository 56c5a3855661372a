"""Functions by name; and what importing them does without."""

from __future__ import annotations

import contextlib
import importlib
import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import Any

PRELOAD = "RUN_PRELOAD"  # the project's functions preload and fill, and the arguments of the latter, as JSON
FILL = signal.SIGUSR1  # tells the server to call the latter

# jsonschema imports these where JupyterLab brings them, for checks nobody here asks for; one of them
# builds a grammar of all of RFC 3987, 0.7 s in every process.
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


def resolve(dotted: str) -> Callable[..., Any]:
    """The function named ``"package.module:function"``; for a module alone, imported, one that does nothing.

    Raises ImportError or AttributeError when there is none.
    """
    module, _, name = dotted.partition(":")
    with without():
        found = importlib.import_module(module)
    return getattr(found, name) if name else lambda **_: None
