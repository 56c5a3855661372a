"""The two calls a program makes: :func:`build`, and :func:`explain` to see beforehand what it would do."""

from __future__ import annotations

import contextlib
import os
import platform
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from . import manifest, swap, view
from .errors import Failure, TaskFailed, forget, in_words
from .freshness import Freshness, Reason
from .host import Host
from .keys import EPOCH, Steps
from .many import usual_jobs
from .pipeline import Pipeline
from .task import Project, Task


@dataclass
class BuildResult:
    """What a build did. ``exit_code``: 0 built or nothing to do, 1 something failed, 130 stopped.

    Unless it is 0, the previous build is untouched; a build stopped in its last moment may have replaced it.
    """

    out: Path
    executed: int = 0
    rendered: int = 0
    unchanged: bool = False
    interrupted: bool = False
    seconds: float = 0.0
    failures: list[Failure] = field(default_factory=list)
    reasons: list[Reason] = field(default_factory=list)

    @property
    def exit_code(self) -> int:
        """For ``sys.exit``; 130 is what shells report of a program stopped by Ctrl-C."""
        return 130 if self.interrupted else int(bool(self.failures))


def host_for(project: Project, jobs: int | None = None) -> Host:
    """What a build of a project works with; it may begin before the tasks are known. ``jobs`` as a build's."""
    slots = max(1, jobs or usual_jobs())
    return Host(project, slots, (slots + 1) // 2)  # rendering a page takes about as long as executing it


@in_words()
def build(
    tasks: Iterable[Task],
    project: Project,
    out: Path,
    *,
    cache: Path,
    render: str | None = None,
    site: str | None = None,
    jobs: int | None = None,
    scheduler: str | None = None,
    versions: Mapping[str, str] | None = None,
    before: Callable[[], None] | None = None,
    show: view.Lines | None = None,
    host: Host | None = None,
) -> BuildResult:
    """Make ``out`` the folder of these tasks' results: executed notebooks, rendered files, site, manifest.

    ``render``: ``"package.module:function"``; ``function(notebook, folder)`` writes the files of one page into
    ``folder``. ``site``: the same; ``function(folder)``, called once all pages are in ``folder``, the new build,
    writes what they share. ``cache``: folder of results, may be shared. ``jobs``: how much at once (default: cores,
    memory). ``scheduler``: address of a Dask cluster. ``versions``: goes into the manifest. ``show``: the progress
    view. ``before``: called before any notebook is executed; raises where none can be. ``host``: :func:`host_for`.

    Raises RunError for what is wrong before anything runs (as a folder ``out`` of somebody else's files), when another
    build writes to ``out``, and for what the system refuses (a full disk). A task that fails stops no other; its
    notebook, up to the error, is kept in ``<out>.failed``, and ``out`` stays as it was, as when stopped by Ctrl-C.
    """
    started = time.monotonic()
    result = BuildResult(out.resolve())
    with contextlib.suppress(KeyboardInterrupt):
        result.interrupted = True
        freshness = Freshness(tasks, project, result.out, cache, Steps(render, site), versions or {})
        with swap.locked(result.out):
            forget(result.out, freshness.names())
            result.unchanged = freshness.up_to_date
            if not result.unchanged:
                host = host or host_for(project, jobs)
                _make(freshness, result, show or view.choose(sys.stderr), host, scheduler, before)
        result.interrupted = False
    result.seconds = time.monotonic() - started
    return result


def _make(
    freshness: Freshness,
    result: BuildResult,
    show: view.Lines,
    host: Host,
    scheduler: str | None,
    before: Callable[[], None] | None,
) -> None:
    """Build aside and replace the last build, with the lock held; say in the result what was done."""
    result.reasons = freshness.reasons()
    pages = sum(one.action in ("execute", "render") for one in result.reasons)
    host.say = show.say
    with contextlib.suppress(TaskFailed), contextlib.closing(show), host, contextlib.ExitStack() as stack:
        if before is not None and any(one.action == "execute" for one in result.reasons):
            host.begin()  # it loads while we look
            before()
        means: Any = host
        if scheduler is not None and pages:
            from .cluster import Cluster

            show.note(f"connecting to {scheduler}")
            means = stack.enter_context(Cluster(scheduler, freshness.keys))
        new = stack.enter_context(swap.replacing(freshness.out))
        pipeline = Pipeline(freshness, new, means, show)
        try:
            pipeline.run(freshness.tasks)
            if freshness.keys.steps.site and not pipeline.failures:
                pipeline.finish(host)
        finally:
            result.executed, result.rendered = len(pipeline.executed), len(pipeline.rendered)
            result.failures = pipeline.failures
        if result.failures:
            raise TaskFailed(result.failures[0])  # the new folder is not wanted
        manifest.write(new, _about(freshness, pipeline.files))
    if not result.failures:
        with contextlib.suppress(OSError):  # the build is in its place; the next does more than it must
            freshness.remember()
            freshness.cache.prune()


def _about(freshness: Freshness, files: Mapping[str, list[str]]) -> dict[str, Any]:
    """What the manifest says besides outputs."""
    tasks = {
        one.id: {"notebook": one.notebook.name, "parameters": dict(one.parameters), "outputs": files[one.id]}
        for one in freshness.tasks
    }
    versions = {"python": platform.python_version(), **freshness.versions}
    dated = {EPOCH: epoch} if (epoch := os.environ.get(EPOCH)) else {}
    return {"inputs": freshness.keys.files | freshness.keys.on_disk, "tasks": tasks, "versions": versions, **dated}


@in_words()
def explain(
    tasks: Iterable[Task],
    project: Project,
    out: Path,
    *,
    cache: Path,
    render: str | None = None,
    site: str | None = None,
    versions: Mapping[str, str] | None = None,
) -> list[Reason]:
    """What :func:`build` with the same arguments would do for each task and the site, and why; does nothing itself."""
    return Freshness(tasks, project, out.resolve(), cache, Steps(render, site), versions or {}).reasons()
