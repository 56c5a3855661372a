"""Bring every task's results together: from the cache what is there, from a notebook's run and a renderer what is not.

A thread for each task under way; executing one overlaps rendering another. Each result is kept in the cache at once, so
that what a failed or stopped build has done is not done again.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import digest, workers
from .errors import CallFailed, Failure, HostDied, TaskFailed, keep
from .freshness import Freshness
from .host import Host
from .manifest import NAME as MANIFEST
from .manifest import misplaced
from .many import in_threads
from .task import SITE, Task
from .view import Lines

if TYPE_CHECKING:
    from .cluster import Cluster

IN_FLIGHT = 3  # tasks per slot between start and finish; bounds the notebooks that wait, in memory, to be rendered
EXECUTE = f"{__package__}.executing:execute"


class Pipeline:
    """Fills the folder of one new build; what was done, and what failed, is in its attributes."""

    def __init__(self, freshness: Freshness, new: Path, means: Host | Cluster, show: Lines) -> None:
        self.freshness, self.keys, self.cache = freshness, freshness.keys, freshness.cache
        self.new, self.means, self.show = new, means, show
        self.files: dict[str, list[str]] = {}
        self.executed: set[str] = set()
        self.rendered: set[str] = set()
        self.failures: list[Failure] = []
        self.executing, self.one_at_a_time = threading.Semaphore(means.slots), threading.Lock()

    def run(self, tasks: Sequence[Task]) -> None:
        """Every task, or its failure. An error nobody expects, or Ctrl-C, ends all tasks before it is raised."""
        self.show.total = len(tasks)
        count = IN_FLIGHT * self.means.slots
        in_threads(self.means, count, lambda task: self._attempt(task.id, self._make, task), tasks)
        order = [task.id for task in tasks]
        self.failures.sort(key=lambda failure: order.index(failure.task))

    def finish(self, means: Host | Cluster) -> None:
        """Call the site function on the new folder, with means that work on this machine."""
        self.show.note("finishing")
        self.means = means
        self._attempt(SITE, self._finish)

    def _attempt(self, name: str, work: Callable[..., None], *args: Any) -> None:
        """Do something; report and keep its failure."""
        try:
            work(*args)
        except TaskFailed as error:
            failure = error.failure
        except (HostDied, OSError):  # everybody's: what notebooks and renderers raise comes as CallFailed
            raise
        except Exception as error:  # one nobody expects is the task's all the same
            made = CallFailed.of(error)
            failure = Failure(name, "working", str(made), trace=made.trace)
        else:
            return
        with self.one_at_a_time:
            self.failures.append(failure)
            self.show.fail(failure, keep(self.freshness.out, failure))

    def _make(self, task: Task) -> None:
        """One task from its key to its files in their place."""
        content = self._executed(task)
        page = self._page(task, content)
        with self.one_at_a_time:
            self.files[task.id] = []
            self._place(task.id, {task.target: content})
            self._place(task.id, page)
            self.show.finish(task.id, task.id in self.executed | self.rendered)

    def _executed(self, task: Task) -> bytes:
        """The executed notebook, from the cache or from a run."""
        key = self.keys.task(task)
        if (kept := self.cache.get_files("executed", key)) is not None:
            return kept["notebook"]
        with self.executing:
            self.show.stage(task.id, "executing")
            made = self._call(task.id, "working", EXECUTE, task, self.keys.project.roots())
        if isinstance(made, Failure):
            raise TaskFailed(made)
        self.keys.refuse_changed(task.id)
        self.cache.put_files("executed", key, {"notebook": made})
        self.executed.add(task.id)
        return bytes(made)

    def _page(self, task: Task, content: bytes) -> dict[str, bytes]:
        """The rendered files, from the cache or a worker; none without a renderer."""
        steps = self.keys.steps
        if steps.render is None:
            return {}
        key = self.keys.page(digest.of_bytes(content))
        if (kept := self.cache.get_files("rendered", key)) is not None:
            return kept
        self.show.stage(task.id, "rendering")
        asked = (workers.CALL, workers.RENDER, steps.render, content)
        files = dict(self._call(task.id, "rendering", *asked, notebook=content))
        self.keys.refuse_changed(task.id)
        self.cache.put_files("rendered", key, files)
        self.rendered.add(task.id)
        return files

    def _place(self, task: str, files: Mapping[str, bytes]) -> None:
        """Write files of a task into the new folder. Raises TaskFailed for a path that is taken, or is not for it."""
        for name, content in files.items():
            owner = next((other for other, written in self.files.items() if name in written), "")
            if complaint := f"was already written by {owner}" if owner else misplaced(name):
                raise TaskFailed(Failure(task, "writing", f"{name} {complaint}"))
            try:
                (self.new / name).parent.mkdir(parents=True, exist_ok=True)
                (self.new / name).write_bytes(content)
            except (FileExistsError, IsADirectoryError, NotADirectoryError):
                raise TaskFailed(Failure(task, "writing", f"{name} is where another path needs a folder")) from None
            self.files[task] = sorted([*self.files[task], name])

    def _finish(self) -> None:
        """The last step."""
        self._call(SITE, "finishing", workers.CALL, self.keys.steps.site, self.new)
        self.keys.refuse_changed(SITE)
        if (self.new / MANIFEST).exists():
            raise TaskFailed(Failure(SITE, "writing", f"{MANIFEST} {misplaced(MANIFEST)}"))

    def _call(self, task: str, stage: str, dotted: str, *args: Any, notebook: bytes | None = None) -> Any:
        """The value of a call; what it raises is the task's failure."""
        try:
            return self.means.call(dotted, *args)
        except CallFailed as error:
            raise TaskFailed(Failure(task, stage, str(error), notebook=notebook, trace=error.trace)) from None
