"""Execute one task: papermill's parameters and record, nbclient's cells, a warm kernel, and the same bytes every time.

papermill's own ``execute_notebook`` changes the folder of the whole process, only warns of unknown parameters and writes the
file after every cell; so its parts are used here, on an event loop that runs many notebooks at once.

A stranger needs: jupyter_client, nbclient, papermill, ipykernel.
"""

from __future__ import annotations

import asyncio
import contextlib
import copy
import functools
import json
import logging
import tempfile
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from queue import Empty
from typing import Any

import nbformat
import zmq
import zmq.asyncio
from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from papermill.engines import NotebookExecutionManager
from papermill.exceptions import PapermillExecutionError
from papermill.execute import raise_for_execution_errors, remove_error_markers
from papermill.iorw import load_notebook_node
from papermill.parameterize import parameterize_notebook

from .. import notebook
from ..errors import Failure, TaskFailed
from ..kernels import reads, surroundings
from ..kernels.provisioner import SPEC, ForkServerProvisioner, command
from ..task import Project, Task
from .nodes import output_node

log = logging.getLogger(__name__)
log.addHandler(logging.NullHandler())  # nbclient's remarks on time-outs and deaths are in the failure we report
# A slow machine must not lose output: better late than different.
CLIENT = {
    "record_timing": False,
    "iopub_timeout": 60,
    "raise_on_iopub_timeout": True,
    "log": log,
}


START_PATIENCE = 120
"""Seconds for a kernel to answer once its process is there."""


@dataclass(frozen=True)
class Executed:
    """An executed notebook, as bytes, and what it read below the project's inputs and beside itself, as it was then (see :mod:`.reads`)."""

    notebook: bytes
    reads: reads.Log


async def execute(task: Task, project: Project, timeout: int | None = None, session: str = "") -> Executed:
    """Run ``task`` in a kernel of its own, in its notebook's folder. ``timeout`` is seconds for one cell;
    kernels of one ``session`` may share what was loaded before they were forked.

    Raises TaskFailed with the cell, the error and the notebook so far.
    """
    nb = prepare(task)
    folder = task.notebook.resolve().parent
    with tempfile.TemporaryDirectory(prefix="run-", ignore_cleanup_errors=True) as scratch:
        env = surroundings.environment(project.roots(), Path(scratch), session, task.beside)
        async with kernel(project.preload, env, folder) as manager:
            await _run_cells(task, nb, manager, timeout)
        notebook.settle(nb, task.notebook.name, task.target, notebook.folders(task.notebook, project.roots()))
        return Executed(notebook.dumps(nb), _read(Path(scratch) / surroundings.LOG))


def prepare(task: Task) -> Any:
    """The notebook with papermill's injected cell and metadata, and without the marks of an earlier failure."""
    nb = copy.deepcopy(_load(str(task.notebook), task.notebook.stat().st_ctime_ns))
    if task.parameters:
        given = json.loads(json.dumps(dict(task.parameters)))  # as they count in the key: tuples are lists
        nb = parameterize_notebook(nb, given, kernel_name="python3", language="python")
    nb.metadata.papermill.update(input_path=str(task.notebook), output_path=task.target)
    return nb


@functools.lru_cache(maxsize=8)
def _load(path: str, changed_ns: int) -> Any:
    """A notebook as papermill reads it, checked against the format once for all its tasks; ``changed_ns`` tells versions apart.

    Without the outputs it was saved with: a run replaces them, and they are most of what would be checked and each task would copy.
    """
    written = notebook.load(Path(path))
    for cell in written["cells"]:
        if cell["cell_type"] == "code":
            cell["outputs"] = []
    return remove_error_markers(load_notebook_node(nbformat.from_dict(written)))


def _read(log: Path) -> reads.Log:
    """What a kernel logged; nothing if it read nothing."""
    return reads.parse(log.read_text("utf-8")) if log.exists() else reads.Log()


