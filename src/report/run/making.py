"""The work of one build that has something to do, with its lock held."""

from __future__ import annotations

import contextlib
import os
import platform
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from . import manifest, resources, swap, workers
from .errors import CallFailed, Failure, TaskFailed
from .host import Local
from .keys import EPOCH
from .pipeline import Means, Outcome, Pipeline
from .placing import Keeper, Placer, refuse_own_manifest
from .standing import SITE, Standing
from .view import Lines

WORK = ("execute", "render")
"""Actions that need somebody to work."""


class Discarded(Exception):
    """Ends a build whose new folder is not wanted, as something failed."""


@dataclass(frozen=True)
class Ways:
    """How to work: how much at once, seconds for a cell, a cluster's address, what render workers call once."""

    jobs: int | None = None
    timeout: int | None = None
    scheduler: str | None = None
    worker_preload: tuple[str, ...] = ()


class Making(contextlib.ExitStack):
    """Makes the new folder and puts it in its place; see :meth:`make`. Leaving it ends the processes that worked for it."""

    show: Lines

    def __init__(self, standing: Standing, ways: Ways, keep: Keeper) -> None:
        super().__init__()
        self.standing, self.ways, self.keep = standing, ways, keep
        self.reasons = standing.reasons()
        self.outcomes: list[Outcome] = []
        self.failures: list[Failure] = []
        jobs, pages = ways.jobs or resources.jobs(), sum(one.action in WORK for one in self.reasons)
        count = min((jobs + 1) // 2, pages)  # rendering a page takes about as long as executing it
        self.local = self.enter_context(Local(standing.keys.project, ways.worker_preload, jobs, count))

    @property
    def executes(self) -> bool:
        """Whether a notebook has to be executed."""
        return any(one.action == "execute" for one in self.reasons)

    def make(self, show: Lines) -> None:
        """Build aside and replace the last build. Raises Discarded when something failed, KeyboardInterrupt when stopped."""
        self.show = show
        self.keep.forget(self.standing.names())
        with swap.replacing(self.standing.out) as new:
            self._fill(new)
            if self.failures:
                raise Discarded
            manifest.write(new, self._about())
        self.standing.remember()
        self.standing.cache.prune()

    def _fill(self, new: Path) -> None:
        """Fill the new folder; what fails is in ``failures``."""
        keys = self.standing.keys
        self.show.begin(len(self.standing.tasks))
        pipeline = Pipeline(keys, self._means(), self.ways.timeout, Placer(new), self.keep, self.show)
        self.outcomes = pipeline.run(self.standing.tasks)
        self.failures = [one.failure for one in self.outcomes if one.failure]
        if not self.failures and keys.steps.site:
            self._finish(new, keys.steps.site)

    def _means(self) -> Means:
        """What does the work: this machine, or a cluster."""
        if self.ways.scheduler is None or not any(one.action in WORK for one in self.reasons):
            return self.local
        from .cluster import Cluster

        self.show.note(f"connecting to {self.ways.scheduler}")
        return self.enter_context(Cluster(self.ways.scheduler, self.standing.keys, self.ways.worker_preload))

    def _finish(self, new: Path, site: str) -> None:
        """Call the site function on the new folder."""
        self.show.note("finishing")
        try:
            self.local.call(workers.CALL, workers.FINISH, site, str(new))
            self.standing.keys.refuse_changed(SITE)
            refuse_own_manifest(new)
        except CallFailed as error:
            self._fail(Failure(SITE, "finishing", str(error), trace=error.trace))
        except TaskFailed as error:
            self._fail(error.failure)

    def _fail(self, failure: Failure) -> None:
        """Note, show and keep a failure of the last step."""
        self.failures.append(failure)
        self.show.fail(failure, self.keep(failure))

    def _about(self) -> dict[str, Any]:
        """What the manifest says besides outputs."""
        keys = self.standing.keys
        about = {
            "inputs": keys.files | keys.written,
            "tasks": {one.task.id: _task(one) for one in self.outcomes},
            "versions": {"python": platform.python_version(), **self.standing.versions},
        }
        epoch = os.environ.get(EPOCH)
        return about | ({EPOCH: epoch} if epoch else {})

    def numbers(self) -> tuple[int, int]:
        """How many tasks were executed, and how many pages rendered."""
        return sum(one.executed for one in self.outcomes), sum(one.rendered for one in self.outcomes)


def _task(outcome: Outcome) -> Mapping[str, Any]:
    """One task in the manifest."""
    one = outcome.task
    return {"notebook": one.notebook.name, "parameters": dict(one.parameters), "outputs": outcome.files}
