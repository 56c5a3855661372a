"""What is to be run: tasks, and the project whose files their results depend on.

A stranger needs: notebooks with a cell tagged ``parameters`` (as papermill has it), and one :class:`Project`.
"""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from . import notebook
from .errors import RunError, UnknownParameter
from .manifest import misplaced


@dataclass(frozen=True)
class Task:
    """One run of one notebook.

    ``id`` is unique and speaks ("city/oslo"); ``parameters`` are JSON values, already checked by the caller for meaning;
    ``output`` is where the executed notebook goes in the build.
    """

    id: str
    notebook: Path
    parameters: Mapping[str, Any] = field(default_factory=dict)
    output: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "notebook", Path(self.notebook))  # given as text, too

    @property
    def target(self) -> str:
        """The executed notebook's path in the build."""
        return self.output or f"notebooks/{self.id}.ipynb"


@dataclass(frozen=True)
class Project:
    """What results depend on besides the notebook and its parameters.

    ``packages``: import names; every file of them counts. ``inputs``: named folders, or single files, that notebooks read,
    ``{"data": Path("data")}``; what notebooks read elsewhere does not count. ``lock``: the file that fixes third-party versions.
    ``preload``: ``"package.module:function"``, called once with ``arguments`` before the first notebook, to import and fill caches for
    all; it must not change what notebooks compute. ``environment``: variables that notebooks find, whatever the caller's say.
    """

    packages: tuple[str, ...] = ()
    inputs: Mapping[str, Path] = field(default_factory=dict)
    lock: Path | None = None
    preload: str = ""
    arguments: Mapping[str, Any] = field(default_factory=dict)
    environment: Mapping[str, str] = field(default_factory=dict)

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


def check_project(project: Project) -> None:
    """Refuse inputs that are not there, or whose names could not be told from others among what counts."""
    for name, path in project.inputs.items():
        if not name.strip() or "/" in name or name in project.packages:
            raise RunError(
                f"an input cannot be called {name!r}: take a word without /, which is not the name of a package"
            )
        if not Path(path).exists():
            raise RunError(f"the input {name!r} is not there: {path}; create it, or name where it is")
    if project.lock is not None and not project.lock.is_file():
        raise RunError(f"the lock {project.lock} is not there; name the file that fixes versions, or none")


def check_places(project: Project, **places: Path) -> None:
    """Refuse a build or a cache inside an input: notebooks would read it, and it changes while they do."""
    for what, place in places.items():
        inside = [name for name, path in project.inputs.items() if place.resolve().is_relative_to(Path(path).resolve())]
        if inside:
            raise RunError(
                f"{what} {place} lies in the input {inside[0]!r}, which notebooks read; name a folder elsewhere"
            )


def check(tasks: Iterable[Task]) -> None:
    """Refuse, before any kernel starts: two tasks of one name or output, a missing notebook, a parameter it does not declare, or no value for one."""
    ids: set[str] = set()
    targets: set[str] = set()
    notebooks: dict[str, Path] = {}
    declared: dict[Path, list[str]] = {}
    for task in tasks:
        _once(ids, task.id, "two tasks are called")
        _once(targets, task.target, f"task {task.id} and another write")
        for name in (task.id, task.target):
            if complaint := misplaced(name):
                raise RunError(f"task {task.id}: {name!r} {complaint}")
        if notebooks.setdefault(task.notebook.name, task.notebook) != task.notebook:
            raise RunError(f"two notebooks are called {task.notebook.name!r}; give each its own name")
        if task.notebook not in declared:  # large, and shared by many tasks
            declared[task.notebook] = _declared(task.notebook)
        check_parameters(task, declared[task.notebook])


def check_jobs(jobs: int | None) -> None:
    """Refuse a number of jobs that is none."""
    if jobs is not None and jobs < 1:
        raise RunError(
            f"jobs is {jobs}; give how much is to be done at once, 1 or more, or nothing for as much as fits"
        )


def _declared(path: Path) -> list[str]:
    """The parameters of a notebook. Raises RunError for one that Python cannot run."""
    nb = notebook.load(path)
    if notebook.language(nb) != "python":
        raise RunError(f"{path.name} is written for {notebook.language(nb)}; only Python notebooks are run here")
    return notebook.parameters(nb, path.name)


def _once(seen: set[str], name: str, complaint: str) -> None:
    """Remember ``name``; raise RunError if it was there."""
    if name in seen:
        raise RunError(f"{complaint} {name!r}; give each its own")
    seen.add(name)


def check_parameters(task: Task, declared: Sequence[str]) -> None:
    """Raise UnknownParameter for a parameter that is not among those ``declared``, which the notebook's ``parameters`` cell sets."""
    for name, value in task.parameters.items():
        if name not in declared:
            raise UnknownParameter(task.notebook.name, name, declared)
        try:
            json.dumps(value, allow_nan=False)
        except (TypeError, ValueError) as error:
            raise RunError(
                f"task {task.id}, parameter {name}: {value!r} is not a JSON value ({error}); give text, numbers, true or false, lists, mappings or None"
            ) from error
