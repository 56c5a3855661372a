"""What a process imports once, before the work arrives.

Imported by the fork-server (through :mod:`.serve`), and by the workers (see :mod:`..work.worker`). The items to load come from the environment variable ``WARM_PRELOAD``, a JSON list of ``"package.module"`` (imported),
``"package.module:function"`` (called without arguments, to fill its caches before the fork) or ``"/path/name.ipynb"`` (rehearsed).

A stranger needs: IPython, where notebooks are rehearsed. An item that fails is skipped here and fails in the notebook that needs it, with its own traceback.
"""

from __future__ import annotations

import ast
import contextlib
import gc
import importlib
import io
import json
import os
import sys
import warnings
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

PRELOAD = "WARM_PRELOAD"
SESSION = "WARM_SESSION"
REHEARSAL = "<rehearsal>"

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


def resolve(dotted: str) -> Callable[..., Any]:
    """The function named ``"package.module:function"``. Raises ImportError or AttributeError when there is none."""
    module, _, name = dotted.partition(":")
    with without():
        return getattr(importlib.import_module(module), name)


def load(items: Iterable[str]) -> None:
    """Import every module, call every function and rehearse every notebook named; what fails is left for the notebook to report."""
    for item in items:
        with contextlib.suppress(Exception), without():
            if item.endswith(".ipynb"):
                rehearse(Path(item))
            elif ":" in item:
                resolve(item)()
            else:
                importlib.import_module(item)


def rehearse(notebook: Path) -> None:
    """Run a notebook's code once, with the parameters it has, and format what its cells end with, for nobody.

    For a notebook run many times: what its code imports late, caches and makes the interpreter specialise, every fork then has. A page
    of 42 cells takes 0.6 s of processor time instead of 0.75. Like every preload it must leave nothing that changes results.
    """
    from IPython.core.formatters import DisplayFormatter

    show = DisplayFormatter().format
    names: dict[str, Any] = {"__name__": "__main__"}
    silent = contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO())
    with (
        contextlib.chdir(notebook.parent),
        silent[0],
        silent[1],
        warnings.catch_warnings(),
    ):  # those shown count as not shown
        warnings.simplefilter("ignore")
        for cell in json.loads(notebook.read_bytes())["cells"]:
            if cell["cell_type"] == "code" and (value := run_cell("".join(cell["source"]), names)) is not None:
                show(value)


def run_cell(code: str, names: dict[str, Any]) -> Any:
    """Execute a cell's statements; the value of the last one if it is an expression."""
    tree = ast.parse(code)
    last = tree.body[-1] if tree.body else None
    if not isinstance(last, ast.Expr):
        return exec(compile(tree, REHEARSAL, "exec"), names)
    exec(compile(ast.Module(tree.body[:-1], []), REHEARSAL, "exec"), names)
    return eval(compile(ast.Expression(last.value), REHEARSAL, "eval"), names)


def prepare(first: Iterable[str] = ()) -> None:
    """Load ``first`` and what ``WARM_PRELOAD`` names, then keep the collector off those objects so that forks share their pages.

    Next to nothing loaded is garbage, so the collector rests meanwhile and is not asked at the end: 1.6 s of processor time instead of 2.05
    for our own preload.
    """
    gc.disable()
    load([*first, *json.loads(os.environ.get(PRELOAD, "[]"))])
    gc.freeze()
    gc.enable()
