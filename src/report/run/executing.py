"""Runs one task through papermill with our engine; what comes out is the same for the same inputs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from . import notebook
from .errors import Failure
from .loading import without
from .task import Task

with without():
    from nbformat import from_dict
    from papermill.engines import papermill_engines
    from papermill.exceptions import PapermillExecutionError
    from papermill.execute import execute_notebook

from .engine import ForkEngine

NAME = "burdenshare"
papermill_engines.register(NAME, ForkEngine)  # also where this package is copied, and has no entry point


def execute(task: Task, roots: Mapping[str, Path], timeout: int | None = None) -> bytes | Failure:
    """Run a task through papermill, in its notebook's folder: the executed notebook, settled, or the failure.

    ``roots`` are folders whose place must not be seen; ``timeout`` is seconds for one cell.
    """
    begun: list[Any] = []
    try:
        nb = execute_notebook(
            from_dict(notebook.without_results(task.notebook)),  # saved ones are most of what papermill would copy
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
    except PapermillExecutionError as error:
        return _failure(task, begun[0], error)
    notebook.settle(nb, task.notebook.name, task.target, notebook.folders(task.notebook, roots))
    return notebook.dumps(nb)


def _failure(task: Task, nb: Any, error: PapermillExecutionError) -> Failure:
    """The failure of ``task`` at the cell papermill marked; its number counts the cells of the notebook on disk."""
    own = [cell for cell in nb.cells if not {notebook.INJECTED, notebook.MARKER} & set(cell.metadata.tags)]
    number = next((n for n, cell in enumerate(own, 1) if cell.metadata.papermill.get("exception")), None)
    first = f"{error.ename}: {error.evalue}".strip().splitlines()[0]
    nb.metadata.papermill.update(input_path=task.notebook.name, output_path=task.target)
    return Failure(task.id, "execute", first, number, notebook.dumps(nb))
