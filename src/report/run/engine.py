"""The engine that papermill runs notebooks with: cells in a process forked from a warm server, no kernel, no sockets.

Registered as ``burdenshare`` at papermill's entry point ``papermill.engine``: ``papermill --engine burdenshare`` has
it, and builds run every task with it (:mod:`.executing`). Outputs are those of an ordinary kernel.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

from . import cells, notebook
from .children import Child, ChildDied
from .loading import without
from .task import Task, check_parameters

with without():
    from nbformat import from_dict
    from papermill.engines import Engine, NotebookExecutionManager


class ForkEngine(Engine):
    """Runs the code cells of a notebook in a child of the fork-server."""

    @classmethod
    def execute_managed_notebook(cls, nb_man: NotebookExecutionManager, kernel_name: str, **given: Any) -> None:
        """papermill's hook. Options: ``execution_timeout``, seconds for one cell; ``folder`` where cells run;
        ``begun``, called with the notebook. What fails, dies or takes too long stops the notebook, and papermill
        raises it.
        """
        if "begun" not in given:  # a build has looked before; papermill only warns of parameters it does not know
            asked = Task("papermill", Path("the notebook"), nb_man.nb.metadata.papermill.get("parameters", {}))
            check_parameters(asked, notebook.parameters(nb_man.nb, "the notebook"))
        given.get("begun", id)(nb_man.nb)
        folder, timeout = given.get("folder") or str(Path.cwd()), given.get("execution_timeout")
        shown: dict[str, list[Any]] = {}
        with tempfile.TemporaryDirectory(prefix="cells-") as scratch, Child(cells.serve, folder, scratch) as child:
            for name in cells.STREAMS.values():
                Path(scratch, name).touch()
            for index, cell in enumerate(nb_man.nb.cells):
                nb_man.cell_start(cell, index)
                failed = _run(cell, child, timeout, shown, Path(scratch))
                if failed:
                    nb_man.cell_exception(cell, index)
                nb_man.cell_complete(cell, index)
                if failed:
                    break


def _run(cell: Any, child: Child, timeout: float | None, shown: dict[str, list[Any]], scratch: Path) -> bool:
    """Run a cell, if it is one of code; whether it failed. ``shown`` are outputs that may be updated, by their ids."""
    if cell.cell_type != "code" or not cell.source.strip():
        return False
    printed = {file: file.stat().st_size for file in map(scratch.joinpath, cells.STREAMS.values())}
    try:
        said = json.loads(child.ask(cell.source, timeout))
    except (TimeoutError, ChildDied) as error:
        rest = {file.name: file.read_bytes()[size:].decode(errors="replace") for file, size in printed.items()}
        events = [{"output_type": "stream", "name": name, "text": text} for name, text in rest.items() if text]
        stopped = {"output_type": "error", "ename": type(error).__name__, "evalue": str(error), "traceback": []}
        said = {"execution_count": None, "events": [*events, stopped]}
    cell.execution_count = said["execution_count"]
    for event in said["events"]:
        _show(cell, event, shown)
    cell.outputs = notebook.coalesced(cell.outputs)
    return any(output.output_type == "error" for output in cell.outputs)


def _show(cell: Any, event: dict[str, Any], shown: dict[str, list[Any]]) -> None:
    """Add an output to a cell, or put new data into those that were shown under an id."""
    name = event.pop("display_id", None)
    if event["output_type"] == "update_display_data":
        for output in shown.get(name, []):
            output.update(from_dict({"data": event["data"], "metadata": event["metadata"]}))
        return
    output = from_dict(event)
    cell.outputs.append(output)
    if name is not None:
        shown.setdefault(name, []).append(output)
