"""Bring every task's results together: from the cache what is there, from a kernel and a worker what is not.

Execution of one task overlaps rendering of another. Each finished task is kept in the cache at once, so that what a failed or
stopped build has done is not done again.
"""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

from .. import notebook
from ..errors import Failure, TaskFailed
from ..keys import digest
from ..keys.recipe import Inputs, Recipe, Recipes
from ..task import Task
from ..view import Lines
from .pool import CallFailed
from .rendering import RENDER

IN_FLIGHT = 3  # tasks per slot between start and finish; bounds the notebooks that wait, in memory, to be rendered
Place = Callable[[str, dict[str, bytes]], None]
Keep = Callable[[Failure], str | None]


class Executed(Protocol):
    """What executing a task gives; see :class:`report.run.engine.Executed`."""

    @property
    def notebook(self) -> bytes:
        """The executed notebook."""

    @property
    def reads(self) -> tuple[str, ...]:
        """What it read."""


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
    call: Callable[..., Awaitable[Any]]
    finish: Callable[..., Awaitable[Any]]
    slots: int


@dataclass
class Outcome:
    """What became of one task: its files' paths in the build, and all it was made from; or its failure."""

    task: Task
    files: list[str] = field(default_factory=list)
    inputs: Inputs = field(default_factory=dict)
    executed: bool = False
    rendered: bool = False
    failure: Failure | None = None


class Pipeline:
    """Runs the recipes of one build."""

    def __init__(self, recipes: Recipes, means: Means, place: Place, keep: Keep, view: Lines, started_ns: int) -> None:
        self.recipes, self.means, self.place, self.keep, self.view = recipes, means, place, keep, view
        self.cache, self.started_ns = recipes.cache, started_ns
        self.slots = asyncio.Semaphore(means.slots)
        self.in_flight = asyncio.Semaphore(IN_FLIGHT * means.slots)

    async def run(self, recipes: Iterable[Recipe]) -> list[Outcome]:
        """All outcomes, in the order given. An error nobody expects ends all tasks before it is raised, with what they hold."""
        try:
            async with asyncio.TaskGroup() as group:
                tasks = [group.create_task(self._task(recipe)) for recipe in recipes]
        except BaseExceptionGroup as errors:
            raise errors.exceptions[0] from None
        return [task.result() for task in tasks]

    async def _task(self, recipe: Recipe) -> Outcome:
        """One task from its recipe to its files in their place."""
        async with self.in_flight:
            return await self._attempt(recipe, Outcome(recipe.task))

    async def _attempt(self, recipe: Recipe, outcome: Outcome) -> Outcome:
        """Execute, render, place; or report and keep the failure."""
        try:
            executed = await self._executed(recipe, outcome)
            content = executed if outcome.executed else _written(recipe.task, executed)
            key = self.recipes.render_key(digest.of_bytes(executed), recipe.prose)
            files = {recipe.task.target: content} | await self._page(recipe, content, key, outcome)
            outcome.files = sorted(files)
            self.place(recipe.task.id, files)
            self.view.finish(recipe.task.id, outcome.executed or outcome.rendered)
        except TaskFailed as error:
            outcome.failure = error.failure
            self.view.fail(error.failure, self.keep(error.failure))
        return outcome

    async def _executed(self, recipe: Recipe, outcome: Outcome) -> bytes:
        """The executed notebook, from the cache (then maybe with older prose) or a kernel."""
        reads = self.recipes.reads(recipe)
        if reads is not None:
            outcome.inputs = recipe.inputs | self.recipes.read_inputs(reads)
            kept = self.cache.get_files("executed", self._execute_key(recipe, outcome))
            if kept is not None:
                return kept["notebook"]
        async with self.slots:
            self.view.stage(recipe.task.id, "executing")
            result = await self.means.execute(recipe)
        outcome.executed = True
        outcome.inputs = recipe.inputs | self.recipes.read_inputs(result.reads)
        self._unchanged(recipe, result.reads)
        self.cache.write("reads", recipe.key, list(result.reads))
        self.cache.put_files("executed", self._execute_key(recipe, outcome), {"notebook": result.notebook})
        return result.notebook

    def _execute_key(self, recipe: Recipe, outcome: Outcome) -> str:
        """The key of the executed notebook, once it is known what it reads."""
        return self.recipes.execute_key(
            recipe, {name: sha for name, sha in outcome.inputs.items() if name not in recipe.inputs}
        )

    async def _page(self, recipe: Recipe, content: bytes, key: str, outcome: Outcome) -> dict[str, bytes]:
        """The rendered files, from the cache or a worker; none without a renderer."""
        if self.recipes.steps.render is None:
            return {}
        kept = self.cache.get_files("rendered", key)
        if kept is not None:
            return kept
        self.view.stage(recipe.task.id, "rendering")
        files = await self._render(recipe, content)
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

    def _unchanged(self, recipe: Recipe, reads: Iterable[str]) -> None:
        """Refuse to keep a result under inputs it may not have been made from: fail the task if any changed since the build began."""
        names = [entry.partition(" ")[2] for entry in reads]
        files = {**recipe.files, **{name: self.recipes.path(name) for name in names}}
        changed = [name for name, path in files.items() if _changed_since(path, self.started_ns)]
        if changed:
            error = f"{changed[0]} changed while the build was running; build again"
            raise TaskFailed(Failure(recipe.task.id, "reading", error))


def _written(task: Task, executed: bytes) -> bytes:
    """An executed notebook with the prose its source has now."""
    nb = notebook.parse(executed, task.target)
    return notebook.dumps(notebook.with_prose(nb, _source(task.notebook, task.notebook.stat().st_mtime_ns)))


@lru_cache(maxsize=8)
def _source(path: Path, changed_ns: int) -> notebook.Notebook:
    """A notebook as it is on disk, read once for all its tasks; ``changed_ns`` tells versions apart."""
    return notebook.load(path)


def _changed_since(path: Path, moment_ns: int) -> bool:
    """Whether a file's content changed after a moment."""
    try:
        status = path.stat()
    except OSError:
        return False
    return status.st_ctime_ns > moment_ns and path.is_file()
