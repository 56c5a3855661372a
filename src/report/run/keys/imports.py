"""What Python source refers to, read from its syntax: the raw material of :mod:`.closure`.

Seen: imports anywhere (also inside functions, not under ``if TYPE_CHECKING``), dotted use of an imported package
(``report.charts.line``), a package handed on (``getattr(report, name)``: all of it), and strings that name a module
(``import_module("report.x")``, ``import_module(f"report.{name}")``, ``"report.x:function"``). For a package that
loads its names when they are used (PEP 562), the table from name to module is read as *exports*: only the names used count.
Not seen: a name of a module that is put together elsewhere, or read from a file.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Any

ABSOLUTE = re.compile(r"[A-Za-z_]\w*(\.\w+)+(:\w+)?")
ANY = "…"
"""Ends a reference to every module whose name begins as it does."""
IMPORTERS = ("import_module", "__import__")
DOTTED = re.compile(r"\.{0,3}[A-Za-z_]\w*(\.\w+)*(:\w+)?")


def scan(text: str | bytes, module: str, is_package: bool) -> dict[str, Any]:
    """``{"refs": [...], "exports": {name: [module, ...]}, "lazy": bool, "names": [...], "all": [...]}`` of one module's source.

    ``refs`` are absolute dotted names, of modules or of what is in them; ``names`` what its statements bind at the top,
    ``all`` the texts in what it assigns to ``__all__``. Raises SyntaxError.
    """
    tree = ast.parse(text)
    lazy = any(isinstance(node, ast.FunctionDef) and node.name == "__getattr__" for node in tree.body)
    tables = [
        node
        for node in tree.body
        if lazy and isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(node.value, ast.Dict)
    ]
    base = module if is_package else module.rpartition(".")[0]
    visitor = _Visitor(base)
    for node in tree.body:
        if node not in tables:
            visitor.visit(node)
    exports = {name: found for table in tables for name, found in _exports(table.value, module)}  # type: ignore[arg-type]
    names = sorted({name for node in tree.body for name in _bound(node)})
    listed = [text for node in tree.body if "__all__" in _bound(node) for text in _texts(node)]
    return {"refs": sorted(visitor.refs), "exports": exports, "lazy": lazy, "names": names, "all": listed}


def _texts(node: ast.AST) -> list[str]:
    """The texts written in a piece of source."""
    return [one.value for one in ast.walk(node) if isinstance(one, ast.Constant) and isinstance(one.value, str)]


def _bound(statement: ast.stmt) -> Iterator[str]:
    """Names that a statement binds in its own scope."""
    if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        yield statement.name
    elif isinstance(statement, ast.Import | ast.ImportFrom):
        yield from (alias.asname or alias.name.partition(".")[0] for alias in statement.names)
    else:
        for node in ast.walk(statement):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                yield node.id
            elif isinstance(node, ast.stmt) and node is not statement:
                yield from _bound(node)


def _exports(table: ast.Dict, module: str) -> Iterator[tuple[str, list[str]]]:
    """(name, possible modules) of a table of lazily loaded names: values "pkg.mod", ".mod", "mod", "pkg.mod:name" or (module, name)."""
    for key, value in zip(table.keys, table.values, strict=True):
        if isinstance(key, ast.Constant) and isinstance(key.value, str):
            plain = [text.replace(":", ".").lstrip(".") for text in _texts(value) if DOTTED.fullmatch(text)]
            yield key.value, plain + [f"{module}.{text}" for text in plain]


class _Visitor(ast.NodeVisitor):
    """Collects the dotted names a module refers to; ``base`` is the package its relative imports start from."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.refs: set[str] = set()
        self.bound: dict[str, str] = {}

    def visit_If(self, node: ast.If) -> None:
        """Skip what only a type checker imports."""
        test = node.test
        name = test.attr if isinstance(test, ast.Attribute) else test.id if isinstance(test, ast.Name) else ""
        for child in node.orelse if name == "TYPE_CHECKING" else ast.iter_child_nodes(node):
            self.visit(child)

    def visit_Import(self, node: ast.Import) -> None:
        """``import a.b`` binds ``a``; ``import a.b as c`` binds ``c`` to ``a.b``."""
        for alias in node.names:
            self.refs.add(alias.name)
            top = alias.name.partition(".")[0]
            self.bound[alias.asname or top] = alias.name if alias.asname else top

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        """``from a import b``: ``b`` may be a module, so both count."""
        start = self.base.split(".")[: len(self.base.split(".")) - node.level + 1] if node.level else []
        origin = ".".join([*start, *([node.module] if node.module else [])])
        self.refs.add(origin)
        for alias in node.names:
            self.refs.add(f"{origin}.{alias.name}")
            self.bound[alias.asname or alias.name] = f"{origin}.{alias.name}"

    def visit_Attribute(self, node: ast.Attribute) -> None:
        """``a.b.c`` where ``a`` was imported."""
        name = _chain(node)
        if not name:
            self.generic_visit(node)
        elif origin := self.bound.get(name.partition(".")[0]):
            self.refs.add(".".join([origin, *name.split(".")[1:]]))

    def visit_Name(self, node: ast.Name) -> None:
        """An imported name by itself: if it is a package that loads its names when they are used, any may be."""
        if isinstance(node.ctx, ast.Load) and (origin := self.bound.get(node.id)):
            self.refs.add(f"{origin}.*")

    def visit_Call(self, node: ast.Call) -> None:
        """``import_module(".x", package)``: relative to the package here. Other strings that begin with a dot are file suffixes."""
        if node.args and _chain(node.func).rpartition(".")[2] in IMPORTERS:
            first = node.args[0]
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                self.refs.add(self._absolute(first.value))
            elif isinstance(first, ast.JoinedStr):
                start = first.values[0] if first.values else None
                known = str(start.value) if isinstance(start, ast.Constant) else ""
                self.refs.add(self._absolute(known) + ANY)
        self.generic_visit(node)

    def _absolute(self, name: str) -> str:
        """``name`` from the package here if it begins with dots, one for that itself, more for those above."""
        bare = name.lstrip(".")
        up = len(name) - len(bare)
        parts = self.base.split(".")
        return ".".join([*parts[: len(parts) - up + 1], bare]) if up else name

    def visit_Constant(self, node: ast.Constant) -> None:
        """A string that could name a module."""
        if isinstance(node.value, str) and "." in node.value and ABSOLUTE.fullmatch(node.value):
            self.refs.add(node.value.replace(":", "."))


def _chain(node: ast.expr) -> str:
    """``a.b.c`` as text, empty if it does not start with a name."""
    if isinstance(node, ast.Attribute):
        return f"{head}.{node.attr}" if (head := _chain(node.value)) else ""
    return node.id if isinstance(node, ast.Name) else ""
