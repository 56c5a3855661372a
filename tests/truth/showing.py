"""What a notebook shows with given parameters: its code cells run in one namespace of this process, the objects as they are."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path
from types import CodeType
from typing import Any

import nbformat

from report.pages import methods

ROOT = Path(__file__).parents[2]
ALIKE = ("prose.worked(", "drawn.", "calibration.", "published.", "charts.by_")
"""Cells of the methods page that are the same for every plan, and slow; they have tests of their own."""


@cache
def _cells(name: str) -> list[tuple[str, CodeType, CodeType | None, bool]]:
    """Each code cell: its source, its statements, its last expression, and whether it holds the parameters."""
    cells = nbformat.read(ROOT / f"notebooks/{name}.ipynb", as_version=4).cells
    return [_compiled(cell) for cell in cells if cell.cell_type == "code" and not cell.source.startswith(ALIKE)]


def _compiled(cell: Any) -> tuple[str, CodeType, CodeType | None, bool]:
    *statements, last = ast.parse(cell.source).body
    shows = isinstance(last, ast.Expr)
    body = ast.Module(statements if shows else [*statements, last], [])
    value = compile(ast.Expression(last.value), cell.id, "eval") if isinstance(last, ast.Expr) else None
    return cell.source, compile(body, cell.id, "exec"), value, "parameters" in cell.metadata.get("tags", [])


def shown(name: str, **parameters: Any) -> list[tuple[str, Any]]:
    """The objects that a notebook shows, each with the source of its cell; the first is the page."""
    scope: dict[str, Any] = {}
    found = []
    for source, body, value, is_first in _cells(name):
        exec(body, scope)
        if is_first:
            scope.update(parameters)
        if value is not None and (result := eval(value, scope)) is not None:
            found.append((source, result))
    return found


for slow in ("held_out", "backtest", "comparisons"):  # the same for every plan and baseline: made once for each dataset
    setattr(methods, slow, cache(getattr(methods, slow)))
