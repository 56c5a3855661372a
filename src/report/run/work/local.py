"""The means of this machine: kernels forked from a warm server, and a pool of warm workers."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

from ..kernels import forkserver, surroundings, warm
from ..keys.recipe import Recipe
from ..task import Project
from . import resources
from .pipeline import Executed, Means, Ways
from .pool import Pool

# A kernel waits for its client about as long as it computes: 32 small notebooks on two cores took 11.1 s with one kernel per core, 7.3 with two.
KERNELS_PER_JOB = 2


@contextlib.asynccontextmanager
async def means(project: Project, ways: Ways, executions: int, calls: int) -> AsyncIterator[Means]:
    """Execute and call on this machine; ``executions`` and ``calls`` are how many are expected, to warm up no more than is needed."""
    jobs = ways.jobs or resources.jobs()
    async with Pool(jobs, ways.worker_preload) as pool:
        await pool.warm(min(jobs, calls))
        if executions and forkserver.available():
            # It loads while we load the engine.
            await asyncio.to_thread(
                forkserver.start, surroundings.environment(project.roots(), Path(), ways.session), project.preload
            )

        async def execute(recipe: Recipe) -> Executed:
            with warm.without():
                from . import engine  # only now: a build that renders or copies needs none of it
            return await engine.execute(recipe.task, project, ways.timeout, ways.session)

        yield Means(execute, pool.call, pool.call, jobs * KERNELS_PER_JOB)
