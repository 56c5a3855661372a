"""The means of a Dask cluster: the same tasks and calls, sent to workers on other machines.

A stranger needs: ``distributed`` here and there; on every worker the same version of this project, at the same place (a shared file
system, or the same checkout), started after the last edit. Workers compare what they have with what is asked and refuse to
compute with other files, so results are those of this machine. Work of a worker that is lost is done again on another.
"""

from __future__ import annotations

import contextlib
import re
import sys
from collections.abc import AsyncIterator, Mapping
from typing import Any

from ..errors import Failure, RunError, TaskFailed
from ..keys.recipe import Recipe, Recipes
from . import remote, worker
from .pipeline import Executed, Means, Ways
from .pool import CallFailed, Pool

ADDRESS = re.compile(r"\w+://.+:\d+")
PATIENCE = 30  # seconds to wait for a scheduler, and for its first worker


@contextlib.asynccontextmanager
async def means(recipes: Recipes, ways: Ways) -> AsyncIterator[Means]:
    """Execute and call on the cluster at ``ways.scheduler``; finish here. Raises RunError when there is none, or no worker."""
    async with _client(str(ways.scheduler)) as client, Pool(1, ways.worker_preload) as pool:
        link = Link(client, recipes, ways)
        yield Means(link.execute, link.call, pool.call, await link.slots())


@contextlib.asynccontextmanager
async def _client(address: str) -> AsyncIterator[Any]:
    """A connected client."""
    if not ADDRESS.fullmatch(address):
        raise RunError(f"{address!r} is no address of a Dask scheduler: give one such as tcp://host:8786")
    try:
        from distributed import Client
    except ImportError:
        raise RunError(
            f"a cluster needs the package 'distributed': {sys.executable} -m pip install -e '.[cluster]'"
        ) from None
    try:
        client = await Client(address, asynchronous=True, set_as_default=False, timeout=PATIENCE)
    except (OSError, ValueError) as error:
        raise RunError(f"no Dask scheduler answers at {address}: start one with 'dask scheduler' ({error})") from error
    async with client:
        yield client


class Link:
    """Sends tasks and calls to a cluster."""

    def __init__(self, client: Any, recipes: Recipes, ways: Ways) -> None:
        self.client, self.recipes, self.ways = client, recipes, ways

    async def slots(self) -> int:
        """How many things the workers do at once; waits for the first of them."""
        try:
            await self.client.wait_for_workers(1, timeout=PATIENCE)
        except TimeoutError:
            raise RunError(
                f"the scheduler at {self.ways.scheduler} has no workers: start one with 'dask worker'"
            ) from None
        threads: Mapping[str, int] = await self.client.nthreads()
        return sum(threads.values())

    async def execute(self, recipe: Recipe) -> Executed:
        """Run a task on a worker. Raises TaskFailed, also when that worker's files are not ours."""
        answer = await self._submit(remote.execute, recipe.task, self.recipes.project, self.ways, recipe.inputs)
        if isinstance(answer, Failure):
            raise TaskFailed(answer)
        done: Executed = answer
        if other := remote.other(self.recipes.read_inputs(done.read), done.read):
            raise TaskFailed(Failure(recipe.task.id, "reading on a worker", f"its data differs: {other}"))
        return done

    async def call(self, dotted: str, *args: Any) -> Any:
        """The value of a function called on a worker. Raises CallFailed."""
        expected = remote.inputs_of(dotted, self.recipes)
        answer = await self._submit(remote.call, self.recipes.project, self.recipes.steps, expected, dotted, args)
        if answer[0] == worker.ERROR:
            raise CallFailed(answer[1], answer[2])
        return answer[1]

    async def _submit(self, function: Any, *args: Any) -> Any:
        """The value of a function on some worker; a lost worker's work is done again elsewhere."""
        from distributed.scheduler import KilledWorker

        try:
            return await self.client.submit(function, *args, pure=False)
        except KilledWorker as error:
            raise RunError(
                f"several workers died of the same task, it may need more memory than they have ({error})"
            ) from error
