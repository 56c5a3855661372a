"""The means of this machine: kernels forked from a warm server, and a pool of warm workers."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path
from types import ModuleType

from ..kernels import forkserver, surroundings, warm
from ..keys.recipe import Recipe, Recipes
from ..task import Project
from . import resources
from .pipeline import Executed, Means, Ways
from .pool import Pool


def start_server(project: Project, ways: Ways) -> None:
    """Have the server that kernels are forked from start to load, where there can be one."""
    if forkserver.available():
        forkserver.start(surroundings.environment(project.roots(), Path(), ways.session), project.preload)


@contextlib.asynccontextmanager
async def means(recipes: Recipes, ways: Ways, executions: int, calls: int) -> AsyncIterator[Means]:
    """Execute and call on this machine; ``executions`` and ``calls`` are how many are expected, to warm up no more than is needed."""
    jobs = ways.jobs or resources.jobs()
    async with Pool(jobs, ways.worker_preload) as pool:
        if executions:
            await asyncio.to_thread(start_server, recipes.project, ways)
            _engine()  # while the server loads
        # With kernels to start, workers load one after the other beside the server: all at once, it would be ready half a second later.
        loading = asyncio.create_task(pool.warm(min(jobs, calls), in_turn=executions > 0))

        async def execute(recipe: Recipe) -> Executed:
            done = await _engine().execute(recipe.task, recipes.project, ways.timeout, ways.session)
            return Executed(done.notebook, recipes.read_since(recipe.task.id, done.reads))

        # One kernel a job: a worker keeps the core busy while it waits. Two took 29.6 s and 1,450 MB for 38 pages on two cores, one 27.9 and 1,240.
        try:
            yield Means(execute, pool.call, pool.call, jobs)
        finally:
            loading.cancel()
            forkserver.end(ways.session)  # or whoever waits for a server that loads for ever could not be stopped
            await asyncio.wait([loading])


def _engine() -> ModuleType:
    """What executes notebooks, imported when there is one to execute: a build that renders or copies needs none of it."""
    with warm.without():
        from . import engine
    return engine
