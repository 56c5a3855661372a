"""What there is before a build: the recipes of a project, and the record of the last build in a folder."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from . import manifest
from .errors import RunError
from .keys import digest
from .keys.cache import Cache
from .keys.digest import Memo
from .keys.explain import SITE, Reason, reason, site_reason
from .keys.recipe import Inputs, Recipe, Recipes, Steps
from .task import Project, Task


class Standing:
    """The recipes of ``tasks``, and whether the build in ``out`` is the one they would give."""

    def __init__(
        self,
        tasks: Sequence[Task],
        project: Project,
        out: Path,
        cache: Path,
        steps: Steps,
        versions: Mapping[str, str],
    ) -> None:
        self.project, self.out, self.versions = project, out, dict(versions)
        self.memo = Memo(cache.resolve() / "memo.json")
        self.recipes = Recipes(project, Cache(cache.resolve()), self.memo, steps)
        self.each: list[Recipe] = [self.recipes.recipe(task) for task in tasks]
        self.steps = [steps.render, steps.wanted(), self.recipes.render_inputs, steps.site, self.recipes.site_inputs]

    def names(self) -> list[str]:
        """What can fail: the tasks, and the last step."""
        return [*(one.task.id for one in self.each), SITE]

    @property
    def _key(self) -> str:
        return digest.of_json(str(self.out))

    @cached_property
    def last(self) -> dict[str, Any]:
        """The record of the last build in ``out``; empty if there is none."""
        return self.recipes.cache.record("built", self._key) or {}

    def up_to_date(self) -> bool:
        """Whether ``out`` is whole and was made from what there is now, as found when first asked."""
        return self._is_same

    @cached_property
    def _is_same(self) -> bool:
        """See :meth:`up_to_date`."""
        reads = {one.task.id: self.recipes.reads(one) for one in self.each}
        known = {task: self.recipes.read_inputs(names) for task, names in reads.items() if names is not None}
        return len(known) == len(self.each) and self.last.get("signature") == self._signature(known) and self.intact()

    def _signature(self, read: Mapping[str, Inputs]) -> str:
        """A digest of all that a build is made from; ``read`` by task."""
        made = [[one.task.id, one.key, one.prose, read[one.task.id]] for one in self.each]
        return digest.of_json([made, self.steps, self.versions, os.environ.get("SOURCE_DATE_EPOCH")])

    def intact(self) -> bool:
        """Whether every file in ``out`` is as the last build left it."""
        try:
            stated = manifest.read(self.out)["outputs"]
            same = self.memo.sha(self.out / manifest.NAME) == self.last["manifest"]
            return same and all(self.memo.sha(self.out / name) == of["sha256"] for name, of in stated.items())
        except (OSError, RunError, KeyError):
            return False

    def reasons(self) -> list[Reason]:
        """What a build has to do for each task, and why."""
        if self.up_to_date():
            return [Reason(task.task.id, "nothing", ()) for task in self.each]
        found = [*(reason(one, self.recipes, self.last) for one in self.each), *site_reason(self.recipes, self.last)]
        if not self.last or any(one.action != "nothing" for one in found):
            return found
        gone = [f"{task} is no longer part of it" for task in sorted(self.last["tasks"].keys() - set(self.names()))]
        why = [*gone, *([] if self.intact() else ["its files are not as they were built"])]
        return [*found, Reason(self.out.name, "restore", tuple(why) or ("it was made from something else",))]

    def remember(self, read: Mapping[str, Inputs]) -> None:
        """Record what the build now in ``out`` was made from, as it was when it was made; ``read`` by task."""
        tasks = {
            one.task.id: {
                "parameters": dict(one.task.parameters),
                "inputs": one.inputs | read[one.task.id],
                "prose": one.prose,
            }
            for one in self.each
        }
        made = {"signature": self._signature(read), "manifest": self.memo.sha(self.out / manifest.NAME), "tasks": tasks}
        steps = {"render": self.recipes.render_inputs, "site": self.recipes.site_inputs}
        self.recipes.cache.write("built", self._key, made | steps)
