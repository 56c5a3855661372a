"""The work of one build that has something to do, with its lock held."""

from __future__ import annotations

import contextlib
import os
import platform
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from . import manifest, swap
from .errors import Failure, TaskFailed
from .kernels.reads import LIST, MODULES
from .keys.explain import SITE
from .keys.recipe import INSTALLED
from .placing import Keeper, Placer, refuse_own_manifest
from .standing import Standing
from .view import Lines
from .work.pipeline import Means, Outcome, Pipeline, Ways
from .work.pool import CallFailed, in_loop_of_its_own
from .work.rendering import FINISH


class Discarded(Exception):
    """Ends a build whose new folder is not wanted, as something failed."""


class Making:
    """Makes the new folder and puts it in its place; see :meth:`make`."""

    show: Lines

    def __init__(self, standing: Standing, ways: Ways, keep: Keeper) -> None:
        self.standing, self.ways, self.keep = standing, ways, keep
        self.reasons = standing.reasons()
        self.outcomes: list[Outcome] = []
        self.failures: list[Failure] = []

    @property
    def executes(self) -> bool:
        """Whether a notebook has to be executed."""
        return any(one.action == "execute" for one in self.reasons)

    def make(self, show: Lines) -> None:
        """Build aside and replace the last build. Raises Discarded when something failed, KeyboardInterrupt when stopped."""
        self.show = show
        self.keep.forget(self.standing.names())
        with swap.replacing(self.standing.out) as new:
            in_loop_of_its_own(self._work(new))
            if self.failures:
                raise Discarded
            manifest.write(new, self._about())
        self.standing.remember({one.task.id: one.read for one in self.outcomes})
        self.standing.recipes.cache.prune()

    async def _work(self, new: Path) -> None:
        """Fill the new folder; what fails is in ``failures``."""
        self.show.begin(len(self.standing.each))
        if self.ways.scheduler is not None:
            self.show.note(f"connecting to {self.ways.scheduler}")
        site = self.standing.recipes.steps.site
        async with self._means() as means:
            pipeline = Pipeline(self.standing.recipes, means, Placer(new), self.keep, self.show)
            self.outcomes = await pipeline.run(self.standing.each)
            self.failures = [one.failure for one in self.outcomes if one.failure]
            if not self.failures and site:
                await self._finish(new, means, site)

    def _means(self) -> contextlib.AbstractAsyncContextManager[Means]:
        """This machine, or a cluster; imported when there is work."""
        if self.ways.scheduler is not None:
            from .work import cluster

            return cluster.means(self.standing.recipes, self.ways)
        from .work import local

        actions = [one.action for one in self.reasons]
        executions = actions.count("execute")
        pages = executions + actions.count("render") if self.standing.recipes.steps.render else 0
        return local.means(self.standing.recipes, self.ways, executions, pages)

    async def _finish(self, new: Path, means: Means, site: str) -> None:
        """Call the site function on the new folder."""
        self.show.note("finishing")
        try:
            await means.finish(FINISH, site, str(new))
            self.standing.recipes.refuse_changed(SITE, self.standing.recipes.site_files)
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
        recipes = self.standing.recipes
        steps = {"render": recipes.render_inputs, "site": recipes.site_inputs}
        made = [*(one.inputs for one in self.outcomes), *steps.values()]
        notebooks = {one.task.notebook.name: one.written for one in self.standing.each}
        about = {
            "inputs": {name: sha for inputs in made for name, sha in _files(inputs).items()} | notebooks,
            "tasks": {one.task.id: _task(one) for one in self.outcomes},
            "steps": {name: sorted(_files(inputs)) for name, inputs in steps.items()},
            "versions": {"python": platform.python_version(), **self.standing.versions},
        }
        epoch = os.environ.get("SOURCE_DATE_EPOCH")
        return about | ({"SOURCE_DATE_EPOCH": epoch} if epoch else {})


def _task(outcome: Outcome) -> dict[str, Any]:
    """One task in the manifest."""
    one = outcome.task
    made = {"notebook": one.notebook.name, "parameters": dict(one.parameters)}
    return made | {"inputs": sorted(_files(outcome.inputs)), "outputs": outcome.files}


def _files(inputs: Mapping[str, str]) -> dict[str, str]:
    """The files among inputs, by plain name; not lists of folders, files that are absent, or what stands for itself."""
    named = {
        name.removeprefix("file "): sha for name, sha in inputs.items() if name.partition(" ")[0] not in (LIST, MODULES)
    }
    return {name: sha for name, sha in named.items() if len(sha) == 64 and name != INSTALLED}


def numbers(outcomes: Sequence[Outcome]) -> tuple[int, int]:
    """How many tasks were executed, and how many pages rendered."""
    return sum(one.executed for one in outcomes), sum(one.rendered for one in outcomes)
