"""Why a result is made again: what changed since the last build that succeeded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ..kernels.reads import FILE, LIST, MODULES
from .digest import of_bytes
from .recipe import Recipe, Recipes

SITE = "site"
"""What the last step is called beside tasks."""


@dataclass(frozen=True)
class Reason:
    """What a build will do for one task (``execute``, ``render``, ``nothing``; for the site ``finish``, for the whole build ``restore``) and why, in words."""

    task: str
    action: str
    why: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.task}: {self.action}" + (f" ({'; '.join(self.why)})" if self.why else "")


def reason(recipe: Recipe, recipes: Recipes, last: Mapping[str, Any]) -> Reason:
    """What there is to do for a task. ``last`` is the record of the last build (see :mod:`..standing`), empty if there is none."""
    before = last.get("tasks", {}).get(recipe.task.id)
    reads = recipes.reads(recipe)
    now = recipe.inputs | recipes.read_inputs(reads if reads is not None else _reads(before))
    changes = tuple(_task_changes(recipe, before, now, last)) if before else ("not built before",)
    executed = None if reads is None else recipes.cache.get_files("executed", _key(recipe, recipes, now))
    if executed is None:
        return Reason(recipe.task.id, "execute", changes or ("its result is not in the cache",))
    if (
        recipes.steps.render is None
        or recipes.cache.get_files("rendered", recipes.render_key(of_bytes(executed["notebook"]), recipe.prose))
        is not None
    ):
        return Reason(recipe.task.id, "nothing", ())
    rendering = tuple(differences(last.get("render", {}), recipes.render_inputs)) if before else ()
    return Reason(recipe.task.id, "render", rendering or changes or ("its page is not in the cache",))


def _key(recipe: Recipe, recipes: Recipes, now: Mapping[str, str]) -> str:
    """The key of the executed notebook with its inputs as they are now."""
    return recipes.execute_key(recipe, {name: sha for name, sha in now.items() if name not in recipe.inputs})


def site_reason(recipes: Recipes, last: Mapping[str, Any]) -> list[Reason]:
    """That the last step is done again because of its own code and templates, if so; it is also whenever a page is."""
    if recipes.steps.site is None or "site" not in last:
        return []
    why = tuple(differences(last["site"], recipes.site_inputs))
    return [Reason(SITE, "finish", why)] if why else []


def _reads(before: Mapping[str, Any] | None) -> list[str]:
    """What a task read in the last build."""
    return [name for name in (before or {}).get("inputs", {}) if name.partition(" ")[0] in (FILE, LIST, MODULES)]


def _task_changes(
    recipe: Recipe, before: Mapping[str, Any], now: Mapping[str, str], last: Mapping[str, Any]
) -> Iterator[str]:
    """Changed parameters, then changed inputs."""
    old, new = before["parameters"], recipe.task.parameters
    for name in sorted(old.keys() | new.keys()):
        if old.get(name) != new.get(name):
            yield f"parameter {name}: {old.get(name)!r} became {new.get(name)!r}"
    yield from differences(before["inputs"], now)
    if before["prose"] != recipe.prose:
        yield f"the prose of {recipe.task.notebook.name} changed"


def differences(before: Mapping[str, str], now: Mapping[str, str]) -> Iterator[str]:
    """Names that changed, came or went, in words."""
    for name in sorted(before.keys() | now.keys()):
        kind, _, bare = name.partition(" ")
        told = {FILE: bare, LIST: f"the list of files in {bare}", MODULES: f"the list of modules {bare}"}
        shown = told.get(kind, name)
        if name not in before:
            yield f"{shown} is new"
        elif name not in now:
            yield f"{shown} is no longer used"
        elif before[name] != now[name]:
            yield f"{shown} changed"
