"""Bring every task's results together: from the cache what is there, from a kernel and a worker what is not.

Execution of one task overlaps rendering of another. Each finished task is kept in the cache at once, so that what a failed or
stopped build has done is not done again.
"""

from __future__ import annotations

import asyncio
import traceback
import uuid
from collections.abc import Awaitable, Callable, Coroutine, Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from .. import notebook
from ..errors import FULL, Failure, TaskFailed, one_line
from ..keys import digest
from ..keys.recipe import Inputs, Recipe, Recipes
from ..task import Task
from ..view import Lines
from .pool import CallFailed, task_group
from .rendering import RENDER

IN_FLIGHT = 3  # tasks per slot between start and finish; bounds the notebooks that wait, in memory, to be rendered
Place = Callable[[str, dict[str, bytes]], None]
Keep = Callable[[Failure], str | None]


@dataclass(frozen=True)
class Executed:
    """What executing a task gives: the notebook, and what it read with what that holds (see :meth:`.Recipes.read_since`)."""

    notebook: bytes
    read: Inputs


@dataclass(frozen=True)
class Ways:
    """How to work: how much at once, seconds for a cell, a cluster's address, what render workers load once.

    ``session`` is another one for each build: no warm process that an earlier build filled is used again."""

    jobs: int | None = None
    timeout: int | None = None
    scheduler: str | None = None
    worker_preload: tuple[str, ...] = ()
    session: str = field(default_factory=lambda: uuid.uuid4().hex)


@dataclass(frozen=True)
class Means:
    """What does the work. ``execute`` runs a task, ``call`` a function by its dotted name, ``finish`` one on this machine's files."""

    execute: Callable[[Recipe], Awaitable[Executed]]
    call: Callable[..., Coroutine[Any, Any, Any]]
    finish: Callable[..., Coroutine[Any, Any, Any]]
    slots: int


@dataclass
class Outcome:
    """What became of one task: its files' paths in the build, and all it was made from; or its failure."""

    task: Task
    files: list[str] = field(default_factory=list)
    known: Inputs = field(default_factory=dict)
    read: Inputs = field(default_factory=dict)
    executed: bool = False
    rendered: bool = False
    failure: Failure | None = None

    @property
    def inputs(self) -> Inputs:
        """All it was made from: what was known before, and what it read."""
        return self.known | self.read


class Pipeline:
    """Runs the recipes of one build."""

    def __init__(self, recipes: Recipes, means: Means, place: Place, keep: Keep, view: Lines) -> None:
        self.recipes, self.means, self.place, self.keep, self.view = recipes, means, place, keep, view
        self.cache = recipes.cache
        self.slots = asyncio.Semaphore(means.slots)
        self.in_flight = asyncio.Semaphore(IN_FLIGHT * means.slots)

    async def run(self, recipes: Iterable[Recipe]) -> list[Outcome]:
        """All outcomes, in the order given. An error nobody expects ends all tasks before it is raised, with what they hold."""
        async with task_group() as group:
            tasks = [group.create_task(self._task(recipe)) for recipe in recipes]
        return [task.result() for task in tasks]

    async def _task(self, recipe: Recipe) -> Outcome:
        """One task from its recipe to its files in their place."""
        async with self.in_flight:
            return await self._attempt(recipe, Outcome(recipe.task, known=recipe.inputs))

    async def _attempt(self, recipe: Recipe, outcome: Outcome) -> Outcome:
        """Execute, render, place; or report and keep the failure."""
        try:
            executed = await self._executed(recipe, outcome)
            content = executed if outcome.executed else self._written(recipe, executed)
            key = self.recipes.render_key(digest.of_bytes(executed), recipe.prose)
            page = await self._page(recipe, content, key, outcome)
            if recipe.task.target in page:
                raise TaskFailed(Failure(recipe.task.id, "writing", f"{recipe.task.target} is where its notebook goes"))
            outcome.files = sorted([recipe.task.target, *page])
            self.place(recipe.task.id, {recipe.task.target: content, **page})
            self.view.finish(recipe.task.id, outcome.executed or outcome.rendered)
        except TaskFailed as error:
            outcome.failure = error.failure
        except (
            Exception
        ) as error:  # one nobody expects is the task's all the same, but for a full disk, which is everybody's
            if isinstance(error, OSError) and error.errno in FULL:
                raise
            outcome.failure = Failure(
                recipe.task.id, "working", one_line(error), trace="".join(traceback.format_exception(error))
            )
        if outcome.failure:
            self.view.fail(outcome.failure, self.keep(outcome.failure))
        return outcome

    async def _executed(self, recipe: Recipe, outcome: Outcome) -> bytes:
        """The executed notebook, from the cache (then maybe with older prose) or a kernel."""
        reads = self.recipes.reads(recipe)
        if reads is not None:
            outcome.read = self.recipes.read_inputs(reads)
            kept = self.cache.get_files("executed", self.recipes.execute_key(recipe, outcome.read))
            if kept is not None:
                return kept["notebook"]
        async with self.slots:
            self.view.stage(recipe.task.id, "executing")
            result = await self.means.execute(recipe)
        outcome.executed, outcome.read = True, result.read
        self.recipes.refuse_changed(recipe.task.id, recipe.files)
        self.cache.write("reads", recipe.key, list(result.read))
        self.cache.put_files("executed", self.recipes.execute_key(recipe, result.read), {"notebook": result.notebook})
        return result.notebook

    def _written(self, recipe: Recipe, executed: bytes) -> bytes:
        """An executed notebook with the prose its source has now."""
        nb = notebook.parse(executed, recipe.task.target)
        source = _source(recipe.task.notebook, recipe.written)
        self.recipes.refuse_changed(recipe.task.id, recipe.source)
        return notebook.dumps(notebook.with_prose(nb, source))

    async def _page(self, recipe: Recipe, content: bytes, key: str, outcome: Outcome) -> dict[str, bytes]:
        """The rendered files, from the cache or a worker; none without a renderer."""
        if self.recipes.steps.render is None:
            return {}
        kept = self.cache.get_files("rendered", key)
        if kept is not None:
            return kept
        self.view.stage(recipe.task.id, "rendering")
        files = await self._render(recipe, content)
        self.recipes.refuse_changed(recipe.task.id, recipe.source | self.recipes.render_files)
        outcome.rendered = True
        self.cache.put_files("rendered", key, files)
        return files

    async def _render(self, recipe: Recipe, content: bytes) -> dict[str, bytes]:
        """Call the renderer in a worker; its failure is the task's."""
        steps = self.recipes.steps
        try:
            return dict(await self.means.call(RENDER, steps.render, content, dict(steps.options)))
        except CallFailed as error:
            raise TaskFailed(
                Failure(recipe.task.id, "rendering", str(error), notebook=content, trace=error.trace)
            ) from None


@lru_cache(maxsize=8)
def _source(path: Path, sha: str) -> notebook.Notebook:
    """A notebook as it is on disk, read once for all its tasks; ``sha`` tells versions apart."""
    return notebook.load(path)
