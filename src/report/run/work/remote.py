"""What a Dask worker does for :mod:`.cluster`: check that it has the same files, then execute or call."""

from __future__ import annotations

import asyncio
import os
import platform
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..errors import Failure, TaskFailed
from ..kernels import warm
from ..keys.cache import Cache
from ..keys.digest import Memo
from ..keys.explain import differences
from ..keys.recipe import INSTALLED, Inputs, Recipes, Steps
from ..task import Project, Task
from . import worker
from .pipeline import Executed, Ways
from .points import COMPUTE
from .rendering import RENDER

_memo = Memo(Path(os.devnull))  # remembers in this process only
_loaded: dict[tuple[str, str], Inputs] = {}
NOTHING = Steps()


def recipes(project: Project, steps: Steps = NOTHING) -> Recipes:
    """The recipes of a project, from the files of this machine."""
    return Recipes(project, Cache(Path(os.devnull)), _memo, steps)


def execute(task: Task, project: Project, ways: Ways, expected: Mapping[str, str]) -> Any:
    """Run a task here: what that gave, or its Failure, or that this machine has other files."""
    ours = recipes(project)
    if different := other(expected, ours.recipe(task).inputs):
        return Failure(
            task.id, f"worker on {platform.node()}", f"its files differ: {different}; install the same version there"
        )
    with warm.without():
        from . import engine
    try:
        done = asyncio.run(engine.execute(task, project, ways.timeout, ways.session))
        return Executed(done.notebook, ours.read_since(task.id, done.reads))
    except TaskFailed as error:
        return error.failure


def call(
    project: Project, steps: Steps, expected: Mapping[str, str], dotted: str, args: tuple[Any, ...]
) -> tuple[Any, ...]:
    """Call a function here, as :func:`.worker.answer`; ``expected`` are the digests of what it depends on, on the machine that asks.

    This process imports a function once, so what counts is what its files were then.
    """
    if expected and steps.render is not None:
        loaded = _loaded.setdefault((dotted, steps.render), inputs_of(dotted, recipes(project, steps)))
        if different := other(expected, loaded):
            return (
                worker.ERROR,
                f"the worker on {platform.node()} has other files: {different}; restart it with the same version",
                "",
            )
    return worker.answer(dotted, args)


def inputs_of(dotted: str, ours: Recipes) -> Inputs:
    """What a function that is called depends on: a renderer its code and templates, one called over a grid the project's inputs too."""
    return {RENDER: lambda: ours.render_inputs, COMPUTE: lambda: ours.sweep_inputs}.get(dotted, dict)()


def other(expected: Mapping[str, str], found: Mapping[str, str]) -> str:
    """The first differences between two machines' inputs, in words; what else is installed does not count."""
    both = ({name: sha for name, sha in inputs.items() if name != INSTALLED} for inputs in (expected, found))
    return "; ".join(list(differences(*both))[:3])
