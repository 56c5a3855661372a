"""What a notebook shows with given parameters: its code cells run in one namespace of this process, the objects as they
are; and gaps in it."""

from __future__ import annotations

import ast
import json
import re
from functools import cache
from pathlib import Path
from types import CodeType
from typing import Any

import nbformat

from report.pages import frames, methods
from report.publish.read import read

ROOT = Path(__file__).parents[2]
ALIKE = ("prose.worked(", "drawn.", "calibration.", "published.", "charts.by_")
"""Cells of the methods page that are the same for every plan, and slow; they have tests of their own."""

GAPS = re.compile(r"\bnan\b|\bNone\b(?! of)|\binf\b|NaT|<NA>|\{\w*\}|[a-z] – |^–[a-z]", re.MULTILINE)
"""What a missing number leaves in a sentence: its name in the code, a blank that was not filled, or the dash of an
empty cell."""


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


for room, slow in ((methods, "held_out"), (methods, "backtest"), (frames, "comparisons")):
    setattr(room, slow, cache(getattr(room, slow)))  # the same for every plan and baseline: made once for each dataset


def refuse_gaps(objects: list[tuple[str, Any]]) -> None:
    """Fail where a text shown has a gap, or the outputs cannot be published."""
    bundles = [(cell, value._repr_mimebundle_()) for cell, value in objects]
    for cell, bundle in bundles:
        gap = GAPS.search(text := _words(bundle))
        assert not gap, f"{cell}: …{text[max(0, gap.start() - 60) : gap.end() + 20]}…"
    assert read(_notebook([bundle for _, bundle in bundles])).blocks


def _words(bundle: dict[str, Any]) -> str:
    """All that a reader reads of one display: text, titles, notes, cells; numbers behind them left out."""
    texts = [bundle.get("text/plain", ""), bundle.get("text/markdown", "")]
    for kind, record in bundle.items():
        if kind.startswith("application/vnd.burdenshare."):
            texts += [value for value in record.values() if isinstance(value, str)]
            texts += [str(note) for note in record.get("notes") or ()]
            cells = [cell for row in record.get("rows", ()) for cell in row]
            texts += [str(cell.get("text", cell.get("segments")) if isinstance(cell, dict) else cell) for cell in cells]
    return "\n".join(texts)


def _notebook(bundles: list[dict[str, Any]]) -> dict[str, Any]:
    """The displays as a kernel leaves them, as JSON proper, which has no word for a number that is none."""
    outputs = [{"output_type": "display_data", "data": json.loads(json.dumps(one, allow_nan=False))} for one in bundles]
    return {"metadata": {}, "cells": [{"cell_type": "code", "source": "", "outputs": [one]} for one in outputs]}
