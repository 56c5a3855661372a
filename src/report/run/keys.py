"""What each result is made from, and so the key it is kept under. The keys are coarse, so that it is plain that none is out of date:

- an executed notebook: the notebook without its outputs, the parameters, every file of the project's packages but those of the renderer,
  every file of its inputs, the lock, what is installed, the interpreter;
- a page: the executed notebook, the renderer's options, and all of the above with the renderer.

So a changed template renders all pages again and executes nothing; any other change of code or data executes everything that has not
been made from the same before.
"""

from __future__ import annotations

import json
import os
import platform
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from . import digest, notebook
from .cache import Cache
from .digest import Memo, Stamp
from .errors import Failure, RunError, TaskFailed
from .task import Project, Task, folder

INSTALLED, PYTHON, EPOCH = "installed packages", "python", "SOURCE_DATE_EPOCH"
Inputs = dict[str, str]
"""Names of files, and of what else counts, with the sha256 or the value that stands for it."""


@dataclass(frozen=True)
class Steps:
    """What is done with executed notebooks: the render function with its options, the site function; both by dotted name.

    Options that are paths say where to work, not what to make, and are not part of any key.
    """

    render: str | None = None
    options: Mapping[str, Any] = field(default_factory=dict)
    site: str | None = None

    def wanted(self) -> list[Any]:
        """What is made of a notebook, as far as it is a matter of options."""
        given = {name: value for name, value in self.options.items() if not isinstance(value, Path)}
        return [self.render, given]


class Keys:
    """The inputs of a project, looked at once, and the keys that follow from them."""

    def __init__(self, project: Project, cache: Cache, memo: Memo, steps: Steps, tasks: Sequence[Task] = ()) -> None:
        self.project, self.cache, self.memo, self.steps = project, cache, memo, steps
        self.notebooks = {task.notebook.name: task.notebook for task in tasks}
        self._seen = self._stamps()
        self.files: Inputs = {name: memo.sha(file) for name, file in project_files(project)}
        self.sources = {name: digest.of_bytes(notebook.source_of(path)) for name, path in self.notebooks.items()}
        self.written = {name: memo.sha(path) for name, path in self.notebooks.items()}
        self.apart = (EPOCH, *(self._home(dotted) for dotted in (steps.render, steps.site) if dotted))
        self._refuse_renderer()
        self.executing = self.not_apart(self.files | _surroundings())
        self.rendering = self.files | _surroundings() | {EPOCH: os.environ.get(EPOCH, "")}
        self._executing, self._rendering = digest.of_json(self.executing), digest.of_json(self.rendering)

    def _refuse_renderer(self) -> None:
        """Raise RunError for a notebook that imports the renderer, whose changes execute nothing."""
        for home in self.apart[1:]:
            word = re.escape(Path(home).stem)
            for name, path in self.notebooks.items():
                if re.search(rf'\b(import|from) [^"\\]*\b{word}\b'.encode(), notebook.source_of(path)):
                    raise RunError(f"{name} imports {home}, which renders: a change there would not execute it again")

    def not_apart(self, inputs: Mapping[str, str]) -> Inputs:
        """The inputs that executing a notebook depends on."""
        return {name: sha for name, sha in inputs.items() if not name.startswith(self.apart)}

    def task(self, task: Task) -> str:
        """The key of a task's executed notebook; parameters count in their order, in which they are written into the notebook."""
        name = task.notebook.name
        return digest.of_json(
            [task.target, name, self.sources[name], json.dumps(dict(task.parameters)), self._executing]
        )

    def page(self, executed: str) -> str:
        """The key of the page made from an executed notebook with this sha256."""
        return digest.of_json([executed, self.steps.wanted(), self._rendering])

    def all(self) -> str:
        """A digest of all that pages and what they share are made from, but for the tasks."""
        return digest.of_json([self.steps.wanted(), self.steps.site, self._rendering])

    def refuse_changed(self, task: str) -> None:
        """Raise TaskFailed if any file is not as it was when it was looked at: no result is kept under inputs it may not have been made from."""
        now = self._stamps()
        changed = sorted(name for name in self._seen.keys() | now.keys() if self._seen.get(name) != now.get(name))
        if changed:
            what = f"{changed[0]} changed while the build was running; build again"
            raise TaskFailed(Failure(task, "reading", what))

    def _stamps(self) -> dict[str, Stamp]:
        """The state of every file that counts."""
        each = [*project_files(self.project), *self.notebooks.items()]
        return {name: digest.stamp(file) for name, file in each if file.exists()}

    def _home(self, dotted: str) -> str:
        """What the names of the files of a render or site function begin with. Raises RunError where it is none of the project's."""
        module, _, name = dotted.partition(":")
        inside = module.replace(".", "/")
        home = next((place for place in (f"{inside}/__init__.py", f"{inside}.py") if place in self.files), "")
        if not home:
            raise RunError(
                f"{dotted} is not in a package of the project ({', '.join(self.project.packages) or 'none'}); add its package"
            )
        text = (folder(module.partition(".")[0]).parent / home).read_text("utf-8")
        defined = rf"^(def|class) {name}\b|^{name} ?[:=]|^(from|import) .*\b{name}\b|^    {name},?$"
        if not name or not re.search(defined, text, re.MULTILINE):
            raise RunError(
                f"{dotted}: {module} has no {name or 'function named after a colon'}; name a function it defines"
            )
        return home.removesuffix("__init__.py")


def project_files(project: Project) -> Iterator[tuple[str, Path]]:
    """(name, file) of all that counts in a project besides notebooks: ``shop/tables.py``, ``data/prices.csv``, ``requirements.lock``."""
    for root, top in project.roots().items():
        for file in _below(top):
            yield root if file == top else f"{root}/{file.relative_to(top).as_posix()}", file
    if project.lock is not None:
        yield project.lock.name, project.lock


def _below(top: Path) -> Iterator[Path]:
    """Every file in a folder and in those linked into it, or a file itself; not what the interpreter and editors leave there."""
    if top.is_file():
        yield top
    for where, folders, files in os.walk(top, followlinks=True):
        folders[:] = sorted(name for name in folders if not name.startswith((".", "__pycache__")))
        yield from (Path(where, name) for name in sorted(files) if not name.startswith(".") and name[-4:] != ".pyc")


def _surroundings() -> Inputs:
    """The interpreter, and the names and versions of the distributions it finds, by the names of their metadata folders."""
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
