"""What each result is made from, and so the key it is kept under.

Two levels: an executed notebook depends on its source, its parameters, the code it can import, the engine, the lock, the interpreter
and the files it read; a rendered page depends on the executed notebook and on the renderer's code and templates. So a template edit
renders again and runs nothing, and a chart edit runs nothing that imports no chart.
"""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from importlib.util import resolve_name
from pathlib import Path
from typing import Any

from .. import notebook
from ..errors import RunError
from ..task import Project, Task
from . import digest
from .cache import Cache
from .closure import Source
from .digest import Memo

ABSENT = "absent"
INSTALLED = "installed packages"
ENGINE = resolve_name("..work.engine", __package__)
RENDERING = resolve_name("..work.rendering", __package__)
Inputs = dict[str, str]  # name -> sha256, or a value that stands for itself


@dataclass(frozen=True)
class Recipe:
    """One task, its inputs known before it runs (name to sha256) and the files among them, which must not change meanwhile.

    ``prose`` is the digest of the notebook's other cells, which executing does not depend on.
    """

    task: Task
    inputs: Inputs
    files: Mapping[str, Path]
    prose: str

    @property
    def key(self) -> str:
        """The key of what is known before the run."""
        return digest.of_json([self.task.target, self.task.notebook.name, dict(self.task.parameters), self.inputs])


@dataclass(frozen=True)
class Steps:
    """What is done with executed notebooks: the render function with its options, the site function; all by dotted name.

    Options that are paths say where to work, not what to make, and are not part of any key.
    """

    render: str | None = None
    options: Mapping[str, Any] = field(default_factory=dict)
    site: str | None = None

    def wanted(self) -> dict[str, Any]:
        """The options that change what is made."""
        return {name: value for name, value in self.options.items() if not isinstance(value, Path)}


class Recipes:
    """Works out inputs and keys for a project; every file is hashed once, through the memo."""

    def __init__(self, project: Project, cache: Cache, memo: Memo, steps: Steps) -> None:
        self.project, self.cache, self.memo, self.steps = project, cache, memo, steps
        own = __package__.partition(".")[0]
        self.source = Source(dict.fromkeys([*project.packages, own]), memo)

    @cached_property
    def roots(self) -> Mapping[str, Path]:
        """The named folders that notebooks read."""
        return self.project.roots()

    @cached_property
    def common(self) -> Inputs:
        """What every result depends on: interpreter, installed packages, lock."""
        lock = {} if self.project.lock is None else {self.project.lock.name: self.memo.sha(self.project.lock)}
        return {"python": f"{sys.implementation.name} {platform.python_version()}", INSTALLED: _installed()} | lock

    @cached_property
    def engine(self) -> dict[str, Path]:
        """The source of what executes notebooks: when it changes, so may they."""
        return self.source.of([ENGINE])

    def recipe(self, task: Task) -> Recipe:
        """The inputs of a task known before it runs."""
        files = self.engine | self._code(task.notebook)
        known = {task.notebook.name: self.memo.derive(task.notebook, "notebook", _notebook_digest)}
        inputs = known | self._hashed(files) | self.common
        prose = self.memo.derive(task.notebook, "prose", _prose_digest)
        return Recipe(task, inputs, {task.notebook.name: task.notebook, **files}, prose)

    def _code(self, path: Path) -> dict[str, Path]:
        """Our modules a notebook can reach."""
        code = self.memo.derive(path, "code", lambda content: notebook.code(notebook.parse(content, path.name)))
        return self.source.of_code(code)

    def _hashed(self, files: Mapping[str, Path]) -> Inputs:
        """Name and sha256 of files."""
        return {name: self.memo.sha(file) for name, file in files.items()}

    def reads(self, recipe: Recipe) -> list[str] | None:
        """What the task read the last time its known inputs were these; None if it never ran."""
        found = self.cache.record("reads", recipe.key)
        return None if found is None else list(found)

    def read_inputs(self, reads: Iterable[str]) -> Inputs:
        """Each entry of a record of reads (see :mod:`.reads`) with what it holds now."""
        return {entry: self._read(entry) for entry in reads}

    def _read(self, entry: str) -> str:
        """The digest of a file's content, or of a folder's names; ``absent`` if there is none."""
        kind, _, name = entry.partition(" ")
        try:
            path = self.path(name)
            return self.memo.sha(path) if kind == "file" else _names_digest(path)
        except OSError:
            return ABSENT

    def path(self, name: str) -> Path:
        """Where a recorded name is on this machine."""
        root, _, rest = name.partition("/")
        return self.roots[root] / rest

    def execute_key(self, recipe: Recipe, read: Inputs) -> str:
        """The key of an executed notebook."""
        return digest.of_json([recipe.key, read])

    def render_key(self, executed: str, prose: str) -> str:
        """The key of the page made from an executed notebook with this sha256, and the prose it is to have now."""
        return digest.of_json([executed, prose, self.steps.render, self.steps.wanted(), self.render_inputs])

    @cached_property
    def render_inputs(self) -> Inputs:
        """The renderer's code and templates, and the date it may print."""
        return self._step_inputs(self.steps.render)

    @cached_property
    def site_inputs(self) -> Inputs:
        """The code and templates of the last step, which sees all pages."""
        return self._step_inputs(self.steps.site)

    def _step_inputs(self, dotted: str | None) -> Inputs:
        """What a function ``package.module:function`` outside notebooks depends on: its closure, and the files in its folder."""
        if dotted is None:
            return {}
        module = dotted.partition(":")[0]
        if module not in self.source.modules:
            raise RunError(
                f"{dotted} is not in a package of the project ({', '.join(self.project.packages) or 'none'}); add its package"
            )
        files = self.source.of([module, RENDERING]) | self.source.resources(module)
        return self._hashed(files) | self.common | {"SOURCE_DATE_EPOCH": os.environ.get("SOURCE_DATE_EPOCH", "")}


def _notebook_digest(content: bytes) -> str:
    return notebook.digest(notebook.parse(content, "notebook"))


def _prose_digest(content: bytes) -> str:
    return notebook.prose_digest(notebook.parse(content, "notebook"))


def _names_digest(folder: Path) -> str:
    return digest.of_json(sorted(child.name for child in folder.iterdir()))


def _installed() -> str:
    """Digest of the names and versions of the distributions on the path, by the names of their metadata folders."""
    folders = {Path(folder or ".") for folder in sys.path}
    names = {child.name for folder in folders if folder.is_dir() for child in folder.iterdir()}
    return digest.of_json(sorted(name for name in names if name.endswith((".dist-info", ".egg-info"))))
