"""What there is before a build: the keys of its tasks, the last build's record, so what there is to do, and why."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from . import digest, manifest
from .cache import Cache
from .errors import RunError, refuse_file
from .keys import Keys, Steps, differences
from .task import SITE, Project, Task, check

SHOWN = 5  # causes that are named, of one task


@dataclass(frozen=True)
class Reason:
    """What a build will do for a task (``execute``, ``render``, ``nothing``; for all ``restore``) and why."""

    task: str
    action: str
    why: tuple[str, ...] = ()

    def __str__(self) -> str:
        rest = [f"{len(self.why) - SHOWN} more"] if len(self.why) > SHOWN else []
        return f"{self.task}: {self.action}" + (f" ({'; '.join([*self.why[:SHOWN], *rest])})" if self.why else "")


class Freshness:
    """The keys of ``tasks``, and whether the build in ``out`` is the one they would give."""

    def __init__(
        self, tasks: Iterable[Task], project: Project, out: Path, cache: Path, steps: Steps, versions: Mapping[str, str]
    ) -> None:
        """Raises RunError for tasks, a project or a folder to build into that are not fit."""
        self.tasks, self.out, self.versions = list(tasks), out, dict(versions)
        check(self.tasks, project)
        manifest.refuse_foreign(out, [place.resolve() for place in project.inputs.values()])
        refuse_file(cache, "keep results in")
        self.cache, self.keys = Cache(cache.resolve()), Keys(project, steps, self.tasks)

    def names(self) -> list[str]:
        """What can fail: the tasks, and the last step."""
        return [*(task.id for task in self.tasks), SITE]

    @cached_property
    def last(self) -> dict[str, Any]:
        """The record of the last build in ``out``; empty if there is none."""
        return self.cache.record("built", digest.of_json(str(self.out))) or {}

    @cached_property
    def signature(self) -> str:
        """A digest of all that a build is made from."""
        each = [[task.id, self.keys.task(task)] for task in self.tasks]
        return digest.of_json([each, self.keys.on_disk, self.keys.all, self.versions])

    @cached_property
    def up_to_date(self) -> bool:
        """Whether ``out`` is whole and was made from what there is now, as found when first asked."""
        return self.last.get("signature") == self.signature and self.intact()

    def intact(self) -> bool:
        """Whether every file in ``out`` is as the last build left it."""
        try:
            stated = manifest.read(self.out)["outputs"]
            same = digest.of_file(self.out / manifest.NAME) == self.last["manifest"]
            return same and all(digest.of_file(self.out / name) == of["sha256"] for name, of in stated.items())
        except (OSError, RunError, KeyError):
            return False

    def reasons(self) -> list[Reason]:
        """What a build has to do for each task, and why."""
        if self.up_to_date:
            return [Reason(task.id, "nothing") for task in self.tasks]
        found = [self._reason(task) for task in self.tasks]
        if not self.last or any(one.action != "nothing" for one in found):
            return found
        gone = [f"{name} is no longer part of it" for name in sorted(self.last["tasks"].keys() - set(self.names()))]
        why = [*gone, *([] if self.intact() else ["its files are not as they were built"])]
        return [*found, Reason(self.out.name, "restore", tuple(why) or ("it was made from something else",))]

    def _reason(self, task: Task) -> Reason:
        """What there is to do for one task."""
        before, now = self.last.get("tasks", {}).get(task.id), self._about(task)
        executed = self.cache.get_files("executed", self.keys.task(task))
        if executed is None and before is None:
            return Reason(task.id, "execute", ("not built before",))
        if executed is None:
            why = differences(before | self.keys.not_apart(self.last["inputs"]), now | self.keys.executing)
            return Reason(task.id, "execute", tuple(why) or ("its result is not in the cache",))
        page = self.keys.page(digest.of_bytes(executed["notebook"]))
        if self.keys.steps.render is None or self.cache.get_files("rendered", page) is not None:
            return Reason(task.id, "nothing")
        changed = tuple(differences(self.last.get("inputs", {}), self.keys.rendering)) if before else ()
        return Reason(task.id, "render", changed or ("its page is not in the cache",))

    def _about(self, task: Task) -> dict[str, str]:
        """What a task is, as inputs: its parameters and its notebook."""
        values = {f"parameter {name}": json.dumps(value) for name, value in task.parameters.items()}
        return values | {task.notebook.name: self.keys.sources[task.notebook.name]}

    def remember(self) -> None:
        """Record what the build now in ``out`` was made from."""
        tasks = {task.id: self._about(task) for task in self.tasks}
        made = {"signature": self.signature, "manifest": digest.of_file(self.out / manifest.NAME), "tasks": tasks}
        self.cache.write("built", digest.of_json(str(self.out)), made | {"inputs": self.keys.rendering})
