"""What each result is made from, and so the key it is kept under.

Two levels: an executed notebook depends on its source, its parameters, the code it can import, the engine, the lock, the interpreter
and the files it read; a rendered page depends on the executed notebook and on the renderer's code and templates. So a template edit
renders again and runs nothing, and a chart edit runs nothing that imports no chart.
"""

from __future__ import annotations

import json
import os
import platform
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from importlib.util import resolve_name
from pathlib import Path
from typing import Any

from .. import notebook
from ..errors import Failure, RunError, TaskFailed
from ..kernels.reads import FILE, Log, changed, listed
from ..task import Project, Task
from . import digest
from .cache import Cache
from .closure import Source
from .digest import Memo

ABSENT = "absent"
INSTALLED = "installed packages"
ENGINE = tuple(
    resolve_name(name, __package__)
    for name in ("..work.engine", "..kernels.kernel", "..kernels.child", "..kernels.serve")
)
"""What executes notebooks; the parts of a kernel's process are named in text alone."""
RENDERING = resolve_name("..work.rendering", __package__)
Inputs = dict[str, str]  # name -> sha256, or a value that stands for itself


@dataclass(frozen=True)
class Recipe:
    """One task, its inputs known before it runs (name to sha256) and the files among them, which must not change meanwhile.

    ``prose`` is the digest of the notebook's other cells, which executing does not depend on; ``written`` that of the whole file.
    """

    task: Task
    inputs: Inputs
    files: Mapping[str, Path]
    prose: str
    written: str

    @property
    def source(self) -> dict[str, Path]:
        """The notebook alone among the files."""
        return {self.task.notebook.name: self.task.notebook}

    @property
    def key(self) -> str:
        """The key of what is known before the run; parameters count in their order, in which they are written into the notebook."""
        given = json.dumps(dict(self.task.parameters))
        return digest.of_json([self.task.target, self.task.notebook.name, given, self.inputs])


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
        self._beside: dict[str, Path] = {}

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
        return self.source.of(ENGINE)

    def recipe(self, task: Task) -> Recipe:
        """The inputs of a task known before it runs."""
        files = self.engine | self._code(task.notebook)
        known = {task.notebook.name: self.memo.derive(task.notebook, "notebook", _notebook_digest)}
        inputs = known | self._hashed(files) | self.common
        prose = self.memo.derive(task.notebook, "prose", _prose_digest)
        self._beside[task.beside] = task.notebook.resolve().parent
        return Recipe(task, inputs, {task.notebook.name: task.notebook, **files}, prose, self.memo.sha(task.notebook))

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
            return self.memo.sha(path) if kind == FILE else digest.of_json(listed(kind, path))
        except OSError:
            return ABSENT

    def path(self, name: str) -> Path:
        """Where a recorded name is on this machine."""
        root, _, rest = name.partition("/")
        return (self.roots.get(root) or self._beside[root]) / rest

    def refuse_changed(self, task: str, files: Mapping[str, Path]) -> None:
        """Raise TaskFailed if any of these files is not as it was when it was hashed."""
        refuse(task, self.memo.changed_files(files))

    def read_since(self, task: str, log: Log) -> Inputs:
        """What a task has just read, with what it holds. Raises TaskFailed if anything is not as it was when it was read."""
        found = self.read_inputs(log.seen)
        refuse(task, changed(log, self.path))
        return found

    def execute_key(self, recipe: Recipe, read: Inputs) -> str:
        """The key of an executed notebook."""
        return digest.of_json([recipe.key, read])

    def render_key(self, executed: str, prose: str) -> str:
        """The key of the page made from an executed notebook with this sha256, and the prose it is to have now."""
        return digest.of_json([executed, prose, self.steps.render, self.steps.wanted(), self.render_inputs])

    @cached_property
    def render_inputs(self) -> Inputs:
        """The renderer's code and templates, and the date it may print."""
        return self._step_inputs(self.render_files)

    @cached_property
    def site_inputs(self) -> Inputs:
        """The code and templates of the last step, which sees all pages."""
        return self._step_inputs(self.site_files)

    @cached_property
    def sweep_inputs(self) -> Inputs:
        """The code of a function that is called over a grid, and all of the project's inputs: what it reads of them is not recorded."""
        roots = {name: self.roots[name] for name in self.project.inputs}
        every = {f"{name}/{path}": file for name, root in roots.items() for path, file in _files(root)}
        return self.render_inputs | self._hashed(every)

    @cached_property
    def render_files(self) -> dict[str, Path]:
        """The files among the renderer's inputs."""
        return self._step_files(self.steps.render)

    @cached_property
    def site_files(self) -> dict[str, Path]:
        """The files among the last step's inputs."""
        return self._step_files(self.steps.site)

    def _step_files(self, dotted: str | None) -> dict[str, Path]:
        """What a function ``package.module:function`` outside notebooks depends on: its closure, and the packages' other files."""
        if dotted is None:
            return {}
        module, _, name = dotted.partition(":")
        if module not in self.source.modules:
            raise RunError(
                f"{dotted} is not in a package of the project ({', '.join(self.project.packages) or 'none'}); add its package"
            )
        if not self.source.defines(module, name):
            raise RunError(
                f"{dotted}: {module} has no {name or 'function named after a colon'}; name a function it defines"
            )
        return self.source.of([module, RENDERING]) | self.source.resources()

    def _step_inputs(self, files: Mapping[str, Path]) -> Inputs:
        """Files with their digests, and what every step depends on; nothing of a step there is not."""
        epoch = {"SOURCE_DATE_EPOCH": os.environ.get("SOURCE_DATE_EPOCH", "")}
        return self._hashed(files) | self.common | epoch if files else {}


def refuse(task: str, changed: Sequence[str]) -> None:
    """Raise TaskFailed for the first of the names of what changed: a result is not kept under inputs it may not have been made from."""
    if changed:
        raise TaskFailed(Failure(task, "reading", f"{changed[0]} changed while the build was running; build again"))


def _files(root: Path) -> Iterator[tuple[str, Path]]:
    """(path in it, file) of every file in a folder, or of one that is a file itself."""
    for file in [root] if root.is_file() else sorted(root.rglob("*")):
        if file.is_file():
            yield file.relative_to(root).as_posix(), file


def _notebook_digest(content: bytes) -> str:
    return notebook.digest(notebook.parse(content, "notebook"))


def _prose_digest(content: bytes) -> str:
    return notebook.prose_digest(notebook.parse(content, "notebook"))


def _installed() -> str:
    """Digest of the names and versions of the distributions on the path, by the names of their metadata folders."""
    folders = {Path(folder or ".") for folder in sys.path}
    names = {child.name for folder in folders if folder.is_dir() for child in folder.iterdir()}
    return digest.of_json(sorted(name for name in names if name.endswith((".dist-info", ".egg-info"))))
