"""The import closure: which of our own source files a notebook or a function can reach.

Static and generous: a file too many costs a needless run, a file too few a stale result. Where source cannot be followed
(a notebook that does not parse, a lazily loading package asked for a name not in its table) everything is taken.
"""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from ..errors import RunError
from . import imports
from .digest import Memo

SKIPPED = ("__pycache__",)
PYTHON = (".py", ".pyc")


class Source:
    """The source of some packages, and what each module of theirs refers to."""

    def __init__(self, packages: Iterable[str], memo: Memo) -> None:
        self.folders = {name: folder(name) for name in packages}
        self.memo = memo
        self._reached: dict[str, frozenset[str]] = {}

    @cached_property
    def modules(self) -> dict[str, Path]:
        """Every module, by dotted name."""
        return {name: file for top, base in self.folders.items() for name, file in _modules(top, base)}

    @cached_property
    def _known(self) -> frozenset[str]:
        """Every module, and every folder of modules that has no ``__init__.py``."""
        parts = (name.split(".") for name in self.modules)
        return frozenset(".".join(names[:end]) for names in parts for end in range(1, len(names) + 1))

    def file(self, module: str) -> Path:
        """A module's file."""
        return self.modules[module]

    def name(self, file: Path) -> str:
        """A file's name in keys and manifests: ``report/charts/line.py``, wherever the package is installed."""
        top, base = next((top, base) for top, base in self.folders.items() if file.is_relative_to(base))
        return f"{top.replace('.', '/')}/{file.relative_to(base).as_posix()}"

    def of_code(self, code: str) -> dict[str, Path]:
        """Name and file of every module that this code, a notebook's, can reach."""
        try:
            refs = imports.scan(code, "__main__", False)["refs"]
        except SyntaxError:
            refs = list(self.modules)
        return self.of(refs)

    def of(self, refs: Iterable[str]) -> dict[str, Path]:
        """Name and file of every module that can be reached from these dotted names."""
        reached: set[str] = set()
        waiting = [module for ref in refs for module in self.resolve(ref)]
        while waiting:
            module = waiting.pop()
            if module not in reached:
                reached.add(module)
                waiting += [other for ref in self._scan(module)["refs"] for other in self.resolve(ref)]
        files = [self.file(module) for module in sorted(reached)]
        return {self.name(file): file for file in files}

    def resolve(self, ref: str) -> frozenset[str]:
        """The modules that importing or using the dotted name ``ref`` loads: its packages, itself, and where a lazy name leads."""
        if ref.endswith(imports.ANY):
            return frozenset(module for module in self.modules if module.startswith(ref.removesuffix(imports.ANY)))
        if ref not in self._reached:
            self._reached[ref] = frozenset()  # a lazy name that leads back to itself ends here
            self._reached[ref] = frozenset(self._resolve(ref))
        return self._reached[ref]

    def _resolve(self, ref: str) -> Iterator[str]:
        """See :meth:`resolve`."""
        parts = ref.split(".")
        for end in range(1, len(parts) + 1):
            module = ".".join(parts[:end])
            if module not in self.modules:  # a folder without an __init__.py, or a name in a module
                continue
            yield module
            if end < len(parts):
                for candidate in self._lazily(module, parts[end]):
                    yield from self.resolve(candidate)

    def _lazily(self, module: str, name: str) -> Iterable[str]:
        """Where ``module`` gets ``name`` from if it loads it when it is used; everywhere, if that cannot be seen."""
        found = self._scan(module)
        named = [self._module_of(dotted) for dotted in found["exports"].get(name, [])]
        if any(named):
            return [f"{dotted}.{name}" for dotted in named if dotted]
        known = f"{module}.{name}" in self._known or (name.startswith("__") and name != "__all__")
        if known or not (found["lazy"] or name == "*"):
            return []
        return self._offered(module, found)

    def _offered(self, module: str, found: Mapping[str, Any]) -> list[str]:
        """All that a module's names may load: what ``__all__`` lists, what it loads when used; everything below it, if it has no table that we can read."""
        listed = [f"{module}.{name}" for name in found["all"] if f"{module}.{name}" in self.modules]
        if not found["lazy"]:
            return listed
        loaded = [dotted for many in found["exports"].values() for dotted in many if self._module_of(dotted)]
        return [*listed, *loaded] or [other for other in self.modules if other.startswith(f"{module}.")]

    def _module_of(self, dotted: str) -> str:
        """``a.b`` or ``a.b.name``: the module that is meant, empty if there is none."""
        return next((name for name in (dotted, dotted.rpartition(".")[0]) if name in self.modules), "")

    def _scan(self, module: str) -> dict[str, Any]:
        """What a module refers to, remembered. Raises RunError where it does not parse."""
        file = self.file(module)
        kind = f"imports of {module} from {' '.join(self.folders)}"

        def compute(content: bytes) -> dict[str, Any]:
            found = imports.scan(content, module, file.name == "__init__.py")
            return found | {"refs": [ref for ref in found["refs"] if self._is_ours(ref)]}

        try:
            return dict(self.memo.derive(file, kind, compute))
        except SyntaxError as error:
            raise RunError(f"{self.name(file)}, line {error.lineno}: {error.msg}") from error

    def _is_ours(self, ref: str) -> bool:
        """Whether a dotted name, or one that begins so, may be of these packages."""
        start = ref.removesuffix(imports.ANY)
        return any(
            f"{ref}.".startswith(f"{name}.") or (start != ref and name.startswith(start)) for name in self.folders
        )

    def resources(self) -> dict[str, Path]:
        """Name and file of everything that is not Python in the packages: templates, styles, fonts, wherever a module may find them."""
        files = (file for base in self.folders.values() for file in _walk(base) if file.suffix not in PYTHON)
        return {self.name(file): file for file in files}

    def defines(self, module: str, name: str) -> bool:
        """Whether a module has a name, as far as its source tells: one that loads names when they are used may have any."""
        found = self._scan(module)
        return bool(name) and (name in found["names"] or found["lazy"] or "*" in found["names"])


def folder(package: str) -> Path:
    """Where an importable package is. Raises RunError if there is none."""
    top, *below = package.split(".")
    spec = importlib.util.find_spec(top)  # of a dotted name it would import the packages above
    places = [Path(place, *below) for place in (spec.submodule_search_locations if spec else None) or []]
    found = next((place for place in places if place.is_dir()), None)
    if found is None:
        raise RunError(f"there is no package {package!r} to import")
    return found.resolve()


def _modules(top: str, base: Path) -> Iterator[tuple[str, Path]]:
    """(dotted name, file) of every module below a package's folder."""
    for file in _walk(base):
        if file.suffix == ".py":
            parts = file.relative_to(base).with_suffix("").parts
            yield ".".join([top, *(parts[:-1] if parts[-1] == "__init__" else parts)]), file


def _walk(base: Path) -> Iterator[Path]:
    """Every file below a folder in order, also behind links, a folder once; not what the interpreter compiles."""
    entered: set[str] = set()
    for here, folders, files in os.walk(base, followlinks=True):
        folders[:] = [] if os.path.realpath(here) in entered else sorted(set(folders) - set(SKIPPED))
        if os.path.realpath(here) not in entered:
            yield from (Path(here, name) for name in sorted(files))
        entered.add(os.path.realpath(here))
