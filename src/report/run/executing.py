"""Runs one task through papermill with our engine; what comes out is the same for the same inputs."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from . import notebook
from .errors import Failure
from .loading import without
from .task import Task

with without():
    from nbclient.exceptions import CellTimeoutError, DeadKernelError
    from nbformat import NotebookNode, from_dict
    from papermill.engines import papermill_engines
    from papermill.exceptions import PapermillExecutionError
    from papermill.execute import execute_notebook, raise_for_execution_errors

from .engine import ForkEngine

NAME = "burdenshare"
papermill_engines.register(NAME, ForkEngine)  # also where this package is copied, and has no entry point


def execute(task: Task, roots: Mapping[str, Path], timeout: int | None = None) -> bytes | Failure:
    """Run a task through papermill, in its notebook's folder: the executed notebook in the form that does not vary, or the failure.

    ``roots`` are folders whose place must not be seen; ``timeout`` is seconds for one cell.
    """
    begun: list[Any] = []
    try:
        nb = execute_notebook(
            _written(task.notebook),
            None,
            json.loads(json.dumps(dict(task.parameters))),  # as they count in the key: tuples are lists
            engine_name=NAME,
            kernel_name="python3",
            language="python",
            progress_bar=False,
            execution_timeout=timeout,
            folder=str(task.notebook.resolve().parent),
            begun=begun.append,
        )
    except (PapermillExecutionError, CellTimeoutError, DeadKernelError) as error:
        return _failure(task, begun[0], error)
    notebook.settle(nb, task.notebook.name, task.target, notebook.folders(task.notebook, roots))
    return notebook.dumps(nb)


def _written(path: Path) -> NotebookNode:
    """A notebook without the outputs it was saved with: a run replaces them, and they are most of what papermill would check and copy."""
    return from_dict(notebook.without_outputs(notebook.load(path)))


def _failure(task: Task, nb: Any, error: Exception) -> Failure:
    """The failure of ``task`` at the cell papermill marked; the number counts the cells of the notebook as it is on disk."""
    if not isinstance(error, PapermillExecutionError):
        with contextlib.suppress(PapermillExecutionError):
            raise_for_execution_errors(nb, None)  # inserts papermill's red notes above the cell and at the top
    written = [cell for cell in nb.cells if not {notebook.INJECTED, notebook.MARKER} & set(cell.metadata.tags)]
    number = next((n for n, cell in enumerate(written, 1) if cell.metadata.papermill.get("exception")), None)
    said = f"{error.ename}: {error.evalue}" if isinstance(error, PapermillExecutionError) else str(error)
    first = said.strip().splitlines()[0] if said.strip() else "failed without a message"
    nb.metadata.papermill.update(input_path=task.notebook.name, output_path=task.target)
    return Failure(task.id, "execute", first, number, notebook.dumps(nb))
