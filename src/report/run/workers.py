"""Functions of the project called in warm processes: a page rendered, points of a grid computed, a site finished.

A worker is kept, so that what a function sets up in its process (a JavaScript engine, a typesetter, templates) is set up once.
"""

from __future__ import annotations

import contextlib
import json
import pickle
import queue
import tempfile
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from . import loading
from .children import Child, ChildDied, answers
from .errors import CallFailed, WorkerDied, one_line
from .loading import resolve

CALL, RENDER, FINISH, COMPUTE = (f"{__name__}:{name}" for name in ("call", "render", "finish", "compute"))
Row = dict[str, Any]
_idle: queue.SimpleQueue[Child] = queue.SimpleQueue()
_preload: tuple[str, ...] = ()


def start(preload: Sequence[str], count: int) -> None:
    """Have this many workers, each with ``preload`` called once; they load while other things are done."""
    global _preload
    _preload = tuple(preload)
    for _ in range(count):
        threading.Thread(target=_add, daemon=True).start()


def _add() -> None:
    """One more idle worker."""
    child = Child(serve, _preload)
    _idle.put(child)


def call(dotted: str, *args: Any) -> Any:
    """The value of a function, from the next idle worker. Raises CallFailed with what it raised; WorkerDied, when another has its place."""
    pickle.dumps(args)  # raises here for what cannot be sent
    child = _idle.get()
    try:
        value, failed = child.ask((dotted, args))
    except ChildDied as error:
        _add()
        raise WorkerDied(f"the process of {dotted} died (exit code {error.code})", "") from None
    _idle.put(child)
    if failed is not None:
        raise CallFailed(*failed)
    return value


def serve(pipe: Connection, preload: Sequence[str]) -> None:
    """Be a worker."""
    for dotted in preload:
        with contextlib.suppress(Exception):  # it fails again where it is needed
            loading.call(dotted)
    answers(pipe, _called)


def _called(question: tuple[str, tuple[Any, ...]]) -> tuple[Any, tuple[str, str] | None]:
    """The value of a function, or in words what it raised."""
    dotted, args = question
    try:
        value = resolve(dotted)(*args)
        pickle.dumps(value)
        return value, None
    except Exception as error:
        failed = CallFailed.of(error)
        return None, (str(failed), failed.trace)


def render(dotted: str, content: bytes, options: Mapping[str, Any]) -> dict[str, bytes]:
    """The files that ``package.module:function(notebook, folder, **options)`` writes for an executed notebook, by path in the folder."""
    from nbformat import from_dict

    nb = from_dict(json.loads(content))
    with tempfile.TemporaryDirectory(prefix="page-") as folder:
        resolve(dotted)(nb, Path(folder), **options)
        files = sorted(file for file in Path(folder).rglob("*") if file.is_file())
        return {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}


def finish(dotted: str, folder: str) -> None:
    """Call ``package.module:function(folder)`` once all pages are in the folder of the new build."""
    resolve(dotted)(Path(folder))


def compute(dotted: str, points: Sequence[Mapping[str, Any]]) -> list[list[Row] | str]:
    """For each point the rows of ``function(**point)``, the point's own values first; or its error, in one line."""
    function = resolve(dotted)
    return [_at(function, point) for point in points]


def _at(function: Any, point: Mapping[str, Any]) -> list[Row] | str:
    """One point of :func:`compute`; an error there does not stop the others."""
    try:
        return [_row(point, row) for row in rows(function(**point))]
    except (Exception, SystemExit) as error:
        return one_line(error)


def _row(point: Mapping[str, Any], row: Mapping[str, Any]) -> Row:
    """A row with the point's values before its own. Raises ValueError for one that has another meaning for them, or cannot be sent."""
    if both := point.keys() & row.keys():
        raise ValueError(f"it returns a column {sorted(both)[0]!r}, which is an argument; call it something else")
    made = {**point, **row}
    pickle.dumps(made)
    return made


def rows(value: Any) -> Iterable[Mapping[str, Any]]:
    """A result as rows: a pandas frame, one mapping, several (also as they come), or a single value (column ``value``)."""
    if hasattr(value, "to_dict") and hasattr(value, "columns"):
        return value.to_dict("records")
    if isinstance(value, Mapping):
        return [value]
    return value if isinstance(value, list | tuple | Iterator) else [{"value": value}]
