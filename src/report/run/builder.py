"""The two calls a program makes: :func:`build`, and :func:`plan` to see beforehand what it would do."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from . import manifest, placing, swap, task, view
from .errors import Failure, refuse_file
from .keys import Steps
from .making import Discarded, Making, Ways
from .placing import Keeper
from .standing import Reason, Standing
from .task import Project, Task

INTERRUPTED = 130  # what a shell reports of a program stopped by Ctrl-C


@dataclass
class BuildResult:
    """What a build did. ``exit_code``: 0 built or nothing to do, 1 something failed, 130 stopped; but for 0 the last build is as it was (stopped in its last moment, the new one is there)."""

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
        """For ``sys.exit``."""
        return INTERRUPTED if self.interrupted else int(bool(self.failures))


def build(
    tasks: Iterable[Task],
    project: Project,
    out: Path,
    *,
    cache: Path,
    render: str | None = None,
    render_options: Mapping[str, Any] | None = None,
    site: str | None = None,
    jobs: int | None = None,
    timeout: int | None = None,
    scheduler: str | None = None,
    failed: Path | None = None,
    versions: Mapping[str, str] | None = None,
    worker_preload: Sequence[str] = (),
    before: Callable[[], None] | None = None,
    show: view.Lines | None = None,
) -> BuildResult:
    """Make ``out`` the folder of these tasks' results: executed notebooks, rendered files, site, manifest. Nothing changed: nothing done.

    ``render``: ``"package.module:function"`` called as ``function(notebook, folder, **render_options)``, writes the files of one page
    into ``folder``; options are JSON values, or paths of places to work in, which do not count as inputs.
    ``site``: called once as ``function(folder)`` when all pages are in ``folder``, the new build; writes what they share.
    ``cache``: folder of results, may be shared. ``jobs``: how much at once (default: cores, memory). ``timeout``: seconds for a cell.
    ``scheduler``: address of a Dask cluster to work on. ``failed``: folder for notebooks that failed (default: ``<out>.failed``).
    ``versions``: goes into the manifest. ``worker_preload``: loaded once in each render worker. ``show``: the progress view.
    ``before``: called before the first notebook is executed, only where one is; raises for inputs that none could be built from.

    Raises RunError for what is wrong before anything runs (a folder ``out`` of somebody else's files, too), BuildLocked when another build writes to ``out``. A task that
    fails does not stop the others; then, and when stopped by Ctrl-C, ``out`` stays as it was.
    """
    started = time.monotonic()
    out = out.resolve()
    result = BuildResult(out)
    tasks = _checked(tasks, project, out)
    task.check_jobs(jobs)
    refuse_file(cache, "keep results in")
    task.check_places(project, out=out, cache=cache)
    ways = Ways(jobs, timeout, scheduler, tuple(worker_preload))
    with swap.locked(out), _stopping(result):
        steps = Steps(render, render_options or {}, site)
        standing = Standing(tasks, project, out, cache, steps, versions or {})
        keeper = Keeper(failed or placing.failed_beside(out))
        keeper.refuse_foreign(standing.names())
        result.unchanged = standing.up_to_date
        if result.unchanged:
            keeper.forget(standing.names())  # what failed in between is mended by being undone
        else:
            _make(standing, ways, keeper, before, show or view.choose(), result)
        standing.memo.save()
    result.seconds = time.monotonic() - started
    return result


@contextlib.contextmanager
def _stopping(result: BuildResult) -> Iterator[None]:
    """Say in the result that the person stopped it, instead of raising."""
    try:
        yield
    except KeyboardInterrupt:
        result.interrupted = True


def _make(
    standing: Standing,
    ways: Ways,
    keeper: Keeper,
    before: Callable[[], None] | None,
    show: view.Lines,
    result: BuildResult,
) -> None:
    """Do the work, and say in the result what was done."""
    with Making(standing, ways, keeper) as making, contextlib.suppress(Discarded):
        try:
            if before is not None and making.executes:
                making.local.begin()  # it loads while we look
                before()
            making.make(show)
        finally:
            show.close()
            result.executed, result.rendered = making.numbers()
            result.failures, result.reasons = making.failures, making.reasons


def plan(
    tasks: Iterable[Task],
    project: Project,
    out: Path,
    *,
    cache: Path,
    render: str | None = None,
    render_options: Mapping[str, Any] | None = None,
    site: str | None = None,
    versions: Mapping[str, str] | None = None,
) -> list[Reason]:
    """What :func:`build` with the same arguments would do for each task and the site, and why; does nothing itself."""
    out = out.resolve()
    steps = Steps(render, render_options or {}, site)
    return Standing(_checked(tasks, project, out), project, out, cache, steps, versions or {}).reasons()


def _checked(tasks: Iterable[Task], project: Project, out: Path) -> list[Task]:
    """The tasks, once they, the project and the folder to build into are found fit. Raises RunError."""
    listed = list(tasks)
    task.check(listed)
    task.check_project(project)
    manifest.refuse_foreign(out)
    return listed
