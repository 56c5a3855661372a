"""Functions of the project called in warm processes: a page rendered, costs computed, a site finished.

A worker is kept: what a function sets up in it (a JavaScript engine, a typesetter, templates) is set up once.
"""

from __future__ import annotations

import contextlib
import json
import os
import pickle
import queue
import tempfile
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from .children import Child, ChildDied, answers
from .errors import CallFailed
from .loading import FILL, resolve

CALL, RENDER = (f"{__name__}:{name}" for name in ("call", "render"))
_more: queue.SimpleQueue[str] = queue.SimpleQueue()  # what a further worker begins with, one for each there may be
_idle: queue.SimpleQueue[tuple[Child | Exception, str]] = queue.SimpleQueue()


def start(preload: str, count: int) -> None:
    """Have a worker, with ``preload`` called once, and up to ``count`` as they are needed; and, while it sets itself up
    on another core, the server fill what notebooks share."""
    for _ in range(count - 1):
        _more.put(preload)
    _add(preload)
    with contextlib.suppress(OSError, ChildDied), Child(_fill) as child:
        child.ask(None)


def _fill(pipe: Connection) -> None:
    """Tell the server, whose child this is."""
    os.kill(os.getppid(), FILL)
    answers(pipe, id)


def _add(preload: str) -> None:
    """One more idle worker, or why there is none: calls would wait for ever."""
    try:
        _idle.put((Child(serve, preload), preload))
    except (OSError, ChildDied) as error:
        _idle.put((error, preload))


def call(dotted: str, *args: Any) -> Any:
    """The value of a function, from the next idle worker. Raises CallFailed: what it raised, or that it died."""
    if _idle.empty():
        with contextlib.suppress(queue.Empty):
            _add(_more.get_nowait())
    child, preload = _idle.get()
    if isinstance(child, Exception):
        _add(preload)  # for the next call
        raise CallFailed.of(child)
    try:
        answer = child.ask((dotted, args))
    except ChildDied as error:
        _add(preload)
        raise CallFailed(f"{dotted}: {error}") from None
    _idle.put((child, preload))
    if isinstance(answer, CallFailed):
        raise answer
    return answer


def serve(pipe: Connection, preload: str) -> None:
    """Be a worker."""
    with contextlib.suppress(Exception):  # it fails again where it is needed
        if preload:
            resolve(preload)()
    answers(pipe, _called)


def _called(question: tuple[str, tuple[Any, ...]]) -> Any:
    """The value of a function, or what it raised as CallFailed."""
    dotted, args = question
    try:
        value = resolve(dotted)(*args)
        pickle.dumps(value)  # raises here for what cannot be sent
        return value
    except Exception as error:
        return CallFailed.of(error)


def render(dotted: str, content: bytes) -> dict[str, bytes]:
    """The files that ``package.module:function(notebook, folder)`` writes for an executed notebook, by path."""
    from nbformat import from_dict

    nb = from_dict(json.loads(content))
    with tempfile.TemporaryDirectory(prefix="page-") as folder:
        resolve(dotted)(nb, Path(folder))
        files = sorted(file for file in Path(folder).rglob("*") if file.is_file())
        return {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}