class _OneSpec(KernelSpecManager):
    """Knows one kernelspec, the one shipped here, wherever Jupyter's folders are."""

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        spec = KernelSpec.from_resource_dir(str(SPEC))
        spec.argv = command()  # of the package that this is in, whatever the file says
        return spec


class _Connection(AsyncKernelClient):
    """A connection that starts as soon as the kernel answers; the stock one then listens for 0.2 s that nobody speaks."""

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Ask for the kernel's info until the answer and a word on IOPub have arrived. Raises DeadKernelError if it dies, or says nothing."""
        for _ in range(int(timeout or START_PATIENCE)):
            self.kernel_info()
            with contextlib.suppress(Empty):
                await self.get_shell_msg(timeout=1)
                await self.get_iopub_msg(timeout=1)
                return
            if not await self.is_alive():
                raise DeadKernelError("the kernel died while it started: what it said is on the terminal")
        raise DeadKernelError(f"the kernel said nothing for {START_PATIENCE} seconds after it was started")


class _Client(NotebookClient):
    """A client that keeps what a cell shows as it arrived.

    The stock one checks each output against the notebook format's whole schema and copies all its data into nodes: a fifth of the time
    this process spends on a page of 42 cells. Here its rule for data, text but for JSON types, is looked at; what breaks it goes the stock way and fails there.
    """

    def output(self, outs: list[Any], msg: dict[str, Any], display_id: str | None, cell_index: int) -> Any:
        """Append the value of a cell to its outputs; anything else, such as a stream or an update, as the stock client does."""
        plain = msg["header"]["msg_type"] == "execute_result" and not display_id and not self.clear_before_next_output
        if (
            not plain
            or self.output_hook_stack[msg["parent_header"].get("msg_id")]
            or not _is_data(msg["content"]["data"])
        ):
            return super().output(outs, msg, display_id, cell_index)
        content = {name: msg["content"][name] for name in ("data", "metadata", "execution_count")}
        shown = output_node({"output_type": "execute_result", **content})
        outs.append(shown)
        return shown


def _is_data(bundle: Mapping[str, Any]) -> bool:
    """Whether every value is text, or stands under a JSON type."""
    return all(isinstance(value, str) or kind.endswith(("+json", "/json")) for kind, value in bundle.items())


@contextlib.asynccontextmanager
async def kernel(preload: tuple[str, ...], env: Mapping[str, str], folder: Path) -> AsyncIterator[AsyncKernelManager]:
    """A kernel started in ``folder``, killed at the end: nothing of it is wanted once the last cell has answered."""
    context = zmq.asyncio.Context()
    context.setsockopt(zmq.RECONNECT_IVL, 10)  # ms; the default of 100 is waited in full while a kernel forks
    manager = AsyncKernelManager(kernel_name="forkserver", kernel_spec_manager=_OneSpec(), context=context)
    manager.client_factory = _Connection
    manager.provisioner = ForkServerProvisioner(
        kernel_id="", kernel_spec=manager.kernel_spec, parent=manager, preload=list(preload)
    )
    try:
        await manager.start_kernel(cwd=str(folder), env=dict(env), extra_arguments=["--HistoryManager.enabled=False"])
        yield manager
    finally:
        try:
            await _end(manager)
        finally:  # also when that is cancelled: a context left open is ended by the collector, which waits for its sockets for ever
            context.destroy(linger=0)


async def _end(manager: AsyncKernelManager) -> None:
    """Kill the kernel at once and remove its files."""
    provisioner = manager.provisioner
    if provisioner is not None and provisioner.has_process:
        await provisioner.kill()
        await provisioner.wait()
    await manager.cleanup_resources()


