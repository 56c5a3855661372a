"""What is to be run: tasks, and the project whose files their results depend on."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from . import notebook
from .errors import RunError
from .manifest import misplaced

SITE = "site"  # what the last step is called beside tasks


@dataclass(frozen=True)
class Task:
    """One run of one notebook.

    ``id`` is unique and speaks ("city/oslo"); ``parameters`` are JSON values, checked by the caller for meaning.
    """

    id: str
    notebook: Path
    parameters: Mapping[str, Any] = field(default_factory=dict)

    @property
    def target(self) -> str:
        """The executed notebook's path in the build."""
        return f"notebooks/{self.id}.ipynb"


@dataclass(frozen=True)
class Project:
    """What results depend on besides the notebook and its parameters.

    ``packages``: import names; every file of them counts. ``inputs``: named folders, or single files, that notebooks
    read, ``{"data": Path("data")}``; what they read elsewhere does not count. ``lock``: the file that fixes versions
    of others. ``preload``: ``"package.module:function"``, called once, to import what notebooks and renderers need;
    ``fill``: the same, called with ``arguments`` before the first notebook, to fill caches for all; neither may change
    what they compute. ``renderer``: the same, in each process that renders. ``environment``: variables that notebooks
    find, whatever the caller's say; ``shared``: one more, for a folder where one process may leave files for another.
    """

    packages: tuple[str, ...] = ()
    inputs: Mapping[str, Path] = field(default_factory=dict)
    lock: Path | None = None
    preload: str = ""
    fill: str = ""
    renderer: str = ""
    arguments: Mapping[str, Any] = field(default_factory=dict)
    environment: Mapping[str, str] = field(default_factory=dict)
    shared: str = ""

    def roots(self) -> dict[str, Path]:
        """The folders of all that counts, by name: the packages and the inputs."""
        return {name: folder(name) for name in self.packages} | {
            name: Path(path).resolve() for name, path in self.inputs.items()
        }


def folder(package: str) -> Path:
    """The folder of a package, which is not imported. Raises RunError where there is none."""
    spec = importlib.util.find_spec(package) if package.isidentifier() else None
    if spec is None or not spec.submodule_search_locations:
        raise RunError(f"there is no package {package!r} to import; name packages by their first word")
    return Path(next(iter(spec.submodule_search_locations))).resolve()


def check(tasks: Sequence[Task], project: Project) -> None:
    """Refuse missing inputs, no tasks, tasks of one name, a missing notebook, and parameters it lacks."""
    for name, place in project.inputs.items():
        if not Path(place).exists():
            raise RunError(f"the input {name!r} is not there: {place}; create it, or name where it is")
    if not tasks:
        raise RunError("there is no task, so nothing to build: name at least one")
    taken = {SITE: "the last step"}
    notebooks: dict[str, Path] = {}
    declared: dict[Path, list[str]] = {}
    for task in tasks:
        if complaint := misplaced(task.id) or (f"is the name of {taken[task.id]}" if task.id in taken else ""):
            raise RunError(f"task {task.id}: {task.id!r} {complaint}; choose another")
        taken[task.id] = "another's, too"
        path = task.notebook
        if notebooks.setdefault(path.name, path) != path:
            raise RunError(f"two notebooks are called {path.name!r}; give each its own name")
        if path not in declared:  # large, and shared by many tasks
            declared[path] = notebook.parameters(notebook.load(path), path.name)
        check_parameters(task, declared[path])


def check_parameters(task: Task, declared: Sequence[str]) -> None:
    """Raise RunError for a parameter that is not among those ``declared``, or no JSON value."""
    for name, value in task.parameters.items():
        if name not in declared:
            raise RunError(
                f"{task.notebook.name} has no parameter {name!r}; it declares: {', '.join(declared) or 'none'}"
            )
        try:
            json.dumps(value, allow_nan=False)
        except (TypeError, ValueError) as error:
            raise RunError(f"task {task.id}, parameter {name}: {value!r} is not a JSON value ({error})") from error
