"""What each result is made from, and so the key it is kept under; coarse, so that it is plain that none is out of date:

- an executed notebook: the notebook without its outputs, the parameters, every file of the project's packages but the
  renderer's, every file of its inputs, the lock, what is installed, the interpreter;
- a page: the executed notebook, the renderer's options, and all of the above with the renderer.

So a changed template renders all pages again and executes nothing; any other change of code or data executes everything
that has not been made from the same before. Notebooks must not import the renderer.
"""

from __future__ import annotations

import contextlib
import json
import os
import platform
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from . import digest, notebook
from .digest import of_file
from .errors import Failure, RunError, TaskFailed
from .task import Project, Task

INSTALLED, PYTHON, EPOCH = "installed packages", "python", "SOURCE_DATE_EPOCH"
Inputs = dict[str, str]  # names of files, and of what else counts, with the sha256 or the value that stands for it


@dataclass(frozen=True)
class Steps:
    """What is done with executed notebooks: functions that render a page, and make what pages share, by dotted name."""

    render: str | None = None
    site: str | None = None


class Keys:
    """The inputs of a project, looked at once, and the keys that follow from them."""

    def __init__(self, project: Project, steps: Steps, tasks: Sequence[Task] = ()) -> None:
        self.project, self.steps = project, steps
        self.notebooks = {task.notebook.name: task.notebook for task in tasks}
        self._seen = self._stamps()
        self.files: Inputs = {name: of_file(file) for name, file in project_files(project)}
        self.sources = {name: digest.of_json(notebook.without_results(path)) for name, path in self.notebooks.items()}
        self.on_disk = {name: of_file(path) for name, path in self.notebooks.items()}
        self.apart = (EPOCH, *(self._home(dotted) for dotted in (steps.render, steps.site) if dotted))
        self.executing = self.not_apart(self.files | _surroundings())
        self.rendering = self.files | _surroundings() | {EPOCH: os.environ.get(EPOCH, "")}
        self._executing, self._rendering = digest.of_json(self.executing), digest.of_json(self.rendering)
        self.all = digest.of_json([steps.render, steps.site, self._rendering])  # but for the tasks

    def not_apart(self, inputs: Mapping[str, str]) -> Inputs:
        """The inputs that executing a notebook depends on."""
        return {name: sha for name, sha in inputs.items() if not name.startswith(self.apart)}

    def task(self, task: Task) -> str:
        """The key of a task's executed notebook; parameters count in the order in which they are written into it."""
        name, parameters = task.notebook.name, json.dumps(dict(task.parameters))
        return digest.of_json([task.target, name, self.sources[name], parameters, self._executing])

    def page(self, executed: str) -> str:
        """The key of the page made from an executed notebook with this sha256."""
        return digest.of_json([executed, self.steps.render, self._rendering])

    def refuse_changed(self, task: str) -> None:
        """Raise TaskFailed if a file is not as it was when it was hashed: results may be of something else."""
        now = self._stamps()
        changed = sorted(name for name in self._seen.keys() | now.keys() if self._seen.get(name) != now.get(name))
        if changed:
            what = f"{changed[0]} changed while the build was running; build again"
            raise TaskFailed(Failure(task, "reading", what))

    def _stamps(self) -> dict[str, list[int]]:
        """The state of every file that counts."""
        found = {}
        for name, file in (*project_files(self.project), *self.notebooks.items()):
            with contextlib.suppress(FileNotFoundError, NotADirectoryError):
                found[name] = digest.stamp(file)
        return found

    def _home(self, dotted: str) -> str:
        """What the names of the files of a render or site function begin with. Raises RunError for others'."""
        inside = dotted.partition(":")[0].replace(".", "/")
        home = next((place for place in (f"{inside}/__init__.py", f"{inside}.py") if place in self.files), "")
        if not home:
            raise RunError(f"{dotted} is not in a package of the project ({', '.join(self.project.packages)}); add it")
        return home.removesuffix("__init__.py")


def project_files(project: Project) -> Iterator[tuple[str, Path]]:
    """(name, file) of all that counts in a project besides notebooks: ``shop/tables.py``, the lock; of folders what is
    in them and in those linked into them, but not what interpreters and editors leave."""
    for root, top in project.roots().items():
        if top.is_file():
            yield root, top
            continue
        for where, folders, files in os.walk(top, onerror=_unreadable, followlinks=True):
            folders[:] = sorted(name for name in folders if not name.startswith((".", "__pycache__")))
            inside = root + where[len(str(top)) :]
            for name in sorted(name for name in files if not name.startswith(".") and name[-4:] != ".pyc"):
                if not name.isascii() and name.encode(errors="ignore").decode() != name:
                    raise RunError(f"{where} holds a file whose name is not UTF-8, {name!r}: rename it")
                yield f"{inside}/{name}", Path(where, name)
    if project.lock is not None:
        yield project.lock.name, project.lock


def _unreadable(error: OSError) -> None:
    raise error  # or what is in a folder would silently not count


def _surroundings() -> Inputs:
    """The interpreter, and the names and versions of what is installed, by the names of metadata folders."""
    folders = {Path(place or ".") for place in sys.path}
    names = {child.name for place in folders if place.is_dir() for child in place.iterdir()}
    installed = sorted(name for name in names if name.endswith((".dist-info", ".egg-info")))
    python = f"{sys.implementation.name} {platform.python_version()}"
    return {PYTHON: python, INSTALLED: digest.of_json(installed)}


def differences(before: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    """Names that changed, came or went, in words."""
    new = [f"{name} is new" for name in sorted(now.keys() - before.keys())]
    gone = [f"{name} is no longer there" for name in sorted(before.keys() - now.keys())]
    changed = [f"{name} changed" for name in sorted(before.keys() & now.keys()) if before[name] != now[name]]
    return [*changed, *new, *gone]
