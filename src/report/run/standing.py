"""What there is before a build: the keys of its tasks, the record of the last build in its folder, and so what there is to do, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from . import digest, manifest
from .cache import Cache
from .digest import Memo
from .errors import RunError
from .keys import Keys, Steps, differences
from .task import Project, Task

SITE = "site"
"""What the last step is called beside tasks."""


@dataclass(frozen=True)
class Reason:
    """What a build will do for one task (``execute``, ``render``, ``nothing``; for the whole build ``restore``) and why, in words."""

    task: str
    action: str
    why: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.task}: {self.action}" + (f" ({'; '.join(self.why)})" if self.why else "")


class Standing:
    """The keys of ``tasks``, and whether the build in ``out`` is the one they would give."""

    def __init__(
        self, tasks: Sequence[Task], project: Project, out: Path, cache: Path, steps: Steps, versions: Mapping[str, str]
    ) -> None:
        self.tasks, self.out, self.versions = tasks, out, dict(versions)
        self.memo, self.cache = Memo(cache.resolve() / "memo.json"), Cache(cache.resolve())
        self.keys = Keys(project, self.cache, self.memo, steps, tasks)

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
        return digest.of_json([each, self.keys.written, self.keys.all(), self.versions])

    @cached_property
    def up_to_date(self) -> bool:
        """Whether ``out`` is whole and was made from what there is now, as found when first asked."""
        return self.last.get("signature") == self.signature and self.intact()

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
        before = self.last.get("tasks", {}).get(task.id)
        executed = self.cache.get_files("executed", self.keys.task(task))
        if executed is None:
            why = tuple(self._changes(task, before)) if before else ("not built before",)
            return Reason(task.id, "execute", why or ("its result is not in the cache",))
        page = self.keys.page(digest.of_bytes(executed["notebook"]))
        if self.keys.steps.render is None or self.cache.get_files("rendered", page) is not None:
            return Reason(task.id, "nothing")
        changed = tuple(differences(self.last.get("inputs", {}), self.keys.rendering)) if before else ()
        return Reason(task.id, "render", changed or ("its page is not in the cache",))

    def _changes(self, task: Task, before: Mapping[str, Any]) -> Iterator[str]:
        """Changed parameters, a changed notebook, then changed inputs."""
        old, new = before["parameters"], task.parameters
        for name in sorted(old.keys() | new.keys()):
            if old.get(name) != new.get(name):
                yield f"parameter {name}: {old.get(name)!r} became {new.get(name)!r}"
        if before["source"] != self.keys.sources[task.notebook.name]:
            yield f"{task.notebook.name} changed"
        yield from differences(self.keys.not_apart(self.last["inputs"]), self.keys.executing)

    def remember(self) -> None:
        """Record what the build now in ``out`` was made from."""
        tasks = {
            task.id: {"parameters": dict(task.parameters), "source": self.keys.sources[task.notebook.name]}
            for task in self.tasks
        }
        made = {"signature": self.signature, "manifest": self.memo.sha(self.out / manifest.NAME), "tasks": tasks}
        self.cache.write("built", digest.of_json(str(self.out)), made | {"inputs": self.keys.rendering})