async def _run_cells(task: Task, nb: Any, manager: AsyncKernelManager, timeout: int | None) -> None:
    """Execute the cells in order, with papermill's record of each; raise TaskFailed at the first error."""
    record = NotebookExecutionManager(nb, progress_bar=False)
    client = _Client(nb, km=manager, timeout=timeout, **CLIENT)
    record.notebook_start()
    with _connected(client, manager) as connection, _failing(task, nb), _coalescing(nb):
        await connection.wait_for_ready()
        for index, cell in enumerate(nb.cells):
            await _run_cell(client, record, cell, index)
        nb.metadata.language_info = await _language(client, connection)
    record.notebook_complete()


@contextlib.contextmanager
def _connected(client: NotebookClient, manager: AsyncKernelManager) -> Iterator[Any]:
    """Connect the two channels that a run without questions needs."""
    connection: Any = manager.client()
    connection.start_channels(stdin=False, hb=False, control=False)
    client.kc = connection
    try:
        yield connection
    finally:
        connection.stop_channels()


@contextlib.contextmanager
def _coalescing(nb: Any) -> Iterator[None]:
    """Join what cells printed when the last one is done: until then outputs are updated by their numbers."""
    try:
        yield
    finally:
        for cell in nb.cells:
            if cell.cell_type == "code":
                cell.outputs = notebook.coalesced(cell.outputs)


async def _run_cell(client: NotebookClient, record: NotebookExecutionManager, cell: Any, index: int) -> None:
    """One cell, with papermill's record of it."""
    refuse_cancelled()
    record.cell_start(cell, index)
    del cell.metadata.papermill["start_time"]  # or papermill reads it back for a duration, which ``settle`` takes out
    try:
        await client.async_execute_cell(cell, index)
    except BaseException:
        record.cell_exception(cell, index)
        raise
    finally:
        record.cell_complete(cell, index)


async def _language(client: NotebookClient, connection: Any) -> Any:
    """The kernel's ``language_info``, which every front end writes into the notebook."""
    reply: Any = await client.async_wait_for_reply(connection.kernel_info())
    return reply["content"]["language_info"]


@contextlib.contextmanager
def _failing(task: Task, nb: Any) -> Iterator[None]:
    """Turn what nbclient raises into TaskFailed with cell, first line of the error, and the notebook so far."""
    try:
        yield
    except CellExecutionError as error:
        raise TaskFailed(_failure(task, nb, _told(nb) or f"{error.ename}: {error.evalue}")) from None
    except CellTimeoutError as error:
        raise TaskFailed(_failure(task, nb, str(error))) from None
    except DeadKernelError as error:
        refuse_cancelled()  # which nbclient takes for a death
        why = str(error) if str(error).startswith("the kernel") else "the kernel died (out of memory, or killed)"
        raise TaskFailed(_failure(task, nb, why)) from None


def refuse_cancelled() -> None:
    """Raise CancelledError in a task that is to stop: some of what it has awaited may have kept that to itself."""
    task = asyncio.current_task()
    if task is not None and task.cancelling():
        raise asyncio.CancelledError


def _told(nb: Any) -> str:
    """The last error that a cell shows. One raised while a value is formatted is in its outputs alone: the kernel's answer says "NoneType: None"."""
    errors = [output for cell in nb.cells for output in cell.get("outputs", []) if output.output_type == "error"]
    return f"{errors[-1].ename}: {errors[-1].evalue}" if errors else ""


def _failure(task: Task, nb: Any, error: str) -> Failure:
    """The failure of ``task`` at the cell papermill marked; the number counts the cells of the notebook as it is on disk."""
    index = next((i for i, cell in enumerate(nb.cells) if cell.metadata.papermill.get("exception")), None)
    before = (
        []
        if index is None
        else [cell for cell in nb.cells[: index + 1] if notebook.INJECTED not in cell.metadata.get("tags", [])]
    )
    with contextlib.suppress(PapermillExecutionError):
        raise_for_execution_errors(nb, None)  # inserts papermill's red notes above the cell and at the top
    first = error.strip().splitlines()[0] if error.strip() else "failed without a message"
    return Failure(task.id, "execute", first, len(before) or None, nbformat.writes(nb).encode())
