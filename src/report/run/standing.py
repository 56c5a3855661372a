"""What there is before a build: the recipes of a project, and the record of the last build in a folder."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from . import manifest
from .errors import RunError
from .keys import digest
from .keys.cache import Cache
from .keys.digest import Memo
from .keys.explain import Reason, reason
from .keys.recipe import Recipe, Recipes, Steps
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
        started_ns: int,
    ) -> None:
        self.started_ns = started_ns
        self.project, self.out, self.versions = project, out, dict(versions)
        self.memo = Memo(cache.resolve() / "memo.json")
        self.recipes = Recipes(project, Cache(cache.resolve()), self.memo, steps)
        self.each: list[Recipe] = [self.recipes.recipe(task) for task in tasks]

    @property
    def _key(self) -> str:
        return digest.of_json(str(self.out))

    @cached_property
    def last(self) -> dict[str, Any]:
        """The record of the last build in ``out``; empty if there is none."""
        return self.recipes.cache.record("built", self._key) or {}

    def up_to_date(self) -> bool:
        """Whether ``out`` is whole and was made from what there is now."""
        return self.last.get("signature", "") == self.signature() and self.intact()

    def signature(self) -> str | None:
        """A digest of all that the build is made from; None when that is not known before running."""
        recipes = self.recipes
        reads = [recipes.reads(one) for one in self.each]
        if any(entries is None for entries in reads):
            return None
        made = [
            [one.task.id, one.key, one.prose, recipes.read_inputs(entries or [])]
            for one, entries in zip(self.each, reads, strict=True)
        ]
        steps = [
            recipes.steps.render,
            recipes.steps.wanted(),
            recipes.render_inputs,
            recipes.steps.site,
            recipes.site_inputs,
        ]
        return digest.of_json([made, steps, self.versions])

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
        return [reason(one, self.recipes, self.last) for one in self.each]

    def remember(self, inputs: Mapping[str, Mapping[str, str]]) -> None:
        """Record what the build now in ``out`` was made from; ``inputs`` by task."""
        tasks = {
            one.task.id: {"parameters": dict(one.task.parameters), "inputs": inputs[one.task.id], "prose": one.prose}
            for one in self.each
        }
        made = {"signature": self.signature(), "manifest": self.memo.sha(self.out / manifest.NAME)}
        self.recipes.cache.write("built", self._key, made | {"tasks": tasks, "render": self.recipes.render_inputs})
