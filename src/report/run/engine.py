"""The engine that papermill runs notebooks with: cells in a process forked from a warm server, no kernel, no sockets.

Registered as ``burdenshare`` at papermill's entry point ``papermill.engine``, so ``papermill --engine burdenshare`` has it; builds run
every task with it (:mod:`.executing`). Outputs are those of an ordinary kernel. Imports nothing that loads all of papermill, which loads this.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from . import cells, notebook
from .children import Child, ChildDied
from .loading import without

with without():
    from nbclient.exceptions import CellTimeoutError, DeadKernelError
    from nbformat import from_dict
    from papermill.engines import Engine, NotebookExecutionManager

LANGUAGE = {
    "codemirror_mode": {"name": "ipython", "version": 3},
    "file_extension": ".py",
    "mimetype": "text/x-python",
    "name": "python",
    "nbconvert_exporter": "python",
    "pygments_lexer": "ipython3",
}
"""What an ordinary kernel says of itself, which every front end writes into the notebook; the interpreter's patch level is in the manifest."""


class ForkEngine(Engine):
    """Runs the code cells of a notebook in a child of the fork-server."""

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: NotebookExecutionManager,
        kernel_name: str,
        execution_timeout: float | None = None,
        folder: str | None = None,
        begun: Callable[[Any], None] = lambda nb: None,
        **_: Any,
    ) -> None:
        """papermill's hook. ``execution_timeout`` is seconds for one cell, ``folder`` where cells run; ``begun`` is given the notebook.

        An error in a cell stops the notebook, and papermill raises it. Raises CellTimeoutError, DeadKernelError.
        """
        begun(nb_man.nb)
        nb_man.nb.metadata.language_info = LANGUAGE
        shown: dict[str, list[Any]] = {}
        with (
            tempfile.TemporaryDirectory(prefix="cells-") as scratch,
            Child(cells.serve, folder or str(Path.cwd()), scratch) as child,
        ):
            for index, cell in enumerate(nb_man.nb.cells):
                nb_man.cell_start(cell, index)
                try:
                    if failed := _run(cell, child, execution_timeout, shown, Path(scratch)):
                        nb_man.cell_exception(cell, index)
                except (CellTimeoutError, DeadKernelError):
                    nb_man.cell_exception(cell, index)
                    raise
                finally:
                    nb_man.cell_complete(cell, index)
                if failed:
                    break


def _run(cell: Any, child: Child, timeout: float | None, shown: dict[str, list[Any]], scratch: Path) -> bool:
    """Run a cell, if it is one of code; whether it failed. ``shown`` are outputs that may be updated, by their ids."""
    if cell.cell_type != "code" or not cell.source.strip():
        return False
    printed = {name: _size(scratch / name) for name in cells.STREAMS.values()}
    try:
        said = json.loads(child.ask(cell.source, timeout))
    except (TimeoutError, ChildDied) as error:
        cell.outputs = _printed_since(printed, scratch)
        if isinstance(error, TimeoutError):
            raise CellTimeoutError.error_from_timeout_and_cell("", int(timeout or 0), cell) from None
        raise DeadKernelError("the kernel died (out of memory, or killed)") from None
    cell.execution_count = said["execution_count"]
    for event in said["events"]:
        _show(cell, event, shown)
    cell.outputs = notebook.coalesced(cell.outputs)
    return bool(said["failed"] or any(output.output_type == "error" for output in cell.outputs))


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


def _size(file: Path) -> int:
    """Bytes in a file, none where it is not there yet."""
    return file.stat().st_size if file.exists() else 0


def _printed_since(sizes: Mapping[str, int], scratch: Path) -> list[Any]:
    """What a cell whose process is gone had printed."""
    texts = {name: (scratch / name).read_bytes()[size:].decode(errors="replace") for name, size in sizes.items()}
    return [from_dict({"output_type": "stream", "name": name, "text": text}) for name, text in texts.items() if text]
