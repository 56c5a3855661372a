"""What Python source refers to, read from its syntax: the raw material of :mod:`.closure`.

Seen: imports anywhere (also inside functions, not under ``if TYPE_CHECKING``), dotted use of an imported package
(``report.charts.line``), and strings that name a module (``import_module("report.x")``, ``"report.x:function"``). For a package that
loads its names when they are used (PEP 562), the table from name to module is read as *exports*: only the names used count.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Any

ABSOLUTE = re.compile(r"[A-Za-z_]\w*(\.\w+)+(:\w+)?")
DOTTED = re.compile(r"\.{0,3}[A-Za-z_]\w*(\.\w+)*(:\w+)?")


def scan(text: str, module: str, is_package: bool) -> dict[str, Any]:
    """``{"refs": [...], "exports": {name: [module, ...]}, "lazy": bool}`` of one module's source.

    ``refs`` are absolute dotted names, of modules or of what is in them. Raises SyntaxError.
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
    return {"refs": sorted(visitor.refs), "exports": exports, "lazy": lazy}


def _exports(table: ast.Dict, module: str) -> Iterator[tuple[str, list[str]]]:
    """(name, possible modules) of a table of lazily loaded names: values "pkg.mod", ".mod", "mod", "pkg.mod:name" or (module, name)."""
    for key, value in zip(table.keys, table.values, strict=True):
        texts = [
            node.value for node in ast.walk(value) if isinstance(node, ast.Constant) and isinstance(node.value, str)
        ]
        if isinstance(key, ast.Constant) and isinstance(key.value, str):
            plain = [text.replace(":", ".").lstrip(".") for text in texts if DOTTED.fullmatch(text)]
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
        if (name := _chain(node)) and (origin := self.bound.get(name.partition(".")[0])):
            self.refs.add(".".join([origin, *name.split(".")[1:]]))
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        """``import_module(".x", package)``: relative to the package here. Other strings that begin with a dot are file suffixes."""
        name = _chain(node.func).rpartition(".")[2]
        first = node.args[0] if name == "import_module" and node.args else None
        if isinstance(first, ast.Constant) and isinstance(first.value, str) and first.value.startswith("."):
            self.refs.add(f"{self.base}.{first.value.lstrip('.')}")
        self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> None:
        """A string that could name a module."""
        if isinstance(node.value, str) and "." in node.value and ABSOLUTE.fullmatch(node.value):
            self.refs.add(node.value.replace(":", "."))


def _chain(node: ast.expr) -> str:
    """``a.b.c`` as text, empty if it does not start with a name."""
    if isinstance(node, ast.Attribute):
        return f"{head}.{node.attr}" if (head := _chain(node.value)) else ""
    return node.id if isinstance(node, ast.Name) else ""
