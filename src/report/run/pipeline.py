"""Bring every task's results together: from the cache what is there, from a notebook's run and a renderer what is not.

A thread for each task under way; executing one overlaps rendering another. Each result is kept in the cache at once, so that what a
failed or stopped build has done is not done again.
"""

from __future__ import annotations

import threading
import traceback
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from typing import Any, Protocol

from . import digest, workers
from .errors import FULL, CallFailed, Failure, HostDied, TaskFailed, one_line
from .keys import Keys
from .task import Task
from .view import Lines

IN_FLIGHT = 3  # tasks per slot between start and finish; bounds the notebooks that wait, in memory, to be rendered
EXECUTE = f"{__package__}.executing:execute"
Place = Callable[[str, Mapping[str, bytes]], None]
Keep = Callable[[Failure], str | None]


class Means(Protocol):
    """What does the work: a host on this machine, or a cluster; ``slots`` is how much of it at once."""

    slots: int

    def call(self, dotted: str, *args: Any) -> Any:
        """The value of a function. Raises CallFailed; HostDied when there is nothing to work with any more."""

    def kill(self) -> None:
        """End all calls."""


@dataclass
class Outcome:
    """What became of one task: its files' paths in the build, or its failure."""

    task: Task
    files: list[str] = field(default_factory=list)
    executed: bool = False
    rendered: bool = False
    failure: Failure | None = None


class Pipeline:
    """Runs the tasks of one build."""

    def __init__(self, keys: Keys, means: Means, timeout: int | None, place: Place, keep: Keep, view: Lines) -> None:
        self.keys, self.cache, self.means, self.timeout = keys, keys.cache, means, timeout
        self.place, self.keep, self.view = place, keep, view
        self.executing, self.one_at_a_time = threading.Semaphore(means.slots), threading.Lock()

    def run(self, tasks: Sequence[Task]) -> list[Outcome]:
        """All outcomes, in the order given. An error nobody expects, or Ctrl-C, ends all tasks before it is raised."""
        with ThreadPoolExecutor(IN_FLIGHT * self.means.slots) as threads:
            try:
                coming = [threads.submit(self._attempt, task) for task in tasks]
                wait(coming, return_when=FIRST_EXCEPTION)
                return [one.result() for one in coming if one.done()]
            except BaseException:
                threads.shutdown(wait=False, cancel_futures=True)
                self.means.kill()
                raise

    def _attempt(self, task: Task) -> Outcome:
        """Execute, render, place; or report and keep the failure."""
        outcome = Outcome(task)
        try:
            self._make(task, outcome)
        except TaskFailed as error:
            outcome.failure = error.failure
        except Exception as error:  # one nobody expects is the task's all the same, but for what is everybody's
            if isinstance(error, HostDied) or (isinstance(error, OSError) and error.errno in FULL):
                raise
            trace = "".join(traceback.format_exception(error))
            outcome.failure = Failure(task.id, "working", one_line(error), trace=trace)
        if outcome.failure:
            with self.one_at_a_time:
                self.view.fail(outcome.failure, self.keep(outcome.failure))
        return outcome

    def _make(self, task: Task, outcome: Outcome) -> None:
        """One task from its key to its files in their place."""
        content = self._executed(task, outcome)
        page = self._page(task, content, outcome)
        if task.target in page:
            raise TaskFailed(Failure(task.id, "writing", f"{task.target} is where its notebook goes"))
        with self.one_at_a_time:
            outcome.files = sorted([task.target, *page])
            self.place(task.id, {task.target: content, **page})
            self.view.finish(task.id, outcome.executed or outcome.rendered)

    def _executed(self, task: Task, outcome: Outcome) -> bytes:
        """The executed notebook, from the cache or from a run."""
        key = self.keys.task(task)
        if (kept := self.cache.get_files("executed", key)) is not None:
            return kept["notebook"]
        with self.executing:
            self.view.stage(task.id, "executing")
            made = self._call(task, "working", EXECUTE, task, self.keys.project.roots(), self.timeout)
        if isinstance(made, Failure):
            raise TaskFailed(made)
        outcome.executed = True
        self.keys.refuse_changed(task.id)
        self.cache.put_files("executed", key, {"notebook": made})
        return bytes(made)

    def _page(self, task: Task, content: bytes, outcome: Outcome) -> dict[str, bytes]:
        """The rendered files, from the cache or a worker; none without a renderer."""
        steps = self.keys.steps
        if steps.render is None:
            return {}
        key = self.keys.page(digest.of_bytes(content))
        if (kept := self.cache.get_files("rendered", key)) is not None:
            return kept
        self.view.stage(task.id, "rendering")
        asked = (workers.RENDER, steps.render, content, dict(steps.options))
        files = dict(self._call(task, "rendering", workers.CALL, *asked, notebook=content))
        outcome.rendered = True
        self.keys.refuse_changed(task.id)
        self.cache.put_files("rendered", key, files)
        return files

    def _call(self, task: Task, stage: str, dotted: str, *args: Any, notebook: bytes | None = None) -> Any:
        """The value of a call; what it raises is the task's failure."""
        try:
            return self.means.call(dotted, *args)
        except CallFailed as error:
            raise TaskFailed(Failure(task.id, stage, str(error), notebook=notebook, trace=error.trace)) from None
